"""The mail servers of each mailbox, as the deployment's mail file gives them, and connections to them.

The file is TOML, with a table for each address:

    ["contact@council.example"]
    imap = "imaps://user:password@mail.council.example/INBOX"
    smtp = "smtp://user:password@mail.council.example:587"

A connection is encrypted from the start (imaps, smtps) or, to any machine but this one, by STARTTLS (imap, smtp).
``starttls = false`` in a table leaves the last two as they are. Certificates are always checked. A table within it,
``oauth2``, says where tokens come from, for servers that take no passwords.
"""

import smtplib
import ssl
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from socket import IPPROTO_TCP, SHUT_RDWR, TCP_NODELAY, socket
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from answerable.channels.email.oauth2 import CannotGetToken, Grant, token_for, xoauth2

TIMEOUT = 20
"""Seconds that a server may take for one answer."""

PATIENCE = 60
"""Seconds that it may take for all of one thing, such as to let us in, however often it sends a little."""

_PORTS = {"imap": 143, "imaps": 993, "smtp": 25, "smtps": 465}
_HERE = ("127.0.0.1", "::1", "localhost")


class MailFileError(ValueError):
    """The mail file cannot be used. The message says what is wrong in it and what to write."""


class CannotTrust(OSError):
    """A mail server cannot show who it is. The words say why, and what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """One end of a mailbox: where it is, who we are there, and how the line is kept private.

    With a ``grant`` we sign in by a token and not by a password.
    """

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    starttls: bool
    grant: Grant | None = None


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
    with _told_of_certificate(server):
        client = IMAPClient(
            server.host, server.port, ssl=server.scheme == "imaps", ssl_context=context, timeout=TIMEOUT, use_uid=True
        )
    client.normalise_times = False
    try:
        # A search goes out in two pieces, of which the second would wait until the first is acknowledged.
        client.socket().setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        with cut_off(client.socket):
            if server.starttls:
                with _told_of_certificate(server):
                    client.starttls(context)
            if server.grant:
                _sign_in(server, server.grant, lambda token: client.oauth2_login(server.user, token), LoginError)
            else:
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
        with _told_of_certificate(server):
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=name, timeout=TIMEOUT, context=context
            )
    else:
        client = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=TIMEOUT)
    try:
        with cut_off(lambda: client.sock):
            if server.starttls:
                with _told_of_certificate(server):
                    client.starttls(context=context)
            client.ehlo_or_helo_if_needed()
            if server.grant:
                _sign_in(
                    server, server.grant, partial(_say_token, client, server.user), smtplib.SMTPAuthenticationError
                )
            elif server.user:
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


@contextmanager
def _told_of_certificate(server: Server) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise CannotTrust(
            f"The certificate of {server.host} cannot be trusted: {error.verify_message.rstrip('.')}. Nothing was "
            f"sent to it. Write the name that is in the certificate into the mail file, renew it if it has ended, or "
            f"let this machine trust who signed it: docs/how-to/connect-a-mailbox.md shows how."
        ) from error


def _sign_in(
    server: Server, grant: Grant, say: Callable[[str], object], refusal: type[smtplib.SMTPException | LoginError]
) -> None:
    """Sign in by a token. One that is refused may have been withdrawn, so a new one is fetched, and tried once."""
    fetched = partial(token_for, grant, trusting=_trusting(), timeout=TIMEOUT)
    token = fetched()
    try:
        say(token)
    except refusal:
        try:
            say(fetched(refused=token))
        except refusal as error:
            raise CannotGetToken(
                f"{server.host} let us in by no token as {server.user}, and not by a new one either. See that the "
                f"mailbox is open to the program: docs/how-to/sign-in-with-oauth2.md shows how. It said: {error}"
            ) from None


def _say_token(client: smtplib.SMTP, user: str, token: str) -> None:
    # What a server asks after a refusal is answered with nothing, and then it refuses.
    client.auth("XOAUTH2", lambda challenge=None: xoauth2(user, token) if challenge is None else "")


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except Exception:  # imaplib raises anything when the line is dead already; we are leaving either way
        with suppress(Exception):
            client.shutdown()


def _servers(address: str, table: Any) -> Servers:
    if not isinstance(table, dict):
        raise MailFileError(
            f'Cannot use {_file_name()}: "{address}" is not a table. Write ["{address}"] above its lines.'
        )
    unknown = sorted(set(table) - {"imap", "smtp", "starttls", "spam", "oauth2"})
    if unknown:
        raise MailFileError(
            f'Cannot use the table ["{address}"] of {_file_name()}: it does not know "{unknown[0]}". '
            f"It may hold imap, smtp, starttls, spam and oauth2."
        )
    starttls = table.get("starttls", True)
    grant = _grant(address, table.get("oauth2"))
    return Servers(
        imap=_server(address, table.get("imap"), "imap", starttls=starttls, grant=grant),
        smtp=_server(address, table.get("smtp"), "smtp", starttls=starttls, grant=grant),
        spam=_spam_mark(address, table.get("spam")),
    )


def _grant(address: str, said: object) -> Grant | None:
    """Read where tokens come from, if a mailbox is signed in to by them. No refusal repeats what is a secret."""
    if said is None:
        return None
    begin = f'Cannot use oauth2 of ["{address}"] in {_file_name()}:'
    if not isinstance(said, dict):
        raise MailFileError(f'{begin} it is not a table. Write ["{address}".oauth2] above its lines.')
    unknown = sorted(set(said) - _OF_A_GRANT)
    if unknown:
        raise MailFileError(f'{begin} it does not know "{unknown[0]}". It may hold {", ".join(sorted(_OF_A_GRANT))}.')
    words = {name: value.strip() for name, value in said.items() if isinstance(value, str)}
    for name in ("token", "client", "secret", *said):
        if not words.get(name):
            raise MailFileError(f'{begin} "{name}" says nothing. Give it in quotation marks.')
    if not words.get("refresh") and not words.get("scope"):
        raise MailFileError(
            f"{begin} it has neither scope (Microsoft) nor refresh (Google). Give the one that you have."
        )
    url = _split(words["token"])
    if (
        url is None
        or not url.hostname
        or (url.scheme != "https" and (url.scheme != "http" or url.hostname not in _HERE))
    ):
        raise MailFileError(f'{begin} "token" is not an address that begins with https://.')
    return Grant(words["token"], words["client"], words["secret"], words.get("scope", ""), words.get("refresh", ""))


_OF_A_GRANT = frozenset(("token", "client", "secret", "scope", "refresh"))


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


def _server(address: str, url: object, kind: str, *, starttls: object, grant: Grant | None) -> Server:
    example = f"{kind}s://user:password@mail.council.example"
    parts = _split(url)
    if parts is None or parts.scheme not in (kind, f"{kind}s") or not parts.hostname:
        # Not the address itself, which holds a password, and this message goes into logs.
        raise MailFileError(f'Cannot use {kind} of ["{address}"] in {_file_name()}. Write it like "{example}".')
    if grant and (not parts.username or parts.password is not None):
        raise MailFileError(
            f'Cannot use {kind} of ["{address}"] in {_file_name()} with oauth2: it needs a user and no password. Write '
            f'it like "{kind}s://{address.replace("@", "%40")}@mail.council.example".'
        )
    return Server(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path[1:]) or "INBOX",
        starttls=bool(starttls) and parts.scheme == kind and parts.hostname not in _HERE,
        grant=grant,
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
