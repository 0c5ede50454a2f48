"""Pages on which staff see who they are here, and look after how they sign in."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import BaseReauthenticateView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_authentication, begin_registration
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.people.access import SignedIn, View
from answerable.people.actions import (
    add_passkey as keep_passkey,
)
from answerable.people.actions import end_session, end_sessions, enrol, remove_passkey, renew_recovery_codes
from answerable.people.directory import come_back, lead_there
from answerable.people.forms import FirstCode, NewPasskey, PasskeyAgain, PasswordAgain
from answerable.people.pages import browser_name, desk_of, in_fours, permission_rows
from answerable.people.queries import going_on
from answerable.people.unsent import KEPT, unsent_of

both_steps_fresh: Callable[[View], View] = reauthentication_required
"""Asks for both steps of signing in again, unless they were done in the last ten minutes."""


class ConfirmView(LoginRequiredMixin, BaseReauthenticateView):  # type: ignore[misc]  # allauth has no types
    """Asks for both steps again, by the password and a code or by a passkey, and goes on to what was asked for."""

    template_name = "account/reauthenticate.html"

    def get_form_class(self) -> type[PasswordAgain] | type[PasskeyAgain]:
        """Return the form that was sent: there are two on the page."""
        return PasskeyAgain if "credential" in self.request.POST else PasswordAgain

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say whose it is."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: PasswordAgain | PasskeyAgain) -> HttpResponse:
        """Keep that it was done, do what was asked for meanwhile, or go back to it."""
        form.remember()
        self.request.session.cycle_key()
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return both forms: the one that was sent and is wrong, and the other empty."""
        user = self.request.user
        page: dict[str, Any] = super().get_context_data(**kwargs)
        other = PasskeyAgain(user=user) if isinstance(page["form"], PasswordAgain) else PasswordAgain(user=user)
        forms = {type(form): form for form in (page["form"], other)}
        asked = {"js_data": {"request_options": begin_authentication(user)}} if user.enrolled_at else {}
        return {**page, "form": forms[PasswordAgain], "webauthn_form": forms[PasskeyAgain], **asked}


@require_POST
def sign_in_by_directory(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in at the council's own directory, where there is one."""
    _require_directory()
    return lead_there(request)


@require_safe
def back_from_directory(request: HttpRequest) -> HttpResponse:
    """Let somebody in who comes back from there, or say why not."""
    _require_directory()
    return come_back(request)


def _require_directory() -> None:
    if not settings.DIRECTORY_ISSUER:
        raise Http404


@require_safe
@login_required
def account(request: SignedIn) -> HttpResponse:
    """Show somebody the posts they hold, their councils' desks, and what they can change."""
    desks = {council: desk_of(council) for council in request.user.councils}
    return render(request, "people/account.html", {"desks": desks})


@require_safe
@never_cache
@login_required
def unsent(request: SignedIn, number: int) -> HttpResponse:
    """Lead to the page on which a form stands that could not be sent, filled in; somebody else's is not opened."""
    kept = unsent_of(request.user, str(number))
    if kept is None:
        messages.info(request, "What was typed there is kept for whoever typed it, and for nobody else.")
        return redirect("account")
    return redirect(f"{kept.address}?{'&'.join(filter(None, (kept.query, f'{KEPT}={kept.pk}')))}")


@require_safe
@login_required
def permissions(request: HttpRequest) -> HttpResponse:
    """Show the one page of permissions."""
    return render(request, "people/permissions.html", {"rows": permission_rows()})


@require_http_methods(["GET", "POST"])
@never_cache
@both_steps_fresh
def one_time_codes(request: SignedIn) -> HttpResponse:
    """Set up the telephone that makes the one-time codes, the first or another."""
    form = FirstCode(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        here = request.session.session_key or ""
        enrol(request.user, secret=form.secret, by=request.user, at=request.now, but=here)
        clear_totp_secret(request)
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your telephone now makes your one-time codes.")
        return redirect("recovery_codes")
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, form.secret))
    shown = {"form": form, "picture": b64encode(picture.encode()).decode(), "secret": in_fours(form.secret)}
    return render(request, "people/one_time_codes.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@both_steps_fresh
def recovery_codes(request: SignedIn) -> HttpResponse:
    """Show the recovery codes that are left, and make new ones."""
    held = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if held is None:
        return redirect("one_time_codes")
    if request.method == "POST":
        renew_recovery_codes(request.user, by=request.user, at=request.now)
        messages.success(request, "These are your new recovery codes. The old ones no longer work.")
        return redirect("recovery_codes")
    return render(request, "people/recovery_codes.html", {"codes": held.wrap().get_unused_codes()})


@require_http_methods(["GET", "POST"])
@login_required
def sessions(request: SignedIn) -> HttpResponse:
    """Show where somebody is signed in, and sign them out at one of those places or at all others."""
    open_ones, here = going_on(request.user, now=request.now), request.session.session_key or ""
    if request.method == "POST":
        if "others" in request.POST:
            end_sessions(request.user, by=request.user, at=request.now, but=here)
        else:
            for one in open_ones:
                if str(one.id) == request.POST.get("session") and one.session_key != here:
                    end_session(one, by=request.user, at=request.now)
        messages.success(request, "You are signed out there.")
        return redirect("sessions")
    rows = [(one, browser_name(one.browser), one.session_key == here) for one in open_ones]
    return render(request, "people/sessions.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@never_cache
@both_steps_fresh
def passkeys(request: SignedIn) -> HttpResponse:
    """Show somebody's passkeys, and take one away."""
    held = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN).order_by("id")
    if request.method == "POST":
        for one in held:
            if str(one.pk) == request.POST.get("passkey"):
                remove_passkey(one, by=request.user, at=request.now)
                messages.success(request, "That passkey no longer signs you in.")
        return redirect("passkeys")
    return render(request, "people/passkeys.html", {"passkeys": held})


@require_http_methods(["GET", "POST"])
@never_cache
@both_steps_fresh
def add_passkey(request: SignedIn) -> HttpResponse:
    """Add a passkey that the browser makes, for somebody who has one-time codes already."""
    if request.user.enrolled_at is None:
        return redirect("one_time_codes")
    form = NewPasskey(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        name, credential = form.cleaned_data["name"], form.cleaned_data["credential"]
        keep_passkey(request.user, name=name, credential=credential, by=request.user, at=request.now)
        messages.success(request, "You can sign in with your passkey from now on.")
        return redirect("passkeys")
    made = {"creation_options": begin_registration(request.user, True)}
    return render(request, "people/add_passkey.html", {"form": form, "js_data": made})
