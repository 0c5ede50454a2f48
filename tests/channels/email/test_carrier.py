import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from answerable.channels.email import carrier as carrying
from answerable.channels.email import servers
from answerable.channels.email.carrier import Smtp
from answerable.contacts import actions
from answerable.contacts.actions import claim, dispatching, settle
from answerable.contacts.actions.claiming import LEASE, WAITS
from answerable.contacts.carrier import DidNotLeave
from answerable.contacts.models import Contact, Outgoing
from answerable.contacts.queries import is_opened_by
from answerable.public.fields import EmailAddress
from demonstration.mailroom import Mailroom
from tests import cast
from tests.build import at
from tests.channels.conftest import CONTACT
from tests.channels.rude_server import DRIP, HANG, HANG_UP, SILENCE, RudeServer
from tests.channels.taking_in import dispatch

MONDAY = at("Mon 2 Nov 2026 09:00")
SOON = MONDAY + timedelta(minutes=1)
A_MOMENT = timedelta(seconds=20)
ROBIN = "robin@home.example"

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]


def letter(**changes: Any) -> Outgoing:
    """Return the acknowledgement of a new message, waiting in the outbox."""
    return Outgoing.objects.get(message__contact=cast.received(MONDAY, **changes))


def letters_to(room: Mailroom, address: str = ROBIN) -> list[str]:
    """Return the ids of the letters in somebody's own mailbox."""
    return [str(message_from_bytes(raw)["Message-ID"]) for raw in room.mail_of(address)]


def told(contact: Contact) -> list[str]:
    return list(contact.facts.values_list("what", flat=True))


@contextmanager
def rude(room: Mailroom, settings: Any, tmp_path: Path, answers: dict[str, str], **more: Any) -> Iterator[RudeServer]:
    """Have the letters leave through a server that answers wrongly; the mailbox is read where it was."""
    with RudeServer(answers, **more) as server:
        file = tmp_path / "rude.toml"
        file.write_text(room.settings_for(CONTACT).replace(f":{room.smtp_port}", f":{server.port}"))
        settings.MAIL_FILE = str(file)
        yield server


def looked_up(outgoing: Outgoing) -> Outgoing:
    return Outgoing.objects.get(id=outgoing.id)


@pytest.mark.promise("S4-31")
def test_a_letter_reaches_the_customer_and_our_own_mailbox_and_becomes_a_fact_when_it_left(room: Mailroom) -> None:
    outgoing = letter(message_id="<1@h>")
    contact = outgoing.message.contact
    assert told(contact) == ["received"]
    assert dispatch(now=SOON) == 1
    [raw] = room.mail_of(ROBIN)
    assert room.mail_of(CONTACT) == [raw]
    email = message_from_bytes(raw, policy=default)
    assert {name: str(email[name]) for name in email} == {
        "From": f"{contact.council.name} <{CONTACT}>",
        "To": "Robin Reed <robin@home.example>",
        "Subject": f"[{contact.reference}] Street lamp",
        "Date": "Mon, 02 Nov 2026 09:00:00 +0000",
        "Message-ID": outgoing.message.message_id,
        "In-Reply-To": "<1@h>",
        "References": "<1@h>",
        "Auto-Submitted": "auto-replied",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
    }
    words, _, link = email.get_content().replace("\r\n", "\n").strip().rpartition("\n\nFollow it here: ")
    assert words == outgoing.message.body
    before, _, key = link.rstrip("/").rpartition("/")
    assert before == f"http://testserver/s5/contacts/{contact.reference}"
    assert is_opened_by(contact, key, now=SOON)
    after = looked_up(outgoing)
    assert after.sent_at is not None
    assert (after.state, after.tries, SOON <= after.sent_at < SOON + A_MOMENT) == (Outgoing.State.SENT, 1, True)
    assert told(contact) == ["received", "acknowledged"]
    assert dispatch(now=SOON) == 0


def test_nothing_a_customer_writes_becomes_a_header_of_our_letter(room: Mailroom) -> None:
    letter(subject="Lamp\r\nBcc: spy@else.example", name="Robin\nReed", message_id="<a\r\nX-Evil: yes@h>")
    assert dispatch(now=SOON) == 1
    email = message_from_bytes(room.mail_of(ROBIN)[0], policy=default)
    assert (email["Bcc"], email["X-Evil"], email["In-Reply-To"]) == (None, None, None)
    assert str(email["Subject"]).endswith("Lamp Bcc: spy@else.example")


