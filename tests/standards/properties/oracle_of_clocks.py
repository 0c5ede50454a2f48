"""The slow counter's clocks: they stop, start again and are put off, day by day and minute by minute.

Like the counter itself it shares no code with the engine and takes plain things.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from tests.oracle import (
    DAY,
    SECOND,
    Office,
    after_open_seconds,
    began,
    day_nought,
    due,
    last_day,
    last_second,
    local_day,
    nth_working_day,
    open_seconds,
    rolled,
    same_time_on,
    settled,
)


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


def _skipping(office: Office, number: int, begin: datetime, still: Sequence[Stop], **settings: object) -> datetime:
    nought = day_nought(office, begin, settings.get("start", "ACTUAL"), settings.get("cut_off"))
    covered = days_covered(office, still)
    day = nth_working_day(
        office, nought, number, first_day=settings.get("first_day", 0), skipping=lambda day: day in covered
    )
    return settled(office, day, _began(office, begin, settings), settings.get("due_at", "end of day"))


def _moved_by_days(
    office: Office, number: int, unit: str, begin: datetime, still: Sequence[Stop], **settings: object
) -> datetime:
    nought = day_nought(office, begin, settings.get("start", "ACTUAL"), settings.get("cut_off"))
    day = last_day(office, number, unit, nought, settings.get("first_day", 0))
    for _ in days_covered(office, still):
        day += DAY
    day = rolled(office, day, settings.get("on_day_off", "stays"))
    return settled(office, day, _began(office, begin, settings), settings.get("due_at", "end of day"))


def _moved_by_open_time(
    office: Office, number: int, unit: str, begin: datetime, still: Sequence[Stop], **settings: object
) -> datetime | None:
    due_at = due(office, number, unit, begin, **settings)
    if unit == "hour":
        return due_at + sum((later - earlier for earlier, later in stretches(still)), timedelta())
    if due_at is None:
        return None
    on_day_off = settings.get("on_day_off", "stays") if unit != "working day" else "stays"
    lost = sum(open_seconds(office, earlier, later) for earlier, later in stretches(still))
    at_closing = settings.get("at_closing", "due then")
    if unit == "working minute":
        return after_open_seconds(office, due_at, lost, at_closing=at_closing)
    nought = day_nought(office, begin, settings.get("start", "ACTUAL"), settings.get("cut_off"))
    day = last_day(office, number, unit, nought, settings.get("first_day", 0))
    came = _began(office, begin, settings) if settings.get("due_at") == "instant" else begin
    time_of_day = same_time_on(office, rolled(office, day, on_day_off), came)
    landed = after_open_seconds(office, time_of_day, lost, at_closing=at_closing)
    if landed is None:
        return None
    day = rolled(office, local_day(office, landed), settings.get("on_day_off", "stays"))
    return settled(office, day, landed, settings.get("due_at", "end of day"))


def _began(office: Office, begin: datetime, settings: Mapping[str, object]) -> datetime:
    return began(office, begin, settings.get("start", "ACTUAL"), settings.get("cut_off"))


def stretches(stops: Sequence[Stop]) -> list[tuple[datetime, datetime]]:
    """The time covered by any of the stops, cut wherever one begins or ends."""
    cuts = sorted({moment for stop in stops for moment in (stop.asked, stop.answered)})
    return [
        (earlier, later)
        for earlier, later in pairwise(cuts)
        if any(stop.asked <= earlier and later <= stop.answered for stop in stops)
    ]


def extended_by(office: Office, number: int, first_due: datetime) -> datetime:
    """So many working days after the day it was first due: only days come into it, not the hour."""
    return last_second(office, nth_working_day(office, local_day(office, first_due), number))


# ---- where a clock stands ----


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
