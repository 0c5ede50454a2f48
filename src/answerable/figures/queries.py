"""What can be asked about figures: the newest of a period, which periods there are, and whether a count is stale."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from answerable.contacts.models import ClockRow, Contact, FactRow
from answerable.figures.models import ClockFile, FigureRow, PeriodCount
from answerable.observations.queries import came_out
from answerable.standards.measure.period import Period


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the quarter that holds a day: April to June is the first of a year."""
    period = Period.quarter_of(day)
    return period.first, period.last


def latest(council: str, day: date) -> PeriodCount | None:
    """Return the newest count of the quarter that holds a day, with its figures in order, or None."""
    first_on, last_on = quarter_of(day)
    return periods(council).filter(first_on=first_on, last_on=last_on).first()


def periods(council: str) -> QuerySet[PeriodCount]:
    """Return the newest count of each period of a council, the latest period first, with their figures in order."""
    same = Q(council_id=OuterRef("council_id"), first_on=OuterRef("first_on"), last_on=OuterRef("last_on"))
    newer = PeriodCount.objects.filter(same, id__gt=OuterRef("id"))
    return with_figures(council).filter(~Exists(newer)).order_by("-first_on", "-id")


def first_published(count: PeriodCount) -> PeriodCount | None:
    """Return the first count of the same period that was made once it was over, if one was made before this."""
    if not count.is_final:
        return None
    same = counts_of(count).exclude(id=count.id).order_by("id")
    return next((one for one in same if one.is_final), None)


def counts_of(count: PeriodCount) -> QuerySet[PeriodCount]:
    """Return every count of the period of a count, itself too, the newest first."""
    same = {"council_id": count.council_id, "first_on": count.first_on, "last_on": count.last_on}
    return PeriodCount.objects.filter(**same).order_by("-id")


class Published(NamedTuple):
    """A quarter whose figures were being counted while it ran, and when they were first published, if they were."""

    last_on: date
    at: datetime | None


def published(council: str, now: datetime) -> list[Published]:
    """Return the quarters of a council that are over and whose figures were due to be published."""
    quarters: dict[date, list[PeriodCount]] = {}
    for count in PeriodCount.objects.filter(council_id=council, at__lte=now, last_on__lt=localdate(now)).order_by("id"):
        if (count.first_on, count.last_on) == quarter_of(count.last_on):
            quarters.setdefault(count.last_on, []).append(count)
    return [
        Published(last_on, next((one.at for one in made if one.is_final), None))
        for last_on, made in quarters.items()
        if not made[0].is_final
    ]


def counts(council: str) -> QuerySet[PeriodCount]:
    """Return every count of a council, by period with the latest first, and of each the newest first."""
    return PeriodCount.objects.filter(council_id=council).order_by("-first_on", "-last_on", "-id")


def with_figures(council: str) -> QuerySet[PeriodCount]:
    """Return the counts of a council, each with its figures in order."""
    figures = Prefetch("figures", FigureRow.objects.order_by("place"))
    return PeriodCount.objects.filter(council_id=council).prefetch_related(figures)


def has_clocks(count: PeriodCount) -> bool:
    """Tell whether what a count was made from is kept."""
    return ClockFile.objects.filter(count=count).exists()


def clock_file(count: PeriodCount) -> ClockFile | None:
    """Return what a count was made from, where that is kept."""
    return ClockFile.objects.filter(count=count).first()


def newest(council: str, first_on: date, last_on: date) -> PeriodCount | None:
    """Return the newest count of one period, without its figures, or None."""
    return PeriodCount.objects.filter(council_id=council, first_on=first_on, last_on=last_on).order_by("-id").first()


def stale(council: str, now: datetime) -> bool:
    """Tell whether the figures of the quarter that holds a moment may have changed since they were counted."""
    last = newest(council, *quarter_of(localdate(now)))
    return last is None or changed_since(last, now)


def changed_since(last: PeriodCount, now: datetime) -> bool:
    """Tell whether anything happened to a council's contacts since a count, a promise fell due or something was found.

    A promise is broken by time alone, with no fact.
    """
    # Each new fact is asked whose it is: by a join, SQLite would look for new facts of every contact of the council.
    ours = Contact.objects.filter(id=OuterRef("contact_id"), council_id=last.council_id)
    if FactRow.objects.filter(Exists(ours), id__gt=last.last_fact).exists():
        return True
    if came_out(last.council_id, after=last.at, by=now):
        return True
    return ClockRow.objects.filter(council_id=last.council_id, decided__gt=last.at, decided__lte=now).exists()
