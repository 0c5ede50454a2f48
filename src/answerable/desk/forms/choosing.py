"""Choosing what to see of the queue."""

from collections.abc import Iterable
from typing import Any

from django import forms

from answerable.councils.models import Team
from answerable.people.models import Staff
from answerable.queues.queries import Wanted
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.kinds import KINDS


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
    late = forms.BooleanField(label="Late only", required=False)

    def __init__(self, data: Any, *, teams: Iterable[Team]) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["team"] = forms.ChoiceField(
            label="Team", required=False, choices=[("", "Any"), *((team.path, team.name) for team in teams)]
        )

    def wanted(self, reader: Staff) -> Wanted:
        """Return what is asked for, in the queue's own terms."""
        self.full_clean()
        asked = self.cleaned_data
        return Wanted(
            holder=reader if asked.get("held") == "me" else None,
            nobodys=asked.get("held") == "nobody",
            team=asked.get("team", ""),
            channel=asked.get("channel", ""),
            kind=asked.get("kind", ""),
            late=asked.get("late", False),
        )
