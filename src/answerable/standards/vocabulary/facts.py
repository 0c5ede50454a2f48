"""Every fact that can happen to a contact, and what stops a clock. What has happened is in ``standards.facts``."""

from collections.abc import Mapping
from types import MappingProxyType

from answerable.standards.vocabulary.calls import CALLS
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.fact_kind import FactKind, Noted
from answerable.standards.vocabulary.stages import STAGES
from answerable.standards.vocabulary.standing import STANDING
from answerable.standards.vocabulary.visits import VISITS
from answerable.standards.vocabulary.written import WRITTEN

FAMILIES: Mapping[str, tuple[FactKind, ...]] = MappingProxyType(
    {
        "What is written, and what a clock waits for": WRITTEN,
        "What the contact is": STANDING,
        "Telephone": CALLS,
        "Reception and appointments": VISITS,
        "Complaints, reviews, hazards and restrictions": STAGES,
    }
)
"""The facts, a heading for each family; the reference pages and the desk's list are in this order."""

FACTS: Mapping[str, FactKind] = MappingProxyType({fact.name: fact for facts in FAMILIES.values() for fact in facts})
"""Every fact by its name."""

BEGINNINGS: Mapping[str, str] = MappingProxyType(
    {name: channel.begins for name, channel in CHANNELS.items() if channel.begins != "received"}
)
"""The fact by which a contact on a channel begins, where that is not "received"."""

LETTERS = tuple(name for name, fact in FACTS.items() if fact.noted is Noted.WRITING)
"""The facts that are a message to the customer."""

IN_COURSE = tuple(name for name, fact in FACTS.items() if fact.noted not in (Noted.ARRIVING, Noted.APART))
"""The facts that somebody writes, or notes by hand, in the course of a matter."""

SET_ASIDE = frozenset(name for name, fact in FACTS.items() if fact.sets_aside)
"""The facts after which nothing more is owed."""

_RUNGS = ("acknowledged", "responded", "replied", "resolved")

LADDER = tuple(FACTS[name].noun for name in _RUNGS)
"""What stops a clock, lowest first; a higher stop satisfies a lower clock (C5)."""

FULL_REPLY = frozenset(_RUNGS[2:])


def fact_named(stop: str) -> str:
    """Return the fact that a stop names: the one on that rung of the ladder ("full reply"), or itself."""
    return _RUNGS[LADDER.index(stop)] if stop in LADDER else stop


def stopping_facts(stop: str) -> frozenset[str]:
    """Return the facts that can stop a clock: a rung of the ladder and all above it, or one named fact."""
    return frozenset(_RUNGS[LADDER.index(stop) :]) if stop in LADDER else frozenset({stop})


def noun(stop: str) -> str:
    """Name what stops a clock: "full reply", "greeting", "notice of delay"."""
    return FACTS[fact_named(stop)].noun
