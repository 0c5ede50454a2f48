"""What may happen next to a contact: to whom, until when, and what it would do to which clock.

Each fact that a promise hears is tried on the contact, and what it would do is read from the clocks before and after;
so nothing here knows how any promise is timed. The stages of procedures say when a fact that they speak of may come.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from answerable.standards.charter.clock_rules import Awaiting, Notice, Timed, hears
from answerable.standards.charter.procedures import Foreseen, Stage
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.clock import judge_all
from answerable.standards.judging.messages import awaited_by_dates
from answerable.standards.judging.needs import needed, wanted
from answerable.standards.judging.outcome import Clock, State
from answerable.standards.judging.reckoning import opening_of
from answerable.standards.vocabulary.details import CLOSES, DATES, Detail
from answerable.standards.vocabulary.fact_kind import FactKind
from answerable.standards.vocabulary.facts import FACTS, IN_COURSE, LETTERS, SET_ASIDE, fact_named


class Does(StrEnum):
    """What a fact would do to a clock."""

    OPENS = "opens"
    STOPS = "stops"
    MOVES = "moves"
    """The due moment becomes another: an extension, or an acknowledgement from which the reply is counted."""
    PAUSES = "pauses"
    LIFTS = "lifts"
    """The clock is no longer judged: another limit applies, or nothing is owed in the end."""


class Bearing(NamedTuple):
    """What a fact would do to the clock of one promise, due at ``due`` now and at ``then`` afterwards."""

    promise: Promise
    does: Does
    due: datetime
    then: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """One fact that may come next: who may note it and how is its own to say (``fact.noted``).

    ``stages`` are those in which it may come, and ``opens`` those that it would open. ``needs`` are the details it is
    asked to be given with, and ``letter`` the message that it is, or that tells the customer of it. ``bearings`` are
    in the order of the charter.
    """

    fact: FactKind
    stages: tuple[Stage, ...]
    opens: tuple[Stage, ...]
    needs: tuple[Detail, ...]
    letter: FactKind | None
    bearings: tuple[Bearing, ...]

    @property
    def until(self) -> datetime | None:
        """By when it is to be done: the earliest due moment of the clocks that wait for it, or that it would extend."""
        awaited = [one.due for one in self.bearings if one.does is Does.STOPS and self._is_named_by(one.promise)]
        extended = [one.due for one in self.bearings if one.does is Does.MOVES and one.then > one.due]
        return min(awaited or extended, default=None)

    def _is_named_by(self, promise: Promise) -> bool:
        return isinstance(promise.clock, Awaiting) and fact_named(promise.clock.stop) == self.fact.name


class StageStanding(NamedTuple):
    """A stage as a contact stands in it: the fact that opened it, if it did, and the one that ended it, if one has."""

    stage: Stage
    opened: Fact | None
    ended: Fact | None

    @property
    def is_open(self) -> bool:
        """Tell whether the contact is in this stage now."""
        return self.opened is not None and self.ended is None


_FAR = timedelta(days=3650)


def stages_of(contact: Contact, charter: Charter) -> tuple[StageStanding, ...]:
    """Return how a contact stands in each stage that it is owed a limit of, in the order of the procedures' files."""
    owed = {promise.id for promise in _owed(contact, charter)}
    mine = [stage for law in charter.procedures.values() for stage in law.stages if owed.intersection(stage.limits)]
    return tuple(_standing(stage, mine, contact) for stage in mine)


def foreseen(contact: Contact, charter: Charter, what: str) -> dict[Stage, Foreseen]:
    """Return what the stages that a contact is in say of a fact that may come next; those silent on it are left out."""
    return _foreseen(stages_of(contact, charter), what)


def possible(contact: Contact, *, charter: Charter, now: datetime) -> tuple[Possible, ...]:
    """Return what may happen next to a contact: first what its stages foresee, then all else that bears on a clock.

    Nothing may, once it was set aside. Raises CannotCount for what began before any calendar does.
    """
    contact = contact.until(now)
    if contact.is_set_aside:
        return ()
    asked = _asked(contact, charter, now)
    found = [_possible(kind, asked) for kind in _kinds(asked)]
    likely = [one for one in found if one.bearings or one.opens or _ends(one)]
    letters = [one.letter for one in likely]
    return tuple(one for one in found if one in likely or one.fact in letters)


class _Asked(NamedTuple):
    """A contact, and what of it every fact is held against."""

    contact: Contact
    charter: Charter
    now: datetime
    owed: tuple[Promise, ...]
    stages: tuple[StageStanding, ...]
    before: Mapping[object, Clock]
    heard: frozenset[str]


def _asked(contact: Contact, charter: Charter, now: datetime) -> _Asked:
    clocks = judge_all(contact, charter=charter, now=now)
    owed, stages = _owed(contact, charter), stages_of(contact, charter)
    rules = [one.clock for one in owed if isinstance(one.clock, Timed | Notice)]
    heard = awaited_by_dates(contact).union(*map(hears, rules))
    return _Asked(contact, charter, now, owed, stages, {clock.key: clock for clock in clocks}, heard)


def _foreseen(stages: Iterable[StageStanding], what: str) -> dict[Stage, Foreseen]:
    said = {one.stage: one.stage.foresees(what) for one in stages if one.is_open}
    return {stage: one for stage, one in said.items() if one is not None}


def _owed(contact: Contact, charter: Charter) -> tuple[Promise, ...]:
    return tuple(one.promise for one in charter.owed_to(contact) if one.voided_by is None)


