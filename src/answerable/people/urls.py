"""Addresses for signing in, and for looking after how one does.

Only what is used of allauth is here: there is no signing up, no address to add, and no password sent by email.
The names that begin with "account_" and "mfa_" are those allauth asks for.
"""

from allauth.account.views import login, logout, password_change, reauthenticate
from allauth.mfa.base.views import authenticate
from django.urls import path

from answerable.people import views

urlpatterns = [
    path("", views.account, name="account"),
    path("permissions/", views.permissions, name="permissions"),
    path("sign-in/", login, name="account_login"),
    path("sign-in/code/", authenticate, name="mfa_authenticate"),
    path("sign-out/", logout, name="account_logout"),
    path("password-again/", reauthenticate, name="account_reauthenticate"),
    path("password/", password_change, name="account_change_password"),
    path("sessions/", views.sessions, name="sessions"),
    path("one-time-codes/", views.one_time_codes, name="one_time_codes"),
    path("recovery-codes/", views.recovery_codes, name="recovery_codes"),
]
