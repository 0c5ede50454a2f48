"""What can be asked about observations: what was begun lately, what came out, and which ways in fail now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from answerable.observations.models import ObservationRow
from answerable.people.paths import within
from answerable.standards.measure.observations import Observation
from answerable.standards.vocabulary.feeds import CHECKS, Check


@dataclass(frozen=True, slots=True)
class Failing:
    """A way in whose last check failed, which check that was, and since when all have."""

    check: Check
    last: ObservationRow
    since: datetime


def observation_of(row: ObservationRow) -> Observation:
    """Return a settled row as the engine's observation."""
    return Observation(row.instrument, row.at, row.passed, row.answer, row.promise, row.subject)


def begun(check: Check, council: str, mark: str) -> ObservationRow | None:
    """Return the check of a council that bears a mark, or None: nobody else's mark is one of ours."""
    return ObservationRow.objects.filter(instrument=check.name, council_id=council, mark=mark).first()


def lately(check: Check, now: datetime) -> QuerySet[ObservationRow]:
    """Return the checks of a sort after which it is too soon for another."""
    return ObservationRow.objects.filter(instrument=check.name, at__gt=now - check.every, at__lte=now)


def settled(council: str, *, first: datetime, before: datetime, by: datetime) -> QuerySet[ObservationRow]:
    """Return what was observed of a council in a stretch of time and known by a moment."""
    return ObservationRow.objects.filter(council_id=council, at__gte=first, at__lt=before, settled_at__lte=by)


def last_checks(council: str, *, before: datetime) -> list[ObservationRow]:
    """Return the last check of each way in that was begun before a moment: from then on it was tried."""
    checks = ObservationRow.objects.filter(council_id=council, instrument__in=list(CHECKS), at__lt=before)
    ways = checks.order_by().values("instrument", "subject").annotate(last=Max("at"))
    return [ObservationRow(instrument=way["instrument"], subject=way["subject"], at=way["last"]) for way in ways]


def known_between(council: str, *, after: datetime, by: datetime) -> int:
    """Return how many things observed of a council became known after a moment, and by another."""
    return ObservationRow.objects.filter(council_id=council, settled_at__gt=after, settled_at__lte=by).count()


def came_out(council: str, *, after: datetime, by: datetime) -> bool:
    """Tell whether anything that was observed of a council became known after a moment, and by another."""
    return known_between(council, after=after, by=by) > 0


def failing(council: str, paths: Collection[str]) -> list[Failing]:
    """Return the ways in that fail now: those of the whole council, and those of teams within some paths."""
    ours = ObservationRow.objects.filter(
        Q(path=council) | within(paths), council_id=council, instrument__in=list(CHECKS)
    )
    ways = ours.order_by("instrument", "subject").values_list("instrument", "subject").distinct()
    found = (_failing(CHECKS[name], ours.filter(instrument=name, subject=subject)) for name, subject in ways)
    return [one for one in found if one is not None]


def _failing(check: Check, way: QuerySet[ObservationRow]) -> Failing | None:
    last = way.exclude(settled_at=None).order_by("-at", "-id").first()
    if last is None or last.passed:
        return None
    good = way.filter(passed=True).order_by("-at").first()
    failed = way.filter(passed=False, **({"at__gt": good.at} if good else {})).order_by("at").first()
    return Failing(check, last, failed.at if failed else last.at)
