"""What happened to a contact: facts in the past tense, which never change once written.

A correction is a new fact. Everything else (clocks, figures, pages) is worked out from these. What can happen is in
``vocabulary``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple


class Fact(NamedTuple):
    """One thing that happened, when (aware, UTC), and what was said of it.

    ``details`` hold words, yes or no, and for "by_when", "slot" and "until" a date or an aware moment.
    """

    what: str
    at: datetime
    details: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact and all that has happened to it, in the order it happened.

    ``channel`` is the one it came by, for ever: a scanned letter stays a letter (A.9). ``kinds`` may be several,
    for a letter that is both a complaint and a request for information gets both (S3-28). ``came_as`` are the kinds it
    had before it was given others, or None.
    """

    id: str
    channel: str
    kinds: frozenset[str] = frozenset({"enquiry"})
    facts: tuple[Fact, ...] = field(default=())
    mailbox: str | None = None
    came_as: frozenset[str] | None = None

    @classmethod
    def of(
        cls,
        id: str,
        channel: str,
        kinds: Iterable[str],
        facts: Iterable[Fact],
        mailbox: str | None = None,
    ) -> "Contact":
        """Put facts in order of time, and let the last "typed" fact say the kinds (C17)."""
        ordered = tuple(sorted(facts, key=_moment))
        stands_as, came_as = frozenset(kinds), None
        for fact in ordered:
            if fact.what == "typed":
                came_as = came_as or frozenset(kinds)
                stands_as = frozenset(fact.details["kinds"])
        return cls(id, channel, stands_as, ordered, mailbox, came_as)

    def first(self, what: str) -> Fact | None:
        """Return the first fact of a name, or None."""
        for fact in self.facts:
            if fact.what == what:
                return fact
        return None

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
        facts = self.facts
        if not facts or facts[-1].at <= now:
            return self
        came_as = self.kinds if self.came_as is None else self.came_as
        return Contact.of(self.id, self.channel, came_as, (f for f in facts if f.at <= now), self.mailbox)


def _moment(fact: Fact) -> datetime:
    return fact.at
