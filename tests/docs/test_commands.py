"""Every command that the README and the docs show is run, and must print what they show.

A fenced block marked ``console`` is a terminal: a line that begins with "$ " is a command, lines after it that begin
with "> " go on with it, and what follows is its output. "..." on a line of its own stands for any lines at all. Where
no output is shown, the command must only succeed. The commands of one page run in order, in one new folder that looks
like a clone and holds the files of the page: a block marked ``toml NAME`` is one of that name.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from answerable.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

NOT_RUN = {
    "git clone": "needs the network, and the place where the code is hosted",
    "cd answerable": "goes with git clone; the folder of the test is the clone",
    "make": "builds an environment of its own, which takes a minute; what it runs is tested elsewhere",
    "make demo": "runs until it is stopped; tests/demonstration holds it",
    "make test": "would run this test again",
}
"""Commands that are shown and not run, each with its reason."""


MAKES_TABLES = "run-it-for-real.md"
"""The page on which a house really makes its tables; on the others they are there already."""


class Shown(NamedTuple):
    """A command as a page shows it, with the lines of output shown under it."""

    line: int
    command: str
    output: list[str]


def shown(page: Path) -> list[Shown]:
    """Return every command on a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for block in FENCE.finditer(text):
        if block[1].strip() == "console":
            first = text.count("\n", 0, block.start()) + 2
            found += _commands(block[2].splitlines(), first)
    return found


def _commands(lines: list[str], first: int) -> Iterator[Shown]:
    one: Shown | None = None
    for number, line in enumerate(lines, first):
        if line.startswith("$ "):
            if one is not None:
                yield one
            one = Shown(number, line[2:], [])
        elif one is not None and (line == ">" or line.startswith("> ")) and not one.output:
            one = one._replace(command=f"{one.command}\n{line[2:]}")
        else:
            assert one is not None, f"line {number}: output without a command"
            one.output.append(line)
    if one is not None:
        yield one


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if shown(page)], ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_prints_what_the_page_shows(page: Path, tmp_path: Path, migrated: Path):
    if page.name != MAKES_TABLES and any(one.command.startswith("answerable migrate") for one in shown(page)):
        shutil.copy(migrated, tmp_path / "answerable.db")  # then there is nothing to migrate
    for name in ("demonstration", "docs", "src"):
        (tmp_path / name).symlink_to(ROOT / name)
    for block in FENCE.finditer(page.read_text(encoding="utf-8")):
        if block[1].startswith("toml "):
            (tmp_path / block[1].removeprefix("toml ")).write_text(block[2], encoding="utf-8")
    for one in shown(page):
        if one.command in NOT_RUN or one.command.startswith("git clone"):
            continue
        printed, code = run(one.command, tmp_path)
        where = f"{page.relative_to(ROOT)}, line {one.line}: {one.command}\n"
        assert code == 0, f"{where}ended with {code}:\n{printed}"
        if one.output:
            assert fits(one.output, printed.splitlines()), f"{where}printed:\n{printed}"


def run(command: str, folder: Path) -> tuple[str, int]:
    """Run a command as a reader's shell would; return what it printed on both streams, and its exit code."""
    tests_own = ("COV_", "COVERAGE", "PYTEST_", "DJANGO_", "ANSWERABLE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(tests_own)}
    here = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "ANSWERABLE_SECRET_KEY": "of nobody's deployment, which keeps no secrets",
        "ANSWERABLE_ORIGIN": "https://contact.s6.example",
        "PYTHONUNBUFFERED": "1",  # so that what is said on either stream comes in its true order, as on a terminal
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**kept, **here},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return done.stdout.decode(), done.returncode


def fits(wanted: list[str], printed: list[str]) -> bool:
    """Tell whether printed lines are those wanted; "..." is any lines, and spaces at a line's end do not count."""
    pattern = "".join(
        "(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + "\n" for line in _trimmed(wanted)
    )
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in _trimmed(printed))) is not None


def _trimmed(lines: list[str]) -> list[str]:
    """Leave out empty lines at the beginning and the end."""
    kept = [n for n, line in enumerate(lines) if line.strip()]
    return lines[kept[0] : kept[-1] + 1] if kept else []


@pytest.mark.parametrize(
    ("wanted", "printed", "fit"),
    [
        (["one", "two"], ["one", "two"], True),
        (["one"], ["", "one  ", ""], True),
        (["one", "..."], ["one", "two", "three"], True),
        (["...", "three"], ["one", "two", "three"], True),
        (["one", "...", "two"], ["one", "two"], True),
        (["one", "two"], ["one", "two", "three"], False),
        (["one", "...", "two"], ["one", "three"], False),
        (["1.5"], ["1x5"], False),
    ],
)
def test_output_fits_what_is_shown(wanted: list[str], printed: list[str], fit: bool):
    assert fits(wanted, printed) is fit


def test_a_command_may_go_on_over_several_lines():
    text = "$ cat <<END\n> one\n> END\none\n$ true\n".splitlines()
    assert list(_commands(text, 1)) == [Shown(1, "cat <<END\none\nEND", ["one"]), Shown(5, "true", [])]


def test_every_command_of_ours_is_in_a_block_that_is_run():
    stray = [
        f"{page.relative_to(ROOT)}: {line}"
        for page in PAGES
        for language, block in FENCE.findall(page.read_text(encoding="utf-8"))
        for line in block.splitlines()
        if language.strip() != "console" and re.match(r"\$|answerable\b", line.strip())
    ]
    assert stray == []


def test_every_command_named_in_a_sentence_is_one():
    named = {
        (str(page.relative_to(ROOT)), name)
        for page in PAGES
        for name in re.findall(r"`answerable ([a-z][a-z-]*)", page.read_text(encoding="utf-8"))
    }
    assert {(page, name) for page, name in named if name not in main.commands} == set()


def test_what_is_not_run_is_shown_somewhere():
    commands = {one.command for page in PAGES for one in shown(page)}
    assert [name for name in NOT_RUN if not any(command.startswith(name) for command in commands)] == []
