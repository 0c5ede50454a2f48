"""Who works here: found, hired, given a post, and known to residents by a name and a number."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from answerable.design.dates import DayField
from answerable.desk.forms.sent import DeskForm
from answerable.people.models import Role, Staff
from answerable.standards.words import visible


class TypedLine(forms.CharField):
    """Some words on one line, whatever a browser sends."""

    def to_python(self, value: Any) -> str:
        """Return what was typed with single spaces, and with nothing in it that cannot be seen."""
        return visible(str(super().to_python(value)))


def _name() -> TypedLine:
    return TypedLine(
        label="Name",
        help_text="As residents are given it.",
        max_length=100,
        error_messages={"required": "Enter their name", "max_length": "Give a name of 100 characters or fewer"},
    )


def _phone() -> TypedLine:
    return TypedLine(
        label="Telephone number",
        help_text="At which residents reach them.",
        max_length=40,
        error_messages={"required": "Enter their number", "max_length": "Give a number of 40 characters or fewer"},
    )


class FindingColleagues(forms.Form):
    """A part of a name, an address or a number."""

    words = forms.CharField(label="Name, email address or telephone number", required=False, max_length=100)


class Deciding(DeskForm):
    """A button that is pressed on a page of its own, with nothing to fill in."""


class GivingPost(DeskForm):
    """A role and a place: both are chosen from those that whoever gives the post may give."""

    role = forms.ChoiceField(
        label="Role",
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role from the list"},
    )
    path = forms.ChoiceField(
        label="Where?",
        help_text="The post holds there and for all that lies within it.",
        error_messages={"required": "Choose where", "invalid_choice": "Choose a place from the list"},
    )

    def __init__(
        self, data: Any = None, *, roles: Iterable[Role], places: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, auto_id="post-%s", **kwargs)
        named = [(role.value, role.label) for role in roles]
        self.fields["role"].choices = [("", "Choose a role"), *named]  # type: ignore[attr-defined]  # of a ChoiceField
        self.fields["path"].choices = [("", "Choose a place"), *places]  # type: ignore[attr-defined]  # as above

    @property
    def given(self) -> dict[str, Any]:
        """What was chosen and typed, as the actions take it."""
        return {**self.cleaned_data, "role": Role(self.cleaned_data["role"])}


class Hiring(GivingPost):
    """Somebody new, with their first post."""

    field_order = ("name", "email", "phone")
    name = _name()
    email = forms.EmailField(
        label="Email address",
        help_text="They sign in with it, and it cannot be changed afterwards: the record knows them by it.",
        max_length=254,
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an address, as name@council.uk",
        },
    )
    phone = _phone()


class Details(DeskForm):
    """The name and the number that residents are given, and what both were when the page was opened."""

    name = _name()
    phone = _phone()
    seen_name = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    seen_phone = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    @classmethod
    def of(cls, staff: Staff, data: Any = None) -> "Details":
        """Return the form for somebody, with what is known of them."""
        now = {"name": staff.name, "phone": staff.phone, "seen_name": staff.name, "seen_phone": staff.phone}
        return cls(data, initial=now, auto_id="details-%s")

    @property
    def given(self) -> dict[str, Any]:
        """What was typed, as ``change_details`` takes it."""
        said = self.cleaned_data
        return {"name": said["name"], "phone": said["phone"], "seen": (said["seen_name"], said["seen_phone"])}


class GoingAway(DeskForm):
    """To whom somebody's work goes while they are away, and from when."""

    to = forms.ChoiceField(
        label="Who should have their work?",
        required=False,
        error_messages={"invalid_choice": "Choose a colleague from the list, or nobody"},
    )
    from_on = DayField(what="The first day on which they are away", label="From which day are they away?")

    def __init__(self, data: Any = None, *, colleagues: Iterable[Staff], today: date) -> None:
        super().__init__(data, initial={"from_on": today}, auto_id="away-%s")
        self._colleagues = {str(one.pk): one for one in colleagues}
        named = [(id, one.name) for id, one in self._colleagues.items()]
        self.fields["to"].choices = [("", "Nobody: it is free to be taken"), *named]  # type: ignore[attr-defined]  # as above

    @property
    def given(self) -> dict[str, Any]:
        """What was chosen, as ``hand_over`` takes it."""
        return {"to": self._colleagues.get(self.cleaned_data["to"]), "from_on": self.cleaned_data["from_on"]}
