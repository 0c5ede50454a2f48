"""How often the same may be done from outside before it is slowed down. No limit loses a message.

They are wide enough for a library, or a whole office, that reaches us by one address. Reaching one of a caller or a
contact asks to wait on the page, where what was typed stays; reaching one of letters stops only what a machine sends.
Each counts in spans of its own length, from the hour or the midnight, so over the end of one twice as many pass.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_BEGIN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many times one and the same caller, address, contact or council may, within a span."""

    name: str
    most: int
    within: timedelta

    def since(self, at: datetime) -> datetime:
        """Return when the span began that holds a moment."""
        return at - (at - _BEGIN) % self.within

    def again_at(self, at: datetime) -> datetime:
        """Return when the next span begins."""
        return self.since(at) + self.within


_TEN_MINUTES, _HOUR, _DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)

PAGES_OF_CALLER = Limit("pages of a caller", 300, _TEN_MINUTES)
SENT_BY_CALLER = Limit("sent by a caller", 20, _TEN_MINUTES)
FILES_OF_CALLER = Limit("files of a caller", 30, _TEN_MINUTES)
"""Forms with files, sent or not."""
FOUND_BY_CALLER = Limit("found by a caller", 20, _TEN_MINUTES)
ADDED_TO_CONTACT = Limit("added to a contact", 10, _HOUR)
COMPLAINTS_OF_CONTACT = Limit("complaints of a contact", 3, _HOUR)
LINES_OF_CALLER = Limit("lines of a caller", 30_000, _TEN_MINUTES)
"""Lines that another system sends one at a time, right or wrong: fifty a second."""
LETTERS_TO_ADDRESS = Limit("letters to an address", 5, _DAY)
"""Automatic letters; more than that is two machines talking (RFC 3834), or somebody who uses us to plague another."""
LETTERS_OF_COUNCIL = Limit("letters of a council", 500, _HOUR)
"""Automatic letters to addresses that nothing has proved: so many people do not write in an hour."""


def folded(address: str) -> str:
    """Return an email address as one with all that lead to the same mailbox: without dots and what follows a plus."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"
