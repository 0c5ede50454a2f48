"""The sentences about a figure that are the same wherever it is shown."""

import pytest

from answerable.standards.charter.promises import Strength
from answerable.standards.measure.formula import Formula, NothingYet
from answerable.standards.measure.saying.rows import Counts, PromiseRow, SaidFigure, SaidShare
from answerable.standards.measure.saying.words import (
    broken_though_set_aside,
    corrected,
    each_in_words,
    not_judged,
    share_in_words,
    target_in_words,
    verdict_in_words,
    why_apart,
    with_reasons,
)
from answerable.standards.vocabulary.feeds import READ

KEPT = Formula("share-kept", "A figure", "Kept out of all.", fed_by=NothingYet(READ))
COUNTS = Counts(8_496, 1_000, 504, 12, 2, 1, {"taken back": 3}, {"spam": 12, "duplicate": 3})


def promise(strength: Strength, verdict: str, counts: Counts = COUNTS) -> PromiseRow:
    return PromiseRow(
        "P-1", "We answer.", strength, "a limit", SaidShare("84.9 %", 1, 2), counts, KEPT, verdict=verdict
    )


def figure(strength: Strength, verdict: str) -> SaidFigure:
    return SaidFigure("P-1", "We answer.", strength, "calls", KEPT, "5 seconds", verdict=verdict)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (">= 85 %", "at least 85 %"),
        ("<= 1200 seconds", "at most 1200 seconds"),
        ("> 3 contacts", "over 3 contacts"),
        ("< 180 seconds", "under 180 seconds"),
        ("every one", "every one"),
        ("", ""),
    ],
)
def test_a_pass_mark_is_said_in_words(target: str, said: str):
    assert target_in_words(target) == said


@pytest.mark.parametrize(
    ("strength", "kept", "broken", "said"),
    [
        (Strength.WILL, 8_496, 1, "Kept 8,496 times, broken 1 time"),
        (Strength.AIM, 1, 0, "Aim met 1 time, missed 0 times"),
        (Strength.WHERE_POSSIBLE, 2, 1_504, "Aim met 2 times, missed 1,504 times"),
        (Strength.BEST_EFFORT, 2, 3, "No verdict: figures only"),
    ],
)
def test_where_there_is_no_pass_mark_every_contact_has_a_verdict_of_its_own(
    strength: Strength, kept: int, broken: int, said: str
):
    assert each_in_words(strength, kept, broken) == said


def test_a_promise_s_verdict_is_the_figure_s_own_or_else_that_of_each_contact():
    assert verdict_in_words(promise(Strength.WILL, "broken")) == "broken"
    assert verdict_in_words(promise(Strength.WILL, "")) == "Kept 8,496 times, broken 1,504 times"
    assert verdict_in_words(promise(Strength.BEST_EFFORT, "")) == "No verdict: figures only"


@pytest.mark.parametrize(
    ("strength", "verdict", "said"),
    [
        (Strength.AIM, "missed aim", "missed aim"),
        (Strength.WILL, "", "No pass mark"),
        (Strength.BEST_EFFORT, "", "No verdict: figures only"),
    ],
)
def test_a_figure_without_a_verdict_says_why_it_has_none(strength: Strength, verdict: str, said: str):
    assert verdict_in_words(figure(strength, verdict)) == said


def test_a_share_is_said_with_what_it_is_a_share_of():
    assert share_in_words(SaidShare("84.9 %", 8_496, 10_000)) == "84.9 % (8,496 of 10,000)"
    assert share_in_words(SaidShare("not measured", 0, 0)) == "Nothing to count"


def test_what_was_not_judged_is_said_with_its_reasons_and_nothing_where_all_was():
    assert list(not_judged(COUNTS)) == [
        "not required 12",
        "not due yet 2",
        "stopped as the law allows 1",
        "another rule applied 3 (taken back: 3)",
        "left out 15 (spam: 12; duplicate: 3)",
    ]
    assert list(not_judged(Counts(1, 2, 3))) == []
    assert list(not_judged(Counts(0, 0, not_required=1_200))) == ["not required 1,200"]


def test_what_was_broken_and_set_aside_afterwards_is_said_with_how_and_nothing_where_none_was():
    counts = Counts(1, 4, set_aside_late={"left out: duplicate": 2, "taken back": 1})
    assert broken_though_set_aside(counts) == (
        "set aside after the limit had passed, and counted as broken 3 (left out: duplicate: 2; taken back: 1)"
    )
    assert broken_though_set_aside(COUNTS) == ""


def test_what_was_corrected_late_is_said_with_how_many_and_nothing_where_none_was():
    assert corrected(Counts(1, 4, corrected_late=1_200)) == "corrected after its limit had passed 1,200"
    assert corrected(COUNTS) == ""


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("Left out of the figures: duplicate.", "the same as another contact"),
        ("Left out of the figures: TAX.", "TAX"),
        ("It came outside the published opening hours.", "It came outside the published opening hours"),
    ],
)
def test_why_something_was_not_judged_is_said_in_words_without_a_full_stop(reason: str, said: str):
    assert why_apart(reason) == said


def test_a_total_is_said_with_its_reasons():
    assert with_reasons({"spam": 1_012, "duplicate": 3}) == "1,015 (spam: 1,012; duplicate: 3)"
