"""What can be asked about keeping and erasing: what is over, what is held and why, and what went."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate, make_aware

from answerable.contacts.actions.erasing import not_over
from answerable.contacts.models import Contact, DraftLetter, KindRow, Outgoing, PageKey
from answerable.contacts.queries import contacts_in, from_one_person
from answerable.councils.keeping import KEEPING, KeptFor, kept_for, longest
from answerable.councils.models import Council
from answerable.customers.models import Customer
from answerable.customers.queries import one_person
from answerable.evidence.models import Deletion, Look
from answerable.inbox.models import Incoming
from answerable.inbox.queries import part_of_nothing
from answerable.retention.models import Hold
from answerable.retention.records import STORED, Goes, Stored
from answerable.rows.queries import prepared
from answerable.standards.vocabulary.kinds import HOLDING, KINDS

CHUNK = 500
"""How many contacts are in memory at once."""

_OF_NO_KIND = "enquiry"
OF_CONTACTS = frozenset(kind.kept_as for kind in KINDS.values())
"""The rules by which contacts are kept; the others are of what is not part of one, or goes before it."""


class Over(NamedTuple):
    """A contact that was kept long enough: the rule by which, the day on which its time was over, and what stops it."""

    contact: Contact
    rule: str
    on: date
    kept_back: str


def rule_of(contact: Contact, council: Council) -> str:
    """Return the rule by which a contact is kept: of several kinds, that of the one kept longest."""
    return longest({KINDS[row.kind].kept_as for row in contact.kinds.all()} or {_OF_NO_KIND}, council.keeps)


def goes_on(contact: Contact, council: Council) -> date | None:
    """Return the day on which a contact will have been kept long enough; nothing while it is open."""
    if contact.closed_at is None:
        return None
    return kept_for(rule_of(contact, council), council.keeps).over_on(localdate(contact.closed_at))


def over(council: Council, *, on: date, among: QuerySet[Contact] | None = None) -> Iterator[Over]:
    """Give the contacts that have been kept long enough on a day, whether or not they are held, the oldest first.

    They are all of the council's, or those ``among`` some of them.
    """
    limits = {rule: _end_of(kept_for(rule, council.keeps).before(on)) for rule in OF_CONTACTS}
    those = Contact.objects.filter(council=council) if among is None else among
    closed = those.filter(erased_at=None, closed_at__lt=max(limits.values()))
    of_kind = KindRow.objects.filter(contact=OuterRef("pk"))
    for rule, limit in limits.items():
        kinds = [name for name, kind in KINDS.items() if kind.kept_as == rule]
        closed = closed.exclude(Exists(of_kind.filter(kind__in=kinds)), closed_at__gte=limit)
    closed = closed.exclude(~Exists(of_kind), closed_at__gte=limits[_OF_NO_KIND])
    found = _with_what_stops(closed).select_related("customer").prefetch_related("kinds").order_by("closed_at", "id")
    for contact in _some_at_a_time(found):
        rule = rule_of(contact, council)
        assert contact.closed_at is not None  # it was asked for
        yield Over(contact, rule, kept_for(rule, council.keeps).over_on(localdate(contact.closed_at)), _why(contact))


def _some_at_a_time(closed: QuerySet[Contact]) -> Iterator[Contact]:
    """Give contacts in the order in which they were closed, and read none while somebody erases those before it."""
    after = Q()
    while some := list(closed.filter(after)[:CHUNK]):
        yield from some
        last = some[-1]
        after = Q(closed_at__gt=last.closed_at) | Q(closed_at=last.closed_at, id__gt=last.id)
        if len(some) < CHUNK:
            return


def _with_what_stops(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Return contacts with what ``_why`` says it by, all in one question."""
    of_one = Q(customer=OuterRef("customer_id")) | Q(customer__same=OuterRef("customer__same"))
    of_it = Q(contact=OuterRef("pk")) | of_one
    holds = Hold.objects.filter(of_it, lifted_at=None).order_by("id")
    theirs = Contact.objects.filter(of_one, closed_at=None).exclude(id=OuterRef("pk"))
    asks = theirs.filter(Exists(KindRow.objects.filter(contact=OuterRef("pk"), kind__in=HOLDING))).order_by("id")
    follow = Contact.objects.filter(follows=OuterRef("pk"), closed_at=None).order_by("id")
    waits = (Outgoing.State.WAITING, Outgoing.State.SENDING)
    return contacts.annotate(
        held_as=Subquery(holds.values("ground")[:1]),
        held_until=Subquery(holds.values("review_on")[:1]),
        held_whole=Subquery(holds.values("customer")[:1]),
        asked_in=Subquery(asks.values("reference")[:1]),
        followed_in=Subquery(follow.values("reference")[:1]),
        waits=Exists(Outgoing.objects.filter(message__contact=OuterRef("pk"), state__in=waits)),
    )


