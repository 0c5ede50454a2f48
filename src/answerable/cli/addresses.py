"""`answerable addresses`: takes in a council's addresses, which residents find by their postcode."""

from pathlib import Path

import click

from answerable.cli.house import FOUND_WRONG, Cannot, exit_codes, say
from answerable.cli.running import deployment
from answerable.cli.telling import counted
from answerable.config.clock import the_moment_it_is

EPILOG = f"""\b
Example:
  answerable addresses s6 gazetteer.csv

{exit_codes("the file is refused; nothing was changed")}
"""

SHOWN = 10
"""How many lines that were left out are named."""


@click.command(epilog=EPILOG, short_help="Take in a council's addresses.")
@click.argument("key")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def addresses(key: str, file: Path) -> int:
    """Take in the addresses of council KEY from FILE, in the place of those that there were.

    FILE is CSV in UTF-8, and its first line names the columns postcode and address. On the form, a postcode then brings
    a list to choose from. A line without a whole postcode or an address is left out, and said. A file with nothing but
    its first line takes all addresses away.
    """
    with deployment():
        from answerable.councils.actions import keep_addresses
        from answerable.councils.addresses import UnreadableAddresses, addresses_read
        from answerable.councils.queries import council_at

        council = council_at(key)
        if council is None:
            raise Cannot(f"There is no council '{key}' here. Set it up first: answerable council FILE")
        try:
            book = addresses_read(file.read_bytes())
        except UnreadableAddresses as problem:
            say(f"Error: {problem}")
            return FOUND_WRONG
        keep_addresses(council, book, at=the_moment_it_is())
    click.echo(f"Addresses taken in: {book.many:,}, at {counted(len(book.addresses), 'postcode')}.")
    for number, why in list(book.left_out.items())[:SHOWN]:
        say(f"Line {number} is left out: {why}.")
    if book.left_out:
        say(f"Lines left out: {len(book.left_out):,}.")
    return 0
