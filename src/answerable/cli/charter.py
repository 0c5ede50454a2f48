"""`answerable charter`: whether a charter can be used, before anybody relies on it."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from answerable.charters import calendars, procedures
from answerable.cli import options
from answerable.cli.house import FOUND_WRONG, exit_codes, say
from answerable.cli.telling import write_json
from answerable.logs.inline import DEFAULT
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.measure.formulas import Measured, standing
from answerable.standards.reading.charters import read_charter, read_procedure
from answerable.standards.reading.clock_rules import Context
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.reading.promises import MEASURES
from answerable.standards.words import say_date, say_day, say_list

EPILOG = f"""\b
Examples:
  answerable charter check our-standards.toml
  answerable charter check procedures/foi.toml --json

{exit_codes("the charter is refused")}
"""


@click.group(short_help="Whether a charter can be used.")
def charter() -> None:
    """Check a charter: a council's promises, or a statutory procedure, as a file."""


@charter.command(epilog=EPILOG)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.as_json
def check(file: Path, as_json: bool) -> int:
    """Say what a charter's FILE holds, or tell every mistake in it: file, line, promise and remedy."""
    try:
        found = _read(file)
    except CharterError as error:
        if as_json:
            write_json({"file": str(file), "usable": False, "error": str(error)})
        else:
            say(str(error))
        return FOUND_WRONG
    if as_json:
        write_json({"file": str(file), "usable": True, "error": None, **found})
        return 0
    click.echo(f"{file} can be used.")
    for name, value in found.items():
        click.echo(f"  {name.replace('_', ' ')}: {_said(value)}")
    return 0


def _read(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CharterError(f"{file}: Not text in UTF-8 ({error}). Save it as UTF-8.") from None
    if FileTable.of(text, str(file)).take_table("procedure") is not None:
        held = calendars()
        context = Context(held, DEFAULT, {"": held[DEFAULT]})
        law = read_procedure(text, str(file), context)
        return {**_counted(law.promises), "stages": [stage.name for stage in law.stages]}
    made = read_charter(text, str(file), calendars(), procedures())
    known = made.calendar.known_until
    late = [day for day in sorted({*made.calendar.closures, *made.calendar.special}) if day > known]
    if late:
        raise CharterError(
            "\n".join(
                f"{file}: {say_date(day)} is named as a closure or a special day, and bank holidays are held until "
                f"{say_date(known)}. Check its year."
                for day in late
            )
        )
    return {**_about(made), **_counted(tuple(promise for promise in made.promises if not promise.statutory))}


def _about(made: Charter) -> dict[str, Any]:
    return {
        "council": made.council,
        "name": made.name,
        "title": made.title,
        "version": made.version,
        "status": "draft - not yet a promise" if made.draft else made.status,
        "in_force_from": say_day(made.in_force_from) + ("" if made.begin_is_known else " (a guess)"),
        "calendar": made.calendar.name,
        "procedures": list(made.procedures),
        "statutory_promises": sum(promise.statutory for promise in made.promises),
        "settings_of_our_own": [key for key, setting in made.settings.items() if setting.local],
    }


def _counted(promises: tuple[Promise, ...]) -> dict[str, Any]:
    kinds = Counter(promise.kind[0] for promise in promises)
    standings = {promise.id: standing(promise).measured for promise in promises}
    return {
        "promises": len(promises),
        "by_kind": {kind: kinds[kind] for kind in MEASURES if kinds[kind]},
        **{one.value.replace(" ", "_"): [id for id, stands in standings.items() if stands is one] for one in Measured},
        "limits_of_our_own": [promise.id for promise in promises if promise.local],
    }


def _said(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {number}" for key, number in value.items())
    return (say_list(value) or "none") if isinstance(value, list) else str(value)
