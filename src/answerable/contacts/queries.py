"""What can be asked about contacts."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Left
from django.utils.text import Truncator

from answerable.contacts.carrier import BY_EMAIL
from answerable.contacts.floods import GROUNDS, same_words
from answerable.contacts.keys import digest_of
from answerable.contacts.models import (
    ClockRow,
    Contact,
    DraftLetter,
    FactRow,
    Flood,
    HandOver,
    Message,
    Outgoing,
    PageKey,
    Proposal,
    WelfareFlag,
)
from answerable.councils.models import Council
from answerable.people.models import Staff
from answerable.people.paths import is_within, narrower, within
from answerable.rows.queries import prepared, put_beside


def contacts_in(council: str, paths: Collection[str]) -> QuerySet[Contact]:
    """Return the contacts of one council that lie within some paths, which must be paths of that council."""
    return lying_in(council, narrower(council, paths))


def lying_in(council: Any, paths: tuple[str, ...] | None) -> QuerySet[Contact]:
    """Return the contacts of one council that lie within the paths that ``narrower`` names."""
    found = Contact.objects.filter(council_id=council)
    return found if paths is None else found.filter(within(paths, "team__path"))


def is_opened_by(contact: Contact, key: str, *, now: datetime) -> bool:
    """Tell whether a key, however it is typed, opens a contact's own page now.

    It ends at its longest life, or so many days after the contact was closed; one made after that has as many days.
    """
    found = _page_key.first(contact.pk, digest_of(contact.reference, key), now)
    if found is None or contact.closed_at is None:
        return found is not None
    return now < max(contact.closed_at, found.made_at) + timedelta(days=contact.council.link_days_after_closing)


@prepared
def _page_key(contact: int, digest: str, now: datetime) -> QuerySet[PageKey]:
    theirs = PageKey.objects.filter(contact=contact, digest=digest, opens=PageKey.Opens.PAGE)
    return theirs.filter(revoked_at=None, ends_at__gt=now)


def to_act_on(council: str, reference: str, paths: Collection[str]) -> Contact | None:
    """Return a contact that lies within some paths, fresh, with nothing beside it that an action could take for new."""
    return _to_act_on.first(council, reference, paths=narrower(council, paths))


@prepared
def _to_act_on(council: str, reference: str, *, paths: tuple[str, ...] | None) -> QuerySet[Contact]:
    found = lying_in(council, paths).filter(reference=reference)
    return found.select_related("council", "customer", "edition")[:1]


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
    for id, top in _written_in(without):  # the first comes last
        titles[id] = Truncator(" ".join(top.split())).chars(80)
    empty = [id for id, title in titles.items() if not title]
    erased = set(_erased_of(empty))
    none = {id: "What was written is erased" if id in erased else "Nothing was written" for id in empty}
    return {**titles, **none}


@prepared
def _written_in(contacts: list[int]) -> QuerySet[Message, Any]:
    theirs = Message.objects.filter(contact__id__in=contacts, sort=Message.Sort.FROM_CUSTOMER)
    return theirs.order_by("-at", "-id").values_list("contact_id", Left("body", 200))


@prepared
def _erased_of(contacts: list[int]) -> QuerySet[Contact, Any]:
    return Contact.objects.filter(id__in=contacts, erased_at__isnull=False).values_list("id", flat=True)


def whole(council: str, reference: str) -> Contact | None:
    """Return a contact with all that its pages show: whose it is, what happened, what was written, its clocks."""
    contact = _of_reference.first(council, reference)
    if contact is not None:
        for name, found in _BESIDE.items():
            put_beside(contact, name, found(contact.pk))
    return contact


@prepared
def _of_reference(council: str, reference: str) -> QuerySet[Contact]:
    found = Contact.objects.filter(council_id=council, reference=reference)
    return found.select_related("customer", "held_by", "edition", "follows", "council", "team")


_BESIDE: Mapping[str, prepared[Any]] = {
    "facts": prepared(lambda of: FactRow.objects.filter(contact=of).select_related("by")),
    "messages": prepared(
        lambda of: Message.objects.filter(contact=of).select_related("by", "outgoing", "welfare_flag__looked_by")
    ),
    "proposals": prepared(lambda of: Proposal.objects.filter(contact=of).select_related("by", "decided_by")),
    "clocks": prepared(lambda of: ClockRow.objects.filter(contact=of)),
}


@prepared
def drafts_of(contact: int) -> QuerySet[DraftLetter]:
    """Return the drafts of letters on a contact, by its key, each with whose it is."""
    return DraftLetter.objects.filter(contact=contact).select_related("by")


def flags_of(contact: Contact) -> list[WelfareFlag]:
    """Return the flags that words in messages raised, as they were raised; the contact must come whole."""
    found = (getattr(message, "welfare_flag", None) for message in contact.messages.all())
    return sorted((flag for flag in found if flag is not None), key=attrgetter("id"))


def others_of_customer(contact: Contact, paths: Collection[str], *, many: int) -> list[Contact]:
    """Return the newest other contacts of whoever a contact is from that lie within some paths."""
    if contact.customer is None:  # of whom nothing is known, who wrote nothing else
        return []
    same = contact.customer.same
    who = contact.customer_id if same is None else same
    return _others(who, contact.pk, is_one=same is None, paths=tuple(paths), many=many)


@prepared
def _others(who: Any, but: int, *, is_one: bool, paths: tuple[str, ...], many: int) -> QuerySet[Contact]:
    # A customer is of one council. To name it would have SQLite read all its contacts by date, to find these few.
    theirs = Q(customer=who) if is_one else Q(customer__same=who)
    return Contact.objects.filter(within(paths, "team__path"), theirs).exclude(id=but).order_by("-received_at")[:many]


def from_one_person(contact: Contact) -> Q:
    """Return the condition that a contact is from whoever another, of whom something is known, is from."""
    assert contact.customer is not None
    same = contact.customer.same
    return Q(customer=contact.customer_id) if same is None else Q(customer__same=same)


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


def proposed(council: str, paths: Collection[str]) -> list[Proposal]:
    """Return the proposals that wait for a second person within some paths of a council, the oldest first.

    Those of a flood are decided with it.
    """
    return [
        one
        for one in _proposed()
        if one.contact.council_id == council and any(is_within(one.contact.path, path) for path in paths)
    ]


@prepared
def _proposed() -> QuerySet[Proposal]:
    # They are few in all councils together. To name a contact's council or flood would have SQLite begin with contacts.
    waiting = Proposal.objects.filter(decided_at=None).annotate(flood=Coalesce("contact__flood_id", 0))
    return waiting.filter(flood=0).select_related("contact", "by")


def of_flood(flood: Flood, paths: Collection[str]) -> QuerySet[Contact]:
    """Return the contacts of a flood that lie within some paths of its council, whatever became of them."""
    return contacts_in(flood.council_id, paths).filter(flood=flood)


def open_in_flood(council: str, paths: Collection[str], id: str) -> list[str]:
    """Return the references of what is open in a flood within some paths, by its id as sent, the oldest first."""
    if not re.fullmatch(r"[0-9]{1,18}", id):
        return []
    found = contacts_in(council, paths).filter(flood_id=int(id), closed_at=None)
    return list(found.order_by("id").values_list("reference", flat=True))


class FloodCounts(NamedTuple):
    """How many contacts a flood has, when they came, and what has become of them; ``newest`` is the last one's id."""

    all: int
    open: int
    aside: int
    waits: int
    first_at: datetime
    last_at: datetime
    newest: int


