"""A charter from its file to typed values, or a refusal with file, line, promise and remedy."""

import re
from datetime import date
from typing import Any

import pytest

from answerable.charters import COUNCILS, calendars, charter_of, procedures, text_of
from answerable.standards.charter.clock_rules import Deadline
from answerable.standards.charter.procedures import Procedure
from answerable.standards.charter.promises import (
    Aggregate,
    Charter,
    ContentRule,
    Evidence,
    Force,
    Promise,
    Publication,
    Register,
    Replacement,
    Setting,
    Strength,
    WebCheck,
)
from answerable.standards.charter.target import Target
from answerable.standards.judging.clock import judge
from answerable.standards.reading.charters import SETTINGS, read_charter, read_procedure
from answerable.standards.reading.clock_rules import Context
from answerable.standards.reading.file_table import CharterError
from answerable.standards.reading.promises import MEASURES
from answerable.standards.time.counting import PLAIN, Counting, Start
from answerable.standards.time.duration import CalendarDays, Months, Weeks, WorkingDays
from answerable.standards.vocabulary.facts import stopping_facts
from tests.build import at, calendar, contact, fact, minutes, on, special, week

COUNCIL = calendar(name="council")
FOI = calendar(name="foi", holidays={}, closures_count=True)
CALENDARS = {"council": COUNCIL, "foi": FOI}

LAW = """\
format = 1

[procedure]
key = "foi"
name = "Freedom of information"
law = "FOIA"
nations = ["england"]
in_force_from = 2005-07-01
checked = "V"

[[promise]]
id = "FOI"
words = "Twenty working days."
kind = ["clock"]
strength = "will"
channels = ["all"]
source = "s.10"

[promise.clock]
within = "20 working days"
stop = "full reply"
calendar = "foi"

[[promise]]
id = "FOI-REVIEW"
words = "Twenty more."
kind = ["clock"]
strength = "aim"
channels = ["all"]
contacts = ["foi-review"]
source = "Code"

[promise.clock]
within = "20 working days"
stop = "full reply"
calendar = "foi"
"""
PROCEDURES = {"foi": LAW, "eir": LAW.replace("FOI", "EIR"), "bad": "format = 1"}

CHARTER = """\
format = 1

[charter]
council = "s9"
name = "A council"
title = "Standards"
version = "1"
status = "adopted"
in_force_from = 2026-01-01
source = "S9"
calendar = "council"
procedures = ["foi"]

[settings]
due_soon = { value = "1 working day" }
start = { value = "NEXT_OPEN", local = "Our choice." }
calendar = { value = "council" }
abandoned_calls = { value = "count as offered" }
automatic_acknowledges = { value = false }

[hours]
desk = { monday = "09:00-17:00" }
phone = { tuesday = "08:00-18:00", local = "Our guess." }

[[closures]]
date = 2026-12-29
reason = "Christmas closure"

[[special_days]]
date = 2026-11-21
hours = "09:00-13:00"
reason = "Saturday opening"
working = true

[[replacements]]
promise = "S9-02"
contacts = ["foi"]
voids = ["S9-01"]
reason = "The law gives twenty days"

[[promise]]
id = "S9-01"
words = "Ten working days."
kind = ["clock", "rule"]
strength = "will"
channels = ["email", "web"]
source = "line 1"

[promise.clock]
within = "10 working days"
stop = "full reply"
service = "phone"

[promise.rule]
must = "Say who."

[[promise]]
id = "S9-02"
words = "The law is kept."
kind = ["clock"]
strength = "will"
channels = ["all"]
source = "line 2"

[promise.clock]
procedure = "FOI"
"""

CLOSURES = {on("Tue 29 Dec 2026"): "Christmas closure"}
SPECIAL = {on("Sat 21 Nov 2026"): special("09:00-13:00", "Saturday opening", True)}
DESK_HOURS = (minutes("09:00-17:00"), *((),) * 6)
PHONE_HOURS = ((), minutes("08:00-18:00"), *((),) * 5)
DESK = calendar(name="council", hours=DESK_HOURS, closures=CLOSURES, special=SPECIAL)
PHONE = calendar(name="council", hours=PHONE_HOURS, closures=CLOSURES, special=SPECIAL)
FOI_AT_DESK = calendar(
    name="foi", holidays={}, closures_count=True, hours=DESK_HOURS, closures=CLOSURES, special=SPECIAL
)
FULL_REPLY = stopping_facts("full reply")


def read(text: str = CHARTER) -> Charter:
    return read_charter(text, "s9.toml", CALENDARS, PROCEDURES)


def changed(old: str, new: str, text: str = CHARTER) -> str:
    """Return a text with the first ``old`` in it replaced."""
    assert old in text
    return text.replace(old, new, 1)


def refusal(text: str) -> str:
    with pytest.raises(CharterError) as refused:
        read(text)
    return str(refused.value)


def law_clock() -> Deadline:
    return Deadline(within=WorkingDays(20), stop="full reply", calendar=FOI_AT_DESK, due_soon=1)


def test_a_charter_is_read_whole() -> None:
    first = Promise(
        id="S9-01",
        words="Ten working days.",
        kind=("clock", "rule"),
        strength=Strength.WILL,
        channels=frozenset({"email", "web"}),
        source="line 1",
        clock=Deadline(
            within=WorkingDays(10),
            stop="full reply",
            calendar=PHONE,
            counting=Counting(start=Start.NEXT_OPEN),
            automatic=False,
            due_soon=1,
        ),
        rule=ContentRule("Say who."),
    )
    second = Promise(
        id="S9-02",
        words="The law is kept.",
        kind=("clock",),
        strength=Strength.WILL,
        channels=frozenset({"all"}),
        source="line 2",
        clock=law_clock(),
    )
    # FOI is adopted by S9-02, so only the other statutory promise stands by itself.
    review = Promise(
        id="FOI-REVIEW",
        words="Twenty more.",
        kind=("clock",),
        strength=Strength.AIM,
        channels=frozenset({"all"}),
        source="Code",
        contacts=frozenset({"foi-review"}),
        force=Force.LAW,
        since=at("Fri 1 Jul 2005 00:00"),
        clock=law_clock(),
    )
    adopted = Promise(
        id="FOI",
        words="Twenty working days.",
        kind=("clock",),
        strength=Strength.WILL,
        channels=frozenset({"all"}),
        source="s.10",
        force=Force.LAW,
        since=at("Fri 1 Jul 2005 00:00"),
        clock=law_clock(),
    )
    assert read() == Charter(
        council="s9",
        name="A council",
        title="Standards",
        version="1",
        status="adopted",
        in_force_from=date(2026, 1, 1),
        in_force_until=None,
        source="S9",
        calendar=DESK,
        promises=(first, second, review),
        replacements=(Replacement("S9-02", frozenset({"foi"}), frozenset({"S9-01"}), "The law gives twenty days"),),
        settings={
            "start": Setting("NEXT_OPEN", "Our choice."),
            "calendar": Setting("council", ""),
            "automatic_acknowledges": Setting(False, ""),
            "abandoned_calls": Setting("count as offered", ""),
            "due_soon": Setting("1 working day", ""),
        },
        services={"desk": DESK, "phone": PHONE},
        procedures={"foi": Procedure(key="foi", name="Freedom of information", law="FOIA", promises=(adopted, review))},
    )


