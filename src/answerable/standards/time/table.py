"""One calendar unrolled into lists, one entry a local day, so that no later sum walks from day to day.

All moments here are whole seconds since 1970 (UTC), so a clock change costs nothing after unrolling: it is
already in the length of its day.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

Windows = tuple[tuple[int, int], ...]
Stretches = tuple[tuple[int, int], ...]
Parts = tuple[tuple[int, int, int], ...]
DAY = 86_400


class OutsideTable(LookupError):
    """A moment lies before the first day of a table or after its last."""


@dataclass(frozen=True, slots=True)
class Table:
    """Midnights, working days and open stretches of a run of local days.

    Days are given as an index: 0 is ``first``. ``midnights`` has one entry more than there are days, so that a
    day's end is the next one's beginning. ``counted[i]`` is the number of working days up to and including day i;
    ``working`` lists the indexes of the working days; ``worked[i]`` is the open time in seconds before day i.
    """

    first: int
    midnights: list[int]
    counted: list[int]
    working: list[int]
    worked: list[int]
    stretches: list[Stretches]

    @classmethod
    def unroll(
        cls,
        zone: ZoneInfo,
        first: date,
        last: date,
        *,
        is_working: Callable[[date], bool],
        windows_on: Callable[[date], Windows],
    ) -> "Table":
        """Build the table for the days from ``first`` to ``last``, both included."""
        midnights, parts = wall(zone, first, last)
        counted: list[int] = []
        working: list[int] = []
        worked = [0]
        stretches: list[Stretches] = []
        for i, part in enumerate(parts):
            day = date.fromordinal(first.toordinal() + i)
            if is_working(day):
                working.append(i)
            counted.append(len(working))
            stretches.append(open_stretches(windows_on(day), part))
            worked.append(worked[-1] + sum(shut - opened for opened, shut in stretches[-1]))
        return cls(first.toordinal(), midnights, counted, working, worked, stretches)

    def day_of(self, moment: int) -> int:
        """Return the index of the local day that holds a moment. Raises OutsideTable when none does."""
        midnights = self.midnights
        day = (moment - midnights[0]) // DAY
        if 0 <= day < len(self.counted) and midnights[day] <= moment < midnights[day + 1]:
            return day
        day = bisect_right(midnights, moment) - 1
        if not 0 <= day < len(self.counted):
            raise OutsideTable(moment)
        return day

    def open_before(self, moment: int) -> int:
        """Return the seconds the doors have been open from the first day up to a moment: W. Raises OutsideTable."""
        day = self.day_of(moment)
        total = self.worked[day]
        for opened, shut in self.stretches[day]:
            if moment <= opened:
                break
            total += (moment if moment < shut else shut) - opened
        return total

    def open_between(self, start: int, end: int) -> int:
        """Return the open seconds between two moments: W(end) - W(start)."""
        return self.open_before(end) - self.open_before(start)

    def reach(self, worked: int, at_next_opening: bool = False) -> int | None:
        """Return the moment at which W first equals ``worked``, or the last such moment: the next opening.

        The two differ only when the work runs out exactly as the doors close. None when the table ends first.
        """
        find = bisect_right if at_next_opening else bisect_left
        day = find(self.worked, worked) - 1
        if day < 0:
            return self.midnights[0]
        if day == len(self.stretches):
            return None
        left = worked - self.worked[day]
        for opened, shut in self.stretches[day]:
            left -= shut - opened
            if left < 0 or (left == 0 and not at_next_opening):
                return shut + left
        return None  # pragma: no cover - worked[day] brackets the sum, so a stretch above always ends it

    def is_open(self, moment: int) -> bool:
        """Tell whether the doors are open: at the opening second they are, at the closing second they are not."""
        day = self.day_of(moment)
        return any(opened <= moment < shut for opened, shut in self.stretches[day])


def midnight(day: date, zone: ZoneInfo) -> int:
    """Return the second at which a local day begins."""
    return int(datetime.combine(day, time(), zone).timestamp())


@lru_cache(maxsize=32)
def wall(zone: ZoneInfo, first: date, last: date) -> tuple[list[int], list[Parts]]:
    """Return the midnights of a run of days, the one after the last included, and the parts of each day.

    Made once for all the calendars of a zone, which differ only in what counts and when the doors are open.
    """
    ordinals = range(first.toordinal(), last.toordinal() + 2)
    midnights = [midnight(date.fromordinal(ordinal), zone) for ordinal in ordinals]
    return midnights, [parts_of(zone, start, end) for start, end in pairwise(midnights)]


def open_stretches(windows: Windows, parts: Parts) -> Stretches:
    """Turn local opening windows into stretches of real time within one local day.

    An hour that happens twice is open twice and one that never happens is never open, because each part of the
    day with one offset from UTC is laid against the windows on its own.
    """
    found: list[tuple[int, int]] = []
    for since, until, offset in parts:
        local_midnight = (since + offset) // DAY * DAY - offset
        for opens, shuts in windows:
            opened = max(since, local_midnight + opens * 60)
            shut = min(until, local_midnight + shuts * 60)
            if opened < shut:
                found.append((opened, shut))
    return _joined(sorted(found))


def parts_of(zone: ZoneInfo, start: int, end: int) -> Parts:
    """Split a day where its offset from UTC changes; each part is (start, end, seconds ahead of UTC)."""
    before, after = _offset(zone, start), _offset(zone, end - 1)
    if before == after:
        return ((start, end, before),)
    low, high = start, end - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return (start, high, before), (high, end, after)


def _offset(zone: ZoneInfo, moment: int) -> int:
    offset = datetime.fromtimestamp(moment, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def _joined(stretches: list[tuple[int, int]]) -> Stretches:
    """Join stretches that touch or overlap, so that work never seems to run out between them."""
    joined: list[tuple[int, int]] = []
    for opened, shut in stretches:
        if joined and opened <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(shut, joined[-1][1]))
        else:
            joined.append((opened, shut))
    return tuple(joined)