def flood_within(council: str, paths: Collection[str], id: int) -> tuple[Flood, FloodCounts] | None:
    """Return a flood of a council with what there is of it within some paths, or None where there is nothing."""
    flood = Flood.objects.filter(council_id=council, id=id).first()
    if flood is None:
        return None
    counts = FloodCounts(
        **of_flood(flood, paths).aggregate(
            all=Count("id"),
            open=Count("id", filter=Q(closed_at=None)),
            aside=Count("id", filter=Q(outcome__in=GROUNDS)),
            waits=Count("id", filter=waits_for_second_person()),
            first_at=Min("received_at"),
            last_at=Max("received_at"),
            newest=Max("id"),
        )
    )
    return (flood, counts) if counts.all else None


def after_in_flood(flood: Flood, paths: Collection[str], after: str) -> QuerySet[Contact]:
    """Return the contacts of a flood in the order they came, from after the one whose id was typed, or from the first.

    What is no id is the beginning.
    """
    found = of_flood(flood, paths)
    rest = found.filter(id__gt=int(after)) if re.fullmatch(r"[0-9]{1,18}", after) else found
    return rest.select_related("customer").order_by("id")


class SaidByMany(NamedTuple):
    """What some contacts of a flood say, as one of them says it, and how many say the same."""

    contact: Contact
    body: str
    same: int


