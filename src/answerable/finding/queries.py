"""Which contacts have some words, for somebody who may see contacts at some paths; and what the index is made of."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils.timezone import make_aware

from answerable.contacts.models import Contact, Message
from answerable.contacts.queries import contacts_in, lying_in
from answerable.contacts.references import references_in
from answerable.finding.asking import LookedFor, as_fts5, as_tsquery, document
from answerable.finding.models import Indexed, Unindexed
from answerable.finding.watching import is_watched
from answerable.people.paths import narrower
from answerable.rows.queries import prepared

A_PAGE = 25
"""How many contacts a page of what was found holds."""

MOST_UNINDEXED = 100
"""How many contacts that are not in the index yet are read in its place, the newest."""

MOST_OF_CONTACT = 100_000
"""Characters of all that was written of one contact by which it is found, the newest first; PostgreSQL has a limit."""

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ID = 2**32
"""More than there are contacts: a place in the index is a second and, below it, the contact."""

FIRST, LAST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which of the contacts that have some words are wanted; what is left empty does not matter.

    ``team`` is a path, ``kind`` what a contact is now, and both days belong to the time. ``among`` asks for the numbers
    of those that some other room knows of.
    """

    team: str = ""
    kind: str = ""
    is_open: bool | None = None
    from_on: date | None = None
    until_on: date | None = None
    among: QuerySet[Any, Any] | None = None


ALL = Narrowed()


class FoundContacts(NamedTuple):
    """A page of contacts, the newest first. The next begins before ``more``, or there is none.

    ``is_behind`` is whether some of what was written lately could not be looked through.
    """

    contacts: list[Contact]
    more: int | None = None
    is_behind: bool = False


def with_reference(council: str, paths: Collection[str], typed: str) -> Contact | None:
    """Return the contact whose reference somebody typed, however it is written, where they may see it."""
    squeezed = "".join(letter for letter in typed if letter.isalnum())
    references = references_in(typed) or references_in(squeezed)
    return contacts_in(council, paths).filter(reference__in=references).order_by("id").first() if references else None


def found(
    council: str,
    paths: Collection[str],
    wanted: LookedFor,
    *,
    narrowed: Narrowed = ALL,
    before: int = LAST,
) -> FoundContacts:
    """Return the contacts that have some words, of those within some paths, which must be paths of that council.

    What was written and is not in the index yet is read as it stands.
    """
    if not wanted.terms or not paths:
        return FoundContacts([])
    marks = tuple(_marks_wanted(paths, narrowed))
    since, until = _span(narrowed)
    until = min(until, before)
    lately, is_behind = _unindexed(council, paths)
    if narrowed.among is not None:
        lately = [one["contact"] for one in narrowed.among.filter(contact__in=lately)]
    beside = [
        one.place
        for one in documents(lately)
        if since <= one.place < until and wanted.is_in(one.words) and _has(one.words, marks)
    ]
    places = sorted({*beside, *_indexed(wanted, marks, since, until, narrowed.among)}, reverse=True)
    page = places[:A_PAGE]
    ids = [place % _ID for place in page]
    there = {one.id: one for one in _those(council, ids, paths=narrower(council, paths))}
    contacts = [there[id] for id in ids if id in there]
    return FoundContacts(contacts, page[-1] if len(places) > A_PAGE else None, is_behind)


@prepared
def _those(council: str, ids: list[int], *, paths: tuple[str, ...] | None) -> QuerySet[Contact, Any]:
    return lying_in(council, paths).filter(id__in=ids).select_related("customer")


def _marks_wanted(paths: Collection[str], narrowed: Narrowed) -> Iterator[tuple[str, ...]]:
    yield tuple(map(_at, paths))
    if narrowed.team:
        yield (_at(narrowed.team),)
    if narrowed.kind:
        yield (f"_kind/{narrowed.kind}",)
    if narrowed.is_open is not None:
        yield ("_open" if narrowed.is_open else "_closed",)


def _at(path: str) -> str:
    return f"_at/{path}"


def _has(words: str, marks: Iterable[tuple[str, ...]]) -> bool:
    return all(any(f" {mark} " in words for mark in some) for some in marks)


def _span(narrowed: Narrowed) -> tuple[int, int]:
    since = FIRST if narrowed.from_on is None else _second(_midnight(narrowed.from_on)) * _ID
    until = LAST if narrowed.until_on is None else _second(_midnight(narrowed.until_on + timedelta(days=1))) * _ID
    return since, until


def _midnight(on: date) -> datetime:
    return make_aware(datetime.combine(on, time.min))


