"""The demonstration from end to end: invent the year, judge it by every charter, tell the results, write the page."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from answerable.charters import COUNCILS, charter_of
from answerable.demo.filling import council_report
from answerable.demo.report import CouncilReport, PromiseRow, Report, Sample, render
from answerable.demo.year import made_year
from answerable.logs import contact_of, read_lines
from answerable.standards.charter.clock_rules import Timed
from answerable.standards.explaining.days import days_of
from answerable.standards.explaining.explain import explain
from answerable.standards.judging.clock import Clock, Measure, State, judge_all
from answerable.standards.measure.figure import Terms
from answerable.standards.measure.formula import FORMULAS
from answerable.standards.measure.period import Period
from answerable.standards.measure.phone import Calls
from answerable.standards.measure.results import Results, hours
from answerable.standards.time.counting import add_months, start_of
from answerable.standards.time.duration import WorkingDays
from answerable.standards.words import say_date

FIRST_DAY = date(2025, 4, 1)
LAST_DAY = add_months(FIRST_DAY, 12) - timedelta(days=1)
STEP = 500
"""How many contacts are judged between two tellings of progress."""


class Judged(NamedTuple):
    """One council's part of the page, and how many contacts came by each channel or were left out."""

    report: CouncilReport
    channels: Counter[str]
    left_out: Counter[str]


