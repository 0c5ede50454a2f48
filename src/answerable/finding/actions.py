"""Everything that changes the index: read what is new or has changed, make all of it again, overwrite what went."""

from django.db import connection, transaction
from django.db.models import Max

from answerable.contacts.models import Contact
from answerable.customers.models import Customer
from answerable.finding import watching
from answerable.finding.models import Indexed, Unindexed
from answerable.finding.queries import documents

BATCH = 50
"""Contacts that one transaction reads: in SQLite nobody else writes meanwhile, so it is to take some hundredths."""


def watch() -> None:
    """Have the database watch what contacts are found by; where it did not, all are to be read for the index."""
    if Indexed._meta.db_table in connection.introspection.table_names() and not watching.watch():
        read_all_again()


@transaction.atomic
def index_waiting() -> int:
    """Read some contacts that are new or have changed, and return how many.

    Whoever erases one, or corrects whose it is, waits for this or is waited for: what was read is what is then there.
    """
    up_to = Unindexed.objects.aggregate(up_to=Max("id"))["up_to"]
    if up_to is None:
        return 0
    waiting = Unindexed.objects.filter(id__lte=up_to)
    some = sorted(set(waiting.order_by("id").values_list("contact", flat=True)[: 3 * BATCH]))[:BATCH]
    ids = list(
        Contact.objects.select_for_update(skip_locked=_can_skip(), no_key=True)
        .filter(id__in=some)
        .order_by("id")
        .values_list("id", flat=True)
    )
    list(Customer.objects.select_for_update(no_key=True).filter(contacts__in=ids).order_by("id").values_list("id"))
    gone = set(some) - set(Contact.objects.filter(id__in=some).values_list("id", flat=True))
    Indexed.objects.filter(contact__in=ids).delete()
    Indexed.objects.bulk_create(Indexed(**one._replace(words=one.words.strip())._asdict()) for one in documents(ids))
    waiting.filter(contact__in=[*ids, *gone]).delete()
    return len(ids) + len(gone)


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked


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
