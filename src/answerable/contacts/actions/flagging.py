"""Words that may mean that somebody could come to harm: raised by a message as it comes, settled by a person."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from answerable.contacts.actions.noting import in_turn, leave_flood
from answerable.contacts.models import Contact, Message, WelfareFlag
from answerable.contacts.signs import WelfareSign, new_words, signs_in
from answerable.evidence.actions import record
from answerable.people.models import Staff


class NoReason(ValueError):
    """A flag was put away without saying why."""


class NothingToLookAt(ValueError):
    """Nothing waits to be looked at: a colleague was first."""


def look_through(contact: Contact, message: Message, *, before: Iterable[str] = ()) -> None:
    """Raise a flag for words of a message that were not there before, for a person to look at before all else.

    It decides nothing, and is no fact. ``before`` is what was written earlier. It joins the transaction it is called
    in.
    """
    signs = signs_in(message.subject, new_words(message.body, before))
    if signs:
        raise_flag(contact, message, signs)
        put_in_order(contact)


def raise_flag(contact: Contact, message: Message, signs: Iterable[WelfareSign]) -> None:
    """Keep what words of a message may mean, for a person to look at. It joins the transaction it is called in."""
    found = [list(sign) for sign in signs]
    WelfareFlag.objects.create(contact=contact, message=message, found=found, raised_at=message.at)


@transaction.atomic
def settle_flags(contact: Contact, *, up_to: int, is_confirmed: bool, reason: str, by: Staff, at: datetime) -> None:
    """Say of the words that wait whether somebody may come to harm, or put them away with a reason.

    ``up_to`` is the number of the newest flag that was seen: one that was raised since waits on. What is confirmed
    marks the contact for welfare, with the reason or the words themselves. Raises NoReason or NothingToLookAt.
    """
    in_turn(contact)
    flags = list(contact.welfare_flags.filter(looked_at=None, id__lte=up_to))
    if not flags:
        raise NothingToLookAt("Nothing waits to be looked at here: a colleague has done so. Read what they said below.")
    reason = reason.strip()
    if not (is_confirmed or reason):
        raise NoReason("Cannot put this away without a reason. Say why nobody will come to harm.")
    contact.welfare_flags.filter(id__in=[flag.id for flag in flags]).update(
        looked_at=at, looked_by=by, is_confirmed=is_confirmed, reason=reason
    )
    if is_confirmed:
        contact.welfare = (reason or "; ".join(map(str, flags)))[:200]
        contact.save(update_fields=["welfare"])
    put_in_order(contact)
    record("confirmed welfare" if is_confirmed else "put a flag away", about=contact.reference, by=by.email, at=at)


def put_in_order(contact: Contact) -> None:
    """Put a contact first while somebody may come to harm, or words that may mean it wait; otherwise back in line."""
    waits = contact.welfare_flags.filter(looked_at=None).exists()
    contact.is_welfare = bool(contact.welfare) or waits
    contact.save(update_fields=["is_welfare"])
    if contact.is_welfare:
        leave_flood(contact)
