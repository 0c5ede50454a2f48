"""Staff sign in by the council's own directory: those who are hired and nobody else, by what it alone can have said."""

import base64
import json
import re
import socket
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from answerable.config.clock import the_moment_it_is
from answerable.evidence.models import Entry
from answerable.people import actions, directory
from answerable.people.models import FailedSignIn, OpenSession, Role, Staff
from tests import cast
from tests.build import at
from tests.cast import PASSWORD
from tests.people.a_directory import ANOTHER_KEY, CLIENT, SECRET, TENANT, ADirectory, a_directory
from tests.people.test_signing_in import HIRED, code, enrolled, errors, first_step, is_signed_in, sam, second_step

__all__ = ["enrolled", "sam"]  # fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]

SIGN_IN, BACK = "/account/sign-in/directory/", "/account/sign-in/directory/back/"
DESK = "/s5/desk/"


@pytest.fixture(params=["standard"])
def there(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[ADirectory]:
    """Have the council sign in by a directory: of the standard kind, where a test does not say otherwise."""
    with a_directory(request.param) as made:
        secret = tmp_path / "secret"
        secret.write_text(f"{SECRET}\n", encoding="utf-8")
        settings.DIRECTORY_ISSUER, settings.DIRECTORY_KIND = made.issuer, request.param
        settings.DIRECTORY_CLIENT, settings.DIRECTORY_SECRET = CLIENT, str(secret)
        settings.DIRECTORY_NAME = "your Borough account"
        settings.DIRECTORY_DOMAINS = ["council.example"]
        yield made


every_kind = pytest.mark.parametrize("there", ["entra", "google", "standard"], indirect=True)


def now() -> int:
    """Return the moment it is, as a token says it."""
    return int(the_moment_it_is().timestamp())


def go_there(client: Client, there: ADirectory, query: str = "") -> dict[str, str]:
    """Press the button, and return what the browser tells the directory."""
    led = client.post(f"{SIGN_IN}{query}")
    assert led.status_code == 302, led.content.decode()
    address, _, asked = led.headers["Location"].partition("?")
    assert address == f"{there.issuer}/authorize"
    told = dict(parse_qsl(asked))
    there.nonce = told["nonce"]
    return told


def come_back(client: Client, told: dict[str, str]) -> Any:
    return client.get(BACK, {"code": "a code", "state": told["state"]})


def sign_in(client: Client, there: ADirectory, query: str = "") -> Any:
    return come_back(client, go_there(client, there, query))


def words(response: Any) -> str:
    """Return what a page says below its heading."""
    said = re.sub(r"<[^>]+>", " ", response.content.decode().partition("</h1>")[2].partition("</main>")[0])
    return re.sub(r"\s+", " ", unescape(said)).strip()


def records(staff: Staff) -> list[tuple[str, dict[str, Any]]]:
    found = Entry.objects.filter(about=staff.reference).order_by("id")
    return [(one.what, one.details) for one in found if one.what not in ("hired", "appointed", "set up one-time codes")]


WITH_PASSWORD = "Or sign in with your password ."
ASK = "Ask whoever gives people their accounts at your council."


@every_kind
def test_who_is_hired_signs_in_by_the_directory_and_then_with_a_code_and_goes_where_they_were_going(
    client: Client, there: ADirectory, enrolled: Staff
):
    answer = sign_in(client, there, "?next=/s5/desk/waiting/")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_authenticate"))
    assert not is_signed_in(client)
    assert second_step(client, code()).headers["Location"] == "/s5/desk/waiting/"
    assert is_signed_in(client)
    assert records(enrolled) == [
        ("linked with the directory", {"issuer": there.issuer, "subject": "sam-1"}),
        ("signed in", {"way": "directory"}),
    ]


def test_only_what_is_needed_is_asked_of_the_directory_and_in_a_way_that_nobody_can_use_again(
    client: Client, there: ADirectory, enrolled: Staff
):
    told = go_there(client, there, "?scope=admin&auth_params=prompt%3Dnone")
    assert {name: told[name] for name in sorted(told) if name not in ("code_challenge", "nonce", "state")} == {
        "client_id": CLIENT,
        "code_challenge_method": "S256",
        "redirect_uri": f"http://testserver{BACK}",
        "response_type": "code",
        "scope": told["scope"],
    }
    assert sorted(told["scope"].split()) == ["email", "openid"]
    assert min(map(len, (told["code_challenge"], told["nonce"], told["state"]))) >= 16
    come_back(client, told)
    ((page, form),) = [one for one in there.asked if one[0] == "token"]
    assert (page, len(form.pop("code_verifier")) >= 43, form) == (
        "token",
        True,
        {
            "Authorization": f"Basic {base64.b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}",
            "code": "a code",
            "grant_type": "authorization_code",
            "redirect_uri": f"http://testserver{BACK}",
        },
    )


def test_of_what_the_directory_says_nothing_is_kept_but_what_it_calls_somebody(
    client: Client, there: ADirectory, enrolled: Staff
):
    for _ in range(2):
        sign_in(client, there)
    assert list(SocialAccount.objects.values_list("user", "provider", "uid", "extra_data")) == [
        (enrolled.pk, there.issuer, "sam-1", {})
    ]
    assert SocialToken.objects.count() == 0
    enrolled.refresh_from_db()
    assert (enrolled.email, enrolled.name, enrolled.check_password(PASSWORD)) == (
        "sam@council.example",
        "Sam Field",
        True,
    )


def test_who_is_linked_is_known_by_what_the_directory_calls_them_whatever_their_address_becomes(
    client: Client, there: ADirectory, enrolled: Staff
):
    boss = actions.hire("boss@council.example", name="A Boss", phone="1", password=PASSWORD, by=None, at=HIRED)
    sign_in(client, there)
    there.claims = {"email": "boss@council.example", "email_verified": True}
    sign_in(client, there)
    second_step(client, code())
    assert client.get(reverse("account")).context["user"] == enrolled
    assert records(boss) == []


def test_an_address_given_to_somebody_else_there_does_not_give_them_the_account_until_it_is_unlinked(
    client: Client, there: ADirectory, enrolled: Staff
):
    sign_in(client, there)
    there.claims = {"sub": "another-sam"}
    refused = sign_in(client, there)
    assert (refused.status_code, words(refused)) == (
        403,
        "The account of sam@council.example is linked with somebody whom the directory tells apart from you, although "
        f"you have the same address. {ASK} {WITH_PASSWORD}",
    )
    actions.unlink(enrolled, by=None, at=HIRED)
    assert sign_in(client, there).headers["Location"] == reverse("mfa_authenticate")
    assert list(SocialAccount.objects.values_list("uid", flat=True)) == ["another-sam"]


def test_who_was_never_linked_cannot_be_unlinked(enrolled: Staff):
    with pytest.raises(ValueError, match=r"Cannot unlink Sam Field: they have not signed in by the directory yet\."):
        actions.unlink(enrolled, by=None, at=HIRED)


@every_kind
def test_a_stranger_is_refused_in_a_sentence_and_no_account_is_made(client: Client, there: ADirectory, sam: Staff):
    there.claims = {"email": "Stranger@council.example", "sub": "stranger"}
    refused = sign_in(client, there)
    assert (refused.status_code, words(refused)) == (
        403,
        f"Nobody is hired here with the address stranger@council.example. {ASK} {WITH_PASSWORD}",
    )
    assert (list(Staff.objects.all()), SocialAccount.objects.count()) == ([sam], 0)
    assert [(row.email, row.wrong) for row in FailedSignIn.objects.all()] == [("stranger@council.example", 1)]


ELSEWHERE = (
    "The account that you signed in with is not one of the council's. Sign out there, and sign in with the account "
    "that you have from the council."
)
UNSURE = f"It does not say that the address sam@council.example is surely yours. {ASK}"


@pytest.mark.parametrize(
    ("there", "claims", "why"),
    [
        ("entra", {"tid": "99999999-2222-4333-8444-555555555555"}, ELSEWHERE),
        ("entra", {"tid": None}, ELSEWHERE),
        ("entra", {"xms_edov": None}, UNSURE),
        ("entra", {"xms_edov": None, "email_verified": True}, UNSURE),
        ("entra", {"xms_edov": False}, UNSURE),
        ("entra", {"xms_edov": "0"}, UNSURE),
        ("google", {"hd": None}, ELSEWHERE),
        ("google", {"hd": "other.example"}, ELSEWHERE),
        ("google", {"email_verified": False}, UNSURE),
        ("standard", {"email_verified": False}, UNSURE),
        ("standard", {"email_verified": None}, UNSURE),
        ("standard", {"email_verified": "false"}, UNSURE),
        ("standard", {"email_verified": None, "xms_edov": True}, UNSURE),
        ("standard", {"email": None}, f"It does not say what your email address is. {ASK}"),
        ("standard", {"email": ["sam@council.example"]}, f"It does not say what your email address is. {ASK}"),
        ("standard", {"email": "a@b@council.example"}, f"It does not say what your email address is. {ASK}"),
        (
            "standard",
            {"email": "sam@evil-council.example"},
            f"It says that your email address is sam@evil-council.example, which is none of the council's. {ASK}",
        ),
    ],
    indirect=["there"],
)
def test_an_address_that_may_be_anybodys_lets_nobody_in_who_is_not_linked(
    client: Client, there: ADirectory, sam: Staff, claims: dict[str, Any], why: str
):
    there.claims = claims
    refused = sign_in(client, there)
    assert (refused.status_code, words(refused)) == (403, f"{why} {WITH_PASSWORD}")
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ("entra", {"xms_edov": True}),
        ("entra", {"xms_edov": 1}),
        ("entra", {"xms_edov": "1"}),
        ("entra", {"xms_edov": "true"}),
        ("entra", {"email": "SAM@Council.Example"}),
    ],
    indirect=["there"],
)
def test_entra_says_that_an_address_is_sure_in_several_ways(
    client: Client, there: ADirectory, enrolled: Staff, said: dict[str, Any]
):
    there.claims = said
    assert sign_in(client, there).headers["Location"] == reverse("mfa_authenticate")


