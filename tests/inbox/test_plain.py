"""Whatever the bytes, they come out as text that any database and page can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.inbox.plain import plain


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Llŷr £5 😀".encode(), "Llŷr £5 😀"),
        (b"caf\xe9 \x93yes\x94", "café “yes”"),
        (b"N\x00UL\x07 and\ttabs\r\nand lines", "NUL and\ttabs\r\nand lines"),
        ("Llŷr £5 ".encode() + b"\xff", "Llŷr £5 \ufffd"),
        ("£".encode() + b"\xe9 " * 4, "£" + "\ufffd " * 4),
        ("£".encode() + b"\xe9 " * 5, "Â£" + "é " * 5),
        ("\ufffd\ufffd".encode(), "\ufffd\ufffd"),
        (b"", ""),
    ],
)
def test_bytes_are_read_as_utf_8_but_for_a_bad_one_or_as_windows_writes(content: bytes, words: str) -> None:
    assert plain(content) == words


@given(st.binary())
def test_no_bytes_make_it_raise_or_give_what_cannot_be_kept(content: bytes) -> None:
    words = plain(content)
    assert "\x00" not in words
    assert words.encode("utf-8").decode("utf-8") == words
