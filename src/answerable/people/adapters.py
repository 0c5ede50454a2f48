"""Where allauth, which signs people in, asks us: what to say, where to go next, and what to write in the record."""

import logging
from datetime import timedelta
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from answerable.evidence.actions import record
from answerable.people.access import SignedIn, is_signed_in
from answerable.people.actions import TooSoon, await_turn, change_password, forget_session, note_failure, welcome
from answerable.people.devices import known_device, remember_device
from answerable.people.encryption import CannotDecrypt, decrypt, encrypt
from answerable.people.middleware import has_both_steps
from answerable.people.models import Staff
from answerable.people.pages import desk_of, in_words, moment_in
from answerable.people.passwords import GIVEN_FOR

_log = logging.getLogger(__name__)

FRESH = timedelta(minutes=10)
"""How long after signing in somebody can do what is asked for again, before both steps are asked for again."""

WRONG_CODE = "The code is wrong. Enter the code that your app shows now"
TOO_MANY = "There have been too many tries. Wait five minutes, then try again"
TOO_MANY_FROM_HERE = "There have been too many tries from where you are. Wait a minute, then try again"

NO_PASSWORDS = "Nobody signs in with a password here. Sign in with {name}"

GIVEN_TOO_LONG_AGO = (
    f"The password that you were given was good for {GIVEN_FOR.days} days, and they are over. Ask whoever gives people "
    f"their accounts at your council for another"
)

UNREADABLE = "We cannot check your codes, whichever you enter. Tell whoever gives people their accounts at your council"

SECOND_STEP = "allauth.mfa.stages.AuthenticateStage"

WAYS = {"password": "password", "mfa": "passkey", "socialaccount": "directory"}
"""What the record calls each way to sign in, by what allauth calls it; a passkey is one where it is the first step."""

WRONG_FROM_ONE_PLACE = "10/m/ip"
"""Wrong passwords a minute from one place, for whatever addresses; from known devices they are not counted so."""