@pytest.mark.parametrize("there", ["entra", "standard"], indirect=True)
def test_addresses_that_only_the_council_can_write_are_believed_as_they_are(
    client: Client, there: ADirectory, enrolled: Staff, settings: Any
):
    settings.DIRECTORY_ADDRESSES = "ours"
    there.claims = {"xms_edov": None, "email_verified": None}
    assert sign_in(client, there).headers["Location"] == reverse("mfa_authenticate")


@pytest.mark.parametrize(
    ("there", "claims"),
    [("entra", {"tid": "99999999-2222-4333-8444-555555555555"}), ("google", {"hd": "other.example"})],
    indirect=["there"],
)
def test_who_is_linked_and_comes_by_another_organisation_is_refused(
    client: Client, there: ADirectory, enrolled: Staff, claims: dict[str, Any]
):
    sign_in(client, there)
    there.claims = claims
    assert sign_in(client, there).status_code == 403


def test_who_has_left_is_told_whom_to_ask_and_is_not_linked(client: Client, there: ADirectory, sam: Staff):
    actions.deactivate(sam, by=None, at=HIRED)
    refused = sign_in(client, there)
    assert (refused.status_code, words(refused)) == (
        403,
        "The account of sam@council.example is closed. If you still work here, ask your manager. " + WITH_PASSWORD,
    )
    assert SocialAccount.objects.count() == 0


