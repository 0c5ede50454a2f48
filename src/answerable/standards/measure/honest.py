"""Sums that flatter nobody: rounding against the council, how sure a share is, what is too small to tell (C15).

Shares and means are exact fractions, as targets are, so that 84.96 % is below 85 % on every machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import ceil, floor, sqrt
from typing import TypeVar

from answerable.standards.charter.target import Target

T = TypeVar("T")


def say_rounded(value: Fraction, target: Target | None = None, *, up: bool) -> str:
    """Say a number to one decimal, rounded up or down; to more where one would tell another tale of the target.

    A share is rounded down and a wait up, so neither is made better than it was. A mean of 179.96 seconds against
    "< 180 seconds" is printed in full, because "180.0" would say that it was missed.
    """
    for places in count(1):
        said = _rounded(value, places, up)
        if target is None or target.met_by(Fraction(said)) == target.met_by(value):
            return said
    raise AssertionError  # pragma: no cover - more decimals always come to agree with the value they approach


def _rounded(value: Fraction, places: int, up: bool) -> str:
    scale = 10**places
    whole, part = divmod(ceil(value * scale) if up else floor(value * scale), scale)
    return f"{whole}.{part:0{places}}"


Z = 1.959963984540054
"""How many standard errors hold 95 in 100 of a normal distribution."""


def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a share; the denominator is above 0.

    With 38 of 40 it runs from 83.5 % to 98.6 %, where the textbook's p ± 1.96 s would pass 100 %.
    """
    spread = denominator + Z * Z
    centre = (numerator + Z * Z / 2) / spread
    half = Z / spread * sqrt(numerator * (denominator - numerator) / denominator + Z * Z / 4)
    low = 0.0 if numerator == 0 else centre - half
    high = 1.0 if numerator == denominator else centre + half
    return low, high


def nearest_rank(ordered: Sequence[T], percent: int) -> T:
    """Return the percentile by nearest rank: the smallest value that so many in a hundred do not exceed.

    It is always one of the values themselves. The median of an even number is the lower of the middle two.
    """
    return ordered[-(-percent * len(ordered) // 100) - 1]


SMALL = range(1, 5)
"""The counts that can tell who somebody is, in a small group (C15)."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table fit to publish; None is a number held back."""

    groups: Mapping[str, int | None]
    total: int | None


def suppress(groups: Mapping[str, int]) -> Suppressed:
    """Hold back counts of 1 to 4, and what else is needed so that nobody can work them out from the total.

    The next smallest group, and any as large, is held back too when only one small count is, or when the sum of
    those held back leaves no doubt: two that make 2 can only be 1 and 1. Where there is no other group, the total goes.
    Holding back only one of two equal groups would tell, by which was chosen, that the other was not the small one.
    """
    held = {name for name, number in groups.items() if number in SMALL}
    number = sum(groups.values())
    total = None if number in SMALL else number
    if held and _gives_away([groups[name] for name in held]):
        others = [name for name, number in groups.items() if number > SMALL[-1]]
        if others:
            smallest = min(groups[name] for name in others)
            held.update(name for name in others if groups[name] == smallest)
        else:
            total = None
    return Suppressed({name: None if name in held else number for name, number in groups.items()}, total)


def _gives_away(small: Sequence[int]) -> bool:
    return len(small) == 1 or sum(small) in (SMALL[0] * len(small), SMALL[-1] * len(small))
