"""What the record lets be done to it: add an entry, erase words and say so, seal it, and note and forget who looked."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from answerable.evidence.models import ONE_LOOK, Deletion, Entry, Look, Seal
from answerable.evidence.words import ERASED, Worded, kept_apart
from answerable.standards.words import visible

SETTLED = timedelta(minutes=1)
"""How old an entry must be before it is sealed: a transaction that began earlier may still be about to add one."""


def record(
    what: str, *, about: str = "", by: str = "", at: datetime, words: Mapping[str, Any] | None = None, **details: Any
) -> Entry:
    """Write down that somebody did something. It joins the transaction it is called in.

    ``words`` is what somebody said in words of their own: it may say something about a person, and can be erased.
    """
    return Entry.objects.create(at=at, by=by, what=what, about=about, details=details, **kept_apart(words or {}))


def forget(rows: QuerySet[Any]) -> int:
    """Erase the words of some rows (of facts, or of the record) for good, and return how many rows had any left.

    What was said has ERASED in its place, so that what counts it still can. It joins the transaction it is called in,
    in which ``note_deletion`` says why: otherwise whoever verifies the record finds words missing.
    """
    model: type[Worded] = rows.model
    erased = list(rows.exclude(salt="").values_list("pk", "words"))
    for key, words in erased:
        model._default_manager.filter(pk=key).update(words=dict.fromkeys(words, ERASED), salt="")
    return len(erased)


def note_deletion(
    kind: str, *, reference: str, ground: str, removed: Mapping[str, int], by: str = "", at: datetime
) -> Deletion:
    """Write down that something about people was deleted, and how much of what. It joins the transaction it is in."""
    return Deletion.objects.create(at=at, by=by, kind=kind, reference=reference, ground=ground, removed=dict(removed))


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
        "words_digest": entry.words_digest,
    }


def digest(previous: str, contents: list[Mapping[str, Any]]) -> str:
    """Return the SHA-256, in hexadecimal, of the seal before and of some entries as JSON with sorted keys."""
    whole = json.dumps([previous, contents], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(whole.encode()).hexdigest()


def look(
    what: Look.What, *, council: str, about: str = "", asked_for: str = "", by: str, internet_address: str, at: datetime
) -> None:
    """Keep that somebody saw or took away something, in one statement: a row for the hour, or one time more in it."""
    row = {
        "what": what.value,
        "by": by,
        "council": council,
        "about": about,
        "asked_for": visible(asked_for)[:200],
        "internet_address": internet_address,
        "hour": at.replace(minute=0, second=0, microsecond=0),
        "at": at,
        "times": 1,
    }
    fields = [field for field in Look._meta.concrete_fields if field.name in row]
    columns = ", ".join(connection.ops.quote_name(field.name) for field in fields)
    one_look = ", ".join(connection.ops.quote_name(name) for name in ONE_LOOK)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO evidence_look ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"
            f" ON CONFLICT ({one_look}) DO UPDATE SET times = evidence_look.times + 1, at = excluded.at",
            [field.get_db_prep_value(row[field.name], connection) for field in fields],
        )


def forget_looks(looks: QuerySet[Look]) -> int:
    """Delete some looks, and return how many rows those were."""
    return looks.delete()[0]
