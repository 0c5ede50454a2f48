"""How far a letter of the outbox has got, on its way through the dispatcher: claimed, taken up again, put back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from answerable.contacts.actions.sending import fail
from answerable.contacts.carrier import Rest
from answerable.contacts.models import Outgoing

LEASE = timedelta(minutes=10)
"""How long a dispatcher has for one letter, before another asks what became of it: longer than any carrier takes, so
that nobody asks while it is still being carried. The slowest is a mail server, with a minute to let us in and another
for the letter.
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


LONGEST_REST = timedelta(minutes=10)
"""The longest that any carrier may say a letter is to be left for later."""


@transaction.atomic
def hasten(now: datetime) -> int:
    """Have each letter tried now that waits longer than any wait is, and return how many: a clock ran ahead then."""
    waits = (LONGEST_REST, *WAITS)
    too_far = Q(state=Outgoing.State.SENDING, try_at__gt=now + LEASE)
    for tries, wait in enumerate(waits):
        too_far |= Q(state=Outgoing.State.WAITING, tries=tries, try_at__gt=now + max(wait, LONGEST_REST))
    return Outgoing.objects.filter(too_far).update(try_at=now)


@transaction.atomic
def put_off(outgoing: Outgoing, rest: Rest, *, at: datetime) -> None:
    """Leave a letter for later that was not tried: it is no try of its ten. Why is said, where there is a reason."""
    _change(outgoing, try_at=at + min(rest.time, LONGEST_REST), problem=rest.problem[:2000] or outgoing.problem)


def _change(outgoing: Outgoing, **values: object) -> bool:
    """Change a letter, unless somebody has changed it since it was read."""
    as_read = Outgoing.objects.filter(
        id=outgoing.id, state=outgoing.state, try_at=outgoing.try_at, tries=outgoing.tries
    )
    if not as_read.update(**values):
        return False
    outgoing.refresh_from_db(fields=list(values))
    return True
