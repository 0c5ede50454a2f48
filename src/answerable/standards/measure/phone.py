"""Calls: how each ended, how many were answered, how soon, and the five service levels in use (C12, B.17).

The same calls make 81 % or 86 % by formula, so the formula's id stands beside every share.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.reckoning import moment_said
from answerable.standards.measure.cohort import A_DAY, Cohort
from answerable.standards.measure.figure import Apart, Count, Figure, Share, Terms, Wait
from answerable.standards.measure.formula import Contacts, Formula
from answerable.standards.measure.waits import A_SECOND, Waits, wait_between
from answerable.standards.time.calendar import Calendar, NotKnownYet
from answerable.standards.time.counting import ONE_SECOND, due, in_time, is_open
from answerable.standards.time.duration import ElapsedHours, WorkingDays

SHORT = 5 * A_SECOND
"""Who gives up sooner than this after joining the queue is a short abandon (S2-28)."""
SOON = 20 * A_SECOND
"""The limit of the service levels that others publish (B.17); the last instant is within it."""

OUT_OF_HOURS = "It came outside the published opening hours."
NO_RECORD = "The telephone system has no record of the call."

_WAITS = ("mean-wait-answered", "percentiles-wait")


class Ended(StrEnum):
    """How a call ended (C12)."""

    ANSWERED = "answered"
    ABANDONED = "abandoned in the queue"
    SHORT = "abandoned in under 5 seconds"
    IN_MENU = "abandoned in the menu"
    SELF_SERVED = "served by the menu"
    CALLBACK = "call back accepted"
    VOICEMAIL = "message left"
    BLOCKED = "engaged"
    NO_END = "no end on record"


_ENDS = {
    "answered": Ended.ANSWERED,
    "abandoned": Ended.ABANDONED,
    "voicemail_left": Ended.VOICEMAIL,
    "callback_agreed": Ended.CALLBACK,
}


class Call(NamedTuple):
    """How a call ended, and the wait in microseconds from joining the queue, or else from ringing.

    ``reached`` is whether a caller who accepted a call back was then reached in time.
    """

    ended: Ended
    waited: int = 0
    reached: bool = False


def read_call(contact: Contact, calendar: Calendar) -> Call | None:
    """Tell how a call ended from its facts, by the first that ends it; None when it never rang.

    An engaged tone is "ringing" with the detail "blocked"; a menu that settles the matter is "resolved" with the
    detail "automatic". An automatic pick-up is no answer. A caller who gives up before "queued" did so in the menu.
    """
    rang: datetime | None = None
    queued: datetime | None = None
    for fact in contact.facts:
        what = fact.what
        if what == "ringing":
            if fact.details.get("blocked"):
                return Call(Ended.BLOCKED)
            rang = rang or fact.at
        elif rang is None:
            continue
        elif what == "queued":
            queued = queued or fact.at
        elif what == "resolved" and fact.details.get("automatic"):
            return Call(Ended.SELF_SERVED)
        elif what in _ENDS and not fact.details.get("automatic"):
            waited = wait_between(queued or rang, fact.at)
            if what == "abandoned":
                return Call(_abandoned(waited, queued), waited)
            return Call(_ENDS[what], waited, what == "callback_agreed" and _reached(contact, fact, calendar))
    return None if rang is None else Call(Ended.NO_END)


def _reached(contact: Contact, agreed: Fact, calendar: Calendar) -> bool:
    """Tell whether a caller was called back by the time agreed, and by the end of the next working day at the latest.

    A call back that comes weeks later is no answered call, whatever was agreed.
    """
    called = next((fact.at for fact in contact.facts if fact.what == "called_back" and fact.at >= agreed.at), None)
    if called is None or not in_time(called, _latest(agreed.at, calendar), _NEXT_DAY):
        return False
    by_when = agreed.details.get("by_when")
    if by_when is None:
        return True
    limit = _TO_THE_MOMENT if isinstance(by_when, datetime) else _NEXT_DAY
    return in_time(called, moment_said(by_when, calendar), limit)


def _latest(agreed: datetime, calendar: Calendar) -> datetime:
    """Return the end of the next working day, or of what the calendar knows if that day is not known yet."""
    try:
        return due(_NEXT_DAY, agreed, calendar)
    except NotKnownYet:
        return calendar.ends - ONE_SECOND


_NEXT_DAY, _TO_THE_MOMENT = WorkingDays(1), ElapsedHours(0)


def _abandoned(waited: int, queued: datetime | None) -> Ended:
    if queued is None:
        return Ended.IN_MENU
    return Ended.SHORT if waited < SHORT else Ended.ABANDONED


class Calls(Cohort):
    """Counts calls that began in a period in opening hours, and works out every figure of the telephone from them.

    ``main`` is the formula that ``figure`` returns, with the others that belong to it beside.
    """

    def __init__(
        self,
        terms: Terms,
        calendar: Calendar,
        main: str = "phone-answered-of-offered",
        owed: Promise | None = None,
    ) -> None:
        super().__init__(terms, owed)
        self._calendar = calendar
        self._main = main
        self._ended: Counter[Ended] = Counter()
        self._reached = self._running = 0
        self._soon: Counter[Ended] = Counter()
        self._answered, self._gave_up = Waits(), Waits()

    def take(self, contact: Contact, began: datetime) -> None:
        """Count a call."""
        call = read_call(contact, self._calendar)
        if call is None:
            self.excluded[NO_RECORD] += 1
            return
        if not is_open(began, self._calendar):
            self.excluded[OUT_OF_HOURS] += 1
        elif call.ended is Ended.NO_END and self.terms.now - began < A_DAY:
            self._running += 1
        else:
            self._take(call)

    def _take(self, call: Call) -> None:
        ended = call.ended
        self._ended[ended] += 1
        self._reached += call.reached
        if ended is Ended.ANSWERED:
            self._answered.add(call.waited)
        elif ended in (Ended.ABANDONED, Ended.SHORT):
            self._gave_up.add(call.waited)
        if call.waited <= SOON:
            self._soon[ended] += 1

    def figure(self) -> Figure:
        """Return the figure of the main formula, held to the terms, with the others beside and held to none."""
        levels = self.service_levels()
        if self._main in _WAITS:
            return self._wait((levels[1], self.outcomes()))
        figures = {one.formula.id: one for one in (*self.offered(), *levels, self.outcomes())}
        main = figures.pop(self._main)
        return replace(main, terms=self.terms, beside=tuple(figures.values()))

    def offered(self) -> tuple[Share, Share, Share]:
        """Return the calls answered of those offered, the same without short abandons, and those given up (S2-28)."""
        ended = self._ended
        answered = ended[Ended.ANSWERED] + self._reached
        offered = ended.total() - ended[Ended.SELF_SERVED]
        gave_up = ended[Ended.ABANDONED] + ended[Ended.SHORT] + ended[Ended.IN_MENU]
        return (
            self._share("phone-answered-of-offered", answered, offered),
            self._share("phone-answered-of-offered-less-short", answered, offered - ended[Ended.SHORT]),
            self._share("phone-abandoned-of-offered", gave_up, offered),
        )

    def service_levels(self) -> tuple[Share, ...]:
        """Return the five service levels that the same calls make (B.17)."""
        answered, short = self._ended[Ended.ANSWERED], self._ended[Ended.SHORT]
        abandoned = self._ended[Ended.ABANDONED] + short
        soon = self._soon[Ended.ANSWERED]
        abandoned_soon = self._soon[Ended.ABANDONED] + short
        return (
            self._share("phone-level-abandoned-in-time-as-kept", soon + abandoned_soon, answered + abandoned),
            self._share("phone-level-of-answered", soon, answered),
            self._share("phone-level-of-all", soon, answered + abandoned),
            self._share("phone-level-less-abandoned-in-time", soon, answered + abandoned - abandoned_soon),
            self._share("phone-level-short-as-kept", soon + short, answered + abandoned),
        )

    def outcomes(self) -> Count:
        """Return how many calls ended in each way, in the order of ``Ended``."""
        counts = {one.value: self._ended[one] for one in Ended if self._ended[one]}
        total = self._ended.total()
        return Count(formula=_BY_ID["phone-outcomes"], terms=self._bare, counts=counts, total=total, apart=self._apart)

    def _wait(self, beside: tuple[Figure, ...]) -> Wait:
        return Wait(
            formula=_BY_ID[self._main],
            terms=self.terms,
            spread=self._answered.spread(),
            unserved=self._gave_up.spread(),
            unserved_are="gave up in the queue",
            apart=self._apart,
            beside=beside,
        )

    def _share(self, formula: str, part: int, whole: int) -> Share:
        return Share(formula=_BY_ID[formula], terms=self._bare, numerator=part, denominator=whole, apart=self._apart)

    @property
    def _apart(self) -> Apart:
        return Apart(running=self._running, excluded=dict(self.excluded))

    @property
    def _bare(self) -> Terms:
        """The terms without a target: only the main figure is held to one."""
        return replace(self.terms, target=None)


def hours(charter: Charter, service: str) -> Calendar:
    """Return the calendar with a service's opening hours, or the charter's own where it publishes none for it."""
    return charter.services.get(service, charter.calendar)


def _without_short(formula: str, charter: Charter) -> str:
    """Return the share of calls answered as a charter's own setting counts callers who give up at once (A.9)."""
    setting = charter.settings.get("abandoned_calls")
    if formula == "phone-answered-of-offered" and setting is not None and setting.value == "left out when short":
        return "phone-answered-of-offered-less-short"
    return formula


