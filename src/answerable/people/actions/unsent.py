"""Forms that could not be sent because a session was over: kept for a day for whoever filled them in, or until sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import orjson
from django.db import transaction

from answerable.people.models import Staff, Unsent

KEPT_FOR = timedelta(days=1)
MOST, LONGEST = 20, 1_000_000
"""How many are kept of one person, the newest of them, and how many bytes one may have."""


@transaction.atomic
def keep_unsent(
    staff: Staff,
    *,
    address: str,
    query: str,
    fields: Mapping[str, Sequence[str]],
    is_draft: bool,
    at: datetime,
) -> Unsent | None:
    """Keep what somebody typed, once however often it is sent. Of a draft that is kept as it grows, the last stays.

    Returns None for what is longer than anything a form can take, and keeps nothing of it.
    """
    if len(orjson.dumps(fields)) > LONGEST or len(address) > Unsent.LONGEST_ADDRESS:
        return None
    theirs = Unsent.objects.filter(staff=staff)
    if is_draft:
        theirs.filter(address=address).delete()
    said = {"staff": staff, "address": address, "query": query, "fields": dict(fields)}
    kept, _ = Unsent.objects.get_or_create(**said, defaults={"kept_at": at})
    theirs.exclude(pk__in=list(theirs.order_by("-pk").values_list("pk", flat=True)[:MOST])).delete()
    return kept


@transaction.atomic
def forget_unsent(kept: Unsent | None) -> None:
    """Forget what was kept: it is sent."""
    if kept is not None:
        kept.delete()


@transaction.atomic
def forget_unsent_about(reference: str) -> int:
    """Forget what was typed on the pages of a contact, and return how many forms that were."""
    number, _ = Unsent.objects.filter(address__contains=f"/{reference}/").delete()
    return number


@transaction.atomic
def forget_all_unsent(*, at: datetime) -> None:
    """Forget what nobody came back to within a day."""
    Unsent.objects.filter(kept_at__lt=at - KEPT_FOR).delete()
