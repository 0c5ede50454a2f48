"""The pages by themselves, with nothing in front: somebody who sends slowly keeps nobody else waiting."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from answerable.config import web
from answerable.config.entrance import SLOWEST
from tests.docs.test_proxies import ANSWERABLE, HERE, NAME, free_ports, running

pytestmark = pytest.mark.slow

SLOW = 24
HOST = f"Host: {NAME}\r\n"
FORM = (
    f"POST /s5/contacts/ HTTP/1.1\r\n{HOST}Cookie: form={'a' * 32}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n"
)
"""The beginning of what is read before it is judged: what has no cookie is refused at once."""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("slow")
    (port,) = free_ports(1)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "DJANGO_"))}
    environment = kept | {
        "ANSWERABLE_SECRET_KEY": "for a test alone, which keeps nobody's secrets",
        "ANSWERABLE_ORIGIN": f"http://{NAME}",
        "ANSWERABLE_HTTPS": "off",
        "ANSWERABLE_HOME": str(folder),
    }
    shutil.copy(migrated, folder / "answerable.db")
    subprocess.run([ANSWERABLE, "migrate"], env=environment, check=True, capture_output=True)
    with running([ANSWERABLE, "web", "--bind", f"{HERE}:{port}"], port, folder / "web.log", environment):
        yield port


def said(port: int, request: str, *, hangs_up: bool = False) -> str:
    """Send a request, and return the first line of the answer."""
    with socket.create_connection((HERE, port), timeout=20) as line, line.makefile("rb") as answer:
        line.sendall(request.encode())
        if hangs_up:
            line.shutdown(socket.SHUT_WR)
        return answer.readline().decode().strip()


def test_24_who_send_their_forms_slowly_keep_nobody_waiting(port: int):
    begun = f"{FORM}Content-Length: 100000\r\n\r\nreference="
    with ExitStack() as stack:
        for _ in range(SLOW):
            line = stack.enter_context(socket.create_connection((HERE, port), timeout=20))
            line.sendall(begun.encode())
        time.sleep(1)  # for each to be begun on
        began = time.monotonic()
        page = said(port, f"GET / HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n")
        # A worker may still be starting. Those who are slow are hung up on after half a minute, so that is too late.
        assert (page, time.monotonic() - began < SLOWEST / 2) == ("HTTP/1.1 200 OK", True)


def test_what_ends_before_its_end_is_refused(port: int):
    half = f"{FORM}Content-Length: 100\r\n\r\nreference=x"
    assert said(port, half, hangs_up=True) == "HTTP/1.1 400 Bad Request"


@pytest.mark.parametrize("engine", ["sqlite3", "postgresql"])
@pytest.mark.parametrize("processors", [1, 2, 4, 64])
def test_more_are_answered_at_once_than_that_whatever_the_database_and_the_machine(
    engine: str, processors: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(web.os, "cpu_count", lambda: processors)
    monkeypatch.setitem(web.settings.DATABASES, "default", {"ENGINE": f"django.db.backends.{engine}"})
    assert 100 > web.workers() * web.threads() >= web.AT_ONCE > SLOW
