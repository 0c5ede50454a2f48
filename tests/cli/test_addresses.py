"""A council's addresses are taken in from a file, with what was left out said; or nothing is changed."""

from pathlib import Path

import pytest

from answerable.councils.queries import addresses_at
from tests import cast
from tests.cli.asking import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    cast.council()
    path = tmp_path / "gazetteer.csv"
    path.write_text("postcode,address\nS6 2AB,2 Mill Lane\nS6 2AB,10 Mill Lane\nS6,Nowhere\n", encoding="utf-8")
    return path


def test_addresses_are_taken_in_and_lines_without_one_are_said(file: Path):
    assert ask("addresses", "s5", file) == (
        "Addresses taken in: 2, at 1 postcode.\n",
        "Line 4 is left out: it has no whole postcode.\nLines left out: 1.\n",
        0,
    )
    assert addresses_at("s5", "S6 2AB") == ["2 Mill Lane, S6 2AB", "10 Mill Lane, S6 2AB"]


def test_a_file_or_council_that_cannot_be_meant_changes_nothing(file: Path):
    ask("addresses", "s5", file)
    assert ask("addresses", "s9", file).code == 2
    file.write_bytes(b"PK\x03\x04 a workbook")
    answer = ask("addresses", "s5", file)
    assert (answer.code, answer.out) == (1, "")
    assert answer.said.startswith("Error: Cannot read this file: its first line must name its columns")
    assert len(addresses_at("s5", "S6 2AB")) == 2
