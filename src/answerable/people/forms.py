"""What staff fill in to sign in and to look after how they do: allauth's forms, in our words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError

from answerable.evidence.actions import record

CODE_LIVES = 90
"""Seconds for which a one-time code is good: its own half minute, and one on either side for a clock that is out."""


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
                self._record_failure()
            raise
        # allauth remembers a code for one half minute, and with our allowance for clocks it is good for three.
        if not cache.add(f"answerable.code-taken.{self.user.pk}.{code}", True, CODE_LIVES):
            self._record_failure()
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _record_failure(self) -> None:
        request = get_adapter().request
        record("failed the second step", about=self.user.reference, at=request.now, email=self.user.email)


class FirstCode(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The code that shows that somebody's telephone has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], "The six figures that your app shows", "Enter the six figures that your app shows")
        self.fields["code"].widget = _figures()


class PasswordAgain(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password once more, before somebody changes how they sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password"], "Your password", "Enter your password")


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


def _word(field: forms.Field, label: str, missing: str) -> None:
    """Give a field of allauth's our label and our message, and take its placeholder away."""
    field.label = label
    field.help_text = ""
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


def _figures() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"})
