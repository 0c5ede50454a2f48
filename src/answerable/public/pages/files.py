"""The figures as files, for whoever wants to work them out again (C15)."""

from collections.abc import Iterator, Mapping
from typing import Any

from answerable.councils.models import Council
from answerable.figures.models import FigureRow, PeriodCount
from answerable.public.pages.promises import find, rests_on_something
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.judging.messages import TOLD
from answerable.standards.measure.figure import NOT_MEASURED
from answerable.standards.measure.formulas import standing
from answerable.standards.measure.saying.values import COLUMNS as OF_FIGURES
from answerable.standards.measure.saying.values import row_of

COLUMNS = (*OF_FIGURES, "first_published_as", "changed_because", "clock_file_sha256")
"""The columns of a count's figures as a table, one row a figure."""


def table(charter: Charter, count: PeriodCount | None) -> Iterator[Mapping[str, Any]]:
    """Give one row for each figure, and one for each promise that has none."""
    figures = list(count.figures.all()) if count else []
    for row in figures:
        promise = find(charter, row.promise)
        words, local = (promise.words, promise.local) if promise else ("", "")
        cells = row_of(_figure(row), council=charter.council, words=words, local=local)
        cells |= {"clock_file_sha256": count.sha256 if count else "", **_was(row)}
        yield cells if cells["why_not_measured"] else cells | {"why_not_measured": _missing(promise, row)}
    counted = {row.promise for row in figures}
    for promise in charter.promises:
        if promise.id not in counted:
            yield {
                "council": charter.council,
                "charter_version": charter.version,
                "promise": promise.id,
                "words": promise.words,
                "local": promise.local,
                "strength": promise.strength.value,
                "said": NOT_MEASURED,
                "why_not_measured": standing(promise).why_not or "Not counted yet.",
            }


def _was(row: FigureRow) -> dict[str, str]:
    was = row.detail.get("was")
    return {"first_published_as": was["said"], "changed_because": was["because"]} if was else {}


def _missing(promise: Promise | None, row: FigureRow) -> str:
    if promise is None or rests_on_something(row):
        return ""
    return standing(promise).why_not or str(row.detail.get("unconnected", ""))


def whole(council: Council, charter: Charter, count: PeriodCount | None) -> Mapping[str, Any]:
    """Give the charter's promises and every figure with all its parts, as plain values for JSON."""
    return {
        "council": council.key,
        "name": council.name,
        "charter": {
            "title": charter.title,
            "version": charter.version,
            "status": charter.status,
            "since": charter.since,
        },
        "promises": {promise.id: promise.words for promise in charter.promises},
        "local": {promise.id: promise.local for promise in (*charter.promises, TOLD) if promise.local},
        "period": {"first_on": count.first_on, "last_on": count.last_on} if count else None,
        "counted_at": count.at if count else None,
        "contacts": count.contacts if count else 0,
        "because": count.because if count else "",
        "clock_file_sha256": count.sha256 if count else "",
        "figures": [_figure(row) for row in count.figures.all()] if count else [],
    }


def _figure(row: FigureRow) -> dict[str, Any]:
    names = ("promise", "said", "verdict", "n", "numerator", "denominator")
    return {**{name: getattr(row, name) for name in names}, **row.detail}
