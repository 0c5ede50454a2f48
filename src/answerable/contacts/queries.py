"""What can be asked about contacts."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from answerable.contacts.carrier import BY_EMAIL
from answerable.contacts.models import ClockRow, Contact, FactRow, Message, Outgoing
from answerable.people.models import Staff
from answerable.people.paths import within


def contacts_in(council: str, paths: Collection[str]) -> QuerySet[Contact]:
    """Return the contacts of one council that lie within some paths, which must be paths of that council.

    A post for a whole council needs no condition but the council, so that the index of the queue serves it.
    """
    found = Contact.objects.filter(council_id=council)
    return found if council in paths else found.filter(within(paths, "team__path"))


def whole(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Return contacts with all that their pages show: whose they are, what happened, what was written, their clocks."""
    return contacts.select_related("customer", "held_by", "edition", "follows", "council").prefetch_related(
        Prefetch("facts", FactRow.objects.select_related("by")),
        Prefetch("messages", Message.objects.select_related("by", "outgoing")),
        "clocks",
    )


def others_of_customer(contact: Contact, paths: Collection[str]) -> QuerySet[Contact]:
    """Return the other contacts of whoever a contact is from that lie within some paths, the newest first."""
    if contact.customer_id is None:  # of whom nothing is known, who wrote nothing else
        return Contact.objects.none()
    # A customer is of one council. To name it would have SQLite read all its contacts by date, to find these few.
    theirs = Contact.objects.filter(within(paths, "team__path"), customer_id=contact.customer_id)
    return theirs.exclude(id=contact.id).order_by("-received_at")


def spoken_to_customer(contact: Contact) -> QuerySet[Message]:
    """Return what was said between the customer and us: everything but notes for colleagues."""
    return contact.messages.exclude(sort=Message.Sort.NOTE)


def newer_than(contact: Contact, newest: int) -> list[Message]:
    """Return what the customer or one of us has written since a message, given by its id; 0 is before the first."""
    return list(spoken_to_customer(contact).select_related("by").filter(id__gt=newest))


def had_part(contact: Contact, staff: Staff, *, before: datetime) -> bool:
    """Tell whether a member of staff wrote anything about a contact, or noted anything of it, before a moment."""
    theirs = Q(by=staff, at__lt=before)
    return contact.messages.filter(theirs).exists() or contact.facts.filter(theirs).exists()


def is_written_to_by_email(contact: Contact) -> bool:
    """Tell whether a letter about a contact went, or will go, by email."""
    return Outgoing.objects.filter(message__contact=contact, carrier=BY_EMAIL).exists()


def not_sent(council: str, paths: Collection[str]) -> QuerySet[Outgoing]:
    """Return the letters within some paths of a council that could not be sent, or not yet, the newest first."""
    could_not = Q(state=Outgoing.State.FAILED) | (~Q(problem="") & ~Q(state=Outgoing.State.SENT))
    found = Outgoing.objects.filter(within(paths, "message__contact__team__path"), could_not, council_id=council)
    return found.select_related("message__contact").order_by("-id")


def asleep_until(now: datetime) -> QuerySet[ClockRow]:
    """Return the clocks whose next moment has come, the earliest first."""
    return ClockRow.objects.filter(wake_at__lte=now).order_by("wake_at")


def due_to_leave(now: datetime) -> QuerySet[Outgoing]:
    """Return the letters whose moment has come: their try, or the end of the time their dispatcher had."""
    open_states = (Outgoing.State.WAITING, Outgoing.State.SENDING)
    return Outgoing.objects.filter(state__in=open_states, try_at__lte=now).order_by("try_at", "id")
