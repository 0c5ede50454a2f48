"""`answerable index`: makes the index of what was written again, out of the contacts."""

import click

from answerable.cli.house import exit_codes, say
from answerable.cli.running import deployment

EPILOG = f"""\b
Example:
  answerable index        after a copy was brought back without it, or when answerable doctor says so

{exit_codes()}
"""


@click.command(epilog=EPILOG, short_help="Make the index of what was written again.")
def index() -> None:
    """Make again what contacts are found by, out of the contacts themselves. It may run while everything else does.

    Nothing else is changed. Until it is done, a search finds only some of them, and a reference finds its contact. What
    is stopped half-way is finished by the worker.
    """
    with deployment(together=False):
        from answerable.finding.actions import index_waiting, read_all_again

        read_all_again()
        read = 0
        while some := index_waiting():
            read += some
            if read % 10_000 < some:
                say(f"{read:,} contacts are read.")
    click.echo(f"Contacts read for the index: {read:,}.")
