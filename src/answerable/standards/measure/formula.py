"""What a formula is: how a figure is worked out, in words and with a version, what feeds it, and what counts it.

Each formula is declared once, in the file of what counts it; ``formulas`` gathers them. When its words change their
meaning the version goes up, and old figures keep the version they were counted by.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.facts import Contact
from answerable.standards.judging.outcome import Measure
from answerable.standards.measure.case import Note
from answerable.standards.vocabulary.feeds import Feed

if TYPE_CHECKING:
    from answerable.standards.measure.figure import Figure, Terms
    from answerable.standards.measure.observations import Observation


class CountsContacts(Protocol):
    """Anything that counts contacts as they stream past. ``note`` is handed each case that it counts."""

    note: Note | None

    def add(self, contact: Contact) -> None:
        """Count one contact, if it belongs here."""

    def close(self) -> None:
        """Hand on those cases whose outcome is known only when all contacts have been counted."""

    def figure(self) -> "Figure":
        """Return the figure so far."""


class CountsObservations(Protocol):
    """Anything that counts observations as they stream past. ``note`` is handed each case that it counts.

    Between ``due_from`` and ``due_until`` the charter was in force, and what it says is due was due.
    """

    note: Note | None
    due_from: datetime
    due_until: datetime

    def add(self, observation: "Observation") -> None:
        """Count one observation, if it belongs here."""

    def close(self) -> None:
        """Hand on those cases that are known only when all observations have been counted."""

    def figure(self) -> "Figure":
        """Return the figure so far."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """Fed by clocks. ``measure`` is the sort whose own figure this is.

    ``beside`` is the promise beside which it is shown; a charter does not name such a formula.
    """

    measure: Measure | None = None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Fed by contacts: those of some ``channels`` (none named: of any), with some facts beside their beginning.

    Of each set in ``facts`` one must be noted by somebody, or there is nothing to count.
    """

    counter: Callable[["Terms", Promise, Charter], CountsContacts]
    facts: tuple[frozenset[str], ...] = ()
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Observations:
    """Fed by observations, made with these instruments, or (none named) with those that the promise names."""

    counter: Callable[["Terms", Promise, Sequence[Feed]], CountsObservations]
    instruments: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True)
class TheCharter:
    """Fed by the list of promises itself."""

    counter: Callable[["Terms", Charter, Note | None], "Figure"]


@dataclass(frozen=True, slots=True)
class NothingYet:
    """Fed by what nothing counts yet."""

    feed: Feed


@dataclass(frozen=True, slots=True)
class Formula:
    """How one figure is worked out: all that is known of it but the promise.

    ``name`` says what a figure by it is, for the line above it; ``words`` say how it is counted. A sample stands for
    more than was looked at, so that chance has a part in it. The parts of a count ``by_group`` are groups of people.
    """

    id: str
    name: str
    words: str
    fed_by: Clocks | Contacts | Observations | TheCharter | NothingYet
    unit: str = "%"
    version: str = "1"
    is_sample: bool = False
    by_group: bool = False
