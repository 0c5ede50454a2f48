"""Every figure of a charter from one pass over its contacts and their clocks, and one over what was observed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from answerable.standards.charter.clock_rules import Notice
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.facts import Contact
from answerable.standards.judging.outcome import Clock, Measure
from answerable.standards.measure.figure import Figure, NotMeasured, Terms
from answerable.standards.measure.formula import (
    Clocks,
    Contacts,
    CountsContacts,
    CountsObservations,
    Observations,
    TheCharter,
)
from answerable.standards.measure.formulas import OF_CLOCKS, formula_for, measures
from answerable.standards.measure.observations import Observation, instruments_of
from answerable.standards.measure.period import Period
from answerable.standards.measure.tally import DelayTally, Tally
from answerable.standards.vocabulary.feeds import not_collected


class Results:
    """Counts contacts with their clocks, and observations, as they stream past, and gives the charter's figures."""

    def __init__(self, charter: Charter, *, period: Period, now: datetime) -> None:
        self._charter, self._period, self._now = charter, period, now
        self._tallies: dict[tuple[str, Measure], Tally] = {}
        self._headlines: dict[str, tuple[Promise, Tally]] = {}
        self._delays: dict[str, list[DelayTally]] = {}
        self._contacts: dict[str, CountsContacts] = {}
        self._observations: dict[str, CountsObservations] = {}
        self._settled: dict[str, Figure] = {}
        self._own = frozenset(promise.id for promise in charter.promises if not promise.statutory)
        for promise in charter.promises:
            self._prepare(promise)

    def _prepare(self, promise: Promise) -> None:
        terms = Terms.of(promise, period=self._period, now=self._now)
        for measure in measures(promise):
            self._tallies[promise.id, measure] = Tally(terms, OF_CLOCKS[measure].id)
        if isinstance(promise.clock, Notice):
            self._delays[promise.id] = [DelayTally(target.id, terms) for target in promise.clock.notice_for]
        formula = formula_for(promise)
        if formula is None:
            return
        fed_by = formula.fed_by
        match fed_by:
            case Clocks():
                self._headlines[promise.id] = promise, Tally(terms, formula.id)
            case Contacts():
                self._contacts[promise.id] = fed_by.counter(terms, promise, self._charter)
            case Observations():
                instruments = fed_by.instruments or instruments_of(promise)
                self._observations[promise.id] = fed_by.counter(terms, promise, instruments)
            case TheCharter():
                self._settled[promise.id] = fed_by.counter(terms, self._charter)
            case _:
                why = not_collected((fed_by.feed,))
                self._settled[promise.id] = NotMeasured(formula=formula, terms=terms, why=why)

    def add(self, contact: Contact, clocks: Sequence[Clock]) -> None:
        """Count one contact and all its clocks."""
        tallies = self._tallies
        headlines = [tally for promise, tally in self._headlines.values() if promise.covers(contact)]
        for clock in clocks:
            key = clock.promise.id, clock.measure
            tally = tallies.get(key)
            if tally is None:
                terms = Terms.of(clock.promise, period=self._period, now=self._now)
                tally = tallies[key] = Tally(terms, OF_CLOCKS[clock.measure].id)
            tally.add(clock)
            if clock.promise.id in self._own and clock.measure is not Measure.CONTENT:
                for headline in headlines:
                    headline.add(clock)
        for delays in self._delays.values():
            for delay in delays:
                delay.add(clocks)
        for one in self._contacts.values():
            one.add(contact)

    def observe(self, observation: Observation) -> None:
        """Count one settled observation."""
        for one in self._observations.values():
            one.add(observation)

    def figures(self) -> dict[str, tuple[Figure, ...]]:
        """Return the figures of every promise by its id, in the charter's order; dates we gave come last (C8)."""
        tallied = (id for id, _ in self._tallies)
        ids = dict.fromkeys([*(promise.id for promise in self._charter.promises), *tallied])
        return {id: tuple(self._figures_of(id)) for id in ids}

    def _figures_of(self, id: str) -> Iterable[Figure]:
        for measure in Measure:
            if (id, measure) in self._tallies:
                yield self._tallies[id, measure].figure()
        if id in self._headlines:
            _, headline = self._headlines[id]
            yield headline.figure()
        for delay in self._delays.get(id, ()):
            yield from delay.figures()
        if id in self._contacts:
            yield self._contacts[id].figure()
        if id in self._observations:
            yield self._observations[id].figure()
        if id in self._settled:
            yield self._settled[id]
