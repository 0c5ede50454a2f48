"""Standard texts: written, changed, and put into a letter."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from answerable.contacts.filling import FIELDS
from answerable.design.dates import DayField
from answerable.desk.forms.sent import DeskForm
from answerable.people.models import Staff
from answerable.texts.models import StandardText

_FIELDS = ", ".join(f"{{{field.name}}} ({field.meaning})" for field in FIELDS.values())


class KeepingText(DeskForm):
    """A standard text: its words, who owns it, and by when they look at it again."""

    title = forms.CharField(
        label="Title",
        help_text="Officers choose it by this. The customer does not see it.",
        max_length=100,
        error_messages={"required": "Give it a title", "max_length": "Say it in 100 characters or fewer"},
    )
    words = forms.CharField(
        label="Words",
        help_text=f"Without greeting and signature: each letter has its own. These fill themselves: {_FIELDS}.",
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Write the words"},
    )
    owner = forms.ChoiceField(
        label="Who owns it?",
        help_text="They see to it that it is true, and are told when its review is overdue.",
        error_messages={"required": "Choose who owns it", "invalid_choice": "Choose somebody from the list"},
    )
    review_on = DayField(what="the day by which it is reviewed", label="By when is it reviewed?")

    def __init__(self, data: Any = None, *, owners: Iterable[Staff], **kwargs: Any) -> None:
        super().__init__(data, auto_id="text-%s", **kwargs)
        self._owners = {str(one.pk): one for one in owners}
        named = [(id, one.name) for id, one in self._owners.items()]
        self.fields["owner"].choices = [("", "Choose somebody"), *named]  # type: ignore[attr-defined]  # of a ChoiceField

    def clean_words(self) -> str:
        """Write line ends in one way; browsers send their own."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")

    @property
    def given(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        return {**self.cleaned_data, "owner": self._owners[self.cleaned_data["owner"]]}


class NewText(KeepingText):
    """A new text, and where it is for."""

    field_order = ("path",)
    path = forms.ChoiceField(
        label="For whom?",
        error_messages={"required": "Choose for whom it is", "invalid_choice": "Choose from the list"},
    )

    def __init__(self, data: Any = None, *, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["path"].choices = list(places)  # type: ignore[attr-defined]  # of a ChoiceField


class ChangedText(KeepingText):
    """A text that is there. ``seen`` is when it had been changed last when its page was opened."""

    seen = forms.DateTimeField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, text: StandardText, data: Any = None, *, owners: Iterable[Staff]) -> "ChangedText":
        """Return the form that a text is changed in."""
        start: Mapping[str, Any] = {
            "title": text.title,
            "words": text.words,
            "owner": str(text.owner_id),
            "review_on": text.review_on,
            "seen": text.changed_at.isoformat(),
        }
        return cls(data, owners=owners, initial=start)


class PuttingIn(forms.Form):
    """Which standard text is put into a letter. It stands in the letter's own form."""

    standard_text = forms.ChoiceField(
        label="A standard text",
        required=False,
        widget=forms.Select(attrs={"data-key": "s"}),
        error_messages={"invalid_choice": "This text is no longer there. Choose another"},
    )

    def __init__(self, texts: Iterable[StandardText], data: Any = None, *, today: date) -> None:
        super().__init__(data, auto_id="put-%s")
        self.texts = {str(text.pk): text for text in texts}
        named = [
            (id, f"{text} (review overdue)" if text.is_past(today) else str(text)) for id, text in self.texts.items()
        ]
        self.fields["standard_text"].choices = [("", "Choose one"), *named]  # type: ignore[attr-defined]  # as above

    @property
    def chosen(self) -> StandardText | None:
        """The text that was chosen, if it is there."""
        return self.texts.get(self.cleaned_data.get("standard_text", "")) if self.is_valid() else None
