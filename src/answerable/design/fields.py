"""Form fields as components of the Design System: which component, with what in it, and where an error leads."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from django import forms
from django.forms import BoundField
from django.forms.widgets import Input

from answerable.design.dates import DayInput

Params: TypeAlias = dict[str, Any]

# What is wrong with a hidden field was never theirs to put right.
LOST = "Something that this page keeps for itself was lost. Load the page again and send it once more"

# A widget's attributes that are options of the components.
OPTIONS = {"autocomplete", "inputmode", "rows"}
# Those left out: a box that stops taking letters tells nobody why, while our own message does.
NOT_SHOWN = {"maxlength", "minlength", "min", "max", "step", "cols"}


def field(bound: BoundField, given: Mapping[str, Any]) -> tuple[str, Params]:
    """Return the component for a form's field, and its params with ``given`` laid over them.

    Raises TypeError for a widget that has no component here.
    """
    kinds = type(bound.field.widget).__mro__
    nearest = next((WIDGETS[kind] for kind in kinds if kind in WIDGETS), None)
    if nearest is None:
        raise TypeError(
            f"Cannot show {bound.name}: there is no component for a {kinds[0].__name__}. "
            "Give the field another widget, or add this one to design/fields.py."
        )
    component, fill = nearest
    over = {name: value for name, value in given.items() if name != "heading"}
    return component, said_of(bound) | fill(bound, str(bound.label), given.get("heading")) | over


def problems(form: forms.BaseForm) -> list[Params]:
    """Return the error summary's entries in the order of the fields; each leads to what to put right."""
    whole = [{"text": message} for message in form.non_field_errors()]
    hidden = [{"text": LOST}] if any(bound.errors for bound in form.hidden_fields()) else []
    shown = [
        {"text": message, "href": f"#{first_id(bound)}"} for bound in form.visible_fields() for message in bound.errors
    ]
    return [*shown, *whole, *hidden]


def first_id(bound: BoundField) -> str:
    """Name the first thing of a field that can be typed into or chosen."""
    return f"{bound.auto_id}-day" if isinstance(bound.field.widget, DayInput) else bound.auto_id


def said_of(bound: BoundField) -> Params:
    """Return the hint and the error, which every component takes alike."""
    said: Params = {}
    if bound.help_text:
        said["hint"] = {"text": bound.help_text}
    if bound.errors:
        said["errorMessage"] = {"text": bound.errors[0]}
    return said


def label(text: str, heading: str | None) -> Params:
    """Return a label; with ``heading`` ("l", "m") it is also the heading of its page."""
    return {"text": text} | ({"classes": f"govuk-label--{heading}", "isPageHeading": True} if heading else {})


def legend(text: str, heading: str | None) -> Params:
    """Return the fieldset that names a group of controls."""
    size: Params = {"classes": f"govuk-fieldset__legend--{heading}", "isPageHeading": True} if heading else {}
    return {"legend": {"text": text} | size}


def one_line(bound: BoundField, text: str, heading: str | None) -> Params:
    """Fill an input; the widget's own attributes, such as autocomplete, become the component's."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "text")
    params = typed(bound, text, heading) | {"type": kind, "value": said_value(bound)}
    if kind == "number":
        # A wheel over a number field changes it; the Design System asks for text with a number pad.
        params |= {"type": "text", "inputmode": "numeric"}
    return params


def many_lines(bound: BoundField, text: str, heading: str | None) -> Params:
    """Fill a textarea."""
    return typed(bound, text, heading) | {"value": said_value(bound)}


def nothing_kept(bound: BoundField, text: str, heading: str | None) -> Params:
    """Fill a control whose value is never sent back to the page: a password, a file."""
    return typed(bound, text, heading)


def typed(bound: BoundField, text: str, heading: str | None) -> Params:
    """Return what every control with one label has."""
    attrs = bound.field.widget.attrs
    return {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": label(text, heading),
        "disabled": bound.field.disabled,
        "attributes": {name: value for name, value in attrs.items() if name not in OPTIONS | NOT_SHOWN},
    } | {name: value for name, value in attrs.items() if name in OPTIONS}


def chosen_from(bound: BoundField, text: str, heading: str | None) -> Params:
    """Fill radios or checkboxes."""
    return {
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "fieldset": legend(text, heading),
        "items": [option | {"checked": chosen} for option, chosen in options(bound)],
    }


def yes_or_no(bound: BoundField, text: str, _heading: str | None) -> Params:
    """Fill a single checkbox, whose own label is the question."""
    item = {"value": "on", "text": text, "checked": bool(bound.value())}
    return {"idPrefix": bound.auto_id, "name": bound.html_name, "items": [item]}


def picked(bound: BoundField, text: str, heading: str | None) -> Params:
    """Fill a select."""
    return typed(bound, text, heading) | {"items": [option | {"selected": chosen} for option, chosen in options(bound)]}


def day(bound: BoundField, text: str, heading: str | None) -> Params:
    """Fill a date's three inputs, each marked if the date is wrong."""
    wrong = " govuk-input--error" if bound.errors else ""
    parts = zip(("day", "month", "year"), bound.field.widget.parts(bound.value()), (2, 2, 4), strict=True)
    items = [
        {"name": part, "value": value, "classes": f"govuk-input--width-{width}{wrong}"} for part, value, width in parts
    ]
    return {
        "id": bound.auto_id,
        "namePrefix": bound.html_name,
        "fieldset": legend(text, heading),
        "items": items,
    }


def options(bound: BoundField) -> Iterable[tuple[Params, bool]]:
    """Pair every choice of a field with whether it is chosen."""
    value = bound.value()
    chosen = {str(one) for one in (value if isinstance(value, list | tuple | set) else [value]) if one is not None}
    choices: Iterable[tuple[Any, str]] = bound.field.choices  # type: ignore[attr-defined]  # only asked of fields with choices
    return [({"value": str(value), "text": str(text)}, str(value) in chosen) for value, text in choices]


def said_value(bound: BoundField) -> str:
    """Return what is in a field now, as its widget would write it."""
    return bound.field.widget.format_value(bound.value()) or ""


Filler: TypeAlias = Callable[[BoundField, str, str | None], Params]

# A widget that is not here is shown as the nearest that it is a kind of.
WIDGETS: dict[type, tuple[str, Filler]] = {
    DayInput: ("date-input", day),
    Input: ("input", one_line),
    forms.PasswordInput: ("password-input", nothing_kept),
    forms.FileInput: ("file-upload", nothing_kept),
    forms.Textarea: ("textarea", many_lines),
    forms.CheckboxInput: ("checkboxes", yes_or_no),
    forms.RadioSelect: ("radios", chosen_from),
    forms.CheckboxSelectMultiple: ("checkboxes", chosen_from),
    forms.Select: ("select", picked),
    # A list in which several can be picked is hard to use; the Design System has none.
    forms.SelectMultiple: ("checkboxes", chosen_from),
}
