"""A flood on the desk: one row of the queue, a page of its own, and one act that puts all of it aside."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.contacts import actions
from answerable.contacts.floods import FEWEST
from answerable.contacts.models import Contact, Flood, FloodAct
from answerable.people.models import Role
from answerable.queues import queries
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, text

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MONDAY = at("Mon 2 Nov 2026 09:00")
SOON = "Mon 2 Nov 2026 10:00"


def flooded(number: int = FEWEST, address: str = "loud@flood.example", **changes: Any) -> Flood:
    """Receive a flood of offers, one a minute, and let the worker have seen it."""
    given = {"email": address, "name": "Lou D", "subject": "Offer", "body": "All lamps at half price, only today"}
    for n in range(number):
        cast.received(MONDAY + timedelta(minutes=n), **given | changes)
    actions.gather(now=MONDAY + timedelta(minutes=number))
    return Flood.objects.order_by("-id")[0]


def carried_out(when: str = SOON) -> None:
    while actions.carry_out(now=at(when)):
        pass


def decide(desk: Desk, flood: Flood, what: str, /, **fields: Any) -> Any:
    newest = Contact.objects.order_by("-id")[0].id
    return desk.client.post(f"/s5/desk/floods/{flood.id}/{what}/", {"up_to": newest, **fields})


def test_a_flood_is_one_row_of_the_queue_in_the_place_of_its_most_pressing_contact(sam: Desk):
    cast.received("Fri 30 Oct 2026 09:00", subject="Older", email="a@a.example")
    flooded()
    cast.received("Tue 3 Nov 2026 09:00", subject="Newer", email="b@b.example")
    page = text(sam.at("Tue 3 Nov 2026 10:00").open())
    row = "20 contacts from one email address in 19 minutes, all alike"
    assert page.index("Older") < page.index(row) < page.index("Newer")
    assert "The first is due 4 Nov, 23:59" in page
    oldest = text(sam.open(order="oldest"))
    assert oldest.index("Older") < oldest.index(row) < oldest.index("Newer")
    assert ("Offer" in page, "Lou D" in page) == (False, False)


def test_a_flood_stands_on_one_page_of_the_queue_alone(sam: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "A_PAGE", 1)
    for day, subject in (("Fri 30 Oct", "Older"), ("Tue 3 Nov", "Newer"), ("Tue 3 Nov", "Newest")):
        cast.received(f"{day} 2026 09:00", subject=subject, email=f"{subject}@a.example")
    flooded()
    sam.at("Tue 3 Nov 2026 10:00")
    shown, more = [], ""
    for _ in range(3):
        page = sam.client.get(f"/s5/desk/{more}")
        shown.append([name for name in ("Older", "Flood", "Newer", "Newest") if f">{name}</" in page.content.decode()])
        more = page.context["more"]
    assert (shown, more) == ([["Older"], ["Flood", "Newer"], ["Newest"]], "")


def test_somebody_who_may_not_read_contacts_sees_that_there_is_a_flood_and_cannot_open_it(desk_of: Any):
    flood = flooded()
    desk = desk_of("Ana Lyst", role=Role.ANALYST, path="s5").at(SOON)
    page = desk.open()
    assert "20 contacts from one email address" in text(page)
    assert f"floods/{flood.id}" not in page.content.decode()
    assert desk.open(f"floods/{flood.id}/").status_code == 403


def test_a_flood_shows_what_its_contacts_say_each_way_of_saying_it_once_and_which_they_are(sam: Desk):
    flood = flooded(FEWEST, body="All lamps at half price, only today")
    other = cast.received(MONDAY + timedelta(minutes=FEWEST), email="loud@flood.example", body="My lamp is out again.")
    actions.gather(now=MONDAY + timedelta(minutes=FEWEST))
    page = text(sam.at(SOON).open(f"floods/{flood.id}/"))
    assert "21 contacts from one email address in 20 minutes 21 open, 0 put aside" in re.sub(
        r".*(21 contacts)", r"\1", page
    )
    assert page.index("20 of 21, such as") < page.index("1 of 21, such as") < page.index("My lamp is out again.")
    assert page.count("half price") == 1
    assert other.reference in page[page.index("Which they are") :]


def test_one_act_puts_all_aside_and_a_page_says_how_far_it_has_got(sam: Desk, monkeypatch: pytest.MonkeyPatch):
    flood = flooded()
    given = {"code": "spam", "why": "It sells lamps"}
    response = decide(sam.at(SOON), flood, "aside", **given)
    assert (response.status_code, response.url) == (302, f"/s5/desk/floods/{flood.id}/")
    page = text(sam.open(f"floods/{flood.id}/"))
    assert "Sam Field decided on 2 Nov, 10:00 to put aside. It is done to one after another." in page
    assert "Wait until what was decided last is done." in page
    carried_out()
    page = text(sam.open(f"floods/{flood.id}/"))
    one = sam.open(f"contacts/{flood.contacts.all()[0].reference}/").content.decode()
    assert f'<a class="govuk-link" href="/s5/desk/floods/{flood.id}/">a flood</a>' in one
    assert ("0 open, 20 put aside" in page, "Put all aside" in page, "Put all back" in page) == (True, False, True)
    assert "Sam Field decided to put aside: It sells lamps" in page
    assert "Say why" in text(decide(sam, flood, "back"))
    assert "Flood" not in text(sam.open())


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("aside", {"why": "So it is"}, "Choose why they are put aside"),
        ("aside", {"code": "spam", "why": " "}, "Say how you know"),
        ("aside", {"code": "misdirected", "why": "x"}, "Choose why they are put aside from the list"),
        ("aside", {"code": "duplicate", "why": "x", "other": "none"}, "Give the reference of the other contact"),
        ("singly", {}, "Say why"),
    ],
)
def test_what_is_not_said_is_asked_for_on_the_floods_own_page(sam: Desk, what: str, given: Any, said: str):
    flood = flooded()
    assert said in text(decide(sam.at(SOON), flood, what, **given))
    assert not FloodAct.objects.exists()


def test_a_second_person_agrees_to_all_of_a_flood_from_its_page(sam: Desk, desk_of: Any):
    flood, late = flooded(), "Fri 20 Nov 2026 09:00"
    decide(sam.at(late), flood, "aside", code="spam", why="It sells lamps")
    carried_out(late)
    page = text(sam.open())
    assert "20 late" in page
    assert "20 wait for a second person" in page
    assert "proposes to" not in page
    assert "Agree to all" not in text(sam.open(f"floods/{flood.id}/"))
    assert decide(sam, flood, "agree").status_code == 403
    mona = desk_of("Mona Ger", role=Role.MANAGER, path="s5").at(late)
    assert "Agree to all" in text(mona.open(f"floods/{flood.id}/"))
    decide(mona, flood, "agree")
    carried_out(late)
    assert Contact.objects.filter(outcome="spam").count() == FEWEST


def test_a_second_act_is_refused_while_the_first_is_being_done(sam: Desk):
    flood = flooded()
    decide(sam.at(SOON), flood, "aside", code="spam", why="It sells lamps")
    decide(sam, flood, "singly", why="No")
    assert "is still being done" in text(sam.open(f"floods/{flood.id}/"))


def test_a_flood_of_another_team_is_not_there(sam: Desk, desk_of: Any):
    flood = flooded(team="roads")
    assert sam.at(SOON).open(f"floods/{flood.id}/").status_code == 404
    assert decide(sam, flood, "aside", code="spam", why="x").status_code == 404
    assert sam.open("floods/999/").status_code == 404
    assert "Flood" not in text(sam.open())
    assert "Flood" in text(desk_of("Rhoda Roads", path="s5/customer-services/roads").at(SOON).open())


def test_a_page_of_a_flood_asks_as_often_for_many_as_for_few_and_the_next_page_goes_on(
    sam: Desk, monkeypatch: pytest.MonkeyPatch
):
    sam.at(SOON)

    def asked(flood: Flood) -> int:
        with CaptureQueriesContext(connection) as made:
            assert sam.open(f"floods/{flood.id}/").status_code == 200
        return len(made)

    few, many = flooded(), flooded(FEWEST * 2, "b@other.example", body="Of other words than those before")
    asked(few)
    assert asked(few) == asked(many)
    monkeypatch.setattr("answerable.desk.pages.flood.A_PAGE", FEWEST * 2 - 1)
    first = sam.open(f"floods/{many.id}/")
    following = sam.client.get(f"/s5/desk/floods/{many.id}/{first.context['more']}")
    assert (len(first.context["rows"]), len(following.context["rows"])) == (FEWEST * 2 - 1, 1)
    assert len(sam.open(f"floods/{many.id}/", after="x").context["rows"]) == FEWEST * 2 - 1


@pytest.mark.parametrize("floods", [1, 3])
def test_the_queue_asks_as_often_with_one_flood_as_with_three(sam: Desk, floods: int):
    cast.received(email="a@a.example")
    sam.at(SOON).open()
    for n in range(floods):
        flooded(address=f"x@{n}.example", body=f"Words {'abc'[n] * 3} of the flood that comes {'abc'[n]}")
    with CaptureQueriesContext(connection) as made:
        assert len(sam.open().context["rows"]) == 1 + floods
    assert len(made) == 16
