"""Worked examples out of a log: the first promise kept and the first broken whose days cross a day off."""

from collections.abc import Iterable, Iterator

from answerable.standards.charter.clock_rules import Timed
from answerable.standards.charter.promises import Charter
from answerable.standards.explaining.days import days_of
from answerable.standards.explaining.explain import explain
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.measure.saying.rows import Sample
from answerable.standards.time.duration import WorkingDays


class Samples:
    """Looks at clocks as they stream past, and keeps the two whose working says most."""

    def __init__(self, charter: Charter) -> None:
        self._charter = charter
        self._found: dict[State, tuple[str, Clock]] = {}

    def look_at(self, contact: str, clocks: Iterable[Clock]) -> None:
        """Keep a clock of a contact if it is the first of its sort."""
        for clock in clocks:
            wanted = clock.state in (State.KEPT, State.BROKEN) and clock.state not in self._found
            if wanted and clock.measure is Measure.TIMED and clock.beside is None and _is_telling(clock):
                self._found[clock.state] = contact, clock

    def told(self) -> Iterator[Sample]:
        """Give each with its whole working."""
        for state, (contact, clock) in sorted(self._found.items()):
            title = f"{contact} and {clock.promise.id}: {state}"
            yield Sample(title, explain(clock, contact=contact, charter=self._charter).as_text())


def _is_telling(clock: Clock) -> bool:
    rule = clock.promise.clock
    if not isinstance(rule, Timed) or not isinstance(rule.within, WorkingDays) or clock.promise.statutory:
        return False
    days = days_of(rule, clock.reckoning)
    return len(days) > rule.within.number > 4 and any(day.number is None and day.on.weekday() < 5 for day in days)
