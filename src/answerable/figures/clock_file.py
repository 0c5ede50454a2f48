"""The file of a count from which anybody can count its figures again: a row for each thing that each figure counted.

It has no name, reference, kind or channel. What a figure holds back (C15) no row gives away: the rows of a share of
which a number is held back are left out, and of a count the groups are.
"""

import csv
import gzip
import hashlib
from collections.abc import Collection, Iterable
from datetime import date, datetime
from io import BytesIO, TextIOWrapper
from typing import Any

from answerable.standards.charter.promises import Charter
from answerable.standards.measure.case import HELD_BACK, Case, Note
from answerable.standards.measure.figure import Count, Figure
from answerable.standards.measure.formulas import FORMULAS
from answerable.standards.measure.small import is_held
from answerable.standards.words import harmless_cell

COLUMNS = (
    "council",
    "first_on",
    "last_on",
    "counted_at",
    "charter_version",
    "promise",
    "about",
    "formula",
    "opened",
    "due",
    "decided",
    "stopped",
    "state",
    "reason",
    "by",
    "set_aside",
    "wait_in_microseconds",
    "number",
    "corrected_late",
)

Key = tuple[str, str, str, str]
"""Which figure a row belongs to: charter version, promise, about, formula."""


class ClockFileWriter:
    """Writes the rows of a count as they come. Those that may have to be held back wait until the figures are known."""

    def __init__(self, council: str, *, first_on: date, last_on: date, at: datetime) -> None:
        self._same = (council, first_on.isoformat(), last_on.isoformat(), at.isoformat())
        self._packed = BytesIO()
        self._zip = gzip.GzipFile(fileobj=self._packed, mode="wb", compresslevel=6, mtime=0)
        self._sum = hashlib.sha256()
        self._text = TextIOWrapper(_Both(self._zip, self._sum), encoding="utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow(COLUMNS)
        self._waiting: list[tuple[Key, Case]] = []

    def note_for(self, charter: Charter) -> Note:
        """Return what takes the cases that are judged by a charter."""
        sensitive = {promise.id for promise in charter.promises if promise.is_sensitive}

        def note(case: Case) -> None:
            key = (charter.version, case.promise, case.about, case.formula)
            if (case.about or case.promise) in sensitive or FORMULAS[case.formula].by_group:
                self._waiting.append((key, case))
            else:
                self._write(key, case)

        return note

    def close(self, figured: Iterable[tuple[Figure, Charter]]) -> tuple[bytes, str]:
        """Write what had to wait, as far as it may be known, and return the packed file and its SHA-256."""
        held = {_key(charter, figure): figure for figure, charter in figured if is_held(figure)}
        for key, case in self._waiting:
            figure = held.get(key)
            if isinstance(figure, Count) and not figure.hides_total:
                self._write(key, case._replace(reason=""))
            elif figure is None:
                self._write(key, case)
        for key, figure in held.items():
            if not isinstance(figure, Count) or figure.hides_total:
                self._write(key, Case(figure.terms.promise, figure.terms.about, figure.formula.id, HELD_BACK))
        self._text.flush()
        self._zip.close()
        return self._packed.getvalue(), self._sum.hexdigest()

    def _write(self, key: Key, case: Case) -> None:
        moments = (case.opened, case.due, case.decided, case.stopped)
        said = ("" if moment is None else moment.isoformat() for moment in moments)
        wait = "" if case.wait is None else case.wait
        corrected = "yes" if case.is_corrected_late else ""
        counted = (case.state, case.reason, case.by, case.aside, wait, case.number, corrected)
        self._writer.writerow(map(harmless_cell, (*self._same, *key, *said, *counted)))


class _Both(BytesIO):
    """Hands what is written to the zip, and to the sum of what is in it."""

    def __init__(self, packed: gzip.GzipFile, total: Any) -> None:
        super().__init__()
        self._to, self._total = packed, total

    def write(self, data: Any) -> int:
        self._total.update(data)
        return self._to.write(data)


def _key(charter: Charter, figure: Figure) -> Key:
    return charter.version, figure.terms.promise, figure.terms.about, figure.formula.id


def unpacked(packed: Collection[int]) -> bytes:
    """Return a packed file as it is downloaded."""
    return gzip.decompress(bytes(packed))
