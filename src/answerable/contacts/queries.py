"""What can be asked about contacts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from operator import attrgetter

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Left
from django.utils.text import Truncator

from answerable.contacts.carrier import BY_EMAIL
from answerable.contacts.keys import digest_of
from answerable.contacts.models import ClockRow, Contact, FactRow, Message, Outgoing, PageKey, Proposal, WelfareFlag
from answerable.councils.models import Council
from answerable.people.models import Staff
from answerable.people.paths import within


def contacts_in(council: str, paths: Collection[str]) -> QuerySet[Contact]:
    """Return the contacts of one council that lie within some paths, which must be paths of that council.

    A post for a whole council needs no condition but the council, so that the index of the queue serves it.
    """
    found = Contact.objects.filter(council_id=council)
    return found if council in paths else found.filter(within(paths, "team__path"))


def is_opened_by(contact: Contact, key: str, *, now: datetime) -> bool:
    """Tell whether a key, however it is typed, opens a contact's own page now.

    It ends at its longest life, or so many days after the contact was closed; one made after that has as many days.
    """
    theirs = contact.page_keys.filter(digest=digest_of(contact.reference, key), opens=PageKey.Opens.PAGE)
    found = theirs.filter(revoked_at=None, ends_at__gt=now).first()
    if found is None or contact.closed_at is None:
        return found is not None
    return now < max(contact.closed_at, found.made_at) + timedelta(days=contact.council.link_days_after_closing)


def named(council: Council, references: Iterable[str]) -> Contact | None:
    """Return the contact of a council that one of some references is of, or None."""
    return Contact.objects.filter(council=council, reference__in=list(references)).order_by("id").first()


def has_proven_address(contact: Contact) -> bool:
    """Tell whether whoever a contact is from has written to us from the email address that we know of them."""
    customer = contact.customer
    return customer is not None and customer.is_proven and bool(customer.email)


def titles_of(contacts: Iterable[Contact]) -> Mapping[int, str]:
    """Name contacts in a line each, by their ids: by the subject, or else by the first words of what was written."""
    titles = {contact.id: contact.subject.strip() for contact in contacts}
    without = [id for id, subject in titles.items() if not subject]
    theirs = Message.objects.filter(contact_id__in=without, sort=Message.Sort.FROM_CUSTOMER)
    for id, top in theirs.order_by("-at", "-id").values_list("contact_id", Left("body", 200)):  # the first comes last
        titles[id] = Truncator(" ".join(top.split())).chars(80)
    empty = [id for id, title in titles.items() if not title]
    erased = set(Contact.objects.filter(id__in=empty, erased_at__isnull=False).values_list("id", flat=True))
    none = {id: "What was written is erased" if id in erased else "Nothing was written" for id in empty}
    return {**titles, **none}


def whole(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Return contacts with all that their pages show: whose they are, what happened, what was written, their clocks."""
    return contacts.select_related("customer", "held_by", "edition", "follows", "council").prefetch_related(
        Prefetch("facts", FactRow.objects.select_related("by")),
        Prefetch("messages", Message.objects.select_related("by", "outgoing", "welfare_flag__looked_by")),
        Prefetch("proposals", Proposal.objects.select_related("by", "decided_by")),
        "clocks",
    )


def flags_of(contact: Contact) -> list[WelfareFlag]:
    """Return the flags that words in messages raised, as they were raised; the contact must come whole."""
    found = (getattr(message, "welfare_flag", None) for message in contact.messages.all())
    return sorted((flag for flag in found if flag is not None), key=attrgetter("id"))


def others_of_customer(contact: Contact, paths: Collection[str]) -> QuerySet[Contact]:
    """Return the other contacts of whoever a contact is from that lie within some paths, the newest first."""
    if contact.customer_id is None:  # of whom nothing is known, who wrote nothing else
        return Contact.objects.none()
    # A customer is of one council. To name it would have SQLite read all its contacts by date, to find these few.
    theirs = Contact.objects.filter(within(paths, "team__path"), customer_id=contact.customer_id)
    return theirs.exclude(id=contact.id).order_by("-received_at")


def spoken_to_customer(contact: Contact) -> QuerySet[Message]:
    """Return what was said between the customer and us: everything but what is among ourselves."""
    return contact.messages.exclude(sort__in=Message.AMONG_US)


def is_other_of_customer(contact: Contact, reference: str) -> bool:
    """Tell whether a reference is that of another contact of whoever a contact is from."""
    if contact.customer_id is None:
        return False
    theirs = Contact.objects.filter(customer_id=contact.customer_id, council_id=contact.council_id)
    return theirs.filter(reference=reference).exclude(id=contact.id).exists()


def in_which_taken_back(contact: Contact) -> list[Message]:
    """Return the messages in which a customer can have taken a matter back: all of theirs but the one that began it."""
    theirs = (one for one in contact.messages.all() if one.sort == Message.Sort.FROM_CUSTOMER and not one.by_stranger)
    return [one for one in theirs if one.at > contact.received_at]


def proposed(council: str, paths: Collection[str]) -> QuerySet[Proposal]:
    """Return the proposals that wait for a second person within some paths of a council, the oldest first."""
    waiting = Proposal.objects.filter(contact__in=contacts_in(council, paths), decided_at=None)
    return waiting.select_related("contact", "by")


def newer_than(contact: Contact, newest: int) -> list[Message]:
    """Return what the customer or one of us has written since a message, given by its id; 0 is before the first."""
    return list(spoken_to_customer(contact).select_related("by").filter(id__gt=newest))


def had_part(contact: Contact, staff: Staff, *, before: datetime) -> bool:
    """Tell whether a member of staff wrote anything about a contact, or noted anything of it, before a moment."""
    theirs = Q(by=staff, at__lt=before)
    return contact.messages.filter(theirs).exists() or contact.facts.filter(theirs).exists()


def is_written_to_by_email(contact: Contact) -> bool:
    """Tell whether a letter to the customer went, or will go, by email."""
    return Outgoing.objects.filter(message__contact=contact, carrier=BY_EMAIL, to="").exists()


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
