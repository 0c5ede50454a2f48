"""How a promise can stand on a contact: a state, a reason, and the moments that settled it."""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from answerable.standards.charter.promises import Promise
from answerable.standards.facts import Fact
from answerable.standards.judging.reckoning import Reckoning
from answerable.standards.vocabulary.facts import SET_ASIDE, noun


class State(StrEnum):
    """Where a clock stands (C20)."""

    RUNNING = "running"
    DUE_SOON = "due soon"
    EXPOSED = "exposed"
    """Only one of two ways to keep the promise is left (C6)."""
    KEPT = "kept"
    BROKEN = "broken"
    NOT_REQUIRED = "not required"
    VOID = "void"
    EXCLUDED = "excluded"
    PAUSED = "paused"
    UNCOUNTED = "uncounted"
    """It reaches days that no calendar knows yet, and is counted when they are known."""


class Measure(StrEnum):
    """What a clock watches: a time limit, the content of one message, or a date we gave (C8)."""

    TIMED = "timed"
    CONTENT = "content"
    DERIVED = "derived"


ClockKey = tuple[str, Measure, tuple[str, datetime] | None, str | None]
"""What tells a clock from the others of its contact."""


class Clock(NamedTuple):
    """How one promise stands on one contact.

    ``due`` is the moment by which to act. ``decided`` is the moment at which failure is final, and by which a clock
    belongs to a period (C11): the same as ``due`` but for a contingent acknowledgement, whose second way out runs
    longer (C6). Of one that is uncounted both are the first moment not known: it falls due then or later.
    ``stopped`` is when the fact that settled it happened. Moments are aware and in UTC.
    ``about`` is the message or date watched, and ``beside`` the promise a delay notice speaks of. ``aside`` is the
    fact by which the contact was left out, taken back or given another kind after the promise had been broken.
    ``automatic`` is whether what stopped it was sent by a machine. ``corrected`` is the fact that struck out another
    after the promise had been broken, so that it is broken no more.
    """

    promise: Promise
    state: State
    reason: str
    due: datetime
    decided: datetime
    stopped: datetime | None
    reckoning: Reckoning
    measure: Measure = Measure.TIMED
    about: Fact | None = None
    beside: Promise | None = None
    aside: Fact | None = None
    automatic: bool = False
    corrected: Fact | None = None

    @property
    def by_machine(self) -> bool:
        """Whether a machine did what it watches: sent what stopped it, wrote the message, or gave the date."""
        return self.automatic or (self.about is not None and bool(self.about.details.get("automatic")))

    @property
    def is_still_owed(self) -> bool:
        """Tell whether what it waits for is still to be done: nobody did it, and the matter was not set aside."""
        return self.stopped is None and (self.aside is None or self.aside.what not in SET_ASIDE)

    @property
    def key(self) -> ClockKey:
        """What tells it from a contact's other clocks: a promise may watch several messages or several replies."""
        about = self.about[:2] if self.about else None
        return self.promise.id, self.measure, about, self.beside.id if self.beside else None


def is_not_owed_yet(clock: Clock) -> bool:
    """Tell whether a clock is that of a notice of delay, while the reply it speaks of can still come in time (C7)."""
    return clock.beside is not None and clock.state in (State.RUNNING, State.DUE_SOON)


_OUTCOMES = {
    "in time": "came in time",
    "late": "came late",
    "missing": "did not come by the due moment",
    "soon": "is due soon",
    "running": "is not yet due",
}


@lru_cache(maxsize=512)
def say(stop: str, outcome: str) -> str:
    """Say how a clock's stop turned out: "The full reply came in time."."""
    return f"The {noun(stop)} {_OUTCOMES[outcome]}."


def sentence(words: str) -> str:
    """End a charter's own words as a sentence ends."""
    return f"{words.rstrip('.')}."


def left_out(excluded: Fact, *, late: bool = False) -> str:
    """Say why a contact is left out of the figures: the code its exclusion was given (C10).

    ``late`` is whether a limit had passed by then.
    """
    return f"Left out of the figures{' after its limit had passed' if late else ''}: {_code(excluded)}."


CORRECTED = "Corrected after its limit had passed: what it was owed for was struck out."
"""Why a clock is left out that was broken, and is not there at all without what was struck out since."""


def set_aside_late(aside: Fact) -> str:
    """Say what became of a contact whose promise had been broken already: "left out: duplicate"."""
    return _LATE.get(aside.what) or f"left out: {_code(aside)}"


_LATE = {"typed": "given another kind", "withdrawn": "taken back"}


def _code(excluded: Fact) -> str:
    return str(excluded.details.get("code", "no code given"))
