"""The connection to an SQLite file.

SQLite lets one write at a time. Whoever finds it busy sleeps, for up to a tenth of a second, and looks again, in no
order: of sixteen threads of a process the unlucky wait long. So the threads of one process wait for each other here,
and are woken in turn; only processes still meet in the file.
"""

import os
from threading import Lock
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base


class _Turn:
    """Whose turn it is to write, of the threads of this process."""

    def __init__(self) -> None:
        self.lock = Lock()
        os.register_at_fork(after_in_child=self._begin_anew)

    def _begin_anew(self) -> None:
        self.lock = Lock()  # the thread that had it is not in this process


_TURN = _Turn()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for a turn that is taken before each transaction and given back after it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        """Begin a transaction. Raises OperationalError when its turn does not come within the connection's patience."""
        turn = _TURN.lock
        if not turn.acquire(timeout=self.settings_dict["OPTIONS"]["timeout"]):
            raise OperationalError("database is locked")  # as SQLite says it of another process
        self._held = turn
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._give_turn()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave it out
        if autocommit:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._give_turn()

    def _give_turn(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.release()
