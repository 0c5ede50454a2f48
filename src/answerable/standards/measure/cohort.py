"""Contacts by the period in which they began: the cohort for volumes, waits and everything without a due moment."""

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from answerable.standards.charter.promises import Promise
from answerable.standards.facts import Contact
from answerable.standards.judging.outcome import left_out
from answerable.standards.measure.case import BROKEN, COUNTED, EXCLUDED, KEPT, SERVED, VOID, WAITING, Case, Note
from answerable.standards.measure.figure import Apart, Count, Share, Terms, Wait
from answerable.standards.measure.formula import Contacts, Formula
from answerable.standards.measure.waits import A_SECOND, Waits
from answerable.standards.time.calendar import Calendar, CannotCount
from answerable.standards.time.counting import open_between
from answerable.standards.vocabulary.facts import BEGINNINGS, FULL_REPLY

A_DAY = timedelta(hours=24)
"""How long a call or a visit may have no end on record before it counts as unserved."""

NOT_KNOWN = "It reaches days whose bank holidays are not known."
"""Why a contact is left out that cannot be counted; all others are counted, and it too once its days are known."""

_RESPONSE = FULL_REPLY | {"responded"}


def began_at(contact: Contact) -> datetime | None:
    """Return when a contact began: a call by ringing, a visit by arriving, anything by being received."""
    beginnings = ("received", BEGINNINGS.get(contact.channel))
    return next((fact.at for fact in contact.facts if fact.what in beginnings), None)


class Cohort(ABC):
    """Contacts that began in a period and are owed a promise; those left out are counted by reason (C10)."""

    formula = ""
    """The id of the formula whose cases are handed to ``note``."""

    def __init__(self, terms: Terms, owed: Promise | None = None) -> None:
        self.note: Note | None = None
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
        if excluded is not None:
            self.leave_out(left_out(excluded), began)
            return
        try:
            self.take(contact, began)
        except CannotCount:
            self.leave_out(NOT_KNOWN, began)

    def leave_out(self, reason: str, began: datetime) -> None:
        """Leave out a contact that belongs here, for a reason."""
        self.excluded[reason] += 1
        self.say(EXCLUDED, began, reason=reason)

    def say(self, state: str, began: datetime, **said: Any) -> None:
        """Hand on a contact as it was counted."""
        if self.note is not None and self.formula:
            self.note(Case(self.terms.promise, self.terms.about, self.formula, state, opened=began, **said))

    def close(self) -> None:  # noqa: B027 - most have nothing more to hand on
        """Hand on nothing more: what a contact counted as was known when it came past."""

    @abstractmethod
    def take(self, contact: Contact, began: datetime) -> None:
        """Count a contact that belongs here. Raises CannotCount, having counted nothing, for days nobody knows."""


class Volume(Cohort):
    """How many contacts began, by kind (count)."""

    formula = "count"

    def __init__(self, terms: Terms, owed: Promise | None = None) -> None:
        super().__init__(terms, owed)
        self._total = 0
        self._kinds: Counter[str] = Counter()

    def take(self, contact: Contact, began: datetime) -> None:
        """Count a contact under each of its kinds."""
        self._total += 1
        self._kinds.update(contact.kinds)
        self.say(COUNTED, began, reason=", ".join(sorted(contact.kinds)))

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

    formula = "share-answered"

    def __init__(self, terms: Terms, owed: Promise | None = None) -> None:
        super().__init__(terms, owed)
        self._answered = self._waiting = self._withdrawn = 0

    def take(self, contact: Contact, began: datetime) -> None:
        """Count a contact as answered, waiting, or taken back by the customer before an answer."""
        answers = (fact for fact in contact.facts if fact.what in FULL_REPLY and not fact.details.get("automatic"))
        answer = next(answers, None)
        if answer is not None:
            self._answered += 1
            self.say(KEPT, began, stopped=answer.at)
        elif contact.in_force("withdrawn"):
            self._withdrawn += 1
            self.say(VOID, began, reason=TAKEN_BACK)
        else:
            self._waiting += 1
            self.say(BROKEN, began)

    def figure(self) -> Share:
        """Return the share answered."""
        void = {TAKEN_BACK: self._withdrawn} if self._withdrawn else {}
        return Share(
            formula=SHARE_ANSWERED,
            terms=self.terms,
            numerator=self._answered,
            denominator=self._answered + self._waiting,
            apart=Apart(overdue=self._waiting, void=void, excluded=dict(self.excluded)),
        )


