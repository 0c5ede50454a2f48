"""Addresses for signing in, and for looking after how one does.

Only what is used of allauth is here: there is no signing up, no address to add, and no password sent by email.
The names that begin with "account_" and "mfa_" are those allauth asks for.
"""

from allauth.account.views import login, logout, password_change
from allauth.mfa.base.views import authenticate
from allauth.mfa.webauthn.views import login_webauthn
from django.urls import path

from answerable.people import views

urlpatterns = [
    path("", views.account, name="account"),
    path("permissions/", views.permissions, name="permissions"),
    path("sign-in/", login, name="account_login"),
    path("sign-in/code/", authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/directory/", views.sign_in_by_directory, name="directory_sign_in"),
    path("sign-in/directory/back/", views.back_from_directory, name="directory_back"),
    path("sign-out/", logout, name="account_logout"),
    path("confirm/", views.ConfirmView.as_view(), name="account_reauthenticate"),
    path("password/", password_change, name="account_change_password"),
    path("sessions/", views.sessions, name="sessions"),
    path("unsent/<int:number>/", views.unsent, name="unsent"),
    path("one-time-codes/", views.one_time_codes, name="one_time_codes"),
    path("passkeys/", views.passkeys, name="passkeys"),
    path("passkeys/add/", views.add_passkey, name="add_passkey"),
    path("recovery-codes/", views.recovery_codes, name="recovery_codes"),
]
