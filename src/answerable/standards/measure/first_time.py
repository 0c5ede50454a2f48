"""Matters settled the first time somebody got in touch, and not brought back (S2-07, S3-15, S3-25, S4-26, S5-35)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from answerable.standards.charter.promises import Promise
from answerable.standards.facts import Contact, Fact
from answerable.standards.measure.case import BROKEN, KEPT, RUNNING
from answerable.standards.measure.cohort import Cohort, began_at
from answerable.standards.measure.figure import Apart, Share, Terms
from answerable.standards.measure.formula import Contacts, Formula
from answerable.standards.vocabulary.facts import FULL_REPLY
from answerable.standards.vocabulary.standing import DISPUTED

DAYS = 7
"""How long after its first day a matter that comes back was not settled, in calendar days."""

SETTLED_AT_ONCE = frozenset({"enquiry"})
"""The kinds of contact that could be settled at once; no law lets a request or a complaint be."""

FOLLOWS = "It came back about an earlier contact."
NOT_AT_ONCE = "It is not of a kind that can be settled at once."
BACK = "It came back."
NOBODY = "Nobody answered or saw the person."

_MEETS = {"phone": "answered", "reception": "seen"}
_STILL_THE_FIRST = frozenset(
    {"received", "typed", "ringing", "queued", "answered", "transferred", "arrived", "greeted", "wait_told", "seen"}
    | {"colleague_asked", "colleague_met", "colleague_unavailable"}
)
"""What can happen before the first exchange has ended."""


def settled_at_once(contact: Contact, zone: ZoneInfo) -> bool:
    """Tell whether the first thing done for somebody settled the matter; spoken to, on that same local day."""
    for fact in contact.facts:
        if fact.what in _STILL_THE_FIRST or fact.details.get("automatic"):
            continue
        settles = fact.what == "resolved" or (fact.what == "replied" and bool(fact.details.get("closes")))
        return settles and (contact.channel not in _MEETS or _on_the_day(fact, contact, zone))
    return False


def _on_the_day(fact: Fact, contact: Contact, zone: ZoneInfo) -> bool:
    """Tell whether something was done on the local day on which the person was answered or seen."""
    met = contact.first(_MEETS[contact.channel])
    return met is not None and met.at.astimezone(zone).date() == fact.at.astimezone(zone).date()


class FirstTime(Cohort):
    """Counts first contacts and those settled at once (share-resolved-first).

    A contact that comes back names the earlier one in the detail "after" of its first fact. Whichever way and in
    whichever order they come past, the earlier one then no longer counts as settled. So it is with one of which the
    customer said that it was not answered in full, or not done.
    """

    formula = "share-resolved-first"

    def __init__(self, terms: Terms, owed: Promise | None = None) -> None:
        super().__init__(terms, owed)
        self._zone = ZoneInfo(terms.period.zone)
        self._kinds = (owed.contacts if owed else None) or SETTLED_AT_ONCE
        self._today = self._day(terms.now)
        self._settled: dict[str, date] = {}
        self._began: dict[str, datetime] = {}
        self._came_back: dict[str, date] = {}
        self._first = self._running = 0

    def add(self, contact: Contact) -> None:
        """Count one contact, and note which earlier one it comes back to, whatever its own channel or day.

        What comes back later than now needs no care: a matter is settled only once its days to come back are past.
        """
        earlier, began = _earlier(contact), began_at(contact)
        if earlier is not None and began is not None:
            day = self._day(began)
            self._came_back[earlier] = min(day, self._came_back.get(earlier, day))
        super().add(contact)

    def take(self, contact: Contact, began: datetime) -> None:
        """Count a first contact; whether it was settled is known once it has had the days to come back."""
        day = self._day(began)
        if _earlier(contact) is not None:
            self.leave_out(FOLLOWS, began)
        elif not contact.kinds & self._kinds:
            self.leave_out(NOT_AT_ONCE, began)
        elif contact.channel in _MEETS and contact.first(_MEETS[contact.channel]) is None:
            self.leave_out(NOBODY, began)
        elif (self._today - day).days <= DAYS:
            self._running += 1
            self.say(RUNNING, began)
        else:
            self._first += 1
            if settled_at_once(contact, self._zone):
                back = [self._day(fact.at) for fact in contact.facts if fact.what in DISPUTED]
                if back:
                    self._came_back[contact.id] = min(*back, self._came_back.get(contact.id, back[0]))
                self._settled[contact.id], self._began[contact.id] = day, began
            else:
                self.say(BROKEN, began, stopped=began)

    def close(self) -> None:
        """Hand on those settled at once, now that it is known which came back."""
        for id, began in self._began.items():
            back = id in self._came_back and self._soon_after(id, self._came_back[id])
            self.say(BROKEN if back else KEPT, began, stopped=began, reason=BACK if back else "")

    def figure(self) -> Share:
        """Return the share settled the first time."""
        back = sum(1 for id, day in self._came_back.items() if self._soon_after(id, day))
        return Share(
            formula=RESOLVED_FIRST,
            terms=self.terms,
            numerator=len(self._settled) - back,
            denominator=self._first,
            apart=Apart(running=self._running, excluded=dict(self.excluded)),
        )

    def _soon_after(self, id: str, day: date) -> bool:
        return id in self._settled and (day - self._settled[id]).days <= DAYS

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()


def _earlier(contact: Contact) -> str | None:
    """Return the id of the contact that this one comes back to, if the log says so."""
    return contact.facts[0].details.get("after") if contact.facts else None


RESOLVED_FIRST = Formula(
    "share-resolved-first",
    "Settled in the first exchange",
    "Contacts settled in the first exchange, on the same day if spoken, and not brought back within 7 calendar "
    "days, out of all first contacts answered or seen that could be settled so. Being put through in the same "
    "call is still the first exchange; a call back is not. Whether one contact follows another is as the log says. One "
    "that was said not to be answered in full, or not done, was brought back.",
    Contacts(lambda terms, promise, charter: FirstTime(terms, promise), (FULL_REPLY,)),
    version="2",
)
FORMULAS = (RESOLVED_FIRST,)
