"""A mailbox is tried with an email to itself: it is known when it comes in, and failed when it does not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from answerable.channels.checks.trying import try_mailbox
from answerable.channels.email.checking import message_id_of
from answerable.channels.email.fetch import fetch
from answerable.config.clock import the_moment_it_is
from answerable.contacts.models import Contact, Outgoing
from answerable.councils.models import Mailbox
from answerable.inbox.models import Incoming
from answerable.observations.actions import give_up
from answerable.observations.models import ObservationRow
from answerable.standards.vocabulary.feeds import MAILBOX
from demonstration.mailroom import Mailroom
from tests import cast
from tests.channels.checks.counting import counted, outcomes, said, waiting
from tests.channels.email.odd_mail import bounce
from tests.channels.taking_in import take_in_all

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

QUARTER = timedelta(minutes=15)
ADDRESS = "contact@s2.example"
TOO_LATE = [("mailbox", False, "It had not come after 15 minutes.")]


@pytest.fixture
def now() -> Iterator[datetime]:
    """Return the moment it is: the mailroom dates what comes in by the clock."""
    cast.council("s2")
    yield the_moment_it_is()


def comes_in(at: datetime) -> None:
    fetch(Mailbox.objects.get(address=ADDRESS), at=at)
    take_in_all(at=at)


@pytest.mark.promise("S2-21")
@pytest.mark.promise("S2-03")
def test_a_test_email_that_comes_in_keeps_the_promises(room: Mailroom, now: datetime):
    try_mailbox(now)
    assert outcomes() == [("mailbox", None, "")]
    comes_in(now + timedelta(seconds=5))
    assert outcomes() == [("mailbox", True, "")]
    made = counted("s2", now)
    assert [said(made, id) for id in ("S2-21", "S2-03")] == [("100.0 %", 1, 1, ""), ("100.0 %", 1, 1, "")]


def test_a_test_email_is_nobodys_contact_and_is_not_acknowledged(room: Mailroom, now: datetime):
    try_mailbox(now)
    comes_in(now + timedelta(seconds=5))
    assert list(Incoming.objects.values_list("state", "contact")) == [("ours", None)]
    assert (Contact.objects.count(), Outgoing.objects.count(), waiting("s2", now)) == (0, 0, [])
    assert len(room.mail_of(ADDRESS)) == 1


@pytest.mark.promise("S2-21")
@pytest.mark.promise("S2-03")
def test_a_test_email_that_does_not_come_in_time_breaks_the_promises(room: Mailroom, now: datetime):
    try_mailbox(now)
    give_up(MAILBOX, at=now + QUARTER - timedelta(seconds=1))
    assert outcomes() == [("mailbox", None, "")]
    give_up(MAILBOX, at=now + QUARTER)
    assert outcomes() == TOO_LATE
    made = counted("s2", now + QUARTER)
    assert [said(made, id) for id in ("S2-21", "S2-03")] == [("0.0 %", 0, 1, ""), ("0.0 %", 0, 1, "")]
    comes_in(now + QUARTER)
    assert (outcomes(), Contact.objects.count()) == (TOO_LATE, 0)


def test_what_counts_is_when_the_mail_server_had_it_and_not_when_it_was_fetched(room: Mailroom, now: datetime):
    try_mailbox(now)
    comes_in(now + 2 * QUARTER)
    assert outcomes() == [("mailbox", True, "")]


def test_an_email_that_the_server_had_too_late_has_failed(room: Mailroom, now: datetime):
    long_ago = now - QUARTER - timedelta(seconds=5)
    try_mailbox(long_ago)
    comes_in(now + timedelta(seconds=5))
    assert outcomes() == [("mailbox", False, "It came too late.")]


@pytest.mark.promise("S2-21")
def test_a_mailbox_that_refuses_an_email_has_failed_at_once(now: datetime, settings: Any, tmp_path: Path):
    with Mailroom(refusals={ADDRESS: "552 5.2.2 The mailbox is full"}) as room:
        settings.MAIL_FILE = str(tmp_path / "mail.toml")
        Path(settings.MAIL_FILE).write_text(room.settings_for(ADDRESS))
        try_mailbox(now)
    ((_, passed, problem),) = outcomes()
    assert passed is False
    assert problem.startswith("It could not be sent: ")
    assert "The mailbox is full" in problem


def test_a_report_that_a_test_did_not_arrive_is_for_its_check_and_no_contact(room: Mailroom, now: datetime):
    try_mailbox(now)
    mailbox = Mailbox.objects.get()
    report = bounce(about=message_id_of(ObservationRow.objects.get(), mailbox), recipient=ADDRESS)
    moments = {"arrived_at": now, "kept_at": now, "try_at": now}
    Incoming.objects.create(channel="email", mailbox=mailbox, council_id="s2", raw=report, **moments)
    take_in_all(at=now)
    assert outcomes() == [("mailbox", False, "A mail server says: 5.1.1 smtp; 550 Nobody of that name")]
    assert (Incoming.objects.get().state, Contact.objects.count()) == ("ours", 0)


def test_each_mailbox_of_the_mail_file_is_tried_once_a_quarter_of_an_hour(room: Mailroom, now: datetime):
    cast.council("s5")
    Mailbox.objects.create(council_id="s5", team=cast.team_of(), address="nobody@s5.example")
    for moment in (now, now, now, now + QUARTER):
        try_mailbox(moment)
    assert list(ObservationRow.objects.order_by("id").values_list("subject", "at")) == [
        (ADDRESS, now),
        ("contact@s5.example", now),
        (ADDRESS, now + QUARTER),
    ]


def test_a_council_without_a_mailbox_in_the_mail_file_has_no_such_check(now: datetime, settings: Any):
    settings.MAIL_FILE = ""
    try_mailbox(now)
    assert outcomes() == []
