"""How a line says who sent it: a signature that only who has the key can make, over when it was sent and what it is."""

import hmac
import re
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import salted_hmac

from answerable.councils.models import Council
from answerable.importing.models import LineKey

WINDOW = timedelta(minutes=5)
"""How far from ours the time of a line may be, either way. What was caught on its way is worth nothing after that."""


class Signed(NamedTuple):
    """What a request says of itself: from which system, under which id of its own, when, and the signature of it."""

    source: str
    delivery: str
    time: str
    signature: str


def secrets_of(key: LineKey) -> list[str]:
    """Return what a key's holder signs with: by the deployment's key, and by each former one."""
    ours = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    about = f"{key.council_id} {key.source} {key.salt}"
    return [salted_hmac("answerable.importing.keys", about, secret=one, algorithm="sha256").hexdigest() for one in ours]


def signature_of(secret: str, signed: Signed, body: bytes) -> str:
    """Return the HMAC-SHA256, in hexadecimal, of the time, the delivery and the body, with full stops between."""
    message = f"{signed.time}.{signed.delivery}.".encode() + body
    return hmac.new(secret.encode(), message, sha256).hexdigest()


def is_signed(council: Council, signed: Signed, body: bytes) -> bool:
    """Tell whether a key of that system, which still holds, made a signature. Each comparison takes the same time."""
    keys = LineKey.objects.filter(council=council, source=signed.source, ended_at=None)
    given = signed.signature.removeprefix("sha256=").strip().lower().encode()
    fits = False
    for key in keys:
        for secret in secrets_of(key):
            fits |= hmac.compare_digest(signature_of(secret, signed, body).encode(), given)
    return fits


def is_now(signed: Signed, *, now: datetime) -> bool:
    """Tell whether the time of a line is near enough to ours. One that is no number is not."""
    is_number = re.fullmatch(r"[0-9]{1,12}", signed.time)
    return is_number is not None and abs(int(signed.time) - now.timestamp()) <= WINDOW.seconds
