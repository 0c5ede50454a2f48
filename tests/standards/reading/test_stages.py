"""The stages of a procedure, read into values, or refused with file, line, stage and remedy."""

import pytest

from answerable.charters import procedures
from answerable.standards.charter.procedures import Foreseen, Holder, Procedure, Stage
from answerable.standards.reading.charters import read_charter, read_procedure
from answerable.standards.reading.clock_rules import Context
from answerable.standards.reading.file_table import CharterError
from tests.build import calendar

COUNCIL = calendar(name="council")
CONTEXT = Context({"council": COUNCIL}, "council", {"": COUNCIL})

LAW = """\
format = 1

[procedure]
key = "code"
name = "A code"
law = "An Act"
nations = ["england"]
in_force_from = 2024-02-01
checked = "V"

[[stage]]
id = "one"
name = "Stage one"
from = "received"
limits = ["ONE"]
next = [{ fact = "replied", ends = true }]

[[stage]]
id = "two"
name = "Stage two"
from = "escalated"
after = "one"
held_by = "somebody not involved before"
limits = ["TWO"]
next = [
    { fact = "extended", letter = "delay_told" },
    { fact = "delay_told", needs = ["reason"] },
    { fact = "replied", needs = ["recourse"], ends = true },
]

[[promise]]
id = "ONE"
words = "Ten working days."
kind = ["clock"]
strength = "will"
channels = ["all"]
source = "1"
[promise.clock]
within = "10 working days"
stop = "full reply"

[[promise]]
id = "TWO"
words = "Twenty more."
kind = ["clock"]
strength = "will"
channels = ["all"]
source = "2"
[promise.clock]
within = "20 working days"
from = "escalated"
stop = "full reply"

[[promise]]
id = "KIND"
words = "We are kind."
kind = ["rule"]
strength = "will"
channels = ["all"]
source = "3"
[promise.rule]
must = "Kindness."
"""

CHARTER = """\
format = 1

[charter]
council = "s9"
name = "A council"
title = "Standards"
version = "1"
status = "adopted"
in_force_from = 2024-04-01
source = "S9"
calendar = "council"
procedures = ["code"]

[[promise]]
id = "S9-01"
words = "As the code says."
kind = ["clock"]
strength = "will"
channels = ["all"]
source = "1"
[promise.clock]
procedure = "TWO"
"""


def read(text: str = LAW) -> Procedure:
    return read_procedure(text, "procedures/code.toml", CONTEXT)


def test_a_stage_is_read_with_all_that_its_table_says() -> None:
    assert read().stages == (
        Stage(
            id="one", name="Stage one", opens="received", limits=("ONE",), next=(Foreseen(fact="replied", ends=True),)
        ),
        Stage(
            id="two",
            name="Stage two",
            opens="escalated",
            after="one",
            held_by=Holder.NEW,
            limits=("TWO",),
            next=(
                Foreseen(fact="extended", letter="delay_told"),
                Foreseen(fact="delay_told", needs=("reason",)),
                Foreseen(fact="replied", needs=("recourse",), ends=True),
            ),
        ),
    )


def test_a_procedure_says_what_it_is() -> None:
    law = read()
    assert (law.key, law.name, law.law) == ("code", "A code", "An Act")
    assert [promise.id for promise in law.promises] == ["ONE", "TWO", "KIND"]


