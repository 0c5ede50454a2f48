"""What the record can be asked: what happened to something, who looked at it, and what was sealed last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet

from answerable.evidence.models import Entry, Look, Seal
from answerable.rows.queries import prepared

A_PAGE = 100

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What of the record is searched for; what is left empty does not matter.

    ``by`` are email addresses, of which any will do: with none at all nothing is found. ``until`` is itself left out.
    """

    by: Collection[str] | None = None
    what: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def condition(self) -> Q:
        """Return the condition that a row, of an act or a look, is one of them."""
        asked = Q()
        if self.by is not None:
            asked &= Q(by__in=list(self.by))
        for name, value in (
            ("what", self.what),
            ("about", self.about),
            ("at__gte", self.since),
            ("at__lt", self.until),
        ):
            if value:
                asked &= Q(**{name: value})
        return asked


ANYTHING = Search()


class RecordPlace(NamedTuple):
    """A place between two rows of the record: the moment of one, and its number, for several may have one moment."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}.{self.id}"


def record_place(text: str) -> RecordPlace | None:
    """Read a place from an address, or None when nobody wrote it like that."""
    try:
        micros, id = (int(part) for part in text.split("."))
        return RecordPlace(_EPOCH + timedelta(microseconds=micros), id)
    except (ValueError, OverflowError):
        return None


Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Row]):
    """Some rows on end, the newest first, and the places where there are newer and older ones, or None."""

    rows: list[Row]
    newer: RecordPlace | None
    older: RecordPlace | None


def stretch(
    rows: QuerySet[Row], *, before: RecordPlace | None = None, after: RecordPlace | None = None, many: int = A_PAGE
) -> Stretch[Row]:
    """Return the newest rows, or those just before or after a place, the newest first.

    Each is found by its place in an index: the last page of a million costs what the first does.
    """
    if after is not None:
        newer = rows.filter(Q(at__gt=after.at) | Q(id__gt=after.id), at__gte=after.at).order_by("at", "id")
        found = list(newer[: many + 1])
        shown = found[:many][::-1]
        return Stretch(shown, _place(shown, 0) if len(found) > many else None, _place(shown, -1) or after)
    if before is not None:
        rows = rows.filter(Q(at__lt=before.at) | Q(id__lt=before.id), at__lte=before.at)
    found = list(rows.order_by("-at", "-id")[: many + 1])
    shown = found[:many]
    newer_at = None if before is None else _place(shown, 0) or before
    return Stretch(shown, newer_at, _place(shown, -1) if len(found) > many else None)


def _place(rows: list[Any], which: int) -> RecordPlace | None:
    return RecordPlace(rows[which].at, rows[which].id) if rows else None


def about(reference: str) -> QuerySet[Entry]:
    """Return what was done to something, the oldest first."""
    return Entry.objects.filter(about=reference).order_by("id")


def about_any(
    contacts: QuerySet[Any], staff: Collection[str], *, council: str | None, asked: Search = ANYTHING
) -> QuerySet[Entry]:
    """Return what was done to any of some contacts and staff, or to a council itself, in no order."""
    ours = _of_any(contacts) | Q(about__in=list(staff))
    if council is not None:
        ours |= Q(about=council) | Q(about__startswith=f"{council} ")
    return Entry.objects.filter(asked.condition(), ours)


def done_by(email: str, asked: Search = ANYTHING) -> QuerySet[Entry]:
    """Return what one person did, in no order."""
    return Entry.objects.filter(asked.condition(), by=email)


def looks_at_any(
    council: str, contacts: QuerySet[Any] | None, staff: Collection[str], *, asked: Search = ANYTHING
) -> QuerySet[Look]:
    """Return who looked at what of a council, in no order: all of it, or only what is at some contacts.

    With these come the searches of some staff, by their email addresses: a search is at no contact.
    """
    found = Look.objects.filter(asked.condition(), council=council)
    return found if contacts is None else found.filter(_of_any(contacts) | Q(about="", by__in=list(staff)))


def looks_by(email: str, asked: Search = ANYTHING) -> QuerySet[Look]:
    """Return what one person looked at, in no order."""
    return Look.objects.filter(asked.condition(), by=email)


def _of_any(contacts: QuerySet[Any]) -> Q:
    """Return the condition that a row is about one of some contacts, asked of each row and not of all contacts."""
    return Q(Exists(contacts.filter(reference=OuterRef("about"))))


def newest_seal() -> Seal | None:
    """Return the newest seal without the rows it names, or None."""
    return Seal.objects.defer("leaves").order_by("-number").first()


@prepared
def readers_since(about: str, council: str, since: datetime) -> QuerySet[Look, tuple[str, datetime]]:
    """Return who has read a contact since a moment, by their email addresses, each with when they last did."""
    looks = Look.objects.filter(about=about, council=council, at__gte=since, what=Look.What.READ)
    return looks.order_by("by").values_list("by").annotate(last=Max("at"))
