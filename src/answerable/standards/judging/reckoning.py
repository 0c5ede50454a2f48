"""From a contact's facts to the moment its clock runs out: openings, restarts, stops and extensions.

Four mechanics that law keeps apart are the four answers of ``Effect`` (B.3, B.5). A stop that begins after the
due moment changes nothing, because what is broken stays broken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from answerable.standards.charter.clock_rules import Condition, Contingent, Effect, StoppedBy, Timed
from answerable.standards.facts import Contact, Fact
from answerable.standards.time.calendar import Calendar, NotKnownYet
from answerable.standards.time.counting import (
    PLAIN,
    Counting,
    DueAt,
    OnDayOff,
    Start,
    after_open_time,
    begun,
    day_nought,
    due,
    due_on,
    end_of,
    in_time,
    open_between,
    working_days_between,
)
from answerable.standards.time.duration import (
    CalendarDays,
    Duration,
    ElapsedHours,
    Months,
    Rings,
    Seconds,
    Weeks,
    WorkingDays,
    WorkingMinutes,
)
from answerable.standards.vocabulary.facts import BEGINNINGS, stopping_facts

ACKNOWLEDGES = stopping_facts("acknowledgement")
Still = tuple[int, timedelta]
"""For how long a clock stood still: the seconds in which the doors were open, and real time."""
_REAL = (ElapsedHours, Seconds, Rings)


class Span(NamedTuple):
    """A stretch for which a clock stood still; ``answered`` is None while it still does."""

    asked: datetime
    answered: datetime | None
    by: StoppedBy


class Reckoning(NamedTuple):
    """How a due moment came about.

    ``counted_from`` differs from ``opened`` after a restart, or where another fact begins the count, and ``counting``
    is how it is counted from there. ``first_due`` is the due moment before any extension. ``lapses`` is when an
    unanswered question ends the matter. ``begun_by`` is the fact that began the count; None where the opening did, and
    where it begins without one. ``or_by`` is by when a full reply keeps a contingent acknowledgement (C6).
    Where it is not ``counted``, for it reaches days no calendar knows yet, ``due`` is the first moment not known.
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
    counting: Counting = PLAIN
    begun_by: Fact | None = None
    or_by: datetime | None = None
    counted: bool = True


def reckon(rule: Timed, contact: Contact) -> Reckoning | None:
    """Work out when a clock runs out, or None when its opening fact has not happened.

    Raises CannotCount when the answer lies outside what the calendar knows: NotKnownYet when it lies ahead.
    """
    opening = opening_of(contact, rule.opens)
    if opening is None:
        return None
    opened, limit = opening.at, rule.within
    start, counting, begun_by = opened, rule.counting, None
    if rule.counts_from is not None:
        begun = _counted_from(rule, contact, opened)
        if begun is None:
            return None
        start, counting, begun_by = begun
    if not rule.stopped_by and rule.extension is None:
        due_at = due(limit, start, rule.calendar, counting)
        or_by = _or_by(rule, start) if isinstance(rule, Contingent) else None
        return Reckoning(opened, start, due_at, due_at, limit, (), None, None, None, counting, begun_by, or_by)
    spans = _spans(rule.stopped_by, contact, opened)
    begun_at = Reckoning(opened, start, opened, opened, limit, counting=counting, begun_by=begun_by)
    reckoning = _extend(rule, contact, spans, begun_at, _stand_still(rule, begun_at, spans))
    if isinstance(rule, Contingent):
        return reckoning._replace(or_by=_or_by(rule, reckoning.counted_from))
    return reckoning


def _or_by(rule: Contingent, start: datetime) -> datetime:
    """Return by when a full reply makes an acknowledgement needless."""
    return due(rule.unless_full_reply_within, start, rule.calendar, rule.counting)


def variant_due(rule: Timed, reckoning: Reckoning) -> datetime | None:
    """Return the due moment by another reading of a limit, which is shown and never judged; None without one.

    So too where that reading, and only that, reaches past what the calendar knows.
    """
    if rule.variant is None:
        return None
    try:
        return due(rule.variant, reckoning.counted_from, rule.calendar, reckoning.counting)
    except NotKnownYet:
        return None


