"""Memos by email: from the council's first mailbox in the mail file, over one connection to each server for a batch.

A memo in doubt is sent again, with the same Message-ID: twice is better than never for "look here".
"""

import re
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import groupby
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from answerable.channels.email.servers import MailFileError, Server, all_servers, cut_off, open_smtp
from answerable.councils.models import Council, Mailbox
from answerable.memos.actions import claim_memo, give_memo_up, memo_sent, put_memo_back
from answerable.memos.models import Memo
from answerable.memos.queries import due_memos

BATCH = 100
"""Memos that one call takes on, so that letters need not wait for all."""


def send_memos(now: datetime) -> int:
    """Send the memos that are due, and return how many left. What fails is tried again later, and holds up no other.

    A server that cannot be reached is asked once, and all that would have gone over it waits.
    """
    began = monotonic()
    batch = sorted(due_memos(now)[:BATCH], key=lambda memo: memo.council_id)
    return sum(
        _send_from(memos[0].council, memos, now=now, began=began)
        for memos in (list(group) for _, group in groupby(batch, key=lambda memo: memo.council_id))
    )


def memo_in(council: str, ids: Iterable[str]) -> Memo | None:
    """Return a council's memo that some message ids name, if one does: an answer to it, or a report, names it so."""
    named = {int(found[1]): id for id in ids if (found := _NUMBERED.match(id)) is not None}
    ours = [number for number, id in named.items() if id.partition("@")[0] == _message_id(number).partition("@")[0]]
    return Memo.objects.filter(pk__in=ours, council=council).first() if ours else None


_NUMBERED = re.compile(r"<memo-([0-9]{1,18})-")


def _message_id(number: int) -> str:
    """Return what a memo is called at every try, so that a second copy is known as the first. Nobody can guess it."""
    secret = salted_hmac("answerable.channels.email.memo", str(number), algorithm="sha256").hexdigest()[:24]
    return f"<memo-{number}-{secret}@{urlsplit(settings.ORIGIN).hostname}>"


def _send_from(council: Council, memos: Iterable[Memo], *, now: datetime, began: float) -> int:
    """Send the memos of one council, each claimed first."""

    def at() -> datetime:
        return now + timedelta(seconds=monotonic() - began)

    claimed = [memo for memo in memos if claim_memo(memo, at=at())]
    left = 0
    try:
        sender, server = _sender(council)
        with open_smtp(server) as line:
            for memo in claimed:
                left += _send(line, memo, sender=sender, at=at())
    except (OSError, MailFileError) as error:
        for memo in claimed:
            if memo.sent_at is None and memo.try_at is not None:
                put_memo_back(memo, problem=str(error) or type(error).__name__, at=at())
    return left


def _send(line: smtplib.SMTP, memo: Memo, *, sender: str, at: datetime) -> bool:
    """Hand one memo over. Raises OSError when the line is broken; what the server says of this memo is kept with it."""
    try:
        email = _composed(memo, sender)
        with cut_off(lambda: line.sock):
            line.send_message(email)
    except (ValueError, MessageError, smtplib.SMTPNotSupportedError) as error:
        give_memo_up(memo, problem=f"Cannot write to “{memo.to}”: {error}")
    except smtplib.SMTPRecipientsRefused as error:
        [(code, said)] = error.recipients.values()
        _refused(memo, code, said, at=at)
    except smtplib.SMTPResponseException as error:
        _refused(memo, error.smtp_code, error.smtp_error, at=at)
    else:
        memo_sent(memo, at=at)
        return True
    return False


def _refused(memo: Memo, code: int, said: bytes | str, *, at: datetime) -> None:
    """Keep what a server said to a memo; "never" (5xx) is believed."""
    problem = f"{code} {said if isinstance(said, str) else said.decode('utf-8', 'replace')}"
    if 500 <= code < 600:
        give_memo_up(memo, problem=problem)
    else:
        put_memo_back(memo, problem=problem, at=at)


def _composed(memo: Memo, sender: str) -> EmailMessage:
    """Return the email that a memo is. Raises ValueError or MessageError for an address that is none."""
    name, _, domain = memo.to.rpartition("@")
    email = EmailMessage(policy=SMTP)
    email["From"] = Address(" ".join(memo.council.name.split()), addr_spec=sender)
    email["To"] = Address(addr_spec=f"{name}@{domain.encode('idna').decode('ascii')}")
    email["Subject"] = memo.subject
    email["Date"] = format_datetime(memo.made_at)
    email["Message-ID"] = _message_id(memo.pk)
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(memo.body, charset="utf-8", cte="quoted-printable")
    return email


def _sender(council: Council) -> tuple[str, Server]:
    """Return the council's first mailbox that the mail file knows, and who takes its mail. Raises MailFileError."""
    known = all_servers()
    for address in Mailbox.objects.filter(council=council).order_by("id").values_list("address", flat=True):
        if servers := known.get(address.lower()):
            return address, servers.smtp
    raise MailFileError(f"{council} has no mailbox to send from. Add one, and it will be sent.")
