"""The demonstration from end to end, on a small year."""

from pathlib import Path

import orjson
import pytest

from answerable.charters import COUNCILS
from answerable.demo.run import judge_council, last_moment, run_demo
from tests.build import at

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "new" / "folder"
    assert run_demo(out, contacts=400, seed=1, quiet=True) == 0
    return out


def test_the_folder_holds_the_log_and_the_page_and_nothing_half_made(made: Path):
    assert sorted(file.name for file in made.iterdir()) == ["contacts.jsonl", "report.html"]


def test_the_page_names_every_council_the_year_and_the_number_of_contacts(made: Path):
    page = (made / "report.html").read_text(encoding="utf-8")
    contacts = len((made / "contacts.jsonl").read_bytes().splitlines())
    wanted = [f'id="council-{council}"' for council in COUNCILS]
    wanted += ["1 April 2025 to 31 March 2026", f"The {contacts:,} contacts were invented by a program (seed 1)"]
    assert [words for words in wanted if words not in page] == []


def test_the_year_is_judged_at_the_midnight_that_ends_it():
    assert last_moment() == at("Wed 1 Apr 2026 00:00")


def test_every_contact_is_counted_once_by_its_channel_and_what_is_left_out_by_its_code(made: Path):
    records = [orjson.loads(line) for line in (made / "contacts.jsonl").read_bytes().splitlines()]
    judged = judge_council("s5", made / "contacts.jsonl")
    codes = [fact["code"] for record in records for fact in record["facts"] if fact["what"] == "excluded"]
    assert judged.channels.total() == len(records)
    assert judged.left_out.total() == len(codes)


def test_a_worked_example_is_shown_of_a_promise_kept_and_of_one_broken(made: Path):
    titles = [sample.title for sample in judge_council("s5", made / "contacts.jsonl").report.samples]
    assert [title.rpartition(": ")[2] for title in titles] == ["broken", "kept"]


def test_the_table_and_where_to_look_are_printed(made: Path, capsys: pytest.CaptureFixture[str]):
    out = made.parent / "again"
    run_demo(out, contacts=400, seed=1, quiet=False)
    said = capsys.readouterr().out
    wanted = [
        "s1: ",
        "s3: A council drafting new standards - draft, not yet a promise",
        "S5-24",
        "Nobody in them is real",
    ]
    assert [words for words in [*wanted, str(out / "report.html")] if words not in said] == []
    assert (out / "contacts.jsonl").read_bytes() == (made / "contacts.jsonl").read_bytes()


def test_the_figures_are_printed_as_json(made: Path, capsys: pytest.CaptureFixture[str]):
    run_demo(made, contacts=400, seed=1, quiet=True, as_json=True)
    rows = orjson.loads(capsys.readouterr().out)
    figure = next(row for row in rows if row["promise"] == "S5-24")
    assert list(figure) == ["council", "promise", "formula", "kept", "missed", "said", "draft"]
    assert {row["council"] for row in rows} == set(COUNCILS)
