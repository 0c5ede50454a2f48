"""A file that we sent, had from the contact's own page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from answerable.contacts.models import Contact
from answerable.files.queries import content_of, sent_to
from answerable.files.serving import to_keep
from answerable.public.asking import Asked
from answerable.public.views.follow import for_the_holder


@require_safe
@for_the_holder
def file(request: Asked, contact: Contact, key: str, id: int) -> HttpResponse:
    """Hand over a file that went with a letter of ours, to be kept; or say that it cannot be had now."""
    found = sent_to(contact, id)
    if found is None:
        raise Http404
    try:
        if found.may_be_opened:
            return to_keep(found, content_of(found))
    except FileNotFoundError:
        pass
    page = reverse("public:page", args=[contact.council_id, contact.reference, key])
    context = {"council": contact.council, "file": found, "page": page, "team": contact.team}
    return render(request, "public/kept_away.html", context, status=409)