def _why(contact: Any) -> str:
    if contact.held_as:
        what = "Their customer is" if contact.held_whole else f"{contact.reference} is"
        held = Hold(ground=contact.held_as, review_on=contact.held_until)
        return f"{what} held: {held}. Lift the hold first, if it is not needed any more."
    if contact.asked_in:
        return (
            f"{contact.reference} is held by itself: {contact.asked_in} of the same customer is open, and what is held "
            f"may be asked for there. Close that first."
        )
    if contact.followed_in:
        return f"{contact.reference} is held by itself: {contact.followed_in} follows it and is open. Close that first."
    return not_over(contact) if contact.closed_at is None or contact.waits else ""


def holding(contact: Contact) -> list[Hold]:
    """Return the holds on a contact or on its customer that nobody has lifted, the oldest first."""
    customer = contact.customer
    same = customer.same if customer else None
    return _holding(contact.pk, customer.pk if customer else 0, same or "", is_joined=same is not None)


@prepared
def _holding(contact: int, customer: int, same: str, *, is_joined: bool) -> QuerySet[Hold]:
    theirs = Q(customer__same=same) if is_joined else Q(customer=customer)
    found = Hold.objects.filter(Q(contact=contact) | theirs, lifted_at=None)
    return found.select_related("placed_by", "contact").order_by("id")


def kept_back(contact: Contact) -> str:
    """Say why nothing of a contact may be erased now, and what to do next; or nothing, where it may."""
    return _why(_with_what_stops(Contact.objects.filter(id=contact.id)).get())


def stopping(contact: Contact) -> list[str]:
    """Say why not all that is held about whoever a contact is from can be erased, a sentence each; or nothing."""
    said = (_why(one) for one in _with_what_stops(matters_of(contact)).order_by("id"))
    return [why for why in said if why]


def matters_of(contact: Contact) -> QuerySet[Contact]:
    """Return all contacts of whoever a contact is from, it too; alone, where nothing is known of them."""
    if contact.customer_id is None:
        return Contact.objects.filter(id=contact.id)
    return Contact.objects.filter(from_one_person(contact))


def over_drafts(council: Council, *, on: date) -> QuerySet[DraftLetter]:
    """Return the letters not sent that were kept long enough, but for those on a contact that is held."""
    limit = _end_of(kept_for("draft", council.keeps).before(on))
    return DraftLetter.objects.filter(contact__council=council, saved_at__lt=limit).exclude(_held("contact"))


def over_keys(council: Council, *, on: date) -> QuerySet[PageKey]:
    """Return the keys to residents' pages that were kept long enough after they ended, but for those that are held."""
    limit = _end_of(kept_for("key", council.keeps).before(on))
    return PageKey.objects.filter(contact__council=council, ends_at__lt=limit).exclude(_held("contact"))


def over_mail(council: Council, *, on: date) -> QuerySet[Incoming]:
    """Return what arrived, became no contact, and was kept long enough."""
    return part_of_nothing(council.key, before=_end_of(kept_for("mail", council.keeps).before(on)))


def over_looks(council: Council, *, on: date) -> QuerySet[Look]:
    """Return who looked at what, where that was kept long enough, but for those at a contact that is held."""
    limit = _end_of(kept_for("look", council.keeps).before(on))
    held = Contact.objects.filter(_held(), council=council).values("reference")
    return Look.objects.filter(council=council.key, at__lt=limit).exclude(about__in=held)


def _held(to_contact: str = "") -> Q:
    """Return the condition that somebody placed a hold on a contact or its customer, seen from rows of it."""
    held = Hold.objects.filter(lifted_at=None)
    of_customers = held.filter(customer__isnull=False)
    here, beyond = (f"{to_contact}__in", f"{to_contact}__") if to_contact else ("id__in", "")
    of_one = of_customers.filter(customer__same__isnull=False).values("customer__same")
    held_alone = Q(**{f"{beyond}customer__in": of_customers.values("customer")})
    return Q(**{here: held.values("contact")}) | held_alone | Q(**{f"{beyond}customer__in": _of(of_one)})


def _of(same: QuerySet[Any, Any]) -> QuerySet[Customer, Any]:
    return Customer.objects.filter(same__in=same).values("id")


