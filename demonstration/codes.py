"""The one-time code that a telephone would show now (RFC 6238), for staff of the demonstration who have none."""

from base64 import b32decode
from datetime import datetime
from hashlib import sha1
from hmac import digest
from typing import NamedTuple

_PERIOD = 30


class Code(NamedTuple):
    """Six figures, and for how many seconds more a telephone would show them."""

    figures: str
    seconds: int


def code_at(moment: datetime, secret: str) -> Code:
    """Return the code made from a secret in base 32 at a moment."""
    second = int(moment.timestamp())
    made = digest(b32decode(secret), (second // _PERIOD).to_bytes(8, "big"), sha1)
    start = made[-1] & 0xF
    number = int.from_bytes(made[start : start + 4], "big") & 0x7FFFFFFF
    return Code(f"{number % 1_000_000:06}", _PERIOD - second % _PERIOD)
