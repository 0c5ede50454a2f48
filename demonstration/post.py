"""A resident's side of the mail: an email to a council over SMTP, and the answers read over IMAP."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import NamedTuple

from imapclient.exceptions import LoginError

from answerable.channels.email.servers import open_imap, open_smtp, servers_of
from demonstration.mailroom import PASSWORD
from demonstration.names import address_of

_NEWEST = 20


class Letter(NamedTuple):
    """An email in a resident's inbox."""

    sender: str
    subject: str
    came: str
    body: str


def send(*, council: str, name: str, email: str, subject: str, body: str, at: datetime) -> None:
    """Write to a council as a resident would, through the mailroom. Raises OSError when it is not open."""
    message = EmailMessage(policy.SMTP)
    message["From"] = Address(name, addr_spec=email)
    message["To"] = address_of(council)
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=email.rpartition("@")[2])
    message.set_content(body)
    with open_smtp(servers_of(address_of(council)).smtp) as line:
        line.send_message(message)


def inbox(email: str, *, council: str) -> Sequence[Letter]:
    """Return the newest letters in a resident's inbox, the newest first; none when nobody has written to it yet.

    ``council`` is any council of the demonstration: the mailroom is the same for all. Raises OSError when it is shut.
    """
    server = replace(servers_of(address_of(council)).imap, user=email, password=PASSWORD)
    try:
        with open_imap(server) as client:
            client.select_folder("INBOX", readonly=True)
            numbers = sorted(client.search())[-_NEWEST:]
            found = client.fetch(numbers, ["BODY.PEEK[]"]) if numbers else {}
    except LoginError:
        return []
    return [_letter(found[number][b"BODY[]"]) for number in reversed(numbers)]


def _letter(raw: bytes) -> Letter:
    message = message_from_bytes(raw, policy=policy.default)
    body = message.get_body(("plain",))
    said = body.get_content() if body is not None else "There are no plain words in this message."
    return Letter(str(message["From"]), str(message["Subject"]), str(message["Date"]), said)
