"""Clocks with a time limit: plain deadlines, contingent acknowledgements (C6) and notices of delay (C7)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from answerable.standards.charter.clock_rules import Awaiting, Contingent, Deadline, Notice, Timed
from answerable.standards.charter.promises import Owed, Promise
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.outcome import Clock, State, left_out, say, sentence
from answerable.standards.judging.reckoning import Reckoning, holds, opening_of, reckon
from answerable.standards.time.calendar import Calendar, NotKnownYet
from answerable.standards.time.counting import in_time, is_open, start_of, working_days_before
from answerable.standards.time.duration import Rings, Seconds
from answerable.standards.vocabulary.details import DETAILS
from answerable.standards.vocabulary.facts import BEGINNINGS, FULL_REPLY, SET_ASIDE, noun
from answerable.standards.words import say_list


def timed(owed: Owed, rule: Deadline | Contingent, contact: Contact, now: datetime) -> Clock | None:
    """Judge a time limit, or return None when the clock was never opened or its condition was not met.

    One that reaches past what its calendar knows is uncounted, for that reason, and stops no other.
    """
    contact = _as_it_opened(rule, contact)
    try:
        return _timed(owed, rule, contact, now)
    except NotKnownYet as error:
        return _uncounted(owed, rule, contact, error)


def _uncounted(owed: Owed, rule: Deadline | Contingent, contact: Contact, error: NotKnownYet) -> Clock | None:
    opening = opening_of(contact, rule.opens)
    assert opening is not None
    if rule.only_if is not None and contact.first(rule.only_if.fact) is None:
        return None
    opened, ends = opening.at, rule.calendar.ends
    since = None if rule.even_before else opened
    first = _first(rule, contact, since)
    came = None if first is None else first.at
    stopped = _stopped(rule, contact, since) if isinstance(rule, Deadline) else came
    reckoning = Reckoning(opened, opened, ends, ends, rule.within, counted=False)
    state, reason = set_aside(owed, contact, reckoning, stopped) or (State.UNCOUNTED, error.why)
    return Clock(owed.promise, state, reason, ends, ends, stopped, reckoning)


def _timed(owed: Owed, rule: Deadline | Contingent, contact: Contact, now: datetime) -> Clock | None:
    reckoning = reckon(rule, contact)
    if reckoning is None:
        return None
    if rule.only_if is not None and holds(rule.only_if, rule, contact, reckoning) is None:
        return None
    if isinstance(rule, Contingent):
        return _contingent(owed, rule, contact, now, reckoning)
    stopped = _stopped(rule, contact, _since(rule, reckoning))
    if stopped is not None and reckoning.extended is not None and stopped < reckoning.extended.at:
        # It was given for a later stage: nothing moves a clock that has stopped.
        return _timed(owed, replace(rule, extension=None), contact, now)
    promise, due_at = owed.promise, reckoning.due
    state, reason = _set_aside(owed, rule, contact, reckoning, stopped) or _stands(
        rule, contact, reckoning, stopped, now
    )
    automatic = rule.stop == _ACKNOWLEDGEMENT and _is_automatic(_first(rule, contact, _since(rule, reckoning)))
    return Clock(promise, state, reason, due_at, due_at, stopped, reckoning, automatic=automatic)


def _as_it_opened(rule: Timed, contact: Contact) -> Contact:
    """Leave out what was told, of the moment a later fact opens a clock, before that fact: it is of the stage before.

    A log that gives days alone has stage one's reply and the request for stage two at one moment.
    """
    opening = contact.first(rule.opens) if rule.opens not in _BEGINS and not rule.even_before else None
    if opening is None:
        return contact
    place = contact.facts.index(opening)
    before, since = contact.facts[:place], contact.facts[place:]
    kept = tuple(fact for fact in before if fact.at < opening.at or fact.what in _ASIDE_OR_BACK)
    return contact if len(kept) == place else replace(contact, facts=kept + since)


_ACKNOWLEDGEMENT = noun("acknowledged")
_BEGINS = frozenset({"received", *BEGINNINGS.values()})
_ASIDE_OR_BACK = SET_ASIDE | {"put_back"}


def _set_aside(
    owed: Owed, rule: Timed, contact: Contact, reckoning: Reckoning, stopped: datetime | None
) -> tuple[State, str] | None:
    """Say why a time limit is not judged at all, or None when it is."""
    aside = set_aside(owed, contact, reckoning, stopped)
    if aside is not None:
        return aside
    if rule.void_by is not None:
        fact = holds(rule.void_by, rule, contact, reckoning)
        if fact is not None and (stopped is None or fact.at < stopped):
            return State.VOID, sentence(rule.void_by.reason)
    if rule.lifted_by is not None and holds(rule.lifted_by, rule, contact, reckoning):
        return State.NOT_REQUIRED, sentence(rule.lifted_by.reason)
    if rule.in_hours and not is_open(reckoning.opened, rule.calendar):
        return State.EXCLUDED, "It came outside the published opening hours."
    return None


def set_aside(owed: Owed, contact: Contact, reckoning: Reckoning, stopped: datetime | None) -> tuple[State, str] | None:
    """Say why nothing with a date is judged, whatever its rule: struck out, or taken back in time."""
    struck = struck_out(owed, contact)
    if struck is not None:
        return struck
    withdrawn = contact.in_force("withdrawn")
    if (
        withdrawn is not None
        and in_time(withdrawn.at, reckoning.due, reckoning.limit)
        and (stopped is None or withdrawn.at < stopped)
    ):
        return State.VOID, "The customer took the matter back before it fell due."
    return None


def struck_out(owed: Owed, contact: Contact) -> tuple[State, str] | None:
    """Say why nothing at all is judged: another timescale applies (C17), or the contact is left out (C10)."""
    if owed.voided_by is not None:
        return State.VOID, sentence(owed.voided_by.reason)
    excluded = contact.in_force("excluded")
    return None if excluded is None else (State.EXCLUDED, left_out(excluded))


def _stands(
    rule: Deadline, contact: Contact, reckoning: Reckoning, stopped: datetime | None, now: datetime
) -> tuple[State, str]:
    """Tell where a plain deadline stands.

    A slot offered too late breaks nothing while there is still time to offer a sooner one (S1-19).
    """
    waiting = reckoning.waiting
    over = not in_time(now, reckoning.due, reckoning.limit)
    if stopped is not None:
        if in_time(stopped, reckoning.due, reckoning.limit) or _stood_still(reckoning, stopped):
            return State.KEPT, say(rule.stop, "in time")
        if over:
            return State.BROKEN, say(rule.stop, "late")
    if reckoning.lapses is not None and now > reckoning.lapses:
        return State.VOID, "The matter lapsed: what we asked for did not come in the time allowed."
    if waiting is not None:
        return State.PAUSED, sentence(waiting.by.reason)
    left = contact.first(rule.left) if rule.left is not None else None
    if left is not None and in_time(left.at, reckoning.due, reckoning.limit):
        return State.EXCLUDED, "The person left before the limit was reached."
    if over:
        return State.BROKEN, _missing(rule, contact, reckoning.opened)
    if _soon(rule, reckoning.due, now):
        return State.DUE_SOON, say(rule.stop, "soon")
    return State.RUNNING, say(rule.stop, "running")


def _stood_still(reckoning: Reckoning, moment: datetime) -> bool:
    """Tell whether a clock stood still at a moment: what is done while we need not do it is done in time."""
    return any(span.asked <= moment and (span.answered is None or moment <= span.answered) for span in reckoning.spans)


def _contingent(owed: Owed, rule: Contingent, contact: Contact, now: datetime, reckoning: Reckoning) -> Clock:
    """Judge an acknowledgement owed only when the full reply will take longer (C6).

    It is kept by a full reply by R or an acknowledgement by A. Failure is final at R, or when an officer declares that
    R cannot be met if that is sooner, but never before A.
    """
    by_ack, by_reply, limit = reckoning.due, reckoning.or_by, reckoning.limit
    assert by_reply is not None
    reply = answered(contact, reckoning.opened, FULL_REPLY)
    first = _first(rule, contact, _since(rule, reckoning))
    stopped = None if first is None else first.at
    acknowledged = stopped is not None and in_time(stopped, by_ack, limit)
    replied = reply is not None and in_time(reply, by_reply, rule.unless_full_reply_within)
    settled = stopped if acknowledged else reply if replied else None
    declared = contact.first("declared_late")
    final = max(by_ack, by_reply if declared is None else min(by_reply, declared.at))

    def clock(state: State, reason: str, at: datetime | None = stopped) -> Clock:
        automatic = at is stopped and _is_automatic(first)
        return Clock(owed.promise, state, reason, by_ack, final, at, reckoning, automatic=automatic)

    aside = _set_aside(owed, rule, contact, reckoning._replace(due=final), settled)
    if aside is not None:
        return clock(*aside)
    if replied:
        return clock(State.NOT_REQUIRED, f"The full reply came so soon that no {noun(rule.stop)} was owed.", reply)
    if acknowledged:
        return clock(State.KEPT, say(rule.stop, "in time"))
    if not in_time(now, by_ack, limit):
        if declared is not None or not in_time(now, by_reply, rule.unless_full_reply_within):
            missing = _missing(rule, contact, reckoning.opened)
            return clock(State.BROKEN, missing if stopped is None else say(rule.stop, "late"))
        return clock(State.EXPOSED, f"The {noun(rule.stop)} is late; only a full reply in time can still save this.")
    if _soon(rule, by_ack, now):
        return clock(State.DUE_SOON, say(rule.stop, "soon"))
    return clock(State.RUNNING, say(rule.stop, "running"))


def notice(owed: Owed, rule: Notice, target: Promise, contact: Contact, now: datetime) -> Iterator[Clock]:
    """Judge a delay notice: owed only when the full reply is not sent by its due moment, and due at that moment.

    It does not cure the late reply, which is judged on its own clock (C7).
    """
    assert isinstance(target.clock, Timed)
    reply = timed(Owed(target, owed.voided_by), target.clock, contact, now)
    if reply is None:
        return
    first = _first(rule, contact, reply.reckoning.opened)
    stopped = None if first is None else first.at
    state, reason = _stands_beside(rule, contact, reply, stopped)
    yield Clock(owed.promise, state, reason, reply.due, reply.decided, stopped, reply.reckoning, beside=target)


def _stands_beside(rule: Notice, contact: Contact, reply: Clock, told: datetime | None) -> tuple[State, str]:
    if reply.state in (State.VOID, State.EXCLUDED, State.NOT_REQUIRED, State.PAUSED, State.UNCOUNTED):
        return reply.state, reply.reason
    if reply.state is State.KEPT:
        return State.NOT_REQUIRED, "The full reply was sent in time, so no notice of delay was owed."
    if told is not None:
        if in_time(told, reply.due, reply.reckoning.limit):
            return State.KEPT, say(rule.stop, "in time")
        return State.BROKEN, say(rule.stop, "late")
    if reply.state is State.BROKEN:
        return State.BROKEN, _missing(rule, contact, reply.reckoning.opened)
    return reply.state, "Owed only if the full reply will not be sent in time."


def _stopped(rule: Deadline, contact: Contact, since: datetime | None) -> datetime | None:
    """Return when a deadline was met: by the first fact that counts, the nth, or the one whose own date is soonest."""
    if rule.stop_after is not None:
        first = contact.first(rule.stop_after)
        later = () if first is None else contact.facts[contact.facts.index(first) + 1 :]
        contact = replace(contact, facts=later)
    detail = rule.measured_to
    if detail is None and rule.nth == 1:
        first = _first(rule, contact, since)
        return None if first is None else first.at
    found = [fact for fact in contact.facts if fact.what in rule.stops and _counts(fact, rule, since)]
    if detail is None:
        return found[rule.nth - 1].at if len(found) >= rule.nth else None
    return min((_measured(fact, detail, rule.calendar) for fact in found if fact.details.get(detail)), default=None)


def _since(rule: Timed, reckoning: Reckoning) -> datetime | None:
    """Return from when on a stop counts: from the opening, or from any moment where it may have come before."""
    return None if rule.even_before else reckoning.opened


def _first(rule: Awaiting, contact: Contact, since: datetime | None) -> Fact | None:
    """Return what a clock waits for as it first came; without a moment, though it came before the clock opened."""
    stops = rule.stops
    for fact in contact.facts:
        if fact.what in stops and _counts(fact, rule, since):
            return fact
    return None


def _is_automatic(fact: Fact | None) -> bool:
    return fact is not None and bool(fact.details.get("automatic"))


def answered(contact: Contact, since: datetime, by: frozenset[str], after: Fact | None = None) -> datetime | None:
    """Return when a person first did one of some things; an automatic message answers nothing (C5)."""
    for fact in contact.facts:
        if fact.what in by and fact.at >= since and fact is not after and not fact.details.get("automatic"):
            return fact.at
    return None


def _counts(fact: Fact, rule: Awaiting, since: datetime | None) -> bool:
    """Tell whether a message came after the opening, and is good enough to stop a clock (C5)."""
    if since is not None and fact.at < since:
        return False
    needs = _needs(fact, rule)
    return needs is not None and all(fact.details.get(name) for name in needs)


def _needs(fact: Fact, rule: Awaiting) -> tuple[str, ...] | None:
    """Return the details with which a message stops a clock, or None when it never does.

    An automatic message stops an acknowledgement at most, and only one that a charter lets it stop. Full replies answer
    the matter, so they need none of the content an acknowledgement must carry.
    """
    is_answer = fact.what in FULL_REPLY
    if not fact.details.get("automatic"):
        return () if is_answer else rule.needs
    if not rule.automatic or rule.stop != _ACKNOWLEDGEMENT:
        return None
    return () if is_answer else rule.needs + rule.automatic_needs


def _missing(rule: Awaiting, contact: Contact, opened: datetime) -> str:
    """Say that nothing came that stops a clock: nothing at all, or something that is not good enough to."""
    since = None if isinstance(rule, Timed) and rule.even_before else opened
    for fact in contact.facts:
        if fact.what in rule.stops and (since is None or fact.at >= since):
            short = _falls_short(fact, rule)
            if short:
                return f"The {noun(rule.stop)} came {short}."
    return say(rule.stop, "missing")


def _falls_short(fact: Fact, rule: Awaiting) -> str:
    """Say what a message lacks to stop a clock, or nothing when it lacks nothing."""
    needs = _needs(fact, rule)
    if needs is None:
        return "from a machine, which does not count"
    if isinstance(rule, Deadline) and rule.measured_to is not None:
        needs += (rule.measured_to,)
    lacks = [DETAILS[name].within_a_line for name in needs if not fact.details.get(name)]
    return f"without what it must give: {say_list(lacks)}" if lacks else ""


def _measured(fact: Fact, detail: str, calendar: Calendar) -> datetime:
    """Return the moment that must fall within the limit: the slot that is offered, or the offer if that is later."""
    said = fact.details[detail]
    return max(fact.at, said if isinstance(said, datetime) else start_of(said, calendar))


def _soon(rule: Timed, due_at: datetime, now: datetime) -> bool:
    """Tell whether a running clock is close enough to its due moment to warn of; seconds on a phone are not.

    Where the working days before that moment are not known yet, nobody is warned: a prompt takes no clock with it.
    """
    if rule.due_soon is None or isinstance(rule.within, (Seconds, Rings)):
        return False
    try:
        return now >= working_days_before(due_at, rule.due_soon, rule.calendar)
    except NotKnownYet:
        return False
