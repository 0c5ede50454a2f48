"""`answerable calendar`: which days are off and why, and what differs between two calendars."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import click

from answerable.charters import COUNCILS, calendars, charter_of, text_of
from answerable.cli import options
from answerable.cli.house import FOUND_WRONG, exit_codes, say
from answerable.cli.log_files import Refused, opened, records
from answerable.cli.rule_options import keys_of
from answerable.cli.running import deployment
from answerable.cli.telling import counted, short_day, short_moment, write_json, write_table
from answerable.config.clock import the_moment_it_is
from answerable.logs.contacts import contact_of
from answerable.logs.errors import LineError
from answerable.logs.inline import calendar_of
from answerable.logs.moments import settled
from answerable.standards.judging.changes import Moved, moved
from answerable.standards.reading.holidays import say_nation
from answerable.standards.time.calendar import Calendar, CannotCount
from answerable.standards.words import MONTHS, WEEKDAYS, say_date

ONE_DAY = timedelta(days=1)

SHOW = f"""\b
Examples:
  answerable calendar show england-and-wales --year 2026
  answerable calendar show s5                      the calendar of a council, closures included

{exit_codes(three="the year is not held")}
"""
DIFF = f"""\b
Examples:
  answerable calendar diff england-and-wales scotland --year 2026
  answerable calendar diff scotland --as-known-on 2026-01-31
  answerable calendar diff s5 --as-known-on 2026-01-31 --log contacts.jsonl

{exit_codes("a day differs, or a due moment moved, or a line of the log could not be judged", "the year is not held")}
"""

LEARN = f"""\b
Example:
  answerable calendar learn

{exit_codes("the file is refused; nothing was changed")}
"""


@click.group(short_help="Which days are off, and what differs.")
def calendar() -> None:
    """Show which days are working days, and compare two calendars."""


@calendar.command(epilog=SHOW)
@click.argument("name", metavar="NAME")
@click.option("--year", type=click.IntRange(1, 9999), help="Which year.  [default: this year]")
@options.as_json
def show(name: str, year: int | None, as_json: bool) -> int:
    """Show which weekdays of a year are off and why, and how many working days each month has.

    NAME is a calendar, a council, or a TOML file with a calendar's keys.
    """
    shown = _named(name)
    year = year or the_moment_it_is().astimezone(shown.tz).year
    first, last = date(year, 1, 1), date(year, 12, 31)
    shown.require(first)
    shown.require(last)
    off = [(day, why) for day in _days(first, last) if day.weekday() in shown.weekdays and (why := shown.why_off(day))]
    months = [0] * 12
    for day in _days(first, last):
        months[day.month - 1] += shown.is_working(day)
    if as_json:
        write_json(
            {
                "name": name,
                "title": shown.title,
                "zone": shown.zone,
                "source": shown.source,
                "year": year,
                "off": [{"date": day.isoformat(), "weekday": WEEKDAYS[day.weekday()], "why": why} for day, why in off],
                "working_days": {f"{year:04}-{n:02}": days for n, days in enumerate(months, 1)},
                "working_days_in_all": sum(months),
            }
        )
        return 0
    write_table(("Off", "Why"), [(short_day(day), why) for day, why in off], f"{shown.title or name}, {year}")
    write_table(("Month", "Working days"), [(MONTHS[n], str(days)) for n, days in enumerate(months)])
    click.echo(f"{sum(months)} working days in {year}.")
    return 0


@calendar.command(epilog=DIFF)
@click.argument("name", metavar="NAME")
@click.argument("other", metavar="[NAME]", required=False)
@click.option("--as-known-on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="NAME then, and NAME now.")
@click.option("--year", type=click.IntRange(1, 9999), help="Only this year.  [default: every year held]")
@click.option("--log", type=click.Path(exists=True, dir_okay=False), help="List the due moments in it that moved.")
@click.option("--council", type=options.COUNCIL, help="Whose promises --log is judged by, if NAME is no council.")
@options.now
@options.as_json
def diff(
    name: str,
    other: str | None,
    as_known_on: datetime | None,
    year: int | None,
    log: str | None,
    council: str | None,
    now: datetime,
    as_json: bool,
) -> int:
    """List the days that are a working day in one calendar and not in the other, and why.

    Give two names; or one name and --as-known-on, to compare what was known that day with what is known now. With
    --log, the open clocks of that log whose due moment moved are listed too.
    """
    if (other is None) == (as_known_on is None):
        raise click.UsageError("Give two calendars, or one and --as-known-on.")
    known_on = as_known_on.date() if as_known_on else None
    before, after = _named(name, known_on), _named(other or name)
    days = list(_differences(before, after, year))
    shifted: list[Moved] = []
    refused = 0
    if log is not None:
        council = council or (name.lower() if name.lower() in COUNCILS else None)
        if council is None or known_on is None:
            raise click.UsageError("--log goes with --as-known-on, and needs --council unless NAME is one.")
        shifted, refused = _moved(log, council, known_on, now)
    if as_json:
        write_json({"days": [_day(*day) for day in days], "moved": [_shift(one, after.tz) for one in shifted]})
    else:
        one, two = (f"{name} on {short_day(known_on)}", f"{name} now") if known_on else (name, other or name)
        write_table(("Day", one, two), [(short_day(day), was or "working", is_ or "working") for day, was, is_ in days])
        if log is not None:
            columns = ("Contact", "Promise", "Was due", "Is due", "Told the customer")
            write_table(columns, [_row(one, after.tz) for one in shifted], "Due moments that moved")
        differ = f"{counted(len(days), 'day')} {'differs' if len(days) == 1 else 'differ'}."
        click.echo(differ + (f" {counted(len(shifted), 'due moment')} moved." if log else ""))
    return FOUND_WRONG if days or shifted or refused else 0


@calendar.command(epilog=LEARN)
def learn() -> None:
    """Take in the bank holidays that come with the program, as they stand in its file now.

    Until this is run, contacts are judged by the bank holidays that were taken in before. The worker then looks again
    at every clock that runs on a day that changed, and the record says which due dates moved. Running it again changes
    nothing.
    """
    now = the_moment_it_is()
    with deployment():
        from answerable.contacts.actions import look_again
        from answerable.promises.actions import learn_holidays
        from answerable.promises.queries import HOLIDAYS

        learned = learn_holidays(text_of(HOLIDAYS), by=None, at=now)
        days = learned.days if learned else ()
        clocks = look_again(since=min(day.on for day in days), at=now) if days else 0
    for day in days:
        whose = " and ".join(map(say_nation, sorted(day.nations)))
        click.echo(f"{short_day(day.on)}, {day.title} ({whose}), is {'withdrawn' if day.withdrawn_on else 'taken in'}.")
    if learned is None:
        say("Nothing to take in: every charter is read with these bank holidays already.")
    else:
        known = f"Bank holidays are known up to {say_date(learned.known_until)}."
        say(f"{known} The worker looks again at {counted(clocks, 'clock')}; the record says which due dates moved.")


def _named(name: str, as_known_on: date | None = None) -> Calendar:
    """Return a calendar by its name, a council's, or one in a file."""
    known = calendars(as_known_on)
    if name in known:
        return known[name]
    if name.lower() in COUNCILS:
        return charter_of(name.lower(), as_known_on).calendar
    return calendar_of(keys_of(name))


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


