"""Files are kept once for a content, never a row without its content, and go when nobody needs them any more."""

import os
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from answerable.contacts.models import Message
from answerable.files.actions import forget_orphans, keep, put_down, take_away
from answerable.files.models import KeptFile
from answerable.files.queries import content_of, file_in, files_about, files_of
from answerable.files.storage import place_of, storage
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

NINE = at("Mon 2 Nov 2026 09:00")
PHOTO = b"\xff\xd8\xff\xe0 a lamp"
DIGEST = sha256(PHOTO).hexdigest()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.STORAGES = settings.STORAGES | {
        "files": {
            "BACKEND": "answerable.files.storage.InFolder",
            "OPTIONS": {"location": str(tmp_path / "files")},
        }
    }
    yield tmp_path / "files"


def a_message() -> Message:
    return cast.received(NINE).messages.all()[0]


def there(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def age(folder: Path, *, hours: float) -> None:
    """Have everything in the folder been written so long before nine."""
    then = (NINE - timedelta(hours=hours)).timestamp()
    for path in folder.rglob("*"):
        os.utime(path, (then, then))


def test_a_file_is_kept_under_its_digest_for_us_alone_and_said_what_it_is(folder: Path):
    message = cast.received(NINE).messages.first()
    (kept,) = keep([put_down("../lamp.png", PHOTO)], message=message, at=NINE)
    found = KeptFile.objects.get()
    assert (found.name, found.digest, found.size, found.kind) == ("lamp.png", DIGEST, len(PHOTO), "jpeg")
    assert (found.scan, found.place, found.message) == ("not scanned", 0, message)
    assert (there(folder), content_of(kept), found.may_be_opened) == ([DIGEST], PHOTO, True)
    modes = {oct(path.stat().st_mode & 0o777) for path in folder.rglob("*")}
    assert modes == {"0o700", "0o600"}


def test_where_there_is_a_scanner_nobody_opens_a_file_before_it_has_seen_it(settings: Any):
    settings.CLAMD = "/run/clamd"
    (kept,) = keep([put_down("lamp.png", PHOTO)], message=a_message(), at=NINE)
    assert (kept.scan, kept.may_be_opened) == ("waiting", False)


def test_the_same_content_twice_is_one_file_until_the_last_of_it_goes(
    folder: Path, django_capture_on_commit_callbacks: Any
):
    one, two = cast.received(NINE), cast.received(NINE)
    for contact in (one, two):
        keep([put_down(f"{contact.id}.jpg", PHOTO)], message=contact.messages.first(), at=NINE)
    assert there(folder) == [DIGEST]
    with django_capture_on_commit_callbacks(execute=True):
        assert take_away(files_about(one)) == 1
    assert (there(folder), KeptFile.objects.get().message.contact) == ([DIGEST], two)
    with django_capture_on_commit_callbacks(execute=True):
        assert take_away(files_about(two)) == 1
    assert there(folder) == []


def test_what_was_not_taken_away_in_the_end_keeps_its_content(folder: Path, django_capture_on_commit_callbacks: Any):
    keep([put_down("lamp.jpg", PHOTO)], message=a_message(), at=NINE)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        take_away(KeptFile.objects.all())
        raise ZeroDivisionError
    assert (there(folder), KeptFile.objects.count()) == ([DIGEST], 1)


def test_a_content_that_went_while_its_next_row_was_about_to_be_written_is_kept_again(folder: Path):
    found = put_down("lamp.jpg", PHOTO)
    storage().delete(place_of(DIGEST))
    keep([found], message=a_message(), at=NINE)
    assert there(folder) == [DIGEST]


def test_a_crash_between_content_and_row_leaves_what_is_cleaned_up_an_hour_later(folder: Path):
    put_down("lamp.jpg", PHOTO)
    age(folder, hours=0.9)
    assert (forget_orphans(NINE), there(folder)) == (0, [DIGEST])
    age(folder, hours=1.1)
    assert (forget_orphans(NINE), there(folder)) == (1, [])


def test_a_power_failure_in_the_middle_of_writing_leaves_no_content_under_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(number: int) -> None:
        raise OSError(5, "the power failed")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="power"):
        put_down("lamp.jpg", PHOTO)
    monkeypatch.undo()
    (left,) = there(folder)
    assert (left.startswith(DIGEST), left.endswith(".part"), storage().exists(place_of(DIGEST))) == (True, True, False)
    age(folder, hours=2)
    assert (forget_orphans(NINE), there(folder)) == (1, [])


def test_what_a_row_needs_is_never_cleaned_up(folder: Path):
    keep([put_down("lamp.jpg", PHOTO)], message=a_message(), at=NINE)
    age(folder, hours=1000)
    assert (forget_orphans(NINE), there(folder)) == (0, [DIGEST])


def test_there_may_be_no_folder_yet(folder: Path):
    assert (folder.exists(), forget_orphans(NINE)) == (False, 0)


def test_a_file_is_found_by_its_number_among_the_contacts_that_somebody_may_see():
    contact, other = cast.received(NINE), cast.received(NINE)
    (mine,) = keep([put_down("a.jpg", PHOTO)], message=contact.messages.first(), at=NINE)
    seen = type(contact).objects.filter(id=contact.id)
    assert (file_in(seen, mine.id), file_in(seen, mine.id + 1)) == (mine, None)
    assert file_in(type(contact).objects.filter(id=other.id), mine.id) is None


def test_nothing_is_asked_of_messages_that_nothing_came_with(django_assert_num_queries: Any):
    messages = list(Message.objects.filter(contact=cast.received(NINE)))
    with django_assert_num_queries(0):
        assert files_of(messages) == {}