LEAST = """\
format = 1
[charter]
council = "s9"
name = "A council"
title = "Standards"
version = "1"
status = "draft"
in_force_from = 2026-01-01
in_force_until = 2026-12-31
source = "S9"
calendar = "council"
[[promise]]
id = "S9-01"
words = "Soon."
kind = ["rule"]
strength = "best-effort"
channels = []
source = "line 1"
[promise.rule]
must = "Somebody looks."
"""


def test_a_charter_may_be_in_force_for_one_day() -> None:
    one_day = read(LEAST.replace("2026-12-31", "2026-01-01"))
    assert (one_day.in_force_from, one_day.in_force_until) == (date(2026, 1, 1), date(2026, 1, 1))


def test_a_charter_may_say_very_little() -> None:
    assert read(LEAST) == Charter(
        council="s9",
        name="A council",
        title="Standards",
        version="1",
        status="draft",
        in_force_from=date(2026, 1, 1),
        in_force_until=date(2026, 12, 31),
        source="S9",
        calendar=COUNCIL,
        promises=(
            Promise(
                id="S9-01",
                words="Soon.",
                kind=("rule",),
                strength=Strength.BEST_EFFORT,
                channels=frozenset(),
                source="line 1",
                rule=ContentRule("Somebody looks."),
            ),
        ),
        replacements=(),
        settings={},
        services={"": COUNCIL},
        procedures={},
    )


def test_a_council_without_opening_hours_of_its_own_has_those_of_its_calendar_and_its_own_closures() -> None:
    text = LEAST + '[[closures]]\ndate = 2026-12-29\nreason = "Closed"\n'
    shut = calendar(name="council", closures={on("Tue 29 Dec 2026"): "Closed"})
    charter = read(text)
    assert (charter.calendar, charter.services) == (shut, {"": shut})


PROMISE = """
[[promise]]
id = "S9-03"
words = "More."
kind = [{kind}]
strength = "{strength}"
channels = ["all"]
source = "line 3"
{more}
"""


def more(lines: str, kind: str = '"rule"', strength: str = "aim") -> str:
    return CHARTER + PROMISE.format(kind=kind, strength=strength, more=lines)


MEASURED: list[tuple[str, str, dict[str, Any]]] = [
    (
        "rule",
        'must = "Say who."\non = ["acknowledged", "replied"]\nneeds = ["owner"]\nunless_closes = true',
        {"rule": ContentRule("Say who.", ("acknowledged", "replied"), ("owner",), True)},
    ),
    ("rule", 'must = "Say who."\non = ["replied"]', {"rule": ContentRule("Say who.", ("replied",), (), False)}),
    (
        "aggregate",
        'formula = "share-kept"\nof = "Emails"\ntarget = ">= 85 %"\nperiod = "year"',
        {"aggregate": Aggregate("share-kept", "Emails", Target(">=", "85", "%"), "year")},
    ),
    (
        "aggregate",
        'formula = "availability"\nof = "Tests"\nperiod = "year"\nchecks = ["form", "mailbox", "details"]',
        {"aggregate": Aggregate("availability", "Tests", None, "year", ("form", "mailbox", "details"))},
    ),
    (
        "aggregate",
        'formula = "count"\nof = "Emails"\nperiod = "quarter"',
        {"aggregate": Aggregate("count", "Emails", None, "quarter")},
    ),
    (
        "evidence",
        'by = ["survey", "mystery shop", "attestation", "audit", "sample"]\nitem = "Polite?"\nevery = "year"',
        {"evidence": Evidence(("survey", "mystery shop", "attestation", "audit", "sample"), "Polite?", "year")},
    ),
    ("evidence", 'by = ["survey"]\nitem = "Polite?"', {"evidence": Evidence(("survey",), "Polite?", "quarter")}),
    ("web", 'check = "It loads."\nevery = "hour"', {"web": WebCheck("It loads.", "hour")}),
    ("web", 'check = "It loads."', {"web": WebCheck("It loads.", "day")}),
    ("register", 'holds = "Every complaint."', {"register": Register("Every complaint.")}),
    (
        "publication",
        'publishes = "Results."\nevery = "year"\nwithin = "1 month"',
        {"publication": Publication("Results.", "year", Months(1))},
    ),
    (
        "publication",
        'publishes = "Results."\nfigures = true',
        {"publication": Publication("Results.", "quarter", None, True)},
    ),
    ("publication", 'publishes = "Results."', {"publication": Publication("Results.", "quarter", None)}),
]


@pytest.mark.parametrize(("kind", "lines", "fields"), MEASURED)
def test_each_measure_has_a_table_of_its_own(kind: str, lines: str, fields: dict[str, Any]) -> None:
    charter = read(more(f"[promise.{kind}]\n{lines}", f'"{kind}"'))
    assert charter.promise("S9-03") == Promise(
        id="S9-03",
        words="More.",
        kind=(kind,),
        strength=Strength.AIM,
        channels=frozenset({"all"}),
        source="line 3",
        **fields,
    )


def test_a_table_may_be_there_for_a_measure_that_the_kind_does_not_name() -> None:
    promise = read(more('[promise.rule]\nmust = "a"\n[promise.web]\ncheck = "b"')).promise("S9-03")
    assert (promise.kind, promise.rule, promise.web) == (("rule",), ContentRule("a"), WebCheck("b"))


KEYS: list[tuple[str, dict[str, Any]]] = [
    ('contacts = ["complaint", "foi"]', {"contacts": frozenset({"complaint", "foi"})}),
    ('not_contacts = ["sar"]', {"not_contacts": frozenset({"sar"})}),
    ('mailbox = "contact-group"', {"mailbox": "contact-group"}),
    ("implied = true", {"implied": True}),
    ("implied = false", {}),
    ('reading = "As we read it."', {"reading": "As we read it."}),
    ('local = "Ours."', {"local": "Ours."}),
]


@pytest.mark.parametrize(("line", "fields"), KEYS, ids=[line for line, _ in KEYS])
def test_each_key_of_a_promise_changes_one_thing(line: str, fields: dict[str, Any]) -> None:
    assert read(more(f'{line}\n[promise.rule]\nmust = "a"')).promise("S9-03") == Promise(
        id="S9-03",
        words="More.",
        kind=("rule",),
        strength=Strength.AIM,
        channels=frozenset({"all"}),
        source="line 3",
        rule=ContentRule("a"),
        **fields,
    )


