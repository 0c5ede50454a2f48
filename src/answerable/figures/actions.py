"""What is done with figures: count them."""

import logging
from datetime import date, datetime, timedelta
from time import perf_counter

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from answerable.contacts.models import FactRow
from answerable.councils.models import Council
from answerable.evidence.actions import record
from answerable.figures.counting import Figured, PeriodTally
from answerable.figures.models import FigureRow, PeriodCount
from answerable.figures.queries import changed_since, newest, quarter_of
from answerable.people.models import Staff
from answerable.promises.queries import edition_on
from answerable.standards.measure.figure import Share
from answerable.standards.measure.saying.values import detail_of

_LOG = logging.getLogger(__name__)
_SOONEST = timedelta(seconds=10)
_REST = 20
"""A count that took a second is not made again for so many seconds, so that counting never takes over a machine."""

_EARLIER = timedelta(days=1)
"""How often the quarter before this one is counted again: late replies still change what is said of it."""


def count(council: Council, *, first_on: date, last_on: date, at: datetime, by: Staff | None = None) -> PeriodCount:
    """Count a period of a council as things stand at ``at``, and put the figures in place of those counted before.

    The counting only reads, for seconds where there is much of it, and holds no lock; the figures are then written in
    one transaction. What happens meanwhile is newer than ``last_fact`` and so makes the count stale. Raises LookupError
    when no charter was in force in the period, and CannotCount when a promise reaches past the bank holidays that are
    known.
    """
    began = perf_counter()  # a stop-watch: it says how long, and never what time it is
    last_fact = FactRow.objects.aggregate(last=Max("id"))["last"] or 0
    counting = PeriodTally(council, first_on=first_on, last_on=last_on, at=at)
    counting.run()
    made = PeriodCount(
        council=council,
        first_on=first_on,
        last_on=last_on,
        at=at,
        contacts=counting.contacts,
        last_fact=last_fact,
        took_ms=round(1000 * (perf_counter() - began)),
    )
    _keep(made, counting, by=by)
    return made


@transaction.atomic
def _keep(made: PeriodCount, counting: PeriodTally, *, by: Staff | None) -> None:
    PeriodCount.objects.filter(council=made.council, first_on=made.first_on, last_on=made.last_on).delete()
    made.save()
    rows = [_row(made, place, figured) for place, figured in enumerate(counting.figures())]
    FigureRow.objects.bulk_create(rows)
    if by is not None:
        about, period = made.council.key, f"{made.first_on} to {made.last_on}"
        record("counted figures", about=about, by=by.email, at=made.at, period=period)


def _row(made: PeriodCount, place: int, figured: Figured) -> FigureRow:
    figure = figured.figure
    share = figure if isinstance(figure, Share) else None
    return FigureRow(
        count=made,
        place=place,
        promise=figure.terms.promise,
        formula=figure.formula.id,
        said=figure.said,
        verdict=figure.verdict,
        n=figure.n,
        numerator=share.numerator if share else None,
        denominator=share.denominator if share else None,
        detail=detail_of(figure, figured.charter),
    )


def count_what_changed(now: datetime) -> int:
    """Count every council's quarter again if its figures may have changed, and return how many counts were made.

    This quarter is counted at most every ten seconds, and less often where counting takes long; the quarter before it
    at most once a day. A council that cannot be counted is logged and does not hold up the others.
    """
    this = quarter_of(localdate(now))
    before = quarter_of(this[0] - timedelta(days=1))
    made = 0
    for council in Council.objects.order_by("key"):
        for (first_on, last_on), rest in ((this, _SOONEST), (before, _EARLIER)):
            if _is_bound(council, min(last_on, localdate(now))) and _is_time(
                newest(council.key, first_on, last_on), rest=rest, now=now
            ):
                try:
                    count(council, first_on=first_on, last_on=last_on, at=now)
                    made += 1
                except Exception:  # whatever is wrong with one council's rows, the next council's figures are due
                    _LOG.exception("Cannot count %s from %s to %s", council.key, first_on, last_on)
    return made


def _is_bound(council: Council, day: date) -> bool:
    """Tell whether a council had a charter in force on a day: before its first there is nothing to count."""
    try:
        edition_on(council.key, day)
    except LookupError:
        return False
    return True


def _is_time(last: PeriodCount | None, *, rest: timedelta, now: datetime) -> bool:
    if last is None:
        return True
    rested = last.at + max(rest, _REST * timedelta(milliseconds=last.took_ms)) <= now
    return rested and changed_since(last, now)
