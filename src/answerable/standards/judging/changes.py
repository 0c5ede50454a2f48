"""What a change does to clocks that a contact has: of a calendar or charter (C19), or of what the contact is (C17)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from answerable.standards.charter.promises import Charter
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.clock import judge_all
from answerable.standards.judging.outcome import Clock, Measure, State

OPEN = frozenset({State.RUNNING, State.DUE_SOON, State.EXPOSED, State.PAUSED})


class Moved(NamedTuple):
    """A running clock whose due moment changed.

    ``told`` is the date already given to the customer, which still binds as a promise of its own if it is the
    earlier (C8).
    """

    contact: str
    promise: str
    was: datetime
    due: datetime
    told: datetime | None


def moved(before: Charter, after: Charter, contacts: Iterable[Contact], *, now: datetime) -> Iterator[Moved]:
    """List the open clocks that fall due at another moment under ``after``, in the order of the contacts."""
    for contact in contacts:
        old = judge_all(contact, charter=before, now=now)
        new = {clock.key: clock for clock in judge_all(contact, charter=after, now=now)}
        dates = [clock.due for clock in old if clock.measure is Measure.DERIVED and clock.state in OPEN]
        for clock in old:
            after_it = new.get(clock.key)
            if clock.state in OPEN and after_it is not None and after_it.due != clock.due:
                told = min((date for date in dates if date < after_it.due), default=None)
                yield Moved(contact.id, clock.promise.id, clock.due, after_it.due, told)


class Turned(NamedTuple):
    """One clock before and after something changed; None where there was, or is, none."""

    was: Clock | None
    now: Clock | None

    @property
    def mends(self) -> bool:
        """Tell whether it was broken, and is not any more."""
        was_broken = self.was is not None and self.was.state is State.BROKEN
        return was_broken and (self.now is None or self.now.state is not State.BROKEN)


def turned(before: Iterable[Clock], after: Iterable[Clock]) -> tuple[Turned, ...]:
    """Return the clocks that are there no more, are new, or stand or fall due otherwise than before."""
    old, new = ({clock.key: clock for clock in clocks} for clocks in (before, after))
    pairs = (Turned(old.get(key), new.get(key)) for key in {**old, **new})
    return tuple(one for one in pairs if _stands(one.was) != _stands(one.now))


def _stands(clock: Clock | None) -> tuple[object, ...] | None:
    return clock and (clock.state, clock.due, clock.decided, clock.stopped)


def disturbed(contact: Contact, fact: Fact, *, charter: Charter, now: datetime) -> tuple[Clock, ...]:
    """Return the clocks, as they stand, that a fact would take away or give another due moment.

    One that is broken stays so whatever comes (C10, C17), and is among them when nothing but that would hold it.
    """
    clocks = judge_all(contact, charter=charter, now=now)
    changed = contact.with_facts((*contact.facts, fact))
    after = {clock.key: clock for clock in judge_all(changed, charter=charter, now=now)}
    return tuple(clock for clock in clocks if _is_judged(clock) and not _stays(clock, after.get(clock.key)))


def _stays(clock: Clock, after: Clock | None) -> bool:
    return after is not None and _is_judged(after) and (after.due, after.aside) == (clock.due, clock.aside)


def _is_judged(clock: Clock) -> bool:
    return clock.state not in (State.VOID, State.EXCLUDED, State.NOT_REQUIRED)
