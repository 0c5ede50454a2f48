"""Another program than ours: the same one with other files of law, as an upgrade would bring."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import pytest

from answerable import charters
from answerable.promises import queries

SHIPPED = Path(charters.__file__).parent


class Program:
    """The program's files of charters, calendars and bank holidays, to be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def change(self, file: str, was: str, now: str) -> None:
        """Give the next process another text of a file."""
        text = (self.folder / file).read_text(encoding="utf-8")
        assert was in text
        (self.folder / file).write_text(text.replace(was, now), encoding="utf-8")
        forget()

    def proclaim(self, day: str, title: str, known_from: str, nation: str = "england-and-wales") -> None:
        """Add a bank holiday, with its dates as in TOML."""
        entry = f'[[holiday]]\ndate = {day}\ntitle = "{title}"\nnations = ["{nation}"]\nknown_from = {known_from}\n\n'
        self.change("bank-holidays.toml", "[[holiday]]\ndate = 2026-12-25", f"{entry}[[holiday]]\ndate = 2026-12-25")


@contextmanager
def upgraded(folder: Path) -> Iterator[Program]:
    """Run with a copy of the program's files, and with nothing remembered of what was read before."""
    copytree(SHIPPED, folder)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(charters, "files", lambda _: folder)
            forget()
            yield Program(folder)
    finally:
        forget()


def forget() -> None:
    """Forget all that was read, as a new process does."""
    for read in (charters.procedures, charters.calendars, charters.versions_of, queries._read, queries._calendars):
        read.cache_clear()
