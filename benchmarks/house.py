"""The whole house under load: taking in, pages and memory, at three sizes, beside the floor they stand on.

Each size is a process of its own, with a council of its own in a folder that goes when it ends.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

SIZES = (1_000, 10_000, 100_000)
DATABASES = ("sqlite", "postgresql")


def main(arguments: Sequence[str]) -> int:
    """Measure at each size, and print one plain table of all sizes, with the growth from the first to the last."""
    options = _options().parse_args(arguments)
    measured = [_measured(contacts, options.database) for contacts in options.contacts]
    print(f"The house on {options.database}, {os.cpu_count()} processors\n")
    print("\n".join(table(measured)))
    for one in measured:
        print(f"\nWhere a form spends its processor time, at {one['contacts']:,} (by a profiler, which adds to Python)")
        print("\n".join(f"  {share:>6.1%}  {layer}" for layer, share in one["layers"].items()))
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="house", description=__doc__)
    parser.add_argument("--contacts", type=int, nargs="+", default=SIZES, help="how many, one size after another")
    parser.add_argument("--database", choices=DATABASES, default=DATABASES[0])
    return parser


def _measured(contacts: int, database: str) -> dict[str, Any]:
    """Measure one size in a process of its own. It says what it is at on standard error."""
    line = [sys.executable, "-m", "benchmarks.house_size", str(contacts), database]
    done = subprocess.run(line, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def table(measured: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the lines of the table: a column a size, and how the last compares with the first."""
    names = list(measured[0]["rows"])
    lines = [["", *(f"{one['contacts']:,}" for one in measured), "growth"]]
    for name in names:
        values = [one["rows"][name] for one in measured]
        growth = f"{values[-1] / values[0]:.1f}" if len(values) > 1 and values[0] else ""
        lines.append([name, *(_number(value) for value in values), growth])
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return [
        line[0].ljust(widths[0])
        + "".join(f"  {cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=True))
        for line in lines
    ]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
