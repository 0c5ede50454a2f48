"""Postcodes as people type them, and a council's addresses as its gazetteer lists them."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from itertools import product

LONGEST = 250
"""Characters of an address that somebody may choose."""

_A_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_OFTEN_MIXED_UP = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}


class UnreadableAddresses(ValueError):
    """A file from which no addresses can be taken."""


@dataclass(frozen=True, slots=True)
class AddressBook:
    """What a file held: the addresses of each postcode, and why some of its lines were left out, by their number."""

    addresses: Mapping[str, tuple[str, ...]]
    left_out: Mapping[int, str]

    @property
    def many(self) -> int:
        """How many addresses there are."""
        return sum(map(len, self.addresses.values()))


def postcodes_meant(typed: str) -> tuple[str, ...]:
    """Return the postcodes that somebody may have meant, without spaces; none for what is no whole postcode.

    Capital or small letters and spaces make no difference, nor do a letter O for a nought and a letter I for a one.
    """
    plain = _squeezed(typed)
    if not 5 <= len(plain) <= 7:
        return ()
    ways = product(*(_OFTEN_MIXED_UP.get(letter, letter) for letter in plain))
    return tuple(way for way in map("".join, ways) if _A_POSTCODE.fullmatch(way))


def spaced(postcode: str) -> str:
    """Return a postcode as it is written: S6 2AB."""
    return f"{postcode[:-3]} {postcode[-3:]}"


def with_postcode(address: str, postcode: str) -> str:
    """Return an address that ends with its postcode, if it does not name it anyway."""
    return address if postcode in _squeezed(address) else f"{address}, {spaced(postcode)}"


def addresses_read(raw: bytes) -> AddressBook:
    """Return what a CSV file holds whose header names ``postcode`` and ``address``; other columns are passed over.

    Each address ends with its postcode, and they stand as along a street. Raises UnreadableAddresses for a file that is
    none of these.
    """
    found: dict[str, set[str]] = {}
    left_out: dict[int, str] = {}
    for number, postcode, address in _lines(raw):
        plain = _squeezed(postcode)
        why = _problem(plain, address)
        if why:
            left_out[number] = why
        else:
            found.setdefault(plain, set()).add(with_postcode(address, plain))
    if left_out and not found:
        number, why = next(iter(left_out.items()))
        raise UnreadableAddresses(
            f"Cannot take addresses from this file: none of its {len(left_out):,} lines has one. Line {number}: {why}."
        )
    return AddressBook({code: tuple(sorted(some, key=_along_a_street)) for code, some in found.items()}, left_out)


def _lines(raw: bytes) -> Iterator[tuple[int, str, str]]:
    """Give the number, the postcode and the address of each line that is not empty."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadableAddresses(
            "Cannot read this file: it is not in UTF-8. Save it again as “CSV UTF-8”."
        ) from problem
    lines = csv.reader(StringIO(text, newline=""))
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        if not {"postcode", "address"} <= set(header):
            raise UnreadableAddresses(
                "Cannot read this file: its first line must name its columns, postcode and address among them."
            )
        columns = header.index("postcode"), header.index("address")
        for line in lines:
            if any(map(str.strip, line)):
                postcode, address = (" ".join(_printed(line, column).split()) for column in columns)
                yield lines.line_num, postcode, address
    except csv.Error as problem:
        raise UnreadableAddresses(
            f"Cannot read this file after line {lines.line_num}: a quotation mark that was opened is not closed there. "
            f"Put it right, and take the file again."
        ) from problem


def _printed(line: Iterable[str], column: int) -> str:
    """Return what stands in a column, without what is not printed."""
    words = [*line, *[""] * (column + 1)][column]
    return "".join(letter for letter in words if letter.isprintable() or letter.isspace())


def _problem(postcode: str, address: str) -> str:
    if not _A_POSTCODE.fullmatch(postcode):
        return "it has no whole postcode"
    if not address:
        return "it has no address"
    return f"its address is longer than {LONGEST} characters" if len(with_postcode(address, postcode)) > LONGEST else ""


def _squeezed(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _along_a_street(address: str) -> tuple[str, ...]:
    """Return by what an address is sorted: 2 Mill Lane stands before 10 Mill Lane."""
    return tuple(part.zfill(9) if part.isdecimal() else part for part in re.split(r"(\d+)", address.lower()))
