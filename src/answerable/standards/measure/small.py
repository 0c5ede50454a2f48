"""What of a figure is published: small numbers that could tell who somebody is are held back (C15).

A number of 1 to 4 is small where the figure is of a sensitive kind (a child's needs, somebody's care), or where a count
is of several groups. Nobody's misses are hidden by it: of a larger group the share is given as a range.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from answerable.standards.measure.figure import Apart, Count, Figure, Share, Wait
from answerable.standards.measure.honest import SMALL, say_rounded, suppress

FEWER_THAN_FIVE = "Fewer than 5: the number is held back, because it could tell who somebody is."


@dataclass(frozen=True, kw_only=True)
class Held(Figure):
    """A figure of which a number is held back. ``whole`` is the denominator, or None where that is small too."""

    whole: int | None
    between: tuple[int, int] = (0, 0)

    @property
    def n(self) -> int:
        """The whole, where it is published."""
        return self.whole or 0

    @property
    def said(self) -> str:
        """Between which shares it lies, each rounded down; or that it is held back."""
        if not self.whole:
            return "held back"
        low, high = (say_rounded(Fraction(100 * part, self.whole), up=False) for part in self.between)
        return f"{low} % to {high} %"

    @property
    def verdict(self) -> str:
        """None: it would tell which side of the target the number held back lies on."""
        return ""

    @property
    def why(self) -> str:
        """Say what is held back, and why."""
        if not self.whole:
            return FEWER_THAN_FIVE
        low, high = self.between
        return f"{low:,} to {high:,} of {self.whole:,}: the number is held back, because it could tell who somebody is."


def fit_to_publish(figure: Figure) -> Figure:
    """Return a figure without the small numbers that could tell who somebody is; most are as they were."""
    if isinstance(figure, Count) and figure.formula.by_group and len(figure.counts) > 1:
        return _count(figure)
    if not figure.terms.is_sensitive:
        return figure
    apart = _apart(figure.apart)
    if isinstance(figure, Share):
        whole, kept = figure.denominator, figure.numerator
        if whole in SMALL:
            return _held(figure, None)
        if kept in SMALL:
            return _held(figure, whole, SMALL[0], SMALL[-1])
        if whole - kept in SMALL:
            return _held(figure, whole, whole - SMALL[-1], whole - SMALL[0])
        machine = figure.by_machine
        if machine is not None and (machine in SMALL or kept - machine in SMALL):
            figure = replace(figure, by_machine=None)
        return replace(figure, apart=apart)
    if isinstance(figure, Wait) and (figure.n in SMALL or figure.unserved.n in SMALL):
        return _held(figure, None)
    return replace(figure, apart=apart)


def is_held(figure: Figure) -> bool:
    """Tell whether anything of a figure is held back."""
    in_a_count = isinstance(figure, Count) and figure.held
    return isinstance(figure, Held) or bool(figure.apart.held) or bool(in_a_count)


def _held(figure: Figure, whole: int | None, low: int = 0, high: int = 0) -> Held:
    return Held(
        formula=figure.formula, terms=figure.terms, whole=whole, between=(low, high), apart=_apart(figure.apart)
    )


def _apart(apart: Apart) -> Apart:
    held = []
    numbers = {
        name: getattr(apart, name) for name in ("overdue", "running", "paused", "not_required", "corrected_late")
    }
    for name, number in numbers.items():
        if number in SMALL:
            held.append(name)
            numbers[name] = 0
    reasons = {name: dict(getattr(apart, name)) for name in ("void", "excluded")}
    for name, counted in reasons.items():
        if any(number in SMALL for number in counted.values()):
            held.append(name)
            reasons[name] = {reason: number for reason, number in counted.items() if number not in SMALL}
    void, excluded = reasons["void"], reasons["excluded"]
    return Apart(**numbers, void=void, excluded=excluded, held=tuple(held))


def _count(figure: Count) -> Count:
    shown = suppress(figure.counts)
    held = tuple(name for name, number in shown.groups.items() if number is None)
    counts = {name: number for name, number in shown.groups.items() if number is not None}
    return replace(figure, counts=counts, held=held, hides_total=shown.total is None)
