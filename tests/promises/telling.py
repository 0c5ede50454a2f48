"""Short tables for promises: how a contact came | what happened = what the engine says of the promise, whole.

Where the story ends with "@ Wed 11 Nov 2026" that is when the question is asked; otherwise it is long after. Lines that
are indented further belong to the row above.
"""

import re
from datetime import date
from typing import NamedTuple

import pytest

from answerable.charters import charter_of
from answerable.standards.judging.clock import judge_all
from answerable.standards.measure.observations import Observation, published
from answerable.standards.measure.period import Period
from answerable.standards.measure.results import Results
from answerable.standards.vocabulary.feeds import CHECKS
from tests.spec.figures import Figures, counted, figures_of, find
from tests.spec.stories import read_contact, read_moment, whole_of

LONG_AFTER = "Sun 31 Dec 2028 12:00"


class Row(NamedTuple):
    """One contact and the answer it must have."""

    came_by: str
    story: str
    now: str
    expected: str

    def answer(self, id: str) -> str:
        """Return what the engine says of a promise: state, due moment, final moment if later, and reason."""
        charter = charter_of(id[:2])
        clocks = judge_all(read_contact(self.came_by, self.story), charter=charter, now=read_moment(self.now))
        return whole_of([clock for clock in clocks if clock.promise.id == id])


class Log(NamedTuple):
    """Contacts of one quarter, and the figure they must make."""

    lines: str
    expected: str

    def answer(self, id: str) -> str:
        """Return a promise's figure for October to December 2026: what it rests on, the figure, the verdict."""
        return _said(figures_of(charter_of(id[:2]), self.lines, "2026/27-Q3", "Mon 18 Jan 2027"), id)


def checked(id: str, **sorts: str) -> str:
    """Return a promise's figure for October to December 2026 after checks of some sorts: form="95 of 96"."""
    period = Period.named("2026/27-Q3")
    results = Results(charter_of(id[:2]), period=period, now=read_moment("Mon 18 Jan 2027"))
    for what, numbers in sorts.items():
        passed, made = map(int, numbers.split(" of "))
        for number in range(made):  # each when it was due, up to the end
            results.observe(
                Observation(what, period.ends - (made - number) * CHECKS[what].every, passed=number < passed)
            )
    return _said(results.figures(), id)


def published_on(id: str, said: str) -> str:
    """Return a promise's figure for October to December 2026 after its figures of July to September came out."""
    charter, period, now = charter_of(id[:2]), Period.named("2026/27-Q3"), read_moment("Mon 18 Jan 2027")
    results = Results(charter, period=period, now=now)
    promise, at = charter.promise(id), read_moment(said) if said else None
    for one in published(promise, date(2026, 9, 30), at, now=now, calendar=charter.calendar):
        results.observe(one)
    return _said(results.figures(), id)


def _said(figures: Figures, id: str) -> str:
    figure = find(figures, id, "")
    return " | ".join(filter(None, [figure.formula.id, counted(figure), figure.said, figure.verdict]))


def rows(table: str) -> pytest.MarkDecorator:
    """Run a test once for each row: how it came | what happened = the answer."""
    read = [_row(" ".join(words.split())) for words in re.split(r"\n {4}(?! )", table.rstrip())[1:]]
    return pytest.mark.parametrize("row", read, ids=[f"{row.came_by}, {row.story}, {row.now}" for row in read])


def logs(table: str) -> pytest.MarkDecorator:
    """Run a test once for each block of log lines that ends with "= " and the figure."""
    read = []
    for block in table.strip().split("\n\n"):
        *lines, expected = (line.strip() for line in block.strip().splitlines())
        assert expected.startswith("= "), expected
        read.append(Log("\n".join(lines), expected.removeprefix("= ")))
    return pytest.mark.parametrize("log", read, ids=[log.expected for log in read])


def _row(words: str) -> Row:
    story, _, expected = words.partition(" = ")
    came_by, _, happened = story.partition(" | ")
    happened, _, now = happened.partition(" @ ")
    return Row(came_by, happened, now or LONG_AFTER, expected)
