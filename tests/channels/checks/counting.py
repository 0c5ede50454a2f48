"""What the tests of checks share: what came of the last check, and what the public is told of a promise."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from answerable.contacts.models import Contact
from answerable.councils.models import Council
from answerable.figures.actions import count
from answerable.figures.models import PeriodCount
from answerable.observations.models import ObservationRow
from answerable.queues.queries import waiting_for


def outcomes() -> list[tuple[str, bool | None, str]]:
    """Return every check that was made, the oldest first: of what, whether it passed, and why not."""
    return list(ObservationRow.objects.order_by("id").values_list("instrument", "passed", "problem"))


def counted(key: str, now: datetime) -> PeriodCount:
    """Count a fortnight from yesterday, as it stands a minute later: a check may be of before midnight."""
    yesterday = localdate(now) - timedelta(days=1)
    last_on, at = yesterday + timedelta(days=14), now + timedelta(minutes=1)
    return count(Council.objects.get(key=key), first_on=yesterday, last_on=last_on, at=at)


def said(made: PeriodCount, promise: str) -> tuple[Any, ...]:
    """Return what a count says of a promise, of how many, and its verdict."""
    row = made.figures.get(promise=promise)
    return row.said, row.numerator, row.denominator, row.verdict


def waiting(key: str, now: datetime) -> list[Contact]:
    """Return what officers of a council see in their queue."""
    return waiting_for(key, [key], now=now).contacts
