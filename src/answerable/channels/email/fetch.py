"""Mail is fetched from a mailbox: each message is kept as it came, once, before anybody tries to understand it.

Nothing in the mailbox is deleted, marked or moved.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic

from imapclient import IMAPClient

from answerable.channels.email.actions import get_stuck, keep, look, move_on
from answerable.channels.email.models import Position
from answerable.channels.email.servers import cut_off, open_imap, servers_of
from answerable.councils.models import Mailbox

LARGEST = 50 * 1024 * 1024
"""Bytes of a message that are fetched whole. Of a larger one, the beginning is kept."""

BEGINNING = 1024 * 1024
A_WHILE = 30.0
"""Seconds after which no other message of a mailbox is fetched, so that the other mailboxes have their turn."""

SECONDS_EACH = 120.0
"""Seconds that one message may take to come."""

PATIENCE = timedelta(minutes=5)
"""How long one message that cannot be fetched may hold up those behind it."""

_log = logging.getLogger(__name__)


def fetch(mailbox: Mailbox, *, at: datetime) -> int:
    """Keep what came to a mailbox since it was last fetched, and return how many messages were new.

    When the server cannot be reached, or a message will not come, the reason is kept with the mailbox's position and
    the next call goes on from there. A message that has stopped those behind it for ``PATIENCE`` is passed over: a
    notice is kept in its place, for a person to look.
    """
    uid = new = 0
    began = monotonic()
    try:
        server = servers_of(mailbox.address).imap
        with open_imap(server) as client:
            with cut_off(client.socket):
                opened = client.select_folder(server.folder, readonly=True)
                position = look(mailbox, uid_validity=int(opened[b"UIDVALIDITY"]), at=at)
                waiting = _after(client, position.last_uid)
            for uid in waiting:
                if monotonic() - began > A_WHILE:
                    break
                with cut_off(client.socket, after=SECONDS_EACH):
                    new += _fetch_one(client, position, uid, at)
    except Exception as error:  # imaplib and the servers raise much; the database's own troubles come up again below
        _log.warning("Cannot fetch %s: %s", mailbox.address, error)
        # It is left alone from when it failed, which may be long after it was begun.
        after = at + timedelta(seconds=int(monotonic() - began))
        get_stuck(mailbox, problem=str(error) or type(error).__name__, at=after, uid=uid)
    return new


def _after(client: IMAPClient, last: int) -> list[int]:
    # "n:*" always finds the newest message, even when its number is below n.
    return sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)


def _fetch_one(client: IMAPClient, position: Position, uid: int, at: datetime) -> int:
    if position.stuck_uid == uid and position.stuck_since is not None and at - position.stuck_since >= PATIENCE:
        return _keep_notice(position, uid, at)
    size = client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0)
    is_whole = size <= LARGEST
    said = client.fetch([uid], ["INTERNALDATE", "BODY.PEEK[]" if is_whole else f"BODY.PEEK[]<0.{BEGINNING}>"])
    found = said.get(uid)
    if found is None:  # somebody removed it since we asked what there is
        move_on(position, uid=uid)
        return 0
    megabytes = size / 1024 / 1024
    notice = "" if is_whole else f"Only its beginning is here: it is {megabytes:.0f} MB. The rest is in the mailbox."
    raw = found[b"BODY[]"] if is_whole else found[b"BODY[]<0>"]
    kept = keep(position, uid=uid, raw=raw, arrived_at=found[b"INTERNALDATE"], at=at, notice=notice)
    return int(kept is not None)


def _keep_notice(position: Position, uid: int, at: datetime) -> int:
    mailbox = position.mailbox.address
    why = f"The mail server did not hand it over. Look for message {uid} in {mailbox}."
    # It has no content of its own, so its number makes it one of its kind.
    top = f"Message-ID: <{position.uid_validity}.{uid}.{mailbox}>\r\nSubject: A message that could not be fetched"
    raw = f"{top}\r\n\r\n".encode()
    return int(keep(position, uid=uid, raw=raw, arrived_at=at, at=at, notice=why) is not None)
