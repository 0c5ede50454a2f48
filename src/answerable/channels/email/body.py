"""The words of a message and the names of what came with it. Nothing here raises but ``require_few``."""

import re
from collections.abc import Iterator, Mapping
from email.message import Message
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from answerable.channels.email.headers import decoded, guarded, header, words
from answerable.channels.email.html_text import from_html, picture_line
from answerable.inbox.budget import OverBudget
from answerable.standards.words import visible

LONGEST = 200_000
"""Characters of a message that are shown; the whole of it is kept as it came."""

MOST_PARTS, DEEPEST, MOST_HEADERS = 500, 30, 1_000
"""Parts of a message, parts within parts, and header fields of one part. Mail that people wrote has a tenth of each."""

TOO_DEEP = f"It has parts within parts, more than {DEEPEST} deep."


class Body(NamedTuple):
    """What a message says, as plain text, and what is attached."""

    text: str
    attached: "tuple[Attachment, ...]"


def body_of(message: Message) -> Body:
    """Return what a message says: the words of all its parts in order, of alternatives the plainest that will do."""
    attached = tuple(_attached_to(message))
    text = _words_of(message, _pictures_in(message), is_all=True)
    if not text and any(one.name.lower() == _PACKED for one in attached):
        text = PACKED
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}\n\n[The message goes on: the whole of it is kept as it came.]"
    return Body(text, attached)


_PACKED = "winmail.dat"
PACKED = (
    "[Outlook has packed this message into the attachment winmail.dat, which only Outlook opens. Open it there, or ask "
    "for the message again as plain text.]"
)
"""What stands for the words of a message that are nowhere but in there."""


def _words_of(part: Message, pictures: Mapping[str, str], *, is_all: bool = False) -> str:
    """Return the words of a part. It is no deeper than ``DEEPEST``: see ``require_few``."""
    if _is_made_of_parts(part):
        words = [_words_of(one, pictures) for one in inside(part)]
        if content_type(part) == "multipart/alternative":
            plain = (said for one, said in zip(inside(part), words, strict=True) if _kind(one) == "text/plain")
            return _fullest(next(filter(None, plain), ""), next(filter(None, reversed(words)), ""))
        return _joined(words)
    if _attachment_name(part, is_all=is_all):
        return ""
    if _kind(part) == "text/plain":
        return _joined([_with_pictures(text_of(part), pictures)])
    return _joined([from_html(text_of(part), pictures)])


def _fullest(plain: str, rich: str) -> str:
    """Return plain words, or of the richest alternative those that say what the plain ones lost.

    That is a table, whose cells a mail program writes below one another, or most of it: some write no more than that
    the message is to be read elsewhere.
    """
    is_lost = _ROW.search(rich) is not None and _ROW.search(plain) is None
    return rich if is_lost or len(rich.split()) > 2 * len(plain.split()) else plain


_ROW = re.compile(r"^[^|\n]+(?: \| [^|\n]*)+$", re.MULTILINE)
"""A row of a table."""

_STOOD = re.compile(r" ?\[(?:cid:([^\[\]\s]{1,300})|image: ([^\[\]\n]{1,300}))\] ?")
"""Where a picture stood, in plain words that Outlook or Gmail made of HTML: by its id, or by its name."""


def _pictures_in(message: Message) -> Mapping[str, str]:
    """Return the names of the pictures that came with a message, by the ids with which its words point to them."""
    named = (
        (header(part, "content-id").strip("<> "), _attachment_name(part, is_all=False)) for part in parts_of(message)
    )
    return {id: name for id, name in named if id and name}


def _with_pictures(text: str, pictures: Mapping[str, str]) -> str:
    """Return plain words in which a picture stands on a line of its own, where a mail program says that it stood."""
    names = {*pictures.values()}

    def line(stood: re.Match[str]) -> str:
        name = pictures.get(stood[1]) if stood[1] else stood[2] if stood[2] in names else None
        return f"\n{picture_line(name)}\n" if name else stood[0]

    return _STOOD.sub(line, text) if pictures else text


