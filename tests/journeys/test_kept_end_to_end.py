"""A promise kept, end to end, on the demonstration: an email, its acknowledgement, the answer, and the public figure.

Everything in it is what a newcomer starts with one command: pages, desk, worker, dispatcher, and a mail server.
`make pictures` walks it again and puts the pictures into the documents.
"""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.conftest import Walk
from tests.journeys.demonstration import demonstration

SUBJECT = "Street lamp out in Weaver's Close"
WRITER = "robin.reed@resident.example"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration, started; gives its address."""
    # A picture is of a council with much behind it; to walk the same path, little will do.
    contacts = 2000 if os.environ.get("PICTURES") else 60
    with demonstration(tmp_path_factory.mktemp("demonstration"), contacts=contacts, port=8600) as origin:
        yield origin


@pytest.fixture
def newcomer(context: BrowserContext, started: str) -> Walk:
    """Somebody at a browser, and the demonstration is started."""
    context.set_default_timeout(15_000)
    return Walk(context.new_page(), started)


def test_an_email_is_acknowledged_with_a_date_answered_from_the_desk_and_counted_in_public(newcomer: Walk):
    walk, council, officer = newcomer, "s5", "ines.calder@staff.example"
    before = complete(walk, council)

    walk.go("/demo/email/")
    walk.fill("Email address of a resident", WRITER)
    walk.fill("Subject", SUBJECT)
    walk.shoot("1-an-email-to-the-council")
    walk.press("Send")
    acknowledged = again_until(walk, "By when:", lambda: inbox(walk))
    walk.check()
    walk.shoot("2-the-acknowledgement")
    reference = re.search(r"Your reference: (\S+)", acknowledged)[1]
    promised = re.search(r"By when: (.+)", acknowledged)[1]
    page = re.search(r"Follow it here: (\S+)", acknowledged)[1]
    walk.go(page)
    assert promised in walk.stands()
    walk.shoot("3-what-the-resident-sees-at-once")

    sign_in(walk, council, officer)
    walk.shoot("4-the-queue")
    walk.page.get_by_label("Find", exact=True).fill(reference)
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url(f"**/contacts/{reference}/")
    walk.check()
    walk.shoot("5-the-contact")
    walk.page.get_by_label("Answers everything, and ends the matter").check()
    walk.page.get_by_label("Your reply").fill("The lamp was mended this morning. Thank you for telling us.")
    walk.press("Preview")
    assert "Say what is being done: S5-27 asks for this" in walk.text()
    walk.shoot("6-a-reply-without-a-promised-part-is-not-sent")
    walk.page.get_by_label("What is being done").first.fill("The lamp has been mended")
    walk.press("Preview")
    for point in walk.page.get_by_role("group", name="Which of these").get_by_role("checkbox").all():
        point.check()
    walk.shoot("7-the-letter-before-it-goes")
    walk.press("Send reply")

    again_until(walk, "The lamp was mended this morning", lambda: inbox(walk))
    walk.check()
    walk.shoot("8-the-answer")
    walk.go(page)
    walk.shoot("9-what-the-resident-sees-in-the-end")
    assert "in time" in walk.stands()

    def counted() -> str:
        now = complete(walk, council)
        return "counted" if now == (before[0] + 1, before[1] + 1) else f"{before} and now {now}"

    again_until(walk, "counted", counted)
    walk.go(f"/{council}/promises/S5-25/")
    walk.shoot("10-the-public-figure")
    walk.go(f"/{council}/promises/")
    walk.page.get_by_role("heading", name="When you write to us").evaluate("heading => heading.scrollIntoView()")
    walk.shoot("11-all-the-promises")


def complete(walk: Walk, council: str) -> tuple[int, int]:
    """Return how many messages said who has the matter in hand (S5-25), and out of how many, as published."""
    figures = walk.page.request.get(f"{walk.origin}/{council}/promises.json").json()
    found = next(one for one in figures["figures"] if one["promise"] == "S5-25")
    return found["numerator"], found["denominator"]


def inbox(walk: Walk) -> str:
    """Return all that has come to the writer, with nothing checked: it is looked at again and again."""
    walk.page.goto(f"{walk.origin}/demo/inbox/?email={WRITER}")
    return walk.text()


def sign_in(walk: Walk, council: str, officer: str) -> None:
    walk.go("/demo/")
    code = re.search(r"\b(\d{6})\b", walk.text())[1]
    walk.go(f"/{council}/desk/")
    walk.fill("Email address", officer)
    walk.page.get_by_label("Password", exact=True).fill("everybody can read this")
    walk.press("Continue")
    walk.page.get_by_label("One-time code or recovery code").fill(code)
    walk.press("Sign in")
    for _ in range(4):  # a code is good for its own minute: on a slow machine it may be over, and the next one is asked
        if walk.heading() == "Queue":
            break
        walk.page.wait_for_timeout(15_000)
        other = walk.page.context.new_page()
        other.goto(walk.page.url.split(f"/{council}/")[0].split("/account")[0] + "/demo/")
        code = re.search(r"\b(\d{6})\b", other.inner_text("body"))[1]
        other.close()
        walk.page.get_by_label("One-time code or recovery code").fill(code)
        walk.press("Sign in")
    assert walk.heading() == "Queue"


def again_until(walk: Walk, said: str, look: Callable[[], str], seconds: int = 45) -> str:
    """Look again every half second until some words are there; return all that is there then."""
    for _ in range(seconds * 2):
        text = look()
        if said in text:
            return text
        walk.page.wait_for_timeout(500)
    raise AssertionError(f"'{said}' did not come in {seconds} seconds. What was there:\n{text}")
