"""A resident contacts the council, follows the contact and reads the promises: by mouse, by keys, without scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import ViewportSize

from answerable.contacts import actions
from answerable.contacts.models import Contact
from answerable.councils.actions import keep_addresses
from answerable.councils.addresses import addresses_read
from answerable.councils.models import Council
from answerable.councils.urgent import UrgentNumber
from answerable.figures.actions import count
from tests import cast
from tests.build import at, on
from tests.journeys.conftest import TELEPHONE
from tests.public.residents import key_of, page_of

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "Ask a question, or ask us to do something"
POSTCODE = "Or find the address by its postcode"
ADDED = "What would you like to add?"


@pytest.fixture
def size() -> ViewportSize:
    """Most residents have the screen of a telephone."""
    return TELEPHONE


def test_a_contact_from_the_front_page_to_a_complaint_with_every_mistake_on_the_way(walk: Any):
    in_form = {"public_title": "Bins, streets and parks", "public_hint": "Missed bins, potholes, street lamps, trees"}
    cast.council().services.update(**in_form, takes_forms=cast.team_of(team="roads"))
    walk.go("/")
    walk.follow("A county council")
    walk.press("Contact us")
    walk.press("Continue")
    assert "Choose what you want to do" in walk.text()
    walk.choose(KIND)
    walk.press("Continue")
    assert walk.heading() == "What is it about?"
    walk.press("Continue")
    assert "Choose what it is about, or “I am not sure”" in walk.text()
    walk.choose("Bins, streets and parks")
    walk.press("Continue")
    walk.press("Continue")
    assert "Enter your message" in walk.text()
    walk.fill("Your message", "The lamp is out 😀\nשלום")
    walk.press("Continue")
    walk.choose("Yes")
    walk.press("Continue")
    assert "Say who is at risk, and of what" in walk.text()
    walk.choose("No")
    walk.press("Continue")
    walk.fill("Email address (optional)", "robin")
    walk.press("Continue")
    assert "Enter an email address in the correct format, like name@example.com" in walk.text()
    walk.fill("Email address (optional)", "")
    walk.press("Continue")
    walk.choose("Large print")
    walk.press("Continue")
    assert walk.heading() == "Check your answers"
    assert "Bins, streets and parks" in walk.text()
    walk.press("Send")
    assert walk.heading() == "We have your message"
    contact = Contact.objects.get()
    assert contact.path == "s5/customer-services/roads"
    walk.page.get_by_role("link", name=re.compile(f"contacts.{contact.reference}")).click()
    walk.check()
    assert "We promised you a full answer by" in walk.text()
    walk.press("Add something")
    walk.press("Send")
    assert "Enter what you would like to add" in walk.text()
    walk.fill(ADDED, "It is at number 4.")
    walk.press("Send")
    assert "We have added what you wrote." in walk.text()
    walk.press("This went wrong")
    walk.fill("What went wrong?", "Nobody came.")
    walk.press("Send")
    assert walk.heading() == "We have your message"
    assert [one.came_as for one in Contact.objects.order_by("id")] == [["enquiry"], ["complaint"]]
    assert [cookie["name"] for cookie in walk.page.context.cookies()] == ["form", "sessionid"]


def listed() -> None:
    lines = "postcode,address\nS6 2AB,2 Mill Lane\nS6 2AB,10 Mill Lane\n"
    keep_addresses(cast.council(), addresses_read(lines.encode()), at=at("Mon 2 Nov 2026 09:00"))


def test_where_it_is_is_found_by_its_postcode(walk: Any):
    listed()
    walk.go("/s5/contact/")
    walk.choose(KIND)
    walk.press("Continue")
    walk.check_anew()
    walk.fill("Your message", "The lamp is out.")
    walk.fill(POSTCODE, "S6")
    walk.press("Find the address")
    assert "Enter the whole postcode" in walk.text()
    walk.fill(POSTCODE, "s6 2ab")
    walk.press("Find the address")
    assert walk.focused() == "Address"
    walk.page.get_by_label("Address", exact=True).select_option("10 Mill Lane, S6 2AB")
    walk.page.get_by_label(POSTCODE).press("Enter")  # is "Continue", and not to look it up once more
    walk.page.wait_for_url("**/danger/")
    walk.choose("No")
    for _ in range(3):
        walk.press("Continue")
    assert "10 Mill Lane, S6 2AB" in walk.text()
    walk.press("Send")
    assert "Where it is: 10 Mill Lane, S6 2AB" in walk.text()
    walk.page.get_by_role("link", name=re.compile(f"contacts.{Contact.objects.get().reference}")).click()
    walk.check()
    assert "Where it is: 10 Mill Lane, S6 2AB" in walk.text()


def test_where_it_is_is_found_without_scripts(walk_without_scripts: Any):
    listed()
    page = walk_without_scripts.page
    page.goto(f"{walk_without_scripts.origin}/s5/contact/")
    page.get_by_label(KIND).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your message", exact=True).fill("The lamp is out.")
    page.get_by_label(POSTCODE).fill("s6 2ab")
    page.get_by_role("button", name="Find the address").click()
    assert page.get_by_label("Your message", exact=True).input_value() == "The lamp is out."
    page.get_by_label("Address", exact=True).select_option("2 Mill Lane, S6 2AB")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/danger/")


def test_a_contact_with_the_keyboard_alone(walk: Any):
    cast.council()
    keys = walk.page.keyboard
    walk.go("/s5/contact/")
    walk.tab_to(KIND)
    keys.press("Space")
    go_on(walk)
    walk.tab_to("Your message")
    keys.type("The lamp is out.")
    go_on(walk)
    walk.tab_to("No")
    keys.press("Space")
    go_on(walk)
    walk.tab_to("Continue")
    keys.press("Enter")
    walk.page.wait_for_url("**/needs/")
    walk.check()
    go_on(walk)
    walk.tab_to("Send")
    keys.press("Enter")
    walk.page.wait_for_url("**/sent/")
    walk.check()
    assert Contact.objects.get().messages.first().body == "The lamp is out."


def test_emails_when_something_happens_are_begun_and_stopped(walk: Any, walk_without_scripts: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    walk.go(page_of(contact))
    walk.press("Email me when something happens")
    assert walk.heading() == "Emails when something happens"
    walk.press("Email me when something happens")
    assert "We email you when something happens." in walk.text()
    walk.press("Stop these emails")
    walk.press("Stop these emails")
    assert "We have stopped these emails." in walk.text()
    page = walk_without_scripts.page
    page.goto(f"{walk_without_scripts.origin}{page_of(contact)}emails/")
    page.get_by_role("button", name="Email me when something happens").click()
    assert "We email you when something happens." in page.locator("main").inner_text()


def go_on(walk: Any) -> None:
    here = walk.page.url
    walk.tab_to("Continue")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url(lambda url: url != here)
    walk.check()


def test_a_contact_without_scripts(walk_without_scripts: Any):
    cast.council()
    page = walk_without_scripts.page
    page.goto(f"{walk_without_scripts.origin}/s5/contact/")
    page.get_by_label(KIND).check()
    page.get_by_role("button", name="Continue").click()
    assert "You can enter up to 20000 characters" in page.locator("main").inner_text()
    page.get_by_label("Your message").fill("The lamp is out.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("No", exact=True).check()
    for _ in range(3):
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send").click()
    assert page.locator("h1").inner_text() == "We have your message"
    page.get_by_role("link", name=re.compile(f"contacts.{Contact.objects.get().reference}")).click()
    page.get_by_text("How we worked this out").first.click()
    assert "Day by day" in page.locator("main").inner_text()
    page.get_by_role("button", name="Add something").click()
    page.get_by_label(ADDED).fill("It is at number 4.")
    page.get_by_role("button", name="Send").click()
    assert "We have added what you wrote." in page.locator("main").inner_text()


def test_a_contact_that_is_late_and_one_that_was_answered_with_all_their_workings_open(walk: Any):
    late, kept = (cast.received("Mon 2 Nov 2026 09:00", channel="web", email="") for _ in range(2))
    sam, wednesday = cast.staff(), at("Wed 4 Nov 2026 09:00")
    told = cast.parts(by_when=on("Fri 20 Nov 2026"))
    actions.hold(late, body="We are sorry.", parts=told, by=sam, at=wednesday)
    actions.reply(kept, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=sam, at=wednesday)
    draft = cast.received("Mon 2 Nov 2026 09:00", "s3", channel="web", email="")
    for contact in (late, kept, draft):
        walk.go(page_of(contact))
        open_all(walk)
        walk.check()


def test_the_promises_with_all_their_workings_open(walk: Any):
    cast.received("Mon 2 Nov 2026 09:00", channel="web", email="")
    cast.council("s3")
    for council in Council.objects.all():
        count(council, first_on=on("Thu 1 Oct 2026"), last_on=on("Thu 31 Dec 2026"), at=at("Sun 22 Nov 2026 12:00"))
    for where in ("/s5/promises/", "/s3/promises/", "/s5/promises/S5-24/"):
        walk.go(where)
        open_all(walk)
        walk.check()


def test_the_other_pages_and_the_way_in_for_somebody_with_a_reference(walk: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00", channel="web", email="")
    for where in ("/s5/", "/s5/accessibility/", "/s5/privacy/", "/s5/contacts/"):
        walk.go(where)
    walk.press("Continue")
    assert "Enter your reference" in walk.text()
    walk.fill("Reference, or the whole link", contact.reference)
    walk.fill("Secret code", "wrong")
    walk.press("Continue")
    assert "We can find nothing with this reference and this code." in walk.text()
    walk.fill("Secret code", key_of(contact))
    walk.press("Continue")
    assert walk.page.url.endswith(f"{key_of(contact)}/")
    walk.go(f"/s5/contacts/{contact.reference}/wrong/", status=404)
    assert walk.heading() == "We cannot open that page"


def open_all(walk: Any) -> None:
    walk.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def test_somebody_in_danger_is_shown_whom_to_call_on_every_page_from_then_on(walk: Any):
    council = cast.council()
    number = UrgentNumber("No heating or water", "01632 960 010")
    council.urgent_numbers, council.duty_address = [number.as_kept()], "duty@s5.example"
    council.save()
    whom = ["If somebody’s life is in danger now, call 999", "No heating or water: call 01632 960 010"]
    walk.go("/s5/contact/")
    assert [words in walk.text() for words in whom] == [True, True]
    walk.choose(KIND)
    walk.press("Continue")
    walk.fill("Your message", "My father is very cold.")
    walk.press("Continue")
    assert [words in walk.text() for words in whom] == [True, True]
    walk.choose("Yes")
    walk.fill("If yes: who is at risk, and of what?", "My father, of the cold")
    for heading in ("How can we reach you?", "Do you need anything from us?", "Check your answers"):
        walk.press("Continue")
        assert heading in walk.heading()
        assert [words in walk.text() for words in whom] == [True, True]
    walk.press("Send")
    assert walk.page.locator("a[href='tel:999']").count() == 1
    assert walk.text().index(whom[0]) < walk.text().index(whom[1]) < walk.text().index("We have your message")
    assert "We are sending word of it to whoever is on duty, now." in walk.text()
