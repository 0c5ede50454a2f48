"""What waits for us, the most pressing first: welfare, then the promise that is, or was, soonest broken."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, make_aware

from answerable.contacts.models import ClockRow, Contact
from answerable.contacts.queries import lying_in, waits_for_second_person
from answerable.councils.models import Council, Team
from answerable.people.models import Staff
from answerable.people.paths import is_within, narrower, within
from answerable.queues.beside import Said, flags, said_last, waiting_clocks
from answerable.rows.queries import prepared

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

    ``kind`` is what a contact is now, which may not be what it came as (C17). ``due`` is one of ``DUE``. ``oldest`` is
    whether what came first is first, after welfare, in the place of that whose promise is soonest broken.
    """

    holder: Staff | None = None
    nobodys: bool = False
    team: str = ""
    channel: str = ""
    kind: str = ""
    tag: str = ""
    due: str = ""
    oldest: bool = False


ANYTHING = Wanted()

DUE = {"late": "Late", "today": "Later today", "week": "Within 7 days"}
"""When what is soonest due may be asked to be, and what that is called. Today is the first of the seven days."""


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

    def place(self, *, oldest: bool = False) -> QueuePlace:
        """Return where it stands: where the most pressing of its contacts would, or the oldest."""
        return QueuePlace(False, self.first_at if oldest else self.next_due, self.flood)


class Waiting(NamedTuple):
    """A page of the queue, and the place after which the next begins, or None when this is the last.

    ``floods`` are those whose place is on this page. ``clocks`` are those of each contact, by its id, that still wait
    for us, the soonest due first; ``said`` is who wrote last, and ``flags`` are the words that wait to be looked at,
    where there are any. ``oldest`` is by what they are ordered.
    """

    contacts: list[Contact]
    floods: list[FloodWaiting]
    clocks: Mapping[int, Sequence[ClockRow]]
    said: Mapping[int, Said]
    flags: Mapping[int, str]
    more: QueuePlace | None
    oldest: bool


def waiting_for(
    council: str,
    paths: Collection[str],
    *,
    now: datetime,
    wanted: Wanted = ANYTHING,
    after: QueuePlace | None = None,
    but: Collection[str] = (),
) -> Waiting:
    """Return the open contacts within some paths, welfare first, then by the promise soonest broken.

    What is broken and still not done is soonest of all; ``but`` are references of those that are shown elsewhere, and
    are not given. Each contact comes with its customer, its holder and its charter, so that a page asks for as many
    rows as it shows and no more, however long the queue. Of each only what a list shows was read: whatever else is
    asked of a contact here is a question to the database of its own.
    """
    values = _values(council, wanted, after, now)
    shape = {"paths": narrower(council, paths), "wants": _wants(wanted)}
    stretches = (None,) if after is None else (True, False) if after.is_welfare else (False,)
    rows: list[Contact] = []
    for stretch in stretches:
        goes_on = after is not None and stretch == after.is_welfare
        rows += _singly(*values, list(but), **shape, stretch=stretch, goes_on=goes_on)
        if len(rows) > A_PAGE:
            break
    page = rows[:A_PAGE]
    more = place_of(page[-1], oldest=wanted.oldest) if len(rows) > A_PAGE else None
    page = [one for one in page if one.reference not in but]
    if more and not page:
        return waiting_for(council, paths, now=now, wanted=wanted, after=more, but=but)
    floods = _floods(_together(*values, **shape), after, more, oldest=wanted.oldest)
    return Waiting(page, floods, waiting_clocks(page), said_last(page), flags(page), more, wanted.oldest)


def _wants(wanted: Wanted) -> tuple[str, ...]:
    """Return what is asked for by name: each set of these is a statement of its own."""
    asked = (field.name for field in fields(wanted) if getattr(wanted, field.name))
    return tuple(wanted.due if name == "due" else name for name in asked)


def _values(council: str, wanted: Wanted, after: QueuePlace | None, now: datetime) -> tuple[Any, ...]:
    """Return all that a page of the queue may be asked by, each in its place, whether or not it is asked for."""
    holder = wanted.holder.pk if wanted.holder is not None else 0
    _, due, id = after or QueuePlace(False, now, 0)
    return council, now, *ends_of(now), holder, wanted.team, wanted.channel, wanted.kind, wanted.tag, due, id


