"""Writing to a customer: a box for the words, and a field for each part that the charter asks the message to carry."""

from collections.abc import Iterable, Sequence
from secrets import token_urlsafe
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from answerable.contacts.clocks import ByWhen
from answerable.contacts.models import Contact
from answerable.contacts.parts import Part, PartsMissing, parts_of, parts_told
from answerable.design.dates import DayField
from answerable.people.models import Staff
from answerable.standards.vocabulary.details import REFERENCE, Detail, Holds


class WayToWrite(NamedTuple):
    """One way to write: its tab, what its box asks for, and the facts it can make, each with whether it closes.

    One that ``offers_date`` begins with the date promised; the others give a date that no charter can know.
    """

    tab: str
    label: str
    hint: str
    button: str
    needs_words: str
    ways: tuple[tuple[str, bool], ...]
    offers_date: bool = False


SORTS = {
    "reply": WayToWrite(
        "Reply",
        "Your reply",
        "Answer each point they made. The greeting, the parts below and the reference are added for you.",
        "Send reply",
        "Write your reply",
        (("replied", True), ("replied", False), ("responded", False)),
    ),
    "acknowledge": WayToWrite(
        "Acknowledge",
        "Anything to add",
        "The parts below say the rest.",
        "Send acknowledgement",
        "",
        (("acknowledged", False),),
        offers_date=True,
    ),
    "ask": WayToWrite(
        "Ask a question",
        "Your question",
        "Ask only for what you need. It counts as a response and does not end the matter.",
        "Send question",
        "Write your question",
        (("responded", False),),
        offers_date=True,
    ),
    "hold": WayToWrite(
        "Say it will be late",
        "Anything to add",
        "The new date is a promise of its own. It does not make a late reply punctual.",
        "Send delay notice",
        "",
        (("delay_told", False),),
    ),
}
"""The ways of writing to a customer, by the verbs of their addresses."""

_ENDINGS = [
    ("ends", "Answers everything, and ends the matter"),
    ("work", "Answers everything, and there is still work to be done"),
    ("part", "Answers part of it"),
]


class Writing(forms.Form):
    """A message to a customer, of one sort. ``token`` lets it be sent once only, however often the button is pressed.

    Which parts are needed is for the action to say: see ``lacks``.
    """

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, contact: Contact, what: str, data: QueryDict | None = None, *, by: Staff, promised: ByWhen | None = None
    ) -> None:
        sort = SORTS[what]
        start: dict[str, Any] = {"token": token_urlsafe(16), "owner": by.name, "contact": by.phone}
        if sort.offers_date and promised is not None:
            start["by_when"] = promised.on
        super().__init__(data, initial=start, auto_id="write-%s")
        self.what, self.sort = what, sort
        if what == "reply":
            self.fields["ending"] = forms.ChoiceField(
                label="This reply",
                choices=_ENDINGS,
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Choose what this reply does",
                    "invalid_choice": "Choose what this reply does",
                },
            )
        self.fields["body"] = forms.CharField(
            label=sort.label,
            help_text=sort.hint,
            required=bool(sort.needs_words),
            widget=forms.Textarea(attrs={"rows": 10 if sort.needs_words else 4}),
            error_messages={"required": sort.needs_words},
        )
        asked = _asked(contact, sort)
        # The reference goes with everything we write, without anybody's doing.
        told = (detail for fact, _ in sort.ways for detail in parts_told(fact) if detail is not REFERENCE)
        self._parts = {detail.name: detail for detail in told}
        for name, detail in self._parts.items():
            self.fields[name] = _field(detail, asked.get(name, ""))
        if what == "ask":
            self.fields["waits"] = forms.BooleanField(label="Nothing can be done until they answer", required=False)
        self._asked = frozenset(asked)

    @property
    def asked(self) -> list[BoundField]:
        """The parts that some promise asks for."""
        return [self[name] for name in self._parts if name in self._asked]

    @property
    def others(self) -> list[BoundField]:
        """The parts that no promise asks for here, and that may be given all the same."""
        return [self[name] for name in self._parts if name not in self._asked]

    @property
    def shows_others(self) -> bool:
        """Tell whether the parts nobody asks for must be in sight: one of them is wrong."""
        return any(bound.errors for bound in self.others)

    def clean_body(self) -> str:
        """Write line ends in one way; browsers send their own."""
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")

    def parts(self) -> dict[str, Any]:
        """Return the parts that were filled in."""
        return {name: value for name in self._parts if (value := self.cleaned_data.get(name))}

    def lacks(self, problem: PartsMissing) -> None:
        """Say beside each part that it is missing, and which promise asks for it."""
        for part in problem.missing:
            self.add_error(part.detail.name, f"{part.detail.missing}: {_asks(part.asked_by)}")

    def renew(self) -> None:
        """Let what is in the form be sent as another message."""
        self.data = {**{name: self.data[name] for name in self.data}, "token": token_urlsafe(16)}


def _asked(contact: Contact, sort: WayToWrite) -> dict[str, str]:
    """Return, for each part some way of this sort of message needs, the hint that says who asks for it, and when."""
    ways = [(closes, parts_of(contact, what, closes=closes)) for what, closes in sort.ways]
    always = {part.detail.name for closes, parts in ways for part in parts if closes or len(ways) == 1}
    asked_by: dict[str, list[str]] = {}
    for part in _parts(parts for _, parts in ways):
        asked_by.setdefault(part.detail.name, []).extend(part.asked_by)
    return {
        name: _asks(tuple(dict.fromkeys(ids))) + ("" if name in always else ", unless this ends the matter")
        for name, ids in asked_by.items()
        if name != REFERENCE.name
    }


def _parts(ways: Iterable[Sequence[Part]]) -> Iterable[Part]:
    return (part for parts in ways for part in parts)


def _asks(asked_by: Sequence[str]) -> str:
    return f"{' and '.join(asked_by)} {'asks' if len(asked_by) == 1 else 'ask'} for this"


def _field(detail: Detail, hint: str) -> forms.Field:
    if detail.holds is Holds.DAY_OR_MOMENT:
        return DayField(what=f"the date {detail.label.lower()}", label=detail.label, required=False, help_text=hint)
    return forms.CharField(label=detail.label, required=False, max_length=300, help_text=hint)
