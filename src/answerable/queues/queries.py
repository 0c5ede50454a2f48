"""What waits for us, the most pressing first: welfare, then the promise that is, or was, soonest broken."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.timezone import localdate, make_aware

from answerable.contacts.clocks import in_force, is_waiting
from answerable.contacts.models import ClockRow, Contact, FactRow, Message, WelfareFlag
from answerable.contacts.queries import contacts_in, waits_for_second_person
from answerable.contacts.references import references_in
from answerable.councils.models import Team
from answerable.customers.queries import figures_kept, figures_typed
from answerable.people.models import Staff
from answerable.people.paths import within
from answerable.standards.judging.outcome import Measure, State
from answerable.standards.vocabulary.standing import STRUCK

A_PAGE = 50
"""How many contacts a page holds."""


class QueuePlace(NamedTuple):
    """Where in the queue a contact stands: what the queue is ordered by."""

    is_welfare: bool
    next_due: datetime
    id: int

    @property
    def turn(self) -> tuple[bool, datetime, int]:
        """The place as it sorts: welfare first."""
        return not self.is_welfare, self.next_due, self.id

    def __str__(self) -> str:
        """Write it for an address: "0.1793923199999999.17"."""
        micros = (self.next_due - _EPOCH) // timedelta(microseconds=1)
        return f"{int(self.is_welfare)}.{micros}.{self.id}"


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def place(text: str) -> QueuePlace | None:
    """Read a place from an address, or None when nobody wrote it like that."""
    try:
        is_welfare, micros, id = (int(part) for part in text.split("."))
        return QueuePlace(bool(is_welfare), _EPOCH + timedelta(microseconds=micros), id)
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of the contacts that wait are asked for; what is left empty does not matter.

    ``kind`` is what a contact is now, which may not be what it came as (C17).
    """

    holder: Staff | None = None
    nobodys: bool = False
    team: str = ""
    channel: str = ""
    kind: str = ""
    late: bool = False


ANYTHING = Wanted()


class FloodWaiting(NamedTuple):
    """The contacts of a flood that wait, as the queue shows them: how many, since when, and how they stand.

    ``waits`` is of how many something is proposed and not decided.
    """

    flood: int
    by: str
    is_alike: bool
    contacts: int
    first_at: datetime
    last_at: datetime
    next_due: datetime
    late: int
    waits: int

    @property
    def place(self) -> QueuePlace:
        """Where it stands: where the most pressing of its contacts would."""
        return QueuePlace(False, self.next_due, self.flood)


class Waiting(NamedTuple):
    """A page of the queue, and the place after which the next begins, or None when this is the last.

    ``floods`` are those whose place is on this page. ``clocks`` are those of each contact, by its id, that still wait
    for us, the soonest due first; ``said`` is who wrote last, and ``flags`` are the words that wait to be looked at,
    where there are any.
    """

    contacts: list[Contact]
    floods: list[FloodWaiting]
    clocks: Mapping[int, Sequence[ClockRow]]
    said: Mapping[int, "Said"]
    flags: Mapping[int, str]
    more: QueuePlace | None


class Said(NamedTuple):
    """Who wrote last: when the customer did, when one of us did, and since when we wait for them, if we do.

    What a machine of ours sent is not counted. ``has_attachments`` is whether anything came with what they wrote.
    """

    theirs: datetime | None = None
    ours: datetime | None = None
    waits_since: datetime | None = None
    has_attachments: bool = False


def waiting_for(
    council: str, paths: Collection[str], *, now: datetime, wanted: Wanted = ANYTHING, after: QueuePlace | None = None
) -> Waiting:
    """Return the open contacts within some paths, welfare first, then by the promise soonest broken.

    What is broken and still not done is soonest of all. Each contact comes with its customer, its holder and its
    charter, so that a page asks for as many rows as it shows and no more, however long the queue. Of each only what a
    list shows was read: whatever else is asked of a contact here is a question to the database of its own.
    """
    order = _OF_A_KIND if wanted.kind else _OF_ALL
    asked = _asked(council, paths, wanted, order, now)
    singly = Q(**{order.flood: None})
    rows: list[Contact] = []
    for stretch in _after(order, after):
        rows += _whole(Contact.objects.filter(asked & singly & stretch), order)[: A_PAGE + 1 - len(rows)]
        if len(rows) > A_PAGE:
            break
    page = rows[:A_PAGE]
    more = place_of(page[-1]) if len(rows) > A_PAGE else None
    floods = _floods(asked & Q(flood__isnull=False), after, more, now)
    return Waiting(page, floods, _waiting_clocks(page), _said(page), _flags(page), more)


