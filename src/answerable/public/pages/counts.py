"""Every count of a council that was published: by period, with what each changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from answerable.figures.models import PeriodCount


@dataclass(frozen=True, slots=True)
class CountLine:
    """One count, and whether it was made once its period was over."""

    count: PeriodCount
    is_final: bool
    is_newest: bool


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """A period with all its counts, the newest first."""

    first_on: date
    last_on: date
    lines: tuple[CountLine, ...]


def by_period(counts: Iterable[PeriodCount]) -> list[CountedPeriod]:
    """Put counts together by their periods, in the order in which they are given."""
    found = []
    for (first_on, last_on), some in groupby(counts, lambda one: (one.first_on, one.last_on)):
        lines = tuple(CountLine(one, one.is_final, place == 0) for place, one in enumerate(some))
        found.append(CountedPeriod(first_on, last_on, lines))
    return found
