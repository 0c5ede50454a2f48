"""Two who bring the same lines in at one moment bring each of them in once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from answerable.contacts.models import Contact, FactRow
from answerable.importing.actions import Became, take
from answerable.importing.models import LogLine
from answerable.importing.reading import Reading
from tests import cast
from tests.importing.lines import ACKNOWLEDGED, NOW, RECEIVED, REPLIED, line

LINES = [
    (number, line(RECEIVED, *facts, id=str(number % 40)))
    for number, facts in enumerate([(), (ACKNOWLEDGED,), (REPLIED,)] * 40)
]


@pytest.mark.django_db(transaction=True)
def test_the_same_file_read_by_two_at_once_is_there_once():
    council, ready = cast.council(), Barrier(2)

    def bring() -> list[Became]:
        try:
            reading = Reading(council, now=NOW)
            ready.wait(timeout=60)
            halves = LINES[:60], LINES[60:]
            return [one.became for half in halves for one in take(half, reading=reading, source="log", now=NOW)]
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one in at a time: the crash tests hold it there")
    with ThreadPoolExecutor(2) as pool:
        both = [one.result(timeout=120) for one in (pool.submit(bring), pool.submit(bring))]
    assert sum(became.count(Became.NEW) for became in both) == 40 == Contact.objects.count() == LogLine.objects.count()
    assert Became.REFUSED not in both[0] + both[1]
    kept = sorted((row.contact_id, row.what) for row in FactRow.objects.all())
    assert len(kept) == len(set(kept)) == 120
