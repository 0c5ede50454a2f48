"""What is changed on screen is recorded, written over by no colleague, and by the council's file only with the word."""

from typing import Any

import pytest

from answerable.councils.actions import (
    ChangedOnScreen,
    NotSettled,
    add_mailbox,
    add_service,
    add_team,
    change_settings,
    establish,
)
from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.councils.settings import as_seen
from answerable.councils.urgent import UrgentNumber
from answerable.evidence.models import Entry
from answerable.people.models import Role, Staff
from tests import cast
from tests.councils.test_actions import NOW, PLAN, POST, ROADS

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

WORD = {"by": None, "at": NOW, "overwrite": True}


@pytest.fixture
def ada() -> Staff:
    establish(PLAN, by=None, at=NOW)
    return cast.staff("Ada Min", Role.ADMINISTRATOR, "s5")


def change(place: Any, ada: Staff, **wanted: Any) -> list[str]:
    council = Council.objects.get()
    return change_settings(council, place, wanted=wanted, seen=as_seen(place), by=ada, at=NOW)


def recorded(what: str = "changed a setting") -> list[tuple[str, str, dict[str, Any]]]:
    return [(one.about, one.by, one.details) for one in Entry.objects.filter(what=what).order_by("id")]


def on_screen() -> list[str]:
    return Council.objects.get().changed_on_screen


def test_each_change_is_recorded_with_what_it_was_and_is(ada: Staff):
    number = UrgentNumber("No heating", "01632 960 010").as_kept()
    council, post, mailbox = Council.objects.get(), Team.objects.get(key="post"), Mailbox.objects.get()
    assert change(council, ada, phone="1", opening=council.opening, urgent_numbers=[number]) == [
        "phone",
        "urgent_numbers",
    ]
    assert change(post, ada, name="the front desk") == ["name"]
    assert change(mailbox, ada, team=Team.objects.get(key="roads"), name="") == ["team", "name"]
    assert change(Service.objects.get(), ada, name="Contact") == ["name"]
    assert change(Service.objects.get(), ada, name="Contact") == []
    said = [
        ("council s5: phone", "01632 960 001", "1"),
        ("council s5: urgent_numbers", "none", "01632 960 010 (No heating)"),
        ("team s5/customer-services/post: name", "the post team", "the front desk"),
        ("mailbox contact@s5.example: team", "s5/customer-services/post", "s5/customer-services/roads"),
        ("mailbox contact@s5.example: name", "contact-group", ""),
        ("service s5/customer-services: name", "Customer services", "Contact"),
    ]
    assert recorded() == [("s5", ada.email, {"setting": of, "was": was, "now": now}) for of, was, now in said]
    assert on_screen() == sorted(of for of, _, _ in said)
    assert Mailbox.objects.get().team.key == "roads"


def test_of_two_who_change_the_same_at_once_the_second_is_told(ada: Staff):
    first, second = Council.objects.get(), Council.objects.get()
    change(first, ada, phone="1")
    with pytest.raises(NotSettled, match="A colleague changed this meanwhile"):
        change(second, ada, duty_address="other@s5.example")
    assert (Council.objects.get().phone, Council.objects.get().duty_address) == ("1", "")


def test_the_file_writes_over_nothing_of_the_screen_without_the_word(ada: Staff):
    change(Council.objects.get(), ada, phone="1")
    change(Team.objects.get(key="post"), ada, answers_name="Jo Frost")
    changed = PLAN._replace(name="Another name")
    with pytest.raises(ChangedOnScreen) as refused:
        establish(changed, by=None, at=NOW)
    assert "council s5: phone was '1' and is now '01632 960 001'; team s5/customer-services/post: answers" in str(
        refused.value
    )
    assert "name was" not in str(refused.value).replace("answers_name was", "")
    assert (Council.objects.get().name, Council.objects.get().phone) == ("A county council", "1")
    assert establish(changed, **WORD)[1] == "council s5: phone was '1' and is now '01632 960 001'"
    assert (on_screen(), Team.objects.get(key="post").answers_name) == ([], "Alex Morgan")
    assert establish(changed, by=None, at=NOW) == []


def test_a_file_that_says_the_same_as_the_screen_is_at_peace_with_it(ada: Staff):
    change(Council.objects.get(), ada, phone="1")
    same = PLAN._replace(phone="1", colour="#000000")
    assert establish(same, by=None, at=NOW) == ["council s5: colour was '#00703c' and is now '#000000'"]
    assert on_screen() == []
    assert len(establish(PLAN, by=None, at=NOW)) == 2


def test_what_was_added_on_screen_is_taken_away_only_with_the_word(ada: Staff):
    council, given = Council.objects.get(), {"by": ada, "at": NOW}
    parks = add_service(council, name="Parks & gardens", **given)
    team = add_team(council, service=parks, name="the Trees team", answers_name="A", answers_phone="1", **given)
    add_mailbox(council, address="trees@s5.example", team=team, name="", **given)
    assert (parks.key, team.path) == ("parks-gardens", "s5/parks-gardens/trees")
    assert [details["setting"] for _, _, details in recorded("added a setting")] == [
        "service s5/parks-gardens",
        "team s5/parks-gardens/trees",
        "mailbox trees@s5.example",
    ]
    with pytest.raises(ChangedOnScreen, match=r"mailbox trees@s5\.example is taken away; team s5/parks-gardens/trees"):
        establish(PLAN, by=None, at=NOW)
    assert Mailbox.objects.count() == 2
    assert len(establish(PLAN, **WORD)) == 3
    assert (Mailbox.objects.count(), Team.objects.count(), Service.objects.count()) == (1, 2, 1)


def test_what_is_there_already_is_not_added(ada: Staff):
    council, service, given = Council.objects.get(), Service.objects.get(), {"by": ada, "at": NOW}
    add = {
        "There is a service with the key “customer-services”": lambda: add_service(
            council, name="The Customer services", **given
        ),
        "There is a team with the key “post”": lambda: add_team(
            council, service=service, name="Post team", answers_name="A", answers_phone="1", **given
        ),
        "Give it a name with letters": lambda: add_service(council, name="!!", **given),
        "This address is a mailbox already": lambda: add_mailbox(
            council, address="contact@s5.example", team=Team.objects.get(key="post"), name="", **given
        ),
    }
    for problem, act in add.items():
        with pytest.raises(NotSettled, match=problem):
            act()
    assert (POST.key, ROADS.key) == tuple(Team.objects.order_by("id").values_list("key", flat=True))
    assert recorded("added a setting") == []
