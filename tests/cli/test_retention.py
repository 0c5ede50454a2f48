"""What was kept long enough is shown, and goes only when somebody typed how much; what failed is said."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from answerable.contacts.models import Contact
from answerable.councils.keeping import KEEPING
from answerable.retention import actions
from answerable.retention.actions import place_hold
from answerable.retention.models import ErasureGround, Hold
from tests import cast
from tests.build import at, on
from tests.cli.asking import ask
from tests.retention.lives import plain_life

pytestmark = pytest.mark.django_db

CLOSED = at("Tue 10 Nov 2026 10:00")


@pytest.fixture(autouse=True)
def much_later(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.DELETIONS = tmp_path / "deletions.jsonl"
    command = sys.modules["answerable.cli.retention"]  # the package has the command itself under that name
    monkeypatch.setattr(command, "the_moment_it_is", lambda: at("Sat 10 Nov 2029 09:00"))


def two() -> tuple[Contact, Contact]:
    """Return one that goes and one that is held."""
    goes, stays = plain_life(CLOSED), plain_life(CLOSED, email="kim@home.example")
    place_hold(
        stays,
        ground=Hold.Ground.LITIGATION,
        why="Case 12",
        review_on=on("Mon 4 Jan 2027"),
        all_of_customer=False,
        by=cast.staff(),
        at=CLOSED,
    )
    return goes, stays


def erased() -> list[str]:
    return list(Contact.objects.filter(erased_at__isnull=False).values_list("reference", flat=True))


def test_without_being_told_to_it_only_shows_what_would_go_by_rule():
    goes, stays = two()
    answer = ask("retention")
    assert (answer.code, erased()) == (0, [])
    line = next(line for line in answer.out.splitlines() if "enquiry" in line)
    assert line.split() == ["s5", "enquiry", "3", "years", "1", "1", goes.reference]
    assert f"Held: {stays.reference}. {stays.reference} is held: A court case, or a claim" in answer.said
    assert ask("retention", "--dry-run").out == answer.out


def test_as_json_it_says_the_same():
    goes, stays = two()
    found = {one["rule"]: one for one in ask("retention", "--json").json()}
    assert list(found) == list(KEEPING)
    assert found["enquiry"] == {
        "council": "s5",
        "rule": "enquiry",
        "title": "Enquiries, requests for a service, and whatever else is written to us",
        "kept_for": "3 years",
        "number": 1,
        "references": [goes.reference],
        "held": [{"reference": stays.reference, "why": found["enquiry"]["held"][0]["why"]}],
    }


def test_it_erases_once_the_number_was_typed():
    goes, _ = two()
    answer = ask("retention", "--do", given="1\n")
    assert (answer.code, answer.out.splitlines()[-1], erased()) == (
        0,
        "s5, enquiry: 1 thing erased.",
        [goes.reference],
    )
    assert ask("retention", "--do").said == "Nothing has been kept long enough, or all of it is held.\n"


@pytest.mark.parametrize("typed", ["2\n", "yes\n", "", "\n"])
def test_it_erases_nothing_where_another_number_or_none_was_typed(typed: str):
    two()
    assert ask("retention", "--do", given=typed).code in (2, 130)
    assert erased() == []


def test_only_the_council_that_is_named_is_looked_at():
    two()
    plain_life(CLOSED, key="s1")
    assert {one["council"] for one in ask("retention", "--council", "s1", "--json").json()} == {"s1"}
    assert ask("retention", "--council", "s1", "--do", given="1\n").code == 0
    assert [one.council_id for one in Contact.objects.filter(erased_at__isnull=False)] == ["s1"]
    assert (
        ask("retention", "--council", "s9").code,
        "There is no council 's9' here" in ask("retention", "--council", "s9").said,
    ) == (2, True)


def test_what_could_not_go_is_named_with_the_reason_and_the_exit_code_says_so(monkeypatch: pytest.MonkeyPatch):
    goes, _ = two()

    def fails(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("a loose wire")

    monkeypatch.setattr(actions, "erase_words", fails)
    answer = ask("retention", "--do", "--json", given="1\n")
    assert answer.code == 1
    assert answer.json() == [{"council": "s5", "erased": {}, "failed": {goes.reference: "a loose wire"}}]
    assert f"Not erased: {goes.reference}. a loose wire" in answer.said


def test_what_a_file_names_goes_again_and_a_line_that_cannot_be_read_is_told(tmp_path: Path):
    goes, stays = two()
    file = tmp_path / "old.jsonl"
    lines = [json.dumps({"reference": one.reference, "ground": "enquiry"}) for one in (goes, stays)]
    file.write_text("\n".join(["{", *lines, json.dumps({"reference": "7K3Q-92MX", "ground": "enquiry"})]))
    answer = ask("retention", "--again", file)
    assert (answer.code, answer.out, erased()) == (1, "again: 1 thing erased.\n", [goes.reference])
    assert "Not erased: line 1. It is no line of this file" in answer.said
    assert f"Not erased: {stays.reference}. Cannot erase this. {stays.reference} is held" in answer.said


def test_again_stands_alone(tmp_path: Path):
    (tmp_path / "old.jsonl").write_text("")
    answer = ask("retention", "--again", tmp_path / "old.jsonl", "--do")
    assert (answer.code, "Leave the other options out." in answer.said) == (2, True)
    assert ask("retention", "--again", tmp_path / "old.jsonl").said == "Nothing had to be erased.\n"


# answerable customer


def test_all_about_somebody_is_written_to_a_file_that_was_not_there(tmp_path: Path):
    contact = plain_life(CLOSED)
    file = tmp_path / "robin.zip"
    answer = ask("customer", "export", contact.reference.lower(), "-o", file)
    assert (answer.code, answer.said) == (
        0,
        f"{file} holds 1 contact. Before it goes, look at 0 things that may be of somebody else: "
        f"look-at-this-before-it-goes.txt names each.\n",
    )
    assert (file.read_bytes()[:2], file.stat().st_mode & 0o777) == (b"PK", 0o600)
    before = file.read_bytes()
    again = ask("customer", "export", contact.reference, "-o", file)
    assert (again.code, "it is there already" in again.said, file.read_bytes() == before) == (2, True, True)


def test_no_half_of_a_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    contact = plain_life(CLOSED)

    def fails(*args: Any, **kwargs: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actions, "write_all", fails)
    answer = ask("customer", "export", contact.reference, "-o", tmp_path / "robin.zip")
    assert (answer.code, "No space left on device" in answer.said, list(tmp_path.iterdir())) == (2, True, [])


def test_all_about_somebody_goes_once_the_reference_was_typed_again():
    contact = plain_life(CLOSED)
    erase = ("customer", "erase", contact.reference, "--ground", "objection")
    wrong = ask(*erase, given="yes\n")
    assert (wrong.code, erased()) == (2, [])
    assert "What was written, by them, to them and among ourselves   2" in wrong.out
    right = ask(*erase, given=f"{contact.reference.lower()}\n")
    assert (right.code, right.out.splitlines()[-1]) == (0, "1 contact erased.")
    assert erased() == [contact.reference]
    assert (ask(*erase).code, "is erased already" in ask(*erase).said) == (2, True)


def test_nothing_goes_while_something_is_open_and_it_says_what_to_do():
    contact, new = plain_life(CLOSED), cast.received()
    answer = ask("customer", "erase", contact.reference, "--ground", "objection", given=f"{contact.reference}\n")
    assert (answer.code, erased()) == (2, [])
    assert f"Nothing was erased. {new.reference} is open. Answer and close it first." in answer.said


def test_a_reference_that_is_of_nothing_is_refused():
    cast.council()
    for command in (("erase", "nobody", "--ground", "duty"), ("export", "7K3Q-92MX", "-o", "/nowhere/x.zip")):
        answer = ask("customer", *command)
        assert (answer.code, "There is no contact" in answer.said) == (2, True)


def test_the_grounds_are_those_of_the_house():
    from answerable.cli.customer import GROUNDS

    assert list(GROUNDS) == ErasureGround.values
