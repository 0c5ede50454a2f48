"""The tables are what the models say, and are made the same way on every machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from answerable.charters import text_of
from answerable.councils.models import Council
from answerable.promises.actions import publish
from answerable.promises.models import Edition
from answerable.promises.queries import charter_in, differing, digest_of
from tests.build import at

AT = at("Mon 2 Nov 2026 09:00")


@pytest.mark.django_db
def test_no_change_to_a_model_was_left_without_its_migration():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@contextmanager
def before(*migrations: tuple[str, str]) -> Iterator[Any]:
    """Take the empty tables back to what some migrations made, and give the models of then and a way on."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()

    def go_on() -> None:
        MigrationExecutor(connection).migrate(newest)

    executor.migrate(list(migrations))
    try:
        yield executor.loader.project_state(list(migrations)).apps, go_on
    finally:
        go_on()


def a_council(apps: Any) -> Any:
    return apps.get_model("councils", "Council").objects.create(
        key="s5", name="A council", phone="1", web="w", address="a", opening="o"
    )


@pytest.mark.django_db(transaction=True)
def test_editions_from_before_they_kept_every_text_are_given_the_installed_program_s():
    with before(("promises", "0001_first"), ("contacts", "0002_facts_never_change")) as (old, go_on):
        text = text_of("s5.toml")
        old.get_model("promises", "Edition").objects.create(
            council=a_council(old), version="1", in_force_from="2014-04-01", text=text,
            digest=digest_of(text), published_at=AT,
        )  # fmt: skip
        go_on()
        edition = Edition.objects.get()
        assert (edition.charter.words, differing(edition)) == (text, [])
        same = publish(Council.objects.get(), text=text.replace('version = "1"', 'version = "2"'), by=None, at=AT)
        assert (edition.procedures, edition.holidays_id) == (same.procedures, same.holidays_id)
        assert publish(Council.objects.get(), text=text, by=None, at=AT) == edition
        assert charter_in(edition).promise("S5-16").clock == charter_in(same).promise("S5-16").clock
