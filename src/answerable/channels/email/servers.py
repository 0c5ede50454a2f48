"""The mail servers of each mailbox, as the deployment's mail file gives them, and connections to them.

The file is TOML, with a table for each address:

    ["contact@council.example"]
    imap = "imaps://user:password@mail.council.example/INBOX"
    smtp = "smtp://user:password@mail.council.example:587"

A connection is encrypted from the start (imaps, smtps) or, to any machine but this one, by STARTTLS (imap, smtp).
``starttls = false`` in a table leaves the last two as they are. Certificates are always checked.
"""

import smtplib
import ssl
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from imapclient import IMAPClient

TIMEOUT = 20
"""Seconds that a server may take for one answer."""

PATIENCE = 60
"""Seconds that it may take for all of one thing, such as to let us in, however often it sends a little."""

_PORTS = {"imap": 143, "imaps": 993, "smtp": 25, "smtps": 465}
_HERE = ("127.0.0.1", "::1", "localhost")


class MailFileError(ValueError):
    """The mail file cannot be used. The message says what is wrong in it and what to write."""


@dataclass(frozen=True, slots=True)
class Server:
    """One end of a mailbox: where it is, who we are there, and how the line is kept private."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    starttls: bool


@dataclass(frozen=True, slots=True)
class Servers:
    """The two ends of a mailbox: where its mail is read, and through which its answers leave."""

    imap: Server
    smtp: Server
    spam: "SpamMark | None" = None


@dataclass(frozen=True, slots=True)
class SpamMark:
    """What the gateway in front of a mailbox writes into what it thinks is spam: a header, and a word or a number.

    A number stands for itself and all above it, as in ``X-MS-Exchange-Organization-SCL: 5``.
    """

    header: str
    value: str

    def is_in(self, marks: Iterable[tuple[str, str]]) -> bool:
        """Tell whether one of some headers, by names in small letters, is the mark."""
        return any(name == self.header and self._says(value) for name, value in marks)

    def _says(self, value: str) -> bool:
        first = value.replace(",", " ").replace(";", " ").partition(" ")[0].lower()
        if not self.value.isdecimal():
            return first == self.value
        try:
            return float(first) >= int(self.value)
        except ValueError:
            return False


def spam_mark_of(address: str) -> SpamMark | None:
    """Return how a mailbox's gateway marks spam, or None where the mail file does not say. Raises MailFileError."""
    found = all_servers().get(address.lower())
    return found.spam if found else None


def servers_of(address: str) -> Servers:
    """Return the servers of a mailbox. Raises MailFileError when the mail file does not say."""
    found = all_servers().get(address.lower())
    if found is None:
        raise MailFileError(
            f'Cannot reach the mailbox {address}: {_file_name()} has no table ["{address}"]. Add one with its imap and '
            f"smtp addresses; docs/how-to/connect-a-mailbox.md shows how."
        )
    return found


def all_servers() -> Mapping[str, Servers]:
    """Return the servers of every mailbox in the mail file, by address. Raises MailFileError."""
    if not settings.MAIL_FILE:
        return {}
    try:
        tables = tomllib.loads(Path(settings.MAIL_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MailFileError(
            f"Cannot read the mail file {settings.MAIL_FILE}: {error}. Mend it and try again."
        ) from error
    return {address.lower(): _servers(address, table) for address, table in tables.items()}


@contextmanager
def open_imap(server: Server) -> Iterator[IMAPClient]:
    """Sign in to the server that keeps a mailbox.

    Raises OSError or IMAPClientError when the server cannot be reached, or will not have us.
    """
    context = _trusting()
    client = IMAPClient(
        server.host, server.port, ssl=server.scheme == "imaps", ssl_context=context, timeout=TIMEOUT, use_uid=True
    )
    client.normalise_times = False
    try:
        with cut_off(client.socket):
            if server.starttls:
                client.starttls(context)
            client.login(server.user, server.password)
        yield client
    finally:
        _leave(client)


@contextmanager
def open_smtp(server: Server) -> Iterator[smtplib.SMTP]:
    """Sign in to a server that takes our letters. Raises OSError, of which SMTPException is a kind."""
    context = _trusting()
    # The name the site is known by; otherwise this machine's own name would be looked up and given.
    name = urlsplit(settings.ORIGIN).hostname
    if server.scheme == "smtps":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=name, timeout=TIMEOUT, context=context
        )
    else:
        client = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=TIMEOUT)
    try:
        with cut_off(lambda: client.sock):
            if server.starttls:
                client.starttls(context=context)
            client.ehlo_or_helo_if_needed()
            if server.user:
                client.login(server.user, server.password)
        yield client
    finally:
        client.close()


