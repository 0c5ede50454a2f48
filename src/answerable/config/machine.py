"""What the settings ask of the machine: a folder to write to, a mail file to read, a database that answers."""

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from answerable.channels.email.servers import MailFileError, all_servers
from answerable.config.environment import Finding
from answerable.evidence.keys import WrongKey, public_file, read_key, read_public_keys
from answerable.finding.queries import index_problem, unindexed
from answerable.people.passwords import looks_sorted
from answerable.people.queries import may_sign_in_by_password, with_unreadable_codes
from answerable.standards.words import say_list

_EVERYBODY = 0o007
_ANYBODY_ELSE = 0o077


def findings(*, with_tables: bool = True, thoroughly: bool = False) -> list[Finding]:
    """Look at what the settings name. A new deployment has no tables yet, and is looked at without them.

    ``thoroughly`` is for who waits some seconds for it, and not for each process that starts.
    """
    found = [_home(settings.HOME.resolve()), _files(settings.FILES)]
    if settings.MAIL_FILE:
        found.append(_mail_file(Path(settings.MAIL_FILE)))
    if settings.BREACHED:
        found.append(_breached(Path(settings.BREACHED)))
    if settings.DIRECTORY_ISSUER:
        found.append(_directory_secret(Path(settings.DIRECTORY_SECRET)))
    return [*found, *_kept(with_tables, thoroughly)]


