"""A figure as plain values, with all that somebody needs to work it out again (C15).

Keys that a figure has nothing for are left out. Waits are in microseconds beside the words that are published.
"""

from collections.abc import Mapping
from typing import Any

from answerable.figures.counting import Figured
from answerable.standards.measure.figure import Apart, Count, Figure, NotMeasured, Share, Spread, Survey, Wait


def detail_of(figured: Figured) -> dict[str, Any]:
    """Return how a figure was counted: by which formula and charter, over which days, and what it leaves out."""
    figure, charter, terms = figured.figure, figured.charter, figured.figure.terms
    return {
        "charter": charter.version,
        "draft": charter.draft,
        **({"about": figured.about} if figured.about else {}),
        "strength": terms.strength.value,
        "target": str(terms.target) if terms.target else "",
        "period": {"first": terms.period.first.isoformat(), "last": terms.period.last.isoformat()},
        "zone": terms.period.zone,
        "counted_at": terms.now.isoformat(),
        "provisional": terms.provisional,
        **_counted(figure),
        "beside": [
            {"said": other.said, "verdict": other.verdict, "n": other.n, **_counted(other)} for other in figure.beside
        ],
    }


def _counted(figure: Figure) -> dict[str, Any]:
    formula = figure.formula
    return {
        "formula": {"id": formula.id, "words": formula.words, "unit": formula.unit, "version": formula.version},
        "apart": _apart(figure.apart),
        **_parts(figure),
    }


def _apart(apart: Apart) -> dict[str, Any]:
    return {
        "overdue": apart.overdue,
        "running": apart.running,
        "paused": apart.paused,
        "not_required": apart.not_required,
        "void": dict(apart.void),
        "excluded": dict(apart.excluded),
    }


def _parts(figure: Figure) -> dict[str, Any]:
    """Return what one sort of figure has and the others have not."""
    parts: dict[str, Any] = {}
    if isinstance(figure, Share):
        parts = {"numerator": figure.numerator, "denominator": figure.denominator}
        if figure.interval:
            parts["interval"] = figure.said_interval
    if isinstance(figure, Survey):
        parts |= {"question": figure.question, "asked": figure.asked, "answered": figure.answered}
    if isinstance(figure, Wait):
        parts = {"waits": _waits(figure, figure.spread)}
        if figure.unserved.n:
            parts["unserved"] = {"are": figure.unserved_are, **_waits(figure, figure.unserved)}
            parts["said_with_unserved"] = figure.said_with_unserved
    if isinstance(figure, Count):
        parts = {"counts": dict(figure.counts), "total": figure.total}
    if isinstance(figure, NotMeasured):
        parts = {"why": figure.why}
    return parts


def _waits(figure: Wait, spread: Spread) -> Mapping[str, Any]:
    return {**spread._asdict(), "said": figure.say_spread(spread)}
