"""The first morning: a desk with no telephone system, no scanner and no touch board keeps its promises by hand.

It is what docs/tutorial/the-first-morning.md tells. `make pictures` walks it again and takes its pictures.
"""

from datetime import datetime

import pytest

from answerable.contacts.models import Contact
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.figures.counted import counted
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


class Morning:
    """The clock on the wall: Tuesday 10 November 2026."""

    now: datetime = at("Tue 10 Nov 2026 08:45")

    def at(self, hour: str) -> None:
        self.now = at(f"Tue 10 Nov 2026 {hour}")


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Morning:
    wall = Morning()
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: wall.now)
    return wall


def newest() -> Contact:
    return Contact.objects.order_by("-id")[0]


def log(walk: Walk, key: str, hour: str, wall: Morning) -> None:
    """Press a key that leads on, when the clock shows an hour."""
    wall.at(hour)
    with walk.page.expect_navigation():
        walk.page.keyboard.press(key)


def test_a_morning_by_hand_from_the_post_to_the_figures(walk: Walk, wall: Morning):
    cast.received(
        "Mon 2 Nov 2026 09:00",
        name="Amal Said",
        phone="01632 960 143",
        needs="Speak slowly: she reads lips",
        subject="Bus shelter in Mill Lane",
        email="amal@resident.example",
    )
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    signed_in(walk, cast.staff("Ines Calder", Role.OFFICER)).go("/s5/desk/")

    # The post
    log(walk, "c", "08:45", wall)
    walk.check()
    walk.shoot("12-how-did-it-come")
    log(walk, "3", "08:45", wall)
    walk.page.keyboard.type("Hartley")
    walk.page.get_by_text("Nobody that you may see is like “Hartley”.").wait_for()
    walk.press("A new person", "link")
    walk.fill("Address, with the postcode", "3 Weaver's Close, Eastham AB1 2CD")
    walk.fill("What is it about?", "The hedge over the footpath")
    walk.fill("What they said or wrote", "I cannot get past it with the pram.")
    walk.fill("Day", "9")
    walk.shoot("13-a-letter-from-the-day-of-its-stamp")
    walk.press("Log it")
    letter = newest()
    assert (letter.channel, letter.received_at) == ("letter", at("Mon 9 Nov 2026 12:00"))
    assert cast.clock(letter, "S5-13").due == at("Mon 23 Nov 2026 23:59:59")

    # The telephone, and the door
    walk.page.get_by_role("link", name="Queue", exact=True).click()
    log(walk, "1", "09:02:00", wall)
    log(walk, "a", "09:02:08", wall)
    call = newest()
    log(walk, "Enter", "09:02:15", wall)
    walk.page.keyboard.type("960143")
    walk.page.get_by_text("How to treat them:").wait_for()
    walk.check()
    walk.shoot("14-who-it-is-and-what-is-known-of-them")
    walk.page.keyboard.press("ArrowDown")
    log(walk, "Enter", "09:02:25", wall)
    walk.page.keyboard.type("When the bus shelter comes")
    log(walk, "Enter", "09:02:35", wall)
    log(walk, "2", "09:03:00", wall)
    log(walk, "g", "09:03:20", wall)
    visit = newest()
    walk.shoot("15-a-call-and-a-visit-that-go-on")
    assert walk.page.locator(".running tbody tr").count() == 2
    walk.page.keyboard.press("k")
    log(walk, "b", "09:04:00", wall)
    walk.fill("At what time, if one was said", "2pm")
    walk.check()
    walk.shoot("16-a-call-back-at-two")
    walk.press("Note it")
    call.refresh_from_db()
    assert call.next_due == at("Tue 10 Nov 2026 14:00")
    walk.page.keyboard.press("j")
    log(walk, "o", "09:05:00", wall)
    log(walk, "i", "09:11:00", wall)
    log(walk, "s", "09:11:30", wall)
    log(walk, "r", "09:25:00", wall)
    assert cast.states(visit) == {"S5-31": "kept", "S5-32": "kept"}
    walk.follow("Gave no name")
    walk.fill("What is it about?", "A parking permit")
    walk.press("Log it")

    # The call back, and what the public sees
    wall.at("13:55")
    walk.go("/s5/desk/")
    assert call.reference in walk.page.locator(".queue tbody tr").first.inner_text()
    walk.shoot("17-the-call-back-is-first-in-the-queue")
    wall.at("13:59")
    walk.go(f"/s5/desk/contacts/{call.reference}/happened/called_back/")
    walk.press("Note it")
    assert cast.clock(call, "S5-10", "derived").state == "kept"
    counted("s5", "Tue 10 Nov 2026 17:00")
    walk.go("/s5/promises/S5-31/")
    walk.shoot("18-the-morning-in-the-figures")
    assert "100.0 %" in walk.text()
