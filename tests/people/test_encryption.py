"""A copy of the database signs nobody in: second factors are encrypted, and stay good when the key changes."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.exceptions import ValidationError

from answerable.evidence.models import Entry
from answerable.people import actions
from answerable.people.encryption import CannotDecrypt, decrypt, encrypt
from answerable.people.models import Staff
from answerable.people.queries import with_unreadable_codes
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

NOW = at("Mon 2 Nov 2026 09:00")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = "another key than the one of the tests, as long"


@pytest.fixture
def sam() -> Staff:
    staff = cast.staff()
    actions.enrol(staff, secret=SECRET, by=None, at=NOW)
    return staff


def kept() -> dict[str, Any]:
    return {one.type: one.data for one in Authenticator.objects.all()}


def codes(staff: Staff) -> list[str]:
    found: list[str] = RecoveryCodes(Authenticator.objects.get(user=staff, type="recovery_codes")).get_unused_codes()
    return found


def test_neither_the_secret_nor_the_seed_lies_in_clear_and_both_can_be_read_again(sam: Staff):
    assert SECRET not in json.dumps(kept())
    assert decrypt(kept()["totp"]["secret"]) == SECRET
    assert len(decrypt(kept()["recovery_codes"]["seed"])) == 80
    assert len(set(codes(sam))) == 10


def test_the_same_secret_looks_another_each_time():
    assert encrypt(SECRET) != encrypt(SECRET)


def test_with_another_key_it_cannot_be_read_unless_the_old_one_is_a_former_key(sam: Staff, settings: Any):
    old, before = settings.SECRET_KEY, codes(sam)
    settings.SECRET_KEY = NEW
    with pytest.raises(CannotDecrypt, match="ANSWERABLE_FORMER_KEYS"):
        decrypt(kept()["totp"]["secret"])
    with pytest.raises(ValidationError, match="We cannot check your codes"):
        codes(sam)
    assert with_unreadable_codes() == [sam.email]
    settings.SECRET_KEY_FALLBACKS = [old]
    assert (decrypt(kept()["totp"]["secret"]), codes(sam), with_unreadable_codes()) == (SECRET, before, [])


def test_what_a_former_key_encrypted_is_encrypted_anew_once_and_then_the_former_key_can_go(sam: Staff, settings: Any):
    before, old = codes(sam), settings.SECRET_KEY
    assert actions.encrypt_anew(at=NOW) == 0
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [old]
    assert [actions.encrypt_anew(at=NOW) for _ in range(2)] == [2, 0]
    settings.SECRET_KEY_FALLBACKS = []
    assert (decrypt(kept()["totp"]["secret"]), codes(sam)) == (SECRET, before)
    assert Entry.objects.get(what="encrypted second factors anew").details == {"how_many": 2}


def test_where_one_cannot_be_read_none_is_changed(sam: Staff, settings: Any):
    before = kept()
    settings.SECRET_KEY = NEW
    with pytest.raises(CannotDecrypt):
        actions.encrypt_anew(at=NOW)
    assert kept() == before
