"""However often an import is killed outright, each line is here once in the end, whole, and none is left out."""

import json
import random
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import orjson
import pytest

from demonstration.mailroom import Mailroom
from tests.crash.trial import ROOT, deployment
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
        for _ in range(KILLS):
            running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
            begun = monotonic()
            while monotonic() < begun + chance.uniform(1, 6) and running.poll() is None:
                sleep(0.05)
            running.kill()
            midway += running.wait() == -9
        done = subprocess.run([*command, "--json"], env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        statement = json.loads(done.stdout)
        assert statement["read"] == LINES == statement["taken"] + statement["there"]
        assert midway, "it was never killed at work"
        assert said() == {
            "contacts": LINES,
            "lines": True,
            "pairs": LINES,
            "facts": LINES * 2,
            "kinds": LINES,
            "without clocks": 0,
            "wrong": [],
        }
