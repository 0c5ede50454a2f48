"""One thing that a figure counted: a row of the file from which anybody can count the figure again (C15).

It says nothing of who wrote, what about, or on which kind of matter, and no reference leads from it to a contact.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

KEPT, BROKEN, NOT_MADE = "kept", "broken", "not made"
RUNNING, VOID, EXCLUDED = "running", "void", "excluded"
SERVED, WAITING = "served", "waiting"
ASKED, COUNTED, HELD_BACK = "asked", "counted", "held back"
MACHINE, PERSON = "machine", "person"


class Case(NamedTuple):
    """What one figure counted, once or ``number`` times.

    ``state`` is that of a clock (C20), or a word above for what is no clock: "kept" for what is in the numerator of a
    share, "broken" for what is in its denominator only. Moments are aware and in UTC. ``wait`` is in microseconds.
    ``by`` is who kept an acknowledgement, or wrote the message: a machine or a person. ``aside`` is what became of a
    contact whose promise had been broken already: "taken back". ``is_corrected_late`` is true of what had been broken
    until a correction.
    """

    promise: str
    about: str
    formula: str
    state: str
    reason: str = ""
    opened: datetime | None = None
    due: datetime | None = None
    decided: datetime | None = None
    stopped: datetime | None = None
    by: str = ""
    wait: int | None = None
    number: int = 1
    aside: str = ""
    is_corrected_late: bool = False


Note = Callable[[Case], None]
"""Takes each case as it is counted."""
