"""What is done with checks: begin one, know what we sent when it comes in, and settle how it came out."""

import logging
import re
from datetime import datetime
from secrets import token_hex

from django.db import transaction

from answerable.channels.checks.models import Check
from answerable.channels.checks.queries import EVERY, lately
from answerable.councils.models import Council, Mailbox

_IN_AN_EMAIL = re.compile(r"<check\.([0-9a-f]+)@[^>]+>")
_log = logging.getLogger(__name__)


def message_id_of(check: Check, mailbox: Mailbox) -> str:
    """Return the Message-ID of a test email, by which it is known when it comes in."""
    return f"<check.{check.mark}@{mailbox.address.rpartition('@')[2]}>"


@transaction.atomic
def begin(what: str, *, council: Council, mailbox: Mailbox | None = None, at: datetime) -> Check | None:
    """Begin a check of a way in, or return None when one was begun lately, by us or by another worker."""
    Council.objects.select_for_update(no_key=True).get(key=council.key)  # two workers take turns
    if lately(what, at).filter(council=council, mailbox=mailbox).exists():
        return None
    return Check.objects.create(what=what, council=council, mailbox=mailbox, mark=token_hex(12), at=at)


@transaction.atomic
def settle(check: Check, *, problem: str = "", at: datetime) -> None:
    """Say how a check came out: it passed where there is no problem. What was said first stands."""
    unknown = Check.objects.filter(id=check.id, passed=None)
    if unknown.update(passed=not problem, problem=problem[:2000], settled_at=at) and problem:
        _log.warning("%s failed for %s: %s", check, check.council_id, problem)


def give_up(what: str, *, at: datetime) -> None:
    """Say that the checks of a sort failed whose outcome should have been known by now.

    One that was cut short when a worker was killed is among them: what is not known counts against us.
    """
    words = "It had not come" if what == Check.What.MAILBOX else "It was not known how it came out"
    minutes = EVERY[what].seconds // 60
    for check in Check.objects.filter(what=what, passed=None, at__lte=at - EVERY[what]):
        settle(check, problem=f"{words} after {minutes} minutes.", at=at)


@transaction.atomic
def know_email(message_id: str, *, council: str, arrived_at: datetime, at: datetime, problem: str = "") -> bool:
    """Tell whether an email is a test of ours, and settle its check by when the mail server had it (C3).

    ``problem`` is why it came back, where what came is not the test but a report about it.
    """
    ours = _IN_AN_EMAIL.fullmatch(message_id)
    check = ours and Check.objects.filter(what=Check.What.MAILBOX, council_id=council, mark=ours[1]).first()
    if not check:
        return False
    if arrived_at > check.at + EVERY[Check.What.MAILBOX]:
        problem = problem or "It came too late."
    settle(check, problem=problem, at=at)
    return True
