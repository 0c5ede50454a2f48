"""Everything that changes how far each mailbox has been fetched; what came of it is kept in the inbox."""

from datetime import datetime, timedelta

from django.db import transaction

from answerable.channels.email.models import Position
from answerable.channels.email.place import EMAIL
from answerable.channels.email.read import identity
from answerable.councils.models import Mailbox
from answerable.inbox import actions as inbox
from answerable.inbox.models import Incoming

SEEN = timedelta(seconds=30)
"""How often it is written that a mailbox was looked into, where nothing else is to be said of it."""


def look(mailbox: Mailbox, *, uid_validity: int, at: datetime) -> Position:
    """Return how far a mailbox has been fetched. When its server has numbered it anew, that is nothing (RFC 3501).

    At rest this writes every ``SEEN`` only, since every mailbox is looked into every few seconds.
    """
    lately = Position.objects.filter(mailbox=mailbox, looked_at__gt=at - SEEN, looked_at__lte=at)
    as_it_was = lately.filter(uid_validity=uid_validity, problem="").first()
    return as_it_was or _look_anew(mailbox, uid_validity, at)


@transaction.atomic
def _look_anew(mailbox: Mailbox, uid_validity: int, at: datetime) -> Position:
    position, _ = Position.objects.select_for_update().get_or_create(mailbox=mailbox)
    position.mailbox = mailbox  # with what is known of it already
    if position.uid_validity != uid_validity:
        position.uid_validity, position.last_uid = uid_validity, 0
        position.stuck_uid, position.stuck_since = 0, None
    position.looked_at, position.problem = at, ""
    position.save()
    return position


@transaction.atomic
def keep(
    position: Position, *, uid: int, raw: bytes, arrived_at: datetime, at: datetime, notice: str = ""
) -> Incoming | None:
    """Keep a message exactly as it came, and move on to the next. Returns None when we have it already.

    It is on the disk before the position moves: a crash between the two means that it is fetched again, and known.
    """
    message_id, digest = identity(raw, arrived_at)
    incoming, is_new = inbox.keep(
        EMAIL.name,
        council=position.mailbox.council,
        mailbox=position.mailbox,
        external_id=message_id,
        digest=digest,
        raw=raw,
        arrived_at=min(arrived_at, at),
        at=at,
        notice=notice,
    )
    move_on(position, uid=uid)
    return incoming if is_new else None


@transaction.atomic
def move_on(position: Position, *, uid: int) -> None:
    """Say that a mailbox has been fetched up to and with the message ``uid``."""
    position.last_uid, position.stuck_uid, position.stuck_since = uid, 0, None
    position.save(update_fields=["last_uid", "stuck_uid", "stuck_since"])


@transaction.atomic
def get_stuck(mailbox: Mailbox, *, problem: str, at: datetime, uid: int = 0) -> None:
    """Say that a mailbox could not be fetched, and at which message, when it is one message that would not come."""
    position, _ = Position.objects.select_for_update().get_or_create(mailbox=mailbox)
    position.looked_at, position.problem = at, problem[:2000]
    if uid and position.stuck_uid != uid:
        position.stuck_uid, position.stuck_since = uid, at
    position.save()
