"""Looking again at clocks whose moment has come: the one thing that happens to a contact because time passes."""

import logging
from datetime import date, datetime, time, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils.timezone import make_aware

from answerable.contacts.clocks import LOOK_AGAIN, reckon
from answerable.contacts.models import ClockRow, Contact
from answerable.contacts.queries import asleep_until
from answerable.evidence.actions import record
from answerable.standards.judging.outcome import State

log = logging.getLogger(__name__)

CONNECTION_LOST = (OperationalError, InterfaceError)
"""The database went away, or was too busy: the fault of no contact, and for whoever called us to wait out."""


def wake(*, now: datetime, limit: int = 1000) -> int:
    """Reckon each contact that has a clock whose moment has come, the longest asleep first; return how many there were.

    A breach keeps its true moment however late this runs. Each contact is a transaction of its own. One that cannot be
    reckoned is put off for an hour, with an entry in the record, and the others go on. Any number of workers may do
    this at once: none waits for another, and a contact that one has in hand is left to it.

    ``limit`` is how many clocks are looked at; call again while the answer is not 0. Raises OperationalError or
    InterfaceError when the database is lost.
    """
    sleeping = dict.fromkeys(asleep_until(now).values_list("contact_id", flat=True)[:limit])
    return sum(_wake_one(id, now) for id in sleeping)


def _wake_one(id: int, now: datetime) -> bool:
    try:
        return _reckon_if_asleep(id, now)
    except CONNECTION_LOST:
        raise
    except Exception as error:
        log.exception("Contact number %s cannot be reckoned; it is put off for an hour.", id)
        _put_off(id, problem=f"{type(error).__name__}: {error}", now=now)
        return True


def look_again(*, since: date, at: datetime) -> int:
    """Have the worker look at once at every clock that runs on a day or after it; return how many there are.

    It is for when something else is known of that day than before: a bank holiday was proclaimed (C19). A clock that
    was decided already is looked at too, for the day was a holiday whether or not we knew. One that somebody reckons at
    this very moment, by what was known before, is put right when it is next looked at.
    """
    starts = make_aware(datetime.combine(since - timedelta(days=1), time.min))  # a day more, for calendars of any zone
    return ClockRow.objects.filter(Q(decided__gte=starts) | Q(state__in=_ANY_DAY)).update(wake_at=at)


_ANY_DAY = (State.PAUSED, State.UNCOUNTED)
"""Clocks that a day may move wherever it lies."""


@transaction.atomic
def _reckon_if_asleep(id: int, now: datetime) -> bool:
    """Reckon a contact unless somebody has it in hand, or has reckoned it since we looked."""
    # Where rows cannot be locked, in SQLite, the whole database is: transactions take turns from their beginning.
    free = Contact.objects.select_for_update(skip_locked=True, of=("self",)).select_related("edition")
    contact = free.filter(id=id).first()
    if contact is None or not contact.clocks.filter(wake_at__lte=now).exists():
        return False
    reckon(contact, now=now)
    return True


@transaction.atomic
def _put_off(id: int, *, problem: str, now: datetime) -> None:
    ClockRow.objects.filter(contact_id=id, wake_at__lte=now).update(wake_at=now + LOOK_AGAIN)
    contact = Contact.objects.only("reference").get(id=id)
    record("could not reckon", about=contact.reference, at=now, words={"problem": problem[:500]})
