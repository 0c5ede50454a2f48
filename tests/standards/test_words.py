"""Days, times, lengths and lists in words."""

from datetime import date, datetime, timedelta

import pytest

from answerable.standards.words import (
    MONTHS,
    WEEKDAYS,
    harmless_cell,
    nearest,
    say_count,
    say_date,
    say_day,
    say_length,
    say_list,
    say_moment,
    say_time,
    visible,
)
from tests.build import LONDON, on


def test_a_day_is_said_with_its_weekday() -> None:
    assert say_day(on("Fri 18 Dec 2026")) == "Friday 18 December 2026"


def test_a_date_is_said_without_its_weekday() -> None:
    assert say_date(on("Sun 1 Mar 2026")) == "1 March 2026"


def test_every_weekday_has_its_name() -> None:
    monday = on("Mon 2 Nov 2026")
    week = [say_day(monday + timedelta(days=n)).split()[0] for n in range(7)]
    assert week == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] == list(WEEKDAYS)


def test_every_month_has_its_name() -> None:
    names = [say_date(date(2026, month, 1)) for month in range(1, 13)]
    assert names == [f"1 {month} 2026" for month in MONTHS]
    assert MONTHS == (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ((18, 30), "18:30"),
        ((0, 0), "00:00"),
        ((9, 5, 1), "09:05:01"),
        ((23, 59, 59), "23:59:59"),
        ((12, 0, 0, 900_000), "12:00"),
    ],
)
def test_a_time_has_seconds_only_where_there_are_any(time: tuple[int, ...], words: str) -> None:
    moment = datetime(2026, 12, 18, *time, tzinfo=LONDON)
    assert say_time(moment) == words
    assert say_moment(moment) == f"Friday 18 December 2026 at {words}"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "no time"),
        (1, "1 second"),
        (45, "45 seconds"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (61, "1 minute 1 second"),
        (3599, "59 minutes 59 seconds"),
        (3600, "1 hour"),
        (3601, "1 hour 1 second"),
        (27_000, "7 hours 30 minutes"),
        (93_784, "26 hours 3 minutes 4 seconds"),
    ],
)
def test_a_length_of_time_names_only_the_parts_it_has(seconds: int, words: str) -> None:
    assert say_length(seconds) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 rings"),
        (1, "1 ring"),
        (1.0, "1 ring"),
        (2, "2 rings"),
        (12.5, "12.5 rings"),
        (0.5, "0.5 rings"),
    ],
)
def test_only_one_is_singular(number: float, words: str) -> None:
    assert say_count(number, "ring") == words


@pytest.mark.parametrize(
    ("things", "words"),
    [
        ([], ""),
        (["Monday"], "Monday"),
        (["Monday", "Tuesday"], "Monday and Tuesday"),
        (["Monday", "Tuesday", "Friday"], "Monday, Tuesday and Friday"),
    ],
)
def test_a_list_is_joined_as_a_sentence_joins_it(things: list[str], words: str) -> None:
    assert say_list(things) == words


def test_a_list_of_choices_ends_with_or() -> None:
    assert say_list(["draft", "adopted", "retired"], "or") == "draft, adopted or retired"


@pytest.mark.parametrize(
    ("word", "said"),
    [("foia", "foi"), ("foi-revew", "foi-review"), ("foisaa", "foisa"), ("complaints", "complaint"), ("zzz", None)],
)
def test_a_mistyped_word_is_met_with_the_nearest_and_foia_not_with_another_countrys_law(word, said):
    assert nearest(word, ["foisa", "foi", "foi-review", "complaint", "sar"]) == said


@pytest.mark.parametrize("words", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_words_that_a_spreadsheet_would_take_for_a_formula_get_an_apostrophe(words: str):
    assert harmless_cell(words) == f"'{words}"


def test_what_is_no_formula_stays_in_its_cell_as_it_is():
    cells = ["", "S5-24", "We answer = we promise", "'quoted", -1, 0, 85.7, None, True]
    assert [harmless_cell(cell) for cell in cells] == cells


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Invoice \u202efdp.exe", "Invoice fdp.exe"),
        ("a\u200bb\u0007c", "abc"),
        ("  two\n\tlines  of it ", "two lines of it"),
        ("Ysgol Tŷ Ffynnon 5", "Ysgol Tŷ Ffynnon 5"),
        ("\u202e", ""),
    ],
)
def test_a_line_is_shown_without_marks_that_turn_it_or_cannot_be_seen(text: str, seen: str) -> None:
    assert visible(text) == seen
