"""The dispatcher: takes the letters of the outbox to the mail server, so that none is lost and none goes twice.

A letter is claimed, and the claim is on the disk, before the server hears of it. The server is given it for two: the
customer and our own mailbox, in one delivery. A dispatcher that dies after that leaves a letter in doubt; whoever finds
it looks in the mailbox. The copy is there: the letter has left. It is not: it never did, and is sent now. What this
cannot promise is in docs/decisions/0013-nothing-sent-twice.md.
"""

import logging
import smtplib
from contextlib import ExitStack
from datetime import datetime, timedelta
from time import monotonic

from answerable.channels.email.actions import WAITS, claim, put_back, take_up
from answerable.channels.email.compose import CannotCompose, address_of, composed
from answerable.channels.email.servers import MailFileError, Server, open_imap, open_smtp, servers_of
from answerable.contacts.actions import fail, settle
from answerable.contacts.models import Outgoing
from answerable.contacts.queries import due_to_leave
from answerable.councils.models import Mailbox

_log = logging.getLogger(__name__)


BATCH = 200
"""Letters that one call takes on, so that its caller can see to other things in between."""


class _Refused(Exception):
    """The server answered, and will not take a letter; so it has certainly not left."""

    def __init__(self, code: int, said: bytes, *, is_about_letter: bool) -> None:
        super().__init__(f"{code} {said.decode('utf-8', 'replace')}")
        self.is_final = is_about_letter and 500 <= code < 600


class _InDoubt(Exception):
    """The line broke while the letter was on it: it may have left."""


def dispatch(*, now: datetime) -> int:
    """Send what waits in the outbox and is due, and find out what became of letters in doubt. Returns how many left.

    A letter that fails goes back for a later try, or to a person when trying again is no use, and holds up no other.
    """
    began, sent = monotonic(), 0
    with _Lines() as lines:
        for outgoing in _due(now):
            at = now + timedelta(seconds=monotonic() - began)
            try:
                sent += _send(outgoing, lines, at=at)
            except Exception:  # whatever one letter does to us, the next is sent; this one is in doubt
                _log.exception("Cannot say what became of the letter %s", outgoing.message.message_id)
    return sent


def _due(now: datetime) -> list[Outgoing]:
    whole = due_to_leave(now).select_related("message__contact__council", "message__contact__customer")
    return list(whole[:BATCH])


def _send(outgoing: Outgoing, lines: "_Lines", *, at: datetime) -> bool:
    if outgoing.state == Outgoing.State.SENDING:
        claimed_at = outgoing.claimed_at or at
        if not take_up(outgoing, at=at):
            return False
        if _has_left(outgoing):
            return settle(outgoing, sent_at=claimed_at, at=at)
        if outgoing.tries > len(WAITS):
            put_back(outgoing, problem="Each time, the line broke or we did while it was being sent.", at=at)
            return False
    if not claim(outgoing, at=at):
        return False
    try:
        _deliver(outgoing, lines)
    except _InDoubt as error:
        _log.warning("The letter %s may have left: %s", outgoing.message.message_id, error)
        return False
    except Exception as error:  # all but _InDoubt are raised before the letter is on the line: it did not leave
        if isinstance(error, CannotCompose) or (isinstance(error, _Refused) and error.is_final):
            fail(outgoing, problem=str(error), at=at)
        else:
            put_back(outgoing, problem=str(error) or type(error).__name__, at=at)
        return False
    return settle(outgoing, sent_at=at, at=at)


def _has_left(outgoing: Outgoing) -> bool:
    """Tell whether our own copy of a letter is in the mailbox it was sent from: then the customer's has left too."""
    server = servers_of(_mailbox_of(outgoing).address).imap
    with open_imap(server) as client:
        client.select_folder(server.folder, readonly=True)
        return bool(client.search(["HEADER", "Message-ID", outgoing.message.message_id]))


def _deliver(outgoing: Outgoing, lines: "_Lines") -> None:
    """Give a letter to the server, for the customer and for our own mailbox.

    Raises _InDoubt when it may have left, and anything else when it has not.
    """
    mailbox = _mailbox_of(outgoing)
    content = composed(outgoing, mailbox)
    server = servers_of(mailbox.address).smtp
    line = lines.to(server)
    try:
        _hand_over(line, content, sender=mailbox.address, to=address_of(outgoing))
    except _Refused:
        _rest(line, lines, server)
        raise
    except (OSError, _InDoubt):
        lines.cut(server)
        raise


def _hand_over(line: smtplib.SMTP, content: bytes, *, sender: str, to: str) -> None:
    """Say who a letter is from and for, and then the letter.

    When the customer is refused the letter is not given at all, so that a copy in our mailbox is proof that it left.
    A refusal of our own mailbox changes nothing for the customer.
    """
    _expect(line.mail(sender), is_about_letter=False)
    _expect(line.rcpt(to), is_about_letter=True)
    if to.lower() != sender.lower():
        line.rcpt(sender)
    try:
        answer = line.data(content)
    except smtplib.SMTPDataError as error:  # the server would not hear the letter
        raise _Refused(error.smtp_code, _bytes(error.smtp_error), is_about_letter=True) from error
    except OSError as error:
        raise _InDoubt(str(error) or type(error).__name__) from error
    _expect(answer, is_about_letter=True)


def _expect(answer: tuple[int, bytes], *, is_about_letter: bool) -> None:
    code, said = answer
    if not 200 <= code < 300:
        raise _Refused(code, said, is_about_letter=is_about_letter)


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()


def _rest(line: smtplib.SMTP, lines: "_Lines", server: Server) -> None:
    """Have the server forget a letter it refused, before the next one."""
    try:
        line.rset()
    except OSError:
        lines.cut(server)


def _mailbox_of(outgoing: Outgoing) -> Mailbox:
    """Return the mailbox a letter is sent from: the one its contact came to, or its team's, or the council's first."""
    contact = outgoing.message.contact
    mailboxes = Mailbox.objects.filter(council=contact.council_id).order_by("id")
    found = (
        mailboxes.filter(incoming__contact=contact).first()
        or mailboxes.filter(team__path=contact.path).first()
        or mailboxes.first()
    )
    if found is None:
        raise MailFileError(f"{contact.council} has no mailbox to send from. Add one, and it will be sent.")
    return found


class _Lines:
    """The connections of one batch: one for each server, opened when it is first needed."""

    def __init__(self) -> None:
        self._open: dict[Server, tuple[smtplib.SMTP, ExitStack]] = {}
        self._dead: dict[Server, Exception] = {}

    def __enter__(self) -> "_Lines":
        return self

    def __exit__(self, *_: object) -> None:
        for server in list(self._open):
            self.cut(server)

    def to(self, server: Server) -> smtplib.SMTP:
        """Return the connection to a server. One that cannot be reached is not tried again in this batch."""
        if server in self._dead:
            raise self._dead[server]
        if server not in self._open:
            stack = ExitStack()
            try:
                self._open[server] = stack.enter_context(open_smtp(server)), stack
            except Exception as error:
                self._dead[server] = error
                raise
        return self._open[server][0]

    def cut(self, server: Server) -> None:
        """End a connection, so that the next letter gets a new one."""
        _, stack = self._open.pop(server)
        stack.close()
