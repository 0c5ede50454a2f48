"""Fills an empty house: five councils, their people and charters, a year of contacts up to now, and its figures."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain

from django.db import transaction

from answerable.charters import COUNCILS
from answerable.councils.models import Council
from answerable.figures.actions import count
from answerable.figures.queries import quarter_of
from demonstration.days import LONDON
from demonstration.history import History
from demonstration.places import settle
from demonstration.texts import write_texts
from demonstration.waiting import waiting
from demonstration.year import made_year

QUARTERS = 4
"""How many quarters are counted, this one included."""


def load(*, now: datetime, contacts: int, seed: int, tell: Callable[[str], None]) -> int:
    """Load each council that is not there yet, and return how many contacts were written.

    A council is loaded whole or not at all, so that stopping half-way leaves nothing to mend.
    """
    written = 0
    for number, key in enumerate(COUNCILS):
        if not Council.objects.filter(key=key).exists():
            tell(key)
            with transaction.atomic():
                written += _load_one(key, now=now, contacts=contacts, seed=seed + number)
    return written


def _load_one(key: str, *, now: datetime, contacts: int, seed: int) -> int:
    first_day = _a_year_before(now.astimezone(LONDON).date())
    town = settle(key, at=now - timedelta(days=400))
    write_texts(town.council, owner=town.manager, at=now)
    lines = chain(made_year(seed, contacts, first_day, whole=True), waiting(now))
    written = History(town, seed=seed, now=now).write(lines)
    for first_on, last_on in _quarters(now.astimezone(LONDON).date()):
        count(town.council, first_on=first_on, last_on=last_on, at=now)
    return written


def _a_year_before(day: date) -> date:
    """Return the first day of the year that ends with a day."""
    after = day + timedelta(days=1)
    return date(after.year - 1, after.month, 28 if (after.month, after.day) == (2, 29) else after.day)


def _quarters(day: date) -> Iterator[tuple[date, date]]:
    for _ in range(QUARTERS):
        first_on, last_on = quarter_of(day)
        yield first_on, last_on
        day = first_on - timedelta(days=1)