def test_who_is_linked_and_has_left_is_told_whom_to_ask(client: Client, there: ADirectory, enrolled: Staff):
    sign_in(client, there)
    actions.deactivate(enrolled, by=None, at=HIRED)
    assert sign_in(client, there).headers["Location"] == reverse("account_login")
    assert (
        "Your account is closed. If you still work here, ask your manager."
        in client.get(reverse("account_login")).content.decode()
    )
    assert not is_signed_in(client)
    assert records(enrolled)[-1] == ("failed to sign in", {"email": "sam@council.example", "is_active": False})


NOT_THIS_TIME = f"{directory.NOT_THIS_TIME} {WITH_PASSWORD}"


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"iss": "https://other.example"}, id="of another issuer"),
        pytest.param({"iss": None}, id="of no issuer"),
        pytest.param({"aud": "another"}, id="for another"),
        pytest.param({"aud": [CLIENT, "another"]}, id="for us and another"),
        pytest.param({"aud": None}, id="for nobody"),
        pytest.param({"azp": "another"}, id="given to another"),
        pytest.param({"nonce": "another"}, id="asked for by another browser"),
        pytest.param({"nonce": None}, id="asked for by nobody"),
        pytest.param({"exp": now() - 120}, id="expired"),
        pytest.param({"exp": None}, id="that never expires"),
        pytest.param({"exp": "soon"}, id="that expires at no moment"),
        pytest.param({"iat": now() + 7_200}, id="from the future"),
        pytest.param({"iat": None}, id="from no moment"),
        pytest.param({"sub": ""}, id="that names nobody"),
        pytest.param({"sub": None}, id="without a name"),
        pytest.param({"sub": 7}, id="that names a number"),
        pytest.param({"sub": "s" * 192}, id="that names at length"),
    ],
)
def test_a_token_that_is_not_for_this_very_browser_signs_nobody_in(
    client: Client, there: ADirectory, enrolled: Staff, claims: dict[str, Any]
):
    there.claims = claims
    refused = sign_in(client, there)
    assert (refused.status_code, words(refused)) == (502, NOT_THIS_TIME)
    assert (SocialAccount.objects.count(), records(enrolled)) == (0, [])


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"algorithm": "none"}, id="not at all"),
        pytest.param({"algorithm": "HS256", "key": SECRET * 2}, id="with what we know too"),
        pytest.param({"key": ANOTHER_KEY}, id="with another key"),
        pytest.param({"key": ANOTHER_KEY, "header": {"kid": "two"}}, id="with a key that it does not show"),
        pytest.param({"header": {}}, id="with no key named"),
    ],
)
def test_a_token_that_the_directory_has_not_signed_signs_nobody_in(
    client: Client, there: ADirectory, enrolled: Staff, how: dict[str, Any]
):
    for name, value in how.items():
        setattr(there, name, value)
    refused = sign_in(client, there)
    assert (refused.status_code, words(refused)) == (502, NOT_THIS_TIME)
    assert SocialAccount.objects.count() == 0


