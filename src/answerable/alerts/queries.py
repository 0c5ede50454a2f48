"""What the desk asks about alerts: those that somebody has not seen on their page, how many, and what they chose."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from answerable.alerts.kinds import SHOWN
from answerable.alerts.models import Alert, AlertChoices
from answerable.alerts.wishes import AllWishes
from answerable.councils.models import Council
from answerable.people.models import Staff
from answerable.people.paths import narrower, within
from answerable.rows.queries import prepared

A_PAGE = 100
"""How many alerts a page shows, the newest first."""


def unseen(staff: int, council: str, paths: Collection[str]) -> QuerySet[Alert]:
    """Return what somebody has not seen of the contacts within some paths of a council, the newest first."""
    return _unseen(staff, council, narrower(council, paths)).select_related("contact").order_by("-id")


class Desk(NamedTuple):
    """A council, and how many alerts of its contacts somebody has not seen."""

    council: Council
    unseen: int


def desk_of(staff: int, council: str, paths: Collection[str]) -> Desk | None:
    """Return a council by its key with how many of its alerts somebody has not seen, or None where there is none.

    It is asked with each page of the desk, and so in the one question that is asked for the council anyway.
    """
    found = _desk.first(staff, council, paths=narrower(council, paths))
    return None if found is None else Desk(found, found.unseen)


@prepared
def _desk(staff: int, council: str, *, paths: tuple[str, ...] | None) -> QuerySet[Any]:
    counted = _unseen(staff, OuterRef("pk"), paths).order_by().values("council").annotate(many=Count("id"))
    return Council.objects.filter(key=council).annotate(unseen=Coalesce(Subquery(counted.values("many")), 0))


def _unseen(staff: Any, council: Any, paths: tuple[str, ...] | None) -> QuerySet[Alert]:
    found = Alert.objects.filter(staff=staff, council=council, seen_at=None, what__in=SHOWN)
    return found if paths is None else found.filter(within(paths, "contact__team__path"))


def all_wishes() -> AllWishes:
    """Return what everybody and every place has chosen."""
    return AllWishes(AlertChoices.objects.all())


def chosen_by(staff: Staff) -> AlertChoices | None:
    """Return what somebody has chosen themselves, if they have."""
    return AlertChoices.objects.filter(staff=staff).first()


def chosen_at(path: str) -> AlertChoices | None:
    """Return what is chosen for those at a place, if anything is."""
    return AlertChoices.objects.filter(path=path).first()
