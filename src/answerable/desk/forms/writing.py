"""Writing to a customer: a box for the words, and a field for each part that the charter asks the message to carry."""

from collections.abc import Iterable, Sequence
from secrets import token_urlsafe
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from answerable.contacts.clocks import ByWhen
from answerable.contacts.letters import Spoken
from answerable.contacts.models import Contact, DraftLetter, Message
from answerable.contacts.parts import Part, PartsMissing, can_be_rung, parts_of, parts_told
from answerable.contacts.preparing import NotSeen, OnPage
from answerable.design.dates import DayField
from answerable.desk.forms.sent import DeskForm
from answerable.people.models import Staff
from answerable.standards.vocabulary.details import REFERENCE, Detail, Holds

LAST_ID = 2**63 - 1
"""The largest number that a row can have; a larger one is of nothing."""


class WayToWrite(NamedTuple):
    """One way to write: its tab, what its box asks for, and the facts it can make, each with whether it closes.

    One that ``offers_date`` begins with the date promised; the others give a date that no charter can know.
    ``is_call`` is true of what was spoken, and is only written down.
    """

    sort: Message.Sort
    tab: str
    label: str
    hint: str
    button: str
    needs_words: str
    ways: tuple[tuple[str, bool], ...]
    offers_date: bool = False
    is_call: bool = False


SORTS = {
    "reply": WayToWrite(
        Message.Sort.REPLY,
        "Reply",
        "Your reply",
        "Answer each point they made. The greeting, the parts below, your name and the reference are added for you.",
        "Send reply",
        "Write your reply",
        (("replied", True), ("replied", False), ("responded", False)),
    ),
    "acknowledge": WayToWrite(
        Message.Sort.ACKNOWLEDGEMENT,
        "Acknowledge",
        "Anything to add",
        "The parts below say the rest.",
        "Send acknowledgement",
        "",
        (("acknowledged", False),),
        offers_date=True,
    ),
    "ask": WayToWrite(
        Message.Sort.QUESTION,
        "Ask a question",
        "Your question",
        "Ask only for what you need. It counts as a response and does not end the matter.",
        "Send question",
        "Write your question",
        (("responded", False),),
        offers_date=True,
    ),
    "hold": WayToWrite(
        Message.Sort.DELAY,
        "Say it will be late",
        "Anything to add",
        "The new date is a promise of its own. It does not make a late reply punctual.",
        "Send delay notice",
        "",
        (("delay_told", False),),
    ),
    "call": WayToWrite(
        Message.Sort.CALL,
        "Note a call",
        "What was said",
        "What they asked, and what you told them. They can read it on their own page.",
        "Note the call",
        "Write what was said",
        (("replied", True), ("replied", False), ("responded", False)),
        is_call=True,
    ),
}
"""The ways of writing to a customer, by the verbs of their addresses."""

_ENDINGS = [
    ("ends", "Answers everything, and ends the matter"),
    ("work", "Answers everything, and there is still work to be done"),
    ("part", "Answers part of it"),
]


_OUR_OWN = (Message.Sort.NOTE, Message.Sort.ASKED_OUTSIDE)
"""What is no news to whoever writes to the customer."""


