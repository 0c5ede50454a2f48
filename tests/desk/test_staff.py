"""Who works here, on screen: hired, given posts, known by a name and a number, away, and gone."""

import re
from datetime import date
from typing import Any

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact, HandOver
from answerable.evidence.models import Entry
from answerable.people.models import Post, Role, Staff
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, filled, text

pytestmark = pytest.mark.django_db

NOW = "Tue 3 Nov 2026 10:00"
SERVICE, TEAM, ROADS = "s5/customer-services", "s5/customer-services/post", "s5/customer-services/roads"
NEW = {"name": "New Comer", "email": "New@Council.example", "phone": "01632 960 050", "role": "officer", "path": TEAM}


@pytest.fixture
def ada(desk_of: Any) -> Desk:
    return desk_of("Ada Min", role=Role.ADMINISTRATOR, path="s5").at(NOW)


@pytest.fixture
def mona(desk_of: Any) -> Desk:
    """A manager of one team."""
    return desk_of("Mona Ger", role=Role.MANAGER).at(NOW)


def press(desk: Desk, page: str, **fields: Any) -> Any:
    return desk.client.post(f"/s5/desk/staff/{page}", filled(fields))


def said(desk: Desk, response: Any) -> str:
    return text(desk.client.get(response.url) if response.status_code == 302 else response)


def test_the_list_shows_those_of_ones_own_places_and_is_searched(ada: Desk, mona: Desk, sam: Desk):
    cast.staff("Rose Road", path=ROADS)
    cast.staff("A N Other", path="s1")
    Post.objects.create(staff=sam.staff, role=Role.OFFICER, path="s1")
    Staff.objects.filter(name="Rose Road").update(is_active=False)
    names = [str(row.staff) for row in ada.open("staff/").context["rows"]]
    assert names == ["Ada Min", "Mona Ger", "Sam Field", "Rose Road"]
    page = text(mona.open("staff/"))
    assert "Rose Road" not in page
    assert "01632 960 010 sam.field@council.example Officer, Customer services: the post team Can sign in" in page
    assert "s1" not in text(ada.open("staff/")).replace("s1.example", "")
    for words in ("rose", "ROSE.ROAD@", "Rose Road "):
        assert [str(row.staff) for row in ada.open("staff/", words=words).context["rows"]] == ["Rose Road"]
    assert "0 found with “<b>”" in text(ada.open("staff/", words="<b>")).replace("&lt;", "<").replace("&gt;", ">")
    assert "Has left: the account is closed" in text(ada.open("staff/", words="rose"))


def test_somebody_is_hired_with_a_password_that_is_shown_once_and_can_be_used(ada: Desk, client: Any):
    page = press(ada, "new/", **NEW)
    shown = re.search(r"First password: (\S+)", text(page))
    hired = Staff.objects.get(email="new@council.example")
    assert shown is not None
    assert hired.check_password(shown[1])
    assert page.headers["Cache-Control"] == "no-store"
    assert [str(post) for post in hired.held_posts] == [f"Officer at {TEAM}"]
    assert hired.password_given_at == at(NOW)
    again = press(ada, "new/", **NEW)
    assert "somebody signs in with that address" in text(again)
    assert shown[1] not in text(again) + text(ada.open(f"staff/{hired.pk}/")) + text(ada.open("staff/"))
    assert not any(shown[1] in str((one.details, one.words)) for one in Entry.objects.all())
    assert "Has not chosen a password yet" in text(ada.open(f"staff/{hired.pk}/"))
    ada.at("Wed 18 Nov 2026 10:00")
    assert "Did not use the first password in time" in text(ada.open(f"staff/{hired.pk}/"))


