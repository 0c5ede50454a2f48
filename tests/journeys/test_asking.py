"""An officer asks a depot by a link, somebody there answers without scripts, and the officer reads it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, ViewportSize

from answerable.memos.models import Memo
from tests import cast
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import NOW, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

ANSWER = "No. The lorry <b>broke down</b> in Mill Lane,\nand comes on Thursday."


def link() -> str:
    return re.findall(r"https?://[^/]+(/\S+)", Memo.objects.latest("id").body)[0]


def test_an_officer_asks_a_depot_which_answers_without_an_account_or_scripts(
    walk: Walk, walk_without_scripts: Walk, browser: Browser, size: ViewportSize, monkeypatch: pytest.MonkeyPatch
):
    clock = [NOW]
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: clock[0])
    contact = cast.received("Tue 10 Nov 2026 09:00", subject="Bin", body="My bin in Hill Street is full.\nRobin Reed")
    signed_in(walk, cast.staff()).go(f"/s5/desk/contacts/{contact.reference}/")
    walk.follow("Ask somebody outside")
    walk.press("Send the question")
    assert walk.page.locator(".govuk-error-summary li").all_inner_texts() == [
        "Enter the name of whoever you ask",
        "Enter their email address",
        "Enter your question",
        "Enter the day by which you need the answer",
    ]
    walk.fill("Whom do you ask?", "Jo Bright")
    walk.fill("Their email address", "robin@home.example")
    walk.fill("Your question", "Was the bin in Hill Street emptied on Tuesday?")
    for part, value in (("Day", "13"), ("Month", "11"), ("Year", "2026")):
        walk.fill(part, value)
    walk.page.get_by_label("Message of Tuesday 10 November 2026 at 9am").check()
    walk.press("Send the question")
    assert "This is the customer's own address" in walk.text()
    walk.fill("Their email address", "jo@depot.example")
    walk.press("Send the question")
    assert "Jo Bright, by 13 November 2026: waits" in walk.text()
    with walk.leading_on():
        walk.page.get_by_role("link", name=re.compile("Ask again.*Jo Bright")).click()
    walk.go("/s5/desk/asked/")
    assert "Jo Bright (jo@depot.example)" in walk.text()

    outside = walk_without_scripts.page
    outside.goto(walk.origin + link())
    with_scripts = browser.new_context(viewport=size, locale="en-GB")
    beside = Walk(with_scripts.new_page(), walk.origin)
    beside.go(link())  # with scripts, for axe and for the keyboard
    assert beside.heading() == "A question to you"
    assert "My bin in Hill Street is full." in beside.text()
    outside.get_by_role("button", name="Send your answer").click()
    assert "Enter your answer" in outside.locator(".govuk-error-summary").inner_text()
    beside.press("Send your answer")
    beside.page.get_by_text("I am not the right person").click()
    beside.check_anew()
    clock[0] = NOW + timedelta(minutes=5)
    outside.get_by_label("Your answer").fill(ANSWER)
    outside.get_by_role("button", name="Send your answer").click()
    assert "You have answered this on Wednesday 11 November 2026 at 10:05am" in outside.locator("main").inner_text()
    beside.page.get_by_label("Your answer").fill("It was.")
    with beside.leading_on(status=409):
        beside.page.get_by_role("button", name="Send your answer").click()
    assert "What you have just typed was not sent" in beside.text()
    beside.go(link().replace("/asked/", "/asked/X"), 404)
    with_scripts.close()

    clock[0] = NOW + timedelta(minutes=10)
    walk.go("/s5/desk/asked/")
    assert "Answered since you looked" in walk.text()
    walk.follow(contact.reference)
    assert ANSWER in walk.text()
    assert "Jo Bright (jo@depot.example)" in walk.text()
