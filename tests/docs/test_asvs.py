"""The pages about attackers leave no number and no letter out, and name no test that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/explanation/asvs.md"
NAMED = re.compile(r"`(tests/[\w/.-]+\.py)(?:::(\w+))?`")
LINE = re.compile(r"^\| ([\d.]+) \| ([12]) \| (met|partly|not met|does not apply) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)
LETTERS = [*(f"M{number}" for number in range(1, 8)), *(f"X{number}" for number in range(1, 10))]


def lines() -> list[tuple[str, str, str, str, str]]:
    return LINE.findall(PAGE.read_text(encoding="utf-8"))


def test_every_requirement_of_levels_1_and_2_has_its_line_in_its_order():
    asked = (Path(__file__).parent / "asvs-5.0.0.txt").read_text(encoding="utf-8").splitlines()
    assert len(asked) == 253
    assert [f"{number} {level}" for number, level, *_ in lines()] == asked


def test_what_is_met_or_partly_has_a_test_or_says_in_words_what_holds_it():
    bare = [number for number, _, stands, how, tests in lines() if stands == "met" and not tests and len(how) < 40]
    assert bare == []
    assert [number for number, _, stands, how, _ in lines() if stands != "met" and len(how) < 10] == []


def test_the_page_counts_its_lines_as_they_are():
    stands = [line[2] for line in lines()]
    said = (
        f"{stands.count('met')} are met, {stands.count('partly')} partly, {stands.count('not met')} are not met, and "
        f"{stands.count('does not apply')} do not apply"
    )
    assert said in PAGE.read_text(encoding="utf-8")


def test_every_letter_of_what_was_tried_has_a_test():
    rows = re.findall(r"^\| ([MX]\d) \| .+? \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [letter for letter, tests in rows if NAMED.search(tests)] == LETTERS


@pytest.mark.parametrize("page", [PAGE, ROOT / "docs/explanation/how-it-holds.md"], ids=lambda page: page.stem)
def test_every_test_that_a_page_names_is_there(page: Path):
    named = NAMED.findall(page.read_text(encoding="utf-8"))
    assert named
    gone = [(path, name) for path, name in named if not _is_there(ROOT / path, name)]
    assert gone == []


def _is_there(path: Path, name: str) -> bool:
    return path.is_file() and (not name or f"def {name}(" in path.read_text(encoding="utf-8"))


def test_a_test_that_is_not_there_is_noticed():
    assert _is_there(Path(__file__), "test_a_test_that_is_not_there_is_noticed")
    assert not _is_there(Path(__file__), "test_a_test_that_is")
    assert not _is_there(ROOT / "tests/docs/test_nothing.py", "")
