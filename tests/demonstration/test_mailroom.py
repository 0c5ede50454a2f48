import smtplib
from pathlib import Path

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from demonstration.mailroom import PASSWORD, Mailroom
from tests.build import at

MONDAY = at("Mon 2 Nov 2026 09:00")
LETTER = b"Message-ID: <1@h>\r\nSubject: Lamp\r\n\r\n.A line with a dot and an \xe9\r\n"


def send(room: Mailroom, *to: str) -> None:
    with smtplib.SMTP("127.0.0.1", room.smtp_port, local_hostname="test") as line:
        line.sendmail("robin@home.example", to, LETTER)


def test_what_is_sent_can_be_read_byte_for_byte_by_everybody_it_is_for() -> None:
    with Mailroom() as room:
        send(room, "contact@s5.example", "Kim@Home.example")
        assert room.mail_of("contact@s5.example") == [LETTER]
        with IMAPClient("127.0.0.1", room.imap_port, ssl=False) as client:
            client.login("kim@home.example", PASSWORD)
            client.select_folder("INBOX", readonly=True)
            [uid] = client.search(["HEADER", "Message-ID", "<1@h>"])
            assert client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"] == LETTER


def test_mail_in_a_folder_outlives_a_restart_with_its_moment(tmp_path: Path) -> None:
    with Mailroom(tmp_path) as room:
        room.deliver(LETTER, to="contact@s5.example", at=MONDAY)
        send(room, "contact@s5.example")
    with Mailroom(tmp_path) as room:
        assert room.mail_of("contact@s5.example") == [LETTER, LETTER]
        with IMAPClient("127.0.0.1", room.imap_port, ssl=False) as client:
            client.normalise_times = False
            client.login("contact@s5.example", PASSWORD)
            client.select_folder("INBOX", readonly=True)
            first = client.search()[0]
            assert client.fetch([first], ["INTERNALDATE"])[first][b"INTERNALDATE"] == MONDAY


def test_nobody_gets_in_without_the_password() -> None:
    with Mailroom() as room:
        room.settings_for("contact@s5.example")
        with IMAPClient("127.0.0.1", room.imap_port, ssl=False) as client, pytest.raises(LoginError):
            client.login("contact@s5.example", "guess")


def test_a_port_that_is_taken_is_refused() -> None:
    with Mailroom() as room, pytest.raises(OSError, match="address already in use"), Mailroom(smtp_port=room.smtp_port):
        pass


@pytest.mark.parametrize("address", ["../out@home.example", "/tmp/out@home.example", "a@../../out", "..@home.example"])
def test_an_address_that_would_lead_out_of_the_folder_is_refused_and_writes_nothing(tmp_path: Path, address: str):
    folder = tmp_path / "mail"
    folder.mkdir()
    with Mailroom(folder) as room, smtplib.SMTP("127.0.0.1", room.smtp_port, local_hostname="test") as line:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            line.sendmail("robin@home.example", [address], b"Subject: x\r\n\r\nx\r\n")
        line.sendmail("robin@home.example", ["Vera.V+x@home.example"], b"Subject: x\r\n\r\nx\r\n")
    assert [path.name for path in tmp_path.iterdir()] == ["mail"]
    assert [path.name for path in folder.iterdir()] == ["vera.v+x@home.example"]
