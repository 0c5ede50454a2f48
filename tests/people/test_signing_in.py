"""Staff sign in with a password and then a one-time code; each is recorded, and neither is enough alone."""

import base64
import re
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from answerable.config.clock import the_moment_it_is
from answerable.evidence.models import Entry
from answerable.people import actions
from answerable.people.models import Delay, FailedSignIn, OpenSession, Role, Staff
from tests import cast
from tests.build import at
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HIRED = at("Mon 2 Nov 2026 09:00")
DESK = "/s5/desk/"
DAYS_14 = timedelta(days=14)
WRONG_CODE = "The code is wrong. Enter the code that your app shows now"


def code(steps: int = 0, secret: str = SECRET) -> str:
    """Return the code that a telephone shows so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(the_moment_it_is().timestamp()) // 30 + steps))


@pytest.fixture
def sam() -> Staff:
    staff = actions.hire(
        "sam@council.example", name="Sam Field", phone="01632 960 010", password=PASSWORD, by=None, at=HIRED
    )
    actions.appoint(staff, role=Role.OFFICER, path="s5/customer-services/post", by=None, at=HIRED)
    return cast.at_home(staff)


@pytest.fixture
def enrolled(sam: Staff) -> Staff:
    actions.enrol(sam, secret=SECRET, by=None, at=HIRED)
    return sam


def first_step(client: Client, password: str = PASSWORD, query: str = "", email: str = "sam@council.example") -> Any:
    return client.post(f"{reverse('account_login')}{query}", {"login": email, "password": password})


def second_step(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def is_signed_in(client: Client) -> bool:
    return bool(client.get(reverse("account")).status_code == 200)


def errors(response: Any) -> list[str]:
    """Return the lines of a page's error summary."""
    summary = response.content.decode().partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", line)).strip() for line in summary.split("<li>")[1:]]


def recorded(since: int = 0) -> list[tuple[str, str]]:
    return [(entry.by, entry.what) for entry in Entry.objects.filter(id__gt=since).order_by("id")]


def failures() -> dict[str, tuple[int, int]]:
    """Return how many tries failed for each address, and how many of each were not heard."""
    return {row.email: (row.wrong, row.unheard) for row in FailedSignIn.objects.order_by("id")}


def last_entry() -> int:
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def test_a_password_and_then_a_code_sign_somebody_in_and_take_them_where_they_were_going(
    client: Client, enrolled: Staff
):
    before = last_entry()
    assert first_step(client, query="?next=/s5/desk/waiting/").headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert second_step(client, code()).headers["Location"] == "/s5/desk/waiting/"
    assert is_signed_in(client)
    assert recorded(before) == [("sam@council.example", "signed in")]


def test_somebody_of_one_council_goes_to_its_desk_and_of_several_to_the_list(client: Client, enrolled: Staff):
    first_step(client)
    assert second_step(client, code()).headers["Location"] == DESK
    actions.appoint(enrolled, role=Role.OFFICER, path="s1", by=None, at=HIRED)
    assert first_step(client).headers["Location"] == reverse("account")
    page = client.get(reverse("account")).content.decode()
    assert re.findall(r'href="(/s\d/desk/)"', page) == ["/s1/desk/", "/s5/desk/"]


def test_nobody_is_led_to_another_site(client: Client, enrolled: Staff):
    first_step(client, query="?next=https://evil.example/")
    assert second_step(client, code()).headers["Location"] == DESK


