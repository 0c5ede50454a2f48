"""The ``judge`` command on a made year: clocks a second, where the time goes, and memory at two lengths of log."""

import cProfile
import io
import os
import pstats
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

import orjson

from answerable.cli import main
from demonstration.year import made_year

NOW = "2026-04-01T00:00"
COUNCIL = "s5"
TARGET_CLOCKS = 50_000
LINES = 60_000
SHORT, LONG = 1_000, 1_000_000


def rows() -> Iterator[dict[str, Any]]:
    """Yield lines and clocks a second of processor time, beside reading and writing alone, and the profile."""
    with tempfile.TemporaryDirectory() as folder:
        log, out = Path(folder) / "log.jsonl", Path(folder) / "verdicts.jsonl"
        lines = _write(log, LINES)
        _judge(log, out)
        seconds = _cpu(lambda: _judge(log, out))
        verdicts = [orjson.loads(line) for line in out.read_bytes().splitlines()]
        clocks = len(verdicts)
        bare = _cpu(lambda: _read_and_write(log, verdicts, out))
        yield {
            "benchmark": "judge a made year",
            "lines": lines,
            "clocks": clocks,
            "lines_per_second": round(lines / seconds),
            "clocks_per_second": round(clocks / seconds),
            "target_clocks_per_second": TARGET_CLOCKS,
            "within": clocks / seconds >= TARGET_CLOCKS,
            "us_per_line": round(seconds / lines * 1e6, 1),
            "us_per_clock": round(seconds / clocks * 1e6, 1),
            "times_bare_reading_and_writing": round(seconds / bare, 1),
        }
        yield {"benchmark": "where judging spends its time", "share_of_own_time": _profile(log, out)}


def memory() -> Iterator[dict[str, Any]]:
    """Yield the most memory the command held at a thousand and at a million lines, in a process of its own each."""
    peaks = {}
    with tempfile.TemporaryDirectory() as folder:
        year, log = Path(folder) / "year.jsonl", Path(folder) / "log.jsonl"
        _write(year, LINES)
        for lines in (SHORT, LONG):
            _repeat(year, log, lines)
            peaks[lines] = _peak_mib(log)
    yield {
        "benchmark": "memory of judge",
        "lines": list(peaks),
        "peak_mib": list(peaks.values()),
        "ratio": round(peaks[LONG] / peaks[SHORT], 2),
    }


def _write(log: Path, contacts: int) -> int:
    year = [orjson.dumps(contact, option=orjson.OPT_APPEND_NEWLINE) for contact in made_year(1, contacts)]
    log.write_bytes(b"".join(year))
    return len(year)


def _repeat(year: Path, log: Path, lines: int) -> None:
    """Write a log of so many lines, the year over and over."""
    rows = year.read_bytes().splitlines(keepends=True)
    with log.open("wb") as file:
        for start in range(0, lines, len(rows)):
            file.writelines(rows[: lines - start])


def _arguments(log: Path, out: Path) -> list[str]:
    return ["judge", str(log), "--council", COUNCIL, "--now", NOW, "--out", str(out), "--quiet"]


def _judge(log: Path, out: Path) -> None:
    try:
        main(_arguments(log, out), standalone_mode=False)
    except SystemExit as ended:
        if ended.code:
            raise


def _read_and_write(log: Path, verdicts: list[Any], out: Path) -> None:
    """Do what no judge can do without: read every line, and write every verdict."""
    with log.open("rb") as lines, out.open("wb") as file:
        for line in lines:
            orjson.loads(line)
        for verdict in verdicts:
            file.write(orjson.dumps(verdict, option=orjson.OPT_APPEND_NEWLINE))


def _cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def _profile(log: Path, out: Path) -> dict[str, float]:
    """Return the functions that take most of the time themselves, as shares of the whole."""
    profile = cProfile.Profile()
    profile.runcall(_judge, log, out)
    stats = pstats.Stats(profile, stream=io.StringIO())
    whole = stats.total_tt  # type: ignore[attr-defined]
    found = sorted(stats.stats.items(), key=lambda one: -one[1][2])  # type: ignore[attr-defined]
    return {_say(*where): round(times[2] / whole, 3) for where, times in found[:12]}


def _say(file: str, line: int, name: str) -> str:
    return name if file == "~" else f"{Path(file).stem}.{name}"


def _peak_mib(log: Path) -> float:
    """Run the command in a process of its own, and return the most memory it held.

    Read from the process's own status: what getrusage tells begins with the memory of whoever started it.
    """
    code = (
        "import sys\nfrom pathlib import Path\nfrom answerable.cli import main\n"
        "try: main(sys.argv[1:], standalone_mode=False)\nexcept SystemExit: pass\n"
        "print(Path('/proc/self/status').read_text(), file=sys.stderr)"
    )
    arguments = _arguments(log, Path(os.devnull))
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    peak = next(line for line in done.stderr.splitlines() if line.startswith("VmHWM:"))
    return round(int(peak.split()[1]) / 1024, 1)
