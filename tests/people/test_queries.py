"""People are found by the address they sign in with, and listed by council."""

import pytest

from answerable.people.models import Role, Staff
from answerable.people.queries import employed, signing_in_with
from tests.cast import staff

pytestmark = pytest.mark.django_db


def test_somebody_is_found_however_their_address_is_written():
    sam = staff()
    assert signing_in_with("Sam.Field@Council.example") == sam


def test_nobody_is_found_at_an_address_that_is_nobody_s():
    with pytest.raises(LookupError, match=r"Nobody signs in with sam@council.example"):
        signing_in_with("sam@council.example")


def test_whoever_has_left_does_not_sign_in():
    sam = staff()
    Staff.objects.update(is_active=False)
    with pytest.raises(LookupError, match="Sam Field has left"):
        signing_in_with(sam.email)


def test_a_council_s_staff_are_those_with_a_post_there_each_once():
    ada = staff("Ada Boss", Role.MANAGER, "s5")
    staff("Ada Boss", Role.AUDITOR, "s5")
    sam = staff(path="s5/customer-services/post")
    eve = staff("Eve Else", Role.OFFICER, "s55")
    idle = Staff.objects.create_user("idle@council.example", name="Idle Hand")
    assert list(employed("s5")) == [ada, sam]
    assert list(employed()) == [ada, eve, idle, sam]
