"""What a figure is held to, to the last digit (C14)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

_MEETS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": lambda value, bound: value >= bound,
    ">": lambda value, bound: value > bound,
    "<=": lambda value, bound: value <= bound,
    "<": lambda value, bound: value < bound,
}
_TARGET = re.compile(r"(>=|<=|<|>) (\d+(?:\.\d+)?) (%|seconds)")


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is held to. "Less than 3 minutes" is < 180 seconds, "within 20 minutes" <= 1200 seconds (C14)."""

    comparison: str
    number: str
    unit: str

    @classmethod
    def read(cls, words: str) -> "Target":
        """Read ">= 85 %", "< 180 seconds", "<= 1200 seconds". Raises ValueError naming the forms that can be read."""
        found = _TARGET.fullmatch(words)
        if not found:
            raise ValueError(
                f"Cannot read '{words}' as a target. Write a comparison (>=, >, <= or <), a number and a unit "
                "(% or seconds), with spaces between: >= 85 %, < 180 seconds, <= 1200 seconds."
            )
        return cls(found[1], found[2], found[3])

    @property
    def bound(self) -> Fraction:
        """The number to reach or stay under, in its own unit."""
        return Fraction(self.number)

    def met_by(self, value: Fraction) -> bool:
        """Tell whether a value, in the target's own unit, meets it at full precision."""
        return _MEETS[self.comparison](value, self.bound)

    def __str__(self) -> str:
        return f"{self.comparison} {self.number} {self.unit}"
