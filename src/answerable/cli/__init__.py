"""The command line: one file a command, each a thin face on the engine, the charters or a contact log.

It is for reading what was asked, calling one thing downstairs, and writing the answer. It is not for rules: no sum is
worked out here. It reads the clock, once, and hands the moment down.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

from answerable.cli.house import House, exit_codes

EPILOG = f"""\b
Begin here:
  answerable due --received 2026-12-18T18:30       what an email that evening is owed
  answerable judge contacts.jsonl --council s5     how each promise came out, line by line
  answerable figures contacts.jsonl --council s5 --period 2026/27-Q2
                                                   what share was kept, and how it was counted
  answerable promises --council s5                 what is promised, and how it is measured

{exit_codes("something was found wrong: each command says what", "a day lies outside the calendar")}
"""


_FILES = {
    "web": "running",
    "worker": "running",
    "dispatcher": "running",
    "migrate": "running",
    "doctor": "running",
    "verify-record": "record",
    "seal-key": "record",
}
"""The file of each command that has not one of its own name."""


class Shelf(Mapping[str, click.Command]):
    """The commands by their names. A file is loaded when its command is asked for: no command waits for all others."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._names:
            raise KeyError(name)
        file = import_module(f"{__name__}.{_FILES.get(name, name)}")
        command: click.Command = getattr(file, name.replace("-", "_"))
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


COMMANDS = Shelf(
    "due",
    "judge",
    "figures",
    "explain",
    "promises",
    "charter",
    "calendar",
    "completion",
    "council",
    "addresses",
    "contacts",
    "staff",
    "customer",
    "retention",
    "index",
    *_FILES,
)


@click.group(
    "answerable",
    cls=House,
    commands=COMMANDS,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    None, "-V", "--version", package_name="answerable", prog_name="answerable", message="%(prog)s %(version)s"
)
def main() -> None:
    """Work out when a council's promises fall due, whether they were kept, and why.

    Five councils' published promises come with it: s1 to s5. So do the limits in law, and the days off of each nation
    of the United Kingdom.
    """
