"""How the pages are served: gunicorn, with as many workers as the database can make use of."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

_MEMORY = Path("/dev/shm")

THREADS = 4
"""Requests that one worker answers at once. Most of a request is waiting: for the database, or for a slow reader."""


def workers() -> int:
    """Return how many processes serve the pages: two with the embedded database, which writes one at a time anyway.

    On a server of its own the database keeps more of them busy: two a processor and one, and at most nine.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return 2
    return min(2 * (os.cpu_count() or 1) + 1, 9)


def command(bind: str, more: Sequence[str] = ()) -> list[str]:
    """Return the command that serves the pages at "host:port"; ``more`` is passed on to gunicorn, and wins."""
    return [
        *(sys.executable, "-m", "gunicorn", "answerable.config.wsgi"),
        *("--bind", bind),
        *("--workers", str(workers())),
        *("--worker-class", "gthread", "--threads", str(THREADS)),
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
