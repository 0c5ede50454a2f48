"""When a session of staff is over, asked on every page of the desk and of an account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from answerable.people.access import SignedIn
from answerable.people.actions import begin_session, end_session, see_session
from answerable.people.middleware import ACCOUNT, is_of_staff
from answerable.people.models import OpenSession
from answerable.people.pages import in_words, moment_in
from answerable.people.unsent import tell, to_sign_in

TO_THE_MINUTE = timedelta(minutes=1)
"""How exactly it is kept when a session was last used: to keep each page would write to the database for each."""

_UNSENT = f"{ACCOUNT}unsent/"
"""What leads whoever signs in back to what they had typed needs no telling of it."""

BY_ITSELF = "X-Looks-Again"
"""The header of a page that a script loads again while nobody may sit before it: see fresh.js."""


class EndSessions:
    """Signs staff out who have been away too long, or signed in too long ago, and keeps where they are signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual, and keep that the session was used."""
        was = request.session.session_key or ""
        response = self._get_response(request)
        page = request.resolver_match
        if is_of_staff(request, page.func if page else None) and request.user.is_authenticated:
            is_new = _keep(cast(SignedIn, request), was)
            if is_new and not response.headers.get("Location", "").startswith(_UNSENT):
                tell(request, cast(SignedIn, request).user)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer nothing from a session that is over, but send its owner to sign in and back to where they were."""
        if not is_of_staff(request, view) or not request.user.is_authenticated:
            return None
        staffed = cast(SignedIn, request)
        why = _why_over(staffed)
        if not why:
            return None
        session = OpenSession.objects.filter(session_key=request.session.session_key).first()
        if session is not None:
            end_session(session, by=None, at=staffed.now, why=why)
        logout(request)
        messages.info(request, f"You are signed out: {why}. What you had typed is kept.")
        return to_sign_in(request, _where_they_were(request))


def _why_over(request: SignedIn) -> str:
    seen_at, began_at = (moment_in(request.session, name) for name in ("seen_at", "began_at"))
    if seen_at is None or began_at is None:
        return ""  # it has only just begun
    if request.now - seen_at > settings.IDLE:
        return f"you did nothing here for {in_words(settings.IDLE)}"
    if request.now - began_at > settings.LONGEST_SESSION:
        return f"you signed in more than {in_words(settings.LONGEST_SESSION)} ago"
    return ""


def _keep(request: SignedIn, was: str) -> bool:
    """Keep that a session was used, and return whether it has just begun."""
    session, now = request.session, request.now.isoformat()
    key = session.session_key or ""
    seen_at = moment_in(session, "seen_at")
    if seen_at is None or moment_in(session, "began_at") is None:
        where, browser = get_adapter().get_client_ip(request), request.headers.get("User-Agent", "")
        begin_session(request.user, session_key=key, browser=browser, internet_address=where, at=request.now)
        session["began_at"] = session["seen_at"] = now
        return True
    if key != was or (BY_ITSELF not in request.headers and request.now - seen_at >= TO_THE_MINUTE):
        see_session(was, session_key=key, at=request.now)
        session["seen_at"] = now
    return False


def _where_they_were(request: HttpRequest) -> str:
    """Return the page that somebody was on: what a button sends to cannot be opened again."""
    before = request.headers.get("Referer", "")
    if request.method == "GET" or not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return request.get_full_path()
    return before
