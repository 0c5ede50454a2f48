"""Pages on which staff see who they are here, and look after how they sign in."""

from base64 import b64encode
from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
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
from answerable.people.forms import FirstCode, NewPasskey
from answerable.people.pages import browser_name, desk_of, in_fours, permission_rows
from answerable.people.queries import going_on

password_fresh: Callable[[View], View] = reauthentication_required
"""Asks for the password again, unless it was given in the last ten minutes."""


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
@login_required
def permissions(request: HttpRequest) -> HttpResponse:
    """Show the one page of permissions."""
    return render(request, "people/permissions.html", {"rows": permission_rows()})


@require_http_methods(["GET", "POST"])
@never_cache
@password_fresh
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
@password_fresh
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
@password_fresh
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
@password_fresh
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
