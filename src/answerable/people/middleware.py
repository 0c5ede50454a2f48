"""Nobody sees the desk with a password alone, and nothing of it is kept where somebody else may find it."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from answerable.design import security
from answerable.people.access import SignedIn

ACCOUNT = "/account/"
"""What the addresses of ``people.urls`` begin with."""


def is_of_staff(request: HttpRequest, view: Callable[..., Any] | None) -> bool:
    """Tell whether a page is one of the desk, or of somebody's account and of signing in."""
    return hasattr(view, "permission") or request.path_info.startswith(ACCOUNT)


def site_of(address: str) -> str:
    """Return the site that an address is on."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def has_both_steps(request: SignedIn) -> bool:
    """Tell whether whoever is signed in was asked for a second step, here or by the directory they came from."""
    return request.user.enrolled_at is not None or bool(request.session.get("has_second_step"))


class NothingKept:
    """Has neither a browser nor a proxy keep a page of the desk, or of somebody's account: desks are shared."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual, and say that the answer is for now; a refusal too, and a way to sign in."""
        response = self._get_response(request)
        page = request.resolver_match
        if is_of_staff(request, page.func if page else None):
            response.headers["Cache-Control"] = "no-store"
        return response


class ToTheDirectory:
    """Lets the buttons of somebody's account lead to the council's own directory, where there is one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual, and say that the directory's site may be led to; on no page but those of signing in."""
        response = self._get_response(request)
        if settings.DIRECTORY_ISSUER and request.path_info.startswith(ACCOUNT):
            response.headers[security.HEADER] = security.policy(site_of(settings.DIRECTORY_ISSUER))
        return response


class OwnStepsFirst:
    """Sends staff from any page that needs a permission to choose a password of their own, and to set up their codes.

    Whoever signed in by a directory that asked for a second factor itself has no need of either.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual; the question is asked once it is known which page this is."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let everybody through who has set up both steps, and everybody to the pages that are open to all."""
        if not hasattr(view, "permission") or not request.user.is_authenticated:
            return None
        if request.user.password_given_at is not None and not request.session.get("has_second_step"):
            return redirect("account_change_password")
        return None if has_both_steps(cast(SignedIn, request)) else redirect("one_time_codes")
