"""People say where it is: in words, or by a postcode that brings a list, and lose nothing on the way."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.channels.web.read import read
from answerable.contacts import actions as contacts
from answerable.contacts.actions.erasing import erase
from answerable.contacts.limits import Limit
from answerable.contacts.models import LONGEST_PLACE, Contact
from answerable.councils.actions import keep_addresses
from answerable.councils.addresses import LONGEST, addresses_read
from answerable.public.place import NONE_OF_THESE, say_place
from answerable.public.views import contact as contact_pages
from tests import cast
from tests.build import at
from tests.public.residents import ANSWERS, address, page_of, problems, send, the_clock_says, words

pytestmark = pytest.mark.django_db

NOW = at("Fri 6 Nov 2026 12:00")
HERE = address("message")
SAID: dict[str, Any] = ANSWERS["message"]
TWO, TEN = "2 Mill Lane, Sheffield, S6 2AB", "10 Mill Lane, Sheffield, S6 2AB"


@pytest.fixture(autouse=True)
def council(monkeypatch: pytest.MonkeyPatch) -> Any:
    the_clock_says(NOW, monkeypatch)
    return cast.council()


@pytest.fixture
def listed(council: Any, client: Client) -> Client:
    """Return somebody at the page of the message, of a council that has given its addresses."""
    lines = f'postcode,address\nS6 2AB,"{TEN}"\nS6 2AB,"{TWO}"\nS1 2HH,Town Hall\n'
    keep_addresses(council, addresses_read(lines.encode()), at=NOW)
    client.post(address("about"), ANSWERS["about"])
    return client


def look_up(client: Client, postcode: str, caller: str = "127.0.0.1", **given: Any) -> Any:
    return client.post(HERE, {**SAID, "postcode": postcode, "find": "yes", **given}, REMOTE_ADDR=caller)


def options(response: Any) -> list[str]:
    return re.findall(r"<option value=\"([^\"]*)\"", response.content.decode())


def test_where_it_is_goes_with_the_contact_and_is_on_every_page_of_it(client: Client):
    response = send(client, message={**SAID, "place": "  Mill Lane,\n by the bus stop "})
    contact = Contact.objects.get()
    assert contact.place == "Mill Lane, by the bus stop"
    assert "Where it is: Mill Lane, by the bus stop" in words(response)
    assert "Where it is: Mill Lane, by the bus stop" in words(client.get(page_of(contact)))
    assert "Mill Lane" not in contact.messages.get(sort="acknowledgement").body


def test_nobody_has_to_say_where_and_without_a_list_nothing_is_looked_up(client: Client):
    client.post(address("about"), ANSWERS["about"])
    assert "Find the address" not in words(client.get(HERE))
    assert client.post(HERE, {**SAID, "postcode": "S6 2AB", "find": "yes"}).status_code == 200
    send(client)
    assert Contact.objects.get().place == ""
    assert "Where it is" not in words(client.get(page_of(Contact.objects.get())))


def test_a_postcode_brings_its_addresses_and_one_is_chosen(listed: Client):
    page = look_up(listed, " s6 2ab")
    assert options(page) == ["", TWO, TEN, NONE_OF_THESE]
    assert "2 addresses found: your message" in page.content.decode()
    assert problems(page) == []
    assert "The street lamp is out." in words(page)
    assert "autofocus" in page.content.decode()
    chosen = {**SAID, "postcode": "s6 2ab", "address": TEN, "place": "by the gate"}
    assert listed.post(HERE, chosen).status_code == 302
    again = listed.get(HERE).content.decode()
    assert f'value="{TEN}" selected' in again
    assert "autofocus" not in again
    for step in ("danger", "reach", "needs"):
        listed.post(address(step), ANSWERS[step])
    assert f"Where it is {TEN}. by the gate Change" in words(listed.get("/s5/contact/check/"))


def test_looking_up_finds_no_fault_with_anything_else_and_keeps_it(listed: Client):
    page = look_up(listed, "S6 2AB", message="", subject="x" * 300, place="y" * 400)
    assert problems(page) == []
    assert all(long in page.content.decode() for long in ("x" * 300, "y" * 400))
    assert "Enter your message" in problems(listed.post(HERE, {"postcode": "S6 2AB", "address": TWO}))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter a postcode, such as S6 2AB, or write where it is in the box above"),
        ("S6", "Enter the whole postcode, such as S6 2AB, or empty it and write where it is in the box above"),
        (
            "nonsense \x00 💡",
            "Enter the whole postcode, such as S6 2AB, or empty it and write where it is in the box above",
        ),
        (
            "s99 9zz",
            "We have no address for S99 9ZZ. Check the postcode, or empty it and write where it is in the box above",
        ),
        ("x" * 30, "Postcode must be 20 characters or fewer"),
    ],
)
def test_a_postcode_that_brings_nothing_is_answered_with_what_to_do(listed: Client, typed: str, said: str):
    page = look_up(listed, typed, place="Mill Lane")
    assert problems(page) == [said]
    assert "The street lamp is out." in words(page)
    assert 'value="Mill Lane"' in page.content.decode()


def test_a_letter_for_a_nought_finds_it_too(listed: Client):
    assert options(look_up(listed, "SI 2HH")) == ["", "Town Hall, S1 2HH", NONE_OF_THESE]


def test_going_on_with_a_postcode_asks_for_the_choice_unless_words_say_where(listed: Client):
    page = listed.post(HERE, {**SAID, "postcode": "S6 2AB"})
    assert (problems(page), TWO in options(page)) == (["Choose the address, or “None of these”"], True)
    assert problems(listed.post(HERE, {**SAID, "postcode": "S6"})) == [
        "Enter the whole postcode, such as S6 2AB, or empty it and write where it is in the box above"
    ]
    other = listed.post(HERE, {**SAID, "postcode": "S1 2HH", "address": TWO})
    assert problems(other) == ["Choose the address from this list, or “None of these”"]
    assert options(other) == ["", "Town Hall, S1 2HH", NONE_OF_THESE]
    assert listed.post(HERE, {**SAID, "postcode": "S6 2AB", "address": NONE_OF_THESE}).status_code == 302
    assert listed.post(HERE, {**SAID, "postcode": "S6", "place": "Mill Lane"}).status_code == 302
    assert listed.post(HERE, {**SAID, "postcode": "S6 2AB", "place": "Mill Lane"}).status_code == 302


def test_a_file_that_came_with_a_look_up_is_kept(listed: Client):
    photo = SimpleUploadedFile("lamp.jpg", b"\xff\xd8\xff\xe0 a lamp")
    page = look_up(listed, "S6 2AB", added=photo)
    assert (problems(page), "Do not send lamp.jpg" in words(page)) == ([], True)
    assert "Do not send lamp.jpg" in words(listed.get(HERE))
    wrong = look_up(listed, "S6 2AB", added=SimpleUploadedFile("virus.exe", b"MZ"))
    assert len(problems(wrong)) == 1
    assert TWO in options(wrong)


def test_too_many_look_ups_are_asked_to_wait(listed: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(f"{contact_pages.__name__}.PAGES_OF_CALLER", Limit("pages", 1, timedelta(minutes=10)))
    pages = [look_up(listed, "S6 2AB", "203.0.113.9") for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 429]
    assert "Wait until 12:10" in problems(pages[1])[0]
    assert "The street lamp is out." in words(pages[1])


@pytest.mark.parametrize(
    ("place", "postcode", "chosen", "said"),
    [
        ("", "", "", ""),
        ("by the gate", "", "", "by the gate"),
        ("by the gate", "s62ab", "", "by the gate, S6 2AB"),
        ("2 Mill Lane s6 2ab", "S6 2AB", NONE_OF_THESE, "2 Mill Lane s6 2ab"),
        ("", "s62ab", NONE_OF_THESE, "S6 2AB"),
        ("Mill Lane", "S6", "", "Mill Lane, S6"),
        ("", "S6 2AB", TWO, TWO),
        ("by the gate", "S6 2AB", TWO, f"{TWO}. by the gate"),
    ],
)
def test_what_is_kept_is_one_line(place: str, postcode: str, chosen: str, said: str):
    assert say_place({"place": place, "postcode": postcode, "address": chosen}) == said


def test_the_longest_that_can_be_said_is_kept_whole():
    assert len(say_place({"place": "x" * 300, "postcode": "S6 2AB", "address": "y" * LONGEST})) <= LONGEST_PLACE


def test_a_form_from_before_the_upgrade_is_read_without_a_place():
    assert read(json.dumps({"page": "form", "kind": "enquiry", "message": "A"}).encode()).place == ""  # type: ignore[union-attr]


def test_what_goes_wrong_with_a_contact_is_at_the_same_place_and_it_goes_with_the_contact(client: Client):
    send(client, message={**SAID, "place": "Mill Lane"}, reach={})
    contact = Contact.objects.get()
    fresh = re.search(r'name="token" value="([^"]+)"', client.get(page_of(contact) + "wrong/").content.decode())
    assert fresh is not None
    client.post(page_of(contact) + "wrong/", {"message": "Nobody came.", "token": fresh[1]})
    assert [one.place for one in Contact.objects.order_by("id")] == ["Mill Lane", "Mill Lane"]
    contacts.close(contact, outcome=Contact.Outcome.WITHDRAWN, why="They rang", by=cast.staff(), at=NOW)
    erase(contact, at=NOW)
    contact.refresh_from_db()
    assert contact.place == ""