@pytest.mark.parametrize("strength", list(Strength))
def test_every_strength_can_be_promised(strength: Strength) -> None:
    made = read(more('[promise.rule]\nmust = "a"', strength=strength.value))
    assert made.promise("S9-03").strength is strength


@pytest.mark.parametrize("status", ["draft", "adopted", "retired"])
def test_a_charter_is_a_draft_or_adopted_or_retired(status: str) -> None:
    assert read(changed('"adopted"', f'"{status}"')).status == status


def test_the_settings_need_not_say_the_calendar_nor_anything_else() -> None:
    assert read(changed('calendar = { value = "council" }\n', "")).settings.keys() == read().settings.keys() - {
        "calendar"
    }
    short = changed('"count as offered"', '"left out when short"')
    assert read(short).settings["abandoned_calls"] == Setting("left out when short", "")


def test_how_long_an_answer_can_be_disputed_is_a_setting_in_days_weeks_or_months() -> None:
    assert read().disputed_within == CalendarDays(28)
    for words, limit in (("1 day", CalendarDays(1)), ("2 weeks", Weeks(2)), ("3 months", Months(3))):
        set_so = changed("[hours]", f'disputed_within = {{ value = "{words}", local = "Ours." }}\n\n[hours]')
        charter = read(set_so)
        assert charter.disputed_within == limit
        assert charter.settings["disputed_within"] == Setting(words, "Ours.")
        assert charter.promises == read().promises
    for words, problem in (
        ("20 working days", "'disputed_within' must be in days, weeks or months, such as 28 days."),
        ("0 days", "'0 days' is no time at all. Write one at least, or: same day."),
    ):
        cut = refusal(changed("[hours]", f'[settings.disputed_within]\nvalue = "{words}"\n\n[hours]'))
        assert cut == f"s9.toml, line {LINE['[hours]'] + 1}: {problem}"


def test_a_notice_of_delay_points_to_the_promises_above_it() -> None:
    charter = read(more('[promise.clock]\nnotice_for = ["S9-01"]\nstop = "delay_told"', '"clock"'))
    clock = charter.promise("S9-03").clock
    assert clock is not None
    assert clock.notice_for == (charter.promise("S9-01"),)


def test_a_special_day_need_not_say_whether_it_counts() -> None:
    services = read(changed("working = true\n", "")).services
    assert services["desk"].special == {on("Sat 21 Nov 2026"): special("09:00-13:00", "Saturday opening", None)}


# ---- refusals ----

