"""The two processes beside the web: the worker takes in and looks after, the dispatcher sends.

The tables are their queues: ``Incoming``, ``ClockRow.wake_at`` and ``Outgoing``. Nothing is remembered between rounds,
so either may be killed at any moment and started again, and several may run at once.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from answerable.channels.checks.trying import try_details, try_form, try_mailbox
from answerable.channels.email.carrier import Smtp
from answerable.channels.email.fetch import fetch
from answerable.channels.email.models import Position
from answerable.channels.email.place import EMAIL
from answerable.channels.email.servers import all_servers
from answerable.channels.letter.carrier import PrintFolder
from answerable.channels.web.actions import forget_ended_sessions
from answerable.channels.web.place import WEB
from answerable.config.rounds import Duty, Stopping, go_round
from answerable.contacts.actions import dispatch, wake
from answerable.contacts.carrier import Carrier
from answerable.councils.models import Mailbox
from answerable.evidence.actions import seal
from answerable.figures.actions import count_what_changed
from answerable.health.actions import EVERY, show
from answerable.inbox.actions import take_in_waiting
from answerable.inbox.reader import Reader
from answerable.people.actions import forget_failures, forget_sessions

log = logging.getLogger(__name__)

CHANNELS = (EMAIL, WEB)
"""Every way in whose messages are kept in the inbox first."""

_SECOND = timedelta(seconds=1)

WHILE_AWAY = timedelta(minutes=1)
"""How long a mailbox that could not be reached is left alone: to find it still away may take half a minute."""


def work() -> None:
    """Fetch mail, take in what arrived, look after clocks, figures and record, try our ways in, until told to stop."""
    with Reader() as reader:
        _run(
            "worker",
            Duty("Fetching mail", fetch_all, every=5 * _SECOND),
            Duty("Taking in what arrived", lambda now: take_in_waiting(CHANNELS, reader, at=now), at_rest=_SECOND),
            # What is noticed seconds late is kept at its true moment.
            Duty("Waking clocks", lambda now: wake(now=now), at_rest=5 * _SECOND),
            Duty("Counting figures", count_what_changed, every=10 * _SECOND, at_rest=20 * _SECOND),
            Duty("Sealing the record", lambda now: seal(at=now), every=timedelta(minutes=5)),
            Duty("Forgetting ended sessions", lambda now: forget_ended_sessions(at=now), every=timedelta(hours=1)),
            Duty("Forgetting who was signed in", lambda now: forget_sessions(at=now), every=timedelta(hours=1)),
            Duty("Forgetting failed sign-ins", lambda now: forget_failures(at=now), every=timedelta(hours=1)),
            *(checks() if settings.CHECKS else ()),
        )


def checks() -> tuple[Duty, ...]:
    """Return the duties that try our own ways in. Each tries one at a time, so that mail need not wait for all."""
    return (
        Duty("Trying the form", try_form, every=10 * _SECOND),
        Duty("Trying the mailboxes", try_mailbox, every=10 * _SECOND),
        Duty("Trying where to find us", try_details, every=10 * _SECOND),
    )


def send() -> None:
    """Send what waits in the outbox, until asked to stop."""
    ways = carriers()
    _run("dispatcher", Duty("Sending letters", lambda now: dispatch(ways, now=now), at_rest=_SECOND))


def carriers() -> tuple[Carrier, ...]:
    """Return every way in which this deployment's letters travel: those that ``settings.CARRIERS`` names."""
    return (Smtp(), *((PrintFolder(Path(settings.PRINT)),) if settings.PRINT else ()))


def _run(name: str, *duties: Duty) -> None:
    # Last, so that what is shown is the end of a round.
    seen = Duty("Showing that it goes round", lambda now: show(name, at=now), every=EVERY)
    stopping = Stopping().listen()
    log.info("The %s has started.", name)
    go_round((*duties, seen), stopping)
    log.info("The %s has stopped.", name)


def fetch_all(now: datetime) -> None:
    """Fetch each mailbox of the mail file. What is wrong with one stands in its position, and stops no other."""
    away = Position.objects.exclude(problem="").filter(looked_at__gt=now - WHILE_AWAY)
    at_hand = Mailbox.objects.filter(address__in=all_servers()).exclude(position__in=away)
    for mailbox in at_hand.select_related("council").order_by("id"):
        fetch(mailbox, at=now)
