"""Where each promise owed to a contact stands: promise + facts + calendar + now -> Clock.

A clock is computed, never ticked: the same facts and the same ``now`` always give the same answer, and the true
moment of a breach comes out however late anybody looks.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from answerable.standards.charter.clock_rules import ClockRule, Contingent, DatesKept, Deadline, Notice
from answerable.standards.charter.promises import Charter, Owed, Promise
from answerable.standards.facts import Contact
from answerable.standards.judging.messages import TOLD, content, dates_told
from answerable.standards.judging.outcome import Clock, ClockKey, Measure, State, left_out
from answerable.standards.judging.striking import with_corrected
from answerable.standards.judging.timed import notice, timed
from answerable.standards.vocabulary.leaving_out import somebody_waits

__all__ = ["TOLD", "Clock", "Measure", "State", "judge", "judge_all"]


def judge_all(contact: Contact, *, charter: Charter, now: datetime) -> list[Clock]:
    """Judge every promise a charter owes a contact, statutory ones included (C16).

    A clock that reaches past what its calendar knows is uncounted, and the others are judged. Raises CannotCount for
    what began before any calendar does.
    """
    contact = contact.until(now)
    clocks = _judge_all(contact, charter, now)
    return with_corrected(clocks, contact, lambda was, at: _judge_all(was, charter, at)) if contact.noted else clocks


def _judge_all(contact: Contact, charter: Charter, now: datetime) -> list[Clock]:
    clocks = _standing(contact, charter, now)
    broken = _broken_before(contact, charter, now)
    return _with_broken(clocks, broken) if broken else clocks


def _broken_before(contact: Contact, charter: Charter, now: datetime) -> dict[ClockKey, Clock]:
    """Return the clocks that were broken before the contact was set aside, or given another kind.

    What was broken stays so, and counts (C10, C17); but where nobody can have waited it is left out, as left out late.
    """
    broken: dict[ClockKey, Clock] = {}
    for change in contact.changes:
        clocks = _standing(contact.without(change), charter, now)
        late = (clock for clock in clocks if clock.state is State.BROKEN and clock.decided < change.at)
        broken |= {clock.key: clock._replace(aside=change) for clock in late}
    excluded = contact.in_force("excluded")
    aside = excluded or contact.in_force("withdrawn")
    if excluded is not None and not somebody_waits(excluded.details.get("code")):
        reason = left_out(excluded, late=True)
        return {key: one._replace(state=State.EXCLUDED, reason=reason, aside=None) for key, one in broken.items()}
    return {key: one._replace(aside=aside or one.aside) for key, one in broken.items()}


def _with_broken(clocks: Iterable[Clock], broken: Mapping[ClockKey, Clock]) -> list[Clock]:
    """Put what was broken before in the place of what stands now; what stands no more comes last."""
    found, left = [], dict(broken)
    for clock in clocks:
        before = left.pop(clock.key, clock)
        stays = clock.state is State.BROKEN and before.aside is not None and before.aside.what == "typed"
        found.append(clock if stays else before)
    return [*found, *left.values()]


def _standing(contact: Contact, charter: Charter, now: datetime) -> list[Clock]:
    clocks: list[Clock] = []
    dated = [fact for fact in contact.facts if fact.details.get("by_when")]
    for owed in charter.owed_to(contact):
        clocks.extend(_judge(owed, contact, now))
        if dated and isinstance(owed.promise.clock, DatesKept) and owed.voided_by is None:
            on = owed.promise.rule.on if owed.promise.rule else ()
            dated = [fact for fact in dated if fact.what not in on]
    if dated:
        clocks.extend(dates_told(TOLD, DatesKept(charter.calendar), contact, now, dated))
    return clocks


def judge(promise: Promise, contact: Contact, *, now: datetime) -> tuple[Clock, ...]:
    """Judge one promise on one contact, whether or not a charter owes it: none, one, or one for each message."""
    contact = contact.until(now)
    clocks = _judge(Owed(promise), contact, now)
    if contact.noted:
        clocks = with_corrected(clocks, contact, lambda was, at: _judge(Owed(promise), was, at))
    return tuple(clocks)


def _judge(owed: Owed, contact: Contact, now: datetime) -> list[Clock]:
    promise = owed.promise
    clocks = [] if promise.clock is None else _by_rule(owed, promise.clock, contact, now)
    if promise.rule is not None and promise.checks_messages:
        clocks += content(owed, promise.rule, contact)
    return clocks


def _by_rule(owed: Owed, rule: ClockRule, contact: Contact, now: datetime) -> list[Clock]:
    promise = owed.promise
    match rule:
        case Deadline() | Contingent():
            clock = timed(owed, rule, contact, now)
            return [] if clock is None else [clock]
        case Notice():
            targets = [target for target in rule.notice_for if target.owed_on(contact.channel)]
            asked = [target for target in targets if any(map(target.owed_to, contact.kinds))]
            return [clock for target in asked for clock in notice(owed, rule, target, contact, now)]
        case _ if owed.voided_by is not None:
            return []  # the dates we gave still bind us, as TOLD
        case _:
            on = promise.rule.on if promise.rule else ()
            dated = [fact for fact in contact.facts if fact.what in on and fact.details.get("by_when")]
            return list(dates_told(promise, rule, contact, now, dated))
