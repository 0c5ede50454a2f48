"""An invented year as a log and a page, on a small year."""

import re
from pathlib import Path

import orjson
import pytest

from answerable.charters import COUNCILS
from demonstration.publishing import judge_council, last_moment, publish
from tests.build import at
from tests.cli.asking import ask

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "new" / "folder"
    publish(out, contacts=400, seed=1, quiet=True)
    return out


def test_the_folder_holds_the_log_and_the_page_and_nothing_half_made(made: Path):
    assert sorted(file.name for file in made.iterdir()) == ["contacts.jsonl", "report.html"]


def test_the_page_names_every_council_the_year_and_the_number_of_contacts(made: Path):
    page = (made / "report.html").read_text(encoding="utf-8")
    contacts = len((made / "contacts.jsonl").read_bytes().splitlines())
    wanted = [f'id="council-{council}-1"' for council in COUNCILS]
    wanted += ["1 April 2025 to 31 March 2026", f"Nobody here is real. The {contacts:,} contacts were invented"]
    assert [words for words in wanted if words not in page] == []


def test_the_year_is_judged_at_the_midnight_that_ends_it():
    assert last_moment() == at("Wed 1 Apr 2026 00:00")


def test_every_contact_is_counted_once_by_its_channel_and_what_is_left_out_by_its_code(made: Path):
    records = [orjson.loads(line) for line in (made / "contacts.jsonl").read_bytes().splitlines()]
    judged = judge_council("s5", made / "contacts.jsonl")
    codes = [fact["code"] for record in records for fact in record["facts"] if fact["what"] == "excluded"]
    assert judged.channels.total() == len(records)
    assert judged.left_out.total() == len(codes)


def test_where_to_look_is_printed_and_what_it_says_to_run_can_be_run(made: Path, capsys: pytest.CaptureFixture[str]):
    out = made.parent / "again"
    publish(out, contacts=400, seed=1, quiet=False)
    said = capsys.readouterr().out
    commands = re.findall(r"answerable (.+)$", said, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["figures", "explain"]
    assert [ask(*command.split()).code for command in commands] == [0, 0]
    assert (out / "contacts.jsonl").read_bytes() == (made / "contacts.jsonl").read_bytes()
    assert f"The page to open:   {out / 'report.html'}" in said


def test_when_quiet_nothing_is_printed(made: Path, capsys: pytest.CaptureFixture[str]):
    publish(made.parent / "quiet", contacts=60, seed=1, quiet=True)
    assert capsys.readouterr() == ("", "")
