"""Fetching the contact that a view is about."""

from django.http import Http404

from answerable.contacts.models import Contact
from answerable.contacts.queries import to_act_on
from answerable.people.access import StaffRequest


def answered(request: StaffRequest, council: str, reference: str) -> Contact:
    """Return a contact to act on, fresh and with nothing fetched beside it that an action could take for new.

    Raises Http404 when it lies outside the reader's paths, exactly as when it is not there.
    """
    contact = to_act_on(council, reference, request.paths)
    if contact is None:
        raise Http404
    return contact
