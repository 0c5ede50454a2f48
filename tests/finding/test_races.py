"""Whoever changes something while it is read for the index is not lost, and nothing comes back that was erased."""

from threading import Event, Thread

import pytest
from django.db import connection

from answerable.contacts.models import Contact, Message
from answerable.finding import actions
from answerable.finding.actions import index_waiting
from answerable.retention.actions import erase
from tests import cast
from tests.build import at
from tests.finding.test_actions import closed, in_index
from tests.finding.test_queries import index_all, sought

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="Only one writes at a time in SQLite."),
]
LATER = at("Wed 4 Nov 2026 09:00")


class Reading:
    """A worker that has read a contact, and has not written what it read until it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._has_read, self._goes_on = Event(), Event()
        usual = actions.documents

        def slow(ids):
            found = usual(ids)
            self._has_read.set()
            assert self._goes_on.wait(20)
            return found

        monkeypatch.setattr(actions, "documents", slow)
        self._thread = Thread(target=self._run)
        self._thread.start()
        assert self._has_read.wait(20)
        monkeypatch.setattr(actions, "documents", usual)

    def _run(self) -> None:
        try:
            index_waiting()
        finally:
            connection.close()

    def end(self) -> None:
        self._goes_on.set()
        self._thread.join(20)


def test_what_is_written_while_it_is_read_is_found_at_once_and_read_again(monkeypatch):
    lamp = cast.received()
    reading = Reading(monkeypatch)
    Message.objects.create(contact=lamp, sort=Message.Sort.NOTE, body="By the bakery", by=cast.staff(), at=LATER)
    assert sought("bakery") == [lamp]
    reading.end()
    assert (in_index("lamp"), in_index("bakery")) == ([lamp.id], [])
    assert sought("bakery") == sought("lamp") == [lamp]
    index_all()
    assert in_index("bakery") == [lamp.id]


def test_what_is_erased_while_it_is_read_is_not_in_the_index_afterwards(monkeypatch, settings, tmp_path):
    settings.DELETIONS = tmp_path / "deletions.jsonl"
    lamp = closed(cast.received())
    Contact.objects.update(customer=None)  # or they would wait for each other there
    reading = Reading(monkeypatch)
    erasing = Thread(target=erased, args=[lamp])
    erasing.start()
    erasing.join(0.5)  # it waits for whoever reads
    reading.end()
    erasing.join(20)
    assert (in_index("lamp"), sought("lamp")) == ([], [])


def erased(contact) -> None:
    try:
        erase(contact, kind="by age", ground="enquiry", by=None, at=LATER)
    finally:
        connection.close()
