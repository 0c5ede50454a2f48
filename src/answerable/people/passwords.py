"""Which passwords are refused because others know them: words of the house, and breached ones where there is a file."""

import re
import secrets
from datetime import timedelta
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from answerable.people.models import Staff

HEX = 40
"""Letters of a SHA-1 in hexadecimal, with which each line of the file begins, in their order."""


GIVEN_FOR = timedelta(days=14)
"""How long a password is good that somebody else has given; all that its owner does with it is choose another."""

OF_THE_HOUSE = ("answerable", "password", "welcome", "council", "borough", "county", "district", "customer", "services")
"""What is tried first at a council, beside its name; docs/explanation/who-may-do-what.md lists them."""

ENOUGH_BESIDE = 8
"""Letters that a password must have beside words of the house; figures and signs count for nothing then."""


_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and figures that nobody takes for another when they copy them by hand."""


def first_password() -> str:
    """Return a password to be handed over, which nobody could guess: "k7m2p-4hwxe-9rtqa-b6nvc"."""
    return "-".join("".join(secrets.choice(_PLAIN) for _ in range(5)) for _ in range(4))


class NotOfTheHouse:
    """Refuses a password that is little more than words of the house: those above, the site's name, the council's."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Raise ValidationError for one that has too little beside them; one without any of them may be of any sort."""
        left = password.lower()
        for word in sorted(_words_of(user), key=len, reverse=True):
            left = left.replace(word, "")
        if left != password.lower() and sum(map(str.isalpha, left)) < ENOUGH_BESIDE:
            raise ValidationError(
                "This password is little more than words that anybody would try here, such as the council's name. "
                "Choose words that have nothing to do with it.",
                code="password_of_the_house",
            )

    def get_help_text(self) -> str:
        """Return what is said beside the field."""
        return "Your password must be more than the name of the council."


def _words_of(user: Staff | None) -> set[str]:
    """Return what a password must not rest on: of the site's name and of the address's domain, the longer parts."""
    domain = user.email.rpartition("@")[2] if user is not None else ""
    parts = re.split(r"[^a-z]+", f"{urlsplit(settings.ORIGIN).hostname or ''} {domain.lower()}")
    return {*OF_THE_HOUSE, *(part for part in parts if len(part) > 3)}


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
