"""Which messages were written by a machine, and what a mail server says that it could not deliver.

A machine is never answered by a machine: two that answer each other do not stop (RFC 3834). Nothing here raises.
"""

from email import message_from_string
from email.message import Message
from typing import NamedTuple

from answerable.channels.email.body import content_type, inside, parts_of, text_of
from answerable.channels.email.headers import guarded, header, ids, person, raw_header

_BULK = ("bulk", "junk", "list", "auto_reply", "auto-reply")
_TELLING = ("list-id", "x-autoreply", "x-autorespond", "x-auto-response-suppress", "x-failed-recipients")
_MACHINES = (
    "mailer-daemon",
    "postmaster",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
)


MOST_BLOCKS = 10
"""People of whom a delivery report is believed: we write to one at a time."""


class Bounce(NamedTuple):
    """What a mail server says of one letter to one person (RFC 3464).

    ``status`` is three numbers: 5 at the front means that it never will be delivered, 4 that it may yet be.
    """

    message_id: str
    recipient: str
    status: str
    words: str

    @property
    def is_final(self) -> bool:
        """Tell whether the letter will never be delivered."""
        return self.status.startswith("5")


def is_automatic(message: Message) -> bool:
    """Tell whether a machine wrote a message (RFC 3834), so that no machine may answer it."""
    written = raw_header(message, "auto-submitted").partition(";")[0].strip().lower()
    return (
        written not in ("", "no")
        or raw_header(message, "precedence").lower() in _BULK
        or raw_header(message, "return-path") == "<>"
        or any(key.lower() in _TELLING for key, _ in message.raw_items())
        or content_type(message) == "multipart/report"
        or is_machine(person(message, "from")[1])
    )


def is_machine(address: str) -> bool:
    """Tell whether nobody reads what is sent to an address, by its first part."""
    return address.partition("@")[0].partition("+")[0].lower() in _MACHINES


def bounces_of(message: Message) -> tuple[Bounce, ...]:
    """Return what a delivery report says, one for each person it was for, up to ``MOST_BLOCKS``.

    It is nothing for any other message.
    """
    if content_type(message) != "multipart/report":
        return ()
    said: list[Message] = []
    about = ""
    for part in parts_of(message):
        kind = content_type(part)
        if kind == "message/delivery-status":
            said.extend(inside(part))
        elif kind == "message/rfc822":
            about = about or next(map(_first_id, inside(part)), "")
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            about = about or _first_id(_headers_in(part))
    # The first block is about the server, and each of the others about one person.
    looked_at = (_bounce(block, about) for block in said[: MOST_BLOCKS + 1])
    return tuple(bounce for bounce in looked_at if bounce is not None)


def _bounce(block: Message, about: str) -> Bounce | None:
    status = raw_header(block, "status").partition(" ")[0]
    recipient = raw_header(block, "original-recipient") or raw_header(block, "final-recipient")
    if not about or not status:
        return None
    return Bounce(about, recipient.rpartition(";")[2].strip().lower(), status, header(block, "diagnostic-code"))


def _first_id(message: Message) -> str:
    return next(iter(ids(message, "message-id")), "")


def _headers_in(part: Message) -> Message:
    return guarded(lambda: message_from_string(text_of(part)), Message())
