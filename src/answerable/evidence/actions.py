"""What the record lets be done to it: add an entry, and seal those that are there."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from answerable.evidence.models import Entry, Seal

SETTLED = timedelta(minutes=1)
"""How old an entry must be before it is sealed: a transaction that began earlier may still be about to add one."""


def record(what: str, *, about: str = "", by: str = "", at: datetime, **details: Any) -> Entry:
    """Write down that somebody did something. It joins the transaction it is called in."""
    return Entry.objects.create(at=at, by=by, what=what, about=about, details=details)


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """Seal the entries made since the last seal, in their order, or do nothing when there are none."""
    last = Seal.objects.select_for_update().order_by("-id").first()
    entries = list(Entry.objects.filter(seal=None, at__lt=at - SETTLED).order_by("id"))
    if not entries:
        return None
    previous = last.digest if last else ""
    made = Seal.objects.create(
        at=at, previous=previous, entries=len(entries), digest=digest(previous, [content(entry) for entry in entries])
    )
    Entry.objects.filter(id__in=[entry.id for entry in entries]).update(seal=made)
    return made


def content(entry: Entry) -> Mapping[str, Any]:
    """Return all of an entry that its seal answers for."""
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "what": entry.what,
        "about": entry.about,
        "details": entry.details,
    }


def digest(previous: str, contents: list[Mapping[str, Any]]) -> str:
    """Return the SHA-256, in hexadecimal, of the seal before and of some entries as JSON with sorted keys."""
    whole = json.dumps([previous, contents], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(whole.encode()).hexdigest()
