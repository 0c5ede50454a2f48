"""What changes in the clocks of a contact, a sentence for each: by noting a fact, and by striking one out."""

from collections.abc import Iterable
from datetime import datetime

from answerable.desk.pages.chips import asks_for, short_day
from answerable.standards.judging.changes import Turned
from answerable.standards.judging.outcome import CORRECTED, Clock, State

_OWED_NO_MORE = frozenset({State.NOT_REQUIRED, State.VOID, State.EXCLUDED})


def by_noting(turned: Iterable[Turned], *, now: datetime) -> list[str]:
    """Say what noting a fact does to each clock that it changes; and so where it changes none."""
    return [_noted(one, now) for one in turned] or ["It changes no date that we have promised."]


def by_striking(turned: Iterable[Turned], *, now: datetime) -> list[str]:
    """Say how each clock that a strike changes stands and would stand; and so where it changes none."""
    return [_struck(one, now) for one in turned] or ["No clock changes by this."]


def _noted(one: Turned, now: datetime) -> str:
    was, then = one.was, one.now
    if was is None or then is None:
        return f"It starts {_due(then, now)}." if then is not None else f"{_name(was)} is owed no more."
    if then.state is State.KEPT:
        return f"It keeps {_due(then, now)}."
    if then.state is State.BROKEN:
        return f"It comes too late for {_name(then)}, which was due {short_day(then.due, now)}."
    if then.state in _OWED_NO_MORE:
        return f"{_name(then)} is owed no more."
    if then.state is State.PAUSED:
        return f"It stops the clock of {_name(then)}."
    if then.due != was.due:
        return f"{_name(then)} is now due {short_day(then.due, now)}. Before, it was due {short_day(was.due, now)}."
    return f"{_name(then)} is {_stands(then, now)}."


def _struck(one: Turned, now: datetime) -> str:
    was, then = one.was, one.now
    if was is None:
        said = f"{_name(then)}, is owed then: it is {_stands(then, now)}."
    elif then is None or then.reason == CORRECTED:
        said = f"{_name(was)}, is not owed any more. It is {_stands(was, now)}."
    else:
        said = f"{_name(was)}, is {_stands(was, now)}. It would be {_stands(then, now)}."
    return f"{said} The figures count it as corrected after its limit had passed." if one.mends else said


def _due(clock: Clock, now: datetime) -> str:
    return f"{_name(clock)}, due {short_day(clock.due, now)}"


def _stands(clock: Clock | None, now: datetime) -> str:
    assert clock is not None
    return f"{clock.state.value}, due {short_day(clock.due, now)}"


def _name(clock: Clock | None) -> str:
    assert clock is not None
    return f"{clock.promise.id}, {asks_for(clock.promise, clock.measure)}"
