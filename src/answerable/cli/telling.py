"""How the command line writes days, moments, tables and JSON."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any

import click
import orjson

from answerable.standards.words import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 140
"""The width of a table, in characters, when nobody watches and it goes to a file or another program."""


def short_day(day: date) -> str:
    """Write a day with its weekday: "Thu 31 Dec 2026"."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def short_moment(moment: datetime) -> str:
    """Write a local moment: "Sat 19 Dec 2026 18:30"; the last second of a day is just that day."""
    if (moment.hour, moment.minute, moment.second) == (23, 59, 59):
        return short_day(moment)
    return f"{short_day(moment)} {moment:%H:%M}" + (f":{moment:%S}" if moment.second or moment.microsecond else "")


def counted(number: int, thing: str) -> str:
    """Write how many of a thing: "1 contact", "59,621 contacts"."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def write_json(value: Any) -> None:
    """Write one JSON value, indented, on standard output."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def console(file: IO[str] | None = None) -> "Console":
    """Return a console on standard output: coloured on a terminal, plain and wide elsewhere; NO_COLOR is obeyed."""
    from rich.console import Console

    file = file or sys.stdout
    return Console(file=file, width=None if file.isatty() else WIDE, highlight=False, emoji=False, markup=False)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", *, unfolded: int = 2) -> None:
    """Write a table on standard output. The first columns stay on one line, so many as are ``unfolded``."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for n, column in enumerate(columns):
        table.add_column(column, no_wrap=n < unfolded, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console().print(table)
