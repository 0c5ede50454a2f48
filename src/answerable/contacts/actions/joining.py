"""Two customers who are one person, and one letter that holds two matters."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from answerable.contacts.actions.arriving import begin
from answerable.contacts.actions.deciding import NotSaid, reason_given
from answerable.contacts.actions.managing import note_down
from answerable.contacts.actions.noting import in_turn, note
from answerable.contacts.actions.sending import post
from answerable.contacts.arrival import Arrival
from answerable.contacts.clocks import in_force
from answerable.contacts.letters import letter
from answerable.contacts.models import Contact, Message
from answerable.customers import actions as customers
from answerable.design.templatetags.words import day
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.kinds import KINDS


class NotJoined(ValueError):
    """Two customers cannot be said to be one person, or to be two again."""


class NotSplit(ValueError):
    """A contact cannot be split."""


@transaction.atomic
def join_customers(contact: Contact, *, other: Contact, why: str, by: Staff, at: datetime) -> None:
    """Say that whoever two contacts are from is one person, with the reason. Said again, nothing happens.

    What is known of each stays as it was, so that ``part_customer`` takes them apart again. What is held, handed out
    and erased of one is that of both from then on. Raises NotSaid and NotJoined.
    """
    for one in sorted((contact, other), key=lambda one: one.id):
        in_turn(one)
        if one.customer is None:
            raise NotJoined(f"Cannot say who {one.reference} is from: nothing is known of them.")
    assert contact.customer is not None
    assert other.customer is not None
    if contact.council_id != other.council_id or contact.customer == other.customer:
        raise NotJoined(f"Whoever {contact.reference} and {other.reference} are from is known as one person already.")
    words = {"why": reason_given(why)}
    if customers.join(contact.customer, other.customer):
        record("joined customers", about=contact.reference, by=by.email, at=at, words=words, other=other.reference)


@transaction.atomic
def part_customer(contact: Contact, *, why: str, by: Staff, at: datetime) -> None:
    """Say that whoever a contact is from is nobody else whom we know, with the reason. Raises NotSaid and NotJoined."""
    in_turn(contact)
    words = {"why": reason_given(why)}
    if contact.customer is None or not customers.part(contact.customer):
        raise NotJoined(f"Whoever {contact.reference} is from is known as nobody else. Load the page again to see it.")
    record("parted customers", about=contact.reference, by=by.email, at=at, words=words)


@transaction.atomic
def split(
    contact: Contact, *, subject: str, body: str, kinds: Collection[str], by: Staff, at: datetime, token: str
) -> Contact:
    """Make a contact of its own of the second matter in a letter: of the same receipt, with its own kinds and clocks.

    ``body`` is what the letter says of it. That we had the letter was said of both, so an acknowledgement that was
    given is one of both; the date it gave stays with the first. The customer is told the new reference. A form with a
    ``token`` splits once. Raises NotSaid, NotSplit, and what ``begin`` raises.
    """
    in_turn(contact)
    if CHANNELS[contact.channel].begins != "received":
        raise NotSplit(
            f"Cannot split {contact.reference}: it is {CHANNELS[contact.channel].one}, which is counted once. Log the "
            f"second matter as a new contact."
        )
    for name, given, missing in (
        ("subject", subject, "Say what the second matter is about"),
        ("body", body, "Give what the letter says of it"),
    ):
        if not given.strip():
            raise NotSaid(name, missing)
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown or not kinds:
        raise NotSaid("kinds", f"'{unknown[0]}' is no kind of contact" if unknown else "Choose at least one kind")
    arrival = Arrival(
        council=contact.council,
        team=contact.team,
        channel=contact.channel,
        subject=subject.strip(),
        place=contact.place,
        body=body.strip(),
        kinds=tuple(sorted(kinds)),
        mailbox=contact.mailbox,
    )
    made = begin(
        arrival,
        details={},
        by=by,
        at=contact.received_at,
        now=at,
        customer=contact.customer,
        why=f"It came in the same message as {contact.reference}.",
        token=token,
    )
    if made.facts.count() > 1 or made.messages.filter(sort=Message.Sort.NOTICE).exists():
        return made  # the form was sent again
    _acknowledge_too(contact, made, at=at)
    record("split", about=contact.reference, by=by.email, at=at, into=made.reference)
    note_down(contact, body=f"A second matter in this is {made.reference} now: {made.subject}", by=by, at=at)
    note_down(made, body=f"It came in the same message as {contact.reference}.", by=by, at=at)
    told = (
        f"Your message of {day(contact.received_at)} held more than one matter. We deal with this one by itself: "
        f"{made.subject}. The rest goes on under your reference {contact.reference}. Your page says what we owe you, "
        f"and by when."
    )
    name = contact.customer.name if contact.customer else ""
    post(
        made,
        sort=Message.Sort.NOTICE,
        body=letter(made, "acknowledged", told, {}, to=name, by=by),
        facts=[],
        by=by,
        at=at,
    )
    return made


def _acknowledge_too(contact: Contact, made: Contact, *, at: datetime) -> None:
    """Note of a contact that was split off that it was acknowledged with the letter that it came in."""
    for row in in_force(contact.facts.select_related("by")):
        if row.what == "acknowledged":
            details = {name: value for name, value in row.said.items() if name not in ("by_when", "reference")}
            note(made, [("acknowledged", details)], by=row.by, at=row.at, now=at)
