"""The figures as files, for whoever wants to work them out again (C15)."""

from collections.abc import Iterator, Mapping
from typing import Any

from answerable.councils.models import Council
from answerable.figures.models import Count, FigureRow
from answerable.public.pages.promises import find, rests_on_something
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.measure.figure import NOT_MEASURED
from answerable.standards.measure.formulas import standing

COLUMNS = (
    "council",
    "charter_version",
    "first_on",
    "last_on",
    "counted_at",
    "provisional",
    "promise",
    "words",
    "strength",
    "formula",
    "formula_version",
    "how_counted",
    "said",
    "numerator",
    "denominator",
    "n",
    "target",
    "verdict",
    "why_not_measured",
)


def table(charter: Charter, count: Count | None) -> Iterator[Mapping[str, Any]]:
    """Give one row for each figure, and one for each promise that has none."""
    figures = list(count.figures.all()) if count else []
    for row in figures:
        yield _row(charter, row) | {"first_on": row.count.first_on, "last_on": row.count.last_on}
    counted = {row.promise for row in figures}
    for promise in charter.promises:
        if promise.id not in counted:
            yield {
                "council": charter.council,
                "charter_version": charter.version,
                "promise": promise.id,
                "words": promise.words,
                "strength": promise.strength.value,
                "said": NOT_MEASURED,
                "why_not_measured": standing(promise).why_not or "Not counted yet.",
            }


def _row(charter: Charter, row: FigureRow) -> dict[str, Any]:
    detail, promise = row.detail, find(charter, row.promise)
    return {
        "council": charter.council,
        "charter_version": detail["charter"],
        "counted_at": detail["counted_at"],
        "provisional": "yes" if detail["provisional"] else "no",
        "promise": row.promise,
        "words": promise.words if promise else "",
        "strength": detail["strength"],
        "formula": row.formula,
        "formula_version": detail["formula"]["version"],
        "how_counted": detail["formula"]["words"],
        "said": row.said,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "n": row.n,
        "target": detail["target"],
        "verdict": row.verdict,
        "why_not_measured": detail.get("why") or _missing(promise, row),
    }


def _missing(promise: Promise | None, row: FigureRow) -> str:
    return "" if promise is None or rests_on_something(row) else standing(promise).why_not


def whole(council: Council, charter: Charter, count: Count | None) -> Mapping[str, Any]:
    """Give the charter's promises and every figure with all its parts, as plain values for JSON."""
    return {
        "council": council.key,
        "name": council.name,
        "charter": {"title": charter.title, "version": charter.version, "status": charter.status},
        "promises": {promise.id: promise.words for promise in charter.promises},
        "period": {"first_on": count.first_on, "last_on": count.last_on} if count else None,
        "counted_at": count.at if count else None,
        "contacts": count.contacts if count else 0,
        "figures": [_figure(row) for row in count.figures.all()] if count else [],
    }


def _figure(row: FigureRow) -> dict[str, Any]:
    names = ("promise", "said", "verdict", "n", "numerator", "denominator")
    return {**{name: getattr(row, name) for name in names}, **row.detail}
