"""Fields for what a stranger writes: whatever they send is kept as they meant it, or refused in words they can use."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_MESSAGE = 20_000
"""Characters; some ten pages. What is longer is better sent as a letter or an email."""

_HAS_DIGITS = re.compile(r"(?:\D*\d){6}")


def _without_controls(text: str, keep: str = "") -> str:
    """Take out what no keyboard types and no database or mail header should hold: NUL and the other controls."""
    return "".join(letter for letter in text if letter in keep or unicodedata.category(letter) not in ("Cc", "Cs"))


class OneLine(forms.CharField):
    """One line. Line breaks and runs of spaces become one space, so that nothing can be smuggled into a header."""

    def to_python(self, value: Any) -> str:
        """Return the line, tidied."""
        return _without_controls(" ".join(str(value or "").split()))


class Paragraphs(forms.CharField):
    """Many lines, with a limit that is said and not enforced by a box that stops taking letters."""

    widget = forms.Textarea

    def __init__(self, *, what: str, longest: int = LONGEST_MESSAGE, **kwargs: Any) -> None:
        self.what, self.longest = what, longest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends, which is also how a browser counts its characters."""
        plain = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return _without_controls(plain, keep="\n\t").strip()

    def validate(self, value: str) -> None:
        """Raise ValidationError for nothing at all, and for too much."""
        super().validate(value)
        if len(value) > self.longest:
            over = len(value) - self.longest
            raise ValidationError(
                f"{self.what} must be {self.longest:,} characters or fewer. It is {over:,} too long", code="too long"
            )


class EmailAddress(forms.EmailField):
    """An email address, without the spaces and controls that copying brings along."""

    def to_python(self, value: Any) -> str:
        """Return the address, tidied."""
        return _without_controls(str(value or "").strip())


class Telephone(OneLine):
    """A telephone number, written in any way that has six digits in it; words may say when to ring."""

    def validate(self, value: str) -> None:
        """Raise ValidationError for what nobody could ring."""
        super().validate(value)
        if value and not _HAS_DIGITS.match(value):
            raise ValidationError("Enter a telephone number, like 01632 960 001", code="invalid")
