"""Taking in a message from outside: worked out first, asking little and writing nothing, and then written at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from answerable.contacts import letters
from answerable.contacts.actions.counting import count
from answerable.contacts.actions.flagging import raise_flag
from answerable.contacts.actions.noting import row
from answerable.contacts.actions.sending import NewLetter, letter_to, put_in, to_duty
from answerable.contacts.arrival import Arrival
from answerable.contacts.clocks import by_when, drawn, next_due, record_breaches
from answerable.contacts.danger import before_letter
from answerable.contacts.floods import marks_of
from answerable.contacts.keys import without_keys
from answerable.contacts.kinds import kind_rows
from answerable.contacts.limits import LETTERS_OF_COUNCIL, LETTERS_TO_ADDRESS, folded
from answerable.contacts.models import LONGEST_PLACE, ClockRow, Contact, FactRow, FloodMark, Message
from answerable.contacts.references import new_reference
from answerable.contacts.signs import WelfareSign, signs_in
from answerable.customers.actions import meet
from answerable.customers.models import Customer
from answerable.customers.proof import Proof
from answerable.promises.queries import edition_on
from answerable.rows.actions import insert
from answerable.standards.facts import Fact
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.words import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A new contact with all that belongs to it, worked out and not yet written, nor its customer met.

    ``letter`` is its acknowledgement, whether or not the limits let it go by email, and ``duty`` the word to whoever is
    on duty.
    """

    arrival: Arrival
    contact: Contact
    facts: Sequence[FactRow]
    clocks: Sequence[ClockRow]
    message: Message
    signs: Sequence[WelfareSign]
    letter: NewLetter | None
    duty: Sequence[NewLetter]


def receive(arrival: Arrival, *, at: datetime, now: datetime, follows: Contact | None = None) -> Contact:
    """Take in a message that reached us at ``at``: begin a contact with it, and acknowledge it.

    ``now`` is the moment of taking in, which may be later; the clocks run from ``at`` all the same (C3). The automatic
    acknowledgement says what happens next and by when (S1-15, S3-13), and goes only to those a machine may answer, and
    no oftener than ``limits`` allows. Raises LookupError when no charter was in force on the day of receipt.
    """
    (contact,) = receive_all([prepare(arrival, at=at, now=now, follows=follows)], now=now)
    return contact


def prepare(arrival: Arrival, *, at: datetime, now: datetime, follows: Contact | None = None) -> Ready:
    """Work out all of a new contact, as ``receive`` has it. It writes nothing, so nobody need wait for it.

    Raises LookupError when no charter was in force on the day of receipt.
    """
    contact = contact_of(arrival, at, follows)
    message = message_of(contact, arrival, at=at)
    signs = signs_in(message.subject, message.body)
    contact.is_welfare = bool(arrival.welfare or signs)
    may_email = bool(arrival.answerable and arrival.email)
    told = _acknowledgement(contact, arrival, now=now) if arrival.told or may_email else None
    facts = [row(contact, CHANNELS[contact.channel].begins, {}, by=None, at=at, now=now)]
    if told is not None and arrival.told:
        facts.append(row(contact, "acknowledged", told, by=None, at=now, now=now))
    clocks = drawn(contact, facts, now=now)
    contact.next_due = next_due(clocks)
    return Ready(
        arrival=arrival,
        contact=contact,
        facts=facts,
        clocks=clocks,
        message=message,
        signs=signs,
        letter=None if told is None else _letter(contact, arrival, told, on_page_alone=not may_email, now=now),
        duty=to_duty(contact, at=now) if arrival.welfare else (),
    )


@transaction.atomic
def receive_all(ready: Sequence[Ready], *, now: datetime) -> list[Contact]:
    """Write contacts that are ready: each table once, however many they are. Customers and limits are asked singly."""
    letters: list[NewLetter] = []
    for one in ready:
        one.contact.customer = customer_of(one.arrival)
        letters += [*_let_go(one, now=now), *one.duty]
    contacts = [one.contact for one in ready]
    insert(contacts)
    insert([kind for one in ready for kind in kind_rows(one.contact, one.arrival.kinds)])
    insert([fact for one in ready for fact in one.facts])
    insert([clock for one in ready for clock in one.clocks])
    put_in(letters, *(one.message for one in ready))
    insert([mark for one in ready if not one.signs for mark in _marks(one, at=now)])
    for one in ready:
        record_breaches(one.contact, one.clocks, now=now)
        if one.signs:
            raise_flag(one.contact, one.message, one.signs)
    return contacts


def _let_go(one: Ready, *, now: datetime) -> list[NewLetter]:
    """Return the acknowledgement as the limits let it go: by email, or on their page alone for who is told there."""
    if one.letter is None:
        return []
    if one.letter.outgoing is None or _is_within_limits(one.arrival, now=now):
        return [one.letter]
    return [one.letter._replace(outgoing=None)] if one.arrival.told else []


