"""No page of the desk shows the link with which a customer opens their own page, so nobody there can act as them."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from answerable.contacts import actions
from answerable.contacts.actions import make_link
from answerable.contacts.models import DraftLetter, Message
from answerable.evidence.models import Entry
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, text
from tests.public.residents import page_of

pytestmark = pytest.mark.django_db

A_LINK = re.compile(r"/s5/contacts/[A-Z0-9-]+/\w")
"""The beginning of a link to somebody's own page; those of the desk begin otherwise."""


def test_no_page_preview_or_draft_of_the_desk_and_no_record_shows_the_customers_link(sam: Desk, desk_of: Any):
    contact = cast.received()
    quoted = f"It is still out.\n\n> Follow it here: https://council.example{page_of(contact)}\n> The council"
    actions.add(contact, cast.arrival(body=quoted), at=at("Mon 2 Nov 2026 10:00"), now=at("Mon 2 Nov 2026 10:00"))
    sam.at("Mon 2 Nov 2026 11:00")
    typed = {**cast.parts(), "body": "We will mend it.", "ending": "ends"}
    preview = sam.press(contact, "reply", **sam.hidden(contact, "reply"), **typed)
    sam.press(contact, "reply/draft", **sam.hidden(contact, "reply"), **typed)
    sam.write(contact, "acknowledge", **cast.parts(), body="We have it.")
    auditor = desk_of("Au Ditor", role=Role.AUDITOR, path="s5")
    pages = [
        preview,
        sam.open(f"contacts/{contact.reference}/"),
        sam.open(f"contacts/{contact.reference}/", write="reply"),
        auditor.open(f"contacts/{contact.reference}/"),
        auditor.open("record/"),
        sam.open(),
    ]
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [A_LINK.search(page.content.decode()) for page in pages] == [None] * len(pages)
    kept = [*Message.objects.values_list("body", "words"), *DraftLetter.objects.values_list("fields")]
    kept += Entry.objects.values_list()
    assert A_LINK.search(str(kept)) is None
    assert "It is still out." in str(kept)


def test_an_officer_ends_the_links_of_a_customer_with_a_reason_which_the_record_keeps(sam: Desk, client: Client):
    contact, other = cast.received(), cast.received()
    sam.at("Tue 3 Nov 2026 10:00")
    mine, theirs = page_of(contact), page_of(other)
    assert "Say why" in text(sam.press(contact, "end-links", why=" "))
    assert [client.get(page).status_code for page in (mine, theirs)] == [200, 200]
    assert sam.press(contact, "end-links", why=" A neighbour has it ").status_code == 302
    assert [client.get(page).status_code for page in (mine, theirs)] == [404, 200]
    entry = Entry.objects.get(what="ended links")
    assert (entry.about, entry.by, entry.said) == (
        contact.reference,
        sam.staff.email,
        {"why": "A neighbour has it", "links": 1},
    )
    new = make_link(contact, at=at("Tue 3 Nov 2026 10:00"))
    assert client.get(urlsplit(new).path).status_code == 200


def test_an_auditor_ends_no_links(desk_of: Any, client: Client):
    contact = cast.received()
    auditor = desk_of("Au Ditor", role=Role.AUDITOR, path="s5").at("Tue 3 Nov 2026 10:00")
    assert auditor.press(contact, "end-links", why="So").status_code == 403
    assert client.get(page_of(contact)).status_code == 200
