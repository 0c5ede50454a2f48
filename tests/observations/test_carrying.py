"""The checks that were kept with the channels are carried over whole."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from answerable.councils.models import Mailbox
from answerable.observations.models import ObservationRow
from tests import cast
from tests.build import at

NINE, TEN = at("Mon 2 Nov 2026 09:00"), at("Mon 2 Nov 2026 10:00")


def migrated_to(name: str) -> Any:
    """Bring the channels' tables to a migration, and return the models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate([("channels", name)])
    return executor.loader.project_state([("channels", name)]).apps


@pytest.mark.django_db(transaction=True)
def test_each_check_is_an_observation_with_all_that_was_known_of_it():
    cast.council("s2")
    mailbox = Mailbox.objects.get()
    try:
        checks = migrated_to("0004_forms_are_kept_in_the_inbox").get_model("channels", "Check").objects
        checks.create(what="form", council_id="s2", mark="a", at=NINE, passed=True, settled_at=TEN)
        checks.create(what="details", council_id="s2", mark="b", at=NINE)
        checks.create(
            what="mailbox",
            council_id="s2",
            mailbox_id=mailbox.id,
            mark="c",
            at=NINE,
            passed=False,
            problem="Full",
            settled_at=TEN,
        )
    finally:
        migrated_to("0005_checks_are_observations")
    names = (
        "instrument",
        "council",
        "path",
        "subject",
        "mark",
        "at",
        "passed",
        "problem",
        "settled_at",
        "by",
        "answer",
    )
    assert list(ObservationRow.objects.order_by("id").values_list(*names)) == [
        ("form", "s2", "s2", "", "a", NINE, True, "", TEN, None, ""),
        ("details", "s2", "s2", "", "b", NINE, None, "", None, None, ""),
        ("mailbox", "s2", mailbox.team.path, mailbox.address, "c", NINE, False, "Full", TEN, None, ""),
    ]
    assert "channels_check" not in connection.introspection.table_names()
