"""Where an email goes: it is a new contact, part of an old one, a report about a letter of ours, or a letter's copy."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Lower

from answerable.channels.email.checking import know_email
from answerable.channels.email.machines import DeliveryReport
from answerable.channels.email.memo import memo_in
from answerable.channels.email.proving import proof
from answerable.channels.email.read import Email, read
from answerable.channels.email.servers import spam_mark_of
from answerable.contacts import actions as contacts
from answerable.contacts.arrival import Arrival
from answerable.contacts.models import Contact, Message, Outgoing
from answerable.contacts.references import references_in
from answerable.councils.models import Mailbox
from answerable.customers.proof import Proof
from answerable.files.actions import OnDisk, keep, put_down
from answerable.files.queries import message_that_came
from answerable.inbox.channel import Intake, Placed
from answerable.inbox.models import Incoming
from answerable.memos.actions import give_memo_up
from answerable.memos.models import Memo

SPAM = "The mail server in front of this mailbox thinks that this is spam, so no machine has answered it."


class PutBy(NamedTuple):
    """An email, and the files that came with it: their content is kept, and they are not part of anything yet."""

    email: Email
    files: Sequence[OnDisk]


def put_by(email: Email) -> PutBy:
    """Keep the content of what came with an email, before any transaction begins."""
    named = zip(email.attachments, email.contents, strict=True)
    return PutBy(email, [put_down(name, content) for name, content in named])


def place(incoming: Incoming, ready: PutBy, /, *, at: datetime) -> Placed:
    """Put an email where it belongs: a new contact, an old one, or the letter of ours that it is about."""
    email = ready.email
    if _is_test(incoming, email, at=at):
        return Placed(None, Incoming.State.OURS)
    ours = _copy_of(incoming, email)
    if ours is not None:
        contacts.settle(ours, sent_at=ours.claimed_at or incoming.arrived_at, at=at)
        return Placed(ours.message.contact, Incoming.State.OURS)
    if email.report is not None:
        contact = _reported(incoming, email.report, at=at)
        return Placed(contact, Incoming.State.READ if contact else Incoming.State.REPORT)
    contact = _receive(incoming, email, at=at)
    message = message_that_came(contact, incoming.arrived_at) if ready.files else None
    if message is not None:
        keep(ready.files, message=message, at=at)
    return Placed(contact)


EMAIL = Intake(name="email", read=read, put_by=put_by, place=place)


def _is_test(incoming: Incoming, email: Email, *, at: datetime) -> bool:
    """Tell whether this is a test of ours that came in, or a report that one did not."""
    about = {}
    if email.report is not None:
        said = next((bounce.words for bounce in email.report.bounces), "") or email.subject
        about = dict.fromkeys(email.report.about, f"A mail server says: {said}")
    about[email.message_id] = ""
    known = (
        know_email(message_id, council=incoming.council_id, arrived_at=incoming.arrived_at, at=at, problem=problem)
        for message_id, problem in about.items()
    )
    return any(known)


def _copy_of(incoming: Incoming, email: Email) -> Outgoing | None:
    """Return the letter of ours that this is a copy of: it has its id, and comes from one of our mailboxes."""
    if not email.message_id or not _is_our_mailbox(email.address):
        return None
    return _letters(incoming, email.message_id).first()


def _reported(incoming: Incoming, report: DeliveryReport, *, at: datetime) -> Contact | None:
    """Return the contact whose letter a mail server tells of, or None when it is no letter of ours.

    A letter that will never arrive is marked as failed, which opens its contact again for somebody to see.
    """
    letters = {letter.message.message_id: letter for letter in _letters(incoming, *report.about)}
    letter = next((letters[one] for one in report.about if one in letters), None)
    if letter is None:
        return _memo_reported(incoming, report)
    # What could not be delivered to our own mailbox was the copy, and the customer has theirs.
    copies = _our_mailboxes(bounce.recipient for bounce in report.bounces)
    failed = [bounce for bounce in report.bounces if bounce.is_final and bounce.recipient not in copies]
    if failed:
        contacts.fail(letter, problem=failed[0].words, at=at)
    return letter.message.contact


def _memo_reported(incoming: Incoming, report: DeliveryReport) -> Contact | None:
    """Give up a memo that a mail server says will never arrive; return the contact that it is about, if it is of one.

    That is said in a note there: somebody waits for an answer that will not come.
    """
    memo = memo_in(incoming.council_id, report.about)
    failed = next((bounce for bounce in report.bounces if bounce.is_final), None)
    if memo is None or failed is None:
        return None
    give_memo_up(memo, problem=failed.words)
    contact = _about(incoming, memo)
    if contact is not None:
        said = f"[Our email to {memo.to} did not arrive, and will not: {failed.words}]"
        contacts.note_down(contact, body=said, by=None, at=incoming.arrived_at)
    return contact


def _about(incoming: Incoming, memo: Memo) -> Contact | None:
    """Return the contact that a memo names, if it names one in which something can still be noted."""
    named = Contact.objects.filter(council=incoming.council_id, erased_at=None)
    return named.filter(reference__in=references_in(memo.subject)).first()


def _to_colleagues(incoming: Incoming, email: Email) -> Contact | None:
    """Note an answer to what was for colleagues or another service, and never for the customer; or return None.

    It is the word to whoever is on duty, or a memo about one contact that was to be answered by its link.
    """
    told = _word_to_duty(incoming, email)
    memo = memo_in(incoming.council_id, email.answers) if told is None else None
    contact = told.contact if told is not None else _about(incoming, memo) if memo is not None else None
    if contact is None:
        return None
    what = "the word to whoever is on duty" if told is not None else "our email to them, and not by its link"
    who = f"[From {email.name} {email.address}, in answer to {what}.]\n\n"
    contacts.note_down(contact, body=who + email.text, by=None, at=incoming.arrived_at)
    return contact


def _receive(incoming: Incoming, email: Email, *, at: datetime) -> Contact:
    told = _to_colleagues(incoming, email)
    if told is not None:
        return told
    contact = _answered(incoming, email)
    if contact is None:
        return contacts.receive(_arrival(incoming, email), at=incoming.arrived_at, now=at)
    return _go_on(contact, incoming, email, at=at)


def _go_on(contact: Contact, incoming: Incoming, email: Email, *, at: datetime) -> Contact:
    """Add a message to a contact, marked as a stranger's when its customer did not write it."""
    by_stranger = not _is_customer(contact, incoming, email)
    arrival = replace(_arrival(incoming, email), by_stranger=by_stranger)
    return contacts.add(contact, arrival, at=incoming.arrived_at, now=at)


