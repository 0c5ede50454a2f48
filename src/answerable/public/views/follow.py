"""A contact's own page, which a key opens, and what can be done from there."""

from collections.abc import Callable
from functools import wraps
from secrets import token_urlsafe
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from answerable.channels.web import actions
from answerable.channels.web.queries import followed
from answerable.contacts.actions import make_key
from answerable.contacts.keys import in_groups
from answerable.contacts.models import Contact
from answerable.contacts.references import references_typed
from answerable.councils.models import Council
from answerable.public.asking import Asked
from answerable.public.forms import Find, More, Send, Wrong
from answerable.public.pages.contact import counted
from answerable.public.pages.sent import confirmation
from answerable.public.pages.tracking import tracking
from answerable.public.views.contact import it_waits

View = Callable[..., HttpResponse]

NOT_TO_BE_KEPT = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}
"""On every page whose address is a secret."""


def for_the_holder(view: View) -> View:
    """Open a page only to whoever holds a key to it. All others are told the same, whatever they got wrong."""

    @wraps(view)
    def guarded(request: Asked, council: str, reference: str, key: str) -> HttpResponse:
        found = get_object_or_404(Council, key=council)
        contact = followed(found.key, [reference.upper()], key, now=request.now)
        if contact is None:
            response = render(request, "public/not_found.html", {"council": found}, status=404)
        else:
            response = view(request, contact, key)
        for name, value in NOT_TO_BE_KEPT.items():
            response.headers[name] = value
        # The address must not travel to another site. A browser that is told to say nothing at all says "null" when it
        # sends a form, which is then refused as a forgery: so pages with a form tell our own site where they come from.
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return guarded


@require_safe
@for_the_holder
def page(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Show how a contact stands, what was promised, what happened, and who has it."""
    context = {**tracking(contact, key, now=request.now), "was_added": "added" in request.GET}
    return render(request, "public/page.html", context)


@require_safe
@for_the_holder
def sent(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Confirm that a message is here: its reference, its link, what happens next and by when (S3-13)."""
    return render(request, "public/sent.html", confirmation(contact, key, now=request.now))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_holder
def add(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Take something that somebody adds to what they wrote."""
    return _write(
        request,
        contact,
        key,
        More,
        actions.add,
        "This matter is closed. What you add becomes a new matter, with a new promise of its own."
        if contact.closed_at
        else "It goes to whoever has your message. The dates that we promised stay as they are.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_holder
def wrong(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Take a complaint about how a contact was dealt with."""
    return _write(
        request,
        contact,
        key,
        Wrong,
        actions.complain,
        "We take this as a complaint. It has a reference, a page and promises of its own.",
    )


def _write(
    request: Asked,
    contact: Contact,
    key: str,
    form_class: type[Send],
    act: Callable[..., Contact | None],
    what_happens: str,
) -> HttpResponse:
    response: HttpResponse
    form = form_class(request.POST) if request.method == "POST" else form_class(initial={"token": token_urlsafe(18)})
    if request.method == "POST" and form.is_valid():
        message, token = form.cleaned_data["message"], form.cleaned_data["token"]
        went_to = act(contact, message=message, token=token, at=request.now)
        response = _after(request, contact, key, went_to, token)
    else:
        context: dict[str, Any] = {
            "council": contact.council,
            "form": form,
            "page": _address("page", contact, key),
            "message_box": counted(form["message"], heading="l"),
            "what_happens": what_happens,
        }
        response = render(request, "public/write.html", context)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _after(request: Asked, contact: Contact, key: str, went_to: Contact | None, token: str) -> HttpResponse:
    if went_to is None:
        return it_waits(request, contact.council_id, token)
    if went_to.follows_id == contact.pk:
        return redirect(_address("sent", went_to, make_key(went_to, at=request.now)))
    # A token that was spent on another contact opens nothing of it.
    return redirect(_address("page", contact, key) + ("?added" if went_to == contact else ""))


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Asked, council: str) -> HttpResponse:
    """Lead somebody who has a reference and a key, or the whole link, to their page."""
    found = get_object_or_404(Council, key=council)
    form = Find(request.POST) if request.method == "POST" else Find()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        where = given.get("council", council).lower()
        contact = followed(where, references_typed(given["reference"]), given["key"], now=request.now)
        if contact is not None:
            return redirect(_address("page", contact, in_groups(given["key"])))
        form.add_error(
            None, "We can find nothing with this reference and this code. Check them both, or paste the whole link"
        )
    return render(request, "public/find.html", {"council": found, "form": form})


def _address(name: str, contact: Contact, key: str) -> str:
    return reverse(f"public:{name}", args=[contact.council_id, contact.reference, key])
