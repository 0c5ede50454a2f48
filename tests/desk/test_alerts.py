"""The page of alerts, its number in the menu, and choosing what one is told, on the desk."""

from datetime import time
from typing import Any

import pytest

from answerable.alerts.actions import notice
from answerable.alerts.models import Alert, AlertChoices
from answerable.evidence.models import Entry
from answerable.people.models import Post, Role
from tests.alerts.house import TEAM, begun, held
from tests.alerts.test_alerts import wrote
from tests.build import at
from tests.desk.sitting import Desk, text

pytestmark = pytest.mark.django_db

ELEVEN = "Mon 2 Nov 2026 11:00"


def two_alerts() -> list[Alert]:
    begun()
    mine = held(subject="Lamp & <b>light</b>")
    wrote(mine, "Mon 2 Nov 2026 10:00", "It is still out.")
    wrote(mine, "Mon 2 Nov 2026 10:01", "We have no heating")
    notice(at(ELEVEN))
    return list(Alert.objects.order_by("id"))


def test_the_page_shows_what_was_not_seen_the_newest_first_and_the_menu_how_much(sam: Desk):
    first, second = two_alerts()
    shown = text(sam.at(ELEVEN).open("for-me/"))
    assert "For me (2)" in shown
    assert shown.index("Somebody may come to harm") < shown.index("The customer has written")
    assert "Lamp & <b>light</b>" in shown
    assert shown.count(first.contact.reference) >= 2
    answer = sam.client.post("/s5/desk/alerts/seen/", {"alert": second.pk})
    assert (answer.status_code, answer.url) == (302, "/s5/desk/for-me/")
    assert "For me (1)" in text(sam.open("for-me/"))
    sam.client.post("/s5/desk/alerts/seen/", {"up_to": first.pk})
    shown = text(sam.open("for-me/"))
    assert "Nothing is here for you." in shown
    assert "For me (" not in shown


def test_what_came_since_the_page_was_opened_is_not_seen_by_marking_all(sam: Desk):
    first, _ = two_alerts()
    sam.at(ELEVEN).client.post("/s5/desk/alerts/seen/", {"up_to": first.pk})
    assert Alert.objects.filter(seen_at=None).count() == 1


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 30, "1;"])
def test_what_is_no_alert_changes_nothing(sam: Desk, typed: str):
    two_alerts()
    sam.at(ELEVEN)
    for name in ("alert", "up_to"):
        assert sam.client.post("/s5/desk/alerts/seen/", {name: typed}).status_code == 302
    assert sam.client.get("/s5/desk/alerts/seen/").status_code == 405
    assert Alert.objects.filter(seen_at=None).count() == 2


def test_nobody_marks_the_alerts_of_a_colleague_or_sees_those_of_what_they_may_not_see_any_more(
    sam: Desk, desk_of: Any
):
    first, _ = two_alerts()
    other = desk_of("Jo Else").at(ELEVEN)
    other.client.post("/s5/desk/alerts/seen/", {"alert": first.pk})
    assert "Nothing is here for you." in text(other.open("for-me/"))
    Post.objects.filter(staff=sam.staff).update(path="s5/customer-services/roads")
    shown = text(sam.at(ELEVEN).open("for-me/"))
    assert ("Nothing is here for you." in shown, first.contact.reference in shown) == (True, False)
    assert Alert.objects.filter(seen_at=None).count() == 2


def test_the_page_asks_no_more_of_the_database_for_more_alerts(sam: Desk, django_assert_max_num_queries: Any):
    two_alerts()
    sam.at(ELEVEN)
    sam.open("for-me/")
    with django_assert_max_num_queries(14):
        sam.open("for-me/")


def test_one_chooses_what_one_is_told_and_when_and_need_not_choose_anything(sam: Desk):
    shown = text(sam.at(ELEVEN).open("alerts/choose/"))
    assert "As your team has it: by email" in shown
    assert "As your team has it: 08:00" in shown
    assert "As your team has it: 4 hours" in shown
    given = {"way-late": "page", "morning_at": "07:30", "warn_hours": "8", "quiet_days": "no", "quiet_from": "00:00"}
    answer = sam.client.post("/s5/desk/alerts/choose/", given)
    assert (answer.status_code, answer.url) == (302, "/s5/desk/for-me/")
    kept = AlertChoices.objects.get()
    assert (kept.staff, kept.ways, kept.morning_at, kept.warn_hours) == (sam.staff, {"late": "page"}, time(7, 30), 8)
    assert (kept.quiet_days, kept.quiet_from, kept.quiet_to) == (False, time(0), None)
    page = sam.open("alerts/choose/").content.decode()
    for chosen in ('value="page" selected', 'value="07:30" selected', 'value="8" selected', 'value="no" selected'):
        assert chosen in page
    assert Entry.objects.get(what="chose alerts").about == sam.staff.reference
    sam.client.post("/s5/desk/alerts/choose/", {})
    kept.refresh_from_db()
    assert (kept.ways, kept.morning_at) == ({}, None)


@pytest.mark.parametrize(
    "given", [{"way-late": "pigeon"}, {"way-morning": "page"}, {"morning_at": "25:00"}, {"warn_hours": "-4"}]
)
def test_what_is_not_on_a_list_is_refused_in_a_sentence_and_nothing_is_kept(sam: Desk, given: dict[str, str]):
    answer = sam.at(ELEVEN).client.post("/s5/desk/alerts/choose/", given)
    assert (answer.status_code, AlertChoices.objects.count()) == (200, 0)
    assert "Choose from the list" in text(answer)


def test_welfare_cannot_be_chosen(sam: Desk):
    sam.at(ELEVEN).client.post("/s5/desk/alerts/choose/", {"way-welfare": "off"})
    assert AlertChoices.objects.get().ways == {}


def test_a_manager_chooses_for_their_places_and_for_no_other(desk_of: Any):
    ruth = desk_of("Ruth Boss", role=Role.MANAGER, path="s5/customer-services").at(ELEVEN)
    shown = text(ruth.open("alerts/places/"))
    assert "Customer services: the post team" in shown
    assert "All of" not in shown
    assert "As the council has it: by email" in text(ruth.open(f"alerts/places/{TEAM}/"))
    answer = ruth.client.post(f"/s5/desk/alerts/places/{TEAM}/", {"way-wrote": "off"})
    assert (answer.status_code, answer.url) == (302, "/s5/desk/alerts/places/")
    assert (AlertChoices.objects.get().path, AlertChoices.objects.get().ways) == (TEAM, {"wrote": "off"})
    assert Entry.objects.get(what="chose alerts for a place").about == TEAM
    for place in ("s5", "s1", "s5/nowhere", "s1/customer-services/post"):
        assert ruth.client.post(f"/s5/desk/alerts/places/{place}/", {"way-wrote": "off"}).status_code == 404
    shown = text(desk_of("Sam Field").at(ELEVEN).open("alerts/choose/"))
    assert "As your team has it: not at all" in shown


def test_an_officer_chooses_for_nobody_else(sam: Desk):
    sam.at(ELEVEN)
    assert [sam.open(page).status_code for page in ("alerts/places/", f"alerts/places/{TEAM}/")] == [403, 403]
    assert "Choose for your teams" not in text(sam.open("for-me/"))
