"""Messages that were kept become contacts, or parts of contacts. One that cannot be read still becomes one."""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from answerable.channels.email.checking import know_email
from answerable.channels.email.headers import decoded
from answerable.channels.email.models import Incoming
from answerable.channels.email.read import Email, read
from answerable.contacts import actions as contacts
from answerable.contacts.arrival import Arrival
from answerable.contacts.models import Contact, Message, Outgoing
from answerable.contacts.references import references_in
from answerable.councils.models import Mailbox
from answerable.promises.queries import edition_on

MOST_TRIES = 3
"""How often reading a message may fail, or kill the process that reads it, before a person is asked to."""

MOST_ACKNOWLEDGEMENTS = 5
"""Automatic acknowledgements that one address is sent in a day. More than that is two machines talking (RFC 3834)."""

_A_MINUTE, _AN_HOUR, _A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_SHOWN_BYTES = 20_000
_log = logging.getLogger(__name__)


def read_waiting(*, at: datetime) -> int:
    """Read every message that waits, and return how many were dealt with. One that fails stops none of the next."""
    done = 0
    waiting = Incoming.objects.filter(state=Incoming.State.WAITING, try_at__lte=at).order_by("id")
    for id in list(waiting.values_list("id", flat=True)):
        try:
            done += _try(id, at=at)
        except Exception as error:  # whatever a message does to us, it is noted with it, and the next is read
            _log.exception("Cannot read the message %s", id)
            _put_off(id, f"{type(error).__name__}: {error}", until=at + _A_MINUTE)
    return done


def _try(id: int, *, at: datetime) -> int:
    incoming = Incoming.objects.get(id=id)
    try:
        edition_on(incoming.council_id, localdate(incoming.arrived_at))
    except LookupError as error:  # not the message's fault: it waits until a charter is published
        _put_off(id, str(error), until=at + _AN_HOUR)
        return 0
    # Committed before it is read, so that a message that kills the process is counted too.
    Incoming.objects.filter(id=id).update(tries=F("tries") + 1)
    if incoming.tries >= MOST_TRIES:
        return int(set_aside(incoming, at=at))
    return int(place(incoming, read(bytes(incoming.raw)), at=at))


@transaction.atomic
def place(incoming: Incoming, email: Email, *, at: datetime) -> bool:
    """Put a message where it belongs: a new contact, an old one, or the letter of ours that it is about.

    Returns False when somebody has dealt with it already. The contact and the message's new state are one transaction,
    so that a crash at any moment neither loses it nor makes it two.
    """
    if not _hold(incoming):
        return False
    if _is_test(incoming, email, at=at):
        return _settle(incoming, Incoming.State.OURS, None)
    ours = _copy_of(incoming, email)
    if ours is not None:
        contacts.settle(ours, sent_at=ours.claimed_at or incoming.arrived_at, at=at)
        return _settle(incoming, Incoming.State.OURS, ours.message.contact)
    about = _undelivered(incoming, email, at=at)
    if about is None:
        about = _receive(incoming, email, at=at)
    return _settle(incoming, Incoming.State.READ, about)


@transaction.atomic
def set_aside(incoming: Incoming, *, at: datetime) -> bool:
    """Make a contact of a message that could not be read, for a person to look at. Nobody is answered by a machine."""
    if not _hold(incoming):
        return False
    beginning = decoded(bytes(incoming.raw[:_SHOWN_BYTES]))
    arrival = Arrival(
        council=incoming.council,
        team=incoming.mailbox.team,
        channel="email",
        mailbox=incoming.mailbox.name,
        subject="A message that could not be read",
        body=f"This message came to {incoming.mailbox.address} and could not be read. It is kept as it came. "
        f"It begins:\n\n{beginning}",
        answerable=False,
    )
    contact = contacts.receive(arrival, at=incoming.arrived_at, now=at)
    return _settle(incoming, Incoming.State.UNREADABLE, contact)


def _put_off(id: int, problem: str, *, until: datetime) -> None:
    Incoming.objects.filter(id=id).update(problem=problem[:2000], try_at=until)


def _hold(incoming: Incoming) -> bool:
    """Tell whether a message still waits, and have nobody else deal with it until this transaction ends.

    Whose it is, is read in this transaction too.
    """
    held = Incoming.objects.select_for_update(of=("self",)).select_related("council", "mailbox__team")
    now = held.only("state", "council", "mailbox").get(id=incoming.id)
    incoming.council, incoming.mailbox = now.council, now.mailbox
    return now.state == Incoming.State.WAITING


def _settle(incoming: Incoming, state: Incoming.State, contact: Contact | None) -> bool:
    Incoming.objects.filter(id=incoming.id).update(state=state, contact=contact)
    return True


