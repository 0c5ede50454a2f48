"""Letters to customers who wrote on paper are files in a folder, whole or not there, once."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from answerable.channels.letter.carrier import PrintFolder
from answerable.contacts import actions
from answerable.contacts.actions import dispatch, dispatching
from answerable.contacts.actions.claiming import LEASE
from answerable.contacts.models import Outgoing
from answerable.contacts.queries import is_opened_by
from tests import cast
from tests.build import at

MONDAY = at("Mon 2 Nov 2026 09:00")
SOON = MONDAY + timedelta(minutes=1)
A_MOMENT = timedelta(seconds=20)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.CARRIERS = ("email", "letter")
    yield tmp_path


def written() -> Outgoing:
    """Return a letter to Kim, who wrote on paper, waiting in the outbox."""
    contact = cast.received(MONDAY, channel="letter", email="", name="Kim Wood", subject="Street lamp")
    actions.acknowledge(
        contact, body="We have your letter.", parts=cast.parts(by_when=date(2026, 11, 6)), by=cast.staff(), at=MONDAY
    )
    return Outgoing.objects.get(message__contact=contact)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def name_of(letter: Outgoing) -> str:
    return f"{letter.message.message_id.strip('<').partition('@')[0]}.txt"


def test_a_letter_is_a_file_named_by_reference_and_message_id_and_a_fact_when_it_is_there(folder: Path) -> None:
    letter = written()
    contact = letter.message.contact
    assert dispatch([PrintFolder(folder)], now=SOON) == 1
    assert files(folder) == [name_of(letter)]
    assert name_of(letter).startswith(f"{contact.reference}.")
    assert list(contact.facts.values_list("what", flat=True)) == ["received", "acknowledged"]
    council = contact.council
    words, _, link = (folder / name_of(letter)).read_text(encoding="utf-8").rpartition("\n\nFollow it here: ")
    assert is_opened_by(contact, link.strip().rstrip("/").rpartition("/")[2], now=SOON)
    assert words == (
        f"{council.name}\n{council.address}\n\nMonday 2 November 2026\n\n[{contact.reference}] Street lamp\n\n"
        f"{letter.message.body}"
    )
    assert letter.message.body.startswith("Dear Kim Wood,\n\nWe have your letter.")


def test_a_letter_can_be_read_by_the_group_of_whoever_prints_and_by_nobody_else(folder: Path) -> None:
    written()
    before = os.umask(0o077)
    try:
        dispatch([PrintFolder(folder)], now=SOON)
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o640]


def test_a_dispatcher_killed_after_the_file_was_there_does_not_write_it_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """What kill -9 looks like from inside."""

    def kill(*_: object, **__: object) -> None:
        raise Killed

    letter = written()
    with monkeypatch.context() as patch:
        patch.setattr(dispatching, "settle", kill)
        with pytest.raises(Killed):
            dispatch([PrintFolder(folder)], now=SOON)
    (folder / name_of(letter)).write_text("as it was first")
    assert dispatch([PrintFolder(folder)], now=SOON + LEASE + A_MOMENT) == 1
    assert (folder / name_of(letter)).read_text() == "as it was first"


def test_a_dispatcher_killed_before_the_file_was_whole_leaves_none_and_it_is_written_then(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """What kill -9 looks like from inside."""

    def kill(*_: object) -> None:
        raise Killed

    letter = written()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", kill)
        with pytest.raises(Killed):
            dispatch([PrintFolder(folder)], now=SOON)
    assert files(folder) == [f".{name_of(letter)}.part"]
    assert dispatch([PrintFolder(folder)], now=SOON + LEASE + A_MOMENT) == 1
    assert files(folder) == [name_of(letter)]


def test_a_folder_that_is_not_there_is_said_and_tried_again(folder: Path) -> None:
    letter, missing = written(), folder / "missing"
    assert dispatch([PrintFolder(missing)], now=SOON) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.problem) == (
        "waiting",
        f"Cannot write into the print folder {missing}: No such file or directory.",
    )
    missing.mkdir()
    assert dispatch([PrintFolder(missing)], now=letter.try_at) == 1


def test_while_the_folder_is_away_a_letter_in_doubt_is_not_written_again(folder: Path) -> None:
    letter = written()
    assert actions.claim(letter, at=SOON)
    assert dispatch([PrintFolder(folder / "missing")], now=SOON + LEASE + A_MOMENT) == 0
    letter.refresh_from_db()
    assert letter.state == "sending"


def test_no_message_id_leads_out_of_the_folder(folder: Path) -> None:
    letter = written()
    letter.message.message_id = "<../../etc/7K3Q-92MX\n.0@council.example>"
    PrintFolder(folder).deliver(letter, letter.message.body)
    assert (files(folder), PrintFolder(folder).has_left(letter)) == (["....etc7K3Q-92MX.0.txt"], True)
