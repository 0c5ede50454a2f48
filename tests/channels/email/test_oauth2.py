"""A mailbox is signed in to by tokens, on servers that take no passwords: fetched, kept, renewed, and never told."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from answerable.channels.email import oauth2
from answerable.channels.email.fetch import fetch
from answerable.channels.email.models import Position
from answerable.contacts.models import Outgoing
from answerable.councils.models import Mailbox
from answerable.inbox.models import Incoming
from tests import cast
from tests.build import at
from tests.channels.conftest import CONTACT
from tests.channels.taking_in import dispatch
from tests.channels.token_servers import MAIL, Issuer, running

MONDAY = at("Mon 2 Nov 2026 09:00")
SOON = MONDAY + timedelta(minutes=1)
SECRET, REFRESH = "the-secret+/=", "the-refresh-token"
MICROSOFT = f'secret = "{SECRET}"\nscope = "https://outlook.office365.com/.default"\n'
GOOGLE = f'secret = "{SECRET}"\nrefresh = "{REFRESH}"\n'

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def issuer(settings: Any, tmp_path: Path) -> Iterator[Issuer]:
    cast.council("s5")
    oauth2._kept.clear()
    with running() as issuer:
        settings.MAIL_FILE = str(tmp_path / "mail.toml")
        write(settings, issuer, MICROSOFT)
        yield issuer


def write(settings: Any, issuer: Issuer, lines: str) -> None:
    Path(settings.MAIL_FILE).write_text(
        f'["{CONTACT}"]\nimap = "imap://us%40s5.example@127.0.0.1:{issuer.imap_port}"\n'
        f'smtp = "smtp://us%40s5.example@127.0.0.1:{issuer.smtp_port}"\n'
        f'["{CONTACT}".oauth2]\ntoken = "http://127.0.0.1:{issuer.token_port}/token"\nclient = "the-client"\n{lines}'
    )


def fetched() -> int:
    return fetch(Mailbox.objects.get(), at=SOON)


def problem() -> str:
    return Position.objects.get().problem


def test_as_ourselves_a_token_is_fetched_once_and_lets_us_in_to_read_and_to_send(issuer: Issuer) -> None:
    cast.received(MONDAY)
    assert (fetched(), problem(), dispatch(now=SOON)) == (1, "", 1)
    assert (bytes(Incoming.objects.get().raw), len(issuer.letters)) == (MAIL, 1)
    assert issuer.asked == [
        {
            "grant_type": "client_credentials",
            "client_id": "the-client",
            "client_secret": SECRET,
            "scope": "https://outlook.office365.com/.default",
        }
    ]


def test_as_somebody_who_agreed_the_refresh_token_is_given(issuer: Issuer, settings: Any) -> None:
    write(settings, issuer, GOOGLE)
    assert (fetched(), problem()) == (1, "")
    assert issuer.asked == [
        {
            "grant_type": "refresh_token",
            "refresh_token": REFRESH,
            "client_id": "the-client",
            "client_secret": SECRET,
        }
    ]


@pytest.mark.parametrize(("seconds", "kept_for"), [(3600, 3300), ("3600", 3300), (100, 50), ("soon", 3300)])
def test_a_token_is_renewed_before_it_ends(
    issuer: Issuer, seconds: object, kept_for: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = 1000.0
    monkeypatch.setattr(oauth2, "monotonic", lambda: passed)
    issuer.seconds = seconds
    fetched()
    passed += kept_for - 1
    fetched()
    assert len(issuer.asked) == 1
    passed += 1
    fetched()
    assert (len(issuer.asked), problem()) == (2, "")


def test_a_token_that_was_withdrawn_is_renewed_once(issuer: Issuer) -> None:
    cast.received(MONDAY)
    fetched()
    issuer.holds.clear()
    assert (fetched(), problem(), len(issuer.asked)) == (0, "", 2)
    issuer.holds.clear()
    assert (dispatch(now=SOON), len(issuer.asked)) == (1, 3)


def test_a_server_that_takes_no_token_says_where_to_look(issuer: Issuer) -> None:
    cast.received(MONDAY)
    issuer.is_trusted = False
    assert (fetched(), dispatch(now=SOON), len(issuer.asked)) == (0, 0, 3)
    begin = (
        "127.0.0.1 let us in by no token as us@s5.example, and not by a new one either. See that the mailbox is open "
        "to the program: docs/how-to/sign-in-with-oauth2.md shows how. It said: "
    )
    assert problem().startswith(begin)
    assert Outgoing.objects.get().problem.startswith(begin)


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        (
            (401, {"error": "invalid_client", "error_description": f"Not this secret:\r\n{SECRET}"}),
            "127.0.0.1 refused a token (401 invalid_client Not this secret: …). Check 'client' and 'secret' in the "
            "mail file. A secret ends on a day: make a new one if it has.",
        ),
        (
            (400, {"error": "invalid_grant"}),
            "127.0.0.1 refused a token (400 invalid_grant). The refresh token has ended or was withdrawn: make a "
            "new one.",
        ),
        ((500, {}), "127.0.0.1 refused a token (500 ). Check the lines under oauth2 in the mail file."),
        ((200, {}), "127.0.0.1 answered without a token. Check 'token' in the mail file."),
        ((200, {"access_token": "a\r\nb"}), "127.0.0.1 answered without a token. Check 'token' in the mail file."),
    ],
)
def test_who_gives_no_token_is_told_of_with_what_to_do(issuer: Issuer, refusal: Any, says: str) -> None:
    cast.received(MONDAY)
    issuer.refusal = refusal
    assert (fetched(), dispatch(now=SOON)) == (0, 0)
    assert (problem(), Outgoing.objects.get().problem) == (says, says)


def test_nothing_secret_is_ever_in_a_log(issuer: Issuer, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    write(settings, issuer, GOOGLE)
    cast.received(MONDAY)
    fetched()
    dispatch(now=SOON)
    issuer.is_trusted = False
    issuer.holds.clear()
    fetched()
    issuer.refusal = (400, {"error": "invalid_grant", "error_description": REFRESH})
    fetched()
    said = "\n".join(record.getMessage() + str(record.exc_info or "") for record in caplog.records)
    assert [one for one in (SECRET, REFRESH, "the-token", "auth=Bearer") if one in said] == []
    assert "the-secret" not in repr(oauth2.Grant("u", "c", "the-secret", "", "the-secret"))
