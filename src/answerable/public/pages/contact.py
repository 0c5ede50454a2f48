"""What the form's pages say."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.forms import BoundField
from django.urls import reverse
from django.utils.safestring import SafeString

from answerable.channels.web.read import NOT_SURE
from answerable.design.components import component
from answerable.design.fields import field
from answerable.files.models import KeptFile
from answerable.public.draft import STEPS, WHICH_SERVICE, Draft, say_needs
from answerable.public.fields import Paragraphs
from answerable.public.forms import WhichService
from answerable.public.place import say_place
from answerable.standards.vocabulary.kinds import KINDS

NOTHING = "Not given"


class AnswerRow(NamedTuple):
    """One answer, and where to change it."""

    label: str
    said: str
    change: str


def answered(council: str, draft: Draft, files: Iterable[KeptFile] = ()) -> Iterator[AnswerRow]:
    """Give each answer in the order in which it was asked."""
    answers = draft.answers
    change = {step.name: reverse("public:step", args=[council, step.name]) for step in STEPS}
    change["about"] = reverse("public:contact", args=[council])
    message, danger, reach = answers["message"], answers["danger"], answers["reach"]
    yield AnswerRow("What you want to do", KINDS[answers["about"]["kind"]].choice, change["about"])
    if WHICH_SERVICE in draft.steps:
        yield AnswerRow("What it is about", _say_service(draft), change[WHICH_SERVICE.name])
    yield AnswerRow("Subject", message["subject"] or NOTHING, change["message"])
    yield AnswerRow("Your message", message["message"], change["message"])
    yield AnswerRow("Where it is", say_place(message) or NOTHING, change["message"])
    names = ", ".join(file.name for file in files)
    yield AnswerRow("Photographs and files", names or NOTHING, change["message"])
    yield AnswerRow(
        "Is anybody at risk?", f"Yes: {danger['risk']}" if danger["danger"] == "yes" else "No", change["danger"]
    )
    yield AnswerRow("Your name", reach["name"] or NOTHING, change["reach"])
    yield AnswerRow("Email address", reach["email"] or NOTHING, change["reach"])
    yield AnswerRow("Telephone number", reach["phone"] or NOTHING, change["reach"])
    yield AnswerRow("What you need from us", say_needs(answers["needs"]) or "Nothing", change["needs"])


def _say_service(draft: Draft) -> str:
    if not draft.service:
        return "I am not sure"
    titles = {service.key: service.title for service in draft.offered}
    return titles.get(draft.service, "What you chose is not in our list any more. We find out who can help")


def services(form: WhichService) -> SafeString:
    """Write the choice among services: each with its hint, and that they are not sure apart from them."""
    name, params = field(form["service"], {"heading": "l"})
    hints = {service.key: service.public_hint for service in form.offered} | {
        NOT_SURE: "Or it is about something else. We find out who can help."
    }
    *offered, not_sure = ({**item, "hint": {"text": hints[item["value"]]}} for item in params["items"])
    return component(name, params | {"items": [*offered, {"divider": "or"}, not_sure]})


def counted(bound: BoundField, heading: str = "") -> SafeString:
    """Write a box for a message that says how many characters may be typed, and with a script how many still."""
    given = {"rows": "8"} | ({"heading": heading} if heading else {})
    _, params = field(bound, given)
    longest = bound.field.longest if isinstance(bound.field, Paragraphs) else None
    return component("character-count", params | {"maxlength": longest, "threshold": 50})
