"""Everything that changes the index: read what is new or has changed, make all of it again, overwrite what went."""

from collections.abc import Collection, Iterable, Sequence
from time import monotonic

from django.db import connection, transaction
from django.db.models import Max

from answerable.contacts.models import Contact
from answerable.customers.models import Customer
from answerable.finding import watching
from answerable.finding.models import Indexed, Unindexed
from answerable.finding.queries import Document, documents

BATCH = 50
"""Contacts that one transaction writes: in SQLite nobody else writes meanwhile, so it is to take some hundredths."""


def watch() -> None:
    """Have the database watch what contacts are found by; where it did not, all are to be read for the index."""
    if Indexed._meta.db_table in connection.introspection.table_names() and not watching.watch():
        read_all_again()


A_WHILE = 1.0
"""Seconds for which one call of the worker's reads, before what else there is to do is seen to."""


def index_for_a_while() -> int:
    """Read contacts that are new or have changed, a batch at a time, and return how many."""
    ends, read = monotonic() + A_WHILE, 0
    while (some := index_waiting()) and monotonic() < ends:
        read += some
    return read + some


def index_waiting() -> int:
    """Read some contacts that are new or have changed, and return how many. What changes meanwhile is read again."""
    up_to = Unindexed.objects.aggregate(up_to=Max("id"))["up_to"]
    if up_to is None:
        return 0
    waiting = Unindexed.objects.filter(id__lte=up_to).order_by("id").values_list("contact", flat=True)
    some = sorted(set(waiting[: 3 * BATCH]))[:BATCH]
    return _read_and_write(some, up_to) if connection.vendor == "sqlite" else _read_in_turn(some, up_to)


def _read_and_write(some: Sequence[int], up_to: int) -> int:
    """Read first and then write, since nobody else writes meanwhile: whatever changed between is in line once more."""
    read = documents(some)
    with transaction.atomic():
        changed = set(Unindexed.objects.filter(id__gt=up_to, contact__in=some).values_list("contact", flat=True))
        return _write([id for id in some if id not in changed], read, up_to)


@transaction.atomic
def _read_in_turn(some: Sequence[int], up_to: int) -> int:
    """Read while those who erase or correct wait, or leave what they have in hand for later."""
    contacts = Contact.objects.filter(id__in=some).order_by("id")
    ids = list(contacts.select_for_update(skip_locked=True, no_key=True).values_list("id", flat=True))
    list(Customer.objects.select_for_update(no_key=True).filter(contacts__in=ids).order_by("id").values_list("id"))
    gone = set(some) - set(contacts.values_list("id", flat=True))
    return _write([*ids, *gone], documents(ids), up_to)


def _write(contacts: Collection[int], read: Iterable[Document], up_to: int) -> int:
    Indexed.objects.filter(contact__in=contacts).delete()
    rows = [one._replace(words=one.words.strip())._asdict() for one in read if one.contact in contacts]
    Indexed.objects.bulk_create(Indexed(**row) for row in rows)
    Unindexed.objects.filter(id__lte=up_to, contact__in=contacts).delete()
    return len(contacts)


@transaction.atomic
def read_all_again() -> None:
    """Empty the index, and have every contact read for it. Until it is, only the newest are found, and by reference."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS finding_indexed_words_out")  # the words may not be those of the rows
            cursor.execute("INSERT INTO finding_words (finding_words) VALUES ('delete-all')")
        cursor.execute("DELETE FROM finding_indexed")
        cursor.execute("DELETE FROM finding_unindexed")
        cursor.execute("INSERT INTO finding_unindexed (contact_id) SELECT id FROM contacts_contact ORDER BY id")
    watching.watch()


def overwrite() -> None:
    """Have nothing left in SQLite's file of words that went: until then FTS5 keeps them, and knows that they are none.

    PostgreSQL's own vacuum does so. It takes some seconds for a hundred thousand contacts.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO finding_words (finding_words) VALUES ('optimize')")
