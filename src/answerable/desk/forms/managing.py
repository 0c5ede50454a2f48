"""Looking after a contact among colleagues: a note, what it is, whether it goes first, and how it ended."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms

from answerable.contacts.floods import GROUNDS
from answerable.contacts.models import Contact, Message
from answerable.contacts.queries import in_which_taken_back
from answerable.councils.models import Team
from answerable.design.dates import DayField
from answerable.design.templatetags.words import moment
from answerable.desk.forms.sent import DeskForm, Doing
from answerable.people.models import Staff
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.vocabulary.leaving_out import LEAVING_OUT


class Note(Doing):
    """A note for colleagues."""

    at, title, button = "note", "Write a note", "Keep note"

    body = forms.CharField(
        label="Note for colleagues",
        help_text="The customer does not see it on their page. They may still ask for it by law. Write @ and a name, "
        "such as @Ana Ruiz or @ana.ruiz, to mention a colleague who may see this contact: they find it under For me.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the note"},
    )


class Welfare(Doing):
    """Why somebody may come to harm."""

    at, title, button = "welfare", "Mark for welfare", "Save"

    reason = forms.CharField(
        label="Why might somebody come to harm?",
        help_text="It then goes before everything else. Leave it empty to put it back in line.",
        required=False,
        max_length=200,
        error_messages={"max_length": "Say it in 200 characters or fewer"},
    )


class Words(Doing):
    """What a person says of words that may mean that somebody could come to harm."""

    at, title, button = "words", "May be urgent", "Keep what I say"

    up_to = forms.IntegerField(widget=forms.HiddenInput)
    says = forms.ChoiceField(
        label="May somebody come to harm?",
        choices=[("yes", "Yes, or I cannot tell: it goes first"), ("no", "No: put this away")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether somebody may come to harm",
            "invalid_choice": "Choose whether somebody may come to harm",
        },
    )
    reason = forms.CharField(
        label="Why?",
        help_text="It is kept. You must say it where you put this away.",
        required=False,
        max_length=200,
        error_messages={"max_length": "Say it in 200 characters or fewer"},
    )

    def clean(self) -> dict[str, Any]:
        """Ask why it is put away."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("says") == "no" and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why nobody will come to harm")
        return given


