"""Options that several commands share."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

import click

from answerable.charters import COUNCILS
from answerable.config.clock import the_moment_it_is
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.words import nearest

Command = TypeVar("Command", bound=Callable[..., Any])


class Moment(click.ParamType[datetime]):
    """A moment in ISO 8601. Without an offset it is local time, in the zone of the calendar it is counted on."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read a moment, and refuse a day without a time."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a moment. Write it as 2026-12-18T18:30.", param, ctx)
        if len(value) <= 10:
            self.fail(f"'{value}' is a day without a time. Add one: {moment:%Y-%m-%d}T09:00.", param, ctx)
        return moment


class Word(click.Choice[str]):
    """A word of a closed vocabulary, in capitals or not; a misspelt one is met with the nearest."""

    def __init__(self, choices: Iterable[str], metavar: str) -> None:
        super().__init__(choices, case_sensitive=False)
        self._metavar = metavar

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Name what is asked for, because some vocabularies are too long for a line of help."""
        return self._metavar

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Say the nearest word, or all of them."""
        near = nearest(str(value).lower(), self.choices)
        remedy = f"Did you mean '{near}'?" if near else f"Choose from {', '.join(self.choices)}."
        return f"'{value}' is not known here. {remedy}"


MOMENT = Moment()
COUNCIL = Word(COUNCILS, "KEY")
CHANNEL = Word(CHANNELS, "CHANNEL")
KIND = Word(KINDS, "KIND")

as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
quiet = click.option("-q", "--quiet", is_flag=True, help="No progress and no summary, for scripts.")
now = click.option(
    "--now",
    type=MOMENT,
    metavar="MOMENT",
    default=the_moment_it_is,
    show_default="this moment",
    help="Judge as things stood at this moment.",
)
