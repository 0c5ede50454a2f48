"""Every figure of a charter from one pass over its contacts and their clocks, and one over what was observed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from answerable.standards.charter.clock_rules import Notice
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.facts import Contact
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.measure.case import Note
from answerable.standards.measure.figure import Apart, Figure, NotMeasured, Terms
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
from answerable.standards.measure.small import fit_to_publish
from answerable.standards.measure.tally import DelayTally, Headline, Tally, acknowledges
from answerable.standards.vocabulary.feeds import not_collected
from answerable.standards.vocabulary.kinds import SENSITIVE

MACHINE_DATES = "share-machine-dates-kept"
_IN_ORDER = (*(OF_CLOCKS[measure].id for measure in Measure), MACHINE_DATES)
_ANOTHER_LIMIT = "Another timescale applies."
"""Said for a matter of a sensitive kind: the law's name would tell what it was about."""


def _in_force(charter: Charter, period: Period, replaced_on: date | None) -> tuple[datetime, datetime]:
    """Return from when and until when in a period a charter was in force."""
    begins = Period(charter.in_force_from, charter.in_force_from, zone=period.zone).starts
    ends = period.ends if replaced_on is None else Period(replaced_on, replaced_on, zone=period.zone).starts
    return max(period.starts, begins), min(period.ends, ends)


def _without_the_law(clock: Clock) -> Clock:
    is_void = clock.state is State.VOID and not clock.promise.is_sensitive
    return clock._replace(reason=_ANOTHER_LIMIT) if is_void else clock


class Results:
    """Counts contacts with their clocks, and observations, as they stream past, and gives the charter's figures.

    ``note`` is handed each case that a figure counts, as it is counted; ``close`` hands on the last of them.
    ``replaced_on`` is the day from which another charter was in force, if there is one.
    """

    def __init__(
        self,
        charter: Charter,
        *,
        period: Period,
        now: datetime,
        note: Note | None = None,
        replaced_on: date | None = None,
    ) -> None:
        self._charter, self._period, self._now, self._note = charter, period, now, note
        self._in_force = _in_force(charter, period, replaced_on)
        self._tallies: dict[tuple[str, str], Tally] = {}
        self._headlines: dict[str, tuple[Promise, Headline]] = {}
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
            self._tally(promise, measure, OF_CLOCKS[measure].id)
        if isinstance(promise.clock, Notice):
            self._delays[promise.id] = [
                DelayTally(reply.id, replace(terms, is_sensitive=reply.is_sensitive), self._note)
                for reply in promise.clock.notice_for
            ]
        formula = formula_for(promise)
        if formula is None:
            return
        fed_by = formula.fed_by
        match fed_by:
            case Clocks():
                self._headlines[promise.id] = promise, Headline(terms, self._note)
            case Contacts():
                self._contacts[promise.id] = counter = fed_by.counter(terms, promise, self._charter)
                counter.note = self._note
            case Observations():
                instruments = fed_by.instruments or instruments_of(promise)
                self._observations[promise.id] = seen = fed_by.counter(terms, promise, instruments)
                seen.note = self._note
                seen.due_from, seen.due_until = self._in_force
            case TheCharter():
                self._settled[promise.id] = fed_by.counter(terms, self._charter, self._note)
            case _:
                why = not_collected((fed_by.feed,))
                self._settled[promise.id] = NotMeasured(formula=formula, terms=terms, why=why)

    def add(self, contact: Contact, clocks: Sequence[Clock]) -> None:
        """Count one contact and all its clocks."""
        if contact.kinds <= SENSITIVE:
            clocks = [_without_the_law(clock) for clock in clocks]
        headlines = [tally for promise, tally in self._headlines.values() if promise.covers(contact)]
        for clock in clocks:
            is_machine_date = clock.measure is Measure.DERIVED and clock.by_machine
            formula = MACHINE_DATES if is_machine_date else OF_CLOCKS[clock.measure].id
            self._tally(clock.promise, clock.measure, formula).add(clock)
            if clock.promise.id in self._own:
                for headline in headlines:
                    headline.add(clock)
        for delays in self._delays.values():
            for delay in delays:
                delay.add(clocks)
        for one in self._contacts.values():
            one.add(contact)

    def _tally(self, promise: Promise, measure: Measure, formula: str) -> Tally:
        """Return the tally of a promise by a formula, which is made where it is asked for first."""
        key = promise.id, formula
        if key not in self._tallies:
            terms = Terms.of(promise, period=self._period, now=self._now)
            self._tallies[key] = Tally(terms, formula, who=acknowledges(promise, measure), note=self._note)
        return self._tallies[key]

    def close(self) -> None:
        """Hand on those cases that are known only when everything has been counted."""
        for counter in self._contacts.values():
            counter.close()
        for seen in self._observations.values():
            seen.close()

    def observe(self, observation: Observation) -> None:
        """Count one settled observation."""
        for one in self._observations.values():
            one.add(observation)

    def figures(self) -> dict[str, tuple[Figure, ...]]:
        """Return the figures of every promise by its id, in the charter's order; dates we gave come last (C8)."""
        tallied = (id for id, _ in self._tallies)
        ids = dict.fromkeys([*(promise.id for promise in self._charter.promises), *tallied])
        return {id: tuple(map(fit_to_publish, self._figures_of(id))) for id in ids}

    def _figures_of(self, id: str) -> Iterable[Figure]:
        for formula in _IN_ORDER:
            if (id, formula) in self._tallies:
                figure = self._tallies[id, formula].figure()
                if formula != MACHINE_DATES or figure.n or figure.apart != Apart():
                    yield figure
        if id in self._headlines:
            _, headline = self._headlines[id]
            yield from headline.figures()
        for delay in self._delays.get(id, ()):
            yield from delay.figures()
        if id in self._contacts:
            yield self._contacts[id].figure()
        if id in self._observations:
            yield self._observations[id].figure()
        if id in self._settled:
            yield self._settled[id]
