"""A statutory procedure and its stages, as typed values: what its file foresees, for whom, and within which limits.

A stage says what comes next and what belongs to it. It does not say what is true: a fact that no stage foresees is a
fact all the same.
"""

from dataclasses import dataclass
from enum import StrEnum

from answerable.standards.charter.promises import Promise


class Holder(StrEnum):
    """Who may hold a contact while it is in a stage."""

    ANYBODY = "anybody"
    NEW = "somebody not involved before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """One fact that may come next in a stage, by its name.

    ``needs`` are the details it must be noted with, beside those that promises ask for. ``letter`` is the message that
    tells the customer of it, where that is a fact of its own. It ``ends`` the stage or leaves it open.
    """

    fact: str
    needs: tuple[str, ...] = ()
    letter: str = ""
    ends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a procedure: from the fact that opens it to the first that ends it.

    ``limits`` are ids of the procedure's promises; a contact that is owed none of them has no such stage. A stage
    ``after`` another can be opened when that is over. ``name`` is what people read.
    """

    id: str
    name: str
    opens: str
    limits: tuple[str, ...]
    next: tuple[Foreseen, ...]
    after: str = ""
    held_by: Holder = Holder.ANYBODY

    def foresees(self, fact: str) -> Foreseen | None:
        """Return what the stage says of a fact that may come next in it, or None when it does not speak of it."""
        return next((one for one in self.next if one.fact == fact), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One law's, or one ombudsman's, way of dealing with a matter: its promises, and its stages if its file has any."""

    key: str
    name: str
    law: str
    promises: tuple[Promise, ...]
    stages: tuple[Stage, ...] = ()
