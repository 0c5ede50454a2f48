"""The queue log of an Asterisk telephone system, as a real one wrote it, and as damaged ones are."""

import io
from pathlib import Path
from typing import Any

import pytest

from answerable.logs.errors import LineError
from answerable.logs.queue_log import read_calls, record_of

REAL = (Path(__file__).parents[2] / "docs" / "how-to" / "old-logs" / "queue_log").read_bytes()


def calls(log: bytes) -> list[tuple[int, Any]]:
    found: list[tuple[int, Any]] = []
    for number, call in read_calls(io.BytesIO(log)):
        try:
            found.append((number, record_of(call)))
        except LineError as error:
            found.append((number, str(error)))
    return found


def call(id: str, *facts: tuple[str, str]) -> dict[str, Any]:
    return {
        "id": id,
        "channel": "phone",
        "facts": [{"what": what, "at": f"2026-11-22T{time}+00:00"} for what, time in facts],
        "phone": "07700900123",
    }


ANSWERED = call("1795323253.0", ("ringing", "04:54:13"), ("queued", "04:54:13"), ("answered", "04:54:17"))
ABANDONED = call("1795323298.2", ("ringing", "04:54:58"), ("queued", "04:54:58"), ("abandoned", "04:55:01"))


def test_a_real_one_gives_each_call_once_with_what_became_of_it():
    assert calls(REAL) == [(5, ANSWERED), (8, ABANDONED)]


def test_a_call_that_goes_on_as_the_file_ends_comes_as_far_as_it_had_got():
    so_far = {**ANSWERED, "facts": ANSWERED["facts"][:2]}
    assert calls(b"".join(REAL.splitlines(keepends=True)[:3])) == [(3, so_far)]


def test_a_call_that_began_before_the_file_is_passed_over():
    assert calls(b"".join(REAL.splitlines(keepends=True)[4:])) == [(4, ABANDONED)]


@pytest.mark.parametrize("odd", [b"half a li", b"179532325", b"x|1|q|a|CONNECT|", b"9e99|1|q|a|CONNECT|", b"\0\0\0"])
def test_a_line_that_is_none_is_refused_and_the_others_are_read(odd: bytes):
    found = calls(odd + b"\n" + REAL)
    assert found[0][0] == 1
    assert found[0][1].startswith("It is no line of a queue_log:")
    assert [one for _, one in found[1:]] == [ANSWERED, ABANDONED]


def test_a_call_that_was_passed_on_is_over_for_this_queue():
    passed = REAL.splitlines(keepends=True)[:4]
    passed.append(b"1795323290|1795323253.0|contact-centre|Agent One|BLINDTRANSFER|200|internal|4|30|1\n")
    (found,) = calls(b"".join(passed))
    assert found == (5, {**ANSWERED, "facts": [*ANSWERED["facts"], call("", ("transferred", "04:54:50"))["facts"][0]]})