LINE = {line: number for number, line in reversed(list(enumerate(CHARTER.splitlines(), 1)))}
DATE, TEXT, LIST = "a date such as 2026-04-01", "text in quotes", "a list in square brackets"
RULES = len(CHARTER.splitlines()) + 10
"""The line of [promise.rule] in more('[promise.rule]')."""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # The head.
        *[
            (f"{CHARTER.splitlines()[LINE[line] - 1]}\n", "", f"line 3: '{key}' is missing. Add {key} = {kind}.")
            for key, kind, line in [
                ("council", TEXT, 'council = "s9"'),
                ("name", TEXT, 'name = "A council"'),
                ("title", TEXT, 'title = "Standards"'),
                ("version", TEXT, 'version = "1"'),
                ("status", TEXT, 'status = "adopted"'),
                ("in_force_from", DATE, "in_force_from = 2026-01-01"),
                ("source", TEXT, 'source = "S9"'),
                ("calendar", TEXT, 'calendar = "council"'),
            ]
        ],
        ('"adopted"', '"adoptd"', "line 8: 'status' does not know 'adoptd'. Did you mean 'adopted'?"),
        ('"adopted"', '"x"', "line 8: 'status' does not know 'x'. Use draft, adopted or retired."),
        ("2026-01-01", '"2026"', f"line 9: 'in_force_from' cannot be '2026'. It must be {DATE}."),
        (
            "2026-01-01",
            "2026-01-01\nin_force_until = 2025-12-31",
            "line 10: 'in_force_until' is before 'in_force_from'. Swap them.",
        ),
        (
            "2026-01-01",
            "2026-01-01\nin_force_until = 1",
            f"line 10: 'in_force_until' cannot be 1. It must be {DATE}.",
        ),
        ('version = "1"', "version = 1", "line 7: 'version' cannot be 1. It must be text in quotes."),
        ('= "council"', '= "moon"', "line 11: 'calendar' does not know 'moon'. Use council or foi."),
        ('= "council"', '= "councl"', "line 11: 'calendar' does not know 'councl'. Did you mean 'council'?"),
        ('["foi"]', '"foi"', "line 12: 'procedures' cannot be 'foi'. It must be a list in square brackets."),
        ('["foi"]', '["fo"]', "line 12: 'procedures' does not know 'fo'. Did you mean 'foi'?"),
        ('["foi"]', '["x"]', "line 12: 'procedures' does not know 'x'. Use foi, eir or bad."),
        ('["foi"]', '["foi", "foi"]', "line 12: 'procedures' names one twice. Name each once."),
        ("procedures =", "procdures =", "line 12: 'procdures' is not a key of this table. Did you mean 'procedures'?"),
        (
            'source = "S9"',
            'source = "S9"\nwith = 1',
            "line 11: 'with' is not a key of this table. The keys here are calendar, council, in_force_from, "
            "in_force_from_is, in_force_until, name, procedures, source, status, title and version.",
        ),
        ("[settings]", "[setting]", "line 14: 'setting' is not a key of this table. Did you mean 'settings'?"),
        (
            "[hours]",
            "[x]\n[hours]",
            "line 21: 'x' is not a key of this table. The keys here are charter, closures, format, hours, promise, "
            "replacements, settings and special_days.",
        ),
        # The settings.
        ("due_soon", "due_sooner", "line 15: 'due_sooner' is not a key of this table. Did you mean 'due_soon'?"),
        (
            'due_soon = { value = "1 working day" }',
            "due_soon = 1",
            "line 15: 'due_soon' cannot be 1. It must be a table.",
        ),
        (
            '{ value = "1 working day" }',
            "{}",
            "line 15: 'value' is missing. Add value = the value in words, a number, or true or false.",
        ),
        (
            '"1 working day" }',
            '"1 working day", locl = "x" }',
            "line 15: 'locl' is not a key of this table. Did you mean 'local'?",
        ),
        (
            '"1 working day" }',
            '"1 working day", local = 1 }',
            "line 15: 'local' cannot be 1. It must be text in quotes.",
        ),
        (
            '"1 working day"',
            '"1 day"',
            "line 15, settings: 'due_soon' must be in working days, such as 1 working day.",
        ),
        ('"NEXT_OPEN"', '"NEXT"', "line 16, settings: 'start' does not know 'NEXT'. Did you mean 'NEXT_OPEN'?"),
        (
            "{ value = false }",
            "{ value = 0 }",
            "line 19, settings: 'automatic_acknowledges' cannot be 0. It must be true or false.",
        ),
        (
            '{ value = "council" }',
            '{ value = "foi" }',
            "line 17: The calendar here is not council, that of [charter]. Write the same in both.",
        ),
        (
            '"count as offered"',
            '"count"',
            "line 18: 'value' does not know 'count'. Use count as offered or left out when short.",
        ),
        ('"count as offered"', "3", "line 18: 'value' cannot be 3. It must be text in quotes."),
        # Opening hours, closures and special days.
        (
            '"09:00-17:00"',
            '"9:0-17:00"',
            "line 22: '9:0' is not a time of day. Write it as 09:00 or 17:30, up to 24:00.",
        ),
        ('"09:00-17:00"', '"17:00-09:00"', "line 22: '17:00-09:00' shuts before it opens. Swap the two times."),
        ("tuesday", "tusday", "line 23: 'tusday' is not a key of this table. Did you mean 'tuesday'?"),
        ('desk = { monday = "09:00-17:00" }', "desk = 3", "line 22: 'desk' cannot be 3. It must be a table."),
        ("date = 2026-12-29\n", "", f"line 25: 'date' is missing. Add date = {DATE}."),
        ('reason = "Christmas closure"\n', "", "line 25: 'reason' is missing. Add reason = text in quotes."),
        ('"Christmas closure"', "3", "line 27: 'reason' cannot be 3. It must be text in quotes."),
        (
            'reason = "Christmas closure"',
            'reason = "x"\ndat = 3',
            "line 28: 'dat' is not a key of this table. Did you mean 'date'?",
        ),
        (
            "[[closures]]",
            "[closures]",
            "line 25: 'closures' cannot be {'date': datetime.date(2026, 12, 29), "
            "'reason': 'Christmas closure'}. It must be a list in square brackets.",
        ),
        ("date = 2026-11-21\n", "", f"line 29: 'date' is missing. Add date = {DATE}."),
        ('hours = "09:00-13:00"\n', "", "line 29: 'hours' is missing. Add hours = text in quotes."),
        (
            'hours = "09:00-13:00"',
            'hours = "nine"',
            "line 31: 'nine' is not an opening window. Write it as 09:00-17:00.",
        ),
        ('reason = "Saturday opening"\n', "", "line 29: 'reason' is missing. Add reason = text in quotes."),
        ("working = true", "working = 1", "line 33: 'working' cannot be 1. It must be true or false."),
        ("working = true", "workin = true", "line 33: 'workin' is not a key of this table. Did you mean 'working'?"),
        # Replacements.
        ('promise = "S9-02"\n', "", "line 35: 'promise' is missing. Add promise = text in quotes."),
        ('promise = "S9-02"', 'promise = "S9-03"', "line 36: 'promise' does not know 'S9-03'. Did you mean 'S9-02'?"),
        ('promise = "S9-02"', 'promise = "x"', "line 36: 'promise' does not know 'x'. Use S9-01 or S9-02."),
        ('promise = "S9-02"', 'promise = "FOI"', "line 36: 'promise' does not know 'FOI'. Use S9-01 or S9-02."),
        ('contacts = ["foi"]\n', "", f"line 35: 'contacts' is missing. Add contacts = {LIST}."),
        ('contacts = ["foi"]', 'contacts = ["fo"]', "line 37: 'contacts' does not know 'fo'. Did you mean 'foi'?"),
        ('voids = ["S9-01"]\n', "", f"line 35: 'voids' is missing. Add voids = {LIST}."),
        ('voids = ["S9-01"]', 'voids = ["S9-1"]', "line 38: 'voids' does not know 'S9-1'. Did you mean 'S9-01'?"),
        (
            'reason = "The law gives twenty days"\n',
            "",
            "line 35: 'reason' is missing. Add reason = text in quotes.",
        ),
        (
            'reason = "The law gives twenty days"',
            'reason = "x"\nreasons = "x"',
            "line 40: 'reasons' is not a key of this table. Did you mean 'reason'?",
        ),
        # Promises.
        ('id = "S9-01"\n', "", "line 41, promise without an id: 'id' is missing. Add id = text in quotes."),
        ('id = "S9-01"', "id = 1", "line 42, promise 1: 'id' cannot be 1. It must be text in quotes."),
        (
            'id = "S9-01"',
            'id = "S9 01"',
            "line 42, promise S9 01: 'S9 01' cannot stand in the address of a page. Write letters, digits, hyphens and "
            "underscores.",
        ),
        (
            'id = "S9-01"',
            'id = ""',
            (
                "line 42, promise : '' cannot stand in the address of a page. "
                "Write letters, digits, hyphens and underscores."
            ),
        ),
        (
            'id = "S9-02"',
            'id = "S9-01"',
            "line 58, promise S9-01: S9-01 is promised twice. Give each promise an id of its own.",
        ),
        (
            'id = "S9-02"',
            'id = "FOI"',
            "line 58, promise FOI: FOI is promised twice. Give each promise an id of its own.",
        ),
        *[
            (f"{line}\n", "", f"line 41, promise S9-01: '{key}' is missing. Add {key} = {kind}.")
            for key, kind, line in [
                ("words", TEXT, 'words = "Ten working days."'),
                ("kind", LIST, 'kind = ["clock", "rule"]'),
                ("strength", TEXT, 'strength = "will"'),
                ("channels", LIST, 'channels = ["email", "web"]'),
                ("source", TEXT, 'source = "line 1"'),
            ]
        ],
        ('"rule"]', '"rul"]', "line 44, promise S9-01: 'kind' does not know 'rul'. Did you mean 'rule'?"),
        (
            '"rule"]',
            '"x"]',
            "line 44, promise S9-01: 'kind' does not know 'x'. "
            "Use clock, aggregate, rule, evidence, web, register or publication.",
        ),
        (
            '["clock", "rule"]',
            "[]",
            "line 44, promise S9-01: 'kind' is empty. "
            "Say how it is measured: clock, aggregate, rule, evidence, web, register, publication.",
        ),
        (
            '"will"',
            '"would"',
            "line 45, promise S9-01: 'strength' does not know 'would'. Use will, aim, where-possible or best-effort.",
        ),
        ('"will"', '"wil"', "line 45, promise S9-01: 'strength' does not know 'wil'. Did you mean 'will'?"),
        (
            '"web"]',
            '"fax"]',
            "line 46, promise S9-01: 'channels' does not know 'fax'. Use all, email, web, letter, phone, "
            "voicemail, reception, visit, elsewhere, facebook, social, chat, sms, print or internal.",
        ),
        ('"web"]', '"emial"]', "line 46, promise S9-01: 'channels' does not know 'emial'. Did you mean 'email'?"),
        (
            "\n[promise.rule]\n",
            "\n[promise.rul]\n",
            "line 54, promise S9-01: 'rul' is not a key of this table. Did you mean 'rule'?",
        ),
        (
            'service = "phone"',
            'service = "pone"',
            "line 52, promise S9-01: 'service' does not know 'pone'. Did you mean 'phone'?",
        ),
        (
            '"10 working days"',
            '"10 working day s"',
            "line 50, promise S9-01: Cannot read '10 working day s' as a length of time. "
            "Write a whole number and a unit: 10 working days, 3 working hours, 90 working minutes, 24 hours, 14 days, "
            "20 weeks, 11 months, 300 seconds, 5 minutes, 4 rings, or: same day.",
        ),
        (
            'procedure = "FOI"',
            'procedure = "FIO"',
            "line 66, promise S9-02: 'procedure' does not know 'FIO'. Did you mean 'FOI'?",
        ),
        (
            "[promise.clock]\nprocedure",
            "[promise.clok]\nprocedure",
            "line 65, promise S9-02: 'clok' is not a key of this table. Did you mean 'clock'?",
        ),
        (
            '\n[promise.clock]\nprocedure = "FOI"\n',
            "",
            "line 57, promise S9-02: It is of kind clock but does not say how that is measured. "
            "Add a table [promise.clock], whether or not something can measure it yet.",
        ),
    ],
)
def test_a_charter_that_cannot_be_used_is_refused(old: str, new: str, message: str) -> None:
    assert refusal(changed(old, new)) == f"s9.toml, {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format = 1", "line 1: [charter] is missing. Begin with the council's key, name, title and version."),
        (
            LEAST[: LEAST.index("[[promise]]")],
            "line 1: There is no promise here. Add one under [[promise]].",
        ),
        (
            LEAST[: LEAST.index("[[promise]]")] + "[hours]\n" + LEAST[LEAST.index("[[promise]]") :],
            "line 12: [hours] names no service. Give one its opening hours, or leave [hours] out.",
        ),
        (LEAST.replace("format = 1", "format = 2"), "line 1: This program reads format 1 only. Write: format = 1."),
        (LEAST.replace("[charter]", "charter = 3\n[other]"), "line 2: 'charter' cannot be 3. It must be a table."),
    ],
)
def test_a_charter_without_its_parts_is_refused(text: str, message: str) -> None:
    assert refusal(text) == f"s9.toml, {message}"