def test_clocks_may_differ_by_less_than_a_minute(client: Client, there: ADirectory, enrolled: Staff):
    there.claims = {"iat": now() + 30}
    assert sign_in(client, there).headers["Location"] == reverse("mfa_authenticate")
    there.claims = {"exp": now() - 30}
    assert sign_in(client, there).headers["Location"] == reverse("mfa_authenticate")


def test_one_way_back_is_good_once_and_in_the_browser_that_went(client: Client, there: ADirectory, enrolled: Staff):
    told = go_there(client, there)
    for other, state in ((Client(), told["state"]), (client, "another"), (client, "")):
        refused = come_back(other, {"state": state})
        assert (refused.status_code, words(refused)) == (400, NOT_THIS_TIME)
    assert come_back(client, told).status_code == 302
    assert (come_back(client, told).status_code, words(come_back(client, told))) == (400, NOT_THIS_TIME)


def test_who_goes_back_at_the_directory_is_not_signed_in_and_may_begin_again(
    client: Client, there: ADirectory, enrolled: Staff
):
    told = go_there(client, there)
    answer = client.get(BACK, {"error": "access_denied", "state": told["state"]})
    assert (answer.status_code, words(answer)) == (400, f"{directory.CANCELLED} {WITH_PASSWORD}")
    told = go_there(client, there)
    answer = client.get(BACK, {"error": "server_error", "state": told["state"]})
    assert (answer.status_code, words(answer)) == (400, NOT_THIS_TIME)


