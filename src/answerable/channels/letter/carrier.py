"""Letters on paper: each is written into a folder, one file a letter, for somebody to print and post.

What is enclosed is written beside it first. A letter has left when its file is there, whole and on the disk. So whoever
prints must do so on the same day, and takes files away no sooner than an hour after they were written:
docs/how-to/print-letters.md.
"""

import os
import re
from pathlib import Path
from typing import ClassVar

from django.utils.timezone import localdate

from answerable.contacts.carrier import Carrier, DidNotLeave
from answerable.contacts.models import Outgoing
from answerable.files.going import ENCLOSED, NOT_PRINTED, on_paper, said_in, with_content
from answerable.files.queries import ending_of, files_of
from answerable.standards.words import say_day


class PrintFolder(Carrier):
    """Carries letters into a folder, each as a text named by its Message-ID, which begins with the reference."""

    name: ClassVar[str] = "letter"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, letter: Outgoing, words: str) -> None:
        """Write a letter into the folder, whole or not at all, once all that it encloses is there."""
        whole = self._file_of(letter)
        going = on_paper(files_of([letter.message]).get(letter.message.id, ()))
        said = said_in(going, enclosed=ENCLOSED, why_not=NOT_PRINTED)
        for number, (file, content) in enumerate(with_content(going), 1):
            self._write(whole.with_name(f"{whole.stem}.{number}{ending_of(file)}"), content)
        self._write(whole, printed(letter, words + said).encode())
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # its name is on the disk too
        finally:
            os.close(folder)

    def _write(self, whole: Path, content: bytes) -> None:
        part = whole.with_name(f".{whole.name}.part")
        try:
            with part.open("wb") as file:
                os.fchmod(file.fileno(), 0o640)  # whoever prints is of the folder's group, and nobody else may read
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise DidNotLeave(f"Cannot write into the print folder {self._folder}: {error.strerror}.") from error
        part.replace(whole)

    def has_left(self, letter: Outgoing) -> bool:
        """Tell whether a letter's file is there. Raises OSError when the folder cannot be looked into."""
        # A folder that is away says nothing of its files, and to ask for one would answer "no".
        return self._file_of(letter) in self._folder.iterdir()

    def _file_of(self, letter: Outgoing) -> Path:
        name = re.sub(r"[^\w.-]", "", letter.message.message_id.partition("@")[0])
        return self._folder / f"{name}.txt"


def printed(letter: Outgoing, words: str) -> str:
    """Return a letter as it is printed: from whom, the day it was written, what it is about, and its words."""
    message, council = letter.message, letter.message.contact.council
    head = f"{council.name}\n{council.address}"
    return "\n\n".join((head, say_day(localdate(message.at)), message.subject, words)) + "\n"
