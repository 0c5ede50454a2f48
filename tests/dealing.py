"""Who runs which test first: each worker begins with some of the slow ones, and ends with quick ones.

Under ``--dist worksteal`` each worker is given an equal run of the tests, and one that has nothing left takes the end
of another's. So what is slow is dealt out like cards, file by file, to begin the workers' runs, and quick tests alone
are left at the end, when everybody waits for the last.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Case(NamedTuple):
    """One of the tests: whether it waits most (``first``), or takes seconds (``early``)."""

    file: str
    first: bool
    early: bool


def dealt(cases: Sequence[Case], workers: int) -> list[int]:
    """Return the places of all cases in the order in which they are handed to so many workers."""
    hands: list[list[int]] = [[] for _ in range(workers)]
    files: dict[str, list[int]] = {}
    early = [place for place, case in enumerate(cases) if case.first or case.early]
    for place in sorted(early, key=lambda place: not cases[place].first):
        files.setdefault(cases[place].file, []).append(place)
    for number, places in enumerate(files.values()):
        hands[number % workers].extend(places)
    rest = iter([place for place, case in enumerate(cases) if not (case.first or case.early)])
    order: list[int] = []
    for number, hand in enumerate(hands):
        share = (len(cases) - len(order)) // (workers - number)
        order += hand
        order += [place for _, place in zip(range(share - len(hand)), rest, strict=False)]
    return order
