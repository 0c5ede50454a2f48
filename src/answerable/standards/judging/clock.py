"""Where each promise owed to a contact stands: promise + facts + calendar + now -> Clock.

A clock is computed, never ticked: the same facts and the same ``now`` always give the same answer, and the true
moment of a breach comes out however late anybody looks.
"""

from collections.abc import Iterator
from datetime import datetime

from answerable.standards.charter.promises import Charter, ClockRule, Owed, Promise
from answerable.standards.facts import Contact
from answerable.standards.judging.messages import TOLD, content, dates_told
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.judging.timed import notice, timed

__all__ = ["TOLD", "Clock", "Measure", "State", "judge", "judge_all"]


def judge_all(contact: Contact, *, charter: Charter, now: datetime) -> list[Clock]:
    """Judge every promise a charter owes a contact, statutory ones included (C16).

    Raises CannotCount when a due moment lies outside what a calendar knows.
    """
    contact = contact.until(now)
    clocks: list[Clock] = []
    dated = [fact for fact in contact.facts if fact.details.get("by_when")]
    for owed in charter.owed_to(contact):
        clocks.extend(_judge(owed, contact, now))
        keeps = owed.promise.clock is not None and owed.promise.clock.derived and owed.voided_by is None
        if dated and keeps and owed.promise.rule is not None:
            dated = [fact for fact in dated if fact.what not in owed.promise.rule.on]
    if dated:
        clocks.extend(dates_told(TOLD, ClockRule(calendar=charter.calendar), contact, now, dated))
    return clocks


def judge(promise: Promise, contact: Contact, *, now: datetime) -> tuple[Clock, ...]:
    """Judge one promise on one contact, whether or not a charter owes it: none, one, or one for each message."""
    return tuple(_judge(Owed(promise), contact.until(now), now))


def _judge(owed: Owed, contact: Contact, now: datetime) -> Iterator[Clock]:
    promise = owed.promise
    rule = promise.clock
    if rule is not None:
        if rule.derived and owed.voided_by is None:
            on = promise.rule.on if promise.rule else ()
            dated = [fact for fact in contact.facts if fact.what in on and fact.details.get("by_when")]
            yield from dates_told(promise, rule, contact, now, dated)
        elif rule.derived:
            pass  # the dates we gave still bind us, as TOLD
        elif rule.notice_for:
            for target in rule.notice_for:
                if target.owed_on(contact.channel) and any(map(target.owed_to, contact.kinds)):
                    yield from notice(owed, rule, target, contact, now)
        else:
            clock = timed(owed, rule, contact, now)
            if clock is not None:
                yield clock
    if promise.rule is not None and promise.checks_messages:
        yield from content(owed, promise.rule, contact)
