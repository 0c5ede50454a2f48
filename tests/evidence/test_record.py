"""Seals are put on what is written, in its turn, with a key that lies outside the database."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from answerable.evidence import actions
from answerable.evidence.actions import key_at, note_deletion, record, renew_key, seal, seal_all
from answerable.evidence.keys import SigningKey, WrongKey, has_signed, make_key, public_file, read_key, read_public_keys
from answerable.evidence.models import Entry, Seal, Unsealed
from answerable.evidence.sealed import sorts
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

MORNING = at("Mon 2 Nov 2026 09:00")
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    """Give a key in a file of its own."""
    return key_at(tmp_path / "key")


def three_sealed(key: SigningKey) -> Seal:
    for _ in range(3):
        record("took", about="7K3Q-92MX", by="sam@council.example", at=MORNING)
    made = seal(at=LATER, key=key)
    assert made is not None
    return made


def test_a_seal_names_each_row_that_was_written_since_the_last_and_is_signed(key: SigningKey):
    first = three_sealed(key)
    closed = record("closed", about="7K3Q-92MX", at=LATER)
    gone = note_deletion("retention", reference="7K3Q-92MX", ground="3 years", removed={}, at=LATER)
    second = seal(at=LATER + timedelta(hours=1), key=key)
    assert second is not None
    assert second.leaves.splitlines() == [f"entry {closed.id} {closed.leaf()}", f"deletion {gone.id} {gone.leaf()}"]
    assert (second.number, second.previous, second.left, second.key) == (2, first.digest, 0, key.name)
    assert second.digest == Seal.objects.get(number=2).worked_out()
    assert has_signed(key.public, second.digest, second.signature)
    assert not has_signed(key.public, first.digest, second.signature)
    assert Unsealed.objects.count() == 0


def test_nothing_new_is_not_sealed(key: SigningKey):
    three_sealed(key)
    assert seal(at=LATER, key=key) is None


def test_what_was_undone_waits_for_no_seal(key: SigningKey):
    with pytest.raises(KeyError), transaction.atomic():
        record("took", at=LATER)
        raise KeyError
    assert seal(at=LATER, key=key) is None


def test_more_than_fits_a_seal_is_sealed_by_several_which_say_that_more_waited(key: SigningKey, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    for _ in range(5):
        record("took", at=MORNING)
    assert seal_all(at=LATER, key=key) == 3
    seals = Seal.objects.order_by("number")
    assert [(one.number, len(one.leaves.splitlines()), one.left) for one in seals] == [(1, 2, 3), (2, 2, 1), (3, 1, 0)]


def test_every_column_of_what_is_sealed_is_sealed_but_what_may_change_by_a_rule_of_its_own():
    left_out = {
        sort: {field.attname for field in model._meta.concrete_fields} - set(model.COLUMNS)
        for sort, model in sorts().items()
    }
    assert left_out == {
        "entry": {"words", "salt"},
        "deletion": set(),
        "fact": {"words", "salt"},
        "edition": {"holidays_id"},
        "text": {"words"},
        "count": set(),
    }


def test_a_contact_waits_to_be_sealed_with_its_fact_its_charter_and_the_texts_of_it(key: SigningKey):
    cast.received()
    waiting = set(Unsealed.objects.values_list("sort", flat=True))
    assert waiting == {"fact", "edition", "text", "entry"}
    assert (seal_all(at=LATER, key=key), Unsealed.objects.count()) == (1, 0)


def test_a_key_is_made_once_where_nobody_else_can_read_it(tmp_path: Path):
    file = tmp_path / "key"
    made = key_at(file)
    assert (file.stat().st_mode & 0o777, key_at(file).name, read_key(file).name) == (0o600, made.name, made.name)
    assert list(read_public_keys(public_file(file))) == [made.name]


def test_a_key_that_was_lost_is_not_made_anew_when_something_is_sealed(tmp_path: Path, key: SigningKey):
    three_sealed(key)
    with pytest.raises(WrongKey, match="Cannot find the seal key"):
        key_at(tmp_path / "lost")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int):
    make_key(tmp_path / "key")
    (tmp_path / "key").chmod(mode)
    with pytest.raises(WrongKey, match="others may read it, and could forge"):
        read_key(tmp_path / "key")


@pytest.mark.parametrize("words", ["", "no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_what_is_no_key_is_refused_with_a_word(tmp_path: Path, words: str):
    file = tmp_path / "key"
    file.write_text(words)
    file.chmod(0o600)
    with pytest.raises(WrongKey, match="Cannot read the seal key"):
        read_key(file)
    with pytest.raises(WrongKey, match="public key"):
        read_public_keys(file)


def test_a_new_key_signs_on_and_the_former_one_stays_known(tmp_path: Path):
    file = tmp_path / "key"
    former = key_at(file)
    three_sealed(former)
    renewed = renew_key(file, at=LATER)
    entry = Entry.objects.get(what="renewed the seal key")
    assert entry.details == {"was": former.name, "now": renewed.name}
    assert seal_all(at=LATER, key=read_key(file)) == 1
    assert list(Seal.objects.order_by("number").values_list("key", flat=True)) == [former.name, renewed.name]
    assert list(read_public_keys(public_file(file))) == [former.name, renewed.name]
    assert read_key(tmp_path / f"key.{former.name}").name == former.name
