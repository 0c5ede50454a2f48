"""What the inbox knows of a channel: its name, how its bytes are read, and where what was read is placed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from answerable.contacts.models import Contact
from answerable.inbox.models import Incoming


class Placed(NamedTuple):
    """Where a message went: the contact that it became, or joined, if any; what that makes of it, and what is wrong."""

    contact: Contact | None
    state: Incoming.State = Incoming.State.READ
    problem: str = ""


class Placing(Protocol):
    """Puts what was read where it belongs, by the actions of the contacts, in the transaction it is called in."""

    def __call__(self, incoming: Incoming, value: Any, /, *, at: datetime) -> Placed:
        """Return where it went. ``at`` is the moment of taking it in, which may be long after it arrived."""


class Preparing(Protocol):
    """Works out before the transaction begins what it can of where something goes, and writes nothing."""

    def __call__(self, incoming: Incoming, value: Any, /, *, at: datetime) -> Any:
        """Return what is then placed."""


def as_read(incoming: Incoming, value: Any, /, *, at: datetime) -> Any:
    """Leave all of it to the placing."""
    return value


def nothing_to_put_by(value: Any) -> Any:
    """Leave what was read as it is."""
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """One way in.

    ``put_by`` keeps what has to be on the disk outside the database, before any transaction begins; nothing else.

    ``read`` is pure: the same bytes always give the same value, and it asks nobody anything. It is a function of a
    module, with a value that can be pickled, for it is done in a process of its own (see reader.py).
    """

    name: str
    read: Callable[[bytes], Any]
    place: Placing
    prepare: Preparing = as_read
    put_by: Callable[[Any], Any] = nothing_to_put_by
