"""Every table of this folder comes out, every weekday in it is right, and the printed manual shows it all."""

import re
import runpy
import tomllib

import pytest

from answerable.charters import procedures
from tests.spec.rows import GIVEN, answered, expected
from tests.spec.stories import read_contact, read_day, read_facts, read_moment, weekday_errors
from tests.spec.tables import FOLDER, Table, files, read, tables

ROOT = FOLDER.parent.parent
TABLES = tables()
ROWS = [
    pytest.param(table, number, id=f"{table.file.removesuffix('.md')}: {table.title}: row {number + 1}")
    for table in TABLES
    for number in range(len(table.rows))
]

every_file = pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.title)


@pytest.mark.parametrize(("table", "number"), ROWS)
def test_the_engine_says_what_the_table_says(table: Table, number: int):
    row = table.rows[number]
    assert answered(row, table.shared) == expected(row)


@every_file
def test_every_date_has_its_weekday_and_the_right_one(path):
    assert weekday_errors(path.read_text(encoding="utf-8")) == []


@every_table
def test_every_table_says_why_and_by_what_rule(table: Table):
    assert (table.why.endswith("."), len({"Rule", "Law"} & set(table.shared))) == (True, 1)


@every_table
def test_every_table_asks_the_engine_something_and_says_nothing_twice(table: Table):
    asked = [name for name in expected(table.rows[0]) if name not in table.shared]
    assert (asked != [], len(set(map(str, table.rows))), sorted(set(table.shared) - GIVEN)) == (
        True,
        len(table.rows),
        [name for name in ("Law", "Rule") if name in table.shared],
    )


def test_no_two_tables_have_one_title():
    titles = [table.title for table in TABLES]
    assert sorted(titles) == sorted(set(titles))


def test_every_promise_of_every_procedure_stands_in_a_table():
    ids = {promise["id"] for text in procedures().values() for promise in tomllib.loads(text)["promise"]}
    told = {cell for table in TABLES for row in table.rows for cell in (*row, row.get("Promise", ""))}
    adopted = {"FOI", "SAR"} - told
    assert sorted(ids - told - adopted) == []


def test_the_printed_manual_is_up_to_date():
    pages = runpy.run_path(str(ROOT / "scripts" / "docs"))["pages"]()
    printed = {path: path.read_text(encoding="utf-8") for path in pages if path.exists()}
    assert printed == pages, "Run: make docs"


def test_the_printed_manual_holds_every_row_of_every_file():
    manual = (ROOT / "docs" / "reference" / "counting.md").read_text(encoding="utf-8").splitlines()
    rows = [line for path in files() for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert [line for line in rows if line not in manual] == []


# ---- the reader itself refuses what it would misread ----


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("Mon 2 Nov 2026, and Fri 18 Dec 2026", []),
        ("Tue 2 Nov 2026", ["Tue 2 Nov 2026 is a Mon"]),
        ("on 2 Nov 2026", ["(no weekday) 2 Nov 2026 is a Mon"]),
        ("Monday 2 November 2026, and Tuesday 3 Nov 2026", []),
        ("Tuesday 2 November 2026", ["Tuesday 2 Nov 2026 is a Mon"]),
    ],
)
def test_a_wrong_or_missing_weekday_is_noticed(text: str, errors: list[str]):
    assert weekday_errors(text) == errors


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("received Tue 2 Nov 2026", "Tue 2 Nov 2026 is a Mon"),
        ("received", "'received' does not say what happened and when."),
        ("answered 10:00", "'10:00' needs a date: nothing came before it."),
        ("recieved Mon 2 Nov 2026", "'recieved' is not the name of a fact."),
        (
            "received Mon 2 Nov 2026; replied Fri 30 Oct 2026",
            "'replied Fri 30 Oct 2026' is told after what came later.",
        ),
        ("received Mon 2 Nov 2026 (by whem)", "'by whem' is not something a message can say."),
    ],
)
def test_a_story_that_cannot_be_read_is_refused(wrong: str, why: str):
    with pytest.raises(ValueError, match=re.escape(why)):
        read_facts(wrong)


def test_a_day_that_is_not_one_is_refused():
    with pytest.raises(ValueError, match="'2 Nov' is not a date such as Fri 18 Dec 2026"):
        read_day("2 Nov")


def test_a_moment_that_is_not_one_is_refused():
    with pytest.raises(ValueError, match="'soon' is not a moment such as Fri 18 Dec 2026 18:30"):
        read_moment("soon")


def test_a_contact_is_read_whole():
    contact = read_contact("email to contact-group: foi and complaint", "received Mon 11 May 2026 00:59; replied 10:00")
    assert (contact.channel, contact.mailbox, contact.kinds, [str(fact.at) for fact in contact.facts]) == (
        "email",
        "contact-group",
        {"foi", "complaint"},
        ["2026-05-10 23:59:00+00:00", "2026-05-11 09:00:00+00:00"],
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("## Empty\n\nWhy.\n", "x.md: 'Empty' has no table."),
        (
            "## Short\n\nWhy.\n\n| a | b |\n|---|---|\n| 1 |\n",
            "x.md: 'Short': ['1'] has 1 cells, and there are 2 columns.",
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(text: str, why: str):
    with pytest.raises(ValueError, match=re.escape(why)):
        list(read("x.md", text))


def test_a_wrong_answer_in_a_table_is_noticed():
    table = next(table for table in TABLES if table.file.startswith("09"))
    wrong = {**table.rows[0], "State": "kept"}
    assert answered(wrong, table.shared) == {**expected(wrong), "State": "running"}
