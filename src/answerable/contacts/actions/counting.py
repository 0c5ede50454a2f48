"""Counting what is done from outside, in the database, so that all processes count the same."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from answerable.contacts.limits import Limit
from answerable.contacts.models import LimitCount


def count(limit: Limit, *, who: str, at: datetime) -> bool:
    """Count one more, and return True; or return False, and count nothing, when the limit is reached.

    ``who`` is kept as a digest: it may be somebody's address. It joins the transaction it is called in.
    """
    digest = salted_hmac(limit.name, who, algorithm="sha256").hexdigest()
    row = {"limit": limit.name, "who": digest, "since": limit.since(at)}
    if _one_more(limit, row):
        return True
    try:
        with transaction.atomic():
            LimitCount.objects.create(**row, number=1, until=limit.again_at(at))
            return True
    except IntegrityError:  # it is there: full, or another process has just begun it
        return _one_more(limit, row)


def _one_more(limit: Limit, row: dict[str, object]) -> bool:
    """Count one more in one statement, so that no two processes count the same one."""
    return bool(LimitCount.objects.filter(**row, number__lt=limit.most).update(number=F("number") + 1))


def forget_counts(*, at: datetime) -> None:
    """Delete the counts whose span has ended."""
    LimitCount.objects.filter(until__lte=at).delete()
