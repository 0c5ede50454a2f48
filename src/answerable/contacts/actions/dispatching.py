"""The dispatcher: hands the letters of the outbox to their carriers, so that none is lost and none goes twice.

A letter is claimed, and the claim is on the disk, before its carrier hears of it. A dispatcher that dies after that
leaves a letter in doubt; whoever finds it asks the carrier whether it left. It is sent again only when it did not. What
this cannot promise is in docs/decisions/0013-nothing-sent-twice.md.
"""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from time import monotonic

from answerable.contacts.actions.claiming import WAITS, claim, put_back, put_off, take_up
from answerable.contacts.actions.opening import as_it_leaves
from answerable.contacts.actions.sending import fail, settle
from answerable.contacts.carrier import Carrier, DidNotLeave, MayHaveLeft, NeverDelivered
from answerable.contacts.models import Outgoing
from answerable.contacts.queries import due_to_leave

_log = logging.getLogger(__name__)

BATCH = 200
"""Letters that one call takes on, so that its caller can see to other things in between."""


def dispatch(carriers: Sequence[Carrier], *, now: datetime) -> int:
    """Send what waits in the outbox and is due, and find out what became of letters in doubt. Returns how many left.

    A letter that fails goes back for a later try, or to a person when trying again is no use, and holds up no other.
    """
    began, sent = monotonic(), 0
    with ExitStack() as batch:
        by_name = {carrier.name: batch.enter_context(carrier) for carrier in carriers}
        for letter in _due(now):
            at = now + timedelta(seconds=monotonic() - began)
            try:
                sent += _send(letter, by_name.get(letter.carrier), at=at)
            except Exception:  # whatever one letter does to us, the next is sent; this one is in doubt
                _log.exception("Cannot say what became of the letter %s", letter.message.message_id)
    return sent


def _due(now: datetime) -> list[Outgoing]:
    """Return the letters whose moment has come, with all that a carrier asks of them."""
    whole = due_to_leave(now).select_related("message__contact__council", "message__contact__customer")
    return list(whole[:BATCH])


def _send(letter: Outgoing, carrier: Carrier | None, *, at: datetime) -> bool:
    rest = carrier.rests(letter) if carrier else None
    if rest is not None:
        put_off(letter, rest, at=at)
        return False
    if letter.state == Outgoing.State.SENDING:
        claimed_at = letter.claimed_at or at
        if not take_up(letter, at=at):
            return False
        if _known(carrier, letter).has_left(letter):
            return settle(letter, sent_at=claimed_at, at=at)
        if letter.tries > len(WAITS):
            put_back(letter, problem="Each time, the line broke or we did while it was being sent.", at=at)
            return False
    if not claim(letter, at=at):
        return False
    try:
        _known(carrier, letter).deliver(letter, as_it_leaves(letter, at=at))
    except NeverDelivered as error:
        fail(letter, problem=str(error), at=at)
    except DidNotLeave as error:
        put_back(letter, problem=str(error), at=at)
    except MayHaveLeft as error:
        _log.warning("The letter %s may have left: %s", letter.message.message_id, error)
    else:
        return settle(letter, sent_at=at, at=at)
    return False


def _known(carrier: Carrier | None, letter: Outgoing) -> Carrier:
    if carrier is None:
        raise DidNotLeave(
            f"This deployment has no carrier called “{letter.carrier}”, which it had when this was written. Set it up "
            f"again, or find another way to the customer."
        )
    return carrier