class Attachment(NamedTuple):
    """One thing that came with a message."""

    name: str
    content: bytes


def attachment_of(message: Message, number: int) -> Attachment | None:
    """Return an attachment by its place in ``Body.attached``, or None when there are not so many."""
    return next(islice(_attached_to(message), number, None), None)


def _attached_to(message: Message) -> Iterator[Attachment]:
    for part in parts_of(message):
        name = _attachment_name(part, is_all=part is message)
        if name:
            content = guarded(partial(_held_by, part), None)
            yield Attachment(name, content if isinstance(content, bytes) else b"")


def _held_by(part: Message) -> Any:
    """Return what a part holds, as a file: a message within the message is handed over whole."""
    within = inside(part)
    return within[0].as_bytes() if within else part.get_payload(decode=True)


def _kind(part: Message) -> str:
    return "text/plain" if content_type(part).startswith("multipart/") else content_type(part)


def _attachment_name(part: Message, *, is_all: bool) -> str:
    """Return what a part is called that is an attachment, or nothing for one that is words of the message."""
    name, kind = _file_name(part), _kind(part)
    is_attached = (not is_all and _is_attached(part)) or kind not in ("text/plain", "text/html")
    return name or (f"a part without a name ({kind})" if is_attached else "")


def parts_of(message: Message) -> Iterator[Message]:
    """Yield the parts of a message that are not made of parts. A message inside it is one part, and is not opened."""
    return (part for part, _ in _all_parts(message) if not _is_made_of_parts(part))


def require_few(message: Message) -> None:
    """Raise OverBudget when a message has more parts, deeper ones or longer headers than are meant to be read."""
    for number, (part, depth) in enumerate(_all_parts(message), 1):
        if number > MOST_PARTS:
            raise OverBudget(f"It has more than {MOST_PARTS} parts.")
        if depth > DEEPEST:
            raise OverBudget(TOO_DEEP)
        if len(part) > MOST_HEADERS:
            raise OverBudget(f"It has more than {MOST_HEADERS:,} lines in one header.")


def _all_parts(message: Message) -> Iterator[tuple[Message, int]]:
    """Yield a message and all its parts in their order, each with how deep it lies."""
    waiting = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        yield part, depth
        if _is_made_of_parts(part):
            waiting.extend((one, depth + 1) for one in reversed(inside(part)))


def _is_made_of_parts(part: Message) -> bool:
    """Tell whether a part holds others. A multipart whose boundary never came does not: all of it is words."""
    return content_type(part).startswith("multipart/") and part.is_multipart()


def inside(part: Message) -> list[Message]:
    """Return the messages or parts that a part holds, which may be none."""
    # Asked only of what has parts: of anything else, the standard library reads the words, and may raise.
    held = part.get_payload() if part.is_multipart() else []
    return [one for one in held if isinstance(one, Message)]


def content_type(part: Message) -> str:
    """Return a part's kind, such as "text/plain", which it is when it does not say."""
    return visible(guarded(part.get_content_type, "text/plain"))


def text_of(part: Message) -> str:
    """Return the words of a part, in its character set or the likeliest."""
    content = guarded(lambda: part.get_payload(decode=True), None)
    if not isinstance(content, bytes):
        content = b""
    return decoded(content[: 4 * LONGEST], guarded(part.get_content_charset, None) or "")


def _joined(texts: list[str]) -> str:
    return "\n\n".join(text.replace("\r\n", "\n").replace("\r", "\n").strip() for text in texts if text.strip())


def _is_attached(part: Message) -> bool:
    return header(part, "content-disposition").lower().startswith("attachment")


def _file_name(part: Message) -> str:
    name = guarded(part.get_filename, None)
    if name is None and content_type(part) == "message/rfc822":
        return "message.eml"
    whole = visible(words(visible(decoded(str(name or "").encode("utf-8", "surrogateescape")))))
    return whole.replace("\\", "/").rpartition("/")[2][:200]
