"""Where output goes: standard output or a file that is there whole or not at all, as JSON lines, CSV or a table."""

import csv
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from answerable.cli.house import Cannot
from answerable.cli.telling import short_moment, write_table
from answerable.logs.verdicts import COLUMNS
from answerable.standards.words import harmless_cell

Row = dict[str, Any]
Writing = Callable[[Sequence[Row]], None]
FORMATS = ("jsonl", "csv", "table")


@contextmanager
def whole_file(path: Path | None) -> Iterator[BinaryIO]:
    """Open a file that appears under its name only when all of it is written; None is standard output.

    Whatever stops the work, Ctrl-C too, leaves what was there before. A device or a pipe is written straight away.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    straight = path.exists() and not path.is_file()
    part = path if straight else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        file = part.open("wb" if straight else "xb")
    except OSError as error:
        raise Cannot(f"Cannot write {path}: {error.strerror}. Write it elsewhere.") from None
    try:
        with file:
            yield file
        if not straight:
            part.replace(path)
    except BaseException:
        if not straight:
            part.unlink(missing_ok=True)
        raise


@contextmanager
def writing(file: BinaryIO, format: str, *, at_once: bool) -> Iterator[Writing]:
    """Give a way to write rows in a format; ``at_once`` shows each as soon as it is known, for a stream."""
    if format == "table":
        kept: list[Row] = []
        yield kept.extend
        write_table(("Contact", "Promise", "Council", "State", "Due", "Stopped", "Reason"), map(_cells, kept))
        return
    write = _csv(file) if format == "csv" else _json_lines(file)
    if not at_once:
        yield write
        return

    def write_and_show(rows: Sequence[Row]) -> None:
        write(rows)
        file.flush()

    yield write_and_show


def _json_lines(file: BinaryIO) -> Writing:
    dumps, option = orjson.dumps, orjson.OPT_APPEND_NEWLINE

    def write(rows: Sequence[Row]) -> None:
        file.write(b"".join([dumps(row, option=option) for row in rows]))

    return write


def _csv(file: BinaryIO, columns: Sequence[str] = COLUMNS) -> Writing:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)

    def write(rows: Sequence[Row]) -> None:
        writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
        file.write(text.getvalue().encode("utf-8", "replace"))
        text.seek(0)
        text.truncate()

    write(())
    return write


def write_csv(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows as CSV on standard output, under the names of their columns."""
    with whole_file(None) as file:
        write = _csv(file, columns)
        for row in rows:
            write([row])


def _cell(value: object) -> object:
    """Write one cell, of which no spreadsheet takes anything for a formula (OWASP, CSV injection)."""
    return value.isoformat() if isinstance(value, datetime) else harmless_cell(value)


def _cells(row: Row) -> tuple[str, ...]:
    moments = (short_moment(row[at]) if row[at] else "" for at in ("due", "stopped"))
    return (row["id"], row["promise"], row["council"] or "", str(row["state"]), *moments, row["reason"])
