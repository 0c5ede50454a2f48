"""Read the Markdown files here: each ``##`` is a table, with a sentence why and what holds for all its rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Table:
    """One table: its title, what it is for, what its rows share, and the rows as header -> cell."""

    file: str
    title: str
    why: str
    shared: dict[str, str]
    headers: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def files() -> list[Path]:
    """Return the files in the order in which they are read."""
    return sorted(FOLDER.glob("*.md"))


def tables() -> list[Table]:
    """Return every table of every file."""
    return [table for path in files() for table in read(path.name, path.read_text(encoding="utf-8"))]


def read(file: str, text: str) -> Iterator[Table]:
    """Read one file. Raises ValueError for a section without a table or a row of the wrong length."""
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        lines = body.strip().splitlines()
        shared: dict[str, str] = {}
        for key, value in _shared(lines):
            shared[key] = f"{shared[key]}\n{value}" if key in shared else value
        grid = [_cells(line) for line in lines if line.startswith("|")]
        if len(grid) < 3:
            raise ValueError(f"{file}: '{title}' has no table.")
        headers, rows = grid[0], grid[2:]
        for row in rows:
            if len(row) != len(headers):
                raise ValueError(
                    f"{file}: '{title}': {row} has {len(row)} cells, and there are {len(headers)} columns."
                )
        why = " ".join(line for line in lines if line and not line.startswith(("|", "- ", "  ")))
        yield Table(
            file, title, why, shared, tuple(headers), tuple(dict(zip(headers, row, strict=True)) for row in rows)
        )


def _shared(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Read "- Key: value", where the value may go on in the next line if that is indented."""
    text = re.sub(r"\n {2,}", " ", "\n".join(lines))
    for line in text.splitlines():
        found = re.fullmatch(r"- ([A-Z][\w ]*): (.+)", line)
        if found:
            yield found[1], found[2]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
