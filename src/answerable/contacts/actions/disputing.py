"""The customer says that our answer is not a full one, or that it was not done: the same matter is opened again."""

from datetime import datetime

from django.db import transaction

from answerable.contacts.actions.arriving import add
from answerable.contacts.actions.flagging import look_through
from answerable.contacts.actions.noting import leave_flood, note, stand_in_line
from answerable.contacts.actions.receiving import message_of
from answerable.contacts.actions.sending import post
from answerable.contacts.arrival import Arrival
from answerable.contacts.clocks import ByWhen, by_when, disputable_now, fact_of
from answerable.contacts.kinds import kinds_now
from answerable.contacts.letters import letter
from answerable.contacts.models import Contact, Message
from answerable.evidence.actions import record
from answerable.rows.actions import insert
from answerable.standards.facts import Fact
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.words import say_day


@transaction.atomic
def dispute(contact: Contact, arrival: Arrival, *, what: str, at: datetime, now: datetime) -> Contact:
    """Open a matter again of which the customer says that it is not answered, or not done; return where it went.

    What we owed before stays judged as it was. They are given a date at once, the one that the same message would have
    had if it had come ``at`` that moment for the first time, and that date is a promise of its own (C8). The contact is
    with whoever held it. Where the time for saying so is over, or it was said already, it is added as anything else is.
    """
    stand_in_line(contact)
    if what not in disputable_now(contact, [fact_of(row) for row in contact.facts.all()], now=at):
        return add(contact, arrival, at=at, now=now)
    leave_flood(contact)
    was_closed = contact.closed_at is not None
    contact.closed_at, contact.outcome = None, ""
    contact.save(update_fields=["closed_at", "outcome"])
    message = message_of(contact, arrival, at=at)
    before = list(contact.messages.values_list("body", flat=True))
    insert([message])
    look_through(contact, message, before=before)
    again = _again_by(contact, at=at)
    details = {"automatic": True, "by_when": again.on if again is not None else ""}
    note(contact, [(what, details)], by=None, at=at, now=now)
    if was_closed:
        record("opened again", about=contact.reference, at=now, reason=FACTS[what].told)
    _tell(contact, what, again, at=now)
    return contact


def _again_by(contact: Contact, *, at: datetime) -> ByWhen | None:
    """Return by when an answer would be owed to the same message, if it came now; None where no date would be."""
    anew = [Fact(CHANNELS[contact.channel].begins, at), Fact("typed", at, {"kinds": kinds_now(contact)})]
    return by_when(contact, anew, now=at)


def _tell(contact: Contact, what: str, again: ByWhen | None, *, at: datetime) -> None:
    thing = "a full answer" if again is not None and again.is_answer else "an answer"
    date = f" You get {thing} by {say_day(again.on)}." if again is not None else ""
    said = f"{FACTS[what].plain}. We have opened the same matter again.{date} Somebody reads what you wrote."
    to = contact.customer.name if contact.customer is not None else ""
    body = letter(contact, what, said, {}, to=to)
    post(contact, sort=Message.Sort.NOTICE, body=body, facts=[], by=None, at=at, automatic=True)
