"""A log is brought in from the command line: looked at first, each line once, and every line accounted for."""

import sys
from pathlib import Path

import orjson
import pytest

from answerable.contacts.models import Contact
from answerable.evidence.models import Entry
from answerable.importing import actions
from answerable.importing.models import LogLine
from tests import cast
from tests.cli.asking import Answer, ask
from tests.importing.lines import NOW, RECEIVED, REPLIED, line

pytestmark = pytest.mark.django_db

MAPPING = """\
format = 1
id = "Ref"
zone = "Europe/London"
time_format = "%d/%m/%Y %H:%M"
channel = "letter"
subject = "About"
name = "From"

[[facts]]
what = "received"
at = "Stamped"

[[facts]]
what = "replied"
at = "Answered"
"""
HEADER = "Ref,Stamped,Answered,About,From\n"
ROWS = "P1,02/11/2026 00:00,,A lamp,Robin\nP2,02/11/2026 00:00,05/11/2026 00:00,A wall,Kim\n"


@pytest.fixture(autouse=True)
def in_december(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cast.council()
    monkeypatch.setattr(sys.modules["answerable.cli.contacts"], "the_moment_it_is", lambda: NOW)
    monkeypatch.chdir(tmp_path)
    Path("mapping.toml").write_text(MAPPING)


def bring(*words: str, council: str = "s5") -> Answer:
    return ask("contacts", "import", *words, "--council", council)


def jsonl(*records: object) -> str:
    Path("log.jsonl").write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in records))
    return "log.jsonl"


def table(text: str, encoding: str = "utf-8", mapping: str = MAPPING) -> tuple[str, str, str]:
    Path("log.csv").write_bytes(text.encode(encoding))
    Path("mapping.toml").write_text(mapping)
    return "log.csv", "--mapping", "mapping.toml"


def test_each_line_is_accounted_for_and_the_bad_ones_are_named():
    file = jsonl(line(RECEIVED), line(REPLIED, id="2"), line(RECEIVED, REPLIED, id="3"), line(RECEIVED))
    answer = bring(file)
    assert (answer.code, answer.out) == (1, "")
    assert answer.said.splitlines() == [
        "Line 2: No fact says when it began. Add one: 'received' (the channel is email).",
        "4 lines read = 2 taken + 1 refused + 1 already there.",
        "Taken: 2 new contacts (1 open, in the queue; 1 closed), and more about 0 that were here.",
    ]


def test_again_it_is_all_there_already_and_nothing_has_changed():
    file = jsonl(line(RECEIVED), line(RECEIVED, REPLIED, id="3"))
    assert bring(file).code == 0
    entries = Entry.objects.count()
    assert bring(file).said.splitlines()[0] == "2 lines read = 0 taken + 0 refused + 2 already there."
    assert (Contact.objects.count(), Entry.objects.count()) == (2, entries)


def test_a_dry_run_says_what_would_be_done_and_writes_nothing():
    bring(jsonl(line(RECEIVED)))
    file = jsonl(line(RECEIVED), line(RECEIVED, id="2"), line(RECEIVED, REPLIED, id="2"), line(REPLIED, id="3"))
    answer = bring(file, "--dry-run", "--json")
    assert (answer.code, answer.json()) == (
        1,
        {
            "read": 4,
            "taken": 1,
            "new": 1,
            "open": 1,
            "more": 0,
            "there": 1,
            "again": 1,
            "refused": 1,
            "dry_run": True,
        },
    )
    assert answer.said.splitlines()[1:] == [
        "4 lines read = 1 would be taken + 1 refused + 1 already there + 1 of a contact on an earlier line.",
        "Taken: 1 new contact (1 open, in the queue; 0 closed), and more about 0 that were here.",
        "Nothing was written. To take them in, leave out --dry-run.",
    ]
    assert (Contact.objects.count(), LogLine.objects.count()) == (1, 1)


