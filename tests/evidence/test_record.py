from datetime import timedelta

import pytest

from answerable.evidence.actions import record, seal
from answerable.evidence.models import Entry, Seal
from answerable.evidence.queries import broken_seal
from tests.build import at
from tests.evidence.tampering import tamper

pytestmark = pytest.mark.django_db

MORNING = at("Mon 2 Nov 2026 09:00")
LATER = MORNING + timedelta(hours=1)


def three_sealed() -> list[Entry]:
    entries = [record("took", about="7K3Q-92MX", by="sam@council.example", at=MORNING) for _ in range(3)]
    seal(at=LATER)
    return entries


def test_a_seal_covers_what_was_recorded_since_the_last():
    three_sealed()
    record("closed", about="7K3Q-92MX", at=LATER)
    assert seal(at=LATER + timedelta(hours=1)) is not None
    assert [(one.entries, bool(one.previous)) for one in Seal.objects.order_by("id")] == [(3, False), (1, True)]
    assert broken_seal() is None


def test_nothing_new_is_not_sealed():
    three_sealed()
    assert seal(at=LATER + timedelta(hours=1)) is None


def test_what_is_being_written_at_this_moment_is_left_for_the_next_seal():
    record("took", at=LATER)
    assert seal(at=LATER + timedelta(seconds=30)) is None
    assert seal(at=LATER + timedelta(seconds=90)) is not None


def test_an_entry_taken_out_breaks_its_seal():
    entries = three_sealed()
    tamper(f"DELETE FROM evidence_entry WHERE id = {entries[1].id}")
    assert broken_seal() == Seal.objects.get()


def test_a_seal_taken_out_breaks_the_one_after_it():
    three_sealed()
    record("closed", at=LATER)
    seal(at=LATER + timedelta(hours=1))
    first, second = Seal.objects.order_by("id")
    tamper(f"UPDATE evidence_seal SET previous = '' WHERE id = {second.id}")
    assert broken_seal() == second
    tamper(f"UPDATE evidence_seal SET previous = '{first.digest}' WHERE id = {second.id}")
    assert broken_seal() is None
