"""What was kept before there was an inbox is in it: emails as they came, and the tokens of forms that were sent."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, connections
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.migrations.executor import MigrationExecutor

from answerable.charters import text_of
from tests.build import at

pytestmark = pytest.mark.slow

MONDAY = at("Mon 2 Nov 2026 09:00")
BEFORE = [("channels", "0002_checks"), ("contacts", "0002_facts_never_change")]
AFTER = [
    ("channels", "0004_forms_are_kept_in_the_inbox"),
    ("inbox", "0001_first"),
    ("contacts", "0006_letters_name_their_carrier"),
]
OLD = NO_DB_ALIAS
"""The one name under which Django lets a test open a database that is not its own."""


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Any]:
    """Yield a connection to an empty database of the kind that these tests run on."""
    name = str(tmp_path / "old.db") if connection.vendor == "sqlite" else f"old_{os.getpid()}"
    _at_the_server(f"CREATE DATABASE {name}")
    connections.settings[OLD] = {**connections.settings["default"], "NAME": name}
    yield connections[OLD]
    connections[OLD].close()
    del connections[OLD]
    del connections.settings[OLD]
    _at_the_server(f"DROP DATABASE {name} WITH (FORCE)")


def _at_the_server(order: str) -> None:
    if connection.vendor == "postgresql":
        with psycopg.connect(**connection.get_connection_params(), autocommit=True) as line:
            line.execute(order)


def migrated(old: Any, targets: list[tuple[str, str]]) -> Any:
    """Bring a database to some migrations, and return its models as they are then."""
    return MigrationExecutor(old).migrate(targets).apps


def rows(apps: Any, app: str, model: str) -> Any:
    return apps.get_model(app, model).objects.using(OLD)


@pytest.mark.django_db(transaction=True)  # none is open: of one process only one connection writes at a time
def test_what_was_kept_before_there_was_an_inbox_is_in_it(old: Any) -> None:
    apps = migrated(old, BEFORE)
    council = rows(apps, "councils", "Council").create(key="s5", name="S5")
    service = rows(apps, "councils", "Service").create(council=council, key="all", name="All")
    team = rows(apps, "councils", "Team").create(service=service, key="post", name="the post team", path="s5/all/post")
    mailbox = rows(apps, "councils", "Mailbox").create(council=council, team=team, address="contact@s5.example")
    edition = rows(apps, "promises", "Edition").create(
        council=council, in_force_from=MONDAY.date(), published_at=MONDAY, text=text_of("s5.toml")
    )
    contact = rows(apps, "contacts", "Contact").create(
        council=council, path=team.path, edition=edition, reference="7K3Q-92MX", channel="web", received_at=MONDAY
    )
    message = rows(apps, "contacts", "Message").create(contact=contact, sort="reply", at=MONDAY)
    rows(apps, "contacts", "Outgoing").create(message=message, council=council, try_at=MONDAY)
    kept = {"council": council, "mailbox": mailbox, "arrived_at": MONDAY, "kept_at": MONDAY, "try_at": MONDAY}
    emails = rows(apps, "channels", "Incoming")
    emails.create(**kept, message_id="<1@h>", digest="1", raw=b"\x00\xff one", state="read", tries=1, contact=contact)
    emails.create(**kept, message_id="<2@h>", digest="2", raw=b"two", state="unreadable", problem="Poison.", tries=3)
    rows(apps, "channels", "Submission").create(token="token-1", contact=contact)

    apps = migrated(old, AFTER)
    incoming = rows(apps, "inbox", "Incoming").order_by("id")
    columns = ("channel", "mailbox", "external_id", "digest", "state", "tries", "problem", "contact", "arrived_at")
    assert list(incoming.values_list(*columns)) == [
        ("email", mailbox.id, "<1@h>", "1", "read", 1, "", contact.id, MONDAY),
        ("email", mailbox.id, "<2@h>", "2", "unreadable", 3, "Poison.", None, MONDAY),
        ("web", None, "token-1", "", "read", 1, "", contact.id, MONDAY),
    ]
    assert [bytes(raw) for raw in incoming.values_list("raw", flat=True)] == [b"\x00\xff one", b"two", b""]
    assert [carrier for (carrier,) in rows(apps, "contacts", "Outgoing").values_list("carrier")] == ["email"]
    gone = {"channels_incoming", "channels_submission"}
    assert gone & set(old.introspection.table_names()) == set()
    moments = {"arrived_at": MONDAY, "kept_at": MONDAY, "try_at": MONDAY}
    with pytest.raises(IntegrityError):
        incoming.create(**moments, council_id="s5", channel="email", external_id="<1@h>", digest="1", raw=b"")
