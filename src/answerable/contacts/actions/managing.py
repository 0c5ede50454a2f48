"""What staff do with a contact among themselves: take it, give it back, mark it and write notes."""

from datetime import datetime

from django.db import transaction

from answerable.contacts.actions.flagging import put_in_order
from answerable.contacts.actions.noting import in_turn, leave_flood, note
from answerable.contacts.clocks import in_new_hands_since
from answerable.contacts.models import Contact, Message
from answerable.contacts.queries import had_part
from answerable.councils.models import Team
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.people.queries import allowed
from answerable.standards.charter.procedures import Holder


class Taken(ValueError):
    """A colleague took the contact a moment before."""


class Involved(ValueError):
    """A stage is for somebody new, and this colleague dealt with the matter before it began."""


@transaction.atomic
def take(contact: Contact, *, by: Staff, at: datetime) -> None:
    """Hold a contact, so that colleagues see that somebody is at work on it.

    Raises Taken when a colleague holds it, and Involved when the stage it is in is for somebody who had no part in it.
    """
    if _is_involved(contact, by):
        raise Involved(f"Cannot take {contact.reference}: {_FOR_NEW}, and you were. {_LEAVE_IT}")
    free = Contact.objects.filter(id=contact.id, held_by=None)
    if not free.update(held_by=by):
        contact.refresh_from_db(fields=["held_by"])
        if contact.held_by is not None and contact.held_by != by:
            raise Taken(f"Cannot take {contact.reference}: {contact.held_by.name} has it. Ask them to give it back.")
        return
    contact.held_by = by
    leave_flood(contact)
    record("took", about=contact.reference, by=by.email, at=at)


_FOR_NEW = f"the stage it is in is for {Holder.NEW.value}"
_LEAVE_IT = "Leave it to a colleague who was not."


def _is_involved(contact: Contact, holder: Staff) -> bool:
    since = in_new_hands_since(contact)
    return since is not None and had_part(contact, holder, before=since.at)


class NotAssigned(ValueError):
    """A contact cannot be given to this colleague."""


@transaction.atomic
def assign(contact: Contact, *, to: Staff, by: Staff, at: datetime) -> None:
    """Give a contact to a colleague, who holds it from now on, whoever held it. Given again, nothing happens.

    Raises NotAssigned for one that is closed and for who may not answer there, and Involved as ``take`` does.
    """
    in_turn(contact)
    if contact.closed_at is not None:
        raise NotAssigned(f"Cannot give {contact.reference} to {to.name}: it is closed. Open it again first.")
    if to not in allowed("answer", contact.path):
        raise NotAssigned(
            f"Cannot give {contact.reference} to {to.name}: they may not answer in {contact.team}. Choose somebody "
            f"who may, or move it to their team."
        )
    if _is_involved(contact, to):
        raise Involved(f"Cannot give {contact.reference} to {to.name}: {_FOR_NEW}, and they were. {_LEAVE_IT}")
    if contact.held_by_id == to.pk:
        return
    was = contact.held_by.email if contact.held_by else ""
    contact.held_by = to
    contact.save(update_fields=["held_by"])
    leave_flood(contact)
    record("assigned", about=contact.reference, by=by.email, at=at, was=was, now=to.email)


@transaction.atomic
def give_back(contact: Contact, *, by: Staff, at: datetime) -> None:
    """Let go of a contact, so that a colleague can take it."""
    contact.held_by = None
    contact.save(update_fields=["held_by"])
    record("gave back", about=contact.reference, by=by.email, at=at)


@transaction.atomic
def mark_welfare(contact: Contact, *, reason: str, by: Staff, at: datetime) -> None:
    """Put a contact first because somebody may come to harm, or back in line with an empty reason."""
    in_turn(contact)
    contact.welfare = reason.strip()[:200]
    contact.save(update_fields=["welfare"])
    put_in_order(contact)
    record("marked welfare", about=contact.reference, by=by.email, at=at, words={"reason": contact.welfare})


@transaction.atomic
def note_down(contact: Contact, *, body: str, by: Staff | None, at: datetime) -> Message:
    """Write a note for colleagues. The customer is not sent it, and does not see it on their page.

    ``by`` is None for what a colleague wrote by email, where the note says who.
    """
    in_turn(contact)
    return Message.objects.create(contact=contact, sort=Message.Sort.NOTE, at=at, by=by, body=body)


class NotMoved(ValueError):
    """A contact cannot be moved there, or not without a reason."""


@transaction.atomic
def move(contact: Contact, *, to: Team, reason: str, by: Staff, at: datetime) -> None:
    """Give a contact to another team of its council, with a reason for colleagues; nobody holds it then.

    Its receipt does not move, and neither does any clock (C17). Raises NotMoved.
    """
    in_turn(contact)
    if to.path == contact.path or to.service.council_id != contact.council_id:
        raise NotMoved(f"Cannot move {contact.reference} to {to}: choose another team of the same council.")
    if not reason.strip():
        raise NotMoved(f"Cannot move {contact.reference} without a reason. Say why, for those who get it.")
    was = contact.path
    contact.team, contact.held_by = to, None
    contact.save(update_fields=["team", "held_by"])
    note(contact, [("moved", {"team": to.name, "why": reason.strip()})], by=by, at=at, now=at)
    record("moved", about=contact.reference, by=by.email, at=at, was=was, now=to.path)
