"""Form fields become components, and every error leads to something that is there."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django import forms

from answerable.design.dates import DayField
from answerable.design.fields import field, problems
from tests.design.page import Page, page

ROADS = [("pothole", "A pothole"), ("light", "A street light"), ("other", "Something else")]
FIELDS: dict[str, forms.Field] = {
    "text": forms.CharField(),
    "email": forms.EmailField(),
    "telephone": forms.CharField(widget=forms.TextInput(attrs={"type": "tel"})),
    "number": forms.IntegerField(),
    "password": forms.CharField(widget=forms.PasswordInput),
    "textarea": forms.CharField(widget=forms.Textarea),
    "radios": forms.ChoiceField(choices=ROADS, widget=forms.RadioSelect),
    "checkboxes": forms.MultipleChoiceField(choices=ROADS, widget=forms.CheckboxSelectMultiple),
    "several": forms.MultipleChoiceField(choices=ROADS),
    "checkbox": forms.BooleanField(),
    "select": forms.ChoiceField(choices=ROADS),
    "file": forms.FileField(),
    "day": DayField(what="the date of the letter"),
    "typed date": forms.DateField(),
}

every_kind = pytest.mark.parametrize("kind", FIELDS.values(), ids=FIELDS.keys())


def form_of(*, data: dict[str, Any] | None = None, initial: Any = None, **fields: forms.Field) -> forms.Form:
    """Return a form of these fields, sent with ``data`` or begun with ``initial``."""
    return type("Form", (forms.Form,), fields)(data, initial=initial, prefix=None)


def shown(form: forms.Form, options: str = "") -> Page:
    """Return the page of a form of one field called road."""
    return page("{% load design %}{% govuk_errors form %}{% govuk_field form.road " + options + " %}", form=form)


@every_kind
def test_the_error_summary_leads_to_a_control_that_is_there(kind: forms.Field):
    found = shown(form_of(data={}, road=kind))
    (link,) = [tag["href"] for tag in found.all("a")]
    tag, attrs = found.with_id(link.removeprefix("#"))
    assert tag in {"input", "textarea", "select"}
    assert attrs["name"].startswith("road")
    assert attrs.get("type") != "hidden"


@every_kind
def test_the_error_summary_leads_to_the_right_one_of_two_forms(kind: forms.Field):
    two = type("Form", (forms.Form,), {"road": kind})({}, prefix="second")
    found = shown(two)
    (link,) = [tag["href"] for tag in found.all("a")]
    assert found.with_id(link.removeprefix("#"))[1]["name"].startswith("second-road")


@every_kind
def test_no_id_stands_twice_on_the_page_and_every_label_names_one(kind: forms.Field):
    kind = deepcopy(kind)
    kind.help_text = "You can find it on the letter"
    found = shown(form_of(data={}, road=kind))
    assert len(found.ids()) == len(set(found.ids()))
    assert {tag["for"] for tag in found.all("label")} <= set(found.ids())
    described = " ".join(attrs["aria-describedby"] for _, attrs in found.tags if attrs.get("aria-describedby"))
    assert set(described.split()) == {"id_road-hint", "id_road-error"}


@every_kind
def test_a_field_says_its_label_its_hint_and_its_error(kind: forms.Field):
    kind = deepcopy(kind)
    kind.label, kind.help_text = "Which <road>", "You can find it on the <letter>"
    kind.error_messages["required"] = "Enter the <road>"
    found = shown(form_of(data={}, road=kind)).html
    assert found.count("Which &lt;road&gt;") == 1
    assert found.count("You can find it on the &lt;letter&gt;") == 1
    assert found.count("Enter the &lt;road&gt;") == 2


@every_kind
def test_what_is_shown_is_what_the_form_reads(kind: forms.Field):
    names = {attrs["name"] for tag, attrs in shown(form_of(road=kind)).tags if attrs.get("name")}
    assert names == ({"road-day", "road-month", "road-year"} if isinstance(kind, DayField) else {"road"})


@pytest.mark.parametrize(
    ("kind", "sent", "value"),
    [
        ("text", '"><script>', '"><script>'),
        ("email", "not an address", "not an address"),
        ("number", "seven", "seven"),
        ("password", "secret", None),
        ("typed date", "tomorrow", "tomorrow"),
    ],
)
def test_what_was_typed_comes_back_however_wrong_but_never_a_password(kind: str, sent: str, value: str | None):
    form = form_of(data={"road": sent}, road=FIELDS[kind], needed=forms.CharField())
    assert shown(form).with_id("id_road")[1].get("value") == value


def test_what_was_written_comes_back_as_it_was_written():
    form = form_of(data={"road": "</textarea><b>"}, road=FIELDS["textarea"])
    assert "&lt;/textarea&gt;&lt;b&gt;</textarea>" in shown(form).html


@pytest.mark.parametrize("kind", ["radios", "checkboxes", "several"])
def test_what_was_chosen_comes_back(kind: str):
    found = shown(form_of(data={"road": ["light"]} if kind != "radios" else {"road": "light"}, road=FIELDS[kind]))
    assert [tag["value"] for tag in found.all("input") if "checked" in tag] == ["light"]


def test_what_was_selected_comes_back():
    found = shown(form_of(data={"road": "light"}, road=FIELDS["select"]))
    assert [tag["value"] for tag in found.all("option") if "selected" in tag] == ["light"]


@pytest.mark.parametrize(("sent", "checked"), [({"road": "on"}, True), ({}, False)])
def test_a_tick_comes_back(sent: dict[str, str], checked: bool):
    assert ("checked" in shown(form_of(data=sent, road=FIELDS["checkbox"])).with_id("id_road")[1]) is checked


def test_a_date_comes_back_in_its_three_boxes():
    sent = form_of(data={"road-day": "31", "road-month": "2", "road-year": "2026"}, road=FIELDS["day"])
    assert [tag["value"] for tag in shown(sent).all("input")] == ["31", "2", "2026"]
    begun = form_of(initial={"road": date(2026, 3, 7)}, road=FIELDS["day"])
    assert [tag["value"] for tag in shown(begun).all("input")] == ["7", "3", "2026"]


def test_a_widgets_own_attributes_are_kept_but_the_browser_checks_nothing():
    widget = forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "data-key": "n"})
    _, attrs = shown(form_of(road=forms.CharField(max_length=3, widget=widget))).with_id("id_road")
    assert attrs == {
        "class": "govuk-input",
        "id": "id_road",
        "name": "road",
        "type": "text",
        "value": "",
        "autocomplete": "name",
        "spellcheck": "false",
        "data-key": "n",
    }


def test_a_number_is_typed_as_text_with_a_number_pad():
    _, attrs = shown(form_of(road=FIELDS["number"])).with_id("id_road")
    assert (attrs["type"], attrs["inputmode"]) == ("text", "numeric")


@pytest.mark.parametrize("kind", ["text", "radios", "day"])
def test_a_label_can_be_the_heading_of_its_page(kind: str):
    found = shown(form_of(road=FIELDS[kind]), 'heading="l"')
    assert len(found.all("h1")) == 1
    assert "--l" in found.html


def test_what_a_page_gives_is_handed_to_the_component():
    assert (
        'class="govuk-input govuk-input--width-10"'
        in shown(form_of(road=FIELDS["text"]), 'classes="govuk-input--width-10"').html
    )


def test_a_hidden_field_is_only_itself():
    found = shown(form_of(initial={"road": "7"}, road=forms.CharField(widget=forms.HiddenInput)))
    assert found.tags == [("input", {"type": "hidden", "name": "road", "value": "7", "id": "id_road"})]


def test_an_error_of_the_whole_form_is_said_and_leads_nowhere():
    form = form_of(data={"road": ""}, road=forms.CharField(error_messages={"required": "Enter the road"}))
    form.add_error(None, "Tell us the road or the postcode")
    assert problems(form) == [
        {"text": "Enter the road", "href": "#id_road"},
        {"text": "Tell us the road or the postcode"},
    ]


def test_an_error_in_hidden_fields_is_said_once_and_not_as_something_to_enter():
    hidden = forms.CharField(widget=forms.HiddenInput)
    assert problems(form_of(data={}, road=hidden, lane=hidden)) == [
        {"text": "Something that this page keeps for itself was lost. Load the page again and send it once more"}
    ]


def test_a_form_with_nothing_wrong_has_no_error_summary():
    assert page("{% load design %}{% govuk_errors form %}", form=form_of(road=FIELDS["text"])).html == ""
    assert page("{% load design %}{% govuk_errors form %}").html == ""


def test_a_widget_without_a_component_is_refused():
    form = form_of(road=forms.SplitDateTimeField())
    with pytest.raises(TypeError, match="Cannot show road: there is no component for a SplitDateTimeWidget"):
        field(form["road"], {})


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (("7", "3", "2026"), date(2026, 3, 7)),
        ((" 07 ", "03", "2026"), date(2026, 3, 7)),
        (("29", "2", "2028"), date(2028, 2, 29)),
        (("29", "2", "2026"), "The date of the letter must be a real date, like 27 March 2026"),
        (("7", "March", "2026"), "The date of the letter must be a real date, like 27 March 2026"),
        (("7", "3", "26"), "The date of the letter must be a real date, like 27 March 2026"),
        (("7", "3", "99999"), "The date of the letter must be a real date, like 27 March 2026"),
        (("7", "3", "9" * 400), "The date of the letter must be a real date, like 27 March 2026"),
        (("7", "3", "9" * 5000), "The date of the letter must be a real date, like 27 March 2026"),
        (("7", "", "2026"), "The date of the letter must include a month"),
        (("", "", "2026"), "The date of the letter must include a day and month"),
        (("", " ", ""), "Enter the date of the letter"),
    ],
)
def test_a_date_is_read_from_three_boxes(typed: tuple[str, str, str], answer: date | str):
    sent = dict(zip(("road-day", "road-month", "road-year"), typed, strict=True))
    form = form_of(data=sent, road=DayField(what="the date of the letter"))
    assert (form.cleaned_data["road"] if form.is_valid() else form.errors["road"][0]) == answer


def test_a_date_that_need_not_be_given_may_be_left_out():
    form = form_of(data={}, road=DayField(what="the date of the letter", required=False))
    assert form.is_valid()
    assert form.cleaned_data == {"road": None}
