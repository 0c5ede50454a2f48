"""Lines of a log as they are read, numbered, and taken for records."""

import io

import pytest

from answerable.logs.errors import LineError
from answerable.logs.lines import LONGEST, read_lines, record_of


def lines(text: bytes) -> list[tuple[int, bytes]]:
    return list(read_lines(io.BytesIO(text)))


def test_each_line_comes_with_its_number():
    assert lines(b'{"id": 1}\n{"id": 2}') == [(1, b'{"id": 1}\n'), (2, b'{"id": 2}')]


def test_blank_lines_are_passed_over_and_still_counted():
    assert lines(b"\n  \n{}\n\r\n{}\n") == [(3, b"{}\n"), (5, b"{}\n")]


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    assert lines(b"\xef\xbb\xbf{}\n") == [(1, b"{}\n")]
    assert lines(b"\xef\xbb\xbf") == []


def test_an_empty_log_has_no_lines():
    assert lines(b"") == []


def test_a_line_that_is_too_long_is_cut_and_refused_and_the_next_is_read():
    huge = b'{"id": "' + b"x" * (3 * LONGEST) + b'"}\n'
    (first, cut), (second, line) = lines(huge + b"{}\n")
    assert (first, len(cut), second, line) == (1, LONGEST + 1, 2, b"{}\n")
    with pytest.raises(LineError, match="longer than 1,000,000 bytes"):
        record_of(cut)


def test_the_longest_line_is_read():
    line = b'{"id": "' + b"x" * (LONGEST - 10) + b'"}'
    assert len(line) == LONGEST
    assert len(record_of(lines(line)[0][1])["id"]) == LONGEST - 10


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"junk", "It is not JSON"),
        (b'{"id": "\xff"}', "It is not JSON"),
        (b"[1]", "It is not a JSON object"),
        (b"null", "It is not a JSON object"),
    ],
)
def test_what_is_not_a_json_object_is_refused(line: bytes, says: str):
    with pytest.raises(LineError, match=says):
        record_of(line)
