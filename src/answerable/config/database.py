"""Where the house keeps its rows: one address in the environment, read into Django's settings."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_KEPT = 60
"""Seconds for which a connection is used again. Opening one for each request costs more than many a request does; and
the last to close an SQLite file copies its whole log into it first."""

_PATIENCE = "10"
"""Seconds for which a server may keep us waiting before it is said that it cannot be reached."""

_SQLITE: dict[str, Any] = {
    # IMMEDIATE: a transaction that will write takes its turn at the start, so two never deadlock half-way.
    "transaction_mode": "IMMEDIATE",
    # SQLite's lock is not fair: a writer can wait some seconds under a heavy load.
    "timeout": 20,
    # SECURE_DELETE: what was erased is overwritten in the file, and no program finds it there.
    # FULL: what we have acknowledged to a resident is on the disk, and outlives a power cut.
    "init_command": (
        "PRAGMA secure_delete=ON;PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-32000;"
    ),
}

_WRITE = "Write ANSWERABLE_DATABASE as sqlite:////path/to/file or postgresql://user:password@host:5432/name."


def database(address: str) -> dict[str, Any]:
    """Read "sqlite:////path/to/file" or "postgresql://user:password@host:5432/name?option=value".

    Raises ValueError for any other kind of address, and for one that names no database.
    """
    parts, port = _split(address)
    if parts.scheme not in ("sqlite", "postgresql", "postgres"):
        raise ValueError(f"Cannot use the database '{without_password(address)}': it is of no kind we know. {_WRITE}")
    name = parts.path[1:]
    if not name:
        raise ValueError(f"Cannot use the database '{without_password(address)}': it names none. {_WRITE}")
    if parts.scheme == "sqlite":
        if not name.startswith("/") or parts.netloc:
            raise ValueError(
                f"Cannot use the database '{address}': another folder would have another one. Write the whole path of "
                f"the file, behind four slashes: sqlite:////path/to/file."
            )
        return {
            "ENGINE": "answerable.config.sqlite3",
            "NAME": name,
            "CONN_MAX_AGE": _KEPT,
            "OPTIONS": _SQLITE,
        }
    options = {"connect_timeout": _PATIENCE, **dict(parse_qsl(parts.query))}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": port,
        "CONN_MAX_AGE": _KEPT,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def without_password(address: str) -> str:
    """Return an address as anybody may read it: without its password, and without options, which may hold one too."""
    before, at, after = address.rpartition("@")
    scheme, slashes, who = before.partition("://")
    return f"{scheme}{slashes}{who.partition(':')[0]}{at}{after}".partition("?")[0]


def _split(address: str) -> tuple[SplitResult, str]:
    try:
        parts = urlsplit(address)
        return parts, str(parts.port or "")
    except ValueError:  # its own words may hold a piece of the password
        raise ValueError(f"Cannot read the database '{without_password(address)}'. {_WRITE}") from None
