"""Where the house keeps its rows: one address in the environment, read into Django's settings."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_KEPT = 60
"""Seconds for which a connection is used again. Opening one for each request costs more than many a request does; and
the last to close an SQLite file copies its whole log into it first."""

_SQLITE: dict[str, Any] = {
    # IMMEDIATE: a transaction that will write takes its turn at the start, so two never deadlock half-way.
    "transaction_mode": "IMMEDIATE",
    # SQLite's lock is not fair: a writer can wait some seconds under a heavy load.
    "timeout": 20,
    # FULL: what we have acknowledged to a resident is on the disk, and outlives a power cut.
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-32000;"
    ),
}


def database(address: str) -> dict[str, Any]:
    """Read "sqlite:////path/to/file" or "postgresql://user:password@host:5432/name?option=value".

    Raises ValueError for any other kind of address.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] or ":memory:",
            "CONN_MAX_AGE": _KEPT,
            "OPTIONS": _SQLITE,
        }
    if parts.scheme in ("postgresql", "postgres"):
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": _KEPT,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ValueError(
        f"Cannot use the database '{parts.scheme}:'. Write ANSWERABLE_DATABASE as sqlite:////path/to/file "
        f"or postgresql://user:password@host/name."
    )
