"""Run every benchmark, or those named on the command line: engine, judge, memory."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import engine, judging

BENCHMARKS: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
    "engine": engine.rows,
    "judge": judging.rows,
    "memory": judging.memory,
}


def main(names: list[str]) -> int:
    """Print a JSON line for each measurement as soon as it is made."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark called {unknown[0]}. Choose from {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        for row in BENCHMARKS[name]():
            print(json.dumps(row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
