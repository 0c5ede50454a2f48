"""The numbers a council gives for what cannot wait: what each is for, and which of them somebody answers now."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from answerable.charters import calendars
from answerable.design.templatetags.words import LONDON, hour
from answerable.standards.time.table import Windows
from answerable.standards.words import WEEKDAYS, say_day

BANK_HOLIDAYS = "bank_holidays"
DAYS = (*(weekday.lower() for weekday in WEEKDAYS), BANK_HOLIDAYS)
"""The days of a number's hours, as a council's file calls them."""

_LOOKED_AHEAD = 14


class UrgentNumber(NamedTuple):
    """A telephone number and what it is for: "no heating or water".

    ``hours`` are the windows in which it is answered, in minutes after midnight in London, by the names in ``DAYS``;
    none at all is every hour of every day. The bank holidays are those of ``calendar``.
    """

    what_for: str
    phone: str
    hours: Mapping[str, Windows] = {}
    calendar: str = ""

    @classmethod
    def kept(cls, said: Mapping[str, Any]) -> "UrgentNumber":
        """Return one as a council keeps it."""
        hours = {day: tuple((opens, shuts) for opens, shuts in windows) for day, windows in said["hours"].items()}
        return cls(said["what_for"], said["phone"], hours, said["calendar"])

    def as_kept(self) -> dict[str, Any]:
        """Return it as a council keeps it, in JSON."""
        hours = {day: [list(window) for window in windows] for day, windows in self.hours.items()}
        return {**self._asdict(), "hours": hours}

    def answered_until(self, now: datetime) -> datetime | None:
        """Return when the window ends in which it is answered now, or None when nobody answers now.

        A window to midnight goes on in one that begins then. A number of every hour has no end: it says ``now``.
        """
        if not self.hours:
            return now
        local = now.astimezone(LONDON)
        minute = local.hour * 60 + local.minute
        shuts = next((shuts for opens, shuts in self._windows(local.date()) if opens <= minute < shuts), None)
        if shuts is None:
            return None
        day = local.date()
        for _ in range(_LOOKED_AHEAD):
            after = next((end for opens, end in self._windows(day + timedelta(days=1)) if opens == 0), None)
            if shuts < 24 * 60 or after is None:
                break
            day, shuts = day + timedelta(days=1), after
        return _moment(day, shuts)

    def answered_from(self, now: datetime) -> datetime | None:
        """Return when somebody answers next, within two weeks; None when that is not known."""
        local = now.astimezone(LONDON)
        days = (local.date() + timedelta(days=ahead) for ahead in range(_LOOKED_AHEAD))
        begins = (_moment(day, opens) for day in days for opens, _ in self._windows(day))
        return next((moment for moment in begins if moment > now), None)

    def _windows(self, day: date) -> Windows:
        is_off = day in calendars()[self.calendar].holidays
        return self.hours.get(BANK_HOLIDAYS if is_off else DAYS[day.weekday()], ())


def said_of_numbers(numbers: Sequence[Mapping[str, Any]]) -> str:
    """Say which numbers there are, of those that a council keeps: "01632 960 010 (no heating)"."""
    return " and ".join(f"{said['phone']} ({said['what_for']})" for said in numbers) or "none"


class UrgentLine(NamedTuple):
    """A sentence with a number in it, in three, so that a page can make a link of the number."""

    before: str
    phone: str
    after: str

    def __str__(self) -> str:
        return f"{self.before} {self.phone}{self.after}"


class HasNumbers(Protocol):
    """A council, as far as it is asked here."""

    phone: str
    opening: str
    urgent_numbers: Sequence[Mapping[str, Any]]


def urgent_lines(council: HasNumbers, *, now: datetime) -> list[UrgentLine]:
    """Say whom to call where somebody is in danger: 999, then the council's numbers that are answered now.

    Where none is answered at this hour that is said, with the moment at which each is answered again.
    """
    numbers = [UrgentNumber.kept(said) for said in council.urgent_numbers]
    open_now = [(number, until) for number in numbers if (until := number.answered_until(now)) is not None]
    lines = [UrgentLine("If somebody’s life is in danger now, call", "999", ". Do not wait for us.")]
    if not numbers:
        return [
            *lines,
            UrgentLine("For anything else that cannot wait, call us on", council.phone, f": {council.opening}."),
        ]
    if open_now:
        return lines + [_answered(number, until, now) for number, until in open_now]
    return lines + [_shut(number, now) for number in numbers]


def _answered(number: UrgentNumber, until: datetime, now: datetime) -> UrgentLine:
    how_long = f"until {_when(until, now)}" if number.hours else "at every hour of every day"
    return UrgentLine(f"{number.what_for}: call", number.phone, f". It is answered now, {how_long}.")


def _shut(number: UrgentNumber, now: datetime) -> UrgentLine:
    again = number.answered_from(now)
    when = f" It is answered again from {_when(again, now)}." if again else ""
    return UrgentLine(f"{number.what_for}:", number.phone, f". Nobody answers it at this hour.{when}")


def _when(moment: datetime, now: datetime) -> str:
    """Say a moment, with its day where that is not today: "5pm", "9am on Monday 30 November 2026"."""
    local = moment.astimezone(LONDON)
    is_today = local.date() == now.astimezone(LONDON).date()
    return hour(local) if is_today else f"{hour(local)} on {say_day(local.date())}"


def _moment(day: date, minute: int) -> datetime:
    days, rest = divmod(minute, 24 * 60)
    day += timedelta(days=days)
    return datetime(day.year, day.month, day.day, rest // 60, rest % 60, tzinfo=LONDON)
