"""What is asked of somebody who contacts the council, a page at a time."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from answerable.asking.actions import LONGEST_ANSWER
from answerable.channels.web.read import NOT_SURE
from answerable.councils.addresses import LONGEST as LONGEST_ADDRESS
from answerable.councils.models import Service
from answerable.public.fields import EmailAddress, OneLine, Paragraphs, Telephone
from answerable.standards.vocabulary.kinds import KINDS

CHOICES = {name: kind.choice for name, kind in KINDS.items() if kind.choice}
"""The kinds that people can tell apart for themselves. Whoever reads the message can give it any other."""

NEEDS = {
    "large print": "Large print",
    "easy read": "Easy words and pictures",
    "another language": "Another language, or an interpreter",
    "sign language": "British Sign Language",
    "a call back": "A telephone call instead of writing",
}


def too_long(what: str, longest: int) -> str:
    """Say that a line is too long."""
    return f"{what} must be {longest} characters or fewer"


def line(label: str, what: str, longest: int, **kwargs: Any) -> OneLine:
    """Return a field of one line that may be left empty."""
    messages = {"max_length": too_long(what, longest)}
    return OneLine(label=label, max_length=longest, required=False, error_messages=messages, **kwargs)


class About(forms.Form):
    """What somebody wants to do."""

    kind = forms.ChoiceField(
        label="What do you want to do?",
        help_text="If you are not sure, choose the first. Somebody reads every message and will put it right.",
        choices=list(CHOICES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you want to do", "invalid_choice": "Choose what you want to do"},
    )


_CHOOSE_SERVICE = "Choose what it is about, or “I am not sure”"


class WhichService(forms.Form):
    """Which service it is about, of those that the council offers; that they are not sure can always be said."""

    # What is offered is known only as it is asked. What was answered once stays an answer when it is offered no more.
    service = forms.CharField(error_messages={"required": _CHOOSE_SERVICE})

    def __init__(self, *args: Any, offered: Sequence[Service] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        choices = [(service.key, service.title) for service in offered]
        self.fields["service"] = forms.ChoiceField(
            label="What is it about?",
            choices=[*choices, (NOT_SURE, "I am not sure")],
            widget=forms.RadioSelect,
            error_messages={
                "required": _CHOOSE_SERVICE,
                "invalid_choice": "Choose what it is about from this list, or “I am not sure”",
            },
        )


class WhatTheySay(forms.Form):
    """What they have to say."""

    subject = line(
        "Subject (optional)", "Subject", 200, help_text="In a few words, such as “Street lamp in Mill Lane”."
    )
    place = line(
        "Where is it? (optional)",
        "Where it is",
        300,
        help_text="If it is about a place: its address, or words such as “Mill Lane, by the bus stop”.",
    )
    postcode = line(
        "Or find the address by its postcode",
        "Postcode",
        20,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    address = line("Address", "Address", LONGEST_ADDRESS, widget=forms.HiddenInput)
    message = Paragraphs(
        label="Your message",
        what="Your message",
        help_text="Do not send bank or card numbers.",
        error_messages={"required": "Enter your message"},
    )


class Danger(forms.Form):
    """Whether somebody may come to harm, so that it is read first."""

    danger = forms.ChoiceField(
        label="Is anybody in danger, or at risk of harm?",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose yes if anybody is in danger or at risk of harm",
            "invalid_choice": "Choose yes if anybody is in danger or at risk of harm",
        },
    )
    risk = line("If yes: who is at risk, and of what?", "What you write about it", 200)

    def clean(self) -> dict[str, Any]:
        """Ask for the risk where there is one."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("danger") == "yes" and not given.get("risk") and "risk" not in self.errors:
            self.add_error("risk", "Say who is at risk, and of what")
        return given


class Reach(forms.Form):
    """How to reach them. Nobody is made to say who or where they are (S2-17)."""

    name = line("Your name (optional)", "Your name", 200, widget=forms.TextInput({"autocomplete": "name"}))
    email = EmailAddress(
        label="Email address (optional)",
        required=False,
        max_length=254,
        help_text="We write to you here. Without it, you read our answer on a page of your own.",
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": "Enter an email address in the correct format, like name@example.com",
            "max_length": too_long("Email address", 254),
        },
    )
    phone = Telephone(
        label="Telephone number (optional)",
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel"}),
        error_messages={"max_length": too_long("Telephone number", 40)},
    )


