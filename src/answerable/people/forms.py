"""What staff fill in to sign in and to look after how they do: allauth's forms, in our words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError

from answerable.evidence.actions import record
from answerable.people.models import Staff

CODE_LIVES = 90
"""Seconds for which a one-time code is good: its own half minute, and one on either side for a clock that is out."""


NOT_TAKEN = "That passkey is not known here, or was used too late"

NO_PASSKEY = (LookupError, TypeError, ValueError, AttributeError)
"""What allauth raises of its own for what no browser sends as a passkey."""


class SignIn(LoginForm):  # type: ignore[misc]  # allauth has no types
    """The first step: who somebody is, and what they know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], "Email address", "Enter your email address")
        self.fields["login"].error_messages["invalid"] = "Enter an email address, like name@council.gov.uk"
        self.fields["login"].widget = forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
        _word(self.fields["password"], "Password", "Enter your password")


class SecondStep(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step: what somebody has. A one-time code is taken once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], "One-time code or recovery code", "Enter the code that your app shows")
        self.fields["code"].widget = _figures()

    def clean_code(self) -> str:
        """Check the code; a wrong one, and one that was taken before, is recorded and refused."""
        try:
            code: str = super().clean_code()
        except ValidationError as error:
            if error.code == "incorrect_code":
                _record_failure(self.user)
            raise
        # allauth remembers a code for one half minute, and with our allowance for clocks it is good for three.
        if not cache.add(f"answerable.code-taken.{self.user.pk}.{code}", True, CODE_LIVES):
            _record_failure(self.user)
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInByPasskey(LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Signing in with a passkey alone, which says whose it is."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that was used, or say what to do when it is none of ours."""
        try:
            return super().clean_credential()
        except (ValidationError, *NO_PASSKEY):
            raise ValidationError(f"{NOT_TAKEN}. Sign in with your password") from None


class SecondStepByPasskey(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """The second step with a passkey in place of a code."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that was used; one that will not do is recorded and refused."""
        try:
            return super().clean_credential()
        except (ValidationError, *NO_PASSKEY) as error:
            if isinstance(error, ValidationError) and error.code != "incorrect_code":
                raise  # too many tries
            _record_failure(self.user)
            raise ValidationError(f"{NOT_TAKEN}. Try again, or enter a code") from None


class FirstCode(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The code that shows that somebody's telephone has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], "The six figures that your app shows", "Enter the six figures that your app shows")
        self.fields["code"].widget = _figures()


class NewPasskey(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey that the browser has just made, and what its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]  # each of ours is
        _word(self.fields["name"], "What do you call it?", "")
        self.fields["name"].max_length = 60
        self.fields["name"].widget = forms.TextInput(attrs={"maxlength": "60"})
        self.fields["name"].help_text = "Such as “My telephone”, so that you know which to take away if you lose it."

    def clean(self) -> dict[str, Any]:
        """Check the passkey, which must have asked for its owner's finger, face or number."""
        self.cleaned_data["passwordless"] = True
        try:
            cleaned: dict[str, Any] = super().clean()
        except NO_PASSKEY:
            raise get_adapter().validation_error("incorrect_code") from None
        return cleaned


class PasswordAgain(SecondStep):
    """Both steps once more, in one form: the password, and a one-time code unless somebody has set up none yet."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )
    field_order = ("password", "code")

    clean_password = ReauthenticateForm.clean_password

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user.enrolled_at is None:
            del self.fields["code"]

    def clean_code(self) -> str:
        """Check the code, which is good once: so not beside a wrong password, with which it would be of no use."""
        return super().clean_code() if "password" in self.cleaned_data else ""

    def remember(self) -> None:
        """Keep in the session that somebody has just shown who they are."""
        request = get_adapter().request
        if "code" in self.fields:
            post_authentication(request, self.authenticator, reauthenticated=True)
        else:
            reauthenticate_by_password(request)


class PasskeyAgain(SecondStepByPasskey):
    """A passkey once more, which is both steps: it asks for its owner's finger, face or number."""

    def remember(self) -> None:
        """Keep in the session that somebody has just shown who they are."""
        post_authentication(get_adapter().request, self.cleaned_data["credential"], reauthenticated=True)


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """A new password, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], "Your password now", "Enter your password now")
        _word(self.fields["password1"], "New password", "Enter a new password")
        self.fields[
            "password1"
        ].help_text = "At least 12 letters, figures or signs. Three words that have nothing in common are good."
        _word(self.fields["password2"], "New password again", "Enter the new password again")

    def clean_password1(self) -> str:
        """Refuse the password that there is: whoever was given theirs would share it for ever."""
        chosen: str = self.cleaned_data["password1"]
        if self.user.check_password(chosen):
            raise ValidationError("This is the password that you have now. Choose another")
        return chosen


def _record_failure(user: Staff) -> None:
    request = get_adapter().request
    record("failed the second step", about=user.reference, at=request.now, email=user.email)


def _word(field: forms.Field, label: str, missing: str) -> None:
    """Give a field of allauth's our label and our message, and take its placeholder away."""
    field.label = label
    field.help_text = ""
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


def _figures() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"})
