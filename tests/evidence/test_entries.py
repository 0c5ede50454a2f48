"""The record is append-only in the database itself: nothing of an entry or a seal changes, and nothing goes."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.evidence.actions import key_at, record, seal
from answerable.evidence.models import Entry, Seal
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


def test_every_column_is_tried_below_and_sealed_but_for_the_words_and_their_salt():
    columns = {field.attname for field in Entry._meta.concrete_fields}
    assert columns == set(CHANGES) == {*Entry.COLUMNS, "words", "salt"}


@pytest.mark.parametrize("column", CHANGES)
def test_no_column_of_an_entry_can_be_changed(column: str):
    record("signed in", about="s5", by="sam@council.example", at=NOON)
    with pytest.raises(IntegrityError, match="Cannot change an entry of the record"):
        change(f"{column} = {CHANGES[column]}")


STATEMENTS = [
    ("DELETE FROM evidence_entry", "Cannot take an entry from the record"),
    ("DELETE FROM evidence_seal", "Cannot take a seal from the record"),
    ("UPDATE evidence_seal SET digest = 'x'", "Cannot change a seal of the record"),
    ("UPDATE evidence_seal SET signature = 'x'", "Cannot change a seal of the record"),
]
if connection.vendor == "postgresql":
    STATEMENTS += [
        ("TRUNCATE evidence_entry", "Cannot take an entry from the record"),
        ("TRUNCATE evidence_seal", "Cannot take a seal from the record"),
        ("TRUNCATE evidence_deletion", "Cannot take what was written of a deletion"),
        ("TRUNCATE contacts_fact CASCADE", "Cannot take a fact away"),
    ]
else:
    STATEMENTS += [
        (
            "REPLACE INTO evidence_entry SELECT id, at, 'x', what, about, details, salt, words, words_digest "
            "FROM evidence_entry",
            "Cannot put another in the place of an entry of the record",
        ),
    ]


@pytest.mark.parametrize(("statement", "says"), STATEMENTS)
def test_nothing_is_taken_from_the_record_and_no_seal_is_changed(statement: str, says: str, tmp_path: Path):
    record("signed in", about="s5", by="sam@council.example", at=NOON)
    made = seal(at=NOON + timedelta(hours=1), key=key_at(tmp_path / "key"))
    record("signed out", about="s5", by="sam@council.example", at=NOON)
    with pytest.raises(IntegrityError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (Entry.objects.count(), Seal.objects.get()) == (2, made)
