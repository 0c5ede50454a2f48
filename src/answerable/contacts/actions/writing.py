"""What an officer writes to a customer. Each is checked for the parts the charter promises before it goes anywhere.

Each may be given the ``token`` of the form it was written in. The same token writes once: the second time raises
AlreadyWritten, however close behind the first.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from answerable.contacts.actions.noting import Happening, in_turn
from answerable.contacts.actions.sending import post
from answerable.contacts.letters import letter
from answerable.contacts.models import Contact, Message
from answerable.contacts.parts import parts_of, require
from answerable.people.models import Staff
from answerable.standards.words import say_date

Parts = Mapping[str, Any]
"""What fills the parts of a message, by the names in ``vocabulary.details.PARTS``: words, and a date for "by_when"."""


class AlreadyClosed(ValueError):
    """A contact that is closed cannot be written to until it is opened again."""


class AlreadyWritten(ValueError):
    """A form was sent a second time, be it about another contact, and nothing more was written."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__("This was sent already, and was not sent again.")


class PastDate(ValueError):
    """A date was given to a customer that has passed already."""


@transaction.atomic
def acknowledge(
    contact: Contact, *, body: str, parts: Parts, by: Staff, at: datetime, token: str | None = None
) -> Message:
    """Tell the customer that we have it, what happens next and by when. Raises PartsMissing."""
    return _write(
        contact, Message.Sort.ACKNOWLEDGEMENT, "acknowledged", body=body, parts=parts, by=by, at=at, token=token
    )


@transaction.atomic
def ask(
    contact: Contact, *, body: str, parts: Parts, waits: bool, by: Staff, at: datetime, token: str | None = None
) -> Message:
    """Ask the customer for what we need to know (S2-31). Raises PartsMissing.

    ``waits`` says that nothing can be done until they answer. Their message then ends the wait. Whether the wait stops
    any clock is for the charter to say; by default it stops none (C9).
    """
    more: list[Happening] = [("paused", {"reason": "Waiting for the customer's answer"})] if waits else []
    return _write(
        contact, Message.Sort.QUESTION, "responded", body=body, parts=parts, by=by, at=at, token=token, more=more
    )


@transaction.atomic
def hold(contact: Contact, *, body: str, parts: Parts, by: Staff, at: datetime, token: str | None = None) -> Message:
    """Tell the customer that the reply will be late, why, and when to expect it. Raises PartsMissing.

    The new date is a promise of its own (C8). It never makes a late reply punctual (C7).
    """
    return _write(contact, Message.Sort.DELAY, "delay_told", body=body, parts=parts, by=by, at=at, token=token)


@transaction.atomic
def reply(
    contact: Contact,
    *,
    body: str,
    parts: Parts,
    full: bool,
    closes: bool,
    by: Staff,
    at: datetime,
    token: str | None = None,
) -> Message:
    """Answer the customer. Raises PartsMissing.

    ``full`` is whether every point is answered; ``closes`` is whether nothing is left to be done. A full answer to a
    matter that is still to be carried out says what happens next and by when (S5-28), and leaves the contact open.
    """
    what = "replied" if full else "responded"
    message = _write(
        contact, Message.Sort.REPLY, what, body=body, parts=parts, by=by, at=at, token=token, closes=full and closes
    )
    if full and closes:
        contact.closed_at, contact.outcome = at, Contact.Outcome.ANSWERED
        contact.save(update_fields=["closed_at", "outcome"])
    return message


def _write(
    contact: Contact,
    sort: Message.Sort,
    what: str,
    *,
    body: str,
    parts: Parts,
    by: Staff,
    at: datetime,
    token: str | None,
    closes: bool = False,
    more: Sequence[Happening] = (),
) -> Message:
    in_turn(contact)
    written = Message.objects.filter(token=token).first() if token else None
    if written is not None:
        raise AlreadyWritten(written)
    if contact.closed_at is not None:
        raise AlreadyClosed(f"Cannot write about {contact.reference}: it is closed. Open it again first.")
    details: dict[str, Any] = {**parts, "reference": contact.reference}
    if closes:
        details = {key: value for key, value in details.items() if key not in ("next_step", "by_when")}
        details["closes"] = True
    require(parts_of(contact, what, closes=closes), details)
    promised = details.get("by_when")
    if isinstance(promised, date) and promised < localdate(at):
        raise PastDate(f"Cannot promise {say_date(promised)}: it has passed. Give today or a later day.")
    name = contact.customer.name if contact.customer else ""
    text = letter(contact, what, body, details, to=name)
    last = contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).last()
    facts = [(what, details), *more]
    answers = last.message_id if last else ""
    return post(contact, sort=sort, body=text, facts=facts, by=by, at=at, answers=answers, token=token, words=body)
