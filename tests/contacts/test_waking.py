"""Clocks are woken when their moment has come, by any number of workers, and one that fails holds up no other."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from answerable.contacts.actions import waking
from answerable.contacts.actions.waking import wake
from answerable.contacts.models import ClockRow, Contact
from answerable.evidence.models import Entry
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db


def breach(contact: Contact, promise: str = "S5-24") -> ClockRow:
    """Return the clock of the full reply."""
    return cast.clock(contact, promise)


def test_a_worker_that_slept_for_days_stores_the_true_moment_of_the_breach_and_when_it_noticed():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    due = breach(contact).due
    assert due < at("Sun 22 Nov 2026 03:00")
    assert wake(now=at("Sun 22 Nov 2026 03:00")) == 1
    row = breach(contact)
    assert (row.state, row.decided, row.noticed_at, row.wake_at) == ("broken", due, at("Sun 22 Nov 2026 03:00"), None)


def test_the_moment_a_breach_was_noticed_stays_when_it_is_looked_at_again():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    wake(now=at("Sun 22 Nov 2026 03:00"))
    ClockRow.objects.update(wake_at=at("Mon 23 Nov 2026 09:00"))
    assert wake(now=at("Mon 23 Nov 2026 10:00")) == 1
    assert breach(contact).noticed_at == at("Sun 22 Nov 2026 03:00")


def test_nothing_is_reckoned_before_its_moment_and_nothing_twice_at_one_moment():
    cast.received("Mon 2 Nov 2026 09:00")
    assert wake(now=at("Mon 2 Nov 2026 09:01")) == 0
    assert wake(now=at("Sun 22 Nov 2026 03:00")) == 1
    assert wake(now=at("Sun 22 Nov 2026 03:00")) == 0


def test_a_limit_leaves_the_rest_for_the_next_call_the_longest_asleep_first():
    later = cast.received("Tue 3 Nov 2026 09:00")
    first = cast.received("Mon 2 Nov 2026 09:00")
    now = at("Sun 22 Nov 2026 03:00")
    assert wake(now=now, limit=1) == 1
    assert (breach(first).state, breach(later).state) == ("broken", "running")
    assert (wake(now=now), wake(now=now)) == (1, 0)


def test_a_contact_that_cannot_be_reckoned_is_put_off_for_an_hour_on_record_and_the_others_go_on(monkeypatch, caplog):
    bad = cast.received("Mon 2 Nov 2026 09:00")
    good = cast.received("Mon 2 Nov 2026 09:05")
    usual = waking.reckon

    def reckon(contact, *, now):
        if contact.id == bad.id:
            raise ValueError("no such day")
        return usual(contact, now=now)

    monkeypatch.setattr(waking, "reckon", reckon)
    now = at("Sun 22 Nov 2026 03:00")
    assert wake(now=now) == 2
    assert (breach(bad).state, breach(good).state) == ("running", "broken")
    put_off = set(bad.clocks.filter(wake_at__isnull=False).values_list("wake_at", flat=True))
    assert put_off == {now + timedelta(hours=1)}
    entry = Entry.objects.get(what="could not reckon")
    assert (entry.about, entry.by, entry.at) == (bad.reference, "", now)
    assert entry.said == {"problem": "ValueError: no such day"}
    assert [record.levelname for record in caplog.records] == ["ERROR"]

    assert wake(now=now + timedelta(minutes=59)) == 0
    monkeypatch.undo()
    assert wake(now=now + timedelta(minutes=60)) == 1
    assert breach(bad).state == "broken"


def test_a_database_that_goes_away_is_nobodys_fault_and_puts_nothing_off(monkeypatch):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    before = list(contact.clocks.values_list("wake_at", flat=True))

    def reckon(contact, *, now):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(waking, "reckon", reckon)
    with pytest.raises(OperationalError):
        wake(now=at("Sun 22 Nov 2026 03:00"))
    assert list(contact.clocks.values_list("wake_at", flat=True)) == before
    assert not Entry.objects.filter(what="could not reckon").exists()


def test_what_a_colleague_reckoned_a_moment_before_is_left_alone(monkeypatch):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    now = at("Sun 22 Nov 2026 03:00")
    ours = list(waking.asleep_until(now))
    assert wake(now=now) == 1

    class Stale:
        """What this worker had found, before the colleague was quicker."""

        def values_list(self, *fields, flat):
            return [row.contact_id for row in ours]

    monkeypatch.setattr(waking, "asleep_until", lambda now: Stale())
    assert wake(now=now) == 0
    assert breach(contact).noticed_at == now


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_do_each_contact_once():
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    contacts = [cast.received(at("Mon 2 Nov 2026 09:00") + timedelta(minutes=number)) for number in range(20)]
    now = at("Sun 22 Nov 2026 03:00")

    def work(_: int) -> int:
        try:
            return wake(now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        done = list(workers.map(work, range(4)))
    assert sum(done) == len(contacts)
    assert {breach(contact).state for contact in contacts} == {"broken"}