def holds(condition: Condition, rule: Timed, contact: Contact, reckoning: Reckoning) -> Fact | None:
    """Return the fact that meets a condition: in its own time, else by the due moment, with all its details."""
    since = None if rule.even_before else reckoning.opened
    declared = [fact for fact in contact.facts if fact.what == condition.fact and (since is None or fact.at >= since)]
    if not declared:
        return None  # nothing to hold against a limit, which may reach past the calendar
    by = reckoning.due
    limit = reckoning.limit
    if condition.within is not None:
        limit = condition.within
        by = due(limit, reckoning.opened, rule.calendar, rule.counting)
    opening = opening_of(contact, rule.opens)
    assert opening is not None
    for fact in declared:
        if in_time(fact.at, by, limit):
            said = {**opening.details, **fact.details}
            if all(said.get(name) for name in condition.needs):
                return fact
    return None


def opening_of(contact: Contact, what: str) -> Fact | None:
    """Return the first fact of a name; a call that rings and a visitor who arrives are received by that (C3)."""
    opening = contact.first(what)
    if opening is None and what == "received" and contact.channel in BEGINNINGS:
        return contact.first(BEGINNINGS[contact.channel])
    return opening


def onwards(counting: Counting) -> Counting:
    """Return how a limit is counted from the end of another: that day is its day nought, however late it ends."""
    return replace(counting, start=Start.ACTUAL, first_day=0)


def _begins(fact: Fact, rule: Timed) -> bool:
    """Tell whether a fact begins the count: a fuller answer is an acknowledgement too (C5)."""
    if rule.counts_from != "acknowledged":
        return fact.what == rule.counts_from
    return fact.what in ACKNOWLEDGES and (rule.automatic or not fact.details.get("automatic"))


def _counted_from(rule: Timed, contact: Contact, opened: datetime) -> tuple[datetime, Counting, Fact | None] | None:
    begun = next((fact for fact in contact.facts if fact.at >= opened and _begins(fact, rule)), None)
    if rule.counts_from_within is not None:
        latest = due(rule.counts_from_within, opened, rule.calendar, rule.counting)
        if begun is None or begun.at >= latest:
            return latest, onwards(rule.counting), None
    return None if begun is None else (begun.at, rule.counting, begun)


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


def _stand_still(rule: Timed, begun: Reckoning, spans: Sequence[Span]) -> Reckoning:
    """Lay each stop, in order, on the due moment that stood when it began."""
    limit, start, counting = begun.limit, begun.counted_from, begun.counting
    stood = _Stood(rule, limit, start, counting)
    due_at = stood.due
    laid: list[Span] = []
    answered: list[Span] = []
    waiting: Span | None = None
    lapses: datetime | None = None
    for span in spans:
        if not in_time(span.asked, due_at, limit):
            break
        laid.append(span)
        if span.by.lapses_after is not None and lapses is None:
            lapse = due(span.by.lapses_after, span.asked, rule.calendar)
            lapses = lapse if span.answered is None or span.answered > lapse else None
        if span.answered is None:
            waiting = waiting or span
            continue
        if span.by.effect is Effect.STARTS_AGAIN and span.answered > start:
            start, counting = span.answered, rule.counting
            stood = _Stood(rule, limit, start, counting)
            answered = [one for one in answered if stood.add(one)]
        if stood.add(span):
            answered.append(span)
        due_at = stood.due
    begun_by = begun.begun_by if start == begun.counted_from else None
    return Reckoning(begun.opened, start, due_at, due_at, limit, tuple(laid), waiting, None, lapses, counting, begun_by)


def moved(rule: Timed, limit: Duration, start: datetime, counting: Counting, spans: Iterable[Span]) -> datetime:
    """Work out the due moment with answered stops, in order of asking, laid on it."""
    stood = _Stood(rule, limit, start, counting)
    for span in spans:
        if span.answered is not None:
            stood.add(span)
    return stood.due


