"""What else of the desk some words may mean: a page of its menu, a view of the queue, a colleague."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.urls import reverse

from answerable.desk.pages.frame import Link
from answerable.finding.asking import LookedFor, document
from answerable.people.models import Staff
from answerable.queues.models import SavedView


class GoTo(NamedTuple):
    """One thing that was meant: its name, the page it is on, where it has one, and what it is."""

    text: str
    href: str
    says: str


def meant(
    looked_for: LookedFor, council: str, *, menu: Iterable[Link], views: Iterable[SavedView], staff: Iterable[Staff]
) -> list[GoTo]:
    """Return what has all the words that are looked for; nothing where there are none."""
    if not looked_for.terms:
        return []
    return [one for one in _all(council, menu, views, staff) if looked_for.is_in(document(f"{one.text} {one.says}"))]


def _all(council: str, menu: Iterable[Link], views: Iterable[SavedView], staff: Iterable[Staff]) -> Iterator[GoTo]:
    yield from (GoTo(link.text, link.href, "Page") for link in menu)
    queue = reverse("desk:queue", args=[council])
    yield from (GoTo(view.name, f"{queue}?{view.asked}", "View of the queue") for view in views)
    yield from (GoTo(one.name, "", f"{one.phone} · {one.email}") for one in staff)