@contextmanager
def cut_off(line: Callable[[], socket | None], *, after: float | None = None) -> Iterator[None]:
    """End a conversation that is not over after ``PATIENCE``, or some other seconds; whoever waits for it is told so.

    ``line`` is asked for the connection when it comes to that.
    """
    timer = Timer(PATIENCE if after is None else after, _hang_up, [line])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(line: Callable[[], socket | None]) -> None:
    with suppress(OSError):  # it is gone already
        connection = line()
        if connection is not None:
            socket.shutdown(connection, SHUT_RDWR)  # and not what TLS makes of it, under whoever is reading


@cache
def _trusting() -> ssl.SSLContext:
    """Return what this machine trusts. To read it is dear, and a mailbox is looked into every five seconds; so once."""
    return ssl.create_default_context()


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except Exception:  # imaplib raises anything when the line is dead already; we are leaving either way
        client.shutdown()


def _servers(address: str, table: Any) -> Servers:
    if not isinstance(table, dict):
        raise MailFileError(
            f'Cannot use {_file_name()}: "{address}" is not a table. Write ["{address}"] above its lines.'
        )
    unknown = sorted(set(table) - {"imap", "smtp", "starttls", "spam"})
    if unknown:
        raise MailFileError(
            f'Cannot use the table ["{address}"] of {_file_name()}: it does not know "{unknown[0]}". '
            f"It may hold imap, smtp, starttls and spam."
        )
    starttls = table.get("starttls", True)
    return Servers(
        imap=_server(address, table.get("imap"), "imap", starttls=starttls),
        smtp=_server(address, table.get("smtp"), "smtp", starttls=starttls),
        spam=_spam_mark(address, table.get("spam")),
    )


def _spam_mark(address: str, said: object) -> SpamMark | None:
    if said is None:
        return None
    name, _, value = (part.strip().lower() for part in str(said).partition(":"))
    if not (isinstance(said, str) and name.startswith("x-") and value and not any(map(str.isspace, name + value))):
        raise MailFileError(
            f'Cannot use spam of ["{address}"] in {_file_name()}. Write the header of your mail gateway and from which '
            f'word or number a message is spam, like "X-Spam-Flag: YES" or "X-MS-Exchange-Organization-SCL: 5".'
        )
    return SpamMark(name, value)


def _server(address: str, url: object, kind: str, *, starttls: object) -> Server:
    example = f"{kind}s://user:password@mail.council.example"
    parts = _split(url)
    if parts is None or parts.scheme not in (kind, f"{kind}s") or not parts.hostname:
        # Not the address itself, which holds a password, and this message goes into logs.
        raise MailFileError(f'Cannot use {kind} of ["{address}"] in {_file_name()}. Write it like "{example}".')
    return Server(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path[1:]) or "INBOX",
        starttls=bool(starttls) and parts.scheme == kind and parts.hostname not in _HERE,
    )


def _split(url: object) -> SplitResult | None:
    if not isinstance(url, str):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # it is read only now, and may be no number
    except ValueError:
        return None
    return parts


def _file_name() -> str:
    return settings.MAIL_FILE or "the mail file (there is none: set ANSWERABLE_MAIL)"
