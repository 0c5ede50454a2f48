"""The published schema of charter files says what the reader does: the same keys, the same words, the same refusals."""

import json
import re
import tomllib
from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from answerable.charters import COUNCILS, calendars, procedures, text_of
from answerable.standards.charter.clock_rules import Condition, Deadline, Effect, Extension
from answerable.standards.charter.procedures import Foreseen, Holder, Stage
from answerable.standards.charter.promises import (
    LONGEST_NAME,
    Aggregate,
    ContentRule,
    Evidence,
    Publication,
    Strength,
    WebCheck,
)
from answerable.standards.measure.formulas import AGGREGATES
from answerable.standards.reading.charters import (
    SETTINGS,
    STATUSES,
    read_charter,
    read_procedure,
)
from answerable.standards.reading.clock_rules import Context
from answerable.standards.reading.file_table import CharterError
from answerable.standards.reading.promises import MEASURES
from answerable.standards.time.counting import AtClosing, Counting, DueAt, OnDayOff, RingEnds, Start
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import DETAILS
from answerable.standards.vocabulary.facts import FACTS, LADDER, LETTERS
from answerable.standards.vocabulary.feeds import CHECKS, EVIDENCE
from answerable.standards.vocabulary.kinds import KINDS

SCHEMA: dict[str, Any] = json.loads(text_of("charter.schema.json"))
DEFS: dict[str, Any] = SCHEMA["$defs"]

SHIPPED = [f"{council}.toml" for council in COUNCILS] + [f"procedures/{key}.toml" for key in procedures()]

WHOLE = """
format = 1

[charter]
council = "example"
name = "An example council"
title = "What you can expect"
version = "1"
status = "adopted"
in_force_from = 2026-04-01
in_force_until = 2027-03-31
source = "The example"
calendar = "england-and-wales"
procedures = ["foi", "foi-code", "sar"]

[settings]
start = { value = "NEXT_OPEN", local = "Ours." }
due_soon = { value = "1 working day" }
abandoned_calls = { value = "count as offered" }
disputed_within = { value = "6 weeks", local = "Ours." }

[hours]
desk = { monday = "09:00-12:30 13:30-17:00", friday = "09:00-16:30", local = "Ours." }

[[closures]]
date = 2026-12-29
reason = "Christmas closure"

[[special_days]]
date = 2026-12-12
hours = "10:00-14:00"
reason = "Open Saturday"
working = false

[[replacements]]
promise = "E-1"
contacts = ["foi"]
voids = ["E-1"]
reason = "The law has its own limit"

[[promise]]
id = "E-1"
words = "You get a full reply within ten working days."
kind = ["clock"]
strength = "will"
channels = ["email"]
not_contacts = ["complaint"]
source = "line 1"
[promise.clock]
within = "10 working days"
stop = "full reply"
stopped_by = [{ from = "clarification_asked", to = "clarified", effect = "skips working days", reason = "We asked." }]
extension = { fact = "extended", by = "5 working days", needs = ["reason"] }
only_if = { fact = "received", within = "1 month" }

[[promise]]
id = "E-2"
words = "If the reply is late, we tell you why and when."
kind = ["clock"]
strength = "aim"
channels = ["all"]
source = "line 2"
[promise.clock]
notice_for = ["E-1"]
stop = "delay_told"
needs = ["reason", "by_when"]

[[promise]]
id = "E-3"
words = "A date we give is kept."
kind = ["rule", "clock"]
strength = "will"
channels = ["all"]
source = "line 3"
[promise.rule]
must = "Every date given is a promise."
on = ["acknowledged"]
needs = ["by_when"]
[promise.clock]
derived = true

[[promise]]
id = "E-4"
words = "A request for information is answered as the law says."
kind = ["clock"]
strength = "will"
channels = ["all"]
contacts = ["foi"]
source = "line 4"
[promise.clock]
procedure = "FOI"

[[promise]]
id = "E-5"
words = "We measure how well we do, and publish it."
kind = ["aggregate", "evidence", "web", "register", "publication"]
strength = "best-effort"
channels = ["all"]
source = "line 5"
[promise.aggregate]
formula = "count"
of = "Contacts."
period = "quarter"
[promise.evidence]
by = ["survey"]
item = "How did we do?"
[promise.web]
check = "The page is there."
[promise.register]
holds = "What people told us."
[promise.publication]
publishes = "The figures."
within = "1 month"
"""

