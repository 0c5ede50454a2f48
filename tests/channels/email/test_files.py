"""What comes with an email is kept as files of the message that it became."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from answerable.channels.email.read import read
from answerable.contacts.models import Contact
from answerable.files.models import KeptFile
from answerable.files.queries import content_of
from answerable.inbox.models import Incoming
from answerable.inbox.reader import Reader
from tests import cast
from tests.build import at
from tests.channels.email.test_place import MONDAY, arrives, comes_in
from tests.channels.taking_in import take_in_all

pytestmark = pytest.mark.django_db

PHOTO, PDF = b"\xff\xd8\xff\xe0 a lamp", b"%PDF-1.7 a letter"


@pytest.fixture(autouse=True)
def council() -> Iterator[None]:
    cast.council("s5")
    yield


def with_files(*files: tuple[str, bytes], id: str = "1", subject: str = "Lamp") -> bytes:
    parts = [
        f'--b\r\nContent-Type: application/x-anything; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f"Content-Disposition: attachment\r\n\r\n{base64.b64encode(content).decode()}\r\n"
        for name, content in files
    ]
    top = (
        f"From: Robin Reed <robin@home.example>\r\nSubject: {subject}\r\nMessage-ID: <{id}@h>\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"--b\r\nContent-Type: text/plain\r\n\r\nSee what came with it.\r\n"
    )
    return "".join([top, *parts, "--b--\r\n"]).encode()


def files(contact: Contact) -> list[tuple[str, str, bytes]]:
    return [(file.name, file.kind, content_of(file)) for file in KeptFile.objects.filter(message__contact=contact)]


def test_what_comes_with_an_email_is_kept_with_its_message_and_told_by_its_content():
    contact = comes_in(with_files(("lamp.exe", PHOTO), ("../letter.pdf", PDF)))
    assert files(contact) == [("lamp.exe", "jpeg", PHOTO), ("letter.pdf", "pdf", PDF)]
    message = contact.messages.get(sort="from customer")
    assert message.attachments == ["lamp.exe", "letter.pdf"]
    assert {file.message for file in KeptFile.objects.all()} == {message}
    assert [file.place for file in KeptFile.objects.order_by("id")] == [0, 1]


def test_what_comes_with_more_about_a_contact_is_kept_with_that_message():
    contact = comes_in(with_files(("lamp.jpg", PHOTO)))
    later = at("Tue 3 Nov 2026 09:00")
    more = with_files(("letter.pdf", PDF), id="2", subject=f"Re: [{contact.reference}] Lamp")
    assert comes_in(more, at=later) == contact
    second = contact.messages.get(sort="from customer", at=later)
    assert [(file.name, file.message) for file in KeptFile.objects.filter(name="letter.pdf")] == [
        ("letter.pdf", second)
    ]


def test_it_is_read_in_a_process_of_its_own_like_the_rest():
    arrives(with_files(("lamp.jpg", PHOTO)))
    with Reader() as reader:
        email = reader(read, bytes(Incoming.objects.get().raw))
    assert (email.attachments, email.contents) == (("lamp.jpg",), (PHOTO,))
    assert "a lamp" not in repr(email)


@pytest.mark.slow
def test_the_largest_email_that_is_read_has_its_file_kept():
    arrives(with_files(("film.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(35_000_000))))
    with Reader() as reader:
        assert take_in_all(at=MONDAY, reading=reader) == 1
    (file,) = KeptFile.objects.all()
    assert (file.kind, file.size) == ("video", 35_000_012)


def test_a_message_waits_while_the_disk_of_files_is_full_and_is_set_aside_by_nobody(monkeypatch: pytest.MonkeyPatch):
    arrives(with_files(("lamp.jpg", PHOTO)))

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("answerable.files.actions.put", full)
        for hour in range(9, 18, 2):
            take_in_all(at=at(f"Mon 2 Nov 2026 {hour:02}:00"))
    waits = Incoming.objects.get()
    assert (waits.state, "No space left" in waits.problem, waits.tries) == ("waiting", True, 0)
    assert take_in_all(at=at("Mon 2 Nov 2026 19:00")) == 1
    assert KeptFile.objects.count() == 1


def test_a_process_that_ends_between_content_and_row_takes_the_message_in_once_when_it_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
):
    arrives(with_files(("lamp.jpg", PHOTO)))

    class Killed(BaseException):
        pass

    def killed(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("answerable.channels.email.place.keep", killed)
        with pytest.raises(Killed):
            take_in_all(at=MONDAY)
    assert (Contact.objects.count(), KeptFile.objects.count()) == (0, 0)
    assert take_in_all(at=at("Mon 2 Nov 2026 09:01")) == 1
    assert files(Contact.objects.get()) == [("lamp.jpg", "jpeg", PHOTO)]
