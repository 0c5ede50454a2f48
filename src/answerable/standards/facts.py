"""What happened to a contact: facts in the past tense, which never change once written.

A correction is a new fact: "struck" strikes out one that came before it. Everything else (clocks, figures, pages) is
worked out from what is left, which ``Contact.of`` alone decides. What can happen is in ``vocabulary``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from answerable.standards.vocabulary.facts import SET_ASIDE
from answerable.standards.vocabulary.standing import STRUCK


class Fact(NamedTuple):
    """One thing that happened, when (aware, UTC), and what was said of it.

    ``details`` hold words, yes or no, and for "by_when", "slot" and "until" a date or an aware moment.
    """

    what: str
    at: datetime
    details: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact and all that has happened to it, in the order it happened, without what was struck out.

    ``noted`` is all of it, where something was struck out: with that, and with what struck it. ``channel`` is the
    one it came by, for ever: a scanned letter stays a letter (A.9). ``kinds`` may be several, for a letter that is
    both a complaint and a request for information gets both (S3-28). ``came_as`` are the kinds it had before it was
    given others, or None.
    """

    id: str
    channel: str
    kinds: frozenset[str] = frozenset({"enquiry"})
    facts: tuple[Fact, ...] = field(default=())
    mailbox: str | None = None
    came_as: frozenset[str] | None = None
    noted: tuple[Fact, ...] = ()

    @classmethod
    def of(
        cls,
        id: str,
        channel: str,
        kinds: Iterable[str],
        facts: Iterable[Fact],
        mailbox: str | None = None,
    ) -> "Contact":
        """Put facts in order of time, leave out what was struck, and let the last "typed" say the kinds (C17)."""
        ordered = tuple(sorted(facts, key=_moment))
        noted: tuple[Fact, ...] = ()
        if any(fact.what == STRUCK for fact in ordered):
            noted, ordered = ordered, in_force(ordered)
        stands_as, came_as = frozenset(kinds), None
        for fact in ordered:
            if fact.what == "typed":
                came_as = came_as or frozenset(kinds)
                stands_as = frozenset(fact.details["kinds"])
        return cls(id, channel, stands_as, ordered, mailbox, came_as, noted)

    def first(self, what: str) -> Fact | None:
        """Return the first fact of a name, or None."""
        for fact in self.facts:
            if fact.what == what:
                return fact
        return None

    def in_force(self, what: str) -> Fact | None:
        """Return the change of a name that holds now, or None."""
        return next((fact for fact in self.changes if fact.what == what), None)

    @property
    def is_set_aside(self) -> bool:
        """Tell whether it was left out or taken back, and not put back since: nothing more is owed."""
        return any(fact.what in SET_ASIDE for fact in self.changes)

    @property
    def changes(self) -> tuple[Fact, ...]:
        """The facts by which it was given its kinds, and by which it is set aside now, in the order they happened.

        Being put back undoes what set it aside before; a second setting aside without that adds nothing.
        """
        found: list[Fact] = []
        for fact in self.facts:
            if fact.what == "put_back":
                found = [one for one in found if one.what == "typed"]
            elif fact.what == "typed" or (fact.what in SET_ASIDE and fact.what not in {one.what for one in found}):
                found.append(fact)
        return tuple(found)

    def without(self, change: Fact) -> "Contact":
        """Return the contact as if a change, and all that changed what it is or counts since, had never been."""
        place = self.facts.index(change)
        later = (fact for fact in self.facts[place + 1 :] if fact.what not in ("typed", "put_back", *SET_ASIDE))
        return self.with_facts((*self.facts[:place], *later))

    @property
    def first_kinds(self) -> frozenset[str]:
        """The kinds that it came as."""
        return self.kinds if self.came_as is None else self.came_as

    def unanswered(self, question: str, answer: str) -> Fact | None:
        """Return the last asking of a question that no answer has followed, or None when none is open."""
        for fact in self.facts[::-1]:
            if fact.what == answer:
                return None
            if fact.what == question:
                return fact
        return None

    def until(self, now: datetime) -> "Contact":
        """Return the contact as it was known at a moment: later facts had not happened yet."""
        facts = self.noted or self.facts
        if not facts or facts[-1].at <= now:
            return self
        return self.with_facts(fact for fact in facts if fact.at <= now)

    def before(self, strike: Fact) -> "Contact":
        """Return the contact as it was known when one of its facts was struck out: with that fact, and none since."""
        return self.with_facts(self.noted[: self.noted.index(strike)])

    def with_facts(self, facts: Iterable[Fact]) -> "Contact":
        """Return the contact as if these had happened to it, and nothing else."""
        return Contact.of(self.id, self.channel, self.first_kinds, facts, self.mailbox)


def in_force(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the facts that hold, of some in order of time: neither what was struck out, nor what struck it."""
    gone = struck_out(facts)
    return tuple(fact for place, fact in enumerate(facts) if place not in gone and fact.what != STRUCK)


def struck_out(facts: Sequence[Fact]) -> dict[int, Fact]:
    """Return what was struck out of some facts in order of time: the place of each, and the fact that struck it.

    One that names a fact that is not there, or that comes after it, strikes out nothing.
    """
    found: dict[int, Fact] = {}
    for place, fact in enumerate(facts):
        if fact.what == STRUCK:
            struck = struck_by(fact, facts[:place])
            if struck is not None:
                found.setdefault(struck, fact)
    return found


def struck_by(strike: Fact, before: Sequence[Fact]) -> int | None:
    """Return the place of the fact that one strikes out, among those before it, or None where it is not there."""
    what, at = strike.details.get("fact"), strike.details.get("fact_at")
    if what == STRUCK:
        return None
    same = [place for place, fact in enumerate(before) if fact.what == what and fact.at == at]
    number = int(strike.details.get("fact_place") or 1)
    return same[number - 1] if 1 <= number <= len(same) else None


def strike_of(place: int, facts: Sequence[Fact]) -> dict[str, Any]:
    """Return the details by which a fact is struck out: its name, its moment, and which it is of several alike."""
    what, at, _ = facts[place]
    number = sum(fact.what == what and fact.at == at for fact in facts[: place + 1])
    return {"fact": what, "fact_at": at, **({"fact_place": str(number)} if number > 1 else {})}


def _moment(fact: Fact) -> datetime:
    return fact.at
