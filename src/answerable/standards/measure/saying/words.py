"""The sentences about a figure that are the same wherever it is shown."""

from collections.abc import Iterable, Iterator, Mapping

from answerable.standards.charter.promises import Strength
from answerable.standards.measure.saying.rows import Counts, PromiseRow, SaidFigure, SaidShare
from answerable.standards.words import say_list

SIGNS: Mapping[bool | None, str] = {True: "✓", False: "✗", None: ""}
"""What stands before a verdict, whether it is met or not; it only repeats the words."""

NOT_JUDGED: Mapping[str, str] = {
    "not_required": "not required",
    "running": "not due yet",
    "paused": "stopped as the law allows",
    "void": "another rule applied",
    "excluded": "left out",
}
"""Why a contact stands apart from the kept and the broken, by the name of its count, in the order they are told."""

SET_ASIDE_LATE = "set aside after the limit had passed, and counted as broken"
"""What became of broken promises that were left out, taken back or given another kind afterwards (C10, C17)."""

CORRECTED_LATE = "corrected after its limit had passed"
"""What had been broken, and is not since something was struck out that had been noted wrongly."""

NO_VERDICT = "No verdict: figures only"
NOTHING = "Nothing to count"
HELD = "Held back, for they are so few that they could tell who somebody is"
DRAFT = "draft - not yet a promise"
OURS = "Ours, not the document's: "

LEFT_OUT = "Left out of the figures: "
"""How the reason begins of a contact that is left out; its code follows."""

WHY_LEFT_OUT: Mapping[str, str] = {
    "bounce": "a message about our own message",
    "duplicate": "the same as another contact",
    "misdirected": "meant for another body",
    "test": "a test of our own",
    "mystery shop": "a test by somebody who came as a customer",
}
"""The codes of an exclusion that do not say by themselves what they mean."""

_COMPARED = ((">=", "at least"), ("<=", "at most"), (">", "over"), ("<", "under"))


def target_in_words(target: str) -> str:
    """Write a pass mark in words: ">= 85 %" is "at least 85 %", "< 180 seconds" is "under 180 seconds"."""
    for sign, said in _COMPARED:
        if target.startswith(sign):
            return said + target.removeprefix(sign)
    return target


def each_in_words(strength: Strength, kept: int, broken: int) -> str:
    """Say how often a promise was kept that has no pass mark: each contact has a verdict of its own (C4)."""
    if strength is Strength.BEST_EFFORT:
        return NO_VERDICT
    if strength is Strength.WILL:
        return f"Kept {_times(kept)}, broken {_times(broken)}"
    return f"Aim met {_times(kept)}, missed {_times(broken)}"


def _times(number: int) -> str:
    return f"{number:,} time{'' if number == 1 else 's'}"


def verdict_in_words(row: PromiseRow | SaidFigure) -> str:
    """Say how a promise came out as a whole, or why there is no verdict."""
    if row.verdict:
        return row.verdict
    if isinstance(row, PromiseRow):
        return each_in_words(row.strength, row.counts.kept, row.counts.broken + row.counts.open_late)
    return NO_VERDICT if row.strength is Strength.BEST_EFFORT else "No pass mark"


def share_in_words(share: SaidShare) -> str:
    """Say a share with what it is a share of: "84.9 % (8,496 of 10,000)"."""
    return f"{share.said} ({share.part:,} of {share.whole:,})" if share.whole else NOTHING


def not_judged(counts: Counts) -> Iterator[str]:
    """Say what was not judged and why, a part at a time; nothing where all was."""
    for name, said in NOT_JUDGED.items():
        some: int | Mapping[str, int] = getattr(counts, name)
        if some:
            yield f"{said} {some:,}" if isinstance(some, int) else f"{said} {with_reasons(some)}"
    if counts.held:
        yield f"held back: {say_held(counts.held)}"


def say_held(names: Iterable[str]) -> str:
    """Name the counts that are held back, by the names of ``Apart``."""
    return say_list([{**NOT_JUDGED, "corrected_late": CORRECTED_LATE}.get(name, name) for name in names])


def broken_though_set_aside(counts: Counts) -> str:
    """Say how many of the broken were set aside afterwards, and how; nothing where none was."""
    return f"{SET_ASIDE_LATE} {with_reasons(counts.set_aside_late)}" if counts.set_aside_late else ""


def corrected(counts: Counts) -> str:
    """Say how many had been broken until something was struck out; nothing where none was."""
    return f"{CORRECTED_LATE} {counts.corrected_late:,}" if counts.corrected_late else ""


def why_apart(reason: str) -> str:
    """Say within brackets why something was not judged: "the same as another contact"."""
    code = reason.removeprefix(LEFT_OUT).removesuffix(".")
    return WHY_LEFT_OUT.get(code, code)


def with_reasons(counts: Mapping[str, int]) -> str:
    """Write a total and its reasons: "15 (spam: 12; duplicate: 3)"."""
    reasons = "; ".join(f"{reason}: {number:,}" for reason, number in counts.items())
    return f"{sum(counts.values()):,} ({reasons})"
