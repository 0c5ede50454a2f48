"""From one contact to the next of the queue that somebody came from."""

from django.contrib import messages
from django.http import QueryDict
from django.urls import reverse

from answerable.contacts.models import Contact
from answerable.desk.forms.choosing import QueueFilter
from answerable.people.access import StaffRequest
from answerable.people.paths import is_within
from answerable.people.permissions import paths_where
from answerable.queues.queries import QueuePlace, Wanted, next_after, place_of, teams_in


def remember(request: StaffRequest, council: str, asked: str) -> None:
    """Remember, for as long as somebody is signed in, what they last chose to see of a queue."""
    if request.session.get(_name(council), "") != asked:
        request.session[_name(council)] = asked


def place_in(request: StaffRequest, council: str, contact: Contact) -> QueuePlace:
    """Return where a contact stands in that queue, before something is done to it."""
    return place_of(contact, oldest=_wanted(request, council).oldest)


def next_page(request: StaffRequest, council: str, *, after: QueuePlace, but: str) -> str:
    """Return the address of the contact that comes after a place in that queue, or of the queue where none is left."""
    wanted, paths = _wanted(request, council), _answered(request, council)
    found = next_after(council, paths, after=after, but=but, wanted=wanted, now=request.now)
    if found is not None:
        return reverse("desk:contact", args=[council, found.reference])
    messages.info(request, "That was the last: nothing else waits in what you chose to see.")
    asked = request.session.get(_name(council), "")
    return f"{reverse('desk:queue', args=[council])}{f'?{asked}' if asked else ''}"


def _wanted(request: StaffRequest, council: str) -> Wanted:
    asked = QueryDict(request.session.get(_name(council), ""))
    return QueueFilter(asked, teams=teams_in(council, _answered(request, council))).wanted(request.user)


def _answered(request: StaffRequest, council: str) -> list[str]:
    return [path for path in paths_where(request.user, "answer") if is_within(path, council)]


def _name(council: str) -> str:
    return f"queue of {council}"
