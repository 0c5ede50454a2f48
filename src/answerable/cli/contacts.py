"""`answerable contacts import`: puts another system's log into the house, each line once."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from answerable.cli import options
from answerable.cli.house import FOUND_WRONG, Cannot, exit_codes, say
from answerable.cli.log_files import Refused, Source, opened, records
from answerable.cli.running import deployment
from answerable.cli.telling import counted, write_json
from answerable.cli.writing import whole_file
from answerable.config.clock import the_moment_it_is

if TYPE_CHECKING:  # only this command needs the rooms with tables, and only once it is called
    from answerable.councils.models import Council
    from answerable.importing.actions import Fate
    from answerable.importing.reading import Reading

EPILOG = f"""\b
Examples:
  answerable contacts import calls.csv --council s6 --mapping calls.toml --source switchboard --dry-run
  answerable contacts import calls.csv --council s6 --mapping calls.toml --source switchboard
  answerable contacts import open-cases.jsonl --council s6

{exit_codes("a line was refused; all others were taken in")}
"""

KEY_EPILOG = f"""\b
Examples:
  answerable contacts key --council s6 --source switchboard
  answerable contacts key --council s6 --source switchboard --end

{exit_codes()}
"""

AT_FIRST, FEWEST = 100, 10
"""Lines that are tried before anything is written, and how few say enough. Where none of them can be taken in, the
mapping does not fit, or the file is another than was meant."""

_A_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@click.group(short_help="Bring contacts in from another system's log.")
def contacts() -> None:
    """Bring contacts in from another system's log."""


@dataclass
class Statement:
    """What became of the lines of a log: lines read = taken + refused + already there."""

    new: int = 0
    open: int = 0
    more: int = 0
    there: int = 0
    again: int = 0
    refused: int = 0

    @property
    def taken(self) -> int:
        """All lines of which something was not here before."""
        return self.new + self.more

    @property
    def read(self) -> int:
        """All lines that were not blank."""
        return self.taken + self.refused + self.there + self.again

    def say(self, *, is_trial: bool) -> None:
        """Say it, and of those taken what they became."""
        would = "would be " if is_trial else ""
        again = f" + {self.again:,} of a contact on an earlier line" if self.again else ""
        say(
            f"{counted(self.read, 'line')} read = {self.taken:,} {would}taken + {self.refused:,} refused + "
            f"{self.there:,} already there{again}."
        )
        new = f"{counted(self.new, 'new contact')} ({self.open:,} open, in the queue; {self.new - self.open:,} closed)"
        say(f"Taken: {new}, and more about {self.more:,} that were here.")
        if is_trial:
            say("Nothing was written. To take them in, leave out --dry-run.")


