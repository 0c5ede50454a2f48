"""`answerable retention`: shows what has been kept long enough, and erases it when told so."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from answerable.cli import options
from answerable.cli.house import FOUND_WRONG, Cannot, exit_codes, say
from answerable.cli.running import deployment
from answerable.cli.telling import counted, write_json, write_table
from answerable.config.clock import the_moment_it_is

if TYPE_CHECKING:  # only these commands need the rooms with tables, and only once they are called
    from answerable.councils.models import Council
    from answerable.retention.actions import Outcome
    from answerable.retention.queries import Planned

SHOWN = 20
"""How many references of a line are shown in the table; JSON has them all."""

EPILOG = f"""\b
Examples:
  answerable retention                       what would go now, and what is held
  answerable retention --do                  erase it, once you have typed how much
  answerable retention --again deletions.jsonl
                                             after a copy of the database was brought back

{exit_codes("something could not be erased: it is named, with the reason")}
"""


@click.command(epilog=EPILOG, short_help="Show and erase what was kept long enough.")
@click.option("--council", "key", metavar="KEY", help="Only of this council.")
@click.option("--dry-run/--do", "is_dry", default=True, help="Show what would go and change nothing; or erase it.")
@click.option(
    "--again",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Erase what this file of deletions names and this database still has.",
)
@options.as_json
def retention(key: str | None, is_dry: bool, again: Path | None, as_json: bool) -> int:
    """Show what each council has kept long enough, by kind and rule, and what of it is held and why.

    Nothing is changed without --do, and then only after you have typed how many things go. What happened, when, and
    what was promised stays, so that every figure counts as before. An open contact is never erased, and nothing that is
    held.
    """
    if again is not None:
        if key is not None or not is_dry:
            raise click.UsageError("--again erases what its file names and nothing else. Leave the other options out.")
        return _again(again, as_json=as_json)
    now = the_moment_it_is()
    with deployment(together=False):
        from django.utils.timezone import localdate

        from answerable.retention.queries import planned

        councils = _councils(key)
        lines = [line for one in councils for line in planned(one, on=localdate(now))]
    if is_dry:
        _show(lines, as_json=as_json)
        return 0
    number = sum(line.number for line in lines)
    if not number:
        say("Nothing has been kept long enough, or all of it is held.")
        return 0
    if not as_json:
        _show(lines, as_json=False)
    typed = click.prompt(f"This cannot be undone. To erase it, type how many things go ({number})", err=True)
    if typed.strip().replace(",", "") != str(number):
        raise Cannot(f"Nothing was erased: {number} would go, and you typed '{typed}'.")
    with deployment(together=False):
        from answerable.retention.actions import erase_over

        done = {council.key: erase_over(council, by=None, at=now) for council in councils}
    return _told(done, as_json=as_json)


def _councils(key: str | None) -> "list[Council]":
    from answerable.councils.queries import all_councils

    found = [one for one in all_councils() if key in (None, one.key)]
    if not found and key is not None:
        raise LookupError(f"There is no council '{key}' here. Look at those there are: answerable retention")
    return found


def _again(file: Path, *, as_json: bool) -> int:
    with deployment(together=False):
        from answerable.retention.actions import erase_again

        with file.open(encoding="utf-8", errors="replace") as lines:
            done = erase_again(lines, at=the_moment_it_is())
    return _told({"": done}, as_json=as_json)


def _show(lines: "list[Planned]", *, as_json: bool) -> None:
    if as_json:
        write_json([_plain(line) for line in lines])
        return
    rows = [
        (line.council, line.rule, str(line.kept_for), f"{line.number:,}", f"{len(line.held):,}", _which(line))
        for line in lines
    ]
    write_table(("Council", "Rule", "Kept for", "Goes now", "Held", "Which"), rows, unfolded=5)
    for line in lines:
        for reference, why in line.held.items():
            say(f"Held: {reference}. {why}")


def _plain(line: "Planned") -> dict[str, Any]:
    return {
        "council": line.council,
        "rule": line.rule,
        "title": line.title,
        "kept_for": str(line.kept_for),
        "number": line.number,
        "references": list(line.references),
        "held": [{"reference": reference, "why": why} for reference, why in line.held.items()],
    }


def _which(line: "Planned") -> str:
    more = len(line.references) - SHOWN
    return ", ".join((*line.references[:SHOWN], *([f"and {more:,} more"] if more > 0 else [])))


def _told(done: "dict[str, Outcome]", *, as_json: bool) -> int:
    """Say what was erased and what could not be, and return the exit code."""
    if as_json:
        write_json(
            [
                {"council": council, "erased": dict(one.erased), "failed": dict(one.failed)}
                for council, one in done.items()
            ]
        )
    else:
        for council, one in done.items():
            for rule, number in sorted(one.erased.items()):
                click.echo(f"{f'{council}, ' if council else ''}{rule}: {counted(number, 'thing')} erased.")
    for one in done.values():
        for reference, why in one.failed.items():
            say(f"Not erased: {reference}. {why}")
    if not as_json and not any(one.erased or one.failed for one in done.values()):
        say("Nothing had to be erased.")
    return FOUND_WRONG if any(one.failed for one in done.values()) else 0
