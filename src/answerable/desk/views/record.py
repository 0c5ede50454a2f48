"""The record: who did what, and who looked at what; of those within one's paths, and of oneself."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.desk.forms.record import RecordFilter
from answerable.desk.pages.frame import frame
from answerable.desk.pages.record import (
    LOOK_COLUMNS,
    Column,
    act_columns,
    acts_within,
    as_csv,
    looks_within,
    rows_of,
)
from answerable.evidence.acts import ACTS
from answerable.evidence.keys import WrongKey, public_file, read_public_keys
from answerable.evidence.models import Look
from answerable.evidence.queries import A_PAGE, Search, done_by, looks_by, newest_seal, record_place, stretch
from answerable.evidence.verifying import Fault, Verification
from answerable.people.access import StaffRequest, note_look, staff_may
from answerable.people.permissions import may
from answerable.people.queries import emails_within, names_within

_ACTS = [(what, what[0].upper() + what[1:]) for what in ACTS]


_FEW = 10


class _Book(NamedTuple):
    """What one page of the record shows: its heading and columns, what can be chosen, and the rows that are asked for.

    ``emails_of`` finds whose addresses somebody typed, where it is not one person's own.
    """

    heading: str
    columns: tuple[Column, ...]
    whats: Iterable[tuple[str, str]]
    rows: Callable[[Search], QuerySet[Any]]
    emails_of: Callable[[str], Collection[str]] | None = None


@require_safe
@staff_may("see-record")
def record(request: StaffRequest, council: str) -> HttpResponse:
    """Show what was done within the reader's paths, and whether the seals are whole if that is asked."""
    is_checked = request.GET.get("check") == "yes"
    # It reads the whole record, so it is asked for by a button and not by opening the page.
    seals = {"is_checked": is_checked, "faults": _faults(request.now) if is_checked else [], "newest": newest_seal()}
    acts = _acts(request, council)
    return _read(request, council, acts, Look.What.READ_RECORD, csv="desk:record-csv", seals=seals)


def _faults(now: datetime) -> list[Fault]:
    """Return the first things that are wrong with the record, of any council; no contact is named."""
    try:
        keys = read_public_keys(public_file(settings.SEAL_KEY))
    except WrongKey as error:
        return [Fault("seal", "", "", str(error))]
    return list(islice(Verification(keys, now=now).faults(), _FEW))


@require_safe
@staff_may("see-record")
def record_csv(request: StaffRequest, council: str) -> HttpResponse | StreamingHttpResponse:
    """Hand over what was done as a table: all that is asked for, and not a page of it."""
    return _taken(request, council, _acts(request, council, is_brief=False), Look.What.TOOK_RECORD, "record")


@require_safe
@staff_may("see-looks")
def looks(request: StaffRequest, council: str) -> HttpResponse:
    """Show who looked at what within the reader's paths."""
    return _read(request, council, _looks(request, council), Look.What.READ_LOOKS, csv="desk:looks-csv")


@require_safe
@staff_may("see-looks")
def looks_csv(request: StaffRequest, council: str) -> HttpResponse | StreamingHttpResponse:
    """Hand over who looked at what as a table."""
    return _taken(request, council, _looks(request, council), Look.What.TOOK_LOOKS, "looks")


@require_safe
@staff_may("see-own-record")
def mine(request: StaffRequest, council: str) -> HttpResponse:
    """Show somebody what they did themselves, at whichever council."""
    book = _Book(
        "What you did", act_columns({}, sees_words=True), _ACTS, lambda asked: done_by(request.user.email, asked)
    )
    return _shown(request, council, book)


@require_safe
@staff_may("see-own-record")
def my_looks(request: StaffRequest, council: str) -> HttpResponse:
    """Show somebody what they looked at themselves, at whichever council."""
    whats, heading = Look.What.choices, "What you looked at"
    return _shown(
        request, council, _Book(heading, LOOK_COLUMNS, whats, lambda asked: looks_by(request.user.email, asked))
    )


def _acts(request: StaffRequest, council: str, *, is_brief: bool = True) -> _Book:
    paths, staff = request.paths, names_within(request.paths)
    sees_words = all(may(request.user, "see-contact", path) for path in paths)
    return _Book(
        "Who did what",
        act_columns(staff, sees_words=sees_words, is_brief=is_brief),
        _ACTS,
        lambda asked: acts_within(council, paths, staff, asked),
        lambda typed: emails_within(paths, typed),
    )


def _looks(request: StaffRequest, council: str) -> _Book:
    paths = request.paths
    return _Book(
        "Who looked at what",
        LOOK_COLUMNS,
        Look.What.choices,
        lambda asked: looks_within(council, paths, emails_within(paths), asked),
        lambda typed: emails_within(paths, typed),
    )


def _filter(request: StaffRequest, book: _Book) -> tuple[RecordFilter, QuerySet[Any] | None]:
    """Return the form that says what is asked for, and the rows; none when it is filled in wrongly."""
    form = RecordFilter(request.GET, whats=book.whats, has_who=book.emails_of is not None)
    if not form.is_valid():
        return form, None
    return form, book.rows(form.asked(book.emails_of or (lambda typed: ())))


def _asked(request: StaffRequest) -> dict[str, str]:
    return {name: str(said) for name, said in request.GET.items() if name not in ("before", "after", "check") and said}


def _read(
    request: StaffRequest, council: str, book: _Book, what: Look.What, *, csv: str, seals: Any = None
) -> HttpResponse:
    """Show what others did, and keep that it was read."""
    note_look(request, what, council=council, asked_for=urlencode(_asked(request)))
    return _shown(request, council, book, csv=csv, seals=seals)


def _shown(request: StaffRequest, council: str, book: _Book, *, csv: str = "", seals: Any = None) -> HttpResponse:
    form, rows = _filter(request, book)
    before, after = (record_place(request.GET.get(name, "")) for name in ("before", "after"))
    found = stretch(rows, before=before, after=after) if rows is not None else None
    asked = _asked(request)

    def address(name: str, place: object) -> str:
        return f"?{urlencode(asked | {name: str(place)})}" if place else ""

    page = {
        "heading": book.heading,
        "are_looks": book.columns is LOOK_COLUMNS,
        "form": form,
        "titles": [column.title for column in book.columns],
        "rows": rows_of(book.columns, found.rows) if found else [],
        "many": A_PAGE,
        "is_filtered": bool(asked),
        "asked": f"?{urlencode(asked)}",
        "newer": address("after", found.newer) if found else "",
        "older": address("before", found.older) if found else "",
        "csv": csv,
        "seals": seals,
    }
    return render(request, "desk/record.html", frame(request, council) | page)


def _taken(
    request: StaffRequest, council: str, book: _Book, what: Look.What, name: str
) -> HttpResponse | StreamingHttpResponse:
    _, rows = _filter(request, book)
    if rows is None:
        return _shown(request, council, book)
    note_look(request, what, council=council, asked_for=urlencode(_asked(request)))
    lines = as_csv(book.columns, rows.order_by("-at", "-id").iterator(2000))
    headers = {"Content-Disposition": f'attachment; filename="{name}-{council}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
