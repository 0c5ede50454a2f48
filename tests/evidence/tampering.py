"""Changes made in the database behind the program's back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def without_guards() -> Iterator[Any]:
    """Give a cursor as somebody has it who owns the database: every guard is taken away, and put back afterwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield cursor
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        yield cursor
        for _, statement in guards:
            cursor.execute(statement)


def tamper(*statements: str) -> None:
    """Change the rows past the guards."""
    with without_guards() as cursor:
        for statement in statements:
            cursor.execute(statement)