PROCEDURE = """
format = 1

[procedure]
key = "example"
name = "An example procedure"
law = "The Example Act"
nations = ["england"]
in_force_from = 2026-04-01
checked = "K"

[[stage]]
id = "one"
name = "Stage one"
from = "received"
limits = ["EXAMPLE"]
next = [{ fact = "replied", needs = ["recourse"], ends = true }]

[[stage]]
id = "two"
name = "Stage two"
from = "escalated"
after = "one"
held_by = "somebody not involved before"
limits = ["EXAMPLE"]
next = [{ fact = "extended", letter = "delay_told" }, { fact = "delay_told" }, { fact = "replied", ends = true }]

[[promise]]
id = "EXAMPLE"
words = "You get an answer within twenty working days."
kind = ["clock"]
strength = "will"
channels = ["all"]
source = "s.1"
[promise.clock]
within = "20 working days"
stop = "full reply"
"""


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_file_is_what_the_schema_says(name: str):
    assert faults(text_of(name)) == []


def test_the_example_with_every_table_is_read_and_is_what_the_schema_says():
    assert ids(WHOLE) == ["E-1", "E-2", "E-3", "E-4", "E-5", "FOI-REVIEW", "FOI-REVIEW-LIMIT", "SAR"]
    assert faults(WHOLE) == []