class _Stood:
    """What stops have taken out of a limit: a day or an hour stopped twice over counts once.

    What was over before the count began, or began again, is forgotten; of what was not, only the rest matters. Stops
    are added in order of asking, each in its own time, so that thousands on one contact take no longer than they must.
    """

    def __init__(self, rule: Timed, limit: Duration, start: datetime, counting: Counting) -> None:
        self._calendar, self._limit, self._start, self._counting = rule.calendar, limit, start, counting
        self._days: dict[Effect, set[date]] = {
            Effect.SKIPS_WORKING_DAYS: set(),
            Effect.MOVES_BY_CALENDAR_DAYS: set(),
        }
        self._skipped = 0
        self._still: Still | None = None
        self._until = start

    def add(self, span: Span) -> bool:
        """Lay an answered stop on the limit. Returns False, having done nothing, when it was over before the count."""
        assert span.answered is not None
        if span.answered < self._start:
            return False
        asked = max(span.asked, self._start)
        if span.by.effect is Effect.MOVES_BY_OPEN_TIME:
            self._stand_still(max(asked, self._until), span.answered)
        elif span.by.effect in self._days:
            self._take_out(span.by.effect, asked, span.answered)
        return True

    @property
    def due(self) -> datetime:
        """The due moment with all the stops so far."""
        limit = self._limit
        if self._skipped and isinstance(limit, WorkingDays):
            limit = WorkingDays(limit.number + self._skipped)
        shift = len(self._days[Effect.MOVES_BY_CALENDAR_DAYS])
        if self._still is None:
            return _shifted(limit, self._start, self._calendar, self._counting, shift)
        return _moved_by_open_time(limit, self._start, self._calendar, self._counting, shift, self._still)

    def _stand_still(self, begin: datetime, end: datetime) -> None:
        seconds, real = self._still or (0, timedelta())
        if begin < end:
            if not isinstance(self._limit, _REAL):
                seconds += open_between(begin, end, self._calendar)
            real += end - begin
            self._until = end
        self._still = seconds, real

    def _take_out(self, effect: Effect, asked: datetime, answered: datetime) -> None:
        zone, days = self._calendar.tz, self._days[effect]
        first, last = asked.astimezone(zone).date(), answered.astimezone(zone).date()
        new = [day for n in range((last - first).days + 1) if (day := first + timedelta(days=n)) not in days]
        days.update(new)
        if effect is Effect.SKIPS_WORKING_DAYS and isinstance(self._limit, WorkingDays):
            counted = day_nought(self._start, self._calendar, self._counting)
            counted += timedelta(days=1 - self._counting.first_day)
            self._skipped += sum(working_days_between(day, day, self._calendar) for day in new if day >= counted)


def moved_from(rule: Timed, reckoning: Reckoning) -> date | None:
    """Return the day off from which a limit in days was moved to the next working day, or None when it was not.

    Worked out when somebody asks: judging needs only where it moved to.
    """
    limit, counting, start = reckoning.limit, reckoning.counting, reckoning.counted_from
    if not isinstance(limit, (CalendarDays, Weeks, Months)) or counting.on_day_off is not OnDayOff.NEXT_WORKING_DAY:
        return None
    if reckoning.extended is not None and rule.extension is not None and rule.extension.to is None:
        start, counting = reckoning.first_due, onwards(counting)
    stays = replace(counting, on_day_off=OnDayOff.STAYS)
    zone = rule.calendar.tz
    last = moved(rule, limit, start, stays, reckoning.spans).astimezone(zone).date()
    is_off = rule.calendar.why_off(last) is not None
    return last if is_off and last < reckoning.due.astimezone(zone).date() else None


