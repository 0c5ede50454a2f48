"""Residents add photographs and files: kept with their message, once, or refused in a sentence with nothing lost."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.channels.web import actions as web
from answerable.channels.web.place import WEB
from answerable.contacts.models import Contact
from answerable.files.actions import forget_held, forget_orphans
from answerable.files.choosing import LARGEST, LARGEST_BODY
from answerable.files.models import KeptFile
from answerable.files.queries import content_of
from answerable.inbox.actions import erase, take_in_waiting
from answerable.inbox.models import Incoming
from answerable.inbox.reader import here
from tests import cast
from tests.build import at
from tests.public.residents import ANSWERS, address, answer, page_of, problems, the_clock_says, token, words

pytestmark = pytest.mark.django_db

NOON = at("Fri 6 Nov 2026 12:00")
PHOTO = b"\xff\xd8\xff\xe0 a lamp"
SAID = ANSWERS["message"]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.council()
    the_clock_says(NOON, monkeypatch)


def a_file(name: str = "lamp.jpg", content: bytes = PHOTO) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def packed(*names: str, size: int = 10) -> bytes:
    with ZipFile(to := BytesIO(), "w") as file:
        for name in names:
            file.writestr(name, b"0" * size)
    return to.getvalue()


def bomb() -> bytes:
    """Return a packed file that says it unpacks to four gigabytes."""
    content = packed("zeros")
    place = content.index(b"PK\x01\x02") + 24
    return content[:place] + b"\xfe\xff\xff\xff" + content[place + 4 :]


def with_files(client: Client, *files: SimpleUploadedFile, **more: Any) -> Any:
    """Answer the question for the message, with files."""
    return client.post(address("message"), SAID | {"added": list(files)} | more)


def begun(client: Client, *files: SimpleUploadedFile) -> None:
    """Answer all questions, and give some files with the message."""
    answer(client)
    assert with_files(client, *files).status_code == 302


def send(client: Client, **changes: str) -> Any:
    where = "/s5/contact/check/"
    return client.post(where, {"token": token(client, where)} | changes, follow=True)


def of_messages() -> list[tuple[str, bytes, int]]:
    """Return the files that are part of a message: their names, their contents, and their contacts."""
    kept = KeptFile.objects.exclude(message=None)
    return [(one.name, content_of(one), one.message.contact_id) for one in kept if one.message]


def test_files_go_with_the_message_and_their_names_are_shown_before_and_after_it_is_sent(client: Client):
    begun(client, a_file(), a_file("road map.pdf", b"%PDF-1.7"))
    assert "Photographs and files lamp.jpg, road map.pdf" in words(client.get("/s5/contact/check/"))
    send(client)
    contact = Contact.objects.get()
    assert of_messages() == [("lamp.jpg", PHOTO, contact.id), ("road map.pdf", b"%PDF-1.7", contact.id)]
    assert [(one.place, one.held, one.until) for one in KeptFile.objects.all()] == [(0, "", None), (1, "", None)]
    assert "With it came: lamp.jpg, road map.pdf." in words(client.get(page_of(contact)))


def test_the_form_sent_twice_has_its_files_once(client: Client):
    begun(client, a_file())
    where = "/s5/contact/check/"
    spent = token(client, where)
    for _ in range(2):
        client.post(where, {"token": spent}, follow=True)
    assert (Contact.objects.count(), len(of_messages()), KeptFile.objects.count()) == (1, 1, 1)


def test_files_chosen_again_or_taken_away_before_it_is_sent(client: Client):
    begun(client, a_file(), a_file("b.jpg", PHOTO + b"b"))
    first = token(client, "/s5/contact/check/")
    assert with_files(client, a_file()).status_code == 302  # the same, and it is held once
    assert [one.name for one in KeptFile.objects.all()] == ["lamp.jpg", "b.jpg"]
    shown = words(client.get(address("message")))
    assert "Do not send lamp.jpg (11 bytes)" in shown
    gone = KeptFile.objects.get(name="lamp.jpg")
    assert with_files(client, remove=[str(gone.id)]).status_code == 302
    assert token(client, "/s5/contact/check/") != first  # a page with other files sends nothing
    client.post("/s5/contact/check/", {"token": first})
    assert Contact.objects.count() == 0
    send(client)
    assert [name for name, _, _ in of_messages()] == ["b.jpg"]


def test_what_is_held_for_another_cannot_be_taken_away(client: Client):
    begun(Client(), a_file("hers.jpg"))
    begun(client, a_file())
    refused = with_files(client, remove=[str(KeptFile.objects.get(name="hers.jpg").id)])
    assert (problems(refused), KeptFile.objects.count()) == (["Choose from the list"], 2)


MACROS = packed("[Content_Types].xml", "word/vbaProject.bin")
TAKEN = {
    "lies about its type": ("lamp.jpg", b"%PDF-1.7"),
    "name with slashes": ("../../etc/lamp.jpg", PHOTO),
    "name with line ends": ("lamp\nX-Evil: yes.jpg", PHOTO),
    "a web page": ("map.html", b"<html><script>alert(1)</script>"),
}
REFUSED = {
    "too big": ("film.mov", b"x" * (LARGEST + 1), "“film.mov” is 21.0 MB. A file must be 20 MB or smaller."),
    "empty": ("lamp.jpg", b"", "“lamp.jpg” is empty. Check that it opens where you have it, and choose it again"),
    "a program": ("lamp.jpg", b"MZ\x90", "“lamp.jpg” is a program, and we take none. Send a picture or a PDF"),
    "called a program": ("run.bat", b"del *.*", "“run.bat” is a program, and we take none."),
    "macros": ("letter.docx", MACROS, "“letter.docx” holds macros, which can be programs. Save it without them"),
    "a bomb": ("all.zip", bomb(), "“all.zip” unpacks to far more than it is, and could fill a disk. Choose the files"),
}


@pytest.mark.parametrize(("name", "content"), TAKEN.values(), ids=TAKEN)
def test_what_is_odd_and_does_no_harm_is_kept_under_a_name_that_leads_nowhere(
    client: Client, name: str, content: bytes
):
    begun(client, a_file("x", content))
    KeptFile.objects.all().delete()
    begins = "--b\r\nContent-Disposition: form-data; name="
    said = f'{begins}"message"\r\n\r\nOut.\r\n{begins}"added"; filename="{name}"\r\n\r\n'
    body = said.encode() + content + b"\r\n--b--\r\n"
    assert client.post(address("message"), body, content_type="multipart/form-data; boundary=b").status_code == 302
    send(client)
    ((kept, held, _),) = of_messages()
    assert held == content
    assert not re.search(r'[/\\:\r\n"]', kept)


@pytest.mark.parametrize(("name", "content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_taken_is_said_in_a_sentence_and_what_was_written_stays(
    client: Client, name: str, content: bytes, said: str
):
    answer(client)
    refused = client.post(
        address("message"), {"subject": "Lamp", "message": "Dark here.", "added": [a_file(), a_file(name, content)]}
    )
    assert (refused.status_code, KeptFile.objects.count()) == (200, 0)
    (problem,) = problems(refused)
    assert problem.startswith(said)
    assert "Dark here." in words(refused)
    assert f"Choose your files again: lamp.jpg, {name}." in words(refused)


def test_eleven_files_are_too_many_with_those_that_are_held(client: Client):
    begun(client, *(a_file(f"{n}.jpg", PHOTO + bytes([n])) for n in range(8)))
    refused = with_files(client, *(a_file(f"{n}.jpg", PHOTO + bytes([n])) for n in range(20, 23)))
    assert problems(refused) == ["You chose 11 files. Choose 10 or fewer"]
    assert KeptFile.objects.count() == 8


def test_many_that_are_large_together_are_sent_one_after_the_other(client: Client):
    answer(client)
    refused = with_files(client, *(a_file(f"{n}.txt", b"x" * 15_000_000) for n in range(3)))
    assert problems(refused) == ["Your files are 45.0 MB together. Send 40 MB or less at once, and the others after"]


def test_a_form_refused_for_something_else_says_that_the_files_must_be_chosen_again(client: Client):
    answer(client)
    refused = with_files(client, a_file(), message="")
    assert problems(refused) == ["Enter your message"]
    assert "Choose your files again: lamp.jpg. They were not kept" in words(refused)
    assert KeptFile.objects.count() == 0


class NeverRead:
    """A body of which nobody may read a byte."""

    def read(self, *_: object) -> bytes:
        raise AssertionError

    readline = read


@pytest.mark.parametrize("length", [LARGEST_BODY + 1, 100_000_000, 10**30])
def test_a_hundred_megabytes_are_refused_before_any_of_it_is_read(client: Client, length: int):
    sent = {"wsgi.input": NeverRead(), "CONTENT_LENGTH": str(length), "CONTENT_TYPE": "multipart/form-data; boundary=b"}
    refused = client.generic("POST", address("message"), **sent)
    assert refused.status_code == 413
    assert "Files can be 40 MB together, and 20 MB each. Go back: what you wrote is still in the page." in words(
        refused
    )


def a_contact(client: Client) -> Contact:
    answer(client)
    send(client)
    return Contact.objects.get()


def added(client: Client, contact: Contact, *files: SimpleUploadedFile, **more: str) -> Any:
    where = f"{page_of(contact)}add/"
    given = {"token": token(client, where), "message": "See this.", "added": list(files)}
    return client.post(where, given | more, follow=True)


def test_files_are_added_from_the_page_with_a_message_once(client: Client):
    contact = a_contact(client)
    spent = token(client, f"{page_of(contact)}add/")
    for _ in range(2):
        said = added(client, contact, a_file(), token=spent)
        assert "We have added what you wrote." in words(said)
    assert of_messages() == [("lamp.jpg", PHOTO, contact.id)]
    assert (KeptFile.objects.count(), words(said).count("With it came: lamp.jpg.")) == (1, 1)
    other = added(client, contact, a_file(content=PHOTO + b" another"), token=spent)
    assert problems(other) == [
        "This page was sent before, with other words or about something else. Press Send to send this too"
    ]
    assert "Choose your files again: lamp.jpg." in words(other)


def test_the_page_refuses_files_too_and_keeps_nothing(client: Client):
    contact = a_contact(client)
    refused = added(client, contact, a_file("a.exe", b"MZ"))
    assert problems(refused) == ["“a.exe” is a program, and we take none. Send a picture or a PDF of what it shows"]
    assert (KeptFile.objects.count(), contact.messages.filter(sort="from customer").count()) == (0, 1)


def test_what_waits_to_be_taken_in_keeps_its_files_however_long(client: Client, monkeypatch: pytest.MonkeyPatch):
    begun(client, a_file())
    with monkeypatch.context() as broken:
        broken.setattr(web, "take_in_and_open", lambda *_, **__: None)
        send(client)
    later = NOON + timedelta(days=9)
    assert (forget_held(later), forget_orphans(later), Contact.objects.count()) == (0, 0, 0)
    assert take_in_waiting([WEB], here, at=later) == 1
    assert of_messages() == [("lamp.jpg", PHOTO, Contact.objects.get().id)]


def test_what_cannot_be_read_goes_to_a_person_with_its_files_and_what_is_erased_without(client: Client):
    begun(client, a_file())
    send(client)
    KeptFile.objects.update(message=None, held="a-token")
    council = cast.council()
    kept = {"channel": "web", "council": council, "length": 1, "kept_at": NOON, "arrived_at": NOON, "try_at": NOON}
    Incoming.objects.create(**kept, external_id="a-token", raw=b"?", tries=3)
    take_in_waiting([WEB], here, at=NOON)
    assert of_messages() == [("lamp.jpg", PHOTO, Contact.objects.latest("id").id)]
    KeptFile.objects.update(message=None, held="b-token")
    Incoming.objects.create(**kept, external_id="b-token", raw=json.dumps({}).encode())
    erase(Incoming.objects.filter(external_id="b-token"), at=NOON)
    assert KeptFile.objects.count() == 0


def test_what_was_chosen_and_never_sent_goes_after_two_days(client: Client):
    begun(client, a_file())
    assert forget_held(NOON + timedelta(hours=47)) == 0
    assert (forget_held(NOON + timedelta(hours=48)), KeptFile.objects.count()) == (1, 0)


def test_whoever_sends_many_forms_with_files_waits_and_keeps_what_they_wrote(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    answer(client)
    monkeypatch.setattr(
        "answerable.public.adding_files.is_within", lambda limit, form, **_: form.add_error(None, "Wait")
    )
    waits = with_files(client, a_file())
    assert (waits.status_code, problems(waits), KeptFile.objects.count()) == (429, ["Wait"], 0)
    assert "Choose your files again: lamp.jpg." in words(waits)
