"""Bank holidays by nation as an append-only history, and the calendars that laws and councils count on (B.1).

A holiday is known from the day it was announced: Scotland's 15 June 2026 was proclaimed in February 2026, so a
date worked out in January was right without it. Asking for the calendars as known on a day gives that day's answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from answerable.standards.reading.file_table import FileTable
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.table import Windows
from answerable.standards.words import WEEKDAYS, say_date

NATIONS = ("england-and-wales", "scotland", "northern-ireland")
WEEKDAY_WORDS = tuple(day.lower() for day in WEEKDAYS)
LAW = "law"
"""The calendar of a limit that a law of the whole kingdom sets: that on which such laws are counted in its nation."""
BY_NAME = ("Christmas Day", "Boxing Day", "Good Friday")


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day off in some nations: when it became known, and when it was withdrawn if it was."""

    on: date
    title: str
    nations: frozenset[str]
    known_from: date
    withdrawn_on: date | None = None

    def known(self, as_known_on: date | None) -> bool:
        """Tell whether the holiday stood on a day; None is today and every later day."""
        if as_known_on is None:
            return self.withdrawn_on is None
        return self.known_from <= as_known_on and (self.withdrawn_on is None or as_known_on < self.withdrawn_on)


@dataclass(frozen=True, slots=True)
class BankHolidays:
    """Every bank holiday held, between two known days."""

    holidays: tuple[Holiday, ...]
    known_from: date
    known_until: date

    def off(self, nations: Sequence[str], also: Sequence[str] = (), as_known_on: date | None = None) -> dict[date, str]:
        """Return the days off of some nations, with the reason for each; a day only some keep says whose it is."""
        off: dict[date, str] = {}
        for holiday in self.holidays:
            kept_by = [nation for nation in nations if nation in holiday.nations]
            if kept_by and holiday.known(as_known_on):
                whose = "" if len(kept_by) == len(nations) else f" ({' and '.join(map(say_nation, kept_by))})"
                off[holiday.on] = f"{holiday.title}{whose}"
        for title in also:
            off.update({day: title for day in self._named(title) if day not in off})
        return off

    def until(self, as_known_on: date | None) -> date:
        """Return the last day whose holidays were known on a day: the end of the last year announced by then."""
        if as_known_on is None:
            return self.known_until
        years = [holiday.on.year for holiday in self.holidays if holiday.known_from <= as_known_on]
        return min(self.known_until, date(max(years, default=self.known_from.year), 12, 31))

    def _named(self, title: str) -> list[date]:
        if title == "Good Friday":
            return [holiday.on for holiday in self.holidays if holiday.title == title]
        day = 25 if title == "Christmas Day" else 26
        return [date(year, 12, day) for year in range(self.known_from.year, self.known_until.year + 1)]


def learned(before: BankHolidays, after: BankHolidays) -> tuple[Holiday, ...]:
    """Return the days that a history of bank holidays added, or withdrew, since it was as ``before`` (C19).

    Raises ValueError when it is not that history any more: what was known once is only ever added to (decision 10).
    """
    if after.known_from > before.known_from or after.known_until < before.known_until:
        raise ValueError(
            f"Cannot take in these bank holidays: they are held from {say_date(after.known_from)} to "
            f"{say_date(after.known_until)}, and were from {say_date(before.known_from)} to "
            f"{say_date(before.known_until)}. Put back the years that are gone."
        )
    entries = {replace(holiday, withdrawn_on=None): holiday for holiday in after.holidays}
    for holiday in before.holidays:
        stands = entries.get(replace(holiday, withdrawn_on=None))
        if stands is None or holiday.withdrawn_on not in (None, stands.withdrawn_on):
            raise ValueError(
                f"Cannot take in these bank holidays: {say_date(holiday.on)}, {holiday.title}, is not among them as it "
                f"was. The list is a history and only grows: put that line back, and if the holiday was withdrawn, "
                f"give it withdrawn_on."
            )
    known = set(before.holidays)
    return tuple(holiday for holiday in after.holidays if holiday not in known)


def say_nation(nation: str) -> str:
    """Say a nation's name: "Northern Ireland"."""
    return nation.replace("-", " ").title().replace(" And ", " and ")


