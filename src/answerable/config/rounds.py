"""How a process works for ever: it goes round its duties, a failing one stops no other, and it ends politely."""

import logging
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import sleep
from types import FrameType

from django.db import close_old_connections, connections

from answerable.config.clock import the_moment_it_is
from answerable.contacts.actions.waking import CONNECTION_LOST

log = logging.getLogger(__name__)

PAUSE = timedelta(seconds=0.5)
"""Between two rounds; the longest that a process at rest takes to notice that it should stop."""

LONGEST_WAIT = timedelta(minutes=1)
"""The longest that a duty which keeps failing is put off."""


@dataclass
class Duty:
    """One thing that a process does again and again, and how it has gone lately.

    ``do`` is given the moment, finishes one piece of work, and may be killed at any point of it. ``every`` is how long
    to leave it after a piece that went well, and ``at_rest`` after one that found nothing to do: it then returned 0.
    """

    name: str
    do: Callable[[datetime], object]
    every: timedelta = timedelta(0)
    at_rest: timedelta = timedelta(0)
    next_at: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)
    failures: int = field(default=0, init=False)

    def attend(self, now: datetime) -> None:
        """Do it if its time has come. A failure is logged, and puts it off for 1 second, then 2, 4 and up to 60."""
        if (
            now < self.next_at <= now + max(self.every, self.at_rest, LONGEST_WAIT)
        ):  # a later one was set before the clock was put back
            return
        try:
            done = self.do(now)
        except Exception as error:
            wait = min(timedelta(seconds=2 ** min(self.failures, 6)), LONGEST_WAIT)
            self.failures += 1
            self.next_at = now + wait
            if isinstance(error, CONNECTION_LOST):
                log.warning("%s: the database cannot be used; next try in %d s. %s", self.name, wait.seconds, error)
                connections.close_all()
            else:
                log.exception("%s failed; next try in %d s.", self.name, wait.seconds)
        else:
            self.failures = 0
            self.next_at = now + (max(self.every, self.at_rest) if done == 0 else self.every)


class Stopping:
    """Whether somebody has asked this process to stop: SIGTERM from whoever runs it, or Ctrl-C."""

    def __init__(self) -> None:
        self._asked = False

    def listen(self) -> "Stopping":
        """Take both signals as a request to finish what is in hand. A second Ctrl-C does not hurry it."""
        signal.signal(signal.SIGTERM, self.ask)
        signal.signal(signal.SIGINT, self.ask)
        return self

    def ask(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Ask it to stop after the piece in hand."""
        self._asked = True

    def is_asked(self) -> bool:
        """Tell whether to begin nothing more."""
        return self._asked


def go_round(
    duties: Sequence[Duty],
    stopping: Stopping,
    *,
    clock: Callable[[], datetime] = the_moment_it_is,
    rest: Callable[[float], object] = sleep,
) -> None:
    """Attend to each duty in turn, rest, and begin again, until asked to stop."""
    while not stopping.is_asked():
        for duty in duties:
            if stopping.is_asked():
                break
            duty.attend(clock())
        close_old_connections()
        if not stopping.is_asked():
            rest(PAUSE.total_seconds())
    connections.close_all()