MISTAKES = {
    "another format": ("format = 1", "format = 2"),
    "no format": ("format = 1\n", ""),
    "no charter": ("[charter]", "[council]"),
    "no name": ('name = "An example council"\n', ""),
    "a version that is a number": ('version = "1"', "version = 1"),
    "a status nobody knows": ('status = "adopted"', 'status = "agreed"'),
    "a date in quotes that is none": ("in_force_from = 2026-04-01", 'in_force_from = "April 2026"'),
    "a moment where a day is meant": ("in_force_from = 2026-04-01", "in_force_from = 2026-04-01T00:00:00"),
    "a procedure named twice": ('["foi", "foi-code", "sar"]', '["foi", "foi"]'),
    "no service with hours": (WHOLE[WHOLE.index("desk =") : WHOLE.index("[[closures]]")], ""),
    "a setting nobody knows": ('start = { value = "NEXT_OPEN"', 'begin = { value = "NEXT_OPEN"'),
    "a setting without its value": ('start = { value = "NEXT_OPEN", local', "start = { local"),
    "an answer to a setting that is none": ('value = "NEXT_OPEN"', 'value = "TOMORROW"'),
    "a warning in calendar days": ('due_soon = { value = "1 working day" }', 'due_soon = { value = "1 day" }'),
    "a time to dispute in working days": (
        'value = "6 weeks"',
        'value = "20 working days"',
    ),
    "a weekday misspelt": ("friday =", "firday ="),
    "a time of day that is none": ("09:00-16:30", "09:00-25:30"),
    "an opening window without an end": ("09:00-16:30", "09:00"),
    "a closure without its reason": ('reason = "Christmas closure"\n', ""),
    "a replacement for a kind of contact nobody knows": ('contacts = ["foi"]\nvoids', 'contacts = ["freedom"]\nvoids'),
    "a promise without an id": ('id = "E-2"\n', ""),
    "a key misspelt": ("strength =", "strenght ="),
    "a strength nobody knows": ('strength = "aim"', 'strength = "maybe"'),
    "a channel nobody knows": ('channels = ["email"]', 'channels = ["e-mail"]'),
    "a channel that is not in a list": ('channels = ["email"]', 'channels = "email"'),
    "a kind of contact nobody knows": ('not_contacts = ["complaint"]', 'not_contacts = ["complaints"]'),
    "a measure nobody knows": ('kind = ["clock"]', 'kind = ["timer"]'),
    "no measure at all": ('kind = ["clock"]', "kind = []"),
    "a measure without its table": ('kind = ["clock"]', 'kind = ["clock", "web"]'),
    "a limit that cannot be read": ('within = "10 working days"', 'within = "ten working days"'),
    "an id that no address can hold": ('id = "E-1"', 'id = "E 1"'),
    "a limit that is a number": ('within = "10 working days"', "within = 10"),
    "a clock without its limit": ('within = "10 working days"\n', ""),
    "a clock that nothing stops": ('stop = "full reply"\n', ""),
    "a beginning that is late for nothing": (
        'stop = "full reply"',
        'stop = "full reply"\ncounts_from_within = "5 working days"',
    ),
    "a condition that lifts without a reason": (
        'stop = "full reply"',
        'stop = "full reply"\nlifted_by = { fact = "extended" }',
    ),
    "the noughth reply": ('stop = "full reply"', 'stop = "full reply"\nnth = 0'),
    "a second acknowledgement that a full reply makes needless": (
        'stop = "full reply"',
        'stop = "full reply"\nunless_full_reply_within = "3 days"\nnth = 2',
    ),
    "a calendar beside a notice of delay": ('notice_for = ["E-1"]', 'notice_for = ["E-1"]\ncalendar = "foi-uk"'),
    "a stop nobody knows": ('stop = "full reply"', 'stop = "full answer"'),
    "an effect nobody knows": ('effect = "skips working days"', 'effect = "waits"'),
    "working days skipped by a limit in calendar days": ('within = "10 working days"', 'within = "10 days"'),
    "a stop without its reason": (', reason = "We asked."', ""),
    "an extension that goes nowhere": ('by = "5 working days", ', ""),
    "an extension that goes two ways": ('by = "5', 'to = "20 working days", by = "5'),
    "a condition without its fact": ('only_if = { fact = "received", within', "only_if = { within"),
    "a limit beside a notice of delay": ('notice_for = ["E-1"]', 'notice_for = ["E-1"]\nwithin = "10 working days"'),
    "a limit beside the dates we give": ("derived = true", 'derived = true\nwithin = "1 working day"'),
    "a limit beside a law's own clock": ('procedure = "FOI"', 'procedure = "FOI"\nwithin = "1 working day"'),
    "details asked of no message": ('on = ["acknowledged"]\n', ""),
    "an instrument nobody knows": ('by = ["survey"]', 'by = ["guess"]'),
    "availability without its checks": ('formula = "count"', 'formula = "availability"'),
    "a formula that is only shown beside another": ('formula = "count"', 'formula = "share-complete"'),
    "what the program cannot do yet": ('source = "line 5"', 'source = "line 5"\nnot_yet = "Later."'),
    "a figure without its formula": ('formula = "count"\n', ""),
    "a version longer than there is room for": ('version = "1"', f'version = "{41 * "1"}"'),
    "nothing promised": (WHOLE[WHOLE.index("[[promise]]") :], ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_schema_and_the_reader_refuse_the_same_mistake(mistake: str):
    right, wrong = MISTAKES[mistake]
    assert right in WHOLE
    text = WHOLE.replace(right, wrong, 1)
    assert faults(text) != []
    with pytest.raises(CharterError):
        ids(text)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('law = "The Example Act"\n', ""),
        ('nations = ["england"]', 'nations = "england"'),
        ('source = "s.1"\n', ""),
        ("[[promise]]", '[settings]\nstart = { value = "ACTUAL" }\n\n[[promise]]'),
        ('name = "Stage two"\n', ""),
        ('from = "escalated"', 'from = "stage two"'),
        ("somebody not involved before", "a stranger"),
        ('limits = ["EXAMPLE"]', "limits = []"),
        ('{ fact = "replied", needs = ["recourse"], ends = true }', '{ fact = "replied" }'),
        ("[{ fact = ", "[{ fact_ = "),
        ('needs = ["recourse"]', 'needs = ["recuorse"]'),
        ('letter = "delay_told"', 'letter = "extended"'),
        ('letter = "delay_told"', 'letters = "delay_told"'),
        ("ends = true", 'ends = "yes"'),
    ],
    ids=[
        "no law",
        "one nation not in a list",
        "no clause",
        "settings, which bind no law",
        "a stage without a name",
        "a stage opened by no fact",
        "a stage that nobody knows who may hold",
        "a stage without limits",
        "a stage that nothing ends",
        "what comes next without a fact",
        "a detail nobody knows",
        "a letter that is none",
        "a key of what comes next misspelt",
        "an end that is neither true nor false",
    ],
)
def test_the_schema_and_the_reader_refuse_the_same_mistake_in_a_procedure(right: str, wrong: str):
    text = PROCEDURE.replace(right, wrong)
    assert (faults(PROCEDURE), faults(text) != []) == ([], True)
    with pytest.raises(CharterError):
        read_procedure(text, "example.toml", Context(calendars(), "england-and-wales", doors()))


