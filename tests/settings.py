"""Settings for the tests: the embedded database in a file of its own, quick passwords, plain static files."""

import atexit
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("ANSWERABLE_SECRET_KEY", "for the tests alone, which keep nobody's secrets")
os.environ.setdefault("ANSWERABLE_ORIGIN", "https://testserver")

from answerable.config.settings import *  # noqa: F403  # settings are star-imported, after the key is there
from answerable.evidence.keys import make_key

HTTPS = SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
CSRF_COOKIE_NAME, SESSION_COOKIE_NAME = "form", "sessionid"
ORIGIN = "http://testserver"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
IDLE = LONGEST_SESSION = timedelta(days=36_500)  # tests step from day to day, and try the ends of sessions by name
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Style sheets are served from where they stand: nobody collects them before a test.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# One folder for all the processes of a run: whoever is first makes it, and takes it away; the others find it in the
# environment, and have a folder of their own in it.
if "TESTS_FOLDER" not in os.environ:
    os.environ["TESTS_FOLDER"] = tempfile.mkdtemp(prefix="answerable-tests-")

    @atexit.register
    def _take_away(maker: int = os.getpid()) -> None:
        if os.getpid() == maker:  # and not a fork of it
            shutil.rmtree(RUN, ignore_errors=True)


RUN = Path(os.environ["TESTS_FOLDER"])
HOME = Path(tempfile.mkdtemp(prefix="", dir=RUN))
SEAL_KEY = HOME / "seal-key.pem"
make_key(SEAL_KEY)
DELETIONS = HOME / "deletions.jsonl"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "files": {"BACKEND": "answerable.files.storage.InFolder", "OPTIONS": {"location": str(HOME / "files")}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
os.umask(0o077)  # as the program's own commands have it, some of which are called within the tests
# A file, not memory: the pages, the worker and the browser's server each open it for themselves. Nobody pulls a plug
# while it is written: the programs that tests start have settings of their own.
DATABASES["default"]["NAME"] = str(HOME / "tests.db")  # noqa: F405  # from the star import
DATABASES["default"]["OPTIONS"] = {  # noqa: F405  # from the star import
    **DATABASES["default"]["OPTIONS"],  # noqa: F405  # from the star import
    "init_command": DATABASES["default"]["OPTIONS"]["init_command"] + "PRAGMA synchronous=OFF;",  # noqa: F405  # too
}
# Notices a page that asks the database once a row, in the tests that switch it on.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # noqa: F405  # from the star import
