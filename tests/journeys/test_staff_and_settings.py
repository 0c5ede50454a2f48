"""Looking after who works here and how the council is reached, with the keyboard alone."""

import os

import pytest

from answerable.people.models import Post, Role, Staff
from tests import cast
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import signed_in, the_moment

pytestmark = pytest.mark.django_db(transaction=True)
at_the_moment = the_moment


def seen(walk: Walk, name: str) -> None:
    folder = os.environ.get("LOOK")
    if folder and walk.page.viewport_size:
        walk.page.screenshot(path=f"{folder}/{name}-{walk.page.viewport_size['width']}.png", full_page=True)


def test_somebody_is_hired_given_a_post_and_leaves_with_the_keyboard_alone(walk: Walk):
    cast.council()
    cast.staff()
    ada = cast.staff("Ada Min", Role.ADMINISTRATOR, "s5")
    cast.staff("Ada Min", Role.MANAGER, "s5")
    signed_in(walk, ada).go("/s5/desk/staff/")
    keys = walk.page.keyboard
    seen(walk, "staff")
    walk.tab_to("Hire somebody")
    keys.press("Enter")
    walk.page.wait_for_url("**/staff/new/")
    walk.check()
    seen(walk, "hire")
    for label, words in (
        ("Name", "New Comer"),
        ("Email address", "new.comer@council.example"),
        ("Telephone number", "01632 960 050"),
        ("Role", "Off"),
        ("Where?", "Customer services: the post"),
    ):
        walk.tab_to(label)
        keys.type(words)
    walk.tab_to("Hire")
    keys.press("Enter")
    walk.page.get_by_text("First password").wait_for()
    walk.check_anew()
    seen(walk, "hired")
    assert walk.heading() == "New Comer is hired"
    hired = Staff.objects.get(email="new.comer@council.example")
    walk.tab_to("See New Comer")
    keys.press("Enter")
    walk.page.wait_for_url(f"**/staff/{hired.pk}/")
    walk.check()
    seen(walk, "colleague")
    walk.tab_to("Give another post")
    keys.press("Enter")
    walk.page.wait_for_url("**/post/")
    walk.tab_to("Role")
    keys.type("Aud")
    walk.tab_to("Where?")
    keys.type("All")
    walk.tab_to("Give this post")
    keys.press("Enter")
    walk.page.get_by_text("holds this post").wait_for()
    assert {str(post) for post in Post.objects.filter(staff=hired)} == {
        "Auditor at s5",
        "Officer at s5/customer-services/post",
    }
    walk.go(f"/s5/desk/staff/{hired.pk}/away/")
    seen(walk, "away")
    walk.go(f"/s5/desk/staff/{hired.pk}/")
    walk.tab_to("Close their account")
    keys.press("Enter")
    walk.page.wait_for_url("**/leave/")
    seen(walk, "leave")
    walk.tab_to("Close this account")
    keys.press("Enter")
    walk.page.get_by_text("is closed, and they are signed out").wait_for()
    walk.check_anew()
    seen(walk, "left")
    assert not Staff.objects.get(pk=hired.pk).is_active


def test_a_duty_address_is_changed_and_a_team_added_with_the_keyboard_alone(walk: Walk):
    cast.council()
    signed_in(walk, cast.staff("Ada Min", Role.ADMINISTRATOR, "s5")).go("/s5/desk/settings/")
    seen(walk, "settings")
    keys = walk.page.keyboard
    walk.tab_to("Change how the council is reached")
    keys.press("Enter")
    walk.page.wait_for_url("**/settings/reach/")
    walk.check()
    seen(walk, "reach")
    walk.tab_to("Duty address")
    keys.type("duty@s5.example")
    keys.press("Enter")
    walk.page.get_by_role("heading", name="Look at the change").wait_for()
    walk.check_anew()
    seen(walk, "settling")
    walk.tab_to("Make the change")
    keys.press("Enter")
    walk.page.wait_for_url("**/desk/settings/")
    walk.check_anew()
    assert "duty@s5.example" in walk.text()
    for page in ("urgent", f"services/{cast.team_of().service_id}", "teams/new"):
        walk.go(f"/s5/desk/settings/{page}/")
        seen(walk, page.replace("/", "-"))
    walk.tab_to("Service")
    keys.type("Cust")
    for label, words in (("Name", "the trees team"), ("Who answers", "Tess Tree"), ("Their telephone number", "1")):
        walk.tab_to(label)
        keys.type(words)
    keys.press("Enter")
    walk.page.get_by_role("heading", name="Look at the change").wait_for()
    walk.tab_to("Make the change")
    keys.press("Enter")
    walk.page.wait_for_url("**/desk/settings/")
    walk.check_anew()
    seen(walk, "settings-after")
    assert "Added: the trees team." in walk.text()
