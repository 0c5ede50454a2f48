"""`answerable explain`: the working behind one promise to one contact, for whoever disputes the date."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click
from click.shell_completion import CompletionItem

from answerable.charters import COUNCILS, charter_of
from answerable.cli import options
from answerable.cli.house import CANNOT_COUNT, FOUND_WRONG, Cannot, exit_codes, say
from answerable.cli.log_files import Refused, opened, records
from answerable.cli.telling import write_json
from answerable.config.clock import the_moment_it_is
from answerable.logs.contacts import contact_of
from answerable.logs.errors import LineError
from answerable.logs.moments import settled
from answerable.logs.verdicts import charter_at
from answerable.standards.charter.clock_rules import Timed
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.explaining.explain import Explanation, say_struck
from answerable.standards.explaining.explain import explain as explain_clock
from answerable.standards.facts import Contact
from answerable.standards.judging.clock import TOLD, judge_all
from answerable.standards.judging.outcome import State
from answerable.standards.judging.prospect import AT_RECEIPT
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.words import nearest, say_list

EPILOG = f"""\b
Examples:
  answerable explain --council s5 --promise S5-24 --received 2026-12-18T18:30
  answerable explain --council s5 --promise S5-24 --received 2026-12-18T18:30 --replied 2027-01-04T09:00 --json
  answerable explain --council s3 --promise S3-07 --received 2026-12-18T18:30 \\
      --fact "declared_complex=2026-12-21T10:00,reason=two teams,told=yes"
  answerable explain contacts.jsonl --council s5 --id C-000123 --promise S5-24

