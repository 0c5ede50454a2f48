"""The command line: one file a command, each a thin face on the engine, the charters or a contact log.

It is for reading what was asked, calling one thing downstairs, and writing the answer. It is not for rules: no sum is
worked out here. It reads the clock, once, and hands the moment down.
"""

from importlib.metadata import version

import click

from answerable.cli.addresses import addresses
from answerable.cli.calendar import calendar
from answerable.cli.charter import charter
from answerable.cli.completion import completion
from answerable.cli.contacts import contacts
from answerable.cli.council import council
from answerable.cli.customer import customer
from answerable.cli.due import due
from answerable.cli.explain import explain
from answerable.cli.figures import figures
from answerable.cli.house import House, exit_codes
from answerable.cli.index import index
from answerable.cli.judge import judge
from answerable.cli.promises import promises
from answerable.cli.record import seal_key, verify_record
from answerable.cli.retention import retention
from answerable.cli.running import dispatcher, doctor, migrate, web, worker
from answerable.cli.staff import staff

EPILOG = f"""\b
Begin here:
  answerable due --received 2026-12-18T18:30       what an email that evening is owed
  answerable judge contacts.jsonl --council s5     how each promise came out, line by line
  answerable figures contacts.jsonl --council s5 --period 2026/27-Q2
                                                   what share was kept, and how it was counted
  answerable promises --council s5                 what is promised, and how it is measured

{exit_codes("something was found wrong: each command says what", "a day lies outside the calendar")}
"""


@click.group("answerable", cls=House, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("answerable"), "-V", "--version", prog_name="answerable", message="%(prog)s %(version)s")
def main() -> None:
    """Work out when a council's promises fall due, whether they were kept, and why.

    Five councils' published promises come with it: s1 to s5. So do the limits in law, and the days off of each nation
    of the United Kingdom.
    """


for command in (
    due,
    judge,
    figures,
    explain,
    promises,
    charter,
    calendar,
    completion,
    web,
    worker,
    dispatcher,
    migrate,
    doctor,
    council,
    addresses,
    contacts,
    staff,
    verify_record,
    seal_key,
    customer,
    retention,
    index,
):
    main.add_command(command)