def test_a_very_long_message_id_is_answered_unfolded(room: Mailroom) -> None:
    long = f"<{'a' * 200}@home.example>"
    letter(message_id=long)
    dispatch(now=SOON)
    assert f"In-Reply-To: {long}\r\n".encode() in room.mail_of(ROBIN)[0]


def test_many_letters_leave_over_one_connection(room: Mailroom, settings: Any, tmp_path: Path) -> None:
    for number in range(3):
        letter(email=f"robin{number}@home.example")
    with rude(room, settings, tmp_path, {}) as server:
        assert dispatch(now=SOON) == 3
    assert [command for command in server.commands if command.startswith("ehlo")] == ["ehlo testserver"]


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA", "."])
def test_a_server_that_says_later_is_tried_again_later(
    room: Mailroom, settings: Any, tmp_path: Path, word: str
) -> None:
    outgoing = letter()
    with rude(room, settings, tmp_path, {word: "451 4.3.0 Not now"}):
        assert dispatch(now=SOON) == 0
    after = looked_up(outgoing)
    assert (after.state, after.tries, after.problem) == (Outgoing.State.WAITING, 1, "451 4.3.0 Not now")
    assert SOON + WAITS[0] <= after.try_at < SOON + WAITS[0] + A_MOMENT
    assert told(outgoing.message.contact) == ["received"]


@pytest.mark.parametrize("word", ["RCPT", "DATA", "."])
def test_a_server_that_says_never_is_believed_and_somebody_has_to_find_another_way(
    room: Mailroom, settings: Any, tmp_path: Path, word: str
) -> None:
    outgoing = letter()
    with rude(room, settings, tmp_path, {word: "550 5.1.1 Nobody of that name"}):
        assert dispatch(now=SOON) == 0
    after = looked_up(outgoing)
    assert (after.state, after.problem) == (Outgoing.State.FAILED, "550 5.1.1 Nobody of that name")
    assert told(outgoing.message.contact) == ["received"]


def test_a_customer_who_is_refused_leaves_no_copy_that_would_look_like_proof(room: Mailroom) -> None:
    outgoing = letter()
    room.refusals[ROBIN] = "450 4.2.2 Mailbox full"
    assert dispatch(now=SOON) == 0
    assert (looked_up(outgoing).state, room.mail_of(CONTACT)) == (Outgoing.State.WAITING, [])


def test_a_refusal_of_our_own_copy_does_not_keep_the_letter_from_the_customer(room: Mailroom) -> None:
    outgoing = letter()
    room.refusals[CONTACT] = "550 5.2.2 Mailbox full"
    assert dispatch(now=SOON) == 1
    assert (len(room.mail_of(ROBIN)), looked_up(outgoing).state) == (1, Outgoing.State.SENT)


def test_one_customer_who_is_refused_keeps_no_letter_from_the_next(room: Mailroom) -> None:
    letter()
    letter(email="kim@home.example")
    room.refusals[ROBIN] = "550 5.1.1 Nobody of that name"
    assert dispatch(now=SOON) == 1
    assert len(room.mail_of("kim@home.example")) == 1


