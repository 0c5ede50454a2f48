"""Where each promise owed to a contact stands: promise + facts + calendar + now -> Clock.

A clock is computed, never ticked: the same facts and the same ``now`` always give the same answer, and the true
moment of a breach comes out however late anybody looks.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from answerable.standards.charter import Charter, ClockRule, ContentRule, Owed, Promise, Strength
from answerable.standards.counting import due, end_of, in_time, start_of, working_days_before
from answerable.standards.duration import ElapsedHours, Rings, Seconds, WorkingDays
from answerable.standards.facts import FULL_REPLY, Contact, Fact
from answerable.standards.reckoning import Reckoning, holds, reckon
from answerable.standards.words import say_list


class State(StrEnum):
    """Where a clock stands (C20)."""

    RUNNING = "running"
    DUE_SOON = "due soon"
    EXPOSED = "exposed"
    """Only one of two ways to keep the promise is left (C6)."""
    KEPT = "kept"
    BROKEN = "broken"
    NOT_REQUIRED = "not required"
    VOID = "void"
    EXCLUDED = "excluded"
    PAUSED = "paused"


class Measure(StrEnum):
    """What a clock watches: a time limit, the content of one message, or a date we gave (C8)."""

    TIMED = "timed"
    CONTENT = "content"
    DERIVED = "derived"


class Clock(NamedTuple):
    """How one promise stands on one contact.

    ``due`` is the moment by which to act. ``decided`` is the moment at which failure is final, and by which a clock
    belongs to a period (C11): the same as ``due`` but for a contingent acknowledgement, whose second way out runs
    longer (C6). ``stopped`` is when the fact that settled it happened. Moments are aware and in UTC.
    ``about`` is the message or date watched, and ``beside`` the promise a delay notice speaks of.
    """

    promise: Promise
    state: State
    reason: str
    due: datetime
    decided: datetime
    stopped: datetime | None
    reckoning: Reckoning
    measure: Measure = Measure.TIMED
    about: Fact | None = None
    beside: Promise | None = None


TOLD = Promise(
    id="TOLD",
    words="When we give you a date, we keep to it.",
    kind=("clock",),
    strength=Strength.WILL,
    channels=frozenset({"all"}),
    source="C8",
    clock=ClockRule(derived=True),
    rule=ContentRule(
        "A date given to a customer is a promise",
        on=("acknowledged", "responded", "replied", "delay_told", "callback_agreed"),
    ),
)
"""The promise every date makes, in charters that do not say so themselves (C8)."""


def judge_all(contact: Contact, *, charter: Charter, now: datetime) -> list[Clock]:
    """Judge every promise a charter owes a contact, statutory ones included (C16).

    Raises CannotCount when a due moment lies outside what a calendar knows.
    """
    contact = contact.until(now)
    clocks: list[Clock] = []
    dated = [fact for fact in contact.facts if fact.details.get("by_when")]
    for owed in charter.owed_to(contact):
        clocks.extend(_judge(owed, contact, now))
        if dated and owed.promise.clock is not None and owed.promise.clock.derived and owed.promise.rule is not None:
            dated = [fact for fact in dated if fact.what not in owed.promise.rule.on]
    if dated:
        rule = ClockRule(derived=True, calendar=charter.calendar)
        clocks.extend(_dates_told(TOLD, rule, contact, now, dated))
    return clocks


def judge(promise: Promise, contact: Contact, *, now: datetime) -> tuple[Clock, ...]:
    """Judge one promise on one contact, whether or not a charter owes it: none, one, or one for each message."""
    return tuple(_judge(Owed(promise), contact.until(now), now))


def _judge(owed: Owed, contact: Contact, now: datetime) -> Iterator[Clock]:
    promise = owed.promise
    rule = promise.clock
    if rule is not None:
        if rule.derived:
            on = promise.rule.on if promise.rule else ()
            dated = [fact for fact in contact.facts if fact.what in on and fact.details.get("by_when")]
            yield from _dates_told(promise, rule, contact, now, dated)
        elif rule.notice_for:
            for target in rule.notice_for:
                if target.owed_on(contact.channel) and any(map(target.owed_to, contact.kinds)):
                    yield from _notice(owed, rule, target, contact, now)
        else:
            clock = _timed(owed, rule, contact, now)
            if clock is not None:
                yield clock
    if promise.rule is not None and promise.rule.needs and promise.kind[0] == "rule":
        yield from _content(promise, promise.rule, contact)


def _timed(owed: Owed, rule: ClockRule, contact: Contact, now: datetime) -> Clock | None:
    reckoning = reckon(rule, contact)
    if reckoning is None:
        return None
    if rule.only_if is not None and holds(rule.only_if, rule, contact, reckoning) is None:
        return None
    if rule.unless_full_reply_within is not None:
        return _contingent(owed, rule, contact, now, reckoning)
    promise, due_at = owed.promise, reckoning.due
    stop = _stop(rule, contact, reckoning.opened)
    stopped = stop and _measured(stop, rule)
    state, reason = _set_aside(owed, rule, contact, reckoning, stopped) or _stands(
        rule, contact, reckoning, stopped, now
    )
    return Clock(promise, state, reason, due_at, due_at, stopped, reckoning)


def _set_aside(
    owed: Owed, rule: ClockRule, contact: Contact, reckoning: Reckoning, stopped: datetime | None
) -> tuple[State, str] | None:
    """Say why a clock is not judged at all, or None when it is."""
    if owed.voided_by is not None:
        return State.VOID, f"{owed.voided_by.reason} ({owed.voided_by.promise})."
    excluded = contact.first("excluded")
    if excluded is not None:
        return State.EXCLUDED, f"Left out of the figures: {excluded.details.get('code', 'no code given')}."
    withdrawn = contact.first("withdrawn")
    if (
        withdrawn is not None
        and in_time(withdrawn.at, reckoning.due, reckoning.limit)
        and (stopped is None or withdrawn.at < stopped)
    ):
        return State.VOID, "The customer took the matter back before it fell due."
    if rule.void_by is not None:
        fact = holds(rule.void_by, rule, contact, reckoning)
        if fact is not None and (stopped is None or fact.at < stopped):
            return State.VOID, rule.void_by.reason
    if rule.lifted_by is not None and holds(rule.lifted_by, rule, contact, reckoning):
        return State.NOT_REQUIRED, rule.lifted_by.reason
    return _opened_in_hours(rule, reckoning)


def _opened_in_hours(rule: ClockRule, reckoning: Reckoning) -> tuple[State, str] | None:
    if rule.in_hours and not rule.calendar.table.is_open(int(reckoning.opened.timestamp())):
        return State.EXCLUDED, "It came outside the published opening hours."
    return None


def _stands(
    rule: ClockRule, contact: Contact, reckoning: Reckoning, stopped: datetime | None, now: datetime
) -> tuple[State, str]:
    """Tell where a plain deadline stands."""
    waiting = reckoning.waiting
    if stopped is not None:
        if in_time(stopped, reckoning.due, reckoning.limit) or (waiting is not None and stopped >= waiting.asked):
            return State.KEPT, _say(rule.stop, "in time")
        return State.BROKEN, _say(rule.stop, "late")
    if reckoning.lapses is not None and now > reckoning.lapses:
        return State.VOID, "The matter lapsed: what we asked for did not come in the time allowed."
    if waiting is not None:
        return State.PAUSED, waiting.by.reason
    left = contact.first(rule.left) if rule.left is not None else None
    if left is not None and in_time(left.at, reckoning.due, reckoning.limit):
        return State.EXCLUDED, "The person left before the limit was reached."
    if not in_time(now, reckoning.due, reckoning.limit):
        return State.BROKEN, _say(rule.stop, "missing")
    if _soon(rule, reckoning.due, now):
        return State.DUE_SOON, _say(rule.stop, "soon")
    return State.RUNNING, _say(rule.stop, "running")


def _contingent(owed: Owed, rule: ClockRule, contact: Contact, now: datetime, reckoning: Reckoning) -> Clock:
    """Judge an acknowledgement owed only when the full reply will take longer (C6).

    It is kept by a full reply by R or an acknowledgement by A. Failure is final at R, or when an officer declares that
    R cannot be met if that is sooner, but never before A.
    """
    assert rule.unless_full_reply_within is not None
    by_ack, limit = reckoning.due, reckoning.limit
    by_reply = due(rule.unless_full_reply_within, reckoning.counted_from, rule.calendar, rule.counting)
    reply = next((f.at for f in contact.facts if f.what in FULL_REPLY and f.at >= reckoning.opened), None)
    stop = _stop(rule, contact, reckoning.opened)
    stopped = stop.at if stop else None
    declared = contact.first("declared_late")
    final = max(by_ack, by_reply if declared is None else min(by_reply, declared.at))

    def clock(state: State, reason: str, at: datetime | None = stopped) -> Clock:
        return Clock(owed.promise, state, reason, by_ack, final, at, reckoning)

    aside = _set_aside(owed, rule, contact, reckoning, stopped)
    if aside is not None:
        return clock(*aside)
    if reply is not None and in_time(reply, by_reply, limit):
        return clock(State.NOT_REQUIRED, "The full reply was sent so soon that no acknowledgement was owed.", reply)
    if stopped is not None and in_time(stopped, by_ack, limit):
        return clock(State.KEPT, _say(rule.stop, "in time"))
    if not in_time(now, by_ack, limit) and (declared is not None or not in_time(now, by_reply, limit)):
        return clock(State.BROKEN, _say(rule.stop, "missing" if stopped is None else "late"))
    if stopped is not None or not in_time(now, by_ack, limit):
        return clock(
            State.EXPOSED, "The acknowledgement is late; only a full reply in time can still save the promise."
        )
    if _soon(rule, by_ack, now):
        return clock(State.DUE_SOON, "Send a full reply by its own limit, or acknowledge by the due moment.")
    return clock(State.RUNNING, _say(rule.stop, "running"))


def _notice(owed: Owed, rule: ClockRule, target: Promise, contact: Contact, now: datetime) -> Iterator[Clock]:
    """Judge a delay notice: owed only when the full reply is not sent by its due moment, and due at that moment.

    It does not cure the late reply, which is judged on its own clock (C7).
    """
    assert target.clock is not None
    reply = _timed(Owed(target, owed.voided_by), target.clock, contact, now)
    if reply is None:
        return
    told = _stop(rule, contact, reply.reckoning.opened)
    stopped = told.at if told else None
    state, reason = _notice_stands(rule, reply, stopped)
    yield Clock(owed.promise, state, reason, reply.due, reply.decided, stopped, reply.reckoning, beside=target)


def _notice_stands(rule: ClockRule, reply: Clock, told: datetime | None) -> tuple[State, str]:
    if reply.state in (State.VOID, State.EXCLUDED, State.NOT_REQUIRED, State.PAUSED):
        return reply.state, reply.reason
    if reply.state is State.KEPT:
        return State.NOT_REQUIRED, "The full reply was sent in time, so no notice of delay was owed."
    if told is not None:
        if in_time(told, reply.due, reply.reckoning.limit):
            return State.KEPT, _say(rule.stop, "in time")
        return State.BROKEN, _say(rule.stop, "late")
    if reply.state is State.BROKEN:
        return State.BROKEN, _say(rule.stop, "missing")
    return reply.state, "Owed only if the full reply will not be sent in time."


def _dates_told(
    promise: Promise, rule: ClockRule, contact: Contact, now: datetime, dated: list[Fact]
) -> Iterator[Clock]:
    """Judge each date given to the customer as a promise of its own (C8)."""
    for fact in dated:
        told = fact.details["by_when"]
        due_at = told if isinstance(told, datetime) else end_of(told, rule.calendar)
        limit = ElapsedHours(0) if isinstance(told, datetime) else WorkingDays(0)
        stops = _ANSWERS.get(fact.what, FULL_REPLY)
        stopped = next((f.at for f in contact.facts if f.what in stops and f.at >= fact.at and f is not fact), None)
        reckoning = Reckoning(fact.at, fact.at, due_at, due_at, limit)
        aside = _set_aside(Owed(promise), rule, contact, reckoning, stopped)
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


_ANSWERS = {"callback_agreed": frozenset({"called_back"}), "replied": frozenset({"resolved"})}


def _content(promise: Promise, rule: ContentRule, contact: Contact) -> Iterator[Clock]:
    """Check what each message carries; the moment of sending decides it."""
    excluded = contact.first("excluded")
    for fact in contact.facts:
        if fact.what not in rule.on:
            continue
        missing = [name.replace("_", " ") for name in rule.needs if not fact.details.get(name)]
        if excluded is not None:
            state, reason = State.EXCLUDED, f"Left out of the figures: {excluded.details.get('code', 'no code given')}."
        elif rule.unless_closes and fact.details.get("closes"):
            state, reason = State.NOT_REQUIRED, "The message closed the matter."
        elif missing:
            state, reason = State.BROKEN, f"The message did not give: {say_list(missing)}."
        else:
            state, reason = State.KEPT, "The message gave all it must."
        reckoning = Reckoning(fact.at, fact.at, fact.at, fact.at, Seconds(0))
        yield Clock(promise, state, reason, fact.at, fact.at, fact.at, reckoning, Measure.CONTENT, fact)


def _stop(rule: ClockRule, contact: Contact, opened: datetime) -> Fact | None:
    """Return the fact that stops a clock: the first that counts, or the one whose own moment is soonest."""
    found: list[Fact] = []
    for fact in contact.facts:
        if fact.what in rule.stops and fact.at >= opened and _counts(fact, rule):
            if rule.measured_to is None and rule.nth == 1:
                return fact
            found.append(fact)
    if rule.measured_to is not None:
        return min(found, key=lambda fact: _measured(fact, rule), default=None)
    return found[rule.nth - 1] if len(found) >= rule.nth else None


def _counts(fact: Fact, rule: ClockRule) -> bool:
    """Tell whether a message is good enough to stop a clock (C5).

    An automatic message stops an acknowledgement at most, and only one that a charter lets it stop. Full replies answer
    the matter, so they need none of the content an acknowledgement must carry.
    """
    details = fact.details
    if details.get("automatic") and not (rule.automatic and rule.stop == "acknowledgement"):
        return False
    if rule.needs and fact.what not in FULL_REPLY:
        return all(details.get(name) for name in rule.needs)
    return rule.measured_to is None or bool(details.get(rule.measured_to))


def _measured(fact: Fact, rule: ClockRule) -> datetime:
    """Return the moment that must fall within the limit: the fact's own, or the slot it offers if that is later."""
    if rule.measured_to is None:
        return fact.at
    said = fact.details[rule.measured_to]
    return max(fact.at, said if isinstance(said, datetime) else start_of(said, rule.calendar))


