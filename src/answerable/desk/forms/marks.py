"""What colleagues mark a contact with for themselves: a tag, and a day on which to be reminded."""

from typing import Any

from django import forms

from answerable.design.dates import DayField
from answerable.desk.forms.sent import Doing
from answerable.marks.models import LONGEST_TAG, LONGEST_WHY

TAGS = {"list": "tags-in-use", "autocomplete": "off", "maxlength": LONGEST_TAG}
"""The attributes of a box for a tag: it offers those in use, which the page lists (desk/tags_in_use.html)."""


class Tagging(Doing):
    """A tag for a contact."""

    at, title, button = "tags", "Add a tag", "Add tag"

    tag = forms.CharField(
        label="Tag",
        help_text="What the matter is about, such as road-works. Never a name or anything else of a person: tags are "
        "seen in lists, and kept as part of what is held about the customer.",
        widget=forms.TextInput(attrs=TAGS),
        error_messages={"required": "Enter a tag"},
    )


class Reminding(Doing):
    """On which day somebody wants to be reminded, and of what."""

    at, title, button = "remind", "Remind me", "Remind me"

    on = DayField(what="the day", label="On which day?", help_text="Today, or a day within two years.")
    part = forms.ChoiceField(
        label="From when on that day?",
        required=False,
        choices=[
            ("", "As it begins"),
            ("morning", "In the morning, at 9am"),
            ("afternoon", "In the afternoon, at 1pm"),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    why = forms.CharField(
        label="What for?",
        help_text="Such as: has the electrician written? At the desk only you see it. It is part of what is held "
        "about the customer.",
        max_length=LONGEST_WHY,
        error_messages={
            "required": "Say what for",
            "max_length": f"Say it in {LONGEST_WHY} characters or fewer",
        },
    )


class PuttingOff(Reminding):
    """On which other day somebody wants to be reminded."""

    title, button = "Put off", "Put off"

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["on"].label = "Until which day?"
