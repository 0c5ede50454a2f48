"""Run every benchmark, or those named on the command line: engine, judge, memory; or house, which has options."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import engine, house, judging

BENCHMARKS: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
    "engine": engine.rows,
    "judge": judging.rows,
    "memory": judging.memory,
}
HOUSE = "house"


def main(names: list[str]) -> int:
    """Print a JSON line for each measurement of the engine as soon as it is made, and then the table of the house."""
    if names[:1] == [HOUSE]:
        return house.main(names[1:])
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(
            f"There is no benchmark called {unknown[0]}. Choose from {', '.join([*BENCHMARKS, HOUSE])}.",
            file=sys.stderr,
        )
        return 2
    for name in names or BENCHMARKS:
        for row in BENCHMARKS[name]():
            print(json.dumps(row), flush=True)
    return 0 if names else house.main([])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
