"""How the pages are served: gunicorn, with as many workers as the database can make use of."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

_MEMORY = Path("/dev/shm")

AT_ONCE = 32
"""Requests that are answered at once, by all workers together. Most of a request is waiting: for the database, or for
somebody slow. Threads that nothing waits for are never begun; a database server allows a hundred connections."""


def workers() -> int:
    """Return how many processes serve the pages: two with the embedded database, which writes one at a time anyway.

    On a server of its own the database keeps more of them busy: two a processor and one, and at most nine.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return 2
    return min(2 * (os.cpu_count() or 1) + 1, 9)


def threads() -> int:
    """Return how many requests one worker answers at once."""
    return -(-AT_ONCE // workers())


def command(bind: str, more: Sequence[str] = ()) -> list[str]:
    """Return the command that serves the pages at "host:port"; ``more`` is passed on to gunicorn, and wins."""
    return [
        *(sys.executable, "-m", "gunicorn", "answerable.config.wsgi"),
        *("--bind", bind),
        *("--workers", str(workers())),
        # A worker takes no connection that no thread of it is free for: another worker does, or it waits its turn. So
        # none is kept open between two requests either.
        *("--worker-class", "gthread", "--threads", str(threads())),
        *("--worker-connections", str(threads()), "--keep-alive", "0"),
        # A worker that answers nothing for a minute is stuck; one that is asked to stop has half of that to finish.
        *("--timeout", "60", "--graceful-timeout", "30"),
        # In memory: a worker's sign of life must not wait for a slow disk.
        *(("--worker-tmp-dir", str(_MEMORY)) if _MEMORY.is_dir() else ()),
        # A resident's key is in the address of their page.
        *("--logger-class", "answerable.config.logs.WithoutKeys"),
        # Nobody gives it orders while it runs, so it needs no socket to take them from.
        "--no-control-socket",
        *more,
    ]
