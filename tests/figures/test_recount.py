"""Anybody can work the figures out again: from the files of a served page, with a Python that knows nothing of us."""

import csv
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from answerable.contacts import actions as contacts
from answerable.contacts.models import Contact
from answerable.figures.models import PeriodCount
from answerable.observations import actions as observations
from answerable.people.models import Role
from answerable.standards.vocabulary.feeds import AUDIT, FORM, SURVEY
from tests import cast
from tests.build import at
from tests.figures.counted import answered, counted
from tests.once import standing
from tests.public.residents import key_of

pytestmark = pytest.mark.slow
served = pytest.mark.django_db(transaction=True)

NAMES = ("recount.py", "clocks.csv", "figures.csv")
MONDAY = "Mon 2 Nov 2026 09:00"


class Files:
    """The files of a count as somebody downloads them, to be counted again or to be changed first."""

    def __init__(self, given: Mapping[str, bytes], folder: Path) -> None:
        self._folder = folder
        for name in NAMES:
            (folder / name).write_bytes(given[name])

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a file."""
        with (self._folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def change(self, name: str, change: Callable[[list[dict[str, str]]], None]) -> None:
        """Change the rows of a file where they lie."""
        rows = self.rows(name)
        change(rows)
        with (self._folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def counted_again(self) -> tuple[int, list[str]]:
        """Run the script in a Python that sees no other code, and return how it ended and the lines it wrote."""
        command = [sys.executable, "-I", "recount.py", "clocks.csv", "figures.csv"]
        done = subprocess.run(command, cwd=self._folder, capture_output=True, text=True, check=False, timeout=60)
        return done.returncode, (done.stdout + done.stderr).splitlines()


def address(count: PeriodCount, name: str) -> str:
    base = f"/{count.council_id}/counts"
    return f"{base}/{name}" if name == "recount.py" else f"{base}/{count.id}/{name}"


@pytest.fixture
def files(live_server: LiveServer, tmp_path: Path) -> Callable[[PeriodCount], Files]:
    """Download the files of a count from a server."""

    def downloaded(count: PeriodCount) -> Files:
        given = {}
        for name in NAMES:
            with urlopen(f"{live_server.url}{address(count, name)}") as page:
                given[name] = page.read()
        return Files(given, tmp_path)

    return downloaded


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: Any) -> dict[str, dict[str, bytes]]:
    """The files of two councils' counts, made once: what is changed in them is a copy."""

    def given(key: str) -> dict[str, bytes]:
        made = a_quarter(key)
        return {name: b"".join(Client().get(address(made, name))) for name in NAMES}

    with standing(django_db_blocker):
        return {key: given(key) for key in ("s2", "s5")}


@pytest.fixture
def of(published: dict[str, dict[str, bytes]], tmp_path: Path) -> Callable[[str], Files]:
    """Give a copy of the files of a council's count."""
    return lambda key: Files(published[key], tmp_path)


def a_quarter(key: str) -> PeriodCount:
    """A quarter with something of everything: kept, late, open, left out, taken back, asked, observed and sensitive."""
    answered(MONDAY, "Tue 3 Nov 2026 09:00", key)
    answered(MONDAY, "Mon 30 Nov 2026 09:00", key, kinds=("complaint",))
    cast.received("Tue 3 Nov 2026 09:00", key)
    cast.received("Wed 30 Dec 2026 09:00", key, channel="web")
    cast.received(MONDAY, key, channel="letter", email="", kinds=("complaint",))
    cast.received(MONDAY, key, kinds=("adult-care-complaint",))
    cast.received(MONDAY, key, kinds=("foi",))
    spam = cast.received(MONDAY, key)
    person = cast.staff(path=f"{key}/customer-services/post")
    contacts.close(spam, outcome=Contact.Outcome.SPAM, why="A lottery", by=person, at=at("Mon 2 Nov 2026 10:00"))
    late, afterwards = cast.received(MONDAY, key), at("Mon 28 Dec 2026 10:00")
    proposal = contacts.close(late, outcome=Contact.Outcome.MISDIRECTED, why="County", by=person, at=afterwards)
    if proposal is not None:
        second = cast.staff("Mona Ger", Role.MANAGER, f"{key}/customer-services/post")
        contacts.agree(proposal, by=second, at=afterwards)
    second = cast.staff("Mona Ger", Role.MANAGER, f"{key}/customer-services/post")
    wrong = answered(MONDAY, "Fri 11 Dec 2026 10:00", key, answerable=False)
    began, right_at = wrong.facts.get(what="received"), at("Thu 10 Dec 2026 09:00")
    proposal = contacts.strike(wrong, fact=began, why="The stamp says so", right_at=right_at, by=person, at=afterwards)
    assert proposal is not None
    contacts.agree(proposal, by=second, at=afterwards)
    cast.everything_sent("Mon 30 Nov 2026 09:00")
    for minute in ("09:00", "09:15", "10:00"):
        made = observations.begin(FORM, council=cast.council(key), at=at(f"Mon 16 Nov 2026 {minute}"))
        assert made is not None
        observations.settle(made, problem="" if minute != "09:15" else "No answer", at=at(f"Mon 16 Nov 2026 {minute}"))
    return counted(key)


