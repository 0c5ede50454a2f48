"""A flood: gather the contacts that are one, and do one thing to all of them.

What was decided in one act is done by the worker to one contact after another, each in a transaction of its own and by
the same action as a contact's own page: with its second person, its facts and its entry in the record.
"""

import logging
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from answerable.contacts.actions import deciding
from answerable.contacts.actions.deciding import NotSaid
from answerable.contacts.actions.noting import in_turn, leave_flood
from answerable.contacts.actions.waking import CONNECTION_LOST
from answerable.contacts.floods import FEWEST, GROUNDS, KNOWN_DOMAINS_AFTER, KNOWN_SINCE, WITHIN
from answerable.contacts.models import Contact, Flood, FloodAct, FloodMark, KindRow
from answerable.contacts.queries import of_flood, waits_for_second_person
from answerable.evidence.actions import record
from answerable.evidence.models import Entry
from answerable.people.models import Staff
from answerable.people.permissions import paths_where

BATCH = 200
"""Contacts to which an act is done before the worker sees to other things."""

_AT_ONCE = 500
_log = logging.getLogger(__name__)


class ActInHand(ValueError):
    """The last act about a flood is still being carried out."""


def gather(*, now: datetime) -> int:
    """Put together the contacts of the last hour that are one flood, and return how many were put in with others.

    A welfare contact, one that somebody holds or has closed, and a proven customer whom we knew before stay where they
    are, and do not count towards a flood; nor does a domain from which somebody wrote before.
    """
    FloodMark.objects.filter(at__lte=now - WITHIN).delete()
    Flood.objects.filter(ended_at=None, last_at__lte=now - WITHIN).update(ended_at=now)
    many = FloodMark.objects.values("council", "by", "who").order_by()
    groups = many.annotate(contacts=Count("id"), began_at=Min("at"), last_at=Max("at")).filter(contacts__gte=FEWEST)
    return sum(_gather_one(**group) for group in groups.order_by("-contacts", "by", "who"))


@transaction.atomic
def _gather_one(*, council: str, by: str, who: str, contacts: int, began_at: datetime, last_at: datetime) -> int:
    flood = Flood.objects.filter(council_id=council, by=by, who=who, ended_at=None).first()
    if flood is not None and flood.let_go_at is not None:
        return 0
    marked = FloodMark.objects.filter(council_id=council, by=by, who=who)
    ids = list(_alike(marked, before=began_at - KNOWN_SINCE).values_list("id", flat=True))
    if flood is None:
        if len(ids) < FEWEST or (by == Flood.By.DOMAIN and _is_known_domain(ids[0], before=began_at)):
            return 0
        try:
            with transaction.atomic():
                flood = Flood.objects.create(
                    council_id=council, by=by, who=who, began_at=began_at, last_at=last_at, is_alike=True
                )
        except IntegrityError:  # another worker was first, and gathers them
            return 0
    is_alike = flood.is_alike and _have_the_same_words(marked)
    Flood.objects.filter(id=flood.id).update(last_at=last_at, is_alike=is_alike)
    gathered = 0
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        # Asked again in the statement that writes: a colleague may have taken one meanwhile.
        gathered += _may_be_in_one(Contact.objects.filter(id__in=some)).update(flood=flood)
        KindRow.objects.filter(contact__in=some, contact__flood=flood).update(flood=flood)
    return gathered