def test_the_session_ends_with_the_browser_and_after_twelve_hours(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_a_wrong_password_and_an_unknown_address_are_told_apart_by_nobody(client: Client, enrolled: Staff):
    before = last_entry()
    wrong, unknown = first_step(client, "not this one"), first_step(client, email="nobody@council.example")
    assert (
        errors(wrong) == errors(unknown) == ["The email address or the password is wrong. Check both, then try again"]
    )
    assert recorded(before) == []  # a record that is never forgotten is no place for what anybody may type
    assert failures() == {"sam@council.example": (1, 0), "nobody@council.example": (1, 0)}


def test_what_is_left_out_is_asked_for_by_name(client: Client, enrolled: Staff):
    assert errors(client.post(reverse("account_login"), {})) == ["Enter your email address", "Enter your password"]
    assert errors(first_step(client, email="sam")) == ["Enter an email address, like name@council.gov.uk"]
    first_step(client)
    assert errors(second_step(client, "")) == ["Enter the code that your app shows"]


def test_after_five_wrong_passwords_even_the_right_one_waits_half_a_minute_on_a_device_that_is_not_known(
    client: Client, enrolled: Staff
):
    for _ in range(5):
        first_step(client, "not this one")
    assert errors(first_step(client)) == [
        "There have been too many tries for this address. Wait 30 seconds, then try again"
    ]
    assert failures() == {"sam@council.example": (5, 1)}


@pytest.mark.slow
@pytest.mark.parametrize("email", ["sam@council.example", "nobody@council.example"])
def test_of_sixty_guesses_five_are_heard_whatever_name_and_port_they_ask_for_and_wherever_they_come_from(
    email: str, enrolled: Staff
):
    for number in range(60):
        Client(headers={"host": f"testserver:{8000 + number}"}, REMOTE_ADDR=f"203.0.113.{number}").post(
            reverse("account_login"), {"login": email, "password": f"guess {number}"}
        )
    heard = [FailedSignIn.objects.filter(email=email, wrong=1).count(), FailedSignIn.objects.filter(unheard=1).count()]
    assert heard == [5, 55]


def test_a_caller_who_says_where_from_is_not_believed_when_guessing_for_many_addresses(enrolled: Staff):
    for number in range(20):
        Client(headers={"x-forwarded-for": f"198.51.100.{number}"}, REMOTE_ADDR="203.0.113.9").post(
            reverse("account_login"), {"login": f"{number}@council.example", "password": "summer"}
        )
    assert set(FailedSignIn.objects.values_list("internet_address", flat=True)) == {"203.0.113.9"}
    assert FailedSignIn.objects.filter(wrong=1).count() == 10


def test_an_officer_signs_in_where_they_did_before_while_somebody_else_guesses(enrolled: Staff):
    officer, elsewhere = Client(), Client()
    first_step(officer)
    second_step(officer, code())
    officer.post(reverse("account_logout"))
    for _ in range(12):
        first_step(Client(), "a guess")  # from the same place, as within one office
    first_step(elsewhere)
    assert not is_signed_in(elsewhere)
    assert first_step(officer).headers["Location"] == reverse("mfa_authenticate")


def test_a_known_device_has_five_wrong_tries_of_its_own_and_is_known_for_nobody_else(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    client.post(reverse("account_logout"))
    for _ in range(6):
        first_step(client, "a guess")
        first_step(client, "a guess", email="boss@council.example")
    assert failures() == {"sam@council.example": (5, 1), "boss@council.example": (5, 1)}
    assert sorted(Delay.objects.values_list("tries", flat=True)) == [5, 5]
    assert Delay.objects.exclude(device="").get().account == Delay.account_of("SAM@council.example")


@pytest.mark.parametrize("value", ["", "x", "WyJhIixbXV0:1abcde:forged"])
def test_a_device_that_only_says_it_is_known_is_not(value: str, client: Client, enrolled: Staff):
    client.cookies["device"] = value
    for _ in range(6):
        first_step(client, "a guess")
    assert list(Delay.objects.values_list("device", "tries")) == [("", 5)]


def test_the_right_password_ends_the_wait_for_those_who_mistype_now_and_then(client: Client, enrolled: Staff):
    for _ in range(2):
        for _ in range(4):
            first_step(Client(), "mistyped")
        assert first_step(Client()).headers["Location"] == reverse("mfa_authenticate")


def test_after_five_wrong_codes_even_the_right_one_waits(client: Client, enrolled: Staff):
    before = last_entry()
    first_step(client)
    for _ in range(5):
        response = second_step(client, "000000" if code() != "000000" else "111111")
    assert errors(response) == [WRONG_CODE]
    assert errors(second_step(client, code())) == ["There have been too many tries. Wait five minutes, then try again"]
    assert recorded(before) == [("", "failed the second step")] * 5
    assert not is_signed_in(client)


def test_a_code_is_taken_once(client: Client, enrolled: Staff):
    shown = code(steps=1)
    first_step(client)
    second_step(client, shown)
    overlooker = Client()
    first_step(overlooker)
    assert errors(second_step(overlooker, shown)) != []
    assert not is_signed_in(overlooker)


def test_a_code_is_not_taken_again_once_allauth_has_forgotten_it(client: Client, enrolled: Staff):
    shown = code()
    first_step(client)
    second_step(client, shown)
    cache.delete(f"allauth.mfa.totp.used?user={enrolled.pk}&code={shown}")
    overlooker = Client()
    first_step(overlooker)
    second_step(overlooker, shown)
    assert not is_signed_in(overlooker)


def test_a_recovery_code_stands_in_for_a_lost_telephone_once(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    codes = re.findall(r"<code>(\d{8})</code>", client.get(reverse("recovery_codes")).content.decode())
    assert len(codes) == 10
    for times, is_in in ((1, True), (2, False)):
        elsewhere = Client()
        first_step(elsewhere)
        second_step(elsewhere, codes[0])
        assert is_signed_in(elsewhere) is is_in, times


def test_signing_out_is_a_button_and_not_a_link(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    before = last_entry()
    assert client.post(reverse("account_logout")).headers["Location"] == reverse("account_login")
    assert not is_signed_in(client)
    assert recorded(before) == [("sam@council.example", "signed out")]
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert "messages" not in client.cookies


def test_nobody_signs_themselves_up_or_has_a_password_sent(client: Client):
    for address in ("signup", "sign-up", "password/reset", "email", "password/set", "inactive", "login/code"):
        assert client.get(f"/account/{address}/").status_code == 404, address


def test_whoever_has_no_codes_yet_sets_them_up_and_is_given_recovery_codes(client: Client, sam: Staff):
    assert first_step(client).headers["Location"] == DESK
    page = client.get(reverse("one_time_codes"))
    secret = page.context["form"].secret
    assert " ".join(re.findall("....", secret)) in page.content.decode()
    picture = base64.b64decode(re.search(r"svg\+xml;base64,([^\"]+)", page.content.decode())[1]).decode()
    assert picture.rstrip().endswith("</svg>")
    before = last_entry()
    response = client.post(reverse("one_time_codes"), {"code": code(secret=secret)})
    assert response.headers["Location"] == reverse("recovery_codes")
    assert len(re.findall(r"<code>\d{8}</code>", client.get(reverse("recovery_codes")).content.decode())) == 10
    assert recorded(before) == [("sam@council.example", "set up one-time codes")]
    assert first_step(Client()).headers["Location"] == reverse("mfa_authenticate")


def test_a_wrong_first_code_keeps_the_same_key_on_the_page(client: Client, sam: Staff):
    first_step(client)
    secret = client.get(reverse("one_time_codes")).context["form"].secret
    response = client.post(reverse("one_time_codes"), {"code": "12345"})
    assert errors(response) == [WRONG_CODE]
    assert response.context["form"].secret == secret
    assert Staff.objects.get().enrolled_at is None


def test_a_session_begun_with_the_password_alone_ends_when_the_codes_are_set_up(client: Client, sam: Staff):
    thief = Client()
    first_step(thief)
    assert is_signed_in(thief)
    actions.enrol(sam, secret=SECRET, by=None, at=HIRED)
    assert not is_signed_in(thief)


def test_whoever_begins_again_is_signed_out_and_sets_up_new_codes_before_they_see_the_desk(client: Client, sam: Staff):
    before_codes = Client()
    before_codes.force_login(sam)
    actions.enrol(sam, secret=SECRET, by=None, at=HIRED)
    first_step(client)
    second_step(client, code())
    given, now = "another battery and staple", the_moment_it_is()
    actions.unenrol(sam, password=given, by=None, at=now)
    assert not is_signed_in(client)
    assert not is_signed_in(before_codes)
    first_step(client, password=given)
    change = reverse("account_change_password")
    assert client.get(DESK).headers["Location"] == change
    typed = {"oldpassword": given, "password1": given, "password2": given}
    assert errors(client.post(change, typed)) == ["This is the password that you have now. Choose another"]
    own = typed | dict.fromkeys(("password1", "password2"), "a wholly other phrase")
    assert client.post(change, own).headers["Location"] == reverse("one_time_codes")
    assert client.get(DESK).headers["Location"] == reverse("one_time_codes")


def test_a_password_that_was_given_opens_the_page_where_another_is_chosen_and_that_for_fourteen_days(client: Client):
    now = the_moment_it_is()
    ann = actions.hire("ann@council.example", name="Ann", phone="1", password=PASSWORD, by=None, at=now - DAYS_14)
    actions.appoint(ann, role=Role.OFFICER, path="s5/customer-services/post", by=None, at=now)
    assert errors(first_step(client, email=ann.email)) == [
        "The password that you were given was good for 14 days, and they are over. Ask whoever gives people their "
        "accounts at your council for another"
    ]
    actions.change_password(ann, password=PASSWORD, by=None, at=now - DAYS_14 + timedelta(minutes=5))
    first_step(client, email=ann.email)
    assert client.get(DESK).headers["Location"] == reverse("account_change_password")
    page = client.get(reverse("account_change_password")).content.decode()
    assert "Somebody else knows the password that you were given" in page


def test_another_telephone_takes_the_place_of_the_first(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    secret = client.get(reverse("one_time_codes")).context["form"].secret
    client.post(reverse("one_time_codes"), {"code": code(secret=secret)})
    assert is_signed_in(client)
    elsewhere = Client()
    first_step(elsewhere)
    second_step(elsewhere, code(steps=1))
    assert not is_signed_in(elsewhere)
    second_step(elsewhere, code(steps=1, secret=secret))
    assert is_signed_in(elsewhere)


@pytest.mark.parametrize("name", ["one_time_codes", "recovery_codes"])
def test_both_steps_are_asked_for_again_before_somebody_changes_how_they_sign_in(
    name: str, client: Client, enrolled: Staff
):
    client.force_login(enrolled)
    response = client.get(reverse(name), follow=True)
    assert response.redirect_chain == [
        (f"{reverse('account_reauthenticate')}?next={quote(reverse(name), safe='')}", 302)
    ]
    again = f"{reverse('account_reauthenticate')}?next={reverse(name)}"
    assert errors(client.post(again, {"password": "not this one", "code": code()})) == [
        "The password is wrong. Enter the password that you sign in with"
    ]
    assert errors(client.post(again, {"password": PASSWORD})) == ["Enter the code that your app shows"]
    assert errors(client.post(again, {"password": PASSWORD, "code": "000000"})) == [WRONG_CODE]
    assert errors(client.post(again, {"code": code()})) == ["Enter your password"]
    assert client.get(reverse(name)).status_code == 302
    both = {"password": PASSWORD, "code": code()}  # a code that stood beside a wrong password is still good
    assert client.post(again, both).headers["Location"] == reverse(name)
    assert client.get(reverse(name)).status_code == 200


def test_a_code_that_signed_somebody_in_does_not_show_again_that_it_is_they(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    elsewhere = Client()
    elsewhere.force_login(enrolled)
    again = reverse("account_reauthenticate")
    assert errors(elsewhere.post(again, {"password": PASSWORD, "code": code()})) == [WRONG_CODE]
    assert elsewhere.post(again, {"password": PASSWORD, "code": code(steps=1)}).status_code == 302


def test_a_recovery_code_shows_that_it_is_somebody_and_is_used_up(client: Client, enrolled: Staff):
    client.force_login(enrolled)
    held = Authenticator.objects.get(user=enrolled, type="recovery_codes")
    recovery = held.wrap().get_unused_codes()[0]
    again = reverse("account_reauthenticate")
    assert client.post(again, {"password": PASSWORD, "code": recovery}).status_code == 302
    assert errors(client.post(again, {"password": PASSWORD, "code": recovery})) == [WRONG_CODE]


def test_who_has_no_second_factor_yet_shows_who_they_are_with_the_password(client: Client, sam: Staff):
    client.force_login(sam)
    again = f"{reverse('account_reauthenticate')}?next={reverse('one_time_codes')}"
    assert "One-time code" not in client.get(again).content.decode()
    assert client.post(again, {"password": PASSWORD}).headers["Location"] == reverse("one_time_codes")
    assert client.get(reverse("one_time_codes")).status_code == 200


def test_something_else_in_place_of_a_passkey_shows_nothing(client: Client, enrolled: Staff):
    client.force_login(enrolled)
    for sent in ("{}", "null", '{"id": "x", "rawId": "x", "response": {}}'):
        assert client.post(reverse("account_reauthenticate"), {"credential": sent}).status_code == 200
        assert client.get(reverse("recovery_codes")).status_code == 302


def test_that_both_steps_were_done_is_remembered_for_ten_minutes(
    client: Client, enrolled: Staff, monkeypatch: pytest.MonkeyPatch
):
    client.force_login(enrolled)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "code": code()})
    now = the_moment_it_is().timestamp()
    for minutes, status in ((9, 200), (11, 302)):
        later = SimpleNamespace(time=partial(float, now + 60 * minutes))
        monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time", later)
        assert client.get(reverse("recovery_codes")).status_code == status


def test_showing_who_one_is_again_begins_a_new_session_and_the_old_key_is_good_no_more(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    client.get(DESK)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_signed_in(thief)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "code": code(steps=1)})
    assert (is_signed_in(client), is_signed_in(thief)) == (True, False)
    assert [one.session_key for one in OpenSession.objects.all()] == [client.session.session_key]


def test_both_steps_are_asked_for_again_before_the_record_and_a_decision_and_what_was_sent_is_done_then(
    client: Client, enrolled: Staff
):
    contact = cast.received(kinds=("complaint",))
    actions.appoint(enrolled, role=Role.MANAGER, path="s5", by=None, at=HIRED)
    actions.appoint(enrolled, role=Role.AUDITOR, path="s5", by=None, at=HIRED)
    client.force_login(enrolled)
    decision = f"{DESK}contacts/{contact.reference}/happened/restricted/"
    for page in (f"{DESK}record/", f"{DESK}looks/csv/", f"{DESK}failed-sign-ins/", f"{DESK}signed-in/", decision):
        assert (
            client.get(page).headers["Location"] == f"{reverse('account_reauthenticate')}?next={quote(page, safe='')}"
        )
    assert client.get(DESK).status_code == 200
    colleague, elsewhere = cast.staff("Lee Lane"), Client()
    elsewhere.force_login(colleague)
    assert is_signed_in(elsewhere)
    ask = client.post(f"{DESK}signed-in/end/", {"staff": colleague.pk}).headers["Location"]
    assert is_signed_in(elsewhere)
    both = {"password": PASSWORD, "code": code()}
    assert client.post(ask, both).headers["Location"] == f"{DESK}signed-in/"
    assert [is_signed_in(elsewhere), is_signed_in(client)] == [False, True]


def test_what_was_asked_for_is_done_once_both_steps_were_done_again(client: Client, enrolled: Staff):
    client.force_login(enrolled)
    before = last_entry()
    to = client.post(reverse("recovery_codes")).headers["Location"]
    assert recorded(before) == []
    both = {"password": PASSWORD, "code": code()}
    assert client.post(to, both).headers["Location"] == reverse("recovery_codes")
    assert recorded(before) == [("sam@council.example", "renewed recovery codes")]


def test_one_computer_that_tries_and_tries_is_told_to_wait(client: Client, settings: Any):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    tries = [first_step(client, email=f"{number}@council.example") for number in range(3)]
    assert [response.status_code for response in tries] == [200, 200, 429]
    assert "Wait a minute, then try again." in tries[-1].content.decode()


def test_new_recovery_codes_take_the_place_of_the_old(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    before = last_entry()
    old = re.findall(r"<code>(\d{8})</code>", client.get(reverse("recovery_codes")).content.decode())
    new = re.findall(r"<code>(\d{8})</code>", client.post(reverse("recovery_codes"), follow=True).content.decode())
    assert (len(old), len(new), set(old) & set(new)) == (10, 10, set())
    assert recorded(before) == [("sam@council.example", "renewed recovery codes")]


def test_a_new_password_is_recorded_and_ends_every_other_session(client: Client, enrolled: Staff):
    other = Client()
    for one, steps in ((client, 0), (other, 1)):
        first_step(one)
        second_step(one, code(steps))
    before = last_entry()
    typed = {"oldpassword": PASSWORD, "password1": "a wholly other phrase", "password2": "a wholly other phrase"}
    assert client.post(reverse("account_change_password"), typed).headers["Location"] == reverse("account")
    assert (is_signed_in(client), is_signed_in(other)) == (True, False)
    assert recorded(before) == [
        ("sam@council.example", "changed password"),
        ("sam@council.example", "ended sessions"),
    ]
    assert Staff.objects.get().check_password("a wholly other phrase")


def test_a_new_password_that_will_not_do_is_refused_with_the_reason(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    typed = {"oldpassword": "wrong", "password1": "short", "password2": "shorter"}
    assert errors(client.post(reverse("account_change_password"), typed)) == [
        "This is not your password now. Enter the password that you sign in with",
        "This password is too short. It must contain at least 12 characters.",
    ]
    assert errors(client.post(reverse("account_change_password"), {})) == [
        "Enter your password now",
        "Enter a new password",
        "Enter the new password again",
    ]


def test_whoever_is_deactivated_is_signed_out_and_cannot_sign_in(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    actions.deactivate(enrolled, by=None, at=HIRED)
    assert not is_signed_in(client)
    response = client.post(
        reverse("account_login"), {"login": "sam@council.example", "password": PASSWORD}, follow=True
    )
    assert response.redirect_chain == [(reverse("account_login"), 302)]
    assert "Your account is closed. If you still work here, ask your manager." in response.content.decode()
    assert not is_signed_in(client)


def test_a_browser_keeps_no_page_that_shows_a_secret(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    for name in ("one_time_codes", "recovery_codes"):
        assert "no-store" in client.get(reverse(name)).headers["Cache-Control"], name


def test_a_passkey_that_is_none_signs_nobody_in_and_at_the_second_step_is_recorded(client: Client, enrolled: Staff):
    for credential in ("{}", "[]", "1", "null", '{"response": {}}', '{"id": "AA", "response": {"userHandle": "MQ"}}'):
        page = client.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True)
        assert page.redirect_chain == [(reverse("account_login"), 302)], credential
    assert not is_signed_in(client)
    before = last_entry()
    first_step(client)
    answer = client.post(reverse("mfa_authenticate"), {"credential": '{"id": "AA"}'})
    assert (answer.status_code, "not known here" in answer.content.decode()) == (200, False)  # they have none to use
    assert recorded(before) == [("", "failed the second step")]


def test_nobody_has_a_passkey_and_no_codes(client: Client, sam: Staff):
    first_step(client)
    assert client.get(reverse("add_passkey")).headers["Location"] == reverse("one_time_codes")
    with pytest.raises(ValueError, match="set up the one-time codes first"):
        actions.add_passkey(sam, name="", credential={}, by=sam, at=HIRED)


def test_a_passkey_that_the_browser_did_not_make_is_not_added(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    for credential in ("{}", "[1]", '{"id": "AA"}', "x", ""):
        answer = client.post(reverse("add_passkey"), {"name": "Mine", "credential": credential})
        assert "The passkey was not added" in answer.content.decode(), credential
