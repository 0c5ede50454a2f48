"""Files at the desk: pictures in the page, all else taken away, none with the site's rights, and each look kept."""

import re
from typing import Any

import pytest

from answerable.contacts.models import Contact
from answerable.evidence.models import Look
from answerable.files.actions import keep, put_down
from answerable.files.models import KeptFile
from answerable.files.storage import place_of, storage
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk

pytestmark = pytest.mark.django_db

NINE = at("Mon 2 Nov 2026 09:00")
TEN = "Tue 3 Nov 2026 10:00"
PHOTO = b"\xff\xd8\xff\xe0 a lamp"
HTML = b"<html><script>alert(1)</script>"


def with_files(*files: tuple[str, bytes], **changes: Any) -> tuple[Contact, list[KeptFile]]:
    contact = cast.received(NINE, attachments=tuple(name for name, _ in files))
    message = contact.messages.get(sort="from customer")
    kept = keep([put_down(*one) for one in files], message=message, at=NINE)
    KeptFile.objects.update(**changes)
    return contact, kept


def test_a_picture_is_in_the_page_and_all_else_is_one_click_away(sam: Desk):
    contact, (photo, page, pdf) = with_files(("lamp.jpg", PHOTO), ("a.html", HTML), ("b.pdf", b"%PDF-"))
    html = sam.at(TEN).open(f"contacts/{contact.reference}/").content.decode()
    below = f"/s5/desk/contacts/{contact.reference}"
    assert re.findall(r'<img class="timeline__picture" src="([^"]*)" alt="([^"]*)"', html) == [
        (f"{below}/pictures/{photo.id}/", "lamp.jpg")
    ]
    links = re.findall(rf'href="{below}/files/(\d+)/" download', html)
    assert links == [str(photo.id), str(page.id), str(pdf.id)]
    said = sam.contact(contact)
    assert "lamp.jpg, a picture (JPEG), 11 bytes. Not scanned" in said
    assert "a.html a web page, 31 bytes. Not scanned It may hold a program." in said
    assert "b.pdf a PDF, 5 bytes. Not scanned" in said


def test_no_file_is_opened_with_the_rights_of_the_site(sam: Desk):
    contact, (photo, page) = with_files(("lamp.jpg", PHOTO), ("a.html", HTML))
    shown = sam.at(TEN).open(f"contacts/{contact.reference}/pictures/{photo.id}/")
    assert (shown.content, shown.headers["Content-Type"]) == (PHOTO, "image/jpeg")
    taken = [sam.open(f"contacts/{contact.reference}/files/{one.id}/") for one in (photo, page)]
    assert [answer.content for answer in taken] == [PHOTO, HTML]
    assert [answer.headers["Content-Disposition"] for answer in taken] == [
        'attachment; filename="lamp.jpg"',
        'attachment; filename="a.html"',
    ]
    assert {answer.headers["Content-Type"] for answer in taken} == {"application/octet-stream"}
    for answer in (shown, *taken):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox;")
        assert "no-store" in answer.headers["Cache-Control"]


def test_each_look_at_a_file_is_kept(sam: Desk):
    contact, (photo, page) = with_files(("lamp.jpg", PHOTO), ("a.html", HTML))
    sam.at(TEN).open(f"contacts/{contact.reference}/pictures/{photo.id}/")
    sam.open(f"contacts/{contact.reference}/files/{page.id}/")
    looks = Look.objects.order_by("id").values_list("what", "about", "by")
    assert list(looks) == [
        ("saw picture", contact.reference, sam.staff.email),
        ("took attachment", contact.reference, sam.staff.email),
    ]


def test_what_is_no_picture_is_never_shown_in_the_page_whatever_it_is_called(sam: Desk):
    contact, (lie,) = with_files(("lamp.jpg", HTML))
    assert sam.at(TEN).open(f"contacts/{contact.reference}/pictures/{lie.id}/").status_code == 404
    said = sam.contact(contact)
    assert "It is called.jpg, and is a web page. It may hold a program." in said  # as the text of a page is read here


