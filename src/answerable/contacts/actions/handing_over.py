"""Hand over all of somebody's open work from a day on, to a colleague or to nobody: they are away."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from answerable.contacts.actions.managing import Involved, NotAssigned, assign, give_back
from answerable.contacts.actions.noting import in_turn
from answerable.contacts.models import Contact, HandOver
from answerable.contacts.queries import contacts_in
from answerable.councils.models import Council
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.people.permissions import paths_where


class NotHandedOver(ValueError):
    """Somebody's work cannot be handed over so."""


class HandedOver(NamedTuple):
    """What became of somebody's work: how many went to the colleague, and what went to nobody instead, with why."""

    given: int
    freed: tuple[tuple[str, str], ...]


@transaction.atomic
def hand_over(council: Council, *, holder: Staff, to: Staff | None, from_on: date, by: Staff, at: datetime) -> HandOver:
    """Decide that all that somebody holds goes to a colleague, or to nobody, from a day on.

    What is for today is carried out by ``carry_out_hand_over``, what is for later by the worker on that day. Decided
    again, nothing more is. Raises NotHandedOver.
    """
    Council.objects.select_for_update().only("key").get(key=council.key)
    if to == holder:
        raise NotHandedOver(f"Cannot hand the work of {holder.name} over to themselves. Choose a colleague, or nobody.")
    if from_on < localdate(at):
        raise NotHandedOver("Cannot hand over from a day that has passed. Give today or a later day.")
    waits = HandOver.objects.filter(council=council, holder=holder, done_at=None, called_off_at=None)
    same = waits.filter(to=to, from_on=from_on).first()
    if same is not None:
        return same
    if waits.exists():
        raise NotHandedOver(f"The work of {holder.name} is to be handed over already. Call that off first.")
    said = to.email if to else ""
    record("handed over", about=holder.reference, by=by.email, at=at, to=said, from_on=from_on.isoformat())
    return HandOver.objects.create(council=council, holder=holder, to=to, from_on=from_on, by=by, at=at)


@transaction.atomic
def call_off(planned: HandOver, *, by: Staff, at: datetime) -> bool:
    """Call off what was to be handed over later. Returns False when it was done, or called off, a moment before."""
    waits = HandOver.objects.filter(id=planned.id, done_at=None, called_off_at=None)
    if not waits.update(called_off_at=at):
        return False
    record("called off a handing over", about=planned.holder.reference, by=by.email, at=at)
    return True


def hand_over_what_is_due(now: datetime) -> int:
    """Carry out what was to be handed over by today, and return how many people's work it was."""
    due = HandOver.objects.filter(done_at=None, called_off_at=None, from_on__lte=localdate(now))
    return sum(carry_out_hand_over(one, at=now) is not None for one in due.select_related("holder", "to", "by"))


def carry_out_hand_over(decided: HandOver, *, at: datetime) -> HandedOver | None:
    """Give each open contact that somebody holds to whom it was decided, each in a transaction of its own.

    It is done where whoever decided it may give away, and waits where they may do so nowhere any more. What the
    colleague cannot have goes to nobody, so that nothing lies with somebody who is away. Nothing happens twice, and
    None is returned when it was done or called off before, or waits.
    """
    given, freed = 0, []
    paths = [path for path in paths_where(decided.by, "give-away") if path.split("/")[0] == decided.council_id]
    theirs = contacts_in(decided.council_id, paths).filter(held_by=decided.holder, closed_at=None)
    waits = HandOver.objects.filter(id=decided.id, done_at=None, called_off_at=None)
    if not paths or not waits.exists():
        return None
    for contact in theirs.select_related("team", "edition", "held_by").order_by("id"):
        why = _give(contact, decided, at=at)
        if why is None:
            continue
        given += not why
        freed += [(contact.reference, why)] if why else []
    waits.update(done_at=at)
    return HandedOver(given, tuple(freed))


@transaction.atomic
def _give(contact: Contact, decided: HandOver, *, at: datetime) -> str | None:
    """Give one contact on. Returns why it went to nobody, or nothing, or None where somebody was quicker."""
    in_turn(contact)
    if contact.held_by_id != decided.holder_id or contact.closed_at is not None:
        return None
    if decided.to is None:
        give_back(contact, by=decided.by, at=at)
        return ""
    try:
        with transaction.atomic():
            assign(contact, to=decided.to, by=decided.by, at=at)
    except (NotAssigned, Involved) as problem:
        give_back(contact, by=decided.by, at=at)
        return str(problem)
    return ""
