"""How long a promise gives: one type for each meaning, because a working day is not a calendar day is not a minute.

Each type says itself in the words a charter uses, and ``parse`` reads those words back.
"""

import re
from dataclasses import dataclass

from answerable.standards.words import say_count


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Days that the calendar counts; day of receipt is day nought (C2). Nought working days is the same day."""

    number: int

    def __str__(self) -> str:
        return say_count(self.number, "working day") if self.number else "same day"


@dataclass(frozen=True, slots=True)
class WorkingMinutes:
    """Minutes with the doors open; sixty to the working hour."""

    number: int

    def __str__(self) -> str:
        hours, odd = divmod(self.number, 60)
        return say_count(self.number, "working minute") if odd else say_count(hours, "working hour")


@dataclass(frozen=True, slots=True)
class ElapsedHours:
    """Real hours, day and night, over a clock change too (C1)."""

    number: int

    def __str__(self) -> str:
        return say_count(self.number, "hour")


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Every day counts; day of receipt is day nought (C2)."""

    number: int

    def __str__(self) -> str:
        return say_count(self.number, "day")


@dataclass(frozen=True, slots=True)
class Weeks:
    """Sevens of calendar days."""

    number: int

    def __str__(self) -> str:
        return say_count(self.number, "week")


@dataclass(frozen=True, slots=True)
class Months:
    """To the corresponding date, or the last day of a month that has no such date (B.5)."""

    number: int

    def __str__(self) -> str:
        return say_count(self.number, "month")


@dataclass(frozen=True, slots=True)
class Seconds:
    """Real seconds, for phones and receptions: "within" includes the last one (C14)."""

    number: float

    def __str__(self) -> str:
        minutes, odd = divmod(self.number, 60)
        return say_count(self.number, "second") if odd or not minutes else say_count(minutes, "minute")


@dataclass(frozen=True, slots=True)
class Rings:
    """Rings of a telephone; answered before the next ring starts is within (C13)."""

    number: int

    def __str__(self) -> str:
        return say_count(self.number, "ring")


Duration = WorkingDays | WorkingMinutes | ElapsedHours | CalendarDays | Weeks | Months | Seconds | Rings

_UNITS: dict[str, tuple[type[Duration], int]] = {
    "working day": (WorkingDays, 1),
    "working hour": (WorkingMinutes, 60),
    "working minute": (WorkingMinutes, 1),
    "hour": (ElapsedHours, 1),
    "day": (CalendarDays, 1),
    "week": (Weeks, 1),
    "month": (Months, 1),
    "second": (Seconds, 1),
    "minute": (Seconds, 60),
    "ring": (Rings, 1),
}
_WORDS = re.compile(r"(\d+) (working day|working hour|working minute|hour|day|week|month|second|minute|ring)s?")


def parse(words: str) -> Duration:
    """Read "10 working days", "3 working hours", "24 hours", "14 days", "1 month", "5 minutes", "4 rings", "same day".

    Raises ValueError naming the forms that can be read.
    """
    if words == "same day":
        return WorkingDays(0)
    found = _WORDS.fullmatch(words)
    if not found:
        raise ValueError(
            f"Cannot read '{words}' as a length of time. Write a whole number and a unit: "
            "10 working days, 3 working hours, 90 working minutes, 24 hours, 14 days, 20 weeks, 11 months, "
            "300 seconds, 5 minutes, 4 rings, or: same day."
        )
    unit, size = _UNITS[found[2]]
    return unit(int(found[1]) * size)