def test_a_stage_speaks_of_what_may_come_next_in_it_and_of_nothing_else() -> None:
    two = read().stages[1]
    assert two.foresees("extended") == Foreseen(fact="extended", letter="delay_told")
    assert two.foresees("escalated") is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "one"\n', "", "line 11, stage without an id: 'id' is missing. Add id = text in quotes."),
        ('name = "Stage one"\n', "", "line 11, stage one: 'name' is missing. Add name = text in quotes."),
        (
            'from = "received"',
            'from = "recieved"',
            "line 14, stage one: 'from' does not know 'recieved'. Did you mean 'received'?",
        ),
        ('after = "one"', 'after = "two"', "line 22, stage two: 'after' does not know 'two'. Use one."),
        (
            'from = "received"\n',
            'from = "received"\nafter = "two"\n',
            "line 15, stage one: 'after' does not know 'two'. There is none to name; leave it out.",
        ),
        (
            "somebody not involved before",
            "a stranger",
            "line 23, stage two: 'held_by' does not know 'a stranger'. Use anybody or somebody not involved before.",
        ),
        ('["ONE"]', '["0NE"]', "line 15, stage one: 'limits' does not know '0NE'. Did you mean 'ONE'?"),
        ('["ONE"]', '["KIND"]', "line 15, stage one: 'limits' does not know 'KIND'. Use ONE or TWO."),
        (
            '["ONE"]',
            "[]",
            "line 15, stage one: 'limits' is empty, so nobody is ever in this stage. Name its promises.",
        ),
        (
            ", ends = true }]",
            " }]",
            "line 16, stage one: Nothing ends this stage. Add ends = true to a fact of 'next'.",
        ),
        (
            '{ fact = "replied", ends = true }',
            '{ fact = "acknowledged", ends = true }',
            "line 15, stage one: Nothing in this stage can stop ONE. Add a fact that does to 'next'.",
        ),
        (
            '{ fact = "replied", ends = true }',
            '{ fact = "received", ends = true }',
            "line 16, stage one: 'fact' does not know 'received'. Did you mean 'replied'?",
        ),
        (
            '{ fact = "replied", ends = true }',
            '{ fact = "replied", ends = true }, { fact = "replied" }',
            "line 16, stage one: 'replied' comes twice in this stage. Say all of it once.",
        ),
        (
            'needs = ["recourse"]',
            'needs = ["told"]',
            "line 27, stage two: 'needs' does not know 'told'. Use complaint, decision, being_done, reason, remedy, "
            "outstanding, next_step, by_when, recourse, ombudsman, owner, contact, reference, automatic or closes.",
        ),
        (
            'letter = "delay_told"',
            'letter = "extended"',
            "line 26, stage two: 'letter' does not know 'extended'. Did you mean 'responded'?",
        ),
        (
            'letter = "delay_told"',
            'letter = "responded"',
            "line 25, stage two: 'responded' tells of 'extended' but is not in 'next'. Add it.",
        ),
        (
            'id = "two"',
            'id = "one"',
            "line 19, stage one: one is the id of two stages. Give each an id of its own.",
        ),
        (
            'name = "Stage one"',
            'name = "Stage one"\ntitle = "One"',
            "line 14, stage one: 'title' is not a key of this table. The keys here are after, from, held_by, id, "
            "limits, name and next.",
        ),
        (
            '{ fact = "delay_told", needs = ["reason"] },',
            '{ fact = "delay_told", needs = ["reason"] },\n    { fact = "extended" },',
            "line 26, stage two: 'extended' comes twice in this stage. Say all of it once.",
        ),
        (
            "ends = true }]",
            "ends = true, end = 1 }]",
            "line 16, stage one: 'end' is not a key of this table. Did you mean 'ends'?",
        ),
    ],
)
def test_a_stage_that_cannot_be_used_is_refused(old: str, new: str, message: str) -> None:
    assert old in LAW
    with pytest.raises(CharterError) as refused:
        read(LAW.replace(old, new, 1))
    assert str(refused.value) == f"procedures/code.toml, {message}"


def test_a_law_that_was_adopted_times_its_stage_by_the_councils_own_promise() -> None:
    charter = read_charter(CHARTER, "s9.toml", {"council": COUNCIL}, {"code": LAW})
    assert [stage.limits for stage in charter.procedures["code"].stages] == [("ONE",), ("S9-01",)]
    again = CHARTER + CHARTER[CHARTER.index("[[promise]]") :].replace("S9-01", "S9-02")
    charter = read_charter(again, "s9.toml", {"council": COUNCIL}, {"code": LAW})
    assert charter.procedures["code"].stages[1].limits == ("S9-01", "S9-02")
    assert [promise.id for promise in charter.promises] == ["S9-01", "S9-02", "ONE", "KIND"]


def test_a_procedure_without_stages_has_none() -> None:
    start, end = LAW.index("[[stage]]"), LAW.index("[[promise]]")
    assert read(LAW[:start] + LAW[end:]).stages == ()


def test_the_ombudsmans_code_has_its_two_stages_by_file_alone() -> None:
    law = read_procedure(
        procedures()["lgsco-code"].replace("england-and-wales", "council").replace("every-day", "council"),
        "procedures/lgsco-code.toml",
        CONTEXT,
    )
    assert [(stage.name, stage.opens, stage.after, stage.held_by.value) for stage in law.stages] == [
        ("Stage one of the Code", "received", "", "anybody"),
        ("Stage two of the Code", "escalated", "one", "somebody not involved before"),
    ]
