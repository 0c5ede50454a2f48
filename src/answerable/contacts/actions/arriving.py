"""What happens when somebody contacts us, for the first time or again about the same matter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from answerable.contacts import letters
from answerable.contacts.actions.checking import check_details, check_late, check_moment, check_permission
from answerable.contacts.actions.counting import count
from answerable.contacts.actions.flagging import look_through, raise_flag
from answerable.contacts.actions.flooding import mark
from answerable.contacts.actions.managing import note_down
from answerable.contacts.actions.noting import note, row, stand_in_line
from answerable.contacts.actions.sending import NewLetter, letter_to, put_in, to_duty
from answerable.contacts.arrival import Arrival
from answerable.contacts.clocks import by_when, drawn, kept_as, next_due, record_breaches
from answerable.contacts.danger import before_letter
from answerable.contacts.keys import without_keys
from answerable.contacts.kinds import kind_rows
from answerable.contacts.limits import LETTERS_OF_COUNCIL, LETTERS_TO_ADDRESS, folded
from answerable.contacts.models import Contact, FactRow, Message
from answerable.contacts.references import new_reference
from answerable.contacts.signs import signs_in
from answerable.customers.actions import correct, meet
from answerable.customers.models import Customer
from answerable.customers.proof import Proof
from answerable.evidence.actions import record
from answerable.evidence.models import Entry
from answerable.people.models import Staff
from answerable.promises.queries import charter_in, edition_on
from answerable.rows.actions import insert
from answerable.standards.facts import Fact
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.words import visible

FORM_LASTS = timedelta(days=2)
"""How long after a form was sent it is known when it is sent again."""


@transaction.atomic
def begin(
    arrival: Arrival,
    *,
    details: Mapping[str, Any],
    by: Staff | None,
    at: datetime,
    now: datetime,
    follows: Contact | None = None,
    customer: Customer | None = None,
    address: str = "",
    why: str = "",
    token: str = "",
) -> Contact:
    """Begin a contact by the first fact of its channel: a call rings, a visitor arrives, a letter is received (C3).

    ``details`` are what can be said of that fact, and ``by`` is who noted it, or None for a machine. What the customer
    wrote or said is kept if there is anything; nothing is answered. ``customer`` is whoever it is from, where they were
    known before, and ``address`` where somebody new can be written to. Of what reached us more than a working day ago
    somebody says ``why`` it is noted only now. A form with a ``token`` begins one contact, however often it is sent.

    Raises NotAllowed, WrongDetail, WrongMoment or NotedLate, and LookupError when no charter was in force on the day.
    """
    kind = FACTS[CHANNELS[arrival.channel].begins]
    if by is not None:
        check_permission(kind, arrival.team.path, by)
        arrival = replace(arrival, proof=Proof.NOT_ASKED)
        before = begun_by(by, token, now=now) if token else None
        if before is not None:
            return before
    check_details(kind, details)
    check_moment(at, now=now)
    contact = _contact(arrival, at, follows)
    contact.customer = customer or contact.customer
    calendar = charter_in(contact.edition).calendar
    is_late = by is not None and check_late(kind, at, why=why, calendar=calendar, now=now)
    if address and customer is None and contact.customer is not None:
        correct(contact.customer, {"address": address})
    _write(contact, arrival.kinds, [row(contact, kind.name, details, by=by, at=at, now=now)], now=now)
    if arrival.body:
        look_through(contact, _keep(contact, arrival, at=at))
    if by is not None:
        said = {"token": token, "late": "by more than a working day" if is_late else ""}
        record("began a contact", about=contact.reference, by=by.email, at=now, **kept_as(said))
    if is_late:
        note_down(contact, body=f"It was noted only now that it reached us then: {why.strip()}", by=by, at=now)
    return contact


def begun_by(by: Staff, token: str, *, now: datetime) -> Contact | None:
    """Return the contact that somebody began with a form that is sent again, or None; one person's forms take turns."""
    Staff.objects.select_for_update().only("id").get(pk=by.pk)
    today = Entry.objects.filter(by=by.email, what="began a contact", at__gte=now - FORM_LASTS)
    found = today.filter(details__token=token).first()
    return Contact.objects.get(reference=found.about) if found is not None else None


