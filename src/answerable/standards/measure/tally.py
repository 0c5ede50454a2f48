"""How many clocks were kept: one pass over them, by the period in which each was due (C11).

A clock belongs to the period that holds its ``decided`` moment, so a case nobody has closed counts as missed from
that moment on, and closing only the easy ones makes no figure better.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from answerable.standards.judging.outcome import Clock, Measure, State, set_aside_late
from answerable.standards.measure.figure import Apart, Share, Terms
from answerable.standards.measure.formula import Clocks, Formula

_NOT_YET = frozenset({State.RUNNING, State.DUE_SOON, State.EXPOSED, State.UNCOUNTED})


class Tally:
    """Counts clocks as they stream past, and gives their figure at any moment."""

    def __init__(self, terms: Terms, formula: str = "share-kept") -> None:
        self._terms = terms
        self._formula = _BY_ID[formula]
        self._starts, self._ends, self._now = terms.period.starts, terms.period.ends, terms.now
        self._kept = self._broken = self._overdue = self._running = self._paused = self._not_required = 0
        self._void: Counter[str] = Counter()
        self._excluded: Counter[str] = Counter()
        self._aside: Counter[str] = Counter()

    def add(self, clock: Clock) -> None:
        """Count one clock, if the moment that decides it lies in the period.

        What is not required, void or excluded is set aside whenever it is due; all else counts only once its moment
        has come, for those kept early are known before those that will be missed.
        """
        if not self._starts <= clock.decided < self._ends:
            return
        state = clock.state
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
        else:
            self._broken += 1
            self._overdue += clock.is_still_owed
            if clock.aside is not None:
                self._aside[set_aside_late(clock.aside)] += 1

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
        )
        return Share(
            formula=self._formula,
            terms=self._terms,
            numerator=self._kept,
            denominator=self._kept + self._broken,
            apart=apart,
        )


class DelayTally:
    """Three figures of one reply promise: replied in time; that or told in time; met the date told (C7, S4-28)."""

    def __init__(self, promise: str, terms: Terms) -> None:
        self._promise = promise
        terms = replace(terms, about=promise)
        self._replied = Tally(terms, "delay-replied-in-time")
        self._told = Tally(terms, "delay-replied-or-told")
        self._met = Tally(terms, "delay-revised-date-met")

    def add(self, clocks: Sequence[Clock]) -> None:
        """Count the clocks of one contact: the reply's, its notice of delay's, and those of the dates it gave."""
        id = self._promise
        reply = next((one for one in clocks if one.promise.id == id and one.measure is Measure.TIMED), None)
        if reply is None:
            return
        told = any(one.beside is not None and one.beside.id == id and one.state is State.KEPT for one in clocks)
        self._replied.add(reply)
        self._told.add(reply._replace(state=State.KEPT) if told and reply.state is State.BROKEN else reply)
        for one in clocks:
            if one.measure is Measure.DERIVED and one.about is not None and one.about.what == "delay_told":
                self._met.add(one)

    def figures(self) -> tuple[Share, Share, Share]:
        """Return the three figures, in that order."""
        return self._replied.figure(), self._told.figure(), self._met.figure()


_A_DELAY = "a promise to tell of a delay"

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
        "Dates given to customers that were kept, out of all such dates that fell in the period.",
        Clocks(Measure.DERIVED, beside="a promise to keep to dates"),
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
