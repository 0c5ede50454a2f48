"""Choosing what to see of the queue, and of what was found."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms

from answerable.councils.models import Team
from answerable.design.dates import DayField
from answerable.desk.forms.marks import TAGS
from answerable.desk.forms.sent import DeskForm
from answerable.finding.queries import Narrowed
from answerable.marks.models import LONGEST_TAG
from answerable.marks.queries import tagged
from answerable.people.models import Staff
from answerable.queues.models import LONGEST_VIEW
from answerable.queues.queries import DUE, Wanted
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.kinds import KINDS


class TagField(forms.CharField):
    """A tag by which to choose, however it is typed: one that cannot be is none. See desk/tags_in_use.html."""

    def __init__(self) -> None:
        super().__init__(label="Tag", required=False, widget=forms.TextInput(attrs=TAGS))

    def to_python(self, value: Any) -> str:
        """Return it as it is kept."""
        tag = (super().to_python(value) or "").lstrip("#").strip().lower()
        return tag if len(tag) <= LONGEST_TAG and tag.isprintable() else ""


class QueueFilter(forms.Form):
    """What to show of the queue. What it does not understand it leaves out, so that every address shows a queue."""

    held = forms.ChoiceField(
        label="Held by", required=False, choices=[("", "Anybody or nobody"), ("me", "Me"), ("nobody", "Nobody")]
    )
    team = forms.ChoiceField(label="Team", required=False)
    channel = forms.ChoiceField(
        label="Channel", required=False, choices=[("", "Any"), *((one.name, one.title) for one in CHANNELS.values())]
    )
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Any"), *((one.name, one.title) for one in KINDS.values())]
    )
    due = forms.ChoiceField(label="Due", required=False, choices=[("", "At any time"), *DUE.items()])
    tag = TagField()
    order = forms.ChoiceField(
        label="In order of", required=False, choices=[("", "What is due first"), ("oldest", "What came first")]
    )

    def __init__(self, data: Any, *, teams: Iterable[Team]) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["team"] = _team_field(teams)

    def asked(self) -> str:
        """Return what is asked for as an address says it, without what is not understood: "held=me&due=late"."""
        self.is_valid()
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})

    def wanted(self, reader: Staff) -> Wanted:
        """Return what is asked for, in the queue's own terms."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            holder=reader if asked.get("held") == "me" else None,
            nobodys=asked.get("held") == "nobody",
            team=asked.get("team", ""),
            channel=asked.get("channel", ""),
            kind=asked.get("kind", ""),
            tag=asked.get("tag", ""),
            due=asked.get("due", ""),
            oldest=asked.get("order") == "oldest",
        )


class KeepingView(DeskForm):
    """Under which name to keep what the queue shows, and for whom."""

    name = forms.CharField(
        label="Name of the view",
        help_text="Such as “Mine, late”",
        max_length=LONGEST_VIEW,
        error_messages={
            "required": "Enter a name for the view",
            "max_length": f"The name must be {LONGEST_VIEW} characters or fewer",
        },
    )
    whose = forms.ChoiceField(label="Who sees it?", required=False, widget=forms.RadioSelect)
    asked = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, teams: Iterable[Team], asked: str) -> None:
        super().__init__(data, initial={"asked": asked, "whose": ""})
        self.teams = {team.path: team for team in teams}
        choices = [("", "Only you"), *((path, f"Everybody in {team.name}") for path, team in self.teams.items())]
        self.fields["whose"] = forms.ChoiceField(
            label="Who sees it?", required=False, choices=choices, widget=forms.RadioSelect
        )


class FindFilter(forms.Form):
    """Which of the contacts that were found to list. What it does not understand it says, and leaves out."""

    team = forms.ChoiceField(label="Team", required=False)
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Any"), *((one.name, one.title) for one in KINDS.values())]
    )
    stands = forms.ChoiceField(
        label="Stands", required=False, choices=[("", "Open or closed"), ("open", "Open"), ("closed", "Closed")]
    )
    tag = TagField()
    first = DayField(what="the first day", label="Received from", required=False)
    last = DayField(what="the last day", label="Until", required=False)

    def __init__(self, data: Any, *, teams: Iterable[Team]) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["team"] = _team_field(teams)

    def narrowed(self, council: str) -> Narrowed:
        """Return what is asked for of a council, in the terms of who finds it."""
        self.is_valid()
        asked = self.cleaned_data
        return Narrowed(
            team=asked.get("team", ""),
            kind=asked.get("kind", ""),
            is_open={"open": True, "closed": False}.get(asked.get("stands", "")),
            from_on=asked.get("first"),
            until_on=asked.get("last"),
            among=tagged(council, asked["tag"]) if asked.get("tag") else None,
        )


def _team_field(teams: Iterable[Team]) -> forms.ChoiceField:
    choices = [("", "Any"), *((team.path, team.name) for team in teams)]
    return forms.ChoiceField(label="Team", required=False, choices=choices)
