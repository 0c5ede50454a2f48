"""Who carries a letter is decided in one place, by how the customer came, what they gave, and what there is."""

from datetime import date
from typing import Any

import pytest

from answerable.config import worker
from answerable.contacts import actions
from answerable.contacts.carrier import carrier_for
from answerable.contacts.models import Outgoing
from tests import cast

BOTH = ("email", "letter")


@pytest.mark.parametrize(
    ("channel", "address", "carriers", "carried_by"),
    [
        ("email", "robin@home.example", BOTH, "email"),
        ("email", "", BOTH, None),
        ("web", "robin@home.example", BOTH, "email"),
        ("web", "", BOTH, None),
        ("phone", "robin@home.example", ("email",), "email"),
        ("letter", "", BOTH, "letter"),
        ("letter", "robin@home.example", BOTH, "letter"),
        ("letter", "robin@home.example", ("email",), "email"),
        ("letter", "", ("email",), None),
        ("letter", "robin@home.example", ("letter",), "letter"),
        ("web", "robin@home.example", ("letter",), None),
    ],
)
def test_a_customer_is_answered_in_the_way_they_came_or_else_by_email_or_on_their_own_page(
    channel: str, address: str, carriers: tuple[str, ...], carried_by: str | None
) -> None:
    assert carrier_for(address=address, channel=channel, carriers=carriers) == carried_by


@pytest.mark.django_db
def test_a_letter_names_its_carrier_and_one_that_nobody_carries_is_a_fact_at_once(settings: Any) -> None:
    settings.CARRIERS = BOTH
    by_letter = cast.received(channel="letter", email="", name="Kim")
    by_web = cast.received(channel="web", email="", told=False)
    for contact in (by_letter, by_web):
        actions.acknowledge(
            contact,
            body="We have it.",
            parts=cast.parts(by_when=date(2026, 11, 6)),
            by=cast.staff(),
            at=contact.received_at,
        )
    assert list(Outgoing.objects.values_list("carrier", "message__contact")) == [("letter", by_letter.id)]
    facts = [list(contact.facts.values_list("what", flat=True)) for contact in (by_letter, by_web)]
    assert facts == [["received"], ["received", "acknowledged"]]


@pytest.mark.parametrize(("folder", "names"), [("", ["email"]), ("/print", ["email", "letter"])])
def test_the_dispatcher_has_the_carriers_that_the_settings_name(folder: str, names: list[str], settings: Any) -> None:
    settings.PRINT = folder
    assert [carrier.name for carrier in worker.carriers()] == names
