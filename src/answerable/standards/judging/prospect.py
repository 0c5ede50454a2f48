"""Every clock that a contact would owe from the moment it is received, and on what each depends.

It is for telling somebody what to expect before anything else has happened. Clocks that a later fact opens, such as
those of stage two, are not owed at receipt and are left out, and so are dates we have yet to give (C8).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from answerable.standards.charter.clock_rules import SAME_DAY, Condition, Contingent, Deadline, Notice, Timed
from answerable.standards.charter.promises import Charter, Owed, Promise
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.outcome import Clock, State
from answerable.standards.judging.reckoning import variant_due
from answerable.standards.judging.timed import timed
from answerable.standards.time.calendar import NotKnownYet
from answerable.standards.time.counting import due, soft_target
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import BEGINNINGS, FACTS
from answerable.standards.vocabulary.kinds import COMPLAINTS, KINDS
from answerable.standards.words import say_date, say_list

AT_RECEIPT = frozenset({"received", *BEGINNINGS.values()})


@dataclass(frozen=True, slots=True)
class Prospect:
    """One clock that a contact would owe.

    ``state`` is running, or void, excluded or uncounted with its ``reason``. Where it is not ``counted``, ``due`` is
    the first moment not known. ``or_by`` is the second way to keep a contingent acknowledgement: a full reply by then
    (C6). ``staff_target`` is the council's last working day on or before the due moment, or None when none is left.
    ``variant_due`` is when it would fall due by another reading of its limit, which is never judged. ``beside`` is the
    promise that a notice of delay speaks of. Moments are in UTC.
    """

    promise: Promise
    due: datetime
    limit: str
    condition: str
    state: State
    reason: str
    staff_target: date | None
    or_by: datetime | None = None
    variant_due: datetime | None = None
    beside: Promise | None = None
    counted: bool = True


class _Asked(NamedTuple):
    """What is known of the contact; None is not known."""

    charter: Charter
    received: datetime
    channel: str | None
    kinds: frozenset[str] | None
    mailbox: str | None


def prospects(
    charter: Charter,
    received: datetime,
    *,
    channel: str | None = None,
    kinds: Collection[str] | None = None,
    mailbox: str | None = None,
) -> list[Prospect]:
    """List the clocks a contact received at a moment would owe, by due moment and then by promise.

    What is not told (channel, kinds, mailbox) is not guessed: clocks of every sort are listed, each with its condition.
    One that reaches past what its calendar knows is uncounted, and hides no other.
    """
    asked = _Asked(charter, received, channel, None if kinds is None else frozenset(kinds), mailbox)
    found = [prospect for promise in charter.promises for prospect in _of_promise(promise, asked)]
    return sorted(found, key=lambda one: (one.due, one.promise.id, one.beside.id if one.beside else ""))


def _of_promise(promise: Promise, asked: _Asked) -> Iterator[Prospect]:
    for target in promise.clock.notice_for if isinstance(promise.clock, Notice) else (promise,):
        if isinstance(target.clock, Timed) and target.clock.opens in AT_RECEIPT:
            prospect = _of_clock(promise, target, target.clock, asked)
            if prospect is not None:
                yield prospect


def _of_clock(promise: Promise, target: Promise, rule: Deadline | Contingent, asked: _Asked) -> Prospect | None:
    """Work out one clock; ``target`` is the promise itself, or the one that a notice of delay speaks of."""
    channels = [
        channel
        for channel in ((asked.channel,) if asked.channel else CHANNELS)
        if promise.owed_on(channel) and target.owed_on(channel)
    ]
    if not channels:
        return None
    by_kind = _by_kind(promise, target, channels[0], asked)
    standing = [owed for owed in by_kind.values() if owed.voided_by is None] or list(by_kind.values())
    if not standing:
        return None
    clock = _judged(standing[0], rule, channels[0], asked)
    if clock is None:
        return None
    kinds = {kind for kind, owed in by_kind.items() if (owed.voided_by is None) == (standing[0].voided_by is None)}
    conditions = [*_who(promise, target, channels, kinds, asked), *_what(promise, rule, clock, asked)]
    stands = clock.state in (State.VOID, State.EXCLUDED, State.UNCOUNTED)
    return Prospect(
        promise=promise,
        due=clock.due,
        limit=str(rule.within) if promise is target else f"as {target.id}, {rule.within}",
        condition="; ".join(conditions),
        state=clock.state if stands else State.RUNNING,
        reason=clock.reason if stands else "",
        staff_target=_aim(clock, asked),
        or_by=clock.reckoning.or_by,
        variant_due=variant_due(rule, clock.reckoning) if clock.reckoning.counted else None,
        beside=target if target is not promise else None,
        counted=clock.reckoning.counted,
    )


def _aim(clock: Clock, asked: _Asked) -> date | None:
    """Return the day staff aim for; None where none is left, or where the calendar does not know."""
    calendar = asked.charter.calendar
    if not clock.reckoning.counted:
        return None
    try:
        aim = soft_target(clock.due, calendar)
    except NotKnownYet:
        return None
    return aim if aim >= asked.received.astimezone(calendar.tz).date() else None


def _by_kind(promise: Promise, target: Promise, channel: str, asked: _Asked) -> dict[str, Owed]:
    """Ask the charter for which kinds of contact it owes a promise, and for which of them it is void.

    Kinds that are known are asked for together, because a contact of two kinds is owed what either gives (S3-28).
    """
    mailbox = promise.mailbox if asked.mailbox is None else asked.mailbox
    found = {}
    for kinds in [asked.kinds] if asked.kinds is not None else [frozenset({kind}) for kind in KINDS]:
        contact = Contact("", channel, kinds, (Fact("received", asked.received),), mailbox)
        for owed in asked.charter.owed_to(contact):
            if owed.promise is promise and any(map(target.owed_to, kinds)):
                found[" ".join(sorted(kinds))] = owed
    return found


def _judged(owed: Owed, rule: Deadline | Contingent, channel: str, asked: _Asked) -> Clock | None:
    """Let the engine judge the clock at the moment of receipt, with its condition taken as met."""
    contact = Contact("", channel, facts=(Fact(rule.opens, asked.received),))
    return timed(owed, replace(rule, only_if=None), contact, asked.received)


def _who(
    promise: Promise, target: Promise, channels: Collection[str], kinds: Collection[str], asked: _Asked
) -> Iterator[str]:
    """Say to which contacts the clock is owed, as far as that is not known already."""
    if asked.channel is None and len(channels) < len(CHANNELS):
        yield f"if it is {say_list([CHANNELS[channel].one for channel in channels], 'or')}"
    if promise.mailbox is not None and asked.mailbox is None:
        yield f"if it came to a {promise.mailbox} mailbox"
    if asked.kinds is None and len(kinds) < len(KINDS):
        if promise.contacts or target.contacts:
            yield f"if it is {_kinds(kinds)}"
        else:
            yield f"if it is not {_kinds(set(KINDS) - set(kinds))}"


def _kinds(kinds: Collection[str]) -> str:
    """Name some kinds of contact; all the kinds of complaint together have one name."""
    words = [KINDS[kind].one for kind in KINDS if kind in kinds]
    if set(kinds) >= COMPLAINTS:
        others = [KINDS[kind].one for kind in KINDS if kind in kinds and kind not in COMPLAINTS]
        words = ["a complaint of any kind", *others]
    return say_list(words, "or")


def _what(promise: Promise, rule: Timed, clock: Clock, asked: _Asked) -> Iterator[str]:
    """Say which later events the clock depends on."""
    zone, is_known = rule.calendar.tz, clock.reckoning.counted
    if rule.only_if is not None:
        yield f"if {_happened(rule.only_if, rule, asked)}"
    if rule.lifted_by is not None:
        yield f"unless {_happened(rule.lifted_by, rule, asked)}"
    if rule.counts_from is not None:
        last = f", {say_date(clock.reckoning.counted_from.astimezone(zone).date())}," if is_known else ""
        yield f"counted as if {rule.counts_from} on the last day{last} and sooner if that is sooner"
    if isinstance(rule, Contingent):
        reply = rule.unless_full_reply_within
        longer = f"the full reply takes longer than {reply}"
        yield "if there is no full reply the same day" if reply == SAME_DAY else f"if {longer}"
    if promise.clock is not rule:
        by = f"by {say_date(clock.due.astimezone(zone).date())}" if is_known else "in time"
        yield f"if there is no full reply {by}"


def _happened(condition: Condition, rule: Timed, asked: _Asked) -> str:
    words = FACTS[condition.fact].happened
    if condition.within is None:
        return words
    try:
        by = due(condition.within, asked.received, rule.calendar, rule.counting)
    except NotKnownYet:
        return f"{words} within {condition.within}"
    return f"{words} by {say_date(by.astimezone(rule.calendar.tz).date())}"
