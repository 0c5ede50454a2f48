"""The record is append-only in the database itself: an entry may be sealed, once, and nothing else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.evidence.actions import record, seal
from answerable.evidence.models import Entry
from answerable.evidence.queries import broken_seal
from tests.build import at

pytestmark = pytest.mark.django_db

NOON = at("Mon 2 Nov 2026 12:00")
CHANGES = {
    "at": "'2020-01-01 09:00:00+00:00'",
    "by": "'somebody.else@council.example'",
    "what": "'nothing'",
    "about": "'another'",
    "details": """'{"much": 1}'""",
    "words": """'{"why": "So"}'""",
    "salt": "'00'",
    "words_digest": "'00'",
    "id": "id + 1000",
}


def change(what: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE evidence_entry SET {what}")


def test_every_column_but_the_seal_is_tried_below():
    assert {field.column for field in Entry._meta.concrete_fields} == {*CHANGES, "seal_id"}


@pytest.mark.parametrize("column", CHANGES)
def test_no_column_of_an_entry_can_be_changed(column: str):
    record("signed in", about="s5", by="sam@council.example", at=NOON)
    with pytest.raises(IntegrityError, match="it may only be sealed, once"):
        change(f"{column} = {CHANGES[column]}")


@pytest.mark.parametrize("column", CHANGES)
def test_nothing_can_be_changed_under_cover_of_sealing(column: str):
    record("signed in", about="s5", by="sam@council.example", at=NOON)
    assert seal(at=NOON + timedelta(hours=1)) is not None
    record("signed out", about="s5", by="sam@council.example", at=NOON)
    with pytest.raises(IntegrityError, match="it may only be sealed, once"):
        change(f"seal_id = (SELECT max(id) FROM evidence_seal), {column} = {CHANGES[column]} WHERE seal_id IS NULL")


def test_an_entry_is_sealed_once_and_the_seal_cannot_be_taken_off_or_changed():
    record("signed in", about="s5", by="sam@council.example", at=NOON)
    made = seal(at=NOON + timedelta(hours=1))
    assert made is not None and Entry.objects.get().seal == made
    for value in ("NULL", "seal_id"):
        with pytest.raises(IntegrityError, match="it may only be sealed, once"):
            change(f"seal_id = {value}")
    assert broken_seal() is None


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DELETE FROM evidence_entry", "Cannot take an entry from the record"),
        ("DELETE FROM evidence_entry WHERE seal_id IS NULL", "Cannot take an entry from the record"),
        ("UPDATE evidence_entry SET seal_id = NULL", "it may only be sealed, once"),
        ("DELETE FROM evidence_seal", "Cannot take a seal from the record"),
        ("UPDATE evidence_seal SET digest = 'x'", "Cannot change a seal of the record"),
    ],
)
def test_nothing_is_taken_from_the_record_and_no_seal_is_changed(statement: str, says: str):
    record("signed in", about="s5", by="sam@council.example", at=NOON)
    assert seal(at=NOON + timedelta(hours=1)) is not None
    record("signed out", about="s5", by="sam@council.example", at=NOON)
    with pytest.raises(IntegrityError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (Entry.objects.count(), broken_seal()) == (2, None)
