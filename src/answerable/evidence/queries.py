"""What the record can be asked: what happened to something, and whether the seals are whole."""

from django.db.models import QuerySet

from answerable.evidence.actions import content, digest
from answerable.evidence.models import Entry, Seal


def about(reference: str) -> QuerySet[Entry]:
    """Return what was done to something, the oldest first."""
    return Entry.objects.filter(about=reference).order_by("id")


def broken_seal() -> Seal | None:
    """Return the first seal that no longer fits what it was put on, or None when all are whole."""
    previous = ""
    for seal in Seal.objects.order_by("id").iterator():
        contents = [content(entry) for entry in seal.sealed.order_by("id")]
        if seal.previous != previous or seal.digest != digest(previous, contents):
            return seal
        previous = seal.digest
    return None
