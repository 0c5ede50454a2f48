"""The days of the demonstration year: which are worked, and moments written as local time.

Days are numbers, 0 being the first of the year; moments are whole milliseconds since 1970 (UTC). Both are held for
two years, because replies to the last letters of a year are promised in the next one.
"""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from answerable.charters import calendars

LONDON = ZoneInfo("Europe/London")
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
OFFICE_OPENS, OFFICE_SHUTS = 9 * HOUR, 17 * HOUR + 15 * MINUTE
_BEYOND = 400

_CLOCK = [f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(86_400)]


class Days:
    """A year of local days, beginning on ``first``, with the bank holidays of England and Wales.

    Raises CannotCount when the bank holidays of the year are not held.
    """

    def __init__(self, first: date) -> None:
        self.first = first
        self.length = (_a_year_after(first) - first).days
        dates = [first + timedelta(days=n) for n in range(self.length + _BEYOND)]
        calendar = calendars()["england-and-wales"]
        calendar.require(first)
        calendar.require(dates[self.length - 1])
        self.dates = dates
        self.text = [day.isoformat() for day in dates]
        self.works = [calendar.is_working(day) for day in dates]
        self.holiday = [day in calendar.holidays for day in dates]
        self._working = [n for n, works in enumerate(self.works) if works]
        self._latest = len(self._working) - 2
        self._midnights = [_midnight(day) for day in dates]
        self._offsets = [_offset(dates[n], self._midnights[n : n + 2]) for n in range(len(dates))]
        self.starts, self.ends = self._midnights[0], self._midnights[self.length]

    def day_of(self, at: int) -> int:
        """Return the local day that holds a moment."""
        return bisect_right(self._midnights, at) - 1

    def within_day(self, at: int) -> int:
        """Return how long the local day had lasted at a moment, in milliseconds."""
        return at - self._midnights[self.day_of(at)]

    def moment(self, day: int, into: int) -> int:
        """Return the moment that comes ``into`` milliseconds after a day's midnight, and never in the next day."""
        return min(self._midnights[day] + into, self._midnights[day + 1] - SECOND)

    def after(self, day: int, number: int) -> int:
        """Return the working day that comes ``number`` (one or more) working days after a day, if days reach so far."""
        return self._working[min(bisect_right(self._working, day) + number - 1, self._latest)]

    def stamp(self, at: int) -> str:
        """Write a moment as local time with its offset, to the second or, where it has them, the millisecond."""
        day = bisect_right(self._midnights, at) - 1
        offset = self._offsets[day]
        if offset is None:
            return _slowly(at)
        second, milli = divmod(at - self._midnights[day], SECOND)
        if milli:
            return f"{self.text[day]}T{_CLOCK[second]}.{milli:03}{offset}"
        return f"{self.text[day]}T{_CLOCK[second]}{offset}"


def _a_year_after(first: date) -> date:
    if (first.month, first.day) == (2, 29):
        return date(first.year + 1, 3, 1)
    return first.replace(year=first.year + 1)


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), LONDON).timestamp()) * SECOND


def _offset(day: date, midnights: list[int]) -> str | None:
    """Say how a day's moments end ("+01:00"), or None for a day on which the clocks change."""
    if len(midnights) < 2 or midnights[1] - midnights[0] != DAY:
        return None
    return datetime.combine(day, time(), LONDON).isoformat()[-6:]


def _slowly(at: int) -> str:
    second, milli = divmod(at, SECOND)
    moment = datetime.fromtimestamp(second, LONDON).replace(microsecond=milli * 1_000)
    return moment.isoformat(timespec="milliseconds" if milli else "seconds")
