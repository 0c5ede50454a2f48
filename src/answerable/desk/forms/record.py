"""Choosing what to see of the record."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import make_aware

from answerable.contacts.references import references_typed
from answerable.design.dates import DayField
from answerable.evidence.queries import Search


class RecordFilter(forms.Form):
    """What to show of the record: by whom, what, about which contact, and from which day to which."""

    who = forms.CharField(
        label="Who", required=False, max_length=254, help_text="An email address, or part of one or of a name"
    )
    what = forms.ChoiceField(label="What", required=False)
    contact = forms.CharField(label="Contact", required=False, max_length=40, help_text="Its reference, like 7K3Q-92MX")
    first = DayField(what="the first day", label="From", required=False)
    last = DayField(what="the last day", label="Until", required=False)

    def __init__(self, data: Any, *, whats: Iterable[tuple[str, str]], has_who: bool) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["what"] = forms.ChoiceField(label="What", required=False, choices=[("", "Anything"), *whats])
        if not has_who:
            del self.fields["who"]

    def clean_contact(self) -> str:
        """Return the reference that was typed, however it was."""
        typed = self.cleaned_data["contact"].strip()
        references = references_typed(typed) if typed else [""]
        if not references:
            raise ValidationError("Enter a reference with its eight figures and letters, like 7K3Q-92MX")
        return references[0]

    def clean(self) -> dict[str, Any]:
        """Check that the days are in their order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must be the same as the first day, or after it")
        return cleaned

    def asked(self, emails_of: Callable[[str], Collection[str]]) -> Search:
        """Return what is asked for, in the record's own terms. ``emails_of`` finds whose addresses somebody typed."""
        given = self.cleaned_data
        who = given.get("who", "").strip()
        return Search(
            by=emails_of(who) if who else None,
            what=given["what"],
            about=given["contact"],
            since=_begins(given["first"]),
            until=_begins(given["last"], days=1),
        )


def _begins(day: date | None, *, days: int = 0) -> datetime | None:
    return make_aware(datetime.combine(day + timedelta(days), time.min)) if day else None
