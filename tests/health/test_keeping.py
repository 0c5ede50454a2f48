"""A database that is full or locked is told to a probe, with what to do."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError

from answerable.health import keeping
from answerable.health.keeping import FULL, LOCKED, OTHER, SHOWN_FOR, note, refused_lately, why_not
from tests.build import at

NINE = at("Mon 2 Nov 2026 09:00")


@pytest.fixture(autouse=True)
def nothing_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_last", {})


@pytest.mark.slow
@pytest.mark.parametrize(("how", "problem"), [("full", FULL), ("locked", LOCKED)])
def test_a_process_whose_database_is_really_so_says_it_and_is_well_again_by_itself(how: str, problem: str):
    done = subprocess.run(
        [sys.executable, "-m", "tests.health.refused", how],
        cwd=Path(__file__).parents[2],
        env={name: value for name, value in os.environ.items() if not name.startswith("ANSWERABLE_")},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [[200, 200, ""], [500, 503, problem], [200, 200, ""]]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("database or disk is full", FULL),
        ("disk I/O error", FULL),
        ('could not extend file "base/1/2": No space left on device', FULL),
        ("database is locked", LOCKED),
        ("canceling statement due to lock timeout", LOCKED),
        ("attempt to write a readonly database", OTHER),
    ],
)
def test_what_a_database_says_is_told_with_what_to_do(words: str, says: str):
    assert why_not(OperationalError(words)) == says


def test_a_disk_of_files_that_is_full_is_told_like_a_database_that_is():
    note(OSError(errno.EACCES, "Permission denied"), at=NINE - 2 * SHOWN_FOR)
    assert refused_lately(NINE - 2 * SHOWN_FOR) == ""
    note(OSError(errno.ENOSPC, "No space left on device"), at=NINE - 2 * SHOWN_FOR)
    assert refused_lately(NINE - 2 * SHOWN_FOR) == FULL


def test_it_is_told_for_five_minutes_and_only_of_a_database():
    note(ValueError("database is locked"), at=NINE)
    assert refused_lately(NINE) == ""
    note(InterfaceError("connection already closed"), at=NINE)
    moments = (NINE, NINE + SHOWN_FOR / 2, NINE + SHOWN_FOR, NINE - SHOWN_FOR)
    assert [refused_lately(moment) for moment in moments] == [OTHER, OTHER, "", ""]
