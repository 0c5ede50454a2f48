"""The tables are what the models say, and a house that was there before its migrations were one a room goes on."""

from importlib import import_module
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from answerable.config import machine
from tests.cli.asking import ask

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

OF_29_NOVEMBER = {
    **{"alerts": 1, "asking": 1, "channels": 5, "contacts": 26, "councils": 9, "customers": 3, "evidence": 6},
    **{"figures": 6, "files": 2, "finding": 3, "health": 1, "importing": 1, "inbox": 5, "marks": 1, "memos": 1},
    **{"observations": 2, "people": 7, "promises": 4, "queues": 2, "retention": 1, "texts": 1, "updates": 1},
}
"""How many migrations each room had."""


def test_no_change_to_a_model_was_left_without_its_migration():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.fixture
def old() -> Any:
    """Let the database know of the migrations of 29 November 2026 alone, and give what is written of ours there."""
    recorder = MigrationRecorder(connection)
    firsts = {key: one for key, one in MigrationExecutor(connection).loader.disk_migrations.items() if is_first(*key)}
    ours = recorder.migration_qs.filter(app__in=OF_29_NOVEMBER)
    ours.all().delete()
    for key, first in firsts.items():
        for room, name in {key, *first.replaces}:
            recorder.record_applied(room, name)
    return ours


def is_first(room: str, name: str) -> bool:
    """Tell whether a migration is the one with which a room of ours begins."""
    return room in OF_29_NOVEMBER and name.startswith("0001")


def test_a_house_that_had_all_of_them_has_none_to_run(old: Any):
    names = sorted(old.values_list("app", "name"))
    numbers = [(room, f"{number:04}") for room, last in OF_29_NOVEMBER.items() for number in range(1, last + 1)]
    assert [(room, name[:4]) for room, name in names] == numbers
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert (machine.too_old(), [one for one, _ in plan if is_first(one.app_label, one.name)]) == ("", [])


@pytest.mark.parametrize(
    ("gone", "rooms"),
    [
        ({"app": "contacts", "name__gte": "0021"}, "contacts"),
        ({"app": "finding", "name__gte": "0003"}, "finding"),
        ({"app__in": ("councils", "people", "queues"), "name__gte": "0003"}, "councils and people"),
        ({"app__in": ("files", "queues", "retention"), "name__gte": "0002"}, "files and queues"),
    ],
)
@pytest.mark.parametrize("command", ["migrate", "worker"])
def test_a_house_that_had_only_some_of_them_is_told_what_to_do_first(old: Any, gone: Any, rooms: str, command: str):
    old.filter(**gone).delete()
    answer = ask(command)
    assert (answer.code, answer.out, answer.said.splitlines()[0]) == (
        2,
        "",
        f"Error: Cannot bring the tables up to date: those of {rooms} are older than 29 November 2026, and this "
        "program knows no way from there. Install the last program of that day (git checkout bc608f4), run its "
        "answerable migrate, and then install this one again.",
    )


def test_what_was_begun_in_an_empty_database_is_not_called_old(old: Any):
    old.filter(app="updates").delete()
    old.filter(app="contacts", name__startswith="0001").delete()
    assert machine.too_old() == ""


def test_a_room_of_another_package_with_all_its_files_is_left_to_itself(old: Any, monkeypatch: pytest.MonkeyPatch):
    last = import_module("django.contrib.auth.migrations.0012_alter_user_first_name_max_length").Migration
    monkeypatch.setattr(last, "replaces", [("auth", "0001_initial"), ("auth", "0011_update_proxy_permissions")])
    MigrationRecorder(connection).record_unapplied("auth", "0011_update_proxy_permissions")
    assert machine.too_old() == ""
