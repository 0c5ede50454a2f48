"""Doing one thing to several contacts."""

from collections.abc import Iterable, Mapping
from secrets import token_urlsafe
from typing import Any

from django import forms

from answerable.contacts.endings import OUTCOMES_LEFT_OUT
from answerable.contacts.models import Contact
from answerable.contacts.parts import Part
from answerable.contacts.references import references_in
from answerable.design.fields import LOST
from answerable.desk.forms.managing import LeavingSeveralOut
from answerable.desk.forms.sent import DeskForm
from answerable.desk.forms.writing import LAST_ID, part_field
from answerable.people.models import Staff

MOST = 250
"""Contacts to which one thing is done at once."""

TAKE, ASSIGN, MOVE, CLOSE, ANSWER = "take", "assign", "move", "close", "answer"
WHAT: Mapping[str, str] = {
    TAKE: "Take them",
    ASSIGN: "Give them to a colleague",
    MOVE: "Move them to another team",
    CLOSE: "Close them without a reply",
    ANSWER: "Answer them with one text",
}


class Choosing(forms.Form):
    """Which contacts, and what is done to them. ``more`` are references that were typed or pasted."""

    what = forms.ChoiceField(
        choices=list(WHAT.items()),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what to do with them"),
    )
    more = forms.CharField(
        label="Others too, by their references",
        help_text="One a line, or as you have them. For one matter that many people told us of.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def references(self) -> list[str]:
        """Return the references that were ticked or typed, each once."""
        ticked = self.data.getlist("of")  # type: ignore[attr-defined]  # of a QueryDict
        typed = self.data.get("more", "")
        return list(dict.fromkeys(one for words in (*ticked, typed) for one in references_in(words)))


class Taking(DeskForm):
    """That somebody takes them: there is nothing to say."""


class ClosingMany(LeavingSeveralOut):
    """Why several contacts are left out of the figures."""

    field_order = ("outcome", "why", "other")

    outcome = forms.ChoiceField(
        label="What are they?",
        choices=[(one.value, one.label) for one in OUTCOMES_LEFT_OUT],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what they are"),
    )


class AnsweringMany(DeskForm):
    """One full answer to several contacts, which ends each. ``token`` lets each be answered from it once only.

    ``newest`` is the newest message that there was: whoever has written since is not answered unseen.
    """

    token = forms.CharField(widget=forms.HiddenInput, max_length=24, error_messages={"required": LOST})
    newest = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=LAST_ID, error_messages={"required": LOST}
    )
    body = forms.CharField(
        label="Your answer to all of them",
        help_text="The greeting, the parts below and the reference are added to each letter.",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Write your answer"},
    )
    answers_all = forms.BooleanField(
        label="It answers every point that each of them made",
        error_messages={"required": "Read them, and tick that it answers every point. Answer the others one by one"},
    )

    def __init__(self, data: Any = None, *, parts: Iterable[Part], by: Staff, newest: int) -> None:
        start = {"token": token_urlsafe(16), "newest": newest, "owner": by.name, "contact": by.phone}
        super().__init__(data, initial=start, auto_id="answer-%s")
        self._parts = {part.detail.name: part for part in parts}
        last = self.fields.pop("answers_all")
        for name, part in self._parts.items():
            self.fields[name] = part_field(part.detail, f"Asked for by {', '.join(part.asked_by)}.")
        self.fields["answers_all"] = last

    def given(self, contact: Contact) -> dict[str, Any]:
        """What one contact is answered with."""
        said = self.cleaned_data
        return {
            "body": said["body"],
            "parts": {name: said[name] for name in self._parts},
            "token": f"{said['token']}.{contact.pk}",
        }
