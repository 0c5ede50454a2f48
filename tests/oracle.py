"""A slow and obvious counter to hold the engine against.

It steps through real time minute by minute, looks at the clock on the wall, asks whether the door is open, and
counts; through days it steps day by day. It shares no code with the engine and takes plain things: names of zones and weekdays,
hours as "HH:MM", sets of dates, and words. Moments are aware; a fraction of a second is dropped.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
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
    own_hours: dict[date, tuple[tuple[str, str], ...]] = {}
    own_working: dict[date, bool] = {}


# ---- the clock on the wall ----


def wall(zone: str, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def shown(zone: str, moment: datetime) -> str:
    """Say what the clock on the wall shows: "09:00"."""
    return wall(zone, moment).isoformat(timespec="minutes")[11:16]


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
    clock = there.isoformat(timespec="minutes")[11:16]
    return any(opens <= clock < shuts for opens, shuts in windows(office, there.date()))


def last_closing(office: Office, day: date) -> datetime | None:
    """The end of the last open minute of a day, or None when the door never opens."""
    found = [minute for minute in minutes_of(office.zone, day) if is_open(office, minute)]
    return found[-1] + MINUTE if found else None


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
    return settled(office, day, opened, due_at)


def last_day(office: Office, number: int, unit: str, nought: date, first_day: int) -> date:
    if unit == "working day":
        return nth_working_day(office, nought, number, first_day=first_day)
    before = nought - first_day * DAY
    if unit == "month":
        return same_date_after(before, number)
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
        local_day(office, next_one) < day or (local_day(office, next_one) == day and shown(office.zone, next_one) < clock)
    ):
        minute = next_one
    waited = minutes_between(shown(office.zone, minute), clock)
    return minute + waited * MINUTE + there.second * SECOND


def minutes_between(earlier: str, later: str) -> int:
    hours = [int(clock[:2]) * 60 + int(clock[3:]) for clock in (earlier, later)]
    return (hours[1] - hours[0]) % (24 * 60)


# ---- clocks that stop, start again and are put off ----


class Stop(NamedTuple):
    """A stretch in which a clock stood still; ``answered`` is None while it does."""

    asked: datetime
    answered: datetime | None
    effect: str


def due_with_stops(
    office: Office, number: int, unit: str, opened: datetime, stops: Sequence[Stop], **settings: object
) -> tuple[datetime | None, list[Stop]]:
    """When it is due after all the stops that count: those asked before it was due as things then stood.

    ``stops`` are in order of asking; none of them changes anything once one has come too late.
    """
    counted: list[Stop] = []
    for stop in stops:
        due_now = _due_given(office, number, unit, opened, counted, **settings)
        if due_now is None or not in_time(stop.asked, due_now, unit):
            break
        counted.append(stop)
    return _due_given(office, number, unit, opened, counted, **settings), counted


def _due_given(
    office: Office, number: int, unit: str, opened: datetime, stops: Sequence[Stop], **settings: object
) -> datetime | None:
    answered = [stop for stop in stops if stop.answered is not None]
    begin = max([opened, *(stop.answered for stop in answered if stop.effect == "starts again")])
    # What was over before the count began again is forgotten; of what was not, only the rest matters.
    still = [
        Stop(max(stop.asked, begin), stop.answered, stop.effect)
        for stop in answered
        if stop.effect != "starts again" and stop.answered >= begin
    ]
    kinds = {stop.effect for stop in still}
    assert len(kinds) < 2, "This counter mixes a fresh start with one other effect, and no more."
    if kinds == {"skips working days"} and unit == "working day":
        return _skipping(office, number, begin, still, **settings)
    if kinds == {"moves by calendar days"}:
        return _moved_by_days(office, number, unit, begin, still, **settings)
    if kinds == {"moves by open time"}:
        return _moved_by_open_time(office, number, unit, begin, still, **settings)
    return due(office, number, unit, begin, **settings)


def days_covered(office: Office, stops: Sequence[Stop]) -> set[date]:
    covered = set()
    for stop in stops:
        day = local_day(office, stop.asked)
        while day <= local_day(office, stop.answered):
            covered.add(day)
            day += DAY
    return covered


def _skipping(
    office: Office, number: int, begin: datetime, still: Sequence[Stop], **settings: object
) -> datetime:
    nought = day_nought(office, begin, settings.get("start", "ACTUAL"), settings.get("cut_off"))
    covered = days_covered(office, still)
    day = nth_working_day(
        office, nought, number, first_day=settings.get("first_day", 0), skipping=lambda day: day in covered
    )
    return settled(office, day, begin, settings.get("due_at", "end of day"))


def _moved_by_days(
    office: Office, number: int, unit: str, begin: datetime, still: Sequence[Stop], **settings: object
) -> datetime:
    nought = day_nought(office, begin, settings.get("start", "ACTUAL"), settings.get("cut_off"))
    day = last_day(office, number, unit, nought, settings.get("first_day", 0))
    for _ in days_covered(office, still):
        day += DAY
    day = rolled(office, day, settings.get("on_day_off", "stays"))
    return settled(office, day, begin, settings.get("due_at", "end of day"))


def _moved_by_open_time(
    office: Office, number: int, unit: str, begin: datetime, still: Sequence[Stop], **settings: object
) -> datetime | None:
    due_at = due(office, number, unit, begin, **settings)
    if unit == "hour":
        return due_at + sum((later - earlier for earlier, later in stretches(still)), timedelta())
    if due_at is None:
        return None
    lost = sum(open_seconds(office, earlier, later) for earlier, later in stretches(still))
    at_closing = settings.get("at_closing", "due then")
    if unit == "working minute":
        return after_open_seconds(office, due_at, lost, at_closing=at_closing)
    time_of_day = same_time_on(office, local_day(office, due_at), begin)
    landed = after_open_seconds(office, time_of_day, lost, at_closing=at_closing)
    if landed is None:
        return None
    day = rolled(office, local_day(office, landed), settings.get("on_day_off", "stays"))
    return settled(office, day, landed, settings.get("due_at", "end of day"))


def stretches(stops: Sequence[Stop]) -> list[tuple[datetime, datetime]]:
    """The time covered by any of the stops, cut wherever one begins or ends."""
    cuts = sorted({moment for stop in stops for moment in (stop.asked, stop.answered)})
    return [
        (earlier, later)
        for earlier, later in zip(cuts, cuts[1:], strict=False)
        if any(stop.asked <= earlier and later <= stop.answered for stop in stops)
    ]


def extended_by(office: Office, number: int, first_due: datetime) -> datetime:
    """So many working days after the day it was first due: only days come into it, not the hour."""
    return last_second(office, nth_working_day(office, local_day(office, first_due), number))


# ---- where a clock stands ----


def whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def in_time(stopped: datetime, by: datetime, unit: str) -> bool:
    """Real hours are exact; everything else is kept until the whole last second is over."""
    return stopped <= by if unit == "hour" else stopped < by + SECOND


def standing(
    *, unit: str, due_at: datetime, stopped: datetime | None, now: datetime, stops: Sequence[Stop] = ()
) -> str:
    """Where a plain limit stands, given the stops that count for it."""
    if stopped is not None and stopped <= now:
        while_still = any(
            stop.asked <= stopped and (stop.answered is None or stopped <= stop.answered) for stop in stops
        )
        return "kept" if while_still or in_time(stopped, due_at, unit) else "broken"
    if any(stop.answered is None for stop in stops):
        return "paused"
    return "running" if in_time(now, due_at, unit) else "broken"


def contingent(
    *,
    ack_by: datetime,
    reply_by: datetime,
    acked: datetime | None,
    replied: datetime | None,
    declared: datetime | None,
    now: datetime,
) -> tuple[str, datetime]:
    """The seven rows of C6, and the moment at which failure is final."""
    acked, replied, declared = (at if at is not None and at <= now else None for at in (acked, replied, declared))
    final = max(ack_by, min(reply_by, declared)) if declared else max(ack_by, reply_by)
    if replied and in_time(replied, reply_by, "day"):
        return "not required", final
    if any(at and in_time(at, ack_by, "day") for at in (acked, replied)):
        return "kept", final
    if in_time(now, ack_by, "day"):
        return "running", final
    if declared:
        return "broken", final
    return ("exposed" if in_time(now, reply_by, "day") else "broken"), final


def delay_notice(*, reply_by: datetime, replied: datetime | None, told: datetime | None, now: datetime) -> str:
    """A notice of delay is owed only by who does not reply in time, and is due when the reply was."""
    replied, told = (at if at is not None and at <= now else None for at in (replied, told))
    if replied and in_time(replied, reply_by, "day"):
        return "not required"
    if told:
        return "kept" if in_time(told, reply_by, "day") else "broken"
    return "running" if in_time(now, reply_by, "day") else "broken"


# ---- years at a time ----

TICK = 15 * 60


@lru_cache(maxsize=2)
def quarter_hours(zone: str, first: date, last: date) -> list[tuple[int, date, str]]:
    """Every quarter of an hour of some years: when (in seconds since 1970), and the date and time on the wall."""
    moment = minutes_of(zone, first)[0]
    walked = []
    while (there := wall(zone, moment)).date() <= last:
        walked.append((int(moment.timestamp()), there.date(), there.isoformat(timespec="minutes")[11:16]))
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
