"""The record is verified from the command line, with exit codes that a script can read."""

import json
from pathlib import Path
from typing import Any

import pytest

from answerable.contacts.models import ClockRow, FactRow
from answerable.evidence.actions import key_at, seal_all
from answerable.evidence.anchoring import write_anchor
from answerable.evidence.keys import make_key, public_file, read_key
from answerable.evidence.models import Entry
from tests import cast
from tests.build import at
from tests.cli.asking import ask
from tests.evidence.tampering import tamper

pytestmark = pytest.mark.django_db

LATER = at("Mon 2 Nov 2026 10:00")


@pytest.fixture(autouse=True)
def sealed(settings: Any, tmp_path: Path) -> None:
    """Receive a message, and seal it with a key of its own."""
    settings.SEAL_KEY = tmp_path / "key"
    cast.received()
    seal_all(at=LATER, key=key_at(settings.SEAL_KEY))


def test_a_record_that_is_whole_ends_with_nought_and_says_how_much_was_looked_at():
    entries, facts = Entry.objects.count(), FactRow.objects.count()
    answer = ask("verify-record")
    assert (answer.out, answer.code) == ("", 0)
    said = answer.said.splitlines()
    assert said[0].startswith(f"1 seal on edition 1, entry {entries}, fact {facts}, text ")
    assert said[0].endswith("; 0 wait to be sealed.")
    assert said[1:] == [
        "Nothing outside was compared: seals that were cut off at the end are not missed. Give it with --anchor.",
        "The record is whole.",
    ]


def test_a_change_ends_with_one_and_says_where_and_what():
    fact = FactRow.objects.order_by("id")[0]
    tamper(f"UPDATE contacts_fact SET at = '2026-01-01 09:00:00+00:00' WHERE id = {fact.id}")
    answer = ask("verify-record")
    assert answer.code == 1
    assert answer.said.splitlines()[-1] == "The record was changed: 1 fault."
    assert answer.out == f"fact {fact.id}, {fact.contact.reference}: it was changed after seal 1 was put on it\n"
    answer = ask("verify-record", "--json")
    told = json.loads(answer.out)
    assert (answer.code, told["whole"], told["seals"], told["waiting"], told["anchored"]) == (1, False, 1, 0, False)
    assert told["faults"] == [
        {
            "sort": "fact",
            "key": str(fact.id),
            "about": fact.contact.reference,
            "problem": "it was changed after seal 1 was put on it",
        }
    ]


def test_what_was_written_down_outside_is_compared(settings: Any, tmp_path: Path):
    file = tmp_path / "anchor.jsonl"
    write_anchor(file)
    assert ask("verify-record", "--anchor", str(file)).code == 0
    settings.ANCHOR = str(file)
    assert ask("verify-record", "--json").code == 0
    tamper("DELETE FROM contacts_clock", "DELETE FROM contacts_fact", "DELETE FROM evidence_entry")
    tamper("DELETE FROM evidence_seal")
    answer = ask("verify-record")
    assert answer.code == 1
    assert "it was written down outside, and it and all after it are gone" in answer.out


def test_an_anchor_or_a_key_that_cannot_be_read_ends_with_two(tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("no line of an anchor\n")
    answer = ask("verify-record", "--anchor", str(file))
    assert (answer.code, answer.said[:40]) == (2, "Error: Cannot read line 1 of the anchor:")
    answer = ask("verify-record", "--public-key", str(file))
    assert (answer.code, answer.said) == (
        2,
        f"Error: Cannot find a public key in {file}. Give the file that the council gave out.\n",
    )


def test_with_the_public_key_of_somebody_else_nothing_is_vouched_for(settings: Any, tmp_path: Path):
    make_key(tmp_path / "theirs")
    answer = ask("verify-record", "--public-key", str(public_file(tmp_path / "theirs")))
    assert answer.code == 1
    assert f"was signed with a key that is not known: {read_key(settings.SEAL_KEY).name}" in answer.out
    assert ask("verify-record", "--public-key", str(public_file(settings.SEAL_KEY))).code == 0


def test_clocks_are_worked_out_again_where_that_is_asked():
    ClockRow.objects.update(wake_at=None)
    ClockRow.objects.filter(promise="S5-24").update(state="kept")
    assert ask("verify-record").code == 0
    answer = ask("verify-record", "--clocks")
    assert answer.code == 1
    assert "S5-24 is kept, which does not follow from its facts" in answer.out


def test_the_public_keys_are_shown_and_a_new_key_signs_on(settings: Any):
    former = read_key(settings.SEAL_KEY)
    answer = ask("seal-key")
    assert (answer.out, answer.said) == (
        public_file(settings.SEAL_KEY).read_text(),
        f"Seals are signed with the key {former.name}.\n",
    )
    answer = ask("seal-key", "--renew")
    renewed = read_key(settings.SEAL_KEY)
    assert answer.out.count("-----BEGIN PUBLIC KEY-----") == 2
    assert answer.said == f"Seals are signed with the key {renewed.name}. Start the worker anew to sign with it.\n"
    seal_all(at=LATER, key=renewed)
    assert ask("verify-record").code == 0


@pytest.mark.parametrize("command", [["verify-record"], ["seal-key"], ["seal-key", "--renew"]])
def test_a_key_that_others_may_read_is_refused_at_the_start(command: list[str], settings: Any):
    settings.SEAL_KEY.chmod(0o644)
    answer = ask(*command)
    assert answer.code == 2
    assert f"Cannot use the seal key {settings.SEAL_KEY}: others may read it, and could forge." in answer.said
