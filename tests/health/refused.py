"""A process of its own whose database is really full, or really locked: what a probe is told of it.

It prints [status of a page that keeps something, status of the probe, what the database's sign says] before, while and
after. Run as ``python -m tests.health.refused full``, or ``locked``.
"""

import json
import os
import resource
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.conf import settings

settings.DATABASES["default"]["OPTIONS"] = {**settings.DATABASES["default"]["OPTIONS"], "timeout": 0.2}
settings.ROOT_URLCONF = "tests.health.refused"
django.setup()

from django.contrib.sessions.models import Session  # noqa: E402  # only now is there anything to import
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402

from answerable.config import clock  # noqa: E402
from answerable.health import actions  # noqa: E402
from tests import tables  # noqa: E402


def keep(request: HttpRequest) -> HttpResponse:
    """Keep a megabyte, as a form with much in it does."""
    ends = request.now + timedelta(days=1)  # type: ignore[attr-defined]  # see config/clock.py
    Session.objects.create(session_key=token_hex(16), session_data="x" * 1024**2, expire_date=ends)
    return HttpResponse("kept")


urlpatterns = [path("keep/", keep)]


@contextmanager
def full(file: Path) -> Iterator[None]:
    """Let what is written before it is in the database become no longer, which is what a full disk does to it."""
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock that everybody needs who writes."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def seen() -> tuple[int, int, Any]:
    """Have a page keep something, and then ask as a probe does."""
    client = Client(raise_request_exception=False)
    kept = client.get("/keep/").status_code
    probe = client.get("/health/")
    return kept, probe.status_code, probe.json()["signs"]["database"].get("problem", "")


if __name__ == "__main__":
    tables.lay()
    for process in ("worker", "dispatcher"):
        actions.show(process, at=clock.the_moment_it_is())
    told = [seen()]
    with {"full": full, "locked": locked}[sys.argv[1]](Path(settings.DATABASES["default"]["NAME"])):
        told.append(seen())
    now = clock.the_moment_it_is()
    clock.the_moment_it_is = lambda: now + timedelta(minutes=5)
    for process in ("worker", "dispatcher"):
        actions.show(process, at=clock.the_moment_it_is())
    told.append(seen())
    print(json.dumps(told))
