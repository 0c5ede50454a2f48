"""A published figure: what was counted, by which formula, over which days, what was left out, and how it came out.

Nothing is rounded before it is compared with its target (C14, C15).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from answerable.standards.charter.promises import Promise, Strength
from answerable.standards.charter.target import Target
from answerable.standards.measure.formula import Formula
from answerable.standards.measure.honest import say_rounded, wilson
from answerable.standards.measure.period import Period
from answerable.standards.vocabulary.feeds import say_tried

NOT_MEASURED = "not measured"
_VERDICTS: Mapping[Strength, tuple[str, str]] = {
    Strength.WILL: ("kept", "broken"),
    Strength.AIM: ("met aim", "missed aim"),
    Strength.WHERE_POSSIBLE: ("met aim", "missed aim"),
}
_IN_A_UNIT: Mapping[str, int] = {"seconds": 10**6, "working hours": 3600 * 10**6}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a figure is taken over and held to. ``now`` is the moment of counting; what came later is not known yet.

    ``about`` is the promise of the reply that a notice of delay speaks of, for the figures that are about one (C7).
    ``over`` is what a figure over the whole period is taken over, in the charter's words.
    """

    period: Period
    now: datetime
    promise: str = ""
    strength: Strength = Strength.WILL
    target: Target | None = None
    about: str = ""
    over: str = ""
    is_sensitive: bool = False

    @classmethod
    def of(cls, promise: Promise, *, period: Period, now: datetime) -> "Terms":
        """Return a promise's own terms."""
        aggregate = promise.aggregate
        target, over = (aggregate.target, aggregate.of) if aggregate is not None else (None, say_tried(promise.checks))
        return cls(period, now, promise.id, promise.strength, target, over=over, is_sensitive=promise.is_sensitive)

    @property
    def provisional(self) -> bool:
        """Tell whether the period was still going on at the moment of counting."""
        return self.now < self.period.ends


@dataclass(frozen=True, slots=True)
class Apart:
    """What a figure leaves out, and what it counts as missed though it is still open, each published with it (C10).

    ``overdue`` are in the denominator, and so are ``set_aside_late``, which were left out, taken back or given
    another kind after the promise had been broken. ``corrected_late`` had been broken too, and are not since
    something was struck out that had been noted wrongly; they count by what they are now. ``running`` are not due
    yet, whether or not they are done already. ``held`` names those that are not published, for they are 1 to 4 and
    of a sensitive kind.
    """

    overdue: int = 0
    running: int = 0
    paused: int = 0
    not_required: int = 0
    void: Mapping[str, int] = field(default_factory=dict)
    excluded: Mapping[str, int] = field(default_factory=dict)
    set_aside_late: Mapping[str, int] = field(default_factory=dict)
    corrected_late: int = 0
    held: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure with its formula and terms. ``beside`` are those always shown with it."""

    formula: Formula
    terms: Terms
    apart: Apart = Apart()
    beside: "tuple[Figure, ...]" = ()

    @property
    def n(self) -> int:
        """How many cases the figure rests on."""
        return 0

    @property
    def value(self) -> Fraction | None:
        """The exact value in the formula's unit, or None when there is nothing to take it over."""
        return None

    @property
    def said(self) -> str:
        """The value in words, rounded against the council."""
        return NOT_MEASURED

    @property
    def name(self) -> str:
        """What it is a figure of: "Replied in time (S5-24)" where it is about another promise than its own."""
        return f"{self.formula.name} ({self.terms.about})" if self.terms.about else self.formula.name

    @property
    def met(self) -> bool | None:
        """Whether its target is met; None without a value, a target or a firm promise (C4)."""
        value, target = self.value, self.terms.target
        if value is None or target is None or self.terms.strength is Strength.BEST_EFFORT:
            return None
        return target.met_by(value)

    @property
    def verdict(self) -> str:
        """The public verdict: kept or broken, met or missed aim, not measured; none without a target (C4)."""
        if self.value is None:
            return NOT_MEASURED
        if self.met is None:
            return ""
        kept, broken = _VERDICTS[self.terms.strength]
        return kept if self.met else broken


@dataclass(frozen=True, kw_only=True)
class Share(Figure):
    """So many out of so many. ``by_machine`` is how many of them a machine kept, where it may be a machine that did."""

    numerator: int
    denominator: int
    by_machine: int | None = None

    @property
    def n(self) -> int:
        """The denominator."""
        return self.denominator

    @property
    def share(self) -> Fraction | None:
        """The exact share, from 0 to 1, or None of nothing."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def value(self) -> Fraction | None:
        """The exact share in per cent."""
        return Fraction(self.numerator * 100, self.denominator) if self.denominator else None

    @property
    def said(self) -> str:
        """The share in per cent, rounded down: 84.96 % is "84.9 %", never "85.0 %"."""
        return NOT_MEASURED if self.value is None else f"{say_rounded(self.value, self.terms.target, up=False)} %"

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval, from 0 to 1: how far a share of so few may be from the true one.

        A count of all there was has none: chance has no part in it.
        """
        return wilson(self.numerator, self.denominator) if self.denominator and self.formula.is_sample else None

    @property
    def said_interval(self) -> str:
        """The interval in per cent, each end rounded outwards: "83.4 % to 98.7 %"."""
        if self.interval is None:
            return NOT_MEASURED
        low, high = self.interval
        return f"{floor(low * 1000) / 10:.1f} % to {ceil(high * 1000) / 10:.1f} %"


