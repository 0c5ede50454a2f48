"""Answers to one question on a scale of five, as the share of people in the top two (S2-36)."""

from collections.abc import Mapping

from answerable.standards.measure.figure import Apart, Survey, Terms
from answerable.standards.measure.formula import formula_of
from answerable.standards.words import say_list

SCALE = ("very satisfied", "satisfied", "neither", "dissatisfied", "very dissatisfied")
DONT_KNOW = "don't know"


def top_two(answers: Mapping[str, int], *, question: str, asked: int, terms: Terms) -> Survey:
    """Return the share satisfied or very satisfied, of all who gave one of the five answers.

    ``answers`` are how many gave each; ``asked`` is how many were invited. Raises ValueError for an answer that is
    not on the scale, for less than none, and for more answers than people asked.
    """
    for answer, number in answers.items():
        if answer not in (*SCALE, DONT_KNOW):
            raise ValueError(f"'{answer}' is not one of the answers: {say_list((*SCALE, DONT_KNOW), 'or')}.")
        if number < 0:
            raise ValueError(f"'{answer}' cannot have been answered {number} times. Count the answers again.")
    answered = sum(answers.values())
    if answered > asked:
        raise ValueError(f"{answered} people answered, but only {asked} were asked. Count both again.")
    unsure = answers.get(DONT_KNOW, 0)
    return Survey(
        formula=formula_of("survey-top-two"),
        terms=terms,
        numerator=answers.get(SCALE[0], 0) + answers.get(SCALE[1], 0),
        denominator=answered - unsure,
        apart=Apart(excluded={DONT_KNOW: unsure} if unsure else {}),
        question=question,
        asked=asked,
        answered=answered,
    )
