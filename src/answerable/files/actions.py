"""Everything that changes files: keep them with their message or for it, take them away, clean up after a crash.

A content is on the disk before the row that needs it is written, and goes after the last such row has gone. Whoever
stops half way leaves a content that no row needs, which ``forget_orphans`` takes away; never a row without content.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from time import monotonic
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet

from answerable.contacts.models import Contact, Message
from answerable.files.kinds import kind_of
from answerable.files.models import KeptFile
from answerable.files.names import file_name
from answerable.files.queries import content_of, held_by
from answerable.files.scanning import NoAnswer, TooLarge, is_there, virus_in
from answerable.files.storage import UNFINISHED, place_of, put, storage
from answerable.rows.actions import insert

ORPHAN = timedelta(hours=1)
"""How old a content without a row is when it goes: whoever was going to write its row has done so."""

MOST_TRIES, BETWEEN = 3, timedelta(minutes=2)
"""How often the scanner is asked about a file that it gives no answer to, and how long after each other."""

BATCH, A_WHILE = 100, 10.0
"""Files that one call has scanned, and seconds after which it begins no other."""


class OnDisk(NamedTuple):
    """A file whose content is kept, and which has no row yet. ``content`` is there to keep it again if it is gone."""

    name: str
    digest: str
    kind: str
    content: bytes


def put_down(name: str, content: bytes) -> OnDisk:
    """Keep the content of a file, once however often it comes. No transaction need wait for it."""
    found = OnDisk(file_name(name), sha256(content).hexdigest(), kind_of(content).name, content)
    put(found.digest, content)
    return found


@transaction.atomic
def keep(files: Sequence[OnDisk], *, message: Message, at: datetime) -> list[KeptFile]:
    """Write the rows of the files that came or go with a message, in the order of its ``attachments``."""
    return _write(files, at=at, message=message)


@transaction.atomic
def hold(
    files: Sequence[OnDisk], *, held: str, until: datetime | None, at: datetime, contact: Contact | None = None
) -> None:
    """Keep files for a message that is not sent yet, or not taken in. What is held for it already is not held twice."""
    _take_turns(one.digest for one in files)
    there = {(one.name, one.digest): one for one in held_by(held, contact)}
    new = {(one.name, one.digest): one for one in files if (one.name, one.digest) not in there}
    _write(list(new.values()), at=at, held=held, until=until, contact=contact)
    KeptFile.objects.filter(id__in=[one.id for one in there.values()]).update(until=until)


def pass_on(held: str, *, to: str) -> None:
    """Let what was held for a form that is sent now wait for its message, under the form's token, however long."""
    held_by(held).update(held=to, until=None)


def hand_over(files: Iterable[KeptFile], message: Message) -> None:
    """Let files that were held for a message be part of it. It joins the transaction it is called in."""
    found = list(files)
    for place, file in enumerate(found):
        file.message, file.place, file.held, file.until, file.contact = message, place, "", None, None
    KeptFile.objects.bulk_update(found, ["message", "place", "held", "until", "contact"])
    if found:
        message.attachments = [file.name for file in found]
        message.save(update_fields=["attachments"])


class CannotGo(ValueError):
    """A letter was not sent, because one of its files may not be."""


@transaction.atomic
def send_with(write: Callable[[], Message], files: Sequence[KeptFile]) -> Message:
    """Write a letter and let files that are held for it go with it, or neither. Raises CannotGo.

    Two letters about a contact are written in turn, and so are their files handed over.
    """
    message = write()
    still = list(KeptFile.objects.select_for_update().filter(id__in=[file.id for file in files], message=None))
    if len(still) < len(files):
        raise CannotGo("Cannot send this: its files went with another letter, or were removed. Read it through again.")
    for file in still:
        if file.scan == KeptFile.Scan.VIRUS:
            raise CannotGo(f"Cannot send “{file.name}”: it has a virus ({file.said}). Remove it, and ask IT for help.")
        if file.scan == KeptFile.Scan.WAITING:
            raise CannotGo(
                f"Cannot send “{file.name}” yet: it is being scanned for viruses. Wait some seconds and send it again."
            )
    hand_over(still, message)
    return message


def forget_held(now: datetime) -> int:
    """Take away the files that somebody chose and never sent, once their time is over, and return how many."""
    with transaction.atomic():
        return take_away(KeptFile.objects.filter(until__lte=now))


