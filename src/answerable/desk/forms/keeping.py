"""What is held about somebody: hold it, correct it, erase it."""

from typing import Any

from django import forms

from answerable.contacts.models import Contact
from answerable.customers.actions import CORRECTED
from answerable.design.dates import DayField
from answerable.desk.forms.sent import DeskForm, Doing
from answerable.retention.models import ErasureGround, Hold


class Holding(DeskForm):
    """Why something has to stay, and when somebody looks again whether it still has to."""

    ground = forms.ChoiceField(
        label="Why must it stay?",
        choices=Hold.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it must stay", "invalid_choice": "Choose why it must stay"},
    )
    of = forms.ChoiceField(
        label="What is held?",
        choices=[("contact", "This contact alone"), ("customer", "All that is of its customer")],
        initial="contact",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is held", "invalid_choice": "Choose what is held"},
    )
    why = forms.CharField(
        label="What is it about?",
        help_text="For whoever looks again, such as the number of the case.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what it is about"},
    )
    review_on = DayField(what="the day", label="When does somebody look again?")


class Lifting(DeskForm):
    """Why something need not stay any more."""

    hold = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label="Why need it not be held any more?",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
    )


class ErasingPerson(DeskForm):
    """On which ground all about somebody is erased, and its reference typed again."""

    ground = forms.ChoiceField(
        label="On which ground?",
        choices=ErasureGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the ground", "invalid_choice": "Choose the ground"},
    )
    reference = forms.CharField(
        label="To erase it, type the reference of this contact",
        help_text="This cannot be undone.",
        error_messages={"required": "Type the reference of this contact"},
    )

    def __init__(self, contact: Contact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._expected = contact.reference

    def clean_reference(self) -> str:
        """Refuse any reference but that of the contact."""
        typed = str(self.cleaned_data["reference"]).strip().upper()
        if typed != self._expected:
            raise forms.ValidationError(f"Type {self._expected}, the reference of this contact")
        return typed


class Correcting(Doing):
    """Who somebody is to us, as it should be, and why."""

    at, title, button = "correct", "Correct who they are", "Correct it"
    lead = "It changes what we have of them for all their contacts. What was written stays as it was written."

    name = forms.CharField(label="Name", required=False, max_length=200)
    email = forms.EmailField(
        label="Email address",
        help_text="If you change it, it counts as not proved until they have written from it.",
        required=False,
        max_length=254,
        error_messages={"invalid": "Enter an email address, like name@example.com"},
    )
    phone = forms.CharField(label="Telephone number", required=False, max_length=40)
    address = forms.CharField(label="Address", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    needs = forms.CharField(label="How should we treat them?", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    why = forms.CharField(
        label="Why is it corrected, and how do you know what is right?",
        help_text="The record keeps this, and which boxes changed, and not what stood or stands in them.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
    )

    def told(self) -> dict[str, str]:
        """Return what was typed of them, by the names of what it is."""
        return {field: self.cleaned_data[field] for field in CORRECTED}
