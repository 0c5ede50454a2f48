"""To add a channel, a fact or a formula is to add one value, and nothing else.

Each test adds one to a copy of the program and asks the copy, in a process of its own: whoever needs it has it.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import answerable

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
PACKAGE = Path(answerable.__file__).parent

WHATSAPP = """            Channel(
                name="whatsapp",
                one="a WhatsApp message",
                title="WhatsApp message",
                touch=Touch.WRITING,
                reached="Your WhatsApp message reached us",
            ),
"""
VISITED = """    FactKind(
        name="site_visited",
        meaning="An officer went to look at the place",
        told="an officer went to look at the place",
        noun="visit to the place",
        staff="Went to look at the place",
        plain="We came to look at the place",
        noted=Noted.OFFICER,
        details=(REASON,),
    ),
"""
TWICE = """
TWICE = Formula("count-twice", "Counted twice over", "Contacts, each of them twice.", COUNT.fed_by, "contacts")
FORMULAS = (*FORMULAS, TWICE)
"""
PREPARED = '''
import json
import django
django.setup()
from types import SimpleNamespace
from answerable.charters import calendars, procedures
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.clock import judge_all
from answerable.standards.reading.charters import read_charter
from tests.build import at
from tests.docs import tables, words

def charter(channel="email", stop="full reply", formula="count"):
    return read_charter(f"""
format = 1
[charter]
council = "s9"
name = "Nine"
title = "Our promises"
version = "1"
status = "adopted"
source = "leaflet"
in_force_from = 2026-01-01
calendar = "england-and-wales"
[[promise]]
id = "S9-01"
words = "We come."
kind = ["clock"]
strength = "will"
channels = ["{channel}"]
source = "line 1"
[promise.clock]
within = "3 working days"
stop = "{stop}"
[[promise]]
id = "S9-02"
words = "We count."
kind = ["aggregate"]
strength = "will"
channels = ["all"]
source = "line 2"
[promise.aggregate]
formula = "{formula}"
of = "All."
period = "quarter"
""", "s9.toml", calendars(), procedures())

def judged(channel, *facts):
    contact = Contact.of("C-1", channel, ["enquiry"], facts)
    return [(clock.state.value, clock.reason) for clock in judge_all(contact, charter=charter(channel, STOP), now=NOW)]

NOW, STOP = at("Thu 5 Nov 2026 09:00"), "full reply"
RECEIVED = Fact("received", at("Mon 2 Nov 2026 09:00"))
SCHEMA = words.schema(words.SCHEMA.read_text(encoding="utf-8"))
LOG_PAGE = words.fill(words.LOG_PAGE.read_text(encoding="utf-8"))
'''


def ask(tmp_path: Path, file: str, before: str, value: str, script: str) -> Any:
    """Add a value to a file of a copy of the program, and return what a script says there."""
    copy = tmp_path / "src" / "answerable"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    place = copy / "standards" / file
    text = place.read_text(encoding="utf-8")
    head, found, tail = text.rpartition(before)
    assert found, f"{before!r} is not in {file}"
    place.write_text(head + value + found + tail, encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-c", PREPARED + script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{tmp_path / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def test_a_channel_is_added_in_one_place(tmp_path: Path) -> None:
    script = """
from answerable.desk.forms.choosing import QueueFilter
from answerable.desk.pages.timeline import timeline
from answerable.public.pages.promises import _place
from answerable.public.pages.timeline import _fact
offered = dict(QueueFilter({}, teams=[]).fields["channel"].choices)
print(json.dumps([
    offered["whatsapp"],
    _fact("whatsapp", RECEIVED).title,
    _place(charter("whatsapp").promise("S9-01")),
    judged("whatsapp", RECEIVED)[0][0],
    "whatsapp" in SCHEMA,
    "`whatsapp`" in LOG_PAGE,
]))
"""
    assert ask(tmp_path, "vocabulary/channels.py", "        )\n    }\n)", WHATSAPP, script) == [
        "WhatsApp message",
        "Your WhatsApp message reached us",
        "When you write to us",
        "running",
        True,
        True,
    ]


def test_a_fact_is_added_in_one_place(tmp_path: Path) -> None:
    script = """
from answerable.public.pages.timeline import _fact
from answerable.standards.vocabulary.facts import FACTS
STOP = "site_visited"
came = Fact("site_visited", at("Wed 4 Nov 2026 09:00"), {"reason": "Flooding"})
entry = _fact("email", came)
print(json.dumps([
    FACTS["site_visited"].staff,
    [entry.title, *entry.lines],
    judged("email", RECEIVED, came)[0],
    "site_visited" in SCHEMA,
    "| `site_visited` | An officer went to look at the place. | `reason` |" in LOG_PAGE,
]))
"""
    assert ask(tmp_path, "vocabulary/stages.py", ")\n", VISITED, script) == [
        "Went to look at the place",
        ["We came to look at the place", "Reason: Flooding."],
        ["kept", "The visit to the place came in time."],
        True,
        True,
    ]


def test_a_formula_is_added_in_one_place(tmp_path: Path) -> None:
    script = """
from datetime import date
from answerable.standards.measure.period import Period
from answerable.standards.measure.results import Results
found = Results(charter(formula="count-twice"), period=Period(date(2026, 10, 1), date(2026, 12, 31)), now=NOW)
found.add(Contact.of("C-1", "email", ["enquiry"], [RECEIVED]), [])
(figure,) = found.figures()["S9-02"]
print(json.dumps([figure.said, "count-twice" in SCHEMA, "`count-twice`" in words.fill(tables.PAGE.read_text())]))
"""
    found = ask(tmp_path, "measure/cohort.py", "\n", TWICE, script)
    assert found == ["1 contacts", True, True]