def _write(files: Sequence[OnDisk], *, at: datetime, **of: Any) -> list[KeptFile]:
    scans = KeptFile.Scan.WAITING if settings.CLAMD else KeptFile.Scan.NOT_SCANNED
    rows = [
        KeptFile(
            place=place,
            name=one.name,
            digest=one.digest,
            size=len(one.content),
            kind=one.kind,
            scan=scans,
            try_at=at,
            added_at=at,
            **of,
        )
        for place, one in enumerate(files)
    ]
    _take_turns(one.digest for one in files)
    for one in files:
        put(one.digest, one.content)  # it may have been the last of another row since
    insert(rows)
    return rows


def take_away(files: QuerySet[KeptFile]) -> int:
    """Take files away, and their content once no other row needs it; return how many.

    It joins the transaction it is called in: their content goes after it.
    """
    digests = set(files.values_list("digest", flat=True))
    number, _ = files.delete()
    transaction.on_commit(partial(_forget_contents, digests))
    return number


def scan_waiting(now: datetime) -> int:
    """Have the scanner look at what waits for it, for ``A_WHILE`` at the most, and return how many it has looked at.

    What it could not look at ``MOST_TRIES`` times is marked as not scanned, with the reason. A try counts for all where
    the scanner does not answer, and for one where it does.
    """
    waiting = KeptFile.objects.filter(scan=KeptFile.Scan.WAITING)
    if not settings.CLAMD:
        return waiting.update(scan=KeptFile.Scan.NOT_SCANNED)
    due, ends, done = waiting.filter(try_at__lte=now), monotonic() + A_WHILE, 0
    by_digest = {file.digest: file for file in due.order_by("try_at", "id")[:BATCH]}
    for digest, file in by_digest.items():
        same = due.filter(digest=digest)
        try:
            virus = virus_in(content_of(file), settings.CLAMD)
            found = KeptFile.Scan.VIRUS if virus else KeptFile.Scan.CLEAN
            done += same.update(scan=found, said=virus)
        except (TooLarge, FileNotFoundError) as problem:
            same.update(scan=KeptFile.Scan.NOT_SCANNED, said=_why(problem))
        except NoAnswer as problem:
            _count_a_try(same if is_there(settings.CLAMD) else due, str(problem), now)
            break
        if monotonic() > ends:
            break
    return done


def _why(problem: Exception) -> str:
    return str(problem)[:200] if isinstance(problem, TooLarge) else "Its content is not in the folder of files."


def _count_a_try(files: QuerySet[KeptFile], problem: str, now: datetime) -> None:
    files.filter(tries__gte=MOST_TRIES - 1).update(scan=KeptFile.Scan.NOT_SCANNED, said=problem[:200])
    files.update(tries=F("tries") + 1, try_at=now + BETWEEN)


def forget_orphans(now: datetime) -> int:
    """Take away each content that no row needs, and return how many: somebody stopped before they could write it."""
    kept, gone = storage(), 0
    for folder in kept.listdir("")[0] if kept.exists("") else ():
        names = [name for name in kept.listdir(folder)[1] if _is_old(f"{folder}/{name}", now)]
        needed = set(KeptFile.objects.filter(digest__in=names).values_list("digest", flat=True))
        for name in names:
            if name.endswith(UNFINISHED):
                kept.delete(f"{folder}/{name}")
                gone += 1
            elif name not in needed:
                gone += _forget_content(name)
    return gone


def _is_old(place: str, now: datetime) -> bool:
    try:
        return storage().get_modified_time(place) < now - ORPHAN
    except FileNotFoundError:  # its writer has just given it its own name
        return False


def _forget_contents(digests: Iterable[str]) -> None:
    for digest in sorted(digests):
        _forget_content(digest)


@transaction.atomic
def _forget_content(digest: str) -> bool:
    _take_turns([digest])
    if KeptFile.objects.filter(digest=digest).exists():
        return False
    storage().delete(place_of(digest))
    return True


def _take_turns(digests: Iterable[str]) -> None:
    """Let nobody else write or remove these contents' rows until the transaction ends.

    In SQLite a transaction has the whole database to itself already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for digest in sorted(set(digests)):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])
