"""`answerable verify-record` and `seal-key`: is the record whole, and with what key is it sealed."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from answerable.cli.house import FOUND_WRONG, Cannot, exit_codes, say
from answerable.cli.running import deployment, set_up
from answerable.cli.telling import counted, write_json
from answerable.config.clock import the_moment_it_is

if TYPE_CHECKING:  # only these commands need the rooms with tables, and only once they are called
    from answerable.evidence.verifying import Verification

EPILOG = f"""\b
Example:
  answerable verify-record --public-key audit/seal-key.pem.pub --anchor audit/anchor.jsonl

{exit_codes("something is not as it was sealed")}
"""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify-record", epilog=EPILOG, short_help="Verify that nothing was changed.")
@click.option("--public-key", type=FILE, help="The public keys, as they were given out. Left out: those kept here.")
@click.option("--anchor", type=FILE, help="What was written down outside. Left out: the file of ANSWERABLE_ANCHOR.")
@click.option("--clocks", is_flag=True, help="Also work out again where each promise stands. It takes much longer.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def verify_record(public_key: Path | None, anchor: Path | None, clocks: bool, as_json: bool) -> int:
    """Verify every seal, and every row that was sealed: facts, the record, charters, figures, deletions.

    It says how many rows it looked at, and of each fault where it is and what is wrong. It changes nothing.
    """
    set_up()
    from django.db import DatabaseError

    try:
        return _verify(public_key, anchor, clocks, as_json)
    except DatabaseError as error:
        raise Cannot(f"Cannot use the database: {error}.") from None


def _verify(public_key: Path | None, anchor: Path | None, clocks: bool, as_json: bool) -> int:
    from django.conf import settings

    from answerable.contacts.clocks import wrong_clocks
    from answerable.evidence.anchoring import anchors_in
    from answerable.evidence.keys import WrongKey, public_file, read_public_keys
    from answerable.evidence.verifying import Fault, Verification

    now = the_moment_it_is()
    outside = anchor or (Path(settings.ANCHOR) if settings.ANCHOR else None)
    with ExitStack() as stack:
        try:
            keys = read_public_keys(public_key or public_file(settings.SEAL_KEY))
            lines = stack.enter_context(outside.open(encoding="ascii")) if outside else ()
            looking = Verification(keys, anchors_in(lines), now=now)
        except (WrongKey, OSError, ValueError) as error:
            raise Cannot(str(error)) from None
    faults = list(looking.faults())
    if clocks:
        faults += [Fault("clock", key, reference, problem) for key, reference, problem in wrong_clocks(now=now)]
    if as_json:
        write_json(
            {
                "whole": not faults,
                "seals": looking.seals,
                "rows": dict(sorted(looking.rows.items())),
                "waiting": looking.waiting,
                "anchored": outside is not None,
                "faults": [fault._asdict() for fault in faults],
            }
        )
    else:
        _tell(looking, faults, is_anchored=outside is not None)
    return FOUND_WRONG if faults else 0


def _tell(looking: "Verification", faults: list[Any], *, is_anchored: bool) -> None:
    for fault in faults:
        about = f", {fault.about}" if fault.about else ""
        click.echo(f"{fault.sort} {fault.key}{about}: {fault.problem}")
    rows = ", ".join(f"{sort} {number:,}" for sort, number in sorted(looking.rows.items()))
    say(f"{counted(looking.seals, 'seal')} on {rows or 'nothing'}; {looking.waiting:,} wait to be sealed.")
    if not is_anchored:
        say("Nothing outside was compared: seals that were cut off at the end are not missed. Give it with --anchor.")
    say("The record is whole." if not faults else f"The record was changed: {counted(len(faults), 'fault')}.")


@click.command("seal-key", epilog=exit_codes(), short_help="Show or renew the key of the seals.")
@click.option("--renew", is_flag=True, help="Make a new key, which signs from now on. The old one is put aside.")
def seal_key(renew: bool) -> None:
    """Show the public keys of the seals, to be given to whoever audits; or make the first, or a new one."""
    now = the_moment_it_is()
    set_up(with_tables=False)
    from django.conf import settings

    from answerable.evidence.actions import key_at, renew_key
    from answerable.evidence.keys import WrongKey, public_file

    try:
        with deployment() if renew else ExitStack():
            key = renew_key(settings.SEAL_KEY, at=now) if renew else key_at(settings.SEAL_KEY)
        click.echo(public_file(settings.SEAL_KEY).read_text(encoding="ascii"), nl=False)
    except (WrongKey, OSError) as error:
        raise Cannot(str(error)) from None
    say(
        f"Seals are signed with the key {key.name}. Start the worker anew to sign with it."
        if renew
        else f"Seals are signed with the key {key.name}."
    )
