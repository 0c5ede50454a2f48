"""Bytes as text that any database and page can hold. Nothing in this file raises."""

import re

from answerable.standards.words import visible

_OF_FOLDERS = re.compile(r'[/\\:"]')
_UNPRINTABLE = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A, 0x0D)}


def plain(content: bytes) -> str:
    """Return bytes as text: as UTF-8, or else as Windows wrote in the west of Europe. Every byte comes out somehow."""
    try:
        return cleaned(content.decode("utf-8"))
    except UnicodeDecodeError:
        return cleaned(content.decode("cp1252", "replace"))


def file_name(text: str) -> str:
    """Return a file's name that leads to no folder and hides nothing; "attachment" where nothing is left of it."""
    return _OF_FOLDERS.sub("", visible(text)).strip(". ")[:150] or "attachment"


def cleaned(text: str) -> str:
    """Return text without control characters, and with whole characters only."""
    return text.translate(_UNPRINTABLE).encode("utf-8", "replace").decode("utf-8")
