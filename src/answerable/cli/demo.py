"""`answerable demo`: the whole house on one machine, with five councils and a year behind it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from answerable.cli.house import FOUND_WRONG, Cannot, exit_codes, say
from answerable.config.clock import the_moment_it_is

if TYPE_CHECKING:  # the demonstration loads the mail server, which no other command needs
    from answerable.demo.home import Home

EPILOG = f"""\b
Examples:
  answerable demo
  answerable demo --fresh --port 9000
  answerable demo --folder try --contacts 200 --no-serve

{exit_codes("a part of it stopped by itself")}
"""


@click.command(epilog=EPILOG, short_help="The whole house on this machine, with a year behind it.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("answerable-demo"),
    show_default=True,
    help="The folder that holds it; one that is there is used again.",
)
@click.option(
    "--contacts", type=click.IntRange(min=1), default=2_000, show_default=True, help="About how many a council."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same year.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8_000, show_default=True, help="Where, if it is free.")
@click.option("--fresh", is_flag=True, help="Begin again: take away what an earlier demonstration left.")
@click.option("--no-serve", is_flag=True, help="Make it ready and start nothing.")
def demo(folder: Path, contacts: int, seed: int, port: int, fresh: bool, no_serve: bool) -> int:
    """Set up five councils with an invented year, and start everything: pages, desk, mail.

    Nobody in it is real, and no message leaves this machine. It says where to look, and runs until Ctrl-C.
    """
    from answerable.demo.home import Home, InUse
    from answerable.demo.running import CannotRun

    home = Home(folder)
    try:
        with home.held():
            return _demo(home, contacts=contacts, seed=seed, port=port, fresh=fresh, no_serve=no_serve)
    except InUse as error:
        raise Cannot(str(error)) from None
    except (CannotRun, OSError) as error:
        say(f"Error: Cannot go on with the demonstration. {error}")
        return FOUND_WRONG


def _demo(home: "Home", *, contacts: int, seed: int, port: int, fresh: bool, no_serve: bool) -> int:
    from answerable.demo.home import prepare
    from answerable.demo.running import free_port, run

    if fresh:
        home.clear()
    port = port if no_serve else free_port(port)
    written = prepare(
        home,
        port=port,
        now=the_moment_it_is(),
        contacts=contacts,
        seed=seed,
        tell=lambda council: say(f"Inventing a year of contacts for {council}..."),
    )
    click.echo(f"{written:,} contacts written." if written else f"Everything is there already, in {home.folder}.")
    if not no_serve:
        run(home, port=port, tell=click.echo)
        say("Stopped.")
    return 0
