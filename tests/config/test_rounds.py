"""A process goes round its duties: a failing one stops no other, and it stops when asked, after what is in hand."""

import logging
import os
import signal
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError

from answerable.config.rounds import Duty, Stopping, go_round
from tests.build import at

NINE = at("Mon 2 Nov 2026 09:00")


@pytest.fixture(autouse=True)
def closed(monkeypatch) -> list[str]:
    """Note when connections to the database are closed, and leave those of the tests alone."""
    seen: list[str] = []
    monkeypatch.setattr("answerable.config.rounds.connections.close_all", lambda: seen.append("all"))
    monkeypatch.setattr("answerable.config.rounds.close_old_connections", lambda: seen.append("old"))
    return seen


class Clock:
    """A clock that goes on only while the process rests, and stops the process after so many seconds."""

    def __init__(self, stopping: Stopping, seconds: float) -> None:
        self.now = NINE
        self._stopping, self._ends = stopping, NINE + timedelta(seconds=seconds)

    def __call__(self) -> datetime:
        return self.now

    def rest(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        if self.now >= self._ends:
            self._stopping.ask()


def rounds(*duties: Duty, seconds: float) -> None:
    """Go round some duties for so many invented seconds."""
    stopping = Stopping()
    clock = Clock(stopping, seconds)
    go_round(duties, stopping, clock=clock, rest=clock.rest)


def seconds(moments: list[datetime]) -> list[float]:
    """Return how many seconds after nine each moment was."""
    return [(moment - NINE).total_seconds() for moment in moments]


def failing(moments: list[datetime], error: Exception) -> Duty:
    """Return a duty that always fails, and notes when it was tried."""

    def do(now: datetime) -> None:
        moments.append(now)
        raise error

    return Duty("Fetching mail", do)


def test_each_duty_is_done_in_every_round_and_a_slower_one_at_its_own_pace():
    often: list[datetime] = []
    seldom: list[datetime] = []
    rounds(Duty("Reading", often.append), Duty("Counting", seldom.append, every=timedelta(seconds=1)), seconds=2)
    assert seconds(often) == [0, 0.5, 1, 1.5]
    assert seconds(seldom) == [0, 1]


def test_a_duty_that_found_nothing_to_do_rests_and_one_that_did_something_goes_on_at_once():
    tried: list[datetime] = []

    def do(now: datetime) -> int:
        tried.append(now)
        return 7 if len(tried) in (2, 3) else 0

    rounds(Duty("Reading", do, at_rest=timedelta(seconds=2)), seconds=8)
    assert seconds(tried) == [0, 2, 2.5, 3, 5, 7]


def test_at_rest_nothing_is_done_more_often_than_otherwise():
    tried: list[datetime] = []

    def do(now: datetime) -> int:
        tried.append(now)
        return 0

    rounds(Duty("Counting", do, every=timedelta(seconds=3), at_rest=timedelta(seconds=1)), seconds=7)
    assert seconds(tried) == [0, 3, 6]


def test_a_duty_that_fails_never_stops_the_others_and_is_tried_ever_less_often(caplog):
    tried: list[datetime] = []
    others: list[datetime] = []
    rounds(failing(tried, ValueError("no")), Duty("Reading", others.append), seconds=200)
    assert seconds(tried) == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    assert len(others) == 400
    assert {(record.levelname, record.exc_info is not None) for record in caplog.records} == {("ERROR", True)}


def test_a_duty_that_goes_well_again_is_back_to_its_own_pace():
    tried: list[datetime] = []

    def do(now: datetime) -> None:
        tried.append(now)
        if len(tried) in (1, 2, 4):
            raise ValueError("no")

    rounds(Duty("Fetching mail", do), seconds=6)
    assert seconds(tried)[:6] == [0, 1, 3, 3.5, 4.5, 5]


def test_a_database_that_is_away_is_waited_for_without_a_traceback_and_its_connection_made_anew(closed, caplog):
    tried: list[datetime] = []
    rounds(failing(tried, OperationalError("the server closed the connection")), seconds=3)
    assert seconds(tried) == [0, 1]
    # After each failure; between rounds, those that have grown old; and at the end.
    assert closed == ["all", "old", "old", "all", "old", "old", "old", "old", "all"]
    assert [(record.levelno, record.exc_info) for record in caplog.records] == [(logging.WARNING, None)] * 2
    assert caplog.messages[0] == (
        "Fetching mail: the database cannot be used; next try in 1 s. the server closed the connection"
    )


def test_a_clock_that_is_put_back_does_not_put_a_duty_to_sleep():
    done: list[datetime] = []
    duty = Duty("Counting", lambda now: done.append(now) or 0, at_rest=timedelta(minutes=2))
    duty.attend(NINE)
    duty.attend(NINE - timedelta(hours=1))
    assert done == [NINE, NINE - timedelta(hours=1)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_finishes_the_piece_in_hand_and_starts_no_other(number: signal.Signals):
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    done: list[str] = []

    def first(now: datetime) -> None:
        os.kill(os.getpid(), number)
        done.append("finished")

    try:
        duties = [Duty("First", first), Duty("Second", lambda now: done.append("second"))]
        go_round(duties, Stopping().listen(), rest=lambda seconds: done.append("rested"))
    finally:
        for one, was in before.items():
            signal.signal(one, was)
    assert done == ["finished"]
