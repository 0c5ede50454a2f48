from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY
from time import monotonic
from typing import Any

import pytest
from imapclient import IMAPClient

from answerable.channels.email import fetch as fetching
from answerable.channels.email import servers
from answerable.channels.email.fetch import PATIENCE, fetch
from answerable.channels.email.models import Position
from answerable.config.worker import fetch_all
from answerable.contacts.models import Contact
from answerable.councils.models import Mailbox
from answerable.inbox.models import Incoming
from demonstration.mailroom import PASSWORD, Mailroom
from tests import cast
from tests.build import at
from tests.channels.conftest import CONTACT
from tests.channels.email.odd_mail import letter, mailbox
from tests.channels.rude_server import HANG, SILENCE, RudeServer
from tests.channels.taking_in import take_in_all

MONDAY = at("Mon 2 Nov 2026 09:00")
SOON = MONDAY + timedelta(minutes=1)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def council() -> Iterator[None]:
    cast.council("s5")
    yield


def fetched(now: Any = SOON) -> int:
    return fetch(Mailbox.objects.get(address=CONTACT), at=now)


def kept() -> list[bytes]:
    return [bytes(raw) for raw in Incoming.objects.order_by("id").values_list("raw", flat=True)]


def test_messages_are_kept_exactly_as_they_came_and_once(room: Mailroom) -> None:
    for raw in mailbox():
        room.deliver(raw, to=CONTACT, at=MONDAY)
    assert fetched() == 66
    assert kept() == list(mailbox())
    assert set(Incoming.objects.values_list("arrived_at", "kept_at", "state")) == {(MONDAY, SOON, "waiting")}
    assert fetched() == 0
    room.deliver(letter(), to=CONTACT, at=MONDAY)
    assert fetched() == 1


def test_a_mailbox_at_rest_costs_one_question_and_is_noted_every_half_minute(room: Mailroom, django_assert_num_queries):
    mailbox = Mailbox.objects.get(address=CONTACT)
    fetch(mailbox, at=SOON)
    with django_assert_num_queries(1):
        assert fetch(mailbox, at=SOON + timedelta(seconds=29)) == 0
    assert Position.objects.get().looked_at == SOON
    fetch(mailbox, at=SOON + timedelta(seconds=30))
    assert Position.objects.get().looked_at == SOON + timedelta(seconds=30)


def test_a_mailbox_that_can_be_reached_again_is_noted_at_once(room: Mailroom):
    fetched()
    Position.objects.update(problem="Nobody answers")
    fetched(SOON + timedelta(seconds=1))
    assert list(Position.objects.values_list("problem", "looked_at")) == [("", SOON + timedelta(seconds=1))]


def test_nothing_in_the_mailbox_is_changed(room: Mailroom) -> None:
    room.deliver(letter(), to=CONTACT, at=MONDAY)
    fetched()
    with IMAPClient("127.0.0.1", room.imap_port, ssl=False) as client:
        client.login(CONTACT, PASSWORD)
        client.select_folder("INBOX", readonly=True)
        assert client.search("UNSEEN") == client.search("ALL")
        assert len(client.search("ALL")) == 1


def test_the_second_piece_of_what_is_asked_does_not_wait_for_the_first_to_be_acknowledged(room: Mailroom) -> None:
    with servers.open_imap(servers.servers_of(CONTACT).imap) as client:
        assert client.socket().getsockopt(IPPROTO_TCP, TCP_NODELAY)


def test_a_server_that_numbers_its_mail_anew_makes_nothing_come_twice(room: Mailroom, settings: Any) -> None:
    for number in range(3):
        room.deliver(letter(id=f"<{number}@h>"), to=CONTACT, at=MONDAY)
    assert fetched() == 3
    first = Position.objects.get()
    with Mailroom() as rebuilt:
        for number in range(4):
            rebuilt.deliver(letter(id=f"<{number}@h>"), to=CONTACT, at=MONDAY)
        Path(settings.MAIL_FILE).write_text(rebuilt.settings_for(CONTACT))
        assert fetched() == 1
    assert Position.objects.get().uid_validity != first.uid_validity
    assert Incoming.objects.count() == 4


def test_a_message_to_two_addresses_of_a_council_is_one(room: Mailroom, settings: Any) -> None:
    roads = Mailbox.objects.create(council_id="s5", team=cast.team_of("s5", "roads"), address="roads@s5.example")
    Path(settings.MAIL_FILE).write_text(room.settings_for(CONTACT) + room.settings_for(roads.address))
    room.deliver(b"Delivered-To: contact@s5.example\r\n" + letter(), to=CONTACT, at=MONDAY)
    room.deliver(b"Delivered-To: roads@s5.example\r\n" + letter(), to=roads.address, at=MONDAY)
    assert (fetched(), fetch(roads, at=SOON)) == (1, 0)


