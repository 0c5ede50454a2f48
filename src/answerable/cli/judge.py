"""`answerable judge`: how each promise came out, for every line of a contact log."""

import gc
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from answerable.charters import charter_of
from answerable.cli import options
from answerable.cli.house import CANNOT_COUNT, FOUND_WRONG, exit_codes, say
from answerable.cli.log_files import Refused, Reporting, Source, opened, records
from answerable.cli.rule_options import Given, calendar_given, rule_given, rule_options
from answerable.cli.telling import counted
from answerable.cli.writing import FORMATS, Row, Writing, whole_file, writing
from answerable.logs.errors import LineError
from answerable.logs.inline import calendar_of, inline
from answerable.logs.moments import settled
from answerable.logs.verdicts import Bench, council_named
from answerable.standards.judging.outcome import State
from answerable.standards.measure.formulas import countable
from answerable.standards.time.calendar import CannotCount
from answerable.standards.words import say_list

EPILOG = f"""\b
Examples:
  answerable judge contacts.jsonl --council s5
  answerable judge contacts.jsonl --council s5 --format csv --out verdicts.csv
  tail -f contacts.jsonl | answerable judge - --council s5
  answerable judge cases.csv --mapping mapping.toml --within "10 working days" --stop "full reply"
  answerable judge cases.jsonl --within "3 working hours" --stop response --hours "mon-fri 09:00-17:00"

\b
A line: {{"id": "C-1", "channel": "email", "kinds": ["enquiry"],
         "facts": [{{"what": "received", "at": "2026-12-18T18:30:00+00:00"}}]}}

{exit_codes("a line could not be judged", "a clock reaches past the bank holidays that are held")}
"""


_LATER = "Add the year to charters/bank-holidays.toml."
_LATER_RULE = "Give the calendar a later 'known_until', and name the days off until then in 'holidays'."


class _Count:
    """What has been judged so far, for the summary."""

    def __init__(self, later: str) -> None:
        self.contacts = self.refused = self.without = self.passed_over = 0
        self.states: Counter[str] = Counter()
        self.seen: dict[str, set[str]] = {}
        self.later = later

    @property
    def uncounted(self) -> int:
        """How many clocks reach past what their calendar knows."""
        return self.states[State.UNCOUNTED]

    def add(self, record: Mapping[str, Any], rows: list[Row]) -> None:
        self.contacts += 1
        self.seen.setdefault(record.get("channel", ""), set()).update([fact["what"] for fact in record["facts"]])
        if not rows:
            self.without += 1
        for row in rows:
            self.states[row["state"]] += 1
            self.passed_over += "passed_over" in row

    def summary(self) -> str:
        states = ", ".join(f"{state} {number:,}" for state, number in sorted(self.states.items()))
        clocks = counted(self.states.total(), "clock") + (f": {states}" if states else "")
        parts = [f"{counted(self.contacts, 'contact')}, {clocks}."]
        if self.without:
            parts.append(f"{counted(self.without, 'contact')} had no clock at that moment.")
        if self.passed_over:
            over = f"{counted(self.passed_over, 'clock')} passed over something from before it began"
            parts.append(f"{over}: see passed_over in the output, and mend the times.")
        if self.uncounted:
            parts.append(f"{counted(self.uncounted, 'clock')} cannot be counted yet. {self.later}")
        if self.refused:
            parts.append(f"{counted(self.refused, 'line')} could not be judged.")
        return " ".join(parts)


@click.command(epilog=EPILOG, short_help="How each promise came out, for a contact log.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--council", type=options.COUNCIL, help="Judge every line by this council's promises.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="FILE is CSV, read so.")
@rule_options
@options.now
@click.option("--format", type=click.Choice(FORMATS), default="jsonl", show_default=True, help="How to write verdicts.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file, whole or not at all.")
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path), help="Write bad lines here, as JSON lines.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines, and bad lines as JSON on standard error too.")
@options.quiet
def judge(
    file: str,
    council: str | None,
    mapping: Path | None,
    now: datetime,
    format: str,
    out: Path | None,
    errors: Path | None,
    as_json: bool,
    quiet: bool,
    **given: Any,
) -> int:
    """Judge every promise owed to each contact of a log, one line of output for each clock.

    FILE holds one contact a line, as JSON; with --mapping it is CSV; - reads standard input as it comes. A line is
    judged by the rule it carries, else by --within, else by the promises of --council or of the council it names.

    A bad line is reported by its number and the rest goes on. Any length of log takes the same memory, unless it is
    written as a table.
    """
    if out is not None and format == "table":
        raise click.UsageError("A table goes to the screen. With --out, choose --format csv or jsonl.")
    with ExitStack() as stack:
        stack.enter_context(_few_collections())
        source = stack.enter_context(opened(file, mapping, show=not quiet))
        bench = _bench(council, now, Given(**given), source.judged_by)
        count = _Count(_LATER_RULE if bench.rule else _LATER)
        target = stack.enter_context(whole_file(out))
        write = stack.enter_context(writing(target, "jsonl" if as_json else format, at_once=file == "-"))
        told = stack.enter_context(whole_file(errors)) if errors else None
        refused = Refused(told, as_json=as_json)
        _judge_all(source, bench, count, write, refused.report)
        count.refused = refused.lines
    if not quiet:
        say(count.summary() if bench.rule else f"{count.summary()} {_figures(count, bench.council)}")
    return FOUND_WRONG if count.refused else CANNOT_COUNT if count.uncounted else 0


def _figures(count: _Count, council: str | None) -> str:
    """Say which figures of a period the log could give, where one council's charter judged all of it."""
    if council is None:
        return "The figures of a period: answerable figures."
    promises = [promise for promise in charter_of(council).promises if not promise.statutory]
    ids = [promise.id for promise in promises if countable(promise, count.seen)]
    named = f": {say_list(ids)}" if ids else ""
    return f"Of a period, answerable figures can count {len(ids)} of {len(promises)} promises from it{named}."


def _bench(council: str | None, now: datetime, given: Given, judged_by: Mapping[str, Any]) -> Bench:
    """Settle by what lines are judged, options before the mapping, and refuse a bad rule before any line is read."""
    rule, calendar = rule_given(given), calendar_given(given)
    if council and (rule or calendar is not None):
        raise click.UsageError("Give --council or a rule of your own (--within ...), not both.")
    if not council:
        rule = rule or judged_by.get("rule")
        calendar = judged_by.get("calendar") if calendar is None else calendar
        council = None if rule else judged_by.get("council")
    try:
        council = council_named(council) if council else None
        made = inline(rule, calendar).calendar if rule else calendar_of(calendar)
    except LineError as error:
        raise click.UsageError(str(error)) from None
    zone = charter_of(council).calendar.tz if council else made.tz
    return Bench(settled(now, zone), council, rule, calendar)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let Python look for cycles of garbage less often: judging makes none, and looking took a tenth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _judge_all(source: Source, bench: Bench, count: _Count, write: Writing, report: Reporting) -> None:
    for number, record in records(source, report):
        try:
            rows = bench.verdicts(record, number)
        except (LineError, CannotCount) as error:
            report(number, error)
            continue
        count.add(record, rows)
        write(rows)
