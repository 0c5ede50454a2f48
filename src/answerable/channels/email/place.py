"""Where an email goes: it is a new contact, part of an old one, a report about a letter of ours, or a letter's copy."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Lower

from answerable.channels.email.checking import know_email
from answerable.channels.email.machines import Bounce
from answerable.channels.email.proving import proof
from answerable.channels.email.read import Email, read
from answerable.contacts import actions as contacts
from answerable.contacts.arrival import Arrival
from answerable.contacts.models import Contact, Message, Outgoing
from answerable.contacts.references import references_in
from answerable.councils.models import Mailbox
from answerable.customers.proof import Proof
from answerable.inbox.channel import Intake, Placed
from answerable.inbox.models import Incoming


def place(incoming: Incoming, email: Email, /, *, at: datetime) -> Placed:
    """Put an email where it belongs: a new contact, an old one, or the letter of ours that it is about."""
    if _is_test(incoming, email, at=at):
        return Placed(None, Incoming.State.OURS)
    ours = _copy_of(incoming, email)
    if ours is not None:
        contacts.settle(ours, sent_at=ours.claimed_at or incoming.arrived_at, at=at)
        return Placed(ours.message.contact, Incoming.State.OURS)
    return Placed(_undelivered(incoming, email, at=at) or _receive(incoming, email, at=at))


EMAIL = Intake(name="email", read=read, place=place)


def _is_test(incoming: Incoming, email: Email, *, at: datetime) -> bool:
    """Tell whether this is a test of ours that came in, or a report that one did not."""
    about = {bounce.message_id: f"A mail server says: {bounce.words}" for bounce in reversed(email.bounces)}
    about[email.message_id] = ""
    known = (
        know_email(message_id, council=incoming.council_id, arrived_at=incoming.arrived_at, at=at, problem=problem)
        for message_id, problem in about.items()
    )
    return any(known)


def _copy_of(incoming: Incoming, email: Email) -> Outgoing | None:
    """Return the letter of ours that this is a copy of: it has its id, and comes from one of our mailboxes."""
    if not email.message_id or not _is_our_mailbox(email.address):
        return None
    return _letters(incoming, email.message_id).first()


def _undelivered(incoming: Incoming, email: Email, *, at: datetime) -> Contact | None:
    """Return the contact whose letter this report is about, when there is nothing in it for a person to do.

    A letter that will never arrive is marked as failed, which opens its contact again for somebody to see.
    """
    if not email.bounces:
        return None
    letters = {letter.message.message_id: letter for letter in _letters(incoming, *_ids_in(email.bounces))}
    # What could not be delivered to our own mailbox was the copy, and the customer has theirs.
    copies = _our_mailboxes(bounce.recipient for bounce in email.bounces)
    failed = [bounce for bounce in email.bounces if bounce.is_final and bounce.recipient not in copies]
    for message_id in set(_ids_in(failed)) & letters.keys():
        why = next(f"{bounce.status} {bounce.words}" for bounce in failed if bounce.message_id == message_id)
        contacts.fail(letters[message_id], problem=why.strip(), at=at)
    return next((letter.message.contact for letter in letters.values()), None)


def _receive(incoming: Incoming, email: Email, *, at: datetime) -> Contact:
    told = _word_to_duty(incoming, email)
    if told is not None:
        who = f"[From {email.name} {email.address}, in answer to the word to whoever is on duty.]\n\n"
        contacts.note_down(told.contact, body=who + email.text, by=None, at=incoming.arrived_at)
        return told.contact
    contact = _answered(incoming, email)
    if contact is None:
        return contacts.receive(_arrival(incoming, email), at=incoming.arrived_at, now=at)
    return _go_on(contact, incoming, email, at=at)


def _go_on(contact: Contact, incoming: Incoming, email: Email, *, at: datetime) -> Contact:
    """Add a message to a contact, marked as a stranger's when its customer did not write it."""
    by_stranger = not _is_customer(contact, incoming, email)
    arrival = replace(_arrival(incoming, email), by_stranger=by_stranger)
    return contacts.add(contact, arrival, at=incoming.arrived_at, now=at)


def _arrival(incoming: Incoming, email: Email) -> Arrival:
    mailbox = _mailbox(incoming)
    elsewhere = f"It asks for answers to {email.answers_to}, which says nothing of who wrote it." * bool(
        email.answers_to
    )
    notes = [f"[{note}]" for note in (incoming.notice, elsewhere) if note]
    return Arrival(
        council=incoming.council,
        team=mailbox.team,
        channel=EMAIL.name,
        mailbox=mailbox.name,
        subject=email.subject,
        body="\n\n".join([*notes, email.text]),
        name=email.name,
        email=email.address,
        message_id=email.message_id,
        attachments=email.attachments,
        answerable=_may_answer(incoming, email),
        automatic=email.automatic,
        proof=_proof(incoming, email),
    )


def _mailbox(incoming: Incoming) -> Mailbox:
    assert incoming.mailbox is not None  # an email came to an address
    return incoming.mailbox


def _proof(incoming: Incoming, email: Email) -> Proof:
    return proof(email.checks, address=email.address, checked_by=_mailbox(incoming).checked_by)


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
        if message.sort != Message.Sort.FROM_CUSTOMER or _is_customer(message.contact, incoming, email):
            return message.contact
    named = Contact.objects.filter(council=incoming.council_id, reference__in=references)
    for contact in named.select_related("customer").order_by("id"):
        if _is_customer(contact, incoming, email):
            return contact
    return None


def _word_to_duty(incoming: Incoming, email: Email) -> Message | None:
    """Return the word to whoever is on duty that this answers: it is for colleagues, and never for the customer."""
    if not email.answers:
        return None
    found = Message.objects.filter(contact__council=incoming.council_id, message_id__in=email.answers)
    return found.filter(sort=Message.Sort.TO_DUTY).select_related("contact").first()


def _is_customer(contact: Contact, incoming: Incoming, email: Email) -> bool:
    """Tell whether a message is from its contact's customer: by its From alone, unless our own server says it is not.

    What nobody has proved may still be theirs, and is shown as not proved.
    """
    if not email.address or contact.customer is None or contact.customer.email != email.address:
        return False
    return _proof(incoming, email) is not Proof.FAILED


def _may_answer(incoming: Incoming, email: Email) -> bool:
    """Tell whether a machine may acknowledge a message: a person wrote it, and from where they say."""
    if email.automatic or not email.address or _is_our_mailbox(email.address):
        return False
    return _proof(incoming, email) is not Proof.FAILED  # the letter would go to somebody who did not write


def _is_our_mailbox(address: str) -> bool:
    return bool(address) and Mailbox.objects.filter(address__iexact=address).exists()


def _our_mailboxes(addresses: Iterable[str]) -> set[str]:
    """Return which of some addresses, in small letters, are mailboxes of ours."""
    ours = Mailbox.objects.annotate(small=Lower("address")).filter(small__in=list(addresses))
    return set(ours.values_list("small", flat=True))


def _ids_in(bounces: Iterable[Bounce]) -> list[str]:
    return [bounce.message_id for bounce in bounces]


def _letters(incoming: Incoming, *message_ids: str) -> QuerySet[Outgoing]:
    letters = Outgoing.objects.filter(council=incoming.council_id, message__message_id__in=message_ids)
    return letters.select_related("message__contact__customer").order_by("id")
