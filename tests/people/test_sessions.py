"""A session ends by itself, and its owner and those above them end it; every other goes on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from answerable.evidence.models import Entry
from answerable.people import actions
from answerable.people.models import OpenSession, Role, Staff
from answerable.people.pages import browser_name, in_words
from tests import cast
from tests.build import at
from tests.cast import PASSWORD
from tests.desk.sitting import just_signed_in, text

pytestmark = pytest.mark.django_db

NINE = at("Mon 2 Nov 2026 09:00")
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
DESK = "/s5/desk/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
Clock = Callable[[timedelta], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Clock:
    """Set the clock to so much after nine, with the ends of sessions as they are by default."""
    settings.IDLE, settings.LONGEST_SESSION = IDLE, LONGEST
    cast.council(), cast.council("s1")

    def to(after: timedelta) -> None:
        monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: NINE + after)

    to(timedelta(0))
    return to


def browser(staff: Staff, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.force_login(staff)
    just_signed_in(client)
    client.get(reverse("account"))
    return client


def is_signed_in(client: Client, page: str = DESK) -> bool:
    return bool(client.get(page).status_code == 200)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize(("away", "goes_on"), [(IDLE, True), (IDLE + timedelta(seconds=1), False)])
def test_half_an_hour_without_doing_anything_ends_a_session(away: timedelta, goes_on: bool, clock: Clock):
    client = browser(cast.staff())
    clock(away)
    assert is_signed_in(client) is goes_on
    assert Session.objects.filter(session_key__in=OpenSession.objects.values("session_key")).exists() is goes_on


def test_who_goes_on_working_is_signed_in_for_twelve_hours_and_no_longer(clock: Clock):
    client = browser(cast.staff())
    for number in range(1, 25):
        clock(number * minutes(30))
        assert is_signed_in(client), number
    clock(LONGEST + timedelta(seconds=1))
    response = client.get(DESK, follow=True)
    assert response.redirect_chain == [(f"{reverse('account_login')}?next={DESK}", 302)]
    assert "You are signed out: you signed in more than 12 hours ago." in text(response)


def test_a_page_that_looks_again_by_itself_keeps_nobody_signed_in(clock: Clock):
    client = browser(cast.staff())
    for number in (10, 20, 30):
        clock(minutes(number))
        assert client.get(DESK, headers={"x-looks-again": "yes"}).status_code == 200
    clock(minutes(31))
    assert not is_signed_in(client)


def test_signing_in_leads_back_to_where_somebody_was_who_pressed_a_button(clock: Clock):
    staff, contact = cast.staff(), cast.received()
    client = browser(staff)
    clock(minutes(31))
    page = f"{DESK}contacts/{contact.reference}/"
    answer = client.post(f"{page}reply/", headers={"referer": f"http://testserver{page}"})
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=http%3A//testserver{page}"
    assert Entry.objects.get(what="ended a session").said == {"why": "you did nothing here for 30 minutes"}
    again = browser(staff)
    clock(minutes(62))
    elsewhere = again.post(f"{page}reply/", headers={"referer": "https://evil.example/"})
    assert elsewhere.headers["Location"] == f"{reverse('account_login')}?next={page}reply/"


def test_several_pages_with_which_a_session_begins_at_once_are_all_answered_and_it_is_listed_once(clock: Clock):
    client = browser(cast.staff())
    session = client.session
    for kept in ("seen_at", "began_at"):  # as a page sees it that was asked for at the same moment
        del session[kept]
    session.save()
    assert is_signed_in(client)
    assert [one.session_key for one in OpenSession.objects.all()] == [client.session.session_key]


def test_that_a_session_was_used_is_kept_to_the_minute(clock: Clock):
    client = browser(cast.staff())
    for after, kept in ((0.9, 0), (1, 1), (1.5, 1), (2, 2)):
        clock(minutes(after))
        client.get(DESK)
        assert OpenSession.objects.get().seen_at == NINE + minutes(kept), after


def test_somebody_sees_where_they_are_signed_in_and_ends_one_of_them_or_all_others(clock: Clock):
    staff = cast.staff()
    here, lost, third = (browser(staff) for _ in range(3))
    strangers = browser(cast.staff("Stella Stranger", path="s1"), "")
    assert text(here.get(reverse("sessions"))).count("Firefox on Linux") == 5  # once more on each button
    ended = OpenSession.objects.get(session_key=lost.session.session_key)
    here.post(reverse("sessions"), {"session": ended.id})
    assert [is_signed_in(one) for one in (here, lost, third)] == [True, False, True]
    here.post(reverse("sessions"), {"others": "yes"})
    assert [is_signed_in(one) for one in (here, third)] == [True, False]
    assert is_signed_in(strangers, "/s1/desk/")
    assert [(entry.what, entry.by) for entry in Entry.objects.filter(about=staff.reference)] == [
        ("ended a session", staff.email),
        ("ended sessions", staff.email),
    ]


def test_nobody_ends_a_session_of_somebody_else_or_the_one_they_are_in_by_its_number(clock: Clock):
    here, stella = browser(cast.staff()), cast.staff("Stella Stranger", path="s1")
    theirs = browser(stella)
    numbers = OpenSession.objects.values_list("id", flat=True)
    for number in ("", "x", *numbers):
        assert here.post(reverse("sessions"), {"session": number}).status_code == 302
    assert [is_signed_in(here), is_signed_in(theirs, "/s1/desk/")] == [True, True]


def test_a_manager_signs_out_a_colleague_of_theirs_and_nobody_elsewhere(clock: Clock):
    sam, stella = cast.staff(), cast.staff("Stella Stranger", path="s1")
    sams, stellas = browser(sam), browser(stella)
    manager = browser(cast.staff("Max Manager", role=Role.MANAGER, path="s5"))
    page = text(manager.get(f"{DESK}signed-in/"))
    assert "Sam Field Firefox on Linux, since" in page
    assert "Stella" not in page
    assert manager.post(f"{DESK}signed-in/end/", {"staff": stella.pk}).status_code == 302
    assert is_signed_in(stellas, "/s1/desk/")
    assert manager.post(f"{DESK}signed-in/end/", {"staff": sam.pk}).status_code == 302
    assert [is_signed_in(sams), is_signed_in(stellas, "/s1/desk/"), is_signed_in(manager)] == [False, True, True]
    entry = Entry.objects.get(what="ended sessions")
    assert (entry.by, entry.about, entry.said) == ("max.manager@council.example", sam.reference, {"how_many": 1})


def test_leaving_and_another_password_end_every_session(clock: Clock):
    staff = cast.staff()
    for end in (
        lambda: actions.change_password(staff, password="another battery and staple", by=None, at=NINE),
        lambda: actions.deactivate(staff, by=None, at=NINE),
    ):
        client = browser(staff)
        end()
        assert (is_signed_in(client), OpenSession.objects.count()) == (False, 0)


def test_changing_ones_own_password_ends_every_session_but_the_one_it_is_done_in(clock: Clock):
    staff = cast.staff()
    here, other = browser(staff), browser(staff)
    typed = {"oldpassword": PASSWORD, "password1": "a wholly other phrase", "password2": "a wholly other phrase"}
    here.post(reverse("account_change_password"), typed)
    assert [is_signed_in(here), is_signed_in(other)] == [True, False]
    assert [one.session_key for one in OpenSession.objects.all()] == [here.session.session_key]


def test_who_signs_out_is_on_the_list_no_longer_and_what_is_over_is_forgotten(clock: Clock):
    first, second = browser(cast.staff()), browser(cast.staff())
    first.post(reverse("account_logout"))
    assert OpenSession.objects.get().session_key == second.session.session_key
    actions.forget_sessions(at=NINE)
    assert OpenSession.objects.count() == 1
    Session.objects.update(expire_date=NINE - timedelta(seconds=1))
    actions.forget_sessions(at=NINE)
    assert OpenSession.objects.count() == 0


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_lists_ask_as_often_for_one_as_for_three(how_many: int, clock: Clock, django_assert_max_num_queries: Any):
    manager = browser(cast.staff("Max Manager", role=Role.MANAGER, path="s5"))
    for number in range(how_many):
        browser(cast.staff(f"Sam {number}"))
        browser(cast.staff("Max Manager"))
    with django_assert_max_num_queries(8):
        manager.get(f"{DESK}signed-in/")
    with django_assert_max_num_queries(4):
        manager.get(reverse("sessions"))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari on an iPhone"),
        ("", "Another browser"),
    ],
)
def test_a_browser_is_named_as_far_as_it_says_what_it_is(agent: str, name: str):
    assert browser_name(agent) == name


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 second"),
        (0.2, "1 second"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (121, "3 minutes"),
        (43200, "12 hours"),
    ],
)
def test_a_wait_is_never_said_too_short(seconds: float, words: str):
    assert in_words(timedelta(seconds=seconds)) == words


@pytest.mark.slow
@pytest.mark.any_database  # a session is one text to either; its neighbours end it on both
@pytest.mark.parametrize("name", ["seen_at", "began_at", "signed_in_at"])
@pytest.mark.parametrize("nonsense", [None, 5, [], {}, "soon", "2026-11-02T09:00"], ids=str)
def test_a_session_that_keeps_something_else_than_a_moment_begins_anew_and_ends(name: str, nonsense: Any, clock: Clock):
    client = browser(cast.staff())
    session = client.session
    session[name] = nonsense
    session.save()
    assert is_signed_in(client)
    assert client.get("/s5/desk/signed-in/").status_code in (302, 403)
    clock(minutes(31))
    assert not is_signed_in(client)
