"""Observations, the stream beside contacts, for everything that is not a clock; and what counts them.

A test of our form, an answer to a survey, what a mystery shopper found: each is one observation, with its instrument.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NamedTuple

from answerable.standards.charter.promises import Promise
from answerable.standards.measure.case import ASKED, BROKEN, COUNTED, EXCLUDED, KEPT, NOT_MADE, Case, Note
from answerable.standards.measure.figure import Apart, Count, Figure, NotMeasured, Sampled, Share, Survey, Terms
from answerable.standards.measure.formula import Formula, Observations
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.counting import due, end_of
from answerable.standards.vocabulary.feeds import (
    CHECKS,
    INSTRUMENTS,
    OUR_FIGURES,
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
    instead, which is empty when somebody who was asked gave none. ``subject`` is which of several ways in was tried.
    """

    instrument: str
    at: datetime
    passed: bool | None = None
    answer: str = ""
    promise: str = ""
    subject: str = ""


def instruments_of(promise: Promise) -> tuple[Feed, ...]:
    """Return the instruments with which a promise is observed: its checks, or all that its tables name."""
    if promise.checks:
        return tuple(INSTRUMENTS[name] for name in promise.checks)
    by_people = promise.evidence.by if promise.evidence is not None else ()
    published = OUR_FIGURES if promise.publication is not None and promise.publication.figures else PUBLICATION
    tables = ((promise.web, WEB_LOOK), (promise.register, REGISTER), (promise.publication, published))
    return (*(INSTRUMENTS[name] for name in by_people), *(instrument for table, instrument in tables if table))


def published(
    promise: Promise, quarter_ends: date, at: datetime | None, *, now: datetime, calendar: Calendar
) -> Iterator[Observation]:
    """Give whether a quarter's figures were published in time, once that is known; ``at`` is when they were.

    A publication belongs to the period in which it was made, or in which it was due and was not.
    """
    within = promise.publication.within if promise.publication is not None else None
    limit = None if within is None else due(within, end_of(quarter_ends, calendar), calendar)
    if at is not None and (limit is None or at <= limit):
        yield Observation(OUR_FIGURES.name, at, passed=True, promise=promise.id)
    elif limit is not None and now > limit:
        yield Observation(OUR_FIGURES.name, limit, passed=False, promise=promise.id)


class Seen(ABC):
    """Counts observations made with some instruments in a period; with ``about``, only those about that promise.

    ``due_from`` and ``due_until`` are when the charter was in force in it.
    """

    def __init__(self, formula: Formula, terms: Terms, instruments: Sequence[Feed], about: str = "") -> None:
        self.note: Note | None = None
        self.formula, self.terms = formula, terms
        self._instruments, self._about = tuple(instruments), about
        self._names = frozenset(instrument.name for instrument in instruments)
        self._starts, self._ends = terms.period.starts, terms.period.ends
        self.due_from, self.due_until = self._starts, self._ends
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

    def say(self, state: str, at: datetime, **said: Any) -> None:
        """Hand on something as it was counted."""
        if self.note is not None:
            self.note(Case(self.terms.promise, self.terms.about, self.formula.id, state, opened=at, stopped=at, **said))

    def close(self) -> None:  # noqa: B027 - most have nothing more to hand on
        """Hand on nothing more: what was observed was known when it came past."""

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
    """How many observations found things as promised (share-passed)."""

    _passed = 0

    def take(self, observation: Observation) -> None:
        """Count what passed."""
        passed = observation.passed is True
        self._passed += passed
        self.say(KEPT if passed else BROKEN, observation.at)

    def made(self) -> Share:
        """Return the share that passed."""
        return Share(formula=self.formula, terms=self.terms, numerator=self._passed, denominator=self._seen)


