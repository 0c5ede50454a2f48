"""What can be asked of what was found: what fails now, what became known, and whose mark it is."""

from datetime import timedelta

import pytest

from answerable.observations.actions import begin, observe, settle
from answerable.observations.queries import begun, came_out, failing, observation_of, settled
from answerable.standards.measure.observations import Observation
from answerable.standards.vocabulary.feeds import DETAILS, FORM, MAILBOX, MYSTERY_SHOP, Check
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

NINE = at("Mon 2 Nov 2026 09:00")
A_MOMENT = timedelta(microseconds=1)


def tried(check: Check, hour: int, problem: str = "", *, key: str = "s2", team: str = "", subject: str = "") -> None:
    moment = at(f"Mon 2 Nov 2026 {hour:02}:00")
    path = f"{key}/customer-services/{team}" if team else ""
    settle(begin(check, council=cast.council(key), path=path, subject=subject, at=moment), problem=problem, at=moment)


def test_a_way_in_fails_since_the_first_check_after_the_last_good_one():
    for hour, problem in ((5, "Shut"), (6, ""), (7, "Late"), (8, "Gone")):
        tried(FORM, hour, problem)
    tried(DETAILS, 8)
    begin(FORM, council=cast.council("s2"), at=NINE)
    (one,) = failing("s2", ["s2"])
    assert (one.check, one.last.at, one.last.problem, one.since) == (
        FORM, at("Mon 2 Nov 2026 08:00"), "Gone", at("Mon 2 Nov 2026 07:00"),
    )  # fmt: skip


def test_one_that_never_passed_fails_since_it_was_first_tried():
    tried(FORM, 7, "Shut")
    tried(FORM, 8, "Shut")
    assert [one.since for one in failing("s2", ["s2"])] == [at("Mon 2 Nov 2026 07:00")]


def test_everybody_sees_that_the_councils_own_ways_in_fail_and_only_its_team_that_a_mailbox_does():
    tried(FORM, 8, "Shut")
    tried(MAILBOX, 8, "Full", team="post", subject="contact@s2.example")
    tried(FORM, 8, "Shut", key="s5")
    assert {
        path: [one.check.name for one in failing("s2", [path])] for path in ("s2", "s2/customer-services/roads")
    } == {
        "s2": ["form", "mailbox"],
        "s2/customer-services/roads": ["form"],
    }


def test_what_somebody_found_amiss_is_no_way_in_that_fails():
    tried(FORM, 8)
    shopper = cast.staff("Mys Shop", path="s2")
    council = cast.council("s2")
    observe(MYSTERY_SHOP, council=council, promise="S2-12", passed=False, by=shopper, at=NINE, now=NINE)
    assert failing("s2", ["s2"]) == []


def test_a_row_is_the_engines_observation():
    tried(FORM, 9, "Shut")
    (row,) = settled("s2", first=NINE, before=NINE + A_MOMENT, by=NINE)
    assert observation_of(row) == Observation("form", NINE, passed=False)


def test_what_was_found_is_asked_for_by_when_it_was_made_and_when_it_was_known():
    check = begin(FORM, council=cast.council("s2"), at=NINE)
    settle(check, at=NINE + A_MOMENT)
    asked = [
        (NINE, NINE + A_MOMENT, NINE + A_MOMENT),
        (NINE + A_MOMENT, NINE + 2 * A_MOMENT, NINE + A_MOMENT),
        (NINE - A_MOMENT, NINE, NINE + A_MOMENT),
        (NINE, NINE + A_MOMENT, NINE),
    ]
    assert [settled("s2", first=first, before=before, by=by).count() for first, before, by in asked] == [1, 0, 0, 0]
    assert [came_out(key, after=NINE, by=NINE + A_MOMENT) for key in ("s2", "s5")] == [True, False]
    assert [came_out("s2", after=NINE + A_MOMENT, by=NINE + 2 * A_MOMENT), came_out("s2", after=NINE, by=NINE)] == [
        False,
        False,
    ]


def test_a_mark_is_known_to_its_own_instrument_and_council_alone():
    check = begin(FORM, council=cast.council("s2"), at=NINE)
    assert begun(FORM, "s2", check.mark) == check
    assert [begun(MAILBOX, "s2", check.mark), begun(FORM, "s5", check.mark), begun(FORM, "s2", "0" * 24)] == [None] * 3
