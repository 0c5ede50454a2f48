"""Every figure of a charter from one pass over its contacts and clocks, and over checks of its ways in."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from answerable.standards.charter.clock_rules import DatesKept, Notice
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.facts import Contact
from answerable.standards.judging.outcome import Clock, Measure
from answerable.standards.measure.availability import Availability
from answerable.standards.measure.cohort import Answered, Counted, Responses, Volume
from answerable.standards.measure.figure import Figure, NotMeasured, Terms
from answerable.standards.measure.first_time import FirstTime
from answerable.standards.measure.formula import FORMULAS, formula_of
from answerable.standards.measure.period import Period
from answerable.standards.measure.phone import CALL_FORMULAS, Calls, TransferredOnce
from answerable.standards.measure.tally import DelayTally, Tally
from answerable.standards.measure.visits import Visits
from answerable.standards.time.calendar import Calendar

NO_MEASURE = "Nothing in the log of contacts shows whether this is done."

_Make = Callable[[Terms, Promise, Charter], Counted]

_COUNTED: dict[str, _Make] = {
    "count": lambda terms, promise, charter: Volume(terms, promise),
    "share-answered": lambda terms, promise, charter: Answered(terms, promise),
    "share-resolved-first": lambda terms, promise, charter: FirstTime(terms, promise),
    "share-transferred-once": lambda terms, promise, charter: TransferredOnce(terms, promise),
    "share-seen": lambda terms, promise, charter: Visits(terms, "share-seen", promise),
    "mean-wait-seen": lambda terms, promise, charter: Visits(terms, "mean-wait-seen", promise),
    "percentiles-response": lambda terms, promise, charter: Responses(terms, charter.calendar, promise),
}
"""What counts each formula that a log of contacts can feed; the telephone's are in ``CALL_FORMULAS``."""


TALLIED: dict[Measure, str] = {
    Measure.TIMED: "share-kept",
    Measure.CONTENT: "share-complete",
    Measure.DERIVED: "share-dates-kept",
}
"""The formula by which the clocks of each sort are counted; they never share a figure."""


def hours(charter: Charter, service: str) -> Calendar:
    """Return the calendar with a service's opening hours, or the charter's own where it publishes none for it."""
    return charter.services.get(service, charter.calendar)


def counted(
    promise: Promise, *, charter: Charter, period: Period, now: datetime
) -> Counted | Availability | NotMeasured | None:
    """Return what counts a promise's aggregate, why nothing can, or None where clocks are the figure."""
    aggregate = promise.aggregate
    if aggregate is None or (aggregate.formula == "share-kept" and _measures(promise)):
        return None
    formula, terms = FORMULAS[aggregate.formula], Terms.of(promise, period=period, now=now)
    if promise.not_yet:
        return NotMeasured(formula=formula, terms=terms, why=promise.not_yet)
    if formula.id == "share-kept":
        return None
    if aggregate.checks:
        return Availability(terms, aggregate.checks)
    if formula.needs:
        return NotMeasured(formula=formula, terms=terms, why=f"This needs {formula.needs}.")
    if formula.id == "percentiles-wait" and promise.channels != {"phone"}:
        return Responses(terms, charter.calendar, promise)
    if formula.id in CALL_FORMULAS:
        return Calls(terms, hours(charter, "phone"), _without_short(formula.id, charter), promise)
    return _COUNTED[formula.id](terms, promise, charter)


class Results:
    """Counts contacts, their clocks and checks as they stream past, and gives every figure of the charter."""

    def __init__(self, charter: Charter, *, period: Period, now: datetime) -> None:
        self._charter, self._period, self._now = charter, period, now
        self._tallies: dict[tuple[str, Measure], Tally] = {}
        self._headlines: dict[str, Tally] = {}
        self._delays: dict[str, list[DelayTally]] = {}
        self._counted: dict[str, Counted] = {}
        self._checked: dict[str, Availability] = {}
        self._not_measured: dict[str, NotMeasured] = {}
        self._own = frozenset(promise.id for promise in charter.promises if not promise.statutory)
        for promise in charter.promises:
            self._prepare(promise)

    def _prepare(self, promise: Promise) -> None:
        terms = Terms.of(promise, period=self._period, now=self._now)
        rule = promise.clock
        for measure in _measures(promise):
            self._tallies[promise.id, measure] = Tally(terms, TALLIED[measure])
        if isinstance(rule, Notice):
            self._delays[promise.id] = [DelayTally(target.id, terms) for target in rule.notice_for]
        found = counted(promise, charter=self._charter, period=self._period, now=self._now)
        if isinstance(found, NotMeasured):
            self._not_measured[promise.id] = found
        elif isinstance(found, Availability):
            self._checked[promise.id] = found
        elif found is not None:
            self._counted[promise.id] = found
        elif not _measures(promise):
            if promise.aggregate is not None:
                self._headlines[promise.id] = Tally(terms)
            else:
                why = promise.not_yet or NO_MEASURE
                self._not_measured[promise.id] = NotMeasured(formula=formula_of("not-measured"), terms=terms, why=why)

    def add(self, contact: Contact, clocks: Sequence[Clock]) -> None:
        """Count one contact and all its clocks."""
        tallies = self._tallies
        for clock in clocks:
            key = clock.promise.id, clock.measure
            tally = tallies.get(key)
            if tally is None:
                terms = Terms.of(clock.promise, period=self._period, now=self._now)
                tally = tallies[key] = Tally(terms, TALLIED[clock.measure])
            tally.add(clock)
            if clock.promise.id in self._own and clock.measure is not Measure.CONTENT:
                for headline in self._headlines.values():
                    headline.add(clock)
        for delays in self._delays.values():
            for delay in delays:
                delay.add(clocks)
        for one in self._counted.values():
            one.add(contact)

    def add_check(self, what: str, at: datetime, *, passed: bool) -> None:
        """Count one settled check of a way in, made at a moment: "form", "mailbox" or "details"."""
        for one in self._checked.values():
            one.add(what, at, passed=passed)

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
            yield self._headlines[id].figure()
        for delay in self._delays.get(id, ()):
            yield from delay.figures()
        if id in self._counted:
            yield self._counted[id].figure()
        if id in self._checked:
            yield self._checked[id].figure()
        if id in self._not_measured:
            yield self._not_measured[id]


def _without_short(formula: str, charter: Charter) -> str:
    """Return the share of calls answered as a charter's own setting counts callers who give up at once (A.9)."""
    setting = charter.settings.get("abandoned_calls")
    if formula == "phone-answered-of-offered" and setting is not None and setting.value == "left out when short":
        return "phone-answered-of-offered-less-short"
    return formula


def _measures(promise: Promise) -> list[Measure]:
    """Return what ``clock.judge_all`` watches for a promise, each of which has a figure of its own."""
    watched = []
    if promise.clock is not None:
        watched.append(Measure.DERIVED if isinstance(promise.clock, DatesKept) else Measure.TIMED)
    if promise.checks_messages:
        watched.append(Measure.CONTENT)
    return watched
