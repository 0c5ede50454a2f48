"""Nobody sees the desk with a password alone, and nothing of it is kept where somebody else may find it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

ACCOUNT = "/account/"
"""What the addresses of ``people.urls`` begin with."""


def is_of_staff(request: HttpRequest, view: Callable[..., Any] | None) -> bool:
    """Tell whether a page is one of the desk, or of somebody's account and of signing in."""
    return hasattr(view, "permission") or request.path_info.startswith(ACCOUNT)


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


class SecondFactorFirst:
    """Sends staff who have no one-time codes yet to set them up, from any page that needs a permission."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual; the question is asked once it is known which page this is."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let everybody through who has set up both steps, and everybody to the pages that are open to all."""
        is_guarded = hasattr(view, "permission")
        if is_guarded and request.user.is_authenticated and request.user.enrolled_at is None:
            return redirect("one_time_codes")
        return None
