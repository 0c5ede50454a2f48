"""What happens when somebody contacts us, for the first time or again about the same matter."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from answerable.contacts.actions.checking import check_details, check_late, check_moment, check_permission
from answerable.contacts.actions.flagging import look_through
from answerable.contacts.actions.managing import note_down
from answerable.contacts.actions.noting import note, row, stand_in_line
from answerable.contacts.actions.receiving import contact_of, customer_of, message_of, receive
from answerable.contacts.arrival import Arrival
from answerable.contacts.clocks import drawn, in_force, kept_as, next_due, record_breaches
from answerable.contacts.kinds import kind_rows
from answerable.contacts.models import Contact, FactRow, Message
from answerable.customers.actions import correct
from answerable.customers.models import Customer
from answerable.customers.proof import Proof
from answerable.evidence.actions import record
from answerable.evidence.models import Entry
from answerable.people.models import Staff
from answerable.promises.queries import charter_in
from answerable.rows.actions import insert
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FACTS

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
    contact = contact_of(arrival, at, follows)
    contact.customer = customer or customer_of(arrival)
    calendar = charter_in(contact.edition).calendar
    is_late = by is not None and check_late(kind, at, why=why, calendar=calendar, now=now)
    if address and customer is None and contact.customer is not None:
        correct(contact.customer, {"address": address})
    _write(contact, arrival.kinds, row(contact, kind.name, details, by=by, at=at, now=now), now=now)
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


def _write(contact: Contact, kinds: Iterable[str], fact: FactRow, *, now: datetime) -> None:
    """Write a new contact with the fact by which it began, and its clocks as they stand ``now``."""
    clocks = drawn(contact, [fact], now=now)
    contact.next_due = next_due(clocks)
    insert([contact])
    insert(kind_rows(contact, kinds))
    insert([fact])
    insert(clocks)
    record_breaches(contact, clocks, now=now)


def _keep(contact: Contact, arrival: Arrival, *, at: datetime) -> Message:
    message = message_of(contact, arrival, at=at)
    insert([message])
    return message


def _is_paused(contact: Contact) -> bool:
    last = [row.what for row in in_force(contact.facts.all()) if row.what in ("paused", "resumed")][-1:]
    return last == ["paused"]
