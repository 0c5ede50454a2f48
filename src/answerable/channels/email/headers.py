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
from encodings import normalize_encoding
from encodings.aliases import aliases
from typing import TypeVar

from answerable.inbox.plain import cleaned, is_utf_8, plain

_LONGEST = 10_000  # characters of a header: reading encoded words takes time by the square of their number
_Value = TypeVar("_Value")
_ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]]{1,64}@[^\s<>\"',;:()\[\]]{1,189}")
_ID = re.compile(r"<([^<>\s]{1,298})>")
CODECS = frozenset(
    (
        *("utf_7", "utf_16", "utf_16_be", "utf_16_le", "utf_32"),
        *(f"cp125{number}" for number in range(9)),
        *("cp437", "cp850", "cp852", "cp866", "cp874", "mac_roman"),
        *(f"iso8859_{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
        *("koi8_r", "koi8_u", "tis_620", "gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs"),
        *("cp932", "shift_jis", "euc_jp", "iso2022_jp", "iso2022_jp_2", "cp949", "euc_kr", "iso2022_kr"),
    )
)
"""The character sets that mail is written in, by Python's names. Those of Python that are none of mail take time by the
square of their length (punycode, idna) or are no character sets at all. UTF-8, Latin-1 and plain ASCII are not among
them: text that says so is read as UTF-8 or else as Windows reads it, which is what those who say so mean."""

_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "tis_620": "cp874"}
"""The larger character set that is meant where a smaller one is named, as in browsers (the WHATWG's Encoding)."""


def guarded(read: Callable[[], _Value], otherwise: _Value) -> _Value:
    """Return what ``read`` returns, or ``otherwise`` when the standard library breaks on what a stranger wrote."""
    try:
        return read()
    except MemoryError:  # which is nothing that a message should be blamed for by halves
        raise
    except Exception:  # it raises IndexError, AttributeError, LookupError, TypeError, ...: whatever it came upon
        return otherwise


def decoded(content: bytes, charset: str = "") -> str:
    """Return bytes as text, in the character set they say. Every byte comes out as something.

    A byte that does not fit is replaced, and nothing else. It is guessed where none of ``CODECS`` is said, or where
    what is said is plainly wrong: all of it is UTF-8, or it should be two bytes a letter and is plain ASCII.
    """
    said = normalize_encoding(charset.strip()).lower()
    codec = aliases.get(said, said)
    codec = _MEANT.get(codec, codec)
    if codec not in CODECS or (codec.startswith(("utf_16", "utf_32")) and content.isascii() and 0 not in content):
        return plain(content)
    text = guarded(lambda: content.decode(codec), None)
    if text is None and not is_utf_8(content):
        text = guarded(lambda: content.decode(codec, "replace"), None)
    return plain(content) if text is None else cleaned(text)


def raw_header(message: Message, name: str) -> str:
    """Return the first header of a name as it was written, on one line, or nothing."""
    found = next((value for key, value in message.raw_items() if key.lower() == name), "")
    return " ".join(_text_of(found)[:_LONGEST].split())


def header(message: Message, name: str, *, longest: int = 300) -> str:
    """Return the first header of a name with its encoded words read (RFC 2047), or nothing."""
    return words(raw_header(message, name))[:longest]


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
    shown = words(shown)[:200]
    return ("" if "@" in shown and shown.strip("'\" ").lower() == address.lower() else shown), address.lower()


def _text_of(value: object) -> str:
    """Return a header's text, which the parser hands over with its 8-bit bytes in disguise."""
    return decoded(str(value).encode("utf-8", "surrogateescape"))


def words(value: str) -> str:
    """Return a value with its encoded words read (RFC 2047); where they are broken, as it was written."""
    if "=?" not in value:
        return value
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    read = (part if isinstance(part, str) else decoded(part, charset or "") for part, charset in parts)
    return " ".join("".join(read).split())
