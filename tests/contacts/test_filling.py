"""Fields in braces fill themselves, and what cannot be filled is told."""

import re
from datetime import date
from pathlib import Path

import pytest

from answerable.contacts.filling import FIELDS, Writer, check_fields, filled
from answerable.contacts.parts import NoSense
from answerable.contacts.preparing import prepared
from tests import cast
from tests.build import at

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOW = at("Tue 3 Nov 2026 10:00")


def test_every_field_is_filled_from_the_contact_and_whoever_writes():
    contact = cast.received()
    words = " / ".join(f"{{{name}}}" for name in FIELDS)
    assert words == "{name} / {reference} / {date} / {officer} / {telephone} / {team}"
    assert filled(words, Writer(contact, cast.staff(), NOW)) == (
        f"Robin Reed / {contact.reference} / Tuesday 3 November 2026 / Sam Field / 01632 960 010 / the post team",
        (),
    )


def test_the_guide_names_every_field_with_what_it_becomes():
    guide = (Path(__file__).parents[2] / "docs/how-to/keep-standard-texts.md").read_text(encoding="utf-8")
    rows = re.findall(r"^ +\| `\{(\w+)\}` \| (.+) \|$", guide, re.MULTILINE)
    assert rows == [(field.name, field.meaning) for field in FIELDS.values()]


def test_who_has_no_telephone_gives_that_of_the_team_and_without_that_nothing():
    contact, nobody = cast.received(), cast.staff(phone="")
    assert filled("{telephone}", Writer(contact, nobody, NOW)).words == "01632 960 002"
    contact.team.answers_phone = ""
    assert filled("Ring {telephone}.", Writer(contact, nobody, NOW)) == (
        "Ring {telephone}.",
        (
            "“{telephone}” has nothing to fill it: no telephone number of yours or of the team is known here. "
            "Write the words in its place.",
        ),
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("{ Name }", "Robin Reed"),
        ("{NAME}{name}", "Robin ReedRobin Reed"),
        ("{\nname}", "{\nname}"),
        ("a { b", "a { b"),
        ("{" + "x" * 41 + "}", "{" + "x" * 41 + "}"),
    ],
)
def test_how_a_field_is_typed(typed: str, words: str):
    assert filled(typed, Writer(cast.received(), cast.staff(), NOW)) == (words, ())


def test_what_a_customer_calls_themselves_is_no_field():
    contact = cast.received(name="{officer}")
    once = filled("Dear {name}", Writer(contact, cast.staff(), NOW))
    assert once == ("Dear (officer)", ())
    assert filled(once.words, Writer(contact, cast.staff(), NOW)) == once


def test_a_letter_says_its_fields_filled_in_its_words_and_in_its_parts():
    contact = cast.received()
    given = cast.parts(by_when=date(2026, 11, 6), next_step="{officer} comes to see the lamp")
    letter = prepared(contact, "acknowledged", body="We have {reference}.", parts=given, by=cast.staff(), at=NOW)
    assert f"We have {contact.reference}." in letter.body
    assert "What happens next: Sam Field comes to see the lamp" in letter.body
    assert (letter.words, letter.details["next_step"]) == (
        f"We have {contact.reference}.",
        "Sam Field comes to see the lamp",
    )


def test_a_letter_with_a_field_that_is_empty_or_unknown_is_not_prepared_and_each_is_told_where_it_stands():
    contact = cast.received(name="")
    given = cast.parts(next_step="{Tem} comes")
    with pytest.raises(NoSense) as problem:
        prepared(contact, "acknowledged", body="{name}, {nmae}, {xyz}", parts=given, by=cast.staff(), at=NOW)
    assert problem.value.said == {
        "body": "“{name}” has nothing to fill it: the customer gave no name. Write the words in its place. "
        "There is no field “{nmae}”. Did you mean “{name}”? Change it, or write the words in its place. "
        "There is no field “{xyz}”. Change it, or write the words in its place.",
        "next_step": "There is no field “{Tem}”. Did you mean “{team}”? Change it, or write the words in its place.",
    }


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("{nmae}", "There is no field “{nmae}”. Did you mean “{name}”? There are {name}, "),
        ("{}", "There is no field “{}”. There are {name}, "),
        ("Dear {name, hello", "A brace stands alone, and would be sent as it is. Write a field like {name}. There"),
    ],
)
def test_words_that_are_kept_have_only_fields_that_there_are(words: str, problem: str):
    with pytest.raises(ValueError, match="There are") as found:
        check_fields(words)
    assert str(found.value).startswith(problem)
    check_fields("Dear {name}, {officer} comes on {date}.")
