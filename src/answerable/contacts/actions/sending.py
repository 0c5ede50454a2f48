"""The outbox: put a message in, and say what became of it. Nothing is sent here; see dispatching.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from answerable.contacts.actions.noting import Happening, note
from answerable.contacts.carrier import BY_EMAIL, carrier_for
from answerable.contacts.clocks import is_set_aside, kept_as
from answerable.contacts.danger import DUTY_SUBJECT, duty_letter
from answerable.contacts.letters import answer_subject, message_id
from answerable.contacts.models import Contact, Message, Outgoing
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.rows.actions import insert


class NewLetter(NamedTuple):
    """A message not yet written, and its place in the outbox, where somebody carries it."""

    message: Message
    outgoing: Outgoing | None


def post(
    contact: Contact,
    *,
    sort: Message.Sort,
    body: str,
    facts: Sequence[Happening],
    by: Staff | None,
    at: datetime,
    automatic: bool = False,
    answers: str = "",
    token: str | None = None,
    words: str = "",
    is_spoken: bool = False,
) -> Message:
    """Write to the customer. What the message is a fact of becomes a fact when it leaves, at the moment it leaves.

    Where nobody carries it, the customer reads it on their own page, where it stands at once: it has left when it is
    written. What was spoken has reached them already. ``answers`` is the Message-ID of what it answers, so that mail
    readers show the two together. ``words`` are what somebody wrote of the body. ``token`` is of the form it was
    written in, if it was (see writing.py). It joins the transaction it is called in.
    """
    letter = letter_to(
        contact,
        facts,
        sort=sort,
        body=body,
        by=by,
        at=at,
        automatic=automatic,
        answers=answers,
        token=token,
        words=words,
        address=contact.customer.email if contact.customer is not None else "",
        on_page_alone=is_spoken,
    )
    put_in([letter])
    if letter.outgoing is None and facts:
        note(contact, facts, by=by, at=at, now=at)
    if by is not None:
        record(f"wrote: {sort.value}", about=contact.reference, by=by.email, at=at)
    return letter.message


def put_in(letters: Sequence[NewLetter], *others: Message) -> None:
    """Write letters and other messages down, in two statements. It joins the transaction it is called in."""
    insert([*others, *(letter.message for letter in letters)])
    insert([letter.outgoing for letter in letters if letter.outgoing is not None])


def letter_to(
    contact: Contact,
    facts: Sequence[Happening],
    *,
    sort: Message.Sort,
    body: str,
    by: Staff | None,
    at: datetime,
    automatic: bool = False,
    answers: str = "",
    token: str | None = None,
    words: str = "",
    address: str,
    subject: str = "",
    on_page_alone: bool = False,
) -> NewLetter:
    """Return a letter to the customer, as ``post`` has it, not yet written.

    ``address`` is the customer's email address, or nothing. ``subject`` stands in the place of the customer's own, and
    with ``on_page_alone`` nobody carries it.
    """
    message = Message(
        contact=contact,
        sort=sort,
        at=at,
        by=by,
        subject=subject or answer_subject(contact),
        body=body,
        words=words.strip(),
        message_id=message_id(contact),
        token=token,
    )
    carrier = carrier_for(address=address, channel=contact.channel, carriers=settings.CARRIERS)
    if carrier is None or on_page_alone:
        return NewLetter(message, None)
    outgoing = Outgoing(
        message=message,
        carrier=carrier,
        council_id=contact.council_id,
        facts=[[what, kept_as(details)] for what, details in facts],
        in_reply_to=answers,
        automatic=automatic,
        try_at=at,
    )
    return NewLetter(message, outgoing)


def to_duty(contact: Contact, *, at: datetime) -> list[NewLetter]:
    """Return word for the address on duty that somebody may be in danger; it is a fact when the letter leaves.

    A council that has no such address tells nobody.
    """
    to = contact.council.duty_address
    if not to:
        return []
    message = Message(
        contact=contact,
        sort=Message.Sort.TO_DUTY,
        at=at,
        subject=f"[{contact.reference}] {DUTY_SUBJECT}",
        body=duty_letter(contact),
        message_id=message_id(contact),
    )
    outgoing = Outgoing(
        message=message,
        carrier=BY_EMAIL,
        to=to,
        council_id=contact.council_id,
        facts=[["duty_told", {"automatic": True}]],
        automatic=True,
        try_at=at,
    )
    return [NewLetter(message, outgoing)]


@transaction.atomic
def settle(outgoing: Outgoing, *, sent_at: datetime, at: datetime) -> bool:
    """Say that a message has left, and note what it was. Returns False when somebody had said so already."""
    claimed = Outgoing.objects.filter(id=outgoing.id).exclude(state=Outgoing.State.SENT)
    if not claimed.update(state=Outgoing.State.SENT, sent_at=sent_at, problem=""):
        return False
    message = outgoing.message
    if outgoing.facts:
        facts = [(what, details) for what, details in outgoing.facts]
        note(message.contact, facts, by=message.by, at=sent_at, now=at)
    return True


@transaction.atomic
def fail(outgoing: Outgoing, *, problem: str, at: datetime) -> None:
    """Say that a message cannot reach the customer. The contact opens again, so that somebody finds another way.

    A message that left and came back is a fact already, and stays one: we wrote in time. What it said is still owed.
    Of a contact that was set aside nothing is owed: it stays closed.
    """
    claimed = Outgoing.objects.filter(id=outgoing.id).exclude(state=Outgoing.State.FAILED)
    if not claimed.update(state=Outgoing.State.FAILED, problem=problem[:2000]):
        return
    contact, says_nothing = outgoing.message.contact, outgoing.message.sort in Message.KEYS
    if contact.closed_at is not None and not says_nothing and not is_set_aside(contact):
        contact.closed_at, contact.outcome = None, ""
        contact.save(update_fields=["closed_at", "outcome"])
    record("could not send", about=contact.reference, at=at, words={"problem": problem[:500]})
