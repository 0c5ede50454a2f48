"""What can be asked about contacts."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from answerable.contacts.models import ClockRow, Contact, Message, Outgoing
from answerable.people.models import Staff


def within(paths: Collection[str], field: str = "path") -> Q:
    """Return the condition that a contact lies at or below one of some paths; with no path, nothing does.

    ``field`` is where the path is, seen from the rows that are asked for: "team__path" from contacts.
    """
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{field: path}) | Q(**{f"{field}__startswith": f"{path}/"})
    return condition


def contacts_in(council: str, paths: Collection[str]) -> QuerySet[Contact]:
    """Return the contacts of one council that lie within some paths, which must be paths of that council.

    A post for a whole council needs no condition but the council, so that the index of the queue serves it.
    """
    found = Contact.objects.filter(council_id=council)
    return found if council in paths else found.filter(within(paths, "team__path"))


def spoken_to_customer(contact: Contact) -> QuerySet[Message]:
    """Return what was said between the customer and us: everything but notes for colleagues."""
    return contact.messages.exclude(sort=Message.Sort.NOTE)


def had_part(contact: Contact, staff: Staff, *, before: datetime) -> bool:
    """Tell whether a member of staff wrote anything about a contact, or noted anything of it, before a moment."""
    theirs = Q(by=staff, at__lt=before)
    return contact.messages.filter(theirs).exists() or contact.facts.filter(theirs).exists()


def asleep_until(now: datetime) -> QuerySet[ClockRow]:
    """Return the clocks whose next moment has come, the earliest first."""
    return ClockRow.objects.filter(due_at__lte=now).order_by("due_at")


def due_to_leave(now: datetime) -> QuerySet[Outgoing]:
    """Return the letters whose moment has come: their try, or the end of the time their dispatcher had."""
    open_states = (Outgoing.State.WAITING, Outgoing.State.SENDING)
    return Outgoing.objects.filter(state__in=open_states, try_at__lte=now).order_by("try_at", "id")