KEYS = {
    "charter_file": "format = 1\n",
    "charter_file/charter": "[charter]\n",
    "charter_file/settings": "[settings]\n",
    "charter_file/settings/start": "start = { ",
    "opening_hours": "desk = { ",
    "closure": "[[closures]]\n",
    "special_day": "[[special_days]]\n",
    "replacement": "[[replacements]]\n",
    "promise": "[[promise]]\n",
    "timed_clock": '[promise.clock]\nwithin = "10 working days"\n',
    "notice_clock": '[promise.clock]\nnotice_for = ["E-1"]\n',
    "derived_clock": "[promise.clock]\nderived = true\n",
    "adopted_clock": '[promise.clock]\nprocedure = "FOI"\n',
    "stop_and_go": "stopped_by = [{ ",
    "extension": "extension = { ",
    "condition": "only_if = { ",
    "rule": "[promise.rule]\n",
    "aggregate": "[promise.aggregate]\n",
    "evidence": "[promise.evidence]\n",
    "web": "[promise.web]\n",
    "register": "[promise.register]\n",
    "publication": "[promise.publication]\n",
}


@pytest.mark.parametrize("table", KEYS)
def test_the_schema_has_the_keys_that_the_reader_knows(table: str):
    begins = KEYS[table]
    text = WHOLE.replace(begins, begins + ("zzzz = 1, " if begins.endswith("{ ") else "zzzz = 1\n"), 1)
    with pytest.raises(CharterError, match="'zzzz' is not a key of this table") as refusal:
        ids(text)
    known = re.search(r"The keys here are (.*)\.$", str(refusal.value))
    assert known is not None
    shape = {"procedure", "derived", "notice_for"}
    assert set(properties(table)) - shape == set(re.split(", | and ", known[1])) - shape


PROCEDURE_KEYS = {
    "procedure_file": "format = 1\n",
    "procedure_file/procedure": "[procedure]\n",
    "stage": "[[stage]]\n",
    "foreseen": "next = [{ ",
}


@pytest.mark.parametrize("table", PROCEDURE_KEYS)
def test_the_schema_has_the_keys_of_a_procedure_that_the_reader_knows(table: str):
    begins = PROCEDURE_KEYS[table]
    text = PROCEDURE.replace(begins, begins + ("zzzz = 1, " if begins.endswith("{ ") else "zzzz = 1\n"), 1)
    with pytest.raises(CharterError, match="The keys here are") as refusal:
        read_procedure(text, "example.toml", Context(calendars(), "england-and-wales", doors()))
    known = str(refusal.value).partition("The keys here are ")[2].rstrip(".")
    assert sorted(properties(table)) == re.split(", | and ", known)


WORDS = (
    *("channel", "kind", "fact", "letter", "detail", "formula", "rung", "effect", "strength", "measure"),
    *("check", "instrument"),
)


def test_the_schema_has_the_words_that_the_code_has():
    said = {name: DEFS[name]["enum"] for name in WORDS}
    assert said == {
        "channel": list(CHANNELS),
        "kind": list(KINDS),
        "fact": list(FACTS),
        "letter": list(LETTERS),
        "detail": list(DETAILS),
        "formula": list(AGGREGATES),
        "check": list(CHECKS),
        "instrument": list(EVIDENCE),
        "rung": list(LADDER),
        "effect": values(Effect, DEFS["effect"]["enum"]),
        "strength": values(Strength, DEFS["strength"]["enum"]),
        "measure": list(MEASURES),
    }
    assert properties("charter_file/charter")["status"]["enum"] == list(STATUSES)
    assert properties("stage")["held_by"]["enum"] == [one.value for one in Holder]


def test_the_schema_has_the_longest_names_that_the_code_has():
    bounded = [("charter_file/charter", "version"), ("promise", "id"), ("promise", "mailbox")]
    assert {properties(table)[key]["maxLength"] for table, key in bounded} == {LONGEST_NAME}
    assert sum("maxLength" in one for one in walk(SCHEMA)) == len(bounded)


