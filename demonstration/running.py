"""Runs a demonstration: its mailroom, and the three processes of a deployment, until somebody stops it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from time import monotonic
from types import FrameType

from answerable.charters import COUNCILS
from demonstration.home import Home, Tell
from demonstration.mailroom import HERE, Mailroom
from demonstration.names import PASSWORD, address_of, addresses_of, email_of, read

SMTP, IMAP = 2525, 1143
"""The ports of the mailroom, where they are free."""

_LEASH = (sys.executable, "-I", "-S", str(Path(__file__).with_name("leash.py")))
_ENTRY = "from answerable.cli import main; main()"
_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LOOK = 0.2
_PATIENCE = 15
"""Seconds that a process is given to finish what it has in hand, and the pages to be there at the start."""

_LAST_WORDS = 2_000
"""Characters of a log that are shown where a process has stopped: its folder may go with it."""


class CannotRun(RuntimeError):
    """A process of the demonstration ended by itself. The message says which, and where it said why."""


def free_port(wanted: int) -> int:
    """Return a port of this machine that nobody listens on: the one that is wanted, or else any."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HERE, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"Cannot find a free port on {HERE}. Stop a program that listens there, and try again.")


def run(home: Home, *, port: int, tell: Tell) -> None:
    """Start everything, say where it is, and wait until this process is asked to stop; then stop everything.

    Raises CannotRun when one of the processes ends by itself.
    """
    stopping = _Stopping()
    with ExitStack() as stack:
        room = stack.enter_context(Mailroom(home.mail, smtp_port=free_port(SMTP), imap_port=free_port(IMAP)))
        addresses = [address for key in COUNCILS for address in addresses_of(key)]
        home.mail_file.write_text("\n".join(map(room.settings_for, addresses)), encoding="utf-8")
        processes = Processes(home.logs, home.environment(port))
        stack.callback(processes.stop)
        processes.start("web", "--bind", f"{HERE}:{port}")
        processes.wait_for_pages(port, stopping.asked)  # the first thing that the worker does is to try the form
        processes.start("worker")
        processes.start("dispatcher")
        if not stopping.asked.is_set():
            tell(where(port, room))
        while not stopping.asked.wait(_LOOK):
            processes.check()


def where(port: int, room: Mailroom) -> str:
    """Say where to look."""
    origin = f"http://{HERE}:{port}"
    first, last = COUNCILS[0], COUNCILS[-1]
    lines = {
        "Begin here": f"{origin}/demo/  (who is who, the six-figure codes of this minute, and an email to try)",
        "Residents": f"{origin}/{first}/ to {origin}/{last}/",
        "Staff": f"{origin}/{last}/desk/",
        "Sign in as": f"{email_of(read('places')['councils'][last]['officer'])}, with the password: {PASSWORD}",
        "Write to": f"{address_of(last)}, by SMTP on port {room.smtp_port}; IMAP is on port {room.imap_port}",
        "Stop": "Ctrl-C",
    }
    return "\n".join(f"{name + ':':<12} {value}" for name, value in lines.items())


class Processes:
    """The processes of a deployment, each with a log of its own."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        self._logs, self._environment = logs, environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *options: str) -> None:
        """Start one by the name of its command. A Ctrl-C reaches only us, and we then stop it in order."""
        self._logs.mkdir(exist_ok=True)
        with self._log(name).open("wb") as log:
            self._running[name] = subprocess.Popen(
                [*_LEASH, sys.executable, "-c", _ENTRY, name, *options],
                env={**os.environ, **self._environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def check(self) -> None:
        """Raise CannotRun when one has ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                said = self._log(name).read_text(encoding="utf-8", errors="replace").strip()[-_LAST_WORDS:]
                raise CannotRun(f"The {name} has stopped by itself. It said last, in {self._log(name)}:\n{said}")

    def wait_for_pages(self, port: int, asked: Event) -> None:
        """Wait until a page can be had, or we are asked to stop. Raises CannotRun when it takes too long."""
        latest = monotonic() + 2 * _PATIENCE
        while not asked.wait(_LOOK):
            self.check()
            if _answers(port):
                return
            if monotonic() > latest:
                raise CannotRun(f"The pages do not come. What the web process said is in {self._log('web')}.")

    def stop(self) -> None:
        """Ask all to stop, and end those that do not within some seconds."""
        processes: Iterable[subprocess.Popen[bytes]] = self._running.values()
        for process in processes:
            if process.poll() is None:
                process.terminate()
        latest = monotonic() + _PATIENCE
        for process in processes:
            try:
                process.wait(max(0.1, latest - monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # its session is its own, so this is it and those it started
                process.wait()

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"


class _Stopping:
    """Whether we have been asked to stop: by Ctrl-C, by whoever started us, or by a window that was closed."""

    def __init__(self) -> None:
        self.asked = Event()
        for one in _STOPS:
            signal.signal(one, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked.set()


def _answers(port: int) -> bool:
    connection = HTTPConnection(HERE, port, timeout=5)
    try:
        connection.request("GET", "/demo/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