@dataclass(frozen=True, kw_only=True)
class Sampled(Share):
    """A share of checks that were due. ``missing`` are those that were not made, which count as failed."""

    missing: int = 0

    @property
    def name(self) -> str:
        """What was tried, in the charter's words: a machine's test is a measure of that and of nothing wider."""
        return self.terms.over.rstrip(".") or super().name

    @property
    def needed(self) -> int:
        """How many must have been due before there is a verdict: fewer, and a single one would decide it."""
        target = self.terms.target
        left = 100 - target.bound if target is not None else Fraction(0)
        return ceil(100 / left) if left > 0 else 1

    @property
    def met(self) -> bool | None:
        """Whether its target is met; None while too few were due."""
        return super().met if self.denominator >= self.needed else None

    @property
    def verdict(self) -> str:
        """The verdict, or that there is none yet."""
        if self.value is None or self.terms.target is None or self.denominator >= self.needed:
            return super().verdict
        return f"no verdict: it needs {self.needed:,} that were due, and had {self.denominator:,}"


@dataclass(frozen=True, kw_only=True)
class Survey(Share):
    """A share of the people who answered, standing for all who might have."""

    question: str
    asked: int
    answered: int

    @property
    def response_rate(self) -> str:
        """How many of those asked answered at all, in per cent, rounded down."""
        return f"{say_rounded(Fraction(self.answered * 100, self.asked), up=False)} %" if self.asked else NOT_MEASURED

    @property
    def verdict(self) -> str:
        """The verdict, saying so when the answers are too few to be sure of it (S2-36)."""
        plain = super().verdict
        target, interval = self.terms.target, self.interval
        if target is None or interval is None or plain == "":
            return plain
        low, high = interval
        if Fraction(low) * 100 <= target.bound <= Fraction(high) * 100:
            return f"{plain}, but not for sure: the 95 % interval, {self.said_interval}, spans the target"
        return plain


class Spread(NamedTuple):
    """How long so many waits were, in microseconds. Percentiles are by nearest rank."""

    n: int = 0
    total: int = 0
    median: int = 0
    ninetieth: int = 0
    longest: int = 0


NO_WAITS = Spread()


@dataclass(frozen=True, kw_only=True)
class Wait(Figure):
    """How long people waited. ``unserved`` are those who got nothing for it: ``unserved_are`` says who they are."""

    spread: Spread
    unserved: Spread = NO_WAITS
    unserved_are: str = ""

    @property
    def n(self) -> int:
        """How many waits ended in being served."""
        return self.spread.n

    @property
    def value(self) -> Fraction | None:
        """The exact mean."""
        return self._mean(self.spread.total, self.spread.n)

    @property
    def said(self) -> str:
        """The mean, rounded up."""
        return self._say(self.value, self.terms.target)

    @property
    def said_with_unserved(self) -> str:
        """The mean with the waits of those who got nothing for theirs, rounded up."""
        both = self._mean(self.spread.total + self.unserved.total, self.spread.n + self.unserved.n)
        return self._say(both)

    def say_spread(self, spread: Spread) -> dict[str, str]:
        """Say a spread's median, 90th percentile and longest, each rounded up."""
        names = {"median": spread.median, "90th percentile": spread.ninetieth, "longest": spread.longest}
        return {name: self._say(self._mean(wait, 1) if spread.n else None) for name, wait in names.items()}

    def _mean(self, total: int, n: int) -> Fraction | None:
        return Fraction(total, n * _IN_A_UNIT[self.formula.unit]) if n else None

    def _say(self, value: Fraction | None, target: Target | None = None) -> str:
        return NOT_MEASURED if value is None else f"{say_rounded(value, target, up=True)} {self.formula.unit}"


@dataclass(frozen=True, kw_only=True)
class Count(Figure):
    """How many there were, by name. ``total`` can be less than the sum where one is counted under two names.

    ``held`` names those groups whose number is not published, and ``hides_total`` says that the total is not either.
    """

    counts: Mapping[str, int]
    total: int
    held: tuple[str, ...] = ()
    hides_total: bool = False

    @property
    def n(self) -> int:
        """The total, where it is published."""
        return 0 if self.hides_total else self.total

    @property
    def value(self) -> Fraction:
        """The total; none at all is a count too."""
        return Fraction(self.n)

    @property
    def said(self) -> str:
        """The total and what was counted: "1,250 contacts"."""
        if self.hides_total:
            return f"fewer than 5 {self.formula.unit}"
        return f"{self.total:,} {self.formula.unit}"


@dataclass(frozen=True, kw_only=True)
class NotMeasured(Figure):
    """No figure, and why there is none."""

    why: str
