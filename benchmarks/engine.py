"""One due date, one working-hours due moment and one stretch of working time, beside other ways to the same sum."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from random import Random
from time import process_time
from timeit import repeat
from typing import Any

import numpy

from answerable.charters import charter_of
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.counting import due, open_between
from answerable.standards.time.duration import WorkingDays, WorkingMinutes

TIMES, RUNS = 50_000, 5
TARGET_US = 1.5


def rows() -> Iterator[dict[str, Any]]:
    """Yield a row for each sum: microseconds, the best of five runs, and ratios to the others of that run."""
    calendar = charter_of("s5").calendar
    _ = calendar.table
    moments = _moments(calendar)
    ends = [moment + timedelta(days=9, hours=3) for moment in moments]
    limit, hours = WorkingDays(10), WorkingMinutes(25 * 60)
    week = numpy.busdaycalendar(holidays=[numpy.datetime64(day) for day in calendar.holidays])
    days = [numpy.datetime64(moment.date()) for moment in moments]

    loop = _time(lambda moment: plain_loop(moment.date(), 10, calendar), moments)
    offset = _time(lambda day: numpy.busday_offset(day, 10, "backward", busdaycal=week), days)
    others = {"plain_day_loop_us": loop, "numpy_busday_offset_us": offset}
    yield _row("due date, 10 working days", _time(lambda moment: due(limit, moment, calendar), moments), others)
    yield _row("due moment, 25 working hours", _time(lambda moment: due(hours, moment, calendar), moments), others)
    pairs = list(zip(moments, ends, strict=True))
    elapsed = _time(lambda pair: open_between(pair[0], pair[1], calendar), pairs)
    yield _row("elapsed working time, 9 days", elapsed, others)


def plain_loop(received: date, working_days: int, calendar: Calendar) -> date:
    """Count working days by looking at each day in turn, as most trackers do."""
    day, left = received, working_days
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in calendar.holidays:
            left -= 1
    return day


def _moments(calendar: Calendar) -> list[datetime]:
    random = Random(1)
    first = datetime(calendar.known_from.year, 1, 1, tzinfo=UTC)
    return [first + timedelta(seconds=random.randrange(9 * 365 * 86_400)) for _ in range(1_000)]


def _time(work: Callable[[Any], object], values: list[Any]) -> float:
    """Return the microseconds of processor time of one call, less those of a call that does nothing."""
    return round(_best(work, values) - _best(lambda value: None, values), 3)


def _best(work: Callable[[Any], object], values: list[Any]) -> float:
    source = cycle(values)
    return min(repeat(lambda: work(next(source)), timer=process_time, number=TIMES, repeat=RUNS)) / TIMES * 1e6


def _row(name: str, microseconds: float, others: dict[str, float]) -> dict[str, Any]:
    ratios = {key.replace("_us", "_takes_times"): round(value / microseconds, 1) for key, value in others.items()}
    within = microseconds <= TARGET_US
    return {"benchmark": name, "us": microseconds, "target_us": TARGET_US, "within": within, **others, **ratios}
