"""The slow counter over whole years: one walk by the quarter hour, with a finger on the place."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from tests.oracle import SECOND, Office, face, minutes_of, wall, windows

TICK = 15 * 60


@lru_cache(maxsize=2)
def quarter_hours(zone: str, first: date, last: date) -> list[tuple[int, date, str]]:
    """Every quarter of an hour of some years: when (in seconds since 1970), and the date and time on the wall."""
    moment = minutes_of(zone, first)[0]
    walked = []
    while (there := wall(zone, moment)).date() <= last:
        walked.append((int(moment.timestamp()), there.date(), face(there)))
        moment += TICK * SECOND
    return walked


class Years:
    """Some years of one office, walked once by the quarter hour. Hours and clock changes must be on the quarter."""

    def __init__(self, office: Office, first: date, last: date):
        self.office, self.last = office, last
        self.begins: dict[date, int] = {}
        self.ends: dict[date, int] = {}
        self.closings: dict[date, int] = {}
        self.open_ticks: list[int] = []
        for second, day, clock in quarter_hours(office.zone, first, last):
            self.begins.setdefault(day, second)
            self.ends[day] = second + TICK
            if any(opens <= clock < shuts for opens, shuts in windows(office, day)):
                self.open_ticks.append(second)
                self.closings[day] = second + TICK

    def boundaries(self) -> list[int]:
        """Every midnight, every opening and every closing, in order."""
        ticks = set(self.open_ticks)
        openings = {tick for tick in ticks if tick - TICK not in ticks}
        closings = {tick + TICK for tick in ticks if tick + TICK not in ticks}
        return sorted({*self.begins.values(), *openings, *closings})

    def walk(self, moments: Sequence[int]) -> Iterator[tuple[int, date, bool, int]]:
        """Pass through moments in order: each with its day, whether the door is open, and open seconds so far."""
        days = iter(self.ends.items())
        day, ends = next(days)
        over = 0
        for moment in moments:
            while moment >= ends:
                day, ends = next(days)
            while over < len(self.open_ticks) and self.open_ticks[over] + TICK <= moment:
                over += 1
            into = moment - self.open_ticks[over] if over < len(self.open_ticks) else -1
            yield moment, day, into >= 0, over * TICK + max(into, 0)

    def when_open_for(self, seconds: int, at_closing: str) -> int | None:
        """The moment at which the door has been open so long since the first day."""
        ticks, odd = divmod(seconds, TICK)
        if not seconds and at_closing == "due then":
            return min(self.begins.values())
        if not odd and at_closing == "due then":
            return self.open_ticks[ticks - 1] + TICK if ticks <= len(self.open_ticks) else None
        return self.open_ticks[ticks] + odd if ticks < len(self.open_ticks) else None
