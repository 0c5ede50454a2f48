"""What is not well is said in a sentence, with how bad it is, and without a word that is nobody's business."""

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from answerable.channels.models import Position
from answerable.contacts.models import ClockRow, Contact, Outgoing
from answerable.councils.models import Mailbox
from answerable.health import queries
from answerable.health.actions import show
from answerable.health.queries import TOO_LONG, Sign, signs
from answerable.inbox.models import Incoming
from tests import cast
from tests.build import at

NINE = at("Mon 2 Nov 2026 09:00")
SECOND = timedelta(seconds=1)
LATE = NINE + TOO_LONG + SECOND

pytestmark = pytest.mark.django_db


def sign(name: str, now: datetime) -> Sign:
    """Return one sign."""
    (found,) = (one for one in signs(now) if one.name == name)
    return found


def test_in_an_empty_house_that_runs_all_is_well():
    for process in ("worker", "dispatcher"):
        show(process, at=NINE)
    seen = signs(NINE + 3 * SECOND)
    assert [one.problem for one in seen if one.problem] == []
    assert {one.name: dict(one.figures) for one in seen if one.name != "disk"} == {
        "worker": {"seconds_ago": 3},
        "dispatcher": {"seconds_ago": 3},
        "mailboxes": {"count": 0, "failing": {}},
        "what arrived": {"count": 0, "seconds_late": 0},
        "letters to be sent": {"count": 0, "seconds_late": 0},
        "clocks to be looked at": {"count": 0, "seconds_late": 0},
    }


@pytest.mark.parametrize("process", ["worker", "dispatcher"])
def test_a_process_that_never_ran_or_went_silent_is_not_well(process: str):
    assert sign(process, NINE) == Sign(name=process, problem=f"No {process} has gone round yet. Start one.")
    show(process, at=NINE)
    assert sign(process, NINE + TOO_LONG) == Sign(name=process, figures={"seconds_ago": 300})
    assert sign(process, LATE) == Sign(
        name=process,
        problem=f"No {process} has gone round for 301 seconds. See that it runs, and what it says in its log.",
        figures={"seconds_ago": 301},
    )


def test_a_moment_that_is_still_to_come_is_no_silence():
    show("worker", at=NINE)
    assert sign("worker", NINE - timedelta(hours=1)) == Sign(name="worker", figures={"seconds_ago": 0})


def backlog(name: str, count: int, late: int) -> Sign:
    """Return the sign of a backlog."""
    why = f"{count} wait, the first for {late} seconds. See that the processes run and keep up."
    return Sign(name=name, problem=why if late > 300 else "", figures={"count": count, "seconds_late": late})


def incoming(number: int, **changes: Any) -> Incoming:
    """Keep a message that waits to be read."""
    mailbox = Mailbox.objects.get(address="contact@s5.example")
    values = {"digest": str(number), "raw": b"", "arrived_at": NINE, "kept_at": NINE, "try_at": NINE}
    return Incoming.objects.create(mailbox=mailbox, council=mailbox.council, **{**values, **changes})


def test_mail_that_is_kept_and_not_read_is_counted_from_the_moment_it_could_have_been():
    cast.council()
    incoming(1)
    incoming(2, try_at=NINE + SECOND)
    incoming(3, state=Incoming.State.READ)
    incoming(4, state=Incoming.State.UNREADABLE)
    incoming(5, try_at=NINE + timedelta(hours=1))  # put off, and nobody is late
    assert sign("what arrived", NINE + TOO_LONG) == backlog("what arrived", 2, 300)
    assert sign("what arrived", LATE) == backlog("what arrived", 2, 301)


def test_letters_that_nobody_sends_are_counted_and_those_put_off_or_settled_are_not():
    for _ in range(3):
        cast.received(NINE)
    put_off, failed, _waits = Outgoing.objects.order_by("id")
    Outgoing.objects.update(try_at=NINE)
    Outgoing.objects.filter(id=put_off.id).update(try_at=NINE + timedelta(hours=1))
    Outgoing.objects.filter(id=failed.id).update(state=Outgoing.State.FAILED)
    assert sign("letters to be sent", LATE) == backlog("letters to be sent", 1, 301)


