"""The front page says how to reach the council; the other pages say how people are treated."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.councils.models import Mailbox
from tests import cast
from tests.public.residents import words

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


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


def given(**said: object) -> None:
    """Have a council say something under [privacy] or [accessibility]."""
    council = cast.council()
    for name, value in said.items():
        setattr(council, name, value)
    council.save()


STANDARD = "the Web Content Accessibility Guidelines version 2.2 AA standard"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"compliance": "full"}, f"This website is fully compliant with {STANDARD}."),
        (
            {"compliance": "partial", "not_accessible": ["x"]},
            f"This website is partially compliant with {STANDARD}, due to the non-compliances listed below.",
        ),
        (
            {"compliance": "partial", "out_of_scope": ["x"]},
            f"This website is partially compliant with {STANDARD}, due to the exemptions listed below.",
        ),
        (
            {"compliance": "none", "not_accessible": ["x"], "burden": ["y"]},
            f"This website is not compliant with {STANDARD}. The non-compliances and exemptions are listed below.",
        ),
    ],
)
def test_the_statement_says_how_far_the_pages_comply_in_the_words_of_the_regulations(
    client: Client, said: dict[str, object], sentence: str
):
    given(accessibility=said)
    assert f"Compliance status {sentence}" in words(client.get("/s5/accessibility/"))


def test_the_statement_says_what_is_not_accessible_how_it_was_tested_and_who_enforces(client: Client):
    given(
        accessibility={
            "compliance": "partial",
            "not_accessible": ["Letters are shown as written."],
            "burden": ["Old letters."],
            "out_of_scope": ["Maps."],
            "tested_on": "2026-11-20",
            "tested_by": "our web team",
            "tested_how": "We used a keyboard.",
            "prepared_on": "2026-11-23",
            "reviewed_on": "2026-11-24",
        }
    )
    said = words(client.get("/s5/accessibility/"))
    assert "This accessibility statement applies to the pages at http://testserver/s5/." in said
    assert "has not yet said" not in said
    parts = [
        "is responsible for enforcing the Public Sector Bodies (Websites and Mobile Applications) (No. 2) "
        "Accessibility Regulations 2018",
        "A county council is committed to making its website accessible, in accordance with the Public Sector Bodies",
        "Non-compliance with the accessibility regulations Letters are shown as written.",
        "Disproportionate burden Old letters.",
        "Content that’s not within the scope of the accessibility regulations Maps.",
        "This statement was prepared on 23 November 2026. It was last reviewed on 24 November 2026.",
        "This website was last tested on 20 November 2026 against the WCAG 2.2 AA standard. The test was carried out "
        "by our web team. We used a keyboard.",
    ]
    assert [part for part in parts if part not in said] == []
    assert [said.index(part) for part in parts] == sorted(said.index(part) for part in parts)


def test_what_a_council_has_not_given_yet_is_said_in_a_plain_sentence(client: Client):
    given(accessibility={"compliance": "full"}, privacy={"officer": "dpo@s5.example"})
    said = words(client.get("/s5/accessibility/"))
    assert (
        "A county council has not yet said, for this page: when they were last tested who tested them how they were "
        "tested when this statement was prepared when it was last reviewed Until it does, ask on 01632 960 001"
    ) in said
    assert ("prepared on" in said, "last tested on" in said) == (False, False)
    said = words(client.get("/s5/privacy/"))
    assert "has not yet said, for this page: who decides how what you tell us is used" in said
    assert "Our data protection officer: dpo@s5.example." in said
    assert ("Our lawful basis" in said, "who the data protection officer is" in said) == (False, False)


def test_the_privacy_page_says_who_answers_for_it_on_what_basis_and_how_long(client: Client):
    privacy = {
        "controller": "A county council, County Hall",
        "officer": "dpo@s5.example",
        "basis": "Public task.",
        "retention": "Three years.",
    }
    given(privacy=privacy)
    said = words(client.get("/s5/privacy/"))
    parts = (
        "The data controller, who decides how what you tell us is used, is A county council, County Hall.",
        "Our data protection officer: dpo@s5.example.",
        "Our lawful basis Public task.",
        "How long Three years.",
        "We set two cookies, and both end when they have served.",
        "for a copy of what we hold about you",
        "Information Commissioner’s Office (ICO)",
    )
    assert ([part for part in parts if part not in said], "has not yet said" in said) == ([], False)


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
