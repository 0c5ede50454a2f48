"""Strike out what was noted wrongly: the correction is another fact, and what was noted stays to be seen."""

from datetime import datetime

from answerable.contacts.actions.noting import give_kinds, row
from answerable.contacts.clocks import as_judged, fact_of, has_happened, is_set_aside, reckon, waiting
from answerable.contacts.models import Contact, FactRow
from answerable.contacts.striking import Strike
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.promises.models import Edition
from answerable.standards.judging.running import ended_by
from answerable.standards.vocabulary.facts import FULL_REPLY


def carry_out(contact: Contact, made: Strike, *, by: Staff, at: datetime, **more: str) -> bool:
    """Note what a strike is, and let the contact stand as it then does. Returns whether it was put back by that.

    A contact opens again where what closed it was struck out, or something waits for us that did not before. It joins
    the transaction it is called in.
    """
    waited, was_aside = waiting(contact), is_set_aside(contact)
    strike, *anew = made.facts
    FactRow.objects.bulk_create(row(contact, fact.what, fact.details, by=by, at=fact.at, now=at) for fact in made.facts)
    if anew:
        receive_anew(contact, anew[0].at, made.edition)
    reckon(contact, now=at)
    give_kinds(contact)
    said = {name: strike.details[name] for name in ("fact", "fact_at", "right_at") if name in strike.details}
    said = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in said.items()}
    words = {"why": strike.details["why"]}
    record("struck out", about=contact.reference, by=by.email, at=at, words=words, **said, **more)
    is_back = was_aside and not is_set_aside(contact)
    if contact.closed_at is not None and (is_back or _is_undone(contact) or waiting(contact) - waited):
        contact.closed_at, contact.outcome = None, ""
        contact.save(update_fields=["closed_at", "outcome"])
        record("opened again", about=contact.reference, by=by.email, at=at)
    return is_back


def receive_anew(contact: Contact, began: datetime, edition: Edition) -> None:
    """Let a contact have reached us at another moment, and be judged by the edition in force then (C3, C18)."""
    contact.received_at, contact.edition, contact.holidays_id = began, edition, edition.holidays_id
    contact.save(update_fields=["received_at", "edition", "holidays_id"])


def _is_undone(contact: Contact) -> bool:
    """Tell whether a contact is closed as answered or done and no answer is left, or as unmet and it goes on."""
    if contact.outcome == Contact.Outcome.UNMET:
        return ended_by(as_judged(contact, [fact_of(row) for row in contact.facts.all()])) is None
    is_answered = contact.outcome in (Contact.Outcome.ANSWERED, Contact.Outcome.DONE)
    return is_answered and not has_happened(contact, FULL_REPLY)
