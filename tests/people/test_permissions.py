"""What each role may do, and how far a post reaches."""

from html import unescape

import pytest
from django.test import Client

from answerable.people.models import Post, Role, Staff
from answerable.people.permissions import PERMISSIONS, may, paths_where
from tests.cast import LONG_AGO, PASSWORD, staff

OWN = {"see-queue", "see-own-record"}
SEE = OWN | {"see-contact"}
ALLOWED = {
    Role.OFFICER: SEE | {"answer", "correct"},
    Role.MANAGER: SEE
    | {"answer", "decide", "agree", "give-away", "sign-out", "count"}
    | {"correct", "see-retention", "look-after-data", "see-looks", "put-right", "keep-texts", "keep-staff"}
    | {"set-alerts"},
    Role.ANALYST: OWN | {"count"},
    Role.ADMINISTRATOR: OWN | {"see-record", "see-mail", "sign-out", "see-retention", "keep-staff", "keep-settings"},
    Role.AUDITOR: SEE | {"see-record", "see-looks", "see-retention"},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_this_and_nothing_else(role: Role):
    assert {name for name, permission in PERMISSIONS.items() if role in permission.roles} == ALLOWED[role]


@pytest.mark.django_db
def test_a_post_reaches_what_is_below_it_and_nothing_beside_or_above():
    officer = staff(path="s5/roads")
    reached = ["s5", "s5/roads", "s5/roads/post", "s5/roads-and-parks", "s1/roads", "s5/road"]
    assert [path for path in reached if may(officer, "answer", path)] == ["s5/roads", "s5/roads/post"]


@pytest.mark.django_db
def test_of_several_posts_only_those_whose_role_is_allowed_reach():
    somebody = staff(path="s5/roads")
    Post.objects.create(staff=somebody, role=Role.AUDITOR, path="s5")
    Post.objects.create(staff=somebody, role=Role.MANAGER, path="s1")
    assert paths_where(somebody, "answer") == ("s1", "s5/roads")
    assert paths_where(somebody, "see-contact") == ("s1", "s5", "s5/roads")
    assert paths_where(somebody, "see-mail") == ()


@pytest.mark.django_db
def test_what_is_of_the_whole_council_is_reached_by_no_post_at_a_part_of_it():
    manager = staff(role=Role.MANAGER, path="s5/roads")
    assert paths_where(manager, "count") == ()
    Post.objects.create(staff=manager, role=Role.ANALYST, path="s1")
    assert paths_where(staff(role=Role.MANAGER, path="s5/roads"), "count") == ("s1",)


@pytest.mark.django_db
def test_nothing_can_be_asked_that_is_not_on_the_page():
    with pytest.raises(KeyError):
        may(staff(), "do-anything", "s5")


@pytest.mark.django_db
def test_the_page_shows_every_permission_to_whoever_is_signed_in(client: Client):
    assert client.get("/account/permissions/").headers["Location"] == "/account/sign-in/?next=/account/permissions/"
    client.force_login(
        Staff.objects.create_user("new@council.example", PASSWORD, name="New Comer", enrolled_at=LONG_AGO)
    )
    page = unescape(client.get("/account/permissions/").content.decode())
    assert [permission.says in page for permission in PERMISSIONS.values()] == [True] * len(PERMISSIONS)
    assert '<td class="govuk-table__cell">Officer, Manager, Auditor</td>' in page
