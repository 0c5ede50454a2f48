"""From a moment and a length of time to the moment a promise falls due.

Every question on which real systems part ways is a setting of ``Counting``, with the answer most widely used as
its default. Hours are always half open and the date of receipt is always read in the calendar's own zone: no
council answers those two differently on purpose.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from answerable.standards.time.calendar import Calendar, CannotCount
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
from answerable.standards.time.table import OutsideTable, midnight

ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)


class Start(StrEnum):
    """Which day is day nought for what arrives late or on a day off (C3)."""

    ACTUAL = "ACTUAL"
    """The day it arrived, even a Sunday or 23:50. Default: FOI and the ICO count so, and it favours the customer."""
    NEXT_OPEN = "NEXT_OPEN"
    """After the cut-off or on a day off: the next working day."""
    NEXT_WORKING_DAY = "NEXT_WORKING_DAY"
    """On a day off: the next working day; late on a working day still counts that day."""
    AFTER_CUT_OFF = "AFTER_CUT_OFF"
    """After the cut-off of a working day: the next working day; a day off is its own day nought."""


class DueAt(StrEnum):
    """At what hour of the last day the promise runs out."""

    END_OF_DAY = "end of day"
    """23:59:59 local time. Default: a day runs to midnight (C2; Berend, EA/2006/0049)."""
    CLOSE_OF_BUSINESS = "close of business"
    """When the doors last close on that day; the end of the day where they never open."""
    INSTANT = "instant"
    """The same time of day as it arrived; where day nought was moved, as the doors open on it."""


class AtClosing(StrEnum):
    """When work that runs out exactly at closing time is due."""

    DUE_THEN = "due then"
    """At closing time. Default: the time promised has been used up."""
    NEXT_OPENING = "next opening"


class OnDayOff(StrEnum):
    """What becomes of a limit in calendar days or months that ends on a day off."""

    STAYS = "stays"
    """It stays. Default: "14 days" says nothing of working days (S4-27)."""
    NEXT_WORKING_DAY = "next working day"
    """It moves to the next working day, as the ICO counts subject access (B.5)."""


class RingEnds(StrEnum):
    """When the last ring of a limit is over (C13)."""

    NEXT_RING = "next ring"
    """As the next ring would start: 4 rings are 12.0 s. Default: the caller has then heard no fifth ring."""
    BURST = "burst"
    """As its own sound stops: 4 rings are 10.0 s."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How a length of time is counted: the published settings that stand beside a limit.

    ``cut_off`` is in minutes after local midnight; None means when the doors close that day. ``first_day`` is 0
    for "within" and 1 for "beginning with", in which the day of receipt is the first day.
    """

    start: Start = Start.ACTUAL
    cut_off: int | None = None
    first_day: int = 0
    due_at: DueAt = DueAt.END_OF_DAY
    at_closing: AtClosing = AtClosing.DUE_THEN
    on_day_off: OnDayOff = OnDayOff.STAYS
    ring_ms: int = 3000
    ring_ends: RingEnds = RingEnds.NEXT_RING


PLAIN = Counting()
_ACTUAL, _END_OF_DAY, _NEXT_OPENING = Start.ACTUAL, DueAt.END_OF_DAY, AtClosing.NEXT_OPENING
"""Looked up once: before Python 3.12 naming a member costs as much as a look-up in a table of days."""

BURST_MS = 1000
"""The double burst of a UK ring: 0.4 s on, 0.2 s off, 0.4 s on (C13, B.17)."""


def due(limit: Duration, opened: datetime, calendar: Calendar, counting: Counting = PLAIN) -> datetime:
    """Return the last moment at which a stop still keeps the promise.

    ``opened`` is aware; the answer is in UTC. Raises CannotCount when it lies past what the calendar knows.
    """
    try:
        return _COUNT[type(limit)](limit, opened, calendar, counting)
    except OutsideTable:
        raise _refusal(opened, calendar) from None


def in_time(stopped: datetime, due_at: datetime, limit: Duration) -> bool:
    """Tell whether a stop keeps a limit.

    Days and working time are kept to the whole second, so 23:59:59.9 is still the day. Seconds and hours are
    kept exactly, the last instant included. Rings are strict: a call answered as the next ring starts is late (C13).
    """
    kind = type(limit)
    if kind is Seconds or kind is ElapsedHours:
        return stopped <= due_at
    if kind is Rings:
        return stopped < due_at
    return stopped < due_at + ONE_SECOND


def day_nought(opened: datetime, calendar: Calendar, counting: Counting = PLAIN) -> date:
    """Return the day from which days are counted (C2, C3).

    Where that is the day of receipt itself, no calendar need hold it.
    """
    if counting.start is _ACTUAL:
        return opened.astimezone(calendar.tz).date()
    try:
        return date.fromordinal(_day_nought(int(opened.timestamp()), calendar, counting) + calendar.table.first)
    except OutsideTable:
        raise _refusal(opened, calendar) from None


def add_months(day: date, months: int) -> date:
    """Return the corresponding date, clipped to the last day of a month that has no such date (B.5)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of(day: date, calendar: Calendar) -> datetime:
    """Return the last second of a local day, whether or not the calendar holds that day."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=calendar.tz, fold=1).astimezone(UTC)


def after_open_time(seconds: int, opened: datetime, calendar: Calendar, counting: Counting = PLAIN) -> datetime:
    """Return the moment at which the doors have been open for so many seconds since ``opened``."""
    table = calendar.table
    moment = int(opened.timestamp())
    try:
        reached = table.reach(table.open_before(moment) + seconds, counting.at_closing is _NEXT_OPENING)
    except OutsideTable:
        raise _refusal(opened, calendar) from None
    if reached is None:
        raise calendar.refusal(calendar.known_until + ONE_DAY)
    return datetime.fromtimestamp(reached if reached > moment else moment, UTC)


def open_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Return the seconds for which the doors were open between two moments."""
    try:
        return calendar.table.open_between(int(start.timestamp()), int(end.timestamp()))
    except OutsideTable:
        known = calendar.known_from <= start.astimezone(calendar.tz).date() <= calendar.known_until
        raise _refusal(end if known else start, calendar) from None