def _differences(before: Calendar, after: Calendar, year: int | None) -> Iterator[tuple[date, str | None, str | None]]:
    first = max(before.known_from, after.known_from)
    last = min(before.known_until, after.known_until)
    if year is not None:
        first, last = date(year, 1, 1), date(year, 12, 31)
        for one in (before, after):
            one.require(first)
            one.require(last)
    for day in _days(first, last):
        was, is_ = before.why_off(day), after.why_off(day)
        if (was is None) != (is_ is None):
            yield day, was, is_


def _moved(log: str, council: str, known_on: date, now: datetime) -> tuple[list[Moved], int]:
    """List what moved, and count the lines that could not be judged, which are reported as they are met."""
    before, after = charter_of(council, known_on), charter_of(council)
    zone, refused = after.calendar.tz, Refused()
    found: list[Moved] = []
    with opened(log) as source:
        for number, record in records(source, refused.report):
            try:
                found += moved(before, after, [contact_of(record, zone)], now=settled(now, zone))
            except (LineError, CannotCount) as error:
                refused.report(number, error)
    return found, refused.lines


def _day(day: date, was: str | None, is_: str | None) -> dict[str, Any]:
    return {"date": day.isoformat(), "weekday": WEEKDAYS[day.weekday()], "was_off": was, "is_off": is_}


def _shift(one: Moved, zone: tzinfo) -> dict[str, Any]:
    told = one.told.astimezone(zone).isoformat() if one.told else None
    was, is_due = one.was.astimezone(zone).isoformat(), one.due.astimezone(zone).isoformat()
    return {"id": one.contact, "promise": one.promise, "was_due": was, "due": is_due, "told": told}


def _row(one: Moved, zone: tzinfo) -> tuple[str, ...]:
    told = short_moment(one.told.astimezone(zone)) if one.told else ""
    return one.contact, one.promise, *(short_moment(at.astimezone(zone)) for at in (one.was, one.due)), told
