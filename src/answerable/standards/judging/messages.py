"""Clocks that watch what we write: the dates we give (C8), and what each message must carry."""

from collections.abc import Iterator
from datetime import datetime

from answerable.standards.charter.clock_rules import SAME_DAY, DatesKept
from answerable.standards.charter.promises import ContentRule, Owed, Promise, Strength
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.judging.reckoning import Reckoning, moment_said
from answerable.standards.judging.timed import answered, set_aside, struck_out
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.counting import in_time
from answerable.standards.time.duration import ElapsedHours, Seconds
from answerable.standards.vocabulary.details import DETAILS
from answerable.standards.vocabulary.facts import FULL_REPLY, stopping_facts
from answerable.standards.words import say_list

TOLD = Promise(
    id="TOLD",
    words="When we give you a date, we keep to it.",
    kind=("clock",),
    strength=Strength.WILL,
    channels=frozenset({"all"}),
    source="C8",
    local="The document does not promise this of every date. We count each date that we give as a promise.",
    clock=DatesKept(Calendar("every weekday")),
    rule=ContentRule(
        "A date given to a customer is a promise",
        on=("acknowledged", "responded", "replied", "delay_told", "callback_agreed"),
    ),
)
"""The promise every date makes, in charters that do not say so themselves (C8)."""

_TO_THE_MOMENT, _AT_ONCE = ElapsedHours(0), Seconds(0)


def dates_told(
    promise: Promise, rule: DatesKept, contact: Contact, now: datetime, dated: list[Fact]
) -> Iterator[Clock]:
    """Judge each date given to the customer as a promise of its own (C8)."""
    for fact in dated:
        told = fact.details["by_when"]
        due_at = moment_said(told, rule.calendar)
        limit = _TO_THE_MOMENT if isinstance(told, datetime) else SAME_DAY
        stopped = answered(contact, fact.at, awaited(fact), after=fact)
        reckoning = Reckoning(fact.at, fact.at, due_at, due_at, limit)
        aside = set_aside(Owed(promise), contact, reckoning, stopped)
        if aside is not None:
            state, reason = aside
        elif stopped is not None:
            kept = in_time(stopped, due_at, limit)
            state, reason = (
                (State.KEPT, "Done by the date given.") if kept else (State.BROKEN, "Done after the date given.")
            )
        elif not in_time(now, due_at, limit):
            state, reason = State.BROKEN, "Not done by the date given."
        else:
            state, reason = State.RUNNING, "The date given has not passed."
        yield Clock(promise, state, reason, due_at, due_at, stopped, reckoning, Measure.DERIVED, fact)


def awaited(fact: Fact) -> frozenset[str]:
    """Return the facts that keep a date given in a message: for most, the full answer.

    A machine that wrote before anybody had read the message cannot say when it is answered in full, only by when a
    person writes.
    """
    if fact.details.get("unread"):
        return _RESPONSE
    return _AWAITED.get(fact.what, FULL_REPLY)


def awaited_by_dates(contact: Contact) -> frozenset[str]:
    """Return the facts that keep one of the dates given on a contact."""
    given = (fact for fact in contact.facts if fact.details.get("by_when"))
    return frozenset().union(*map(awaited, given))


_RESPONSE = stopping_facts("response")
_AWAITED = {"callback_agreed": frozenset({"called_back"}), "replied": frozenset({"resolved"})}


def content(owed: Owed, rule: ContentRule, contact: Contact) -> Iterator[Clock]:
    """Check what each message carries; the moment of sending decides it.

    What only a person can say, such as who deals with it, is asked of a person's message and of no machine's.
    """
    struck = struck_out(owed, contact)
    for fact in contact.facts:
        if fact.what not in rule.on or (rule.is_for_people and fact.details.get("automatic")):
            continue
        missing = [name for name in rule.needs if not fact.details.get(name)]
        if struck is not None:
            state, reason = struck
        elif rule.unless_closes and fact.details.get("closes"):
            state, reason = State.NOT_REQUIRED, "The message closed the matter."
        elif missing:
            told = say_list([DETAILS[name].within_a_line for name in missing])
            state, reason = State.BROKEN, f"The message did not give: {told}."
        else:
            state, reason = State.KEPT, "The message gave all it must."
        reckoning = Reckoning(fact.at, fact.at, fact.at, fact.at, _AT_ONCE)
        yield Clock(owed.promise, state, reason, fact.at, fact.at, fact.at, reckoning, Measure.CONTENT, fact)
