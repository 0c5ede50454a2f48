"""Staff are hired, appointed, dismissed and deactivated; and the record says by whom."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from answerable.evidence.queries import about
from answerable.people import actions
from answerable.people.models import Role, Staff
from tests.build import at
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

NOW = at("Mon 2 Nov 2026 09:00")


def hired(email: str = "Sam@Council.Example", by: Staff | None = None) -> Staff:
    return actions.hire(email, name="Sam Field", phone="01632 960 010", password=PASSWORD, by=by, at=NOW)


def entries(staff: Staff) -> list[tuple[str, str, dict[str, str]]]:
    return [(entry.by, entry.what, entry.said) for entry in about(staff.reference)]


def held(staff: Staff) -> list[str]:
    return [str(post) for post in staff.held_posts]


def test_somebody_hired_can_sign_in_and_may_do_nothing():
    boss = hired("boss@council.example")
    staff = hired(by=boss)
    assert (staff.email, staff.check_password(PASSWORD), held(staff)) == ("sam@council.example", True, [])
    assert entries(staff) == [("boss@council.example", "hired", {"email": "sam@council.example"})]


def test_nobody_is_hired_twice_however_the_address_is_written():
    hired()
    with pytest.raises(ValueError, match="somebody signs in with that address"):
        hired("SAM@council.example")


@pytest.mark.parametrize("password", ["too short", "qwerty123456", "sam@council.example"])
def test_nobody_is_hired_with_a_password_that_can_be_guessed(password: str):
    with pytest.raises(ValidationError):
        actions.hire("sam@council.example", name="Sam Field", phone="", password=password, by=None, at=NOW)
    assert Staff.objects.count() == 0


def test_a_post_is_given_and_ended_and_each_is_recorded_once():
    staff = hired()
    for _ in range(2):
        actions.appoint(staff, role=Role.MANAGER, path="s5/roads", by=None, at=NOW)
    assert held(staff) == ["Manager at s5/roads"]
    actions.dismiss(staff, role=Role.MANAGER, path="s5/roads", by=None, at=NOW)
    assert held(staff) == []
    post = {"role": "manager", "path": "s5/roads"}
    assert entries(staff)[1:] == [("", "appointed", post), ("", "dismissed", post)]


def test_nobody_is_dismissed_from_a_post_they_do_not_hold():
    with pytest.raises(ValueError, match="they are not auditor at s5"):
        actions.dismiss(hired(), role=Role.AUDITOR, path="s5", by=None, at=NOW)


@pytest.mark.parametrize("path", ["", "s5/", "/s5", "S5", "s5//roads", "s5/a/b/c", "s5 "])
def test_nobody_is_appointed_at_a_path_that_could_never_match(path: str):
    with pytest.raises(ValueError, match="Write a council, a service or a team"):
        actions.appoint(hired(), role=Role.OFFICER, path=path, by=None, at=NOW)


def test_whoever_leaves_keeps_their_name_and_their_account_is_closed():
    staff = hired()
    actions.deactivate(staff, by=None, at=NOW)
    assert (Staff.objects.get().name, Staff.objects.get().is_active) == ("Sam Field", False)
    assert entries(staff)[1:] == [("", "deactivated", {})]


def test_a_secret_that_no_telephone_can_hold_is_refused():
    staff = hired()
    with pytest.raises(ValueError, match="base 32"):
        actions.enrol(staff, secret="not base 32!", by=None, at=NOW)
    assert Staff.objects.get().enrolled_at is None


@pytest.mark.parametrize(
    ("email", "name"),
    [("not an address", "Sam Field"), ("sam@council.example", ""), ("sam@council.example", "S" * 101)],
)
def test_nobody_is_hired_whose_particulars_cannot_be_kept(email: str, name: str):
    with pytest.raises(ValidationError):
        actions.hire(email, name=name, phone="", password=PASSWORD, by=None, at=NOW)
    assert Staff.objects.count() == 0


def test_a_password_that_can_be_guessed_is_not_taken_in_place_of_another():
    staff = hired()
    with pytest.raises(ValidationError):
        actions.change_password(staff, password="too short", by=None, at=NOW)
    assert Staff.objects.get().check_password(PASSWORD)


def test_whoever_lost_their_telephone_begins_again_with_another_password():
    staff = hired()
    actions.enrol(staff, secret="JBSWY3DPEHPK3PXP", by=None, at=NOW)
    boss = hired("boss@council.example")
    actions.unenrol(staff, password="another battery and staple", by=boss, at=NOW)
    found = Staff.objects.get(id=staff.id)
    assert (found.enrolled_at, found.check_password("another battery and staple")) == (None, True)
    assert not Authenticator.objects.filter(user=staff).exists()
    assert entries(staff)[2:] == [
        ("boss@council.example", "changed password", {}),
        ("boss@council.example", "took away one-time codes", {}),
    ]


def test_a_password_that_can_be_guessed_takes_no_codes_away():
    staff = hired()
    actions.enrol(staff, secret="JBSWY3DPEHPK3PXP", by=None, at=NOW)
    with pytest.raises(ValidationError):
        actions.unenrol(staff, password="too short", by=None, at=NOW)
    assert (Staff.objects.get().enrolled_at, Authenticator.objects.count()) == (NOW, 2)
