"""Emails made to cost much: each closed a council for half a minute, or for an hour, when nothing was budgeted."""

from collections.abc import Callable, Mapping

from tests.channels.email.odd_mail import bounce

_TOP = b"From: mallory@evil.example\r\nMessage-ID: <evil@h>\r\nSubject: Slow\r\n"
_PART = b"--edge\r\nContent-Type: text/plain" + b";" * 90_000 + b"\r\n\r\nx\r\n"


def status_blocks(many: int = 30_000) -> bytes:
    """Return a delivery report of so many people, about a letter that we never wrote."""
    blocks = b"".join(b"Final-Recipient: rfc822; %d@h\r\nStatus: 5.1.1\r\n\r\n" % number for number in range(many))
    edge = b"--edge\r\nContent-Type: text/rfc822-headers"
    return bounce(about="<never@written.example>").replace(edge, blocks + edge)


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "30,000 status blocks": status_blocks,
    "a slow character set": lambda: _TOP + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"az" * 400_000,
    "a megabyte of parameters": lambda: _TOP + b"Content-Type: text/plain" + b";" * 1_000_000 + b"\r\n\r\nx",
    "499 such parts": lambda: (
        _TOP + b"Content-Type: multipart/mixed; boundary=edge\r\n\r\n" + _PART * 499 + b"--edge--"
    ),
    "a header of a megabyte where it is fetched": lambda: (
        _TOP + b"Content-Type: multipart/mixed" + b";" * 1_000_000 + b"boundary=edge\r\n\r\nx"
    ),
    "200,000 parts": lambda: (
        _TOP + b"Content-Type: multipart/mixed; boundary=edge\r\n\r\n" + b"--edge\r\n\r\nx\r\n" * 200_000
    ),
    "200,000 lines of header": lambda: _TOP + b"X-Line: y\r\n" * 200_000 + b"\r\nx",
    "nothing but lines, 30 MB of them": lambda: _TOP + b"\r\n" + b"\n" * 30_000_000,
}
