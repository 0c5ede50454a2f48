"""The days between receipt and due moment, one by one: which counted, as what number, and why others did not.

Written for showing, and walked day by day from the calendar's own reasons rather than from its tables, so that the
working a resident reads is a second way to the same date. Where the two part, ``working_days`` comes out short or long
and a test fails.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from answerable.standards.calendar import Calendar
from answerable.standards.charter import ClockRule, Effect
from answerable.standards.counting import day_nought
from answerable.standards.duration import CalendarDays, Duration, WorkingDays, WorkingMinutes
from answerable.standards.reckoning import Reckoning, Span
from answerable.standards.words import say_length, say_time


class Day(NamedTuple):
    """One day of the working: ``number`` is what it counted as, or None, with the reason in ``why``."""

    on: date
    number: int | None
    why: str

    def says(self) -> str:
        """Say what the day counted as."""
        return self.why if self.number is not None else f"not counted: {self.why}"


def days_of(rule: ClockRule, reckoning: Reckoning) -> tuple[Day, ...]:
    """List the days from day nought to the due day, for a limit in days or in working time; none for other limits."""
    first = reckoning.first_due
    days = _strip(rule, rule.within, reckoning.counted_from, first, reckoning.spans)
    if reckoning.due <= first or rule.extension is None:
        return tuple(days)
    if rule.extension.to is not None:
        return tuple(_strip(rule, rule.extension.to, reckoning.counted_from, reckoning.due, reckoning.spans))
    if rule.extension.by is not None:
        later = [span for span in reckoning.spans if span.asked > first]
        more = _strip(rule, rule.extension.by, first, reckoning.due, later)[1:]
        days += [day if day.number is None else day._replace(why=f"{day.why} of the extension") for day in more]
    return tuple(days)


def _strip(rule: ClockRule, limit: Duration, start: datetime, end: datetime, spans: Sequence[Span]) -> list[Day]:
    if isinstance(limit, WorkingMinutes):
        return _open_time(rule.calendar, start, end, spans)
    if not isinstance(limit, (WorkingDays, CalendarDays)):
        return []
    zone = rule.calendar.tz
    received, nought = start.astimezone(zone).date(), day_nought(start, rule.calendar, rule.counting)
    days = [Day(on, None, "Before day nought") for on in _from_to(received, nought - timedelta(days=1))]
    first = nought + timedelta(days=1 - rule.counting.first_day)
    if first > nought:
        days.append(Day(nought, 0, "Day nought"))
    set_aside = _set_aside(spans, rule.calendar)
    number = 0
    for on in _from_to(first, end.astimezone(zone).date()):
        why = set_aside.get(on) or (rule.calendar.why_off(on) if isinstance(limit, WorkingDays) else None)
        if why is None and number == limit.number:
            why = rule.calendar.why_off(on)
        if why is None:
            number += 1
            days.append(Day(on, number, f"{'Working day' if isinstance(limit, WorkingDays) else 'Day'} {number}"))
        else:
            days.append(Day(on, None, why))
    return days


def _set_aside(spans: Sequence[Span], calendar: Calendar) -> Mapping[date, str]:
    """Return the days that a stop takes out of the count, each with the stop's reason."""
    aside: dict[date, str] = {}
    for span in spans:
        if span.answered is not None and span.by.effect in (Effect.SKIPS_WORKING_DAYS, Effect.MOVES_BY_CALENDAR_DAYS):
            first, last = (moment.astimezone(calendar.tz).date() for moment in (span.asked, span.answered))
            aside.update(dict.fromkeys(_from_to(first, last), span.by.reason))
    return aside


def _open_time(calendar: Calendar, start: datetime, end: datetime, spans: Sequence[Span]) -> list[Day]:
    """List, for each day, the open time that was used up, stops taken out."""
    zone = calendar.tz
    days = []
    for on in _from_to(start.astimezone(zone).date(), end.astimezone(zone).date()):
        stretches = calendar.table.stretches[on.toordinal() - calendar.table.first]
        used = 0
        for opened, shut in stretches:
            begin, stop = max(opened, int(start.timestamp())), min(shut, int(end.timestamp()))
            used += max(0, stop - begin) - _stood_still(spans, begin, stop)
        if stretches:
            hours = ", ".join(
                f"{say_time(datetime.fromtimestamp(opened, zone))} to {say_time(datetime.fromtimestamp(shut, zone))}"
                for opened, shut in stretches
            )
            days.append(Day(on, used, f"Open {hours}: {say_length(used)} counted"))
        else:
            days.append(Day(on, None, calendar.why_off(on) or "Not open"))
    return days


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
