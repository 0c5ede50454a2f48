"""What is known of a fact before it has happened to anybody."""

from dataclasses import dataclass
from enum import Enum

from answerable.standards.vocabulary.details import Detail


class Noted(Enum):
    """How a fact comes to be noted, and by whom."""

    ARRIVING = "by the arrival of the contact"
    WRITING = "by a message to the customer, as it leaves"
    APART = "by an act of its own, which does more"
    OFFICER = "by an officer who may answer"
    MANAGER = "by a manager"


class Ends(Enum):
    """Whether a contact is over by a fact, where nobody says so: in the log of another system."""

    NOT = "it goes on"
    IF_NOTHING_WAITS = "it is over unless something else waits for us"
    OVER = "it is over, whatever was owed before"


class Struck(Enum):
    """Whether a fact can be struck out that was noted wrongly."""

    YES = "with a reason"
    UNSENT = "with a reason, where no letter of ours that has left says it"
    ANEW = "with a reason, and with the moment that is right"
    NO = "never"


_STRUCK = {Noted.WRITING: Struck.UNSENT, Noted.ARRIVING: Struck.ANEW}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """One thing that can happen to a contact; its name is in the past tense.

    ``meaning`` defines it, by the rule ``clause`` where there is one, and ``told`` is the same within a sentence. A
    clock that it stops waits for its ``noun`` ("full reply"); ``happened`` follows an "if". ``staff`` and ``plain`` are
    its words on the desk and on the resident's page. ``details`` are what may be said of it, ``channels`` those it can
    happen on (none named: on any), and ``answers`` is the fact whose wait it ends. ``asks`` tells the customer what we
    need from them, where it asks for anything. ``act`` says what to do where nobody notes it by hand; ``sets_aside`` is
    true of what ends the matter without an answer. ``struck`` is whether it can be struck out where it was wrong, and
    ``instead`` what to do where it cannot. ``ends`` is whether a contact out of a log is over by it.
    """

    name: str
    meaning: str
    told: str
    staff: str
    plain: str
    noted: Noted
    clause: str = ""
    noun: str = ""
    happened: str = ""
    details: tuple[Detail, ...] = ()
    channels: frozenset[str] = frozenset()
    answers: str = ""
    asks: str = ""
    act: str = ""
    sets_aside: bool = False
    ends: Ends = Ends.NOT
    struck: Struck | None = None
    instead: str = ""

    def __post_init__(self) -> None:
        """Call it by its name, with spaces, where it has no noun or no words for an "if" of its own.

        A letter that has left cannot be struck out, and what began a contact only with the moment at which it did.
        """
        spaced = self.name.replace("_", " ")
        object.__setattr__(self, "struck", self.struck or _STRUCK.get(self.noted, Struck.YES))
        object.__setattr__(self, "noun", self.noun or spaced)
        object.__setattr__(self, "happened", self.happened or spaced)

    def detail(self, name: str) -> Detail | None:
        """Return what may be said of it under a name, or None when nothing is."""
        return next((detail for detail in self.details if detail.name == name), None)
