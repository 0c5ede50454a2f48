"""Which details a fact must be given with, because a promise asks for them or counts it only with them."""

from collections.abc import Iterator

from answerable.standards.charter.clock_rules import Awaiting, Deadline, Timed
from answerable.standards.charter.promises import Promise
from answerable.standards.vocabulary.facts import fact_named


def needed(promise: Promise, what: str, *, closes: bool = False, automatic: bool = False) -> Iterator[str]:
    """Name the details that a promise asks the fact ``what`` to be given with.

    ``closes`` is whether it is a message that ends the matter: some parts are then not asked for (S5-28).
    ``automatic`` is whether a machine writes it, of which nothing is asked that only a person can say.
    """
    rule, clock = promise.rule, promise.clock
    is_asked = rule is not None and not (rule.unless_closes and closes) and not (automatic and rule.is_for_people)
    if rule is not None and is_asked and what in rule.on:
        yield from rule.needs
    # A fuller message stops a lesser clock without its parts, so only the rung that the clock names is asked for them.
    if isinstance(clock, Awaiting) and what == fact_named(clock.stop):
        yield from clock.needs
        if automatic:
            yield from clock.automatic_needs
        if isinstance(clock, Deadline) and clock.measured_to is not None:
            yield clock.measured_to
    if isinstance(clock, Timed):
        for asked in (clock.extension, clock.only_if):
            if asked is not None and what == asked.fact:
                yield from asked.needs


def wanted(promise: Promise, what: str) -> Iterator[str]:
    """Name the details with which the fact would end or lift a promise's clock, and without which it may still be."""
    clock = promise.clock
    for condition in (clock.lifted_by, clock.void_by) if isinstance(clock, Timed) else ():
        if condition is not None and what == condition.fact:
            yield from condition.needs
