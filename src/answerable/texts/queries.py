"""Which standard texts there are: for a contact, for those who keep them, and what its owner has to review."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from answerable.people.models import Staff
from answerable.people.paths import within, within_or_above
from answerable.rows.queries import prepared
from answerable.texts.models import StandardText


def texts_for(path: str) -> list[StandardText]:
    """Return the texts that can be put into a letter from a place: its own, and those of all that it lies in."""
    places = path.split("/")
    return _texts_at(["/".join(places[: place + 1]) for place in range(len(places))])


@prepared
def _texts_at(paths: list[str]) -> QuerySet[StandardText]:
    return StandardText.objects.filter(path__in=paths, retired_at=None)


def texts_within(paths: Collection[str]) -> QuerySet[StandardText]:
    """Return the texts within some paths, by place and title, each with its owner; of those that are retired none."""
    found = StandardText.objects.filter(within(paths), retired_at=None)
    return found.select_related("owner").order_by("path", "title")


def texts_usable(paths: Collection[str]) -> list[StandardText]:
    """Return the texts that somebody with some paths can put into a letter somewhere, by title."""
    return _usable(paths=tuple(paths))


@prepared
def _usable(*, paths: tuple[str, ...]) -> QuerySet[StandardText]:
    return StandardText.objects.filter(within_or_above(paths), retired_at=None).order_by("title", "path")


def to_review(owner: Staff, council: str, *, today: date) -> int:
    """Return how many texts of a council somebody owns of which the review is overdue."""
    return len(_past(owner.pk, today, council=council))


@prepared
def _past(owner: int, today: date, *, council: str) -> QuerySet[StandardText]:
    return StandardText.objects.filter(within([council]), owner=owner, review_on__lt=today, retired_at=None)
