"""Invented offices, each told twice: plainly for the slow counter, and as the engine's calendar."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import product
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from answerable.standards.time.calendar import Calendar, SpecialDay
from answerable.standards.time.counting import AtClosing, Counting, DueAt, OnDayOff, Start
from answerable.standards.time.duration import (
    CalendarDays,
    Duration,
    ElapsedHours,
    Months,
    Weeks,
    WorkingDays,
    WorkingMinutes,
)
from tests.oracle import WEEKDAYS, Office

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
FIRST, LAST = date(2019, 1, 1), date(2028, 12, 31)

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",  # changes by half an hour
    "America/Santiago",  # skips the hour after one midnight, and has the hour before another twice
    "Atlantic/Azores",  # has the hour after a midnight twice
    "America/Nuuk",  # skips the hour before a midnight
    "Asia/Kolkata",  # never changes, and is half an hour off
    "Pacific/Apia",  # on the far side of the date line; gave up changing in 2021
)

Hours = tuple[tuple[str, str], ...]
PATTERNS: tuple[Hours, ...] = (
    (("09:00", "17:00"),),
    (("09:00", "12:30"), ("13:30", "17:00")),
    (("08:45", "10:00"), ("10:15", "12:00"), ("14:00", "19:30")),
    (("10:00", "13:00"),),
    (("00:00", "24:00"),),
    (("00:00", "01:30"), ("22:00", "24:00")),
    (("00:30", "02:15"), ("23:15", "24:00")),
    (("09:00", "12:00"), ("12:00", "13:00")),
    (),
)


class World(NamedTuple):
    """One office, the engine's calendar of it, and the days between which to look."""

    office: Office
    calendar: Calendar
    first: date
    last: date


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def in_minutes(hours: Hours) -> tuple[tuple[int, int], ...]:
    return tuple((minutes(opens), minutes(shuts)) for opens, shuts in hours)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@cache
def days_of_change(zone: str) -> list[date]:
    """The local days on which a zone's clocks changed in the ten years."""
    there, found, day = ZoneInfo(zone), [], FIRST
    while day < LAST:
        noons = [datetime.combine(one, time(12), there).utcoffset() for one in (day, day + DAY)]
        if noons[0] != noons[1]:
            found += [day, day + DAY]
        day += DAY
    return found


def paired(ends: set[int]) -> Hours:
    """Opening hours from moments of the day, by turns an opening and a closing."""
    in_order = sorted(ends)
    return tuple((clock(opens), clock(shuts)) for opens, shuts in zip(in_order[::2], in_order[1::2], strict=False))


# Made once: to make a strategy takes longer than to draw from it.
HOURS = st.one_of(
    st.sampled_from(PATTERNS),
    st.sampled_from(PATTERNS),
    st.sets(st.integers(0, 1440), min_size=2, max_size=6).map(paired),
)
SOME_DAYS = st.sets(st.integers(0, 72), max_size=4)
SPECIAL_DAYS = st.dictionaries(st.integers(0, 72), st.tuples(HOURS, st.sampled_from([None, True, False])), max_size=3)
WORKING_WEEKS = st.one_of(st.just(WEEKDAYS[:5]), st.sets(st.sampled_from(WEEKDAYS), min_size=1))
OTHER_HOURS = st.dictionaries(st.sampled_from(WEEKDAYS), HOURS, max_size=3)
ZONE, YES_OR_NO, NUDGE = st.sampled_from(ZONES), st.booleans(), st.sampled_from([-1, 0, 1])
SECONDS = st.integers(0, 24 * 3600 - 1)


