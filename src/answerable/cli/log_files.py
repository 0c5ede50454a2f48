"""Contact logs as they are opened from the command line: JSON lines or CSV, from a file or a stream."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

import click
import orjson

from answerable.cli.house import Cannot, say
from answerable.logs.errors import LineError
from answerable.logs.lines import read_lines, record_of
from answerable.logs.mapping import Columns, read_columns, read_rows
from answerable.logs.queue_log import NAME, read_calls
from answerable.logs.queue_log import record_of as call_of
from answerable.standards.reading.file_table import CharterError

STEP = 1_000
"""Lines between two looks at how far a file has been read."""


class Source(NamedTuple):
    """Numbered lines or rows, how each is read as a record, and by what a mapping says to judge them."""

    lines: Iterator[tuple[int, Any]]
    read: Callable[[Any], dict[str, Any]]
    judged_by: Mapping[str, Any] = MappingProxyType({})


class Refused:
    """Reports each bad line and counts them: in words on standard error, or as JSON there or in a file."""

    def __init__(self, file: BinaryIO | None = None, *, as_json: bool = False) -> None:
        self.lines = 0
        self._file, self._as_json = file, as_json

    def report(self, number: int, error: Exception) -> None:
        """Report one line, or several that were read as one."""
        self.lines += lines_of(number, error)
        first = since(number, error)
        lines = {"line": first} if first == number else {"line": first, "until": number}
        line = orjson.dumps({**lines, "error": str(error)}, option=orjson.OPT_APPEND_NEWLINE)
        if self._file is not None:
            self._file.write(line)
        elif self._as_json:
            click.echo(line, nl=False, err=True)
        else:
            say_wrong(number, error)


Reporting = Callable[[int, Exception], None]
"""Takes the number of a bad line, the last of several, and what is wrong with it."""


def since(number: int, error: Exception) -> int:
    """Return the first line that an error is about; ``number`` is the last."""
    first = error.since if isinstance(error, LineError) else None
    return number if first is None else first


def lines_of(number: int, error: Exception) -> int:
    """Return how many lines an error is about."""
    return number - since(number, error) + 1


def say_wrong(number: int, error: Exception) -> None:
    """Say what is wrong with a line: "Line 7: ...", "Lines 12 to 3315: ..."."""
    first = since(number, error)
    say(f"Line {number}: {error}" if first == number else f"Lines {first} to {number}: {error}")


def records(source: Source, report: Reporting) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read each record with its number; what cannot be read is reported and passed over."""
    try:
        for number, raw in source.lines:
            try:
                record = source.read(raw)
            except LineError as error:
                report(number, error)
            else:
                yield number, record
    except CharterError as error:
        raise Cannot(str(error)) from None


_CSV = (".csv", ".tsv")


@contextmanager
def opened(file: str, mapping: Path | None = None, *, show: bool = False) -> Iterator[Source]:
    """Open a log; ``-`` is standard input. The queue log of a telephone system is known by its name.

    With ``show``, progress stands on standard error if that is a terminal.
    """
    columns = _columns(mapping) if mapping else None
    if columns is None and Path(file).suffix.lower() in _CSV:
        raise Cannot(f"{file} is CSV. Say which column holds what with --mapping: see docs/how-to.")
    if file == "-":
        yield _source(sys.stdin.buffer, columns)
        return
    with Path(file).open("rb") as stream:
        is_calls = columns is None and NAME in Path(file).name
        source = Source(read_calls(stream), call_of) if is_calls else _source(stream, columns)
        yield source._replace(lines=_shown(source.lines, stream, file)) if show and sys.stderr.isatty() else source


def _columns(mapping: Path) -> Columns:
    try:
        return read_columns(mapping.read_text(encoding="utf-8"), str(mapping))
    except (CharterError, UnicodeDecodeError) as error:
        raise Cannot(str(error)) from None


def _source(stream: BinaryIO, columns: Columns | None) -> Source:
    if columns is None:
        return Source(read_lines(stream), record_of)
    return Source(read_rows(stream, columns), columns.record_of, columns.judged_by)


def _shown(lines: Iterator[tuple[int, Any]], stream: BinaryIO, file: str) -> Iterator[tuple[int, Any]]:
    """Show how much of a file has been read, while its lines pass through."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    percent = TextColumn("{task.percentage:>3.0f} %")
    columns = TextColumn("{task.description}"), BarColumn(), percent, TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(Path(file).name, total=Path(file).stat().st_size or None)
        for seen, line in enumerate(lines):
            if seen % STEP == 0:
                progress.update(task, completed=stream.tell())
            yield line