def _is_test(incoming: Incoming, email: Email, *, at: datetime) -> bool:
    """Tell whether this is a test of ours that came in, or a report that one did not."""
    known = partial(know_email, council=incoming.council_id, arrived_at=incoming.arrived_at, at=at)
    returned = (known(bounce.message_id, problem=f"A mail server says: {bounce.words}") for bounce in email.bounces)
    return known(email.message_id) or any(returned)


def _copy_of(incoming: Incoming, email: Email) -> Outgoing | None:
    """Return the letter of ours that this is a copy of: it has its id, and comes from one of our mailboxes."""
    if not email.message_id or not _is_our_mailbox(email.written_from):
        return None
    return _letters(incoming, email.message_id).first()


def _undelivered(incoming: Incoming, email: Email, *, at: datetime) -> Contact | None:
    """Return the contact whose letter this report is about, when there is nothing in it for a person to do.

    A letter that will never arrive is marked as failed, which opens its contact again for somebody to see.
    """
    about = None
    for bounce in email.bounces:
        letter = _letters(incoming, bounce.message_id).first()
        if letter is None:
            continue
        about = letter.message.contact
        # What could not be delivered to our own mailbox was the copy, and the customer has theirs.
        if bounce.is_final and not _is_our_mailbox(bounce.recipient):
            contacts.fail(letter, problem=f"{bounce.status} {bounce.words}".strip(), at=at)
    return about


def _receive(incoming: Incoming, email: Email, *, at: datetime) -> Contact:
    contact = _answered(incoming, email)
    if contact is None:
        return contacts.receive(_arrival(incoming, email, email.text, at=at), at=incoming.arrived_at, now=at)
    return _go_on(contact, incoming, email, at=at)


def _go_on(contact: Contact, incoming: Incoming, email: Email, *, at: datetime) -> Contact:
    """Add a message to a contact, saying who wrote it when that is not the customer."""
    who = f"[From {email.name} {email.written_from}, who is not the customer we wrote to.]\n\n"
    text = email.text if _is_customer(contact, email) else who + email.text
    return contacts.add(contact, _arrival(incoming, email, text, at=at), at=incoming.arrived_at, now=at)


def _arrival(incoming: Incoming, email: Email, text: str, *, at: datetime) -> Arrival:
    body = f"[{incoming.notice}]\n\n{text}" if incoming.notice else text
    return Arrival(
        council=incoming.council,
        team=incoming.mailbox.team,
        channel="email",
        mailbox=incoming.mailbox.name,
        subject=email.subject,
        body=body,
        name=email.name,
        email=email.address,
        message_id=email.message_id,
        attachments=email.attachments,
        answerable=_may_answer(incoming, email, at=at),
        automatic=email.automatic,
    )


def _answered(incoming: Incoming, email: Email) -> Contact | None:
    """Return the contact that a message goes on with, or None when it is a matter of its own.

    The id of a letter of ours cannot be guessed: who answers it has had it in hand. A reference can be read over a
    shoulder, and a customer's own id is known to all they wrote to; those count from the customer alone, so that
    nobody gets into the matter of somebody else.
    """
    references = references_in(email.subject)
    if not email.answers and not references:  # nearly every message: it need not cost two questions
        return None
    found = Message.objects.filter(contact__council=incoming.council_id, message_id__in=email.answers)
    by_id = {message.message_id: message for message in found.select_related("contact__customer")}
    for message in (by_id[one] for one in email.answers if one in by_id):
        if message.sort != Message.Sort.FROM_CUSTOMER or _is_customer(message.contact, email):
            return message.contact
    named = Contact.objects.filter(council=incoming.council_id, reference__in=references)
    for contact in named.select_related("customer").order_by("id"):
        if _is_customer(contact, email):
            return contact
    return None


def _is_customer(contact: Contact, email: Email) -> bool:
    return bool(email.address) and contact.customer is not None and contact.customer.email == email.address


def _may_answer(incoming: Incoming, email: Email, *, at: datetime) -> bool:
    """Tell whether a machine may acknowledge a message: a person wrote it, and it has not become a loop."""
    if email.automatic or not email.address or _is_our_mailbox(email.address):
        return False
    # By the customer's council: by the letter's own, SQLite would look at every letter the council ever sent.
    sent = Outgoing.objects.filter(
        message__contact__customer__council=incoming.council_id,
        message__contact__customer__email=email.address,
        automatic=True,
        message__at__gt=at - _A_DAY,
    )
    return sent.count() < MOST_ACKNOWLEDGEMENTS


def _is_our_mailbox(address: str) -> bool:
    return bool(address) and Mailbox.objects.filter(address__iexact=address).exists()


def _letters(incoming: Incoming, message_id: str) -> QuerySet[Outgoing]:
    letters = Outgoing.objects.filter(council=incoming.council_id, message__message_id=message_id)
    return letters.select_related("message__contact__customer").order_by("id")
