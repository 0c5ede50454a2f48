import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from answerable.channels.email import servers
from answerable.channels.email.servers import MailFileError, Server, servers_of

WHO = "contact@s5.example"


@pytest.fixture
def mail_file(settings: Any, tmp_path: Path) -> Callable[[str], None]:
    def write(text: str) -> None:
        settings.MAIL_FILE = str(tmp_path / "mail.toml")
        Path(settings.MAIL_FILE).write_text(text)

    return write


def test_the_mail_file_says_where_the_two_ends_of_a_mailbox_are(mail_file: Callable[[str], None]) -> None:
    mail_file(
        f'["{WHO.upper()}"]\nimap = "imaps://us%40s5:p%2Fw@imap.s5.example/Shared%20mail"\n'
        'smtp = "smtp://us:pw@smtp.s5.example:587"\n'
    )
    found = servers_of(WHO)
    assert found.imap == Server("imaps", "imap.s5.example", 993, "us@s5", "p/w", "Shared mail", starttls=False)
    assert found.smtp == Server("smtp", "smtp.s5.example", 587, "us", "pw", "INBOX", starttls=True)


def test_on_this_machine_or_when_told_so_a_line_is_not_encrypted_half_way(mail_file: Callable[[str], None]) -> None:
    mail_file(
        f'["{WHO}"]\nimap = "imap://127.0.0.1"\nsmtp = "smtp://localhost"\n'
        '["b@x"]\nimap = "imap://far.example"\nsmtp = "smtp://far.example"\nstarttls = false\n'
        '["c@x"]\nimap = "imap://far.example"\nsmtp = "smtp://far.example"\n'
    )
    assert [
        (servers_of(one).imap.starttls, servers_of(one).smtp.starttls, servers_of(one).smtp.port)
        for one in (WHO, "b@x", "c@x")
    ] == [(False, False, 25), (False, False, 25), (True, True, 25)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", f'has no table ["{WHO}"]. Add one with its imap and smtp addresses'),
        ("[", "Cannot read the mail file"),
        (f'"{WHO}" = 1', f'"{WHO}" is not a table. Write ["{WHO}"] above its lines.'),
        (f'["{WHO}"]\npop = ""', 'it does not know "pop". It may hold imap, smtp, starttls and spam.'),
        *(
            (f'["{WHO}"]\nimap = "imap://x"\nsmtp = "smtp://x"\nspam = {spam}', 'like "X-Spam-Flag: YES" or "X-MS')
            for spam in ("1", '""', '"X-Spam-Flag"', '"Subject: spam"', '"X-Spam Flag: YES"')
        ),
        (f'["{WHO}"]\nsmtp = "smtp://x"', f'Cannot use imap of ["{WHO}"]'),
        (f'["{WHO}"]\nimap = "imap://x"\nsmtp = "http://x"', 'Write it like "smtps://user:password@'),
        (f'["{WHO}"]\nimap = "imap://x:port"\nsmtp = "smtp://x"', f'Cannot use imap of ["{WHO}"]'),
    ],
)
def test_a_mail_file_that_cannot_be_used_says_what_to_write(
    mail_file: Callable[[str], None], text: str, says: str
) -> None:
    mail_file(text)
    with pytest.raises(MailFileError) as refused:
        servers_of(WHO)
    assert says in str(refused.value)


def test_no_refusal_repeats_a_password(mail_file: Callable[[str], None]) -> None:
    mail_file(f'["{WHO}"]\nimap = "http://us:open-sesame@x"\nsmtp = "smtp://x"')
    with pytest.raises(MailFileError) as refused:
        servers_of(WHO)
    assert "open-sesame" not in str(refused.value)


def test_without_a_mail_file_it_is_said_how_to_give_one(settings: Any) -> None:
    settings.MAIL_FILE = ""
    with pytest.raises(MailFileError, match="there is none: set ANSWERABLE_MAIL"):
        servers_of(WHO)


def test_what_this_machine_trusts_is_read_once_for_all_mailboxes(monkeypatch: pytest.MonkeyPatch):
    read: list[object] = []
    usual = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda: read.append(1) or usual())
    servers._trusting.cache_clear()
    closed = Server("imaps", "127.0.0.1", 1, "a", "b", "INBOX", starttls=False)
    for open_line in (servers.open_imap, servers.open_smtp, servers.open_imap):
        with pytest.raises(OSError), open_line(closed):
            pass
    assert len(read) == 1