_PHONE = frozenset({"phone"})
_OUT_OF_HOURS = "Calls that came outside the published opening hours are counted apart."
_LEVEL = "20 seconds are counted from joining the queue and include the last. Only calls answered or abandoned count."


def _of_calls(id: str, name: str, words: str, unit: str = "%") -> Formula:
    def counter(terms: Terms, promise: Promise, charter: Charter) -> Calls:
        return Calls(terms, hours(charter, "phone"), _without_short(id, charter), promise)

    return Formula(id, name, words, Contacts(counter, (frozenset({"answered"}),), _PHONE), unit)


FORMULAS = (
    _of_calls(
        "phone-answered-of-offered",
        "Calls answered",
        "Calls answered by a person, or called back and reached by the time agreed and at the latest by the end of the "
        "next working day, out of all calls in the period in opening hours. "
        f"Callers who gave up count, however soon; callers whom the menu itself served do not. {_OUT_OF_HOURS}",
    ),
    _of_calls(
        "phone-answered-of-offered-less-short",
        "Calls answered, without callers who gave up at once",
        "As phone-answered-of-offered, without callers who gave up less than 5 seconds after joining the queue.",
    ),
    _of_calls(
        "phone-abandoned-of-offered",
        "Callers who gave up",
        "Calls in which the caller gave up, in the menu or in the queue, out of those of phone-answered-of-offered.",
    ),
    _of_calls(
        "phone-level-abandoned-in-time-as-kept",
        "Answered within 20 seconds, or given up by then",
        f"Calls answered or abandoned within 20 seconds, out of all answered or abandoned. {_LEVEL}",
    ),
    _of_calls(
        "phone-level-of-answered",
        "Within 20 seconds, of calls answered",
        f"Calls answered within 20 seconds, out of all answered. {_LEVEL}",
    ),
    _of_calls(
        "phone-level-of-all",
        "Answered within 20 seconds, of all calls",
        f"Calls answered within 20 seconds, out of all answered or abandoned. {_LEVEL}",
    ),
    _of_calls(
        "phone-level-less-abandoned-in-time",
        "Answered within 20 seconds, without those given up by then",
        f"Calls answered within 20 seconds, out of all answered or abandoned later than 20 seconds. {_LEVEL}",
    ),
    _of_calls(
        "phone-level-short-as-kept",
        "Answered within 20 seconds, or given up at once",
        f"Calls answered within 20 seconds or abandoned in less than 5, out of all answered or abandoned. {_LEVEL}",
    ),
    _of_calls(
        "phone-outcomes",
        "How calls ended",
        f"Calls that began in the period, by how they ended. {_OUT_OF_HOURS}",
        "calls",
    ),
    _of_calls(
        "mean-wait-answered",
        "Mean wait to be answered",
        "The mean wait from joining the queue to being answered by a person, over calls answered that began in the "
        f"period. The mean with callers who gave up in the queue is shown beside. {_OUT_OF_HOURS}",
        "seconds",
    ),
    _of_calls(
        "percentiles-wait",
        "Wait to be answered",
        "The median and the 90th percentile, by nearest rank, of the wait from joining the queue to being answered by "
        f"a person, over calls answered that began in the period. {_OUT_OF_HOURS}",
        "seconds",
    ),
)
_BY_ID = {formula.id: formula for formula in FORMULAS}
