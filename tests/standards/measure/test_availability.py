"""Checks are counted by when they were made, and where none was made there is no figure."""

from datetime import timedelta

import pytest

from answerable.standards.measure.availability import Availability
from answerable.standards.measure.figure import NotMeasured, Share
from answerable.standards.measure.formula import formula_of
from answerable.standards.measure.results import Results, counted
from tests.standards.measure.some import LATER, MONDAY, SPRING, aggregate, terms
from tests.standards.measure.test_results import brief, charter

A_MOMENT = timedelta(microseconds=1)
FORM = aggregate("availability", ">= 99.9 %", id="X-1", checks=("form",))
BOTH = aggregate("availability", id="X-2", checks=("form", "mailbox"))


def test_the_share_is_of_checks_of_the_sorts_that_are_named():
    results = Results(charter(FORM, BOTH), period=SPRING, now=LATER)
    for what, passed in [("form", True), ("form", False), ("mailbox", True), ("details", True)]:
        results.add_check(what, MONDAY, passed=passed)
    assert brief(results.figures()) == {"X-1": [("availability", 1, 2)], "X-2": [("availability", 2, 3)]}


@pytest.mark.parametrize(
    ("at", "now", "is_counted"),
    [
        (SPRING.starts - A_MOMENT, LATER, False),
        (SPRING.starts, LATER, True),
        (SPRING.ends - A_MOMENT, LATER, True),
        (SPRING.ends, LATER, False),
        (MONDAY, MONDAY, True),
        (MONDAY + A_MOMENT, MONDAY, False),
    ],
)
def test_a_check_belongs_to_the_period_in_which_it_was_made_and_not_to_the_future(at, now, is_counted):
    checks = Availability(terms(now=now), ("form",))
    checks.add("form", at, passed=True)
    assert checks.figure().n == int(is_counted)


def test_the_share_carries_its_formula_and_terms_and_is_held_to_its_target():
    checks = Availability(terms(">= 99.9 %"), ("form",))
    for number in range(1000):
        checks.add("form", MONDAY, passed=number > 0)
    assert checks.figure() == Share(
        formula=formula_of("availability"), terms=terms(">= 99.9 %"), numerator=999, denominator=1000
    )
    assert checks.figure().verdict == "kept"
    checks.add("form", MONDAY, passed=False)
    assert (checks.figure().said, checks.figure().verdict) == ("99.8 %", "broken")


def test_where_no_check_was_made_there_is_no_figure_and_not_one_of_nought():
    assert Availability(terms(), ("form",)).figure() == NotMeasured(
        formula=formula_of("availability"), terms=terms(), why="This needs checks made from outside."
    )


def test_a_promise_that_cannot_be_measured_yet_is_not_measured_by_checks_either():
    later = aggregate("availability", checks=("form",), not_yet="Later.")
    found = counted(later, charter=charter(later), period=SPRING, now=LATER)
    assert isinstance(found, NotMeasured)
    assert found.why == "Later."
