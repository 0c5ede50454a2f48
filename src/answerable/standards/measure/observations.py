"""Observations, the stream beside contacts, for everything that is not a clock; and what counts them.

A test of our form, an answer to a survey, what a mystery shopper found: each is one observation, with its instrument.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from answerable.standards.charter.promises import Promise
from answerable.standards.measure.figure import Apart, Count, Figure, NotMeasured, Share, Survey, Terms
from answerable.standards.measure.formula import Formula, Observations
from answerable.standards.vocabulary.feeds import (
    INSTRUMENTS,
    PUBLICATION,
    REGISTER,
    SURVEY,
    WEB_LOOK,
    Feed,
    not_collected,
)

NOTHING_SEEN = "Nothing was observed in this period."

SCALE = ("very satisfied", "satisfied", "neither", "dissatisfied", "very dissatisfied")
"""The five answers to a question of a survey, the best first."""

DONT_KNOW = "don't know"
OFF_THE_SCALE = "not one of the answers"


class Observation(NamedTuple):
    """What was found on one occasion, known and settled.

    ``at`` is when it was made (aware, UTC), by which it belongs to a period. ``promise`` is the one it is about, or
    empty where the instrument says enough. ``passed`` is whether things were as promised; a question has an ``answer``
    instead, which is empty when somebody who was asked gave none.
    """

    instrument: str
    at: datetime
    passed: bool | None = None
    answer: str = ""
    promise: str = ""


def instruments_of(promise: Promise) -> tuple[Feed, ...]:
    """Return the instruments with which a promise is observed: its checks, or all that its tables name."""
    if promise.aggregate is not None and promise.aggregate.checks:
        return tuple(INSTRUMENTS[name] for name in promise.aggregate.checks)
    by_people = promise.evidence.by if promise.evidence is not None else ()
    tables = ((promise.web, WEB_LOOK), (promise.register, REGISTER), (promise.publication, PUBLICATION))
    return (*(INSTRUMENTS[name] for name in by_people), *(instrument for table, instrument in tables if table))


class Seen(ABC):
    """Counts observations made with some instruments in a period; with ``about``, only those about that promise."""

    def __init__(self, formula: Formula, terms: Terms, instruments: Sequence[Feed], about: str = "") -> None:
        self.formula, self.terms = formula, terms
        self._instruments, self._about = tuple(instruments), about
        self._names = frozenset(instrument.name for instrument in instruments)
        self._starts, self._ends = terms.period.starts, terms.period.ends
        self._seen = 0

    def add(self, observation: Observation) -> None:
        """Count one observation, if it belongs here and was made by the moment of counting."""
        at = observation.at
        if (
            observation.instrument in self._names
            and self._about in ("", observation.promise)
            and self._starts <= at < self._ends
            and at <= self.terms.now
        ):
            self._seen += 1
            self.take(observation)

    def figure(self) -> Figure:
        """Return the figure; where nothing was observed there is none, and not one of nought."""
        if self._seen:
            return self.made()
        written = any(instrument.written_by for instrument in self._instruments)
        why = NOTHING_SEEN if written else not_collected(self._instruments)
        return NotMeasured(formula=self.formula, terms=self.terms, why=why)

    @abstractmethod
    def take(self, observation: Observation) -> None:
        """Count an observation that belongs here."""

    @abstractmethod
    def made(self) -> Figure:
        """Return the figure of what was observed."""


class Passed(Seen):
    """How many observations found things as promised (availability, share-passed; S2-20)."""

    _passed = 0

    def take(self, observation: Observation) -> None:
        """Count what passed."""
        self._passed += observation.passed is True

    def made(self) -> Share:
        """Return the share that passed."""
        return Share(formula=self.formula, terms=self.terms, numerator=self._passed, denominator=self._seen)


class TopTwo(Seen):
    """Answers to one question on a scale of five, as the share of people in the top two (survey-top-two, S2-36)."""

    def __init__(self, terms: Terms, promise: Promise, instruments: Sequence[Feed]) -> None:
        super().__init__(TOP_TWO, terms, instruments, promise.id)
        self._question = promise.evidence.item if promise.evidence is not None else promise.words
        self._answers: Counter[str] = Counter()

    def take(self, observation: Observation) -> None:
        """Count somebody who was asked, and what they answered."""
        if observation.answer:
            self._answers[observation.answer if observation.answer in _KNOWN else OFF_THE_SCALE] += 1

    def made(self) -> Survey:
        """Return the share satisfied or very satisfied, of all who gave one of the five answers."""
        answers = self._answers
        apart = {answer: answers[answer] for answer in (DONT_KNOW, OFF_THE_SCALE) if answers[answer]}
        return Survey(
            formula=self.formula,
            terms=self.terms,
            numerator=answers[SCALE[0]] + answers[SCALE[1]],
            denominator=sum(answers[answer] for answer in SCALE),
            apart=Apart(excluded=apart),
            question=self._question,
            asked=self._seen,
            answered=answers.total(),
        )


_KNOWN = frozenset((*SCALE, DONT_KNOW))


class Surveyed(Seen):
    """How many people answered a survey, and how many were asked (count-answers, S2-35)."""

    _answered = 0

    def take(self, observation: Observation) -> None:
        """Count somebody who was asked."""
        self._answered += bool(observation.answer)

    def made(self) -> Count:
        """Return the number of answers, with the number asked."""
        counts = {"asked": self._seen, "answered": self._answered}
        return Count(formula=self.formula, terms=self.terms, counts=counts, total=self._answered)


def _passed(terms: Terms, promise: Promise, instruments: Sequence[Feed]) -> Passed:
    """Count what is about a promise, or for a figure over many promises all that its instruments found."""
    return Passed(SHARE_PASSED, terms, instruments, promise.id if promise.aggregate is None else "")


AVAILABILITY: Formula = Formula(
    "availability",
    "Checks answered",
    "Checks answered, out of all made.",
    Observations(lambda terms, promise, instruments: Passed(AVAILABILITY, terms, instruments)),
)
SHARE_PASSED: Formula = Formula(
    "share-passed", "As promised", "Things found as promised, out of all looked for.", Observations(_passed)
)
TOP_TWO: Formula = Formula(
    "survey-top-two",
    "Satisfied or very satisfied",
    "People satisfied or very satisfied, out of all who gave one of the five answers. Those in between count; "
    "those who do not know do not.",
    Observations(TopTwo, (SURVEY,)),
)
COUNT_ANSWERS: Formula = Formula(
    "count-answers",
    "Answers to surveys",
    "Answers to surveys that were sent in the period, beside the number of people asked.",
    Observations(lambda terms, promise, instruments: Surveyed(COUNT_ANSWERS, terms, instruments), (SURVEY,)),
    "answers",
)

FORMULAS = (AVAILABILITY, SHARE_PASSED, TOP_TWO, COUNT_ANSWERS)
