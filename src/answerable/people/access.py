"""Who may open a page: asked once, in front of each view."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeAlias, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from answerable.evidence.actions import look
from answerable.evidence.models import Look
from answerable.people.models import Staff
from answerable.people.paths import is_within
from answerable.people.permissions import PERMISSIONS, paths_where
from answerable.people.unsent import fill, is_done, to_sign_in

View: TypeAlias = Callable[..., HttpResponseBase]


class SignedIn(HttpRequest):
    """A request from somebody who has signed in, at one moment."""

    user: Staff
    now: datetime


def is_signed_in(request: HttpRequest) -> bool:
    """Tell whether somebody has signed in, where a page is for who has and who has not."""
    return request.user.is_authenticated


class StaffRequest(SignedIn):
    """A request as a view behind ``staff_may`` gets it: from somebody who may do this somewhere in the council.

    ``paths`` are the places of this council at and below which they may. Show nothing that lies outside them.
    """

    paths: tuple[str, ...]


def ask_again(request: HttpRequest, name: str) -> None:
    """Send somebody to do both steps of signing in again before they use a permission that asks for that, and back.

    Whoever has done so in the last ten minutes goes on at once. What a button sent meanwhile is kept, and done then.
    """
    if PERMISSIONS[name].asks_again:
        raise_if_reauthentication_required(request, app="answerable.people")


def note_look(request: SignedIn, what: Look.What, *, council: str, about: str = "", asked_for: str = "") -> None:
    """Keep that whoever asks for a page sees or takes away something, and from where."""
    look(
        what,
        council=council,
        about=about,
        asked_for=asked_for,
        by=request.user.email,
        internet_address=get_adapter().get_client_ip(request),
        at=request.now,
    )


def staff_may(name: str, *, looks: Look.What = Look.What.READ) -> Callable[[View], View]:
    """Let only those open a page who may do what it is for, somewhere in the council of its address.

    Write it on a view whose first argument after the request is the council's key::

        @staff_may("see-queue")
        def queue(request: StaffRequest, council: str) -> HttpResponse:
            waiting = waiting_for(request.paths)

    Somebody signed out is sent to sign in. A council where somebody holds no post is not found, exactly as one that is
    not there, so that nobody learns which councils use this. A post that lacks the permission is refused in a sentence.
    The page must still look for what it shows within ``request.paths``, and not find what lies elsewhere.

    Each page that has a contact's reference in its address, and shows anything, is kept as a look at that contact: what
    it was is said by ``looks``. A page that cannot be kept so is not shown.

    Raises KeyError at once for a permission that is not on the page of permissions.
    """
    permission = PERMISSIONS[name]

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, council: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request, request.get_full_path())
            posts = [post for post in request.user.held_posts if is_within(post.path, council)]
            if not posts:
                raise Http404
            staffed = cast(StaffRequest, request)
            staffed.paths = tuple(path for path in paths_where(request.user, name) if is_within(path, council))
            if not staffed.paths:
                held = " and ".join(str(post) for post in posts)
                raise PermissionDenied(
                    f"You cannot open this page as {held}. It is for those who may: {permission.says} "
                    f"If that is your work, ask your manager for a post that has it."
                )
            ask_again(request, name)
            fill(request)
            response = view(staffed, council, *args, **kwargs)
            if not _shows(response):
                is_done(request)
            if "reference" in kwargs and _shows(response):
                note_look(staffed, looks, council=council, about=kwargs["reference"])
            return response

        guarded.permission = permission  # type: ignore[attr-defined]  # what the tests ask each view of the desk
        return guarded

    return guard


def _shows(response: HttpResponseBase) -> bool:
    """Tell whether an answer has anything in it: a redirect has not, and what it leads to is a page of its own."""
    return not (300 <= response.status_code < 400 or response.status_code == 204)
