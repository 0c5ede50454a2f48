"""What a deployment can set, read from the environment as a process reads it."""

import json
import os
import subprocess
import sys

ASK = """
import json
from answerable.config import settings
cookies = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")
secure = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
names = (*secure, "ALLAUTH_TRUSTED_PROXY_COUNT", *cookies, "BANNER")
print(json.dumps([getattr(settings, name) for name in names]))
"""


NEEDED = {
    "ANSWERABLE_SECRET_KEY": "for this test alone, which keeps nobody's secrets",
    "ANSWERABLE_ORIGIN": "https://contact.s5.example",
}


def read(**settings: str) -> list[object]:
    """Return what a process reads: whether HTTPS is demanded, thrice, proxies, cookies, and the banner."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", ASK], env={**kept, **NEEDED, **settings}, check=True, capture_output=True, text=True
    )
    found: list[object] = json.loads(done.stdout)
    return found


def test_https_is_demanded_and_no_banner_shown_unless_somebody_says_otherwise():
    assert read() == [True, True, True, 1, "__Host-sessionid", "__Host-form", ""]


def test_on_one_machine_alone_https_can_be_switched_off_and_then_no_proxy_is_believed():
    assert read(ANSWERABLE_HTTPS="off") == [False, False, False, 0, "sessionid", "form", ""]


def test_a_deployment_that_is_not_the_real_one_says_so_in_its_own_words():
    assert read(ANSWERABLE_BANNER="For training.")[-1] == "For training."