@pytest.mark.parametrize(
    ("changes", "words", "page"),
    [
        (
            {"scan": "virus", "said": "Eicar"},
            "lamp.jpg a picture (JPEG), 11 bytes A virus was found: kept away (Eicar). Ask for it in another way.",
            "A virus was found: kept away (Eicar). Ask for it in another way.",
        ),
        (
            {"scan": "waiting"},
            "lamp.jpg a picture (JPEG), 11 bytes. Not scanned yet",
            "It is looked at for viruses first. Try again in a minute.",
        ),
    ],
)
def test_what_has_a_virus_or_is_not_scanned_yet_is_kept_away_and_said_why(
    sam: Desk, changes: dict[str, str], words: str, page: str
):
    contact, (photo,) = with_files(("lamp.jpg", PHOTO), **changes)
    assert words in sam.at(TEN).contact(contact)
    assert "<img class" not in sam.open(f"contacts/{contact.reference}/").content.decode()
    assert sam.open(f"contacts/{contact.reference}/pictures/{photo.id}/").status_code == 404
    answer = sam.open(f"contacts/{contact.reference}/files/{photo.id}/")
    assert (answer.status_code, PHOTO in answer.content, page in answer.content.decode()) == (409, False, True)


def test_a_scanner_that_failed_is_said_and_the_file_can_be_had(sam: Desk):
    contact, (photo,) = with_files(("lamp.jpg", PHOTO), scan="not scanned", said="The scanner cannot be reached.")
    assert "Not scanned (The scanner cannot be reached)" in sam.at(TEN).contact(contact)
    assert sam.open(f"contacts/{contact.reference}/files/{photo.id}/").content == PHOTO


def test_a_content_that_was_lost_is_said_with_what_to_do(sam: Desk):
    contact, (photo,) = with_files(("lamp.jpg", b"\xff\xd8\xff of this test alone"))
    storage().delete(place_of(photo.digest))
    answer = sam.at(TEN).open(f"contacts/{contact.reference}/files/{photo.id}/")
    assert (answer.status_code, "is not in the folder of files" in answer.content.decode()) == (409, True)
    assert sam.open(f"contacts/{contact.reference}/pictures/{photo.id}/").status_code == 404


def test_a_file_of_another_contact_or_of_none_is_not_found(sam: Desk, desk_of: Any):
    contact, (photo,) = with_files(("lamp.jpg", PHOTO))
    other = cast.received(NINE)
    roads = desk_of("Rhoda Roads", path="s5/customer-services/roads")
    for desk, reference, id in (
        (sam, other.reference, photo.id),
        (sam, contact.reference, 99_999),
        (roads, contact.reference, photo.id),
    ):
        for what in ("files", "pictures"):
            assert desk.at(TEN).open(f"contacts/{reference}/{what}/{id}/").status_code == 404


def test_a_hostile_name_is_only_text(sam: Desk):
    contact, _ = with_files(('"><script>alert(1)</script>\r\nX: y\u202egpj.jpg', PHOTO))
    page = sam.at(TEN).open(f"contacts/{contact.reference}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;" not in page.partition("timeline__picture")[2][:400]  # such marks are taken out of names
    taken = sam.open(f"contacts/{contact.reference}/files/{KeptFile.objects.get().id}/")
    assert taken.headers["Content-Disposition"] == 'attachment; filename="scriptalert(1)script X ygpj.jpg"'


def test_a_picture_stands_where_it_stood_in_the_words_and_once(sam: Desk):
    contact, (photo, other) = with_files(("lamp.jpg", PHOTO), ("lamp.jpg", PHOTO + b"2"))
    said = "Look:\n\n[Picture: lamp.jpg]\nIt is out.\n[Picture: lamp.jpg]\n[Picture: none.jpg]"
    contact.messages.filter(sort="from customer").update(body=said)
    html = sam.at(TEN).open(f"contacts/{contact.reference}/").content.decode()
    one, another = (f"/pictures/{file.id}/" for file in (photo, other))
    place = [html.index(words) for words in ("Look:", one, "It is out.", another, "none.jpg")]
    assert place == sorted(place)
    assert (html.count(one), html.count(another)) == (1, 1)
    assert "[Picture: lamp.jpg]" not in html
    assert "[Picture: none.jpg]" in html
    assert f'/files/{photo.id}/" download>lamp.jpg</a>' in html


def test_a_picture_that_is_kept_away_leaves_its_line(sam: Desk):
    contact, _ = with_files(("lamp.jpg", PHOTO), scan="virus")
    contact.messages.filter(sort="from customer").update(body="Look:\n[Picture: lamp.jpg]")
    assert "[Picture: lamp.jpg]" in sam.at(TEN).contact(contact)