def _marks(one: Ready, *, at: datetime) -> list[FloodMark]:
    """Return what a new contact may have in common with others, to be kept for an hour."""
    council, found = one.contact.council_id, marks_of(one.arrival).items()
    return [FloodMark(council_id=council, contact=one.contact, by=by, who=who, at=at) for by, who in found]


def customer_of(arrival: Arrival) -> Customer | None:
    """Meet whoever it is from. It joins the transaction it is called in."""
    return meet(
        arrival.council,
        name=visible(arrival.name),
        email=arrival.email,
        phone=arrival.phone,
        needs=arrival.needs,
        proven=arrival.proof is Proof.PASSED,
    )


def contact_of(arrival: Arrival, at: datetime, follows: Contact | None) -> Contact:
    """Return a new contact, not yet written, whose customer is not met yet."""
    edition = edition_on(arrival.council.key, localdate(at))
    return Contact(
        council=arrival.council,
        team=arrival.team,
        edition=edition,
        holidays_id=edition.holidays_id,
        reference=new_reference(),
        channel=arrival.channel,
        came_as=list(arrival.kinds),
        mailbox=arrival.mailbox,
        subject=visible(arrival.subject)[:300],
        place=visible(arrival.place)[:LONGEST_PLACE],
        received_at=at,
        welfare=arrival.welfare[:200],
        is_welfare=bool(arrival.welfare),
        follows=follows,
    )


def message_of(contact: Contact, arrival: Arrival, *, at: datetime) -> Message:
    """Return what somebody wrote, not yet written down."""
    return Message(
        contact=contact,
        sort=Message.Sort.FROM_CUSTOMER,
        at=at,
        subject=visible(arrival.subject)[:300],
        body=without_keys(arrival.body),  # they quote our letters whole, and staff read this
        message_id=arrival.message_id,
        attachments=list(arrival.attachments),
        from_name=arrival.name[:200],
        from_address=arrival.email[:254],
        proof=arrival.proof.value,
        by_stranger=arrival.by_stranger,
    )


def _acknowledgement(contact: Contact, arrival: Arrival, *, now: datetime) -> Mapping[str, Any]:
    """Return what an automatic acknowledgement says: the team that has it, its number, what happens next and by when.

    It names nobody, because nobody has it yet (S5-25). The date is the one we promise, not an average (S3-13); where
    nobody has read what the message is, it is the day by which a person writes. Some limits run from the
    acknowledgement itself, so the contact is judged as it will be once this one is a fact.
    """
    team = arrival.team
    told: dict[str, Any] = {
        "automatic": True,
        "unread": not arrival.kind_is_known,
        "reference": contact.reference,
        "contact": team.answers_phone,
        "being_done": f"Your message is with {team.name}, in the queue to be read",
        "next_step": f"Somebody in {team.name} reads your message and writes to you",
    }
    received = Fact("received", contact.received_at)
    promised = by_when(contact, [received], now=now, letter=Fact("acknowledged", now, told))
    if promised is not None:
        told["by_when"] = promised.on
        told["unread"] = told["unread"] or not promised.is_answer  # a response is all that this date is for
    return told


def _is_within_limits(arrival: Arrival, *, now: datetime) -> bool:
    """Tell whether one more automatic letter may go to an address, and count it; the council's if it is not proved."""
    if not count(LETTERS_TO_ADDRESS, who=folded(arrival.email), at=now):
        return False
    return arrival.proof is Proof.PASSED or count(LETTERS_OF_COUNCIL, who=arrival.council.key, at=now)


def _letter(
    contact: Contact, arrival: Arrival, told: Mapping[str, Any], *, on_page_alone: bool, now: datetime
) -> NewLetter:
    """Return the acknowledgement, with nothing that its sender wrote where they are not proved to have the address.

    It would say what a stranger wants said, to anybody, in the council's name.
    """
    is_proved = arrival.proof is Proof.PASSED
    about = contact.subject if is_proved else letters.harmless(contact.subject)
    words = f"{before_letter(contact, now=now)}\n\n{letters.acknowledgement(about)}"
    return letter_to(
        contact,
        [] if arrival.told else [("acknowledged", told)],
        sort=Message.Sort.ACKNOWLEDGEMENT,
        body=letters.letter(contact, "acknowledged", words, told, to=arrival.name if is_proved else ""),
        by=None,
        at=now,
        automatic=True,
        answers=arrival.message_id,
        subject="" if is_proved else f"[{contact.reference}] {about or letters.YOUR_MESSAGE}",
        address=arrival.email.strip().lower(),
        on_page_alone=on_page_alone,
    )
