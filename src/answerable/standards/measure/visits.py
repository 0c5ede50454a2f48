"""Visits to a reception: how long people waited to be seen, and how many left unseen (S3-23, S4-21)."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from answerable.standards.charter.promises import Promise
from answerable.standards.facts import Contact
from answerable.standards.measure.cohort import A_DAY, Cohort
from answerable.standards.measure.figure import Apart, Figure, Share, Terms, Wait
from answerable.standards.measure.formula import Contacts, Formula
from answerable.standards.measure.waits import Waits, wait_between

NO_END = "The visit has no end on record."


class Visit(NamedTuple):
    """A visit by when it was seen or left; ``waited`` is in microseconds and None where neither is on record."""

    seen: bool
    waited: int | None
    booked: bool


def read_visit(contact: Contact) -> Visit | None:
    """Tell what became of a visit; None when nobody arrived.

    The wait runs from arriving, or from the appointment if that is later: the detail "slot" of "arrived" (S3-23).
    """
    arrived = contact.first("arrived")
    if arrived is None:
        return None
    slot = arrived.details.get("slot")
    start = max(arrived.at, slot) if isinstance(slot, datetime) else arrived.at
    for fact in contact.facts:
        if fact.what in ("seen", "left"):
            return Visit(fact.what == "seen", wait_between(start, fact.at), slot is not None)
    return Visit(False, None, slot is not None)


class Visits(Cohort):
    """Counts visits that began in a period. ``main`` is the formula that ``figure`` returns."""

    def __init__(self, terms: Terms, main: str, owed: Promise | None = None) -> None:
        super().__init__(terms, owed)
        self._main = main
        self._seen, self._left = Waits(), Waits()
        self._walked_in: Counter[bool] = Counter()
        self._running = self._no_end = 0

    def take(self, contact: Contact, began: datetime) -> None:
        """Count a visit. One with no end on record is running for a day, and counts as unseen after that."""
        visit = read_visit(contact)
        if visit is None:
            return
        if visit.waited is None and self.terms.now - began < A_DAY:
            self._running += 1
            return
        if not visit.booked:
            self._walked_in[visit.seen] += 1
        if visit.waited is None:
            self._no_end += 1
        else:
            (self._seen if visit.seen else self._left).add(visit.waited)

    def figure(self) -> Figure:
        """Return the figure of the main formula, with the other beside."""
        if self._main == SHARE_SEEN.id:
            return self._share(self.terms)
        return self._wait((self._share(replace(self.terms, target=None)),))

    def _share(self, terms: Terms) -> Share:
        return Share(
            formula=SHARE_SEEN,
            terms=terms,
            numerator=self._walked_in[True],
            denominator=self._walked_in.total(),
            apart=Apart(running=self._running, excluded=dict(self.excluded)),
        )

    def _wait(self, beside: tuple[Figure, ...]) -> Wait:
        no_end = {NO_END: self._no_end} if self._no_end else {}
        return Wait(
            formula=MEAN_WAIT_SEEN,
            terms=self.terms,
            spread=self._seen.spread(),
            unserved=self._left.spread(),
            unserved_are="left unseen",
            apart=Apart(running=self._running, excluded={**self.excluded, **no_end}),
            beside=beside,
        )


_AT_A_RECEPTION = frozenset({"reception"})
_SEEN = frozenset({"seen"})

MEAN_WAIT_SEEN: Formula = Formula(
    "mean-wait-seen",
    "Mean wait to be seen",
    "The mean wait from arriving, or from the time of the appointment if that is later, to being seen, over "
    "visitors seen who arrived in the period. Those who left unseen, and how long they waited, are shown beside.",
    Contacts(lambda terms, promise, charter: Visits(terms, MEAN_WAIT_SEEN.id, promise), (_SEEN,), _AT_A_RECEPTION),
    "seconds",
)
SHARE_SEEN: Formula = Formula(
    "share-seen",
    "Visitors seen",
    "Visits in which the visitor was seen, out of all visits without an appointment that began in the period.",
    Contacts(lambda terms, promise, charter: Visits(terms, SHARE_SEEN.id, promise), (_SEEN,), _AT_A_RECEPTION),
)
FORMULAS = (MEAN_WAIT_SEEN, SHARE_SEEN)
