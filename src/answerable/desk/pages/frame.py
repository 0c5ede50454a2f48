"""What every page of the desk has around it: the council, and the places its reader may go."""

from functools import cache
from typing import Any, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate

from answerable.alerts.queries import Desk, desk_of
from answerable.councils.models import Council
from answerable.marks.queries import Marks, marks_for
from answerable.people.access import StaffRequest
from answerable.people.paths import is_within
from answerable.people.permissions import paths_where
from answerable.texts.queries import to_review


class Link(NamedTuple):
    """A link of the desk's menu, with its key."""

    text: str
    href: str
    key: str


_MENU = (
    ("Queue", "queue", "q", "see-queue"),
    ("For me", "for-me", "f", "see-contact"),
    ("New contact", "new", "c", "answer"),
    ("Asked", "asked", "", "answer"),
    ("The day", "day", "", "give-away"),
    ("Mail", "mail", "m", "see-mail"),
    ("Record", "record", "e", "see-record"),
    ("Who looked", "looks", "", "see-looks"),
    ("Kept", "retention", "", "see-retention"),
    ("Hand over", "hand-over", "", "give-away"),
    ("Texts", "texts", "", "keep-texts"),
    ("Staff", "staff", "", "keep-staff"),
    ("Settings", "settings", "", "keep-settings"),
    ("Signed in", "signed-in", "", "sign-out"),
    ("Failed sign-ins", "failed-sign-ins", "", "see-record"),
    ("Figures", "count", "", "count"),
    ("What you did", "mine", "", "see-own-record"),
)


def frame(
    request: StaffRequest, council: str | Council, *, tags: bool = False, marks: Marks | None = None
) -> dict[str, Any]:
    """Return the context that each page begins with. Raises Http404 for the key of a council there is not.

    With ``tags`` it has those in use; ``marks`` are the reader's, where a page has asked for them already.
    """
    key = council if isinstance(council, str) else council.key
    seen = paths_seen(request, key)
    desk = desk_of(request.user.pk, key, seen)
    if desk is None:
        raise Http404
    found = desk.council
    if marks is None and seen:
        marks = marks_for(request.user.pk, key, seen, now=request.now, words=tags)
    waits = marks.waits if marks else 0
    menu = [
        Link(_said(request, desk, text, name, waits), _address(name, key), letter)
        for text, name, letter, permission in _MENU
        if may_somewhere(request, found.key, permission)
    ]
    return {
        "council": found,
        "menu": menu,
        "tags_in_use": marks.words if marks else [],
        "may_find": may_somewhere(request, found.key, "see-contact"),
    }


@cache
def _address(name: str, council: str) -> str:
    """Return where a page of a council's desk is: each page has a dozen such links, and there are few councils."""
    return reverse(f"desk:{name}", args=[council])


def _said(request: StaffRequest, desk: Desk, text: str, name: str, waits: int) -> str:
    """Say what a link leads to, how much of it waits for the reader, and of texts how many they have to review."""
    if name == "for-me":
        number = waits + desk.unseen
        return f"{text} ({number})" if number else text
    past = to_review(request.user, desk.council.key, today=localdate(request.now)) if name == "texts" else 0
    return f"{text} ({past} to review)" if past else text


def paths_seen(request: StaffRequest, council: str) -> tuple[str, ...]:
    """Return the paths of a council at which the reader may see contacts, and with them what they are marked with."""
    return tuple(path for path in paths_where(request.user, "see-contact") if is_within(path, council))


def may_somewhere(request: StaffRequest, council: str, permission: str) -> bool:
    """Tell whether the reader may do something in some part of a council."""
    return any(is_within(path, council) for path in paths_where(request.user, permission))