def test_a_letter_whose_dispatcher_went_away_is_counted_once_its_time_is_over():
    cast.received(NINE)
    Outgoing.objects.update(state=Outgoing.State.SENDING, try_at=NINE)
    assert sign("letters to be sent", LATE) == backlog("letters to be sent", 1, 301)


def test_clocks_that_nobody_looks_at_are_counted():
    cast.received(NINE)
    ClockRow.objects.update(wake_at=None)
    ClockRow.objects.filter(id__in=list(ClockRow.objects.values_list("id", flat=True)[:2])).update(wake_at=NINE)
    assert sign("clocks to be looked at", LATE) == backlog("clocks to be looked at", 2, 301)


@pytest.fixture
def mailboxes(settings: Any, tmp_path: Path) -> list[Position]:
    """Three mailboxes in the mail file, looked into at nine, and one that is not in it."""
    file = tmp_path / "mail.toml"
    table = '["contact@{}.example"]\nimap = "imap://a:secret@127.0.0.1:1"\nsmtp = "smtp://127.0.0.1:1"\n'
    file.write_text("".join(table.format(key) for key in ("s1", "s2", "s5")), encoding="utf-8")
    settings.MAIL_FILE = str(file)
    for key in ("s1", "s2", "s3", "s5"):
        cast.council(key)
    ours = Mailbox.objects.exclude(address="contact@s3.example").order_by("id")
    return [Position.objects.create(mailbox=mailbox, looked_at=NINE) for mailbox in ours]


def failing(count: int, **failing: int | None) -> Sign:
    """Return the sign of mailboxes of which some cannot be looked into."""
    return Sign(
        name="mailboxes",
        problem=f"{count} of 3 cannot be looked into. The desk's page about mail says why." if count else "",
        figures={"count": 3, "failing": {f"contact@{key}.example": ago for key, ago in failing.items()}},
    )


def test_mailboxes_that_are_looked_into_are_well(mailboxes: list[Position]):
    assert sign("mailboxes", NINE + TOO_LONG) == failing(0)


def test_a_mailbox_that_cannot_be_reached_or_was_left_alone_is_named_and_the_reason_is_not(mailboxes: list[Position]):
    first, second, third = mailboxes
    Position.objects.filter(pk=first.pk).update(problem="mail.s1.example refused the password of contact")
    Position.objects.filter(pk=second.pk).update(looked_at=NINE - TOO_LONG)
    third.delete()
    assert sign("mailboxes", NINE + SECOND) == failing(3, s1=1, s2=301, s5=None)


def test_a_mail_file_that_cannot_be_used_is_not_well_and_its_words_are_not_shown(settings: Any, tmp_path: Path):
    settings.MAIL_FILE = str(tmp_path / "gone.toml")
    assert sign("mailboxes", NINE) == Sign(
        name="mailboxes", problem="The mail file cannot be used. The worker's log says why."
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="A server minds its own disk.")
@pytest.mark.parametrize(("free", "is_well"), [(100 * 1024**2, True), (100 * 1024**2 - 1, False)])
def test_a_disk_without_room_for_the_largest_message_is_not_well(
    free: int, is_well: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queries.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    why = "" if is_well else "The disk is nearly full: soon nothing can be kept. Make room."
    assert sign("disk", NINE) == Sign(name="disk", problem=why, figures={"megabytes_free": 100 if is_well else 99})


@pytest.mark.parametrize("contacts", [1, 3])
def test_a_probe_asks_five_questions_however_much_there_is(
    contacts: int, mailboxes: list[Position], django_assert_num_queries
):
    for number in range(contacts):
        cast.received(NINE)
        incoming(number)
    assert Contact.objects.count() == contacts
    with django_assert_num_queries(5):
        signs(LATE)


def test_where_one_account_alone_has_a_password_it_is_not_well_without_that_account(settings: Any):
    settings.PASSWORD_ONLY_FOR = "sam.field@council.example"
    why = "Nobody could sign in while the directory is away. answerable doctor says what to do."
    assert sign("passwords", NINE) == Sign(name="passwords", problem=why)
    cast.staff()
    assert sign("passwords", NINE) == Sign(name="passwords")
