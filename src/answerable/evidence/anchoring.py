"""The newest seal, written down outside the database: whoever cuts the record off at the end is found out by it."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from answerable.evidence.models import Entry, Seal
from answerable.evidence.queries import newest_seal

MAILED = "sent the newest seal"
"""What the record says of a day on which it was sent."""

TOO_LONG = timedelta(minutes=15)
"""How long a seal may be there and not be written down outside, before somebody should see why."""

A_DAY = timedelta(hours=24)
_LAST_LINES = 4096


class Anchor(NamedTuple):
    """A seal as it was written down outside the database."""

    number: int
    digest: str


class CutOff(Exception):
    """A seal that was written down outside is not in the database any more."""


def as_anchor(seal: Seal) -> Mapping[str, object]:
    """Return what is written down of a seal outside: enough to see later that it is still there."""
    return {
        "number": seal.number,
        "at": seal.at.isoformat(),
        "digest": seal.digest,
        "key": seal.key,
        "signature": seal.signature,
    }


def anchors_in(lines: Iterable[str]) -> Iterator[Anchor]:
    """Read what was written down of seals outside, a line of JSON each. Raises ValueError, saying which line."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _anchor(line, number)


def _anchor(line: str, number: int) -> Anchor:
    try:
        said = json.loads(line)
        return Anchor(int(said["number"]), str(said["digest"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"Cannot read line {number} of the anchor: {error!r}. Give the file as it was.") from None


def write_anchor(path: Path) -> int:
    """Add the newest seal to a file, if it is not the last there. Returns how many lines were added.

    Raises OSError where it cannot be written, and CutOff where the file knows a newer seal than the database.
    """
    newest, last = newest_seal(), _last(path)
    if last is not None and (newest is None or newest.number < last.number):
        raise CutOff(f"Seal {last.number} is written down in {path}, and is not in the database any more.")
    if newest is None or (last is not None and last.number == newest.number):
        return 0
    with path.open("a", encoding="ascii") as file:
        file.write(f"{json.dumps(as_anchor(newest))}\n")
        file.flush()
        os.fsync(file.fileno())
    return 1


def _last(path: Path) -> Anchor | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LAST_LINES))
        lines = file.read().decode("ascii", "replace").splitlines()
    return _anchor(lines[-1], 0) if lines else None


def is_due(now: datetime) -> bool:
    """Tell whether there is a seal, and none was sent outside for a day."""
    sent = _sent()
    return newest_seal() is not None and (sent is None or now - sent.at >= A_DAY or sent.at > now)


def _sent() -> Entry | None:
    return Entry.objects.filter(about="record", what=MAILED).order_by("-id").first()


def file_problem(path: Path, now: datetime) -> str:
    """Say what is wrong with the file outside, or nothing."""
    newest = newest_seal()
    try:
        last = _last(path)
    except (OSError, ValueError):
        return "The file that seals are written down in cannot be read."
    if last is not None and (newest is None or newest.number < last.number):
        return "A seal that was written down outside is gone from the database. Keep both, and verify the record."
    if newest is not None and (last is None or last.number < newest.number) and now - newest.at > TOO_LONG:
        return "The newest seal is not written down outside. The worker's log says why."
    return ""


def mail_problem(now: datetime) -> str:
    """Say so when the newest seal should have been sent outside, and was not for two days."""
    sent, first = _sent(), Seal.objects.defer("leaves").order_by("number").first()
    since = sent.at if sent else first.at if first else now
    late = now - since > 2 * A_DAY
    return "The newest seal was not sent outside for two days. The worker's log says why." if late else ""
