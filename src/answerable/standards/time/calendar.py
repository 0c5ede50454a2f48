"""Which days count, when the doors are open, and how far ahead anybody knows.

A calendar belongs to a law or to a council: a local promise skips the bank holidays of its nation and the
closures it has published; freedom of information skips those of any nation of the UK and does count closure
days (B.1). So whether a day is a working day and whether the office is open on it are two questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from answerable.standards.time.table import Table, Windows, midnight
from answerable.standards.words import WEEKDAYS, say_date

NINE_TO_FIVE: Windows = ((9 * 60, 17 * 60),)
WORKING_WEEK = frozenset(range(5))


class CannotCount(ValueError):
    """The sum needs days that the calendar does not hold. ``why`` says which, and the message also what to add."""

    def __init__(self, why: str, remedy: str) -> None:
        self.why = why
        super().__init__(f"{why} {remedy}")


class NotKnownYet(CannotCount):
    """The sum reaches days whose bank holidays nobody has announced, or nobody has entered: it can be done later."""


@dataclass(frozen=True)
class SpecialDay:
    """One day with opening hours of its own: a late night, a Saturday opening, an early close.

    ``working`` says whether it counts as a working day; None leaves that to the calendar, so that opening
    on one Saturday does not by itself make that Saturday a working day.
    """

    windows: Windows
    reason: str
    working: bool | None = None


@dataclass(frozen=True)
class Calendar:
    """Working days and opening hours between two known days, in one time zone.

    ``weekdays`` are the weekdays that can be working days (Monday is 0). ``hours`` are seven tuples of windows
    in minutes after local midnight, Monday first, half open: open at 09:00:00, shut at 17:00:00. ``holidays``
    and ``closures`` give the reason for each day off. ``closures_count`` makes closure days working days all the
    same, as FOIA s.10(6) does; the doors are shut on them either way. ``law`` is the name of the calendar on which the
    laws of the whole United Kingdom are counted in the same nation.
    """

    name: str
    zone: str = "Europe/London"
    weekdays: frozenset[int] = WORKING_WEEK
    hours: tuple[Windows, ...] = (NINE_TO_FIVE,) * 5 + ((), ())
    holidays: Mapping[date, str] = field(default_factory=dict)
    closures: Mapping[date, str] = field(default_factory=dict)
    closures_count: bool = False
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    known_from: date = date(2019, 1, 1)
    known_until: date = date(2028, 12, 31)
    title: str = ""
    source: str = ""
    law: str = ""

    @cached_property
    def tz(self) -> ZoneInfo:
        """The zone in which this calendar's days begin and end."""
        return ZoneInfo(self.zone)

    @cached_property
    def table(self) -> Table:
        """This calendar unrolled once, so that each later sum is a look-up."""
        return Table.unroll(
            self.tz, self.known_from, self.known_until, is_working=self.is_working, windows_on=self.windows_on
        )

    def is_working(self, day: date) -> bool:
        """Tell whether a limit counted in working days counts this day."""
        return self.why_off(day) is None

    def why_off(self, day: date) -> str | None:
        """Give the reason why a day is not a working day, or None if it is one."""
        special = self.special.get(day)
        if special is not None and special.working is not None:
            return None if special.working else special.reason
        if day.weekday() not in self.weekdays:
            return WEEKDAYS[day.weekday()]
        if day in self.holidays:
            return self.holidays[day]
        if day in self.closures and not self.closures_count:
            return self.closures[day]
        return None

    def windows_on(self, day: date) -> Windows:
        """Give the opening windows of a day, in local minutes; none when the doors stay shut."""
        special = self.special.get(day)
        if special is not None:
            return special.windows
        if day in self.holidays or day in self.closures:
            return ()
        return self.hours[day.weekday()]

    @property
    def ends(self) -> datetime:
        """The first moment of which nothing is known any more."""
        return datetime.fromtimestamp(midnight(self.known_until + timedelta(days=1), self.tz), UTC)

    def require(self, day: date) -> None:
        """Raise CannotCount for a day outside what is known."""
        if not self.known_from <= day <= self.known_until:
            raise self.refusal(day)

    def refusal(self, day: date) -> CannotCount:
        """Say why a day cannot be counted: a holiday nobody has entered yet would make the answer silently wrong."""
        if day > self.known_until:
            return NotKnownYet(
                f"Cannot count past {say_date(self.known_until)}, the last day whose bank holidays are held; "
                f"this promise reaches {say_date(day)}.",
                "Add the year to charters/bank-holidays.toml.",
            )
        return CannotCount(
            f"Cannot count from {say_date(day)}: the calendar '{self.name}' begins on {say_date(self.known_from)}.",
            "Check the date, or add the earlier years to charters/bank-holidays.toml.",
        )

    def with_closures(self, closures: Mapping[date, str]) -> "Calendar":
        """Return this calendar with more published closure days."""
        return replace(self, closures={**self.closures, **closures})
