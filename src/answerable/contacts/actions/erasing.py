"""Taking away what a closed contact says of a person, for good. What happened, and when, stays, and counts as before.

Nobody calls this but the room of retention, which knows the rules and what is held.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from answerable.contacts.actions.noting import stand_in_line
from answerable.contacts.models import Contact, DraftLetter, FactRow, FloodAct, Message, Outgoing, PageKey
from answerable.evidence.actions import forget
from answerable.evidence.words import ERASED
from answerable.people.actions import forget_unsent_about


class NotOver(ValueError):
    """Something is still to be done about a contact, so what it says is still needed."""


def erase(contact: Contact, *, at: datetime) -> Mapping[str, int]:
    """Take away all that a contact says of a person, and return how much of what; nothing where it is gone already.

    Whole rows go where they are nothing but words: messages, the outbox, flags, drafts, proposals, keys. The words of
    its facts go too, and why something was decided about a flood that it was in. That it was about welfare stays,
    since it is counted. It joins the transaction it is called in. Raises NotOver for one that is open, and for one of
    which a letter still waits to leave.
    """
    stand_in_line(contact)
    if contact.erased_at is not None:
        return {}
    problem = not_over(contact)
    if problem:
        raise NotOver(problem)
    letters = Outgoing.objects.filter(message__contact=contact)
    removed = {
        "letters in the outbox": _delete(letters),
        "welfare flags": _delete(contact.welfare_flags.all()),
        "messages": _delete(contact.messages.all()),
        "drafts": _delete(contact.drafts.all()),
        "proposals": _delete(contact.proposals.all()),
        "keys": _delete(contact.page_keys.all()),
        "forms not sent": forget_unsent_about(contact.reference),
        "words about a flood": FloodAct.objects.filter(flood__contacts=contact).exclude(why="").update(why=""),
        "words of facts": forget(FactRow.objects.filter(contact=contact)),
    }
    contact.subject, contact.place, contact.customer, contact.erased_at = "", "", None, at
    contact.welfare = ERASED if contact.welfare else ""
    contact.save(update_fields=["subject", "place", "customer", "erased_at", "welfare"])
    return {what: number for what, number in removed.items() if number}


def not_over(contact: Contact) -> str:
    """Say what is still to be done about a contact before anything of it can be erased, and what to do; or nothing."""
    if contact.closed_at is None:
        return f"{contact.reference} is open. Answer and close it first."
    waits = (Outgoing.State.WAITING, Outgoing.State.SENDING)
    if Message.objects.filter(contact=contact, outgoing__state__in=waits).exists():
        return f"A letter about {contact.reference} still waits to leave. Wait until it has left."
    return ""


def forget_drafts(drafts: QuerySet[DraftLetter]) -> int:
    """Delete letters that somebody began and did not send, and return how many."""
    return _delete(drafts)


def forget_keys(keys: QuerySet[PageKey]) -> int:
    """Delete keys that open nothing any more, and return how many."""
    return _delete(keys)


def _delete(rows: QuerySet[Any]) -> int:
    number, _ = rows.delete()
    return number
