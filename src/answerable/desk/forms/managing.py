"""Looking after a contact among colleagues: a note, what it is, whether it goes first, and how it ended."""

from django import forms

from answerable.contacts.models import Contact
from answerable.standards.vocabulary.kinds import KINDS


class Note(forms.Form):
    """A note for colleagues."""

    body = forms.CharField(
        label="Note for colleagues",
        help_text="The customer does not see it on their page. They may still ask for it by law.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the note"},
    )


class Welfare(forms.Form):
    """Why somebody may come to harm."""

    reason = forms.CharField(
        label="Why might somebody come to harm?",
        help_text="It then goes before everything else. Leave it empty to put it back in line.",
        required=False,
        max_length=200,
        error_messages={"max_length": "Say it in 200 characters or fewer"},
    )


class Kinds(forms.Form):
    """What a contact is."""

    kinds = forms.MultipleChoiceField(
        label="What is it?",
        help_text="Choose all that it is. Each kind has its own promises. They count from the day it reached us.",
        choices=[(one.name, one.title) for one in KINDS.values()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind", "invalid_choice": "Choose kinds from the list"},
    )


class Closing(forms.Form):
    """How a contact ended."""

    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=Contact.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended", "invalid_choice": "Choose how it ended from the list"},
    )
