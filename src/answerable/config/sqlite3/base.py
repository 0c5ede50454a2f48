"""The connection to an SQLite file.

SQLite lets one write at a time. Whoever finds it busy sleeps, for up to a tenth of a second, and looks again, in no
order: of sixteen threads of a process the unlucky wait long. So the threads of one process wait for each other here,
and are woken in turn; and the one whose turn it is looks each millisecond whether another process is done.
"""

import fcntl
import os
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from time import monotonic, sleep
from typing import Any, cast

from django.db import OperationalError
from django.db.backends.sqlite3 import base

_LOOKS_AGAIN = 0.001
"""Seconds between two looks at whether another process is done. Of each process one thread looks."""


class _Turn:
    """Whose turn it is to write, of the threads of this process."""

    def __init__(self) -> None:
        self.lock = Lock()
        os.register_at_fork(after_in_child=self._begin_anew)

    def _begin_anew(self) -> None:
        self.lock = Lock()  # the thread that had it is not in this process


_TURN = _Turn()


class _Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is not None:
            return super().convert_query(query, param_names=param_names)
        return _converted(query)


@lru_cache(maxsize=500)
def _converted(query: str) -> str:
    """Return a statement as SQLite wants it. Django looks through it for that each time, and most come again."""
    return base.SQLiteCursorWrapper.convert_query(cast(Any, None), query)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for a turn that is taken before each transaction and given back after it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: Lock | None = None
        self._turns: int | None = None

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor that remembers how SQLite wants a statement to be written."""
        return self.connection.cursor(factory=_Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        """Begin a transaction. Raises OperationalError when its turn does not come within the connection's patience."""
        turn, patience = _TURN.lock, self.settings_dict["OPTIONS"]["timeout"]
        until = monotonic() + patience
        if not turn.acquire(timeout=patience):
            raise OperationalError("database is locked")  # as SQLite says it of another process
        self._held = turn
        try:
            self._wait_for_other_processes(until)
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._give_turn()
            raise

    def _wait_for_other_processes(self, until: float) -> None:
        """Have the turn among processes: a lock on an empty file beside the database, which ends with its process.

        SQLite's own lock keeps writers apart: where the file cannot be made or read, nothing is lost but time.
        """
        if self._turns is None and not self.is_in_memory_db():
            with suppress(OSError):
                self._turns = os.open(f"{self.settings_dict['NAME']}-turn", os.O_RDONLY | os.O_CREAT, 0o600)
        while self._turns is not None:
            try:
                fcntl.flock(self._turns, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if monotonic() > until:
                    raise OperationalError("database is locked") from None
                sleep(_LOOKS_AGAIN)
            else:
                return

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave it out
        if autocommit:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._give_turn()
            turns, self._turns = self._turns, None
            if turns is not None:
                os.close(turns)

    def _give_turn(self) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        if self._turns is not None:
            fcntl.flock(self._turns, fcntl.LOCK_UN)
        held.release()
