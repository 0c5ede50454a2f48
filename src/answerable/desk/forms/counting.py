"""Counting a period's figures again: which period, and why."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from answerable.desk.forms.sent import DeskForm


class WhichPeriod(forms.Form):
    """Which of the periods that were counted."""

    period = forms.ChoiceField(label="Period", error_messages={"required": "Choose a period"})

    def __init__(self, data: Any, *, periods: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="which-%s")
        cast(forms.ChoiceField, self.fields["period"]).choices = list(periods)


class CountAgain(DeskForm):
    """Why it is counted again: for whoever reads the figures."""

    why = forms.CharField(
        label="Why is it counted again?",
        help_text="This is published beside the figures, so name nobody.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why", "max_length": "Say it in 300 characters or fewer"},
    )
