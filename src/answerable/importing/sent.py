"""A line that another system sent: where it goes. It is kept first, exactly as it came, and taken in as from a file."""

from datetime import datetime
from typing import Any

from answerable.importing.actions import Became, take
from answerable.importing.read import read
from answerable.importing.reading import Reading
from answerable.inbox.channel import Intake, Placed
from answerable.inbox.models import Incoming


def name_of(source: str, delivery: str) -> str:
    """Return the name under which a delivery is kept."""
    return f"{source} {delivery}"


def place(incoming: Incoming, record: dict[str, Any] | str, /, *, at: datetime) -> Placed:
    """Take a line in, or say what is wrong with it: then it stays where it is, for a person to look at."""
    if isinstance(record, str):
        return Placed(None, Incoming.State.REFUSED, record)
    source = incoming.external_id.partition(" ")[0]
    (taken,) = take([(incoming.id, record)], reading=Reading(incoming.council, now=at), source=source, now=at)
    if taken.became is Became.REFUSED:
        return Placed(None, Incoming.State.REFUSED, str(taken.problem))
    return Placed(taken.contact)


LINES = Intake(name="lines", read=read, place=place)