class SigningIn(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Signs staff in and out by our rules. Nobody signs themselves up."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is wrong. Check both, then try again",
        "enter_current_password": "This is not your password now. Enter the password that you sign in with",
        "incorrect_password": "The password is wrong. Enter the password that you sign in with",
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,  # at the second step, which nobody reaches without the password
    }

    def pre_authenticate(self, request: SignedIn, **credentials: Any) -> None:
        """Count a try before the password is looked at, or refuse to look at it when its turn has not come."""
        email = credentials["email"]
        if not is_signed_in(request) and settings.PASSWORD_ONLY_FOR not in ("", email.lower()):
            raise ValidationError(NO_PASSWORDS.format(name=settings.DIRECTORY_NAME))
        device = known_device(request, email)
        try:
            if not device and not self._take_one_of_this_place(request):
                raise ValidationError(TOO_MANY_FROM_HERE)
            await_turn(email, device=device, at=request.now)
        except TooSoon as refused:
            self._note_failure(request, email, is_heard=False)
            wait = in_words(refused.until - request.now)
            raise ValidationError(
                f"There have been too many tries for this address. Wait {wait}, then try again"
            ) from None
        except ValidationError:
            self._note_failure(request, email, is_heard=False)
            raise

    def authenticate(self, request: SignedIn, **credentials: Any) -> Staff | None:
        """Return who has this address and this password, if anybody; their wrong tries from this device are over."""
        found: Staff | None = super().authenticate(request, **credentials)
        if found is not None:
            welcome(credentials["email"], device=known_device(request, credentials["email"]))
            if found.password_given_at is not None and request.now - found.password_given_at > GIVEN_FOR:
                raise ValidationError(GIVEN_TOO_LONG_AGO)
        return found

    def authentication_failed(self, request: SignedIn, **credentials: Any) -> None:
        """Keep that a password was wrong, with the address it was tried for and where it came from."""
        self._note_failure(request, credentials["email"], is_heard=True)

    def _take_one_of_this_place(self, request: SignedIn) -> bool:
        # allauth gives it back when the password is right.
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="wrong", config={"wrong": WRONG_FROM_ONE_PLACE}
        )
        return self._login_failed_rl_usage is not None

    def _note_failure(self, request: SignedIn, email: str, *, is_heard: bool) -> None:
        note_failure(email, internet_address=self.get_client_ip(request), at=request.now, is_heard=is_heard)

    def post_login(self, request: SignedIn, user: Staff, **given: Any) -> HttpResponse:
        """Record that somebody signed in, with all that was asked of them, and know the device from now on."""
        request.session["signed_in_at"] = request.now.isoformat()
        request.session.set_expiry(0)  # desks are shared: closing the browser signs out, also who came by a passkey
        where = self.get_client_ip(request)
        # What the directory asked for holds for this session alone: see middleware.py.
        request.session["has_second_step"] = self._has_second_step(request)
        way = _way_of(request, user)
        record(
            "signed in", about=user.reference, by=user.email, at=request.now, way=way, words={"internet_address": where}
        )
        response: HttpResponse = super().post_login(request, user, **given)
        remember_device(request, response, user)
        return response

    def get_login_stages(self) -> list[str]:
        """Return what is asked of somebody one after the other: no second factor where the directory asked for one."""
        stages: list[str] = super().get_login_stages()
        return [one for one in stages if one != SECOND_STEP or not self._has_second_step(self.request)]

    def _has_second_step(self, request: HttpRequest) -> bool:
        return getattr(request, "has_second_step", False)  # directory.py says so of those who come back from there

    def logout(self, request: SignedIn) -> None:
        """Record that somebody signed out."""
        record("signed out", about=request.user.reference, by=request.user.email, at=request.now)
        forget_session(request.session.session_key or "")
        super().logout(request)

    def set_password(self, user: Staff, password: str) -> None:
        """Change the password, which is recorded."""
        here = self.request.session.session_key or ""
        change_password(user, password=password, by=user, at=self.request.now, but=here)

    def respond_user_inactive(self, request: SignedIn, user: Staff) -> HttpResponse:
        """Tell somebody whose account is closed, and who knows its password, whom to ask."""
        record("failed to sign in", about=user.reference, at=request.now, email=user.email, is_active=False)
        messages.error(request, "Your account is closed. If you still work here, ask your manager.")
        return redirect("account_login")

    def get_login_redirect_url(self, request: SignedIn) -> str:
        """Return the desk of the one council somebody works for, or the list of them."""
        councils = request.user.councils
        return desk_of(councils[0]) if len(councils) == 1 else reverse("account")

    def get_password_change_redirect_url(self, request: SignedIn) -> str:
        """Return to the page it was asked from; with the first of their own, to set up their one-time codes."""
        return reverse("account" if has_both_steps(request) else "one_time_codes")

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Ask for both steps again, unless this session has only just signed in."""
        signed_in_at = moment_in(self.request.session, "signed_in_at")
        return signed_in_at is None or self.request.now - signed_in_at > FRESH

    def get_reauthentication_methods(self, user: Staff | AnonymousUser) -> list[dict[str, str]]:
        """Return the one page there is, on which there are two ways: the password with a code, and a passkey."""
        if not user.is_authenticated:
            return []
        return [{"id": "reauthenticate", "description": "Both steps", "url": reverse("account_reauthenticate")}]


def _way_of(request: HttpRequest, staff: Staff) -> str:
    steps = get_authentication_records(request, staff)
    return next(WAYS[one["method"]] for one in reversed(steps) if one["method"] != "mfa" or one.get("passwordless"))


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Says what is wrong with a code, keeps what codes are made from encrypted, and names passkeys and their site."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def generate_authenticator_name(self, user: Staff, type: str) -> str:
        """Return what a passkey is called that its owner has not named."""
        return "A passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the site that a passkey is for, by its name without a port, and what a browser calls it."""
        site: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**site, "name": "Answerable"}

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret again. Where no key fits, whoever signs in is told whom to ask."""
        try:
            return decrypt(encrypted_text)
        except CannotDecrypt as error:
            _log.error("%s", error)
            raise ValidationError(UNREADABLE) from None
