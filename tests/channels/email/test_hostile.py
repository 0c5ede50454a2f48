"""What was made to close the council costs what any message may, and ordinary mail goes on beside it."""

import resource
from collections.abc import Callable, Iterator
from datetime import timedelta
from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.channels.email.actions import keep, look
from answerable.channels.email.read import identity, read
from answerable.contacts.models import Contact
from answerable.councils.models import Mailbox
from answerable.inbox.budget import Budget
from answerable.inbox.models import Incoming
from answerable.inbox.reader import Reader
from benchmarks.mail import mixed, took
from tests import cast
from tests.build import at
from tests.channels.email.hostile_mail import HOSTILE, status_blocks
from tests.channels.email.odd_mail import letter
from tests.channels.taking_in import take_in_all

MONDAY = at("Mon 2 Nov 2026 09:00")
SOON = MONDAY + timedelta(minutes=1)

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def council() -> Iterator[None]:
    cast.council("s5")
    yield


def arrive(*messages: bytes) -> None:
    position = look(Mailbox.objects.get(), uid_validity=1, at=MONDAY)
    for raw in messages:
        keep(position, uid=position.last_uid + 1, raw=raw, arrived_at=MONDAY, at=MONDAY)


def spent() -> float:
    """Return the seconds of processor time of this process and of the children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE)
def test_a_message_made_to_be_slow_is_over_within_its_budget_and_ordinary_mail_behind_it_is_acknowledged(
    made: Callable[[], bytes],
) -> None:
    raw = made()
    before = spent()
    with Reader(Budget(patience=120)) as reader:  # a busy machine is slow by the clock alone
        arrive(raw, letter())
        assert take_in_all(at=SOON, reading=reader) == 2
    assert (
        spent() - before < Budget().seconds_for(raw) + 4
    )  # what is not reading: the database, and two processes' start
    assert set(Incoming.objects.values_list("state", flat=True)) <= {"read", "report", "unreadable"}
    contact = Contact.objects.get(subject="Lamp")
    assert cast.everything_sent(SOON) >= 1
    assert [fact.what for fact in contact.facts.all()] == ["received", "acknowledged"]


def test_a_delivery_report_costs_the_same_few_questions_however_many_it_is_about() -> None:
    asked = []
    for many in (0, 1, 3, 30_000):
        arrive(status_blocks(many).replace(b"<b@mail.example>", b"<%d@mail.example>" % many))
        with CaptureQueriesContext(connection) as queries:
            assert take_in_all(at=SOON) == 1
        asked.append(len(queries))
    assert asked[1] == asked[2] == asked[3] < 30  # the first of all also reads the charter


@pytest.mark.parametrize(
    "name", ["30,000 status blocks", "a slow character set", "a megabyte of parameters", "499 such parts"]
)
def test_what_is_slow_only_to_the_standard_library_is_read_within_the_budget(name: str) -> None:
    raw = HOSTILE[name]()
    before = process_time()
    assert read(raw).text != ""
    assert process_time() - before < Budget().seconds_for(raw)


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE)
def test_to_know_a_message_again_costs_little_too(made: Callable[[], bytes]) -> None:
    raw = made()
    before = process_time()
    identity(raw, MONDAY)
    assert process_time() - before < 1


def test_ordinary_mail_among_hostile_mail_is_all_read_and_takes_three_times_as_long_as_alone_at_most() -> None:
    alone, among = took(mixed(400, one_in=0)), took(mixed(400, one_in=50))  # each of the eight kinds, once
    assert (alone.read, among.ordinary_refused, among.read + among.refused) == (400, 0, 400)
    assert among.refused >= 3
    # Only the one behind a hostile mail that ended the process waits for another to start.
    assert among.usual < 3 * alone.usual
