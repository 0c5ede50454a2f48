"""A caller, or a contact, of whom too much comes is asked to wait, on a page that keeps what was typed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from answerable.contacts.limits import (
    ADDED_TO_CONTACT,
    COMPLAINTS_OF_CONTACT,
    FOUND_BY_CALLER,
    PAGES_OF_CALLER,
    SENT_BY_CALLER,
    Limit,
)
from answerable.contacts.models import Contact, FloodMark, Message
from tests import cast
from tests.build import at
from tests.public.residents import ANSWERS, address, answer, key_of, page_of, send, token, words

pytestmark = pytest.mark.django_db

CALLER, OTHER = "203.0.113.9", "203.0.113.10"
NOW = at("Mon 2 Nov 2026 09:03")
CHECK = "/s5/contact/check/"
WAIT = "Wait until 09:10 and press the button again. What you wrote is still here"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.council("s5")
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: NOW)


def few(monkeypatch: pytest.MonkeyPatch, name: str, view: str = "follow", most: int = 1) -> None:
    limit = Limit(name, most, timedelta(minutes=10))
    monkeypatch.setattr(f"answerable.public.views.{view}.{name}", limit)


def test_the_limits_of_callers_and_contacts_are_these() -> None:
    limits = (PAGES_OF_CALLER, SENT_BY_CALLER, FOUND_BY_CALLER, ADDED_TO_CONTACT, COMPLAINTS_OF_CONTACT)
    assert [(limit.most, limit.within.total_seconds() / 60) for limit in limits] == [
        (300, 10),
        (20, 10),
        (20, 10),
        (10, 60),
        (3, 60),
    ]


def test_the_form_of_a_caller_who_sends_too_much_waits_and_is_sent_when_they_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few(monkeypatch, "SENT_BY_CALLER", "contact", 2)
    for _ in range(2):
        send(Client(REMOTE_ADDR=CALLER))
    client = Client(REMOTE_ADDR=CALLER)
    answer(client)
    button = {"token": token(client)}
    waits = client.post(CHECK, button)
    assert (waits.status_code, WAIT in words(waits), "The street lamp is out." in words(waits)) == (429, True, True)
    assert Contact.objects.count() == 2
    assert send(Client(REMOTE_ADDR=OTHER)).status_code == 200
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: at("Mon 2 Nov 2026 09:10"))
    assert client.post(CHECK, button).status_code == 302
    assert Contact.objects.count() == 4


def test_forms_of_one_caller_have_that_in_common_and_nothing_that_says_who_calls() -> None:
    for caller in (CALLER, CALLER, OTHER):
        send(Client(REMOTE_ADDR=caller))
    marks = list(FloodMark.objects.filter(by="caller").order_by("contact").values_list("who", flat=True))
    assert (len(marks), len(set(marks)), marks[0] == marks[1]) == (3, 2, True)
    assert CALLER not in str(list(FloodMark.objects.values()))


def test_what_was_sent_before_the_limit_and_is_sent_again_leads_to_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch, "SENT_BY_CALLER", "contact")
    client = Client(REMOTE_ADDR=CALLER)
    answer(client)
    button = {"token": token(client)}
    assert [client.post(CHECK, button).status_code for _ in range(2)] == [302, 302]
    assert Contact.objects.count() == 1


def test_a_caller_of_whom_our_own_proxy_says_nothing_is_not_taken_for_all_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few(monkeypatch, "SENT_BY_CALLER", "contact")
    assert [send(Client()).status_code for _ in range(3)] == [200, 200, 200]


def test_behind_a_proxy_each_caller_is_counted_by_themselves_and_cannot_say_that_they_are_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few(monkeypatch, "SENT_BY_CALLER", "contact")
    said = [f"198.51.100.{number}, {CALLER}" for number in range(2)] + [OTHER]
    statuses = [send(Client(headers={"x-forwarded-for": caller})).status_code for caller in said]
    assert statuses == [200, 429, 200]


def test_a_page_of_the_form_asks_to_wait_and_keeps_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch, "PAGES_OF_CALLER", "contact")
    client = Client(REMOTE_ADDR=CALLER)
    assert client.post(address("about"), ANSWERS["about"]).status_code == 302
    waits = client.post(address("message"), ANSWERS["message"])
    assert (waits.status_code, WAIT in words(waits)) == (429, True)
    assert "The street lamp is out.</textarea>" in waits.content.decode()


@pytest.mark.parametrize(("page", "limit"), [("add", "ADDED_TO_CONTACT"), ("wrong", "COMPLAINTS_OF_CONTACT")])
def test_whoever_has_the_link_adds_no_more_than_a_person_would(
    page: str, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, limit)
    contact = cast.received("Mon 2 Nov 2026 09:00", channel="web")
    where = f"{page_of(contact)}{page}/"
    statuses = []
    for number in range(2):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        last = client.post(where, {"token": token(client, where), "message": f"Number {number}"})
        statuses.append(last.status_code)
    assert statuses == [302, 429]
    assert (WAIT in words(last), "Number 1</textarea>" in last.content.decode()) == (True, True)
    assert Message.objects.filter(body="Number 1").count() == 0


def test_whoever_guesses_codes_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch, "FOUND_BY_CALLER")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    client = Client(REMOTE_ADDR=CALLER)
    typed: dict[str, Any] = {"reference": contact.reference, "key": "wrong"}
    assert client.post("/s5/contacts/", typed).status_code == 200
    right = client.post("/s5/contacts/", {**typed, "key": key_of(contact)})
    assert (right.status_code, WAIT in words(right)) == (429, True)


def test_whoever_asks_for_new_links_again_and_again_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch, "FOUND_BY_CALLER")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    where, client = reverse("public:new_link", args=["s5"]), Client(REMOTE_ADDR=CALLER)
    answers = [client.post(where, {"reference": contact.reference}) for _ in range(2)]
    assert [(one.status_code, WAIT in words(one)) for one in answers] == [(200, False), (429, True)]


def test_whoever_guesses_a_code_to_write_with_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch, "FOUND_BY_CALLER")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    where, client = f"{page_of(contact)}confirm/", Client(REMOTE_ADDR=CALLER)
    answers = [client.post(where, {"code": "0000-0000"}) for _ in range(2)]
    assert [(one.status_code, WAIT in words(one)) for one in answers] == [(200, False), (429, True)]
