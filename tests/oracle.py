"""A slow and obvious counter to hold the engine against.

It steps through real time minute by minute, looks at the clock on the wall, asks whether the door is open, and
counts; through days it steps day by day. It shares no code with the engine and takes plain things: names of zones
and weekdays, hours as "HH:MM", sets of dates, and words. Moments are aware; a fraction of a second is dropped.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
FURTHEST = 21 * DAY
"""How far the minute hand is walked before giving up."""


class Office(NamedTuple):
    """When a door is open and which days count, as one might write it on the door.

    ``off`` are days that do not count though their weekday does; on ``shut`` days the door stays shut. A day with
    hours or a standing of its own follows those, whatever else is said of it.
    """

    zone: str
    working_week: frozenset[str]
    hours: dict[str, tuple[tuple[str, str], ...]]
    off: frozenset[date] = frozenset()
    shut: frozenset[date] = frozenset()
    own_hours: Mapping[date, tuple[tuple[str, str], ...]] = MappingProxyType({})
    own_working: Mapping[date, bool] = MappingProxyType({})


# ---- the clock on the wall ----


def whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def wall(zone: str, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def shown(zone: str, moment: datetime) -> str:
    """Say what the clock on the wall shows: "09:00"."""
    return face(wall(zone, moment))


FACES = [[f"{hour:02}:{minute:02}" for minute in range(60)] for hour in range(24)]
"""All that such a clock can show, written out once: it is looked at two million times in a run."""


def face(there: datetime) -> str:
    return FACES[there.hour][there.minute]


def local_day(office: Office, moment: datetime) -> date:
    return wall(office.zone, moment).date()


@lru_cache(maxsize=400)
def minutes_of(zone: str, day: date) -> tuple[datetime, ...]:
    """Every real minute that the wall calendar shows as this day, by stepping both ways from noon."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    earliest = latest = noon
    while wall(zone, earliest - MINUTE).date() == day:
        earliest -= MINUTE
    while wall(zone, latest + MINUTE).date() == day:
        latest += MINUTE
    return tuple(earliest + n * MINUTE for n in range((latest - earliest) // MINUTE + 1))


def first_second(office: Office, day: date) -> datetime:
    return minutes_of(office.zone, day)[0]


def last_second(office: Office, day: date) -> datetime:
    return minutes_of(office.zone, day)[-1] + 59 * SECOND


# ---- the door ----


def windows(office: Office, day: date) -> tuple[tuple[str, str], ...]:
    if day in office.own_hours:
        return office.own_hours[day]
    if day in office.shut:
        return ()
    return office.hours[WEEKDAYS[day.weekday()]]


def is_open(office: Office, moment: datetime) -> bool:
    """Look at the clock and at the door: open from the opening minute, shut from the closing minute."""
    there = wall(office.zone, moment)
    hours = windows(office, there.date())
    if not hours:
        return False
    clock = face(there)
    return any(opens <= clock < shuts for opens, shuts in hours)


def last_closing(office: Office, day: date) -> datetime | None:
    """The end of the last open minute of a day, or None when the door never opens."""
    if not windows(office, day):
        return None
    for minute in reversed(minutes_of(office.zone, day)):
        if is_open(office, minute):
            return minute + MINUTE
    return None


def steps(start: datetime, end: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """Step from one moment to another: whole minutes of the clock, and seconds at the ragged ends."""
    moment = start
    while moment < end:
        size = MINUTE if moment.second == 0 and end - moment >= MINUTE else SECOND
        yield moment, size
        moment += size


def open_seconds(office: Office, start: datetime, end: datetime) -> int:
    start, end = whole(start), whole(end)
    return sum(size.seconds for moment, size in steps(start, end) if is_open(office, moment))


def after_open_seconds(
    office: Office, start: datetime, seconds: int, *, at_closing: str = "due then"
) -> datetime | None:
    """Walk until the door has been open so long; None when that is further than anybody would walk.

    When the time runs out exactly as the door shuts, that is the moment, or else when it next opens.
    """
    start = whole(start)
    if not seconds and at_closing == "due then":
        return start
    left = timedelta(seconds=seconds)
    for moment, size in steps(start, start + FURTHEST):
        if is_open(office, moment):
            if left < size or (left == size and at_closing == "due then"):
                return moment + left
            left -= size
    return None


# ---- days that count ----


def is_working(office: Office, day: date) -> bool:
    if day in office.own_working:
        return office.own_working[day]
    return WEEKDAYS[day.weekday()] in office.working_week and day not in office.off


def next_working_day(office: Office, day: date) -> date:
    day += DAY
    while not is_working(office, day):
        day += DAY
    return day


def is_late(office: Office, moment: datetime, cut_off: str | None) -> bool:
    """Whether a moment is past the day's cut-off: a time on the clock, or else the last closing."""
    if cut_off is not None:
        return shown(office.zone, moment) >= cut_off
    closing = last_closing(office, local_day(office, moment))
    return closing is not None and moment >= closing


def day_nought(office: Office, moment: datetime, start: str = "ACTUAL", cut_off: str | None = None) -> date:
    """The day of receipt, or the working day on which it is taken to be received (C3)."""
    moment = whole(moment)
    day = local_day(office, moment)
    working = is_working(office, day)
    moves = {
        "ACTUAL": False,
        "NEXT_OPEN": not working or is_late(office, moment, cut_off),
        "NEXT_WORKING_DAY": not working,
        "AFTER_CUT_OFF": working and is_late(office, moment, cut_off),
    }
    return next_working_day(office, day) if moves[start] else day


def nth_working_day(
    office: Office, nought: date, number: int, *, first_day: int = 0, skipping: Callable[[date], bool] | None = None
) -> date:
    """Count working days on one's fingers; with ``first_day`` 1 day nought itself is the first."""
    day = nought - first_day * DAY
    while number:
        day += DAY
        if is_working(office, day) and not (skipping and skipping(day)):
            number -= 1
    return max(day, nought)


def same_date_after(day: date, months: int) -> date:
    """Turn the pages of the calendar, and put a finger on the same number, or on the last there is."""
    wanted = day.day
    while months:
        day += DAY
        months -= day.day == 1
        if not months:
            break
    month = day.month
    while day.day < wanted and (day + DAY).month == month:
        day += DAY
    return day


def last_beginning_with(first: date, months: int) -> date:
    """Live through the months that begin with a day: till tomorrow is that date again, or the page has no such date."""
    day, pages = first, 0
    while months:
        tomorrow = day + DAY
        pages += tomorrow.day == 1
        if pages > months or (pages == months and tomorrow.day == first.day):
            return day
        day = tomorrow
    return first - DAY


# ---- when it is due ----


def due(
    office: Office,
    number: int,
    unit: str,
    opened: datetime,
    *,
    start: str = "ACTUAL",
    cut_off: str | None = None,
    first_day: int = 0,
    due_at: str = "end of day",
    at_closing: str = "due then",
    on_day_off: str = "stays",
) -> datetime | None:
    """When so many "working day", "working minute", "hour", "day", "week" or "month" from a moment are up."""
    if unit == "working minute":
        return after_open_seconds(office, opened, number * 60, at_closing=at_closing)
    if unit == "hour":
        moment = opened
        for _ in range(number * 60):
            moment += MINUTE
        return moment
    day = last_day(office, number, unit, day_nought(office, opened, start, cut_off), first_day)
    if unit != "working day":
        day = rolled(office, day, on_day_off)
    return settled(office, day, began(office, opened, start, cut_off), due_at)


def began(office: Office, opened: datetime, start: str = "ACTUAL", cut_off: str | None = None) -> datetime:
    """When it is taken to have arrived: as it did, or as the door first opens on the day on which it is taken to."""
    day = day_nought(office, opened, start, cut_off)
    if day == local_day(office, opened):
        return opened
    open_minutes = (minute for minute in minutes_of(office.zone, day) if is_open(office, minute))
    return next(open_minutes, first_second(office, day))


def last_day(office: Office, number: int, unit: str, nought: date, first_day: int) -> date:
    if unit == "working day":
        return nth_working_day(office, nought, number, first_day=first_day)
    if unit == "month":
        return last_beginning_with(nought, number) if first_day else same_date_after(nought, number)
    before = nought - first_day * DAY
    for _ in range(number * {"day": 1, "week": 7}[unit]):
        before += DAY
    return before


def rolled(office: Office, day: date, on_day_off: str) -> date:
    if on_day_off == "next working day" and not is_working(office, day):
        return next_working_day(office, day)
    return day


def settled(office: Office, day: date, opened: datetime, due_at: str) -> datetime:
    """The moment of the last day at which it is up."""
    if due_at == "instant":
        return same_time_on(office, day, opened)
    closing = last_closing(office, day) if due_at == "close of business" else None
    return closing or last_second(office, day)


def same_time_on(office: Office, day: date, opened: datetime) -> datetime:
    """The moment at which the wall shows the same time on another day.

    Shown twice, it is the first, or the second for what itself came when its time was shown the second time. Never
    shown, it is as long after the last time shown before it as the clock would have taken.
    """
    opened = whole(opened)
    there = wall(office.zone, opened)
    clock = shown(office.zone, opened)
    matching = [minute for minute in minutes_of(office.zone, day) if shown(office.zone, minute) == clock]
    if matching:
        return matching[-1 if there.fold else 0] + there.second * SECOND
    minute = first_second(office, day) - MINUTE
    while (next_one := minute + MINUTE) and (
        local_day(office, next_one) < day
        or (local_day(office, next_one) == day and shown(office.zone, next_one) < clock)
    ):
        minute = next_one
    waited = minutes_between(shown(office.zone, minute), clock)
    return minute + waited * MINUTE + there.second * SECOND


def minutes_between(earlier: str, later: str) -> int:
    hours = [int(clock[:2]) * 60 + int(clock[3:]) for clock in (earlier, later)]
    return (hours[1] - hours[0]) % (24 * 60)