@contacts.command("import", epilog=EPILOG, short_help="Take a log in, each line once.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--council", "key", required=True, metavar="KEY", help="Whose contacts they are.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="FILE is CSV, read so.")
@click.option("--source", default="log", show_default=True, metavar="NAME", help="The system whose ids they are.")
@click.option("--dry-run", "is_trial", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path), help="Write bad lines here, as JSON lines.")
@options.as_json
@options.quiet
def import_log(
    file: str,
    key: str,
    mapping: Path | None,
    source: str,
    is_trial: bool,
    errors: Path | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Take every contact of a log in, with all that happened to it, at the moments at which it happened.

    FILE holds one contact a line, as for judge. What the log says is over is closed; all else waits in the queue. A
    line is known by its id: the same one again adds only what is new, so a run that was stopped is simply run again.

    Nothing is sent to anybody. A bad line is reported by its number and the rest is taken.
    """
    _check_source(source)
    statement, now = Statement(), the_moment_it_is()
    with ExitStack() as stack:
        log = stack.enter_context(opened(file, mapping, show=not quiet))
        _check(log, key)
        refused = Refused(stack.enter_context(whole_file(errors)) if errors else None)
        stack.enter_context(deployment(together=False))
        from answerable.importing.actions import BATCH, take

        reading = _reading(key, now)
        earlier = stack.enter_context(_Earlier()) if is_trial else None
        lines = records(log, refused.report)
        first = list(islice(lines, AT_FIRST))
        _look_at(take(first, reading=reading, source=source, now=now, is_trial=True), refused)
        lines = chain(first, lines)
        while batch := list(islice(lines, BATCH)):
            here = earlier.not_yet(batch) if earlier else batch
            statement.again += len(batch) - len(here)
            _add(statement, take(here, reading=reading, source=source, now=now, is_trial=is_trial), refused)
    statement.refused = refused.lines
    if as_json:
        write_json({"read": statement.read, "taken": statement.taken, **asdict(statement), "dry_run": is_trial})
    if not quiet:
        statement.say(is_trial=is_trial)
    return FOUND_WRONG if refused.lines else 0


def _check_source(source: str) -> None:
    if not _A_NAME.fullmatch(source):
        raise click.UsageError(f"--source cannot be '{source}'. Write a short name such as switchboard.")


def _check(log: Source, key: str) -> None:
    """Refuse a mapping that was made for something else."""
    if log.judged_by.get("council", key) != key:
        raise Cannot(f"The mapping is for council '{log.judged_by['council']}', and --council is '{key}'. Mend one.")
    for own in ("rule", "calendar"):
        if own in log.judged_by:
            raise Cannot(f"The mapping has a {own} of its own, and contacts are judged by the charter. Take it out.")


def _reading(key: str, now: datetime) -> "Reading":
    from answerable.importing.reading import Reading

    return Reading(_council(key), now=now)


def _council(key: str) -> "Council":
    from answerable.councils.models import Council

    council = Council.objects.filter(key=key).first()
    if council is None:
        raise LookupError(f"There is no council '{key}' here. Set it up first: answerable council FILE")
    return council


def _look_at(tried: "Sequence[Fate]", refused: Refused) -> None:
    """Refuse a log of which no line can be taken in, before anything is written."""
    if len(tried) + refused.lines >= FEWEST and all(one.problem is not None for one in tried):
        why = f" Line {tried[0].number}: {tried[0].problem}" if tried else ""
        raise Cannot(
            f"None of the first {len(tried) + refused.lines:,} lines can be taken in, and nothing was written. Is it "
            f"the right file, and does the mapping fit it?{why}"
        )


def _add(statement: Statement, done: "Sequence[Fate]", refused: Refused) -> None:
    from answerable.importing.actions import Became

    for one in done:
        match one.became:
            case Became.NEW:
                statement.new += 1
                statement.open += one.contact is not None and one.contact.closed_at is None
            case Became.MORE:
                statement.more += 1
            case Became.THERE:
                statement.there += 1
            case Became.REFUSED if one.problem is not None:
                refused.report(one.number, one.problem)


class _Earlier:
    """The ids of a file so far, on disk: a trial keeps nothing, and has to know what an earlier line would have."""

    def __enter__(self) -> "_Earlier":
        self._ids = sqlite3.connect("")
        self._ids.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        return self

    def __exit__(self, *_: object) -> None:
        self._ids.close()

    def not_yet(self, batch: list[tuple[int, dict[str, Any]]]) -> list[tuple[int, dict[str, Any]]]:
        """Return the records of a batch whose id no earlier line had."""
        return [one for one in batch if self._is_new(str(one[1].get("id")))]

    def _is_new(self, id: str) -> bool:
        return bool(self._ids.execute("INSERT OR IGNORE INTO seen VALUES (?)", [id]).rowcount)


@contacts.command(epilog=KEY_EPILOG, short_help="Let another system send lines, or stop it.")
@click.option("--council", "council", required=True, metavar="KEY", help="Whose contacts they are.")
@click.option("--source", required=True, metavar="NAME", help="The system whose ids they are.")
@click.option("--end", is_flag=True, help="End every key of that system, and make none.")
def key(council: str, source: str, end: bool) -> None:
    """Make a key with which another system signs the lines that it sends. It is shown once, and kept nowhere.

    Keys made earlier go on: give the new one to the system first, then end all and make one more if an old one leaked.
    """
    _check_source(source)
    now = the_moment_it_is()
    with deployment():
        from answerable.importing.actions import end_keys, make_key

        found = _council(council)
        if end:
            number = end_keys(found, source, at=now)
            say(f"{counted(number, 'key')} of {source} ended: its lines are refused from now on.")
        else:
            click.echo(make_key(found, source, at=now))
            say(f"This is the key of {source} for council {council}. It is not shown again.")
