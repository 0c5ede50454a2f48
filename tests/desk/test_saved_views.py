"""What somebody chooses to see of the queue is an address, and is kept under a name for them or for a team."""

from typing import Any

import pytest

from answerable.evidence.models import Entry
from answerable.people.models import Role
from answerable.queues import actions
from answerable.queues.models import SavedView
from tests import cast
from tests.desk.sitting import Desk, text

pytestmark = pytest.mark.django_db

NOW = "Tue 3 Nov 2026 10:00"
POST = "s5/customer-services/post"


def keep(desk: Desk, name: str = "Mine", asked: str = "held=me&due=late", whose: str = "") -> Any:
    fields = {"name": name, "asked": asked, "whose": whose}
    return desk.client.post(f"/{desk.council}/desk/views/", fields)


def named(desk: Desk) -> list[str]:
    return [view.name for view in desk.open().context["views"]]


def test_what_the_queue_shows_is_kept_for_oneself_and_is_an_address(sam: Desk, desk_of: Any):
    sam.at(NOW)
    assert 'href="views/?held=me&amp;due=late"' in sam.open(held="me", due="late", team="nonsense").content.decode()
    form = sam.open("views/", held="me", due="late", team="nonsense", after="1.2.3")
    assert form.context["form"]["asked"].value() == "held=me&due=late"
    assert keep(sam, " Mine,  late ").url == "/s5/desk/?held=me&due=late"
    answer = sam.open(held="me", due="late")
    page = answer.content.decode()
    assert '<a class="govuk-link" href="?held=me&amp;due=late" aria-current="page">Mine, late</a>' in page
    assert "The view “Mine, late” is kept." in text(answer)
    assert named(desk_of("Ria Post")) == []
    assert [(one.what, one.by) for one in Entry.objects.filter(what="kept a view")] == [
        ("kept a view", sam.staff.email)
    ]


def test_a_view_of_a_team_is_seen_by_all_who_see_its_queue_and_by_nobody_else(sam: Desk, desk_of: Any):
    assert keep(sam.at(NOW), "Post, late", "due=late", POST).status_code == 302
    assert named(desk_of("Ria Post")) == ["Post, late"]
    assert named(desk_of("Ana Lyst", role=Role.ANALYST, path="s5")) == ["Post, late"]
    assert named(desk_of("Rhoda Roads", path="s5/customer-services/roads")) == []
    assert named(desk_of("Sid Far", council="s1", path="s1/customer-services/post")) == []


def test_who_does_not_answer_for_a_team_keeps_and_removes_nothing_of_it(sam: Desk, desk_of: Any):
    keep(sam.at(NOW), "Post, late", "due=late", POST)
    view = SavedView.objects.get()
    analyst = desk_of("Ana Lyst", role=Role.ANALYST, path="s5")
    roads = desk_of("Rhoda Roads", path="s5/customer-services/roads")
    for desk in (analyst, roads):
        assert "Select a valid choice" in text(keep(desk, "Ours", "due=late", POST))
        desk.client.post("/s5/desk/views/remove/", {"view": view.pk})
    keep(roads, "My own", "due=late")
    own = SavedView.objects.get(name="My own")
    sam.client.post("/s5/desk/views/remove/", {"view": own.pk})
    sam.client.post("/s5/desk/views/remove/", {"view": "x"})
    assert set(SavedView.objects.values_list("name", flat=True)) == {"Post, late", "My own"}
    assert "Remove Post, late" not in text(analyst.open("views/"))


def test_a_view_is_removed_by_a_colleague_of_the_team_and_once(sam: Desk, desk_of: Any):
    keep(sam.at(NOW), "Post, late", "due=late", POST)
    ria, view = desk_of("Ria Post"), SavedView.objects.get()
    for said in ("The view “Post, late” is removed.", "Nothing had to be removed"):
        answer = ria.client.post("/s5/desk/views/remove/", {"view": view.pk}, follow=True)
        assert said in text(answer)
    assert Entry.objects.filter(what="removed a view").count() == 1
    assert ria.client.get("/s5/desk/views/remove/").status_code == 302


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("", "due=late", "Enter a name for the view"),
        ("x" * 41, "due=late", "The name must be 40 characters or fewer"),
        ("Late", "", "Choose first what the queue is to show"),
        ("Late", "team=nonsense&after=1", "Choose first what the queue is to show"),
        ("mine", "due=late", "There is a view called “Mine” already"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(sam: Desk, name: str, asked: str, said: str):
    keep(sam.at(NOW))
    page = keep(sam, name, asked)
    assert said in text(page)
    assert f'value="{name}"' in page.content.decode() or not name
    assert SavedView.objects.count() == 1


def test_the_same_form_sent_twice_keeps_one_and_no_more_are_kept_than_are_of_use(
    sam: Desk, monkeypatch: pytest.MonkeyPatch
):
    sam.at(NOW)
    assert (keep(sam).status_code, keep(sam).status_code, SavedView.objects.count()) == (302, 302, 1)
    monkeypatch.setattr(actions, "MOST_VIEWS", 1)
    assert "views are the most that are kept" in text(keep(sam, "Another", "due=late"))
    assert keep(sam, "Ours", "due=late", POST).status_code == 302


def test_a_name_is_shown_as_it_was_typed(sam: Desk):
    keep(sam.at(NOW), "<b>Late</b>", "due=late")
    assert "&lt;b&gt;Late&lt;/b&gt;" in sam.open().content.decode()
    assert "<b>Late</b>" not in sam.open().content.decode()


def test_nobody_else_keeps_a_view_of_theirs_under_my_name(sam: Desk, desk_of: Any):
    keep(sam.at(NOW))
    keep(desk_of("Ria Post"))
    assert SavedView.objects.filter(name="Mine").count() == 2
    assert cast.staff("Ria Post").pk != sam.staff.pk