_COMPARED, _COMMONEST = 1000, 5


def commonest_words(flood: Flood, paths: Collection[str]) -> tuple[list[SaidByMany], int]:
    """Return the commonest of what the newest contacts of a flood say, and how many were compared.

    Those that are open are compared, or all where none is.
    """
    found = of_flood(flood, paths).order_by(F("closed_at").desc(nulls_first=True), "-id")
    compared = list(found.values_list("id", "closed_at")[:_COMPARED])
    ids = [id for id, closed_at in compared if closed_at is None] or [id for id, _ in compared]
    theirs = Message.objects.filter(contact__in=ids, sort=Message.Sort.FROM_CUSTOMER).order_by("-id")
    bodies = dict(theirs.annotate(begins=Left("body", 1000)).values_list("contact_id", "begins"))
    said = {id: same_words(body) or body.strip() for id, body in bodies.items()}
    one_of = {words: id for id, words in said.items()}
    commonest = Counter(said.values()).most_common(_COMMONEST)
    contacts = Contact.objects.in_bulk([one_of[words] for words, _ in commonest])
    shown = [SaidByMany(contacts[one_of[words]], bodies[one_of[words]], same) for words, same in commonest]
    return shown, len(ids)


def waits_for_second_person() -> Exists:
    """Return the condition that something is proposed for a contact and not decided yet."""
    return Exists(Proposal.objects.filter(contact=OuterRef("pk"), decided_at=None))


def newer_than(contact: Contact, newest: int) -> list[Message]:
    """Return what the customer, one of us or somebody asked outside has written since a message, given by its id.

    0 is before the first.
    """
    unseen = [sort for sort in Message.AMONG_US if sort is not Message.Sort.OUTSIDE_ANSWER]
    return list(contact.messages.exclude(sort__in=unseen).select_related("by").filter(id__gt=newest))


def newest_of(contacts: Collection[Contact]) -> int:
    """Return the id of the newest message of some contacts, whoever wrote it; 0 where there is none."""
    newest: int | None = Message.objects.filter(contact__in=contacts).aggregate(newest=Max("id"))["newest"]
    return newest or 0


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


def held_open(council: str, holder: Staff) -> int:
    """Return how many open contacts of a council somebody holds."""
    return Contact.objects.filter(council_id=council, held_by=holder, closed_at=None).count()


def handed_over_later(council: str, holders: QuerySet[Staff]) -> QuerySet[HandOver]:
    """Return which work of some people is still to be handed over, the soonest first."""
    waits = HandOver.objects.filter(council_id=council, holder__in=holders, done_at=None, called_off_at=None)
    return waits.select_related("holder", "to").order_by("from_on", "id")


def asleep_until(now: datetime) -> QuerySet[ClockRow]:
    """Return the clocks whose next moment has come, the earliest first."""
    return ClockRow.objects.filter(wake_at__lte=now).order_by("wake_at")


def due_to_leave(now: datetime) -> QuerySet[Outgoing]:
    """Return the letters whose moment has come: their try, or the end of the time their dispatcher had."""
    open_states = (Outgoing.State.WAITING, Outgoing.State.SENDING)
    return Outgoing.objects.filter(state__in=open_states, try_at__lte=now).order_by("try_at", "id")
