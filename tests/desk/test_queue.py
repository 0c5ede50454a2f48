"""The queue shows each reader what waits for them, and no more than they may see."""

import re
from datetime import date
from typing import Any
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from answerable.contacts import actions
from answerable.contacts.clocks import reckon
from answerable.people.models import Role
from answerable.queues import queries
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, text

pytestmark = pytest.mark.django_db


def chips(response: Any) -> list[str]:
    """Return the clocks on a page, each as it reads."""
    found = re.findall(r'<li class="chip[^>]*>(.*?)</li>', response.content.decode(), re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", one)).strip() for one in found]


def test_each_clock_says_its_promise_what_it_asks_for_by_when_and_how_it_stands(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    reckon(contact, now=at("Thu 5 Nov 2026 09:00"))
    assert chips(sam.at("Thu 5 Nov 2026 09:00").open()) == [
        "S5-22 acknowledgement · Wed 4 Nov · broken, 1 day late",
        "S5-24 full reply · Wed 11 Nov · in 6 days",
        "S5-29 notice of delay · Wed 11 Nov · in 6 days",
    ]


def test_a_clock_that_only_a_full_reply_can_save_says_so(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00", channel="letter", email="")
    now = "Tue 10 Nov 2026 09:00"
    reckon(contact, now=at(now))
    assert chips(sam.at(now).open())[0] == (
        "S5-12 acknowledgement · Mon 9 Nov · exposed: only a full reply by Mon 16 Nov keeps it"
    )


def test_welfare_comes_first_with_its_reason(sam: Desk):
    cast.received("Mon 2 Nov 2026 09:00", subject="A lamp")
    cast.received("Tue 3 Nov 2026 09:00", subject="No heating", welfare="A baby is cold")
    page = text(sam.at("Tue 3 Nov 2026 10:00").open())
    assert page.index("Welfare: A baby is cold") < page.index("No heating") < page.index("A lamp")


def test_words_that_may_be_urgent_come_first_with_what_was_found(sam: Desk):
    cast.received("Mon 2 Nov 2026 09:00", subject="A lamp")
    cast.received("Tue 3 Nov 2026 09:00", subject="Please help", body="We have no heating")
    page = text(sam.at("Tue 3 Nov 2026 10:00").open())
    found = "May be urgent: heating, water or power (“no heating”)"
    assert page.index(found) < page.index("Please help") < page.index("A lamp")
    assert "Welfare" not in page


def test_the_queue_shows_who_wrote_last_that_we_wait_and_what_has_attachments(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00", attachments=("lamp.jpg",))
    assert "Email · with attachments The customer wrote 2 hours ago" in text(sam.at("Mon 2 Nov 2026 11:00").open())
    ask = {"parts": cast.parts(by_when=date(2026, 11, 10)), "by": sam.staff, "waits": True}
    actions.ask(contact, body="Which lamp is it?", at=at("Mon 2 Nov 2026 12:00"), **ask)
    cast.everything_sent("Mon 2 Nov 2026 12:00")
    assert "We wait for them since 2 Nov, 12:00" in text(sam.at("Mon 2 Nov 2026 13:00").open())
    actions.add(contact, cast.arrival(), at=at("Tue 3 Nov 2026 09:00"), now=at("Tue 3 Nov 2026 09:00"))
    page = sam.at("Tue 3 Nov 2026 12:00").open()
    assert ("The customer answered 3 hours ago" in text(page), page.context["rows"][0].is_answered) == (True, True)
    actions.ask(contact, body="Is it the left?", at=at("Tue 3 Nov 2026 13:00"), **ask | {"waits": False})
    page = sam.at("Tue 3 Nov 2026 14:00").open()
    assert ("We wrote 1 hour ago" in text(page), page.context["rows"][0].is_answered) == (True, False)


def test_a_contact_without_a_subject_is_named_by_its_first_words(sam: Desk):
    cast.received(subject="", body="The lamp  by\nthe old bakery " + "is out " * 30)
    nothing = cast.received(subject="", body="")
    later = at("Mon 2 Nov 2026 10:00")
    actions.add(nothing, cast.arrival(body="Said later"), at=later, now=later)
    page = text(sam.at("Mon 2 Nov 2026 11:00").open())
    assert ("The lamp by the old bakery " + "is out " * 20)[:79] + "…" in page
    assert "Nothing was written" in page
    assert "Said later" not in page


def test_the_top_says_how_much_is_late_and_due_today_and_tomorrow(sam: Desk):
    cast.received("Mon 2 Nov 2026 09:00")
    assert "1 late · 0 due today · 0 within 7 days · 0 mine · 1 nobody’s" in text(sam.at("Thu 5 Nov 2026 09:00").open())
    assert "0 late · 1 due today · 1 within 7 days · 0 mine · 1 nobody’s" in text(sam.at("Wed 4 Nov 2026 09:00").open())


def test_somebody_who_may_not_read_contacts_sees_neither_who_wrote_nor_what(desk_of: Any):
    contact = cast.received(subject="About my divorce", name="Robin Reed", welfare="Her husband hits her")
    desk = desk_of("Ana Lyst", role=Role.ANALYST, path="s5").at("Tue 3 Nov 2026 10:00")
    page = text(desk.open())
    assert contact.reference in page
    assert "S5-24 full reply" in page
    assert "Welfare" in page
    words = cast.received(subject="Other", body="He hits me")
    assert "May be urgent: its words wait to be looked at" in text(desk.open())
    assert words.reference in text(desk.open())
    for secret in (
        "hits",
        "divorce",
        "Robin",
        "Reed",
        "husband",
        "robin@home.example",
        f"contacts/{contact.reference}",
    ):
        assert secret not in desk.open().content.decode()


def test_a_colleague_of_another_team_sees_nothing_of_it(desk_of: Any):
    contact = cast.received()
    page = text(desk_of("Rhoda Roads", path="s5/customer-services/roads").at("Tue 3 Nov 2026 10:00").open())
    assert contact.reference not in page
    assert "Nothing waits. Every contact has been answered." in page


def test_what_is_shown_can_be_narrowed_and_what_is_not_understood_is_left_out(sam: Desk):
    mine = cast.received("Mon 2 Nov 2026 09:00", subject="Mine to do")
    cast.received("Mon 2 Nov 2026 09:00", subject="A letter to us", channel="letter")
    actions.take(mine, by=sam.staff, at=at("Mon 2 Nov 2026 09:30"))
    sam.at("Mon 2 Nov 2026 10:00")

    def shown(**asked: str) -> list[str]:
        page = text(sam.open(**asked))
        return [subject for subject in ("Mine to do", "A letter to us") if subject in page]

    both = ["Mine to do", "A letter to us"]
    assert shown(held="me") == ["Mine to do"]
    assert shown(held="nobody") == ["A letter to us"]
    assert shown(channel="letter") == ["A letter to us"]
    assert shown(kind="complaint") == []
    assert shown(due="late") == []
    assert shown(team="s5/customer-services/post") == both
    assert shown(held="x", channel="pigeon", kind="x", team="s1/elsewhere", after="x") == both


def test_the_next_page_keeps_what_was_asked_for(sam: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "A_PAGE", 1)
    for subject in ("First", "Second"):
        cast.received("Mon 2 Nov 2026 09:00", subject=subject)
    first = sam.at("Mon 2 Nov 2026 10:00").open(channel="email")
    following = first.context["more"]
    assert following.startswith("?channel=email&after=0.")
    second = sam.client.get(f"/s5/desk/{following}")
    assert ("First" in text(second), "Second" in text(second), second.context["more"]) == (False, True, "")


def test_a_page_of_three_and_of_fifty_asks_the_database_as_often_as_a_page_of_one(sam: Desk):
    sam.at("Tue 3 Nov 2026 10:00")

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            assert sam.open().status_code == 200
        return len(made)

    cast.received(name="Number 0", email="0@home.example")
    asked()  # a charter is read once in each process
    counts = [asked()]
    for many in (3, 50):
        for n in range(many - len(counts)):
            contact = cast.received(name=f"Number {n}", email=f"{many}.{n}@home.example")
            actions.take(contact, by=cast.staff(f"Holder {n}"), at=at("Tue 3 Nov 2026 09:00"))
        counts.append(asked())
    assert counts == [16, 16, 16]


def test_a_row_leads_to_its_contact_and_its_button_takes_it(sam: Desk):
    contact = cast.received()
    page = sam.at("Tue 3 Nov 2026 10:00").open()
    below = re.findall(r'(?:href|formaction)="(contacts/[^"]*)"', page.content.decode())
    assert [urljoin(page.request["PATH_INFO"], address) for address in below] == [
        reverse(f"desk:{name}", args=["s5", contact.reference]) for name in ("contact", "take")
    ]


def test_taking_from_the_queue_makes_it_mine_and_opens_it(sam: Desk):
    contact = cast.received()
    response = sam.at("Tue 3 Nov 2026 10:00").press(contact, "take")
    assert response.url == f"/s5/desk/contacts/{contact.reference}/"
    (row,) = sam.open().context["rows"]
    assert (row.is_mine, row.held_by, row.can_take) == (True, "Sam Field", False)