def _floods(asked: Q, after: QueuePlace | None, until: QueuePlace | None, now: datetime) -> list[FloodWaiting]:
    """Return the floods whose most pressing contact has its place on one page of the queue."""
    many = Contact.objects.filter(asked).values("flood", "flood__by", "flood__is_alike").order_by()
    rows = many.annotate(
        contacts=Count("id"),
        first_at=Min("received_at"),
        last_at=Max("received_at"),
        soonest=Min("next_due"),
        late=Count("id", filter=Q(next_due__lt=now)),
        waits=Count("id", filter=waits_for_second_person()),
    )
    floods = map(FloodWaiting._make, rows.values_list(*_OF_A_FLOOD))
    here = (
        one
        for one in floods
        if (after is None or one.place.turn > after.turn) and (until is None or one.place.turn <= until.turn)
    )
    return sorted(here, key=lambda one: one.place.turn)


def place_of(contact: Contact) -> QueuePlace:
    """Return where a contact stands in the queue."""
    return QueuePlace(contact.is_welfare, contact.next_due, contact.id)


class Summary(NamedTuple):
    """How many open contacts have something still to be done that is past its due moment, or due soon."""

    late: int
    today: int
    tomorrow: int


def summary(council: str, paths: Collection[str], *, now: datetime) -> Summary:
    """Count what is late, due later today and due tomorrow. What is due after that is not looked at.

    Nor are floods, whose rows say it of themselves.
    """
    midnight, next_midnight = (
        make_aware(datetime.combine(localdate(now) + timedelta(days=days), time.min)) for days in (1, 2)
    )
    # Both values of is_welfare are named so that the count is two short stretches of the queue's index.
    near = contacts_in(council, paths).filter(
        closed_at=None, flood=None, is_welfare__in=[True, False], next_due__lt=next_midnight
    )
    return Summary(
        **near.aggregate(
            late=Count("id", filter=Q(next_due__lt=now)),
            today=Count("id", filter=Q(next_due__gte=now, next_due__lt=midnight)),
            tomorrow=Count("id", filter=Q(next_due__gte=midnight)),
        )
    )


def teams_in(council: str, paths: Collection[str]) -> QuerySet[Team]:
    """Return the teams of a council that lie within some paths."""
    teams = Team.objects.filter(service__council_id=council).order_by("name")
    return teams if council in paths else teams.filter(within(paths))


def matching(council: str, paths: Collection[str], words: str) -> QuerySet[Contact]:
    """Return the contacts, open or closed, that some words may mean, the newest first.

    They may be a reference however it is written, an email address, a telephone number however it is written, part of a
    name or of a subject, or words of a message of a contact that is open.
    """
    words = words.strip()
    found = contacts_in(council, paths)
    if not words:
        return found.none()
    references = references_in(words) or references_in(_SQUEEZED.sub("", words))
    named = found.filter(reference__in=references)
    if references and named.exists():
        found = named
    elif "@" in words:
        # By the customer's council: by the contact's, SQLite would read all its contacts by date, to find these few.
        theirs = {"customer__council_id": council, "customer__email": words.lower()}
        found = Contact.objects.filter(within(paths, "team__path"), **theirs)
    else:
        found = found.annotate(figures=figures_kept("customer__phone")).filter(_meant(council, words))
    return found.select_related("customer").order_by("-received_at", "-id")


_SQUEEZED = re.compile(r"[\W_]")


def _meant(council: str, words: str) -> Q:
    open_now = Message.objects.filter(contact__council_id=council, contact__closed_at=None, body__icontains=words)
    meant = Q(customer__name__icontains=words) | Q(subject__icontains=words) | Q(id__in=open_now.values("contact_id"))
    dialled = figures_typed(words)
    return meant | Q(figures__contains=dialled) if dialled else meant


class _Order(NamedTuple):
    """Where those columns are that the queue is ordered by, seen from a contact.

    They are its own, or those that its row of a kind repeats. Each has an index of open contacts in this order.
    """

    council: str
    closed_at: str
    is_welfare: str
    next_due: str
    flood: str
    id: str


_OF_ALL = _Order("council", "closed_at", "is_welfare", "next_due", "flood", "id")
_OF_A_KIND = _Order(*(f"kinds__{name}" for name in (*_OF_ALL[:5], "contact_id")))


