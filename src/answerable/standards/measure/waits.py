"""Waits, gathered one by one and described exactly: eight bytes each, so that a year of calls fits in memory."""

from array import array
from datetime import datetime, timedelta

from answerable.standards.measure.figure import NO_WAITS, Spread
from answerable.standards.measure.honest import nearest_rank

MICROSECOND = timedelta(microseconds=1)
A_SECOND = 1_000_000
"""In microseconds."""


def wait_between(start: datetime, end: datetime) -> int:
    """Return a wait in microseconds; nought where the end came first, as for a visitor seen before the appointment."""
    return max(0, (end - start) // MICROSECOND)


class Waits:
    """A growing list of waits, in microseconds."""

    def __init__(self) -> None:
        self._all = array("Q")

    def add(self, wait: int) -> None:
        """Add one wait, in microseconds. Raises OverflowError for less than none."""
        self._all.append(wait)

    def spread(self) -> Spread:
        """Describe the waits so far."""
        if not self._all:
            return NO_WAITS
        ordered = sorted(self._all)
        median, ninetieth = nearest_rank(ordered, 50), nearest_rank(ordered, 90)
        return Spread(len(ordered), sum(ordered), median, ninetieth, ordered[-1])