{exit_codes("the promise has no clock on that contact, or the contact is not there", "a day lies outside the calendar")}
"""


def _complete_promise(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    council = ctx.params.get("council")
    charters = [charter_of(one) for one in ([council] if council else COUNCILS)]
    ids = dict.fromkeys(promise.id for charter in charters for promise in charter.promises if promise.clock)
    return [CompletionItem(id) for id in ids if id.startswith(incomplete.upper())]


@click.command(epilog=EPILOG, short_help="The working of one promise, day by day.")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--promise", metavar="ID", shell_complete=_complete_promise, help="Such as S5-24 or FOI.  [default: all]")
@click.option("--council", type=options.COUNCIL, help="Whose promise, if the line of FILE does not say.")
@click.option("--id", "id", metavar="ID", help="The contact of FILE; without a FILE, what to call it.")
@click.option("--received", type=options.MOMENT, metavar="MOMENT", help="When it came: 2026-12-18T18:30.")
@click.option("--acknowledged", type=options.MOMENT, metavar="MOMENT", help="When it was acknowledged.")
@click.option("--replied", type=options.MOMENT, metavar="MOMENT", help="When the full reply was sent.")
@click.option("--fact", "facts", multiple=True, metavar="WHAT=MOMENT", help="Anything else that happened. Repeatable.")
@click.option("--channel", type=options.CHANNEL, help="How it came.  [default: as the promise is made]")
@click.option(
    "--kind", "kinds", type=options.KIND, multiple=True, help="What it is.  [default: as the promise is made]"
)
@click.option("--mailbox", metavar="NAME", help="The mailbox it came to.  [default: as the promise is made]")
@click.option("--now", type=options.MOMENT, metavar="MOMENT", help="As things stood then.  [default: this moment]")
@options.as_json
def explain(
    file: str | None,
    promise: str | None,
    council: str | None,
    now: datetime | None,
    as_json: bool,
    **given: Any,
) -> int:
    """Show the working of a promise to one contact, day by day: when it falls due, how it stands, and why.

    The contact is one line of FILE, found by --id; or it is described by --received and the facts that followed.
    Without --promise, each promise owed to it is explained. JSON is a list, because a promise may watch several
    messages.
    """
    record = _found(file, given["id"]) if file is not None else {}
    key = _council(council, record)
    charter = charter_of(key)
    try:
        contact = contact_of(record or _described(charter, promise, given), charter.calendar.tz)
    except LineError as error:
        raise Cannot(str(error)) from None
    charter = charter_at(key, contact.facts[0].at)
    wanted = _promise(charter, promise) if promise else None
    latest = max(fact.at for fact in contact.facts)
    moment = settled(now, charter.calendar.tz) if now else max(latest, the_moment_it_is())
    clocks, noted = judge_all(contact, charter=charter, now=moment), contact.until(moment).noted
    if wanted is not None:
        clocks = [clock for clock in clocks if clock.promise.id == wanted.id]
    if not clocks:
        say(_why_none(wanted, contact, charter) if wanted else f"{charter.council} owes {contact.id} nothing yet.")
        for words in say_struck(noted, charter.calendar.tz):
            say(words)
        return FOUND_WRONG
    _write([explain_clock(clock, contact=contact.id, charter=charter, noted=noted) for clock in clocks], as_json)
    return CANNOT_COUNT if any(clock.state is State.UNCOUNTED for clock in clocks) else 0


def _write(explanations: Sequence[Explanation], as_json: bool) -> None:
    if as_json:
        write_json([explanation.as_dict() for explanation in explanations])
    else:
        click.echo("\n".join(explanation.as_text() for explanation in explanations), nl=False)


def _council(council: str | None, record: dict[str, Any]) -> str:
    key = council or record.get("council")
    if not isinstance(key, str) or key.lower() not in COUNCILS:
        raise click.UsageError(f"Whose promise? Give --council: {', '.join(COUNCILS)}.")
    return key.lower()


def _promise(charter: Charter, id: str) -> Promise:
    known = {promise.id: promise for promise in (*charter.promises, TOLD)}
    if id.upper() not in known:
        near = nearest(id.upper(), known)
        remedy = f"Did you mean {near}?" if near else f"See: answerable promises --council {charter.council}."
        raise click.UsageError(f"{charter.council} has no promise {id}. {remedy}")
    return known[id.upper()]


def _found(file: str, id: str | None) -> dict[str, Any]:
    """Find one contact in a log."""
    if id is None:
        raise click.UsageError("Which contact of the log? Give its --id.")
    with opened(file) as source:
        for _, record in records(source, Refused().report):
            if str(record.get("id")) == id:
                return record
    raise click.ClickException(f"There is no contact {id} in {file}. Check the id.")


def _described(charter: Charter, promise: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """Make the record of a contact out of options; what they leave open is as the promise is made."""
    if given["received"] is None:
        raise click.UsageError("Give --received, or the FILE and --id of a contact.")
    wanted = _promise(charter, promise) if promise else TOLD
    facts = [{"what": "received", "at": given["received"].isoformat()}]
    opens = wanted.clock.opens if isinstance(wanted.clock, Timed) else "received"
    if opens in AT_RECEIPT - {"received"}:
        facts.append({"what": opens, "at": given["received"].isoformat()})
    for what in ("acknowledged", "replied"):
        if given[what] is not None:
            facts.append({"what": what, "at": given[what].isoformat()})
    facts += map(_fact, given["facts"])
    return {
        "id": given["id"] or "your contact",
        "channel": given["channel"] or next(one for one in CHANNELS if wanted.owed_on(one)),
        "kinds": list(given["kinds"]) or [next(kind for kind in KINDS if wanted.owed_to(kind))],
        "mailbox": given["mailbox"] or wanted.mailbox,
        "facts": facts,
    }


def _fact(words: str) -> dict[str, Any]:
    """Read a fact: "extended=2026-12-21T10:00,reason=two teams,told=yes"."""
    first, *rest = words.split(",")
    what, equals, at = first.partition("=")
    if not equals:
        raise click.UsageError(f"'{words}' is not a fact. Write it as extended=2026-12-21T10:00,reason=two teams.")
    details = {name.strip(): value.strip() for name, _, value in (detail.partition("=") for detail in rest)}
    said = {name: value in ("yes", "true") if value in _YES_OR_NO else value for name, value in details.items()}
    return {"what": what.strip(), "at": at.strip(), **said}


_YES_OR_NO = ("yes", "no", "true", "false")


def _why_none(promise: Promise, contact: Contact, charter: Charter) -> str:
    """Say why a promise has no clock on a contact, and what to try."""
    who = f"{promise.id} has no clock on {contact.id}"
    if not promise.owed_on(contact.channel):
        made = say_list([CHANNELS[one].one for one in CHANNELS if promise.owed_on(one)], "or")
        return f"{who}: it is made to {made}, and this is {CHANNELS[contact.channel].one}."
    if not any(map(promise.owed_to, contact.kinds)):
        made = say_list([KINDS[kind].one for kind in KINDS if promise.owed_to(kind)], "or")
        is_one = say_list([KINDS[kind].one for kind in sorted(contact.kinds)])
        return f"{who}: it is made to {made}, and this is {is_one}."
    if promise.mailbox not in (None, contact.mailbox):
        return f"{who}: it is made to emails to a {promise.mailbox} mailbox."
    if promise.clock is None:
        return f"{who}: it has none. See how it is measured: answerable promises --council {charter.council}."
    rule = promise.clock
    if isinstance(rule, Timed) and rule.only_if is not None and contact.first(rule.only_if.fact) is None:
        return f"{who}: it runs only if '{rule.only_if.fact}', and that did not happen."
    if isinstance(rule, Timed) and contact.first(rule.opens) is None:
        return f"{who}: it begins with '{rule.opens}', and that did not happen."
    return f"{who}: nothing that it watches had happened yet."
