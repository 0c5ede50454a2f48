"""What holds for every test: no network but this machine's own, and invented cases that are the same every time."""

import gc
import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresqlWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper
from hypothesis import settings

from tests import tables
from tests.dealing import Case, dealt

# The browser's tests leave an event loop running in their process, and Django takes it for one of its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Ten thousand tests are collected, and nothing of them is rubbish: to look for it took a fifth of the time.
gc.set_threshold(100_000, 50, 100)

# quick: the same cases on every run, so a test that passed does not fail for
# nothing. thorough: many more, and different ones each time, for a night.
settings.register_profile("quick", max_examples=60, derandomize=True, database=None, deadline=None)
settings.register_profile("thorough", max_examples=3_000, deadline=None)
settings.load_profile("quick")


_HERE = ("127.0.0.1", "::1", "localhost")


def _is_here(address: object) -> bool:
    """Tell whether an address is on this machine: a file's name, or a loopback address."""
    return isinstance(address, str | bytes) or (isinstance(address, tuple) and address[0] in _HERE)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Fail any test that opens a connection, or looks up a name, outside this machine.

    The failure is not an `Exception`, so that code which forgives a bad line
    cannot forgive this. A program the test starts is not covered.
    """

    def only_here(usual: Callable[..., Any], find: Callable[..., object]) -> Callable[..., Any]:
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not _is_here(find(*args)):
                pytest.fail(f"A test tried to use the network: {find(*args)!r}. Give it what it needs from a file.")
            return usual(*args, **kwargs)

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, only_here(getattr(socket.socket, name), lambda *args: args[-1]))
        patch.setattr(socket, "create_connection", only_here(socket.create_connection, lambda *args: args[0]))
        for name in ("getaddrinfo", "gethostbyname"):
            # A name that is no address is nothing to look up: servers ask what an empty one means.
            patch.setattr(socket, name, only_here(getattr(socket, name), lambda *args: (args[0] or "127.0.0.1",)))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> None:
    """Give this process a database with its tables, which one process of the run migrates."""
    with django_db_blocker.unblock():
        tables.lay()


@pytest.fixture(scope="session")
def migrated(django_db_setup: None) -> Path:
    """Return a file of SQLite's with the tables in it, for a home in which a program is to migrate in no time."""
    return Path(django_settings.RUN) / "migrated.db"


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests() -> Iterator[None]:
    """Let Django empty a database after a test that committed: its triggers, put back at once, would refuse."""
    usual = DatabaseWrapper.ops_class.execute_sql_flush
    usual_in_postgresql = PostgresqlWrapper.ops_class.execute_sql_flush

    def of_those_with_rows(operations: Any, style: object, tables: list[str], **how: object) -> list[str]:
        # To truncate is to make a hundred tables and all their indexes anew on the disk.
        named = [operations.quote_name(table) for table in tables]
        with operations.connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one in named))
            return [f"DELETE FROM {one}" for (one,) in cursor.fetchall()]

    def as_a_replica(operations: Any, statements: Any) -> None:
        with operations.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            usual_in_postgresql(operations, statements)
            cursor.execute("SET session_replication_role = DEFAULT")

    def without_triggers(operations: Any, statements: Any) -> None:
        with operations.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            usual(operations, statements)
            if any(name == "finding_indexed_words_out" for name, _ in triggers):
                cursor.execute("INSERT INTO finding_words (finding_words) VALUES ('delete-all')")
            for _, statement in triggers:
                cursor.execute(statement)

    from answerable.finding.actions import watch  # once Django is set up

    with pytest.MonkeyPatch.context() as patch:
        # Of what follows a migration, only this is missed. Django would write its permissions too, which nobody here is
        # given, and take a tenth of a second.
        patch.setattr("django.core.management.commands.flush.emit_post_migrate_signal", lambda *_, **__: watch())
        patch.setattr(DatabaseWrapper.ops_class, "execute_sql_flush", without_triggers)
        patch.setattr(PostgresqlWrapper.ops_class, "sql_flush", of_those_with_rows)
        patch.setattr(PostgresqlWrapper.ops_class, "execute_sql_flush", as_a_replica)
        yield


@pytest.fixture(scope="session", autouse=True)
def _charters_read_once() -> Iterator[None]:
    """Read a charter that is published again, with the same laws and calendars, once in a run: tests publish many.

    The house keeps what it read by the edition's number, and PostgreSQL gives each test another.
    """
    from answerable.promises import actions, queries  # once Django is set up

    read = actions.read_charter
    kept: dict[Any, Any] = {}

    def read_once(text: str, file: str, calendars: Any, procedures: Any) -> Any:
        key = (text, file, id(calendars), tuple(procedures.items()))
        if key not in kept:
            kept[key] = (read(text, file, calendars, procedures), calendars)  # kept, so that its id stays its own
        return kept[key][0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "read_charter", read_once)
        patch.setattr(queries, "read_charter", read_once)
        yield


# Without windows it takes a quarter less of the processor, and it is the same browser.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for path in map(shutil.which, _NAMES) if path), None)
_NO_BROWSER = (
    "NO BROWSER: the journeys and the accessibility checks did NOT run. Install the Debian package: "
    "apt-get install chromium-headless-shell"
)


def pytest_collection_finish() -> None:
    """Leave the tests that were collected out of each search for garbage, which took a seventh of the time."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(val: Any) -> str | None:
    """Name a case by the beginning of its words, so that its name can be typed, and passed on to another program."""
    return re.sub(r"[^\w .,%-]+", " ", val).strip()[:60] if isinstance(val, str) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Call slow what needs a browser, say loudly what was not run without one (CI runs it, and fails), and deal out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason=_NO_BROWSER))
    marked = [[item.get_closest_marker(name) is not None for name in ("crash", "slow")] for item in items]
    cases = [Case(str(item.path), *marks) for item, marks in zip(items, marked, strict=True)]
    items[:] = [items[place] for place in dealt(cases, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))]


def pytest_sessionstart() -> None:
    """Let sessions go by the clock of the machine, whichever test is the first to begin one."""
    import_module("answerable.config.sessions")


def pytest_xdist_auto_num_workers() -> int:
    """Have one process more than there are processors: where one waits for what it started, another goes on."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start this machine's own Chromium, and keep it from calling home."""
    if CHROMIUM is None:
        pytest.fail(_NO_BROWSER)
    # Chromium refuses its sandbox to root, which containers are.
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*quiet, *alone]}