class Moving(Doing):
    """Which team gets a contact, and why."""

    at, title, button = "move", "Move to another team", "Move"

    to = forms.ChoiceField(
        label="Which team should have it?",
        error_messages={"required": "Choose a team", "invalid_choice": "Choose a team from the list"},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Your colleagues read it; the customer reads only which team has it. The dates do not move.",
        max_length=300,
        error_messages={"required": "Say why you move it", "max_length": "Say it in 300 characters or fewer"},
    )

    def __init__(self, data: Any = None, *, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.teams = {team.path: team for team in teams}
        named = [(path, f"{team.service.name}: {team.name}") for path, team in self.teams.items()]
        self.fields["to"].choices = [("", "Choose a team"), *named]  # type: ignore[attr-defined]  # of a ChoiceField


class Assigning(Doing):
    """Which colleague gets a contact."""

    at, title, button = "assign", "Give to a colleague", "Give it"

    to = forms.ChoiceField(
        label="Who should have it?",
        error_messages={"required": "Choose a colleague", "invalid_choice": "Choose a colleague from the list"},
    )

    def __init__(self, data: Any = None, *, staff: Iterable[Staff], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.staff = {str(one.pk): one for one in staff}
        named = [(id, one.name) for id, one in self.staff.items()]
        self.fields["to"].choices = [("", "Choose a colleague"), *named]  # type: ignore[attr-defined]  # as above

    @property
    def colleague(self) -> Staff:
        """Who was chosen."""
        return self.staff[self.cleaned_data["to"]]


class HandingOver(DeskForm):
    """Whose open work goes to whom, and from when."""

    holder = forms.ChoiceField(
        label="Whose work?",
        error_messages={"required": "Choose whose work it is", "invalid_choice": "Choose somebody from the list"},
    )
    to = forms.ChoiceField(
        label="Who should have it?",
        required=False,
        error_messages={"invalid_choice": "Choose a colleague from the list, or nobody"},
    )
    from_on = DayField(what="The day from which it goes", label="From which day?")

    def __init__(self, data: Any = None, *, staff: Iterable[Staff], today: date) -> None:
        super().__init__(data, initial={"from_on": today}, auto_id="over-%s")
        self._staff = {str(one.pk): one for one in staff}
        named = [(id, one.name) for id, one in self._staff.items()]
        self.fields["holder"].choices = [("", "Choose somebody"), *named]  # type: ignore[attr-defined]  # as above
        self.fields["to"].choices = [("", "Nobody: it is free to be taken"), *named]  # type: ignore[attr-defined]  # as above

    @property
    def given(self) -> dict[str, Any]:
        """What was chosen, as ``hand_over`` takes it."""
        said = self.cleaned_data
        return {
            "holder": self._staff[said["holder"]],
            "to": self._staff.get(said["to"]),
            "from_on": said["from_on"],
        }


class Kinds(Doing):
    """What a contact is."""

    at, title, button = "kinds", "Change what it is", "Save kind"

    kinds = forms.MultipleChoiceField(
        label="What is it?",
        help_text="Choose all that it is. Each kind has its own promises. They count from the day it reached us.",
        choices=[(one.name, one.title) for one in KINDS.values()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind", "invalid_choice": "Choose kinds from the list"},
    )
    why = forms.CharField(
        label="Why?",
        help_text="Needed when what we owe changes by it. The customer is told what it is now, and not why.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class Closing(Doing):
    """How a contact ended, and what has to be said of that."""

    at, title, button, key = "close", "Close without a reply", "Close", "x"

    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=[one for one in Contact.Outcome.choices if one[0] != Contact.Outcome.UNMET],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended", "invalid_choice": "Choose how it ended from the list"},
    )
    why = forms.CharField(
        label="Why?",
        help_text="Needed unless it was answered or done. Colleagues read it, and the record keeps it. The customer "
        "reads it only if they took it back and you name no message of theirs.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    other = forms.CharField(
        label="If it is the same as another contact, which?",
        help_text="Its reference, such as 7K3Q-92MX.",
        required=False,
    )
    message = forms.ChoiceField(
        label="If the customer took it back, in which message?",
        required=False,
        error_messages={"invalid_choice": "Choose a message from the list"},
    )

    def __init__(self, contact: Contact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._theirs = {str(message.pk): message for message in in_which_taken_back(contact)}
        named = [(id, f"Their message of {moment(message.at)}") for id, message in self._theirs.items()]
        choosing = cast(forms.ChoiceField, self.fields["message"])
        choosing.choices = [("", "In none: we know it otherwise"), *named]
        if not named:
            del self.fields["message"]

    def clean_message(self) -> Message | None:
        """Return the message that was chosen, or None."""
        return self._theirs.get(self.cleaned_data["message"])


class Reopening(Doing):
    """Why what was left out or taken back is opened again."""

    at, title, button = "reopen", "Open it again", "Open it again"

    why = forms.CharField(
        label="Why is it opened again?",
        help_text="It counts again, as if it had never been set aside.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
    )


class Refusing(Doing):
    """Why what was proposed is refused."""

    at, title, button = "refuse", "Refuse", "Refuse"

    why = forms.CharField(
        label="Why not?",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
    )


class EndingLinks(Doing):
    """Why the links to a customer's own page are ended."""

    at, title, button = "end-links", "End the customer’s links", "End the links"

    why = forms.CharField(
        label="Why are the links ended?",
        help_text="For example, because one came into the wrong hands. No link that the customer has opens their page "
        "any more. Our next letter brings them a new one.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
    )


class _OfFlood(DeskForm):
    """What is decided about a whole flood: of the contacts that were there to be seen, up to the newest of them."""

    up_to = forms.IntegerField(widget=forms.HiddenInput)


class LeavingSeveralOut(DeskForm):
    """How somebody knows why several contacts are left out of the figures, and which other they repeat if they do."""

    why = forms.CharField(
        label="How do you know?",
        help_text="Colleagues and the record keep it with each of them.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say how you know"},
    )
    other = forms.CharField(
        label="If they are the same as another contact, which?",
        help_text="Its reference, such as 7K3Q-92MX. It is not left out with them.",
        required=False,
    )


class PuttingAside(LeavingSeveralOut, _OfFlood):
    """Why a whole flood is left out of the figures."""

    field_order = ("up_to", "code", "why", "other")

    code = forms.ChoiceField(
        label="What are they?",
        choices=[(code, LEAVING_OUT[code].title) for code in GROUNDS],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose why they are put aside",
            "invalid_choice": "Choose why they are put aside from the list",
        },
    )


class DecidingAboutAll(_OfFlood):
    """Why something is done to a whole flood."""

    why = forms.CharField(
        label="Why?", widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "Say why"}
    )


class AgreeingToAll(_OfFlood):
    """That somebody agrees, as the second person, to what is proposed for a whole flood."""
