"""Whatever arrives is kept once, as it came; each is taken in or set aside for a person, and none stops the next."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from answerable.contacts import actions as contacts
from answerable.contacts.models import Contact, Outgoing
from answerable.councils.models import Council, Team
from answerable.inbox import actions
from answerable.inbox.actions import LONGEST_WAIT, MOST_TRIES, keep, take_in, take_in_waiting
from answerable.inbox.channel import Intake
from answerable.inbox.models import Incoming
from answerable.inbox.reader import Reader, here
from tests import cast
from tests.build import at
from tests.evidence.tampering import tamper
from tests.inbox.pigeon import PIGEON, lands, place
from tests.inbox.pigeon_post import read

MONDAY = at("Mon 2 Nov 2026 09:00")
LATER = MONDAY + timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def council() -> Iterator[None]:
    cast.council("s5")
    yield


def taken_in(minutes: int = 0, *channels: Intake, reading: Any = here) -> int:
    """Take in what waits so many minutes later, and return how many messages were dealt with."""
    return take_in_waiting(channels or (PIGEON,), reading, at=LATER + minutes * A_MINUTE)


def states() -> list[str]:
    return list(Incoming.objects.order_by("id").values_list("state", flat=True))


def test_what_arrives_is_kept_exactly_as_it_came_and_is_a_contact_from_that_moment() -> None:
    lands(b"coo\x00\xff", at=MONDAY, id="1")
    kept = Incoming.objects.get()
    assert (bytes(kept.raw), kept.state, kept.tries, kept.arrived_at) == (b"coo\x00\xff", "waiting", 0, MONDAY)
    assert taken_in() == 1
    contact = Contact.objects.get()
    kept.refresh_from_db()
    assert (kept.state, kept.contact, contact.received_at) == ("read", contact, MONDAY)
    assert taken_in() == 0


def test_what_is_long_waits_for_the_others_and_is_then_taken_in_one_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "LONG", 4)
    for id, raw in enumerate((b"long 1", b"long 2", b"coo", b"coo!", b"cu")):
        lands(raw, at=LATER, id=str(id))
    assert (taken_in(), states()) == (2, ["waiting", "waiting", "read", "waiting", "read"])
    assert (taken_in(), states()) == (1, ["read", "waiting", "read", "waiting", "read"])
    assert [taken_in() for _ in range(3)] == [1, 1, 0]
    assert states() == ["read"] * 5


def test_what_is_long_is_taken_in_after_ten_minutes_though_others_still_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "LONG", 4)
    monkeypatch.setattr(actions, "A_WHILE", 0.0)  # as if the others took all the time
    for id, raw in enumerate((b"coo", b"long")):
        lands(raw, at=LATER, id=str(id))
    assert (taken_in(9), states()) == (0, ["waiting", "waiting"])
    assert (taken_in(10), states()) == (1, ["waiting", "read"])


def test_what_comes_again_by_the_same_name_is_kept_once() -> None:
    first, again = (
        keep("sms", council=Council.objects.get(), external_id="1", raw=b"coo", arrived_at=MONDAY, at=when)
        for when in (MONDAY, LATER)
    )
    assert (first[1], again[1], first[0]) == (True, False, again[0])
    assert Incoming.objects.get().kept_at == MONDAY


@pytest.mark.parametrize(
    "other",
    [{"external_id": "2"}, {"digest": "2"}, {"channel": "chat"}, {"council": "s1"}],
    ids=lambda one: next(iter(one)),
)
def test_another_name_content_channel_or_council_is_another_message(other: dict[str, str]) -> None:
    same = {"channel": "sms", "council": "s5", "external_id": "1", "digest": "1"}
    for said in (same, same | other):
        council = cast.council(said["council"])
        moments = {"arrived_at": MONDAY, "at": MONDAY}
        keep(
            said["channel"], council=council, external_id=said["external_id"], digest=said["digest"], raw=b"", **moments
        )
    assert Incoming.objects.count() == 2


def test_a_fault_that_is_not_a_second_arrival_is_not_taken_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise IntegrityError("Something else.")

    monkeypatch.setattr(actions, "insert", refuse)
    with pytest.raises(IntegrityError, match="Something else"):
        lands(b"coo", at=MONDAY)


def test_a_channel_that_is_not_asked_for_is_left_alone() -> None:
    lands(b"coo", at=MONDAY)
    assert taken_in(0, Intake(name="chat", read=read, place=place)) == 0
    assert states() == ["waiting"]


def test_a_call_takes_in_so_many_and_leaves_the_rest_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    for number in range(3):
        lands(b"coo %d" % number, at=MONDAY)
    assert [taken_in() for _ in range(3)] == [2, 1, 0]


def test_a_call_that_has_taken_long_leaves_the_rest_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]

    def slow(read: Callable[[bytes], Any], raw: bytes) -> Any:
        clock[0] += 6
        return read(raw)

    monkeypatch.setattr(actions, "monotonic", lambda: clock[0])
    for number in range(3):
        lands(b"coo %d" % number, at=MONDAY)
    assert [taken_in(reading=slow) for _ in range(3)] == [2, 1, 0]


def test_what_failed_before_comes_after_what_was_not_tried_yet() -> None:
    lands(b"poison", at=MONDAY)
    assert taken_in() == 0
    lands(b"coo", at=MONDAY)
    order: list[bytes] = []

    def noted(read: Callable[[bytes], Any], raw: bytes) -> Any:
        order.append(raw)
        return read(raw)

    assert taken_in(10, reading=noted) == 1
    assert order == [b"coo", b"poison"]


def test_what_cannot_be_read_is_tried_three_times_with_growing_waits_and_then_set_aside_for_a_person() -> None:
    lands(b"poison in it", at=MONDAY)
    lands(b"coo", at=MONDAY)
    assert [taken_in(minute) for minute in range(8)] == [1, 0, 0, 0, 0, 0, 1, 0]
    assert states() == ["unreadable", "read"]
    kept = Incoming.objects.get(state="unreadable")
    contact = Contact.objects.get(subject="A message that could not be read")
    assert (kept.contact, kept.tries, kept.problem) == (contact, MOST_TRIES, "RuntimeError: it is poisonous")
    assert contact.messages.get().body == (
        "This message came by the channel “sms” and could not be read. RuntimeError: it is poisonous It is kept as "
        "it came. It begins:\n\npoison in it"
    )
    assert (contact.received_at, contact.customer, contact.path) == (MONDAY, None, "s5/customer-services/post")
    assert Outgoing.objects.filter(message__contact=contact).count() == 0


@pytest.mark.slow
def test_what_is_over_its_budget_is_set_aside_at_once_with_the_reason_and_stops_no_other() -> None:
    lands(b"spin", at=MONDAY)
    lands(b"coo", at=MONDAY)
    with Reader() as reader:
        assert taken_in(reading=reader) == 2
    assert states() == ["unreadable", "read"]
    kept = Incoming.objects.get(state="unreadable")
    assert (kept.tries, kept.problem) == (1, "Reading it takes more than 1.0 seconds of processor time.")
    assert kept.problem in kept.contact.messages.get().body


def test_bytes_of_any_kind_can_be_shown_when_they_are_set_aside() -> None:
    lands(b"tangle \x00\x01 caf\xe9 \xed\xa0\x80", at=MONDAY, id="1")
    assert taken_in() == 1
    assert (
        Contact.objects.get()
        .messages.get()
        .body.endswith("It begins:\n\ntangle  caf\xe9 \xed\xa0€".replace("\x00", ""))
    )


class Killed(BaseException):
    """What kill -9 looks like from inside: nothing that the code catches, and nothing after it happens."""


def kill(*_: object, **__: object) -> Any:
    raise Killed


def test_what_kills_whoever_reads_it_is_counted_and_set_aside_all_the_same() -> None:
    lands(b"coo", at=MONDAY)
    for minutes in (0, 1, 6):
        with pytest.raises(Killed):
            taken_in(minutes, reading=kill)
        assert taken_in(minutes, reading=kill) == 0  # its next try has not come
    assert taken_in(36, reading=kill) == 1
    assert states() == ["unreadable"]
    assert Incoming.objects.get().problem == "Whoever tried to, ended before they could say why."


def test_whoever_is_killed_after_the_contact_was_made_made_none_and_it_is_made_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lands(b"coo", at=MONDAY)
    with monkeypatch.context() as patch:
        patch.setattr(actions, "_settle", kill)
        with pytest.raises(Killed):
            taken_in()
    assert Contact.objects.count() == 0
    assert taken_in(1) == 1
    assert Contact.objects.count() == 1


def test_two_who_take_in_the_same_message_make_one_contact() -> None:
    incoming = lands(b"coo", at=MONDAY)

    def read_while_another_does(raw: bytes) -> str:
        assert taken_in() == 1
        return read(raw)

    contact = take_in(incoming, Intake(name="sms", read=read_while_another_does, place=place), at=LATER)
    assert contact == Contact.objects.get()
    assert states() == ["read"]


def test_what_somebody_has_in_hand_is_left_to_them() -> None:
    incoming = lands(b"coo", at=MONDAY)
    assert actions._count_a_try(Incoming.objects.get(), at=LATER)
    assert not actions._count_a_try(incoming, at=LATER)
    assert [taken_in(0), taken_in(1)] == [0, 1]


def test_a_message_older_than_any_charter_waits_for_one_and_is_not_blamed() -> None:
    cast.council("s2")
    early = at("Mon 2 Nov 2020 09:00")
    keep("sms", council=Council.objects.get(key="s2"), external_id="1", raw=b"coo", arrived_at=early, at=early)
    tamper("UPDATE promises_edition SET in_force_from = '2020-11-09'")
    assert [taken_in(60 * hour) for hour in range(5)] == [0] * 5
    incoming = Incoming.objects.get()
    assert (incoming.state, incoming.tries, incoming.try_at) == ("waiting", 0, LATER + 240 * A_MINUTE + LONGEST_WAIT)
    assert incoming.problem.startswith("Cannot say what council s2 promised on 2 November 2020:")
    tamper("UPDATE promises_edition SET in_force_from = '2020-11-02'")
    assert taken_in(300) == 1
    assert (states(), Contact.objects.get().subject) == (["read"], "COO")


def test_a_fault_that_only_looks_like_a_missing_charter_is_a_fault_like_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fault(*_: object, **__: object) -> None:
        raise KeyError("a fault of ours")

    lands(b"coo", at=MONDAY)
    with monkeypatch.context() as patch:
        patch.setattr("tests.inbox.pigeon.front_door", fault)
        assert [taken_in(minutes) for minutes in (0, 1, 6)] == [0, 0, 1]
    assert (states(), Incoming.objects.get().problem) == (["unreadable"], "KeyError: 'a fault of ours'")


def test_a_message_that_came_after_the_last_day_of_the_calendar_is_a_contact_all_the_same() -> None:
    after = at("Mon 2 Jul 2029 09:00")
    lands(b"coo", at=after)
    assert take_in_waiting([PIGEON], here, at=after) == 1
    assert states() == ["read"]
    assert set(cast.states(Contact.objects.get()).values()) == {"uncounted"}


def test_a_message_from_before_the_first_day_of_the_calendar_waits_for_an_earlier_year() -> None:
    before = at("Mon 3 Dec 2018 09:00")
    lands(b"coo", at=before)
    assert [take_in_waiting([PIGEON], here, at=before + timedelta(hours=hour)) for hour in range(5)] == [0] * 5
    incoming = Incoming.objects.get()
    assert (incoming.state, incoming.tries, Contact.objects.count()) == ("waiting", 0, 0)
    assert incoming.problem.startswith("Cannot count from 3 December 2018")


def test_a_council_without_a_team_loses_nothing_and_what_came_is_taken_in_when_it_has_one() -> None:
    lands(b"coo", at=MONDAY)
    lands(b"poison", at=MONDAY)
    teams = [Team(service=team.service, key=team.key, name=team.name, path=team.path) for team in Team.objects.all()]
    Council.objects.get().mailboxes.all().delete()
    Team.objects.all().delete()
    assert [taken_in(minutes) for minutes in (0, 1, 6)] == [0, 0, 0]
    assert {problem[:9] for problem in Incoming.objects.values_list("problem", flat=True)} == {"Nobody at"}
    Team.objects.bulk_create(teams)
    assert [taken_in(minutes) for minutes in (66, 67, 72)] == [1, 0, 1]
    assert states() == ["read", "unreadable"]


def test_a_database_that_is_lost_is_for_whoever_called_us_to_wait_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    lands(b"coo", at=MONDAY)
    with monkeypatch.context() as patch:
        patch.setattr(contacts, "receive", lost)
        with pytest.raises(OperationalError):
            taken_in()
    assert taken_in(1) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_once", [True, False])
def test_reading_is_done_outside_any_transaction(at_once: bool) -> None:
    seen: list[bool] = []

    def noted(raw: bytes) -> str:
        seen.append(connection.in_atomic_block)
        return read(raw)

    incoming, channel = lands(b"coo", at=MONDAY), Intake(name="sms", read=noted, place=place)
    assert take_in(incoming, channel, at=LATER) if at_once else taken_in(0, channel)
    assert (seen, states()) == ([False], ["read"])


def test_the_third_message_asks_the_database_as_little_as_the_first() -> None:
    counts = []
    for number in range(3):
        lands(b"coo %d" % number, at=MONDAY)
        with CaptureQueriesContext(connection) as asked:
            taken_in()
        counts.append(len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]))
    assert counts[2] <= counts[0]


@pytest.mark.any_database  # it is about SQLite: PostgreSQL keeps what is long apart from its row
def test_whose_turn_it_is_is_found_without_going_through_what_they_say() -> None:
    """In SQLite what stands behind the bytes in a row is reached through all of them: 200 long mails cost a minute."""
    with CaptureQueriesContext(connection) as asked:
        taken_in()
    turns = [one["sql"] for one in asked if "ORDER BY" in one["sql"]]
    assert len(turns) == 2
    for sql in turns:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[-1] for row in cursor.fetchall()]
        assert any("USING COVERING INDEX incoming_turn" in line for line in plan), plan
