"""Checks of the ways in, as the share that were answered (S2-20)."""

from collections.abc import Collection
from datetime import datetime

from answerable.standards.measure.figure import NotMeasured, Share, Terms
from answerable.standards.measure.formula import formula_of


class Availability:
    """Counts settled checks of some sorts as they stream past, by when they were made."""

    def __init__(self, terms: Terms, checks: Collection[str]) -> None:
        self._terms, self._checks = terms, frozenset(checks)
        self._starts, self._ends = terms.period.starts, terms.period.ends
        self._passed = self._made = 0

    def add(self, what: str, at: datetime, *, passed: bool) -> None:
        """Count one check, if it is of these sorts and was made in the period, and not after the moment of counting."""
        if what in self._checks and self._starts <= at < self._ends and at <= self._terms.now:
            self._made += 1
            self._passed += passed

    def figure(self) -> Share | NotMeasured:
        """Return the share answered; where no check was made there is no figure, and not one of nought."""
        formula = formula_of("availability")
        if not self._made:
            return NotMeasured(formula=formula, terms=self._terms, why=f"This needs {formula.needs}.")
        return Share(formula=formula, terms=self._terms, numerator=self._passed, denominator=self._made)