AWAY = f"{directory.AWAY} {WITH_PASSWORD}"
NONSENSE = [
    pytest.param((500, b"{}"), id="an error"),
    pytest.param((302, b"http://127.0.0.1:9/"), id="a way elsewhere"),
    pytest.param((200, b"<html>"), id="a page"),
    pytest.param((200, b""), id="nothing"),
    pytest.param((200, b"[]"), id="a list"),
    pytest.param((200, b"7"), id="a number"),
    pytest.param((200, b"null"), id="no thing"),
    pytest.param((200, b'{"keys": [7], "access_token": 7, "id_token": 7, "issuer": 7}'), id="other things"),
    pytest.param((200, b'{"keys": 7, "access_token": "", "id_token": "x.y.z"}'), id="half of it"),
    pytest.param((200, b'{"access_token": "a token"}'), id="no ID token"),
    pytest.param((200, b"\xff\xfe\x00"), id="no text"),
    pytest.param((200, b"[" * 100_000), id="a deep nest"),
    pytest.param((200, b" " * 600_000), id="too much"),
]


@pytest.mark.parametrize("answer", NONSENSE)
def test_a_directory_that_says_nonsense_of_itself_leads_to_a_plain_page(
    client: Client, there: ADirectory, enrolled: Staff, answer: tuple[int, bytes]
):
    there.answers["openid-configuration"] = answer
    plain = client.post(SIGN_IN)
    assert (plain.status_code, words(plain)) == (502, AWAY)


@pytest.mark.parametrize("of", ["token", "keys"])
@pytest.mark.parametrize("answer", NONSENSE)
def test_a_directory_that_answers_nonsense_leads_to_a_plain_page(
    client: Client, there: ADirectory, enrolled: Staff, of: str, answer: tuple[int, bytes]
):
    there.answers[of] = answer
    plain = sign_in(client, there)
    assert (plain.status_code, words(plain)) in [(502, AWAY), (502, NOT_THIS_TIME)]
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "config",
    [
        {"issuer": "https://other.example"},
        {"authorization_endpoint": "http://127.0.0.1:9/authorize"},
        {"authorization_endpoint": None},
        {"token_endpoint": "ftp://127.0.0.1/token"},
        {"jwks_uri": ["a", "list"]},
    ],
)
def test_a_directory_that_is_another_or_leads_elsewhere_leads_to_a_plain_page(
    client: Client, there: ADirectory, enrolled: Staff, config: dict[str, Any]
):
    there.config = config
    plain = client.post(SIGN_IN)
    assert (plain.status_code, words(plain)) == (502, AWAY)


