"""Servers of the tests' own that take no password: a token endpoint, and IMAP and SMTP that want its tokens."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer, StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs

MAIL = b"From: Robin Reed <robin@home.example>\r\nMessage-ID: <1@h>\r\nSubject: Lamp\r\n\r\nThe lamp is out.\r\n"
_NO = b64encode(b'{"status":"400"}').decode()


@dataclass
class Issuer:
    """What is behind all three: the tokens given out and those that hold, who may have one, and what was asked."""

    asked: list[dict[str, str]] = field(default_factory=list)
    holds: set[str] = field(default_factory=set)
    letters: list[bytes] = field(default_factory=list)
    seconds: object = 3600
    refusal: tuple[int, dict[str, Any]] | None = None
    is_trusted: bool = True
    token_port: int = 0
    imap_port: int = 0
    smtp_port: int = 0

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Give out a new token, or refuse."""
        self.asked.append(form)
        if self.refusal:
            return self.refusal
        token = f"the-token-{len(self.asked)}"
        if self.is_trusted:
            self.holds.add(token)
        return 200, {"access_token": token, "expires_in": self.seconds, "token_type": "Bearer"}

    def lets_in(self, said: str) -> bool:
        """Tell whether what was said in place of a password is a user and a token that holds."""
        user, auth = b64decode(said).decode().split("\1")[:2]
        return user == "user=us@s5.example" and auth.removeprefix("auth=Bearer ") in self.holds


@contextmanager
def running() -> Iterator[Issuer]:
    """Run all three on this machine."""
    issuer = Issuer()
    issuer_of: dict[str, Any] = {"issuer": issuer}
    servers: list[BaseServer] = [
        ThreadingHTTPServer(("127.0.0.1", 0), type("Token", (_Token,), issuer_of)),
        ThreadingTCPServer(("127.0.0.1", 0), type("Imap", (_Imap,), issuer_of)),
        ThreadingTCPServer(("127.0.0.1", 0), type("Smtp", (_Smtp,), issuer_of)),
    ]
    issuer.token_port, issuer.imap_port, issuer.smtp_port = (int(one.server_address[1]) for one in servers)
    for server in servers:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield issuer
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


class _Token(BaseHTTPRequestHandler):
    issuer: ClassVar[Issuer]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, told = self.issuer.answer({name: values[0] for name, values in parse_qs(body).items()})
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


class _Lines(StreamRequestHandler):
    issuer: ClassVar[Issuer]
    disable_nagle_algorithm = True  # or each line waits until the one before it is acknowledged

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def hear(self) -> str:
        return self.rfile.readline().decode().strip()


class _Imap(_Lines):
    def handle(self) -> None:
        self.say("* OK ready")
        is_in = False
        while line := self.hear():
            tag, command, *rest = line.split()
            words = " ".join([command, *rest]).upper()
            if command.upper() == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED")
            elif command.upper() == "AUTHENTICATE":
                self.say("+ ")
                is_in = self.issuer.lets_in(self.hear())
                if not is_in:
                    self.say(f"+ {_NO}")
                    self.hear()
                    self.say(f"{tag} NO AUTHENTICATE failed.")
                    continue
            elif command.upper() == "LOGOUT":
                self.say(f"* BYE\r\n{tag} OK")
                return
            elif not is_in:
                self.say(f"{tag} NO not signed in")
                continue
            elif command.upper() == "EXAMINE":
                self.say("* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok")
            elif words.startswith("UID SEARCH"):
                self.say("* SEARCH 1")
            elif "BODY.PEEK" in words:
                self.wfile.write(
                    b'* 1 FETCH (UID 1 INTERNALDATE "02-Nov-2026 09:00:00 +0000" BODY[] {%d}\r\n' % len(MAIL)
                    + MAIL
                    + b")\r\n"
                )
            elif "RFC822.SIZE" in words:
                self.say(f"* 1 FETCH (UID 1 RFC822.SIZE {len(MAIL)})")
            self.say(f"{tag} OK done")


class _Smtp(_Lines):
    def handle(self) -> None:
        self.say("220 ready")
        is_in = False
        while line := self.hear():
            word, *rest = line.split()
            if word.upper() == "EHLO":
                self.say("250-here\r\n250 AUTH XOAUTH2")
            elif word.upper() == "AUTH":
                is_in = rest[0] == "XOAUTH2" and self.issuer.lets_in(rest[1])
                if not is_in:
                    self.say(f"334 {_NO}")
                    self.hear()
                self.say("235 in" if is_in else "535 5.7.3 Authentication unsuccessful")
            elif not is_in:
                self.say("530 5.7.57 Client not authenticated to send mail")
            elif word.upper() == "DATA":
                self.say("354 go on")
                lines: list[bytes] = []
                while (line_of_letter := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line_of_letter)
                self.issuer.letters.append(b"".join(lines))
                self.say("250 taken")
            else:
                self.say("250 ok")
