"""Photographs and files, both ways: a resident adds one, an officer sends one back, and HTML mail is read."""

from base64 import b64decode
from typing import Any

import pytest

from answerable.contacts.models import Contact
from tests import cast
from tests.build import at
from tests.channels.email.test_place import arrives
from tests.channels.taking_in import take_in_all
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NOW = at("Wed 11 Nov 2026 10:00")
LAMP = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
MAIL = (
    b"From: Ann Ash <ann@home.example>\r\nSubject: Bins\r\nMessage-ID: <1@h>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
    b"<h2>My bins</h2><table><tr><th>Bin</th><th>Day</th></tr><tr><td>Green</td><td>Monday</td></tr></table>"
    b'<p>Above it:</p><img src="cid:a@b"><p>Below it.</p><blockquote>Which bins?</blockquote>\r\n'
    b"--b\r\nContent-Type: image/png; name=bin.png\r\nContent-ID: <a@b>\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n"
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==\r\n--b--\r\n"
)
BOX = "Photographs and files (optional)"


def chosen(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture(autouse=True)
def the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: NOW)


def test_files_come_with_the_form_and_go_with_the_reply_and_html_mail_keeps_its_structure(walk: Walk):
    cast.council()
    arrives(MAIL)
    take_in_all(at=NOW)
    page = sends_a_photograph(walk)
    lamp = Contact.objects.get(channel="web")
    answers_with_a_file(walk, lamp)
    walk.go(page)
    assert "With it came: lamp.png." in walk.text()
    with walk.page.expect_download() as download:
        walk.page.get_by_role("link", name="plan.pdf").first.click()
    assert download.value.suggested_filename == "plan.pdf"
    reads_the_mail(walk, Contact.objects.get(channel="email"))


def click(walk: Walk, name: str) -> None:
    """Press a button that leads to a page which other journeys check."""
    walk.page.get_by_role("button", name=name, exact=True).first.click()
    walk.page.wait_for_load_state()


def sends_a_photograph(walk: Walk) -> str:
    """Go through the form with a photograph, and return the address of the resident's own page."""
    walk.page.goto(f"{walk.origin}/s5/contact/")
    walk.choose("Ask a question, or ask us to do something")
    click(walk, "Continue")
    walk.fill("Your message", "The lamp is out.")
    walk.page.get_by_label(BOX).set_input_files([chosen("lamp.png", b"MZ"), chosen("b.png", LAMP)])
    walk.press("Continue")
    assert "“lamp.png” is a program, and we take none." in walk.text()
    assert "Choose your files again: lamp.png, b.png." in walk.text()
    walk.page.get_by_label(BOX).set_input_files([chosen("lamp.png", LAMP)])
    click(walk, "Continue")
    walk.follow("Back")
    assert "Do not send lamp.png" in walk.text()
    click(walk, "Continue")
    walk.choose("No")
    for _ in range(3):
        click(walk, "Continue")
    assert "lamp.png" in walk.text()
    click(walk, "Send")
    return str(walk.page.locator("a.govuk-\\!-text-break-word").get_attribute("href"))


def answers_with_a_file(walk: Walk, contact: Contact) -> None:
    """Look at what came, and answer part of it with a file."""
    signed_in(walk, cast.staff())
    walk.page.goto(f"{walk.origin}/s5/desk/contacts/{contact.reference}/?write=ask#write")
    assert is_shown(walk, "lamp.png")
    walk.fill("Your question", "Is it the lamp that you see on the plan, at number 4?")
    walk.fill("What is being done", "We look for your lamp on the plan")
    walk.fill("What happens next", "We mend it when you have told us which it is")
    walk.page.get_by_label("Files to send with it").set_input_files([chosen("plan.pdf", b"%PDF-1.7")])
    walk.press("Save draft")
    assert walk.page.get_by_label("Remove plan.pdf").is_visible()
    walk.press("Preview")
    assert "plan.pdf (a PDF, 8 bytes. Not scanned): on their own page" in walk.text()
    click(walk, "Send question")
    assert "Went with it:" in walk.text()


def reads_the_mail(walk: Walk, contact: Contact) -> None:
    walk.go(f"/s5/desk/contacts/{contact.reference}/")
    text = walk.text()
    assert "My bins\n-------\n\nBin | Day\nGreen | Monday\n\nAbove it:" in text
    assert is_shown(walk, "bin.png")
    assert "Which bins?" not in text
    walk.page.get_by_text("What it quotes").click()
    assert "> Which bins?" in walk.text()


def is_shown(walk: Walk, name: str) -> bool:
    """Tell whether a picture is in the page, once, and was loaded."""
    picture = walk.page.get_by_alt_text(name, exact=True)
    picture.scroll_into_view_if_needed()
    loaded = "picture => picture.decode().then(() => picture.naturalWidth > 0)"
    return picture.count() == 1 and bool(picture.evaluate(loaded))
