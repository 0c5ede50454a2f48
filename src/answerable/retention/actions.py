"""Erasing what is over or was asked for, holding what has to stay, and correcting what is wrong.

Each contact goes in a transaction of its own: nothing holds the database up, whoever is stopped goes on where they
were, and one that cannot go stops no other.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from time import monotonic
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from answerable.asking.actions import forget_asked
from answerable.contacts.actions.erasing import erase as erase_words
from answerable.contacts.actions.erasing import forget_drafts, forget_keys
from answerable.contacts.actions.noting import stand_in_line
from answerable.contacts.actions.waking import CONNECTION_LOST
from answerable.contacts.models import Contact
from answerable.councils.models import Council
from answerable.customers import actions as customers
from answerable.customers.models import Customer
from answerable.evidence import queries as evidence
from answerable.evidence.actions import forget, forget_looks, note_deletion, record
from answerable.files.actions import take_away
from answerable.files.queries import chosen_for, files_about
from answerable.finding.actions import overwrite
from answerable.inbox import actions as inbox
from answerable.inbox.queries import part_of
from answerable.marks.actions import forget_marks
from answerable.people.models import Staff
from answerable.retention import log
from answerable.retention.handing_out import Handed, write_all
from answerable.retention.models import ErasureGround, Hold
from answerable.retention.queries import (
    holding,
    kept_back,
    matters_of,
    over,
    over_drafts,
    over_keys,
    over_looks,
    over_mail,
    stopping,
)
from answerable.updates.actions import forget_updates

A_WHILE = 10.0
"""Seconds after which the worker begins no other contact in one round, so that it can see to what else there is."""

BATCH = 200
"""How many rows that are part of no contact go in one transaction."""

BY_AGE, ON_REQUEST, AGAIN = "by age", "on request", "again"
"""What sorts of deletion there are."""

_LOG = logging.getLogger(__name__)


class KeptBack(ValueError):
    """Something cannot be erased now: it is open, or held. The message says what to do next."""


class Unsaid(ValueError):
    """Something was to be done without saying why, or until when."""


@dataclass
class Outcome:
    """What was erased, by rule, and what could not be, by reference: each with why."""

    erased: Counter[str] = field(default_factory=Counter)
    failed: dict[str, str] = field(default_factory=dict)


def erase_over(council: Council, *, by: Staff | None, at: datetime, within: float | None = None) -> Outcome:
    """Erase what a council has kept long enough and nothing holds; ``within`` seconds, after which no other is begun.

    What is held is passed over. One that cannot be erased is left as it was, with the reason, and the next one goes.
    Raises OperationalError or InterfaceError when the database is lost.
    """
    done, began, on = Outcome(), monotonic(), localdate(at)
    for one in over(council, on=on):
        if within is not None and monotonic() - began > within:
            return done
        if one.kept_back:
            continue
        try:
            if erase(one.contact, kind=BY_AGE, ground=one.rule, by=by, at=at):
                done.erased[one.rule] += 1
        except KeptBack:
            continue  # somebody was first: it was opened again, or is held by now
        except CONNECTION_LOST:
            raise
        except Exception as error:  # whatever is wrong with one, the next has been kept long enough too
            _LOG.exception("Cannot erase %s", one.contact.reference)
            done.failed[one.contact.reference] = str(error) or type(error).__name__
    _erase_others(council, done, on=on, by=by, at=at)
    if within is None:
        overwrite()
    return done


def _erase_others(council: Council, done: Outcome, *, on: date, by: Staff | None, at: datetime) -> None:
    """Erase what is part of no contact, or goes before its contact, some at a time."""
    others: tuple[tuple[str, QuerySet[Any], Callable[[QuerySet[Any]], int]], ...] = (
        ("draft", over_drafts(council, on=on), forget_drafts),
        ("key", over_keys(council, on=on), forget_keys),
        ("mail", over_mail(council, on=on), partial(inbox.erase, at=at)),
        ("look", over_looks(council, on=on), forget_looks),
    )
    for rule, rows, erase_some in others:
        for ids in _batched(list(rows.order_by("id").values_list("id", flat=True))):
            with transaction.atomic():
                number = erase_some(rows.filter(id__in=ids))
                note_deletion(BY_AGE, reference=council.key, ground=rule, removed={rule: number}, by=_email(by), at=at)
            done.erased[rule] += number


def _batched(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Give some numbers a few at a time."""
    yield from (ids[first : first + BATCH] for first in range(0, len(ids), BATCH))


