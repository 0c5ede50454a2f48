"""A date as people write one: a day, a month and a year, each in its own box."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from answerable.standards.words import say_list

PARTS = ("day", "month", "year")


class DayInput(forms.Widget):
    """Three boxes, sent as NAME-day, NAME-month and NAME-year; shown by ``{% govuk_field %}`` and not by Django."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str, str]:
        """Return the three as they were typed, without the spaces around them."""
        day, month, year = (str(data.get(f"{name}-{part}", "")).strip() for part in PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether none of the three boxes was on the page at all."""
        return not any(f"{name}-{part}" in data for part in PARTS)

    def parts(self, value: date | tuple[str, str, str] | None) -> tuple[str, str, str]:
        """Return what each box shows: what was typed, however wrong, or the date the form began with."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return value or ("", "", "")


class DayField(forms.Field):
    """A date. ``what`` names it in the messages: "Enter the date of the letter"."""

    widget = DayInput

    def __init__(self, *, what: str, **kwargs: Any) -> None:
        messages = {
            "required": f"Enter {what}",
            "invalid": f"{what[0].upper()}{what[1:]} must be a real date, like 27 March 2026",
            "incomplete": f"{what[0].upper()}{what[1:]} must include a %(missing)s",
        }
        super().__init__(**{"error_messages": messages} | kwargs)

    def to_python(self, value: tuple[str, str, str] | None) -> date | None:
        """Read the three boxes; raises ValidationError unless they make a day of a calendar with a four-figure year."""
        if value is None or not any(value):
            return None
        missing = [part for part, typed in zip(PARTS, value, strict=True) if not typed]
        if missing:
            raise ValidationError(
                self.error_messages["incomplete"], code="incomplete", params={"missing": say_list(missing)}
            )
        try:
            day, month, year = (int(part) for part in value)
            if year < 1000:
                raise ValueError("a year of fewer than four figures")
            return date(year, month, day)
        except (ValueError, OverflowError):  # a year can be too long for any number of the machine's
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