def test_where_the_directory_lets_staff_in_it_is_said_what_the_password_is_for(ada: Desk, settings: Any):
    settings.PASSWORD_ONLY_FOR = "duty@council.example"
    page = text(press(ada, "new/", **NEW))
    assert "by the council’s directory, which must know them as new@council.example. Unless it asks them" in page
    assert "Has not signed in by the directory yet" in text(ada.open("staff/", words="new"))
    press(ada, "new/", **NEW | {"email": "duty@council.example", "name": "On Duty"})
    assert "Has not chosen a password yet" in text(ada.open("staff/", words="duty"))


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"name": " \u200b"}, "Enter their name"),
        ({"name": "N" * 101}, "Give a name of 100 characters or fewer"),
        ({"email": "new"}, "Enter an address, as name@council.uk"),
        ({"phone": ""}, "Enter their number"),
        ({"role": "auditor"}, "Choose a role from the list"),
        ({"path": "s5"}, "Choose a place from the list"),
        ({"path": "s1"}, "Choose a place from the list"),
        ({"path": f"{TEAM}/x"}, "Choose a place from the list"),
    ],
)
def test_who_cannot_be_hired_so_is_not(mona: Desk, wrong: dict[str, str], problem: str):
    assert problem in text(press(mona, "new/", **NEW | wrong))
    assert not Staff.objects.filter(name__startswith="N").exists()


def test_a_name_stays_on_one_line(ada: Desk):
    press(ada, "new/", **NEW | {"name": "New\r\nBcc: x\u202e Comer "})
    assert Staff.objects.get(email="new@council.example").name == "New Bcc: x Comer"


def test_a_manager_is_offered_what_they_may_give_and_no_more(mona: Desk, ada: Desk, sam: Desk):
    form = mona.open("staff/new/").context["form"]
    assert [value for value, _ in form.fields["role"].choices] == ["", "officer", "manager"]
    assert [value for value, _ in form.fields["path"].choices] == ["", TEAM]
    form = ada.open(f"staff/{sam.staff.pk}/post/").context["form"]
    assert [value for value, _ in form.fields["role"].choices] == ["", *Role.values]
    assert [value for value, _ in form.fields["path"].choices] == ["", "s5", SERVICE, TEAM, ROADS]


def test_a_post_is_given_and_ended(ada: Desk, sam: Desk):
    who = sam.staff.pk
    done = press(ada, f"{who}/post/", role="analyst", path="s5")
    assert "Sam Field holds this post: Analyst, All of A county council." in said(ada, done)
    post = Post.objects.get(staff=sam.staff, role="analyst")
    assert f"/staff/{who}/posts/{post.pk}/end/" in ada.open(f"staff/{who}/").content.decode()
    assert "Analyst, All of A county council. From the next page" in text(ada.open(f"staff/{who}/posts/{post.pk}/end/"))
    done = press(ada, f"{who}/posts/{post.pk}/end/")
    assert "The post of Sam Field is ended: Analyst, All of A county council." in said(ada, done)
    assert press(ada, f"{who}/posts/{post.pk}/end/").status_code == 404
    last = Post.objects.get(staff=sam.staff)
    assert "Cannot end the only post of Sam Field" in text(press(ada, f"{who}/posts/{last.pk}/end/"))
    acts = Entry.objects.filter(about=sam.staff.reference).order_by("id").values_list("what", "by", "details")
    given = {"role": "analyst", "path": "s5"}
    assert list(acts) == [("appointed", ada.staff.email, given), ("dismissed", ada.staff.email, given)]


def test_nobody_reaches_a_colleague_or_a_post_that_is_not_theirs_to_look_after(mona: Desk, ada: Desk, sam: Desk):
    rose, other = cast.staff("Rose Road", path=ROADS), cast.staff("A N Other", path="s1")
    acts = ("", "details/", "post/", "leave/", "away/")
    for desk, who in ((mona, rose), (ada, other), (mona, other), (mona, ada.staff)):
        assert {desk.open(f"staff/{who.pk}/{act}").status_code for act in acts} <= {403, 404}
        posted = [press(desk, f"{who.pk}/{act}", name="X", phone="1", role="officer", path=TEAM) for act in acts[1:]]
        assert {one.status_code for one in posted} <= {403, 404}
    theirs = rose.posts.get()
    assert press(mona, f"{sam.staff.pk}/posts/{theirs.pk}/end/").status_code == 404
    auditor = Post.objects.create(staff=sam.staff, role=Role.AUDITOR, path=TEAM)
    assert "you may not end one as auditor there" in text(press(mona, f"{sam.staff.pk}/posts/{auditor.pk}/end/"))
    assert "/end/" in mona.open(f"staff/{sam.staff.pk}/").content.decode()
    assert f"posts/{auditor.pk}/end/" not in mona.open(f"staff/{sam.staff.pk}/").content.decode()
    assert sam.at(NOW).open("staff/").status_code == 403
    assert Staff.objects.filter(name="X").count() == 0