def _asked(council: str, paths: Collection[str], wanted: Wanted, order: _Order, now: datetime) -> Q:
    """Return the condition on what is asked for, to be used in one ``filter``, so that it speaks of one row of a kind.

    Nothing of the order is asked of any other column: both databases then find its index.
    """
    asked = Q(**{order.council: council, order.closed_at: None})
    if council not in paths:
        asked &= within(paths, "team__path")
    if wanted.kind:
        asked &= Q(kinds__kind=wanted.kind)
    if wanted.holder is not None:
        asked &= Q(held_by=wanted.holder)
    if wanted.nobodys:
        asked &= Q(held_by=None)
    if wanted.team:
        asked &= Q(team__path=wanted.team)
    if wanted.channel:
        asked &= Q(channel=wanted.channel)
    if wanted.late:
        asked &= Q(**{f"{order.next_due}__lt": now})
    return asked


def _after(order: _Order, after: QueuePlace | None) -> list[Q]:
    """Return the rest of the queue as stretches of its index, each to be read from its beginning."""
    if after is None:
        return [Q()]
    # In a list, because only then do both databases look the value up in the index.
    same = Q(**{f"{order.is_welfare}__in": [after.is_welfare], f"{order.next_due}__gte": after.next_due})
    later = Q(**{f"{order.next_due}__gt": after.next_due})
    beside = Q(**{order.next_due: after.next_due, f"{order.id}__gt": after.id})
    rest = same & (later | beside)
    return [rest, Q(**{f"{order.is_welfare}__in": [False]})] if after.is_welfare else [rest]


def _whole(found: QuerySet[Contact], order: _Order) -> QuerySet[Contact]:
    return (
        found.order_by(f"-{order.is_welfare}", order.next_due, order.id)
        .select_related("customer", "held_by", "edition")
        .only(*_OF_A_CONTACT)
    )


def _waiting_clocks(contacts: Iterable[Contact]) -> Mapping[int, Sequence[ClockRow]]:
    """Return the clocks of contacts that still wait for us, in the order they are due."""
    found: dict[int, list[ClockRow]] = {contact.id: [] for contact in contacts}
    timed = ClockRow.objects.filter(contact_id__in=found).exclude(measure=Measure.CONTENT).exclude(state=State.KEPT)
    for row in timed.only(*_OF_A_CLOCK).order_by("due", "id"):
        if is_waiting(row):
            found[row.contact_id].append(row)
    return found


def _said(contacts: Sequence[Contact]) -> Mapping[int, Said]:
    """Return who wrote last about each contact, whether anything is attached, and since when we wait."""
    theirs, note = Q(sort=Message.Sort.FROM_CUSTOMER), Q(sort__in=Message.AMONG_US)
    written = (
        Message.objects.filter(contact_id__in=[contact.id for contact in contacts]).values("contact_id").order_by()
    )
    last = written.annotate(
        theirs=Max("at", filter=theirs),
        ours=Max("at", filter=~theirs & ~note & ~Q(by=None)),
        attached=Count("id", filter=theirs & ~Q(attachments=[])),
    )
    waits = _waits(contacts)
    return {
        row["contact_id"]: Said(row["theirs"], row["ours"], waits.get(row["contact_id"]), bool(row["attached"]))
        for row in last
    }


def _waits(contacts: Sequence[Contact]) -> Mapping[int, datetime]:
    """Return since when we wait for the customers of some contacts, by those contacts' ids."""
    facts = FactRow.objects.filter(contact_id__in=[contact.id for contact in contacts], what__in=_WAITING)
    of_each = groupby(facts.order_by("contact_id", "at", "id"), attrgetter("contact_id"))
    last = [row for _, rows in of_each for row in in_force(rows)[-1:]]
    return {row.contact_id: row.at for row in last if row.what == "paused"}


_WAITING = ("paused", "resumed", STRUCK)


def _flags(contacts: Sequence[Contact]) -> Mapping[int, str]:
    """Return the words that wait to be looked at, by the ids of their contacts."""
    waiting = WelfareFlag.objects.filter(contact_id__in=[contact.id for contact in contacts], looked_at=None)
    found: dict[int, list[str]] = {}
    for flag in waiting:
        found.setdefault(flag.contact_id, []).append(str(flag))
    return {id: "; ".join(said) for id, said in found.items()}


_OF_A_FLOOD = (
    *("flood", "flood__by", "flood__is_alike", "contacts"),
    *("first_at", "last_at", "soonest", "late", "waits"),
)
# Reading columns costs more than finding rows, moments above all, so only what a list shows is read.
_OF_A_CONTACT = (
    *("reference", "team", "channel", "subject", "welfare", "is_welfare", "next_due"),
    *("customer__name", "customer__email", "customer__phone", "held_by__name", "edition__digest", "edition__holidays"),
)
_OF_A_CLOCK = ("contact_id", "promise", "measure", "state", "due", "decided", "stopped")
