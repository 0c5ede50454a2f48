"""What came or went with a message: each file with what it is, and what whoever opens it should know first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from answerable.channels.email.html_text import PICTURE_LINE, picture_line
from answerable.contacts.models import Message
from answerable.files.kinds import FILE_KINDS, said_of_kind
from answerable.files.models import KeptFile
from answerable.files.names import file_name, said_size
from answerable.standards.words import visible


class Attached(NamedTuple):
    """One file of a message. ``id`` is its number; of what came before files were kept, ``email`` is that of the email.

    ``what`` says what it is, how large, and what a scanner made of it; it can be had where it ``is_open``, and is shown
    in the page where it is a ``picture``.
    """

    name: str
    number: int
    email: int | None = None
    id: int | None = None
    what: str = ""
    warnings: Sequence[str] = ()
    is_open: bool = False
    picture: bool = False

    @property
    def what_it_is(self) -> str:
        """Its name, and what it is."""
        return f"{self.name} ({self.what})"


def attached(message: Message, files: Sequence[KeptFile], emails: Mapping[str | datetime, int]) -> tuple[Attached, ...]:
    """Return what came or went with a message, in its order: its files, or else the names that it has."""
    if files:
        return tuple(shown(file) for file in files)
    email = emails.get(message.message_id or message.at)
    return tuple(Attached(visible(name), number, email) for number, name in enumerate(message.attachments))


def shown(file: KeptFile) -> Attached:
    """Return a file as a page says it."""
    kind, scan = FILE_KINDS[file.kind], KeptFile.Scan(file.scan)
    why = f" ({file.said.rstrip('.')})" if file.said else ""
    warnings = list(said_of_kind(file.name, kind))
    if scan is KeptFile.Scan.VIRUS:
        warnings = [f"{scan.label}{why}. Ask for it in another way.", *warnings]
    found = "" if scan is KeptFile.Scan.VIRUS else f"{scan.label}{why}"
    what = ". ".join(part for part in (f"{kind.title}, {said_size(file.size)}", found) if part)
    is_picture = bool(kind.picture) and file.may_be_opened
    return Attached(file.name, file.place, None, file.id, what, warnings, file.may_be_opened, is_picture)


def with_pictures(body: str, files: Sequence[Attached]) -> list[tuple[str, Attached | None]]:
    """Return words in pieces, each with the picture that stands after it, if one does: each of these once."""
    left, pieces, begins = [file for file in files if file.picture], [], 0
    for line in PICTURE_LINE.finditer(body):
        found = next((file for file in left if picture_line(file.name) == picture_line(file_name(line[1]))), None)
        if found is not None:
            left.remove(found)
            pieces.append((body[begins : line.start()].strip("\n"), found))
            begins = line.end()
    return [*pieces, (body[begins:].strip("\n") if pieces else body, None)]