def test_the_schema_has_the_settings_and_answers_that_the_code_has():
    settings = properties("charter_file/settings")
    assert tuple(settings) == SETTINGS
    for key, choice in CHOICES.items():
        answers = [one.value for one in choice]
        assert settings[key]["properties"]["value"]["enum"] == answers
        assert properties("timed_clock")[key]["enum"] == answers


CHOICES: dict[str, type[StrEnum]] = {
    "start": Start,
    "due_at": DueAt,
    "at_closing": AtClosing,
    "on_day_off": OnDayOff,
    "ring_ends": RingEnds,
}


@pytest.mark.parametrize(
    ("table", "kind", "renamed"),
    [
        ("timed_clock", Deadline, {"from": "opens"}),
        ("condition", Condition, {}),
        ("extension", Extension, {}),
        ("rule", ContentRule, {}),
        ("aggregate", Aggregate, {}),
        ("evidence", Evidence, {}),
        ("web", WebCheck, {}),
        ("publication", Publication, {}),
        ("stage", Stage, {"from": "opens"}),
        ("foreseen", Foreseen, {}),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_key_left_out_has_the_default_that_the_schema_says(table: str, kind: type, renamed: dict[str, str]):
    held = {one.name: one.default for one in fields(kind) if one.default is not MISSING}
    for key, says in properties(table).items():
        name = renamed.get(key, key)
        if "default" in says and name in held:
            default = held[name]
            assert says["default"] == (list(default) if isinstance(default, tuple) else default), key


def test_a_setting_left_out_has_the_default_that_the_schema_says():
    held = {one.name: one.default for one in fields(Counting) if one.name != "cut_off"}
    settings = properties("charter_file/settings")
    assert {key: settings[key]["properties"]["value"].get("default") for key in held} == held


def test_every_example_is_what_its_key_may_hold():
    for table in [*KEYS, *PROCEDURE_KEYS]:
        for key, says in properties(table).items():
            one = Draft202012Validator({**says, "$defs": DEFS})
            assert [
                fault.message for example in says.get("examples", []) for fault in one.iter_errors(example)
            ] == [], key


def test_every_key_says_what_it_means():
    silent = [
        f"{table}.{key}"
        for table in [*KEYS, *PROCEDURE_KEYS]
        for key, says in properties(table).items()
        if key != "charter" and "description" not in {**pointed_to(says), **says}
    ]
    assert silent == []


def test_every_table_is_closed():
    tables = [one for one in walk(SCHEMA) if "properties" in one and one.get("type") == "object"]
    assert len(tables) > 25
    assert [one for one in tables if one.get("additionalProperties") is not False] == []


def properties(table: str) -> dict[str, Any]:
    """Return a table's keys: a name in $defs, then the keys that lead to a table inside it."""
    name, *inside = table.split("/")
    found = DEFS[name]
    for key in inside:
        found = found["properties"][key]
    return found["properties"]


def pointed_to(says: dict[str, Any]) -> dict[str, Any]:
    """Return what a key's "$ref" points to, or nothing when it points nowhere."""
    return DEFS[says["$ref"].rpartition("/")[2]] if "$ref" in says else {}


def walk(value: Any) -> list[dict[str, Any]]:
    """Return every object of the schema."""
    if isinstance(value, list):
        return [one for part in value for one in walk(part)]
    if isinstance(value, dict):
        return [value, *(one for part in value.values() for one in walk(part))]
    return []


def values(choice: type[StrEnum], order: list[str]) -> list[str]:
    """Return the values of an enumeration, in another's order where both have them."""
    return sorted((one.value for one in choice), key=lambda value: order.index(value) if value in order else -1)


def faults(text: str) -> list[str]:
    """Return what the schema finds wrong with a file, as its own messages."""
    return [fault.message for fault in validator().iter_errors(as_json(tomllib.loads(text)))]


@cache
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(SCHEMA)
    return Draft202012Validator(SCHEMA)


def as_json(value: Any) -> Any:
    """Return TOML values as JSON has them: dates and moments are text."""
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def ids(text: str) -> list[str]:
    """Read a charter and return the ids of its promises."""
    return [promise.id for promise in read_charter(text, "example.toml", calendars(), procedures()).promises]


def doors() -> dict[str, Any]:
    return {"": calendars()["england-and-wales"]}