@pytest.mark.parametrize("of", ["openid-configuration", "token", "keys"])
def test_a_slow_directory_holds_nobody_up(
    client: Client, there: ADirectory, enrolled: Staff, of: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(directory, "ANSWERS_WITHIN", 0.2)
    there.before = lambda asked: sleep(1) if asked == of else None
    began = monotonic()
    plain = client.post(SIGN_IN) if of == "openid-configuration" else sign_in(client, there)
    assert (plain.status_code, words(plain), monotonic() - began < 1) == (502, AWAY, True)


def test_an_answer_that_comes_in_drops_holds_nobody_up(
    client: Client, there: ADirectory, enrolled: Staff, monkeypatch: pytest.MonkeyPatch, settings: Any
):
    monkeypatch.setattr(directory, "WHOLE_WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.DIRECTORY_ISSUER = f"http://127.0.0.1:{listening.getsockname()[1]}"

        def drip() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(10_000)
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                try:
                    for _ in range(40):
                        line.sendall(b" ")
                        sleep(0.05)
                except OSError:
                    pass  # nobody listens any more

        dripping = threading.Thread(target=drip)
        dripping.start()
        began = monotonic()
        plain = client.post(SIGN_IN)
        assert (plain.status_code, words(plain), monotonic() - began < 1.5) == (502, AWAY, True)
        dripping.join()


def test_a_directory_that_is_away_leads_to_a_plain_page_and_the_password_still_signs_in(
    client: Client, there: ADirectory, enrolled: Staff, settings: Any
):
    settings.DIRECTORY_ISSUER = "http://127.0.0.1:9"  # where nobody listens
    plain = client.post(SIGN_IN)
    assert (plain.status_code, words(plain)) == (502, AWAY)
    first_step(client)
    second_step(client, code())
    assert is_signed_in(client)


def test_a_secret_that_cannot_be_read_leads_to_a_plain_page(
    client: Client, there: ADirectory, enrolled: Staff, settings: Any
):
    told = go_there(client, there)
    settings.DIRECTORY_SECRET = "/nowhere/secret"
    assert [(one.status_code, words(one)) for one in (client.post(SIGN_IN), come_back(client, told))] == [
        (502, AWAY)
    ] * 2


def test_where_the_pages_of_the_directory_are_is_asked_once_in_five_minutes(
    client: Client, there: ADirectory, enrolled: Staff
):
    sign_in(client, there)
    go_there(client, there)
    asked = [page for page, _ in there.asked]
    assert asked == ["openid-configuration", "token", "keys"]
    cache.clear()
    go_there(client, there)
    assert [page for page, _ in there.asked][3:] == ["openid-configuration"]


def test_a_second_factor_there_is_enough_where_the_council_says_so(
    client: Client, there: ADirectory, enrolled: Staff, settings: Any
):
    settings.DIRECTORY_SECOND_STEP = ["amr:mfa", "acr:high"]
    for claims in ({"amr": ["pwd"]}, {"amr": None}, {"acr": "low", "mfa": "amr"}, {"amr": "mfax"}):
        there.claims = claims
        assert sign_in(client, there).headers["Location"] == reverse("mfa_authenticate")
        assert not is_signed_in(client)
    for claims in ({"amr": ["pwd", "mfa"]}, {"acr": "high"}):
        there.claims = claims
        assert sign_in(client, there).headers["Location"] == DESK
        assert is_signed_in(client)
        client.logout()


def test_a_second_factor_there_is_not_enough_where_the_council_does_not_say_so(
    client: Client, there: ADirectory, enrolled: Staff
):
    there.claims = {"amr": ["pwd", "mfa"]}
    assert sign_in(client, there).headers["Location"] == reverse("mfa_authenticate")


def test_who_has_set_up_no_codes_sees_the_desk_only_where_the_directory_asked_for_a_second_factor(
    client: Client, there: ADirectory, sam: Staff, settings: Any
):
    settings.DIRECTORY_SECOND_STEP = ["amr:mfa"]
    assert sign_in(client, there).headers["Location"] == DESK
    assert client.get(DESK).headers["Location"] == reverse("one_time_codes")
    there.claims = {"amr": ["mfa"]}
    client.logout()
    sign_in(client, there)
    assert client.get(DESK).status_code == 404  # there is no council in this test, and nothing more is asked
    client.logout()
    first_step(client)
    assert client.get(DESK).headers["Location"] == reverse("one_time_codes")


def test_a_session_by_the_directory_is_in_the_list_and_ends_as_any_other(
    client: Client, there: ADirectory, enrolled: Staff
):
    sign_in(client, there)
    second_step(client, code())
    assert is_signed_in(client)
    (session,) = OpenSession.objects.all()
    assert session.staff == enrolled
    assert client.cookies["sessionid"]["max-age"] == ""
    actions.end_session(session, by=None, at=HIRED)
    assert not is_signed_in(client)


def test_the_buttons_lead_to_the_directory_and_no_other_page_may(client: Client, there: ADirectory, enrolled: Staff):
    pages = {path: client.get(path) for path in (reverse("account_login"), "/", "/account/nothing/")}
    allowed = {path: re.findall("form-action ([^;]+)", page["Content-Security-Policy"]) for path, page in pages.items()}
    assert allowed == {
        "/account/sign-in/": [f"'self' {there.site}"],
        "/": ["'self'"],
        "/account/nothing/": [f"'self' {there.site}"],
    }
    assert "Sign in with your Borough account" in pages["/account/sign-in/"].content.decode()


def test_without_a_directory_there_is_no_button_and_nothing_to_open(client: Client, enrolled: Staff):
    page = client.get(reverse("account_login"))
    assert SIGN_IN not in page.content.decode()
    assert "form-action 'self';" in page["Content-Security-Policy"]
    assert (client.post(SIGN_IN).status_code, client.get(BACK).status_code) == (404, 404)


def test_nobody_is_led_to_another_site_afterwards(client: Client, there: ADirectory, enrolled: Staff, settings: Any):
    settings.DIRECTORY_SECOND_STEP, there.claims = ["amr:mfa"], {"amr": ["mfa"]}
    assert sign_in(client, there, "?next=https://evil.example/").headers["Location"] == DESK


def test_the_way_in_is_recorded_for_a_password_too(client: Client, enrolled: Staff):
    first_step(client)
    second_step(client, code())
    assert records(enrolled) == [("signed in", {"way": "password"})]


def test_only_one_account_signs_in_with_a_password_where_the_council_says_so(
    client: Client, there: ADirectory, enrolled: Staff, settings: Any
):
    settings.PASSWORD_ONLY_FOR = "duty@council.example"
    refused = first_step(client)
    assert errors(refused) == ["Nobody signs in with a password here. Sign in with your Borough account"]
    assert FailedSignIn.objects.count() == 0
    duty = cast.at_home(
        actions.hire("duty@council.example", name="On Duty", phone="1", password=PASSWORD, by=None, at=HIRED)
    )
    first_step(client, email="Duty@council.example")
    assert client.get(reverse("account")).context["user"] == duty
    with pytest.raises(
        ValueError, match="Cannot close the account of On Duty: nobody else may sign in with a password"
    ):
        actions.deactivate(duty, by=None, at=HIRED)


def test_who_came_by_the_directory_can_still_show_who_they_are_where_passwords_are_off(
    client: Client, there: ADirectory, enrolled: Staff, settings: Any
):
    settings.PASSWORD_ONLY_FOR = "duty@council.example"
    settings.DIRECTORY_SECOND_STEP, there.claims = ["amr:mfa"], {"amr": ["mfa"]}
    sign_in(client, there)
    long_ago(client)
    page = client.get(reverse("passkeys"))
    assert page.headers["Location"] == f"{reverse('account_reauthenticate')}?next=%2Faccount%2Fpasskeys%2F"
    assert "Sign in again with your Borough account" in client.get(page.headers["Location"]).content.decode()
    told = go_there(client, there, "?next=/account/passkeys/")
    assert (told["prompt"], told["max_age"]) == ("login", "0")
    there.claims = {"amr": ["mfa"], "auth_time": now()}
    before = client.session.session_key
    assert come_back(client, told).headers["Location"] == "/account/passkeys/"
    assert client.get("/account/passkeys/").status_code == 200
    assert not Session.objects.filter(session_key=before).exists()  # whoever knew it is signed in no more
    assert [what for what, _ in records(enrolled)].count("signed in") == 1


@pytest.mark.parametrize(
    ("claims", "why"),  # auth_time in seconds from now on
    [
        ({"amr": ["mfa"]}, directory.NOT_AGAIN),
        ({"amr": ["mfa"], "auth_time": -3_600}, directory.NOT_AGAIN),
        ({"amr": ["mfa"], "auth_time": "now"}, directory.NOT_AGAIN),
        ({"amr": ["pwd"], "auth_time": 0}, directory.NOT_BOTH),
        (
            {"amr": ["mfa"], "auth_time": 0, "sub": "2", "email": "duty@council.example"},
            "You are signed in here as Sam Field, and there as somebody else. Sign out here first.",
        ),
    ],
)
def test_who_does_not_show_anew_who_they_are_does_not_go_on(
    client: Client, there: ADirectory, enrolled: Staff, settings: Any, claims: dict[str, Any], why: str
):
    actions.hire("duty@council.example", name="On Duty", phone="1", password=PASSWORD, by=None, at=HIRED)
    settings.DIRECTORY_SECOND_STEP, there.claims = ["amr:mfa"], {"amr": ["mfa"]}
    sign_in(client, there)
    long_ago(client)
    said_at = claims.get("auth_time")
    there.claims = claims | ({"auth_time": now() + said_at} if isinstance(said_at, int) else {})
    refused = sign_in(client, there, "?next=/account/passkeys/")
    assert (refused.status_code, words(refused)) == (403, f"{why} {WITH_PASSWORD}")
    assert client.get(reverse("passkeys")).status_code == 302


def long_ago(client: Client) -> None:
    """Let it be long since somebody signed in."""
    session = client.session
    session["signed_in_at"] = at("Mon 2 Nov 2026 09:00").isoformat()
    session.save()


def test_an_issuer_that_ends_with_a_slash_is_asked_at_one_slash_alone(
    client: Client, there: ADirectory, enrolled: Staff, settings: Any
):
    settings.DIRECTORY_ISSUER = f"{there.issuer}/"
    there.config = {"issuer": f"{there.issuer}/"}
    there.claims = {"iss": f"{there.issuer}/"}
    assert sign_in(client, there).headers["Location"] == reverse("mfa_authenticate")
    assert SocialAccount.objects.get().provider == f"{there.issuer}/"


def test_a_post_of_somebody_who_came_by_the_directory_is_theirs(client: Client, there: ADirectory, sam: Staff):
    actions.appoint(sam, role=Role.OFFICER, path="s1", by=None, at=HIRED)
    assert sign_in(client, there).headers["Location"] == reverse("account")
    assert TENANT not in client.get(reverse("account")).content.decode()
    assert urlsplit(there.issuer).hostname == "127.0.0.1"


@pytest.mark.parametrize("of", ["openid-configuration", "token", "keys"])
def test_what_the_directory_sends_us_on_to_is_not_asked(client: Client, there: ADirectory, enrolled: Staff, of: str):
    with a_directory("standard") as elsewhere:
        elsewhere.config, elsewhere.claims = there.says_of_itself(), {"iss": there.issuer}
        there.answers[of] = (302, f"{elsewhere.issuer}/{of}".encode())
        plain = client.post(SIGN_IN) if of == "openid-configuration" else sign_in(client, there)
        assert (plain.status_code, elsewhere.asked) == (502, [])


def test_an_answer_that_is_too_long_is_not_read_though_it_is_right(client: Client, there: ADirectory, enrolled: Staff):
    there.answers["openid-configuration"] = (200, json.dumps(there.says_of_itself()).encode() + b" " * 600_000)
    plain = client.post(SIGN_IN)
    assert (plain.status_code, words(plain)) == (502, AWAY)


def test_allauth_finds_nobody_by_an_address_even_where_it_is_told_to(
    client: Client, there: ADirectory, enrolled: Staff, settings: Any
):
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    sign_in(client, there)
    there.claims = {"sub": "another-sam"}
    assert sign_in(client, there).status_code == 403


def test_who_came_by_the_directory_may_show_who_they_are_by_their_password_and_a_code(
    client: Client, there: ADirectory, enrolled: Staff, settings: Any
):
    settings.PASSWORD_ONLY_FOR = "duty@council.example"
    settings.DIRECTORY_SECOND_STEP, there.claims = ["amr:mfa"], {"amr": ["mfa"]}
    sign_in(client, there)
    long_ago(client)
    again = f"{reverse('account_reauthenticate')}?next=/account/passkeys/"
    answer = client.post(again, {"password": PASSWORD, "code": code()})
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/account/passkeys/")


def test_who_has_signed_in_with_a_password_meanwhile_signs_in_anew(client: Client, there: ADirectory, enrolled: Staff):
    told = go_there(client, there)
    first_step(client)
    second_step(client, code())
    assert is_signed_in(client)
    assert come_back(client, told).headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
