"""The worker fetches the mailboxes it has servers for, and leaves one that is away alone for a minute."""

from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import connection

from answerable.channels.models import Position
from answerable.config import worker
from answerable.config.rounds import Duty
from answerable.contacts.models import Outgoing
from answerable.councils.models import Mailbox
from answerable.health.models import LastRound
from answerable.inbox.models import Incoming
from tests import cast
from tests.build import at

NINE = at("Mon 2 Nov 2026 09:00")


@pytest.fixture
def fetched(monkeypatch, settings, tmp_path) -> list[str]:
    """Give servers to the mailboxes of two of three councils, and note which are fetched."""
    for key in ("s1", "s2", "s5"):
        cast.council(key)
    file = tmp_path / "mail.toml"
    table = '["contact@{}.example"]\nimap = "imap://a:b@127.0.0.1:1"\nsmtp = "smtp://127.0.0.1:1"\n'
    file.write_text(table.format("s1") + table.format("s5"), encoding="utf-8")
    settings.MAIL_FILE = str(file)
    seen: list[str] = []
    monkeypatch.setattr(worker, "fetch", lambda mailbox, *, at: seen.append(mailbox.address))
    return seen


@pytest.mark.django_db
def test_each_mailbox_that_the_mail_file_knows_is_fetched(fetched: list[str]):
    worker.fetch_all(NINE)
    assert fetched == ["contact@s1.example", "contact@s5.example"]


@pytest.mark.django_db
def test_a_mailbox_that_could_not_be_reached_is_left_alone_for_a_minute_and_the_others_are_not(fetched: list[str]):
    for address, problem in (("contact@s1.example", "Nobody answers"), ("contact@s5.example", "")):
        Position.objects.create(mailbox=Mailbox.objects.get(address=address), looked_at=NINE, problem=problem)
    worker.fetch_all(NINE + timedelta(seconds=59))
    assert fetched == ["contact@s5.example"]
    worker.fetch_all(NINE + timedelta(seconds=60))
    assert fetched == ["contact@s5.example", "contact@s5.example", "contact@s1.example"]


@pytest.mark.django_db
def test_those_that_waited_longest_come_first_and_of_those_that_failed_one_at_a_time(fetched: list[str]):
    for address, minutes in (("contact@s1.example", 5), ("contact@s5.example", 9)):
        when = NINE - timedelta(minutes=minutes)
        Position.objects.create(mailbox=Mailbox.objects.get(address=address), looked_at=when)
    worker.fetch_all(NINE)
    Position.objects.update(problem="Nobody answers")
    worker.fetch_all(NINE)
    assert fetched == ["contact@s5.example", "contact@s1.example", "contact@s5.example"]


@pytest.mark.django_db
def test_what_was_put_off_while_the_clock_ran_a_day_ahead_is_not_left_for_a_day(fetched: list[str]):
    tomorrow = NINE + timedelta(days=1)
    Position.objects.create(
        mailbox=Mailbox.objects.get(address="contact@s1.example"), looked_at=tomorrow, problem="Nobody answers"
    )
    worker.fetch_all(NINE)
    assert fetched == ["contact@s5.example", "contact@s1.example"]
    letters = {}
    for name, tries, hours in (("put back", 1, 24.02), ("new", 0, 24), ("on its way", 1, 24.2), ("by right", 9, 16)):
        contact = cast.received(NINE)
        state = "sending" if name == "on its way" else "waiting"
        found = Outgoing.objects.filter(message__contact=contact)
        found.update(state=state, tries=tries, try_at=NINE + timedelta(hours=hours))
        letters[found.get().pk] = name
    arrived = {"council_id": "s5", "channel": "web", "raw": b"", "arrived_at": NINE, "kept_at": NINE}
    far = Incoming.objects.create(**arrived, external_id="far", try_at=tomorrow)
    Incoming.objects.create(**arrived, external_id="near", try_at=NINE + timedelta(hours=1))
    assert worker.hasten(NINE) == 4
    due = Outgoing.objects.filter(try_at=NINE).order_by("id").values_list("pk", flat=True)
    assert [letters[one] for one in due] == ["put back", "new", "on its way"]
    assert list(Incoming.objects.filter(try_at=NINE)) == [far]


