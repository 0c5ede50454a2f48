"""The tables of one run of the tests: the first process that needs them migrates, and the others copy what it made.

What it made is called "migrated": a file in the folder of the run, or a database of the run's PostgreSQL server.
"""

import shutil
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection


def lay() -> None:
    """Give the database of this process its tables, with nothing in them but what the migrations write."""
    with (settings.RUN / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if connection.vendor == "sqlite":
            _copy_file(Path(connection.settings_dict["NAME"]), settings.RUN / "migrated.db")
        else:
            _copy_on_server(f"tests_{settings.HOME.name.replace('-', '_')}")


def _copy_file(ours: Path, migrated: Path) -> None:
    if migrated.exists():
        shutil.copy(migrated, ours)
        return
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(migrated)])


def _copy_on_server(ours: str) -> None:
    with _server() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'migrated'")
        there = cursor.fetchone()
        if not there:
            cursor.execute("CREATE DATABASE migrated")
    if not there:
        _use("migrated")
        call_command("migrate", verbosity=0, interactive=False)
    with _server() as cursor:
        cursor.execute(f"CREATE DATABASE {ours} TEMPLATE migrated")
    _use(ours)


def _server() -> Any:
    """Give a cursor on the server's own database: nobody may be connected to one that is copied."""
    connection.close()
    return connection.creation._nodb_cursor()


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
