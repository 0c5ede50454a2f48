"""Noting what happened: when, and a field for each thing that can be said of it."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime, make_aware

from answerable.design.dates import DayField
from answerable.design.fields import LOST
from answerable.desk.forms.sent import DeskForm
from answerable.standards.vocabulary.details import AUTOMATIC, Detail, Holds
from answerable.standards.vocabulary.fact_kind import FactKind

_HOUR = re.compile(r"(\d{1,2})[:.]?(\d{2})?\s*(am|pm)?")
_TIME_OF = "{}_time"


class HourField(forms.CharField):
    """A time of day, however people write it: "14:05", "2.05pm", "2 pm", "0930"."""

    def __init__(self, *, what: str, **kwargs: Any) -> None:
        self.what = what
        super().__init__(max_length=10, **kwargs)

    def clean(self, value: Any) -> time | None:
        """Return the time, or None for an empty box that may be."""
        typed = str(value or "").strip().lower()
        if not typed:
            super().clean(typed)
            return None
        found = _HOUR.fullmatch(typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if found and found[3]:
            hour = hour % 12 + (12 if found[3] == "pm" else 0) if 1 <= hour <= 12 else 24
        if hour > 23 or minute > 59:
            raise ValidationError(f"{self.what} must be a time, like 14:05 or 2.05pm")
        return time(hour, minute)


class Happening(DeskForm):
    """That a fact happened: when, which is now unless somebody says otherwise, and what can be said of it.

    ``needs`` are the details that some promise or stage asks it to be given with. ``opened`` is when the form was: to
    the second, so that what is sent twice is noted once.
    """

    opened = forms.CharField(widget=forms.HiddenInput, max_length=40)
    on = DayField(what="The day it happened", label="Which day did it happen?")
    hour = HourField(
        what="The time it happened",
        label="At what time?",
        help_text="As exactly as you know it, like 14:05.",
        error_messages={"required": "Enter the time it happened"},
    )

    def __init__(self, kind: FactKind, data: Any = None, *, needs: Collection[str] = (), now: datetime) -> None:
        here = localtime(now)
        start = {"opened": now.isoformat(), "on": here.date(), "hour": f"{here:%H:%M}"}
        super().__init__(data, initial=start, auto_id="happened-%s")
        self._now, self._details = now, [one for one in kind.details if one is not AUTOMATIC]
        self.fields |= details_fields(self._details, needs)
        self.fields["only_now"] = forms.CharField(
            label="If it was more than a working day ago: why is it noted only now?",
            help_text="Your colleagues read it beside what you note.",
            required=False,
            max_length=300,
            error_messages={"max_length": "Say it in 300 characters or fewer"},
        )

    def clean_opened(self) -> datetime:
        """Return when the form was opened. Raises ValidationError for what no form of ours holds."""
        try:
            opened = datetime.fromisoformat(self.cleaned_data["opened"])
        except ValueError:
            raise ValidationError(LOST) from None
        if opened.tzinfo is None:
            raise ValidationError(LOST)
        return localtime(opened)

    def clean(self) -> None:
        """Refuse a moment that has not come."""
        given = self.cleaned_data
        if {"on", "hour", "opened"} <= given.keys() and self.at > self._now:
            self.add_error("on", "It cannot have happened yet. Give the day and time when it did")

    @property
    def at(self) -> datetime:
        """When it happened; where day and minute were left as they stood, the very moment the form was opened."""
        at = make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["hour"]))
        opened: datetime = self.cleaned_data["opened"]
        return opened if at == opened.replace(second=0, microsecond=0) else at

    @property
    def details(self) -> Mapping[str, Any]:
        """What is said of it: what was left empty, or not ticked, is not said."""
        return details_said(self._details, self.cleaned_data)


def details_fields(details: Iterable[Detail], needs: Collection[str] = ()) -> dict[str, forms.Field]:
    """Return a field for each of some details, and for a moment one more for its hour."""
    fields: dict[str, forms.Field] = {}
    for detail in details:
        fields[detail.name] = _field(detail, required=detail.name in needs)
        if detail.holds is Holds.DAY_OR_MOMENT:
            hour = HourField(what="The time", label="At what time, if one was said", required=False)
            fields[_TIME_OF.format(detail.name)] = hour
    return fields


def details_said(details: Iterable[Detail], cleaned: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what was given for some details: what was left empty, or not ticked, is not said."""
    given = {
        detail.name: _said(cleaned.get(detail.name), cleaned.get(_TIME_OF.format(detail.name))) for detail in details
    }
    return {name: value for name, value in given.items() if value}


def _said(value: Any, hour: time | None) -> Any:
    return make_aware(datetime.combine(value, hour)) if value and hour else value


def _field(detail: Detail, *, required: bool) -> forms.Field:
    if detail.holds is Holds.YES_OR_NO:
        return forms.BooleanField(label=detail.label, required=required, error_messages={"required": detail.missing})
    if detail.holds is Holds.WORDS:
        return forms.CharField(
            label=detail.label,
            required=required,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": detail.missing, "max_length": "Say it in 2,000 characters or fewer"},
        )
    return DayField(what=f"The date under “{detail.label}”", label=detail.label, required=required)
