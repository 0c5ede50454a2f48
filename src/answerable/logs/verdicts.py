"""Records in, verdicts out: each clock of each contact, as the plain values of one line of output."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from answerable.charters import COUNCILS, charter_of
from answerable.logs.contacts import contact_of
from answerable.logs.errors import LineError, unknown
from answerable.logs.inline import inline
from answerable.standards.charter.clock_rules import DatesKept, Timed
from answerable.standards.charter.promises import Charter
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.clock import Clock, Measure, State, judge, judge_all
from answerable.standards.judging.messages import TOLD
from answerable.standards.judging.prospect import AT_RECEIPT
from answerable.standards.judging.reckoning import Span
from answerable.standards.time.calendar import Calendar, CannotCount
from answerable.standards.time.counting import open_between

COLUMNS = (
    "id",
    "line",
    "council",
    "promise",
    "measure",
    "state",
    "reason",
    "due",
    "decided",
    "stopped",
    "elapsed_working_seconds",
    "net_working_seconds",
    "passed_over",
    "corrected_late",
)
"""The keys of a verdict in order. "decided" and "net_working_seconds" are there only where they differ,
"passed_over" only where something from before the clock began would have counted after it, and "corrected_late" only
where the promise had been broken until something was struck out."""

_NOT_JUDGED = (State.VOID, State.EXCLUDED)


class Judged(NamedTuple):
    """A contact, the version of its council's charter that binds it (C18), and every clock of it."""

    contact: Contact
    charter: Charter
    clocks: list[Clock]


def judged(record: Mapping[str, Any], council: str, now: datetime) -> Judged:
    """Judge every promise that a council owes a record's contact, as things stood at ``now``.

    Raises LineError, CannotCount, and on a record that lies too far off one of ``TOO_FAR``.
    """
    contact = contact_of(record, charter_of(council).calendar.tz)
    charter = charter_at(council, contact.facts[0].at)
    return Judged(contact, charter, judge_all(contact, charter=charter, now=now))


TOO_FAR = (ArithmeticError, LookupError, ValueError)
"""What counting ends with on a limit of a million years, or on a moment before any calendar."""


def too_far(error: Exception) -> LineError:
    """Refuse a record that lies too far off to count: one odd line must not stop the rest."""
    return LineError(f"It lies too far off to count ({error}). Check its years and its limit.")


EARLIER = (
    "Check the date; or give the calendar an earlier 'known_from', and name the days off of those years in 'holidays'."
)
"""What to do about a contact from before the bank holidays that are held, where the calendar came with the log."""


@dataclass(frozen=True, slots=True)
class Bench:
    """By what a log's lines are judged when they do not say: a council's promises, or a rule and a calendar.

    ``council`` judges every line, whatever council the line names. A line's own rule or calendar comes first.
    """

    now: datetime
    council: str | None = None
    rule: Mapping[str, Any] | None = None
    calendar: object = None

    def verdicts(self, record: Mapping[str, Any], number: int) -> list[dict[str, Any]]:
        """Judge one record. Raises LineError or CannotCount."""
        try:
            return self._verdicts(record, number)
        except (LineError, CannotCount):
            raise
        except TOO_FAR as error:
            raise too_far(error) from None

    def _verdicts(self, record: Mapping[str, Any], number: int) -> list[dict[str, Any]]:
        rule, calendar = record.get("rule", self.rule), record.get("calendar", self.calendar)
        if rule is not None:
            made = inline(rule, calendar)
            opens = made.promise.clock.opens if isinstance(made.promise.clock, Timed) else "received"
            contact = contact_of(record, made.calendar.tz, channel="internal", opens=opens)
            try:
                clocks: Iterable[Clock] = judge(made.promise, contact, now=self.now)
            except CannotCount as error:
                raise LineError(f"{error.why} {EARLIER}") from None
            return _rows(contact, clocks, number, None, made.calendar, self.now)
        if calendar is not None:
            raise LineError('It has a calendar but no rule. Add "rule": {"within": ..., "stop": ...}, or --within.')
        council = self.council or council_named(record.get("council"))
        contact, charter, clocks = judged(record, council, self.now)
        return _rows(contact, clocks, number, charter.council, charter.calendar, self.now)


