"""Forms of the desk that were sent when nobody was signed in: what was typed is kept for whoever typed it.

Each form of the desk says, signed, for whom its page was made. So it is known whose it is when the session is gone; and
what one person typed is never done in the name of another who has signed in since. It is shown again, filled in, and
done only when it is sent once more.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.csrf import csrf_failure

from answerable.design.templatetags.words import moment_short
from answerable.people.actions.unsent import forget_unsent, keep_unsent
from answerable.people.models import Staff, Unsent

WHOSE, KEPT = "whose", "kept"
"""The fields of each form by which it says for whom its page was made, and which kept one it was filled from."""

SIGNED_OUT = "You were signed out before this was sent, and it was not done. Look through it and send it again."

OF_THE_PAGE = ("csrfmiddlewaretoken", WHOSE, KEPT)
_SALT = "answerable.people.unsent"


class Typed(QueryDict):
    """What was typed into a form that could not be sent: to be shown again, and not to be done."""


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form is to be filled in with: what was sent, or what was kept of one that could not be."""
    return request.POST if request.method == "POST" or isinstance(request.POST, Typed) else None


def page_of(request: HttpRequest) -> dict[str, str]:
    """Return what each form of a page says of the page, where it is one of the desk and somebody is signed in."""
    page = request.resolver_match
    if page is None or not hasattr(page.func, "permission") or not request.user.is_authenticated:
        return {}
    kept = getattr(request, "filled_from", "")
    return {WHOSE: signing.Signer(salt=_SALT).sign(str(request.user.pk)), **({KEPT: kept} if kept else {})}


def keep(request: HttpRequest) -> Unsent | None:
    """Keep what was typed into a form of the desk, for whoever its page was made for. None where there is nothing."""
    page, whose = request.resolver_match, _whose(request)
    if request.method != "POST" or page is None or not hasattr(page.func, "permission") or whose is None:
        return None
    fields = {name: values for name, values in request.POST.lists() if name not in OF_THE_PAGE}
    fields |= {name: [one.name or "" for one in files] for name, files in request.FILES.lists()}  # to be chosen again
    return keep_unsent(
        whose,
        address=request.path,
        query=request.META.get("QUERY_STRING", ""),
        fields=fields,
        is_draft="quietly" in fields,
        at=request.now,  # type: ignore[attr-defined]  # see config/clock.py
    )


def to_sign_in(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Keep what was typed and send somebody to sign in, and from there back to it; or to where they were."""
    kept = keep(request)
    return redirect_to_login(reverse("unsent", args=[kept.pk]) if kept else otherwise)


def wrong_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page is from before the last signing in: nothing is done, and what was typed is kept."""
    kept = keep(request)
    return redirect("unsent", kept.pk) if kept else csrf_failure(request, reason=reason)


def fill(request: HttpRequest) -> None:
    """Let a page be filled in with what was kept for whoever opens it, if its address says so; or know that it was."""
    asked = request.GET if request.method == "GET" else request.POST
    kept = unsent_of(request.user, asked.get(KEPT, ""))
    if kept is None or kept.address != request.path:
        return
    request.filled_from = str(kept.pk)  # type: ignore[attr-defined]  # for the page and for is_done
    if request.method == "GET":
        typed = Typed(mutable=True)
        for name, values in kept.fields.items():
            typed.setlist(name, values)
        request.POST = typed  # type: ignore[assignment]  # Django's own is one that cannot change


def is_done(request: HttpRequest) -> None:
    """Forget what a page was filled in with: it is sent now, or the page has nothing to fill in."""
    filled_from = getattr(request, "filled_from", "")
    if filled_from:
        forget_unsent(unsent_of(request.user, filled_from))


def unsent_of(staff: Any, number: str) -> Unsent | None:
    """Return what was kept for somebody by its number as sent, or None: what is kept for others is not there."""
    is_number = number.isdecimal() and number.isascii() and len(number) < 19
    return Unsent.objects.filter(staff=staff, pk=int(number)).first() if is_number else None


def tell(request: HttpRequest, staff: Staff) -> None:
    """Tell somebody who has just signed in what is kept for them."""
    for one in Unsent.objects.filter(staff=staff).order_by("-pk")[:_TOLD]:
        messages.info(request, _waits(one))


_TOLD = 3


def _waits(one: Unsent) -> str:
    return format_html(
        'What you had typed at {} and could not send is kept until the day after. <a class="govuk-link" href="{}">Open '
        "it</a>",
        moment_short(one.kept_at),
        reverse("unsent", args=[one.pk]),
    )


def _whose(request: HttpRequest) -> Staff | None:
    try:
        number = signing.Signer(salt=_SALT).unsign(request.POST.get(WHOSE, ""))
    except signing.BadSignature:
        return None
    return Staff.objects.filter(pk=number, is_active=True).first()
