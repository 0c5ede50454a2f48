"""Standard texts at the desk: kept by those who may, and put into letters by everybody who answers."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from answerable.contacts.models import DraftLetter
from answerable.councils.models import Team
from answerable.people.models import Role, Staff
from answerable.texts.actions import write_text
from answerable.texts.models import StandardText
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, filled, text

pytestmark = pytest.mark.django_db

TYPED = {"path": "s5", "title": "Lamps", "words": "Dear {name}", "review_on": date(2027, 2, 1)}


def a_text(words: str, title: str = "Lamps", path: str = "s5", review_on: date = date(2027, 2, 1)) -> StandardText:
    boss = cast.staff("Ruth Boss", Role.MANAGER, "s5")
    given: dict[str, Any] = {"owner": boss, "by": boss, "at": at("Mon 2 Nov 2026 08:00"), "review_on": review_on}
    return write_text(path=path, title=title, words=words, **given)


def typed(owner: Staff, **changes: Any) -> dict[str, str]:
    return filled(TYPED | {"owner": str(owner.pk)} | changes)


def put_in(sam: Desk, contact: Any, one: StandardText | None, /, **fields: Any) -> Any:
    chosen = {"standard_text": str(one.pk) if one else "", "put": "yes"}
    return sam.press(contact, "reply/draft", **filled(sam.hidden(contact, "reply") | chosen | fields))


@pytest.fixture
def boss(desk_of: Any) -> Desk:
    return desk_of("Ruth Boss", role=Role.MANAGER, path="s5").at("Mon 2 Nov 2026 09:00")


def test_a_manager_writes_changes_and_retires_a_text(boss: Desk):
    answer = boss.client.post("/s5/desk/texts/new/", typed(boss.staff))
    assert (answer.status_code, answer.url) == (302, "/s5/desk/texts/")
    one = StandardText.objects.get()
    assert "Lamps All of A county council Ruth Boss 1 February 2027" in text(boss.open("texts/"))
    page = boss.open(f"texts/{one.pk}/")
    assert ("Dear {name}" in text(page), page.context["form"]["owner"].value()) == (True, str(boss.staff.pk))
    seen = carried(page.content.decode())
    refused = boss.client.post(f"/s5/desk/texts/{one.pk}/", typed(boss.staff, words="Dear {nmae}") | seen)
    assert "There is no field “{nmae}”. Did you mean “{name}”?" in text(refused)
    assert "Dear {nmae}" in text(refused)
    boss.client.post(f"/s5/desk/texts/{one.pk}/", typed(boss.staff, words="Dear\r\n{name}") | seen)
    one.refresh_from_db()
    assert one.words == "Dear\n{name}"
    twice = boss.client.post("/s5/desk/texts/new/", typed(boss.staff))
    assert "There is a text “Lamps” here already. Give this one another title." in text(twice)
    boss.client.post(f"/s5/desk/texts/{one.pk}/retire/")
    assert "“Lamps” is retired: nobody is offered it any more. " in text(boss.open("texts/"))
    assert boss.open(f"texts/{one.pk}/").status_code == 404


def test_a_manager_of_one_service_keeps_the_texts_of_that_one_alone(desk_of: Any):
    one = a_text("For all.")
    ours = a_text("For us.", title="Ours", path="s5/customer-services/post")
    boss = desk_of("Una Part", role=Role.MANAGER, path="s5/customer-services/post").at("Mon 2 Nov 2026 09:00")
    page = boss.open("texts/new/").context["form"]
    assert page.fields["path"].choices == [("s5/customer-services/post", "Customer services: the post team")]
    assert "For all." not in text(boss.open("texts/"))
    assert [boss.open(f"texts/{id}/").status_code for id in (one.pk, ours.pk)] == [404, 200]
    refused = boss.client.post("/s5/desk/texts/new/", typed(boss.staff))
    assert "Choose from the list" in text(refused)


def test_what_is_past_its_review_is_shown_to_its_owner_and_marked_when_it_is_chosen(boss: Desk, sam: Desk):
    one = a_text("The lamp is mended.")
    assert "Texts (" not in text(boss.at("Mon 1 Feb 2027 09:00").open())
    boss.at("Tue 2 Feb 2027 09:00")
    assert "Texts (1 to review)" in text(boss.open())
    assert "To review. You own these" in text(boss.open("texts/"))
    contact = cast.received("Mon 1 Feb 2027 09:00")
    sam.at("Tue 2 Feb 2027 09:00")
    assert "Lamps (review overdue)" in sam.contact(contact)
    put_in(sam, contact, one)
    assert "“Lamps” should have been reviewed by Monday 1 February 2027." in sam.contact(contact)
    seen = carried(boss.open(f"texts/{one.pk}/").content.decode())
    boss.client.post(f"/s5/desk/texts/{one.pk}/", typed(boss.staff, review_on=date(2027, 8, 1)) | seen)
    assert "Texts (" not in text(boss.open())


def test_a_text_is_put_in_filled_after_what_was_typed_and_kept_as_a_draft(sam: Desk):
    one = a_text("{officer} mends it. Say {reference} on {telephone}.")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    sam.at("Tue 3 Nov 2026 10:00")
    answer = put_in(sam, contact, one, body="It is dark.\r\n", ending="part")
    assert answer.url == f"/s5/desk/contacts/{contact.reference}/?write=reply#write"
    form = sam.open(f"contacts/{contact.reference}/", write="reply").context["writing"]
    said = f"It is dark.\n\nSam Field mends it. Say {contact.reference} on 01632 960 010."
    assert (form["body"].value(), form["ending"].value()) == (said, "part")
    sent = sam.write(contact, "reply", body=said, ending="part", **cast.parts(by_when=date(2026, 11, 6)))
    assert sent.status_code == 302
    assert said in contact.messages.get(sort="reply").body


def test_files_that_were_chosen_are_kept_as_a_text_is_put_in(sam: Desk):
    one = a_text("We mend it.")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    plan = SimpleUploadedFile("plan.txt", b"Turn left")
    put_in(sam.at("Tue 3 Nov 2026 10:00"), contact, one, enclose=plan)
    assert "plan.txt" in sam.contact(contact)


def test_the_script_is_handed_the_words_and_nothing_is_kept(sam: Desk):
    one = a_text("{officer} mends it, {name}.")
    contact = cast.received("Mon 2 Nov 2026 09:00", name="")
    answer = put_in(sam.at("Tue 3 Nov 2026 10:00"), contact, one, quietly="yes")
    assert answer.json() == {
        "words": "Sam Field mends it, {name}.",
        "says": "“{name}” has nothing to fill it: the customer gave no name. Write the words in its place.",
    }
    assert DraftLetter.objects.count() == 0
    assert put_in(sam, contact, None, quietly="yes").json() == {"words": "", "says": "Choose a standard text first."}


def test_no_text_of_another_place_is_put_in_and_what_was_typed_stays(sam: Desk):
    other = a_text("For the roads.", path="s5/customer-services/roads")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    sam.at("Tue 3 Nov 2026 10:00")
    assert "A standard text" not in sam.contact(contact)
    put_in(sam, contact, other, body="It is dark.")
    assert "Choose a standard text first." in sam.contact(contact)
    form = sam.open(f"contacts/{contact.reference}/", write="reply").context["writing"]
    assert form["body"].value() == "It is dark."


def test_a_letter_is_read_through_filled_and_with_a_field_left_open_it_is_not_sent(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    sam.staff.phone = ""
    sam.staff.save()
    Team.objects.update(answers_phone="")
    fields = {"ending": "part", **cast.parts(by_when=date(2026, 11, 6))}
    sam.at("Tue 3 Nov 2026 10:00")
    read = sam.press(contact, "reply", **filled(sam.hidden(contact, "reply") | fields | {"body": "{officer} comes."}))
    assert "Sam Field comes." in read.context["letter"].body
    for words, problem in (
        (
            "Ring us on {telephone}.",
            "“{telephone}” has nothing to fill it: no telephone number of yours or of the team",
        ),
        ("Hello there {nmae}.", "There is no field “{nmae}”. Did you mean “{name}”?"),
    ):
        refused = sam.write(contact, "reply", body=words, **fields)
        assert problem in text(refused)
        assert refused.context["writing"]["body"].value() == words
    assert not contact.messages.filter(sort="reply").exists()


def test_pressing_send_twice_sends_a_letter_with_fields_once(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    fields = {"ending": "part", "body": "Ask for {officer} then.", **cast.parts(by_when=date(2026, 11, 6))}
    sam.at("Tue 3 Nov 2026 10:00")
    form = filled(sam.hidden(contact, "reply") | fields)
    read = carried(sam.press(contact, "reply", **form).content.decode())
    first, second = (sam.press(contact, "reply", **read) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert contact.messages.filter(sort="reply").count() == 1


def test_a_call_is_offered_no_text(sam: Desk):
    a_text("The lamp is mended.")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    page = sam.at("Tue 3 Nov 2026 10:00").contact(contact, write="call")
    assert ("Note the call" in page or "What was said" in page, "A standard text" in page) == (True, False)
