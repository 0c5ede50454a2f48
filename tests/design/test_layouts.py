"""The two layouts: what every page has, whoever it is for."""

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils.safestring import mark_safe

from tests.design.page import Page, page

pytestmark = pytest.mark.urls("tests.design.urls")

COUNCIL = SimpleNamespace(
    key="s5",
    name="Holt & Vale Council",
    colour="#5f2167",
    phone="01632 960 001",
    web="www.holt.example",
    address="The Council House\n1 High Street",
    opening="Monday to Friday\n9am to 5pm",
)
BLOCKS = (
    "{% load design %}{% block title %}Report a problem{% endblock %}{% block heading %}What is wrong?{% endblock %}"
    "{% block navigation %}{% navigation_link 'Contact us' '/s5/' %}{% navigation_link 'How we did' '/s5/how/' %}"
    "{% endblock %}{% block main %}<p>The page</p>{% endblock %}"
)
every_layout = pytest.mark.parametrize("layout", ["public", "desk"])
ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]


class Asking(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter your full name"})


def laid_out(layout: str, more: str = "", **context: Any) -> Page:
    return page('{% extends "design/' + layout + '.html" %}' + BLOCKS + more, **{"council": COUNCIL} | context)


def title(found: Page) -> str:
    return found.html.partition("<title>")[2].partition("</title>")[0]


@every_layout
def test_a_page_says_its_language_its_title_and_its_council(layout: str):
    found = laid_out(layout)
    assert found.all("html") == [{"lang": "en", "class": "govuk-template"}]
    assert title(found) == "Report a problem – Holt &amp; Vale Council"
    assert found.html.count("Holt &amp; Vale Council</a>") == 1


@every_layout
def test_the_first_link_skips_to_the_one_main_part(layout: str):
    found = laid_out(layout)
    assert found.all("a")[0]["href"] == "#main-content"
    assert found.with_id("main-content")[0] == "main"
    assert len(found.all("main")) == len(found.all("h1")) == len(found.all("header")) == 1


@every_layout
def test_the_link_to_this_page_is_marked_and_no_other(layout: str):
    links = laid_out(layout).all("a")
    assert [link["href"] for link in links if link.get("aria-current") == "page"] == ["/s5/"]


@pytest.mark.parametrize(
    ("path", "section", "current"),
    [
        ("/desk/search/", False, "page"),
        ("/desk/search/old/", False, None),
        ("/desk/search/old/", True, "true"),
        ("/desk/", True, None),
    ],
)
def test_a_section_is_marked_on_every_page_below_it(path: str, section: bool, current: str | None):
    found = page(
        "{% load design %}{% navigation_link 'Search' '/desk/search/' key='s' section=in %}", path, **{"in": section}
    )
    (link,) = found.all("a")
    assert link.get("aria-current") == current
    assert link["data-key"] == "s"


@every_layout
def test_a_page_with_errors_says_so_in_its_title_and_before_its_heading(layout: str):
    found = laid_out(layout, form=Asking({}))
    assert title(found) == "Error: Report a problem – Holt &amp; Vale Council"
    assert found.html.index("There is a problem") < found.html.index("<h1")
    assert [link["href"] for link in found.all("a") if link["href"] == "#id_name"] == ["#id_name"]


@every_layout
def test_what_the_last_action_said_is_shown_once_and_escaped(layout: str):
    assert "notification-banner" not in laid_out(layout, messages=[]).html
    found = laid_out(
        layout, messages=[Said("success", "Sent to <b>Ann</b>"), Said("error", "Not sent"), Said("info", "Soon")]
    )
    assert found.html.count("Sent to &lt;b&gt;Ann&lt;/b&gt;") == 1
    banners = [attrs for _, attrs in found.tags if attrs.get("data-module") == "govuk-notification-banner"]
    assert [banner["role"] for banner in banners] == ["alert", "alert", "region"]
    assert {banner["aria-labelledby"] for banner in banners} <= set(found.ids())


@every_layout
def test_a_page_runs_only_files_and_carries_no_styles_of_its_own(layout: str):
    found = laid_out(layout, form=Asking({}))
    assert all(script["src"].startswith("/static/") for script in found.all("script"))
    assert [tag for tag, attrs in found.tags if "style" in attrs or tag == "style"] == []
    assert [name for _, attrs in found.tags for name in attrs if name.startswith("on")] == []
    sheet = {"public": "govuk", "desk": "desk"}[layout]
    assert [link["href"] for link in found.all("link") if link["rel"] == "stylesheet"] == [
        f"/static/design/{sheet}.css",
        "/brand/5f2167.css",
    ]


@every_layout
def test_a_deployment_that_is_not_the_real_one_says_so_once_on_every_page_and_the_real_one_says_nothing(layout: str):
    assert "phase-banner" not in laid_out(layout).html
    with override_settings(BANNER="For training <only>."):
        page = laid_out(layout).html
    assert (page.count("For training &lt;only&gt;."), page.count("<only>")) == (1, 0)


@every_layout
def test_no_id_stands_twice_on_a_page(layout: str):
    ids = laid_out(layout, form=Asking({}), messages=[Said("info", "One"), Said("info", "Two")]).ids()
    assert len(ids) == len(set(ids))


def test_every_residents_page_says_how_else_to_reach_the_council():
    found = laid_out("public").html.partition("<footer")[2]
    assert '<a class="govuk-link" href="tel:01632960001">01632 960 001</a>' in found
    assert '<a class="govuk-link" href="https://www.holt.example">www.holt.example</a>' in found
    assert "The Council House\n1 High Street" in found
    assert "Monday to Friday<br>9am to 5pm" in found


def test_the_desk_has_what_its_keys_need():
    assert {"keys", "keys-list", "keys-off", "keys-show", "keys-heading"} <= set(laid_out("desk").ids())


def test_a_back_link_is_found_by_those_who_go_by_landmarks():
    found = page("{% load design %}{% back_link '/s5/' name %}", name="Back to <all>")
    assert found.html == ('<nav aria-label="Back"><a href="/s5/" class="govuk-back-link">Back to &lt;all&gt;</a></nav>')


@pytest.mark.parametrize("name", ERRORS)
def test_a_page_for_when_something_is_wrong_needs_to_be_told_nothing(name: str):
    found = Page(render_to_string(name))
    assert title(found).endswith(" – Answerable")
    assert len(found.all("h1")) == 1
    assert found.all("nav") == []


class Said:
    """A message as Django's messages keep it."""

    def __init__(self, level_tag: str, words: str) -> None:
        self.level_tag = level_tag
        self._words = words

    def __str__(self) -> str:
        return self._words


def test_a_link_that_was_written_with_safe_words_does_not_make_a_strangers_safe():
    template = Template("{% load design %}{% navigation_link text '/s5/' %}")
    for text, shown in ((mark_safe("<i>One</i>"), "<i>One</i>"), ("<i>One</i>", "&lt;i&gt;One&lt;/i&gt;")):
        made = template.render(Context({"request": SimpleNamespace(path="/"), "text": text}))
        assert f">{shown}</a>" in made
