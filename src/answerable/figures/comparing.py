"""What counting a period again would change of the figures that stand, found by counting and keeping nothing."""

from datetime import datetime
from typing import NamedTuple

from answerable.figures.counting import Figured, PeriodTally
from answerable.figures.models import FigureRow, PeriodCount
from answerable.standards.measure.figure import Share
from answerable.standards.measure.saying.values import detail_of
from answerable.standards.measure.small import Held


class Changed(NamedTuple):
    """One figure that a count would say otherwise: of which promise, by which formula, and both; "" is no figure."""

    promise: str
    formula: str
    was: str
    would_be: str


def would_change(standing: PeriodCount, *, at: datetime) -> list[Changed]:
    """Return which figures would change if the period of a count were counted again now, in the order of its figures.

    It takes as long as counting does. Raises what ``count`` raises.
    """
    tally = PeriodTally(standing.council, first_on=standing.first_on, last_on=standing.last_on, at=at)
    tally.run()
    new = {key_of(row): row for row in (row_of(standing, n, one) for n, one in enumerate(tally.figures()))}
    old = {key_of(row): row for row in standing.figures.order_by("place")}
    changed = []
    for key in dict.fromkeys((*old, *new)):
        was, would_be = old.get(key), new.get(key)
        one = would_be or was
        if one is not None and _said(was) != _said(would_be):
            said = (was.said if was else "", would_be.said if would_be else "")
            changed.append(Changed(one.promise, one.formula, *said))
    return changed


def _said(row: FigureRow | None) -> tuple[object, ...]:
    return (row.said, row.numerator, row.denominator, row.verdict) if row else ()


def key_of(row: FigureRow) -> tuple[str, ...]:
    """Return what makes a figure of one count the same as one of another."""
    return row.promise, row.formula, row.detail.get("about", ""), row.detail["charter"]


def row_of(made: PeriodCount, place: int, figured: Figured) -> FigureRow:
    """Return a figure as a row of a count, not yet written."""
    figure = figured.figure
    share = figure if isinstance(figure, Share) else None
    return FigureRow(
        count=made,
        place=place,
        promise=figure.terms.promise,
        formula=figure.formula.id,
        said=figure.said,
        verdict=figure.verdict,
        n=figure.n,
        numerator=share.numerator if share else None,
        denominator=share.denominator if share else figure.whole if isinstance(figure, Held) else None,
        detail={
            **detail_of(figure, figured.charter),
            **({"unconnected": figured.unconnected} if figured.unconnected else {}),
        },
    )
