"""A breach enters the record once, at the moment it happened, by whichever way it is noticed."""

from datetime import datetime
from typing import Any

import pytest

from answerable.contacts.actions import wake
from answerable.contacts.actions.noting import note
from answerable.contacts.models import ClockRow, Contact
from answerable.evidence.models import Entry
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

LATE = at("Sun 22 Nov 2026 03:00")


def on_record(contact: Contact) -> list[tuple[str, datetime, str]]:
    """Return the promise of each breach on record, when it was broken, and when we noticed."""
    entries = Entry.objects.filter(what="promise broken", about=contact.reference).order_by("at", "id")
    return [(entry.details["promise"], entry.at, entry.details["noticed_at"]) for entry in entries]


def broken(contact: Contact) -> list[tuple[str, datetime, str]]:
    """Return the same from the clocks themselves."""
    rows: Any = contact.clocks.filter(state="broken").order_by("decided", "id")
    return [(row.promise, row.decided, row.noticed_at.isoformat()) for row in rows]


def test_a_breach_that_the_worker_notices_is_on_record_at_its_true_moment_and_once():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    assert wake(now=LATE) == 1
    assert [promise for promise, _, _ in on_record(contact)] == ["S5-22", "S5-24", "S5-29"]
    assert on_record(contact) == broken(contact)
    assert {noticed for _, _, noticed in on_record(contact)} == {LATE.isoformat()}
    before = on_record(contact)
    ClockRow.objects.update(wake_at=LATE)
    assert wake(now=at("Mon 23 Nov 2026 09:00")) == 1
    assert on_record(contact) == before


def test_a_breach_that_a_late_reply_shows_before_any_worker_looks_is_on_record_too():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    note(contact, [("replied", {})], by=None, at=LATE, now=LATE)
    assert on_record(contact) == broken(contact) != []


def test_a_breach_of_a_letter_that_was_lying_about_for_weeks_is_on_record_when_it_is_taken_in():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    cast.actions.receive(cast.arrival(channel="letter"), at=at("Mon 2 Nov 2026 09:00"), now=LATE)
    letter = Contact.objects.exclude(id=contact.id).get()
    assert on_record(letter) == broken(letter) != []
    assert on_record(contact) == []


def test_a_promise_that_is_kept_is_not_on_record_as_broken():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    note(contact, [("replied", {})], by=None, at=at("Mon 2 Nov 2026 10:00"), now=at("Mon 2 Nov 2026 10:00"))
    wake(now=LATE)
    assert on_record(contact) == broken(contact)
    assert "S5-24" not in {promise for promise, _, _ in on_record(contact)}


def test_a_clock_that_stands_still_until_the_matter_lapses_is_woken_when_it_does():
    contact = cast.received("Mon 2 Nov 2026 09:00", kinds=("foi",))
    asked = at("Tue 3 Nov 2026 09:00")
    note(contact, [("fee_asked", {})], by=None, at=asked, now=asked)
    request = cast.clock(contact, "S5-16")
    assert (request.state, request.wake_at) == ("paused", at("Thu 4 Feb 2027 00:00"))
    wake(now=at("Wed 3 Feb 2027 23:59"))
    assert cast.clock(contact, "S5-16").state == "paused"
    wake(now=at("Thu 4 Feb 2027 00:01"))
    assert (cast.clock(contact, "S5-16").state, cast.clock(contact, "S5-16").wake_at) == ("void", None)
