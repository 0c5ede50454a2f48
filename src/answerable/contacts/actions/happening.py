"""Noting what happened in the course of a matter: one verb for every fact that people note."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from answerable.contacts.actions.checking import (
    check_asked,
    check_channel,
    check_details,
    check_late,
    check_moment,
    check_permission,
    check_turn,
    noted_by_hand,
)
from answerable.contacts.actions.deciding import reopen
from answerable.contacts.actions.managing import give_back, note_down
from answerable.contacts.actions.noting import in_turn, note
from answerable.contacts.clocks import (
    as_judged,
    clocks_of,
    fact_of,
    in_force,
    in_new_hands_since,
    kept_as,
    waiting,
)
from answerable.contacts.models import Contact, FactRow
from answerable.contacts.parts import parts_for, require
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.promises.queries import charter_in
from answerable.standards.facts import Contact as Judged
from answerable.standards.facts import Fact
from answerable.standards.judging.changes import Turned, turned
from answerable.standards.vocabulary.fact_kind import FactKind


@transaction.atomic
def happen(
    contact: Contact,
    *,
    what: str,
    at: datetime,
    details: Mapping[str, Any],
    by: Staff,
    now: datetime,
    why: str = "",
) -> FactRow:
    """Note that something happened to a contact at ``at``; noting the same again notes nothing more.

    It is for every fact that an officer or a manager notes (``FactKind.noted``). What the promises owed here, or the
    stage it is in, count it with must be said; of what happened more than a working day ago, ``why`` it is noted only
    now, which colleagues read beside it. A contact that was closed opens again when something then waits for us, and is
    free to be taken when a stage begins that is for somebody new.

    Raises NotByHand, NotAllowed, NotOnChannel, WrongDetail, WrongMoment, NotedLate, NotAsked, OutOfTurn or
    PartsMissing, and notes nothing.
    """
    in_turn(contact)
    kind, is_late, _, same = _checked(contact, what, at, details, by, now, why)
    if same is not None:
        return same
    waited = waiting(contact)
    (row,) = note(contact, [(what, details)], by=by, at=at, now=now)
    late: dict[str, Any] = {"late": "by more than a working day"} if is_late else {}
    record("noted", about=contact.reference, by=by.email, at=now, fact=what, happened_at=at.isoformat(), **late)
    if is_late:
        note_down(contact, body=f"“{kind.staff}” was noted only now: {why.strip()}", by=by, at=now)
    if contact.closed_at is not None and waiting(contact) - waited:
        reopen(contact, by=by, at=now, why=f"Noted: {kind.staff}")
    if contact.held_by_id is not None and in_new_hands_since(contact) == fact_of(row):
        give_back(contact, by=by, at=now)
    return row


def foreseen(
    contact: Contact,
    *,
    what: str,
    at: datetime,
    details: Mapping[str, Any],
    by: Staff,
    now: datetime,
    why: str = "",
) -> tuple[Turned, ...] | None:
    """Return what ``happen`` would do to each clock, or None where the same is noted already. It notes nothing.

    Raises what ``happen`` raises.
    """
    *_, judged, same = _checked(contact, what, at, details, by, now, why)
    if same is not None:
        return None
    known = judged.noted or judged.facts
    after = clocks_of(contact, [*known, Fact(what, at, details)], now=now)
    return turned(clocks_of(contact, known, now=now), after)


class _Checked(NamedTuple):
    """What may be noted: its kind, whether it is late, the contact as it is judged, and the same if it was noted."""

    kind: FactKind
    is_late: bool
    judged: Judged
    same: FactRow | None


def _checked(
    contact: Contact, what: str, at: datetime, details: Mapping[str, Any], by: Staff, now: datetime, why: str
) -> _Checked:
    kind = noted_by_hand(what)
    check_permission(kind, contact.path, by)
    check_channel(kind, contact.channel)
    check_details(kind, details)
    check_moment(at, began=contact.received_at, now=now)
    is_late = check_late(kind, at, why=why, calendar=charter_in(contact.edition).calendar, now=now)
    before = list(contact.facts.all())
    same = [row for row in in_force(before) if (row.what, row.at, row.said) == (what, at, kept_as(details))]
    judged = as_judged(contact, [fact_of(row) for row in before])
    if not same:
        check_asked(kind, judged, at)
        check_turn(kind, judged, at)
        require(parts_for(contact, judged, what), details, verb="note")
    return _Checked(kind, is_late, judged, same[0] if same else None)