def _standing(stage: Stage, stages: Iterable[Stage], contact: Contact) -> StageStanding:
    """Tell where a stage stands: a fact that ends it, or opens one after it, or sets the matter aside, ends it."""
    opened = opening_of(contact, stage.opens)
    if opened is None:
        return StageStanding(stage, None, None)
    ends = {one.fact for one in stage.next if one.ends} | {one.opens for one in stages if one.after == stage.id}
    aside = [change for change in contact.changes if change.what in SET_ASIDE]
    later = contact.facts[contact.facts.index(opened) + 1 :]
    # A machine's message ends nothing (C5).
    ending = (fact for fact in later if fact in aside or (fact.what in ends and not fact.details.get("automatic")))
    ended = next(ending, None)
    return StageStanding(stage, opened, ended)


def _kinds(asked: _Asked) -> Iterator[FactKind]:
    """Give the facts that somebody may note or write now: first those the open stages speak of, in their order."""
    said = [one.fact for standing in asked.stages if standing.is_open for one in standing.stage.next]
    for name in dict.fromkeys((*said, *IN_COURSE)):
        kind = FACTS[name]
        here = not kind.channels or asked.contact.channel in kind.channels
        if here and (not kind.answers or asked.contact.unanswered(kind.answers, name)):
            yield kind


def _possible(kind: FactKind, asked: _Asked) -> Possible:
    may_open = _openable(asked.stages)
    mine = _foreseen(asked.stages, kind.name)
    needs, bearings = _tried(kind, asked, [name for one in mine.values() for name in one.needs])
    opens = tuple(stage for stage in may_open if stage.opens == kind.name)
    spoken_of = any(one.stage.opens == kind.name or one.stage.foresees(kind.name) for one in asked.stages)
    if spoken_of and not mine and not opens:
        # Its stage has not come, or is over. What a clock still waits for may come all the same.
        bearings = tuple(one for one in bearings if one.does is Does.STOPS)
    letters = [one.letter for one in mine.values() if one.letter]
    return Possible(
        fact=kind,
        stages=tuple(mine),
        opens=opens,
        needs=needs,
        letter=kind if kind.name in LETTERS else FACTS[letters[0]] if letters else None,
        bearings=bearings,
    )


def _openable(stages: Iterable[StageStanding]) -> list[Stage]:
    over = {one.stage.id for one in stages if one.ended is not None}
    return [one.stage for one in stages if one.opened is None and (not one.stage.after or one.stage.after in over)]


def _ends(possible: Possible) -> bool:
    said = [stage.foresees(possible.fact.name) for stage in possible.stages]
    return any(one is not None and one.ends for one in said)


def _tried(kind: FactKind, asked: _Asked, more: Iterable[str]) -> tuple[tuple[Detail, ...], tuple[Bearing, ...]]:
    """Try a fact with what it must be given, then with what would let it end a clock, until it bears on something.

    A date that it must be given may have to be near (an appointment) or far (how long an extension is): both are tried.
    Of what is no date, clocks read only whether it is there, so the day stands for that too.
    """
    closes = CLOSES in kind.details
    must = {name for promise in asked.owed for name in needed(promise, kind.name, closes=closes)} | {*more}
    if kind.name not in asked.heard:
        return tuple(one for one in kind.details if one.name in must), ()
    might = must | {name for promise in asked.owed for name in wanted(promise, kind.name)}
    today = asked.now.astimezone(asked.charter.calendar.tz).date()
    for names in dict.fromkeys((frozenset(must), frozenset(might))):
        needs = tuple(one for one in kind.details if one.name in names)
        is_dated = any(one.name in DATES for one in needs)
        for day in (today, today + _FAR) if is_dated else (today,):
            fact = Fact(kind.name, asked.now, dict.fromkeys((one.name for one in needs), day))
            bearings = tuple(_bearings(fact, asked))
            if bearings:
                return needs, bearings
    return tuple(one for one in kind.details if one.name in must), ()


def _bearings(fact: Fact, asked: _Asked) -> Iterator[Bearing]:
    """Compare the clocks with a fact and without it. What the fact itself says or promises is no clock of before."""
    tried = replace(asked.contact, facts=(*asked.contact.facts, fact))
    for clock in judge_all(tried, charter=asked.charter, now=asked.now):
        before = asked.before.get(clock.key)
        does = _does(fact, before, clock) if clock.about is not fact else None
        if does is not None:
            yield Bearing(clock.promise, does, clock.due if before is None else before.due, clock.due)


_NOT_JUDGED = (State.VOID, State.EXCLUDED, State.NOT_REQUIRED)


def _does(fact: Fact, before: Clock | None, after: Clock) -> Does | None:
    if before is None:
        return None if after.state in _NOT_JUDGED else Does.OPENS
    if before.state in _NOT_JUDGED or before.stopped is not None:
        return None
    if before.state is State.BROKEN and before.beside is not None:
        return None  # a notice of delay that did not come by the day of the reply
    if after.stopped is not None:
        # Once one way out is gone, what would have been the other does not help (C6).
        return None if after.state is State.EXPOSED else Does.STOPS
    if after.state in _NOT_JUDGED:
        return Does.LIFTS
    if after.state is State.PAUSED and before.state is not State.PAUSED:
        return Does.PAUSES
    if after.state is State.UNCOUNTED:
        return Does.MOVES if _may_move(fact.what, after.promise) else None
    goes_on = before.state is State.PAUSED and after.state is not State.PAUSED
    return Does.MOVES if goes_on or after.due != before.due else None


def _may_move(what: str, promise: Promise) -> bool:
    """Tell whether a fact is one that moves a clock, where from when to when is not known yet."""
    rule = promise.clock
    if not isinstance(rule, Timed):
        return False
    longer = () if rule.extension is None else (rule.extension.fact,)
    return what in (rule.counts_from, *longer, *(fact for by in rule.stopped_by for fact in (by.asked, by.answered)))
