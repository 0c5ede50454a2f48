"""A mail server on this machine alone, for the demonstration and the tests: SMTP in, IMAP out.

Any address is accepted and given an account the first time it is written to, so that the letters sent to residents can
be read too. Every account has the same password, which is why it listens on the loopback address and nowhere else.
"""

import asyncio
import os
import re
import socket
from argparse import Namespace
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from email.headerregistry import BaseHeader, HeaderRegistry
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session
from pymap.backend.dict import Config, DictBackend, Identity, Login
from pymap.imap import IMAPService
from pymap.mime.parsed import ParsedHeaders
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from answerable.config.clock import the_moment_it_is

HERE = "127.0.0.1"
PASSWORD = "mailroom"  # everybody's, on one machine, where nothing is secret
_LARGEST = 80 * 1024 * 1024
_Result = TypeVar("_Result")


class Mailroom:
    """A mail server that runs while the block runs: ``with Mailroom() as room: ... room.smtp_port, room.imap_port``.

    With a folder, every message is a file there and is still in its account after a restart; the IMAP numbers are new,
    as they are on any server that was rebuilt. Without one, mail lasts as long as the block. Port 0 takes a free one.
    ``refusals`` maps an address to what SMTP says instead of accepting it, such as "550 5.1.1 Nobody of that name".
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        smtp_port: int = 0,
        imap_port: int = 0,
        refusals: Mapping[str, str] | None = None,
    ) -> None:
        self.smtp_port, self.imap_port = smtp_port, imap_port
        self.refusals = dict(refusals or {})
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, name="mailroom", daemon=True)
        self._started = Event()
        self._problem: BaseException | None = None

    def __enter__(self) -> "Mailroom":
        """Start both servers. Raises OSError when a port is taken."""
        self._thread.start()
        self._started.wait()
        if self._problem is not None:
            raise self._problem
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop both servers, and cut off whoever is connected."""
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()

    def deliver(self, raw: bytes, *, to: str, at: datetime | None = None) -> None:
        """Put a message into an account exactly as it is, as if it had arrived at ``at``, or now."""
        self._wait_for(self._deliver(raw, to, at or the_moment_it_is()))

    def mail_of(self, address: str) -> list[bytes]:
        """Return what is in an account, oldest first, exactly as it came."""
        return self._wait_for(self._mail_of(address))

    def settings_for(self, address: str) -> str:
        """Return the table of the mail file that lets Answerable use the account ``address``, which is made if new."""
        self._wait_for(self._open(address))
        user = address.replace("@", "%40")
        return (
            f'["{address}"]\nimap = "imap://{user}:{PASSWORD}@{HERE}:{self.imap_port}/INBOX"\n'
            f'smtp = "smtp://{HERE}:{self.smtp_port}"\n'
        )

    def _wait_for(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except BaseException as error:
            self._problem = error
        finally:
            self._started.set()
            self._loop.close()

    async def _serve(self) -> None:
        self._closing = asyncio.Event()
        async with AsyncExitStack() as stack:
            smtp = await self._loop.create_server(
                lambda: SMTP(_Door(self), hostname="mailroom", data_size_limit=_LARGEST, loop=self._loop),
                HERE,
                self.smtp_port,
            )
            stack.callback(smtp.close)
            self.smtp_port = smtp.sockets[0].getsockname()[1]
            self.imap_port = self.imap_port or _free_port()
            self._config = _Settings.from_args(_arguments(self.imap_port), hash_context=Cleartext())
            self._login = Login(self._config)
            self._config.apply_context()
            await IMAPService(DictBackend(self._login, self._config), self._config).start(stack)
            await self._fill()
            self._started.set()
            await self._closing.wait()
        await _end_the_rest()

    async def _fill(self) -> None:
        if self._folder is None:
            return
        for account in sorted(path for path in self._folder.glob("*@*") if path.is_dir()):
            for file in sorted(account.glob("*.eml")):
                arrived = datetime.fromtimestamp(file.stat().st_mtime, UTC)
                await self._put(file.read_bytes(), account.name, arrived)

    async def _open(self, address: str) -> Any:
        address = address.lower()
        if address not in self._login.users_dict:
            self._login.users_dict[address] = UserMetadata(self._config, address, password=PASSWORD)
        async with Identity(address, self._login, None, frozenset()).new_session() as session:
            return await session.mailbox_set.get_mailbox("INBOX")

    async def _put(self, raw: bytes, address: str, at: datetime) -> None:
        inbox = await self._open(address)
        await inbox.append(AppendMessage(raw, at), recent=True)

    async def _deliver(self, raw: bytes, address: str, at: datetime) -> None:
        if self._folder is not None:
            _write(self._folder / address.lower(), raw, at)
        await self._put(raw, address, at)

    async def _mail_of(self, address: str) -> list[bytes]:
        inbox = await self._open(address)
        return [bytes(message._content) async for message in inbox.messages()]


class _Settings(Config):
    """Greets by a fixed name, where pymap would look this machine's name up for every caller."""

    @property
    def greeting(self) -> bytes:
        return b"The mailroom is open"


class _Forgiving(HeaderRegistry):
    """Reads a header that the standard library cannot read as if it were empty, so that odd mail is kept like any."""

    def __call__(self, name: str, value: str) -> BaseHeader:
        try:
            return super().__call__(name, value)
        except Exception:  # the standard library raises whatever its parser came upon: IndexError, AttributeError, ...
            return super().__call__(name, "")


# pymap reads headers of its own accord when a message arrives, and offers no other way to put a reader in.
ParsedHeaders._registry = _Forgiving()


class _Door:
    """What SMTP asks: may this person be written to, and here is the message."""

    def __init__(self, room: Mailroom) -> None:
        self._room = room

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take anybody in but those that the mailroom was told to refuse."""
        refusal = self._room.refusals.get(address.lower())
        if refusal is None and not _NAMES_A_FOLDER.fullmatch(address):
            refusal = "553 5.1.3 That is not an address here"
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Say that we have it when everybody it is for has it, and not before."""
        content = envelope.original_content or b""
        for address in envelope.rcpt_tos:
            await self._room._deliver(content, address, the_moment_it_is())
        return "250 OK: everybody has it"


_NAMES_A_FOLDER = re.compile(r"[^/\\\x00-\x20.][^/\\\x00-\x20]*@[^/\\\x00-\x20]+")
"""An address whose account is a folder within ours: it leads nowhere else."""


def _write(account: Path, raw: bytes, at: datetime) -> None:
    """Write a message as a file, whole or not at all, after those that are there."""
    account.mkdir(parents=True, exist_ok=True)
    name = f"{len(list(account.glob('*.eml'))) + 1:06}.eml"
    part = account / f"{name}.part"
    part.write_bytes(raw)
    os.utime(part, (at.timestamp(), at.timestamp()))
    part.rename(account / name)


async def _end_the_rest() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def _arguments(port: int) -> Namespace:
    """Return what pymap would have read from its command line."""
    return Namespace(
        host=HERE,
        port=port,
        debug=False,
        cert=None,
        key=None,
        tls=False,
        proxy_protocol=None,
        passlib_cfg=None,
        inherited_sockets=None,
        demo_data=False,
        demo_user="",
        demo_password="",
    )