def test_a_charter_that_is_not_toml_is_refused() -> None:
    assert refusal("format = 1\n[charter\n") == (
        "s9.toml: Not valid TOML: Expected ']' at the end of a table declaration (at line 2, column 9). "
        "Mend the line it names."
    )


MISSING: list[tuple[str, str, str, str]] = [
    ("rule", "", "must", TEXT),
    ("aggregate", 'of = "x"\nperiod = "year"', "formula", TEXT),
    ("aggregate", 'formula = "count"\nperiod = "year"', "of", TEXT),
    ("aggregate", 'formula = "count"\nof = "x"', "period", TEXT),
    ("evidence", 'item = "x"', "by", LIST),
    ("evidence", 'by = ["survey"]', "item", TEXT),
    ("web", "", "check", TEXT),
    ("register", "", "holds", TEXT),
    ("publication", "", "publishes", TEXT),
]


@pytest.mark.parametrize(("kind", "lines", "key", "form"), MISSING)
def test_a_measure_without_a_key_it_must_have_is_refused(kind: str, lines: str, key: str, form: str) -> None:
    text = more(f"[promise.{kind}]\n{lines}", f'"{kind}"')
    assert refusal(text) == f"s9.toml, line {RULES - 1}, promise S9-03: '{key}' is missing. Add {key} = {form}."


@pytest.mark.parametrize(
    ("kind", "lines", "message"),
    [
        ("rule", "must = 3", "'must' cannot be 3. It must be text in quotes."),
        ("rule", 'on = ["x"]\nmust = "x"', None),
        ("rule", 'on = ["repled"]\nmust = "x"', "'on' does not know 'repled'. Did you mean 'replied'?"),
        ("rule", 'needs = [3]\nmust = "x"', "'needs' holds 3. Each of its parts must be text in quotes."),
        (
            "rule",
            'needs = ["owner"]\nmust = "x"',
            "'needs' says what a message must carry, but not which messages. Add on = [...].",
        ),
        ("rule", 'unless_closes = 3\nmust = "x"', "'unless_closes' cannot be 3. It must be true or false."),
        (
            "rule",
            'unless_close = true\nmust = "x"',
            "'unless_close' is not a key of this table. Did you mean 'unless_closes'?",
        ),
        (
            "rule",
            'checks = ["forms"]\nmust = "x"\non = ["replied"]\nneeds = ["owner"]',
            "'checks' does not know 'forms'. Did you mean 'form'?",
        ),
        (
            "aggregate",
            'target = 3\nformula = "count"\nof = "x"\nperiod = "x"',
            "'target' cannot be 3. It must be text in quotes.",
        ),
        (
            "aggregate",
            'every = "x"\nformula = "count"\nof = "x"\nperiod = "x"',
            "'every' is not a key of this table. The keys here are checks, formula, of, period and target.",
        ),
        (
            "aggregate",
            'checks = ["forms"]\nformula = "availability"\nof = "x"\nperiod = "x"',
            "'checks' does not know 'forms'. Did you mean 'form'?",
        ),
        (
            "aggregate",
            'formula = "availability"\nof = "x"\nperiod = "x"',
            'availability is taken over checks, and none is named. Add checks = ["form"], or others: '
            "form, mailbox, details and site.",
        ),
        (
            "aggregate",
            'checks = ["form"]\nformula = "count"\nof = "x"\nperiod = "x"',
            "'checks' are counted by availability and not by count. Leave them out.",
        ),
        (
            "aggregate",
            'formula = "phone-answerd-of-offered"\nof = "x"\nperiod = "x"',
            "'formula' does not know 'phone-answerd-of-offered'. Did you mean 'phone-answered-of-offered'?",
        ),
        (
            "aggregate",
            'target = ">=85%"\nformula = "share-kept"\nof = "x"\nperiod = "x"',
            "Cannot read '>=85%' as a target. Write a comparison (>=, >, <= or <), a number and a unit (% or seconds), "
            "with spaces between: >= 85 %, < 180 seconds, <= 1200 seconds.",
        ),
        (
            "aggregate",
            'target = "< 180 seconds"\nformula = "share-kept"\nof = "x"\nperiod = "x"',
            "share-kept is worked out in %, so it cannot be held to < 180 seconds. "
            "Write the target in %, or choose another formula.",
        ),
        (
            "rule",
            'needs = ["ownr"]\non = ["acknowledged", "replied"]\nmust = "x"',
            "'needs' does not know 'ownr'. Did you mean 'owner'?",
        ),
        (
            "rule",
            'needs = ["investigator"]\non = ["acknowledged", "replied"]\nmust = "x"',
            "'needs' does not know 'investigator'. Use complaint, being_done, reason, next_step, by_when, owner, "
            "contact, reference or automatic.",
        ),
        ("evidence", 'by = ["surveys"]\nitem = "x"', "'by' does not know 'surveys'. Did you mean 'survey'?"),
        (
            "evidence",
            'by = ["z"]\nitem = "x"',
            "'by' does not know 'z'. Use survey, mystery shop, attestation, audit or sample.",
        ),
        ("evidence", 'every = 3\nby = []\nitem = "x"', "'every' cannot be 3. It must be text in quotes."),
        ("evidence", 'items = 3\nby = []\nitem = "x"', "'items' is not a key of this table. Did you mean 'item'?"),
        ("web", 'every = 3\ncheck = "x"', "'every' cannot be 3. It must be text in quotes."),
        ("web", 'checks = 3\ncheck = "x"', "'checks' cannot be 3. It must be a list in square brackets."),
        ("web", 'checks = ["from"]\ncheck = "x"', "'checks' does not know 'from'. Did you mean 'form'?"),
        ("web", 'chcks = 3\ncheck = "x"', "'chcks' is not a key of this table. Did you mean 'checks'?"),
        ("register", "holds = 3", "'holds' cannot be 3. It must be text in quotes."),
        ("register", 'every = "x"\nholds = "x"', "'every' is not a key of this table. The keys here are holds."),
        ("publication", 'every = 3\npublishes = "x"', "'every' cannot be 3. It must be text in quotes."),
        ("publication", 'within = 3\npublishes = "x"', "'within' cannot be 3. It must be text in quotes."),
        (
            "publication",
            'publish = 3\npublishes = "x"',
            "'publish' is not a key of this table. Did you mean 'publishes'?",
        ),
    ],
)
def test_a_measure_that_cannot_be_used_is_refused(kind: str, lines: str, message: str | None) -> None:
    refused = refusal(more(f"[promise.{kind}]\n{lines}", f'"{kind}"'))
    if message is None:
        assert refused.startswith(f"s9.toml, line {RULES}, promise S9-03: 'on' does not know 'x'. Use received, ")
        assert refused.endswith(", reviewed or outcome_sent.")
    else:
        assert refused == f"s9.toml, line {RULES}, promise S9-03: {message}"


