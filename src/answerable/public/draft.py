"""What somebody has answered so far, kept in their session until it is sent."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.contrib.sessions.backends.base import SessionBase, UpdateError

from answerable.channels.web.read import NOT_SURE, Answers
from answerable.councils.models import Service
from answerable.councils.queries import offered_services
from answerable.public.asking import kept_in
from answerable.public.forms import NEEDS, TOKEN, About, Danger, Needs, Reach, WhatTheySay, WhichService
from answerable.public.place import say_place
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.words import say_list


@dataclass(frozen=True, slots=True)
class FormStep:
    """One page of the form."""

    name: str
    form: type[forms.Form]


WHICH_SERVICE = FormStep("service", WhichService)
"""Which service it is about: the one question that is not asked of everybody."""

STEPS = (
    FormStep("about", About),
    WHICH_SERVICE,
    FormStep("message", WhatTheySay),
    FormStep("danger", Danger),
    FormStep("reach", Reach),
    FormStep("needs", Needs),
)
"""In the order in which they are asked."""


class Draft:
    """The answers to one council's form. Its token stands for exactly these answers: another answer, another token."""

    def __init__(self, session: SessionBase, council: str) -> None:
        self._session, self._council = session, council
        kept = kept_in(kept_in(session, "drafts", dict), council, dict)
        self.token: str = kept_in(kept, "token", str)
        """What the send button carries."""
        self.files: str = kept_in(kept, "files", str)
        """Under what the files are held that go with it; nothing where it never had any."""
        self.answers: Mapping[str, Mapping[str, Any]] = dict(_read(kept_in(kept, "answers", dict)))
        """What was answered, by step."""
        if self.answers and not TOKEN.match(self.token):
            self._keep(self.answers)

    @cached_property
    def offered(self) -> Sequence[Service]:
        """The services from which the form lets somebody choose."""
        return offered_services(self._council)

    @property
    def steps(self) -> Sequence[FormStep]:
        """The pages that are asked: not which service, where the council offers none or it would not matter."""
        asks = self._is_of_a_service and self.offered
        return [step for step in STEPS if asks or step is not WHICH_SERVICE]

    @property
    def next_step(self) -> FormStep | None:
        """The first page that was not answered yet, or None when all were."""
        return next((step for step in self.steps if step.name not in self.answers), None)

    @property
    def is_whole(self) -> bool:
        """Whether it can be sent: the service stays open where it is asked for only since they checked the answers."""
        return all(step.name in self.answers for step in STEPS if step is not WHICH_SERVICE)

    @property
    def service(self) -> str:
        """The key of the service that it is about: nothing where they are not sure, or what they ask is of none.

        What was chosen stays so when the council offers it no more: whoever reads it can see what was meant.
        """
        key = str(self.answers.get(WHICH_SERVICE.name, {}).get("service", NOT_SURE))
        return key if key != NOT_SURE and self._is_of_a_service else ""

    @property
    def _is_of_a_service(self) -> bool:
        kind = self.answers.get("about", {}).get("kind")
        return kind is None or not KINDS[kind].is_of_no_service

    @property
    def says_danger(self) -> bool:
        """Whether it says that somebody is in danger."""
        return bool(self.answers.get("danger", {}).get("danger") == "yes")

    def may_open(self, step: FormStep) -> bool:
        """Tell whether a page is asked, and everything before it is answered.

        Which service it is about may be asked since they began: it keeps nobody from going on, and is asked at the end.
        """
        steps = self.steps
        before = steps[: steps.index(step)] if step in steps else ()
        return step in steps and all(one is WHICH_SERVICE or one.name in self.answers for one in before)

    def answer(self, step: FormStep, given: Mapping[str, Any]) -> None:
        """Keep what was answered on one page."""
        if self.answers.get(step.name) != given:
            self._keep({**self.answers, step.name: dict(given)})

    def with_files(self, held: str) -> None:
        """Keep under what its files are held, some of which have just come or gone."""
        self.files = held
        self._keep(self.answers)

    def begins(self, step: FormStep) -> Mapping[str, Any]:
        """Return what a page begins with: what was answered on it, or the number that was given on the one before."""
        number = self.answers.get("reach", {}).get("phone", "")
        return {"number": number, **self.answers.get(step.name, {})}

    def forget(self) -> None:
        """Drop the answers at once, in the transaction in which they are sent."""
        self._keep(None)
        with suppress(UpdateError):  # the session has ended meanwhile, and the answers with it
            self._session.save()
        self._session.modified = False

    def as_answers(self) -> Answers:
        """Return it as it is sent. Raises KeyError when a page is not answered yet."""
        about, message, danger, reach, needs = (self.answers[one.name] for one in STEPS if one is not WHICH_SERVICE)
        return Answers(
            kind=about["kind"],
            service=self.service,
            subject=message["subject"],
            message=message["message"],
            place=say_place(message),
            welfare=danger["risk"] if self.says_danger else "",
            needs=say_needs(needs),
            **{**reach, "phone": needs["number"] or reach["phone"]},
        )

    def _keep(self, answers: Mapping[str, Any] | None) -> None:
        drafts = kept_in(self._session, "drafts", dict)
        others = {key: draft for key, draft in drafts.items() if key != self._council}
        if answers is not None:
            self.answers, self.token = answers, token_urlsafe(18)
            others[self._council] = {"token": self.token, "answers": answers, "files": self.files}
        self._session["drafts"] = others


def _read(kept: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give what was answered on each page. What this program would not ask so, or take, was not answered.

    It may be from before an upgrade: an answer that may be left out is then empty, and a page without one that may not
    is asked again.
    """
    for step in STEPS:
        fields, given = step.form.base_fields, kept_in(kept, step.name, dict)
        said = {name: given[name] for name, field in fields.items() if _fits(field, given.get(name))}
        is_whole = (
            said.keys() == fields.keys() and step.form.clean is forms.Form.clean
        )  # then the form would say so too
        if step.name in kept and not is_whole:
            form = step.form(said)
            said = form.cleaned_data if form.is_valid() else {}
        if said:
            yield step.name, said


def _fits(field: forms.Field, value: object) -> bool:
    """Tell whether a value is of the sort that a field gives, and one that it could be given."""
    several = isinstance(field, forms.MultipleChoiceField)
    if type(value) is not (list if several else str) or (field.required and not value):
        return False
    if not isinstance(field, forms.ChoiceField):
        return True
    return all(type(one) is str and field.valid_value(one) for one in (value if several else [value]))


def say_needs(given: Mapping[str, Any]) -> str:
    """Say what somebody needs in one line: "Large print and British Sign Language. Please ring after six"."""
    more = {"another language": given["language"], "a call back": given["number"]}
    chosen = say_list([f"{NEEDS[need]}: {more[need]}" if more.get(need) else NEEDS[need] for need in given["needs"]])
    return ". ".join(part for part in (chosen, given["words"]) if part)
