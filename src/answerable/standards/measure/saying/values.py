"""A figure as plain values, with all that somebody needs to work it out again (C15).

Keys that a figure has nothing for are left out. Waits are in microseconds beside the words that are published.
"""

from collections.abc import Mapping
from typing import Any

from answerable.standards.charter.promises import Charter
from answerable.standards.measure.figure import (
    Apart,
    Count,
    Figure,
    NotMeasured,
    Sampled,
    Share,
    Spread,
    Survey,
    Wait,
)
from answerable.standards.measure.saying.words import HELD, say_held
from answerable.standards.measure.small import Held, is_held
from answerable.standards.words import say_list

KEPT_BY = ("kept_by_machine", "kept_by_person")
"""Who kept an acknowledgement: empty where no machine could have."""

APART = ("overdue", "set_aside_late", "corrected_late", "running", "paused", "not_required", "void", "excluded")
"""What a figure sets aside, by the names of ``Apart``; ``overdue`` and ``set_aside_late`` are in the denominator.

Figures from before corrections were counted have no ``corrected_late``.
"""

COLUMNS = (
    "council",
    "charter_version",
    "first_on",
    "last_on",
    "counted_at",
    "provisional",
    "promise",
    "name",
    "about",
    "words",
    "local",
    "strength",
    "formula",
    "formula_version",
    "how_counted",
    "said",
    "numerator",
    "denominator",
    "n",
    *KEPT_BY,
    "target",
    "verdict",
    "why_not_measured",
    *APART,
    "held_back",
    "not_made",
)
"""The columns of figures as a table, one row a figure."""


def values_of(figure: Figure, charter: Charter) -> dict[str, Any]:
    """Return a figure with what was promised, how it came out and how it was counted."""
    return {
        "promise": figure.terms.promise,
        "said": figure.said,
        "verdict": figure.verdict,
        "n": figure.n,
        "numerator": None,
        "denominator": figure.whole if isinstance(figure, Held) else None,
        **detail_of(figure, charter),  # a share says there what it is a share of
    }


def row_of(values: Mapping[str, Any], *, council: str, words: str, local: str) -> dict[str, Any]:
    """Return the values of a figure as one row of a table.

    ``words`` are the promise's own, and ``local`` is what in it is ours and not the document's.
    """
    period, formula, apart = values["period"], values["formula"], values["apart"]
    same = ("counted_at", "promise", "name", "strength", "said", "numerator", "denominator", "n", "target", "verdict")
    return {
        **{name: values[name] for name in same},
        "council": council,
        "charter_version": values["charter"],
        "first_on": period["first"],
        "last_on": period["last"],
        "provisional": "yes" if values["provisional"] else "no",
        "about": values.get("about", ""),
        "words": words,
        "local": local,
        "formula": formula["id"],
        "formula_version": formula["version"],
        "how_counted": formula["words"],
        "why_not_measured": values.get("why", ""),
        **{name: _in_a_cell(apart.get(name, 0)) for name in APART},
        **{name: values.get("kept_by", {}).get(name.removeprefix("kept_by_"), "") for name in KEPT_BY},
        "held_back": values.get("held_back", ""),
        "not_made": values.get("missing", ""),
    }


def _in_a_cell(apart: int | Mapping[str, int]) -> int | str:
    if isinstance(apart, int):
        return apart
    return "; ".join(f"{number}: {reason}" for reason, number in sorted(apart.items()))


def detail_of(figure: Figure, charter: Charter) -> dict[str, Any]:
    """Return how a figure was counted: by which formula and charter, over which days, and what it leaves out."""
    terms = figure.terms
    return {
        "charter": charter.version,
        "draft": charter.draft,
        **({"about": terms.about} if terms.about else {}),
        "strength": terms.strength.value,
        "target": str(terms.target) if terms.target else "",
        "met": figure.met,
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
        "name": figure.name,
        "formula": {"id": formula.id, "words": formula.words, "unit": formula.unit, "version": formula.version},
        "apart": _apart(figure.apart),
        **_parts(figure),
    }


def _apart(apart: Apart) -> dict[str, Any]:
    return {
        "overdue": apart.overdue,
        "set_aside_late": dict(apart.set_aside_late),
        "corrected_late": apart.corrected_late,
        "running": apart.running,
        "paused": apart.paused,
        "not_required": apart.not_required,
        "void": dict(apart.void),
        "excluded": dict(apart.excluded),
        **({"held": list(apart.held)} if apart.held else {}),
    }


def _parts(figure: Figure) -> dict[str, Any]:
    """Return what one sort of figure has and the others have not."""
    parts: dict[str, Any] = {}
    if isinstance(figure, Share):
        parts = {"numerator": figure.numerator, "denominator": figure.denominator}
        if figure.interval:
            parts["interval"] = figure.said_interval
        if figure.by_machine is not None:
            parts["kept_by"] = {"machine": figure.by_machine, "person": figure.numerator - figure.by_machine}
    if isinstance(figure, Sampled):
        parts |= {"missing": figure.missing, "needed": figure.needed}
    if is_held(figure):
        parts["held_back"] = _held_back(figure)
    if isinstance(figure, Survey):
        parts |= {"question": figure.question, "asked": figure.asked, "answered": figure.answered}
    if isinstance(figure, Wait):
        parts |= {"waits": _waits(figure, figure.spread)}
        if figure.unserved.n:
            parts["unserved"] = {"are": figure.unserved_are, **_waits(figure, figure.unserved)}
            parts["said_with_unserved"] = figure.said_with_unserved
    if isinstance(figure, Count):
        parts |= {"counts": dict(figure.counts), "total": None if figure.hides_total else figure.total}
    if isinstance(figure, NotMeasured):
        parts = {"why": figure.why}
    return parts


def _held_back(figure: Figure) -> str:
    """Say which numbers of a figure are not published."""
    if isinstance(figure, Held):
        return figure.why
    if isinstance(figure, Count):
        return f"{HELD}: {say_list(figure.held)}."
    return f"{HELD}: {say_held(figure.apart.held)}."


def _waits(figure: Wait, spread: Spread) -> Mapping[str, Any]:
    return {**spread._asdict(), "said": figure.say_spread(spread)}