def erase_daily(now: datetime) -> int:
    """Erase what is over in each council whose file has that done daily, and return how much went in this round.

    The round that finds nothing more is the last of the day, and has what went overwritten in the index too.
    """
    erased = sum(
        erase_over(council, by=None, at=now, within=A_WHILE).erased.total()
        for council in Council.objects.filter(erases_daily=True).order_by("key")
    )
    if not erased:
        overwrite()
    return erased


@transaction.atomic
def erase(
    contact: Contact, *, kind: str, ground: str, by: Staff | None, at: datetime, notes_outside: bool = True
) -> Mapping[str, int]:
    """Erase all that a contact says of a person, and return how much of what went; its customer with the last of it.

    What happened stays. It is noted in the log of deletions, and in the file outside the database before anything is
    settled: at worst that names one that is still to go. Nothing goes where it is gone already. Raises KeptBack for one
    that is open or held, and CannotNote.
    """
    stand_in_line(contact)
    if contact.erased_at is not None:
        return {}
    contact.refresh_from_db(fields=["customer"])
    customer = None
    if contact.customer_id is not None:
        customer = Customer.objects.select_for_update().get(id=contact.customer_id)
    why = kept_back(contact)
    if why:
        raise KeptBack(f"Cannot erase this. {why}")
    arrived = inbox.erase(part_of(contact), at=at)
    asked = forget_asked(contact)
    updates = forget_updates(contact)
    files = take_away(files_about(contact)) + take_away(chosen_for(contact))
    marks = forget_marks(contact)
    removed = dict(erase_words(contact, at=at))
    removed |= {
        **marks,
        "files": files,
        "questions outside": asked,
        "emails asked for": updates,
        "messages as they came": arrived,
        "words of the record": forget(evidence.about(contact.reference)),
        "holds": Hold.objects.filter(contact=contact).delete()[0],
    }
    if customer is not None and not customer.contacts.exists():
        customers.forget(customer)
        removed["customers"] = 1
    removed = {what: number for what, number in removed.items() if number}
    said = {"reference": contact.reference, "kind": kind, "ground": ground, "by": _email(by)}
    note_deletion(**said, removed=removed, at=at)
    if notes_outside:
        log.write(settings.DELETIONS, at=at, council=contact.council_id, **said)
    return removed


def erase_person(contact: Contact, *, ground: ErasureGround, by: Staff | None, at: datetime) -> int:
    """Erase all that is held about whoever a contact is from, and return how many contacts that was (Article 17).

    Where anything of it is open or held, nothing goes. It goes contact by contact, the one that leads to them last, so
    that it can be done again from there if it was stopped. Raises KeptBack with all that stands in the way, and
    CannotNote.
    """
    problems = stopping(contact)
    if problems:
        raise KeptBack(f"Cannot erase what is held about them. {' '.join(problems)}")
    theirs = sorted(matters_of(contact), key=lambda one: (one.id == contact.id, one.id))
    erased = sum(bool(erase(one, kind=ON_REQUEST, ground=ground.value, by=by, at=at)) for one in theirs)
    overwrite()
    return erased


def erase_again(lines: Iterable[str], *, at: datetime) -> Outcome:
    """Erase what a file of deletions names and the database still has, since it is a copy of before.

    What is not in it, or is gone already, is passed over. Each line that cannot be read, and each contact that is open
    or held here, is told, and stops no other.
    """
    done = Outcome()
    for one in log.read(lines):
        if one.problem:
            done.failed[f"line {one.line}"] = one.problem
            continue
        contact = Contact.objects.filter(reference=one.reference, erased_at=None).first()
        if contact is None:
            continue
        try:
            erase(contact, kind=AGAIN, ground=one.ground[:300], by=None, at=at, notes_outside=False)
            done.erased[AGAIN] += 1
        except CONNECTION_LOST:
            raise
        except Exception as error:
            done.failed[one.reference] = str(error) or type(error).__name__
    overwrite()
    return done


