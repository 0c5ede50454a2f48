"""Asking somebody outside: whom, what, by when, and what of the customer's words is shown with it."""

from collections.abc import Iterable
from datetime import date
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.http import QueryDict

from answerable.asking.models import OutsideQuestion
from answerable.contacts.clocks import ByWhen
from answerable.contacts.models import Message
from answerable.design.dates import DayField
from answerable.design.templatetags.words import moment
from answerable.desk.forms.sent import Doing
from answerable.standards.words import say_day

STAYS = "The customer's date stays: asking stops no clock and opens none."


class ByADay(Doing):
    """A day by which somebody outside is to answer, beside the customer's own date: a later one is asked about once."""

    by_on = DayField(what="the day by which you need the answer", label="By which day do you need the answer?")
    late = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, promised: ByWhen | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._promised = promised
        thing = "an answer" if promised is None or promised.is_answer else "a response"
        own = f"We owe the customer {thing} by {say_day(promised.on)}. " if promised else ""
        self.fields["by_on"].help_text = f"{own}{STAYS}"

    def clean(self) -> dict[str, Any]:
        """Ask once more where the day is after the customer's own."""
        given: dict[str, Any] = super().clean() or {}
        day, promised = given.get("by_on"), self._promised
        if promised is not None and isinstance(day, date) and day > promised.on and given.get("late") != str(day):
            assert isinstance(self.data, QueryDict)  # it was sent
            self.data = self.data.copy()
            self.data["late"] = str(day)
            self.add_error(
                "by_on",
                f"This is after the customer's own date, {say_day(promised.on)}. Give an earlier day; or, if you need "
                "the answer all the same, press the button again",
            )
        return given


class AskingOutside(ByADay):
    """Whom to ask, what, by when, and with which of the customer's words."""

    at, title, button = "ask-outside", "Ask somebody outside", "Send the question"
    lead = (
        "For a fact that somebody has who does not work with Answerable, such as a contractor, a depot or another "
        "service. They get an email with a link, and answer there without an account."
    )

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)
    name = forms.CharField(
        label="Whom do you ask?",
        help_text="The name of one person, as you would write to them.",
        max_length=OutsideQuestion.LONGEST_NAME,
        error_messages={
            "required": "Enter the name of whoever you ask",
            "max_length": f"Enter a name of {OutsideQuestion.LONGEST_NAME} letters or fewer",
        },
    )
    email = forms.EmailField(
        label="Their email address",
        max_length=254,
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address, like name@example.com",
            "max_length": "Enter an email address of 254 letters or fewer",
        },
    )
    question = forms.CharField(
        label="Your question",
        help_text="Ask one thing. Leave out who the customer is, and where they live: they are “a resident”.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter your question"},
    )
    shown = forms.TypedMultipleChoiceField(
        label="Which of the customer's words do they see?",
        help_text="None, unless you tick it. Read it first, below: whatever it says of the customer, such as a name or "
        "an address, they read too.",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the messages on this page"},
    )

    field_order = ("token", "late", "name", "email", "question", "by_on", "shown")

    def __init__(self, data: Any = None, *, messages: Iterable[Message], **kwargs: Any) -> None:
        super().__init__(data, initial={"token": token_urlsafe(18)}, **kwargs)
        choices = [(one.pk, f"Message of {moment(one.at)}") for one in messages]
        self.fields["shown"].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField
        if not choices:
            del self.fields["shown"]


class AskingAgain(ByADay):
    """By which new day."""

    at, title, button = "ask-outside-again", "Ask again", "Send it again"
    lead = "They get a new email with a new link. The old link opens nothing from then on."


class TakingBack(Doing):
    """Nothing is asked but to press the button."""

    at, title, button = "take-back", "Take the question back", "Take it back"
    lead = "The link that they have opens nothing from then on. They get no email about it."
