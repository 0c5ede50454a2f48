"""What a fact changes in the clocks of a contact, a sentence for each."""

from collections.abc import Iterable
from datetime import datetime

from answerable.desk.pages.chips import asks_for, short_day
from answerable.standards.judging.changes import Turned
from answerable.standards.judging.outcome import Clock, State

_OWED_NO_MORE = frozenset({State.NOT_REQUIRED, State.VOID, State.EXCLUDED})


def says(turned: Iterable[Turned], *, now: datetime) -> list[str]:
    """Say what noting a fact does to each clock that it changes; and so where it changes none."""
    return [_said(one, now) for one in turned] or ["It changes no date that we have promised."]


def _said(one: Turned, now: datetime) -> str:
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
    return f"{_name(then)} is {then.state.value}, due {short_day(then.due, now)}."


def _due(clock: Clock, now: datetime) -> str:
    return f"{_name(clock)}, due {short_day(clock.due, now)}"


def _name(clock: Clock | None) -> str:
    assert clock is not None
    return f"{clock.promise.id}, {asks_for(clock.promise, clock.measure)}"
