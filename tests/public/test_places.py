"""The front page says how to reach the council; the other pages say how people are treated."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.councils.models import Mailbox
from tests import cast
from tests.public.residents import words

pytestmark = pytest.mark.django_db


def test_every_council_can_be_chosen(client: Client):
    councils = cast.all_councils()
    html = client.get("/").content.decode()
    assert [council.key for council in councils if f'href="/{council.key}/">' not in html] == []
    assert [council.name for council in councils if council.name not in words(client.get("/"))] == []


def test_before_any_council_is_set_up_the_first_page_says_so(client: Client):
    assert "No council is set up here yet." in words(client.get("/"))


@pytest.mark.promise("S1-37")
def test_web_telephone_and_visiting_address_are_on_the_front_page(client: Client):
    cast.council("s1")
    response = client.get("/s1/")
    said, html = words(response), response.content.decode()
    assert "Telephone 01632 960 001" in said
    assert "Web site www.s1.example" in said
    assert "Write or visit The Council House, 1 High Street" in said
    assert "We are open Monday to Friday, 9am to 5pm" in said
    assert ('href="tel:01632960001"' in html, 'href="https://www.s1.example"' in html) == (True, True)


@pytest.mark.promise("S2-03")
def test_an_enquiry_can_be_made_by_telephone_on_the_web_and_by_email(client: Client):
    cast.council("s2")
    html = client.get("/s2/").content.decode()
    ways = ('href="tel:01632960001"', 'href="/s2/contact/"', 'href="mailto:contact@s2.example"')
    assert [way for way in ways if way not in html] == []
    assert client.get("/s2/contact/").status_code == 200


def test_how_to_reach_us_is_on_every_page(client: Client):
    cast.council()
    pages = ("/s5/", "/s5/contact/", "/s5/contacts/", "/s5/promises/", "/s5/accessibility/", "/s5/privacy/")
    for page in pages:
        said = words(client.get(page))
        assert "Speak to us another way Telephone 01632 960 001" in said, page
        assert "Write or visit The Council House, 1 High Street" in said, page


def test_a_council_without_a_mailbox_leads_to_the_form(client: Client):
    cast.council().mailboxes.all().delete()
    assert "We have no address for email yet. Use the form" in words(client.get("/s5/"))


def test_the_accessibility_page_owns_up_to_what_was_not_done(client: Client):
    cast.council()
    assert "No outside body has audited these pages" in words(client.get("/s5/accessibility/"))


def test_the_privacy_page_names_the_one_cookie(client: Client):
    cast.council()
    assert "We set one cookie, called “sessionid”" in words(client.get("/s5/privacy/"))


def test_a_council_there_is_not_is_not_found(client: Client):
    pages = ("/s9/", "/s9/contacts/", "/s9/promises/", "/s9/promises/S9-01/", "/s9/promises.csv", "/s9/privacy/")
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)


@pytest.mark.parametrize("page", ["/", "/health/", "/s5/", "/s5/promises/", "/s5/promises.csv", "/s5/privacy/"])
def test_a_page_that_is_only_read_cannot_be_sent_to(client: Client, page: str):
    cast.council()
    assert client.post(page).status_code == 405


def test_pages_ask_the_database_the_same_for_one_council_or_mailbox_as_for_three(client: Client):
    def asked(where: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        return len(queries)

    council = cast.council()
    one = (asked("/"), asked("/s5/"))
    cast.council("s1")
    cast.council("s2")
    for name in ("b", "c"):
        Mailbox.objects.create(council=council, team=cast.team_of(), address=f"{name}@s5.example")
    assert (asked("/"), asked("/s5/")) == one == (1, 2)