def read_bank_holidays(text: str, file: str) -> BankHolidays:
    """Read bank-holidays.toml. Raises CharterError with file, line and remedy."""
    whole = FileTable.of(text, file)
    known_from, known_until = whole.take("known_from", date), whole.take("known_until", date)
    holidays = []
    for place in whole.take_tables("holiday"):
        on = place.take("date", date)
        if not known_from <= on <= known_until:
            raise place.refuse(f"{on} lies outside the file's known_from and known_until. Widen them first.", "date")
        holidays.append(
            Holiday(
                on,
                place.take("title", str) + (" (substitute day)" if place.take("substitute", bool, False) else ""),
                frozenset(place.take_list("nations", NATIONS)),
                place.take("known_from", date),
                place.take("withdrawn_on", date, None),
            )
        )
        place.take("source", str, "")
        place.close()
    whole.close()
    return BankHolidays(tuple(holidays), known_from, known_until)


def read_calendars(
    text: str, file: str, bank_holidays: BankHolidays, *, as_known_on: date | None = None
) -> dict[str, Calendar]:
    """Read calendars.toml against the bank holidays, as they were known on a day if one is given."""
    whole = FileTable.of(text, file)
    tables = whole.take_table("calendars")
    if tables is None:
        raise whole.refuse("There is no calendar here. Add one under [calendars.its-name].")
    calendars: dict[str, Calendar] = {}
    laws: dict[str, FileTable] = {}
    for name, place in tables.take_named().items():
        place.who = f"calendar {name}"
        if name == LAW:
            raise place.refuse(f"'{LAW}' means that of the council's nation in a charter. Give it another name.")
        calendars[name] = read_calendar(name, place, bank_holidays, as_known_on=as_known_on)
        laws[name] = place
    for name, place in laws.items():
        if calendars[name].law:
            place.check("law", calendars[name].law, calendars)
    whole.close()
    return calendars


def read_calendar(
    name: str, place: FileTable, bank_holidays: BankHolidays, *, as_known_on: date | None = None
) -> Calendar:
    """Read one calendar's table: its weekdays, whose holidays are off, and whether closure days count."""
    weekdays = place.take_list("weekdays", WEEKDAY_WORDS, list(WEEKDAY_WORDS[:5]))
    if not weekdays:
        raise place.refuse("'weekdays' is empty. Name the weekdays that can be working days.", "weekdays")
    nations = place.take_list("holidays", NATIONS, [])
    also = place.take_list("also", BY_NAME, [])
    calendar = Calendar(
        name=name,
        title=place.take("title", str, name),
        zone=place.take("zone", str, "Europe/London"),
        weekdays=frozenset(map(WEEKDAY_WORDS.index, weekdays)),
        holidays=bank_holidays.off(nations, also, as_known_on),
        closures_count=place.take("closures_count", bool, False),
        known_from=bank_holidays.known_from,
        known_until=bank_holidays.until(as_known_on),
        source=place.take("source", str, ""),
        law=place.take("law", str, ""),
    )
    place.close()
    return calendar


def read_hours(place: FileTable) -> tuple[tuple[Windows, ...], str]:
    """Read a service's opening hours, Monday first, and why they are local if they are."""
    hours = tuple(read_windows(place, weekday, place.take(weekday, str, "")) for weekday in WEEKDAY_WORDS)
    local = place.take("local", str, "")
    place.close()
    return hours, local


def read_windows(place: FileTable, key: str, words: str) -> Windows:
    """Read the opening windows of one day: "09:00-12:30 13:30-17:00", or nothing for a day with the doors shut."""
    windows = tuple(_window(place, key, window) for window in words.split())
    if any(later[0] < sooner[1] for sooner, later in pairwise(windows)):
        raise place.refuse(f"'{words}' has windows that overlap or are out of order. Write the earlier first.", key)
    return windows


def _window(place: FileTable, key: str, words: str) -> tuple[int, int]:
    opens, dash, shuts = words.partition("-")
    if not dash:
        raise place.refuse(f"'{words}' is not an opening window. Write it as 09:00-17:00.", key)
    window = place.minutes(key, opens), place.minutes(key, shuts)
    if window[0] >= window[1]:
        raise place.refuse(f"'{words}' shuts before it opens. Swap the two times.", key)
    return window
