"""Who may be contacting us, and what is known of them at a glance; and the calls and visits that go on."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from answerable.contacts.models import Contact, FactRow, WelfareFlag
from answerable.contacts.queries import contacts_in, from_one_person, lying_in
from answerable.contacts.references import references_in
from answerable.customers.models import Customer
from answerable.customers.queries import as_looked_for, meant_by
from answerable.people.paths import narrower, within
from answerable.rows.queries import prepared
from answerable.standards.vocabulary.meetings import ENDS, LONGEST
from answerable.standards.vocabulary.standing import STRUCK

MOST_PEOPLE, MOST_CONTACTS = 8, 5
"""How many people a search shows, and how many contacts of each that are open, and as many that are closed."""


class Known(NamedTuple):
    """Somebody we know, with their contacts within the reader's paths, the newest first."""

    customer: Customer
    contacts: list[Contact]

    @property
    def open(self) -> list[Contact]:
        """Those that wait for us."""
        return [one for one in self.contacts if one.closed_at is None][:MOST_CONTACTS]

    @property
    def earlier(self) -> list[Contact]:
        """Those that are closed."""
        return [one for one in self.contacts if one.closed_at is not None][:MOST_CONTACTS]


def people_meant(council: str, paths: Collection[str], words: str) -> list[Known]:
    """Return whom some words may mean, of those with a contact within some paths, those heard of last first.

    The words may be part of a name, of an email address or of where somebody lives, a telephone number however it is
    written, or the reference of a contact.
    """
    words = words.strip()
    if not words:
        return []
    named = contacts_in(council, paths).filter(reference__in=references_in(words)).values("customer_id")
    theirs = _seen(paths).filter(council_id=council).annotate(**as_looked_for())
    return _known(theirs.filter(Q(id__in=named) | meant_by(words)), paths)


def person(council: str, paths: Collection[str], id: int) -> Known | None:
    """Return one customer with a contact within some paths, or None where there is no such one."""
    return next(iter(_known(_seen(paths).filter(council_id=council, id=id), paths)), None)


def all_of_person(contact: Contact, paths: Collection[str], *, many: int) -> list[Contact]:
    """Return the newest contacts within some paths of whoever a contact is from, with what a list shows of them."""
    theirs = Contact.objects.filter(within(paths, "team__path"), from_one_person(contact))
    return list(theirs.select_related("edition", "team", "held_by").order_by("-received_at", "-id")[:many])


def running(council: str, paths: Collection[str], *, now: datetime) -> list[Contact]:
    """Return the calls and visits that go on within some paths, the longest first, with all that their rows show.

    Those of which something was struck out are among them, though what is left may have ended them.
    """
    return _running(council, now - LONGEST, paths=narrower(council, paths))


@prepared
def _running(council: str, since: datetime, *, paths: tuple[str, ...] | None) -> QuerySet[Contact]:
    found = lying_in(council, paths).filter(closed_at=None, received_at__gt=since, channel__in=ENDS)
    goes_on = Q(pk__in=[])
    for channel, ends in ENDS.items():
        over = FactRow.objects.filter(contact=OuterRef("pk"), what__in=ends)
        struck = FactRow.objects.filter(contact=OuterRef("pk"), what=STRUCK)
        goes_on |= Q(Q(~Exists(over)) | Q(Exists(struck)), channel=channel)
    unseen = Prefetch("welfare_flags", WelfareFlag.objects.filter(looked_at=None), "unseen_flags")
    whole = found.filter(goes_on).select_related("customer", "team", "held_by").prefetch_related("facts", unseen)
    return whole.order_by("received_at", "id")


def _seen(paths: Collection[str]) -> QuerySet[Customer]:
    theirs = Contact.objects.filter(within(paths, "team__path"), customer_id=OuterRef("pk"))
    return Customer.objects.filter(Exists(theirs))


def _known(people: QuerySet[Customer], paths: Collection[str]) -> list[Known]:
    seen = Contact.objects.filter(within(paths, "team__path")).order_by("-received_at")
    found = people.prefetch_related(Prefetch("contacts", seen, "seen")).order_by("-id")[:MOST_PEOPLE]
    known = [Known(one, list(getattr(one, "seen", []))) for one in found]
    return sorted(known, key=lambda one: one.contacts[0].received_at, reverse=True)