class Answering(Passed):
    """How many checks of a way in passed, out of all that were due (availability, S2-20).

    One that was not made counts as failed. A way in is due to be tried from when it first was, and then again each time
    ``Check.every`` has passed; one that is hardly late is made, so what is missing is found by the gaps.
    """

    def __init__(self, formula: Formula, terms: Terms, instruments: Sequence[Feed]) -> None:
        super().__init__(formula, terms, instruments)
        self._tried: dict[tuple[str, str], list[datetime]] = {}

    def add(self, observation: Observation) -> None:
        """Count one check. One made before the period is not counted, and says that the way in was tried by then."""
        if observation.instrument in self._names and observation.at <= self.terms.now and observation.at < self._ends:
            self._tried.setdefault((observation.instrument, observation.subject), []).append(observation.at)
        super().add(observation)

    def close(self) -> None:
        """Hand on how many checks were not made, by the way in that was not tried."""
        for instrument, missing in self._missing():
            self.say(NOT_MADE, self._ends, reason=f"{instrument}: not tried.", number=missing)

    def _missing(self) -> Iterator[tuple[str, int]]:
        """Give each way in that was tried in the period, and how many more tries of it were due."""
        until = min(self.terms.now, self.due_until)
        for (instrument, _), tried in self._tried.items():
            tried.sort()
            moments = [max(moment, self.due_from) for moment in (*tried, until)]
            every = CHECKS[instrument].every
            missing = sum(max(0, (later - sooner) // every - 1) for sooner, later in pairwise(moments))
            if missing and tried[-1] >= self._starts:
                yield instrument, missing

    def made(self) -> Sampled:
        """Return the share that passed, of those that were due."""
        missing = sum(number for _, number in self._missing())
        return Sampled(
            formula=self.formula,
            terms=self.terms,
            numerator=self._passed,
            denominator=self._seen + missing,
            missing=missing,
        )


class TopTwo(Seen):
    """Answers to one question on a scale of five, as the share of people in the top two (survey-top-two, S2-36)."""

    def __init__(self, terms: Terms, promise: Promise, instruments: Sequence[Feed]) -> None:
        super().__init__(TOP_TWO, terms, instruments, promise.id)
        self._question = promise.evidence.item if promise.evidence is not None else promise.words
        self._answers: Counter[str] = Counter()

    def take(self, observation: Observation) -> None:
        """Count somebody who was asked, and what they answered."""
        answer = observation.answer
        if answer and answer not in _KNOWN:
            answer = OFF_THE_SCALE
        if answer:
            self._answers[answer] += 1
        self.say(_COUNTS_AS.get(answer, EXCLUDED), observation.at, reason=answer)

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
_COUNTS_AS = {"": ASKED, **dict.fromkeys(SCALE[:2], KEPT), **dict.fromkeys(SCALE[2:], BROKEN)}


class Surveyed(Seen):
    """How many people answered a survey, and how many were asked (count-answers, S2-35)."""

    _answered = 0

    def take(self, observation: Observation) -> None:
        """Count somebody who was asked."""
        self._answered += bool(observation.answer)
        self.say(COUNTED if observation.answer else ASKED, observation.at)

    def made(self) -> Count:
        """Return the number of answers, with the number asked."""
        counts = {"asked": self._seen, "answered": self._answered}
        return Count(formula=self.formula, terms=self.terms, counts=counts, total=self._answered)


def _passed(terms: Terms, promise: Promise, instruments: Sequence[Feed]) -> Passed:
    """Count what is about a promise, or for a figure over many promises all that its instruments found."""
    return Passed(SHARE_PASSED, terms, instruments, promise.id if promise.aggregate is None else "")


AVAILABILITY: Formula = Formula(
    "availability",
    "Tests of our own that arrived",
    "Tests made by a machine of ours that arrived, out of all that were due. One that was not made counts as failed. "
    "They are due from the first one made. There is no verdict before so many were due that a single one cannot "
    "decide it: 1,000 for a target of 99.9 %.",
    Observations(lambda terms, promise, instruments: Answering(AVAILABILITY, terms, instruments)),
    version="2",
    is_sample=True,
)
SHARE_PASSED: Formula = Formula(
    "share-passed",
    "As promised",
    "Things found as promised, out of all looked for.",
    Observations(_passed),
    is_sample=True,
)
TOP_TWO: Formula = Formula(
    "survey-top-two",
    "Satisfied or very satisfied",
    "People satisfied or very satisfied, out of all who gave one of the five answers. Those in between count; "
    "those who do not know do not.",
    Observations(TopTwo, (SURVEY,)),
    is_sample=True,
)
COUNT_ANSWERS: Formula = Formula(
    "count-answers",
    "Answers to surveys",
    "Answers to surveys that were sent in the period, beside the number of people asked.",
    Observations(lambda terms, promise, instruments: Surveyed(COUNT_ANSWERS, terms, instruments), (SURVEY,)),
    "answers",
)

FORMULAS = (AVAILABILITY, SHARE_PASSED, TOP_TWO, COUNT_ANSWERS)
