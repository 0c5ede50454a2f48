"""The demonstration's own pages: who is who, an email to a council, and the answer; and none of it anywhere else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from answerable.config import settings as deployment
from answerable.councils.models import Mailbox
from demonstration import settings as ours
from demonstration.codes import code_at
from demonstration.mailroom import Mailroom
from demonstration.names import PASSWORD, SECRET, address_of
from demonstration.places import settle
from tests.build import at

pytestmark = pytest.mark.django_db

LETTER = {
    "council": "s5",
    "name": "Robin Reed",
    "email": "robin@home.example",
    "subject": "Street lamp",
    "body": "The street lamp is out.",
}


@pytest.fixture
def room(settings: Any, tmp_path: Path) -> Iterator[Mailroom]:
    with Mailroom() as room:
        file = tmp_path / "mail.toml"
        file.write_text("\n".join(room.settings_for(address_of(key)) for key in ("s1", "s5")), encoding="utf-8")
        settings.MAIL_FILE = str(file)
        yield room


@pytest.fixture(autouse=True)
def a_demonstration(settings: Any) -> None:
    """What the demonstration's settings change, with one council set up."""
    for name in ("INSTALLED_APPS", "ROOT_URLCONF", "BANNER"):
        setattr(settings, name, getattr(ours, name))
    settle("s5", at=at("Mon 2 Nov 2026 09:00"))


@pytest.mark.parametrize("page", ["/demo/", "/demo/email/", "/demo/inbox/"])
def test_where_there_is_no_demonstration_there_are_no_such_pages(client: Client, settings: Any, page: str):
    assert client.get(page).status_code == 200
    settings.ROOT_URLCONF = deployment.ROOT_URLCONF
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", ["/demo/", "/s5/"])
def test_every_page_says_that_it_is_a_demonstration(client: Client, page: str):
    assert client.get(page).content.decode().count("This is a demonstration.") == 1


def test_a_newcomer_is_shown_the_councils_and_whom_to_sign_in_as(client: Client):
    before = code_at(datetime.now(UTC), SECRET).figures  # noqa: TID251  # the page reads the clock for itself
    page = client.get("/demo/").content.decode()
    after = code_at(datetime.now(UTC), SECRET).figures  # noqa: TID251  # the same
    wanted = ["A county council", 'href="/s5/"', 'href="/s5/desk/"', address_of("s5"), PASSWORD]
    wanted += ["ines.calder@staff.example", "Ruth Okafor", "Auditor: reads everything, and changes nothing"]
    assert [words for words in wanted if words not in page] == []
    assert before in page or after in page


def test_an_email_is_sent_to_the_council_and_the_resident_s_inbox_is_shown(client: Client, room: Mailroom):
    answer = client.post("/demo/email/", LETTER)
    assert (answer.status_code, answer["Location"]) == (302, "/demo/inbox/?email=robin%40home.example")
    (raw,) = room.mail_of(Mailbox.objects.get(council="s5").address)
    assert b"From: Robin Reed <robin@home.example>" in raw
    assert b"Subject: Street lamp" in raw
    assert b"The street lamp is out." in raw
    assert "Sent to A county council." in client.get(answer["Location"]).content.decode()


def test_an_inbox_shows_the_newest_letter_first_and_nothing_as_html(client: Client, room: Mailroom):
    for number in (1, 2):
        room.deliver(
            f"From: a@b.example\r\nSubject: Letter {number}\r\n\r\n<b>words</b>".encode(), to="robin@home.example"
        )
    page = client.get("/demo/inbox/?email=robin@home.example").content.decode()
    assert page.index("Letter 2") < page.index("Letter 1")
    assert "&lt;b&gt;words&lt;/b&gt;" in page
    assert "<b>words" not in page


def test_an_inbox_that_nobody_has_written_to_is_empty(client: Client, room: Mailroom):
    assert "Nothing has come yet." in client.get("/demo/inbox/?email=nobody@home.example").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"council": ""}, "Choose a council"),
        ({"email": ""}, "Enter an email address"),
        ({"email": "robin"}, "Enter an email address, like robin.reed@resident.example"),
        ({"subject": ""}, "Enter a subject, like: Street lamp out"),
        ({"body": ""}, "Write a message"),
    ],
)
def test_what_is_missing_is_said(client: Client, room: Mailroom, changes: dict[str, str], said: str):
    page = client.post("/demo/email/", {**LETTER, **changes}).content.decode()
    assert "There is a problem" in page
    assert page.count(said) >= 2
    assert room.mail_of(address_of("s5")) == []


def test_a_name_and_a_subject_cannot_add_a_header(client: Client, room: Mailroom):
    trick = "Robin\r\nBcc: other@home.example"
    client.post("/demo/email/", {**LETTER, "name": trick, "subject": trick})
    (raw,) = room.mail_of(address_of("s5"))
    assert not any(line.startswith(b"Bcc") for line in raw.splitlines())
    assert room.mail_of("other@home.example") == []


def test_a_mailroom_that_is_shut_is_said_kindly(client: Client, settings: Any, tmp_path: Path):
    with Mailroom() as room:
        file = tmp_path / "mail.toml"
        file.write_text("\n".join(room.settings_for(address_of(key)) for key in ("s1", "s5")), encoding="utf-8")
    settings.MAIL_FILE = str(file)
    assert "The mailroom is shut" in client.post("/demo/email/", LETTER).content.decode()
    assert "The mailroom is shut" in client.get("/demo/inbox/?email=robin@home.example").content.decode()
