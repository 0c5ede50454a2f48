"""What was wrong is put right in a browser: by keyboard, on a telephone, and where no scripts run."""

from datetime import timedelta

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import open_all, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NOW = at("Wed 11 Nov 2026 10:00")


@pytest.fixture(autouse=True)
def the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: NOW)


def some(number: int) -> list[Contact]:
    return [cast.received(NOW - timedelta(hours=number - n), answerable=False) for n in range(number)]


def test_a_wrong_closing_is_struck_out_after_it_is_shown_what_that_does(walk: Walk):
    (contact,) = some(1)
    mona = cast.staff("Mona Ger", Role.MANAGER)
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="A lottery", by=mona, at=NOW)
    signed_in(walk, mona).go(f"/s5/desk/contacts/{contact.reference}/")
    open_all(walk)
    walk.follow("Put right what was noted wrongly")
    walk.press("See what that does")
    assert "Choose what was noted wrongly" in walk.text()
    walk.page.get_by_label("Left out of the figures", exact=False).first.check()
    walk.fill("Why was it wrong?", "She has a case")
    walk.press("See what that does")
    assert "S5-24, full reply, is excluded" in walk.text()
    walk.press("Strike it out")
    assert "It is struck out. It stays to be seen below." in walk.text()
    contact.refresh_from_db()
    assert contact.closed_at is None


def test_several_are_ticked_and_taken_with_the_keyboard_alone(walk: Walk):
    contacts = some(3)
    signed_in(walk, cast.staff()).go("/s5/desk/")
    keys = walk.page.keyboard
    for _ in range(2):
        keys.press("j")
        keys.press("x")
    assert walk.page.locator("input[name=of]:checked").count() == 2
    walk.page.locator("#several-what").focus()
    walk.tab_to("Go on")
    keys.press("Enter")
    walk.page.wait_for_url("**/several/")
    open_all(walk)
    assert "2 contacts" in walk.text()
    walk.press("Take them")
    assert "Done: 2. Not done: 0." in walk.text()
    assert [Contact.objects.get(id=one.id).held_by is not None for one in contacts] == [True, True, False]


def test_several_are_closed_where_no_scripts_run(walk_without_scripts: Walk):
    contacts = some(2)
    walk = walk_without_scripts
    signed_in(walk, cast.staff())
    walk.page.goto(f"{walk.origin}/s5/desk/")
    for contact in contacts:
        walk.page.get_by_label(f"Tick {contact.reference}").check()
    walk.page.locator("#several-what").select_option("close")
    walk.page.get_by_role("button", name="Go on").click()
    walk.page.get_by_label("A test of ours").check()
    walk.page.get_by_label("How do you know?").fill("We sent them")
    walk.page.get_by_role("button", name="Close them without a reply").click()
    assert "Done: 2. Not done: 0." in walk.text()
    assert {one.outcome for one in Contact.objects.all()} == {"test"}


def test_work_is_handed_over_and_a_letter_split_and_two_people_joined(walk: Walk):
    one, other = some(2)
    mona = cast.staff("Mona Ger", Role.MANAGER)
    other = cast.received(NOW, channel="letter", email="", name="R. Reed")
    actions.take(one, by=mona, at=NOW)
    signed_in(walk, mona).go("/s5/desk/hand-over/")
    walk.page.get_by_label("Whose work?").select_option(label="Mona Ger")
    walk.press("Hand over")
    assert "1 contact of Mona Ger went to nobody." in walk.text()
    walk.go(f"/s5/desk/contacts/{one.reference}/")
    walk.follow("They are known as somebody else too")
    walk.fill("Another contact of the same person", other.reference)
    walk.fill("How do you know that they are one person?", "She says so")
    walk.press("They are one person")
    assert "Known as one person with: R. Reed" in walk.text()
    walk.follow("Split off a second matter")
    walk.fill("What is the second matter about?", "What the lamps cost")
    walk.fill("What does the letter say of it?", "Send me the papers")
    walk.press("Split it off")
    assert "Choose at least one kind" in walk.text()
