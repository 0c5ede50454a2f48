"""The councils of the demonstration are set up as anybody's would be, and one asks what a message is about."""

import pytest

from answerable.charters import COUNCILS
from answerable.councils.models import Mailbox
from answerable.councils.queries import offered_services
from demonstration.names import addresses_of
from demonstration.places import settle
from tests.build import at

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_one_council_offers_services_whose_teams_answer_from_addresses_that_the_mailroom_knows():
    settle("s2", at=at("Mon 2 Nov 2026 09:00"))
    offered = offered_services("s2")
    assert [(one.title, one.takes_forms.key) for one in offered] == [
        ("Bins, streets or parks", "crews"),
        ("Council tax, housing benefit or a bill from us", "bills"),
        ("Your council home", "repairs"),
    ]
    assert set(Mailbox.objects.values_list("address", flat=True)) == set(addresses_of("s2"))
    assert {key: len(addresses_of(key)) for key in COUNCILS} == {"s1": 1, "s2": 4, "s3": 1, "s4": 1, "s5": 1}
