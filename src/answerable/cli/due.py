"""`answerable due`: what a contact would be owed, and by when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import click

from answerable.charters import COUNCILS, charter_of
from answerable.cli import options
from answerable.cli.house import CANNOT_COUNT, exit_codes, say
from answerable.cli.telling import counted, short_day, short_moment, write_json, write_table
from answerable.logs.errors import LineError
from answerable.logs.moments import settled
from answerable.logs.verdicts import charter_at
from answerable.standards.charter.clock_rules import Timed
from answerable.standards.charter.promises import Charter
from answerable.standards.judging.outcome import State
from answerable.standards.judging.prospect import Prospect, prospects

Found = list[tuple[Charter, Prospect]]

EPILOG = f"""\b
Examples:
  answerable due --received 2026-12-18T18:30
  answerable due --received 2026-12-18T18:30 --channel email --kind complaint --council s5
  answerable due --received 2026-12-18T18:30 --channel email --mailbox contact-group --json

{exit_codes("no version of that council's charter was in force then", "a due moment lies outside the calendar")}
"""


@click.command(epilog=EPILOG, short_help="What a contact would be owed, and by when.")
@click.option("--received", type=options.MOMENT, required=True, metavar="MOMENT", help="When it came.")
@click.option("--channel", type=options.CHANNEL, help="How it came: email, letter, phone...")
@click.option("--kind", "kinds", type=options.KIND, multiple=True, help="What it is: complaint, foi... Repeatable.")
@click.option("--mailbox", metavar="NAME", help="The mailbox it came to, such as contact-group.")
@click.option("--council", "councils", type=options.COUNCIL, multiple=True, help="Repeatable.  [default: all]")
@options.as_json
def due(
    received: datetime,
    channel: str | None,
    kinds: tuple[str, ...],
    mailbox: str | None,
    councils: tuple[str, ...],
    as_json: bool,
) -> int:
    """List every clock that a contact would owe from the moment it came.

    What you do not say is not guessed: without --kind, clocks for every kind of contact are listed, each with the
    condition on which it is owed; so too without --channel or --mailbox.

    Each date is the last on which the promise is kept, to the end of that day unless a time is shown. Where staff
    would aim for an earlier working day, that day stands beside it.
    """
    found: Found = []
    for council in dict.fromkeys(councils or COUNCILS):
        moment = settled(received, charter_of(council).calendar.tz)
        try:
            charter = charter_at(council, moment)
        except LineError as error:
            if councils:
                raise
            say(f"Left out: {error}")
            continue
        of_council = prospects(charter, moment, channel=channel, kinds=kinds or None, mailbox=mailbox)
        found += [(charter, prospect) for prospect in of_council]
    found.sort(key=lambda one: (one[1].due, one[1].promise.id, one[0].council))
    if as_json:
        write_json([as_dict(charter, prospect) for charter, prospect in found])
    else:
        write_table(("Due", "Promise", "Council", "Limit", "Owed"), _rows(found, len(set(councils or COUNCILS))))
        for council in dict.fromkeys(charter.council for charter, _ in found if charter.draft):
            click.echo(f"{council}: a draft - not yet a promise.")
    uncounted = sum(prospect.state is State.UNCOUNTED for _, prospect in found)
    if uncounted:
        say(f"{counted(uncounted, 'clock')} cannot be counted yet. Add the year to charters/bank-holidays.toml.")
    return CANNOT_COUNT if uncounted else 0


def as_dict(charter: Charter, prospect: Prospect) -> dict[str, Any]:
    """Return one clock as plain values for JSON; moments are local, with their offset."""
    promise, zone = prospect.promise, charter.calendar.tz
    return {
        "promise": promise.id,
        "council": charter.council,
        "due": prospect.due.astimezone(zone).isoformat() if prospect.counted else None,
        "staff_target": prospect.staff_target.isoformat() if prospect.staff_target else None,
        "limit": prospect.limit,
        "strength": promise.strength.value,
        "condition": prospect.condition,
        "state": prospect.state.value,
        "reason": prospect.reason,
        "variant": _variant(charter, prospect),
        "or_full_reply_by": prospect.or_by.astimezone(zone).isoformat() if prospect.or_by else None,
        "beside": prospect.beside.id if prospect.beside else None,
        "statutory": promise.statutory,
        "draft": charter.draft,
        "words": promise.words,
    }


def _rows(found: Found, asked: int) -> Iterable[tuple[str, ...]]:
    """Lay out the rows; a law that says the same to several councils has one row."""
    merged: dict[tuple[str, str, str, str, str], list[str]] = {}
    for charter, prospect in found:
        shared = "law" if prospect.promise.statutory else charter.council
        row = (_due(charter, prospect), prospect.promise.id, shared, prospect.limit, _owed(prospect))
        merged.setdefault(row, []).append(charter.council)
    for (due_on, promise, _, limit, owed), councils in merged.items():
        whose = "all councils" if len(councils) == asked > 1 else ", ".join(councils)
        yield due_on, promise, whose, limit, owed


def _due(charter: Charter, prospect: Prospect) -> str:
    """Write the due moment, and the day staff aim for where that is another."""
    if not prospect.counted:
        return "not known yet"
    local = prospect.due.astimezone(charter.calendar.tz)
    aim = prospect.staff_target
    said = short_moment(local) + (f"\nstaff aim: {short_day(aim)}" if aim and aim != local.date() else "")
    variant = _variant(charter, prospect)
    if variant:
        said += f"\nas {variant['limit']}: {short_day(datetime.fromisoformat(variant['due']).date())}"
    return said


def _variant(charter: Charter, prospect: Prospect) -> dict[str, str] | None:
    """Return the other reading of a limit and its due moment, or None where there is only one."""
    rule, due_at = (prospect.beside or prospect.promise).clock, prospect.variant_due
    if not isinstance(rule, Timed) or due_at is None:
        return None
    return {"limit": str(rule.variant), "due": due_at.astimezone(charter.calendar.tz).isoformat()}


def _owed(prospect: Prospect) -> str:
    """Say on what the clock depends, or why it does not run."""
    if prospect.state is State.RUNNING:
        return prospect.condition or "always"
    return f"{prospect.state}: {prospect.reason}" + (f" ({prospect.condition})" if prospect.condition else "")
