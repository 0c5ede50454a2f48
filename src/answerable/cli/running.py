"""`answerable web`, `worker`, `dispatcher` and `migrate`: the processes of a deployment, and what they stand on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from answerable.cli.house import Cannot, exit_codes
from answerable.standards.reading.places import CharterError
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
    set_up()
    from django.core.management import call_command

    call_command("migrate", verbosity=1, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    click.echo("The tables and the static files are up to date.")
    _say_what_differs()


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


def set_up() -> None:
    """Read the settings. Only what runs a deployment needs the web framework, so only that waits for it to load."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.config.settings")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
        settings.SECRET_KEY  # noqa: B018  # without one it raises, and better now than at the first page
    except (ImproperlyConfigured, ValueError) as error:
        raise Cannot(f"Cannot read the settings: {error}\nThey are listed in docs/how-to/run-it-for-real.md.") from None


@contextmanager
def deployment() -> Iterator[None]:
    """Read the settings, and do all that is done within together or not at all. What cannot be done is said."""
    set_up()
    from django.core.exceptions import ValidationError
    from django.db import DatabaseError, transaction

    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        raise Cannot(f"Cannot use the database: {error}. Run answerable migrate first.") from None
    except ValidationError as error:
        raise Cannot(" ".join(error.messages)) from None
    except CharterError:
        raise  # a file is refused with an exit code of its own
    except (ValueError, LookupError) as error:
        raise Cannot(str(error)) from None
