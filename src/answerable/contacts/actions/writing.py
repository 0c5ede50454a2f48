"""What an officer writes to a customer. Each is checked for the parts the charter promises before it goes anywhere.

Each may be given the ``token`` of the form it was written in. The same token writes once: the second time raises
AlreadyWritten, however close behind the first.

Each may be given what its writer had ``seen``. What came since, from the customer or from a colleague, stops the letter
until it has been seen too. Whoever writes about a contact that nobody holds, holds it.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from answerable.contacts.actions.managing import Involved, take
from answerable.contacts.actions.noting import Happening, in_turn, stand_in_line
from answerable.contacts.actions.sending import post
from answerable.contacts.letters import Spoken
from answerable.contacts.models import Contact, DraftLetter, Message
from answerable.contacts.preparing import OnPage, Parts, prepared
from answerable.people.models import Staff


class AlreadyWritten(ValueError):
    """A form was sent a second time, be it about another contact, and nothing more was written."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__("This was sent already, and was not sent again.")


@transaction.atomic
def acknowledge(
    contact: Contact,
    *,
    body: str,
    parts: Parts,
    by: Staff,
    at: datetime,
    token: str | None = None,
    seen: OnPage | None = None,
) -> Message:
    """Tell the customer that we have it, what happens next and by when. Raises PartsMissing."""
    return _write(
        contact,
        Message.Sort.ACKNOWLEDGEMENT,
        "acknowledged",
        body=body,
        parts=parts,
        by=by,
        at=at,
        token=token,
        seen=seen,
    )


@transaction.atomic
def ask(
    contact: Contact,
    *,
    body: str,
    parts: Parts,
    waits: bool,
    by: Staff,
    at: datetime,
    token: str | None = None,
    seen: OnPage | None = None,
) -> Message:
    """Ask the customer for what we need to know (S2-31). Raises PartsMissing.

    ``waits`` says that nothing can be done until they answer. Their message then ends the wait. Whether the wait stops
    any clock is for the charter to say; by default it stops none (C9).
    """
    more: list[Happening] = [("paused", {"reason": "Waiting for the customer's answer"})] if waits else []
    return _write(
        contact,
        Message.Sort.QUESTION,
        "responded",
        body=body,
        parts=parts,
        by=by,
        at=at,
        token=token,
        seen=seen,
        more=more,
    )


@transaction.atomic
def hold(
    contact: Contact,
    *,
    body: str,
    parts: Parts,
    by: Staff,
    at: datetime,
    token: str | None = None,
    seen: OnPage | None = None,
) -> Message:
    """Tell the customer that the reply will be late, why, and when to expect it. Raises PartsMissing.

    The new date is a promise of its own (C8). It never makes a late reply punctual (C7).
    """
    return _write(
        contact, Message.Sort.DELAY, "delay_told", body=body, parts=parts, by=by, at=at, token=token, seen=seen
    )


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
    seen: OnPage | None = None,
    spoken: Spoken | None = None,
) -> Message:
    """Answer the customer, in a letter or in a call that was ``spoken``. Raises PartsMissing or NoSense.

    A call counts at the moment it is noted: who was spoken to, on which number, and what was said stand on the
    customer's own page, and it stops the clocks that a letter would (C5).

    ``full`` is whether every point is answered; ``closes`` is whether nothing is left to be done. A full answer to a
    matter that is still to be carried out says what happens next and by when (S5-28), and leaves the contact open.
    """
    what = "replied" if full else "responded"
    message = _write(
        contact,
        Message.Sort.REPLY if spoken is None else Message.Sort.CALL,
        what,
        body=body,
        parts=parts,
        by=by,
        at=at,
        token=token,
        seen=seen,
        closes=full and closes,
        spoken=spoken,
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
    seen: OnPage | None,
    closes: bool = False,
    spoken: Spoken | None = None,
    more: Sequence[Happening] = (),
) -> Message:
    in_turn(contact)
    written = Message.objects.filter(token=token).first() if token else None
    if written is not None:
        raise AlreadyWritten(written)
    ready = prepared(contact, what, body=body, parts=parts, by=by, at=at, closes=closes, seen=seen, spoken=spoken)
    last = contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).last()
    if contact.held_by_id is None:
        with suppress(Involved):  # who had a part in an earlier stage may write, and leaves it free for somebody new
            take(contact, by=by, at=at)
    contact.drafts.filter(by=by, sort=sort).delete()
    facts = [(what, ready.details), *more]
    answers = last.message_id if last else ""
    return post(
        contact,
        sort=sort,
        body=ready.body,
        facts=facts,
        by=by,
        at=at,
        answers=answers,
        token=token,
        words=ready.words,
        is_spoken=spoken is not None,
    )


@transaction.atomic
def keep_draft(
    contact: Contact, *, sort: Message.Sort, fields: Mapping[str, str], newest: int, token: str, by: Staff, at: datetime
) -> None:
    """Keep what somebody has typed and not sent, in place of what they had typed before; colleagues see only that.

    ``fields`` are the boxes of the form by name, as they were typed. A letter that was sent from the same form has
    nothing left to keep: what a browser still sends then is put away. So is it where what was written is erased.
    """
    stand_in_line(contact)
    if contact.erased_at is not None or contact.messages.filter(token=token).exists():
        return
    kept = {"fields": dict(fields), "newest": newest, "saved_at": at}
    DraftLetter.objects.update_or_create(contact=contact, by=by, sort=sort, defaults=kept)


@transaction.atomic
def forget_draft(contact: Contact, *, sort: Message.Sort, by: Staff) -> bool:
    """Throw away what somebody typed and did not send. Returns False where there was nothing."""
    number, _ = contact.drafts.filter(by=by, sort=sort).delete()
    return bool(number)