def _soon(rule: ClockRule, due_at: datetime, now: datetime) -> bool:
    """Tell whether a running clock is close enough to its due moment to warn of; seconds on a phone are not."""
    if rule.due_soon is None or isinstance(rule.within, (Seconds, Rings)):
        return False
    return now >= working_days_before(due_at, rule.due_soon, rule.calendar)


_NOUNS = {
    "delay_told": "notice of delay",
    "answered": "answer to the call",
    "greeted": "greeting",
    "seen": "visit's start",
    "called_back": "call back",
    "colleague_met": "colleague",
    "appointment_offered": "appointment",
    "investigated": "end of the investigation",
    "summary_sent": "written summary",
    "made_safe": "making safe",
    "appeal_decided": "decision on the appeal",
    "reviewed": "review",
    "outcome_sent": "letter with the outcome",
    "panel_met": "panel's meeting",
    "panel_reported": "panel's report",
}

_OUTCOMES = {
    "in time": "came in time",
    "late": "came late",
    "missing": "did not come by the due moment",
    "soon": "is due soon",
    "running": "is not yet due",
}


@lru_cache(maxsize=512)
def _say(stop: str, outcome: str) -> str:
    """Say how a clock's stop turned out: "The full reply came in time."."""
    return f"The {_NOUNS.get(stop, stop.replace('_', ' '))} {_OUTCOMES[outcome]}."
