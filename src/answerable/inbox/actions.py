"""Everything that changes what arrived: keep it, take it in, and set aside for a person what cannot be taken in.

Each try is counted before it begins, so that a message which kills whoever reads it is counted too. The waits between
them grow, and after ``MOST_TRIES`` a person is asked instead.
"""

import errno
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic
from typing import Any

from django.db import Error, connection, transaction
from django.db.models import QuerySet

from answerable.contacts import actions as contacts
from answerable.contacts.actions.waking import CONNECTION_LOST
from answerable.contacts.arrival import Arrival
from answerable.contacts.models import Contact
from answerable.councils.models import Council, Mailbox
from answerable.councils.queries import front_door
from answerable.files.actions import hand_over, take_away
from answerable.files.queries import held_by, message_that_came
from answerable.inbox.budget import CannotRead, OverBudget
from answerable.inbox.channel import Intake, Placed
from answerable.inbox.models import Incoming
from answerable.inbox.plain import plain
from answerable.rows.actions import insert
from answerable.standards.time.calendar import CannotCount

MOST_TRIES = 3
"""How often taking in a message may fail, or kill the process that tries, before a person is asked to."""

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
"""How long after each try, as it is counted, the next may begin. Until then nobody else has the message in hand."""

LONGEST_WAIT = timedelta(hours=1)
"""How long a message waits that nobody can take in until something of ours is mended: a charter is missing, say."""

BATCH, A_WHILE = 200, 10.0
"""Messages that one call takes in, and seconds after which it begins no other, so that its caller can see to other
things in between, and to what time it is."""

LONG = 256 * 1024
"""Bytes from which a message is long: all that were found to cost much were, and hardly any that people write are."""

LONGEST_BEHIND = timedelta(minutes=10)
"""How long what is long may wait for what is not."""

_SHOWN_BYTES = 20_000
_log = logging.getLogger(__name__)

Reading = Callable[[Callable[[bytes], Any], bytes], Any]
"""How bytes are read by a channel's ``read``: in a process of its own (``reader.Reader``), or ``reader.here``."""


class _Settled(Exception):
    """Somebody else took the message in while we did; so what we did is undone."""


def keep(
    channel: str,
    *,
    council: Council,
    external_id: str,
    raw: bytes,
    arrived_at: datetime,
    at: datetime,
    digest: str = "",
    mailbox: Mailbox | None = None,
    notice: str = "",
    is_in_hand: bool = False,
) -> tuple[Incoming, bool]:
    """Keep something exactly as it came; return it, and whether it is new. It joins the transaction it is called in.

    ``is_in_hand`` is whether whoever keeps it goes on to take it in at once: that try is counted here. What was erased
    and comes again, because its mailbox still had it, is not kept anew.
    """

    def known_as(name: str) -> Incoming | None:
        same = Incoming.objects.filter(channel=channel, council=council, external_id=name, digest=digest)
        return same.select_related("council", "contact").first()

    erased = known_as(erased_id(external_id)) if mailbox is not None else None
    if erased is not None:
        return erased, False
    kept = Incoming(
        channel=channel,
        council=council,
        mailbox=mailbox,
        external_id=external_id[:300],
        digest=digest,
        raw=raw,
        length=len(raw),
        arrived_at=arrived_at,
        kept_at=at,
        tries=int(is_in_hand),
        try_at=at + WAITS[0] if is_in_hand else at,
        notice=notice,
    )
    if insert([kept], unless_there=True):
        return kept, True
    before = known_as(external_id[:300])
    assert before is not None  # nothing is ever taken from this table
    return before, False


def erase(arrived: QuerySet[Incoming], *, at: datetime) -> int:
    """Take away what arrived, and leave that it did, and by what it is known when it comes again; return how many.

    It joins the transaction it is called in.
    """
    number = 0
    for id, name in arrived.filter(erased_at=None).values_list("id", "external_id"):
        kept = {"external_id": erased_id(name) if name else "", "raw": b"", "notice": "", "problem": ""}
        number += Incoming.objects.filter(id=id).update(**kept, erased_at=at)
        take_away(held_by(name))
    return number


