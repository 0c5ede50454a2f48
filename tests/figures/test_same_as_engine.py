"""The figures that come out of the database are those the engine gives for the same contacts without one."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.contacts.models import Contact
from answerable.figures.actions import count
from answerable.logs import contact_of
from answerable.standards.judging.clock import judge_all
from answerable.standards.measure.figure import Figure
from answerable.standards.measure.period import Period
from answerable.standards.measure.results import Results
from demonstration.days import LONDON
from demonstration.history import History
from demonstration.places import settle
from demonstration.year import made_year

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
APART = ("overdue", "running", "paused", "not_required", "void", "excluded", "set_aside_late", "corrected_late")
FIRST_DAY = date(2025, 11, 21)


def straight(key: str, lines: list[dict[str, Any]], period: Period) -> list[tuple[object, ...]]:
    """Return every figure of a period, from contacts that never were in a database."""
    charter = charter_of(key)
    results = Results(charter, period=period, now=NOW)
    for line in lines:
        contact = contact_of(line, LONDON)
        results.add(contact, judge_all(contact, charter=charter, now=NOW))
    return [said(id, figure) for id, figures in results.figures().items() for figure in figures]


def said(id: str, figure: Figure) -> tuple[object, ...]:
    apart = figure.apart
    return (
        id, figure.formula.id, figure.said, figure.verdict, figure.n,
        apart.overdue, apart.running, apart.paused, apart.not_required, dict(apart.void), dict(apart.excluded),
        dict(apart.set_aside_late), apart.corrected_late,
        [(other.formula.id, other.said, other.n) for other in figure.beside],
    )  # fmt: skip


@pytest.mark.parametrize("key", COUNCILS)
def test_figures_from_rows_are_those_of_the_engine(key: str):
    lines = list(made_year(11, 400, FIRST_DAY, whole=True))
    town = settle(key, at=NOW)
    History(town, seed=11, now=NOW).write(lines)
    Contact.objects.update(welfare="")  # the lines do not say who is at risk: that comes with the invented words
    for first, last in ((date(2026, 7, 1), date(2026, 9, 30)), (date(2026, 10, 1), date(2026, 12, 31))):
        made = count(town.council, first_on=first, last_on=last, at=NOW)
        rows = [
            (row.promise, row.formula, row.said, row.verdict, row.n, *(row.detail["apart"][name] for name in APART),
             [(other["formula"]["id"], other["said"], other["n"]) for other in row.detail["beside"]])
            for row in made.figures.order_by("place")
        ]  # fmt: skip
        assert rows == straight(key, lines, Period(first, last))
        assert sum(row.n for row in made.figures.all()) > 100
