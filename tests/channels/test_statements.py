"""Each statement that taking in a message costs, so that none comes to it unseen."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.inbox.models import Incoming
from answerable.promises.models import Edition
from answerable.promises.queries import charter_in
from tests import cast
from tests.build import at
from tests.channels.email.odd_mail import letter
from tests.channels.taking_in import take_in_all
from tests.public.residents import answer, token

pytestmark = pytest.mark.django_db

MONDAY = at("Mon 2 Nov 2026 09:00")

RECEIVED = (
    "SELECT promises_edition",
    "SELECT customers_customer",
    "INSERT customers_customer",
    "INSERT contacts_limitcount",  # letters to the address
    "INSERT contacts_limitcount",  # letters of the council
    "INSERT contacts_contact",
    "INSERT contacts_kind",
    "INSERT contacts_fact",
    "INSERT contacts_clock",
    "INSERT contacts_message",
    "INSERT contacts_outgoing",
    "INSERT contacts_flood_mark",
)
FORM = (
    "SELECT councils_council",
    "SELECT django_session",
    "INSERT inbox_incoming",
    "UPDATE django_session",
    "SELECT councils_team",
    *RECEIVED,
    "INSERT contacts_page_key",
    "UPDATE inbox_incoming",
)
"""A form sent, from the request to the answer: kept, its draft forgotten, and made a contact of."""

EMAIL = (
    "SELECT inbox_incoming",
    "UPDATE inbox_incoming",  # a try is counted before it begins
    "SELECT inbox_incoming",
    "SELECT councils_mailbox",  # whether it is a copy of ours
    "SELECT councils_mailbox",  # whether a machine of ours wrote it
    *RECEIVED,
    "UPDATE inbox_incoming",
)


def said(asked: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Name each statement by what it does and to which table; those that only begin and end a part are left out."""
    found = (re.match(r'(\w+)(?: INTO|.*? FROM)? ?"?(\w+)', query["sql"], re.DOTALL) for query in asked)
    named = [match.groups() for match in found if match is not None]
    return tuple(f"{verb} {table}" for verb, table in named if verb not in ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))


@pytest.fixture(autouse=True)
def council() -> None:
    cast.council()
    charter_in(Edition.objects.get())  # it is read once in each process


def test_a_form_is_taken_in_by_these_statements(client: Client) -> None:
    answer(client)
    given = {"token": token(client)}
    with CaptureQueriesContext(connection) as asked:
        client.post("/s5/contact/check/", given)
    assert said(asked.captured_queries) == FORM


def test_an_email_is_taken_in_by_these_statements() -> None:
    for number in range(2):
        moments = {"arrived_at": MONDAY, "kept_at": MONDAY, "try_at": MONDAY}
        mailbox = cast.council().mailboxes.get()
        Incoming.objects.create(
            channel="email", council_id="s5", mailbox=mailbox, external_id=str(number), raw=letter(), **moments
        )
    with CaptureQueriesContext(connection) as asked:
        assert take_in_all(at=MONDAY + timedelta(seconds=1)) == 2
    seen = said(asked.captured_queries)
    waits = ("SELECT inbox_incoming",)  # what else there is to take in, and once more of what is long
    once = tuple(one for one in EMAIL if one != "INSERT customers_customer")  # they are known by then
    assert seen == (*waits, *EMAIL, *once, *waits * 3)