def test_checks_that_would_never_be_counted_are_refused() -> None:
    lines = '[promise.rule]\nmust = "x"\non = ["replied"]\nneeds = ["owner"]\nchecks = ["form", "mailbox"]'
    assert refusal(more(lines, '"rule"')).partition("promise S9-03: ")[2] == (
        "Its checks (form and mailbox) would never be counted: it is measured by its own clocks, its messages or "
        'another formula. Leave the checks out, or give it formula = "availability".'
    )


@pytest.mark.parametrize("key", ["rule", "aggregate", "evidence", "web", "register", "publication", "clock"])
def test_a_measure_that_is_not_a_table_is_refused(key: str) -> None:
    assert refusal(more(f"{key} = 3", f'"{key}"')) == (
        f"s9.toml, line {RULES - 1}, promise S9-03: '{key}' cannot be 3. It must be a table."
    )


@pytest.mark.parametrize("kind", MEASURES)
def test_a_promise_says_how_it_is_measured_whether_or_not_something_can(kind: str) -> None:
    assert refusal(more("", f'"{kind}"')) == (
        f"s9.toml, line {RULES - 8}, promise S9-03: It is of kind {kind} but does not say how that is measured. "
        f"Add a table [promise.{kind}], whether or not something can measure it yet."
    )


def test_a_formula_is_for_the_channels_on_which_it_finds_something_to_count() -> None:
    table = '[promise.aggregate]\nformula = "percentiles-wait"\nof = "x"\nperiod = "x"'
    assert refusal(more(table, '"aggregate"')) == (
        f"s9.toml, line {RULES - 3}, promise S9-03: percentiles-wait counts contacts by phone, and the promise is owed "
        "on all. Choose another formula."
    )
    by_phone = more(table, '"aggregate"').replace(
        'channels = ["all"]\nsource = "line 3"', 'channels = ["phone"]\nsource = "line 3"'
    )
    assert read(by_phone).promise("S9-03").aggregate == Aggregate("percentiles-wait", "x", None, "x")


def test_what_is_observed_says_with_which_instrument() -> None:
    table = '[promise.aggregate]\nformula = "share-passed"\nof = "x"\nperiod = "x"'
    assert refusal(more(table, '"aggregate"')) == (
        f"s9.toml, line {RULES - 8}, promise S9-03: share-passed is taken over what was observed, and nothing says "
        "with which instrument. Add a table [promise.evidence]."
    )
    evidence = '\n[promise.evidence]\nby = ["audit"]\nitem = "x"'
    assert read(more(table + evidence, '"aggregate"')).promise("S9-03").evidence == Evidence(("audit",), "x")


@pytest.mark.parametrize("formula", ["share-complete", "delay-replied-in-time", "not-measured"])
def test_a_formula_that_is_only_shown_beside_another_is_not_to_be_named(formula: str) -> None:
    table = f'[promise.aggregate]\nformula = "{formula}"\nof = "x"\nperiod = "x"'
    assert f"promise S9-03: 'formula' does not know '{formula}'." in refusal(more(table, '"aggregate"'))


def test_what_the_program_cannot_do_yet_is_not_for_a_charter_to_say() -> None:
    assert "'not_yet' is not a key of this table." in refusal(more('not_yet = "Later."\n[promise.rule]\nmust = "a"'))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('contacts = ["fo"]', "'contacts' does not know 'fo'. Did you mean 'foi'?"),
        ('not_contacts = ["fo"]', "'not_contacts' does not know 'fo'. Did you mean 'foi'?"),
        ("mailbox = 3", "'mailbox' cannot be 3. It must be text in quotes."),
        ("implied = 3", "'implied' cannot be 3. It must be true or false."),
        ("reading = 3", "'reading' cannot be 3. It must be text in quotes."),
        ("local = 3", "'local' cannot be 3. It must be text in quotes."),
        ("said_on = { web = 3 }", "'web' cannot be 3. It must be text in quotes."),
        (
            "statutory = true",
            "'statutory' is not a key of this table. The keys here are aggregate, channels, clock, contacts, evidence, "
            "id, implied, kind, local, mailbox, not_contacts, publication, "
            "reading, register, rule, said_on, source, strength, web and words.",
        ),
    ],
)
def test_a_key_of_a_promise_that_cannot_be_used_is_refused(line: str, message: str) -> None:
    assert refusal(more(line)) == f"s9.toml, line {RULES - 1}, promise S9-03: {message}"


