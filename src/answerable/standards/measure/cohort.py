"""Contacts by the period in which they began: the cohort for volumes, waits and everything without a due moment."""

from abc import ABC, abstractmethod
from collections import Counter
from datetime import datetime, timedelta

from answerable.standards.charter.promises import Promise
from answerable.standards.facts import Contact
from answerable.standards.judging.outcome import left_out
from answerable.standards.measure.figure import Apart, Count, Share, Terms, Wait
from answerable.standards.measure.formula import Contacts, Formula
from answerable.standards.measure.waits import A_SECOND, Waits
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.counting import open_between
from answerable.standards.vocabulary.facts import BEGINNINGS, FULL_REPLY

A_DAY = timedelta(hours=24)
"""How long a call or a visit may have no end on record before it counts as unserved."""

_RESPONSE = FULL_REPLY | {"responded"}


def began_at(contact: Contact) -> datetime | None:
    """Return when a contact began: a call by ringing, a visit by arriving, anything by being received."""
    beginnings = ("received", BEGINNINGS.get(contact.channel))
    return next((fact.at for fact in contact.facts if fact.what in beginnings), None)


class Cohort(ABC):
    """Contacts that began in a period and are owed a promise; those left out are counted by reason (C10)."""

    def __init__(self, terms: Terms, owed: Promise | None = None) -> None:
        self.terms = terms
        self.excluded: Counter[str] = Counter()
        self._owed = owed
        self._starts, self._ends = terms.period.starts, terms.period.ends

    def add(self, contact: Contact) -> None:
        """Count one contact, if it belongs here."""
        if self._owed is not None and not self._owed.covers(contact):
            return
        contact = contact.until(self.terms.now)
        began = began_at(contact)
        if began is None or not self._starts <= began < self._ends:
            return
        excluded = contact.in_force("excluded")
        if excluded is None:
            self.take(contact, began)
        else:
            self.excluded[left_out(excluded)] += 1

    @abstractmethod
    def take(self, contact: Contact, began: datetime) -> None:
        """Count a contact that belongs here."""


class Volume(Cohort):
    """How many contacts began, by kind (count)."""

    def __init__(self, terms: Terms, owed: Promise | None = None) -> None:
        super().__init__(terms, owed)
        self._total = 0
        self._kinds: Counter[str] = Counter()

    def take(self, contact: Contact, began: datetime) -> None:
        """Count a contact under each of its kinds."""
        self._total += 1
        self._kinds.update(contact.kinds)

    def figure(self) -> Count:
        """Return the total, and the number of each kind in order of name."""
        return Count(
            formula=COUNT,
            terms=self.terms,
            counts=dict(sorted(self._kinds.items())),
            total=self._total,
            apart=Apart(excluded=dict(self.excluded)),
        )


class Answered(Cohort):
    """How many of those who wrote got a full reply (share-answered, S1-36)."""

    def __init__(self, terms: Terms, owed: Promise | None = None) -> None:
        super().__init__(terms, owed)
        self._answered = self._waiting = self._withdrawn = 0

    def take(self, contact: Contact, began: datetime) -> None:
        """Count a contact as answered, waiting, or taken back by the customer before an answer."""
        if any(fact.what in FULL_REPLY and not fact.details.get("automatic") for fact in contact.facts):
            self._answered += 1
        elif contact.in_force("withdrawn"):
            self._withdrawn += 1
        else:
            self._waiting += 1

    def figure(self) -> Share:
        """Return the share answered."""
        void = {"The customer took the matter back before an answer.": self._withdrawn} if self._withdrawn else {}
        return Share(
            formula=SHARE_ANSWERED,
            terms=self.terms,
            numerator=self._answered,
            denominator=self._answered + self._waiting,
            apart=Apart(overdue=self._waiting, void=void, excluded=dict(self.excluded)),
        )


class Responses(Cohort):
    """How long people waited, in working time, for a person to respond (percentiles-response, S2-30)."""

    def __init__(self, terms: Terms, calendar: Calendar, owed: Promise | None = None) -> None:
        super().__init__(terms, owed)
        self._calendar = calendar
        self._answered, self._waiting = Waits(), Waits()

    def take(self, contact: Contact, began: datetime) -> None:
        """Note the open time to the first response by a person, or so far. Raises CannotCount outside the calendar."""
        first = (
            f.at for f in contact.facts if f.what in _RESPONSE and f.at >= began and not f.details.get("automatic")
        )
        ended = next(first, None)
        waits = self._waiting if ended is None else self._answered
        waits.add(open_between(began, ended or self.terms.now, self._calendar) * A_SECOND)

    def figure(self) -> Wait:
        """Return the spread of the waits; those still waiting are shown beside, with how long so far."""
        return Wait(
            formula=RESPONSES,
            terms=self.terms,
            spread=self._answered.spread(),
            unserved=self._waiting.spread(),
            unserved_are="not yet answered, and their wait so far",
            apart=Apart(excluded=dict(self.excluded)),
        )


COUNT = Formula(
    "count",
    "Contacts",
    "Contacts that began in the period, by kind. One of two kinds is counted under both.",
    Contacts(lambda terms, promise, charter: Volume(terms, promise)),
    "contacts",
)
SHARE_ANSWERED = Formula(
    "share-answered",
    "Answered",
    "Contacts that have had a full reply, out of all that began in the period. Those still waiting count as not.",
    Contacts(lambda terms, promise, charter: Answered(terms, promise), (FULL_REPLY,)),
)
RESPONSES = Formula(
    "percentiles-response",
    "Working time to a person's first response",
    "The median and the 90th percentile, by nearest rank, of the working hours from a message to the first "
    "response by a person, over messages received in the period. Those not yet answered are shown beside.",
    Contacts(lambda terms, promise, charter: Responses(terms, charter.calendar, promise), (_RESPONSE,)),
    "working hours",
)

FORMULAS = (COUNT, SHARE_ANSWERED, RESPONSES)