def erased_id(external_id: str) -> str:
    """Return what is left of the name under which something arrived: it can be known again, and not read."""
    return f"erased {sha256(external_id[:300].encode()).hexdigest()}"


def take_in_waiting(channels: Sequence[Intake], reading: Reading, *, at: datetime) -> int:
    """Read and place what waits, of some channels, and return how many messages were dealt with.

    What was not tried yet comes first, and what is long comes when nothing else waits, or once it has waited for
    ``LONGEST_BEHIND``; one a call: so nobody who wrote a few lines waits for many that cost much. Whatever a message
    does to us is noted with it, and the next is taken in. Raises OperationalError or InterfaceError when the database
    is lost.
    """
    by_name = {channel.name: channel for channel in channels}
    waiting = Incoming.objects.filter(state=Incoming.State.WAITING, try_at__lte=at, channel__in=by_name)
    by_turn = waiting.order_by("tries", "id").values_list("id", flat=True)
    ends = monotonic() + A_WHILE
    ids = list(by_turn.filter(length__lt=LONG)[:BATCH])
    done = sum(_take_in_one(id, by_name, reading, at=at) for id in ids if monotonic() < ends)
    long = by_turn.filter(length__gte=LONG)
    if ids:
        long = long.filter(kept_at__lte=at - LONGEST_BEHIND)
    return done + sum(_take_in_one(id, by_name, reading, at=at) for id in long[:1])


def hasten(now: datetime) -> int:
    """Have each message tried now that waits longer than any wait is, and return how many: a clock ran ahead then."""
    too_far = Incoming.objects.filter(state=Incoming.State.WAITING, try_at__gt=now + LONGEST_WAIT)
    return too_far.update(try_at=now)


def take_in(incoming: Incoming, channel: Intake, *, at: datetime) -> Contact | None:
    """Read and place one message at once, in this process, for somebody who waits to hear what became of it.

    Returns its contact, or None when it is nobody's, or cannot be placed now: then it is safe, and is taken in later
    with what waits.
    """
    if incoming.state == Incoming.State.WAITING:
        try:
            ready = channel.prepare(incoming, channel.put_by(channel.read(bytes(incoming.raw))), at=at)
            with transaction.atomic():
                _place(incoming, channel, ready, at=at)
        except _Settled:
            incoming.refresh_from_db(fields=["state", "contact"])
        except Exception as error:  # whatever it is, the message is on the disk, and that is what they are told
            _log.exception("Cannot take in the message %s at once; it is kept, and waits.", incoming.pk)
            with suppress(Error):
                _note(incoming, _said(error))
    return incoming.contact


def _take_in_one(id: int, channels: Mapping[str, Intake], reading: Reading, *, at: datetime) -> bool:
    incoming = Incoming.objects.get(id=id)
    if not _count_a_try(incoming, at=at):
        return False
    if incoming.tries > MOST_TRIES:  # the last of them ended whatever tried
        return _set_aside(id, problem=incoming.problem or "Whoever tried to, ended before they could say why.", at=at)
    channel = channels[incoming.channel]
    try:
        value = channel.put_by(reading(channel.read, bytes(incoming.raw)))
        with transaction.atomic():
            incoming_now = _as_it_stands(id)
            _place(incoming_now, channel, channel.prepare(incoming_now, value, at=at), at=at)
        return True
    except _Settled:
        return False
    except CONNECTION_LOST:
        raise
    except OverBudget as error:
        return _set_aside(id, problem=str(error), at=at)
    except Exception as error:
        if _is_ours_to_mend(error):
            return _wait(id, error, at=at)
        _log.exception("Cannot take in the message %s", id)
        _note(incoming, _said(error))
        return incoming.tries >= MOST_TRIES and _set_aside(id, problem=_said(error), at=at)


