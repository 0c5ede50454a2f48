"""What else of the desk some words may mean: a page of its menu, a view of the queue, a standard text, a colleague."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import Truncator

from answerable.desk.pages.frame import Link
from answerable.finding.asking import LookedFor, document
from answerable.people.models import Staff
from answerable.people.paths import is_within
from answerable.queues.models import SavedView
from answerable.texts.models import StandardText

_BEGINNING = 120
"""How many characters of a text are shown."""


class GoTo(NamedTuple):
    """One thing that was meant: its name, the page it is on, where it has one, and what it is."""

    text: str
    href: str
    says: str


def meant(looked_for: LookedFor, *choices: Iterable[GoTo]) -> list[GoTo]:
    """Return what has all the words that are looked for; nothing where there are none."""
    if not looked_for.terms:
        return []
    return [one for one in chain(*choices) if looked_for.is_in(_words_of(one))]


@lru_cache(maxsize=1000)
def _words_of(one: GoTo) -> str:
    """Return the words by which it is meant: the same few things are looked through by every search."""
    return document(f"{one.text} {one.says}")


def to_pages(menu: Iterable[Link]) -> Iterator[GoTo]:
    """Name the pages of the reader's menu."""
    return (GoTo(link.text, link.href, "Page") for link in menu)


def to_views(council: str, views: Iterable[SavedView]) -> Iterator[GoTo]:
    """Name views of the queue."""
    queue = reverse("desk:queue", args=[council])
    return (GoTo(view.name, f"{queue}?{view.asked}", "View of the queue") for view in views)


def to_texts(council: str, texts: Iterable[StandardText], *, kept: Collection[str]) -> Iterator[GoTo]:
    """Name standard texts, with how they begin. Those within the paths ``kept`` are the reader's to change."""
    for one in texts:
        is_kept = any(is_within(one.path, path) for path in kept)
        href = reverse("desk:text", args=[council, one.pk]) if is_kept else ""
        yield GoTo(one.title, href, f"Standard text: {Truncator(one.words).chars(_BEGINNING)}")


def to_staff(staff: Iterable[Staff]) -> Iterator[GoTo]:
    """Name colleagues, with how to reach them."""
    return (GoTo(one.name, "", f"{one.phone} · {one.email}") for one in staff)