def ends_of(now: datetime) -> tuple[datetime, datetime]:
    """Return when today ends, and when the week that begins with it does."""
    days = (localdate(now) + timedelta(days=days) for days in (1, 7))
    today, week = (make_aware(datetime.combine(day, time.min)) for day in days)
    return today, week


@prepared
def _singly(
    *values: Any, paths: tuple[str, ...] | None, wants: tuple[str, ...], stretch: bool | None, goes_on: bool
) -> QuerySet[Contact]:
    """Return the first of a stretch of the queue that are part of no flood, and one more than a page holds."""
    order = _order(wants)
    *_, due, id, but = values
    alone = _asked(*values, paths=paths, wants=wants) & Q(**{order.flood: None}) & ~Q(reference__in=but)
    found = Contact.objects.filter(alone & _stretch(order, stretch, due, id, goes_on))
    return _whole(found, order)[: A_PAGE + 1]


@prepared
def _together(*values: Any, paths: tuple[str, ...] | None, wants: tuple[str, ...]) -> QuerySet[Contact, Any]:
    """Return the floods of which a contact waits, each with how many they are and how they stand."""
    now = values[1]
    asked = _asked(*values, paths=paths, wants=wants) & Q(flood__isnull=False)
    many = Contact.objects.filter(asked).values("flood", "flood__by", "flood__is_alike").order_by()
    return many.annotate(
        contacts=Count("id"),
        first_at=Min("received_at"),
        last_at=Max("received_at"),
        soonest=Min("next_due"),
        late=Count("id", filter=Q(next_due__lt=now)),
        waits=Count("id", filter=waits_for_second_person()),
    ).values_list(*_OF_A_FLOOD)


def _floods(
    rows: Iterable[Any], after: QueuePlace | None, until: QueuePlace | None, *, oldest: bool
) -> list[FloodWaiting]:
    """Return the floods whose most pressing contact has its place on one page of the queue."""
    turns = [(one.place(oldest=oldest).turn, one) for one in map(FloodWaiting._make, rows)]
    here = [
        (turn, one)
        for turn, one in turns
        if (after is None or turn > after.turn) and (until is None or turn <= until.turn)
    ]
    return [one for _, one in sorted(here)]


def place_of(contact: Contact, *, oldest: bool = False) -> QueuePlace:
    """Return where a contact stands in the queue."""
    return QueuePlace(contact.is_welfare, contact.received_at if oldest else contact.next_due, contact.id)


class Summary(NamedTuple):
    """How many open contacts are late, due later today or within a week, somebody's and nobody's.

    The week has today in it.
    """

    late: int
    today: int
    week: int
    mine: int
    nobodys: int


def summary(council: str, paths: Collection[str], *, reader: int, now: datetime) -> Summary:
    """Count what is late or due within a week, and what somebody and nobody holds.

    Floods are not counted: their rows say it of themselves.
    """
    counted = _counted(council, reader, now, *ends_of(now), paths=narrower(council, paths))
    return Summary(*counted[0]) if counted else Summary(0, 0, 0, 0, 0)  # of a council that is not there


@prepared
def _counted(
    council: str, reader: int, now: datetime, midnight: datetime, week: datetime, *, paths: tuple[str, ...] | None
) -> QuerySet[Council, Any]:
    waits = lying_in(council, paths).filter(closed_at=None, flood=None).order_by().values("council_id")
    # Both values of is_welfare are named so that each count is two short stretches of the queue's index.
    near = waits.filter(is_welfare__in=[True, False])
    counts = (
        near.filter(next_due__lt=now),
        near.filter(next_due__gte=now, next_due__lt=midnight),
        near.filter(next_due__gte=now, next_due__lt=week),
        waits.filter(held_by=reader),
        waits.filter(held_by=None),
    )
    many = (Subquery(one.annotate(many=Count("id")).values("many")) for one in counts)
    return Council.objects.filter(key=council).values_list(*(Coalesce(one, 0) for one in many))


def teams_in(council: str, paths: Collection[str]) -> list[Team]:
    """Return the teams of a council that lie within some paths."""
    return [team for team in _teams(council) if any(is_within(team.path, path) for path in paths)]


