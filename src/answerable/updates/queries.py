"""What is asked about emails that somebody wants: whether they may have them, and whether anything has happened."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.contacts.carrier import BY_EMAIL
from answerable.contacts.endings import OUTCOMES_LEFT_OUT
from answerable.contacts.limits import folded
from answerable.contacts.models import Contact, FactRow, Message, Outgoing
from answerable.contacts.queries import spoken_to_customer
from answerable.councils.models import Mailbox
from answerable.evidence.models import Entry
from answerable.rows.queries import prepared
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import LETTERS
from answerable.updates.models import Follower


class NoUpdates(Enum):
    """Why nobody is emailed when something happens with a contact."""

    CLOSED = "it is closed"
    NO_ADDRESS = "its customer has no email address with us"
    OURS = "the address is a mailbox of ours"
    CAME_BACK = "our last email came back, or could not be sent"


def is_followed(contact: Contact) -> bool:
    """Tell whether the customer of a contact wants an email when something happens."""
    return bool(_follower(contact.pk))


@prepared
def _follower(contact: int) -> QuerySet[Follower, int]:
    return Follower.objects.filter(contact__id=contact).values_list("id", flat=True)


def may_be_offered(contact: Contact) -> bool:
    """Tell whether to offer emails on a page, by what it knows already; ``why_no_updates`` says it for certain."""
    return contact.closed_at is None and bool(_address(contact))


def why_no_updates(contact: Contact) -> NoUpdates | None:
    """Say why no email can be begun for a contact, or None where one can."""
    return NoUpdates.CLOSED if contact.closed_at is not None else why_unreachable(contact)


def why_unreachable(contact: Contact) -> NoUpdates | None:
    """Say why nothing goes to the customer of a contact by email, be it open or closed; or None."""
    address = _address(contact)
    if not address:
        return NoUpdates.NO_ADDRESS
    ours = Mailbox.objects.values_list("address", flat=True)
    if folded(address) in map(folded, ours):
        return NoUpdates.OURS
    return NoUpdates.CAME_BACK if _came_back(contact) else None


def _came_back(contact: Contact) -> bool:
    """Tell whether our last email to a customer failed, and nothing that we have of them was put right since."""
    by_email = Outgoing.objects.filter(message__contact=contact, carrier=BY_EMAIL, to="").order_by("-message_id")
    last = by_email.select_related("message").first()
    if last is None or last.state != Outgoing.State.FAILED:
        return False
    corrected = Entry.objects.filter(about=contact.reference, what="corrected a customer", at__gt=last.message.at)
    return not corrected.exists()


def is_left_out(contact: Contact) -> bool:
    """Tell whether a contact is spam, a test, a duplicate or the like: nobody is told of those."""
    return contact.outcome in OUTCOMES_LEFT_OUT


def to_look_at(now: datetime, *, until: datetime, at_longest: timedelta, many: int) -> list[tuple[int, bool]]:
    """Return the first followers whose moment has come, by their keys, each with whether to look closely.

    That is where the contact is closed, or something was noted or done after ``told_up_to`` and not after ``until``. A
    moment later than ``at_longest`` from now was set while the clock ran ahead, and has come too.
    """
    noted = FactRow.objects.filter(
        contact=OuterRef("contact"), noted_at__gt=OuterRef("told_up_to"), noted_at__lte=until
    ).exclude(what__in=_IN_LETTERS)
    done = Entry.objects.filter(
        about=OuterRef("contact__reference"),
        what__in=(*_TAKEN, *_CHANGED),
        at__gt=OuterRef("told_up_to"),
        at__lte=until,
    )
    closely = Q(contact__closed_at__isnull=False) | Q(Exists(noted)) | Q(Exists(done))
    come = Follower.objects.filter(Q(next_at__lte=now) | Q(next_at__gt=now + at_longest)).order_by("next_at", "id")
    return list(come.annotate(closely=closely).values_list("pk", "closely")[:many])


def followers(keys: Collection[int]) -> QuerySet[Follower]:
    """Return some followers, by their keys, with what a letter about their contacts says."""
    found = Follower.objects.filter(pk__in=keys).order_by("next_at", "id")
    return found.select_related("contact__council", "contact__customer", "contact__team")


_IN_LETTERS = (*LETTERS, *sorted({channel.begins for channel in CHANNELS.values()}))
"""Facts that are no news: a letter of ours says them, or it is what the customer began with."""

_TAKEN = ("took", "assigned")
_CHANGED = ("opened again", "due dates moved")
"""Acts that no fact tells of, by their words in the record, and that a contact's own page shows all the same."""


def letter_waits(contact: Contact) -> bool:
    """Tell whether a letter to the customer waits to leave, which tells them of all that happened before."""
    waits = (Outgoing.State.WAITING, Outgoing.State.SENDING)
    return spoken_to_customer(contact).filter(outgoing__state__in=waits).exists()


def has_news(contact: Contact, *, since: datetime, until: datetime) -> bool:
    """Tell whether something happened after ``since``, and not after ``until``, that no letter of ours told.

    A letter leads to the page, so that it tells of all that happened before it left; so does a call.
    """
    left = _left_at(contact)
    since = max(since, *left) if left else since
    if contact.closed_at is not None and contact.closed_at > since:
        return True
    noted = contact.facts.filter(noted_at__gt=since, noted_at__lte=until).exclude(what__in=_IN_LETTERS)
    if noted.exclude(at__in=left).exists():  # what a letter was is noted as it leaves, or some time later
        return True
    acts = _CHANGED if contact.held_by_id is None else (*_TAKEN, *_CHANGED)
    return Entry.objects.filter(about=contact.reference, what__in=acts, at__gt=since, at__lte=until).exists()


def _left_at(contact: Contact) -> list[datetime]:
    """Return when letters of ours to the customer left, and when we spoke to them."""
    ours = spoken_to_customer(contact).exclude(sort=Message.Sort.FROM_CUSTOMER)
    left = ours.filter(Q(outgoing=None) | Q(outgoing__state=Outgoing.State.SENT))
    return [sent_at or at for at, sent_at in left.values_list("at", "outgoing__sent_at")]


def _address(contact: Contact) -> str:
    return contact.customer.email if contact.customer is not None else ""
