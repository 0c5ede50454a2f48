"""`answerable year`: a made-up year, judged by five councils' promises and published."""

from pathlib import Path

import click

from answerable.cli import options
from answerable.cli.house import exit_codes

EPILOG = f"""\b
Examples:
  answerable year
  answerable year --out results --contacts 5000 --seed 7 --quiet

{exit_codes()}
"""


@click.command(epilog=EPILOG, short_help="A made-up year, judged and published.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("answerable-year"),
    show_default=True,
    help="The folder to write to.",
)
@click.option("--contacts", type=click.IntRange(min=1), default=60_000, show_default=True, help="About how many.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same year.")
@options.as_json
@options.quiet
def year(out: Path, contacts: int, seed: int, as_json: bool, quiet: bool) -> int:
    """Invent a year of contacts, judge them by all five councils' promises, and publish the results.

    Nobody in it is real. The folder --out then holds the contact log and a page to open.
    """
    from answerable.demo.run import run_demo

    return int(run_demo(out, contacts=contacts, seed=seed, quiet=quiet, as_json=as_json) or 0)
