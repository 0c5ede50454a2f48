"""Calls that were passed on: once, or more than once (S3-16, S5-11)."""

from collections import Counter
from datetime import datetime

from answerable.standards.charter.promises import Promise
from answerable.standards.facts import Contact
from answerable.standards.measure.cohort import Cohort
from answerable.standards.measure.figure import Apart, Count, Share, Terms
from answerable.standards.measure.formula import Contacts, Formula


class Transfers(Cohort):
    """Counts how often calls were passed on."""

    def __init__(self, terms: Terms, owed: Promise | None = None) -> None:
        super().__init__(terms, owed)
        self._times: Counter[int] = Counter()

    def take(self, contact: Contact, began: datetime) -> None:
        """Count how often a call was passed on."""
        self._times[sum(fact.what == "transferred" for fact in contact.facts)] += 1

    @property
    def once(self) -> int:
        """How many were passed on once only."""
        return self._times[1]

    @property
    def passed_on(self) -> int:
        """How many were passed on at all."""
        return self._times.total() - self._times[0]


class TransferredOnce(Transfers):
    """How many of the calls passed on were passed on only once (share-transferred-once, S3-16)."""

    def figure(self) -> Share:
        """Return the share passed on once."""
        return Share(
            formula=SHARE_ONCE,
            terms=self.terms,
            numerator=self.once,
            denominator=self.passed_on,
            apart=Apart(excluded=dict(self.excluded)),
        )


class TransferCount(Transfers):
    """How many calls were passed on once, and how many more than once (count-transfers, S5-11)."""

    def figure(self) -> Count:
        """Return both numbers."""
        return Count(
            formula=COUNT_TRANSFERS,
            terms=self.terms,
            counts={"passed on once": self.once, "passed on more than once": self.passed_on - self.once},
            total=self.passed_on,
            apart=Apart(excluded=dict(self.excluded)),
        )


_PHONE = frozenset({"phone"})
_PASSED_ON = (frozenset({"transferred"}),)

SHARE_ONCE = Formula(
    "share-transferred-once",
    "Passed on once only",
    "Calls passed on once only, out of all calls in the period that were passed on.",
    Contacts(lambda terms, promise, charter: TransferredOnce(terms, promise), _PASSED_ON, _PHONE),
)
COUNT_TRANSFERS = Formula(
    "count-transfers",
    "How often calls were passed on",
    "Calls in the period that were passed on, once and more than once.",
    Contacts(lambda terms, promise, charter: TransferCount(terms, promise), _PASSED_ON, _PHONE),
    "calls",
)
FORMULAS = (SHARE_ONCE, COUNT_TRANSFERS)