class Needs(forms.Form):
    """How they would like to be treated."""

    needs = forms.MultipleChoiceField(
        label="Do you need anything from us? (optional)",
        help_text="Choose all that you need. You can also go on without choosing any.",
        choices=list(NEEDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose from the list, or write what you need in the box"},
    )
    language = line("If another language: which?", "Which language", 60)
    number = Telephone(
        label="If a telephone call: on which number?",
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel"}),
        error_messages={"max_length": too_long("Telephone number", 40)},
    )
    words = line("Anything else (optional)", "What you need", 300)

    def clean(self) -> dict[str, Any]:
        """Ask which language and which number, where one is needed; what was not asked for is not kept."""
        given: dict[str, Any] = super().clean() or {}
        for need, name, missing in (
            ("another language", "language", "Enter which language"),
            ("a call back", "number", "Enter the telephone number to ring"),
        ):
            if need not in given.get("needs", []):
                given[name] = ""
                self.errors.pop(name, None)
            elif not given.get(name) and name not in self.errors:
                self.add_error(name, missing)
        return given


TOKEN = re.compile(r"\A[\w-]{20,40}\Z")


class Send(forms.Form):
    """The last page: the token that makes it count once, and a box that only a machine fills in."""

    token = forms.RegexField(TOKEN, widget=forms.HiddenInput)
    website = forms.CharField(label="Leave this box empty", required=False)

    def clean_website(self) -> str:
        """Refuse what a machine filled in; a person whose browser did so is told what to do."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Clear the box that must be left empty, and send again", code="machine")
        return ""


class More(Send):
    """Something to add to what was sent before."""

    field_order = ("message",)
    message = Paragraphs(
        label="What would you like to add?",
        what="Your message",
        help_text="Do not send bank or card numbers.",
        error_messages={"required": "Enter what you would like to add"},
    )


class Wrong(Send):
    """What went wrong."""

    field_order = ("message",)
    message = Paragraphs(
        label="What went wrong?",
        what="Your message",
        help_text="Tell us what happened, and what you would like us to do about it.",
        error_messages={"required": "Enter what went wrong"},
    )


class NotAFullAnswer(Send):
    """What our answer leaves open."""

    field_order = ("message",)
    message = Paragraphs(
        label="What is missing from our answer?",
        what="Your message",
        help_text="Tell us which point we did not answer, or what is wrong in our answer.",
        error_messages={"required": "Enter what is missing"},
    )


class NotDone(Send):
    """What was to be done and was not."""

    field_order = ("message",)
    message = Paragraphs(
        label="What has not been done?",
        what="Your message",
        help_text="Tell us what you see, and when you looked.",
        error_messages={"required": "Enter what has not been done"},
    )


class Find(forms.Form):
    """A reference and a key to its page, or the whole link, in either box."""

    reference = OneLine(
        label="Reference, or the whole link",
        required=False,
        max_length=300,
        help_text="A reference is eight letters and digits, such as 7K3Q-92MX.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "Enter a reference like 7K3Q-92MX"},
    )
    key = OneLine(
        label="Secret code",
        required=False,
        max_length=300,
        help_text="We gave it to you with the reference. You do not need it if you paste the whole link above.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "Enter the secret code, or the whole link"},
    )

    def clean(self) -> dict[str, Any]:
        """Take a whole link apart; without one, ask for what is missing."""
        given: dict[str, Any] = self.cleaned_data
        links = (_LINK.search("".join(given.get(name, "").split())) for name in ("reference", "key"))
        link = next((found for found in links if found is not None), None)
        if link is not None:
            self.errors.clear()
            return {"council": link["council"], "reference": link["reference"], "key": link["key"]}
        for name, missing in (("reference", "Enter your reference"), ("key", "Enter your secret code")):
            if name in given and not given[name]:
                self.add_error(name, missing)
        return given


class Lost(forms.Form):
    """The reference of what somebody wants a new link to."""

    reference = OneLine(
        label="Reference",
        max_length=300,
        help_text="Eight letters and digits, such as 7K3Q-92MX. It is in everything that we sent you.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your reference",
            "max_length": "Enter a reference like 7K3Q-92MX",
        },
    )


class Code(forms.Form):
    """The code that we sent to the customer's own address."""

    code = OneLine(
        label="Code",
        max_length=60,
        help_text="Eight letters and digits. Capital or small letters and spaces make no difference.",
        widget=forms.TextInput({"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": "Enter the code", "max_length": "Enter the code of eight letters and digits"},
    )


_LINK = re.compile(r"(?P<council>[a-z0-9-]+)/contacts/(?P<reference>[^/\s]+)/(?P<key>[\w-]+)", re.IGNORECASE)


class AnsweringUs(forms.Form):
    """What somebody outside answers to a question of ours."""

    answer = Paragraphs(
        label="Your answer",
        what="Your answer",
        longest=LONGEST_ANSWER,
        error_messages={"required": "Enter your answer"},
    )


class NotTheOne(forms.Form):
    """That somebody is not the one to ask, and who is, if they know."""

    who_is = Paragraphs(
        label="Who is the right person, if you know? (optional)",
        what="What you write",
        longest=500,
        required=False,
    )
