"""`answerable customer`: hands out, or erases, all that is held about somebody."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from answerable.cli import options
from answerable.cli.house import Cannot, exit_codes, say
from answerable.cli.running import deployment
from answerable.cli.telling import counted, write_table
from answerable.config.clock import the_moment_it_is

if TYPE_CHECKING:  # only these commands need the rooms with tables, and only once they are called
    from answerable.contacts.models import Contact

GROUNDS = ("not needed", "consent withdrawn", "objection", "unlawful", "duty")
"""The grounds of Article 17(1)."""

EPILOG = exit_codes()
reference = click.argument("reference", metavar="REF")


@click.group(short_help="Hand out or erase all about somebody.")
def customer() -> None:
    """Do what somebody may ask for about their own information. REF is the reference of any contact of theirs."""


@customer.command(epilog=EPILOG)
@reference
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The ZIP to write. It must not be there yet.",
)
def export(reference: str, output: Path) -> None:
    """Write all that is held about whoever REF is from into a ZIP, to hand out to them (Article 15).

    What in it may be of somebody else is listed in look-at-this-before-it-goes.txt. A person looks at that first.
    """
    with deployment(together=False):
        from answerable.retention.actions import hand_out

        found = _found(reference)
        try:
            with output.open("xb") as file, _taken_away_unless_done(output):
                handed = hand_out(found, to=file, by=None, at=the_moment_it_is())
        except FileExistsError:
            raise Cannot(f"Cannot write {output}: it is there already. Name another file, or take it away.") from None
        except OSError as error:
            raise Cannot(f"Cannot write {output}: {error.strerror}. Name another file.") from None
    say(
        f"{output} holds {counted(handed.contacts, 'contact')}. Before it goes, look at "
        f"{counted(handed.looks, 'thing')} that may be of somebody else: look-at-this-before-it-goes.txt names each."
    )


@customer.command(epilog=EPILOG)
@reference
@click.option("--ground", type=options.Word(GROUNDS, "GROUND"), required=True, help=f"One of: {', '.join(GROUNDS)}.")
def erase(reference: str, ground: str) -> None:
    """Erase all that is held about whoever REF is from (Article 17), once you have typed REF again.

    It shows first exactly what goes. While a contact of theirs is open, or anything is held, nothing goes: it says what
    to do next. What happened, when, and what was promised stays, without them.
    """
    with deployment(together=False):
        from answerable.retention.queries import alike, stopping, what_goes

        found = _found(reference)
        if found.erased_at is not None:
            raise Cannot(f"{found.reference} is erased already.")
        write_table(("What goes", "How many"), [(what, f"{number:,}") for what, number in what_goes(found).items()])
        for other in alike(found):
            say(f"Look at {other.reference} too: it came with the same address or number, and does not go with these.")
        problems = stopping(found)
    if problems:
        raise Cannot("Nothing was erased. " + " ".join(problems))
    typed = click.prompt(f"This cannot be undone. To erase it, type the reference ({found.reference})", err=True)
    if typed.strip().upper() != found.reference:
        raise Cannot(f"Nothing was erased: you typed '{typed}', and not {found.reference}.")
    with deployment(together=False):
        from answerable.retention.actions import erase_person
        from answerable.retention.models import ErasureGround

        number = erase_person(found, ground=ErasureGround(ground), by=None, at=the_moment_it_is())
    click.echo(f"{counted(number, 'contact')} erased.")


@contextmanager
def _taken_away_unless_done(file: Path) -> Iterator[None]:
    """Leave no half of a file: somebody might hand it out."""
    try:
        yield
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _found(reference: str) -> "Contact":
    """Return the contact that a reference is of, however it is typed. Raises LookupError for none."""
    from answerable.contacts.models import Contact
    from answerable.contacts.references import references_in

    for one in references_in(reference):
        contact = Contact.objects.select_related("council", "customer").filter(reference=one).first()
        if contact is not None:
            return contact
    raise LookupError(f"There is no contact '{reference}'. Give the reference of one, such as 7K3Q-92MX.")