class Writing(DeskForm):
    """A message to a customer, of one sort. ``token`` lets it be sent once only, however often the button is pressed.

    ``newest`` and ``holder`` are what its writer had before them (``OnPage``); ``newer`` are the messages that came
    since, to be shown above it. It begins with the writer's ``draft``, if there is one. Which parts are needed is for
    the action to say: see ``lacks``.
    """

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)
    newest = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LAST_ID)
    holder = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LAST_ID, required=False)

    def __init__(
        self,
        contact: Contact,
        what: str,
        data: QueryDict | None = None,
        *,
        by: Staff,
        promised: ByWhen | None = None,
        draft: DraftLetter | None = None,
    ) -> None:
        sort = SORTS[what]
        messages = [one for one in contact.messages.all() if one.sort not in _OUR_OWN]
        start: dict[str, Any] = {
            "token": token_urlsafe(16),
            "newest": max((one.id for one in messages), default=0),
            "holder": contact.held_by_id,
            "owner": by.name,
            "contact": by.phone,
        }
        if sort.offers_date and promised is not None:
            start["by_when"] = promised.on
        super().__init__(data, initial=start, auto_id="write-%s")
        self.what, self.sort, self.draft = what, sort, draft
        self.newer = [one for one in messages if draft is not None and one.id > draft.newest]
        if len(sort.ways) > 1:
            thing = "call" if sort.is_call else "reply"
            self.fields["ending"] = forms.ChoiceField(
                label=f"This {thing}",
                choices=_ENDINGS,
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(("required", "invalid_choice"), f"Choose what this {thing} does"),
            )
        if sort.is_call:
            customer = contact.customer
            start |= {"spoke_to": customer.name if customer else "", "number": customer.phone if customer else ""}
            self.fields["spoke_to"] = forms.CharField(
                label="Who you spoke to", max_length=100, error_messages={"required": "Enter who you spoke to"}
            )
            self.fields["number"] = forms.CharField(
                label="On which number", max_length=40, error_messages={"required": "Enter the number of the call"}
            )
            self.initial.update(start)
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
            self.fields[name] = part_field(detail, asked.get(name, ""))
        if what == "ask":
            self.fields["waits"] = forms.BooleanField(label="Nothing can be done until they answer", required=False)
        self._asked = frozenset(asked)
        if draft is not None:
            shown = {name: field for name, field in self.fields.items() if name not in self.base_fields}
            for name, field in shown.items():
                self.initial[name] = field.widget.value_from_datadict(draft.fields, {}, name)

    @property
    def what_it_is(self) -> tuple[str, bool]:
        """The fact that the letter will be, and whether it ends the matter."""
        ending = self.cleaned_data.get("ending")
        return {"ends": ("replied", True), "work": ("replied", False)}.get(ending or "", self.sort.ways[-1])

    @property
    def seen(self) -> OnPage:
        """What the writer had before them."""
        return OnPage(self.cleaned_data["newest"], self.cleaned_data["holder"])

    def typed(self) -> dict[str, str]:
        """Return every box as it was typed, right or wrong, to be kept as a draft."""
        mine = set(self.fields) - set(self.base_fields)
        return {box: str(self.data[box]) for box in self.data if box.partition("-")[0] in mine}

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

    @property
    def spoken(self) -> Spoken | None:
        """Whom the writer spoke to, where it was a call."""
        given = self.cleaned_data
        return Spoken(given["spoke_to"].strip(), given["number"].strip()) if self.sort.is_call else None

    def clean_number(self) -> str:
        """Refuse a number on which nobody can have been rung."""
        number: str = self.cleaned_data["number"]
        if not can_be_rung(number.strip()):
            raise forms.ValidationError("Enter a whole telephone number, like 01632 960 001")
        return number

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

    def shows(self, problem: NotSeen) -> None:
        """Show what the writer had not seen above their draft, and let them send it having seen that."""
        holder = {"holder": str(problem.holder.pk)} if problem.holder else {}
        self.newer = list(problem.newer)
        newest = {"newest": str(max(one.id for one in self.newer))} if self.newer else {}
        self._change(**newest, **holder)
        self.add_error(None, str(problem))

    def renew(self, written: Message) -> None:
        """Let what is in the form be sent as another message, after the one that was sent from it."""
        self._change(token=token_urlsafe(16), newest=str(written.id))

    def _change(self, **hidden: str) -> None:
        self.data = {name: self.data[name] for name in self.data} | hidden


class PointsAnswered(DeskForm):
    """Whoever answers in full says of each point the customer made that the letter answers it."""

    def __init__(self, points: Sequence[str], data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="write-%s")
        self.points = tuple(points)
        self.fields["answered"] = forms.MultipleChoiceField(
            label="Which of these does your letter answer?",
            help_text="A full reply answers them all. If it does not, change it, or send it as a reply to part of it.",
            choices=[(point, point) for point in points],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            error_messages={"invalid_choice": "Choose from the list"},
        )

    def clean_answered(self) -> list[str]:
        """Refuse a full reply that leaves a point open."""
        answered: list[str] = self.cleaned_data["answered"]
        if set(answered) != set(self.points):
            raise forms.ValidationError(
                "Tick each point that your letter answers. To answer only some, change it to “Answers part of it”",
                code="open",
            )
        return answered


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


def part_field(detail: Detail, hint: str) -> forms.Field:
    """Return the box for a part of a message."""
    if detail.holds is Holds.DAY_OR_MOMENT:
        return DayField(what=f"the date {detail.label.lower()}", label=detail.label, required=False, help_text=hint)
    return forms.CharField(label=detail.label, required=False, max_length=300, help_text=hint)
