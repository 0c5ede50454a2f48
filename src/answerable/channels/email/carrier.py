"""Letters by email: to the customer's mail server for two, the customer and our own mailbox, in one delivery.

Our copy is the proof that a letter left: the server takes it for both or for neither. A letter in doubt is looked for
in the mailbox. What this cannot promise is in docs/decisions/0013-nothing-sent-twice.md.
"""

import smtplib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import ClassVar

from answerable.channels.email.compose import CannotCompose, address_of, composed
from answerable.channels.email.servers import (
    TIMEOUT,
    MailFileError,
    Server,
    cut_off,
    open_imap,
    open_smtp,
    servers_of,
)
from answerable.contacts.carrier import BY_EMAIL, Carrier, DidNotLeave, MayHaveLeft, NeverDelivered, Rest
from answerable.contacts.models import Outgoing
from answerable.councils.models import Mailbox

TURN = 60.0
"""Seconds of one batch that a server may take. What is left for it then comes after the others' letters."""

RESTS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8))
"""How long a server that could not be reached, or hung, is left alone: longer each time that it does so again."""


@dataclass(slots=True)
class _Standing:
    """How a server has done: seconds it took of this batch, how often it hung, when it may be tried again, and why."""

    spent: float = 0.0
    failures: int = 0
    rests_until: float = 0.0
    problem: str = ""


class Smtp(Carrier):
    """Carries letters by email, over one connection to each server for a whole batch, opened when first needed.

    A server that cannot be reached, or takes long to fail, is left alone for a while, and the others go on.
    """

    name: ClassVar[str] = BY_EMAIL

    def __init__(self) -> None:
        self._lines: dict[Server, tuple[smtplib.SMTP, ExitStack]] = {}
        self._standing: defaultdict[Server, _Standing] = defaultdict(_Standing)

    def __exit__(self, *_: object) -> None:
        """End the connections. Which servers are left alone is remembered."""
        for server in list(self._lines):
            self._cut(server)
        for standing in self._standing.values():
            standing.spent = 0.0

    def rests(self, letter: Outgoing) -> Rest | None:
        """Tell how long a letter has to wait because the server that is to be asked next hangs, or had its turn."""
        try:
            servers = servers_of(_mailbox_of(letter).address)
        except MailFileError:  # which is said when it is tried
            return None
        standing = self._standing[servers.imap if letter.state == Outgoing.State.SENDING else servers.smtp]
        seconds = standing.rests_until - monotonic()
        if seconds > 0:
            return Rest(timedelta(seconds=seconds), standing.problem)
        return Rest(timedelta(seconds=1)) if standing.spent > TURN else None

    def deliver(self, letter: Outgoing, words: str) -> None:
        """Give a letter to the server, for the customer and for our own mailbox."""
        try:
            mailbox = _mailbox_of(letter)
            content = composed(letter, words, mailbox)
            server = servers_of(mailbox.address).smtp
            with self._watched(server, is_opening=True):
                line = self._line_to(server)
        except CannotCompose as error:
            raise NeverDelivered(str(error)) from error
        except Exception as error:  # whatever it is, no server has heard of the letter
            raise DidNotLeave(str(error) or type(error).__name__) from error
        try:
            with self._watched(server), cut_off(lambda: line.sock):
                _hand_over(line, content, sender=mailbox.address, to=address_of(letter))
        except (NeverDelivered, DidNotLeave):
            self._rest(server)
            raise
        except BaseException:
            self._cut(server)
            raise

    def has_left(self, letter: Outgoing) -> bool:
        """Tell whether our copy of a letter is in the mailbox it was sent from: then the customer's has left too."""
        server = servers_of(_mailbox_of(letter).address).imap
        with self._watched(server), open_imap(server) as client, cut_off(client.socket):
            client.select_folder(server.folder, readonly=True)
            return bool(client.search(["HEADER", "Message-ID", letter.message.message_id]))

    @contextmanager
    def _watched(self, server: Server, *, is_opening: bool = False) -> Iterator[None]:
        """Note how long a server takes. One that cannot be reached, or is slow to fail, is left alone for a while."""
        standing, began = self._standing[server], monotonic()
        try:
            yield
        except Exception as error:
            if is_opening or monotonic() - began > TIMEOUT / 2:
                rest = RESTS[min(standing.failures, len(RESTS) - 1)]
                standing.failures += 1
                standing.rests_until = monotonic() + rest.total_seconds()
                standing.problem = (
                    f"The mail server {server.host} is left alone for now: {str(error) or type(error).__name__}"
                )
            raise
        else:
            if not is_opening:
                standing.failures = 0
        finally:
            standing.spent += monotonic() - began

    def _line_to(self, server: Server) -> smtplib.SMTP:
        """Return the connection to a server."""
        if server not in self._lines:
            stack = ExitStack()
            self._lines[server] = stack.enter_context(open_smtp(server)), stack
        return self._lines[server][0]

    def _rest(self, server: Server) -> None:
        """Have the server forget a letter it refused, before the next one. Of one that hangs nothing more is asked."""
        line = self._lines[server][0]
        try:
            if self._standing[server].rests_until > monotonic():
                raise TimeoutError
            line.rset()
        except OSError:
            self._cut(server)

    def _cut(self, server: Server) -> None:
        """End a connection, so that the next letter gets a new one."""
        _, stack = self._lines.pop(server)
        stack.close()


def _hand_over(line: smtplib.SMTP, content: bytes, *, sender: str, to: str) -> None:
    """Say who a letter is from and for, and then the letter.

    When the customer is refused the letter is not given at all, so that a copy in our mailbox is proof that it left.
    A refusal of our own mailbox changes nothing for the customer.
    """
    try:
        _expect(line.mail(sender))
        _expect(line.rcpt(to), is_about_letter=True)
        if to.lower() != sender.lower():
            line.rcpt(sender)
    except OSError as error:
        raise DidNotLeave(str(error) or type(error).__name__) from error
    try:
        answer = line.data(content)
    except smtplib.SMTPDataError as error:  # the server would not hear the letter
        answer = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
    except OSError as error:
        raise MayHaveLeft(str(error) or type(error).__name__) from error
    _expect(answer, is_about_letter=True)


def _expect(answer: tuple[int, bytes], *, is_about_letter: bool = False) -> None:
    """Raise unless the server agreed. "Never" (5xx) is believed where it is about the letter or its customer."""
    code, said = answer
    if 200 <= code < 300:
        return
    words = f"{code} {said.decode('utf-8', 'replace')}"
    raise NeverDelivered(words) if is_about_letter and 500 <= code < 600 else DidNotLeave(words)


def _mailbox_of(letter: Outgoing) -> Mailbox:
    """Return the mailbox a letter is sent from: the one its contact came to, or its team's, or the council's first."""
    contact = letter.message.contact
    mailboxes = Mailbox.objects.filter(council=contact.council_id).order_by("id")
    found = (
        mailboxes.filter(incoming__contact=contact).first()
        or mailboxes.filter(team__path=contact.path).first()
        or mailboxes.first()
    )
    if found is None:
        raise MailFileError(f"{contact.council} has no mailbox to send from. Add one, and it will be sent.")
    return found
