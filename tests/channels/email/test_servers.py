import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from answerable.channels.email import servers
from answerable.channels.email.servers import CannotTrust, MailFileError, Server, servers_of

WHO = "contact@s5.example"
BY_TOKEN = 'imap = "imap://a@x"\nsmtp = "smtp://a@x"'
GRANT = 'token = "{}"\nclient = "c"\nsecret = "open-sesame"\n'


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
        (f'["{WHO}"]\npop = ""', 'it does not know "pop". It may hold imap, smtp, starttls, spam and oauth2.'),
        *(
            (f'["{WHO}"]\nimap = "imap://x"\nsmtp = "smtp://x"\nspam = {spam}', 'like "X-Spam-Flag: YES" or "X-MS')
            for spam in ("1", '""', '"X-Spam-Flag"', '"Subject: spam"', '"X-Spam Flag: YES"')
        ),
        *(
            (f'["{WHO}"]\n{ends}\n["{WHO}".oauth2]\n{lines}', says)
            for ends, lines, says in (
                (BY_TOKEN, 'pop = "x"', 'it does not know "pop". It may hold client, refresh, scope, secret, token.'),
                (BY_TOKEN, 'token = "https://x"\nclient = "c"', '"secret" says nothing. Give it in quotation marks.'),
                (BY_TOKEN, 'token = "https://x"\nclient = "c"\nsecret = 5', '"secret" says nothing.'),
                (BY_TOKEN, GRANT.format("https://x"), "it has neither scope (Microsoft) nor refresh (Google)."),
                (BY_TOKEN, GRANT.format("http://x") + 'scope = "s"', "is not an address that begins with https://."),
                (
                    'imap = "imap://a:b@x"\nsmtp = "smtp://a@x"',
                    GRANT.format("https://x") + 'scope = "s"',
                    "with oauth2: it needs a user and no password. Write it like "
                    '"imaps://contact%40s5.example@mail.council.example".',
                ),
            )
        ),
        (f'["{WHO}"]\n{BY_TOKEN}\noauth2 = 1', f'it is not a table. Write ["{WHO}".oauth2] above its lines.'),
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
    assert "open-sesame" not in str(refused.value)


def test_no_refusal_repeats_a_password(mail_file: Callable[[str], None]) -> None:
    mail_file(f'["{WHO}"]\nimap = "http://us:open-sesame@x"\nsmtp = "smtp://x"')
    with pytest.raises(MailFileError) as refused:
        servers_of(WHO)
    assert "open-sesame" not in str(refused.value)


def test_without_a_mail_file_it_is_said_how_to_give_one(settings: Any) -> None:
    settings.MAIL_FILE = ""
    with pytest.raises(MailFileError, match="there is none: set ANSWERABLE_MAIL"):
        servers_of(WHO)


@pytest.fixture
def untrusted(tmp_path: Path) -> ssl.SSLContext:
    """Show a certificate that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    pem = tmp_path / "server.pem"
    coding = serialization.Encoding.PEM
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem.write_bytes(key.private_bytes(coding, kind, plain) + made.sign(key, hashes.SHA256()).public_bytes(coding))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def shown(door: socket.socket, context: ssl.SSLContext, scheme: str) -> None:
    """Take one caller as far as the certificate."""
    line, _ = door.accept()
    with line, suppress(OSError):
        if scheme in ("imap", "smtp"):
            talk = line.makefile("rwb", buffering=0)
            talk.write(b"* OK\r\n" if scheme == "imap" else b"220 here\r\n")
            while b"STARTTLS" not in (asked := talk.readline()):
                tag = asked.partition(b" ")[0]
                said = b"* CAPABILITY IMAP4rev1 STARTTLS\r\n%b OK so\r\n" % tag
                talk.write(said if scheme == "imap" else b"250-here\r\n250 STARTTLS\r\n")
            talk.write(b"%b OK so\r\n" % asked.partition(b" ")[0] if scheme == "imap" else b"220 go on\r\n")
        context.wrap_socket(line, server_side=True).close()


@pytest.mark.parametrize(
    ("scheme", "open_line"),
    [
        ("imap", servers.open_imap),
        ("imaps", servers.open_imap),
        ("smtp", servers.open_smtp),
        ("smtps", servers.open_smtp),
    ],
)
def test_a_certificate_that_cannot_be_trusted_is_told_as_such_with_what_to_do(
    scheme: str, open_line: Callable[[Server], Any], untrusted: ssl.SSLContext
):
    with socket.create_server(("127.0.0.1", 0)) as door:
        other = Thread(target=shown, args=(door, untrusted, scheme), daemon=True)
        other.start()
        port, starttls = door.getsockname()[1], not scheme.endswith("s")
        with (
            pytest.raises(CannotTrust) as refused,
            open_line(Server(scheme, "localhost", port, "a", "b", "INBOX", starttls=starttls)),
        ):
            pass
        other.join(timeout=5)
    assert str(refused.value) == (
        "The certificate of localhost cannot be trusted: self-signed certificate. Nothing was sent to it. Write the "
        "name that is in the certificate into the mail file, renew it if it has ended, or let this machine trust who "
        "signed it: docs/how-to/connect-a-mailbox.md shows how."
    )


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