def _second(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(seconds=1)


def place_of(contact: Contact) -> int:
    """Return where a contact stands in the index: by when it reached us, so that the newest is found first."""
    return _second(contact.received_at) * _ID + contact.id


def _indexed(
    wanted: LookedFor, marks: tuple[tuple[str, ...], ...], since: int, until: int, among: QuerySet[Any, Any] | None
) -> list[int]:
    """Return the places of the first that the index has, and one more than a page holds."""
    if connection.vendor == "sqlite":
        source = "finding_words WHERE finding_words MATCH %s"
        return _places("rowid", source, as_fts5(wanted, marks), since, until, among)
    question = as_tsquery(wanted, marks)
    # PostgreSQL cannot tell a word that is everywhere from one that is nowhere, and may read all rows for that. So the
    # newest are read first, where the one fills a page, and then the index of words, which is quick with the other.
    newest = f"SELECT place, words FROM finding_indexed WHERE place < {until:d} ORDER BY place DESC LIMIT {_NEWEST}"
    found = _places("place", f"({newest}) AS newest WHERE words @@ %s::tsquery", question, since, until, among)
    if len(found) > A_PAGE:
        return found
    return _places("place + 0", "finding_indexed WHERE words @@ %s::tsquery", question, since, until, among)


_NEWEST = 2_000
"""Contacts that are read one by one before an index is asked."""


def _places(
    place: str, source: str, question: str, since: int, until: int, among: QuerySet[Any, Any] | None
) -> list[int]:
    those, values = among.query.sql_with_params() if among is not None else ("", ())
    is_among = f" AND ({place} & {_ID - 1}) IN ({those})" if those else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {place} FROM {source} AND {place} >= %s AND {place} < %s AND NOT EXISTS "
            f"(SELECT 1 FROM finding_unindexed WHERE contact_id = ({place} & {_ID - 1}))"
            f"{is_among} ORDER BY {place} DESC LIMIT {A_PAGE + 1}",
            [question, since, until, *values],
        )
        return [place for (place,) in cursor.fetchall()]


def _unindexed(council: str, paths: Collection[str]) -> tuple[list[int], bool]:
    """Return the newest contacts that are to be read for the index, and whether there are more."""
    ids = _newest_unindexed(council, paths=narrower(council, paths), most=MOST_UNINDEXED)
    return ids[:MOST_UNINDEXED], len(ids) > MOST_UNINDEXED


@prepared
def _newest_unindexed(council: str, *, paths: tuple[str, ...] | None, most: int) -> QuerySet[Contact, Any]:
    ours = lying_in(council, paths).filter(id__in=Unindexed.objects.values("contact"))
    return ours.order_by("-id").values_list("id", flat=True)[: most + 1]


class Document(NamedTuple):
    """All by which one contact is found."""

    place: int
    contact: int
    customer: int | None
    words: str


def documents(contacts: Collection[int]) -> list[Document]:
    """Return what some contacts are found by, as it stands now."""
    if not contacts:
        return []
    rows = Contact.objects.filter(id__in=contacts).select_related("customer").prefetch_related("kinds")
    written = written_in(contacts)
    return [
        Document(
            place_of(contact),
            contact.id,
            contact.customer_id,
            document(text_of(contact, written.get(contact.id, ())), _marks_of(contact)),
        )
        for contact in rows
    ]


_FROM_OTHERS = (Message.Sort.FROM_CUSTOMER, Message.Sort.OUTSIDE_ANSWER)
"""What people wrote who are not staff. The database knows these too: ``watching``."""


def written_in(contacts: Collection[int]) -> Mapping[int, list[Message]]:
    """Return what people wrote of some contacts, by the contact, the newest first; not what the house writes."""
    written: dict[int, list[Message]] = {}
    for one in _written_in(list(contacts)):
        if one.by_id is not None or one.sort in _FROM_OTHERS:
            written.setdefault(one.contact_id, []).append(one)
    return written


@prepared
def _written_in(contacts: list[int]) -> QuerySet[Message, Any]:
    columns = ("contact_id", "sort", "at", "by_id", "subject", "body", "words", "from_name", "from_address")
    return Message.objects.filter(contact__id__in=contacts).only(*columns).order_by("-at", "-id")


def said_in(message: Message) -> str:
    """Return what somebody wrote themselves of a message."""
    return message.words or message.body


def text_of(contact: Contact, written: Iterable[Message]) -> str:
    """Return all that is known and was written of a contact, as text."""
    who = contact.customer
    parts = [contact.reference, contact.reference.replace("-", ""), contact.subject, contact.place, contact.welfare]
    parts += [who.name, who.email, who.phone, who.address] if who is not None else []
    for one in written:
        theirs = [one.subject, one.from_name, one.from_address] if one.sort in _FROM_OTHERS else []
        parts += [*theirs, said_in(one)]
    return "\n".join(dict.fromkeys(part for part in parts if part))[:MOST_OF_CONTACT]


def _marks_of(contact: Contact) -> tuple[str, ...]:
    """Return what a contact is found by that nobody wrote: where it is, of which kinds, and whether it is open."""
    parts = contact.path.split("/")
    places = [_at("/".join(parts[:many])) for many in range(1, len(parts) + 1)]
    kinds = [f"_kind/{one.kind}" for one in contact.kinds.all()]
    return (*places, *kinds, "_open" if contact.closed_at is None else "_closed")


def unindexed() -> int:
    """Count the contacts that are to be read for the index."""
    return Unindexed.objects.values("contact").distinct().count()


def index_problem() -> str:
    """Say what is wrong with the index, and what to do; or nothing. It reads all of SQLite's, which takes seconds."""
    if not is_watched():
        return "What changes is not noticed for the index, so it may be found no more. Run: answerable index"
    missing = Contact.objects.exclude(id__in=Indexed.objects.values("contact"))
    missing = missing.exclude(id__in=Unindexed.objects.values("contact"))
    if missing.exists() or not _is_whole():
        return "The index lacks something that was written, so it may not be found. Run: answerable index"
    return ""


def _is_whole() -> bool:
    """Tell whether SQLite's table of words is that of the rows. PostgreSQL keeps its own index whole."""
    if connection.vendor != "sqlite":
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO finding_words (finding_words, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        return False
    return True
