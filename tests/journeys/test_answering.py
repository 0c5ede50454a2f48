"""A letter from a standard text, by the keyboard: kept as it is typed, sent after a colleague has written, disputed."""

import pytest
from playwright.sync_api import expect

from answerable.contacts.models import Message
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import signed_in
from tests.public.residents import page_of

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Thank you for telling us of the lamp. {officer} sees to it."


@pytest.fixture(autouse=True)
def the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: at("Wed 4 Nov 2026 10:00"))


def write_a_text(walk: Walk) -> None:
    walk.go("/s5/desk/texts/")
    walk.press("Write a new text")
    walk.fill("Title", "Lamps")
    walk.fill("Words", "Dear {nmae}")
    for part, number in (("Day", "1"), ("Month", "2"), ("Year", "2027")):
        walk.fill(part, number)
    walk.press("Keep it")
    assert "There is no field “{nmae}”. Did you mean “{name}”?" in walk.text()
    walk.fill("Words", WORDS)
    walk.press("Keep it")
    walk.follow("Lamps")


def put_in(walk: Walk, after: str) -> None:
    """Type a beginning, go to the texts by their key, choose one, and put it in behind that."""
    keys = walk.page.keyboard
    walk.page.get_by_label("Your reply").focus()
    keys.type(after)
    walk.page.locator("h1").click()  # a key is for the page where nothing is being written
    keys.press("s")
    assert walk.focused() == "A standard text"
    keys.type("Lamps")
    keys.press("Enter")
    walk.page.get_by_text("Draft kept at").wait_for()


def test_a_text_is_chosen_kept_as_a_draft_and_sent_after_a_colleague_has_written(walk: Walk):
    contact = cast.received("Mon 2 Nov 2026 09:00", channel="web", email="", told=False)
    here = f"/s5/desk/contacts/{contact.reference}/"
    sam, priya = cast.staff(), cast.staff("Priya Shah")
    write_a_text(signed_in(walk, cast.staff("Ruth Boss", Role.MANAGER, "s5")))
    signed_in(walk, sam).go(here)
    put_in(walk, "Hello. ")
    said = "Hello. Thank you for telling us of the lamp. Sam Field sees to it."
    expect(walk.page.get_by_label("Your reply")).to_have_value(said)
    walk.go("/s5/desk/")

    signed_in(walk, priya).go(f"{here}?write=ask")
    assert "Sam Field has begun to write (reply, 4 Nov, 10:00)." in walk.text()
    walk.fill("Your question", "Which lamp is it, please?")
    fill_parts(walk)
    walk.press("Preview")
    assert "Yours sincerely,\n\nPriya Shah" in walk.text()
    walk.press("Send question")

    signed_in(walk, sam).go(here)
    expect(walk.page.get_by_label("Your reply")).to_have_value(said)
    assert walk.text().index("New since you began to write") < walk.text().index("Your reply")
    walk.check_anew()
    walk.choose("Answers everything, and ends the matter")
    fill_parts(walk)
    walk.press("Preview")
    assert said in walk.text()
    walk.page.get_by_role("checkbox").first.check()
    walk.press("Send reply")
    assert contact.messages.get(sort=Message.Sort.REPLY).by == sam

    walk.go(page_of(contact))
    walk.press("This is not a full answer")
    walk.fill("What is missing from our answer?", "By when?")
    walk.press("Send")
    assert walk.stands().startswith("You told us that this is not a full answer, and we opened this again.")


def fill_parts(walk: Walk) -> None:
    """Fill in what the charter asks this letter to say."""
    for label in ("What is being done", "What happens next"):
        box = walk.page.get_by_label(label, exact=True)
        if box.is_visible() and not box.input_value():
            box.fill("We come to see the lamp")