@st.composite
def worlds(draw: st.DrawFn, *, before: int = 12, after: int = 60) -> World:
    """An office around a day, which is often a day on which its clocks change."""
    zone = draw(ZONE)
    changes = [day for day in days_of_change(zone) if FIRST + 40 * DAY < day < LAST - (after + 2) * DAY]
    if changes and draw(YES_OR_NO):
        middle = draw(st.sampled_from(changes))
    else:
        middle = draw(st.dates(FIRST + 40 * DAY, LAST - (after + 2) * DAY))
    first, last = middle - before * DAY, middle + after * DAY

    usual = draw(HOURS)
    hours = dict.fromkeys(WEEKDAYS[:5], usual) | dict.fromkeys(WEEKDAYS[5:], ()) | draw(OTHER_HOURS)
    working_week = frozenset(draw(WORKING_WEEKS))
    holidays, closures = ({first + n * DAY for n in draw(SOME_DAYS)} for _ in range(2))
    closures_count = draw(YES_OR_NO)
    special = {first + n * DAY: own for n, own in draw(SPECIAL_DAYS).items()}

    office = Office(
        zone=zone,
        working_week=working_week,
        hours=hours,
        off=frozenset(holidays if closures_count else holidays | closures),
        shut=frozenset(holidays | closures),
        own_hours={day: own for day, (own, _) in special.items()},
        own_working={day: working for day, (_, working) in special.items() if working is not None},
    )
    calendar = Calendar(
        "invented",
        zone=zone,
        weekdays=frozenset(map(WEEKDAYS.index, working_week)),
        hours=tuple(in_minutes(hours[weekday]) for weekday in WEEKDAYS),
        holidays=dict.fromkeys(holidays, "a holiday"),
        closures=dict.fromkeys(closures, "a closure"),
        closures_count=closures_count,
        special={day: SpecialDay(in_minutes(own), "special", working) for day, (own, working) in special.items()},
        known_from=first,
        known_until=last,
    )
    return World(office, calendar, first, last)


@cache
def days_on(days: int) -> st.SearchStrategy[int]:
    return st.one_of(st.integers(0, days), st.integers(max(days - 2, 0), days))


@st.composite
def moments(draw: st.DrawFn, world: World, *, first: date | None = None, days: int = 12) -> datetime:
    """A moment, about half the time within a second of an opening, a closing or a midnight.

    Unless told otherwise it is between the second day and the thirteenth, when the clocks may have changed, and
    leans to the last of these.
    """
    day = (first or world.first + DAY) + draw(days_on(days)) * DAY
    second = draw(SECONDS)
    nudge = 0
    if draw(YES_OR_NO):
        ends = [0, *(end for window in world.calendar.windows_on(day) for end in window)]
        second = ends[second % len(ends)] % 1440 * 60
        nudge = draw(NUDGE)
    wall = datetime.combine(day, time(second // 3600, second // 60 % 60, second % 60), world.calendar.tz)
    return wall.replace(fold=draw(YES_OR_NO)).astimezone(UTC) + nudge * SECOND


@st.composite
def pairs(draw: st.DrawFn, world: World, **how: Any) -> tuple[datetime, datetime]:
    """Two moments, the earlier first."""
    one, other = draw(moments(world, **how)), draw(moments(world, **how))
    return min(one, other), max(one, other)


ANSWERS: dict[str, list[Any]] = {
    "start": ["ACTUAL", "NEXT_OPEN", "NEXT_WORKING_DAY", "AFTER_CUT_OFF"],
    "cut_off": [None, "12:00", "17:00", "16:30", "20:15"],
    "first_day": [0, 1],
    "due_at": ["end of day", "close of business", "instant"],
    "at_closing": ["due then", "next opening"],
    "on_day_off": ["stays", "next working day"],
}
ALL_SETTINGS = [dict(zip(ANSWERS, answers, strict=True)) for answers in product(*ANSWERS.values())]


def settings(**only: list[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Settings of counting in the slow counter's words; ``only`` narrows a setting to some of its answers."""
    return st.sampled_from([one for one in ALL_SETTINGS if all(one[name] in some for name, some in only.items())])


def counting(settings: dict[str, Any]) -> Counting:
    """The same settings in the engine's words."""
    cut_off = settings["cut_off"]
    return Counting(
        start=Start(settings["start"]),
        cut_off=None if cut_off is None else minutes(cut_off),
        first_day=settings["first_day"],
        due_at=DueAt(settings["due_at"]),
        at_closing=AtClosing(settings["at_closing"]),
        on_day_off=OnDayOff(settings["on_day_off"]),
    )


UNITS: dict[str, type] = {
    "working day": WorkingDays,
    "working minute": WorkingMinutes,
    "hour": ElapsedHours,
    "day": CalendarDays,
    "week": Weeks,
    "month": Months,
}


def limit(number: int, unit: str) -> Duration:
    """A limit in the engine's words."""
    return UNITS[unit](number)