def test_the_lines_of_a_file_are_one_contact_each_however_many_transactions_they_fill(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(actions, "BATCH", 3)
    file = jsonl(*(line(RECEIVED, id=str(number % 17)) for number in range(20)))
    assert bring(file, "--dry-run").said.startswith(
        "20 lines read = 17 would be taken + 0 refused + 0 already there + 3 "
    )
    assert bring(file).said.startswith("20 lines read = 17 taken + 0 refused + 3 already there.")
    assert Contact.objects.count() == 17


def test_a_csv_is_read_by_its_mapping_with_who_and_what():
    assert bring(*table(HEADER + ROWS)).said.splitlines()[0] == "2 lines read = 2 taken + 0 refused + 0 already there."
    assert sorted(Contact.objects.values_list("subject", "customer__name", "channel", "outcome")) == [
        ("A lamp", "Robin", "letter", ""),
        ("A wall", "Kim", "letter", "answered"),
    ]


def test_columns_may_stand_in_any_order_but_one_that_is_gone_is_refused_before_anything_is_written():
    moved = "From,About,Answered,Stamped,Ref\nRobin,A lamp,,02/11/2026 00:00,P1\n"
    assert bring(*table(moved)).code == 0
    assert Contact.objects.get().subject == "A lamp"
    answer = bring(*table("Ref,Received,Answered,About,From\nP9,02/11/2026 00:00,,x,y\n"))
    assert (answer.code, Contact.objects.count()) == (2, 1)
    assert "The file has no column 'Stamped'. The columns are: Ref, Received," in answer.said


def test_a_file_of_another_character_set_is_refused_line_by_line_with_what_to_write():
    answer = bring(*table(HEADER + ROWS + "P3,02/11/2026 00:00,,Café,Zoë\n", encoding="cp1252"))
    assert (answer.code, Contact.objects.count()) == (1, 2)
    assert answer.said.splitlines()[0] == (
        'Line 4: It is not utf-8. Say how the file is written in the mapping: encoding = "cp1252", say.'
    )
    assert (
        bring(*table(HEADER + "P3,02/11/2026 00:00,,Café,Zoë\n", "cp1252", f'encoding = "cp1252"\n{MAPPING}')).code == 0
    )
    assert Contact.objects.filter(subject="Café", customer__name="Zoë").count() == 1


def test_half_a_line_at_the_end_is_refused_and_taken_when_it_is_whole():
    answer = bring(*table(HEADER + ROWS + "P3,02/11/20"))
    assert answer.said.splitlines()[:2] == [
        "Line 4: It has 2 cells where the header has 5. Put a cell that holds a ',' in quotes.",
        "3 lines read = 2 taken + 1 refused + 0 already there.",
    ]
    answer = bring(*table(HEADER + ROWS + "P3,02/11/2026 00:00,,A bin,Al\n"))
    assert answer.said.splitlines()[0] == "3 lines read = 1 taken + 0 refused + 2 already there."


def test_half_a_line_of_json_and_a_nul_are_refused():
    file = jsonl(line(RECEIVED), line(RECEIVED, id="2", subject="a\0b"))
    with Path(file).open("ab") as log:
        log.write(b'{"id": "3", "chan')
    answer = bring(file)
    assert [said.partition(":")[0] for said in answer.said.splitlines()[:2]] == ["Line 3", "Line 2"]
    assert "3 lines read = 1 taken + 2 refused + 0 already there." in answer.said


def test_bad_lines_can_go_to_a_file():
    file = jsonl(line(RECEIVED), line(REPLIED, id="2"))
    assert bring(file, "--errors", "bad.jsonl").code == 1
    assert [orjson.loads(one)["line"] for one in Path("bad.jsonl").read_text().splitlines()] == [2]


def test_a_mapping_that_fits_no_line_is_refused_before_anything_is_written():
    rows = "".join(f"P{number},2026-11-02,,x,y\n" for number in range(12))
    answer = bring(*table(HEADER + rows))
    assert (answer.code, Contact.objects.count()) == (2, 0)
    assert "None of the first 12 lines can be taken in, and nothing was written." in answer.said
    mapping = MAPPING.replace('channel = "letter"\n', "")
    answer = bring(*table(HEADER + rows.replace("2026-11-02", "02/11/2026 00:00"), mapping=mapping))
    assert (answer.code, Contact.objects.count()) == (2, 0)
    assert "does the mapping fit it? Line 2: It names no channel. Add one:" in answer.said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--source", "Old System"], "--source cannot be 'Old System'. Write a short name such as switchboard."),
        (["--council", "s9"], "There is no council 's9' here. Set it up first: answerable council FILE"),
    ],
)
def test_what_cannot_be_meant_is_refused(words: list[str], says: str):
    answer = ask(
        "contacts", "import", jsonl(line(RECEIVED)), *(words if "--council" in words else [*words, "--council", "s5"])
    )
    assert (answer.code, Contact.objects.count()) == (2, 0)
    assert says in answer.said


@pytest.mark.parametrize(
    ("first", "says"),
    [
        ('council = "s1"', "The mapping is for council 's1', and --council is 's5'. Mend one."),
        ('rule = { within = "3 working days", stop = "response" }', "The mapping has a rule of its own, and contacts"),
    ],
)
def test_a_mapping_that_was_made_for_something_else_is_refused(first: str, says: str):
    answer = bring(*table(HEADER + ROWS, mapping=f"{first}\n{MAPPING}"))
    assert (answer.code, Contact.objects.count()) == (2, 0)
    assert says in answer.said
