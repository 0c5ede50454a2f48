"""A rule and a calendar of one's own, given as options instead of by a charter."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from answerable.charters import calendars, text_of
from answerable.logs.errors import LineError
from answerable.logs.inline import DEFAULT, hours_of
from answerable.standards.time.counting import AtClosing, DueAt, OnDayOff, Start
from answerable.standards.vocabulary.facts import FACTS, LADDER

Command = TypeVar("Command", bound=Callable[..., Any])


class Given(NamedTuple):
    """The options as they were given; None where they were not."""

    within: str | None = None
    stop: str | None = None
    opens: str | None = None
    start: str | None = None
    cut_off: str | None = None
    first_day: int | None = None
    due_at: str | None = None
    at_closing: str | None = None
    on_day_off: str | None = None
    calendar: str | None = None
    hours: str | None = None
    zone: str | None = None


_OPTIONS = (
    click.option("--within", metavar="LIMIT", help='A limit of your own: "10 working days", "3 working hours"...'),
    click.option("--stop", metavar="STOP", help=f'What keeps it: {", ".join(LADDER)}; or one fact, such as "greeted".'),
    click.option("--from", "opens", type=click.Choice([*FACTS]), metavar="FACT", help="From which fact.  [received]"),
    click.option("--start", type=click.Choice([one.value for one in Start]), help="When a late arrival counts."),
    click.option("--cut-off", metavar="HH:MM", help="From when a day's arrivals are late.  [when the doors close]"),
    click.option("--first-day", type=click.IntRange(0, 1), help="1: the day of receipt is the first day.  [0]"),
    click.option("--due-at", type=click.Choice([one.value for one in DueAt]), help="The hour of the last day."),
    click.option("--at-closing", type=click.Choice([one.value for one in AtClosing]), help="For working hours."),
    click.option("--on-day-off", type=click.Choice([one.value for one in OnDayOff]), help="For calendar days, months."),
    click.option("--calendar", metavar="NAME|FILE", help=f"A calendar by name, or in a TOML file.  [{DEFAULT}]"),
    click.option("--hours", metavar="HOURS", help='Opening hours: "mon-fri 09:00-17:00, sat 10:00-12:30".'),
    click.option("--zone", metavar="ZONE", help="The time zone of days and of times without one: America/New_York."),
)


def rule_options(command: Command) -> Command:
    """Give a command the options of a rule of one's own."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def rule_given(given: Given) -> dict[str, Any] | None:
    """Return the keys of the rule that the options make, or None when they make none."""
    keys = {
        "within": given.within,
        "stop": given.stop,
        "from": given.opens,
        "start": given.start,
        "cut_off": given.cut_off,
        "first_day": given.first_day,
        "due_at": given.due_at,
        "at_closing": given.at_closing,
        "on_day_off": given.on_day_off,
    }
    rule = {key: value for key, value in keys.items() if value is not None}
    if rule and "within" not in rule:
        raise click.UsageError(f"--{next(iter(rule)).replace('_', '-')} belongs to a rule. Give its --within too.")
    return rule or None


def calendar_given(given: Given) -> object:
    """Return the calendar that the options make: a name, its keys, or None when they say nothing of one."""
    if given.hours is None and given.zone is None:
        return keys_of(given.calendar) if given.calendar and given.calendar not in calendars() else given.calendar
    keys = keys_of(given.calendar) if given.calendar else {} if given.zone else keys_of(DEFAULT)
    try:
        hours = {} if given.hours is None else {"hours": hours_of(given.hours)}
    except LineError as error:
        raise click.UsageError(str(error)) from None
    return {**keys, **hours, **({} if given.zone is None else {"zone": given.zone})}


def keys_of(calendar: str) -> dict[str, Any]:
    """Return the keys of a calendar: one of ours by name, or the one in a file."""
    if calendar in calendars():
        shipped: dict[str, Any] = tomllib.loads(text_of("calendars.toml"))["calendars"][calendar]
        return shipped
    path = Path(calendar)
    if not path.is_file():
        names = ", ".join(calendars())
        raise click.UsageError(f"There is no calendar '{calendar}', and no such file. The calendars are {names}.")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{calendar}: Not valid TOML: {error}. Mend the line it names.") from None
    table.pop("format", None)
    named = table.get("calendars")
    if named is None:
        return table
    if not isinstance(named, dict) or len(named) != 1:
        raise click.UsageError(f"{calendar} must hold one calendar under [calendars.its-name].")
    found: dict[str, Any] = next(iter(named.values()))
    return found
