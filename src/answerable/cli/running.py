"""What runs a deployment, and what looks at it: `answerable web`, `worker`, `dispatcher`, `migrate` and `doctor`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import click

from answerable.cli.house import FOUND_WRONG, Cannot, exit_codes, say
from answerable.cli.telling import write_json, write_table
from answerable.config.environment import Finding, findings
from answerable.standards.reading.file_table import CharterError
from answerable.standards.words import say_list

EPILOG = exit_codes()


@click.command(epilog=EPILOG, short_help="Serve the pages.", context_settings={"ignore_unknown_options": True})
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.argument("gunicorn", nargs=-1, type=click.UNPROCESSED)
def web(bind: str, gunicorn: tuple[str, ...]) -> None:
    """Serve residents' and staff's pages.

    Anything after the options is passed on to gunicorn, as in: answerable web -- --workers 4
    """
    set_up()
    from answerable.config.web import command

    line = command(bind, gunicorn)
    os.execv(line[0], line)


@click.command(epilog=EPILOG, short_help="Fetch mail, wake clocks, count figures.")
def worker() -> None:
    """Fetch and read mail, look at clocks, recount figures, seal the record, and try our own ways in.

    It runs until it is stopped, and finishes what it has in hand. It may be killed and started at any moment.
    """
    set_up()
    from answerable.config.worker import work

    work()


@click.command(epilog=EPILOG, short_help="Send what waits in the outbox.")
def dispatcher() -> None:
    """Send what waits in the outbox, and note when it left.

    It runs until it is stopped, and finishes what it has in hand. It may be killed and started at any moment.
    """
    set_up()
    from answerable.config.worker import send

    send()


@click.command(epilog=EPILOG, short_help="Make or update the tables.")
def migrate() -> None:
    """Make the tables of a new deployment, or bring those of an older one up to date; and lay out the static files.

    Run it before the processes of a new version start. Running it again changes nothing.
    """
    set_up(with_tables=False)
    from django.core.management import call_command

    from answerable.config.machine import too_old

    if why := too_old():
        raise Cannot(why)
    call_command("migrate", verbosity=1, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    _make_key()
    click.echo("The tables and the static files are up to date.")
    _encrypt_anew()
    _say_what_differs()


def _make_key() -> None:
    """Make the key that seals are signed with, for a deployment that has none yet."""
    from django.conf import settings

    from answerable.evidence.actions import key_at
    from answerable.evidence.keys import WrongKey

    try:
        is_new, key = not settings.SEAL_KEY.exists(), key_at(settings.SEAL_KEY)
    except WrongKey as error:
        raise Cannot(str(error)) from None
    if is_new:
        say(f"The key {key.name}, which signs the seals of the record, is in {settings.SEAL_KEY}. Keep a copy of it.")


def _encrypt_anew() -> None:
    """Let the second factors be encrypted with the newest key, where they are not."""
    from answerable.config.clock import the_moment_it_is
    from answerable.people.actions import encrypt_anew
    from answerable.people.encryption import CannotDecrypt

    try:
        changed = encrypt_anew(at=the_moment_it_is())
    except CannotDecrypt as error:
        say(f"Warning: {error}")
    else:
        if changed:
            click.echo(f"Second factors encrypted with the new secret key: {changed}.")


def _say_what_differs() -> None:
    """Say which laws and bank holidays of this program nobody is judged by yet: an upgrade changes no promise (C18)."""
    from answerable.promises.queries import HOLIDAYS, differing, newest_editions

    found = {edition: differing(edition) for edition in newest_editions()}
    if any(HOLIDAYS in files for files in found.values()):
        click.echo(f"This program's {HOLIDAYS} is not taken in yet. To count by it, run: answerable calendar learn")
    for edition, files in found.items():
        laws = [file for file in files if file != HOLIDAYS]
        if laws:
            click.echo(
                f"The charter {edition} goes on as it was published, and this program has other words in "
                f"{say_list(laws)}. For contacts received from then on, publish it with a version of its own."
            )


@click.command(epilog=exit_codes("a setting, or what it names, cannot be used"), short_help="Look at the settings.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def doctor(as_json: bool) -> int:
    """Look at every setting and at what it names: the folder, the mail file, the database, its tables and its index.

    It says of each how it is, or what to do, and changes nothing. Secrets are not shown.
    """
    found = looked_at(thoroughly=True)
    if as_json:
        write_json([{"name": one.name, "now": one.now, "problem": one.problem, "stops": one.stops} for one in found])
    else:
        write_table(
            ("", "What", "How it is, or what to do"), [(_mark(one), one.name, one.problem or one.now) for one in found]
        )
    return FOUND_WRONG if any(map(_stops, found)) else 0


def set_up(*, with_tables: bool = True) -> None:
    """Read the settings, and refuse what cannot be used in a sentence each; what is only unwise is said.

    Only what runs a deployment needs the web framework, so only that waits for it to load.
    """
    found = looked_at(with_tables=with_tables)
    for finding in found:
        if finding.problem and not finding.stops:
            say(f"Warning: {finding.problem}")
    wrong = [finding.problem for finding in found if _stops(finding)]
    if wrong:
        more = "The settings are listed in docs/reference/settings.md, and answerable doctor looks at each."
        raise Cannot("\n".join((*wrong, more)))


def looked_at(*, with_tables: bool = True, thoroughly: bool = False) -> list[Finding]:
    """Look at the settings, and at what they name once they can be used; a new deployment has no tables yet.

    From here on only the program's own user can read what is written.
    """
    os.umask(0o077)
    found = findings(os.environ)
    if any(map(_stops, found)):
        return found
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.config.settings")
    import django

    django.setup()
    from answerable.config import machine

    return [*found, *machine.findings(with_tables=with_tables, thoroughly=thoroughly)]


def _stops(finding: Finding) -> bool:
    return bool(finding.problem) and finding.stops


def _mark(finding: Finding) -> str:
    return "WRONG" if _stops(finding) else "unwise" if finding.problem else "OK"


@contextmanager
def deployment(*, together: bool = True) -> Iterator[None]:
    """Read the settings, and do all that is done within ``together`` or not at all. What cannot be done is said."""
    set_up()
    from django.core.exceptions import ValidationError
    from django.db import DatabaseError, transaction

    try:
        with transaction.atomic() if together else nullcontext():
            yield
    except DatabaseError as error:
        raise Cannot(f"Cannot use the database: {error}.") from None
    except ValidationError as error:
        raise Cannot(" ".join(error.messages)) from None
    except CharterError:
        raise  # a file is refused with an exit code of its own
    except (ValueError, LookupError) as error:
        raise Cannot(str(error)) from None
