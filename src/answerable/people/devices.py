"""Known devices: browsers in which somebody has signed in before, by a signed cookie that only signing in reads.

Such a device is no way in. Wrong passwords from it are counted apart, so that those of strangers keep nobody waiting.
"""

from datetime import timedelta
from secrets import token_hex

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from answerable.people.models import Staff

COOKIE = "__Secure-device" if settings.SESSION_COOKIE_SECURE else "device"  # not "__Host-": it is for a path alone
PATH = "/account/"
KNOWN_FOR = timedelta(days=180)
MOST = 20
"""How many people a device may be known for: a shared desk has more than one, and a cookie holds only so much."""

_SALT = "answerable.people.device"


def known_device(request: HttpRequest, email: str) -> str:
    """Return what a device is called where somebody with this address has signed in before; nothing anywhere else."""
    device, people = _read(request)
    return device if _of(email) in people else ""


def remember_device(request: HttpRequest, response: HttpResponse, staff: Staff) -> None:
    """Let the device be known for somebody who has signed in on it, with all that was asked of them."""
    device, people = _read(request)
    others = [one for one in people if one != _of(staff.email)]
    value = signing.dumps([device or token_hex(16), [*others, _of(staff.email)][-MOST:]], salt=_SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=KNOWN_FOR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return "", []
    return device, people


def _of(email: str) -> str:
    """Return a short digest of an address, so that the cookie tells nobody who signs in here."""
    return signing.Signer(salt=_SALT).signature(email.strip().lower())[:16]
