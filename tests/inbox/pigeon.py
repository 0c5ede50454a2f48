"""A channel of the tests' own: pigeons."""

from datetime import datetime

from answerable.contacts import actions as contacts
from answerable.contacts.arrival import Arrival
from answerable.councils.queries import front_door
from answerable.inbox.actions import keep
from answerable.inbox.channel import Intake, Placed
from answerable.inbox.models import Incoming
from tests import cast
from tests.inbox.pigeon_post import read


def place(incoming: Incoming, value: str, /, *, at: datetime) -> Placed:
    """Make a contact of it."""
    arrival = Arrival(
        council=incoming.council,
        team=front_door(incoming.council),
        channel="letter",
        subject=value[:300],
        body=value,
        name="Robin Reed",
        email="robin@home.example",
    )
    return Placed(contacts.receive(arrival, at=incoming.arrived_at, now=at))


PIGEON = Intake(name="sms", read=read, place=place)


def lands(raw: bytes, *, at: datetime, id: str = "") -> Incoming:
    """Let a pigeon land, and return what is kept of what it brought."""
    kept, _ = keep(PIGEON.name, council=cast.council(), external_id=id or raw.decode(), raw=raw, arrived_at=at, at=at)
    return kept
