"""Logging a contact by hand: who it is from, what it is about, for which team, and when it reached us."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.timezone import localtime, make_aware

from answerable.contacts.models import LONGEST_PLACE, Contact
from answerable.contacts.people import Known
from answerable.councils.models import Team
from answerable.design.dates import DayField, DayInput
from answerable.desk.forms.happening import HourField, details_fields, details_said
from answerable.desk.forms.sent import DeskForm
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import AFTER, AUTOMATIC, BLOCKED
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.vocabulary.meetings import Tap

_NOON = time(12, 0)
"""The hour of what came on an earlier day, where nobody knows it: no promise that is counted in days turns on it."""


class Described(DeskForm):
    """Who a contact is from, where that is somebody new, and what it is about."""

    name = forms.CharField(label="Name", required=False, max_length=200)
    phone = forms.CharField(label="Telephone number", required=False, max_length=40)
    email = forms.EmailField(
        label="Email address",
        required=False,
        max_length=254,
        error_messages={"invalid": "Enter an email address like name@example.com, or leave it empty"},
    )
    address = forms.CharField(
        label="Address, with the postcode",
        help_text="If they want an answer by post.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    needs = forms.CharField(
        label="How should we treat them?",
        help_text="Such as large print, an interpreter, or ring rather than write.",
        required=False,
        max_length=500,
    )
    subject = forms.CharField(
        label="What is it about?",
        max_length=300,
        error_messages={"required": "Say what it is about", "max_length": "Say it in 300 characters or fewer"},
    )
    place = forms.CharField(
        label="Where is it?",
        help_text="If it is about a place: its address, or words. Not where they live, unless it is there.",
        required=False,
        max_length=LONGEST_PLACE,
        error_messages={"max_length": f"Say it in {LONGEST_PLACE} characters or fewer"},
    )
    body = forms.CharField(
        label="What they said or wrote",
        help_text="In their own words. They can read it on their own page.",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(one.name, one.title) for one in KINDS.values()],
        error_messages={"required": "Choose what it is", "invalid_choice": "Choose what it is from the list"},
    )

    def __init__(self, data: Any = None, *, is_new: bool, start: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(start), auto_id="logging-%s")
        self.is_new = is_new
        if not is_new:
            for field in (*WHO, "address"):
                del self.fields[field]
        if data is None:
            first = self.fields["name" if is_new else "subject"]
            first.widget.attrs["autofocus"] = "autofocus"

    def clean(self) -> None:
        """Ask for something by which somebody new can be told from others."""
        if self.is_new and not self.errors and not any(self.cleaned_data[one] for one in (*WHO[:3], "address")):
            self.add_error("name", "Enter a name, a number or an address. If they gave none, choose “Gave no name”")

    @property
    def told(self) -> dict[str, Any]:
        """What somebody new says of themselves."""
        return {field: self.cleaned_data[field] for field in WHO} if self.is_new else {}


WHO = ("name", "phone", "email", "needs")


class Logging(Described):
    """All that there is to say of a contact that one of us logs: for whom it is, and when it really reached us."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)
    team = forms.ChoiceField(
        label="Which team is it for?",
        error_messages={"required": "Choose a team", "invalid_choice": "Choose a team from the list"},
    )
    on = DayField(what="the day on which it reached us", label="Which day did it reach us?")
    hour = HourField(what="The time", label="At what time?", required=False)
    only_now = forms.CharField(
        label="If that was more than a working day ago: why is it logged only now?",
        help_text="Your colleagues read it, and the record keeps it.",
        required=False,
        max_length=300,
        error_messages={"max_length": "Say it in 300 characters or fewer"},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        way: str,
        teams: Iterable[Team],
        known: Known | None,
        is_new: bool,
        start: Mapping[str, Any],
        now: datetime,
    ) -> None:
        super().__init__(data, is_new=is_new, start={"token": uuid4().hex, "on": localtime(now).date(), **start})
        self._now, self._begins = now, FACTS[CHANNELS[way].begins]
        self.fields["team"].choices = [(team.path, team.name) for team in teams]  # type: ignore[attr-defined]  # of a ChoiceField
        is_dated = self._begins.name == "received"
        self.fields["on"].help_text = "The day of the post room's stamp, or of the message: not of the typing."
        self.fields["hour"].help_text = "Leave it empty if nobody knows." if is_dated else "As it began, like 14:05."
        self._details = [one for one in self._begins.details if one not in (AFTER, AUTOMATIC, BLOCKED)]
        self.fields |= details_fields(self._details)
        theirs = [(one.reference, f"{one.reference}: {one.subject}") for one in known.contacts] if known else []
        if theirs:
            self.fields["after"] = forms.ChoiceField(
                label="Does it come back to an earlier matter?",
                choices=[("", "No, it is new"), *theirs],
                required=False,
                error_messages={"invalid_choice": "Choose one of their contacts from the list"},
            )

    def clean(self) -> None:
        """Refuse a moment that has not come; a call or a visit has its minute."""
        super().clean()
        given = self.cleaned_data
        if self._begins.name != "received" and {"on", "hour"} <= given.keys() and given["hour"] is None:
            self.add_error("hour", "Enter the time at which it began")
        elif {"on", "hour"} <= given.keys() and self.at > self._now:
            self.add_error("on", "It cannot have reached us yet. Give the day and time when it did")

    @property
    def at(self) -> datetime:
        """When it reached us; of this day without an hour, now, and of an earlier one, noon."""
        on, hour = self.cleaned_data["on"], self.cleaned_data["hour"]
        if hour is None and on == localtime(self._now).date():
            return self._now
        return make_aware(datetime.combine(on, hour or _NOON))

    @property
    def details(self) -> Mapping[str, Any]:
        """What is said of how it began."""
        return {**details_said(self._details, self.cleaned_data), **self._after}

    @property
    def _after(self) -> Mapping[str, str]:
        return {AFTER.name: self.cleaned_data["after"]} if self.cleaned_data.get("after") else {}

    def follows(self, known: Known | None) -> Contact | None:
        """Return the contact that it comes back to."""
        theirs = known.contacts if known else []
        return next((one for one in theirs if one.reference == self.cleaned_data.get("after")), None)


