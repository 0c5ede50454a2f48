"""What the record lets be done to it: add an entry, erase words and say so, seal it, and note and forget who looked."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet

from answerable.evidence.keys import SigningKey, make_key, read_key
from answerable.evidence.models import ONE_LOOK, Deletion, Entry, Look, Seal, Unsealed
from answerable.evidence.sealed import sorts
from answerable.evidence.words import ERASED, Worded, kept_apart
from answerable.rows.actions import insert
from answerable.standards.words import visible

MOST = 1000
"""How many rows one seal is put on at the most, so that one is soon made and soon verified."""


def record(
    what: str, *, about: str = "", by: str = "", at: datetime, words: Mapping[str, Any] | None = None, **details: Any
) -> Entry:
    """Write down that somebody did something. It joins the transaction it is called in.

    ``words`` is what somebody said in words of their own: it may say something about a person, and can be erased.
    """
    entry = Entry(at=at, by=by, what=what, about=about, details=details, **kept_apart(words or {}))
    insert([entry])
    return entry


class Recorded(NamedTuple):
    """About what something was done, when, and what is said of it, in codes, days and numbers."""

    about: str
    at: datetime
    details: Mapping[str, Any]


def record_all(what: str, entries: Iterable[Recorded]) -> None:
    """Write down that the same was done to several, of itself. It joins the transaction it is called in."""
    insert([Entry(at=one.at, what=what, about=one.about, details=dict(one.details)) for one in entries])


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
def seal(*, at: datetime, key: SigningKey) -> Seal | None:
    """Seal what waits, at most ``MOST`` rows, or do nothing when nothing does that is settled."""
    last = Seal.objects.select_for_update().order_by("-number").first()
    waiting = list(Unsealed.objects.order_by("id")[:MOST])
    leaves = _leaves(waiting, at)
    if not leaves:
        return None
    made = Seal(
        number=last.number + 1 if last else 1,
        at=at,
        previous=last.digest if last else "",
        leaves="\n".join(leaves.values()),
        left=Unsealed.objects.count() - len(leaves) if len(waiting) == MOST else 0,
        key=key.name,
    )
    made.digest = made.worked_out()
    made.signature = key.sign(made.digest)
    made.save(force_insert=True)
    Unsealed.objects.filter(id__in=list(leaves)).delete()
    return made


def key_at(path: Path) -> SigningKey:
    """Return the key of a file, which is made where nothing was ever sealed. Raises WrongKey where it was lost."""
    return read_key(path) if path.exists() or Seal.objects.exists() else make_key(path)


@transaction.atomic
def renew_key(path: Path, *, at: datetime) -> SigningKey:
    """Sign with a new key from here on; what the former one signed is still verified with its public half."""
    former, made = read_key(path), make_key(path)
    record("renewed the seal key", about="record", at=at, was=former.name, now=made.name)
    return made


def seal_all(*, at: datetime, key: SigningKey) -> int:
    """Seal everything that waits and is settled, and return how many seals it took."""
    made = 0
    while seal(at=at, key=key) is not None:
        made += 1
    return made


def _leaves(waiting: Iterable[Unsealed], at: datetime) -> dict[int, str]:
    """Return the line of each row that can be sealed, by its place in the queue. One that is gone stays there."""
    places: dict[str, dict[str, int]] = {}
    for one in waiting:
        places.setdefault(one.sort, {})[one.key] = one.id
    models = sorts()
    found = [
        (keys[str(row.pk)], f"{sort} {row.pk} {row.leaf()}")
        for sort, keys in places.items()
        for row in models[sort].found(keys)
        if row.is_settled(at)
    ]
    return dict(sorted(found))


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
