"""The clock that matters most to a customer, so that our letters, our pages and the desk all give one date."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from answerable.standards.charter.clock_rules import Deadline, Timed
from answerable.standards.charter.promises import Charter
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.clock import judge_all
from answerable.standards.judging.messages import awaited
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.vocabulary.facts import FULL_REPLY, LADDER

_OUT = (State.VOID, State.EXCLUDED, State.NOT_REQUIRED, State.UNCOUNTED)
_TO_COME = (State.RUNNING, State.DUE_SOON)


def leading(clocks: Iterable[Clock]) -> Clock | None:
    """Return the first full answer promised, else the last response promised, else None.

    A sooner date that we gave for the answer binds first (C8). That we have a message is no answer to it, so an
    acknowledgement never leads. The latest for an answer whose date is to be agreed promises nothing while a response
    that we promised is still to come (B.8).
    """
    standing = [clock for clock in clocks if clock.state not in _OUT]
    timed = [clock for clock in standing if _is_timed(clock)]
    dates = [clock for clock in standing if clock.measure is Measure.DERIVED and _is_date_of_answer(clock)]
    if any(map(gives_answer, timed)):
        first = min((*filter(gives_answer, timed), *dates), key=_due)
        nearer = [clock for clock in timed if clock.state in _TO_COME and clock.due < first.due]
        return max(nearer, key=_due, default=first) if is_backstop(first) and first.state in _TO_COME else first
    return max((*timed, *dates), key=_due, default=None)


def to_promise(clocks: Iterable[Clock]) -> Clock | None:
    """Return the clock whose date can still be promised: the leading one of those to come, but for a backstop."""
    return leading(clock for clock in clocks if clock.state in _TO_COME and not is_backstop(clock))


def once_sent(letter: Fact, contact: Contact, *, charter: Charter) -> Clock | None:
    """Return the clock whose date a letter can give, as it will stand when that letter has gone.

    A limit may be counted from the very letter that names its date (B.2). The letter is taken to give one.
    """
    letter = letter._replace(details={**letter.details, "by_when": letter.at})
    sent = replace(contact, facts=(*contact.facts, letter))
    clocks = judge_all(sent, charter=charter, now=letter.at)
    return to_promise(clock for clock in clocks if clock.about is not letter)


def day_of(clock: Clock, charter: Charter) -> date:
    """Return the local day on which a clock runs out."""
    return clock.due.astimezone(charter.calendar.tz).date()


def gives_answer(clock: Clock) -> bool:
    """Tell whether what a clock waits for answers the customer in full, and not only responds."""
    if clock.measure is Measure.DERIVED:
        return _is_date_of_answer(clock)
    return isinstance(clock.promise.clock, Timed) and clock.promise.clock.is_answer


def is_backstop(clock: Clock) -> bool:
    """Tell whether a clock's limit is only the latest for what is to be agreed with the customer."""
    return isinstance(clock.promise.clock, Deadline) and clock.promise.clock.backstop


def _is_timed(clock: Clock) -> bool:
    rule = clock.promise.clock
    return clock.measure is Measure.TIMED and isinstance(rule, Timed) and rule.stop in LADDER[1:]


def _is_date_of_answer(clock: Clock) -> bool:
    return clock.about is not None and awaited(clock.about) == FULL_REPLY


def _due(clock: Clock) -> datetime:
    return clock.due
