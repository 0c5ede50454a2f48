"""However often an import is killed outright, each line is here once in the end, whole, and none is left out."""

import hmac
import json
import random
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from time import sleep
from typing import Any
from urllib.request import Request, urlopen

import orjson
import pytest

from answerable.config.clock import the_moment_it_is
from demonstration.mailroom import Mailroom
from tests.crash.trial import ROOT, Nursery, deployment
from tests.importing.lines import ACKNOWLEDGED, RECEIVED, REPLIED, line

LINES, KILLS = 3000, 12

TELL = """
import django, json; django.setup()
from django.db.models import Count
from answerable.contacts.clocks import wrong_clocks
from answerable.contacts.models import Contact, FactRow, KindRow
from answerable.config.clock import the_moment_it_is
from answerable.importing.models import LogLine
print(json.dumps({
    "contacts": Contact.objects.count(),
    "lines": sorted(LogLine.objects.values_list("known_as", flat=True)) == sorted(str(n) for n in range(3000)),
    "pairs": LogLine.objects.values("contact").distinct().count(),
    "facts": FactRow.objects.count(),
    "kinds": KindRow.objects.count(),
    "without clocks": Contact.objects.filter(clocks=None).count(),
    "wrong": [list(one) for one in wrong_clocks(now=the_moment_it_is())][:3],
}))
"""


@pytest.mark.crash
@pytest.mark.slow
@pytest.mark.django_db  # though it has a database of its own: by this the second run, on PostgreSQL, picks its tests
def test_an_import_that_is_killed_again_and_again_takes_each_line_once(tmp_path: Path):
    log, chance = tmp_path / "log.jsonl", random.Random(1)
    facts = [[RECEIVED], [RECEIVED, ACKNOWLEDGED], [RECEIVED, ACKNOWLEDGED, REPLIED]]
    log.write_bytes(b"".join(orjson.dumps(line(*facts[n % 3], id=str(n))) + b"\n" for n in range(LINES)))
    with Mailroom() as room, deployment(tmp_path, room) as (environment, _):
        program = str(Path(sys.executable).parent / "answerable")
        command = [program, "contacts", "import", str(log), "--council", "s5"]

        def said() -> dict[str, Any]:
            told = subprocess.run(
                [sys.executable, "-c", TELL], cwd=ROOT, env=environment, check=True, capture_output=True
            )
            return dict(json.loads(told.stdout))

        midway = 0
        with Nursery(environment | {"CRASH_IMPORTS": str(log)}) as nursery:
            for _ in range(KILLS):
                nursery.ask("start", "import")
                sleep(chance.uniform(0.3, 1.5))
                midway += nursery.ask("kill", "import") == -9
        done = subprocess.run([*command, "--json"], env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        statement = json.loads(done.stdout)
        assert statement["read"] == LINES == statement["taken"] + statement["there"]
        assert midway and statement["there"], "it was never killed at work"
        assert said() == {
            "contacts": LINES,
            "lines": True,
            "pairs": LINES,
            "facts": LINES * 2,
            "kinds": LINES,
            "without clocks": 0,
            "wrong": [],
        }


SENT, ENDS = 60, 8


@pytest.mark.crash
@pytest.mark.slow
@pytest.mark.django_db
def test_lines_that_are_sent_until_they_are_answered_are_here_once_however_often_the_server_is_killed(tmp_path: Path):
    chance = random.Random(2)
    with Mailroom() as room, deployment(tmp_path, room) as (environment, origin):
        program = str(Path(sys.executable).parent / "answerable")
        making = [program, "contacts", "key", "--council", "s5", "--source", "switchboard"]
        made = subprocess.run(making, env=environment, check=True, capture_output=True, text=True)
        secret, killed, sent = made.stdout.strip(), 0, 0
        with Nursery(environment) as nursery:
            nursery.ask("start", "web")
            while sent < SENT:
                if killed < ENDS and chance.random() < 0.25:
                    killed += nursery.ask("kill", "web") == -9
                    nursery.ask("start", "web")
                sent += send(origin, secret, sent, gives_up_at_once=chance.random() < 0.2)
        told = subprocess.run([sys.executable, "-c", TOLD], cwd=ROOT, env=environment, check=True, capture_output=True)
    assert killed == ENDS
    assert json.loads(told.stdout) == {"contacts": SENT, "lines": SENT, "facts": 2 * SENT, "waiting": 0, "bad": 0}


TOLD = """
import django, json; django.setup()
from answerable.config.clock import the_moment_it_is
from answerable.config.worker import CHANNELS
from answerable.contacts.models import Contact, FactRow
from answerable.importing.models import LogLine
from answerable.inbox.actions import take_in_waiting
from answerable.inbox.models import Incoming
from answerable.inbox.reader import here
from datetime import timedelta
while take_in_waiting(CHANNELS, here, at=the_moment_it_is() + timedelta(hours=1)):
    pass
print(json.dumps({
    "contacts": Contact.objects.count(),
    "lines": LogLine.objects.count(),
    "facts": FactRow.objects.count(),
    "waiting": Incoming.objects.filter(state="waiting").count(),
    "bad": Incoming.objects.exclude(state__in=("waiting", "read")).count(),
}))
"""
"""What is there when the worker has taken in what a killed server had kept, and what became of it."""


def send(origin: str, secret: str, number: int, *, gives_up_at_once: bool) -> bool:
    """Send one line, and tell whether it was answered; who gives up at once does not wait to hear."""
    body = orjson.dumps(line(RECEIVED, ACKNOWLEDGED, id=str(number)))
    time, delivery = str(int(the_moment_it_is().timestamp())), f"d{number}"
    signature = hmac.new(secret.encode(), f"{time}.{delivery}.".encode() + body, sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "Answerable-Source": "switchboard",
        "Answerable-Delivery": delivery,
        "Answerable-Time": time,
        "Answerable-Signature": signature,
    }
    asked = Request(f"{origin}/s5/in/lines/", data=body, headers=headers)
    try:
        with urlopen(asked, timeout=0.05 if gives_up_at_once else 20) as answer:
            return bool(json.load(answer)["taken"])
    except OSError:
        sleep(0.1)
        return False