def _arrival(incoming: Incoming, email: Email) -> Arrival:
    mailbox = _mailbox(incoming)
    elsewhere = f"It asks for answers to {email.answers_to}, which says nothing of who wrote it." * bool(
        email.answers_to
    )
    spam = SPAM if _is_spam(incoming, email) else ""
    notes = [f"[{note}]" for note in (incoming.notice, spam, elsewhere) if note]
    return Arrival(
        council=incoming.council,
        team=mailbox.team,
        channel=EMAIL.name,
        mailbox=mailbox.name,
        subject=email.subject,
        body="\n\n".join([*notes, email.text]),
        name=email.name,
        email=email.address,
        message_id=email.message_id,
        attachments=email.attachments,
        answerable=_may_answer(incoming, email),
        automatic=email.automatic,
        proof=_proof(incoming, email),
    )


def _mailbox(incoming: Incoming) -> Mailbox:
    assert incoming.mailbox is not None  # an email came to an address
    return incoming.mailbox


def _proof(incoming: Incoming, email: Email) -> Proof:
    return proof(email.checks, address=email.address, checked_by=_mailbox(incoming).checked_by)


def _answered(incoming: Incoming, email: Email) -> Contact | None:
    """Return the contact that a message goes on with, or None when it is a matter of its own.

    The id of a letter of ours cannot be guessed: who answers it has had it in hand. A reference can be read over a
    shoulder, and a customer's own id is known to all they wrote to; those count from the customer alone, so that
    nobody gets into the matter of somebody else. Where they lead to several, a matter having been closed and begun
    again, it is the newest.
    """
    references = references_in(email.subject)
    if not email.answers and not references:  # nearly every message: it need not cost two questions
        return None
    messages = Message.objects.filter(contact__council=incoming.council_id, message_id__in=email.answers)
    answered = [
        message.contact
        for message in messages.select_related("contact__customer")
        if message.sort != Message.Sort.FROM_CUSTOMER or _is_customer(message.contact, incoming, email)
    ]
    named = Contact.objects.filter(council=incoming.council_id, reference__in=references).select_related("customer")
    theirs = [contact for contact in named if _is_customer(contact, incoming, email)]
    return max([*answered, *theirs], key=lambda contact: (contact.received_at, contact.pk), default=None)


def _word_to_duty(incoming: Incoming, email: Email) -> Message | None:
    """Return the word to whoever is on duty that this answers: it is for colleagues, and never for the customer."""
    if not email.answers:
        return None
    found = Message.objects.filter(contact__council=incoming.council_id, message_id__in=email.answers)
    return found.filter(sort=Message.Sort.TO_DUTY, contact__erased_at=None).select_related("contact").first()


def _is_customer(contact: Contact, incoming: Incoming, email: Email) -> bool:
    """Tell whether a message is from its contact's customer: by its From alone, unless our own server says it is not.

    What nobody has proved may still be theirs, and is shown as not proved.
    """
    if not email.address or contact.customer is None or contact.customer.email != email.address:
        return False
    return _proof(incoming, email) is not Proof.FAILED


def _may_answer(incoming: Incoming, email: Email) -> bool:
    """Tell whether a machine may acknowledge a message: a person wrote it, and from where they say."""
    if email.automatic or not email.address or _is_our_mailbox(email.address) or _is_spam(incoming, email):
        return False
    return _proof(incoming, email) is not Proof.FAILED  # the letter would go to somebody who did not write


def _is_spam(incoming: Incoming, email: Email) -> bool:
    """Tell whether the gateway in front of the mailbox thinks a message is spam, in the header that it is known for."""
    mark = spam_mark_of(incoming.mailbox.address) if incoming.mailbox is not None and email.marks else None
    return mark is not None and mark.is_in(email.marks)


def _is_our_mailbox(address: str) -> bool:
    return bool(address) and Mailbox.objects.filter(address__iexact=address).exists()


def _our_mailboxes(addresses: Iterable[str]) -> set[str]:
    """Return which of some addresses, in small letters, are mailboxes of ours."""
    ours = Mailbox.objects.annotate(small=Lower("address")).filter(small__in=list(addresses))
    return set(ours.values_list("small", flat=True))


def _letters(incoming: Incoming, *message_ids: str) -> QuerySet[Outgoing]:
    letters = Outgoing.objects.filter(council=incoming.council_id, message__message_id__in=message_ids)
    return letters.select_related("message__contact__customer").order_by("id")
