"""Calls and visits at the desk, by the keyboard alone: how long they take whoever is at it, and eight at once.

An adviser's own time is worked out, so that it is the same for every tester: 0.28 seconds a key, which is how fast
somebody types who does not type for a living, and 1.35 for each decision what to do next (the keystroke-level model of
Card, Moran and Newell, 1980). Beside it stands the time that the pages really took, in the quickest of three tries: the
machine that runs the tests may have other work. What a caller says meanwhile is not counted.
"""

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from answerable.contacts import actions
from answerable.contacts.models import Contact
from tests import cast
from tests.build import at
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NOW = at("Wed 11 Nov 2026 10:00")
A_KEY, A_DECISION, MOST = 0.28, 1.35, 30.0
"""In seconds; the last is what the whole may take."""


@pytest.fixture(autouse=True)
def time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock go on from ten, as it does at a desk."""
    began = perf_counter()
    now = lambda: NOW + timedelta(seconds=perf_counter() - began)  # noqa: E731 - it is patched in as a function
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", now)


class Hands:
    """Somebody at the keyboard, and the time that it takes them."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.keys, self.decisions, self.pages = walk, 0, 0, 0.0

    def type(self, words: str) -> None:
        self.keys += len(words)
        self.walk.page.keyboard.type(words)

    def press(self, *keys: str) -> None:
        """Press keys that stay on the page."""
        for key in keys:
            self.keys += 1
            self.walk.page.keyboard.press(key)

    def go(self, key: str) -> None:
        """Decide what to do next, and press the key that leads to another page."""
        self.decisions += 1
        self._timed(lambda: self.press(key))

    def _timed(self, act: Callable[[], None]) -> None:
        began = perf_counter()
        with self.walk.page.expect_navigation():
            act()
        self.pages += perf_counter() - began

    def wait_for(self, words: str) -> None:
        """Wait until the page says something, which is time of the page."""
        began = perf_counter()
        self.walk.page.get_by_text(words).first.wait_for()
        self.pages += perf_counter() - began

    @property
    def seconds(self) -> float:
        """What it took: the time of the person, and that of the pages."""
        own = self.keys * A_KEY + self.decisions * A_DECISION
        print(f"{self.keys} keys and {self.decisions} decisions take {own:.1f} s; the pages took {self.pages:.1f} s")
        return own + self.pages

    def check(self) -> None:
        self.walk.check()


def facts(contact: Contact) -> list[str]:
    return [row.what for row in contact.facts.order_by("id")]


def newest() -> Contact:
    return Contact.objects.order_by("-id")[0]


def test_a_call_from_pick_up_to_wrapped_up_takes_under_thirty_seconds_of_the_advisers_time(walk: Walk):
    robin = cast.received("Mon 2 Nov 2026 09:00", needs="Ring, and speak slowly", phone="01632 960 111")
    signed_in(walk, cast.staff())

    def one_call() -> float:
        hands = Hands(walk)
        walk.page.goto(f"{walk.origin}/s5/desk/")
        hands.go("1")  # it rings
        hands.go("a")  # and is answered
        call = newest()
        assert (walk.focused().startswith(call.reference), facts(call)) == (True, ["ringing", "answered"])
        hands.go("Enter")  # who is it?
        hands.type("960 111")
        hands.wait_for("Ring, and speak slowly")
        assert robin.reference in walk.text()
        hands.press("ArrowDown")
        hands.go("Enter")
        expect(walk.page.locator("input:focus")).to_have_count(1)  # nobody types before they see where
        hands.type("Lamp in Mill Lane")
        hands.go("Enter")  # it is written down
        assert walk.focused().startswith(call.reference)
        hands.go("r")  # and they got what they asked for
        call.refresh_from_db()
        assert facts(call) == ["ringing", "answered", "resolved"]
        assert (call.customer, call.subject, call.outcome) == (robin.customer, "Lamp in Mill Lane", "done")
        return hands.seconds

    assert any(one_call() < MOST for _ in range(3))


def test_a_visitor_from_the_door_to_the_desk_takes_under_thirty_seconds_of_the_receptionists_time(walk: Walk):
    cast.council()
    signed_in(walk, cast.staff())

    def one_visit() -> float:
        hands = Hands(walk)
        walk.page.goto(f"{walk.origin}/s5/desk/")
        for key in "2gwos":  # here, greeted, told the wait, a colleague asked for, seen
            hands.go(key)
        assert facts(newest()) == ["arrived", "greeted", "wait_told", "colleague_asked", "seen"]
        return hands.seconds

    assert any(one_visit() < MOST for _ in range(3))
    visit = newest()
    walk.check()
    Hands(walk).go("u")  # and goes without
    walk.check()
    walk.fill("Why it will be late", "The plan is with the surveyor")
    for part, number in (("Day", "13"), ("Month", "11"), ("Year", "2026")):
        walk.fill(part, number)
    walk.press("Note it")
    assert walk.heading().endswith("who is it?")
    assert visit.facts.order_by("id").last().what == "delay_told"


