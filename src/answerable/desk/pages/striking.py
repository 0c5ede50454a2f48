"""The facts of a contact, each named so that it can be chosen."""

from collections.abc import Iterable, Mapping

from answerable.contacts.models import FactRow
from answerable.design.templatetags.words import moment_short
from answerable.desk.pages.timeline import said_of
from answerable.standards.vocabulary.facts import FACTS


def named(rows: Iterable[FactRow]) -> Mapping[int, str]:
    """Name facts, by their ids, the newest first: "Replied in full, 3 Nov, 10:00, by Sam Field"."""
    return {row.pk: _named(row) for row in list(rows)[::-1]}


def _named(row: FactRow) -> str:
    details = said_of(row)
    by = f", by {row.by}" if row.by else ""
    return f"{FACTS[row.what].staff}{f' ({details})' if details else ''}, {moment_short(row.at)}{by}"
