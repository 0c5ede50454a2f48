"""Which passwords are refused because others know them: those in a file of breached ones that a deployment may have."""

from hashlib import sha1
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError

from answerable.people.models import Staff

HEX = 40
"""Letters of a SHA-1 in hexadecimal, with which each line of the file begins, in their order."""


class NotBreached:
    """Refuses a password whose hash is in a file of breached ones, as Have I Been Pwned gives it out: some 40 GB.

    The file is searched where it lies, in some thirty reads, and never taken in whole. Nothing leaves the machine.
    """

    def __init__(self, file: str) -> None:
        self._file = file

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Raise ValidationError for a password that others know."""
        if self._file and is_breached(password, Path(self._file)):
            raise ValidationError(
                "This password is in a list of stolen ones, which people who break in try first. Choose another.",
                code="password_breached",
            )

    def get_help_text(self) -> str:
        """Return what is said beside the field."""
        return "Your password must not be in a list of stolen ones."


def is_breached(password: str, file: Path) -> bool:
    """Tell whether a password's SHA-1 is in a file whose lines begin with one each, in order."""
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as lines:
        low, high = 0, lines.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            found = _line_from(lines, middle)
            if not found or found >= wanted:
                high = middle
            else:
                low = middle + 1
        return _line_from(lines, low) == wanted


def looks_sorted(file: Path) -> bool:
    """Tell whether a file is one of hashes in their order, as far as its first and its last lines show."""
    with file.open("rb") as lines:
        first, second = (lines.readline()[:HEX].upper() for _ in range(2))
        return len(first) == HEX and set(first) <= set(b"0123456789ABCDEF") and (not second or first < second)


def _line_from(lines: BinaryIO, at: int) -> bytes:
    """Return the hash of the first line that begins at a place or behind it; nothing at the end."""
    lines.seek(max(at - 1, 0))
    if at:
        lines.readline()
    return lines.readline()[:HEX].upper()
