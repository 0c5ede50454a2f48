"""A passkey in a real browser: added with the keyboard, and used in place of the password and of the code."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from answerable.config.clock import the_moment_it_is
from answerable.evidence.models import Entry
from answerable.people import actions
from answerable.people.models import Staff
from tests import cast
from tests.cast import PASSWORD
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def sam(transactional_db: Any) -> Staff:
    cast.council()
    staff = cast.staff()
    actions.enrol(staff, secret=SECRET, by=None, at=the_moment_it_is())
    return staff


@pytest.fixture
def device(walk: Walk) -> Any:
    """Give the browser a virtual authenticator that keeps passkeys and knows its owner's finger."""
    session = walk.page.context.new_cdp_session(walk.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    session.authenticator = made["authenticatorId"]
    return session


def code(steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(the_moment_it_is().timestamp()) // 30 + steps)))


def with_password(walk: Walk) -> None:
    walk.go("/account/sign-in/")
    walk.fill("Email address", "sam.field@council.example")
    walk.fill("Password", PASSWORD)
    walk.press("Continue")


def with_a_passkey_added(walk: Walk) -> None:
    with_password(walk)
    assert walk.page.get_by_role("button", name="Use a passkey").count() == 0
    walk.fill("One-time code or recovery code", code())
    walk.press("Sign in")
    walk.go("/account/passkeys/")
    walk.follow("Add a passkey")
    walk.page.reload()  # to check a page opens it again, and a passkey answers the last page that asked for one
    walk.fill("What do you call it?", "My telephone")
    walk.tab_to("Add a passkey")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url("**/account/passkeys/")
    walk.check()
    assert "You can sign in with your passkey from now on." in walk.page.inner_text("body")
    assert "My telephone" in walk.text()


def sign_out(walk: Walk) -> None:
    walk.go("/account/sign-out/")
    walk.press("Sign out")


def test_a_passkey_signs_somebody_in_alone_and_then_as_the_second_step_and_no_more_once_taken_away(
    walk: Walk, sam: Staff, device: Any
):
    with_a_passkey_added(walk)
    sign_out(walk)
    walk.tab_to("Sign in with a passkey")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url("**/s5/desk/")
    walk.check()
    sign_out(walk)
    with_password(walk)
    walk.page.reload()
    walk.page.get_by_role("button", name="Use a passkey").click()
    walk.page.wait_for_url("**/s5/desk/")
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None
    walk.go("/account/passkeys/")
    with walk.leading_on():
        walk.page.get_by_role("button", name="Take it away").click()
    assert "You have none yet." in walk.text()
    sign_out(walk)
    walk.page.get_by_role("button", name="Sign in with a passkey").click()
    walk.page.get_by_text("That passkey is not known here").wait_for()
    walk.check()
    assert walk.heading() == "Sign in"
    what = [entry.what for entry in Entry.objects.filter(about=sam.reference).order_by("id")]
    assert [what.count(one) for one in ("added a passkey", "took away a passkey", "signed in")] == [1, 1, 3]


def test_a_passkey_shows_again_that_it_is_somebody_and_they_go_on_to_what_they_asked_for(
    walk: Walk, sam: Staff, device: Any, monkeypatch: pytest.MonkeyPatch
):
    with_a_passkey_added(walk)
    later = the_moment_it_is() + timedelta(minutes=20)
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: later)
    walk.go("/account/recovery-codes/")
    assert walk.heading() == "Show that it is you"
    walk.fill("Your password", PASSWORD)
    walk.press("Continue")
    assert "Enter the code that your app shows" in walk.page.inner_text("body")
    walk.page.reload()
    walk.tab_to("Use a passkey")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url("**/account/recovery-codes/")
    walk.check()
    assert walk.heading() != "Show that it is you"


def test_a_passkey_of_somebody_who_has_left_signs_nobody_in(walk: Walk, sam: Staff, device: Any):
    with_a_passkey_added(walk)
    actions.deactivate(sam, by=None, at=the_moment_it_is())
    walk.go("/account/sign-in/")
    walk.page.get_by_role("button", name="Sign in with a passkey").click()
    walk.page.get_by_text("Your account is closed.").wait_for()
    walk.check()
    walk.go("/account/")
    assert walk.heading() == "Sign in"


def test_a_passkey_whose_owner_does_not_show_their_finger_signs_nobody_in_and_that_is_said(
    walk: Walk, sam: Staff, device: Any
):
    with_a_passkey_added(walk)
    sign_out(walk)
    device.send("WebAuthn.setUserVerified", {"authenticatorId": device.authenticator, "isUserVerified": False})
    walk.page.get_by_role("button", name="Sign in with a passkey").click()
    walk.page.get_by_text("No passkey was used.").wait_for()
    walk.check()
