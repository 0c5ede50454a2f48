"""The share of people satisfied or very satisfied (S2-36)."""

import pytest

from answerable.standards.charter.promises import Strength
from answerable.standards.measure.figure import Apart, Survey
from answerable.standards.measure.formula import formula_of
from answerable.standards.measure.survey import top_two
from tests.standards.measure.some import terms

QUESTION = "Overall, how satisfied were you with our service?"
AIM = terms(">= 95 %", Strength.AIM)


def test_those_in_between_count_and_those_who_do_not_know_do_not():
    answers = {
        "very satisfied": 300,
        "satisfied": 80,
        "neither": 10,
        "dissatisfied": 6,
        "very dissatisfied": 4,
        "don't know": 25,
    }
    figure = top_two(answers, question=QUESTION, asked=2000, terms=AIM)
    assert figure == Survey(
        formula=formula_of("survey-top-two"),
        terms=AIM,
        numerator=380,
        denominator=400,
        apart=Apart(excluded={"don't know": 25}),
        question=QUESTION,
        asked=2000,
        answered=425,
    )
    assert (figure.said, figure.n, figure.response_rate, figure.verdict) == (
        "95.0 %",
        400,
        "21.2 %",
        "met aim, but not for sure: the 95 % interval, 92.4 % to 96.8 %, spans the target",
    )


def test_a_survey_nobody_answered_is_not_measured():
    figure = top_two({}, question=QUESTION, asked=40, terms=AIM)
    assert (figure.said, figure.verdict, figure.response_rate, figure.apart) == (
        "not measured",
        "not measured",
        "0.0 %",
        Apart(),
    )


def test_an_answer_nobody_gave_counts_as_none():
    figure = top_two({"neither": 3, "satisfied": 0}, question=QUESTION, asked=40, terms=AIM)
    assert (figure.numerator, figure.denominator) == (0, 3)
    assert top_two({"neither": 3}, question=QUESTION, asked=40, terms=AIM) == figure


def test_everybody_asked_may_answer():
    assert top_two({"satisfied": 40}, question=QUESTION, asked=40, terms=AIM).response_rate == "100.0 %"


@pytest.mark.parametrize(
    ("answers", "asked", "refusal"),
    [
        (
            {"delighted": 3},
            10,
            "'delighted' is not one of the answers: very satisfied, satisfied, neither, dissatisfied, "
            "very dissatisfied or don't know.",
        ),
        ({"satisfied": -1}, 10, "'satisfied' cannot have been answered -1 times. Count the answers again."),
        (
            {"satisfied": 8, "don't know": 3},
            10,
            "11 people answered, but only 10 were asked. Count both again.",
        ),
    ],
)
def test_answers_that_cannot_be_are_refused(answers: dict[str, int], asked: int, refusal: str):
    with pytest.raises(ValueError) as refused:
        top_two(answers, question=QUESTION, asked=asked, terms=AIM)
    assert str(refused.value) == refusal
