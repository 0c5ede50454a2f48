"""Where a resident asks for an email when something happens with their contact, and where they stop it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from answerable.contacts.models import Contact
from answerable.public.asking import Asked
from answerable.public.views.follow import for_the_holder
from answerable.updates.actions import begin_updates, stop_updates
from answerable.updates.queries import NoUpdates, is_followed, why_no_updates


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_holder
def emails(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Say what the emails are and where they go, and begin or stop them by one button: no code is needed for that.

    They go to the address that the customer has with us, and say nothing that whoever has the link cannot read.
    """
    page = reverse("public:page", args=[contact.council_id, contact.reference, key])
    problem = None
    if request.method == "POST" and "stop" in request.POST:
        stop_updates(contact)
        return redirect(f"{page}?emails=stopped")
    if request.method == "POST" and "begin" in request.POST:
        problem = begin_updates(contact, at=request.now)
        if problem is None:
            return redirect(f"{page}?emails=begun")
    followed = is_followed(contact)
    if not followed:
        problem = problem or why_no_updates(contact)
    context = {
        "council": contact.council,
        "page": page,
        "is_followed": followed,
        "problem": _SAYS[problem].format(phone=contact.council.phone) if problem else "",
    }
    response = render(request, "public/emails.html", context, status=409 if problem and request.POST else None)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


_RING = "Ring us on {phone}"
_SAYS = {
    NoUpdates.CLOSED: "We cannot email you when something happens with this: it is closed, and nothing more is to "
    "happen. If something is still to be done, use “Add something” on your page.",
    NoUpdates.NO_ADDRESS: "We cannot email you when something happens with this: we have no email address for it. "
    f"{_RING} to give us one, or look at your page when you like.",
    NoUpdates.OURS: "We cannot email you when something happens with this: the email address that we have for it is "
    f"our own. {_RING} to give us yours.",
    NoUpdates.CAME_BACK: "We cannot email you when something happens with this: our last email to you came back, or "
    f"could not be sent. {_RING} to put your email address right.",
}
