"""The whole demonstration as its processes: it is made ready, serves, takes an email in, answers it, and stops."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from threading import Event

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from demonstration import running
from demonstration.home import ROOT, Home
from demonstration.mailroom import HERE, PASSWORD
from demonstration.running import CannotRun, Processes, free_port

pytestmark = pytest.mark.slow

RESIDENT = "robin@home.example"


def demo(folder: Path, *options: str) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "DJANGO_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "demonstration", "run", "--folder", str(folder), *options],
        cwd=ROOT,
        env={**kept, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


class Running:
    """A demonstration that runs, and where it said that it can be reached."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line)
            if line.startswith("Stop:"):
                break
        whole = "".join(self.said)
        assert "Begin here:" in whole, whole
        self.port = int(whole.partition("http://127.0.0.1:")[2].partition("/")[0])
        self.smtp = int(whole.partition("SMTP on port ")[2].partition(";")[0])
        self.imap = int(whole.partition("IMAP is on port ")[2].split()[0])

    def get(self, path: str) -> int:
        connection = HTTPConnection(HERE, self.port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()


def test_the_demonstration_is_made_once_serves_takes_an_email_in_acknowledges_it_and_stops(tmp_path: Path):
    folder = tmp_path / "new"
    said = ended(demo(folder, "--no-serve", "--contacts", "50"), code=0)
    assert "Inventing a year of contacts for s5..." in said

    began = time.monotonic()
    said = ended(demo(folder, "--no-serve", "--contacts", "50"), code=0)
    assert said == f"Everything is there already, in {folder}.\n"
    assert time.monotonic() - began < 20
    assert sorted(path.name for path in folder.iterdir()) == [
        "answerable.db",
        "answerable.db-turn",
        "key",
        "lock",
        "seal-key.pem",
        "seal-key.pem.pub",
        "static",
    ]
    assert (folder / "key").stat().st_mode & 0o077 == 0

    with demo(folder, "--port", str(free_port(0))) as process:
        try:
            house = Running(process)
            serves_everybody(house)
            acknowledges_an_email(house)
            said = ended(demo(folder), code=2)
            assert f"The demonstration in {folder} runs already." in said
            stops_with_all_it_started(house)
        finally:
            process.terminate()


def serves_everybody(house: Running) -> None:
    pages = ("/demo/", "/demo/email/", "/", "/s1/", "/s5/contact/", "/s5/promises/", "/account/sign-in/", "/s5/desk/")
    assert {page: house.get(page) for page in pages} == {**dict.fromkeys(pages, 200), "/s5/desk/": 302}


def acknowledges_an_email(house: Running) -> None:
    headers = (f"From: Robin <{RESIDENT}>", "To: contact@s5.localhost", "Subject: Lamp", "Message-ID: <1@home.example>")
    with smtplib.SMTP(HERE, house.smtp, local_hostname="home.example") as line:
        line.sendmail(RESIDENT, ["contact@s5.localhost"], "\r\n".join((*headers, "", "It is out.")))
    (answer,) = until(lambda: letters(house.imap), within=30)
    assert "Lamp" in answer
    assert "By when:" in answer


def stops_with_all_it_started(house: Running) -> None:
    ours = children(house.process.pid)
    assert len(ours) >= 5  # the web and its two workers, the worker, the dispatcher
    house.process.send_signal(signal.SIGINT)
    said = ended(house.process, code=0)
    assert said == "Stopped.\n"
    assert [pid for pid in ours if Path(f"/proc/{pid}").exists()] == []
    with socket.socket() as probe:
        assert probe.connect_ex((HERE, house.port)) != 0


def test_what_a_process_started_ends_with_it_even_when_it_is_ended_by_force(tmp_path: Path):
    start = (
        "import sys, time; from pathlib import Path; from demonstration import running;"
        "running._ENTRY = 'import time; print(1, flush=True); time.sleep(60)';"
        "running.Processes(Path(sys.argv[1]), {}).start('child'); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", start, str(tmp_path)], cwd=ROOT) as parent:
        until(
            lambda: [log.read_text(encoding="utf-8") for log in tmp_path.glob("*.log") if log.stat().st_size], within=30
        )
        (child,) = children(parent.pid)
        parent.kill()
    until(lambda: [] if Path(f"/proc/{child}").exists() else ["gone"], within=10)


def ended(process: "subprocess.Popen[str]", *, code: int) -> str:
    """Wait for a demonstration to end with an exit code, and return what it said."""
    said, _ = process.communicate(timeout=120)
    assert process.returncode == code, said
    return said


def letters(port: int) -> list[str]:
    """Return what is in the resident's inbox."""
    with IMAPClient(HERE, port, ssl=False, timeout=10) as client:
        try:
            client.login(RESIDENT, PASSWORD)
        except LoginError:
            return []  # nobody has written to them yet
        client.select_folder("INBOX", readonly=True)
        numbers = client.search()
        return (
            [found[b"BODY[]"].decode() for found in client.fetch(numbers, ["BODY.PEEK[]"]).values()] if numbers else []
        )


def until(look: Callable[[], list[str]], *, within: float) -> list[str]:
    """Look again and again until something is there, and return it."""
    latest = time.monotonic() + within
    while time.monotonic() < latest:
        found = look()
        if found:
            return found
        time.sleep(0.3)
    raise AssertionError(f"Nothing came within {within} seconds")


def children(parent: int) -> list[int]:
    """Return the processes that a process started, and those that these did."""
    found = [
        int(pid) for task in Path(f"/proc/{parent}/task").iterdir() for pid in (task / "children").read_text().split()
    ]
    return found + [pid for child in found for pid in children(child)]


def test_a_process_that_ends_by_itself_is_named_with_its_log(tmp_path: Path):
    processes = Processes(tmp_path / "logs", {"ANSWERABLE_SECRET_KEY": ""})
    processes.start("worker")
    try:
        with pytest.raises(CannotRun, match="The worker has stopped by itself") as told:
            processes.wait_for_pages(free_port(0), Event())
    finally:
        processes.stop()
    assert str(tmp_path / "logs" / "worker.log") in str(told.value)
    assert "ANSWERABLE_SECRET_KEY is missing" in (tmp_path / "logs" / "worker.log").read_text(encoding="utf-8")


def test_a_process_that_does_not_stop_when_asked_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "_PATIENCE", 0.5)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    monkeypatch.setattr(running, "_ENTRY", deaf)
    before = children(os.getpid())
    processes = Processes(tmp_path / "logs", {})
    processes.start("deaf")
    try:
        log = tmp_path / "logs" / "deaf.log"
        until(lambda: log.read_text(encoding="utf-8").split(), within=20)
        (pid,) = (child for child in children(os.getpid()) if child not in before)
    finally:
        processes.stop()
    assert not Path(f"/proc/{pid}").exists()


def test_a_port_that_is_taken_is_left_alone():
    with socket.socket() as taken:
        taken.bind((HERE, 0))
        taken.listen()
        assert free_port(taken.getsockname()[1]) != taken.getsockname()[1]


def test_beginning_afresh_takes_away_only_what_is_ours(tmp_path: Path):
    for name in ("answerable.db", "key", "mail.toml", "mine.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "mail" / "a@b.example").mkdir(parents=True)
    Home(tmp_path).clear()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
