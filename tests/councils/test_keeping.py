"""How long what is kept is counted to the day, and what a council's file says of it is read or refused."""

from datetime import date
from pathlib import Path

import pytest

from answerable.councils.keeping import KEEPING, KeptFor, kept_for, longest, parse_kept
from answerable.councils.reading import read_council
from answerable.standards.reading.file_table import CharterError
from tests.build import on
from tests.councils.test_reading import FILE, written


@pytest.mark.parametrize(
    ("kept", "ended", "over"),
    [
        ("6 years", "Sun 3 May 2026", "Mon 3 May 2032"),
        ("3 years", "Thu 29 Feb 2024", "Mon 1 Mar 2027"),
        ("4 years", "Thu 29 Feb 2024", "Tue 29 Feb 2028"),
        ("1 month", "Sat 31 Jan 2026", "Sun 1 Mar 2026"),
        ("18 months", "Mon 31 Aug 2026", "Wed 1 Mar 2028"),
        ("90 days", "Mon 2 Nov 2026", "Sun 31 Jan 2027"),
    ],
)
def test_a_time_is_over_on_the_first_day_on_which_it_has_been_kept_long_enough(kept: str, ended: str, over: str):
    ended_on, over_on = on(ended), on(over)
    assert parse_kept(kept).over_on(ended_on) == over_on
    assert parse_kept(kept).before(over_on) >= ended_on > parse_kept(kept).before(_day_before(over_on))


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


@pytest.mark.parametrize("kept", ["1 day", "12 months", "100 years"])
def test_a_time_says_itself_in_the_words_in_which_it_is_read(kept: str):
    assert str(parse_kept(kept)) == kept


@pytest.mark.parametrize("words", ["", "six years", "0 days", "-1 years", "6", "101 years", "6 weeks", "1.5 years"])
def test_what_is_no_time_is_refused_with_what_to_write(words: str):
    with pytest.raises(ValueError, match="Write a"):
        parse_kept(words)


def test_the_file_changes_what_it_names_and_leaves_the_rest():
    assert kept_for("complaint", {"enquiry": "2 years"}) == KeptFor(6, "year")
    assert kept_for("enquiry", {"enquiry": "2 years"}) == KeptFor(2, "year")


def test_of_several_rules_that_holds_which_keeps_longest():
    assert longest({"enquiry", "complaint"}, {}) == "complaint"
    assert longest({"enquiry", "complaint"}, {"enquiry": "2200 days"}) == "enquiry"
    assert longest({"information", "enquiry"}, {}) == "enquiry"  # both as long: always the same


def test_the_defaults_are_those_of_the_practice_of_councils_each_with_its_source():
    assert {name: str(one.default) for name, one in KEEPING.items()} == {
        "complaint": "6 years",
        "enquiry": "3 years",
        "information": "3 years",
        "restriction": "2 years",
        "mail": "90 days",
        "draft": "90 days",
        "key": "30 days",
        "look": "2 years",
    }
    assert all(one.source for one in KEEPING.values())


def test_a_file_says_how_long_what_is_kept_and_that_it_goes_daily(tmp_path: Path):
    more = '\n[retention]\ndaily = true\ncomplaint = "7 years"\nmail = "30 days"\n'
    plan, _ = read_council(written(tmp_path, FILE + more))
    assert (plan.keeps, plan.erases_daily) == ({"complaint": "7 years", "mail": "30 days"}, True)
    plan, _ = read_council(written(tmp_path))
    assert (plan.keeps, plan.erases_daily) == ({}, False)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('complaint = "for ever"', "line 15: Cannot keep anything for 'for ever'. Write a whole number of days"),
        ('complaints = "6 years"', "'complaints' is not a key of this table. Did you mean 'complaint'?"),
        ("complaint = 6", "line 15: 'complaint' cannot be 6. It must be text in quotes."),
        ('daily = "yes"', "line 15: 'daily' cannot be 'yes'. It must be true or false."),
    ],
)
def test_what_a_file_cannot_say_is_refused_with_its_line(tmp_path: Path, line: str, says: str):
    with pytest.raises(CharterError) as refused:
        read_council(written(tmp_path, FILE.replace("\n[[services]]", f"[retention]\n{line}\n\n[[services]]")))
    assert says in str(refused.value)
