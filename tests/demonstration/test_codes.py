"""The code a telephone would show, against the examples of RFC 6238 and against the one that checks it."""

from base64 import b32encode
from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from demonstration.codes import Code, code_at
from demonstration.names import SECRET

RFC_SECRET = b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "figures"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(seconds: int, figures: str):
    assert code_at(datetime.fromtimestamp(seconds, UTC), RFC_SECRET).figures == figures


def test_a_code_says_how_long_it_is_shown():
    assert code_at(datetime(2026, 11, 18, 9, 0, 0, tzinfo=UTC), SECRET).seconds == 30
    assert code_at(datetime(2026, 11, 18, 9, 0, 29, tzinfo=UTC), SECRET).seconds == 1


def test_the_secret_is_one_that_signing_in_understands():
    counter = next(iter(yield_hotp_counters_from_time()))
    moment = datetime.fromtimestamp(counter * 30, UTC)
    assert code_at(moment, SECRET) == Code(format_hotp_value(hotp_value(SECRET, counter)), 30)
