"""The headers of a message, read one at a time so that a broken one spoils none of the others.

The standard library's own way of reading them raises on real mail: on Exchange's ``Message-ID: <[...]>``, on
``To: "``, on ``name*`` with nothing after it. So headers are taken here as bytes and read with less ambition. Nothing
in this file raises.
"""

import re
from collections.abc import Callable
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from typing import TypeVar

_LONGEST = 10_000  # characters of a header: reading encoded words takes time by the square of their number
_Value = TypeVar("_Value")
_ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]]{1,64}@[^\s<>\"',;:()\[\]]{1,189}")
_ID = re.compile(r"<([^<>\s]{1,298})>")
_UNPRINTABLE = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A, 0x0D)}


def guarded(read: Callable[[], _Value], otherwise: _Value) -> _Value:
    """Return what ``read`` returns, or ``otherwise`` when the standard library breaks on what a stranger wrote."""
    try:
        return read()
    except Exception:  # it raises IndexError, AttributeError, LookupError, TypeError, ...: whatever it came upon
        return otherwise


def decoded(content: bytes, charset: str = "") -> str:
    """Return bytes as text, in the character set they say, or else in the likeliest. Every byte comes out as something.

    Latin-1 and plain ASCII are read as Windows reads them: that is what those who say so mean.
    """
    said = charset.strip().lower().replace("_", "-")
    if said and said not in ("us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1"):
        text = guarded(lambda: content.decode(said), None)
        if text is not None:
            return cleaned(text)
    text = guarded(lambda: content.decode("utf-8"), None)
    return cleaned(text if text is not None else content.decode("cp1252", "replace"))


def cleaned(text: str) -> str:
    """Return text that any database and page can hold: without control characters, and with whole characters only."""
    return text.translate(_UNPRINTABLE).encode("utf-8", "replace").decode("utf-8")


def raw_header(message: Message, name: str) -> str:
    """Return the first header of a name as it was written, on one line, or nothing."""
    found = next((value for key, value in message.raw_items() if key.lower() == name), "")
    return " ".join(_text_of(found)[:_LONGEST].split())


def header(message: Message, name: str, *, longest: int = 300) -> str:
    """Return the first header of a name with its encoded words read (RFC 2047), or nothing."""
    return _words(raw_header(message, name))[:longest]


def ids(message: Message, name: str) -> tuple[str, ...]:
    """Return the message ids in a header, in its order, each in its angle brackets."""
    return tuple(f"<{found}>" for found in _ID.findall(raw_header(message, name)))


def message_id(message: Message) -> str:
    """Return a message's own id in whatever shape its sender gave it, or nothing when it has none."""
    found = ids(message, "message-id")
    return found[0] if found else raw_header(message, "message-id")[:300]


def person(message: Message, name: str) -> tuple[str, str]:
    """Return the name and the address, in small letters, of the first person in a header. Either may be empty."""
    value = raw_header(message, name)
    shown, address = guarded(lambda: parseaddr(value), ("", ""))
    if not _ADDRESS.fullmatch(address):
        found = _ADDRESS.search(value)
        address = found.group() if found else ""
        shown = value.partition("<")[0].strip(' "') if "<" in value else ""
    shown = _words(shown)[:200]
    return ("" if "@" in shown and shown.strip("'\" ").lower() == address.lower() else shown), address.lower()


def _text_of(value: object) -> str:
    """Return a header's text, which the parser hands over with its 8-bit bytes in disguise."""
    return decoded(str(value).encode("utf-8", "surrogateescape"))


def _words(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    read = (part if isinstance(part, str) else decoded(part, charset or "") for part, charset in parts)
    return " ".join("".join(read).split())
