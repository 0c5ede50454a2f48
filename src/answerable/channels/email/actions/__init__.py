"""Everything that changes what is kept about email: bare verbs, each one transaction, always with when."""

from answerable.channels.email.actions.claiming import LEASE, WAITS, claim, put_back, take_up
from answerable.channels.email.actions.keeping import get_stuck, keep, look, move_on
from answerable.channels.email.actions.reading import place, read_waiting, set_aside

__all__ = [
    "LEASE",
    "WAITS",
    "claim",
    "get_stuck",
    "keep",
    "look",
    "move_on",
    "place",
    "put_back",
    "read_waiting",
    "set_aside",
    "take_up",
]