def _end_of(day: date) -> datetime:
    """Return when a day of London is over."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


class Planned(NamedTuple):
    """What goes of one kind of record, by one rule: how many now, how many are held back, and which.

    ``references`` are those of contacts, and ``held`` says of each that is kept back why. What has no reference of its
    own is only counted.
    """

    council: str
    rule: str
    title: str
    kept_for: KeptFor
    number: int
    references: tuple[str, ...]
    held: Mapping[str, str]


def planned(
    council: Council, *, on: date, paths: Collection[str] | None = None, most: int | None = None
) -> list[Planned]:
    """Return what would go of a council on a day, a line for each rule, those of which nothing goes too.

    With ``paths`` only what lies within them, and with ``most`` only the oldest so many contacts are looked at.
    """
    ready: dict[str, list[str]] = {rule: [] for rule in KEEPING}
    held: dict[str, dict[str, str]] = {rule: {} for rule in KEEPING}
    seen = contacts_in(council.key, [council.key] if paths is None else paths)
    for one in islice(over(council, on=on, among=seen), most):
        if one.kept_back:
            held[one.rule][one.contact.reference] = one.kept_back
        else:
            ready[one.rule].append(one.contact.reference)
    drafts = over_drafts(council, on=on).filter(contact__in=seen)
    ready["draft"] = sorted(set(drafts.values_list("contact__reference", flat=True)))
    sees_all = paths is None or council.key in paths
    counts = {rule: len(references) for rule, references in ready.items()}
    counts |= {
        "draft": drafts.count(),
        "key": over_keys(council, on=on).filter(contact__in=seen).count(),
        "mail": over_mail(council, on=on).count() if sees_all else 0,
        "look": over_looks(council, on=on).count() if sees_all else 0,
    }
    return [
        Planned(
            council=council.key,
            rule=rule,
            title=keeping.title,
            kept_for=kept_for(rule, council.keeps),
            number=counts[rule],
            references=tuple(ready[rule]),
            held=held[rule],
        )
        for rule, keeping in KEEPING.items()
    ]


def held_within(council: str, paths: Collection[str]) -> QuerySet[Hold]:
    """Return the holds that nobody has lifted on what lies within some paths, those to be looked at soonest first."""
    found = Hold.objects.filter(contact__in=contacts_in(council, paths), lifted_at=None)
    return found.select_related("contact", "placed_by").order_by("review_on", "id")


def erased_within(council: str, paths: Collection[str]) -> QuerySet[Deletion]:
    """Return what was erased within some paths of a council, the newest first; the whole council's own too, if seen."""
    ours = Q(reference__in=contacts_in(council, paths).values("reference"))
    if council in paths:
        ours |= Q(reference=council)
    return Deletion.objects.filter(ours).order_by("-id")


def alike(contact: Contact) -> list[Contact]:
    """Return contacts of the same council that may be of the same person, and are not known to be, for one to look at.

    They came with the same email address or number, or with a message from it.
    """
    customer = contact.customer
    if customer is None:
        return []
    same: list[Q] = []
    if customer.email:
        same += [Q(customer__email=customer.email), Q(messages__from_address__iexact=customer.email)]
    if customer.phone:
        same.append(Q(customer__phone=customer.phone))
    if not same:
        return []
    found = Contact.objects.filter(reduce(or_, same), council=contact.council_id).exclude(
        customer__in=one_person(customer)
    )
    return list(found.select_related("customer").distinct().order_by("id"))


def what_goes(contact: Contact) -> dict[str, int]:
    """Return how many rows go, in whole or in part, when all about whoever a contact is from is erased, by what it is.

    A contact of theirs that is erased already has none.
    """
    contacts = matters_of(contact).filter(erased_at=None)
    found = {}
    for stored, rows in rows_about(contacts):
        if stored.goes is not Goes.NOT:
            found[stored.what] = rows.count()
    return {what: number for what, number in found.items() if number}


def rows_about(contacts: QuerySet[Contact]) -> Iterator[tuple[Stored, QuerySet[Any]]]:
    """Give the rows about some contacts of every table that has any."""
    for stored in STORED.values():
        found = Q(pk__in=[])
        for to_contact in stored.of:
            found |= Q(**{f"{to_contact}__in": contacts})
        if stored.names:
            found |= Q(**{f"{stored.names}__in": contacts.values("reference")})
        if stored.of or stored.names:
            model: type[Model] = apps.get_model(stored.model)
            yield stored, model._default_manager.filter(found).distinct().order_by("pk")
