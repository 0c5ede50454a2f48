"""What can be asked about what arrived."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from answerable.contacts.models import Contact
from answerable.councils.models import Council
from answerable.inbox.models import Incoming
from answerable.people.paths import within
from answerable.rows.queries import prepared


def arrived_as(channel: str, external_id: str, *, council: Council) -> Incoming | None:
    """Return what arrived under a name that its channel gave it, or None."""
    known = Incoming.objects.filter(channel=channel, council=council, external_id=external_id)
    return known.select_related("council", "contact").order_by("id").first()


def due_to_be_taken_in(now: datetime) -> QuerySet[Incoming]:
    """Return what arrived on any channel and waits, whose moment has come; what is put off comes later."""
    return Incoming.objects.filter(state=Incoming.State.WAITING, try_at__lte=now)


def in_trouble(council: str, paths: Collection[str]) -> QuerySet[Incoming]:
    """Return what could not be taken in, or not yet, the newest first: of the mailboxes within some paths, or of none.

    A report about a letter that nobody knows is in trouble. One whose first try has begun is not. What they say is left
    out, for nobody who looks after them need read it.
    """
    ours = within(paths, "mailbox__team__path") | Q(mailbox=None)
    could_not = Q(state__in=(Incoming.State.UNREADABLE, Incoming.State.REPORT, Incoming.State.REFUSED))
    not_yet = Q(state=Incoming.State.WAITING) & (~Q(problem="") | Q(tries__gt=1))
    found = Incoming.objects.filter(ours, could_not | not_yet, council_id=council, erased_at=None).defer("raw")
    return found.select_related("mailbox", "contact").order_by("-id")


def as_it_came(id: int, channel: str, contacts: QuerySet[Contact]) -> Incoming | None:
    """Return what arrived on a channel and became part of one of some contacts, with its bytes; or None."""
    return Incoming.objects.filter(id=id, channel=channel, contact__in=contacts, erased_at=None).first()


@prepared
def came_to(contact: int, channel: str) -> QuerySet[Incoming]:
    """Return what others sent on a channel that went to a contact, by its key, the oldest first, without its bytes."""
    theirs = Incoming.objects.filter(contact_id=contact, channel=channel, erased_at=None).exclude(
        state=Incoming.State.OURS
    )
    return theirs.defer("raw").order_by("id")


def part_of_nothing(council: str, *, before: datetime) -> QuerySet[Incoming]:
    """Return what arrived at a council before a moment, was understood or refused, and became part of no contact."""
    understood = (Incoming.State.OURS, Incoming.State.REPORT, Incoming.State.REFUSED)
    found = Incoming.objects.filter(council_id=council, contact=None, state__in=understood, erased_at=None)
    return found.filter(arrived_at__lt=before)


def part_of(contact: Contact) -> QuerySet[Incoming]:
    """Return all that arrived and became part of a contact, the oldest first."""
    return Incoming.objects.filter(contact=contact).order_by("id")
