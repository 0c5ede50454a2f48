"""A message as bytes becomes a message with a meaning. It asks nobody anything, and no bytes make it raise."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from hashlib import sha256

from answerable.channels.email.body import body_of
from answerable.channels.email.headers import guarded, header, ids, message_id, person, raw_header
from answerable.channels.email.machines import Bounce, bounces_of, is_automatic, is_machine

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
    """Return what a message means. What is broken in it is empty here, and the rest is read all the same."""
    message = _parsed(raw)
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


def identity(raw: bytes, arrived_at: datetime) -> tuple[str, str]:
    """Return a message's own id and a digest of its content, by which the same message is known when it comes again.

    The lines that a message gathers on its journey are left out of the digest. A message without an id is known by all
    of its bytes and by the moment at which it arrived: two that say "please call me" on two days are two.
    """
    top, _, rest = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    found = message_id(_parsed(top + b"\n\n"))
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


def _parsed(raw: bytes) -> Message:
    message = guarded(lambda: message_from_bytes(raw, policy=compat32), None)
    return message if message is not None else _as_one_text(raw)


def _as_one_text(raw: bytes) -> Message:
    """Return a message whose parts cannot be told apart, with its plain headers, and all the rest as its text."""
    top, _, rest = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = top.split(b"\n")
    kept = [line for line in lines if not line.lower().startswith((b"content-", b" ", b"\t"))]
    return guarded(lambda: message_from_bytes(b"\n".join(kept) + b"\n\n" + rest, policy=compat32), Message())
