"""From a contact's facts to the moment its clock runs out: openings, restarts, stops and extensions.

Four mechanics that law keeps apart are the four answers of ``Effect`` (B.3, B.5). A stop that begins after the
due moment changes nothing, because what is broken stays broken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from answerable.standards.charter import ClockRule, Condition, Effect, StoppedBy
from answerable.standards.counting import (
    DueAt,
    OnDayOff,
    after_open_time,
    day_nought,
    due,
    due_on,
    end_of,
    in_time,
    open_between,
    working_days_between,
)
from answerable.standards.duration import Duration, ElapsedHours, Rings, Seconds, WorkingDays, WorkingMinutes
from answerable.standards.facts import Contact, Fact


class Span(NamedTuple):
    """A stretch for which a clock stood still; ``answered`` is None while it still does."""

    asked: datetime
    answered: datetime | None
    by: StoppedBy


class Reckoning(NamedTuple):
    """How a due moment came about.

    ``counted_from`` differs from ``opened`` after a restart, or where another fact begins the count.
    ``first_due`` is the due moment before any extension. ``lapses`` is when an unanswered question ends the matter.
    """

    opened: datetime
    counted_from: datetime
    first_due: datetime
    due: datetime
    limit: Duration
    spans: tuple[Span, ...] = ()
    waiting: Span | None = None
    extended: Fact | None = None
    lapses: datetime | None = None


def reckon(rule: ClockRule, contact: Contact) -> Reckoning | None:
    """Work out when a clock runs out, or None when its opening fact has not happened.

    Raises CannotCount when the answer lies outside what the calendar knows.
    """
    opening = contact.first(rule.opens)
    if opening is None:
        return None
    opened = opening.at
    start = opened
    if rule.counts_from is not None:
        begun = _counted_from(rule, contact, opened)
        if begun is None:
            return None
        start = begun
    limit = rule.within
    if not rule.stopped_by and rule.extension is None:
        due_at = due(limit, start, rule.calendar, rule.counting)
        return Reckoning(opened, start, due_at, due_at, limit)
    spans = _spans(rule.stopped_by, contact, opened)
    first = _stand_still(rule, limit, start, spans)
    return _extend(rule, contact, spans, first._replace(opened=opened))


def holds(condition: Condition, rule: ClockRule, contact: Contact, reckoning: Reckoning) -> Fact | None:
    """Return the fact that meets a condition: in its own time, else by the due moment, with all its details."""
    by = reckoning.due
    limit = reckoning.limit
    if condition.within is not None:
        limit = condition.within
        by = due(limit, reckoning.opened, rule.calendar, rule.counting)
    opening = contact.first(rule.opens)
    known = dict(opening.details) if opening else {}
    for fact in contact.facts:
        if fact.what == condition.fact and fact.at >= reckoning.opened and in_time(fact.at, by, limit):
            said = {**known, **fact.details}
            if all(said.get(name) for name in condition.needs):
                return fact
    return None


def _counted_from(rule: ClockRule, contact: Contact, opened: datetime) -> datetime | None:
    begun = next((f.at for f in contact.facts if f.what == rule.counts_from and f.at >= opened), None)
    if rule.counts_from_within is None:
        return begun
    latest = due(rule.counts_from_within, opened, rule.calendar, rule.counting)
    return latest if begun is None else min(begun, latest)


def _spans(rules: Iterable[StoppedBy], contact: Contact, opened: datetime) -> list[Span]:
    """Pair each asking with the answer that ended it, in order of asking."""
    spans: list[Span] = []
    for by in rules:
        asked: datetime | None = None
        for fact in contact.facts:
            if fact.what == by.asked and asked is None and fact.at >= opened:
                asked = fact.at
            elif fact.what == by.answered and asked is not None:
                spans.append(Span(asked, fact.at, by))
                asked = None
        if asked is not None:
            spans.append(Span(asked, None, by))
    return sorted(spans, key=lambda span: span.asked)


def _stand_still(rule: ClockRule, limit: Duration, start: datetime, spans: Sequence[Span]) -> Reckoning:
    """Lay each stop, in order, on the due moment that stood when it began."""
    due_at = due(limit, start, rule.calendar, rule.counting)
    laid: list[Span] = []
    since_restart: list[Span] = []
    waiting: Span | None = None
    lapses: datetime | None = None
    for span in spans:
        if not in_time(span.asked, due_at, limit):
            break
        laid.append(span)
        if span.by.lapses_after is not None:
            lapse = due(span.by.lapses_after, span.asked, rule.calendar)
            if span.answered is None or span.answered > lapse:
                lapses = lapse
        if span.answered is None:
            waiting = waiting or span
        elif span.by.effect is Effect.STARTS_AGAIN:
            start, since_restart = max(start, span.answered), []
            due_at = due(limit, start, rule.calendar, rule.counting)
        else:
            since_restart.append(span)
            due_at = _moved(rule, limit, start, since_restart)
    return Reckoning(start, start, due_at, due_at, limit, tuple(laid), waiting, None, lapses)


def _moved(rule: ClockRule, limit: Duration, start: datetime, spans: Sequence[Span]) -> datetime:
    """Work out the due moment with stops laid on it; a day or an hour stopped twice over counts once."""
    calendar, counting = rule.calendar, rule.counting
    days = _days(spans, Effect.SKIPS_WORKING_DAYS, rule)
    if days and isinstance(limit, WorkingDays):
        nought = day_nought(start, calendar, counting)
        first = nought + timedelta(days=1 - counting.first_day)
        skipped = sum(working_days_between(day, day, calendar) for day in days if day >= first)
        limit = WorkingDays(limit.number + skipped)
    moved = len(_days(spans, Effect.MOVES_BY_CALENDAR_DAYS, rule))
    if moved:
        raw = due(limit, start, calendar, replace(counting, on_day_off=OnDayOff.STAYS))
        due_at = due_on(raw.astimezone(calendar.tz).date() + timedelta(days=moved), start, calendar, counting)
    else:
        due_at = due(limit, start, calendar, counting)
    still = _joined(spans, start)
    return _moved_by_open_time(rule, limit, start, due_at, still) if still else due_at


def _moved_by_open_time(
    rule: ClockRule, limit: Duration, start: datetime, due_at: datetime, still: Sequence[tuple[datetime, datetime]]
) -> datetime:
    """Move a due moment by the open time in which the clock stood still.

    A limit in real hours or seconds moves by real time. A limit in days moves from day nought's time of day on its
    last day, and runs out at the end of the day it lands on: two hours' stop does not by itself win a day.
    """
    calendar, counting = rule.calendar, rule.counting
    if isinstance(limit, (ElapsedHours, Seconds, Rings)):
        return due_at + sum((end - begin for begin, end in still), timedelta())
    seconds = sum(open_between(begin, end, calendar) for begin, end in still)
    if isinstance(limit, WorkingMinutes):
        return after_open_time(limit.number * 60 + seconds, start, calendar, counting)
    last = due_at.astimezone(calendar.tz).date()
    same_time = due_on(last, start, calendar, replace(counting, due_at=DueAt.INSTANT, on_day_off=OnDayOff.STAYS))
    landed = after_open_time(seconds, same_time, calendar, counting)
    return due_on(landed.astimezone(calendar.tz).date(), landed, calendar, counting)


def _days(spans: Sequence[Span], effect: Effect, rule: ClockRule) -> set[date]:
    """Return the local days covered by the stops of one effect, first and last included."""
    zone = rule.calendar.tz
    covered: set[date] = set()
    for span in spans:
        if span.by.effect is effect and span.answered is not None:
            first, last = span.asked.astimezone(zone).date(), span.answered.astimezone(zone).date()
            covered.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return covered


def _joined(spans: Sequence[Span], start: datetime) -> list[tuple[datetime, datetime]]:
    """Return the stretches stopped by open time since the count began, overlaps joined."""
    joined: list[tuple[datetime, datetime]] = []
    for span in spans:
        if span.by.effect is not Effect.MOVES_BY_OPEN_TIME or span.answered is None:
            continue
        begin, end = max(span.asked, start), span.answered
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif begin < end:
            joined.append((begin, end))
    return joined


def _extend(rule: ClockRule, contact: Contact, spans: Sequence[Span], first: Reckoning) -> Reckoning:
    """Lay a timely extension on a clock; the officer may name an earlier day than the furthest allowed."""
    extension = rule.extension
    if extension is None:
        return first
    notice = holds(Condition(extension.fact, needs=extension.needs), rule, contact, first)
    if notice is None:
        return first
    if extension.to is not None:
        start = first.counted_from
        longer = _stand_still(rule, extension.to, start, [s for s in spans if s.asked >= start])
    else:
        assert extension.by is not None
        longer = _stand_still(rule, extension.by, first.due, [s for s in spans if s.asked > first.due])
    due_at = longer.due
    until = notice.details.get("until")
    if until is not None:
        due_at = max(first.due, min(due_at, end_of(until, rule.calendar)))
    return first._replace(
        due=due_at,
        limit=longer.limit,
        spans=first.spans + tuple(s for s in longer.spans if s not in first.spans),
        waiting=first.waiting or longer.waiting,
        extended=notice,
        lapses=first.lapses or longer.lapses,
    )