class Tapping(DeskForm):
    """What is to be said of a fact before it is noted at a tap: a time, a reason, or the team that has it now."""

    drawn = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, tap: Tap, data: Any = None, *, teams: Iterable[Team], drawn: int, now: datetime) -> None:
        super().__init__(data, auto_id="tap-%s", initial={"drawn": drawn, "by_when": localtime(now).date()})
        self._now = now
        self._details = [one for one in FACTS[tap.fact].details if one.name in tap.asks]
        self.fields |= details_fields(self._details, tap.must)
        self.teams = {team.path: team for team in teams} if tap.to_team else {}
        named = [(path, f"{one.service.name}: {one.name}") for path, one in self.teams.items()]
        if tap.to_team:
            self.fields["to"] = forms.ChoiceField(
                label="Which team has the caller now?",
                choices=[("", "Choose a team"), *named],
                error_messages={"required": "Choose a team", "invalid_choice": "Choose a team from the list"},
            )
        # Where the typing begins: a day stands there already.
        typed = [field for field in self.fields.values() if not isinstance(field.widget, DayInput | forms.HiddenInput)]
        if data is None and typed:
            typed[0].widget.attrs["autofocus"] = "autofocus"

    def clean(self) -> None:
        """Refuse a time for something still to be done that has passed."""
        if self.errors:
            return
        for name, value in self.details.items():
            begins = localtime(self._now) if isinstance(value, datetime) else localtime(self._now).date()
            if isinstance(value, date) and value < begins:
                self.add_error(name, "That has passed. Give a time that is still to come")

    @property
    def details(self) -> Mapping[str, Any]:
        """What is said of it."""
        return details_said(self._details, self.cleaned_data)

    @property
    def to(self) -> Team | None:
        """The team that was chosen."""
        return self.teams.get(self.cleaned_data.get("to", ""))
