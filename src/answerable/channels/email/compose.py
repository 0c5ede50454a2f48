"""A letter of the outbox as an email, with the same Message-ID at every try: so a second copy is known as the first."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

from answerable.contacts.letters import TO_STOP
from answerable.contacts.models import Message, Outgoing
from answerable.councils.models import Mailbox
from answerable.files.going import ATTACHED, TOO_LARGE, by_email, said_in, with_content
from answerable.files.kinds import FILE_KINDS
from answerable.files.queries import files_of

_SAFE_ID = re.compile(r"<[!-;=?-~]{1,298}>")
_ONE_LINE = SMTP.clone(max_line_length=998)  # a message id that is folded is no longer the same id (RFC 5322)


class CannotCompose(ValueError):
    """A letter cannot be made into an email: the customer's address is none."""


def composed(outgoing: Outgoing, words: str, mailbox: Mailbox) -> bytes:
    """Return the email that a letter is, with its words as it leaves.

    Raises CannotCompose when its customer cannot be written to, and DidNotLeave without a file that goes with it.
    """
    message, contact = outgoing.message, outgoing.message.contact
    email = EmailMessage(policy=SMTP)
    email["From"] = Address(_line(contact.council.name), addr_spec=mailbox.address)
    email["To"] = _to(outgoing)
    email["Subject"] = _line(message.subject)
    email["Date"] = format_datetime(message.at)
    email["Message-ID"] = message.message_id
    if _SAFE_ID.fullmatch(outgoing.in_reply_to):
        email["In-Reply-To"] = email["References"] = outgoing.in_reply_to
    if outgoing.automatic:
        is_answer = not outgoing.to and message.sort != Message.Sort.UPDATE
        email["Auto-Submitted"] = "auto-replied" if is_answer else "auto-generated"
    if message.sort == Message.Sort.UPDATE:
        email["List-Unsubscribe"] = f"<{words.rpartition(TO_STOP)[2]}>"  # a page, where it is stopped by a button
    going = by_email(files_of([message]).get(message.id, ()), settings.EMAIL_FILES)
    said = said_in(going, enclosed=ATTACHED, why_not=TOO_LARGE)
    email.set_content(words + said, charset="utf-8", cte="quoted-printable")
    for file, content in with_content(going):
        main, _, sub = FILE_KINDS[file.kind].media.partition("/")
        email.add_attachment(content, maintype=main, subtype=sub, filename=file.name)
    return email.as_bytes(policy=_ONE_LINE)


def address_of(outgoing: Outgoing) -> str:
    """Return the address a letter is for: the one it names, or its customer's, or nothing.

    A domain in letters beyond ASCII is written as mail servers know it (bücher.example is xn--bcher-kva.example).
    """
    customer = outgoing.message.contact.customer
    address = outgoing.to or (customer.email if customer is not None else "")
    name, at, domain = address.rpartition("@")
    try:
        return f"{name}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def _to(outgoing: Outgoing) -> Address:
    customer, address = outgoing.message.contact.customer, address_of(outgoing)
    try:
        address.encode("ascii")
        # What a machine sends has no words of a stranger's in it, and a name is what they like.
        is_named = customer is not None and not outgoing.to and (customer.is_proven or not outgoing.automatic)
        name = customer.name if customer is not None and is_named else ""
        return Address(_line(name), addr_spec=address)
    except Exception as error:  # the standard library's parser raises IndexError and more beside its own errors
        raise CannotCompose(f"'{address}' is not an email address we can write to. Find another way.") from error


def _line(text: str) -> str:
    """Return a text on one line: a line break would begin a header of its own."""
    return " ".join(text.split())
