"""A contact's own page, which its secret opens, and what can be done from there."""

from collections.abc import Callable
from functools import wraps
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from answerable.channels.web import actions
from answerable.channels.web.queries import followed, followed_as_typed
from answerable.contacts.limits import ADDED_TO_CONTACT, COMPLAINTS_OF_CONTACT, FOUND_BY_CALLER, SENT_BY_CALLER, Limit
from answerable.contacts.models import Contact
from answerable.contacts.references import references_typed
from answerable.councils.models import Council
from answerable.public.asking import TOO_MUCH, Asked, is_within
from answerable.public.forms import Find, More, Send, Wrong
from answerable.public.pages.contact import counted
from answerable.public.pages.sent import confirmation
from answerable.public.pages.tracking import tracking
from answerable.public.views.contact import it_waits

View = Callable[..., HttpResponse]

NOT_TO_BE_KEPT = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}
"""On every page whose address is a secret."""


def for_the_holder(view: View) -> View:
    """Open a page only to whoever holds the contact's secret. All others are told the same, whatever they got wrong."""

    @wraps(view)
    def guarded(request: Asked, council: str, reference: str, secret: str) -> HttpResponse:
        found = get_object_or_404(Council, key=council)
        contact = followed(found, reference, secret)
        if contact is None:
            response = render(request, "public/not_found.html", {"council": found}, status=404)
        else:
            response = view(request, contact)
        for name, value in NOT_TO_BE_KEPT.items():
            response.headers[name] = value
        # The address must not travel to another site. A browser that is told to say nothing at all says "null" when it
        # sends a form, which is then refused as a forgery: so pages with a form tell our own site where they come from.
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return guarded


@require_safe
@for_the_holder
def page(request: Asked, contact: Contact) -> HttpResponse:
    """Show how a contact stands, what was promised, what happened, and who has it."""
    context = {**tracking(contact, now=request.now), "was_added": "added" in request.GET}
    return render(request, "public/page.html", context)


@require_safe
@for_the_holder
def sent(request: Asked, contact: Contact) -> HttpResponse:
    """Confirm that a message is here: its reference, its link, what happens next and by when (S3-13)."""
    address = settings.ORIGIN + _address("page", contact)
    return render(request, "public/sent.html", confirmation(contact, address, now=request.now))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_holder
def add(request: Asked, contact: Contact) -> HttpResponse:
    """Take something that somebody adds to what they wrote."""
    return _write(
        request,
        contact,
        More,
        actions.add,
        ADDED_TO_CONTACT,
        "This matter is closed. What you add becomes a new matter, with a new promise of its own."
        if contact.closed_at
        else "It goes to whoever has your message. The dates that we promised stay as they are.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_holder
def wrong(request: Asked, contact: Contact) -> HttpResponse:
    """Take a complaint about how a contact was dealt with."""
    return _write(
        request,
        contact,
        Wrong,
        actions.complain,
        COMPLAINTS_OF_CONTACT,
        "We take this as a complaint. It has a reference, a page and promises of its own.",
    )


def _write(
    request: Asked,
    contact: Contact,
    form_class: type[Send],
    act: Callable[..., Contact | None],
    of_contact: Limit,
    what_happens: str,
) -> HttpResponse:
    response: HttpResponse
    form = form_class(request.POST) if request.method == "POST" else form_class(initial={"token": token_urlsafe(18)})
    is_sent = request.method == "POST" and form.is_valid()
    limits = ((SENT_BY_CALLER, request.caller), (of_contact, contact.reference)) if is_sent else ()
    too_much = not all(is_within(limit, form, who=who, at=request.now) for limit, who in limits)
    went_to: Contact | None = None
    if is_sent and not too_much:
        message, token = form.cleaned_data["message"], form.cleaned_data["token"]
        try:
            went_to = act(contact, message=message, token=token, at=request.now)
        except actions.TokenSpent as problem:
            form.data = {**request.POST.dict(), "token": token_urlsafe(18)}
            form.add_error(None, str(problem))
    if is_sent and form.is_valid():
        response = _after(request, contact, went_to, token)
    else:
        context: dict[str, Any] = {
            "council": contact.council,
            "form": form,
            "page": _address("page", contact),
            "message_box": counted(form["message"], heading="l"),
            "what_happens": what_happens,
        }
        response = render(request, "public/write.html", context, status=TOO_MUCH if too_much else None)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _after(request: Asked, contact: Contact, went_to: Contact | None, token: str) -> HttpResponse:
    if went_to is None:
        return it_waits(request, contact.council_id, token)
    return redirect(_address("page", contact) + "?added" if went_to == contact else _address("sent", went_to))


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Asked, council: str) -> HttpResponse:
    """Lead somebody who has a reference and its secret code to their page."""
    found = get_object_or_404(Council, key=council)
    form = Find(request.POST) if request.method == "POST" else Find()
    is_asked = request.method == "POST" and form.is_valid()
    too_much = is_asked and not is_within(FOUND_BY_CALLER, form, who=request.caller, at=request.now)
    if is_asked and not too_much:
        given = form.cleaned_data
        where = given.get("council", council).lower()
        contact = followed_as_typed(where, references_typed(given["reference"]), given["secret"])
        if contact is not None:
            return redirect(_address("page", contact))
        form.add_error(
            None, "We can find nothing with this reference and this code. Check them both, or paste the whole link"
        )
    status = TOO_MUCH if too_much else None
    return render(request, "public/find.html", {"council": found, "form": form}, status=status)


def _address(name: str, contact: Contact) -> str:
    return reverse(f"public:{name}", args=[contact.council_id, contact.reference, contact.secret])
