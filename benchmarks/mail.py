"""Mails of which some are made to cost much, read one after another as the worker reads them: what each kind took.

Run as ``python -m benchmarks.mail [--many 10000] [--hostile 20]``: one in twenty is then hostile.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from itertools import cycle
from statistics import median
from time import perf_counter
from typing import NamedTuple

from answerable.channels.email.read import read
from answerable.inbox.budget import CannotRead, OverBudget
from answerable.inbox.reader import Reader
from tests.channels.email.hostile_mail import HOSTILE
from tests.channels.email.odd_mail import plain


class Took(NamedTuple):
    """What reading some mails took: seconds by the clock for each kind, and how many of each were read or refused.

    ``usual`` is the median of the ordinary ones, whatever a few of them waited for a process to start.
    """

    usual: float
    ordinary: float
    hostile: float
    longest: float
    read: int
    refused: int
    ordinary_refused: int


def mixed(many: int, *, one_in: int) -> Iterator[tuple[bytes, bool]]:
    """Yield so many mails, each with whether it is hostile, which one in so many is; none where that is 0."""
    evil = cycle([made() for made in HOSTILE.values()])
    for number in range(many):
        is_hostile = bool(one_in) and number % one_in == one_in // 2
        yield (next(evil) if is_hostile else plain(number)), is_hostile


def took(mails: Iterable[tuple[bytes, bool]]) -> Took:
    """Return what reading some mails took. A process that a mail ended is started again at the cost of the next."""
    seconds, longest, done = {False: 0.0, True: 0.0}, 0.0, {False: [0, 0], True: [0, 0]}
    usual: list[float] = []
    with Reader() as reader:
        reader(read, plain(0))  # the first start is nobody's
        for raw, is_hostile in mails:
            began = perf_counter()
            try:
                reader(read, raw)
            except (OverBudget, CannotRead):
                done[is_hostile][1] += 1
            else:
                done[is_hostile][0] += 1
            spent = perf_counter() - began
            if not is_hostile:
                usual.append(spent)
            seconds[is_hostile] += spent
            longest = max(longest, spent)
    return Took(
        usual=median(usual),
        ordinary=seconds[False],
        hostile=seconds[True],
        longest=longest,
        read=done[False][0] + done[True][0],
        refused=done[False][1] + done[True][1],
        ordinary_refused=done[False][1],
    )


def main() -> None:
    """Print what ordinary mails took alone, and then what they took among hostile ones."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--many", type=int, default=10_000, help="how many mails (10000)")
    options.add_argument("--hostile", type=int, default=20, help="one in so many is hostile (20)")
    asked = options.parse_args()
    for one_in in (0, asked.hostile):
        print(
            json.dumps(
                {"mails": asked.many, "hostile_one_in": one_in, **took(mixed(asked.many, one_in=one_in))._asdict()}
            )
        )


if __name__ == "__main__":
    main()
