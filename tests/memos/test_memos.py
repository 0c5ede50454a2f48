"""Memos: written once for each key, sent over a real mail server, tried again, given up and forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from answerable.channels.email.memo import send_memos
from answerable.councils.models import Council
from answerable.memos.actions import KEPT, LEASE, WAITS, claim_memo, forget_memos, give_memo_up, memo_sent, write_memo
from answerable.memos.models import Memo
from demonstration.mailroom import Mailroom
from tests import cast
from tests.build import at
from tests.channels.conftest import CONTACT, room
from tests.channels.rude_server import RudeServer

NOW = at("Mon 2 Nov 2026 09:00")
A_MOMENT = timedelta(seconds=20)
SAM = "sam@s5.example"

__all__ = ("room",)  # the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def council() -> Council:
    return cast.council()


def written(council: Council, key: str = "morning 1", **changes: Any) -> Memo:
    said: dict[str, Any] = {"to": SAM, "subject": "Three are late", "body": "See the queue.\n", "at": NOW}
    write_memo(council=council, key=key, **(said | changes))
    return Memo.objects.get(key=key)


@contextmanager
def rude(room: Mailroom, settings: Any, tmp_path: Path, answers: dict[str, str]) -> Iterator[RudeServer]:
    with RudeServer(answers) as server:
        file = tmp_path / "rude.toml"
        file.write_text(room.settings_for(CONTACT).replace(f":{room.smtp_port}", f":{server.port}"))
        settings.MAIL_FILE = str(file)
        yield server


def test_a_memo_is_sent_once_for_its_key_from_the_councils_mailbox(room: Mailroom, council: Council) -> None:
    for _ in range(3):
        written(council, subject="Three\nare late")
    assert send_memos(NOW) == 1
    assert send_memos(NOW + timedelta(days=1)) == 0
    [raw] = room.mail_of(SAM)
    email = message_from_bytes(raw, policy=default)
    assert email["From"] == f"{council.name} <{CONTACT}>"
    assert (email["To"], email["Subject"], email["Auto-Submitted"]) == (SAM, "Three are late", "auto-generated")
    assert email["Date"] == "Mon, 02 Nov 2026 09:00:00 +0000"
    assert email.get_content().splitlines() == ["See the queue."]
    assert room.mail_of(CONTACT) == []


def test_one_for_later_waits(room: Mailroom, council: Council) -> None:
    written(council, not_before=NOW + timedelta(hours=1))
    assert send_memos(NOW + timedelta(minutes=59)) == 0
    assert send_memos(NOW + timedelta(hours=1)) == 1


def test_what_a_memo_said_goes_when_it_has_left_or_is_given_up(room: Mailroom, council: Council) -> None:
    assert written(council).body
    send_memos(NOW)
    give_memo_up(written(council, "other"), problem="No such address.")
    assert [memo.body for memo in Memo.objects.all()] == ["", ""]


def test_what_somebody_else_is_sending_is_left_until_their_time_is_over(room: Mailroom, council: Council) -> None:
    memo = written(council)
    assert claim_memo(memo, at=NOW)
    assert not claim_memo(Memo(id=memo.id, try_at=NOW, tries=0), at=NOW)
    assert send_memos(NOW + LEASE - A_MOMENT) == 0
    assert send_memos(NOW + LEASE) == 1
    assert len(room.mail_of(SAM)) == 1


def test_one_that_was_taken_up_by_another_meanwhile_is_not_marked_as_sent_by_the_first(council: Council) -> None:
    first = written(council)
    claim_memo(first, at=NOW)
    second = Memo.objects.get()
    claim_memo(second, at=NOW + LEASE)
    memo_sent(first, at=NOW + LEASE)
    assert Memo.objects.get().sent_at is None


@pytest.mark.slow
def test_a_server_that_is_away_is_asked_once_and_all_wait(settings: Any, tmp_path: Path, council: Council) -> None:
    with Mailroom() as gone:
        file = tmp_path / "mail.toml"
        file.write_text(gone.settings_for(CONTACT))
    settings.MAIL_FILE = str(file)
    written(council, "a")
    written(council, "b")
    assert send_memos(NOW) == 0
    for memo in Memo.objects.all():
        assert "refused" in memo.problem.lower()
        assert (memo.tries, memo.is_given_up) == (1, False)
        assert WAITS[0] <= (memo.try_at or NOW) - NOW < WAITS[0] + A_MOMENT


def test_a_memo_is_given_up_after_the_last_try(settings: Any, council: Council) -> None:
    settings.MAIL_FILE = ""
    now: datetime | None = NOW
    written(council)
    while now is not None:
        send_memos(now + A_MOMENT)
        now = Memo.objects.get().try_at
    memo = Memo.objects.get()
    assert memo.tries == len(WAITS) + 1
    assert memo.is_given_up
    assert memo.problem.startswith(f"Tried {memo.tries} times. ")
    assert "has no mailbox to send from" in memo.problem


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answers", "is_given_up", "problem"),
    [
        ({"RCPT": "550 5.1.1 No such user"}, True, "550 5.1.1 No such user"),
        ({"RCPT": "451 4.7.1 Later"}, False, "451 4.7.1 Later"),
        ({"MAIL": "550 5.7.1 Not you"}, True, "550 5.7.1 Not you"),
        ({"MAIL": "421 4.3.2 Closing"}, False, "421 4.3.2 Closing"),
    ],
)
def test_what_a_server_says_is_believed(
    room: Mailroom, settings: Any, tmp_path: Path, council: Council, answers: dict[str, str], is_given_up: bool,
    problem: str,
) -> None:  # fmt: skip
    memo = written(council)
    with rude(room, settings, tmp_path, answers):
        assert send_memos(NOW) == 0
    memo.refresh_from_db()
    assert (memo.is_given_up, memo.problem) == (is_given_up, problem)


def test_an_address_that_is_none_stops_no_other(room: Mailroom, council: Council) -> None:
    bad = written(council, "a", to="no address")
    written(council, "b")
    assert send_memos(NOW) == 1
    bad.refresh_from_db()
    assert bad.is_given_up
    assert bad.problem.startswith("Cannot write to “no address”: ")


def test_what_is_over_is_forgotten_after_a_month(room: Mailroom, council: Council) -> None:
    written(council)
    assert forget_memos(NOW + KEPT + A_MOMENT) == 0
    send_memos(NOW)
    assert forget_memos(NOW + KEPT) == 0
    assert forget_memos(NOW + KEPT + A_MOMENT) == 1


def test_a_key_that_would_be_cut_is_refused(council: Council) -> None:
    with pytest.raises(ValueError, match="201 characters"):
        written(council, "k" * 201)
