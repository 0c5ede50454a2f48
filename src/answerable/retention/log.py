"""What was erased, in a file outside the database: it tells a copy that was brought back what it no longer may hold.

A line of JSON for each contact, with its reference and no word of a person.
"""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple


class CannotNote(ValueError):
    """A deletion cannot be written down outside the database, so it is not carried out."""


class Erasing(NamedTuple):
    """One line: which contact was erased, when, and on what ground; or what is wrong with the line."""

    line: int
    reference: str = ""
    ground: str = ""
    problem: str = ""


def write(file: Path, *, at: datetime, reference: str, council: str, kind: str, ground: str, by: str) -> None:
    """Add a line, and wait until it is on the disk. Raises CannotNote."""
    said = {"at": at.isoformat(), "council": council, "reference": reference, "kind": kind, "ground": ground, "by": by}
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{json.dumps(said)}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise CannotNote(
            f"Cannot write to {file}, in which it is noted what was erased, so nothing is: {error.strerror}. Give this "
            f"program's user a file there, or name another as ANSWERABLE_DELETIONS."
        ) from None


def read(lines: Iterable[str]) -> Iterator[Erasing]:
    """Give each line that says something; one that cannot be read says so, and the next is read all the same."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            yield Erasing(number, str(said["reference"]), str(said["ground"]))
        except (ValueError, KeyError, TypeError):
            yield Erasing(number, problem="It is no line of this file: JSON with “reference” and “ground”.")
