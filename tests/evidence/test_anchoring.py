"""The newest seal leaves the house, and it shows when it does not."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from answerable.config import anchoring
from answerable.config.anchoring import mail_anchor, note_anchor
from answerable.evidence.actions import key_at, record, seal_all
from answerable.evidence.anchoring import CutOff, anchors_in, as_anchor, file_problem, write_anchor
from answerable.evidence.keys import SigningKey
from answerable.evidence.models import Entry, Seal
from answerable.health.queries import Sign, anchored
from tests.build import at
from tests.evidence.tampering import tamper

pytestmark = pytest.mark.django_db

NOON = at("Mon 2 Nov 2026 12:00")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    """Give a key in a file of its own."""
    return key_at(tmp_path / "key")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the place of a file that is not there yet."""
    return tmp_path / "anchor.jsonl"


def sealed(key: SigningKey, when: Any = NOON) -> Seal:
    record("took", about="7K3Q-92MX", at=when)
    seal_all(at=when, key=key)
    return Seal.objects.latest("number")


def test_each_newest_seal_is_written_down_once_and_read_again(key: SigningKey, file: Path):
    assert write_anchor(file) == 0
    first = sealed(key)
    assert (write_anchor(file), write_anchor(file)) == (1, 0)
    second = sealed(key)
    assert write_anchor(file) == 1
    lines = file.read_text().splitlines()
    assert [json.loads(line) for line in lines] == [as_anchor(first), as_anchor(second)]
    assert list(anchors_in(lines)) == [(1, first.digest), (2, second.digest)]


def test_what_is_written_down_nowhere_is_no_trouble(settings: Any):
    settings.ANCHOR = settings.ANCHOR_TO = ""
    assert (note_anchor(NOON), mail_anchor(NOON), list(anchored(NOON))) == (0, 0, [])


def test_a_seal_that_is_gone_is_missed_at_once(key: SigningKey, file: Path, settings: Any):
    sealed(key)
    write_anchor(file)
    tamper("DELETE FROM evidence_seal")
    with pytest.raises(CutOff, match="Seal 1 is written down in"):
        write_anchor(file)
    settings.ANCHOR = str(file)
    why = "A seal that was written down outside is gone from the database. Keep both, and verify the record."
    assert list(anchored(NOON)) == [Sign(name="seals written down outside", problem=why)]


def test_a_seal_that_is_not_written_down_for_a_quarter_of_an_hour_is_told(key: SigningKey, file: Path):
    sealed(key)
    assert file_problem(file, NOON + 15 * MINUTE) == ""
    late = "The newest seal is not written down outside. The worker's log says why."
    assert file_problem(file, NOON + 16 * MINUTE) == late
    write_anchor(file)
    assert file_problem(file, NOON + DAY) == ""


@pytest.mark.parametrize("words", ["no line of ours\n", "{}\n", '{"number": "x", "digest": ""}\n'])
def test_a_file_that_is_no_anchor_is_told_and_not_written_to(words: str, key: SigningKey, file: Path):
    sealed(key)
    file.write_text(words)
    with pytest.raises(ValueError, match="Cannot read line"):
        write_anchor(file)
    assert file_problem(file, NOON) == "The file that seals are written down in cannot be read."
    assert file.read_text() == words


class Line:
    """A server that takes what it is given, or hangs up."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.sock = None
        self.fails = False

    def __call__(self, server: Any) -> "Line":
        return self

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def send_message(self, letter: Any) -> None:
        if self.fails:
            raise OSError("it hung up")
        self.taken.append(letter)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Line:
    """Give the server of a mailbox, from which the newest seal is sent to an auditor."""
    line = Line()
    monkeypatch.setattr(anchoring, "open_smtp", line)
    settings.ANCHOR_TO = "audit@else.example"
    settings.MAIL_FILE = str(tmp_path / "mail.toml")
    Path(settings.MAIL_FILE).write_text(
        '["contact@council.example"]\nimap = "imap://a:b@127.0.0.1"\nsmtp = "smtp://a:b@127.0.0.1"\n'
    )
    return line


def test_the_newest_seal_is_sent_once_a_day_with_the_line_that_an_auditor_keeps(key: SigningKey, line: Line):
    assert mail_anchor(NOON) == 0
    made = sealed(key)
    assert [mail_anchor(NOON), mail_anchor(NOON + DAY - MINUTE), mail_anchor(NOON + DAY)] == [1, 0, 1]
    letter = line.taken[0]
    assert (letter["From"], letter["To"]) == ("contact@council.example", "audit@else.example")
    assert letter["Subject"] == "Seal 1 on the record of http://testserver"
    words = [one for one in letter.get_content().splitlines() if one.startswith('{"number"')]
    assert list(anchors_in(words)) == [(1, made.digest)]
    assert Entry.objects.filter(what="sent the newest seal").count() == 2


def test_a_seal_that_could_not_be_sent_is_tried_again_and_told_after_two_days(key: SigningKey, line: Line):
    sealed(key)
    line.fails = True
    with pytest.raises(OSError, match="it hung up"):
        mail_anchor(NOON)
    assert Entry.objects.filter(what="sent the newest seal").count() == 0
    late = "The newest seal was not sent outside for two days. The worker's log says why."
    assert [sign.problem for sign in anchored(NOON + 2 * DAY)] == [""]
    assert [sign.problem for sign in anchored(NOON + 2 * DAY + MINUTE)] == [late]
    line.fails = False
    assert mail_anchor(NOON + 2 * DAY + MINUTE) == 1
    assert [sign.problem for sign in anchored(NOON + 2 * DAY + MINUTE)] == [""]


def test_without_a_mailbox_to_send_from_it_is_said_what_to_do(key: SigningKey, line: Line, settings: Any):
    sealed(key)
    settings.MAIL_FILE = ""
    with pytest.raises(RuntimeError, match="ANSWERABLE_MAIL names no mailbox to send it from"):
        mail_anchor(NOON)
