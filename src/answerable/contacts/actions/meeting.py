"""What staff note of a call or a visit while it goes on: a tap each, and then whom it was with and about what."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from answerable.contacts.actions.arriving import begin
from answerable.contacts.actions.checking import (
    NotAllowed,
    NotByHand,
    OutOfTurn,
    check_asked,
    check_details,
    check_moment,
    check_permission,
    check_turn,
)
from answerable.contacts.actions.deciding import retype
from answerable.contacts.actions.flagging import look_through
from answerable.contacts.actions.noting import in_turn, note
from answerable.contacts.arrival import Arrival
from answerable.contacts.clocks import as_judged, fact_of, in_force
from answerable.contacts.kinds import kinds_now
from answerable.contacts.models import LONGEST_PLACE, Contact, FactRow, Message
from answerable.contacts.preparing import AlreadyClosed
from answerable.councils.models import Team
from answerable.customers.actions import correct, meet
from answerable.customers.models import Customer
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.people.permissions import may
from answerable.standards.facts import Contact as Judged
from answerable.standards.judging.running import ended_by
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.meetings import Tap, tap_named
from answerable.standards.words import visible


class Tapped(NamedTuple):
    """What a tap did: the fact it noted, and the contact that it left behind, if it leaves one."""

    fact: FactRow
    left: Contact | None = None


@transaction.atomic
def tap(
    contact: Contact,
    *,
    name: str,
    drawn: int,
    details: Mapping[str, Any] | None = None,
    to: Team | None = None,
    by: Staff,
    now: datetime,
) -> Tapped:
    """Note at one tap that something happened, now, to a call or visit that goes on.

    ``drawn`` is the number of the last fact that was there when the button was drawn: the same fact noted since is this
    tap, pressed twice, or a colleague's, and nothing more is noted. ``to`` is the team that a call is passed on to,
    which has it from now on. A fact that leaves nothing to be done closes the contact, and a message that was left is a
    contact of its own. Raises NotByHand, NotAllowed, AlreadyClosed, WrongDetail, WrongMoment, NotAsked or OutOfTurn.
    """
    tapped = tap_named(contact.channel, name)
    if tapped is None:
        raise NotByHand(f"Cannot note '{name}' at a tap: it is nothing that happens while such a contact goes on.")
    kind = FACTS[tapped.fact]
    check_permission(kind, contact.path, by)
    in_turn(contact)
    rows = list(contact.facts.all())
    again = next((row for row in in_force(rows) if row.what == kind.name and row.pk > drawn), None)
    if again is not None:
        return Tapped(again)
    judged = as_judged(contact, [fact_of(row) for row in rows])
    _check_goes_on(contact, judged, kind.staff)
    said = {**(details or {}), **tapped.says, **_repeated(tapped, rows), **({"team": to.name} if to else {})}
    check_details(kind, said)
    check_moment(now, began=contact.received_at, now=now)
    check_asked(kind, judged, now)
    check_turn(kind, judged, now)
    (row,) = note(contact, [(kind.name, said)], by=by, at=now, now=now)
    record("noted", about=contact.reference, by=by.email, at=now, fact=kind.name, happened_at=now.isoformat())
    if to is not None and to.path != contact.path:
        _pass_on(contact, to)
    if tapped.closes:
        _close(contact, tapped.closes, by=by, at=now)
    return Tapped(row, _left_behind(contact, tapped.leaves, by=by, at=now) if tapped.leaves else None)


@transaction.atomic
def describe(
    contact: Contact,
    *,
    customer: Customer | None,
    told: Mapping[str, Any],
    subject: str,
    body: str,
    kind: str,
    by: Staff,
    at: datetime,
    place: str = "",
) -> None:
    """Say whom a call or visit was with, and what about, once that is known; it is asked of one that began without.

    ``customer`` is somebody known, and ``told`` what somebody new says of themselves. Who it is with is said once: what
    is wrong of a customer is corrected. ``kind`` is what it is, and ``place`` where, as they said. Raises NotAllowed
    and AlreadyKnown, and what ``retype`` raises.
    """
    if not may(by, "answer", contact.path):
        raise NotAllowed(f"Cannot say who {contact.reference} is from: it is for those who answer at {contact.path}.")
    in_turn(contact)
    contact.refresh_from_db(fields=["customer", "subject", "place"])
    address = told.get("address", "")
    found = customer or meet(contact.council, **{name: words for name, words in told.items() if name != "address"})
    if found is not None and customer is None and address:
        correct(found, {"address": address})
    if found is not None and contact.customer is not None and found != contact.customer:
        raise AlreadyKnown(
            f"Cannot say who {contact.reference} is from: a colleague has said it is {contact.customer}. Load the page "
            f"again to see it."
        )
    contact.customer = found or contact.customer
    contact.subject = visible(subject)[:300] or contact.subject
    contact.place = visible(place)[:LONGEST_PLACE] or contact.place
    contact.save(update_fields=["customer", "subject", "place"])
    if body.strip():
        kept = Message.objects.create(
            contact=contact, sort=Message.Sort.FROM_CUSTOMER, at=at, subject=contact.subject, body=body
        )
        look_through(contact, kept)
    record("described", about=contact.reference, by=by.email, at=at)
    if kind not in kinds_now(contact):
        retype(contact, kinds=[kind], why=_AS_THEY_SAID, by=by, at=at)


_AS_THEY_SAID = "It is what they said, when it was written down who they are."


class AlreadyKnown(ValueError):
    """Somebody else has been said to be the customer of a contact."""


def _check_goes_on(contact: Contact, judged: Judged, staff: str) -> None:
    if contact.closed_at is not None:
        raise AlreadyClosed(f"Cannot note “{staff}”: {contact.reference} is closed. Open it again first.")
    ended = ended_by(judged)
    if ended is not None:
        raise OutOfTurn(
            f"Cannot note “{staff}”: “{FACTS[ended.what].staff}” ended it before. What happens now is noted on the "
            f"page of {contact.reference}."
        )


def _repeated(tapped: Tap, rows: Iterable[FactRow]) -> Mapping[str, Any]:
    last = [row for row in in_force(rows) if row.what == tapped.repeats][-1:]
    return last[0].said if last else {}


def _pass_on(contact: Contact, to: Team) -> None:
    if to.service.council_id != contact.council_id:
        raise NotAllowed(f"Cannot pass {contact.reference} on to {to}: choose a team of the same council.")
    contact.team, contact.held_by = to, None
    contact.save(update_fields=["team", "held_by"])


def _close(contact: Contact, outcome: str, *, by: Staff, at: datetime) -> None:
    contact.closed_at, contact.outcome = at, Contact.Outcome(outcome)
    contact.save(update_fields=["closed_at", "outcome"])
    record("closed", about=contact.reference, by=by.email, at=at, outcome=outcome)


def _left_behind(contact: Contact, channel: str, *, by: Staff, at: datetime) -> Contact:
    """Begin the contact that a message is, by whoever left it, for the same team."""
    message = Arrival(council=contact.council, team=contact.team, channel=channel)
    return begin(message, details={}, customer=contact.customer, by=by, at=at, now=at, follows=contact)
