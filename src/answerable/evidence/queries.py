"""What the record can be asked: what happened to something, and whether the seals are whole."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from answerable.evidence.actions import content, digest
from answerable.evidence.models import Entry, Seal


def about(reference: str) -> QuerySet[Entry]:
    """Return what was done to something, the oldest first."""
    return Entry.objects.filter(about=reference).order_by("id")


def about_any(contacts: QuerySet[Any], staff: Collection[str], *, council: str | None) -> QuerySet[Entry]:
    """Return what was done to any of some contacts (by reference) and staff, or to a council itself, newest first."""
    ours = Q(about__in=contacts) | Q(about__in=list(staff))
    if council is not None:
        ours |= Q(about=council) | Q(about__startswith=f"{council} ")
    return Entry.objects.filter(ours).select_related("seal").order_by("-id")


def broken_seal() -> Seal | None:
    """Return the first seal that no longer fits what it was put on, or None when all are whole."""
    previous = ""
    for seal in Seal.objects.order_by("id").iterator():
        contents = [content(entry) for entry in seal.sealed.order_by("id")]
        if seal.previous != previous or seal.digest != digest(previous, contents):
            return seal
        previous = seal.digest
    return None
