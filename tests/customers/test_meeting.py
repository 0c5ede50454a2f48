import pytest

from answerable.customers.actions import meet
from answerable.customers.models import Customer
from tests import cast

pytestmark = pytest.mark.django_db


def test_somebody_who_writes_from_an_address_is_known_by_it():
    council = cast.council()
    one = meet(council, name="Robin Reed", email="Robin@home.example", proven=True)
    assert meet(council, name="R. Reed", email=" robin@HOME.example", proven=True) == one
    assert one.name == "Robin Reed"


def test_somebody_who_fills_in_an_address_is_not_taken_for_its_owner_and_does_not_learn_their_name():
    council = cast.council()
    owner = meet(council, name="Robin Reed", email="robin@home.example", phone="01632 960 111", proven=True)
    stranger = meet(council, email="robin@home.example")
    assert stranger not in (owner, None)
    assert (stranger.name, stranger.phone) == ("", "")


def test_what_the_owner_tells_us_later_does_not_reach_the_stranger_either():
    council = cast.council()
    stranger = meet(council, email="robin@home.example")
    meet(council, name="Robin Reed", email="robin@home.example", proven=True)
    assert Customer.objects.get(id=stranger.id).name == ""


def test_somebody_who_says_the_same_of_themselves_twice_is_one_customer():
    council = cast.council()
    said = {"name": "Robin Reed", "email": "robin@home.example", "needs": "Large print"}
    assert meet(council, **said) == meet(council, **said)


@pytest.mark.parametrize("more", [{"phone": "01632 960 666"}, {"needs": "Ring me"}, {"name": "Robin"}])
def test_whoever_is_not_proved_and_says_anything_more_is_another_and_changes_nothing(more: dict[str, str]):
    council = cast.council()
    for proven in (True, False):
        one = meet(council, name="Robin Reed", email="robin@home.example", proven=proven)
        two = meet(council, **{"name": "Robin Reed", "email": "robin@home.example", **more})
        one.refresh_from_db()
        assert (two != one, one.name, one.phone, one.needs) == (True, "Robin Reed", "", "")


def test_what_was_told_before_is_not_overwritten():
    council = cast.council()
    meet(council, email="robin@home.example", needs="Large print", proven=True)
    assert meet(council, email="robin@home.example", needs="None", proven=True).needs == "Large print"


def test_somebody_of_whom_nothing_is_known_is_nobody():
    assert meet(cast.council()) is None


def test_two_who_give_only_a_name_are_two():
    council = cast.council()
    assert meet(council, name="Robin Reed") != meet(council, name="Robin Reed")


def test_somebody_who_fills_in_an_address_under_another_name_is_another():
    council = cast.council()
    one = meet(council, name="Robin Reed", email="robin@home.example", phone="01632 960 111")
    two = meet(council, name="Mallory", email="robin@home.example")
    assert (two != one, two.name, two.phone) == (True, "Mallory", "")
