"""A telephone call can be the answer."""

import pytest
from django.test import Client

from answerable.contacts.models import Contact, Outgoing
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, text
from tests.public.residents import page_of

pytestmark = pytest.mark.django_db

CALL = {
    "ending": "ends",
    "spoke_to": "Robin Reed",
    "number": "01632 960 111",
    "body": "I told her that the lamp was mended this morning.",
    **cast.parts(by_when="", next_step="", reason="", recourse=""),
}


def arrived(**changes: object) -> Contact:
    contact = cast.received("Mon 2 Nov 2026 09:00", **changes)
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    return contact


@pytest.mark.promise("S5-24")
def test_a_call_that_answers_everything_stops_the_clocks_that_a_letter_would_at_once(sam: Desk, client: Client):
    contact = arrived()
    before = Outgoing.objects.count()
    done = sam.at("Wed 11 Nov 2026 16:00").write(contact, "call", **CALL)
    assert done.status_code == 302
    contact.refresh_from_db()
    assert cast.states(contact) == {"S5-22": "kept", "S5-24": "kept", "S5-29": "not required"}
    assert (contact.outcome, contact.closed_at) == ("answered", at("Wed 11 Nov 2026 16:00"))
    assert (contact.facts.last().what, contact.facts.last().by) == ("replied", sam.staff)
    assert Outgoing.objects.count() == before
    said = contact.messages.get(sort="call").body
    assert said.startswith("Sam Field spoke to Robin Reed on 01632 960 111.\n\nI told her that the lamp was mended")
    page = text(client.get(page_of(contact)))
    assert "We spoke to you by telephone" in page
    assert "Sam Field spoke to Robin Reed on 01632 960 111." in page


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("spoke_to", "", "Enter who you spoke to"),
        ("number", "", "Enter the number of the call"),
        ("number", "0", "Enter a whole telephone number, like 01632 960 001"),
        ("body", "", "Write what was said"),
        ("body", "Rang her.", "“Rang her.” says too little. Write at least 3 different words."),
        ("ending", "", "Choose what this call does"),
    ],
)
def test_a_call_is_noted_only_with_who_on_which_number_and_what_was_said(sam: Desk, field: str, typed: str, error: str):
    contact = arrived()
    refused = sam.at("Tue 3 Nov 2026 10:00").write(contact, "call", **CALL | {field: typed})
    assert (refused.status_code, error in text(refused)) == (200, True)
    assert not contact.messages.filter(sort="call").exists()


def test_the_form_begins_with_the_customers_name_and_number(sam: Desk):
    contact = arrived(phone="01632 960 111")
    form = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/", write="call").context["writing"]
    assert (form["spoke_to"].value(), form["number"].value()) == ("Robin Reed", "01632 960 111")
    assert form["owner"].value() == "Sam Field"