def test_a_server_that_cannot_be_reached_is_tried_once_in_a_batch(settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "mail.toml"
    file.write_text(f'["{CONTACT}"]\nimap = "imap://u:p@127.0.0.1:9"\nsmtp = "smtp://127.0.0.1:9"\n')
    settings.MAIL_FILE = str(file)
    both = [letter(), letter()]
    assert dispatch(now=SOON) == 0
    assert [looked_up(one).state for one in both] == [Outgoing.State.WAITING] * 2
    assert "Connection refused" in looked_up(both[1]).problem


def test_the_tenth_failure_in_two_days_is_the_last(room: Mailroom) -> None:
    outgoing = letter()
    room.refusals[ROBIN] = "450 4.2.2 Mailbox full"
    now, tries = SOON, 0
    while looked_up(outgoing).state == Outgoing.State.WAITING:
        dispatch(now=now)
        now, tries = max(now, looked_up(outgoing).try_at), tries + 1
    assert (tries, looked_up(outgoing).problem) == (10, "Tried 10 times. 450 4.2.2 Mailbox full")
    assert timedelta(hours=47) < now - SOON < timedelta(hours=48)


def test_a_customer_whose_address_is_none_is_for_a_person_at_once(room: Mailroom) -> None:
    outgoing = letter(email="not an address")
    assert dispatch(now=SOON) == 0
    assert looked_up(outgoing).problem == "'not an address' is not an email address we can write to. Find another way."


def test_an_address_whose_domain_is_in_other_letters_is_written_to(room: Mailroom) -> None:
    outgoing = letter(email="robin@bücher.example")
    assert (dispatch(now=SOON), looked_up(outgoing).problem) == (1, "")
    assert letters_to(room, "robin@xn--bcher-kva.example") != []


def test_a_name_in_other_letters_before_the_at_cannot_be_written_to_and_the_form_says_so() -> None:
    outgoing = letter(email="jürgen@home.example")
    dispatch(now=SOON)
    assert looked_up(outgoing).problem.startswith("'jürgen@home.example' is not an email address we can write to.")
    with pytest.raises(ValidationError):
        EmailAddress().clean("jürgen@home.example")
    assert EmailAddress().clean("robin@bücher.example") == "robin@bücher.example"


def test_a_mailbox_without_servers_says_what_to_write(settings: Any) -> None:
    settings.MAIL_FILE = ""
    outgoing = letter()
    assert dispatch(now=SOON) == 0
    assert looked_up(outgoing).problem.startswith(f"Cannot reach the mailbox {CONTACT}:")


def test_a_letter_that_somebody_else_claimed_is_left_to_them(room: Mailroom) -> None:
    mine, theirs = letter(), looked_up(Outgoing.objects.get())
    assert claim(theirs, at=SOON)
    assert not claim(mine, at=SOON)
    assert dispatch(now=SOON) == 0
    assert room.mail_of(ROBIN) == []


class Killed(BaseException):
    """What kill -9 looks like from inside: nothing that the code catches, and nothing after it happens."""


def kill(*_: object, **__: object) -> Any:
    raise Killed


def test_a_dispatcher_killed_before_the_server_had_the_letter_sends_it_once(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    outgoing = letter()
    with monkeypatch.context() as patch:
        patch.setattr(smtplib.SMTP, "data", kill)
        with pytest.raises(Killed):
            dispatch(now=SOON)
    assert (looked_up(outgoing).state, room.mail_of(ROBIN)) == (Outgoing.State.SENDING, [])
    assert dispatch(now=SOON + LEASE - A_MOMENT) == 0
    assert dispatch(now=SOON + LEASE + A_MOMENT) == 1
    assert letters_to(room) == [outgoing.message.message_id]
    assert looked_up(outgoing).tries == 2


def test_a_dispatcher_killed_after_the_server_had_the_letter_does_not_send_it_again(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    outgoing = letter()
    with monkeypatch.context() as patch:
        patch.setattr(dispatching, "settle", kill)
        with pytest.raises(Killed):
            dispatch(now=SOON)
    assert (looked_up(outgoing).state, told(outgoing.message.contact)) == (Outgoing.State.SENDING, ["received"])
    assert dispatch(now=SOON + LEASE + A_MOMENT) == 1
    after = looked_up(outgoing)
    assert letters_to(room) == [outgoing.message.message_id]
    assert after.sent_at is not None
    assert (after.state, after.tries, after.sent_at < SOON + A_MOMENT) == (Outgoing.State.SENT, 1, True)
    assert told(outgoing.message.contact) == ["received", "acknowledged"]


def test_a_database_that_fails_after_the_server_had_the_letter_does_not_send_it_again(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise OSError("the disk is full")

    outgoing = letter()
    with monkeypatch.context() as patch:
        patch.setattr(dispatching, "settle", broken)
        assert dispatch(now=SOON) == 0
    assert dispatch(now=SOON + LEASE + A_MOMENT) == 1
    assert letters_to(room) == [outgoing.message.message_id]


@pytest.mark.parametrize(("arrives", "letters"), [(True, 1), (False, 1)], ids=["it had left", "it had not"])
def test_a_line_that_breaks_on_the_letter_leaves_it_in_doubt_until_the_copy_is_looked_for(
    room: Mailroom, settings: Any, tmp_path: Path, arrives: bool, letters: int
) -> None:
    outgoing = letter()

    def deliver(raw: bytes) -> None:
        for address in (ROBIN, CONTACT):
            room.deliver(raw, to=address, at=SOON)

    on_letter: Callable[[bytes], None] = deliver if arrives else lambda raw: None
    with rude(room, settings, tmp_path, {".": HANG_UP}, on_letter=on_letter):
        assert dispatch(now=SOON) == 0
    assert looked_up(outgoing).state == Outgoing.State.SENDING
    settings.MAIL_FILE = str(tmp_path / "mail.toml")
    assert dispatch(now=SOON + LEASE + A_MOMENT) == 1
    assert letters_to(room) == [outgoing.message.message_id] * letters


def test_a_letter_that_breaks_the_line_keeps_no_other_from_leaving(
    room: Mailroom, settings: Any, tmp_path: Path
) -> None:
    first, second = letter(), letter(email="kim@home.example")

    def only_once(raw: bytes) -> None:
        server.answers = {} if b"kim@home.example" in raw else {".": HANG_UP}

    with rude(room, settings, tmp_path, {}, on_letter=only_once) as server:
        assert dispatch(now=SOON) == 1
    assert [looked_up(one).state for one in (first, second)] == [Outgoing.State.SENDING, Outgoing.State.SENT]
    assert sum(command.startswith("ehlo") for command in server.commands) == 2


def test_a_server_that_is_back_is_tried_when_its_rest_is_over(
    room: Mailroom, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = letter(), letter()
    file, carrier, passed = Path(settings.MAIL_FILE), Smtp(), 0.0
    monkeypatch.setattr(carrying, "monotonic", lambda: passed)
    with RudeServer() as reached:
        port = reached.port
    file.write_text(file.read_text().replace(f":{room.smtp_port}", f":{port}"))
    assert actions.dispatch([carrier], now=SOON) == 0
    assert (looked_up(first).tries, looked_up(second).tries) == (1, 0)
    assert "is left alone for now: [Errno 111]" in looked_up(second).problem
    passed = 59.0
    assert actions.dispatch([carrier], now=SOON + WAITS[0]) == 0
    assert (looked_up(first).tries, looked_up(second).tries) == (1, 0)
    passed = 60.0
    with RudeServer(port=port):
        assert actions.dispatch([carrier], now=SOON + 2 * WAITS[0]) == 2
    assert [looked_up(one).state for one in (first, second)] == [Outgoing.State.SENT] * 2


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> float:
    """Have a server answer within half a second."""
    monkeypatch.setattr(servers, "TIMEOUT", 0.5)
    monkeypatch.setattr(carrying, "TIMEOUT", 0.5)
    return 0.5


@pytest.mark.parametrize("at_which", [SILENCE, "EHLO", "MAIL", "RCPT", "DATA", "."])
def test_a_server_that_hangs_at_any_point_holds_up_nobody_but_itself(
    room: Mailroom, settings: Any, tmp_path: Path, patience: float, at_which: str
) -> None:
    ill = [letter(email=f"robin{number}@home.example") for number in range(12)]
    well = [letter(key="s2", email=f"kim{number}@home.example") for number in range(3)]
    theirs = room.settings_for("contact@s2.example")
    answers = {at_which: HANG}
    with rude(room, settings, tmp_path, answers):
        with Path(settings.MAIL_FILE).open("a") as file:
            file.write(theirs)
        began, carrier = monotonic(), Smtp()
        assert actions.dispatch([carrier], now=SOON) == 3
        assert monotonic() - began < 3 * patience + 2
        assert [looked_up(one).state for one in well] == [Outgoing.State.SENT] * 3
        tried = [one.pk for one in map(looked_up, ill) if one.tries]
        assert tried == [ill[0].pk]
        # And it is not tried again at once, while others may come.
        later = letter(key="s2", email="kim@home.example")
        began = monotonic()
        assert actions.dispatch([carrier], now=SOON + timedelta(seconds=2)) == 1
        assert monotonic() - began < patience + 1
        assert looked_up(later).state == Outgoing.State.SENT


def test_each_time_that_a_server_hangs_again_it_is_left_alone_for_longer(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, carrier, passed = letter(), Smtp(), 0.0
    monkeypatch.setattr(carrying, "monotonic", lambda: passed)
    file = tmp_path / "mail.toml"
    file.write_text(f'["{CONTACT}"]\nimap = "imap://u:p@127.0.0.1:9"\nsmtp = "smtp://127.0.0.1:9"\n')
    settings.MAIL_FILE = str(file)
    rests = []
    for _ in range(5):
        with pytest.raises(DidNotLeave):
            carrier.deliver(one, "The lamp is mended.")
        rest = carrier.rests(one)
        assert rest is not None
        rests.append(rest.time)
        passed += rest.time.total_seconds()
        assert carrier.rests(one) is None
    assert rests == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 8)]


def test_a_server_that_is_slow_gives_the_others_their_turn_and_goes_on_after_them(
    room: Mailroom, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = [letter() for _ in range(3)]
    passed = 0.0

    def takes_its_time(raw: bytes) -> None:
        nonlocal passed
        passed += 50

    monkeypatch.setattr(carrying, "monotonic", lambda: passed)
    carrier = Smtp()
    with rude(room, settings, tmp_path, {}, on_letter=takes_its_time):
        assert actions.dispatch([carrier], now=SOON) == 2
        waits = looked_up(slow[2])
        assert (waits.tries, waits.problem, waits.state) == (0, "", Outgoing.State.WAITING)
        assert actions.dispatch([carrier], now=SOON + A_MOMENT) == 1


def test_a_mailbox_that_hangs_while_letters_are_looked_for_is_asked_for_one_of_them(
    settings: Any, tmp_path: Path, patience: float
) -> None:
    for one in [letter() for _ in range(3)]:
        assert claim(one, at=SOON)
    with RudeServer({SILENCE: HANG}) as server:
        file = tmp_path / "mail.toml"
        file.write_text(f'["{CONTACT}"]\nimap = "imap://u:p@127.0.0.1:{server.port}"\nsmtp = "smtp://127.0.0.1:9"\n')
        settings.MAIL_FILE = str(file)
        began = monotonic()
        assert dispatch(now=SOON + LEASE) == 0
        assert monotonic() - began < 2 * patience + 1
    assert {one.state for one in Outgoing.objects.all()} == {Outgoing.State.SENDING}


def test_a_server_that_sends_a_little_now_and_then_is_cut_off(
    room: Mailroom, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = letter()
    monkeypatch.setattr(servers, "PATIENCE", 1.0)
    with rude(room, settings, tmp_path, {"MAIL": DRIP}):
        began = monotonic()
        assert dispatch(now=SOON) == 0
        assert monotonic() - began < 4
    assert (looked_up(one).state, looked_up(one).problem) == (Outgoing.State.WAITING, "Server not connected")


def test_a_letter_that_breaks_the_line_every_time_is_for_a_person_after_ten_tries(
    room: Mailroom, settings: Any, tmp_path: Path
) -> None:
    outgoing, now = letter(), SOON
    with rude(room, settings, tmp_path, {".": HANG_UP}) as server:
        while looked_up(outgoing).state == Outgoing.State.SENDING or now == SOON:
            dispatch(now=now)
            now = now + LEASE + A_MOMENT
    assert server.commands.count("DATA") + server.commands.count("data") == 10
    assert looked_up(outgoing).state == Outgoing.State.FAILED


def test_while_the_mailbox_cannot_be_read_a_letter_in_doubt_is_not_sent_again(room: Mailroom, settings: Any) -> None:
    outgoing = letter()
    assert claim(outgoing, at=SOON)
    settings.MAIL_FILE = ""
    assert dispatch(now=SOON + LEASE) == 0
    after = looked_up(outgoing)
    assert (after.state, after.try_at >= SOON + LEASE + LEASE) == (Outgoing.State.SENDING, True)


def test_two_who_say_that_a_letter_left_make_one_fact() -> None:
    outgoing = letter()
    moments: list[datetime] = [SOON, SOON + A_MOMENT]
    assert [settle(outgoing, sent_at=moment, at=moment) for moment in moments] == [True, False]
    assert told(outgoing.message.contact) == ["received", "acknowledged"]
