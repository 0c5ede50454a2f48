"""A council's colour, what is read on it, and the style sheet that carries it."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from answerable.design.colours import BLACK, WHITE, contrast, line_on_white, text_on, usable
from tests.design.page import page

pytestmark = pytest.mark.urls("tests.design.urls")

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast_is_that_of_the_guidelines():
    assert contrast(WHITE, BLACK) == contrast(BLACK, WHITE) == 21
    assert round(contrast("#767676", WHITE), 2) == 4.54
    assert round(contrast("#1d70b8", WHITE), 2) == 5.17


@given(colours)
def test_words_on_any_colour_can_be_read(colour: str):
    assert contrast(text_on(colour), colour) >= 4.5


@given(colours)
def test_a_line_of_any_colour_can_be_seen_on_white(colour: str):
    assert contrast(line_on_white(colour), WHITE) >= 3


def test_a_dark_colour_is_kept_for_lines():
    assert line_on_white("#1d70b8") == "#1d70b8"


@pytest.mark.parametrize(
    "colour", ["", "red", "#fff", "#1d70b", "#1d70bg", "1d70b8", "#1d70b8;", "#1d70b8\n", " #1d70b8"]
)
def test_a_colour_written_otherwise_is_not_used(colour: str):
    assert not usable(colour)
    assert page("{% load design %}{% council_colours colour %}", colour=colour).html == ""


def test_a_page_links_to_its_councils_colours_and_they_are_there():
    (link,) = page("{% load design %}{% council_colours '#FFDD00' %}").all("link")
    answer = Client().get(link["href"])
    assert answer.content == (
        b":root{--council-colour:#ffdd00;--council-text-colour:#000000;--govuk-brand-colour:#000000}\n"
    )
    assert answer.headers["Content-Type"] == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("address", ["/brand/red.css", "/brand/1d70b8%7D.css", "/brand/1d70b8.css/"])
def test_no_other_words_can_be_put_into_the_sheet(address: str):
    assert Client().get(address).status_code == 404


def test_the_sheet_can_only_be_read():
    assert Client().post("/brand/1d70b8.css").status_code == 405
