"""What the tests of figures are built of: contacts that were answered, and the counts made of them."""

from datetime import date
from typing import Any

from answerable.contacts import actions as contacts
from answerable.contacts.models import Contact
from answerable.figures.actions import count
from answerable.figures.models import FigureRow, PeriodCount
from tests import cast
from tests.build import at, on

FIRST, LAST = on("Thu 1 Oct 2026"), on("Thu 31 Dec 2026")
AFTER = "Fri 1 Jan 2027 09:00"


def counted(key: str = "s5", when: str = AFTER, first: date = FIRST, last: date = LAST) -> PeriodCount:
    """Count a quarter of a council, which is made if it is not there."""
    return count(cast.council(key), first_on=first, last_on=last, at=at(when))


def figure(made: PeriodCount, promise: str, formula: str = "share-kept") -> FigureRow:
    """Return a count's one figure of a promise by a formula."""
    return made.figures.get(promise=promise, formula=formula)


def answered(received: str, replied: str, key: str = "s5", **changes: Any) -> Contact:
    """Receive a message, and send a full reply to it that leaves at a moment."""
    contact = cast.received(received, key, **changes)
    person = cast.staff(path=f"{key}/customer-services/post")
    contacts.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=person, at=at(replied))
    cast.everything_sent(replied)
    return contact


def parts_of(row: FigureRow) -> tuple[str, int | None, int | None]:
    """Return what a share says, and what it is a share of what."""
    return row.said, row.numerator, row.denominator