def _kept(with_tables: bool, thoroughly: bool) -> Iterator[Finding]:
    """Look at the database from the outside in, as far as it can be had."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        file = _file(path, is_new=not with_tables)
        yield file
        if file.problem and file.stops:
            return
        # Beside it lie what was written last, and copies that somebody set aside.
        yield from (
            _private("A file beside the database", beside, "chmod 600")
            for beside in sorted(path.parent.glob(f"{path.name}?*"))
            if beside.is_file() and _mode(beside) & _ANYBODY_ELSE
        )
    answers = _database()
    yield answers
    if with_tables and not answers.problem:
        tables = _tables()
        yield tables
        if not tables.problem:
            yield _second_factors()
            if settings.PASSWORD_ONLY_FOR:
                yield _passwords()
            yield _seal_key(settings.SEAL_KEY)
            if thoroughly:
                yield _index()


def _home(folder: Path) -> Finding:
    name = "The folder of ANSWERABLE_HOME"
    if not folder.is_dir():
        return Finding(
            name, f"{folder}", f"Cannot use the folder {folder} of ANSWERABLE_HOME: it is not there. Make it."
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding(name, f"{folder}", f"Cannot write to the folder {folder} of ANSWERABLE_HOME. {_give(folder)}")
    return _private(name, folder, "chmod 700")


def _files(folder: Path) -> Finding:
    """Look at the folder of files, which is made with the first of them."""
    name = "The folder of ANSWERABLE_FILES"
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Finding(name, f"{folder}", f"Cannot write to the folder {folder} of ANSWERABLE_FILES. {_give(there)}")
    if there != folder:
        return Finding(name, f"{folder}, not there yet")
    return _private(name, folder, "chmod 700")


def _mail_file(file: Path) -> Finding:
    name = "The file of ANSWERABLE_MAIL"
    try:
        mailboxes = len(all_servers())
    except MailFileError as error:
        return Finding(name, f"{file}", str(error))
    if _mode(file) & _EVERYBODY:
        why = f"Cannot use the mail file {file}: it holds passwords, and everybody may open it. Run: chmod o= {file}"
        return Finding(name, f"{file}", why)
    return Finding(name, f"{file}, mailboxes: {mailboxes}")


def _directory_secret(file: Path) -> Finding:
    name = "The file of ANSWERABLE_DIRECTORY_SECRET"
    try:
        is_empty = not file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", "") or "it is no text"
        return Finding(name, f"{file}", f"Cannot read {file} of ANSWERABLE_DIRECTORY_SECRET: {words}. Put it there.")
    if is_empty:
        why = f"Cannot use {file} of ANSWERABLE_DIRECTORY_SECRET: it is empty. Write the client's secret into it."
        return Finding(name, f"{file}", why)
    if _mode(file) & _EVERYBODY:
        why = f"Cannot use {file} of ANSWERABLE_DIRECTORY_SECRET: everybody may open it. Run: chmod o= {file}"
        return Finding(name, f"{file}", why)
    return Finding(name, f"{file}")


def _breached(file: Path) -> Finding:
    name = "The file of ANSWERABLE_BREACHED"
    try:
        is_one = looks_sorted(file)
    except OSError as error:
        return Finding(name, f"{file}", f"Cannot read {file} of ANSWERABLE_BREACHED: {error.strerror}. Put it there.")
    if not is_one:
        why = f"Cannot use {file} of ANSWERABLE_BREACHED: each line must begin with a SHA-1, the least first. Sort it."
        return Finding(name, f"{file}", why)
    return Finding(name, f"{file}")


def _seal_key(file: Path) -> Finding:
    name = "The file of ANSWERABLE_SEAL_KEY"
    try:
        key = read_key(file)
        keys = read_public_keys(public_file(file))
    except WrongKey as error:
        return Finding(name, f"{file}", str(error))
    if key.name not in keys:
        why = f"Cannot use the seal key {file}: its public half is not in {public_file(file)}. Put that file back."
        return Finding(name, f"{file}", why)
    return Finding(name, f"{file}, key {key.name}")


def _index() -> Finding:
    """Look at what contacts are found by. It can always be made again, so it stops nothing."""
    name, waiting = "The index of what was written", unindexed()
    now = f"{waiting:,} contacts are to be read by the worker" if waiting else "up to date"
    return Finding(name, now, index_problem(), stops=False)


def _file(file: Path, *, is_new: bool) -> Finding:
    name = "The file of the database"
    if not file.exists() and is_new and file.parent.is_dir():
        return Finding(name, f"{file}, not there yet")
    if not file.exists():  # to open it would make an empty one
        why = f"Cannot find the database {file}. For a new deployment, make its folder and run: answerable migrate"
        return Finding(name, f"{file}", why)
    if not os.access(file, os.W_OK):
        return Finding(name, f"{file}", f"Cannot write to the database {file}. {_give(file)}")
    return _private(name, file, "chmod 600")


def _database() -> Finding:
    name = "The database"
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        words = " ".join(str(error).split()).rstrip(".?")
        return Finding(name, "away", f"Cannot reach the database of ANSWERABLE_DATABASE: {words}. {_REACH_IT}")
    return Finding(name, f"{connection.display_name}, it answers")


_REACH_IT = "See that it is there, that it runs, and that the setting has its name, user and password."


def too_old() -> str:
    """Say why no migration leads from these tables to ours, or nothing.

    A room begins with one that stands for all it had until 29 November 2026, and those are gone. Where some of them
    were run, and not all, what is missing can be had from a program that still has them.
    """
    run = MigrationRecorder(connection).applied_migrations().keys()
    here = MigrationLoader(connection, load=False)
    here.load_disk()
    rooms = [
        room
        for (room, name), migration in sorted(here.disk_migrations.items())
        if (stands_for := set(migration.replaces)) - here.disk_migrations.keys()
        and run & {(room, name), *stands_for}
        and not run >= stands_for
    ]
    if not rooms:
        return ""
    return (
        f"Cannot bring the tables up to date: those of {say_list(rooms)} are older than 29 November 2026, and this "
        f"program knows no way from there. Install the last program of that day (git checkout {_OF_THAT_DAY}), run its "
        f"answerable migrate, and then install this one again."
    )


_OF_THAT_DAY = "bc608f4"


def _tables() -> Finding:
    if why := too_old():
        return Finding("The tables", "too old", why)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        why = (
            "The tables are not there, or are those of an older version. Stop the processes and run: answerable migrate"
        )
        return Finding("The tables", "old", why)
    return Finding("The tables", "up to date")


def _second_factors() -> Finding:
    name = "The second factors"
    stuck = with_unreadable_codes()
    if not stuck:
        return Finding(name, "encrypted, and a key fits each")
    why = (
        f"These cannot sign in, for their second factors were encrypted with another secret key: {', '.join(stuck)}. "
        f"Add that key to ANSWERABLE_FORMER_KEYS, or let each begin again: answerable staff reset EMAIL"
    )
    return Finding(name, "unreadable", why, stops=False)


def _passwords() -> Finding:
    name, email = "Signing in with a password", settings.PASSWORD_ONLY_FOR
    if may_sign_in_by_password(email):
        return Finding(name, f"for {email} alone")
    why = (
        f"Nobody could sign in while the directory is away: {email} of ANSWERABLE_PASSWORD_ONLY_FOR has no account "
        f"here, or a closed one. Take the setting away, hire them with answerable staff hire, and then set it again."
    )
    return Finding(name, "for nobody", why)


def _private(name: str, path: Path, command: str) -> Finding:
    if _mode(path) & _ANYBODY_ELSE:
        return Finding(name, f"{path}", f"Others on this machine may open {path}. Run: {command} {path}", stops=False)
    return Finding(name, f"{path}")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _give(path: Path) -> str:
    return f"Run this as the user who owns it, or give it to the one who runs this: chown {_user()} {path}"


def _user() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a container may run as a number that has no name
        return str(os.geteuid())