def test_an_administrator_of_a_part_looks_after_nobody(desk_of: Any):
    part = desk_of("Pa Rt", role=Role.ADMINISTRATOR, path=SERVICE).at(NOW)
    assert part.open("staff/").status_code == 403


def test_ones_own_page_offers_neither_posts_nor_leaving(ada: Desk):
    page = ada.open(f"staff/{ada.staff.pk}/").content.decode()
    assert [part in page for part in ("/end/", "/leave/", "/post/", "/details/")] == [False, False, False, True]
    assert "Nobody changes their own posts" in text(press(ada, f"{ada.staff.pk}/leave/"))
    assert "Nobody changes their own posts" in text(press(ada, f"{ada.staff.pk}/post/", role="manager", path="s5"))
    own = ada.staff.posts.get()
    assert "Nobody changes their own posts" in text(press(ada, f"{ada.staff.pk}/posts/{own.pk}/end/"))


def test_a_name_and_a_number_are_changed_unless_a_colleague_was_quicker(mona: Desk, sam: Desk):
    page = f"{sam.staff.pk}/details/"
    seen = carried(mona.open(f"staff/{page}").content.decode())
    done = press(mona, page, **seen | {"name": "Sam Meadow", "phone": "01632 960 099"})
    assert "Sam Meadow, 01632 960 099: residents are given this from now on." in said(mona, done)
    late = press(mona, page, **seen | {"name": "Sam Wood", "phone": "1"})
    assert "Sam Meadow was changed meanwhile: Sam Meadow, 01632 960 099." in text(late)
    assert Staff.objects.get(pk=sam.staff.pk).name == "Sam Meadow"


def test_who_has_left_is_signed_out_and_who_works_elsewhere_too_is_not_closed(mona: Desk, sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    actions.take(contact, by=sam.staff, at=at("Mon 2 Nov 2026 10:00"))
    assert sam.at(NOW).open().status_code == 200
    elsewhere = Post.objects.create(staff=sam.staff, role=Role.OFFICER, path="s1")
    page = f"{sam.staff.pk}/leave/"
    assert "They hold 1 open contact. Have their work handed over first" in text(mona.open(f"staff/{page}"))
    assert "they hold a post that you may not end, here or elsewhere" in text(press(mona, page))
    assert "They hold a post that you may not end" in text(mona.open(f"staff/{sam.staff.pk}/"))
    elsewhere.delete()
    done = press(mona, page)
    assert "The account of Sam Field is closed, and they are signed out everywhere." in said(mona, done)
    assert sam.open().status_code == 302
    assert "Has left: the account is closed" in text(mona.open(f"staff/{sam.staff.pk}/"))
    assert Contact.objects.get(pk=contact.pk).held_by == sam.staff


def test_the_work_of_somebody_away_goes_to_a_colleague_and_can_be_called_off(mona: Desk, sam: Desk, ada: Desk):
    priya = cast.staff("Priya Shah")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    actions.take(contact, by=sam.staff, at=at("Mon 2 Nov 2026 10:00"))
    page = f"{sam.staff.pk}/away/"
    assert "Nothing comes back by itself" in text(mona.open(f"staff/{page}"))
    assert "Choose a colleague from the list" in text(press(mona, page, to=sam.staff.pk, from_on=date(2026, 11, 9)))
    assert "that has passed" in text(press(mona, page, to=priya.pk, from_on=date(2026, 11, 2)))
    done = press(mona, page, to=priya.pk, from_on=date(2026, 11, 9))
    assert "The work of Sam Field goes to Priya Shah on Monday 9 November 2026." in said(mona, done)
    planned = HandOver.objects.get()
    assert "Their work goes to Priya Shah on Monday 9 November 2026." in text(mona.open(f"staff/{sam.staff.pk}/"))
    assert "Away from work" not in text(ada.open(f"staff/{sam.staff.pk}/"))
    mona.client.post("/s5/desk/hand-over/call-off/", {"planned": planned.pk})
    assert "Nothing is planned." in text(mona.open(f"staff/{sam.staff.pk}/"))
    done = press(mona, page, to=priya.pk, from_on=date(2026, 11, 3))
    assert "1 contact of Sam Field went to Priya Shah." in said(mona, done)
    assert Contact.objects.get(pk=contact.pk).held_by == priya
