"""The day of a council's teams: what came and went, what waits with whom, and what breaks soon if nothing is done."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate, make_aware

from answerable.contacts.models import Contact
from answerable.contacts.queries import lying_in
from answerable.people.paths import narrower
from answerable.queues.queries import ends_of

SOONEST, DAYS = 25, 7
"""How many contacts are named that break soon, and how many days are looked back, this one among them."""


class Load(NamedTuple):
    """What waits with a team or a person: how many, how many past a limit or soon at one, and since when the oldest."""

    open: int = 0
    late: int = 0
    soon: int = 0
    nobodys: int = 0
    oldest: datetime | None = None


class TeamDay(NamedTuple):
    """One team: what came today, what was over today, and what waits."""

    path: str
    name: str
    came: int
    over: int
    waits: Load


class PersonsLoad(NamedTuple):
    """What one person holds."""

    name: str
    waits: Load


class OneDay(NamedTuple):
    """How many contacts came on a day, and how many were over."""

    on: date
    came: int
    over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfTeams:
    """All of it, of the part of a council that somebody looks after."""

    teams: Sequence[TeamDay]
    people: Sequence[PersonsLoad]
    soonest: Sequence[Contact]
    days: Sequence[OneDay]


def day_of(council: str, paths: Collection[str], *, now: datetime) -> DayOfTeams:
    """Return the day of a council within some paths, at a moment. What was left out of the figures is over, too."""
    here = lying_in(council, narrower(council, paths)).order_by()
    today = localdate(now)
    _, week = ends_of(now)
    days = _days(here, today)
    return DayOfTeams(
        teams=list(_teams(here, now, week)),
        people=list(_people(here, now, week)),
        soonest=_soonest(here, now, week),
        days=days,
    )


def _teams(here: QuerySet[Contact], now: datetime, week: datetime) -> Iterator[TeamDay]:
    began = _midnight(localdate(now))
    counted = here.filter(Q(closed_at=None) | Q(received_at__gte=began) | Q(closed_at__gte=began))
    rows: Any = counted.values("team__path", "team__name").annotate(
        came=Count("id", filter=Q(received_at__gte=began)),
        over=Count("id", filter=Q(closed_at__gte=began)),
        **_waits(now, week),
    )
    for row in rows.order_by("team__name", "team__path"):
        yield TeamDay(row["team__path"], row["team__name"], row["came"], row["over"], _standing(row))


def _people(here: QuerySet[Contact], now: datetime, week: datetime) -> Iterator[PersonsLoad]:
    held = here.filter(closed_at=None, held_by__isnull=False).values("held_by", "held_by__name")
    rows: Any = held.annotate(**_waits(now, week))
    for row in sorted(rows, key=lambda row: (-row["n_open"], row["held_by__name"], row["held_by"])):
        yield PersonsLoad(row["held_by__name"], _standing(row))


def _soonest(here: QuerySet[Contact], now: datetime, week: datetime) -> list[Contact]:
    """Return those whose promise breaks within a week and is not broken yet, the soonest first."""
    near = here.filter(closed_at=None, next_due__gte=now, next_due__lt=week)
    return list(near.select_related("team", "held_by", "edition").order_by("next_due", "id")[:SOONEST])


def _days(here: QuerySet[Contact], today: date) -> list[OneDay]:
    came, over = (_by_day(here, column, today) for column in ("received_at", "closed_at"))
    days = [today - timedelta(days=back) for back in range(DAYS)]
    return [OneDay(on, came.get(on, 0), over.get(on, 0)) for on in days]


def _by_day(here: QuerySet[Contact], column: str, today: date) -> dict[date, int]:
    since = _midnight(today - timedelta(days=DAYS - 1))
    counted = here.filter(**{f"{column}__gte": since}).values(on=TruncDate(F(column))).annotate(many=Count("id"))
    return {row["on"]: row["many"] for row in counted}


def _waits(now: datetime, week: datetime) -> dict[str, Any]:
    is_open = Q(closed_at=None)
    return {
        "n_open": Count("id", filter=is_open),
        "n_late": Count("id", filter=is_open & Q(next_due__lt=now)),
        "n_soon": Count("id", filter=is_open & Q(next_due__gte=now, next_due__lt=week)),
        "n_nobodys": Count("id", filter=is_open & Q(held_by=None)),
        "oldest": Min("received_at", filter=is_open),
    }


def _standing(row: dict[str, Any]) -> Load:
    return Load(row["n_open"], row["n_late"], row["n_soon"], row["n_nobodys"], row["oldest"])


def _midnight(on: date) -> datetime:
    return make_aware(datetime.combine(on, time.min))
