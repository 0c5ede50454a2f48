"""`answerable council`: sets a council up, or changes it, as its file says."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from answerable.cli.house import Cannot, exit_codes, say
from answerable.cli.running import deployment
from answerable.config.clock import the_moment_it_is
from answerable.standards.words import say_date

if TYPE_CHECKING:  # only this command needs the rooms with tables, and only once it is called
    from answerable.councils.models import Council

EPILOG = f"""\b
Example:
  answerable council s6-council.toml

{exit_codes("the file, or its charter, is refused; nothing was changed")}
"""


@click.command(epilog=EPILOG, short_help="Set up or change a council.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--overwrite", is_flag=True, help="Write over what was changed on screen since FILE was last read.")
def council(file: Path, overwrite: bool) -> None:
    """Make the council that FILE describes, or bring it to what FILE says now, and publish its charter.

    It says what it changed. Running it again changes nothing. Where FILE differs from what was changed on screen
    meanwhile, it says so and changes nothing at all, unless you tell it to overwrite that.
    docs/how-to/set-up-a-council.md has such a file.
    """
    now = the_moment_it_is()
    with deployment():
        from django.conf import settings

        from answerable.councils.actions import establish
        from answerable.councils.models import Council
        from answerable.councils.reading import read_council
        from answerable.promises.actions import publish

        plan, charter = read_council(file, real=not settings.BANNER)
        _check_address(plan.key)
        changes = establish(plan, by=None, at=now, overwrite=overwrite)
        made = Council.objects.get(key=plan.key)
        edition = publish(made, text=charter, by=None, at=now)
        if edition.published_at == now:
            begins = say_date(edition.in_force_from)
            changes.append(f"charter {edition} is published, for what is received from {begins}")
    for change in changes:
        click.echo(f"{change}.")
    say(_where(made) if changes else f"Nothing to change: {made.name} is as the file says.")


def _check_address(key: str) -> None:
    """Refuse a key whose pages would stand where the program's own do."""
    from django.urls import resolve

    if resolve(f"/{key}/").kwargs != {"council": key}:
        raise Cannot(f"Cannot use the key '{key}': the program has pages of its own at /{key}/. Choose another key.")


def _where(council: "Council") -> str:
    from django.conf import settings

    return f"{council.name} is at {settings.ORIGIN}/{council.key}/."
