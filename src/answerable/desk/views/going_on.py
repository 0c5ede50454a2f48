"""From one contact to the next of the queue that somebody came from."""

from django.contrib import messages
from django.http import QueryDict
from django.urls import reverse

from answerable.desk.forms.choosing import QueueFilter
from answerable.people.access import StaffRequest
from answerable.people.paths import is_within
from answerable.people.permissions import paths_where
from answerable.queues.queries import QueuePlace, next_after, teams_in


def remember(request: StaffRequest, council: str, asked: str) -> None:
    """Remember, for as long as somebody is signed in, what they last chose to see of a queue."""
    if request.session.get(_name(council), "") != asked:
        request.session[_name(council)] = asked


def next_page(request: StaffRequest, council: str, *, after: QueuePlace, but: str) -> str:
    """Return the address of the contact that comes after a place in that queue, or of the queue where none is left."""
    paths = [path for path in paths_where(request.user, "answer") if is_within(path, council)]
    asked = request.session.get(_name(council), "")
    wanted = QueueFilter(QueryDict(asked), teams=teams_in(council, paths)).wanted(request.user)
    found = next_after(council, paths, after=after, but=but, wanted=wanted, now=request.now)
    if found is not None:
        return reverse("desk:contact", args=[council, found.reference])
    messages.info(request, "That was the last: nothing else waits in what you chose to see.")
    return f"{reverse('desk:queue', args=[council])}{f'?{asked}' if asked else ''}"


def _name(council: str) -> str:
    return f"queue of {council}"
