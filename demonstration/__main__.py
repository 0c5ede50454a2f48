"""``python -m demonstration``: the whole house on one machine, or the figures of an invented year."""

from pathlib import Path

import click

from answerable.cli import options
from answerable.cli.house import FOUND_WRONG, Cannot, House, exit_codes, say
from answerable.config.clock import the_moment_it_is
from demonstration.home import Home, InUse, prepare
from demonstration.publishing import publish
from demonstration.running import CannotRun, free_port
from demonstration.running import run as run_all

EPILOG = f"""\b
Begin here:
  python -m demonstration run                      the whole house, with a year behind it
  python -m demonstration year                     a made-up year, judged and published

{exit_codes("a part of it stopped by itself")}
"""
RUN = f"""\b
Examples:
  python -m demonstration run
  python -m demonstration run --fresh --port 9000
  python -m demonstration run --folder try --contacts 200 --no-serve

{exit_codes("a part of it stopped by itself")}
"""
YEAR = f"""\b
Examples:
  python -m demonstration year
  python -m demonstration year --out results --contacts 5000 --seed 7 --quiet

{exit_codes()}
"""

_FOLDER = click.Path(file_okay=False, path_type=Path)
_seed = click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same year.")


@click.group("demonstration", cls=House, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Show what Answerable does. Nobody in it is real, and no message leaves this machine."""


@main.command(epilog=RUN, short_help="The whole house on this machine, with a year behind it.")
@click.option(
    "--folder",
    type=_FOLDER,
    default=Path("answerable-demo"),
    show_default=True,
    help="The folder that holds it; one that is there is used again.",
)
@click.option(
    "--contacts", type=click.IntRange(min=1), default=2_000, show_default=True, help="About how many a council."
)
@_seed
@click.option("--port", type=click.IntRange(1, 65_535), default=8_000, show_default=True, help="Where, if it is free.")
@click.option("--fresh", is_flag=True, help="Begin again: take away what an earlier demonstration left.")
@click.option("--no-serve", is_flag=True, help="Make it ready and start nothing.")
def run(folder: Path, contacts: int, seed: int, port: int, fresh: bool, no_serve: bool) -> int:
    """Set up five councils with an invented year, and start everything: pages, desk, mail.

    It says where to look, and runs until Ctrl-C.
    """
    home = Home(folder)
    try:
        with home.held():
            if fresh:
                home.clear()
            port = port if no_serve else free_port(port)
            _prepare(home, port=port, contacts=contacts, seed=seed)
            if not no_serve:
                run_all(home, port=port, tell=click.echo)
                say("Stopped.")
    except InUse as error:
        raise Cannot(str(error)) from None
    except (CannotRun, OSError) as error:
        say(f"Error: Cannot go on with the demonstration. {error}")
        return FOUND_WRONG
    return 0


def _prepare(home: Home, *, port: int, contacts: int, seed: int) -> None:
    written = prepare(
        home,
        port=port,
        now=the_moment_it_is(),
        contacts=contacts,
        seed=seed,
        tell=lambda council: say(f"Inventing a year of contacts for {council}..."),
    )
    click.echo(f"{written:,} contacts written." if written else f"Everything is there already, in {home.folder}.")


@main.command(epilog=YEAR, short_help="A made-up year, judged and published.")
@click.option("--out", type=_FOLDER, default=Path("answerable-year"), show_default=True, help="The folder to write to.")
@click.option("--contacts", type=click.IntRange(min=1), default=60_000, show_default=True, help="About how many.")
@_seed
@options.quiet
def year(out: Path, contacts: int, seed: int, quiet: bool) -> None:
    """Invent a year of contacts, judge them by all five councils' promises, and publish the results.

    The folder --out then holds the contact log and a page to open.
    """
    publish(out, contacts=contacts, seed=seed, quiet=quiet)


if __name__ == "__main__":
    main(prog_name="python -m demonstration")
