"""The glossary's words are the code's words."""

import re
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from answerable.standards.judging.outcome import State

GLOSSARY = Path(__file__).parents[2] / "GLOSSARY.md"
REFUSED = {"ticket", "sla", "item", "entity", "handler", "manager", "helper", "utils"}
"""Words that this house does not use for its own things."""


class Entry(NamedTuple):
    word: str
    meaning: str
    name: str


@cache
def entries() -> list[Entry]:
    """Return the rows of the glossary's tables."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \| `(.+?)` \|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    return [Entry(*row) for row in rows]


def test_the_glossary_is_read_whole():
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    headings = [line for line in lines if line.startswith(("| Word |", "|---"))]
    assert len(entries()) == len(lines) - len(headings) > 50


@pytest.mark.parametrize("name", [entry.name for entry in entries()])
def test_the_code_has_the_name_the_glossary_gives(name: str):
    assert found(name) is not None


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.word)
def test_a_meaning_is_one_sentence(entry: Entry):
    assert entry.meaning.endswith(".")
    assert ". " not in entry.meaning


def test_no_word_is_explained_twice():
    words = [entry.word for entry in entries()]
    assert sorted(words) == sorted(set(words))


def test_every_state_of_a_clock_is_explained_by_its_own_name():
    assert {entry.word for entry in entries() if ".State." in entry.name} == {state.value for state in State}
    assert {found(entry.name) for entry in entries() if ".State." in entry.name} == set(State)


def test_no_word_is_one_that_this_house_avoids():
    assert [entry.word for entry in entries() if REFUSED & set(entry.word.split())] == []


def found(name: str) -> object:
    """Return what a dotted name stands for; a field of a class counts, though only its instances hold a value."""
    parts = name.split(".")
    for cut in range(len(parts), 1, -1):
        try:
            here: object = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if isinstance(here, type) and not issubclass(here, StrEnum) and part in here.__annotations__:
                here = here.__annotations__[part]
            else:
                here = getattr(here, part)
        return here
    raise ModuleNotFoundError(name)
