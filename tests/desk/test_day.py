"""The day, for who gives out the work: by team, by person, and what breaks soon."""

import re
from typing import Any

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact
from answerable.people.models import Role
from answerable.queues.day import DAYS, Load, day_of
from tests import cast
from tests.build import at, on
from tests.desk.sitting import Desk, text

pytestmark = pytest.mark.django_db

NOW = "Fri 13 Nov 2026 10:00"
ROADS = "s5/customer-services/roads"


def a_day() -> dict[str, Contact]:
    """Have one that is late and held, one that is due soon, one that came today, one over today, and one with roads."""
    sam = cast.staff()
    made = {
        "late": cast.received("Mon 2 Nov 2026 09:00"),
        "soon": cast.received("Thu 12 Nov 2026 09:00"),
        "today": cast.received("Fri 13 Nov 2026 09:00"),
        "over": cast.received("Thu 12 Nov 2026 10:00"),
        "roads": cast.received("Wed 11 Nov 2026 09:00"),
    }
    actions.take(made["late"], by=sam, at=at("Tue 3 Nov 2026 09:00"))
    outcome = Contact.Outcome.SPAM
    actions.close(made["over"], outcome=outcome, why="A lottery", by=sam, at=at("Fri 13 Nov 2026 09:30"))
    boss = cast.staff("Ruth Boss", Role.MANAGER, "s5")
    team = next(
        one for one in made["roads"].council.services.get(key="customer-services").teams.all() if one.path == ROADS
    )
    actions.move(made["roads"], to=team, reason="A road", by=boss, at=at("Wed 11 Nov 2026 10:00"))
    return made


def test_each_team_has_what_came_and_went_and_what_waits():
    made = a_day()
    teams = {one.path: one for one in day_of("s5", ["s5"], now=at(NOW)).teams}
    post = teams["s5/customer-services/post"]
    oldest = made["late"].received_at
    assert (post.came, post.over, post.waits) == (1, 1, Load(3, 1, 2, 2, oldest))
    assert (teams[ROADS].came, teams[ROADS].over, teams[ROADS].waits.open) == (0, 0, 1)


def test_nobody_counts_what_lies_outside_their_paths():
    a_day()
    found = day_of("s5", [ROADS], now=at(NOW))
    assert [one.path for one in found.teams] == [ROADS]
    assert (list(found.people), sum(one.came for one in found.days)) == ([], 1)


def test_a_person_has_what_they_hold():
    made = a_day()
    (sam,) = day_of("s5", ["s5"], now=at(NOW)).people
    assert (sam.name, sam.waits) == ("Sam Field", Load(1, 1, 0, 0, made["late"].received_at))


def test_what_breaks_soon_is_what_is_not_late_yet_the_soonest_first():
    made = a_day()
    soonest = day_of("s5", ["s5"], now=at(NOW)).soonest
    assert [one.reference for one in soonest] == [made[name].reference for name in ("roads", "soon", "today")]
    assert [one.next_due for one in soonest] == sorted(one.next_due for one in soonest)


def test_each_of_the_last_days_has_what_came_and_what_was_over_in_our_time():
    a_day()
    cast.received("Sat 7 Nov 2026 23:59")
    cast.received("Fri 6 Nov 2026 23:59")
    days = {one.on: (one.came, one.over) for one in day_of("s5", ["s5"], now=at(NOW)).days}
    assert len(days) == DAYS
    assert (days[on("Fri 13 Nov 2026")], days[on("Thu 12 Nov 2026")]) == ((1, 1), (2, 0))
    assert (days[on("Sat 7 Nov 2026")], on("Fri 6 Nov 2026") in days) == ((1, 0), False)


def test_a_manager_sees_it_and_goes_from_there_to_the_queue_of_a_team(desk_of: Any):
    made = a_day()
    mona = desk_of("Mona Ger", role=Role.MANAGER, path="s5").at(NOW)
    response = mona.open("day/")
    page = text(response)
    assert "Sam Field 1 1 0 2 Nov" in page
    assert f"{made['roads'].reference} · the roads team · nobody has it · S5-" in page
    links = re.findall(r'href="([^"]*due=late[^"]*)"', response.content.decode())
    assert links == ["/s5/desk/?due=late&amp;team=s5/customer-services/post"]
    shown = text(mona.client.get(links[0].replace("&amp;", "&")))
    assert (made["late"].reference in shown, made["soon"].reference in shown) == (True, False)


def test_an_empty_house_has_an_empty_day(desk_of: Any):
    cast.council("s5")
    page = text(desk_of("Mona Ger", role=Role.MANAGER, path="s5").at(NOW).open("day/"))
    assert "Nothing came today, and nothing waits." in page


def test_an_officer_does_not_see_what_each_colleague_has(sam: Desk):
    assert (sam.open("day/").status_code, "The day" in text(sam.open())) == (403, False)
