"""Tokens by which a mail server lets us in that takes no passwords (OAuth 2.0, RFC 6749): Microsoft's, Google's.

A token is kept in the memory of the process, and fetched anew before it ends. No secret and no token is ever in a log
or in the words of an error.
"""

import json
from dataclasses import dataclass, field
from http.client import HTTPException
from ssl import SSLContext
from threading import Lock
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

EARLY = 300.0
"""Seconds before its end from which a token is not used, or half of its life if that is less."""

_LONGEST_ANSWER = 100_000
_REMEDIES = {
    "invalid_client": "Check 'client' and 'secret' in the mail file. A secret ends on a day: make a new one if it has.",
    "unauthorized_client": "Give the program's registration the permission, and an administrator's consent.",
    "invalid_grant": "The refresh token has ended or was withdrawn: make a new one.",
    "invalid_scope": "Check 'scope' in the mail file.",
}


class CannotGetToken(OSError):
    """No token is to be had. The words say who refused it, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the mail file says of where tokens come from: with ``refresh`` as somebody who agreed, else as ourselves."""

    token_url: str
    client: str
    secret: str = field(repr=False)
    scope: str = ""
    refresh: str = field(default="", repr=False)


_kept: dict[Grant, tuple[str, float]] = {}
_lock = Lock()


def token_for(grant: Grant, *, trusting: SSLContext, timeout: float, refused: str = "") -> str:
    """Return a token that holds for some minutes yet. ``refused`` is one that a server would not have.

    Raises CannotGetToken.
    """
    with _lock:
        token, until = _kept.get(grant, ("", 0.0))
        if not token or token == refused or monotonic() >= until:
            _kept.pop(grant, None)
            token, seconds = _fetched(grant, trusting, timeout)
            _kept[grant] = token, monotonic() + seconds - min(EARLY, seconds / 2)
        return token


def xoauth2(user: str, token: str) -> str:
    """Return what a mail server is told in place of a password."""
    return f"user={user}\1auth=Bearer {token}\1\1"


def _fetched(grant: Grant, trusting: SSLContext, timeout: float) -> tuple[str, float]:
    """Return a new token, and for how many seconds it holds."""
    how = {"grant_type": "refresh_token", "refresh_token": grant.refresh}
    said = {"client_id": grant.client, "client_secret": grant.secret, "scope": grant.scope}
    form = (how if grant.refresh else {"grant_type": "client_credentials"}) | {k: v for k, v in said.items() if v}
    request = Request(grant.token_url, urlencode(form).encode(), {"Accept": "application/json"})
    try:
        with urlopen(request, timeout=timeout, context=trusting) as answer:
            told = _read(answer.read(_LONGEST_ANSWER))
    except HTTPError as error:
        with error:
            raise _refusal(grant, error.code, _read(error.read(_LONGEST_ANSWER))) from None
    except (OSError, HTTPException) as error:
        raise CannotGetToken(f"{_whence(grant)} cannot be reached for a token: {error}") from None
    token = told.get("access_token")
    if not isinstance(token, str) or not token or not token.isascii() or not token.isprintable():
        raise CannotGetToken(f"{_whence(grant)} answered without a token. Check 'token' in the mail file.")
    try:
        seconds = float(told.get("expires_in", 3600))
    except (TypeError, ValueError):
        seconds = 3600.0
    return token, max(0.0, seconds)


def _read(answer: bytes) -> dict[str, Any]:
    try:
        told = json.loads(answer)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _refusal(grant: Grant, code: int, told: dict[str, Any]) -> CannotGetToken:
    error = str(told.get("error", ""))[:100]
    words = " ".join(f"{error} {told.get('error_description', '')}".split())[:500]
    for secret in filter(None, (grant.secret, grant.refresh)):
        words = words.replace(secret, "…")
    remedy = _REMEDIES.get(error, "Check the lines under oauth2 in the mail file.")
    return CannotGetToken(f"{_whence(grant)} refused a token ({code} {words}). {remedy}")


def _whence(grant: Grant) -> str:
    return urlsplit(grant.token_url).hostname or grant.token_url
