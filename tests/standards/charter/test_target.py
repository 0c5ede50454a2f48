"""What a figure is held to: read as it is written, refused with the forms that can be read, met to the last digit."""

from fractions import Fraction

import pytest

from answerable.standards.charter.target import Target


@pytest.mark.parametrize("words", [">= 85 %", "> 99.9 %", "<= 1200 seconds", "< 180 seconds"])
def test_a_target_says_itself_as_it_was_written(words: str):
    assert str(Target.read(words)) == words


@pytest.mark.parametrize(
    "words", ["85 %", ">=85 %", ">= 85%", ">= 85", "= 85 %", ">= 85 calls", ">= -1 %", ">= .5 %", ""]
)
def test_a_target_that_cannot_be_read_is_refused_with_the_forms_that_can(words: str):
    with pytest.raises(ValueError) as refusal:
        Target.read(words)
    assert str(refusal.value) == (
        f"Cannot read '{words}' as a target. Write a comparison (>=, >, <= or <), a number and a unit "
        "(% or seconds), with spaces between: >= 85 %, < 180 seconds, <= 1200 seconds."
    )


@pytest.mark.parametrize(
    ("words", "below", "exactly", "above"),
    [
        (">= 85 %", False, True, True),
        ("> 85 %", False, False, True),
        ("<= 85 seconds", True, True, False),
        ("< 85 seconds", True, False, False),
    ],
)
def test_a_target_is_held_to_the_last_digit(words: str, below: bool, exactly: bool, above: bool):
    target, hair = Target.read(words), Fraction(1, 10**12)
    assert [target.met_by(85 + way * hair) for way in (-1, 0, 1)] == [below, exactly, above]
