"""What the record can be asked: what happened to something, and what was sealed last."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from answerable.evidence.models import Entry, Seal


def about(reference: str) -> QuerySet[Entry]:
    """Return what was done to something, the oldest first."""
    return Entry.objects.filter(about=reference).order_by("id")


def about_any(contacts: QuerySet[Any], staff: Collection[str], *, council: str | None) -> QuerySet[Entry]:
    """Return what was done to any of some contacts (by reference) and staff, or to a council itself, newest first."""
    ours = Q(about__in=contacts) | Q(about__in=list(staff))
    if council is not None:
        ours |= Q(about=council) | Q(about__startswith=f"{council} ")
    return Entry.objects.filter(ours).order_by("-id")


def newest_seal() -> Seal | None:
    """Return the newest seal without the rows it names, or None."""
    return Seal.objects.defer("leaves").order_by("-number").first()
