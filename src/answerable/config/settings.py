"""Django's settings. What differs from one deployment to the next is declared in config/environment.py."""

import os
from datetime import timedelta
from pathlib import Path

from answerable.config.database import database
from answerable.config.environment import parts, read

_given = read(os.environ)

HOME = Path(_given["ANSWERABLE_HOME"])
ORIGIN = _given["ANSWERABLE_ORIGIN"].rstrip("/")
MAIL_FILE = _given["ANSWERABLE_MAIL"]
SEAL_KEY = Path(_given["ANSWERABLE_SEAL_KEY"])
ANCHOR = _given["ANSWERABLE_ANCHOR"]
ANCHOR_TO = _given["ANSWERABLE_ANCHOR_TO"]
BREACHED = _given["ANSWERABLE_BREACHED"]
DELETIONS = Path(_given["ANSWERABLE_DELETIONS"])
FILES = Path(_given["ANSWERABLE_FILES"])
CLAMD = _given["ANSWERABLE_CLAMD"]
EMAIL_FILES = int(_given["ANSWERABLE_EMAIL_MEGABYTES"]) * 1024 * 1024  # bytes of files that go with one email
PRINT = _given["ANSWERABLE_PRINT"]
CARRIERS = ("email", "letter") if PRINT else ("email",)  # by name; config/worker.py has the carriers themselves
CHECKS = _given["ANSWERABLE_CHECKS"] == "on"
PROXIES = parts(_given["ANSWERABLE_PROXIES"])

SECRET_KEY = _given["ANSWERABLE_SECRET_KEY"]
SECRET_KEY_FALLBACKS = parts(_given["ANSWERABLE_FORMER_KEYS"])
DEBUG = False
ALLOWED_HOSTS = parts(_given["ANSWERABLE_HOSTS"])
HTTPS = _given["ANSWERABLE_HTTPS"] == "on"
BANNER = _given["ANSWERABLE_BANNER"]

INSTALLED_APPS = [
    "answerable.design",
    "answerable.evidence",
    "answerable.people",
    "answerable.councils",
    "answerable.customers",
    "answerable.promises",
    "answerable.contacts",
    "answerable.files",
    "answerable.texts",
    "answerable.memos",
    "answerable.finding",
    "answerable.marks",
    "answerable.asking",
    "answerable.updates",
    "answerable.inbox",
    "answerable.observations",
    "answerable.channels",
    "answerable.importing",
    "answerable.retention",
    "answerable.queues",
    "answerable.figures",
    "answerable.health",
    "answerable.alerts",
    "answerable.desk",
    "answerable.public",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "answerable.config.clock.ReadTheClockOnce",
    "answerable.config.entrance.BelieveOnlyTheProxy",
    "answerable.config.entrance.OnlySoLarge",
    "answerable.health.answering.HealthFirst",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Safe though pages hold secrets (BREACH): the token of a form is masked anew each time, up to 100 bytes are added
    # at random, and nobody who would have to guess the secret of a contact's page can have it made again and again.
    "django.middleware.gzip.GZipMiddleware",
    "answerable.design.security.ContentSecurityPolicy",
    "answerable.people.middleware.NothingKept",
    "answerable.people.middleware.ToTheDirectory",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "answerable.people.sessions.EndSessions",
    "answerable.people.middleware.OwnStepsFirst",
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
            "builtins": ["answerable.people.templatetags.unsent"],  # its csrf_token says for whom a page was made
        },
    }
]

DATABASES = {"default": database(_given["ANSWERABLE_DATABASE"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": {"BACKEND": "answerable.files.storage.InFolder", "OPTIONS": {"location": str(FILES)}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "answerable.people.passwords.NotOfTheHouse"},
    {"NAME": "answerable.people.passwords.NotBreached", "OPTIONS": {"file": BREACHED}},
]

# Signing in, by allauth: see people/urls.py for what of it is used.
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "answerable.people.adapters.SigningIn"
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever hires somebody knows the address
ACCOUNT_FORMS = {
    "login": "answerable.people.forms.SignIn",
    "change_password": "answerable.people.forms.ChangePassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = False  # desks are shared: closing the browser signs out
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody can sign up; allauth checks that these fit the login method
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # tries are counted by the caller's address, which the proxy tells
SOCIALACCOUNT_ADAPTER = "answerable.people.directory.ByDirectory"
MFA_ADAPTER = "answerable.people.adapters.SecondFactors"
MFA_FORMS = {
    "authenticate": "answerable.people.forms.SecondStep",
    "authenticate_webauthn": "answerable.people.forms.SecondStepByPasskey",
    "login_webauthn": "answerable.people.forms.SignInByPasskey",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Answerable"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute out

# Signing in by the council's own directory: see people/directory.py.
DIRECTORY_ISSUER = _given["ANSWERABLE_DIRECTORY_ISSUER"]
DIRECTORY_KIND = _given["ANSWERABLE_DIRECTORY_KIND"]
DIRECTORY_CLIENT = _given["ANSWERABLE_DIRECTORY_CLIENT"]
DIRECTORY_SECRET = _given["ANSWERABLE_DIRECTORY_SECRET"]
DIRECTORY_NAME = _given["ANSWERABLE_DIRECTORY_NAME"]
DIRECTORY_DOMAINS = parts(_given["ANSWERABLE_DIRECTORY_DOMAINS"].lower())
DIRECTORY_ADDRESSES = _given["ANSWERABLE_DIRECTORY_ADDRESSES"]
DIRECTORY_SECOND_STEP = parts(_given["ANSWERABLE_DIRECTORY_SECOND_STEP"])
PASSWORD_ONLY_FOR = _given["ANSWERABLE_PASSWORD_ONLY_FOR"].lower()

# In the database, so that all processes count the same tries; large, so that nobody's tries are pushed out by others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_ENGINE = "answerable.config.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"  # only this very site can set one of this name
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # and in no cookie of their own
# In a cookie, and not in the session: who opens a form and writes nothing leaves no row behind. Only this very site can
# set one of this name, and it ends with the browser.
CSRF_COOKIE_NAME = "__Host-form" if HTTPS else "form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "answerable.people.unsent.wrong_token"
SESSION_COOKIE_AGE = 12 * 60 * 60
IDLE = timedelta(minutes=int(_given["ANSWERABLE_IDLE_MINUTES"]))
LONGEST_SESSION = timedelta(hours=int(_given["ANSWERABLE_SESSION_HOURS"]))
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "answerable.config.logs.WhereOursIsTheFault",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"answerable": {"level": "INFO"}},
}
