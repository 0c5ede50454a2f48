"""The sentences about a figure that are the same wherever it is shown."""

from collections.abc import Iterator, Mapping

from answerable.standards.charter.promises import Strength
from answerable.standards.measure.saying.rows import Counts, FigureRow, Part, PromiseRow

STRENGTHS: Mapping[Strength, str] = {
    Strength.WILL: "we will",
    Strength.AIM: "we aim to",
    Strength.WHERE_POSSIBLE: "where possible",
    Strength.BEST_EFFORT: "we try our best",
}
NO_VERDICT = "No verdict: figures only"
NOTHING = "Nothing to count"
DRAFT = "draft - not yet a promise"
OURS = "Ours, not the document's: "

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


def verdict_in_words(row: PromiseRow | FigureRow) -> str:
    """Say how a promise came out as a whole, or why there is no verdict."""
    if row.verdict:
        return row.verdict
    if isinstance(row, PromiseRow):
        return each_in_words(row.strength, row.counts.kept, row.counts.broken + row.counts.open_late)
    return NO_VERDICT if row.strength is Strength.BEST_EFFORT else "No pass mark"


def share_in_words(share: Part) -> str:
    """Say a share with what it is a share of: "84.9 % (8,496 of 10,000)"."""
    return f"{share.said} ({share.part:,} of {share.whole:,})" if share.whole else NOTHING


def not_judged(counts: Counts) -> Iterator[str]:
    """Say what was not judged and why, a part at a time; nothing where all was."""
    numbers = {"not required": counts.not_required, "not due yet": counts.running, "paused": counts.paused}
    yield from (f"{name} {number:,}" for name, number in numbers.items() if number)
    reasons = {"void": counts.void, "left out": counts.excluded}
    yield from (f"{name} {with_reasons(some)}" for name, some in reasons.items() if some)


def with_reasons(counts: Mapping[str, int]) -> str:
    """Write a total and its reasons: "15 (spam: 12; duplicate: 3)"."""
    reasons = "; ".join(f"{reason}: {number:,}" for reason, number in counts.items())
    return f"{sum(counts.values()):,} ({reasons})"
