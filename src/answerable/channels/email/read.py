"""A message as bytes becomes a message with a meaning. It asks nobody anything.

No bytes make it raise, but for OverBudget, where they are made of more than a message is. What they may cost in time
and memory is the inbox's to hold; see inbox/reader.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from hashlib import sha256

from answerable.channels.email.body import TOO_DEEP, Attachment, attachment_of, body_of, require_few
from answerable.channels.email.headers import guarded, header, ids, message_id, person, raw_header
from answerable.channels.email.machines import Bounce, bounces_of, is_automatic, is_machine
from answerable.inbox.budget import OverBudget

_TOP = 256 * 1024
"""Bytes of a message's header in which its id is looked for: this is done where mail is fetched, beside other work."""

_LONGEST_SOURCE, _LONGEST_PARAMETERS, _MOST_PARAMETERS = 40_000, 2_000, 100
"""Characters of a header that are read, and of one with parameters, which take time by the square of their number, and
how many of these: a file's name of 255 letters is in thirty at the most."""

_CONTENT = frozenset((b"from", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """What a message means, as far as it could be understood.

    ``address`` is where an answer goes, and ``written_from`` is who wrote; they differ when the writer asks for answers
    elsewhere. ``answers`` are the ids of the messages it answers, the nearest first. ``text`` is all of its words, with
    those it quotes. ``automatic`` is whether a machine wrote it.
    """

    message_id: str = ""
    name: str = ""
    address: str = ""
    written_from: str = ""
    subject: str = ""
    answers: tuple[str, ...] = ()
    text: str = ""
    attachments: tuple[str, ...] = ()
    automatic: bool = False
    bounces: tuple[Bounce, ...] = field(default=())


def read(raw: bytes) -> Email:
    """Return what a message means. What is broken in it is empty here, and the rest is read all the same.

    Raises OverBudget for a message of more parts, parts within parts or lines of header than any that is meant to be
    read.
    """
    message = _parsed(raw)
    require_few(message)
    body = body_of(message)
    name, written_from = person(message, "from")
    if not written_from:
        written_from = person(message, "sender")[1] or person(message, "return-path")[1]
    # A list asks for answers to all its members, who are not whom we are writing to.
    asked_for = "" if raw_header(message, "list-id") else person(message, "reply-to")[1]
    return Email(
        message_id=message_id(message),
        name=name,
        address=asked_for if asked_for and not is_machine(asked_for) else written_from,
        written_from=written_from,
        subject=header(message, "subject"),
        answers=_answers(message),
        text=body.text,
        attachments=body.attachments,
        automatic=is_automatic(message),
        bounces=bounces_of(message),
    )


def attachment(raw: bytes, number: int) -> Attachment | None:
    """Return one thing that came with a message, by its place in ``Email.attachments``; or None when there is none."""
    message = _parsed(raw)
    try:
        require_few(message)
    except OverBudget:
        return None
    return attachment_of(message, number)


def identity(raw: bytes, arrived_at: datetime) -> tuple[str, str]:
    """Return a message's own id and a digest of its content, by which the same message is known when it comes again.

    The lines that a message gathers on its journey are left out of the digest. A message without an id is known by all
    of its bytes and by the moment at which it arrived: two that say "please call me" on two days are two.
    """
    top, _, rest = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    found = message_id(_parsed(top[:_TOP] + b"\n\n"))
    if found:
        return found, sha256(b"\n".join([*_content_lines(top), b"", rest])).hexdigest()
    return "", sha256(raw + arrived_at.astimezone(UTC).isoformat().encode()).hexdigest()


def _content_lines(top: bytes) -> Iterator[bytes]:
    is_content = False
    for line in top.split(b"\n"):
        if not line.startswith((b" ", b"\t")):
            is_content = line.partition(b":")[0].strip().lower() in _CONTENT
        if is_content:
            yield line


def _answers(message: Message) -> tuple[str, ...]:
    nearest_first = (*ids(message, "in-reply-to"), *reversed(ids(message, "references")))
    return tuple(dict.fromkeys(nearest_first))[:50]


class _Briefly(Compat32):
    """The standard library's policy for reading mail as it is, but for headers that are longer than any is."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return a header's name and as much of its value as is read."""
        name, value = super().header_source_parse(sourcelines)
        if not name.lower().startswith("content-"):
            return name, value[:_LONGEST_SOURCE]
        return name, ";".join(value[:_LONGEST_PARAMETERS].split(";")[: 1 + _MOST_PARAMETERS])


_BRIEFLY = _Briefly()


_KNOWN = re.compile(
    rb"(?:from|to|cc|date|subject|message-id|in-reply-to|references|reply-to|sender|received|return-path|mime-version|"
    rb"content-type|content-transfer-encoding|content-disposition|auto-submitted|authentication-results):",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(rb"[!-9;-~]+[ \t]*:|[ \t]|>?From ")


def _without_stray_lines(raw: bytes) -> bytes:
    """Leave out lines of a header that are none, where one that mail has comes after: they would end it too soon."""
    ends = [place for place in (raw.find(b"\n\n", 0, _TOP), raw.find(b"\n\r\n", 0, _TOP)) if place >= 0]
    end = min(ends, default=min(len(raw), _TOP))
    lines = raw[:end].split(b"\n")
    last = max((number for number, line in enumerate(lines) if _KNOWN.match(line)), default=0)
    strays = {number for number, line in enumerate(lines[:last]) if not _HEADER_LINE.match(line)}
    if not strays:
        return raw
    return b"\n".join(line for number, line in enumerate(lines) if number not in strays) + raw[end:]


def _parsed(raw: bytes) -> Message:
    try:
        return message_from_bytes(_without_stray_lines(raw), policy=_BRIEFLY)
    except RecursionError as error:
        raise OverBudget(TOO_DEEP) from error
    except MemoryError:
        raise
    except Exception:  # the standard library breaks in many ways on what a stranger wrote
        return _as_one_text(raw)


def _as_one_text(raw: bytes) -> Message:
    """Return a message whose parts cannot be told apart, with its plain headers, and all the rest as its text."""
    top, _, rest = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = top.split(b"\n")
    kept = [line for line in lines if not line.lower().startswith((b"content-", b" ", b"\t"))]
    return guarded(lambda: message_from_bytes(b"\n".join(kept) + b"\n\n" + rest, policy=_BRIEFLY), Message())
