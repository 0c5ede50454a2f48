"""How far a letter of the outbox has got, on its way through the dispatcher: claimed, taken up again, put back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from answerable.contacts.actions.sending import fail
from answerable.contacts.models import Outgoing

LEASE = timedelta(minutes=10)
"""How long a dispatcher has for one letter, before another asks what became of it: longer than any carrier takes, so
that nobody asks while it is still being carried. The slowest is a mail server, with thirteen answers of half a minute.
"""

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 960, 960))
"""How long after each failed try the next one is: ten tries in 47 hours, after which somebody finds another way."""


@transaction.atomic
def claim(outgoing: Outgoing, *, at: datetime) -> bool:
    """Take a letter to send it; until ``LEASE`` has passed nobody else will. Returns False when somebody was first."""
    return _change(
        outgoing, state=Outgoing.State.SENDING, claimed_at=at, try_at=at + LEASE, tries=F("tries") + 1, problem=""
    )


@transaction.atomic
def take_up(outgoing: Outgoing, *, at: datetime) -> bool:
    """Take a letter whose dispatcher went away, to look what became of it. Returns False when somebody was first."""
    return _change(outgoing, try_at=at + LEASE)


@transaction.atomic
def put_back(outgoing: Outgoing, *, problem: str, at: datetime) -> None:
    """Put a letter back that certainly did not leave, to be tried again later, or give up after the tenth try."""
    if outgoing.tries > len(WAITS):
        fail(outgoing, problem=f"Tried {outgoing.tries} times. {problem}", at=at)
        return
    _change(outgoing, state=Outgoing.State.WAITING, try_at=at + WAITS[outgoing.tries - 1], problem=problem[:2000])


def _change(outgoing: Outgoing, **values: object) -> bool:
    """Change a letter, unless somebody has changed it since it was read."""
    as_read = Outgoing.objects.filter(
        id=outgoing.id, state=outgoing.state, try_at=outgoing.try_at, tries=outgoing.tries
    )
    if not as_read.update(**values):
        return False
    outgoing.refresh_from_db(fields=list(values))
    return True