def _may_be_in_one(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    return contacts.filter(closed_at=None, flood=None, is_welfare=False, held_by=None)


def _alike(marked: QuerySet[FloodMark], *, before: datetime) -> QuerySet[Contact]:
    earlier = Contact.objects.filter(customer=OuterRef("customer"), received_at__lt=before)
    known = Exists(earlier.exclude(outcome__in=GROUNDS))
    found = _may_be_in_one(Contact.objects.filter(id__in=marked.values("contact_id")))
    return found.exclude(known, customer__is_proven=True).order_by("id")


def _have_the_same_words(marked: QuerySet[FloodMark]) -> bool:
    said = FloodMark.objects.filter(contact__in=marked.values("contact_id"), by=Flood.By.WORDS)
    words = list(said.values_list("who", flat=True))
    return len(words) == marked.count() and len(set(words)) == 1


def _is_known_domain(id: int, *, before: datetime) -> bool:
    """Tell whether somebody wrote from a contact's domain before, or nobody can tell: the council has just begun."""
    contact = Contact.objects.select_related("customer").get(id=id)
    domain = contact.customer.email.rpartition("@")[2] if contact.customer else ""
    ours = Contact.objects.filter(council_id=contact.council_id)
    if not ours.filter(received_at__lt=before - KNOWN_DOMAINS_AFTER).exists():
        return True
    return ours.filter(customer__email__endswith=f"@{domain}", received_at__lt=before - WITHIN).exists()


@transaction.atomic
def put_together(contact: Contact, *, other: Contact, by: Staff, at: datetime) -> Flood:
    """Show a contact with those about the same matter as another, however late it comes, to be answered with them.

    Each keeps its own clocks. Raises Erased, and NotSaid for one that has to be a row of its own.
    """
    for one in sorted((contact, other), key=lambda one: one.id):  # in one order, so that no two wait for each other
        in_turn(one)
    if not _may_be_in_one(Contact.objects.filter(id=contact.id)).exists():
        raise NotSaid(
            "same_as",
            f"Cannot put {contact.reference} with others: it is closed, is with others already, is marked for welfare, "
            f"or somebody holds it. Give it back first if it is yours, or answer it by itself.",
        )
    flood = other.flood or _matter_of(other, at=at)
    for one in (contact, other):
        if one.closed_at is not None or _may_be_in_one(Contact.objects.filter(id=one.id)).exists():
            one.flood = flood
            one.save(update_fields=["flood_id"])
            one.flood_marks.all().delete()
    KindRow.objects.filter(contact__in=[contact, other], contact__flood=flood).update(flood=flood)
    first = flood.who if flood.by == Flood.By.MATTER else other.reference
    record("put with others", about=contact.reference, by=by.email, at=at, of=first)
    return flood


def _matter_of(other: Contact, *, at: datetime) -> Flood:
    """Return the matter that a contact was put with before it was answered, or a new one that begins with it."""
    put = Entry.objects.filter(what="put with others", about=other.reference).order_by("-id").first()
    first = put.details["of"] if put is not None else other.reference
    known = Flood.objects.filter(council_id=other.council_id, by=Flood.By.MATTER, who=first, let_go_at=None).first()
    if known is not None:
        return known
    matter = {"by": Flood.By.MATTER, "who": other.reference, "is_alike": False}
    return Flood.objects.create(council_id=other.council_id, began_at=at, last_at=at, ended_at=at, **matter)


@transaction.atomic
def decide(
    flood: Flood, what: FloodAct.What, *, up_to: int, by: Staff, at: datetime, why: str, code: str = "", other: str = ""
) -> FloodAct:
    """Decide one thing about all contacts of a flood up to the newest that was seen; the worker carries it out.

    ``why`` is always needed, but to agree. To put aside needs a ground, ``code``, and a duplicate names the ``other``
    contact, which stays. Raises NotSaid and ActInHand.
    """
    if what == FloodAct.What.ASIDE and code not in GROUNDS:
        raise NotSaid("code", "Choose why they are put aside")
    if what != FloodAct.What.AGREE and not why.strip():
        raise NotSaid("why", "Say why")
    of = ""
    if code == Contact.Outcome.DUPLICATE:
        kept = deciding.counted(flood.council_id, other)
        of = kept.reference
        if kept.flood_id == flood.id:
            leave_flood(kept)
    try:
        with transaction.atomic():
            act = FloodAct.objects.create(
                flood=flood, what=what, code=code, of=of, why=why.strip(), by=by, at=at, up_to=up_to
            )
    except IntegrityError:
        raise ActInHand(
            "Something was decided about these a moment ago, and is still being done. Wait until it is."
        ) from None
    if what == FloodAct.What.SINGLY:
        Flood.objects.filter(id=flood.id).update(let_go_at=at)
    said: dict[str, Any] = {"flood": flood.id, "up_to": up_to, "code": code, "of": of}
    details = {name: value for name, value in said.items() if value}
    record(f"decided about many: {what.value}", about=flood.council_id, by=by.email, at=at, **details)
    return act


def carry_out(*, now: datetime) -> int:
    """Do what was decided about floods to their next contacts, and return to how many it was done."""
    return sum(_carry_on(act, now=now) for act in FloodAct.objects.filter(done_at=None).select_related("flood", "by"))


def _carry_on(act: FloodAct, *, now: datetime) -> int:
    ids = list(_to_do(act).filter(id__gt=act.reached).order_by("id").values_list("id", flat=True)[:BATCH])
    done = 0
    for id in ids:
        with transaction.atomic():
            if not FloodAct.objects.filter(id=act.id, reached=act.reached).update(reached=id):
                return done  # another worker is at it
            done += _done(act, id)
        act.reached = id
    if len(ids) < BATCH:
        FloodAct.objects.filter(id=act.id).update(done_at=now)
    return done


def _done(act: FloodAct, id: int) -> bool:
    """Do it to one contact, or leave it as it is where that cannot be done any more, or fails."""
    try:
        with transaction.atomic():
            _do(act, Contact.objects.select_related("council", "customer", "edition").get(id=id))
    except CONNECTION_LOST:
        raise
    except ValueError as meanwhile:
        _log.info("Nothing was done to a contact of %s: %s", act.flood, meanwhile)
        return False
    except Exception:  # whatever it is, it must not keep what was decided from all the others
        _log.exception("Cannot carry out what was decided about a contact of %s", act.flood)
        return False
    return True


def _to_do(act: FloodAct) -> QuerySet[Contact]:
    """Return the contacts to which an act is to be done: those that its author may do it to now."""
    may = "agree" if act.what in (FloodAct.What.AGREE, FloodAct.What.REFUSE) else "answer"
    theirs = of_flood(act.flood, paths_where(act.by, may))
    found = theirs.filter(id__lte=act.up_to)
    match act.what:
        case FloodAct.What.SINGLY:  # what came since as well: nothing happens to it
            return theirs.filter(closed_at=None)
        case FloodAct.What.BACK:
            return found.filter(outcome__in=GROUNDS).exclude(closed_at=None)
        case FloodAct.What.AGREE | FloodAct.What.REFUSE:
            return found.filter(waits_for_second_person())
    return found.filter(closed_at=None)


def _do(act: FloodAct, contact: Contact) -> None:
    by, at = act.by, act.at
    match act.what:
        case FloodAct.What.ASIDE:
            deciding.close(contact, outcome=Contact.Outcome(act.code), why=act.why, other=act.of, by=by, at=at)
        case FloodAct.What.AGREE:
            deciding.agree(contact.proposals.get(decided_at=None), by=by, at=at)
        case FloodAct.What.REFUSE:
            deciding.refuse(contact.proposals.get(decided_at=None), why=act.why, by=by, at=at)
        case FloodAct.What.BACK:
            deciding.put_back_in_flood(contact, why=act.why, by=by, at=at)
        case FloodAct.What.SINGLY:
            leave_flood(contact)
