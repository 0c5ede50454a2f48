"""Officers send files with what they write: by email, on paper or to the page; held until sent, and never lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as given
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.channels.email.compose import composed
from answerable.channels.letter.carrier import PrintFolder
from answerable.contacts.actions import acknowledge, dispatch
from answerable.contacts.carrier import DidNotLeave
from answerable.contacts.models import Contact, Outgoing
from answerable.councils.models import Mailbox
from answerable.files.actions import CannotGo, forget_held, send_with
from answerable.files.models import KeptFile
from answerable.files.queries import chosen_for, content_of, files_about
from answerable.files.storage import place_of, storage
from answerable.retention.actions import erase
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, filled, text
from tests.public.residents import page_of, words

pytestmark = pytest.mark.django_db

RECEIVED, NOON = "Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 12:00"
PDF, PHOTO = b"%PDF-1.7 a plan", b"\xff\xd8\xff\xe0 a lamp"
PARTS = dict(cast.parts(by_when=date(2026, 11, 10)))
LETTER = {"ending": "part", "body": "We looked at your lamp and it needs a new part, see the plan."}


@pytest.fixture
def print_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.CARRIERS = ("email", "letter")
    yield tmp_path


def arrived(**changes: Any) -> Contact:
    contact = cast.received(RECEIVED, **changes)
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    return contact


def a_file(name: str = "plan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def typed(desk: Desk, contact: Contact, what: str = "reply", **changes: Any) -> dict[str, Any]:
    """Return a letter as it is typed into its form."""
    return filled(desk.hidden(contact, what) | LETTER | PARTS | changes)


def read_through(desk: Desk, contact: Contact, *files: SimpleUploadedFile, **changes: Any) -> Any:
    return desk.press(contact, "reply", **typed(desk, contact, **changes), enclose=list(files))


def sent(desk: Desk, contact: Contact, *files: SimpleUploadedFile, **changes: Any) -> Any:
    read = read_through(desk, contact, *files, **changes)
    assert ("Files that go with it" in text(read)) is bool(held())
    return desk.press(contact, "reply", **carried(read.content.decode()))


def held() -> list[str]:
    return [one.name for one in KeptFile.objects.filter(message=None)]


def reply_of(contact: Contact) -> Any:
    return contact.messages.get(sort="reply")


def test_files_survive_the_preview_and_leave_attached_to_the_email(sam: Desk):
    contact = arrived()
    read = read_through(sam.at(NOON), contact, a_file(), a_file("../lamp.jpg", PHOTO))
    assert "plan.pdf (a PDF, 15 bytes. Not scanned): attached to the email" in text(read)
    assert (held(), contact.messages.filter(sort="reply").count()) == (["plan.pdf", "lamp.jpg"], 0)
    sam.press(contact, "reply", **carried(read.content.decode()))
    message = reply_of(contact)
    assert (message.attachments, held()) == (["plan.pdf", "lamp.jpg"], [])
    outgoing = Outgoing.objects.get(message=message)
    email = message_from_bytes(
        composed(outgoing, "Dear Robin\n\nFollow it here: LINK", Mailbox.objects.filter(council_id="s5")[0]),
        policy=default,
    )
    parts = [(one.get_filename(), one.get_content_type(), one.get_content()) for one in email.iter_attachments()]
    assert parts == [("plan.pdf", "application/pdf", PDF), ("lamp.jpg", "image/jpeg", PHOTO)]
    body = email.get_body()
    assert body is not None
    assert " ".join(body.get_content().split()) == "Dear Robin Follow it here: LINK Attached: plan.pdf, lamp.jpg"
    assert "Went with it:" in sam.contact(contact)


def test_what_is_too_large_for_email_is_had_from_the_customers_page(sam: Desk, client: Client, settings: Any):
    settings.EMAIL_FILES = len(PDF)
    contact = arrived()
    read = read_through(sam.at(NOON), contact, a_file(), a_file("lamp.jpg", PHOTO))
    assert "lamp.jpg (a picture (JPEG), 11 bytes. Not scanned): too large for an email, which takes 0 MB" in text(read)
    sam.press(contact, "reply", **carried(read.content.decode()))
    outgoing = Outgoing.objects.get(message=reply_of(contact))
    said = composed(outgoing, "x", Mailbox.objects.filter(council_id="s5")[0]).decode().replace("=\r\n", "")
    assert "Too large for an email, so you find it on your page by the link above: lamp.jpg (11 bytes)" in said
    page = client.get(page_of(contact))
    assert "With it: plan.pdf (a PDF, 15 bytes) lamp.jpg (a picture (JPEG), 11 bytes)" in words(page)
    photo = KeptFile.objects.get(name="lamp.jpg")
    taken = client.get(f"{page_of(contact)}files/{photo.id}/")
    assert (taken.content, taken.headers["Content-Disposition"]) == (PHOTO, 'attachment; filename="lamp.jpg"')
    assert (taken.headers["X-Content-Type-Options"], taken.headers["Cache-Control"]) == ("nosniff", "private, no-store")
    assert "sandbox" in taken.headers["Content-Security-Policy"]


def test_on_paper_the_letter_says_what_is_enclosed_and_where_the_rest_is(sam: Desk, print_folder: Path):
    contact = arrived(channel="letter", email="")
    sent(sam.at(NOON), contact, a_file(), a_file("film.mp4", b"\x00\x00\x00\x18ftypmp42"))
    assert dispatch([PrintFolder(print_folder)], now=at(NOON)) == 1
    letter, plan = sorted(print_folder.iterdir(), key=lambda path: path.suffix, reverse=True)
    assert (plan.name, plan.read_bytes()) == (f"{letter.stem}.1.pdf", PDF)
    ends = letter.read_text(encoding="utf-8").split("Follow it here: ")[1].partition("\n")[2].strip()
    assert ends == (
        "Enclosed: plan.pdf\n\nIt cannot be printed, so you find it on your page by the link above: film.mp4 (12 bytes)"
    )


def test_whoever_gave_no_address_finds_the_files_on_their_page(sam: Desk, client: Client):
    contact = arrived(channel="web", email="")
    read = read_through(sam.at(NOON), contact, a_file())
    assert "plan.pdf (a PDF, 15 bytes. Not scanned): on their own page" in text(read)
    sam.press(contact, "reply", **carried(read.content.decode()))
    assert f"files/{KeptFile.objects.get().id}/" in client.get(page_of(contact)).content.decode()


def test_a_letter_that_is_refused_keeps_its_files_and_says_so(sam: Desk):
    contact = arrived()
    refused = read_through(sam.at(NOON), contact, a_file(), body="")
    assert "Write your reply" in text(refused)
    assert "These files go with what you send next Remove plan.pdf (a PDF, 15 bytes. Not scanned)" in text(refused)
    sent(sam, contact)
    assert reply_of(contact).attachments == ["plan.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("run.pdf", b"MZ\x90", "“run.pdf” is a program, and we take none."),
        ("none.pdf", b"", "“none.pdf” is empty."),
    ],
)
def test_a_file_that_may_not_be_sent_is_refused_in_a_sentence_and_the_words_stay(
    sam: Desk, name: str, content: bytes, said: str
):
    contact = arrived()
    refused = text(read_through(sam.at(NOON), contact, a_file(), a_file(name, content)))
    assert said in refused
    assert f"Choose your files again: plan.pdf, {name}." in refused
    assert "it needs a new part" in refused
    assert held() == []


def test_a_file_with_a_virus_or_not_scanned_yet_keeps_the_letter_back_until_it_is_removed(sam: Desk, settings: Any):
    settings.CLAMD = "127.0.0.1:9"
    contact = arrived()
    waits = text(sent(sam.at(NOON), contact, a_file()))
    assert "Cannot send “plan.pdf” yet: it is being scanned for viruses. Wait some seconds and send it again." in waits
    KeptFile.objects.update(scan="virus", said="Eicar")
    infected = text(sent(sam, contact))
    assert "Cannot send “plan.pdf”: it has a virus (Eicar). Remove it, and ask IT for help." in infected
    assert contact.messages.filter(sort="reply").count() == 0
    sent(sam, contact, drop=str(KeptFile.objects.get().id))
    assert (reply_of(contact).attachments, KeptFile.objects.count()) == ([], 0)


def test_a_letter_sent_twice_has_its_files_once_and_none_wait_for_the_next(sam: Desk):
    contact = arrived()
    first = typed(sam.at(NOON), contact)
    read = sam.press(contact, "reply", **first, enclose=[a_file()])
    for _ in range(2):
        sam.press(contact, "reply", **carried(read.content.decode()))
    sam.press(contact, "reply", **first, enclose=[a_file()])  # the page before it, loaded again
    assert (KeptFile.objects.count(), held(), reply_of(contact).attachments) == (1, [], ["plan.pdf"])


def test_files_that_changed_since_the_letter_was_read_are_read_again_before_it_goes(sam: Desk):
    contact = arrived()
    read = read_through(sam.at(NOON), contact, a_file())
    sam.press(contact, "reply/draft", **typed(sam, contact), enclose=[a_file("lamp.jpg", PHOTO)])
    again = sam.press(contact, "reply", **carried(read.content.decode()))
    assert "The files have changed since you read this through." in text(again)
    assert contact.messages.filter(sort="reply").count() == 0
    sam.press(contact, "reply", **carried(again.content.decode()))
    assert reply_of(contact).attachments == ["plan.pdf", "lamp.jpg"]


def test_two_letters_that_were_read_through_with_the_same_file_do_not_both_have_it(sam: Desk):
    contact = arrived()
    kept = list(hold_one(sam, contact))
    write = partial(acknowledge, contact, body="We have it.", parts=PARTS, by=sam.staff, at=at(NOON))
    send_with(write, kept)
    with pytest.raises(CannotGo, match="its files went with another letter, or were removed"):
        send_with(write, kept)
    assert [one.attachments for one in contact.messages.exclude(by=None)] == [["plan.pdf"]]


def hold_one(desk: Desk, contact: Contact) -> Any:
    desk.at(NOON).press(contact, "reply/draft", **typed(desk, contact), enclose=[a_file()])
    return chosen_for(contact)


def test_files_are_the_officers_who_chose_them_for_that_contact_and_go_after_a_week(sam: Desk, desk_of: Any):
    contact, other = arrived(), arrived()
    sam.at(NOON).press(contact, "reply/draft", **typed(sam, contact), enclose=[a_file()])
    assert "Remove plan.pdf" not in sam.contact(other)
    assert "Remove plan.pdf" not in desk_of("Ali Khan").at(NOON).contact(contact)
    assert "Remove plan.pdf" in sam.contact(contact)
    mine = KeptFile.objects.get()
    sam.press(other, "reply/draft", **typed(sam, other), drop=str(mine.id))
    sam.press(contact, "reply/draft", **typed(sam, contact), quietly="yes", enclose=[a_file("b.pdf")])
    assert held() == ["plan.pdf"]
    assert forget_held(at(NOON) + timedelta(days=7)) == 1


def test_a_draft_that_is_thrown_away_takes_its_files_with_it(sam: Desk):
    contact = arrived()
    assert hold_one(sam, contact)
    sam.press(contact, "reply/draft", **typed(sam, contact), forget="yes")
    assert "Your draft is thrown away, with the files that you had chosen." in sam.contact(contact)
    assert held() == []


def test_a_file_chosen_while_signed_out_is_said_to_be_chosen_again(sam: Desk):
    contact = arrived()
    page = sam.at(NOON).open(f"contacts/{contact.reference}/", write="reply").content.decode()
    form = typed(sam, contact) | {"whose": carried(page)["whose"]}
    sam.client.logout()
    answer = sam.press(contact, "reply", **form, enclose=[a_file()])
    sam.client.force_login(sam.staff)
    kept = sam.client.get(answer.headers["Location"].partition("next=")[2].replace("%3D", "=").replace("%3F", "?"))
    shown = sam.client.get(kept.headers["Location"])
    assert "Choose your files again: plan.pdf. They were not kept" in text(shown)


def test_a_call_takes_no_files(sam: Desk):
    contact = arrived()
    sam.at(NOON).press(contact, "reply/draft", **typed(sam, contact), enclose=[a_file()])
    assert "Files to send with it" not in sam.contact(contact, write="call")
    sam.write(contact, "call", **LETTER | {"spoke_to": "Robin", "number": "01632 960 111"}, **PARTS)
    assert (contact.messages.get(sort="call").attachments, held()) == ([], ["plan.pdf"])


def test_a_lost_content_keeps_the_letter_back_with_a_sentence(sam: Desk):
    contact = arrived()
    sent(sam.at(NOON), contact, a_file())
    storage().delete(place_of(KeptFile.objects.get().digest))
    outgoing = Outgoing.objects.get(message=reply_of(contact))
    with pytest.raises(DidNotLeave, match="is not in the folder of files"):
        composed(outgoing, "x", Mailbox.objects.filter(council_id="s5")[0])


def test_the_page_hands_over_only_what_we_sent_to_it_and_says_what_it_keeps_back(sam: Desk, client: Client):
    contact, other = arrived(), arrived()
    sent(sam.at(NOON), contact, a_file())
    file = KeptFile.objects.get()
    assert client.get(f"{page_of(other)}files/{file.id}/").status_code == 404
    KeptFile.objects.update(message=contact.messages.filter(sort="from customer")[0])
    assert client.get(f"{page_of(contact)}files/{file.id}/").status_code == 404
    KeptFile.objects.update(message=reply_of(contact), scan="virus")
    kept_back = client.get(f"{page_of(contact)}files/{file.id}/")
    assert (kept_back.status_code, "We keep plan.pdf back" in words(kept_back)) == (409, True)
    KeptFile.objects.update(scan="clean")
    storage().delete(place_of(file.digest))
    assert client.get(f"{page_of(contact)}files/{file.id}/").status_code == 409


def test_what_was_chosen_and_not_sent_is_erased_with_its_contact(sam: Desk):
    contact = arrived()
    sam.at(NOON).press(contact, "reply/draft", **typed(sam, contact), enclose=[a_file()])
    content = content_of(chosen_for(contact)[0])
    assert not files_about(contact)  # nobody is handed what was never sent
    Contact.objects.update(closed_at=at(NOON), outcome="answered")
    contact.refresh_from_db()
    assert erase(contact, kind="by age", ground="enquiry", by=None, at=at(NOON), notes_outside=False)["files"] == 1
    assert (content, KeptFile.objects.count()) == (PDF, 0)


def test_ten_megabytes_of_files_go_with_an_email_where_nobody_says_otherwise():
    assert given.EMAIL_FILES == 10 * 1024 * 1024