def test_of_a_message_too_large_the_beginning_is_kept_and_says_so(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    monkeypatch.setattr(fetching, "BEGINNING", 300)
    large = letter() + b"More of it.\r\n" * 200
    room.deliver(large, to=CONTACT, at=MONDAY)
    room.deliver(letter(id="<2@h>"), to=CONTACT, at=MONDAY)
    assert fetched() == 2
    assert kept() == [large[:300], letter(id="<2@h>")]
    assert take_in_all(at=SOON) == 2
    body = Contact.objects.order_by("id")[0].messages.order_by("id")[0].body
    assert body.startswith("[Only its beginning is here: it is 0 MB. The rest is in the mailbox.]\n\nThe lamp is out.")


def test_a_clock_that_runs_ahead_at_the_mail_server_makes_no_message_from_the_future(room: Mailroom) -> None:
    room.deliver(letter(), to=CONTACT, at=SOON + timedelta(days=1))
    fetched()
    assert Incoming.objects.get().arrived_at == SOON


def test_a_message_that_will_not_come_stops_the_others_five_minutes_and_is_told_of(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, stuck = IMAPClient.fetch, 102

    def fetch(client: IMAPClient, uids: list[int], *args: Any) -> Any:
        if uids == [stuck] and "RFC822.SIZE" in args[0]:
            raise IMAPClient.Error("the server will not")
        return usual(client, uids, *args)

    for number in range(3):
        room.deliver(letter(id=f"<{number}@h>"), to=CONTACT, at=MONDAY)
    monkeypatch.setattr(IMAPClient, "fetch", fetch)
    assert [fetched(SOON), fetched(SOON + PATIENCE / 2)] == [1, 0]
    position = Position.objects.get()
    assert (position.last_uid, position.stuck_uid, position.stuck_since) == (101, 102, SOON)
    assert position.problem == "the server will not"
    assert fetched(SOON + PATIENCE) == 2
    assert take_in_all(at=SOON + PATIENCE) == 3
    told = Contact.objects.get(subject="A message that could not be fetched").messages.get()
    assert told.body == f"[The mail server did not hand it over. Look for message 102 in {CONTACT}.]\n\n"


def test_a_fetch_that_dies_half_way_goes_on_where_it_was(room: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def keep(*args: Any, **kwargs: Any) -> Any:
        kept_one = usual(*args, **kwargs)
        if kwargs["uid"] == 102:
            raise Killed
        return kept_one

    usual = fetching.keep
    for number in range(4):
        room.deliver(letter(id=f"<{number}@h>"), to=CONTACT, at=MONDAY)
    with monkeypatch.context() as patch:
        patch.setattr(fetching, "keep", keep)
        with pytest.raises(Killed):
            fetched()
    assert Incoming.objects.count() == 2
    assert fetched() == 2
    assert kept() == [letter(id=f"<{number}@h>") for number in range(4)]


def test_a_server_that_cannot_be_reached_is_said_with_the_mailbox_and_raises_nothing(settings: Any) -> None:
    settings.MAIL_FILE = ""
    assert fetched() == 0
    position = Position.objects.get()
    assert position.looked_at == SOON
    assert position.problem.startswith(f"Cannot reach the mailbox {CONTACT}:")


def test_mailboxes_whose_servers_hang_hold_the_others_up_for_one_try_and_have_their_rest(
    room: Mailroom, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "TIMEOUT", 0.5)
    ill = [f"ill{number}@s5.example" for number in range(6)]
    for address in ill:
        Mailbox.objects.create(council_id="s5", team=cast.team_of(), address=address)
    with RudeServer({SILENCE: HANG}) as server:
        table = f'imap = "imap://u:p@127.0.0.1:{server.port}"\nsmtp = "smtp://127.0.0.1:9"\n'
        text = room.settings_for(CONTACT) + "".join(f'["{address}"]\n{table}' for address in ill)
        Path(settings.MAIL_FILE).write_text(text)
        fetch_all(SOON)
        away = dict(Position.objects.exclude(problem="").values_list("mailbox__address", "looked_at"))
        assert set(away) == set(ill)
        assert max(away.values()) >= SOON + timedelta(seconds=2)  # when it had failed, and not when the round began
        room.deliver(letter(), to=CONTACT, at=MONDAY)
        began = monotonic()
        fetch_all(SOON + timedelta(seconds=59))
        assert (monotonic() - began < 0.5, len(kept())) == (True, 1)
        room.deliver(letter(id="<2@h>"), to=CONTACT, at=MONDAY)
        began = monotonic()
        fetch_all(SOON + timedelta(seconds=70))
        assert (0.5 < monotonic() - began < 1.5, len(kept())) == (True, 2)


def test_a_mailbox_with_much_to_fetch_gives_the_others_their_turn_and_goes_on(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        room.deliver(letter(id=f"<{number}@h>"), to=CONTACT, at=MONDAY)
    passing = iter(range(0, 1000, 12))
    monkeypatch.setattr(fetching, "monotonic", lambda: next(passing))
    assert [fetched(), fetched(), fetched()] == [2, 2, 0]