@transaction.atomic
def receive(arrival: Arrival, *, at: datetime, now: datetime, follows: Contact | None = None) -> Contact:
    """Take in a message that reached us at ``at``: begin a contact with it, and acknowledge it.

    ``now`` is the moment of taking in, which may be later; the clocks run from ``at`` all the same (C3). The automatic
    acknowledgement says what happens next and by when (S1-15, S3-13), and goes only to those a machine may answer, and
    no oftener than ``limits`` allows. Raises LookupError when no charter was in force on the day of receipt.
    """
    contact = _contact(arrival, at, follows)
    message = _message(contact, arrival, at=at)
    signs = signs_in(message.subject, message.body)
    contact.is_welfare = bool(arrival.welfare or signs)
    by_email = bool(arrival.answerable and arrival.email) and _is_within_limits(arrival, now=now)
    told = _acknowledgement(contact, arrival, now=now) if arrival.told or by_email else None
    facts = [row(contact, CHANNELS[contact.channel].begins, {}, by=None, at=at, now=now)]
    if told is not None and arrival.told:
        facts.append(row(contact, "acknowledged", told, by=None, at=now, now=now))
    _write(contact, arrival.kinds, facts, now=now)
    letters = [_letter(contact, arrival, told, on_page_alone=not by_email, now=now)] if told is not None else []
    put_in([*letters, *(to_duty(contact, at=now) if arrival.welfare else ())], message)
    if signs:
        raise_flag(contact, message, signs)
    else:
        mark(contact, arrival, at=now)
    return contact


@transaction.atomic
def add(contact: Contact, arrival: Arrival, *, at: datetime, now: datetime) -> Contact:
    """Add a further message to the matter it is about; return the contact that it went to.

    If we were waiting for the customer, the clock goes on. If the matter was closed, the message is a new contact
    that follows the old one: a new promise is owed for it, and the old result stands. One that had reached us before
    the last letter was written was not seen by whoever closed with that letter, so the matter opens again. What a
    machine wrote, such as that somebody is away, does none of this. What comes after what was written there was erased
    is always a new contact.
    """
    stand_in_line(contact)
    if contact.erased_at is not None:
        return receive(arrival, at=at, now=now, follows=contact)
    if contact.closed_at is not None and not arrival.automatic:
        if contact.outcome != Contact.Outcome.ANSWERED or at > contact.closed_at:
            return receive(arrival, at=at, now=now, follows=contact)
        contact.closed_at, contact.outcome = None, ""
        contact.save(update_fields=["closed_at", "outcome"])
        record("opened again", about=contact.reference, at=now, reason="a message had come before the answer left")
    before = list(contact.messages.values_list("body", flat=True))
    look_through(contact, _keep(contact, arrival, at=at), before=before)
    if _is_paused(contact) and not arrival.automatic:
        note(contact, [("resumed", {})], by=None, at=at, now=now)
    return contact


def _write(contact: Contact, kinds: Iterable[str], facts: Sequence[FactRow], *, now: datetime) -> None:
    """Write a new contact with what happened as it began, and its clocks as they stand ``now``."""
    clocks = drawn(contact, facts, now=now)
    contact.next_due = next_due(clocks)
    insert([contact])
    insert(kind_rows(contact, kinds))
    insert(facts)
    insert(clocks)
    record_breaches(contact, clocks, now=now)


def _contact(arrival: Arrival, at: datetime, follows: Contact | None) -> Contact:
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
        customer=meet(
            arrival.council,
            name=visible(arrival.name),
            email=arrival.email,
            phone=arrival.phone,
            needs=arrival.needs,
            proven=arrival.proof is Proof.PASSED,
        ),
        subject=visible(arrival.subject)[:300],
        received_at=at,
        welfare=arrival.welfare[:200],
        is_welfare=bool(arrival.welfare),
        follows=follows,
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
        on_page_alone=on_page_alone,
    )


def _keep(contact: Contact, arrival: Arrival, *, at: datetime) -> Message:
    message = _message(contact, arrival, at=at)
    insert([message])
    return message


def _message(contact: Contact, arrival: Arrival, *, at: datetime) -> Message:
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


def _is_paused(contact: Contact) -> bool:
    last = contact.facts.filter(what__in=["paused", "resumed"]).last()
    return last is not None and last.what == "paused"
