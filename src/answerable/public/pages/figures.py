"""A published figure in words: how it came out, what stands behind it, and how it was counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from answerable.design.templatetags.words import moment
from answerable.figures.models import FigureRow
from answerable.standards.charter.promises import Strength
from answerable.standards.measure.figure import NOT_MEASURED
from answerable.standards.measure.formulas import CLOCKED, FORMULAS
from answerable.standards.measure.saying.words import (
    CORRECTED_LATE,
    NO_VERDICT,
    NOT_JUDGED,
    SET_ASIDE_LATE,
    SIGNS,
    each_in_words,
    target_in_words,
    why_apart,
)


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One figure, ready to be read: ``name`` says of what. ``counted`` are the sentences about how it was counted."""

    name: str
    said: str
    of: str
    sign: str
    verdict: str
    target: str
    why: str
    behind: tuple[str, ...]
    counted: tuple[str, ...]
    formula: str
    provisional: bool


def shown(row: FigureRow, replies: Mapping[str, str]) -> FigureShown:
    """Put a figure into words. Nothing is worked out here: the words and numbers are those that were counted.

    ``replies`` are the words, by their ids, of the promises that a promise to tell of a delay speaks of.
    """
    detail: Mapping[str, Any] = row.detail
    return FigureShown(
        name=_name(row, replies),
        said=row.said if row.said != NOT_MEASURED else "",
        of=_of(row),
        sign=SIGNS[detail.get("met")],
        verdict=_verdict(row),
        target=target_in_words(detail.get("target", "")),
        why=detail.get("why", ""),
        behind=tuple(_behind(detail)),
        counted=tuple(_counted(detail)),
        formula=row.formula,
        provisional=bool(detail.get("provisional")),
    )


def _name(row: FigureRow, replies: Mapping[str, str]) -> str:
    about, formula = row.detail.get("about", ""), FORMULAS.get(row.formula)
    if about not in replies or formula is None:
        return str(row.detail.get("name", ""))
    return f"{formula.name}: {replies[about]}"


def _of(row: FigureRow) -> str:
    """Say what a share is a share of: "17 of 20"."""
    if row.numerator is None or not row.denominator:
        return ""
    return f"{row.numerator:,} of {row.denominator:,}"


def _verdict(row: FigureRow) -> str:
    """Say the verdict; where no pass mark is set every contact has one of its own, and best efforts have none (C4)."""
    detail, strength = row.detail, row.detail.get("strength")
    if row.verdict == NOT_MEASURED:
        return "" if detail.get("why") else detail.get("unconnected", "").rstrip(".") or "Nothing to count yet"
    if row.verdict:
        return row.verdict[0].upper() + row.verdict[1:]
    if row.numerator is None or row.denominator is None or not strength or row.formula not in CLOCKED:
        return NO_VERDICT
    return each_in_words(Strength(strength), row.numerator, row.denominator - row.numerator)


def _behind(detail: Mapping[str, Any]) -> Iterator[str]:
    """Give what is always shown with a figure: the spread of a wait, the parts of a count, its like (C14)."""
    waits = detail.get("waits")
    if waits and waits["n"]:
        yield from (f"{name[0].upper()}{name[1:]}: {said}" for name, said in waits["said"].items())
    unserved = detail.get("unserved")
    if unserved:
        yield f"{unserved['n']:,} {unserved['are']}; with them the mean is {detail['said_with_unserved']}"
    yield from (f"{name}: {number:,}" for name, number in detail.get("counts", {}).items())
    kept_by = detail.get("kept_by")
    if kept_by:
        yield f"Kept by a machine: {kept_by['machine']:,}"
        yield f"Kept by a person: {kept_by['person']:,}"
    if detail.get("missing"):
        yield f"Due but not made, and counted as failed: {detail['missing']:,}"
    if detail.get("held_back"):
        yield detail["held_back"]
    if detail.get("was"):
        yield _was(detail["was"])
    if detail.get("interval"):
        yield f"95 % sure: between {detail['interval'].replace(' to ', ' and ')}"
    for other in detail.get("beside", ()):
        yield f"{other['name']}: {other['said']}"


def _was(was: Mapping[str, Any]) -> str:
    """Say what was first published, and why it is another figure now."""
    of = "" if was["numerator"] is None else f" ({was['numerator']:,} of {was['denominator']:,})"
    return f"First published on {moment(datetime.fromisoformat(was['at']))} as {was['said']}{of}. {was['because']}"


def _counted(detail: Mapping[str, Any]) -> Iterator[str]:
    """Say how a figure was counted: the formula, what was left out, and when (C10, C15)."""
    formula, apart = detail["formula"], detail["apart"]
    yield f"{formula['words']} (Formula {formula['id']}, version {formula['version']}.)"
    yield from _apart(apart)
    if detail.get("counted_at"):
        yield f"Counted on {moment(datetime.fromisoformat(detail['counted_at']))}."
    yield f"By version {detail['charter']} of our promises."


def _apart(apart: Mapping[str, Any]) -> Iterator[str]:
    if apart["overdue"]:
        yield f"Still open with the limit past, and counted as broken: {apart['overdue']:,}."
    for how, number in apart["set_aside_late"].items():
        yield f"{SET_ASIDE_LATE.capitalize()}: {number:,}. {how.capitalize()}."
    if apart.get("corrected_late"):
        yield f"{CORRECTED_LATE.capitalize()}: {apart['corrected_late']:,}."
    for key, words in NOT_JUDGED.items():
        some, said = apart[key], words.capitalize()
        if isinstance(some, int):
            yield from [f"{said}, and not counted: {some:,}."] if some else []
        else:
            yield from (f"{said}: {number:,} ({why_apart(reason)})." for reason, number in some.items())
