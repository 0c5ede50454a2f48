"""What somebody may choose to send, on a form of ours: how many files, how large, and of which kinds."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Protocol

from answerable.files.kinds import MEGABYTE, kind_of, why_refused
from answerable.files.names import file_name, said_size
from answerable.standards.words import say_count

MOST, LARGEST, TOGETHER = 10, 20 * MEGABYTE, 40 * MEGABYTE
"""Files that go with one message, bytes of one, and of all that are chosen at once."""

LARGEST_BODY = TOGETHER + 3 * MEGABYTE
"""Bytes of a form with its files: what announces more is not read at all."""

RULES = f"You can add up to {MOST} files. Each must be {LARGEST // MEGABYTE} MB or smaller."


class Chosen(Protocol):
    """A file as a browser sends it: the name that it has there, and its content, which may wait on the disk."""

    @property
    def name(self) -> str | None:
        """What its sender calls it."""

    @property
    def size(self) -> int | None:
        """How many bytes it has."""

    @property
    def file(self) -> Any:
        """Where its content can be read."""


def problems(chosen: Sequence[Chosen], *, beside: int = 0) -> Iterator[str]:
    """Say in a sentence each why files are not taken; ``beside`` is how many others go with the same message."""
    if len(chosen) + beside > MOST:
        yield f"You chose {say_count(len(chosen) + beside, 'file')}. Choose {MOST} or fewer"
        return
    sizes = [one.size or 0 for one in chosen]
    yield from filter(None, (_problem(one) for one in chosen))
    if sum(sizes) > TOGETHER:
        yield (
            f"Your files are {said_size(sum(sizes))} together. Send {TOGETHER // MEGABYTE} MB or less at once, and the "
            "others after"
        )


def _problem(one: Chosen) -> str:
    name, size = file_name(one.name or ""), one.size or 0
    if size > LARGEST:
        return (
            f"“{name}” is {said_size(size)}. A file must be {LARGEST // MEGABYTE} MB or smaller. Make it smaller, or "
            "ring us and ask how to send it"
        )
    why = why_refused(name, kind_of(content_of_chosen(one)))
    return f"“{name}” {why}" if why else ""


def content_of_chosen(one: Chosen) -> bytes:
    """Return all that is in a file, from its beginning."""
    one.file.seek(0)
    content: bytes = one.file.read()
    return content


def choose_again(names: Collection[str]) -> str:
    """Say that files have to be chosen again, which no browser sends a second time; nothing where there were none."""
    if not names:
        return ""
    listed = ", ".join(file_name(name) for name in names)
    return f"Choose your files again: {listed}. They were not kept, because something on this page was not right yet."