def hand_out(contact: Contact, *, to: IO[bytes], by: Staff | None, at: datetime) -> Handed:
    """Write all that is held about whoever a contact is from into a file (Article 15), and record that it was done."""
    handed = write_all(contact, to, at=at)
    record(
        "handed out all that is held",
        about=contact.reference,
        by=_email(by),
        at=at,
        contacts=handed.contacts,
        to_look_at=handed.looks,
    )
    return handed


@transaction.atomic
def place_hold(
    contact: Contact,
    *,
    ground: Hold.Ground,
    why: str,
    review_on: date,
    all_of_customer: bool,
    by: Staff,
    at: datetime,
) -> Hold:
    """Hold a contact, or with ``all_of_customer`` all that is theirs: nothing of it is erased until it is lifted.

    Raises Unsaid without a reason or a day in the future on which to look again, and KeptBack where it is gone.
    """
    if not why.strip():
        raise Unsaid("Say why it is held, so that whoever looks again can tell whether it still must be.")
    if review_on <= localdate(at):
        raise Unsaid("Give a day still to come on which somebody looks again whether it must be held.")
    stand_in_line(contact)
    if contact.erased_at is not None:
        raise KeptBack(f"Cannot hold {contact.reference}: what it said is erased already.")
    contact.refresh_from_db(fields=["customer"])
    customer = None
    if all_of_customer and contact.customer_id is not None:
        customer = Customer.objects.select_for_update().get(id=contact.customer_id)
    made = Hold.objects.create(
        contact=contact,
        customer=customer,
        ground=ground,
        why=why.strip(),
        review_on=review_on,
        placed_by=by,
        placed_at=at,
    )
    said = {"ground": ground.value, "review_on": review_on.isoformat(), "of": "customer" if customer else "contact"}
    record("placed a hold", about=contact.reference, by=by.email, at=at, words={"why": made.why}, **said)
    return made


@transaction.atomic
def lift_hold(contact: Contact, held: int, *, why: str, by: Staff, at: datetime) -> None:
    """Lift a hold on a contact or its customer, by its number, with a reason. Raises Unsaid, and KeptBack for none."""
    if not why.strip():
        raise Unsaid("Say why it need not be held any more.")
    found = Hold.objects.filter(id=held, id__in=[hold.pk for hold in holding(contact)], lifted_at=None)
    if not found.update(lifted_by=by, lifted_at=at, why_lifted=why.strip()):
        raise KeptBack("This is not held any more. A colleague may have lifted it a moment before.")
    record("lifted a hold", about=contact.reference, by=by.email, at=at, words={"why": why.strip()})


@transaction.atomic
def correct(contact: Contact, *, told: Mapping[str, str], why: str, by: Staff, at: datetime) -> list[str]:
    """Put right what we have of whoever a contact is from, and return which fields changed (Article 16).

    The record says which, and why, and never what they say. Raises Unsaid without a reason, and KeptBack where nobody
    is known, or what is there is held: to put something in its place would erase it.
    """
    if not why.strip():
        raise Unsaid("Say why it is corrected, and how you know what is right.")
    if contact.customer_id is None:
        raise KeptBack(f"Cannot correct who {contact.reference} is from: nothing is known of them.")
    customer = Customer.objects.select_for_update().get(id=contact.customer_id)
    held = Hold.objects.filter(contact__in=matters_of(contact), lifted_at=None).first()
    if held is not None:
        raise KeptBack(f"Cannot correct this: what is held about them stays as it is: {held}. Write a note instead.")
    changed = customers.correct(customer, told)
    if changed:
        words = {"why": why.strip()}
        record("corrected a customer", about=contact.reference, by=by.email, at=at, words=words, fields=changed)
    return changed


def _email(by: Staff | None) -> str:
    return by.email if by is not None else ""
