"""Sums of the clock on the wall: when it is quiet, what is so many hours of opening ahead, and which days come next."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils.timezone import localdate

from answerable.promises.queries import charter_in, edition_on
from answerable.standards.time.calendar import Calendar

_DAY = timedelta(days=1)
_FARTHEST = 60
"""Days that are looked ahead for an hour of opening: no council is shut for longer."""

_WEEKDAYS = Calendar("weekdays")
"""The days of a council that has published nothing yet."""


def calendar_of(council: str, now: datetime) -> Calendar:
    """Return the calendar by which a council works now."""
    try:
        return charter_in(edition_on(council, localdate(now))).calendar
    except LookupError:
        return _WEEKDAYS


def is_between(at: time, begins: time, ends: time) -> bool:
    """Tell whether a time lies in a span that may go over midnight. One that ends as it begins is none."""
    if begins <= ends:
        return begins <= at < ends
    return at >= begins or at < ends


def opening_hours_ahead(now: datetime, hours: int, calendar: Calendar) -> datetime:
    """Return the last moment until which a council is open for no more than some hours from now on.

    Of four hours at 3pm, with the doors open until 5pm and again from 9am, it is 11am on the next day.
    """
    left = timedelta(hours=hours)
    local = now.astimezone(calendar.tz)
    for ahead in range(_FARTHEST):
        day = local.date() + ahead * _DAY
        for opens, shuts in calendar.windows_on(day):
            begins = max(_moment(day, opens, calendar), now)
            length = _moment(day, shuts, calendar) - begins
            if left < length:
                return begins + left
            left -= max(length, timedelta(0))
    return now + _FARTHEST * _DAY


def working_day_after(day: date, many: int, calendar: Calendar) -> date:
    """Return the working day that is so many after a day."""
    for _ in range(_FARTHEST):
        if not many:
            break
        day += _DAY
        many -= calendar.is_working(day)
    return day


def midnight_after(day: date, calendar: Calendar) -> datetime:
    """Return the moment at which a day is over."""
    return datetime.combine(day + _DAY, time.min, calendar.tz).astimezone(UTC)


def _moment(day: date, minute: int, calendar: Calendar) -> datetime:
    days, rest = divmod(minute, 24 * 60)
    return datetime.combine(day + days * _DAY, time(*divmod(rest, 60)), calendar.tz).astimezone(UTC)
