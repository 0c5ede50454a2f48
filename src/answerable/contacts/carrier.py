"""Who carries a letter to its customer, and what the outbox asks of a carrier."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from datetime import timedelta
from typing import ClassVar, NamedTuple, Self

from answerable.contacts.models import Outgoing

BY_EMAIL = "email"
"""The carrier that needs an address, and goes to whoever gave one."""


class NeverDelivered(Exception):
    """A letter will not be delivered, however often it is tried; it has not left. The words say why, for a person."""


class DidNotLeave(Exception):
    """A letter has certainly not left this time, and is tried again. The words say why."""


class MayHaveLeft(Exception):
    """A letter may have left or not, and nobody can say now: ``has_left`` is asked before anything else is done."""


class Rest(NamedTuple):
    """How long a letter waits before it is tried at all, and why, where somebody should know."""

    time: timedelta
    problem: str = ""


class Carrier(ABC):
    """One way in which letters travel, with the name of its channel. It is entered for each batch of letters.

    Whatever ``deliver`` raises that is not one of the three above counts as ``MayHaveLeft``.
    """

    name: ClassVar[str]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:  # noqa: B027 - most carriers open nothing for a batch
        """End what was opened for the batch."""

    def rests(self, letter: Outgoing) -> Rest | None:
        """Tell how long a letter has to wait because whoever would take it cannot now; or None, to have it tried."""
        return None

    @abstractmethod
    def deliver(self, letter: Outgoing, words: str) -> None:
        """Have a letter leave, once, in these words: its body, and what is added as it leaves.

        Raises NeverDelivered, DidNotLeave or MayHaveLeft.
        """

    @abstractmethod
    def has_left(self, letter: Outgoing) -> bool:
        """Tell whether a letter that may have left has. Whatever it raises leaves the letter in doubt."""


def carrier_for(*, address: str, channel: str, carriers: Collection[str]) -> str | None:
    """Return the name of who carries a letter, or None for one that stands on the customer's own page and goes nowhere.

    A customer is answered in the way they came, where a carrier goes that way, and otherwise by email. ``address`` is
    their email address, which may be empty, and ``carriers`` are the names of those that this deployment has.
    """
    able = {name for name in carriers if name != BY_EMAIL or address}
    if channel in able:
        return channel
    return BY_EMAIL if BY_EMAIL in able else None