@pytest.mark.django_db
def test_every_duty_of_both_processes_finds_nothing_to_do_in_an_empty_house_and_no_fault(monkeypatch, caplog):
    ran: list[str] = []

    def once(duties: tuple[Duty, ...], stopping: object) -> None:
        for duty in duties:
            duty.attend(NINE)
            ran.append(f"{duty.name}: {duty.failures}")

    monkeypatch.setattr(worker, "go_round", once)
    monkeypatch.setattr(worker.Stopping, "listen", lambda self: self)
    worker.work()
    worker.send()
    assert ran == [
        "Fetching mail: 0",
        "Taking in what arrived: 0",
        "Reading for the index: 0",
        "Scanning files: 0",
        "Waking clocks: 0",
        "Noticing what staff are to know: 0",
        "Noticing which limits are near: 0",
        "Seeing which alerts were opened: 0",
        "Writing to staff: 0",
        "Gathering floods: 0",
        "Handing over work: 0",
        "Reminding those asked outside: 0",
        "Writing to customers who want to know: 0",
        "Doing what was decided about floods: 0",
        "Counting figures: 0",
        "Sealing the record: 0",
        "Writing seals down outside: 0",
        "Sending the newest seal outside: 0",
        "Putting right what a wrong clock put off: 0",
        "Forgetting old alerts: 0",
        "Forgetting ended counts: 0",
        "Forgetting ended sessions: 0",
        "Forgetting forms not sent: 0",
        "Forgetting files not sent: 0",
        "Forgetting files of which nobody knows: 0",
        "Forgetting memos: 0",
        "Forgetting who was signed in: 0",
        "Erasing what was kept long enough: 0",
        "Forgetting failed sign-ins: 0",
        "Trying the form: 0",
        "Trying the mailboxes: 0",
        "Trying where to find us: 0",
        "Showing that it goes round: 0",
        "Sending letters: 0",
        "Sending memos: 0",
        "Showing that it goes round: 0",
    ]
    assert dict(LastRound.objects.values_list("process", "at")) == {"worker": NINE, "dispatcher": NINE}
    assert [record.levelname for record in caplog.records if record.levelname != "INFO"] == []


def test_our_own_ways_in_are_not_tried_where_that_is_switched_off(monkeypatch, settings):
    begun: list[Duty] = []
    monkeypatch.setattr(worker, "_run", lambda name, *duties: begun.extend(duties))
    settings.CHECKS = False
    worker.work()
    assert [duty.name for duty in begun if duty.name.startswith("Trying")] == []


@pytest.mark.django_db
def test_a_breach_is_noticed_by_the_worker_within_a_round_of_the_moment_it_happens():
    contact = cast.received(NINE)
    over = cast.clock(contact, "S5-22").due + timedelta(seconds=1)
    moments: list[datetime] = [over - timedelta(milliseconds=1), over]
    states = []
    for now in moments:
        Duty("Waking clocks", lambda now: worker.wake(now=now)).attend(now)
        states.append(cast.states(contact)["S5-22"])
    assert states == ["running", "broken"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only a server can cut a connection; run on PostgreSQL.")
@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_connection_is_cut_has_a_new_one_at_its_next_try(caplog):
    found: list[int] = []
    duty = Duty("Waking clocks", lambda now: found.append(worker.wake(now=now)))
    duty.attend(NINE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (ours,) = cursor.fetchone()
    with psycopg.connect(**connection.get_connection_params()) as another:
        another.execute("SELECT pg_terminate_backend(%s, 5000)", [ours])
    for seconds in (1, 2):
        duty.attend(NINE + timedelta(seconds=seconds))
    assert found == [0, 0]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert caplog.messages[0].startswith("Waking clocks: the database cannot be used; next try in 1 s.")