def council_named(council: object) -> str:
    """Return the key of a council that a log names. Raises LineError."""
    if council is None:
        raise LineError('It says neither its council nor its rule. Give --council or --within, or add "council": "s1".')
    if not isinstance(council, str) or council.lower() not in COUNCILS:
        raise unknown(council, "council", COUNCILS)
    return council.lower()


def charter_at(council: str, received: datetime) -> Charter:
    """Return the version of a council's charter by which a contact is judged for ever (C18). Raises LineError."""
    newest = charter_of(council)
    day = received.astimezone(newest.calendar.tz).date()
    if newest.in_force_from <= day and newest.in_force_until is None:
        return newest
    try:
        return charter_of(council, on=day)
    except LookupError as error:
        raise LineError(f"{council}: {error} Check the date it began.") from None


def _rows(
    contact: Contact, clocks: Iterable[Clock], number: int, council: str | None, calendar: Calendar, now: datetime
) -> list[dict[str, Any]]:
    zone = calendar.tz
    id = contact.id
    rows = []
    for clock in clocks:
        due_at, stopped = clock.due, clock.stopped
        due = due_at.astimezone(zone) if clock.reckoning.counted else None
        row: dict[str, Any] = {
            "id": id,
            "line": number,
            "council": council,
            "promise": clock.promise.id,
            "measure": clock.measure,
            "state": clock.state,
            "reason": clock.reason,
            "due": due,
        }
        if clock.decided is not due_at and clock.decided != due_at:
            row["decided"] = clock.decided.astimezone(zone)
        row["stopped"] = due if stopped is due_at else stopped and stopped.astimezone(zone)
        _add_elapsed(row, clock, calendar, now)
        passed_over = _passed_over(clock, contact) if contact.facts[0].at < clock.reckoning.opened else ""
        if passed_over:
            row["passed_over"] = passed_over
        if clock.corrected is not None:
            row["corrected_late"] = True
        rows.append(row)
    return rows


def _passed_over(clock: Clock, contact: Contact) -> str:
    """Name the facts that no clock counts because they came before it began: a reply before the receipt, a pause."""
    rule, opened = (clock.beside or clock.promise).clock, clock.reckoning.opened
    if clock.measure is not Measure.TIMED or not isinstance(rule, Timed):
        return ""
    awaited = rule.stops if rule.opens in AT_RECEIPT and not rule.even_before else frozenset()
    found = [fact.what for fact in contact.facts if fact.at < opened and fact.what in awaited]
    for by in rule.stopped_by:
        last = next((fact.what for fact in _before(opened, contact) if fact.what in (by.asked, by.answered)), None)
        if last == by.asked:
            found.append(last)
    return " ".join(dict.fromkeys(found))


def _before(moment: datetime, contact: Contact) -> Iterator[Fact]:
    """Give what happened before a moment, the last first."""
    return (fact for fact in reversed(contact.facts) if fact.at < moment)


def _add_elapsed(row: dict[str, Any], clock: Clock, calendar: Calendar, now: datetime) -> None:
    """Add how long the doors were open from the clock's opening to its stop, or to now; net of stops if it had any.

    Nobody can say where that lies past the calendar, which is no reason not to judge.
    """
    row["elapsed_working_seconds"] = None
    if clock.measure is Measure.CONTENT or clock.state in _NOT_JUDGED:
        return
    watched = clock.beside or clock.promise
    if watched is not TOLD and isinstance(watched.clock, Timed | DatesKept):
        calendar = watched.clock.calendar
    opened, end = clock.reckoning.opened, clock.stopped or now
    try:
        total = open_between(opened, end, calendar) if opened < end else 0
    except CannotCount:
        return
    row["elapsed_working_seconds"] = total
    if clock.reckoning.spans:
        row["net_working_seconds"] = total - _stood_still(clock.reckoning.spans, opened, end, calendar)


def _stood_still(spans: Iterable[Span], opened: datetime, end: datetime, calendar: Calendar) -> int:
    """Return the open seconds in which a clock stood still, each counted once."""
    total = 0
    for span in spans:
        begin, stop = max(span.asked, opened), min(span.answered or end, end)
        if begin < stop:
            total += open_between(begin, stop, calendar)
            opened = stop
    return total