def _count_a_try(incoming: Incoming, *, at: datetime) -> bool:
    """Count a try before it begins, and have nobody else begin one meanwhile. Returns False when somebody was first."""
    tries = incoming.tries + 1
    as_read = Incoming.objects.filter(id=incoming.id, state=Incoming.State.WAITING, tries=incoming.tries)
    counted = as_read.update(tries=tries, try_at=at + WAITS[min(tries, len(WAITS)) - 1])
    incoming.tries = tries
    return bool(counted)


def _as_it_stands(id: int) -> Incoming:
    """Return a message with its council, and whose mailbox it came to now, read in this transaction."""
    return Incoming.objects.select_related("council", "mailbox__team").defer("raw").get(id=id)


def _place(incoming: Incoming, channel: Intake, value: Any, *, at: datetime) -> None:
    """Put what was read where it belongs. The contact and the message's new state are one transaction."""
    _settle(incoming, channel.place(incoming, value, at=at))


_SETTLE = "UPDATE inbox_incoming SET state = %s, contact_id = %s, problem = %s WHERE id = %s AND state = %s"


def _settle(incoming: Incoming, placed: Placed) -> None:
    """Say where a message went; what was wrong with earlier tries stays, where nothing is wrong with it now."""
    contact, waits = placed.contact.id if placed.contact else None, Incoming.State.WAITING
    problem = placed.problem[:2000] or incoming.problem
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [placed.state, contact, problem, incoming.id, waits])
        if not cursor.rowcount:
            raise _Settled
    incoming.state, incoming.contact = placed.state, placed.contact
    incoming.problem = problem


def _note(incoming: Incoming, problem: str) -> None:
    Incoming.objects.filter(id=incoming.id).update(problem=problem[:2000])


def _said(error: Exception) -> str:
    """Return what is wrong: a sentence of ours as it stands, and anything else with what sort of fault it is."""
    is_sentence = isinstance(error, CannotRead) or _is_ours_to_mend(error)
    return str(error) if is_sentence else f"{type(error).__name__}: {error}"


def _set_aside(id: int, *, problem: str, at: datetime) -> bool:
    """Make a contact of a message that could not be taken in, for a person to look at. No machine answers it.

    Where not even that can be made, it waits.
    """
    try:
        with transaction.atomic():
            incoming = _as_it_stands(id)
            contact = contacts.receive(_unread(incoming, problem), at=incoming.arrived_at, now=at)
            message = message_that_came(contact, incoming.arrived_at)
            if message is not None:
                hand_over(held_by(incoming.external_id), message)
            _settle(incoming, Placed(contact, Incoming.State.UNREADABLE, problem))
        return True
    except _Settled:
        return False
    except CONNECTION_LOST:
        raise
    except Exception as error:
        return _wait(id, error, at=at)


def _is_ours_to_mend(error: Exception) -> bool:
    """Tell whether no message could be taken in now, or none of its kind: a charter, a team, a year or room is missing.

    A kind of LookupError, such as KeyError, is a fault like any other.
    """
    is_full = isinstance(error, OSError) and error.errno == errno.ENOSPC
    return isinstance(error, CannotCount) or type(error) is LookupError or is_full


def _wait(id: int, error: Exception, *, at: datetime) -> bool:
    """Let a message wait that is not to blame. Its tries begin again."""
    _log.warning("No contact can be made of the message %s, which waits: %s", id, error)
    waiting = Incoming.objects.filter(id=id, state=Incoming.State.WAITING)
    waiting.update(tries=0, try_at=at + LONGEST_WAIT, problem=_said(error)[:2000])
    return False


def _unread(incoming: Incoming, problem: str) -> Arrival:
    mailbox = incoming.mailbox
    came = f"to {mailbox.address}" if mailbox else f"by the channel “{incoming.channel}”"
    return Arrival(
        council=incoming.council,
        team=mailbox.team if mailbox else front_door(incoming.council),
        channel=incoming.channel,
        mailbox=mailbox.name if mailbox else "",
        subject="A message that could not be read",
        body=f"This message came {came} and could not be read. {problem} It is kept as it came. It begins:\n\n"
        f"{plain(bytes(incoming.raw[:_SHOWN_BYTES]))}",
        answerable=False,
    )
