"""Whether somebody is who they say in From: what the council's own mail server found out, and nobody else says so.

A server writes what it found into an Authentication-Results header under its own name (RFC 8601). Anybody can write
such a header, so the results of every other name are nothing, and the server must take away what comes with its own
from outside. Only DMARC is asked for: it alone is about the address in From. Nothing here raises.
"""

from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from answerable.channels.email.headers import decoded
from answerable.customers.proof import Proof

_MOST, _LONGEST = 20, 10_000
"""Headers of a message that are read, from the top, where a server writes its own; and characters of each."""

NO_NAME = "-"
"""What a mailbox says of a server that writes its results without a name, as Microsoft 365 does."""


class Checked(NamedTuple):
    """What a server says that it found: its name, the result of DMARC, and the domain in From that this is about."""

    by: str
    result: str
    domain: str


def proof(checks: tuple[Checked, ...], *, address: str, checked_by: str) -> Proof:
    """Return what a council's own server found out about who wrote from an address.

    ``checked_by`` is the name under which it writes, or ``NO_NAME``; where that is empty nothing is believed. One
    failure is believed before any success, and of these the one that was written last.
    """
    name = "" if checked_by == NO_NAME else checked_by.lower()
    ours = [check for check in checks if checked_by and check.by == name]
    if any(check.result == "fail" for check in ours):
        return Proof.FAILED
    domain = address.rpartition("@")[2]
    if ours and ours[0].result == "pass" and domain and ours[0].domain == domain:
        return Proof.PASSED
    return Proof.NOT_TOLD


def checks_in(message: Message) -> tuple[Checked, ...]:
    """Return what every server says of a message that it found by DMARC, the topmost first, believed or not."""
    headers = [value for key, value in message.raw_items() if key.lower() == "authentication-results"]
    return tuple(check for value in headers[:_MOST] for check in _checks(_text(value)))


def _text(value: object) -> str:
    return decoded(str(value).encode("utf-8", "surrogateescape"))[:_LONGEST]


def _checks(text: str) -> Iterator[Checked]:
    by, *results = _bare(text).lower().split(";")
    if "=" in by:  # a result stands where the name should
        by, results = "", [by, *results]
    name = next(iter(by.split()), "")
    for result in results:
        said = [part.partition("=") for part in result.replace(" =", "=").replace("= ", "=").split()]
        if said and said[0][0].partition("/")[0] == "dmarc":
            about = next((value for key, _, value in said if key == "header.from"), "")
            yield Checked(name, said[0][2], about.rpartition("@")[2].rstrip("."))


def _bare(text: str) -> str:
    """Return a header without its comments, and with nothing in its quotes: both can hold what the sender wrote.

    One that ends within either says nothing.
    """
    bare: list[str] = []
    depth, is_quoted, letters = 0, False, iter(text)
    for letter in letters:
        if letter == "\\":
            next(letters, "")
        elif letter == '"' and not depth:
            is_quoted = not is_quoted
        elif is_quoted:
            continue
        elif letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
            bare.append(" ")
        elif not depth:
            bare.append(letter)
    return "" if depth or is_quoted else "".join(bare)
