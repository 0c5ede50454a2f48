"""Django's settings. What differs from one deployment to the next comes from the environment, and is listed here.

ANSWERABLE_SECRET_KEY  signs sessions; needed unless ANSWERABLE_DEMO is set
ANSWERABLE_HOSTS       the names this site answers to, with commas between
ANSWERABLE_ORIGIN      the address residents see, with which links in letters begin: https://contact.example.gov.uk
ANSWERABLE_DATABASE    see config/database.py; a file called answerable.db in ANSWERABLE_HOME when left out
ANSWERABLE_HOME        the folder for files of this deployment; the current folder when left out
ANSWERABLE_MAIL        a TOML file with the servers and passwords of the mailboxes; see channels/email
ANSWERABLE_CHECKS      set to off where our own ways in are not to be tried; see channels/checks
ANSWERABLE_DEMO        set to 1 on a laptop: no HTTPS, a banner on every page, the demonstration's own pages
"""

import os
from pathlib import Path

from answerable.config.database import database

DEMO = os.environ.get("ANSWERABLE_DEMO") == "1"
HOME = Path(os.environ.get("ANSWERABLE_HOME", "."))
ORIGIN = os.environ.get("ANSWERABLE_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
MAIL_FILE = os.environ.get("ANSWERABLE_MAIL", "")
CHECKS = os.environ.get("ANSWERABLE_CHECKS", "") != "off"

SECRET_KEY = os.environ.get("ANSWERABLE_SECRET_KEY", "only for the demonstration on one machine" if DEMO else "")
DEBUG = False
ALLOWED_HOSTS = [name for name in os.environ.get("ANSWERABLE_HOSTS", "127.0.0.1,localhost").split(",") if name]
SECURE = not DEMO

INSTALLED_APPS = [
    "answerable.design",
    "answerable.evidence",
    "answerable.people",
    "answerable.councils",
    "answerable.customers",
    "answerable.promises",
    "answerable.contacts",
    "answerable.observations",
    "answerable.channels",
    "answerable.figures",
    "answerable.desk",
    "answerable.public",
    "answerable.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "answerable.config.clock.ReadTheClockOnce",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "answerable.design.security.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "answerable.people.middleware.SecondFactorFirst",
]

ROOT_URLCONF = "answerable.config.urls"
WSGI_APPLICATION = "answerable.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {
    "default": database(os.environ.get("ANSWERABLE_DATABASE", f"sqlite:///{(HOME / 'answerable.db').resolve()}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# Signing in, by allauth: see people/urls.py for what of it is used.
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "answerable.people.adapters.SigningIn"
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever hires somebody knows the address
ACCOUNT_FORMS = {
    "login": "answerable.people.forms.SignIn",
    "reauthenticate": "answerable.people.forms.PasswordAgain",
    "change_password": "answerable.people.forms.ChangePassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = False  # desks are shared: closing the browser signs out
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody can sign up; allauth checks that these fit the login method
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE else 0  # tries are counted by the caller's address, which the proxy tells
MFA_ADAPTER = "answerable.people.adapters.OneTimeCodes"
MFA_FORMS = {"authenticate": "answerable.people.forms.SecondStep"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Answerable"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute out

# In the database, so that all processes count the same tries; large, so that nobody's tries are pushed out by others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = True  # one cookie and no more, as the privacy page says
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"answerable": {"level": "INFO"}},
}