@served
@pytest.mark.parametrize("key", ["s1", "s2", "s3", "s4", "s5"])
def test_every_figure_of_a_count_comes_out_the_same_again(key: str, files: Callable[[PeriodCount], Files]):
    made = a_quarter(key)
    code, lines = files(made).counted_again()
    assert [line for line in lines if "DIFFERS" in line] == []
    rows = made.figures.count()
    assert (code, lines[-1].split(",")[0]) == (0, f"{rows} figures")
    assert any(row.detail["apart"].get("corrected_late") for row in made.figures.all())
    assert lines[-1].endswith("rows: all agree.")


def test_each_figure_is_printed_with_what_it_is_a_share_of(of: Callable[[str], Files]):
    _, lines = of("s5").counted_again()
    assert next(line for line in lines if line.startswith("S5-24")) == "S5-24 Kept (version 1): 50.0 % (2 of 4)"
    assert "S5-06 Kept (version 1): not measured (0 of 0)" in lines


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("state", "broken"),
        ("by", "person"),
        ("stopped", ""),
        ("due", ""),
        ("number", "2"),
        ("corrected_late", "yes"),
    ],
)
def test_one_changed_row_is_noticed(column: str, said: str, of: Callable[[str], Files]):
    def change(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["state"] == "kept" and row["by"] == "machine")
        row[column] = said

    given = of("s5")
    given.change("clocks.csv", change)
    code, lines = given.counted_again()
    assert code == 1
    assert "    DIFFERS: the clock file is not the one that was published: its SHA-256 is another" in lines
    wrong = [line for line in lines if "DIFFERS" in line and "SHA-256" not in line]
    assert bool(wrong) == (column in ("state", "by", "number", "corrected_late"))


def test_a_row_left_out_and_one_put_in_are_noticed(of: Callable[[str], Files]):
    given = of("s5")
    given.change("clocks.csv", lambda rows: rows.remove(next(row for row in rows if row["promise"] == "S5-24")))
    assert given.counted_again()[0] == 1
    given.change("clocks.csv", lambda rows: rows.append(rows[0] | {"promise": "S5-99"}))
    assert any(line.startswith("1 S5-99") for line in given.counted_again()[1])


@pytest.mark.parametrize("column", ["said", "numerator", "overdue", "excluded", "kept_by_machine", "not_made"])
def test_a_figure_published_otherwise_is_noticed(column: str, of: Callable[[str], Files]):
    def change(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row[column])
        row[column] = "7"

    given = of("s2")
    given.change("figures.csv", change)
    assert given.counted_again()[0] == 1


def test_files_of_two_counts_are_not_compared(of: Callable[[str], Files]):
    given = of("s5")
    given.change("clocks.csv", lambda rows: rows[0].update(counted_at="2026-01-01T00:00:00+00:00"))
    code, lines = given.counted_again()
    assert (code, lines) == (2, ["These files are of two counts. Take both from the page of one count."])


@served
def test_the_file_leads_to_nobody_and_gives_nothing_away_that_is_held_back(files: Callable[[PeriodCount], Files]):
    made = a_quarter("s5")
    given = files(made)
    text = (given._folder / "clocks.csv").read_text(encoding="utf-8")
    references = [word for contact in Contact.objects.all() for word in (contact.reference, key_of(contact))]
    assert [word for word in [*references, "adult", "@", "Sam"] if word in text] == []
    held = {row["promise"] for row in given.rows("figures.csv") if row["held_back"]}
    assert "ASC-ACK" in held
    rows = [row for row in given.rows("clocks.csv") if row["promise"] in held]
    assert {row["state"] for row in rows} == {"held back"}
    assert {row["opened"] for row in rows} == {""}


@served
def test_surveys_and_what_people_found_come_out_the_same_again(files: Callable[[PeriodCount], Files]):
    council, officer = cast.council("s2"), cast.staff(path="s2/customer-services/post")
    answers = ["very satisfied", "satisfied", "neither", "don't know", "blue", ""]
    said = {"council": council, "by": officer, "at": at(MONDAY), "now": at(MONDAY)}
    for answer in answers:
        observations.observe(SURVEY, promise="S2-36", answer=answer, **said)
    for passed in (True, False):
        observations.observe(AUDIT, promise="S2-24", passed=passed, **said)
    code, lines = files(counted("s2")).counted_again()
    assert (code, [line for line in lines if "DIFFERS" in line]) == (0, [])
    assert any("66.6 % (2 of 3)" in line for line in lines)
