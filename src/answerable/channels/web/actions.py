"""What people do on the council's pages: send the form, add to what they sent, and say that something went wrong.

Each is kept as it was sent, once for one token, however often the button is pressed, before anybody tries to make a
contact of it; after a crash it is there or it is not, and sending again is safe.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from answerable.channels.web.place import WEB, Ready, at_once
from answerable.channels.web.read import Answers, FromItsPage, raw_of
from answerable.contacts.actions import make_key
from answerable.contacts.models import Contact
from answerable.councils.models import Council
from answerable.files.actions import OnDisk, hold, pass_on
from answerable.inbox import actions as inbox
from answerable.inbox.channel import Placed
from answerable.inbox.models import Incoming


class TokenSpent(ValueError):
    """Something else was sent with the token of a form, so this is not sent yet: it needs another token."""


def keep(
    sent: Answers | FromItsPage,
    *,
    council: Council,
    token: str,
    at: datetime,
    files: Sequence[OnDisk] = (),
    held: str = "",
) -> Incoming:
    """Keep what somebody sent, once for one token. It joins the transaction it is called in.

    Its files came with it, or were ``held`` before it was sent; they wait for their message under the token.

    Raises TokenSpent when something else was kept with the token: it would be lost, and its sender led to the other.
    """
    raw = raw_of(sent)
    kept, is_new = inbox.keep(
        WEB.name, council=council, external_id=token, raw=raw, arrived_at=at, at=at, is_in_hand=True
    )
    if not is_new and bytes(kept.raw) != raw:
        raise TokenSpent(
            "This page was sent before, with other words or about something else. Press Send to send this too"
        )
    if is_new and held:
        pass_on(held, to=token)
    if is_new and files:
        hold(files, held=token, until=None, at=at)
    return kept


def take_in(kept: Incoming, *, at: datetime, caller: str = "") -> Contact | None:
    """Make of it what it is, while its sender waits; return the contact that it went to, if there is one by now."""
    return inbox.take_in(kept, at_once(caller), at=at)


def take_in_and_open(kept: Incoming, *, at: datetime, caller: str = "") -> tuple[Contact, str] | None:
    """Take it in as ``take_in`` does, and return the contact with a key to its page, made in the same transaction."""
    channel = at_once(caller)
    made: list[tuple[Contact, str]] = []

    def place(incoming: Incoming, ready: Ready, /, *, at: datetime) -> Placed:
        placed = channel.place(incoming, ready, at=at)
        if placed.contact is not None:
            made.append((placed.contact, make_key(placed.contact, at=at)))
        return placed

    contact = inbox.take_in(kept, replace(channel, place=place), at=at)
    if contact is None:
        return None
    if made and made[0][0] is contact:
        return made[0]
    return contact, make_key(contact, at=at)  # somebody else had taken it in


def send(answers: Answers, *, council: Council, token: str, at: datetime) -> Contact | None:
    """Keep a form and take it in, and return its contact; for a token that was used already, the one made then."""
    return take_in(keep(answers, council=council, token=token, at=at), at=at)


def add(contact: Contact, *, message: str, token: str, at: datetime, files: Sequence[OnDisk] = ()) -> Contact | None:
    """Add a message to a contact from its own page, and return the contact that it went to, if it could be added yet.

    That is another one, which follows this, when the matter was closed already.
    """
    return _write(FromItsPage(reference=contact.reference, message=message), contact, files, token=token, at=at)


def complain(
    contact: Contact, *, message: str, token: str, at: datetime, files: Sequence[OnDisk] = ()
) -> Contact | None:
    """Say that something went wrong with a contact: a complaint that follows it, and is owed promises of its own."""
    sent = FromItsPage(reference=contact.reference, message=message, is_complaint=True)
    return _write(sent, contact, files, token=token, at=at)


def _write(sent: FromItsPage, contact: Contact, files: Sequence[OnDisk], *, token: str, at: datetime) -> Contact | None:
    sent = replace(sent, files=" ".join(one.digest for one in files))
    with transaction.atomic():  # what was sent, and its files
        kept = keep(sent, council=contact.council, token=token, at=at, files=files)
    return take_in(kept, at=at)


def dispute(
    contact: Contact, *, what: str, message: str, token: str, at: datetime, files: Sequence[OnDisk] = ()
) -> Contact | None:
    """Say that our answer is none, or that it was not done (``what`` is the fact): the same matter is opened again."""
    sent = FromItsPage(reference=contact.reference, message=message, disputes=what)
    return _write(sent, contact, files, token=token, at=at)


def forget_ended_sessions(*, at: datetime) -> None:
    """Delete the sessions that have ended: a form begun and never sent holds what somebody said of themselves."""
    Session.objects.filter(expire_date__lt=at).delete()
