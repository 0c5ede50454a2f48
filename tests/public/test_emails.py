"""A resident begins and stops the emails on their own page, by the link alone; what cannot be is said."""

import pytest
from django.test import Client

from answerable.contacts.models import Contact, Outgoing
from answerable.updates.models import Follower
from tests import cast
from tests.build import at
from tests.public.residents import a_page_of, heading, opens, page_of, the_clock_says, words

pytestmark = pytest.mark.django_db

MONDAY = "Mon 2 Nov 2026 09:00"
NOW = at("Fri 6 Nov 2026 12:00")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.council()
    the_clock_says(NOW, monkeypatch)


def test_they_begin_and_stop_by_one_button_with_the_link_alone(client: Client):
    contact = cast.received(MONDAY)
    page = page_of(contact)
    offered = client.get(page)
    assert f'href="{page}emails/"' in offered.content.decode()
    assert opens(client, f"{page}emails/") == "Emails when something happens"
    for _ in range(2):  # pressed twice
        begun = client.post(f"{page}emails/", {"begin": "yes"}, follow=True)
        assert begun.redirect_chain == [(f"{page}?emails=begun", 302)]
    assert "We email you when something happens." in words(begun)
    assert "Email me when something happens" not in words(begun)
    assert list(Follower.objects.values_list("contact", "since", "told_up_to")) == [(contact.pk, NOW, NOW)]
    assert "robin@home.example" not in begun.content.decode() + client.get(f"{page}emails/").content.decode()
    assert "We can email you" not in words(client.get(f"{page}emails/"))
    for _ in range(2):
        stopped = client.post(f"{page}emails/", {"stop": "yes"}, follow=True)
        assert "We have stopped these emails." in words(stopped)
    assert Follower.objects.count() == 0
    assert "We have stopped" not in words(client.get(page))


@pytest.mark.parametrize("given", [{}, {"begin": ""}, {"send": "yes"}, {"email": "else@home.example"}])
def test_what_else_is_sent_begins_nothing_but_by_its_own_button(client: Client, given: dict[str, str]):
    contact = cast.received(MONDAY)
    client.post(f"{page_of(contact)}emails/", given)
    assert Follower.objects.count() == ("begin" in given)


def test_no_address_given_there_is_written_to(client: Client):
    contact = cast.received(MONDAY, channel="letter", email="")
    page = page_of(contact)
    assert "Email me when something happens" not in words(client.get(page))
    answer = client.post(f"{page}emails/", {"begin": "yes", "email": "else@home.example"})
    assert answer.status_code == 409
    assert "we have no email address for it. Ring us on 01632 960 001 to give us one" in words(answer)
    assert Follower.objects.count() == 0


def test_one_that_is_closed_or_whose_email_came_back_says_so(client: Client):
    contact = cast.received(MONDAY)
    Outgoing.objects.update(state=Outgoing.State.FAILED)
    page = page_of(contact)
    said = client.post(f"{page}emails/", {"begin": "yes"})
    assert (said.status_code, "our last email to you came back" in words(said)) == (409, True)
    Contact.objects.update(closed_at=NOW, outcome="answered")
    assert "Email me when something happens" not in words(client.get(page))
    said = client.post(f"{page}emails/", {"begin": "yes"})
    assert (said.status_code, "it is closed, and nothing more is to happen" in words(said)) == (409, True)
    assert client.get(f"{page}emails/").status_code == 200
    assert client.post(f"{page}emails/", {"stop": "yes"}).status_code == 302
    assert Follower.objects.count() == 0


def test_without_a_key_that_opens_the_page_nothing_is_begun_or_said(client: Client):
    contact, other = cast.received(MONDAY), cast.received(MONDAY, email="kim@home.example")
    of_other = page_of(other).rstrip("/").rpartition("/")[2]
    for key in ("0000-0000-0000-0000", of_other):
        answer = client.post(f"{a_page_of(contact)}{key}/emails/", {"begin": "yes"})
        assert (answer.status_code, heading(answer)) == (404, "We cannot open that page")
    page = page_of(contact)
    contact.page_keys.update(revoked_at=NOW)
    assert client.post(f"{page}emails/", {"begin": "yes"}).status_code == 404
    assert Follower.objects.count() == 0


def test_a_press_from_another_site_is_refused():
    contact = cast.received(MONDAY)
    where = f"{page_of(contact)}emails/"
    assert Client(enforce_csrf_checks=True).post(where, {"begin": "yes"}).status_code == 403
    assert Follower.objects.count() == 0
    assert Client().get(where).headers["Referrer-Policy"] == "same-origin"
