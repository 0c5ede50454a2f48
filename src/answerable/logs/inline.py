"""A calendar and a rule that come with a log, or on the command line, instead of with a charter.

Both have the keys of the charter format. Each distinct text is made once, because unrolling a calendar takes far
longer than judging a contact on it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import orjson

from answerable.charters import calendars, text_of
from answerable.logs.errors import LineError, unknown
from answerable.standards.charter.clock_rules import DatesKept, Notice
from answerable.standards.charter.promises import ContentRule, Promise, Strength
from answerable.standards.judging.messages import TOLD
from answerable.standards.reading.clock_rules import Context, read_clock
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.reading.holidays import (
    WEEKDAY_WORDS,
    BankHolidays,
    read_bank_holidays,
    read_calendar,
    read_hours,
    read_windows,
)
from answerable.standards.time.calendar import NINE_TO_FIVE, WORKING_WEEK, Calendar, SpecialDay

DEFAULT = "england-and-wales"
_LATEST_YEAR = 2100
_RULE_EXAMPLE = '{"within": "10 working days", "stop": "full reply"}'
_HOURS_EXAMPLE = '{"monday": "09:00-17:00"}'


class Inline(NamedTuple):
    """A rule as a promise, and the calendar it is counted on."""

    promise: Promise
    calendar: Calendar


def inline(rule: object, calendar: object) -> Inline:
    """Make a rule, counted on a calendar given by name or by its keys. Raises LineError."""
    if type(rule) is not dict or not rule:
        raise LineError(f'\'rule\' cannot be {rule!r}. Write {{"within": "10 working days", "stop": "full reply"}}.')
    return _made(_text(rule), _text(calendar))


def calendar_of(calendar: object) -> Calendar:
    """Make a calendar given by name or by its keys; None is the calendar of England and Wales. Raises LineError."""
    return _calendar(_text(calendar))


def _text(keys: object) -> bytes:
    """Return the text that stands for a rule or a calendar in the cache."""
    try:
        return orjson.dumps(keys)
    except TypeError as error:
        raise LineError(
            f"A rule or a calendar cannot hold that: {error}. Write text, whole numbers and dates."
        ) from None


@lru_cache(maxsize=128)
def _made(rule: bytes, calendar: bytes) -> Inline:
    keys, made = orjson.loads(rule), _calendar(calendar)
    context = Context({**calendars(), made.name: made}, made.name, {"": made})
    try:
        clock = read_clock(_place("rule", keys), context)
    except CharterError as error:
        raise LineError(_bare(error)) from None
    assert clock is not None and not isinstance(clock, Notice), "there is no promise above that it could speak of"
    if clock.calendar == made:
        clock = replace(clock, calendar=made)  # the same one, so that its table is unrolled once for all rules
    told = ContentRule(TOLD.words, on=TOLD.rule.on) if isinstance(clock, DatesKept) and TOLD.rule else None
    promise = Promise(
        id="RULE",
        words="The rule that came with the log.",
        kind=("clock",),
        strength=Strength.WILL,
        channels=frozenset({"all"}),
        source="the log",
        clock=clock,
        rule=told,
    )
    return Inline(promise, clock.calendar)


@lru_cache(maxsize=64)
def _calendar(text: bytes) -> Calendar:
    said = orjson.loads(text)
    known = calendars()
    if said is None:
        return known[DEFAULT]
    if isinstance(said, str):
        if said not in known:
            raise unknown(said, "calendar", known)
        return known[said]
    if type(said) is not dict:
        raise LineError(f"'calendar' cannot be {said!r}. Write a name such as \"{DEFAULT}\", or its keys.")
    try:
        return _from_keys(said)
    except CharterError as error:
        raise LineError(_bare(error)) from None


def _from_keys(keys: dict[str, Any]) -> Calendar:
    """Read the keys of calendars.toml, and beside them hours, closures, days off and how far these are known."""
    holidays = keys.pop("holidays") if isinstance(keys.get("holidays"), dict) else None
    hours, closures = keys.pop("hours", None), keys.pop("closures", {})
    special = keys.pop("special_days", {})
    known_from, known_until = keys.pop("known_from", None), keys.pop("known_until", None)
    name = str(keys.get("title", "the log's calendar"))
    calendar = read_calendar(name, _place("calendar", keys), _bank_holidays())
    if holidays is not None:
        calendar = replace(calendar, holidays=_days(holidays, "holidays"))
    if hours is not None:
        if type(hours) is not dict:
            raise LineError(
                f'\'hours\' cannot be {hours!r}. Write {{"monday": "09:00-17:00"}}; a day left out is shut.'
            )
        calendar = replace(calendar, hours=read_hours(_place("hours", hours))[0])
    elif calendar.weekdays != WORKING_WEEK:
        open_on = tuple(NINE_TO_FIVE if n in calendar.weekdays else () for n in range(len(WEEKDAY_WORDS)))
        calendar = replace(calendar, hours=open_on)
    calendar = replace(
        calendar,
        closures=_days(closures, "closures"),
        special=_special(special),
        known_from=calendar.known_from if known_from is None else _day(known_from, "known_from"),
        known_until=calendar.known_until if known_until is None else _day(known_until, "known_until"),
    )
    _check(calendar)
    return calendar


def _check(calendar: Calendar) -> None:
    try:
        ZoneInfo(calendar.zone)
    except (KeyError, ValueError, OSError):
        raise LineError(f"'{calendar.zone}' is not a time zone. Write a name such as Europe/London.") from None
    if not calendar.known_from <= calendar.known_until:
        raise LineError("'known_from' is after 'known_until'. Swap them.")
    if calendar.known_from.year < 1970 or calendar.known_until.year > _LATEST_YEAR:
        raise LineError(f"A calendar can be known from 1970 to {_LATEST_YEAR}. Narrow 'known_from' and 'known_until'.")


_SHORT = tuple(day[:3] for day in WEEKDAY_WORDS)


def hours_of(words: str) -> dict[str, str]:
    """Read opening hours in words, "mon-fri 09:00-12:30 13:30-17:00, sat 10:00-12:00", as hours by weekday."""
    hours: dict[str, str] = {}
    for part in words.split(","):
        days, _, windows = part.strip().lower().partition(" ")
        first, dash, last = days.partition("-")
        if first[:3] not in _SHORT or (dash and last[:3] not in _SHORT) or not windows:
            said = f"'{part.strip()}' are not opening hours."
            raise LineError(f"{said} Write them as: mon-fri 09:00-17:00, sat 10:00-12:30.")
        begin, end = _SHORT.index(first[:3]), _SHORT.index((last or first)[:3])
        if end < begin:
            raise LineError(f"'{days}' runs backwards. Write the earlier weekday first; the week begins on Monday.")
        hours.update(dict.fromkeys(WEEKDAY_WORDS[begin : end + 1], windows.strip()))
    return hours


def _days(said: object, key: str) -> Mapping[date, str]:
    if type(said) is not dict:
        raise LineError(f'\'{key}\' cannot be {said!r}. Write each date with its reason: {{"2026-12-29": "Closed"}}.')
    return {_day(day, key): str(reason) for day, reason in said.items()}


def _special(said: object) -> Mapping[date, SpecialDay]:
    """Read days with opening hours of their own, each with its reason, and whether it counts as a working day."""
    if type(said) is not dict or not all(type(day) is dict for day in said.values()):
        example = '{"2026-12-24": {"hours": "09:00-12:00", "reason": "Christmas Eve"}}'
        raise LineError(f"'special_days' cannot be {said!r}. Write each date with its hours and reason: {example}.")
    found = {}
    for on, keys in said.items():
        place = _place("special_days", keys)
        windows = read_windows(place, "hours", place.take("hours", str))
        found[_day(on, "special_days")] = SpecialDay(
            windows, place.take_text("reason"), place.take("working", bool, None)
        )
        place.close()
    return found


def _day(said: object, key: str) -> date:
    try:
        return date.fromisoformat(said)  # type: ignore[arg-type]  # what is not text is refused here
    except (TypeError, ValueError):
        raise LineError(f"'{key}' cannot hold {said!r}. Write dates such as 2026-12-29.") from None


@lru_cache(maxsize=1)
def _bank_holidays() -> BankHolidays:
    return read_bank_holidays(text_of("bank-holidays.toml"), "bank-holidays.toml")


_WHERE = "the line"


def _place(who: str, table: dict[str, Any]) -> FileTable:
    """Hold a table that stands in no file."""
    return FileTable(_WHERE, (), 1, who, table)


def _bare(error: CharterError) -> str:
    """Leave out the file and line of a refusal whose table stands in no file."""
    return str(error).removeprefix(f"{_WHERE}, line 1, ")
