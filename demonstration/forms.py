"""What a newcomer fills in: an email to a council, and whose letters to read."""

from typing import Any

from django import forms

from answerable.councils.models import Council


def _one_line(said: str) -> str:
    return " ".join(said.split())


class WhoseLetters(forms.Form):
    """Whose inbox to look into."""

    email = forms.EmailField(
        label="Email address of a resident",
        max_length=100,
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address, like robin.reed@resident.example",
        },
    )


class EmailToCouncil(WhoseLetters):
    """An email as a resident would write it."""

    field_order = ("council", "name", "email", "subject", "body")
    council = forms.ChoiceField(label="To which council", error_messages={"required": "Choose a council"})
    name = forms.CharField(label="Name of the resident", max_length=100, required=False)
    subject = forms.CharField(
        label="Subject", max_length=200, error_messages={"required": "Enter a subject, like: Street lamp out"}
    )
    body = forms.CharField(
        label="Message", widget=forms.Textarea, max_length=10_000, error_messages={"required": "Write a message"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(council.key, f"{council.name} ({council.key})") for council in Council.objects.order_by("key")]
        self.fields["council"] = forms.ChoiceField(
            label="To which council", choices=choices, error_messages={"required": "Choose a council"}
        )
        self.order_fields(self.field_order)

    def clean_name(self) -> str:
        """Return the name on one line: a header cannot hold two."""
        return _one_line(self.cleaned_data["name"])

    def clean_subject(self) -> str:
        """Return the subject on one line."""
        return _one_line(self.cleaned_data["subject"])
