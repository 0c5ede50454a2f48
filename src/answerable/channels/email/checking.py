"""A test email of ours: how it is written, and how it is known when it comes in. It is nobody's contact."""

import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.db import transaction

from answerable.councils.models import Mailbox
from answerable.observations.actions import settle
from answerable.observations.models import ObservationRow
from answerable.observations.queries import begun
from answerable.standards.vocabulary.feeds import MAILBOX

_IN_AN_EMAIL = re.compile(r"<check\.([0-9a-f]+)@[^>]+>")


def message_id_of(check: ObservationRow, mailbox: Mailbox) -> str:
    """Return the Message-ID of a test email, by which it is known when it comes in."""
    return f"<check.{check.mark}@{mailbox.address.rpartition('@')[2]}>"


def composed(check: ObservationRow, mailbox: Mailbox) -> bytes:
    """Return a test email, from a mailbox to itself, which no machine answers (RFC 3834)."""
    email = EmailMessage(policy=SMTP)
    email["From"] = email["To"] = mailbox.address
    email["Subject"] = "A test of our mailbox"
    email["Date"] = format_datetime(check.at)
    email["Message-ID"] = message_id_of(check, mailbox)
    email["Auto-Submitted"] = "auto-generated"
    email.set_content("This is a test of our mailbox, made by a machine. Nobody need do anything.\n")
    return email.as_bytes()


@transaction.atomic
def know_email(message_id: str, *, council: str, arrived_at: datetime, at: datetime, problem: str = "") -> bool:
    """Tell whether an email is a test of ours, and settle its check by when the mail server had it (C3).

    ``problem`` is why it came back, where what came is not the test but a report about it.
    """
    ours = _IN_AN_EMAIL.fullmatch(message_id)
    check = ours and begun(MAILBOX, council, ours[1])
    if not check:
        return False
    if arrived_at > check.at + MAILBOX.every:
        problem = problem or "It came too late."
    settle(check, problem=problem, at=at)
    return True
