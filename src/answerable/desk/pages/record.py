"""The record as one council's auditor reads it: what was done, and who looked; and as everybody reads their own."""

import csv
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime

from answerable.contacts.queries import contacts_in
from answerable.evidence.models import Entry, Look
from answerable.evidence.queries import Search, about_any, looks_at_any
from answerable.standards.words import harmless_cell

_Cell = str | int | datetime
_LONGEST = 200
"""Letters of one thing said that a page shows."""


class Column(NamedTuple):
    """One column: its title, and what stands in it for a row."""

    title: str
    of: Callable[[Any], _Cell]


def act_columns(staff: Mapping[str, str], *, sees_words: bool, is_brief: bool = True) -> tuple[Column, ...]:
    """Return the columns of acts. ``staff`` are the names of those whom the record calls by their number.

    What somebody wrote of a contact is for those who may read contacts: ``sees_words``. The details of an act may be
    long, such as the digests of all that a charter was published with: a page has room for the beginning of each.
    """

    def words(act: Entry) -> _Cell:
        is_shown = sees_words or act.about in staff
        return (_brief(act.words) if is_brief else _whole(act.words)) if is_shown else ""

    return (
        Column("When", lambda act: act.at),
        Column("Who", lambda act: act.by or "The system"),
        Column("What", lambda act: act.what),
        Column("About", lambda act: staff.get(act.about, act.about)),
        Column("Details", lambda act: _brief(act.details) if is_brief else _whole(act.details)),
        Column("In words", words),
    )


LOOK_COLUMNS = (
    Column("When", lambda look: look.at),
    Column("Who", lambda look: look.by),
    Column("What", lambda look: look.said),
    Column("Contact", lambda look: look.about),
    Column("Asked for", lambda look: look.asked_for),
    Column("Times", lambda look: look.times),
    Column("From", lambda look: look.internet_address),
)


def _brief(said: Mapping[str, Any]) -> str:
    short = {name.replace("_", " "): str(value) for name, value in said.items() if not isinstance(value, dict | list)}
    return "; ".join(f"{name}: {Truncator(value).chars(_LONGEST)}" for name, value in short.items() if value)


def _whole(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False) if said else ""


def rows_of(columns: Iterable[Column], found: Iterable[Any]) -> list[list[tuple[str, str]]]:
    """Return rows for a page, each cell with its column's title."""
    return [[(column.title, _shown(column.of(one))) for column in columns] for one in found]


def _shown(cell: _Cell) -> str:
    return date_format(localtime(cell), "j M Y, H:i") if isinstance(cell, datetime) else str(cell)


class _Line:
    """Where a writer of CSV puts a line, to hand it over at once."""

    def write(self, line: str) -> str:
        return line


def as_csv(columns: Iterable[Column], found: Iterable[Any]) -> Iterator[str]:
    """Yield rows as lines of CSV, of which no spreadsheet takes anything for a formula."""
    columns = tuple(columns)
    writer = csv.writer(_Line())
    yield writer.writerow([column.title for column in columns])
    for one in found:
        yield writer.writerow([harmless_cell(_written(column.of(one))) for column in columns])


def _written(cell: _Cell) -> str | int:
    return localtime(cell).isoformat() if isinstance(cell, datetime) else cell


def acts_within(council: str, paths: Collection[str], staff: Mapping[str, str], asked: Search) -> QuerySet[Entry]:
    """Return what was done within some paths of a council: to its contacts and its staff.

    What was done to the whole council, such as publishing its charter, is for those who see the whole of it.
    """
    contacts = contacts_in(council, paths)
    return about_any(contacts, staff, council=council if council in paths else None, asked=asked)


def looks_within(council: str, paths: Collection[str], emails: Collection[str], asked: Search) -> QuerySet[Look]:
    """Return who looked at what within some paths of a council, with the searches of those who work there."""
    contacts = None if council in paths else contacts_in(council, paths)
    return looks_at_any(council, contacts, emails, asked=asked)