def is_open(moment: datetime, calendar: Calendar) -> bool:
    """Tell whether the doors are open at a moment. Raises CannotCount."""
    try:
        return calendar.table.is_open(int(moment.timestamp()))
    except OutsideTable:
        raise _refusal(moment, calendar) from None


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Return how many working days lie between two days, both included."""
    calendar.require(first)
    calendar.require(last)
    counted, origin = calendar.table.counted, calendar.table.first
    before = first.toordinal() - origin
    return counted[last.toordinal() - origin] - (counted[before - 1] if before else 0)


def start_of(day: date, calendar: Calendar) -> datetime:
    """Return the moment at which a local day begins."""
    return datetime.fromtimestamp(midnight(day, calendar.tz), UTC)


def working_days_before(due_at: datetime, days: int, calendar: Calendar) -> datetime:
    """Return the beginning of the working day that lies so many before the due day (C6, "on day A-1")."""
    table = calendar.table
    index = _day_of(due_at - ONE_SECOND, calendar)
    rank = table.counted[index] - (calendar.is_working(date.fromordinal(table.first + index)))
    return datetime.fromtimestamp(table.midnights[table.working[max(rank - days, 0)]], UTC)


def soft_target(due_at: datetime, calendar: Calendar) -> date:
    """Return the last working day on or before a due moment: what staff aim for (C2, S4-27)."""
    table = calendar.table
    index = _day_of(due_at - ONE_SECOND, calendar)
    return date.fromordinal(table.first + table.working[max(table.counted[index] - 1, 0)])


def _working_days(limit: WorkingDays, opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    table = calendar.table
    moment = int(opened.timestamp())
    nought = _day_nought(moment, calendar, counting)
    if limit.number:
        before = table.counted[nought]
        if counting.first_day:
            before = table.counted[nought - 1] if nought else 0
        rank = before + limit.number - 1
        if rank >= len(table.working):
            raise calendar.refusal(_beyond(calendar, rank - len(table.working)))
        index = table.working[rank]
    else:
        index = nought
    if counting.due_at is _END_OF_DAY:
        return datetime.fromtimestamp(table.midnights[index + 1] - 1, UTC)
    return _on_day(date.fromordinal(table.first + index), begun(opened, calendar, counting), calendar, counting)


def _working_minutes(limit: WorkingMinutes, opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    return after_open_time(limit.number * 60, opened, calendar, counting)


def _elapsed_hours(limit: ElapsedHours, opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    return opened.astimezone(UTC) + timedelta(hours=limit.number)


def _seconds(limit: Seconds, opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    return opened.astimezone(UTC) + timedelta(seconds=limit.number)


def _rings(limit: Rings, opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    milliseconds = limit.number * counting.ring_ms
    if counting.ring_ends is RingEnds.BURST:
        milliseconds += BURST_MS - counting.ring_ms
    return opened.astimezone(UTC) + timedelta(milliseconds=milliseconds)


def _calendar_days(limit: CalendarDays, opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    return due_on(
        _days_after(limit.number, opened, calendar, counting), begun(opened, calendar, counting), calendar, counting
    )


def _weeks(limit: Weeks, opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    return due_on(
        _days_after(7 * limit.number, opened, calendar, counting), begun(opened, calendar, counting), calendar, counting
    )


def _months(limit: Months, opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    nought = day_nought(opened, calendar, counting)
    last = add_months(nought, limit.number)
    if counting.first_day and last.day == nought.day:
        last -= ONE_DAY  # a month too short for the corresponding date ends the limit itself (B.8)
    return due_on(last, begun(opened, calendar, counting), calendar, counting)


_COUNT: dict[type, Callable[[Any, datetime, Calendar, Counting], datetime]] = {
    WorkingDays: _working_days,
    WorkingMinutes: _working_minutes,
    ElapsedHours: _elapsed_hours,
    Seconds: _seconds,
    Rings: _rings,
    CalendarDays: _calendar_days,
    Weeks: _weeks,
    Months: _months,
}


def _days_after(days: int, opened: datetime, calendar: Calendar, counting: Counting) -> date:
    return day_nought(opened, calendar, counting) + timedelta(days=days - counting.first_day)


def begun(opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    """Return the moment whose time of day a limit keeps: the opening of day nought, where it was moved to that day."""
    if counting.due_at is not DueAt.INSTANT or counting.start is _ACTUAL:
        return opened
    table, moment = calendar.table, int(opened.timestamp())
    nought = _day_nought(moment, calendar, counting)
    if nought == table.day_of(moment):
        return opened
    stretches = table.stretches[nought]
    return datetime.fromtimestamp(stretches[0][0] if stretches else table.midnights[nought], UTC)


def due_on(day: date, opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    """Settle a limit in calendar days or months on its last day, moved off a day off where that is the rule.

    ``opened`` is when it began (``begun``), whose time of day it may keep.
    """
    if counting.on_day_off is OnDayOff.NEXT_WORKING_DAY:
        calendar.require(day)
        while not calendar.is_working(day):
            day += ONE_DAY
            calendar.require(day)
    return _on_day(day, opened, calendar, counting)


def _on_day(day: date, opened: datetime, calendar: Calendar, counting: Counting) -> datetime:
    if counting.due_at is DueAt.INSTANT:
        clock = datetime.fromtimestamp(int(opened.timestamp()), calendar.tz)
        on_day = clock.replace(year=day.year, month=day.month, day=day.day, fold=0).astimezone(UTC)
        return max(on_day, clock.astimezone(UTC))
    if counting.due_at is DueAt.CLOSE_OF_BUSINESS:
        calendar.require(day)
        stretches = calendar.table.stretches[day.toordinal() - calendar.table.first]
        if stretches:
            return datetime.fromtimestamp(stretches[-1][1], UTC)
    return end_of(day, calendar)


def _day_of(moment: datetime, calendar: Calendar) -> int:
    """Return a moment's day in the calendar's table. Raises CannotCount."""
    try:
        return calendar.table.day_of(int(moment.timestamp()))
    except OutsideTable:
        raise _refusal(moment, calendar) from None


def _refusal(moment: datetime, calendar: Calendar) -> CannotCount:
    return calendar.refusal(moment.astimezone(calendar.tz).date())


def _day_nought(moment: int, calendar: Calendar, counting: Counting) -> int:
    index = calendar.table.day_of(moment)
    if counting.start is _ACTUAL:
        return index
    table = calendar.table
    ranked = table.counted[index]
    day_off = ranked == 0 or table.working[ranked - 1] != index
    if day_off:
        moves = counting.start is not Start.AFTER_CUT_OFF
    else:
        moves = counting.start is not Start.NEXT_WORKING_DAY and moment >= _cut_off(index, calendar, counting)
    if not moves:
        return index
    if ranked >= len(table.working):
        raise calendar.refusal(_beyond(calendar, 0))
    return table.working[ranked]


def _cut_off(index: int, calendar: Calendar, counting: Counting) -> int:
    """Return the second from which an arrival on a working day is late."""
    table = calendar.table
    if counting.cut_off is None:
        stretches = table.stretches[index]
        return stretches[-1][1] if stretches else table.midnights[index + 1]
    begins = datetime.combine(date.fromordinal(table.first + index), time(), calendar.tz)
    return int((begins + timedelta(minutes=counting.cut_off)).timestamp())


def _beyond(calendar: Calendar, more: int) -> date:
    """Return the soonest day that lies ``more`` working days past the calendar's first unknown working day."""
    day = calendar.known_until + ONE_DAY
    while day.weekday() not in calendar.weekdays or more:
        more -= day.weekday() in calendar.weekdays
        day += ONE_DAY
    return day
