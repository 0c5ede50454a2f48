"""A mailbox of 66 messages, of which 16 are odd in ways that real mail is; each came after one that is not."""

from collections.abc import Iterator, Mapping

_PLAIN = "From: Robin Reed <robin@home.example>\r\nTo: contact@s5.example\r\n"


def plain(number: int) -> bytes:
    """Return a message with nothing odd about it."""
    return (
        f"{_PLAIN}Subject: Street lamp {number}\r\nMessage-ID: <{number}@home.example>\r\n"
        f"Date: Mon, 02 Nov 2026 09:{number % 60:02}:00 +0000\r\n\r\nThe lamp outside number {number} is out.\r\n"
    ).encode()


def _odd(name: str, *headers: bytes, body: bytes = b"The bins were missed.\r\n", by: bytes = _PLAIN.encode()) -> bytes:
    return by + b"".join(header + b"\r\n" for header in headers) + b"X-Odd: " + name.encode() + b"\r\n\r\n" + body


def _with_id(name: str) -> bytes:
    return f"Message-ID: <{name}@odd.example>".encode()


_MIXED = b"Content-Type: multipart/mixed; boundary=edge"

ODD: Mapping[str, bytes] = {
    "latin1 bytes with no charset": _odd("1", _with_id("1"), b"Subject: Caf\xe9", body=b"Caf\xe9 bins\r\n"),
    "windows quotes that say latin1": _odd(
        "2", _with_id("2"), b"Content-Type: text/plain; charset=iso-8859-1", body=b"\x93Missed\x94 bins\r\n"
    ),
    "unknown charset": _odd("3", _with_id("3"), b"Content-Type: text/plain; charset=unknown-8bit", body=b"Caf\xe9\r\n"),
    "charset that is none": _odd(
        "4", _with_id("4"), b"Content-Type: text/plain; charset=utf-8-rubbish\x00", b"Subject: =?no-such?q?a=E9?="
    ),
    "NUL bytes": _odd("5", _with_id("5"), b"Subject: N\x00UL", body=b"The b\x00ins\r\n"),
    "no Message-ID": _odd("6", b"Subject: No id", b"Date: Mon, 02 Nov 2026 09:00:00 +0000"),
    "no Date": _odd("7", _with_id("7"), b"Subject: No date"),
    "boundary that never comes": _odd("8", _with_id("8"), _MIXED, body=b"--other\r\n\r\nThe bins were missed.\r\n"),
    "winmail.dat": _odd(
        "9",
        _with_id("9"),
        _MIXED,
        body=b"--edge\r\n\r\nThe bins were missed.\r\n--edge\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\neJ8+IgYVAQaQCAAE\r\n--edge--\r\n",
    ),
    "From without an address": _odd("10", _with_id("10"), b"From: undisclosed", by=b"To: contact@s5.example\r\n"),
    "Message-ID as Exchange writes it": _odd("11", b"Message-ID: <[4f1e@microsoft.com]>", b"Subject: Exchange"),
    "Message-ID that never ends": _odd("12", b"Message-ID: <a@[foo", b'To: "'),
    "parameter without a value": _odd("13", _with_id("13"), b"Content-Type: text/plain; name*"),
    "file name without a file name": _odd("14", _with_id("14"), b"Content-Disposition: attachment; filename*0*="),
    "nothing at all": b"",
    "bytes that are no message": bytes(range(256)),
}


def mailbox() -> Iterator[bytes]:
    """Yield all 66, the odd ones spread among the others."""
    odd = list(ODD.values())
    for number in range(50):
        yield plain(number)
        if number % 3 == 0 and odd:
            yield odd.pop(0)
    yield from odd


def bounce(
    *,
    status: str = "5.1.1",
    action: str = "failed",
    recipient: str = "robin@home.example",
    about: str = "<1@s5.example>",
) -> bytes:
    """Return what a mail server writes when it cannot deliver a letter."""
    return (
        "From: MAILER-DAEMON@mail.example\r\nReturn-Path: <>\r\nMessage-ID: <b@mail.example>\r\n"
        "Subject: Undelivered\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=edge\r\n\r\n"
        "--edge\r\n\r\nIt could not be delivered.\r\n"
        "--edge\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 Nobody of that name\r\n\r\n"
        f"--edge\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {about}\r\nSubject: x\r\n--edge--\r\n"
    ).encode()


def letter(
    *headers: str, by: str = "Robin Reed <robin@home.example>", subject: str = "Lamp", id: str = "<1@h>"
) -> bytes:
    """Return a short message, by default from Robin Reed."""
    top = (f"From: {by}", "To: contact@s5.example", f"Subject: {subject}", f"Message-ID: {id}", *headers)
    return "\r\n".join([*top, "", "The lamp is out.", ""]).encode()