TAKEN_BACK = "The customer took the matter back before an answer."


class Responses(Cohort):
    """How long people waited, in working time, for a person to respond (percentiles-response, S2-30)."""

    formula = "percentiles-response"

    def __init__(self, terms: Terms, calendar: Calendar, owed: Promise | None = None) -> None:
        super().__init__(terms, owed)
        self._calendar = calendar
        self._answered, self._waiting = Waits(), Waits()

    def take(self, contact: Contact, began: datetime) -> None:
        """Note the open time to the first response by a person, or so far."""
        first = (
            f.at for f in contact.facts if f.what in _RESPONSE and f.at >= began and not f.details.get("automatic")
        )
        ended = next(first, None)
        waits = self._waiting if ended is None else self._answered
        wait = open_between(began, ended or self.terms.now, self._calendar) * A_SECOND
        waits.add(wait)
        self.say(WAITING if ended is None else SERVED, began, stopped=ended, wait=wait)

    def figure(self) -> Wait:
        """Return the spread of the waits; those still waiting are shown beside, with how long so far."""
        return Wait(
            formula=_BY_ID[self.formula],
            terms=self.terms,
            spread=self._answered.spread(),
            unserved=self._waiting.spread(),
            unserved_are="not yet answered, and their wait so far",
            apart=Apart(excluded=dict(self.excluded)),
        )


class OtherResponses(Responses):
    """The same for those contacts that are not about welfare (percentiles-response-others)."""

    formula = "percentiles-response-others"

    def add(self, contact: Contact) -> None:
        """Time one contact, unless it is about welfare."""
        if not is_about_welfare(contact):
            super().add(contact)


class WelfareResponses(Responses):
    """The same for contacts about welfare, with all others beside (percentiles-response-welfare, S3-29).

    That somebody may come to harm tells of care or of health, so that a small number of it is not published (C15).
    """

    formula = "percentiles-response-welfare"

    def __init__(self, terms: Terms, calendar: Calendar, owed: Promise | None = None) -> None:
        super().__init__(replace(terms, is_sensitive=True), calendar, owed)
        self._others = OtherResponses(replace(terms, target=None), calendar, owed)

    def add(self, contact: Contact) -> None:
        """Time one contact, on the side that it belongs to."""
        if is_about_welfare(contact):
            super().add(contact)
        self._others.add(contact)

    def figure(self) -> Wait:
        """Return the waits of contacts about welfare, with those of all others beside."""
        return replace(super().figure(), beside=(self._others.figure(),))


def is_about_welfare(contact: Contact) -> bool:
    """Tell whether a contact is about somebody's welfare, as whoever wrote said or a person confirmed."""
    return any(fact.details.get("welfare") for fact in contact.facts)


COUNT = Formula(
    "count",
    "Contacts",
    "Contacts that began in the period, by kind. One of two kinds is counted under both.",
    Contacts(lambda terms, promise, charter: Volume(terms, promise)),
    "contacts",
    by_group=True,
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

WELFARE_RESPONSES = Formula(
    "percentiles-response-welfare",
    "Working time to a person's first response where somebody may come to harm",
    "As percentiles-response, for contacts about welfare: whoever wrote said so, or a person confirmed it. All others "
    "are shown beside.",
    Contacts(lambda terms, promise, charter: WelfareResponses(terms, charter.calendar, promise), (_RESPONSE,)),
    "working hours",
)
OTHER_RESPONSES = Formula(
    "percentiles-response-others",
    "The same for everybody else",
    "As percentiles-response, for contacts that are not about welfare.",
    Contacts(lambda terms, promise, charter: OtherResponses(terms, charter.calendar, promise), (_RESPONSE,)),
    "working hours",
)

FORMULAS = (COUNT, SHARE_ANSWERED, RESPONSES, WELFARE_RESPONSES, OTHER_RESPONSES)
_BY_ID = {formula.id: formula for formula in FORMULAS}
