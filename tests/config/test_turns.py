"""Threads of one process that write to an SQLite file wait for each other, and never sleep and look again."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from answerable.config.sqlite3 import base
from answerable.councils.models import Council
from tests import cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite lets one write at a time."),
]


@pytest.fixture(autouse=True)
def nobody_has_the_turn() -> Iterator[None]:
    cast.council()
    yield
    assert not base._TURN.lock.locked()


def beside(do: Callable[[], None]) -> tuple[Thread, list[BaseException]]:
    """Do something in another thread, over a connection of its own that SQLite lets wait for nobody."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 0")
            do()
        except BaseException as problem:
            raised.append(problem)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, raised


def rename(name: str) -> None:
    with transaction.atomic():
        Council.objects.update(name=name)


def test_who_finds_another_writing_waits_until_it_is_done() -> None:
    began = Event()

    def second() -> None:
        began.set()
        rename("second")

    with transaction.atomic():
        Council.objects.update(name="first")
        thread, raised = beside(second)
        assert began.wait(10)
        thread.join(0.3)
        assert thread.is_alive()  # SQLite alone would have refused it at once
    thread.join(10)
    assert (raised, Council.objects.get().name) == ([], "second")


def test_a_turn_that_does_not_come_is_said_as_sqlite_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def hurried() -> None:
        connection.settings_dict = {**connection.settings_dict, "OPTIONS": {"timeout": 0.05}}
        rename("second")

    with transaction.atomic():
        Council.objects.update(name="first")
        thread, raised = beside(hurried)
        thread.join(10)
    assert [str(one) for one in raised] == ["database is locked"]
    assert isinstance(raised[0], OperationalError)
    assert Council.objects.get().name == "first"


def fails() -> None:
    with transaction.atomic():
        raise ValueError


def breaks() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")


def closes() -> None:
    with transaction.atomic():
        connection.close()


def is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")  # another process, as it were: ours is in it already
    try:
        rename("nothing")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def nests() -> None:
    with transaction.atomic(), transaction.atomic():
        with transaction.atomic():
            Council.objects.update(name="inner")
        assert base._TURN.lock.locked()


@pytest.mark.parametrize("how", [fails, breaks, closes, is_refused, nests])
def test_however_a_transaction_ends_the_turn_is_given_back(how: Callable[[], None]) -> None:
    with suppress(ValueError, DatabaseError):
        how()
    assert not base._TURN.lock.locked()
    rename("next")


def test_a_process_that_is_forked_while_another_thread_writes_has_a_turn_of_its_own() -> None:
    with transaction.atomic():
        child = os.fork()
        if child == 0:
            os._exit(base._TURN.lock.locked())
        assert os.waitpid(child, 0)[1] == 0


@contextmanager
def another_process() -> Iterator[None]:
    """Have the turn that another process would have: a lock belongs to who opened the file, and not to a process."""
    file = os.open(f"{connection.settings_dict['NAME']}-turn", os.O_RDONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def test_who_finds_another_process_writing_looks_again_until_it_is_done() -> None:
    with another_process():
        thread, raised = beside(lambda: rename("second"))
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)
    assert (raised, Council.objects.get().name) == ([], "second")


def test_another_process_that_is_never_done_is_said_as_sqlite_says_it() -> None:
    def hurried() -> None:
        connection.settings_dict = {**connection.settings_dict, "OPTIONS": {"timeout": 0.05}}
        rename("second")

    with another_process():
        thread, raised = beside(hurried)
        thread.join(10)
    assert ([str(one) for one in raised], type(raised[0])) == (["database is locked"], OperationalError)


def test_another_process_may_write_as_soon_as_a_transaction_is_over() -> None:
    with transaction.atomic():
        Council.objects.update(name="ours")
        assert is_taken()
    assert not is_taken()


def is_taken() -> bool:
    file = os.open(f"{connection.settings_dict['NAME']}-turn", os.O_RDONLY)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def test_where_the_file_of_turns_cannot_be_made_writing_goes_on_by_sqlite_alone(tmp_path: Path) -> None:
    raised: list[BaseException] = []

    def elsewhere() -> None:
        connection.settings_dict = {**connection.settings_dict, "NAME": str(tmp_path / "no such folder" / "db")}
        rename("without")

    thread, raised = beside(elsewhere)
    thread.join(10)
    assert (raised, Council.objects.get().name) == ([], "without")
