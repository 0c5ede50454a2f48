"""Whether the database keeps what it is given: what it last refused this process, why, and what to do."""

import errno
import sys
from datetime import datetime, timedelta
from typing import Any

import django.db
from django.core.signals import got_request_exception
from django.db import transaction

SHOWN_FOR = timedelta(minutes=5)
"""How long it is told that something could not be kept, after the last time: nobody may try again in between."""

FULL = (
    "The database or its disk is full, so nothing can be kept. Make room on the disk that holds it, or raise the limit "
    "that was set for it. Nothing need be started again."
)
LOCKED = (
    "The database is locked by another program, so nothing can be kept. Find what holds it, such as a backup or a "
    "shell, and end that. Nothing need be started again."
)
OTHER = "The database answers, and cannot be written. What it said is in the log."

_last: dict[str, Any] = {}


def why_not(error: BaseException) -> str:
    """Say why the database did not keep something, and what to do; never in its own words, which may hold anything."""
    said = str(error).lower()
    if any(words in said for words in ("is full", "disk i/o error", "no space left", "diskfull", "file too large")):
        return FULL
    return LOCKED if any(words in said for words in ("is locked", "lock timeout", "locknotavailable")) else OTHER


def note(error: BaseException, *, at: datetime) -> None:
    """Remember that the database refused this process something, if that is what an error says."""
    is_full = isinstance(error, OSError) and error.errno == errno.ENOSPC  # of the folder of files
    if is_full or isinstance(error, django.db.OperationalError | django.db.InterfaceError):
        _last.update(at=at, problem=why_not(error))


def refused_lately(now: datetime) -> str:
    """Return why something could not be kept in the last ``SHOWN_FOR``, or nothing."""
    return str(_last["problem"]) if _last and _last["at"] <= now < _last["at"] + SHOWN_FOR else ""


def require_lock() -> None:
    """Take the lock that writing needs, and give it back. Raises the database's error; it costs the disk nothing."""
    with transaction.atomic():
        pass


def _note_request(request: Any = None, **_: Any) -> None:
    error = sys.exc_info()[1]
    if error is not None and request is not None:
        note(error, at=request.now)


got_request_exception.connect(_note_request, dispatch_uid="answerable.health.keeping")
