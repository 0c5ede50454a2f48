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
from itertools import islice

from answerable.channels.email.body import TOO_DEEP, Attachment, attachment_of, body_of, require_few
from answerable.channels.email.headers import decoded, guarded, header, message_id, person, raw_header
from answerable.channels.email.machines import DeliveryReport, answers_of, is_automatic, report_in
from answerable.channels.email.proving import Checked, checks_in
from answerable.inbox.budget import OverBudget

_TOP = 256 * 1024
"""Bytes of a message's header in which its id is looked for: this is done where mail is fetched, beside other work."""

_LONGEST_SOURCE, _LONGEST_PARAMETERS, _MOST_PARAMETERS = 40_000, 2_000, 100
"""Characters of a header that are read, and of one with parameters, which take time by the square of their number, and
how many of these: a file's name of 255 letters is in thirty at the most."""

_MOST_MARKS, _LONGEST_MARK = 200, 500
"""Headers of no standard that are kept, and characters of each."""

_CONTENT = frozenset((b"from", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """What a message means, as far as it could be understood.

    ``address`` is who wrote, as From has it; ``checks`` are what servers say they found out about that, believed or
    not. ``answers_to`` is where the writer asks for answers, if elsewhere: whoever writes chooses it, so it says
    nothing of who they are. ``answers`` are the ids of the messages it answers, the nearest first. ``text`` is all of
    its words, with those it quotes. ``attachments`` are the names of what came with it, and ``contents`` what is in
    each. ``automatic`` is whether a machine wrote it, and ``report`` what a mail server
    tells of a letter. ``marks`` are the headers of no standard (X-...), each with its name in small letters: what
    gateways thought of it.
    """

    message_id: str = ""
    name: str = ""
    address: str = ""
    answers_to: str = ""
    checks: tuple[Checked, ...] = ()
    subject: str = ""
    answers: tuple[str, ...] = ()
    text: str = ""
    attachments: tuple[str, ...] = ()
    contents: tuple[bytes, ...] = field(default=(), repr=False, compare=False)
    automatic: bool = False
    report: DeliveryReport | None = None
    marks: tuple[tuple[str, str], ...] = ()


def read(raw: bytes) -> Email:
    """Return what a message means. What is broken in it is empty here, and the rest is read all the same.

    Raises OverBudget for a message of more parts, parts within parts or lines of header than any that is meant to be
    read.
    """
    message = _parsed(raw)
    require_few(message)
    body = body_of(message)
    name, address = person(message, "from")
    if not address:
        address = person(message, "sender")[1] or person(message, "return-path")[1]
    # A list asks for answers to all its members, who are not whom we are writing to.
    answers_to = "" if raw_header(message, "list-id") else person(message, "reply-to")[1]
    return Email(
        message_id=message_id(message),
        name=name,
        address=address,
        answers_to="" if answers_to == address else answers_to,
        checks=checks_in(message),
        subject=header(message, "subject"),
        answers=answers_of(message),
        text=body.text,
        attachments=tuple(one.name for one in body.attached),
        contents=tuple(one.content for one in body.attached),
        automatic=is_automatic(message),
        report=report_in(message, body.text),
        marks=_marks(message),
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


def _marks(message: Message) -> tuple[tuple[str, str], ...]:
    said = ((key.lower(), str(value)) for key, value in message.raw_items() if key.lower().startswith("x-"))
    return tuple((key, " ".join(decoded(_bytes(value)).split())) for key, value in islice(said, _MOST_MARKS))


def _bytes(value: str) -> bytes:
    return value[:_LONGEST_MARK].encode("utf-8", "surrogateescape")


class _Briefly(Compat32):
    """The standard library's policy for reading mail as it is, but for headers that are longer than any is."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return a header's name and as much of its value as is read."""
        name, value = super().header_source_parse(sourcelines)
        if not name.lower().startswith("content-"):
            return name, value[:_LONGEST_SOURCE]
        return name, ";".join(value[:_LONGEST_PARAMETERS].split(";")[: 1 + _MOST_PARAMETERS])

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Return a header with its 8-bit bytes in disguise, from which they can be had again."""
        return value


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
    strays: set[int] = set()
    for number, line in enumerate(lines[:last]):
        goes_on = line.startswith((b" ", b"\t")) and number - 1 in strays
        if goes_on or not _HEADER_LINE.match(line):
            strays.add(number)
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
