"""A clock on one line: its promise, what it asks for, by when, and how it stands, in words and not only by colour."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.utils.timezone import localdate, localtime

from answerable.contacts.models import ClockRow
from answerable.design.templatetags.words import LONDON, from_now
from answerable.standards.charter.clock_rules import Awaiting
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.judging.clock import TOLD
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.vocabulary.facts import noun
from answerable.standards.words import MONTHS, WEEKDAYS, say_count


class Chip(NamedTuple):
    """One clock: "S5-24", "full reply", "Wed 11 Nov · due soon, tomorrow". ``look`` names its colour and border."""

    promise: str
    what: str
    stands: str
    look: str


def chip_of(row: ClockRow, promises: Mapping[str, Promise], now: datetime) -> Chip:
    """Return the chip of a clock as it is kept."""
    promise = promises.get(row.promise)
    return _chip(row.promise, asks_for(promise, row.measure), State(row.state), row.due, row.decided, row.stopped, now)


def chip_for(clock: Clock, now: datetime) -> Chip:
    """Return the chip of a clock as the engine has just judged it."""
    what = asks_for(clock.promise, clock.measure)
    ended = clock.aside.at if clock.aside is not None and not clock.is_still_owed else None
    return _chip(clock.promise.id, what, clock.state, clock.due, clock.decided, clock.stopped or ended, now)


def promises_in(charter: Charter) -> Mapping[str, Promise]:
    """Return the promises that clocks by a charter can be about, by their ids."""
    return {TOLD.id: TOLD} | {promise.id: promise for promise in charter.promises}


def asks_for(promise: Promise | None, measure: str) -> str:
    """Say in a word or two what a clock waits for: "full reply", "the date we gave"."""
    if measure == Measure.DERIVED:
        return "the date we gave"
    if measure == Measure.CONTENT:
        return "what a message must say"
    return noun(promise.clock.stop) if promise and isinstance(promise.clock, Awaiting) else ""


def _chip(
    promise: str, what: str, state: State, due: datetime, decided: datetime, stopped: datetime | None, now: datetime
) -> Chip:
    stands = (
        f"not due before {short_day(due, now)}; the bank holidays after that are not known yet"
        if state is State.UNCOUNTED
        else f"{short_day(due, now)} · {_stands(state, due, decided, stopped, now)}"
    )
    return Chip(promise, what, stands, state.value.replace(" ", "-"))


def _stands(state: State, due: datetime, decided: datetime, stopped: datetime | None, now: datetime) -> str:
    match state:
        case State.RUNNING:
            return how_far(due, now)
        case State.DUE_SOON:
            return f"due soon, {how_far(due, now)}"
        case State.EXPOSED:
            return f"exposed: only a full reply by {short_day(decided, now)} keeps it"
        case State.BROKEN:
            return _broken(due, stopped or now)
    return state.value


def _broken(due: datetime, until: datetime) -> str:
    """Say by how much a promise was missed: until what it asks for was done, or until now."""
    return f"broken, {how_far(due, until)}" if until > due else "broken"


def how_far(due: datetime, now: datetime) -> str:
    """Say how far off a due moment is, in days as people count them: "today", "in 3 days", "2 days late".

    What is due at an hour of the day says so: "today at 15:30".
    """
    days = (localdate(due, LONDON) - localdate(now, LONDON)).days
    if due < now:
        return f"{say_count(-days, 'day')} late" if days else from_now(due, now)
    if days > 1:
        return f"in {say_count(days, 'day')}"
    hour = localtime(due, LONDON)
    at = "" if (hour.hour, hour.minute) == (23, 59) else f" at {hour:%H:%M}"
    return f"{'tomorrow' if days else 'today'}{at}"


def short_day(when: datetime | date, now: datetime) -> str:
    """Say a day for a narrow place: "Wed 11 Nov", with its year when that is not this one."""
    day = localdate(when, LONDON) if isinstance(when, datetime) else when
    year = "" if day.year == localdate(now, LONDON).year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}{year}"
