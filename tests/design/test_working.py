"""The working of a promise on a page: one fragment for staff and residents, with every word in it escaped."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.standards.explaining.days import Day
from answerable.standards.explaining.explain import RULES, Explanation, Step
from tests.build import at, on
from tests.design.page import page

MON, TUE = on("Mon 2 Nov 2026"), on("Tue 3 Nov 2026")


def working(**changes) -> Explanation:
    values = {
        "contact": "C-1",
        "promise": "S9-24",
        "words": "We answer you.",
        "headline": "We kept this promise.",
        "steps": (Step("It began.", ("C3",)), Step("It falls due.", ("line 1", "C2")), Step("We kept it.")),
        "days": (Day(MON, 0, "The day it reached us, which is not counted"), Day(TUE, None, "Christmas Day")),
        "from_version": "Version 1.",
        "due": at("Tue 3 Nov 2026 23:59:59"),
        "state": "kept",
    }
    return Explanation(**{**values, **changes})


def shown(one: Explanation, level: int = 4) -> str:
    return page('{% include "design/working.html" %}', working=one, level=level).html


def texts(html: str, tag: str) -> list[str]:
    return re.findall(rf"<{tag}\b[^>]*>([^<]*)</{tag}>", html)


def test_a_working_is_shown_from_the_answer_down_to_what_it_rests_on():
    html = shown(working())
    assert texts(html, "h4") == ["We kept this promise."]
    assert texts(html, "p") == ["Our promise S9-24: We answer you.", "What the steps rest on. Version 1."]
    assert texts(html, "li") == [
        "It began.",
        "It falls due.",
        "We kept it.",
        f"Step 1: C3: {RULES['C3']}".replace("'", "&#x27;"),
        "Step 2: line 1",
        f"Step 2: C2: {RULES['C2']}",
    ]
    assert texts(html, "th") == ["Day", "What it counted as", "Monday 2 November 2026", "Tuesday 3 November 2026"]
    assert texts(html, "td") == ["The day it reached us, which is not counted", "not counted: Christmas Day"]
    assert re.findall(r'<tr class="([^"]*)"', html) == [
        "govuk-table__row",
        "govuk-table__row",
        "govuk-table__row off",
    ]


@pytest.mark.parametrize("level", [2, 3, 4])
def test_its_heading_stands_where_the_page_puts_it(level: int):
    assert re.findall(r"<(h\d)", shown(working(), level)) == [f"h{level}"]


def test_a_working_without_days_has_no_table():
    assert "<table" not in shown(working(days=()))


words = st.text(st.sampled_from("<>&\"'ab \u00e9"), min_size=1, max_size=12)


@given(st.lists(words, min_size=7, max_size=7))
def test_every_word_of_it_is_escaped(said: list[str]):
    promise, told, headline, step, ground, why, version = said
    html = shown(
        working(
            promise=promise,
            words=told,
            headline=headline,
            steps=(Step(step, (ground,)),),
            days=(Day(MON, 1, why),),
            from_version=version,
        )
    )
    tags = {tag.split()[0].strip("/") for tag in re.findall(r"<([^<>]*)>", html)}
    assert tags == {"section", "h4", "p", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul"}
    assert not any(mark in text for text in re.split(r"<[^<>]*>", html) for mark in "<>\"'")
