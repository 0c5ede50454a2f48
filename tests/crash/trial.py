"""A trial of the processes: residents write to them while one after another is killed; and what is there in the end."""

import json
import os
import random
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from demonstration.mailroom import Mailroom
from tests.crash.residents import Residents, address_of, emailing, filling_in

ROOT = Path(__file__).parents[2]
SEED = 1
LEAST = 10
"""Messages of each kind that must come in meanwhile; on a slow machine the killing goes on until they have."""

COUNCIL = "contact@s5.example"
LONGEST = 0.55
"""Seconds from one killing to the next, at most: long enough to do much, mostly too short for all."""

PREPARE = """
import django; django.setup()
from tests import cast; cast.council("s5")
"""


class Trial(NamedTuple):
    """How it went: the ``marks`` of the messages that residents were told we have, and what ``tell`` says in the end.

    ``received`` are the letters in each writer's mailbox.
    """

    kills: Counter[str]
    marks: list[str]
    found: dict[str, Any]
    received: dict[str, list["Letter"]]

    @property
    def lost(self) -> int:
        """How many messages became no contact, or one that was not acknowledged."""
        answered = {mark for mark, letters in self.received.items() if letters}
        return len(set(self.marks) - ({subject for _, subject in self.found["contacts"]} & answered))

    @property
    def doubled(self) -> int:
        """How many contacts and letters there are beyond one for each message."""
        contacts = Counter(subject for _, subject in self.found["contacts"])
        letters = [len(letters) for letters in self.received.values()]
        return sum(number - 1 for number in [*contacts.values(), *letters] if number > 1)


def tried(folder: Path, *, kills: int) -> Trial:
    """Kill the processes so many times while residents write, let all become quiet, and say how it went."""
    with Mailroom() as room, deployment(folder, room) as (environment, origin), Nursery(environment) as nursery:
        residents = [
            Residents("email", emailing(room.smtp_port, COUNCIL), pause=0.3),
            Residents("form", filling_in(origin), pause=0.1),
        ]
        for name in ("web", "worker", "dispatcher"):
            nursery.ask("start", name)
        for one in residents:
            one.start()
        killed = kill(nursery, random.Random(SEED), residents, kills)
        marks = [mark for one in residents for mark in one.finish()]
        found = settled(nursery)
        for name in ("web", "worker", "dispatcher"):
            assert nursery.ask("stop", name) == 0, f"the {name} did not end politely"
        return Trial(killed, marks, found, {mark: letters_in(room, mark) for mark in marks})


class Letter(NamedTuple):
    """What reached a resident."""

    message_id: str
    reference: str


class Nursery:
    """The process that starts the others and kills them; see nursery.py."""

    def __init__(self, environment: dict[str, str]) -> None:
        with Path(environment["CRASH_LOG"]).open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.nursery"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=30)

    def ask(self, what: str, name: str = "") -> Any:
        """Have something done, and return what was answered when it was."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{what} {name}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def deployment(folder: Path, room: Mailroom) -> Iterator[tuple[dict[str, str], str]]:
    """Make a database of its own, of the kind that these tests run on, with one council; yield where it is."""
    (folder / "mail.toml").write_text(room.settings_for(COUNCIL), encoding="utf-8")
    bind = f"127.0.0.1:{free_port()}"
    with database(folder) as address:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "answerable.config.settings",
            "ANSWERABLE_DATABASE": address,
            "ANSWERABLE_HOME": str(folder),
            "ANSWERABLE_MAIL": str(folder / "mail.toml"),
            "ANSWERABLE_HTTPS": "off",
            "ANSWERABLE_ORIGIN": f"http://{bind}",
            "ANSWERABLE_CHECKS": "off",  # what comes in here is counted
            "CRASH_BIND": bind,
            "CRASH_LOG": str(folder / "processes.log"),
        }
        answerable = str(Path(sys.executable).parent / "answerable")
        for command in ([answerable, "migrate"], [sys.executable, "-c", PREPARE]):
            subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        yield environment, f"http://{bind}"


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """Yield the address of an empty database."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{folder / 'crash.db'}"
        return
    import psycopg

    from tests.postgresql import ADDRESS

    server, name = os.environ[ADDRESS], f"crash_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill(nursery: Nursery, chance: random.Random, residents: list[Residents], times: int) -> Counter[str]:
    """Kill one process after another, each at some moment, and start it again at once. Return how often each was."""
    kills: Counter[str] = Counter()
    while kills.total() < times or any(one.is_alive() and len(one.accepted) < LEAST for one in residents):
        sleep(chance.uniform(0.02, LONGEST))
        name = chance.choice(["web", "worker", "dispatcher"])
        assert nursery.ask("kill", name) == -9, f"the {name} had ended by itself"
        nursery.ask("start", name)
        kills[name] += 1
    return kills


def settled(nursery: Nursery) -> dict[str, Any]:
    """Wait until for some time nothing waits to be read or sent, and return what the tables hold."""
    quiet, ends = 0, monotonic() + 90
    while True:
        found: dict[str, Any] = nursery.ask("tell")
        quiet = 0 if found["unread"] or found["unsent"] else quiet + 1
        # Six seconds of quiet: longer than the worker takes from one fetching to the next.
        if quiet == 6:
            return found
        assert monotonic() < ends, f"stuck: {found['unread']} not read, {found['unsent']} not sent"
        sleep(1.1)


def letters_in(room: Mailroom, mark: str) -> list[Letter]:
    """Return what is in the mailbox of the resident who wrote one message."""
    messages = [message_from_bytes(raw) for raw in room.mail_of(address_of(mark))]
    return [Letter(str(message["Message-ID"]), str(message["Subject"])) for message in messages]
