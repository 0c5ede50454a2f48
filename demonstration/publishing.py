"""An invented year as a log and as a page of figures: invent it, judge it by every charter, write both."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from answerable.charters import COUNCILS, charter_of
from answerable.cli.writing import whole_file
from answerable.logs import read_lines
from answerable.logs.counted import CountedLog
from answerable.logs.lines import record_of
from answerable.report.page import render
from answerable.standards.measure.period import Period
from answerable.standards.measure.saying.rows import CouncilReport, Report
from answerable.standards.time.counting import add_months, start_of
from answerable.standards.words import say_date
from demonstration.year import made_year

FIRST_DAY = date(2025, 4, 1)
LAST_DAY = add_months(FIRST_DAY, 12) - timedelta(days=1)
STEP = 500
"""How many contacts are judged between two tellings of progress."""


class CouncilPart(NamedTuple):
    """One council's part of the page, and how many contacts came by each channel or were left out."""

    reports: tuple[CouncilReport, ...]
    channels: Counter[str]
    left_out: Counter[str]


def publish(out: Path, *, contacts: int, seed: int, quiet: bool) -> None:
    """Invent a year, judge it, and write ``contacts.jsonl`` and ``report.html`` into a folder.

    Each file appears only when it is whole.
    """
    out.mkdir(parents=True, exist_ok=True)
    log, page = out / "contacts.jsonl", out / "report.html"
    with _progress(Console(stderr=True, quiet=quiet)) as progress:
        made = _make(log, contacts, seed, progress)
        judged = _judge(log, made, progress)
    with whole_file(page) as file:
        file.write(render(_report(judged, made, seed)).encode())
    if not quiet:
        print(f"{made:,} invented contacts, each judged by {len(judged)} charters. Nobody in them is real.")
        print(f"The page to open:   {page}\nThe contact log:    {log}")
        print(f"Its figures:        answerable figures {log} --council s5 --period 2025/26")
        print(f"Ask why:            answerable explain {log} --id C-000100 --council s5")


def last_moment() -> datetime:
    """Return the moment at which the year is judged: its end."""
    return start_of(LAST_DAY + timedelta(days=1), charter_of("s5").calendar)


def judge_council(council: str, log: Path) -> CouncilPart:
    """Judge a whole log by one council's charter."""
    period = Period(FIRST_DAY, LAST_DAY, zone=charter_of(council).calendar.zone)
    counted = CountedLog(council, period=period, now=last_moment())
    with log.open("rb") as lines:
        for number, line in read_lines(lines):
            counted.add(record_of(line), number)
            _tell(number)
    return CouncilPart(tuple(counted.reports()), counted.channels, counted.left_out)


@contextmanager
def _progress(console: Console) -> Iterator[Progress]:
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        yield progress


def _make(log: Path, contacts: int, seed: int, progress: Progress) -> int:
    """Write the year to a file, and return how many contacts it holds."""
    task = progress.add_task("Inventing a year of contacts", total=contacts)
    made = 0
    with whole_file(log) as file:
        for made, contact in enumerate(made_year(seed, contacts, FIRST_DAY), 1):
            file.write(orjson.dumps(contact, option=orjson.OPT_APPEND_NEWLINE))
            if not made % STEP:
                progress.update(task, completed=made)
    progress.update(task, completed=contacts)
    return made


def _judge(log: Path, made: int, progress: Progress) -> list[CouncilPart]:
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


def _report(judged: list[CouncilPart], made: int, seed: int) -> Report:
    invented = f"Nobody here is real. The {made:,} contacts were invented by a program (seed {seed})"
    return Report(
        title="What councils promised, and what was kept",
        period=f"{say_date(FIRST_DAY)} to {say_date(LAST_DAY)}",
        made_from=f"{invented}; each was judged by every charter.",
        contacts=made,
        channels=dict(judged[0].channels.most_common()),
        left_out=dict(judged[0].left_out.most_common()),
        councils=tuple(report for one in judged for report in one.reports),
    )
