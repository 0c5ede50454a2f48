"""Putting right what was noted wrongly, two matters in one letter, and one person known as two."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.utils.timezone import make_aware

from answerable.contacts.models import FactRow
from answerable.contacts.references import references_typed
from answerable.design.dates import DayField
from answerable.desk.forms.happening import HourField
from answerable.desk.forms.sent import Doing
from answerable.standards.vocabulary.kinds import KINDS


class Striking(Doing):
    """Which fact was noted wrongly, why, and when the contact really reached us if that is what was wrong."""

    at, title, button = "strike", "Put right what was noted wrongly", "See what that does"
    lead = (
        "What you strike out counts as if it had never been noted. It stays to be seen, with your reason. A letter "
        "that has reached the customer cannot be struck out."
    )

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
        super().__init__(data)
        self.fields["fact"].choices = list(facts.items())  # type: ignore[attr-defined]  # of a ChoiceField

    @property
    def right_at(self) -> datetime | None:
        """When it really reached us, or None where nobody says that."""
        day, hour = self.cleaned_data["on"], self.cleaned_data["hour"]
        return make_aware(datetime.combine(day, hour or datetime.min.time())) if day else None

    def chosen(self, rows: Sequence[FactRow]) -> FactRow:
        """Return the fact that was chosen, of those that were to be chosen from."""
        return next(row for row in rows if str(row.pk) == self.cleaned_data["fact"])


class Splitting(Doing):
    """The second matter in a letter. ``token`` lets it be split off once, however often it is sent."""

    at, title, button = "split", "Split off a second matter", "Split it off"

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)
    subject = forms.CharField(
        label="What is the second matter about?",
        max_length=300,
        error_messages={"required": "Say what the second matter is about"},
    )
    body = forms.CharField(
        label="What does the letter say of it?",
        help_text="Copy the words. The letter stays whole where it is.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Give what the letter says of it"},
    )
    kinds = forms.MultipleChoiceField(
        label="What is it?",
        help_text="It has promises of its own, from the day the letter reached us.",
        choices=[(one.name, one.title) for one in KINDS.values()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind", "invalid_choice": "Choose kinds from the list"},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"token": token_urlsafe(16)}, **kwargs)


class Joining(Doing):
    """With whom a customer is one person, and how somebody knows."""

    at, title, button = "join", "They are known as somebody else too", "They are one person"

    other = forms.CharField(
        label="Another contact of the same person",
        help_text="Its reference, such as 7K3Q-92MX.",
        error_messages={"required": "Give the reference of another contact of theirs"},
    )
    why = forms.CharField(
        label="How do you know that they are one person?",
        help_text="Colleagues and the record keep it.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say how you know"},
    )

    def references(self) -> list[str]:
        """Return which references were meant."""
        return references_typed(self.cleaned_data["other"])


class Together(Doing):
    """As which other contact one is about the same matter."""

    at, title, button = "together", "It is about the same as another", "Put them together"

    same_as = forms.CharField(
        label="Which other contact is about it?",
        help_text="Its reference, such as 7K3Q-92MX. They are then one row of the queue, and answered with one text.",
        error_messages={"required": "Give the reference of another contact about the same matter"},
    )

    def references(self) -> list[str]:
        """Return which references were meant."""
        return references_typed(self.cleaned_data["same_as"])


class Parting(Doing):
    """Why a customer is nobody else after all."""

    at, title, button = "part", "Take them apart again", "Take them apart"

    why = forms.CharField(
        label="Why are they not one person?",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
    )
