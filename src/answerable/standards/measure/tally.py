"""How many clocks were kept: one pass over them, by the period in which each was due (C11).

A clock belongs to the period that holds its ``decided`` moment, so a case nobody has closed counts as missed from
that moment on, and closing only the easy ones makes no figure better.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from answerable.standards.charter.clock_rules import Awaiting
from answerable.standards.charter.promises import Promise
from answerable.standards.judging.outcome import Clock, Measure, State, set_aside_late
from answerable.standards.measure.case import MACHINE, PERSON, Case, Note
from answerable.standards.measure.figure import Apart, Share, Terms
from answerable.standards.measure.formula import Clocks, Formula
from answerable.standards.vocabulary.facts import noun

_NOT_YET = frozenset({State.RUNNING, State.DUE_SOON, State.EXPOSED, State.UNCOUNTED})


class Tally:
    """Counts clocks as they stream past, and gives their figure at any moment.

    With ``who`` it tells what a machine kept from what a person did. ``note`` is handed each clock that it counts.
    """

    def __init__(
        self, terms: Terms, formula: str = "share-kept", *, who: bool = False, note: Note | None = None
    ) -> None:
        self._terms, self._who, self._note = terms, who, note
        self._by_machine = 0
        self._formula = _BY_ID[formula]
        self._starts, self._ends, self._now = terms.period.starts, terms.period.ends, terms.now
        self._kept = self._broken = self._overdue = self._running = self._paused = self._not_required = 0
        self._void: Counter[str] = Counter()
        self._excluded: Counter[str] = Counter()
        self._aside: Counter[str] = Counter()
        self._corrected = 0

    def add(self, clock: Clock) -> None:
        """Count one clock, if the moment that decides it lies in the period.

        What is not required, void or excluded is set aside whenever it is due; all else counts only once its moment
        has come, for those kept early are known before those that will be missed.
        """
        if not self._starts <= clock.decided < self._ends:
            return
        state = clock.state
        if self._note is not None:
            self._note(self._case(clock))
        self._corrected += clock.corrected is not None
        if state is State.NOT_REQUIRED:
            self._not_required += 1
        elif state is State.VOID:
            self._void[clock.reason] += 1
        elif state is State.EXCLUDED:
            self._excluded[clock.reason] += 1
        elif state is State.PAUSED:
            self._paused += 1
        elif state in _NOT_YET or clock.decided > self._now:
            self._running += 1
        elif state is State.KEPT:
            self._kept += 1
            self._by_machine += clock.by_machine
        else:
            self._broken += 1
            self._overdue += clock.is_still_owed
            if clock.aside is not None:
                self._aside[set_aside_late(clock.aside)] += 1

    def _case(self, clock: Clock) -> Case:
        terms, opened = self._terms, clock.reckoning.opened
        by = (MACHINE if clock.by_machine else PERSON) if self._who and clock.state is State.KEPT else ""
        moments = (opened, clock.due, clock.decided, clock.stopped)
        aside = "" if clock.aside is None else set_aside_late(clock.aside)
        figure = (terms.promise, terms.about, self._formula.id)
        was_broken = clock.corrected is not None
        return Case(*figure, clock.state.value, clock.reason, *moments, by, aside=aside, is_corrected_late=was_broken)

    def figure(self) -> Share:
        """Return the share kept, with all that was set aside."""
        apart = Apart(
            overdue=self._overdue,
            set_aside_late=dict(self._aside),
            running=self._running,
            paused=self._paused,
            not_required=self._not_required,
            void=dict(self._void),
            excluded=dict(self._excluded),
            corrected_late=self._corrected,
        )
        return Share(
            formula=self._formula,
            terms=self._terms,
            numerator=self._kept,
            denominator=self._kept + self._broken,
            apart=apart,
            by_machine=self._by_machine if self._who else None,
        )


class Headline:
    """Three figures over all of a council's own time limits, which never share one: what each counts is not alike.

    An acknowledgement can be sent by a machine in a second, and a date is a limit that we set ourselves.
    """

    def __init__(self, terms: Terms, note: Note | None = None) -> None:
        bare = replace(terms, target=None)
        self._answers = Tally(terms, "headline-answers", note=note)
        self._acknowledgements = Tally(bare, "headline-acknowledgements", who=True, note=note)
        self._dates = Tally(bare, "headline-dates", note=note)

    def add(self, clock: Clock) -> None:
        """Count one clock where it belongs. What a message gives is no time limit, nor is a date from a machine."""
        if clock.measure is Measure.TIMED:
            (self._acknowledgements if acknowledges(clock.promise, Measure.TIMED) else self._answers).add(clock)
        elif clock.measure is Measure.DERIVED and not clock.by_machine:
            self._dates.add(clock)

    def figures(self) -> tuple[Share, Share, Share]:
        """Return the three figures: answers, acknowledgements, dates."""
        return self._answers.figure(), self._acknowledgements.figure(), self._dates.figure()


def acknowledges(promise: Promise, measure: Measure) -> bool:
    """Tell whether a measure of a promise is of an acknowledgement, which a machine may send."""
    if measure is Measure.TIMED:
        return isinstance(promise.clock, Awaiting) and promise.clock.stop == noun("acknowledged")
    return measure is Measure.CONTENT and promise.rule is not None and "acknowledged" in promise.rule.on


class DelayTally:
    """Three figures of one reply promise: replied in time; that or told in time; met the date told (C7, S4-28)."""

    def __init__(self, promise: str, terms: Terms, note: Note | None = None) -> None:
        self._promise = promise
        terms = replace(terms, about=promise)
        self._replied = Tally(terms, "delay-replied-in-time", note=note)
        self._told = Tally(terms, "delay-replied-or-told", note=note)
        self._met = Tally(terms, "delay-revised-date-met", note=note)

    def add(self, clocks: Sequence[Clock]) -> None:
        """Count the clocks of one contact: the reply's, its notice of delay's, and those of the dates it gave."""
        id = self._promise
        reply = next((one for one in clocks if one.promise.id == id and one.measure is Measure.TIMED), None)
        if reply is None:
            return
        notices = (one for one in clocks if one.beside is not None and one.beside.id == id)
        told = next((one for one in notices if one.state is State.KEPT), None)
        self._replied.add(reply)
        if told is not None and reply.state is State.BROKEN:
            reply = reply._replace(state=State.KEPT, reason=told.reason, stopped=told.stopped)
        self._told.add(reply)
        for one in clocks:
            if one.measure is Measure.DERIVED and one.about is not None and one.about.what == "delay_told":
                self._met.add(one)

    def figures(self) -> tuple[Share, Share, Share]:
        """Return the three figures, in that order."""
        return self._replied.figure(), self._told.figure(), self._met.figure()


_A_DELAY = "a promise to tell of a delay"
_ALL = "a promise about all time limits"

FORMULAS = (
    Formula(
        "share-kept",
        "Kept",
        "Promises kept, out of all kept or broken whose due moment lies in the period. One that is open and past its "
        "due moment counts as broken; one not yet due is not counted.",
        Clocks(Measure.TIMED),
    ),
    Formula(
        "share-complete",
        "Messages that gave all they must",
        "Messages that gave all they must, out of all sent in the period that had to.",
        Clocks(Measure.CONTENT, beside="a promise of what a message gives"),
    ),
    Formula(
        "share-dates-kept",
        "Dates that we gave and kept",
        "Dates given to customers by a person that were kept, out of all such dates that fell in the period.",
        Clocks(Measure.DERIVED, beside="a promise to keep to dates"),
        version="2",
    ),
    Formula(
        "share-machine-dates-kept",
        "Dates that a machine gave and we kept",
        "Dates given by a machine that were kept, out of all such dates that fell in the period. A machine gives the "
        "last day of another limit, so this says the same of that day and nothing more.",
        Clocks(beside="a promise to keep to dates"),
    ),
    Formula(
        "headline-answers",
        "Answered or done in time",
        "Our own time limits kept, out of all kept or broken that were due in the period: acknowledgements, dates we "
        "gave and limits in law are not among them.",
        Clocks(beside=_ALL),
    ),
    Formula(
        "headline-acknowledgements",
        "Acknowledged in time",
        "Our own limits on acknowledgements kept, out of all kept or broken that were due in the period.",
        Clocks(beside=_ALL),
    ),
    Formula(
        "headline-dates",
        "Dates that a person gave and we kept",
        "Dates given to customers by a person that were kept, out of all such dates that fell in the period.",
        Clocks(beside=_ALL),
    ),
    Formula(
        "delay-replied-in-time",
        "Replied in time",
        "Replies sent in time, out of all replies due in the period. A notice of delay cures no late reply.",
        Clocks(beside=_A_DELAY),
    ),
    Formula(
        "delay-replied-or-told",
        "Replied in time, or told in time that it would be late",
        "Replies sent in time, or late with a notice of delay sent in time, out of all replies due in the period.",
        Clocks(beside=_A_DELAY),
    ),
    Formula(
        "delay-revised-date-met",
        "Answered by the later date that we gave",
        "Full replies sent by the date a notice of delay gave, out of all such dates that fell in the period.",
        Clocks(beside=_A_DELAY),
    ),
)
_BY_ID = {formula.id: formula for formula in FORMULAS}
