"""What is made once for several tests: it stands in one transaction, within which each test is a transaction too."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def standing(django_db_blocker: Any) -> Iterator[None]:
    """Let a fixture of a module write, before any test of it, and take it all back at the end.

    Not where tests commit: they empty the whole database.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
