"""The two processes beside the web: the worker takes in and looks after, the dispatcher sends.

The tables are their queues: ``Incoming``, ``ClockRow.wake_at`` and ``Outgoing``. Nothing is remembered between rounds,
so either may be killed at any moment and started again, and several may run at once.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db.models import F, Q

from answerable.alerts.actions import forget_alerts, notice, see_opened, tell, warn
from answerable.asking.actions import remind
from answerable.channels.checks.trying import try_details, try_form, try_mailbox
from answerable.channels.email.carrier import Smtp
from answerable.channels.email.fetch import fetch
from answerable.channels.email.memo import send_memos
from answerable.channels.email.place import EMAIL
from answerable.channels.email.servers import all_servers
from answerable.channels.letter.carrier import PrintFolder
from answerable.channels.web.actions import forget_ended_sessions
from answerable.channels.web.place import WEB
from answerable.config.anchoring import mail_anchor, note_anchor
from answerable.config.rounds import Duty, Stopping, go_round
from answerable.contacts import actions as contacts
from answerable.contacts.actions import dispatch, wake
from answerable.contacts.actions.counting import forget_counts
from answerable.contacts.carrier import Carrier
from answerable.councils.models import Mailbox
from answerable.evidence.actions import key_at, seal_all
from answerable.figures.actions import count_what_changed
from answerable.files.actions import forget_held, forget_orphans, scan_waiting
from answerable.finding.actions import index_for_a_while
from answerable.health.actions import EVERY, show
from answerable.importing.sent import LINES
from answerable.inbox import actions as inbox
from answerable.inbox.actions import take_in_waiting
from answerable.inbox.reader import Reader
from answerable.memos.actions import forget_memos
from answerable.people.actions import forget_all_unsent, forget_failures, forget_sessions
from answerable.retention.actions import erase_daily
from answerable.updates.actions import write_updates

log = logging.getLogger(__name__)

CHANNELS = (EMAIL, WEB, LINES)
"""Every way in whose messages are kept in the inbox first."""

_SECOND = timedelta(seconds=1)

WHILE_AWAY = timedelta(minutes=1)
"""How long a mailbox that could not be reached is left alone: to find it still away may take a third of a minute."""


A_WHILE = 30.0
"""Seconds after which no other mailbox is fetched before what else there is to do is seen to."""


def work() -> None:
    """Fetch mail, take in what arrived, look after clocks, figures and record, try our ways in, until told to stop."""
    key = key_at(settings.SEAL_KEY)
    with Reader() as reader:
        _run(
            "worker",
            Duty("Fetching mail", fetch_all, every=5 * _SECOND),
            Duty("Taking in what arrived", lambda now: take_in_waiting(CHANNELS, reader, at=now), at_rest=_SECOND),
            Duty("Reading for the index", lambda now: index_for_a_while(), at_rest=_SECOND),
            Duty("Scanning files", scan_waiting, at_rest=2 * _SECOND),
            # What is noticed seconds late is kept at its true moment.
            Duty("Waking clocks", lambda now: wake(now=now), at_rest=5 * _SECOND),
            Duty("Noticing what staff are to know", notice, every=5 * _SECOND),
            Duty("Noticing which limits are near", warn, every=60 * _SECOND),
            Duty("Seeing which alerts were opened", see_opened, every=30 * _SECOND),
            Duty("Writing to staff", tell, every=5 * _SECOND),
            Duty("Gathering floods", lambda now: contacts.gather(now=now), every=5 * _SECOND),
            Duty("Handing over work", lambda now: contacts.hand_over_what_is_due(now), every=60 * _SECOND),
            Duty("Reminding those asked outside", remind, every=timedelta(minutes=10)),
            Duty("Writing to customers who want to know", write_updates, at_rest=30 * _SECOND),
            Duty("Doing what was decided about floods", lambda now: contacts.carry_out(now=now), at_rest=_SECOND),
            Duty("Counting figures", count_what_changed, every=10 * _SECOND, at_rest=20 * _SECOND),
            Duty("Sealing the record", lambda now: seal_all(at=now, key=key), every=timedelta(minutes=1)),
            Duty("Writing seals down outside", note_anchor, every=timedelta(minutes=1)),
            Duty("Sending the newest seal outside", mail_anchor, every=timedelta(hours=1)),
            Duty("Putting right what a wrong clock put off", hasten, every=timedelta(minutes=1)),
            Duty("Forgetting old alerts", forget_alerts, every=timedelta(hours=1)),
            Duty("Forgetting ended counts", lambda now: forget_counts(at=now), every=timedelta(hours=1)),
            Duty("Forgetting ended sessions", lambda now: forget_ended_sessions(at=now), every=timedelta(hours=1)),
            Duty("Forgetting forms not sent", lambda now: forget_all_unsent(at=now), every=timedelta(hours=1)),
            Duty("Forgetting files not sent", forget_held, every=timedelta(hours=1)),
            Duty("Forgetting files of which nobody knows", forget_orphans, every=timedelta(hours=1)),
            Duty("Forgetting memos", forget_memos, every=timedelta(hours=1)),
            Duty("Forgetting who was signed in", lambda now: forget_sessions(at=now), every=timedelta(hours=1)),
            # A batch at a time, and then not again until the next day.
            Duty("Erasing what was kept long enough", erase_daily, every=_SECOND, at_rest=timedelta(days=1)),
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
    _run(
        "dispatcher",
        Duty("Sending letters", lambda now: dispatch(ways, now=now), at_rest=_SECOND),
        Duty("Sending memos", send_memos, at_rest=_SECOND),
    )


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


def hasten(now: datetime) -> int:
    """Have tried what waits longer than anything waits, since it was put off while the clock ran ahead."""
    return contacts.hasten(now) + inbox.hasten(now)


def fetch_all(now: datetime) -> None:
    """Fetch the mailboxes of the mail file, those that waited longest first, as many as there is time for.

    What is wrong with one stands in its position. Those that could be reached come first, and then one that could not
    and has been left alone for a while: so a server that hangs holds the others up for one try at the most.
    """
    ours = Mailbox.objects.filter(address__in=all_servers()).select_related("council")
    by_turn = ours.order_by(F("position__looked_at").asc(nulls_first=True), "id")
    failed = Q(position__isnull=False) & ~Q(position__problem="")
    away = Q(position__looked_at__gt=now - WHILE_AWAY, position__looked_at__lte=now)  # not by a clock put right since
    began = monotonic()
    for mailbox in [*by_turn.exclude(failed), *by_turn.filter(failed).exclude(away)[:1]]:
        if monotonic() - began > A_WHILE:
            break
        fetch(mailbox, at=now + timedelta(seconds=int(monotonic() - began)))
