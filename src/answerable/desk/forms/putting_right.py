"""Striking out what was noted wrongly."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import make_aware

from answerable.contacts.models import FactRow
from answerable.design.dates import DayField
from answerable.desk.forms.happening import HourField


class Striking(forms.Form):
    """Which fact was noted wrongly, why, and when the contact really reached us if that is what was wrong."""

    fact = forms.ChoiceField(
        label="What was noted wrongly?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was noted wrongly", "invalid_choice": "Choose from what stands here"},
    )
    why = forms.CharField(
        label="Why was it wrong?",
        help_text="Your colleagues read it, and the record keeps it.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it was wrong"},
    )
    on = DayField(
        what="The day it really reached us",
        label="If its receipt is wrong: on which day did it really reach us?",
        required=False,
    )
    hour = HourField(
        what="The time it really reached us",
        label="At what time?",
        help_text="Such as 09:30. Leave it empty for the beginning of that day.",
        required=False,
    )

    def __init__(self, data: Any = None, *, facts: Mapping[int, str]) -> None:
        super().__init__(data, auto_id="striking-%s")
        self.fields["fact"].choices = list(facts.items())  # type: ignore[attr-defined]  # of a ChoiceField

    @property
    def right_at(self) -> datetime | None:
        """When it really reached us, or None where nobody says that."""
        day, hour = self.cleaned_data["on"], self.cleaned_data["hour"]
        return make_aware(datetime.combine(day, hour or datetime.min.time())) if day else None

    def chosen(self, rows: Sequence[FactRow]) -> FactRow:
        """Return the fact that was chosen, of those that were to be chosen from."""
        return next(row for row in rows if str(row.pk) == self.cleaned_data["fact"])
