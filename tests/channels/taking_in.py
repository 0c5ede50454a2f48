"""What the worker does with what arrived, and the dispatcher with what waits, by the channels as they are deployed."""

from datetime import datetime

from answerable.channels.email.carrier import Smtp
from answerable.config.worker import CHANNELS
from answerable.contacts import actions
from answerable.inbox import reader
from answerable.inbox.actions import Reading, take_in_waiting


def take_in_all(*, at: datetime, reading: Reading = reader.here) -> int:
    """Take in what waits, read in this process unless another reading is given, and return how many were dealt with."""
    done = 0
    while batch := take_in_waiting(CHANNELS, reading, at=at):  # a call may end before all is done
        done += batch
    return done


def dispatch(*, now: datetime) -> int:
    """Send what waits in the outbox by email, and return how many letters left."""
    return actions.dispatch([Smtp()], now=now)
