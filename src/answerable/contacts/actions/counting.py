"""Counting what is done from outside, in the database, so that all processes count the same."""

from datetime import datetime

from django.db import connection
from django.utils.crypto import salted_hmac

from answerable.contacts.limits import Limit
from answerable.contacts.models import LimitCount


def count(limit: Limit, *, who: str, at: datetime) -> bool:
    """Count one more, and return True; or return False, and count nothing, when the limit is reached.

    ``who`` is kept as a digest: it may be somebody's address. It joins the transaction it is called in.
    """
    digest = salted_hmac(limit.name, who, algorithm="sha256").hexdigest()
    span = [connection.ops.adapt_datetimefield_value(moment) for moment in (limit.since(at), limit.again_at(at))]
    with connection.cursor() as cursor:
        cursor.execute(_ONE_MORE, [limit.name, digest, *span, limit.most])
        return cursor.fetchone() is not None


_ONE_MORE = (
    'INSERT INTO contacts_limitcount ("limit", who, since, until, number) VALUES (%s, %s, %s, %s, 1)'
    ' ON CONFLICT ("limit", who, since) DO UPDATE SET number = contacts_limitcount.number + 1'
    " WHERE contacts_limitcount.number < %s RETURNING number"
)
"""One statement, so that no two processes count the same one; it gives nothing back where the limit is reached."""


def forget_counts(*, at: datetime) -> None:
    """Delete the counts whose span has ended."""
    LimitCount.objects.filter(until__lte=at).delete()