def test_every_mistake_that_can_be_found_is_told_in_one_run_with_its_line_and_remedy() -> None:
    text = changed('strength = "will"', 'strength = "wil"')
    text = text.replace('channels = ["email", "web"]', 'channels = ["emial", "web", "fxa"]', 1)
    text = text.replace('within = "10 working days"', 'within = "10 working day s"', 1)
    text = text.replace('title = "', 'titel = "', 1)
    told = refusal(text).splitlines()
    assert [line.partition(": ")[2].partition(" ")[0] for line in told] == [
        "'title'", "'titel'", "'strength'", "'channels'", "'channels'", "Cannot",
    ]  # fmt: skip
    assert all(re.match(r"s9\.toml, line \d+", line) and line.endswith((".", "?")) for line in told)
    assert len(set(re.findall(r"line (\d+)", refusal(text)))) == 5


def test_a_mistake_is_all_that_is_told_of_a_charter_that_replaces_no_promise() -> None:
    text = re.sub(r"\n\[\[replacements\]\]\n([^\[\n].*\n)+", "\n", changed('strength = "will"', 'strength = "wil"'))
    assert "[[replacements]]" not in text
    assert [line.partition(": ")[2] for line in refusal(text).splitlines()] == [
        "'strength' does not know 'wil'. Did you mean 'will'?"
    ]


def test_what_follows_from_a_mistake_is_not_told_as_another() -> None:
    text = changed('["foi"]', '["fo"]').replace('id = "S9-01"', 'id = "S9 01"', 1)
    assert [line.partition(": ")[2][:24] for line in refusal(text).splitlines()] == [
        "'procedures' does not kn",
        "'S9 01' cannot stand in ",
    ]


def test_a_notice_cannot_come_before_its_promise() -> None:
    notice = PROMISE.format(
        kind='"clock"', strength="aim", more='[promise.clock]\nnotice_for = ["S9-01"]\nstop = "delay_told"'
    )
    first = CHARTER.index("\n[[promise]]")
    assert refusal(CHARTER[:first] + notice + CHARTER[first:]) == (
        "s9.toml, line 49, promise S9-03: 'notice_for' does not know 'S9-01'. There is none to name; leave it out."
    )


# ---- statutory procedures ----

CONTEXT = Context(CALENDARS, "council", {"": COUNCIL})


def law_refusal(text: str) -> str:
    with pytest.raises(CharterError) as refused:
        read_procedure(text, "procedures/foi.toml", CONTEXT)
    return str(refused.value)


def test_a_law_is_counted_its_own_way_whatever_a_councils_settings() -> None:
    own = Context(CALENDARS, "council", {"": COUNCIL}, counting=Counting(first_day=1), automatic=False, due_soon=3)
    plain = [promise.clock for promise in read_procedure(LAW, "procedures/foi.toml", CONTEXT).promises]
    theirs = [promise.clock for promise in read_procedure(LAW, "procedures/foi.toml", own).promises]
    assert [clock and (clock.counting, clock.automatic, clock.due_soon) for clock in plain] == [(PLAIN, True, None)] * 2
    assert [clock and (clock.counting, clock.automatic, clock.due_soon) for clock in theirs] == [(PLAIN, True, 3)] * 2


def test_every_promise_of_a_procedure_is_statutory_and_in_order() -> None:
    promises = read_procedure(LAW, "procedures/foi.toml", CONTEXT).promises
    assert [(promise.id, promise.statutory) for promise in promises] == [("FOI", True), ("FOI-REVIEW", True)]


@pytest.mark.parametrize(
    ("written", "force"),
    [
        ("", Force.LAW),
        ('force = "law"', Force.LAW),
        ('force = "statutory code"', Force.CODE),
        ('force = "guidance"', Force.GUIDANCE),
    ],
)
def test_a_procedure_says_how_it_binds_a_council_and_is_law_if_it_does_not(written: str, force: Force) -> None:
    text = LAW.replace('law = "FOIA"', f'law = "FOIA"\n{written}')
    assert {promise.force for promise in read_procedure(text, "procedures/foi.toml", CONTEXT).promises} == {force}


def test_a_force_that_there_is_not_is_refused() -> None:
    assert law_refusal(LAW.replace('law = "FOIA"', 'law = "FOIA"\nforce = "code"')) == (
        "procedures/foi.toml, line 7: 'force' does not know 'code'. Use law, statutory code or guidance."
    )


def test_the_procedures_of_a_council_stand_after_its_own_promises_in_the_order_it_names_them() -> None:
    charter = read(changed('["foi"]', '["eir", "foi"]'))
    assert [promise.id for promise in charter.promises] == ["S9-01", "S9-02", "EIR", "EIR-REVIEW", "FOI-REVIEW"]
    assert tuple(charter.procedures) == ("eir", "foi")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        *[
            (f"{line}\n", "", f"line 3: '{key}' is missing. Add {key} = {kind}.")
            for key, kind, line in [
                ("key", TEXT, 'key = "foi"'),
                ("name", TEXT, 'name = "Freedom of information"'),
                ("law", TEXT, 'law = "FOIA"'),
                ("nations", LIST, 'nations = ["england"]'),
                ("in_force_from", DATE, "in_force_from = 2005-07-01"),
                ("checked", TEXT, 'checked = "V"'),
            ]
        ],
        ('key = "foi"', "key = 3", "line 4: 'key' cannot be 3. It must be text in quotes."),
        ("2005-07-01", "2005", f"line 8: 'in_force_from' cannot be 2005. It must be {DATE}."),
        ('["england"]', "[1]", "line 7: 'nations' holds 1. Each of its parts must be text in quotes."),
        ("checked", "cheked", "line 3: 'checked' is missing. Add checked = text in quotes."),
        ('checked = "V"', 'checked = "V"\nlaws = 3', "line 10: 'laws' is not a key of this table. Did you mean 'law'?"),
        ("[procedure]", "[procdure]", "line 1: [procedure] is missing. Begin with the procedure's key, name and law."),
        (
            "[procedure]",
            "title = 3\n[procedure]",
            "line 3: 'title' is not a key of this table. The keys here are format, procedure, promise and stage.",
        ),
        (
            'id = "FOI-REVIEW"',
            'id = "FOI"',
            "line 25, promise FOI: FOI is promised twice. Give each promise an id of its own.",
        ),
        (
            'stop = "full reply"',
            'stop = "reply"',
            "line 21, promise FOI: 'stop' does not know 'reply'. Did you mean 'replied'?",
        ),
        (
            "[promise.clock]",
            '[promise.clock]\nservice = "desk"',
            "line 20, promise FOI: 'service' does not know 'desk'. There is none to name; leave it out.",
        ),
        (LAW[LAW.index("[[promise]]") :], "", "line 1: There is no promise here. Add one under [[promise]]."),
    ],
)
def test_a_procedure_that_cannot_be_used_is_refused(old: str, new: str, message: str) -> None:
    assert law_refusal(changed(old, new, LAW)).splitlines()[0] == f"procedures/foi.toml, {message}"