@prepared
def _teams(council: str) -> QuerySet[Team]:
    return Team.objects.filter(service__council_id=council).order_by("name")


def next_after(
    council: str, paths: Collection[str], *, after: QueuePlace, but: str, wanted: Wanted, now: datetime
) -> Contact | None:
    """Return the contact that comes in the queue after a place, or the first where that was the end."""
    for place_before in (after, None):
        waiting = waiting_for(council, paths, now=now, wanted=wanted, after=place_before, but=[but])
        if waiting.contacts:
            return waiting.contacts[0]
    return None


class _Order(NamedTuple):
    """Where those columns are that the queue is ordered by, seen from a contact.

    They are its own, or those that its row of a kind repeats. Each has an index of open contacts in this order; ``by``
    is the moment that it goes by, for which there is none where that is not ``next_due``.
    """

    council: str
    closed_at: str
    is_welfare: str
    next_due: str
    flood: str
    id: str
    by: str


_OF_ALL = _Order("council", "closed_at", "is_welfare", "next_due", "flood", "id", "next_due")
_OF_A_KIND = _Order(*(f"kinds__{name}" for name in (*_OF_ALL[:5], "contact_id", "next_due")))


def _order(wants: Collection[str]) -> _Order:
    order = _OF_A_KIND if "kind" in wants else _OF_ALL
    return order._replace(by="received_at") if "oldest" in wants else order


def _asked(
    council: Any,
    now: Any,
    midnight: Any,
    week: Any,
    holder: Any,
    team: Any,
    channel: Any,
    kind: Any,
    tag: Any,
    *_: Any,
    paths: Collection[str] | None,
    wants: Collection[str],
) -> Q:
    """Return the condition on what is asked for, to be used in one ``filter``, so that it speaks of one row of a kind.

    Nothing of the order is asked of any other column: both databases then find its index.
    """
    order = _order(wants)
    asked = Q(**{order.council: council, order.closed_at: None})
    if paths is not None:
        asked &= within(paths, "team__path")
    conditions = {
        "kind": Q(kinds__kind=kind),
        "holder": Q(held_by=holder),
        "nobodys": Q(held_by=None),
        "team": Q(team__path=team),
        "channel": Q(channel=channel),
        "tag": Q(tags__word__council=council, tags__word__name=tag),
        "late": Q(**{f"{order.next_due}__lt": now}),
        "today": Q(**{f"{order.next_due}__gte": now, f"{order.next_due}__lt": midnight}),
        "week": Q(**{f"{order.next_due}__gte": now, f"{order.next_due}__lt": week}),
        "oldest": Q(),
    }
    for name in wants:
        asked &= conditions[name]
    return asked


def _stretch(order: _Order, is_welfare: bool | None, due: Any, id: Any, goes_on: bool) -> Q:
    """Return a stretch of the queue's index: all, or what is welfare or is not, from its start or a place in it."""
    if is_welfare is None:
        return Q()
    # In a list, because only then do both databases look the value up in the index.
    same = Q(**{f"{order.is_welfare}__in": [is_welfare]})
    if not goes_on:
        return same
    later = Q(**{f"{order.by}__gt": due})
    beside = Q(**{order.by: due, f"{order.id}__gt": id})
    return same & Q(**{f"{order.by}__gte": due}) & (later | beside)


def _whole(found: QuerySet[Contact], order: _Order) -> QuerySet[Contact]:
    return (
        found.order_by(f"-{order.is_welfare}", order.by, order.id)
        .select_related("customer", "held_by", "edition")
        .only(*_OF_A_CONTACT, *(["received_at"] if order.by == "received_at" else []))
    )


_OF_A_FLOOD = (
    *("flood", "flood__by", "flood__is_alike", "contacts"),
    *("first_at", "last_at", "soonest", "late", "waits"),
)
# Reading columns costs more than finding rows, moments above all, so only what a list shows is read.
_OF_A_CONTACT = (
    *("reference", "team", "channel", "subject", "welfare", "is_welfare", "next_due"),
    *("customer__name", "customer__email", "customer__phone", "held_by__name", "edition__digest", "edition__holidays"),
)
