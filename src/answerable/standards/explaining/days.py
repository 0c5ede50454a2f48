"""The days between receipt and due moment, one by one: which counted, as what number, and why others did not.

Written for showing, and walked day by day from the calendar's own reasons rather than from its tables, so that the
working a resident reads is a second way to the same date. Where the two part, the last number is not the limit
and a test fails.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from answerable.standards.charter.clock_rules import Effect, Timed
from answerable.standards.judging.reckoning import Reckoning, Span, onwards
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.counting import ONE_DAY, ONE_SECOND, Counting, DueAt, OnDayOff, day_nought
from answerable.standards.time.duration import CalendarDays, Duration, WorkingDays, WorkingMinutes
from answerable.standards.words import say_length, say_list, say_time


class Day(NamedTuple):
    """One day of the working: ``number`` is what it counted as, or None, with the reason in ``why``."""

    on: date
    number: int | None
    why: str

    def says(self) -> str:
        """Say what the day counted as."""
        return self.why if self.number is not None else f"not counted: {self.why}"


def days_of(rule: Timed, reckoning: Reckoning) -> tuple[Day, ...]:
    """List the days from the first to the due day, for a limit in days or in working time; none for other limits."""
    begun, first, last = reckoning.counted_from, reckoning.first_due, reckoning.due
    calendar, counting, spans = rule.calendar, reckoning.counting, reckoning.spans
    longer = rule.extension if reckoning.extended is not None else None
    begins = counted_after(rule, reckoning)
    if longer is not None and longer.to is not None:
        return tuple(_strip(calendar, counting, longer.to, begun, last, spans, begins))
    days = _strip(calendar, counting, rule.within, begun, first, spans, begins)
    if longer is not None and longer.by is not None:
        later = [span for span in spans if span.asked > first]
        more = _strip(calendar, onwards(counting), longer.by, first, last, later, begins)
        if more and more[0].number == 0:
            more = more[1:]  # the first due day, after which the extension is counted
        days += [day if day.number is None else day._replace(why=f"{day.why} of the extension") for day in more]
    return tuple(days)


def counted_after(rule: Timed, reckoning: Reckoning) -> str:
    """Name the day after which the days are counted: that of receipt, or that of whatever else began it."""
    if reckoning.counted_from != reckoning.opened:
        return "day the count began"
    return "day it reached us" if rule.opens == "received" else "day it began"


def _strip(
    calendar: Calendar,
    counting: Counting,
    limit: Duration,
    start: datetime,
    end: datetime,
    spans: Sequence[Span],
    begins: str,
) -> list[Day]:
    if isinstance(limit, WorkingMinutes):
        return _open_time(calendar, start, end, spans)
    if not isinstance(limit, (WorkingDays, CalendarDays)):
        return []
    if counting.due_at is DueAt.CLOSE_OF_BUSINESS:
        end -= ONE_SECOND  # doors that close at midnight close on the day before
    received, nought = start.astimezone(calendar.tz).date(), day_nought(start, calendar, counting)
    days = [Day(on, None, calendar.why_off(on) or "too late in the day") for on in _from_to(received, nought - ONE_DAY)]
    if not (counting.first_day and limit.number):
        named = f"The {begins}" if nought == received else f"Stands for the {begins}"
        days.append(Day(nought, 0, f"{named}, which is not counted"))
        nought += ONE_DAY
    working = isinstance(limit, WorkingDays)
    effect = Effect.SKIPS_WORKING_DAYS if working else Effect.MOVES_BY_CALENDAR_DAYS
    set_aside = _set_aside(spans, effect, calendar)
    number = 0
    for on in _from_to(nought, end.astimezone(calendar.tz).date()):
        over = number == limit.number
        why = (calendar.why_off(on) if working or over else None) or set_aside.get(on)
        if why is None and over:
            rolled = counting.on_day_off is OnDayOff.NEXT_WORKING_DAY and calendar.why_off(on - ONE_DAY) is not None
            why = "the last day moves here, off a day off" if rolled else "it makes up for time the clock stood still"
        if why is None:
            number += 1
            days.append(Day(on, number, f"{'Working day' if working else 'Day'} {number}"))
        else:
            days.append(Day(on, None, why))
    return days


def _set_aside(spans: Sequence[Span], effect: Effect, calendar: Calendar) -> Mapping[date, str]:
    """Return the days that a stop of one effect takes out of the count, each with the stop's reason."""
    aside: dict[date, str] = {}
    for span in spans:
        if span.answered is not None and span.by.effect is effect:
            first, last = (moment.astimezone(calendar.tz).date() for moment in (span.asked, span.answered))
            aside.update(dict.fromkeys(_from_to(first, last), span.by.reason))
    return aside


def _open_time(calendar: Calendar, start: datetime, end: datetime, spans: Sequence[Span]) -> list[Day]:
    """List, for each day, the open time that was used up, stops taken out."""
    zone = calendar.tz
    days = []
    for on in _from_to(start.astimezone(zone).date(), end.astimezone(zone).date()):
        stretches = calendar.table.stretches[on.toordinal() - calendar.table.first]
        used = still = 0
        for opened, shut in stretches:
            begin, stop = max(opened, int(start.timestamp())), min(shut, int(end.timestamp()))
            lost = _stood_still(spans, begin, stop)
            used, still = used + max(0, stop - begin) - lost, still + lost
        if stretches:
            hours = say_list([f"{_clock(opened, zone)} to {_clock(shut, zone)}" for opened, shut in stretches])
            less = f", and not the {say_length(still)} for which the clock stood still" if still else ""
            days.append(Day(on, used, f"Open {hours}: {say_length(used)} counted{less}"))
        else:
            days.append(Day(on, None, calendar.why_off(on) or calendar.closures.get(on) or "Not open"))
    return days


def _clock(moment: int, zone: tzinfo) -> str:
    return say_time(datetime.fromtimestamp(moment, zone))


def _stood_still(spans: Sequence[Span], begin: int, end: int) -> int:
    """Return the seconds of a stretch in which the clock stood still, each counted once."""
    total = 0
    for span in spans:
        if span.by.effect is Effect.MOVES_BY_OPEN_TIME and span.answered is not None:
            first, last = max(begin, int(span.asked.timestamp())), min(end, int(span.answered.timestamp()))
            if first < last:
                total += last - first
                begin = last
    return total


def _from_to(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)
