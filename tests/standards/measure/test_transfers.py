"""Calls that were passed on, once and more than once (S3-16, S5-11)."""

from answerable.standards.measure.figure import Apart, Count, Share
from answerable.standards.measure.formulas import formula_of
from answerable.standards.measure.transfers import TransferCount, TransferredOnce, Transfers
from tests.standards.measure.some import contact, terms

LEFT_OUT = Apart(excluded={"Left out of the figures: test.": 1})


def passed_on(counting: Transfers) -> Transfers:
    """Count calls passed on not at all, once, once, twice and three times, and one that was left out."""
    answered = [("ringing", 0.0), ("queued", 1.0), ("answered", 11.0)]
    for times in (0, 1, 1, 2, 3):
        counting.add(contact("phone", *answered, *[("transferred", 20.0 + time) for time in range(times)]))
    counting.add(contact("phone", ("ringing", 0.0), ("transferred", 5.0), ("excluded", 6.0, {"code": "test"})))
    return counting


def test_a_second_transfer_shows_that_the_first_was_not_to_the_right_person():
    assert passed_on(TransferredOnce(terms(">= 90 %"))).figure() == Share(
        formula=formula_of("share-transferred-once"),
        terms=terms(">= 90 %"),
        numerator=2,
        denominator=4,
        apart=LEFT_OUT,
    )


def test_calls_passed_on_are_counted_by_how_often():
    assert passed_on(TransferCount(terms())).figure() == Count(
        formula=formula_of("count-transfers"),
        terms=terms(),
        counts={"passed on once": 2, "passed on more than once": 2},
        total=4,
        apart=LEFT_OUT,
    )
