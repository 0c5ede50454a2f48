"""Words are erased for good, and nothing else of a row is ever changed under cover of it."""

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.evidence.actions import forget, note_deletion, record
from answerable.evidence.models import Deletion, Entry
from answerable.evidence.words import ERASED, digest_of_words
from tests.build import at

pytestmark = pytest.mark.django_db

NOON = at("Mon 2 Nov 2026 12:00")
GONE = f'{{"why": "{ERASED}"}}'


def said_why() -> Entry:
    return record("left out", about="7K3Q-92MX", at=NOON, words={"why": "She moved to Dover"}, code="spam")


def update(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE evidence_entry SET {sql}")


def test_words_stand_apart_with_a_salted_digest_and_are_read_with_the_details():
    entry = Entry.objects.get(id=said_why().id)
    assert (entry.details, entry.words) == ({"code": "spam"}, {"why": "She moved to Dover"})
    assert entry.said == {"code": "spam", "why": "She moved to Dover"}
    assert len(entry.salt) == 32
    assert entry.words_digest == digest_of_words(entry.words, entry.salt)
    assert (entry.words_fit, entry.is_erased) == (True, False)


def test_the_same_words_said_twice_have_other_digests():
    assert said_why().words_digest != said_why().words_digest


def test_a_row_without_words_has_no_digest_and_nothing_to_forget():
    entry = record("took", about="7K3Q-92MX", at=NOON, fact="x")
    assert (entry.words, entry.salt, entry.words_digest, entry.words_fit) == ({}, "", "", True)
    assert forget(Entry.objects.all()) == 0


def test_the_digest_is_the_sha_256_of_the_salt_and_of_json_with_sorted_keys():
    assert digest_of_words({"why": "é", "a": "b"}, "00") == (
        "3b42199fc7812b9f16a849ba1a79d88db0ebcff6ed3325a2c7442778e9b512f8"
    )


def test_forgotten_words_leave_their_names_and_the_digest_and_nothing_that_tells_what_they_said():
    before = said_why()
    kept = record("put back", about="another", at=NOON, words={"why": "A mistake"})
    assert forget(Entry.objects.filter(about="7K3Q-92MX")) == 1
    entry = Entry.objects.get(id=before.id)
    assert (entry.said, entry.salt) == ({"code": "spam", "why": ERASED}, "")
    assert (entry.words_digest, entry.is_erased, entry.words_fit) == (before.words_digest, True, False)
    assert Entry.objects.get(id=kept.id).said == {"why": "A mistake"}
    assert forget(Entry.objects.filter(about="7K3Q-92MX")) == 0


@pytest.mark.parametrize(
    "sql",
    [
        f"words = '{GONE}'",
        "salt = ''",
        """words = '{"why": "She lied"}', salt = ''""",
        "words = '{}', salt = ''",
        "words = 'null', salt = ''",
        f"""words = '{{"because": "{ERASED}"}}', salt = ''""",
        f"""words = '{{"why": "{ERASED}", "more": "{ERASED}"}}', salt = ''""",
        f"words = '{GONE}', salt = '00'",
        f"words = '{GONE}', salt = '', words_digest = ''",
        f"""words = '{GONE}', salt = '', details = '{{"code": "test"}}'""",
        f"words = '{GONE}', salt = '', at = '2020-01-01 09:00:00+00:00'",
        f"words = '{GONE}', salt = '', id = id + 1000",
    ],
)
def test_nothing_is_changed_under_cover_of_erasing(sql: str):
    said_why()
    with pytest.raises(IntegrityError, match="Cannot change an entry of the record"):
        update(sql)


def test_what_is_erased_is_not_written_anew():
    entry = said_why()
    forget(Entry.objects.all())
    with pytest.raises(IntegrityError, match="Cannot change an entry of the record"):
        update(f"""words = '{{"why": "She lied"}}', salt = '{entry.salt}'""")


def test_a_deletion_says_how_much_of_what_went_and_on_which_ground():
    note_deletion(
        "retention",
        reference="7K3Q-92MX",
        ground="Enquiries: 3 years after they are closed",
        removed={"words of facts": 4, "messages": 2},
        at=NOON,
    )
    made = Deletion.objects.get()
    assert str(made) == "2026-11-02 12:00 the system: retention 7K3Q-92MX"
    assert (made.ground, made.removed) == (
        "Enquiries: 3 years after they are closed",
        {"words of facts": 4, "messages": 2},
    )


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE evidence_deletion SET reference = 'x'", "Cannot change what was written of a deletion"),
        ("DELETE FROM evidence_deletion", "Cannot take what was written of a deletion"),
    ],
)
def test_what_was_written_of_a_deletion_stays(sql: str, says: str):
    note_deletion("erasure", reference="7K3Q-92MX", ground="UK GDPR article 17", removed={}, at=NOON)
    with pytest.raises(IntegrityError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
