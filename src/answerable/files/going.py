"""How files go with a letter of ours: with the letter itself, or as what can be had on the customer's own page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from answerable.contacts.carrier import DidNotLeave
from answerable.files.kinds import FILE_KINDS
from answerable.files.models import KeptFile
from answerable.files.names import said_size
from answerable.files.queries import content_of


class Going(NamedTuple):
    """The files of one letter: those that go ``with_it``, and those that are only ``on_page``."""

    with_it: tuple[KeptFile, ...]
    on_page: tuple[KeptFile, ...]


def by_email(files: Iterable[KeptFile], most: int) -> Going:
    """Part files for an email: in their order, as many as have no more bytes together than ``most``."""
    with_it: list[KeptFile] = []
    on_page: list[KeptFile] = []
    for file in files:
        fits = sum(one.size for one in with_it) + file.size <= most
        (with_it if fits else on_page).append(file)
    return Going(tuple(with_it), tuple(on_page))


def on_paper(files: Iterable[KeptFile]) -> Going:
    """Part files for a letter on paper: what can be printed is enclosed."""
    found = list(files)
    printed = [file for file in found if FILE_KINDS[file.kind].is_printed]
    return Going(tuple(printed), tuple(file for file in found if file not in printed))


def said_in(going: Going, *, enclosed: str, why_not: str) -> str:
    """Return what a letter says of its files below the link to the page, or nothing where it has none.

    ``enclosed`` is what those are that go with it ("Attached"), and ``why_not`` why the others do not.
    """
    lines = []
    if going.with_it:
        lines.append(f"{enclosed}: {', '.join(file.name for file in going.with_it)}")
    if going.on_page:
        named = ", ".join(f"{file.name} ({said_size(file.size)})" for file in going.on_page)
        lines.append(f"{why_not}, so you find it on your page by the link above: {named}")
    return "".join(f"\n\n{line}" for line in lines)


def with_content(going: Going) -> Sequence[tuple[KeptFile, bytes]]:
    """Return what goes with a letter, each with its content. Raises DidNotLeave where that is lost."""
    try:
        return [(file, content_of(file)) for file in going.with_it]
    except FileNotFoundError as error:
        raise DidNotLeave(
            "A file that goes with it is not in the folder of files. Bring the folder back, or send the letter anew."
        ) from error


ATTACHED, TOO_LARGE = "Attached", "Too large for an email"
ENCLOSED, NOT_PRINTED = "Enclosed", "It cannot be printed"