def run_demo(out: Path, *, contacts: int, seed: int, quiet: bool, as_json: bool = False) -> int:
    """Invent a year, judge it, print the results and write ``contacts.jsonl`` and ``report.html`` into a folder.

    Each file appears only when it is whole. Returns 0, the exit code.
    """
    out.mkdir(parents=True, exist_ok=True)
    log, page = out / "contacts.jsonl", out / "report.html"
    console = Console(stderr=True, quiet=quiet)
    with _progress(console) as progress:
        made = _make(log, contacts, seed, progress)
        judged = _judge(log, made, progress)
    with _whole(page) as file:
        file.write(render(_report(judged, made, seed)).encode())
    if as_json:
        rows = [row for one in judged for row in _rows(one.report)]
        print(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
    elif not quiet:
        for one in judged:
            Console().print(_table(one.report))
        print(f"{made:,} invented contacts, each judged by {len(judged)} charters. Nobody in them is real.")
        print(f"The page to open:   {page}\nThe contact log:    {log}")
        print(f"Ask why:            answerable explain {log} --id C-000100 --council s5")
    return 0


def last_moment() -> datetime:
    """Return the moment at which the year is judged: its end."""
    return start_of(LAST_DAY + timedelta(days=1), charter_of("s5").calendar)


def judge_council(council: str, log: Path) -> Judged:
    """Judge a whole log by one council's charter."""
    charter, now = charter_of(council), last_moment()
    period = Period(FIRST_DAY, LAST_DAY, charter.calendar.zone)
    results = Results(charter, period=period, now=now)
    calls = Calls(Terms(period, now), hours(charter, "phone"), "phone-answered-of-offered")
    channels: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    samples = _Samples()
    with log.open("rb") as lines:
        for number, line in read_lines(lines):
            contact = contact_of(orjson.loads(line), charter.calendar.tz)
            clocks = judge_all(contact, charter=charter, now=now)
            results.add(contact, clocks)
            if contact.channel == "phone":
                calls.add(contact)
            samples.look_at(contact.id, clocks)
            channels[contact.channel] += 1
            excluded = contact.first("excluded")
            if excluded is not None:
                left_out[str(excluded.details.get("code"))] += 1
            _tell(number)
    figures = (*calls.offered(), *calls.service_levels())
    report = council_report(charter, results.figures(), calls=figures, samples=samples.told(council))
    return Judged(report, channels, left_out)


class _Samples:
    """The first promise kept and the first broken whose days cross a day off, to show the working of."""

    def __init__(self) -> None:
        self._found: dict[State, tuple[str, Clock]] = {}

    def look_at(self, contact: str, clocks: list[Clock]) -> None:
        for clock in clocks:
            wanted = clock.state in (State.KEPT, State.BROKEN) and clock.state not in self._found
            if wanted and clock.measure is Measure.TIMED and clock.beside is None and self._is_telling(clock):
                self._found[clock.state] = contact, clock

    def told(self, council: str) -> Iterator[Sample]:
        charter = charter_of(council)
        for state, (contact, clock) in sorted(self._found.items()):
            title = f"{contact} and {clock.promise.id}: {state}"
            yield Sample(title, explain(clock, contact=contact, charter=charter).as_text())

    @staticmethod
    def _is_telling(clock: Clock) -> bool:
        rule = clock.promise.clock
        if not isinstance(rule, Timed) or not isinstance(rule.within, WorkingDays) or clock.promise.statutory:
            return False
        days = days_of(rule, clock.reckoning)
        return len(days) > rule.within.number > 4 and any(day.number is None and day.on.weekday() < 5 for day in days)


@contextmanager
def _progress(console: Console) -> Iterator[Progress]:
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        yield progress


def _make(log: Path, contacts: int, seed: int, progress: Progress) -> int:
    """Write the year to a file, and return how many contacts it holds."""
    task = progress.add_task("Inventing a year of contacts", total=contacts)
    made = 0
    with _whole(log) as file:
        for made, contact in enumerate(made_year(seed, contacts, FIRST_DAY), 1):
            file.write(orjson.dumps(contact, option=orjson.OPT_APPEND_NEWLINE))
            if not made % STEP:
                progress.update(task, completed=made)
    progress.update(task, completed=contacts)
    return made


def _judge(log: Path, made: int, progress: Progress) -> list[Judged]:
    """Judge the log by every charter, in as many processes as there are processors."""
    task = progress.add_task("Judging it by every charter", total=made * len(COUNCILS))
    spawn = get_context("spawn")
    counter = spawn.Value("q", 0)
    workers = min(len(COUNCILS), os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_share, initargs=(counter,)) as pool:
        waiting = [pool.submit(judge_council, council, log) for council in COUNCILS]
        while wait(waiting, timeout=0.2).not_done:
            progress.update(task, completed=counter.value)
    progress.update(task, completed=made * len(COUNCILS))
    return [future.result() for future in waiting]


_done: Any = None
"""The count of contacts judged so far that the processes share; nothing else is shared between them."""


def _share(counter: Any) -> None:
    global _done
    _done = counter


def _tell(number: int) -> None:
    """Add to the shared count, now and then."""
    if _done is not None and not number % STEP:
        with _done.get_lock():
            _done.value += STEP


def _report(judged: list[Judged], made: int, seed: int) -> Report:
    councils = tuple(one.report for one in judged)
    used: set[str] = set()
    for council in councils:
        used.update(row.formula for row in (*council.promises, *council.laws))
        used.update(row.formula for row in council.figures)
        used.update(row.formula for row in council.phone)
    return Report(
        title="What councils promised, and what was kept",
        period=f"{say_date(FIRST_DAY)} to {say_date(LAST_DAY)}",
        made_from=f"The {made:,} contacts were invented by a program (seed {seed}); each was judged by every charter.",
        contacts=made,
        channels=dict(judged[0].channels.most_common()),
        left_out=dict(judged[0].left_out.most_common()),
        councils=councils,
        formulas={id: formula.words for id, formula in FORMULAS.items() if id in used},
    )


def _table(council: CouncilReport) -> Table:
    """Lay out a council's promises on the terminal: kept, missed, and the share rounded down."""
    draft = " - draft, not yet a promise" if council.draft else ""
    table = Table(title=f"{council.key}: {council.name}{draft}", title_justify="left", header_style="bold")
    table.add_column("Promise", no_wrap=True)
    table.add_column("Limit", overflow="fold", ratio=1)
    for name in ("Kept", "Missed", "Share kept"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in council.promises:
        table.add_row(row.id, row.limit.split(",")[0], *_counts(row))
    for figure in council.figures:
        table.add_row(figure.id, figure.formula, "", "", f"{figure.said} {figure.verdict}".strip())
    return table


def _counts(row: PromiseRow) -> tuple[str, str, str]:
    counts = row.counts
    return f"{counts.kept:,}", f"{counts.broken + counts.open_late:,}", row.share.said


def _rows(council: CouncilReport) -> Iterator[dict[str, Any]]:
    """Give every figure of a council as plain values: counts for its promises, and what is said of a whole period."""
    for row in (*council.promises, *council.laws):
        counts = row.counts
        yield {
            "council": council.key,
            "promise": row.id,
            "formula": row.formula,
            "kept": counts.kept,
            "missed": counts.broken + counts.open_late,
            "said": row.share.said,
            "draft": council.draft,
        }
    for figure in council.figures:
        yield {"council": council.key, "promise": figure.id, "formula": figure.formula, "said": figure.said}


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file that appears under its name only when all of it is written."""
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
