"""`answerable figures`: every figure of a charter, counted from a contact log."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from answerable.charters import charter_of
from answerable.cli import options
from answerable.cli.figure_tables import write_tables
from answerable.cli.house import FOUND_WRONG, Cannot, exit_codes, say
from answerable.cli.log_files import Refused, opened, records
from answerable.cli.telling import counted, write_json
from answerable.cli.writing import whole_file, write_csv
from answerable.logs.counted import CountedLog
from answerable.logs.errors import LineError
from answerable.logs.moments import settled
from answerable.logs.verdicts import council_named
from answerable.report.page import render
from answerable.standards.judging.messages import TOLD
from answerable.standards.measure.period import Period
from answerable.standards.measure.saying.rows import Report
from answerable.standards.measure.saying.values import COLUMNS, row_of, values_of
from answerable.standards.words import say_moment

EPILOG = f"""\b
Examples:
  answerable figures contacts.jsonl --council s5 --period 2026/27-Q2
  answerable figures contacts.jsonl --council s5 --period 2026-07 --page figures.html
  answerable figures cases.csv --mapping mapping.toml --council s5 --period 2026-07-01..2026-09-30 --csv

\b
A period: 2026/27-Q1 is April to June 2026, the first quarter of a council's
          financial year, and 2026/27-Q4 is January to March 2027
          2026/27 is the whole of that year, and 2026-07 is July 2026
          2026-07-01..2026-09-30 are any two days, both included

{exit_codes("a line could not be counted", "the period, or this moment, lies outside the calendar")}
"""


class LinesRead(NamedTuple):
    """How many lines were read, and what became of them: read = counted + refused."""

    counted: int
    refused: int

    @property
    def read(self) -> int:
        """All that were not blank."""
        return self.counted + self.refused

    def __str__(self) -> str:
        return f"{counted(self.read, 'line')} read: {self.counted:,} counted, {self.refused:,} refused."


@click.command(epilog=EPILOG, short_help="Every figure of a charter, from a contact log.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--council", type=options.COUNCIL, help="Whose charter.  [default: the one that --mapping names]")
@click.option("--period", "named", required=True, metavar="PERIOD", help="Which days, as below.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="FILE is CSV, read so.")
@options.now
@options.as_json
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV, one row a figure.")
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Write one HTML file, to open or keep.")
@options.quiet
def figures(
    file: str,
    council: str | None,
    named: str,
    mapping: Path | None,
    now: datetime,
    as_json: bool,
    as_csv: bool,
    page: Path | None,
    quiet: bool,
) -> int:
    """Judge a contact log by a council's charter, and give every figure that the charter has for a period.

    FILE holds one contact a line, as JSON; with --mapping it is CSV; - reads standard input. Each figure says how many
    of how many, what was left out and why, and the formula with its version; a promise without a figure says why.

    A bad line is reported by its number and the rest is counted. The last line says how many were read, counted and
    refused. Without --json, --csv or --page the figures are written as tables.
    """
    if as_json and as_csv:
        raise click.UsageError("Give --json or --csv, not both.")
    refused = Refused()
    with opened(file, mapping, show=not quiet) as source:
        log = _begun(council or _named_by(source.judged_by), named, now)
        for number, record in records(source, refused.report):
            try:
                log.add(record, number)
            except LineError as error:
                refused.report(number, error)
    lines = LinesRead(log.channels.total(), refused.lines)
    if as_json:
        write_json(_as_dict(log, lines))
    if as_csv:
        write_csv(COLUMNS, _rows(log))
    if page is not None:
        with whole_file(page) as written:
            written.write(render(_report(log, lines, "standard input" if file == "-" else Path(file).name)).encode())
    if not (as_json or as_csv or page):
        write_tables(log.reports(), title=f"{log.period}. {_counted_at(log)}")
    if not quiet:
        _close(log, lines)
    return FOUND_WRONG if refused.lines else 0


def _named_by(judged_by: Mapping[str, Any]) -> str:
    """Return the council that a mapping names."""
    council = judged_by.get("council")
    if council is None:
        raise click.UsageError("Give --council: figures are those of one council's charter.")
    try:
        return council_named(council)
    except LineError as error:
        raise click.UsageError(str(error)) from None


def _begun(council: str, named: str, now: datetime) -> CountedLog:
    """Make ready to count. Says what is wrong with the period before any line is read."""
    zone = charter_of(council).calendar.zone
    try:
        period = Period.named(named, zone)
        return CountedLog(council, period=period, now=settled(now, charter_of(council).calendar.tz))
    except ValueError as error:
        raise click.UsageError(f"--period: {error}") from None
    except LookupError as error:
        raise Cannot(f"{council}: {error} Give a later --period.") from None


def _counted_at(log: CountedLog) -> str:
    """Say as of when a log was counted, and whether that was before the period was over."""
    at = f"As things stood on {say_moment(log.now.astimezone(log.charter.calendar.tz).replace(microsecond=0))}"
    return f"{at}, before the period was over." if log.now < log.period.ends else f"{at}."


def _close(log: CountedLog, lines: LinesRead) -> None:
    if lines.counted and not any(figure.n for _, figure in log.figures()):
        say(f"Nothing in this log began or fell due in the period {log.period}. Is --period right?")
    say(str(lines))


def _as_dict(log: CountedLog, lines: LinesRead) -> dict[str, Any]:
    charter, period = log.charter, log.period
    return {
        "council": charter.council,
        "name": charter.name,
        "charter": {"title": charter.title, "version": charter.version, "status": charter.status},
        "period": {"name": period.name, "first_on": period.first, "last_on": period.last},
        "counted_at": log.now,
        "lines": {"read": lines.read, **lines._asdict()},
        "channels": log.channels,
        "left_out": log.left_out,
        "promises": {promise.id: promise.words for promise in charter.promises},
        "local": {promise.id: promise.local for promise in (*charter.promises, TOLD) if promise.local},
        "figures": [values_of(figure, charter) for charter, figure in log.figures()],
    }


def _rows(log: CountedLog) -> Iterator[dict[str, Any]]:
    for charter, figure in log.figures():
        promised = {promise.id: promise for promise in (*charter.promises, TOLD)}
        promise = promised[figure.terms.promise]
        yield row_of(values_of(figure, charter), council=charter.council, words=promise.words, local=promise.local)


def _report(log: CountedLog, lines: LinesRead, file: str) -> Report:
    return Report(
        title=f"{log.charter.name}: what was promised, and what was kept",
        period=f"{log.period}. {_counted_at(log)}",
        made_from=f"Made from {file}: {lines}",
        contacts=lines.counted,
        channels=dict(log.channels.most_common()),
        left_out=dict(log.left_out.most_common()),
        councils=tuple(log.reports()),
    )
