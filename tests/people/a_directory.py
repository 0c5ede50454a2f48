"""A directory on this machine that says what a test has it say: also what no directory should."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from jwt.algorithms import RSAAlgorithm

from answerable.config.clock import the_moment_it_is

TENANT = "11111111-2222-4333-8444-555555555555"
PATHS = {"entra": f"/{TENANT}/v2.0", "google": "", "standard": "/realms/council"}
CLIENT, SECRET = "answerable", "the directory's secret for us"

SAID_BY: Mapping[str, dict[str, Any]] = {
    "entra": {"tid": TENANT, "xms_edov": True},
    "google": {"hd": "council.example", "email_verified": True},
    "standard": {"email_verified": True},
}
"""What each kind of directory says of somebody, besides who they are and what their address is."""

KEY, ANOTHER_KEY = (generate_private_key(65_537, 2_048) for _ in range(2))


class ADirectory:
    """What a directory does, each of which a test may change before it asks.

    ``claims`` is what a token says that differs, where None leaves out. ``answers`` has what a page answers in place of
    what it should: a status and a body.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {"kid": "one"}
        self.algorithm, self.key = "RS256", KEY
        self.config: dict[str, Any] = {}
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.before: Callable[[str], None] = lambda page: None
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.nonce = ""
        self.site = ""

    @property
    def issuer(self) -> str:
        return f"{self.site}{PATHS[self.kind]}"

    def says_of_itself(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.config,
        }

    def token(self) -> str:
        now = int(the_moment_it_is().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": "sam-1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "email": "sam@council.example",
            **SAID_BY[self.kind],
            **self.claims,
        }
        said = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(said, self.key if self.algorithm != "none" else None, self.algorithm, self.header)

    def answer(self, page: str, form: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append((page, form))
        self.before(page)
        if page in self.answers:
            return self.answers[page]
        known = {"kty": "RSA", **RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "one"}
        said: dict[str, Any] = {
            "openid-configuration": self.says_of_itself,
            "keys": lambda: {"keys": [known]},
            "token": lambda: {"access_token": "an access token", "token_type": "Bearer", "id_token": self.token()},
        }[page]()
        return 200, json.dumps(said).encode()


@contextmanager
def a_directory(kind: str) -> Iterator[ADirectory]:
    """Run a directory of some kind, for as long as a test lasts."""
    directory = ADirectory(kind)

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: value for name, (value,) in parse_qs(sent).items()}
            self._answer({**form, "Authorization": self.headers.get("Authorization", "")})

        def _answer(self, form: dict[str, str]) -> None:
            status, body = directory.answer(urlsplit(self.path).path.rpartition("/")[2], form)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", body.decode())
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    directory.site = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
