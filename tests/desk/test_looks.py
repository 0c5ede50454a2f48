"""Whoever reads a contact, searches, or takes something away is written down, and where they were."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.evidence.models import Look
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk
from tests.desk.test_contact import with_files

pytestmark = pytest.mark.django_db


def kept() -> list[tuple[Any, ...]]:
    return list(Look.objects.order_by("id").values_list("what", "about", "asked_for", "times"))


def test_reading_a_contact_is_kept_with_who_when_and_from_where(sam: Desk):
    contact = cast.received()
    for minute in (5, 20):
        sam.at(f"Tue 3 Nov 2026 10:{minute:02}").contact(contact)
    row = Look.objects.get()
    assert (row.what, row.by, row.council, row.about) == ("read", "sam.field@council.example", "s5", contact.reference)
    assert (row.at, row.times, row.internet_address) == (at("Tue 3 Nov 2026 10:20"), 2, "127.0.0.1")


def test_a_search_is_kept_with_what_was_searched_for_and_an_empty_one_is_none(sam: Desk):
    contact = cast.received()
    sam.at("Tue 3 Nov 2026 10:00").open("find/", words="Robin")
    sam.open("find/", words="Nobody at all")
    sam.open("find/", words=" ")
    assert kept() == [("searched", "", "Robin", 1), ("searched", "", "Nobody at all", 1)]
    assert contact.reference not in str(kept())  # it was only listed, or gone on to: that page says so itself


def test_what_is_taken_away_is_kept_as_what_it_is(sam: Desk):
    contact, email = with_files()
    below = f"contacts/{contact.reference}/emails/{email.id}/"
    sam.at("Tue 3 Nov 2026 10:00").open(below)
    sam.open(f"{below}attachments/0/")
    sam.open(f"{below}attachments/1/")
    assert kept() == [("took email", contact.reference, "", 1), ("took attachment", contact.reference, "", 2)]


def test_what_was_not_found_or_refused_is_no_look(sam: Desk, desk_of: Any):
    contact = cast.received(team="roads")
    assert sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/").status_code == 404
    assert sam.open("contacts/7K3Q-92MX/").status_code == 404
    assert kept() == []


def test_a_button_shows_nothing_and_the_page_it_leads_to_is_the_look(sam: Desk):
    contact = cast.received()
    assert sam.at("Tue 3 Nov 2026 10:00").press(contact, "take").status_code == 302
    assert kept() == []
    assert sam.press(contact, "note", body="").status_code == 200  # the page again, with what is wrong
    assert kept() == [("read", contact.reference, "", 1)]


def test_a_contacts_page_asks_one_question_more_for_it(sam: Desk):
    contact = cast.received()
    sam.at("Tue 3 Nov 2026 10:00").contact(contact)
    with CaptureQueriesContext(connection) as made:
        sam.contact(contact)
    assert sum("INSERT INTO evidence_look" in query["sql"] for query in made) == 1
