"""What a file may be called, and how large it is said to be."""

import re

from answerable.standards.words import visible

LONGEST_NAME = 150

_OF_FOLDERS = re.compile(r'[/\\:"<>|?*]')


def file_name(text: str) -> str:
    """Return a file's name that leads to no folder and hides nothing; "attachment" where nothing is left of it.

    One that is too long is cut before its ending.
    """
    name = _OF_FOLDERS.sub("", visible(text)).strip(". ")
    if len(name) > LONGEST_NAME:
        rest, dot, ending = name.rpartition(".")
        name = f"{rest[: LONGEST_NAME - 11]}.{ending}" if dot and len(ending) <= 10 else name[:LONGEST_NAME]
    return name or "attachment"


def said_size(size: int) -> str:
    """Say how large a file is: "340 bytes", "12 kB", "3.4 MB"."""
    if size < 1_000:
        return f"{size} bytes" if size != 1 else "1 byte"
    return f"{size / 1_000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
