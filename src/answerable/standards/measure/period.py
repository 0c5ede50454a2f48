"""The run of days a figure is about: a financial quarter, a month, a year, or any two days.

Days are local. A clock decided at 00:30 on 1 July by British Summer Time is in July, though it is still June in UTC.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from answerable.standards.time.table import midnight
from answerable.standards.words import say_date

_YEAR = re.compile(r"((?:19|20)\d\d)/(\d\d)(?:-Q([1-4]))?")
_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
_QUARTER = re.compile(r"((?:19|20)\d\d)-Q([1-4])")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From a first to a last local day, both included, in one time zone."""

    first: date
    last: date
    name: str = ""
    zone: str = "Europe/London"

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(
                f"A period cannot end on {say_date(self.last)}, before it begins on {say_date(self.first)}. "
                "Give the earlier day first."
            )

    @classmethod
    def named(cls, name: str, zone: str = "Europe/London") -> "Period":
        """Read "2026/27-Q1" (1 April to 30 June 2026), "2026/27" (a financial year) or "2026-07" (a month).

        "2026-07-01..2026-09-30" is any two days. "2026-Q1" is refused: to a council it begins in April, to a department
        that counts calendar years in January. Raises ValueError naming the forms that can be read.
        """
        month = _MONTH.fullmatch(name)
        if month:
            return cls._of_months(int(month[1]), int(month[2]), 1, name, zone)
        year = _YEAR.fullmatch(name)
        if year and (int(year[1]) + 1) % 100 == int(year[2]):
            if year[3] is None:
                return cls._of_months(int(year[1]), 4, 12, name, zone)
            return cls._of_months(int(year[1]), 1 + 3 * int(year[3]), 3, name, zone)
        days = _DAYS.fullmatch(name)
        if days:
            return cls(_day(days[1]), _day(days[2]), zone=zone)
        quarter = _QUARTER.fullmatch(name)
        if quarter:
            raise ValueError(_either(name, int(quarter[1]), int(quarter[2])))
        raise ValueError(
            f"Cannot read '{name}' as a period. Write a quarter of the financial year as 2026/27-Q1 "
            "(1 April 2026 to 30 June 2026), the whole of it as 2026/27, a month as 2026-07, or the first and the last "
            "day as 2026-07-01..2026-09-30."
        )

    @classmethod
    def quarter_of(cls, day: date, zone: str = "Europe/London") -> "Period":
        """Return the financial quarter that holds a day: they end on 30 June, 30 September, 31 December, 31 March."""
        year, quarter = (day.year, (day.month - 1) // 3) if day.month > 3 else (day.year - 1, 4)
        return cls.named(f"{year}/{(year + 1) % 100:02}-Q{quarter}", zone)

    @classmethod
    def _of_months(cls, year: int, month: int, months: int, name: str, zone: str) -> "Period":
        """Return so many whole months; a month above 12 is in the next year."""
        after = month + months
        first, following = _first_of(year, month), _first_of(year, after)
        return cls(first, following - _ONE_DAY, name, zone)

    @cached_property
    def starts(self) -> datetime:
        """The moment the first day begins, in UTC."""
        return self._midnight(self.first)

    @cached_property
    def ends(self) -> datetime:
        """The moment the last day is over, in UTC: the first that no longer belongs to the period."""
        return self._midnight(self.last + _ONE_DAY)

    def __contains__(self, moment: datetime) -> bool:
        return self.starts <= moment < self.ends

    def __str__(self) -> str:
        days = f"{say_date(self.first)} to {say_date(self.last)}"
        return f"{self.name}, {days}" if self.name else days

    def _midnight(self, day: date) -> datetime:
        return datetime.fromtimestamp(midnight(day, ZoneInfo(self.zone)), UTC)


def _either(name: str, year: int, quarter: int) -> str:
    """Say which two quarters a name may mean, and how each is written."""
    of_calendar = Period.quarter_of(_first_of(year, 3 * quarter))
    of_council = Period.named(f"{year}/{(year + 1) % 100:02}-Q{quarter}")
    first, second = (
        f"{one.name} for {say_date(one.first)} to {say_date(one.last)}" for one in (of_calendar, of_council)
    )
    return f"'{name}' may be a quarter of the calendar or of the financial year. Write {first}, or {second}."


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ValueError(f"There is no day {said}. Write a day that there is, as 2026-09-30.") from None


def _first_of(year: int, month: int) -> date:
    more, month = divmod(month - 1, 12)
    return date(year + more, month + 1, 1)