def test_a_charter_is_refused_for_a_procedure_that_it_names() -> None:
    assert refusal(changed('["foi"]', '["foi", "bad"]')) == (
        "procedures/bad.toml, line 1: [procedure] is missing. Begin with the procedure's key, name and law."
    )


# ---- the shipped files ----


@pytest.mark.parametrize("council", COUNCILS)
def test_every_shipped_charter_loads_and_publishes_its_settings(council: str) -> None:
    charter = charter_of(council)
    assert charter == charter_of(council.upper())
    assert charter.council == council
    assert charter.calendar.name == "england-and-wales"
    assert set(charter.settings) <= set(SETTINGS)
    own = [promise.id for promise in charter.promises if not promise.statutory]
    assert own == [f"{council.upper()}-{number:02}" for number in range(1, len(own) + 1)]


def test_the_five_charters_make_188_promises() -> None:
    own = [sum(not promise.statutory for promise in charter_of(council).promises) for council in COUNCILS]
    assert dict(zip(COUNCILS, own, strict=True)) == {"s1": 37, "s2": 36, "s3": 38, "s4": 40, "s5": 37}


@pytest.mark.parametrize("name", procedures())
def test_every_shipped_procedure_loads(name: str) -> None:
    context = Context(calendars(), "england-and-wales", {"": calendars()["england-and-wales"]})
    promises = read_procedure(procedures()[name], f"procedures/{name}.toml", context).promises
    assert promises
    assert [promise.id for promise in promises if not promise.statutory or promise.id != promise.id.upper()] == []


def test_an_unknown_council_is_refused_with_those_there_are() -> None:
    with pytest.raises(KeyError) as refused:
        charter_of("S6")
    assert refused.value.args == ("There is no council 'S6' here. The councils are s1, s2, s3, s4, s5.",)


def test_a_shipped_charter_is_read_as_the_holidays_were_known() -> None:
    assert text_of("s5.toml") in {text_of(f"{council}.toml") for council in COUNCILS}
    early, late = (charter_of("s5", on(day)).promise("S5-16").clock for day in ("Sun 1 Feb 2026", "Fri 6 Feb 2026"))
    assert early is not None
    assert late is not None
    assert [clock.calendar.is_working(on("Mon 15 Jun 2026")) for clock in (early, late)] == [True, False]
    assert week("09:00-17:00") == early.calendar.hours


@pytest.mark.parametrize(
    ("nation", "received", "due"),
    [
        ("england-and-wales", "Fri 30 Jul 2027 10:00", "Tue 31 Aug 2027"),
        ("scotland", "Fri 30 Jul 2027 10:00", "Mon 30 Aug 2027"),
        ("scotland", "Mon 30 Nov 2026 10:00", "Wed 30 Dec 2026"),
        ("scotland", "Wed 2 Dec 2026 10:00", "Tue 5 Jan 2027"),
        ("northern-ireland", "Fri 12 Feb 2027 10:00", "Fri 12 Mar 2027"),
        ("northern-ireland", "Wed 17 Feb 2027 10:00", "Thu 18 Mar 2027"),
    ],
)
def test_a_law_of_the_whole_kingdom_is_counted_on_the_holidays_of_the_councils_nation(nation, received, due) -> None:
    context = Context(calendars(), nation, {"": calendars()[nation]})
    (sar,) = read_procedure(procedures()["sar"], "sar.toml", context).promises
    (clock,) = judge(sar, contact("email", fact("received", received), kinds=["sar"]), now=at(received))
    assert clock.due == at(f"{due} 23:59:59")


def test_a_council_whose_calendar_names_no_law_cannot_have_a_law_of_the_whole_kingdom() -> None:
    context = Context(calendars(), "foi-uk", {"": calendars()["foi-uk"]})
    with pytest.raises(CharterError) as refused:
        read_procedure(procedures()["dp-complaints"], "dp.toml", context)
    assert str(refused.value) == (
        "dp.toml, line 28, promise DP-ACK: The calendar foi-uk does not say on which days its nation's laws are "
        "counted. Add law = the name of that calendar to it, or name another calendar here."
    )


def test_every_promise_that_is_refused_is_told_at_once() -> None:
    two = (
        CHARTER
        + """
[[promise]]
id = "S9-77"
words = " "
kind = ["clock"]
strength = "will"
channels = ["all"]
source = "line 7"

[[promise]]
id = "S9-78"
words = "Told."
kind = ["clock"]
strength = "will"
channels = ["all"]
source = "line 8"

[promise.clock]
stop = "delay_told"
notice_for = ["S9-77"]

[[promise]]
id = "S9-79"
words = "Soon."
kind = ["clock"]
strength = "wil"
channels = ["all"]
source = "line 9"
"""
    )
    with pytest.raises(CharterError) as refused:
        read_charter(two, "s9.toml", CALENDARS, PROCEDURES)
    assert str(refused.value).splitlines() == [
        "s9.toml, line 70, promise S9-77: 'words' is empty. Say it in words.",
        "s9.toml, line 92, promise S9-79: 'strength' does not know 'wil'. Did you mean 'will'?",
    ]


@pytest.mark.parametrize(
    ("table", "refusal"),
    [
        (
            '[[closures]]\ndate = 2026-12-29\nreason = "Closed"\n',
            "s9.toml, line 25: 29 December 2026 is closed twice. Keep one of the two.",
        ),
        (
            '[[special_days]]\ndate = 2026-12-24\nhours = "9:00-12:00"\nreason = "Early"\n',
            "s9.toml, line 26: 24 December 2026 has hours of its own twice. Keep one of the two.",
        ),
    ],
)
def test_a_day_named_twice_is_refused(table: str, refusal: str) -> None:
    with pytest.raises(CharterError) as refused:
        read_charter(CHARTER.replace("[hours]", f"{table}{table}[hours]"), "s9.toml", CALENDARS, PROCEDURES)
    assert str(refused.value) == refusal


def test_the_day_from_which_a_charter_holds_is_known_unless_it_says_that_it_is_guessed() -> None:
    known, guessed = (
        CHARTER.replace("in_force_from = 2026-01-01", f'in_force_from = 2026-01-01\nin_force_from_is = "{word}"')
        for word in ("known", "guessed")
    )
    assert [read(text).begin_is_known for text in (CHARTER, known, guessed)] == [True, True, False]


def test_a_promise_is_read_with_its_words_for_single_channels() -> None:
    said = read(more('said_on = { web = "By our form.", email = "" }\n[promise.rule]\nmust = "x"')).promises
    assert [one.said_on for one in said if one.id == "S9-03"] == [(("web", "By our form."),)]
