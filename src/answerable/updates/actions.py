"""What is done about emails that somebody wants: begin, stop, write them when something happened, forget."""

import logging
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from answerable.contacts.actions.counting import count
from answerable.contacts.actions.noting import stand_in_line
from answerable.contacts.actions.waking import CONNECTION_LOST
from answerable.contacts.carrier import BY_EMAIL
from answerable.contacts.letters import letter, message_id
from answerable.contacts.limits import LETTERS_OF_COUNCIL, LETTERS_TO_ADDRESS, folded
from answerable.contacts.models import Contact, Message, Outgoing
from answerable.updates.models import Follower
from answerable.updates.queries import (
    NoUpdates,
    followers,
    has_news,
    is_left_out,
    letter_waits,
    to_look_at,
    why_no_updates,
    why_unreachable,
)

log = logging.getLogger(__name__)

SETTLES = timedelta(hours=1)
"""How long after something happened an email says so: a letter that is written meanwhile tells it better."""

EVERY = timedelta(minutes=15)
"""How often it is looked whether anything happened with a contact."""

A_DAY = timedelta(days=1)
"""There is one email about a contact in this time at the most."""

BATCH = 200

_FROM_EIGHT, _UNTIL_EIGHT = time(8), time(20)
"""Nobody is emailed at night."""


@transaction.atomic
def begin_updates(contact: Contact, *, at: datetime) -> NoUpdates | None:
    """Email the customer from now on when something happens; begun again, nothing happens. Returns why it cannot be."""
    stand_in_line(contact)
    problem = why_no_updates(contact)
    if problem is None:
        Follower.objects.get_or_create(contact=contact, defaults={"since": at, "told_up_to": at, "next_at": at})
    return problem


@transaction.atomic
def stop_updates(contact: Contact) -> bool:
    """Email the customer no more. What waits to leave does not leave. Returns False where nobody was to be emailed."""
    stand_in_line(contact)
    waits = Outgoing.objects.filter(message__contact=contact, message__sort=Message.Sort.UPDATE)
    for outgoing in waits.filter(state=Outgoing.State.WAITING).select_for_update():
        outgoing.delete()
        outgoing.message.delete()
    return bool(forget_updates(contact))


def forget_updates(contact: Contact) -> int:
    """Delete that somebody wants emails about a contact. It joins the transaction it is called in."""
    number, _ = Follower.objects.filter(contact=contact).delete()
    return number


def write_updates(now: datetime) -> int:
    """Write to those with whose contact something happened, by day; return with how many contacts that was looked at.

    Any number of workers may do this at once. One that was interrupted is looked at again after ``EVERY``.
    """
    if not _FROM_EIGHT <= localtime(now).time() < _UNTIL_EIGHT:
        return 0
    come = to_look_at(now, until=now - SETTLES, at_longest=A_DAY, many=BATCH)
    quiet = [key for key, closely in come if not closely]
    Follower.objects.filter(pk__in=quiet).update(next_at=now + EVERY)
    for one in followers([key for key, closely in come if closely]):
        if _claim(one, now):
            _look_at(one, now)
    return len(come)


def _claim(follower: Follower, now: datetime) -> bool:
    """Take a follower to look at. Returns False when another worker was first."""
    as_read = Follower.objects.filter(pk=follower.pk, next_at=follower.next_at)
    return bool(as_read.update(next_at=now + EVERY))


def _look_at(follower: Follower, now: datetime) -> None:
    try:
        _write_if_news(follower.contact, now)
    except CONNECTION_LOST:
        raise
    except Exception:  # whatever is wrong with one, the next is looked at
        log.exception("Cannot say whether anything happened with %s; it is tried again.", follower.contact.reference)


@transaction.atomic
def _write_if_news(contact: Contact, now: datetime) -> None:
    """Write one email if something happened that no letter told, and end with the contact, or where none can arrive."""
    stand_in_line(contact)
    follower = Follower.objects.filter(contact=contact).first()
    if follower is None:  # stopped a moment before
        return
    if contact.erased_at is not None or is_left_out(contact) or why_unreachable(contact) is not None:
        follower.delete()
        return
    until, closed_at = now - SETTLES, contact.closed_at
    if letter_waits(contact) or (closed_at is not None and closed_at > until):
        return
    is_news = has_news(contact, since=follower.told_up_to, until=until)
    if is_news and not _may_write(contact, now):
        _change(follower, next_at=now + A_DAY)
        return
    if is_news:
        _write(contact, is_last=closed_at is not None, at=now)
        _change(follower, told_up_to=now, next_at=now + A_DAY)
    else:
        _change(follower, told_up_to=max(until, follower.told_up_to))
    if closed_at is not None:
        follower.delete()


def _change(follower: Follower, **values: datetime) -> None:
    Follower.objects.filter(pk=follower.pk).update(**values)


def _may_write(contact: Contact, now: datetime) -> bool:
    """Tell whether one more email may go, and count it as what else a machine writes to an address."""
    if contact.messages.filter(sort=Message.Sort.UPDATE, at__gt=now - A_DAY).exists():
        return False
    assert contact.customer is not None  # who has an address
    if not count(LETTERS_TO_ADDRESS, who=folded(contact.customer.email), at=now):
        return False
    return contact.customer.is_proven or count(LETTERS_OF_COUNCIL, who=contact.council_id, at=now)


def _write(contact: Contact, *, is_last: bool, at: datetime) -> None:
    """Put an email into the outbox that says nothing of the matter. The link is added as it leaves."""
    message = Message.objects.create(
        contact=contact,
        sort=Message.Sort.UPDATE,
        at=at,
        subject=f"[{contact.reference}] Something has happened with your contact",
        body=letter(contact, "acknowledged", _said(contact, is_last=is_last), {}),
        message_id=message_id(contact),
    )
    Outgoing.objects.create(message=message, carrier=BY_EMAIL, council_id=contact.council_id, automatic=True, try_at=at)


def _said(contact: Contact, *, is_last: bool) -> str:
    ends = (
        "It is closed now, so this is the last of these emails."
        if is_last
        else "We send no more than one of these a day. If you want no more of them, open the second link below and "
        "press “Stop these emails”."
    )
    return (
        f"Something has happened with your contact {contact.reference}. Your page says what: open the link below.\n\n"
        f"A computer sent this, because somebody asked for it on your page. {ends}"
    )