def test_eight_go_on_at_once_and_two_who_note_the_same_do_not_undo_each_other(
    walk: Walk, browser: Browser, size: ViewportSize
):
    cast.council()
    hands = Hands(signed_in(walk, cast.staff()))
    walk.go("/s5/desk/")
    for key in "12121212":
        hands.go(key)
    rows = walk.page.locator(".running tbody tr")
    assert (rows.count(), walk.page.locator("table.queue").count()) == (8, 0)  # each stands once
    first = rows.first.locator(".running__seconds").inner_text()
    walk.page.wait_for_function("was => document.querySelector('.running__seconds').textContent !== was", arg=first)
    walk.check_anew()
    hands.press("k", "k", "k", "k", "k")  # from the eighth to the third
    hands.go("a")
    hands.press("j")
    hands.go("g")
    began = list(Contact.objects.order_by("id"))
    assert [facts(one)[1:] for one in began] == [[], [], ["answered"], ["greeted"], [], [], [], []]
    beside = browser.new_context(viewport=size, locale="en-GB", timezone_id="Europe/London")
    colleague = Hands(signed_in(Walk(beside.new_page(), walk.origin), cast.staff("Priya Shah")))
    colleague.walk.page.goto(f"{walk.origin}/s5/desk/")
    colleague.press("j")
    colleague.go("a")  # Priya answers the first, which this page still shows as ringing
    beside.close()
    hands.press("k", "k", "k")
    assert walk.focused().startswith(began[0].reference)
    hands.go("x")
    assert "Cannot note “Hung up unanswered”: “Answered” was noted before" in walk.page.inner_text("main")
    assert facts(began[0]) == ["ringing", "answered"]
    walk.check()


def test_with_twenty_that_go_on_the_keyboard_comes_to_each_and_to_the_queue_behind_them(walk: Walk):
    waits = cast.received("Mon 9 Nov 2026 09:00")
    for number in range(20):
        rang, call = (
            NOW - timedelta(seconds=number),
            cast.arrival(channel="phone", subject="", body="", name="", email=""),
        )
        actions.begin(call, details={}, by=None, at=rang, now=rang)
    hands = Hands(signed_in(walk, cast.staff()))
    walk.go("/s5/desk/")
    rows = walk.page.locator(".running tbody tr")
    assert (rows.count(), walk.page.locator("table.queue tbody tr").count()) == (20, 1)
    hands.press(*"j" * 20)
    last = Contact.objects.get(reference=walk.focused().split()[0])
    hands.go("a")
    assert (facts(last), walk.focused().startswith(last.reference)) == (["ringing", "answered"], True)
    hands.press("j")
    assert walk.focused().startswith(waits.reference)


def test_every_page_of_a_new_contact_is_sound_and_a_letter_is_logged_by_the_keyboard(walk: Walk):
    cast.received("Mon 2 Nov 2026 09:00", subject="Word" * 30, needs="Large print")
    hands = Hands(signed_in(walk, cast.staff()))
    walk.go("/s5/desk/find/")
    hands.go("c")
    hands.check()
    hands.go("3")
    hands.check()
    hands.type("robin")
    hands.wait_for("Large print")
    walk.check()
    hands.press("ArrowDown")
    hands.go("Enter")
    hands.check()
    hands.type("The lamp again")
    walk.fill("Day", "1")
    hands._timed(lambda: walk.page.get_by_label("What is it about?").press("Enter"))
    assert "Say why it is noted only now." in walk.page.inner_text("body")
    walk.check()
    walk.fill("Day", "10")
    walk.press("Log it")
    letter = newest()
    assert (letter.channel, letter.subject, "Logged as" in walk.text()) == ("letter", "The lamp again", True)
    walk.go("/s5/desk/new/?kind=member-enquiry")
    walk.go("/s5/desk/new/reception/?who=new")
    walk.go("/s5/desk/new/social/?who=nobody")


def test_a_call_is_taken_and_written_down_without_scripts(walk_without_scripts: Walk):
    cast.council()
    page = signed_in(walk_without_scripts, cast.staff()).page
    page.goto(f"{walk_without_scripts.origin}/s5/desk/")
    page.get_by_role("button", name="A call rings").click()
    call = newest()
    assert "10:0" in page.locator(".running").inner_text()
    page.get_by_role("button", name=f"Answered {call.reference}").click()
    page.get_by_role("link", name=f"Call back agreed for … {call.reference}").click()
    page.get_by_label("At what time, if one was said").fill("2pm")
    page.get_by_role("button", name="Note it").click()
    page.get_by_label("Name, telephone number, email address, postcode or reference").fill("Lee")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("link", name="A new person").click()
    assert page.get_by_label("Name", exact=True).input_value() == "Lee"
    page.get_by_label("What is it about?").fill("Bins")
    page.get_by_role("button", name="Log it").click()
    call.refresh_from_db()
    assert (str(call.customer), call.subject, call.next_due) == ("Lee", "Bins", at("Wed 11 Nov 2026 14:00"))