def _shifted(limit: Duration, start: datetime, calendar: Calendar, counting: Counting, days: int) -> datetime:
    """Return the due moment so many calendar days on, and only then moved off a day off."""
    if not days:
        return due(limit, start, calendar, counting)
    whole = replace(counting, on_day_off=OnDayOff.STAYS, due_at=DueAt.END_OF_DAY)
    last = due(limit, start, calendar, whole).astimezone(calendar.tz).date()
    return due_on(last + timedelta(days=days), begun(start, calendar, counting), calendar, counting)


def _moved_by_open_time(
    limit: Duration, start: datetime, calendar: Calendar, counting: Counting, days: int, still: Still
) -> datetime:
    """Move a due moment by the open time in which the clock stood still.

    A limit in real hours or seconds moves by real time. A limit in days moves from day nought's time of day on its
    last day, and runs out at the end of the day it lands on: two hours' stop does not by itself win a day.
    """
    seconds, real = still
    if isinstance(limit, _REAL):
        return _shifted(limit, start, calendar, counting, days) + real
    if isinstance(limit, WorkingMinutes):
        return after_open_time(limit.number * 60 + seconds, start, calendar, counting)
    whole = replace(counting, due_at=DueAt.END_OF_DAY)
    last = _shifted(limit, start, calendar, whole, days).astimezone(calendar.tz).date()
    instant = replace(counting, due_at=DueAt.INSTANT, on_day_off=OnDayOff.STAYS)
    same_time = due_on(last, begun(start, calendar, counting), calendar, instant)
    landed = after_open_time(seconds, same_time, calendar, counting)
    return due_on(landed.astimezone(calendar.tz).date(), landed, calendar, counting)


def _extend(rule: Timed, contact: Contact, spans: Sequence[Span], begun: Reckoning, first: Reckoning) -> Reckoning:
    """Lay a timely extension on a clock; the officer may name an earlier day than the furthest allowed."""
    extension = rule.extension
    if extension is None:
        return first
    notice = holds(Condition(extension.fact, needs=extension.needs), rule, contact, first)
    if notice is None:
        return first
    if extension.to is not None:
        longer = _stand_still(rule, begun._replace(limit=extension.to), spans)
    else:
        assert extension.by is not None
        more = first._replace(counted_from=first.due, limit=extension.by, counting=onwards(rule.counting))
        later = _stand_still(rule, more, [span for span in spans if span.asked > first.due])
        longer = later._replace(
            counted_from=first.counted_from,
            counting=first.counting,
            begun_by=first.begun_by,
            spans=first.spans + later.spans,
            waiting=first.waiting or later.waiting,
            lapses=first.lapses or later.lapses,
        )
    again = _begun_again(longer, notice.at) if extension.told_anew else None
    if again is not None:
        return _extended_anew(rule, contact, spans, begun._replace(opened=again, counted_from=again), longer)
    due_at = longer.due
    until = notice.details.get("until")
    if until is not None:
        due_at = max(first.due, min(due_at, moment_said(until, rule.calendar)))
    return longer._replace(first_due=first.due, due=due_at, extended=notice)


def _begun_again(reckoning: Reckoning, since: datetime) -> datetime | None:
    """Return when a clock last started again after a moment, or None when it did not."""
    found = [span.answered for span in reckoning.spans if span.answered and span.by.effect is Effect.STARTS_AGAIN]
    return max((answered for answered in found if answered > since), default=None)


def _extended_anew(
    rule: Timed, contact: Contact, spans: Sequence[Span], begun: Reckoning, before: Reckoning
) -> Reckoning:
    """Reckon from a fresh start alone: it has the first limit, and what extended the one before extends it no more."""
    again = begun.opened
    begun = begun._replace(counting=rule.counting, begun_by=None)
    later = [span for span in spans if span.asked >= again]
    anew = _extend(rule, contact, later, begun, _stand_still(rule, begun, later))
    over = tuple(span for span in before.spans if span.asked < again)
    return anew._replace(opened=before.opened, spans=over + anew.spans)


def moment_said(said: date, calendar: Calendar) -> datetime:
    """Return the moment by which a date or a time somebody was told is over."""
    return said if isinstance(said, datetime) else end_of(said, calendar)
