"""What is held about people, at the desk: seen, held, corrected, handed out and erased by those who may alone."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from answerable.contacts.models import Contact
from answerable.councils.models import Council
from answerable.customers.models import Customer
from answerable.evidence.models import Deletion, Entry
from answerable.people.models import Role
from answerable.retention.actions import erase_over, place_hold
from answerable.retention.models import Hold
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, filled, text
from tests.retention.lives import plain_life

pytestmark = pytest.mark.django_db

CLOSED = at("Tue 10 Nov 2026 10:00")
NOW = "Wed 11 Nov 2026 09:00"
REVIEW = date(2027, 1, 4)


@pytest.fixture(autouse=True)
def deletions(tmp_path: Any, settings: Any) -> None:
    settings.DELETIONS = tmp_path / "deletions.jsonl"


@pytest.fixture
def jo(desk_of: Any) -> Desk:
    """The manager of the whole council."""
    return desk_of("Jo Lane", role=Role.MANAGER, path="s5").at(NOW)


def held(contact: Contact, *, whole: bool = False, why: str = "Case 12") -> Hold:
    return place_hold(
        contact,
        ground=Hold.Ground.OMBUDSMAN,
        why=why,
        review_on=REVIEW,
        all_of_customer=whole,
        by=cast.staff(),
        at=CLOSED,
    )


def holding(**changes: Any) -> dict[str, str]:
    return filled({"ground": "litigation", "of": "contact", "why": "Case 7", "review_on": REVIEW, **changes})


def test_the_page_says_what_goes_within_a_month_what_is_held_and_what_went(jo: Desk):
    gone = plain_life(CLOSED, subject="Gone lamp")
    erase_over(Council.objects.get(), by=None, at=at("Sat 10 Nov 2029 09:00"))
    goes = plain_life(CLOSED, subject="Secret lamp")
    later = plain_life(at("Fri 18 Dec 2026 10:00"), subject="Later lamp", email="kim@home.example")
    stays = plain_life(CLOSED, subject="Held lamp", email="lee@home.example")
    held(stays, why="Secret counsel")
    page = text(jo.at("Sun 11 Nov 2029 09:00").open("retention/"))
    assert "Goes by Wednesday 12 December 2029" in page
    assert f"3 years 1 {goes.reference} {stays.reference} is held: The Ombudsman looks into it" in page
    assert f"{stays.reference} The Ombudsman looks into it, or may be asked to 10 Nov 2026, by Sam Field" in page
    assert "Monday 4 January 2027: due" in page
    assert f"10 Nov 2029, 09:00 {gone.reference} By age: enquiry The system" in page
    assert (later.reference in page, "lamp" in page, "Secret" in page) == (False, False, False)
    assert "Nothing goes by itself here" in page


@pytest.mark.parametrize(
    ("role", "opens"),
    [(Role.MANAGER, 200), (Role.ADMINISTRATOR, 200), (Role.AUDITOR, 200), (Role.OFFICER, 403), (Role.ANALYST, 403)],
)
def test_the_page_is_for_those_who_may(desk_of: Any, role: Role, opens: int):
    assert desk_of("Al Moss", role=role, path="s5").at(NOW).open("retention/").status_code == opens


def test_somebody_of_a_team_sees_what_is_of_that_team(desk_of: Any):
    theirs, ours = plain_life(CLOSED, team="roads"), plain_life(CLOSED)
    held(theirs)
    erase_over(Council.objects.get(), by=None, at=at("Sat 10 Nov 2029 09:00"))
    desk = desk_of("Al Moss", role=Role.MANAGER, path="s5/customer-services/post").at("Sun 11 Nov 2029 09:00")
    page = text(desk.open("retention/"))
    assert (ours.reference in page, theirs.reference in page) == (True, False)


@pytest.mark.parametrize("most", [1, 3])
def test_the_page_asks_the_database_as_much_for_one_as_for_three(
    jo: Desk, most: int, django_assert_max_num_queries: Any
):
    for number in range(most):
        contact = plain_life(CLOSED, email=f"robin{number}@home.example")
        held(plain_life(CLOSED, email=f"kim{number}@home.example"))
        Deletion.objects.create(at=CLOSED, kind="by age", reference=contact.reference, ground="enquiry", removed={})
    with django_assert_max_num_queries(20):
        assert jo.at("Sun 11 Nov 2029 09:00").open("retention/").status_code == 200


def test_a_contact_is_held_from_its_page_and_everybody_who_reads_it_sees_that(jo: Desk, sam: Desk):
    contact = plain_life(CLOSED)
    assert jo.press(contact, "kept/hold", **holding()).status_code == 302
    page = sam.at(NOW).contact(contact)
    assert "Held. A court case, or a claim that may become one: Case 7 By Jo Lane" in page
    assert "to be looked at again on Monday 4 January 2027. Nothing of it is erased." in page
    one = Hold.objects.get()
    assert (one.ground, one.why, one.review_on, one.customer, str(one.placed_by)) == (
        "litigation",
        "Case 7",
        REVIEW,
        None,
        "Jo Lane",
    )


def test_all_that_is_of_a_customer_is_held(jo: Desk):
    contact, another = plain_life(CLOSED), plain_life(CLOSED, subject="A bin")
    jo.press(contact, "kept/hold", **holding(of="customer"))
    assert "Held. A court case" in jo.contact(another)
    assert Hold.objects.get().customer == contact.customer


def test_a_hold_that_lacks_something_is_refused_and_what_was_typed_stays(jo: Desk):
    contact = plain_life(CLOSED)
    answer = jo.press(contact, "kept/hold", **holding(ground="", why="Case 7"))
    assert (answer.status_code, "Choose why it must stay" in text(answer), "Case 7" in text(answer)) == (
        200,
        True,
        True,
    )
    answer = jo.press(contact, "kept/hold", **holding(review_on=date(2026, 11, 11)))
    assert "Give a day still to come" in text(answer)
    assert not Hold.objects.exists()


def test_a_hold_is_lifted_with_a_reason(jo: Desk):
    contact = plain_life(CLOSED)
    one = held(contact)
    assert "Say why" in text(jo.press(contact, "kept/lift", hold=one.pk, why=""))
    assert jo.press(contact, "kept/lift", hold=one.pk, why="It is over").status_code == 302
    assert "Held." not in jo.contact(contact)
    assert "not held any more" in text(jo.press(contact, "kept/lift", hold=one.pk, why="It is over"))


def test_the_page_of_a_contact_says_how_long_it_is_kept_and_what_goes(jo: Desk):
    contact = plain_life(CLOSED)
    page = text(jo.open(f"contacts/{contact.reference}/kept/"))
    assert "It is kept for 3 years after it was closed, until Saturday 10 November 2029" in page
    assert "What was written, by them, to them and among ourselves 2" in page
    assert "Nobody holds it." in page


def test_all_about_somebody_is_handed_out_as_a_file(jo: Desk):
    contact = plain_life(CLOSED)
    answer = jo.press(contact, "kept/hand-out")
    assert (answer.headers["Content-Disposition"], answer.headers["Cache-Control"]) == (
        f'attachment; filename="{contact.reference}.zip"',
        "no-store",
    )
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as file:
        assert "look-at-this-before-it-goes.txt" in file.namelist()
    entry = Entry.objects.get(what="handed out all that is held")
    assert (entry.about, entry.by) == (contact.reference, "jo.lane@council.example")


@pytest.mark.parametrize(
    ("verb", "method"), [("", "get"), ("hand-out/", "post"), ("erase/", "post"), ("hold/", "post")]
)
def test_the_password_is_asked_for_again(jo: Desk, verb: str, method: str):
    contact = plain_life(CLOSED)
    session = jo.client.session
    session["signed_in_at"] = at("Wed 11 Nov 2026 08:49").isoformat()
    session["account_authentication_methods"] = []
    session.save()
    answer = getattr(jo.client, method)(f"/s5/desk/contacts/{contact.reference}/kept/{verb}")
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/account/confirm/")
    assert not Deletion.objects.exists()


def test_all_about_somebody_is_erased_once_the_reference_was_typed(jo: Desk):
    contact = plain_life(CLOSED)
    wrong = jo.press(contact, "kept/erase", ground="objection", reference="yes")
    assert f"Type {contact.reference}, the reference of this contact" in text(wrong)
    assert "Choose the ground" in text(jo.press(contact, "kept/erase", reference=contact.reference))
    assert not Deletion.objects.exists()
    right = jo.press(contact, "kept/erase", ground="objection", reference=f" {contact.reference.lower()} ")
    assert (right.status_code, right.headers["Location"]) == (302, "/s5/desk/retention/")
    assert Deletion.objects.get().ground == "objection"
    page = jo.contact(contact)
    assert "Erased. What was written here, and who wrote it, was erased on Wednesday 11 November 2026." in page
    assert ("Robin" in page, "lamp" in page, "Write a note" in page, "Correct who they are" in page) == (False,) * 4


def test_a_page_that_was_left_open_cannot_bring_anything_back(sam: Desk):
    contact = plain_life(CLOSED)
    form = sam.at(NOW).hidden(contact, "reply")
    erase_over(Council.objects.get(), by=None, at=at("Sat 10 Nov 2029 09:00"))
    sam.at("Sun 11 Nov 2029 09:00")
    typed = {**form, "body": "Dear Robin", "full": "yes"}
    assert sam.press(contact, "reply/draft", **typed, quietly="yes").status_code == 204
    assert "what was written is erased" in text(sam.press(contact, "note", body="Robin rang"))
    assert sam.press(contact, "reply", **typed, step="send").status_code == 200
    contact.refresh_from_db()
    assert (contact.messages.count(), contact.drafts.count()) == (0, 0)


def test_what_is_open_or_held_is_not_erased_and_it_is_said_what_to_do(jo: Desk):
    contact = plain_life(CLOSED)
    new = cast.received("Wed 11 Nov 2026 08:00")
    answer = jo.press(contact, "kept/erase", ground="objection", reference=contact.reference)
    assert f"{new.reference} is open. Answer and close it first." in text(answer)
    assert (Deletion.objects.count(), Contact.objects.filter(erased_at=None).count()) == (0, 2)


@pytest.mark.parametrize("verb", ["kept/erase", "kept/hand-out"])
def test_nothing_is_handed_out_or_erased_by_somebody_who_does_not_see_all_of_it(desk_of: Any, verb: str):
    contact = plain_life(CLOSED)
    plain_life(CLOSED, team="roads", subject="Of another team")
    desk = desk_of("Al Moss", role=Role.MANAGER, path="s5/customer-services/post").at(NOW)
    fields = {"ground": "objection", "reference": contact.reference}
    answer = desk.press(contact, verb, **fields)
    page = text(answer if answer.status_code == 200 else desk.open(f"contacts/{contact.reference}/kept/"))
    assert "Some of what is held about them is with teams that you do not see." in page
    assert ("1 more, with teams that you do not see" in page, "Of another team" in page) == (True, False)
    assert not Deletion.objects.exists()


def test_who_somebody_is_is_corrected_with_a_reason(sam: Desk):
    contact = plain_life(CLOSED)
    page = f"contacts/{contact.reference}/correct/"
    assert 'value="Robin Reed"' in sam.at(NOW).open(page).content.decode()
    given = {"name": "Robyn Reed", "email": "robin@home.example", "phone": "", "address": "", "needs": "Large print"}
    assert "Say why" in text(sam.press(contact, "correct", **given))
    assert sam.press(contact, "correct", **given, why="She told me").status_code == 302
    customer = Customer.objects.get()
    assert (customer.name, customer.needs, customer.is_proven) == ("Robyn Reed", "Large print", True)
    assert Entry.objects.get(what="corrected a customer").details == {"fields": ["name", "needs"]}


def test_where_nobody_is_known_there_is_nothing_to_correct(sam: Desk):
    contact = plain_life(CLOSED, name="", email="")
    assert sam.at(NOW).open(f"contacts/{contact.reference}/correct/").status_code == 302
    assert "Correct who they are" not in sam.contact(contact)


def test_what_is_held_is_not_corrected(sam: Desk):
    contact = plain_life(CLOSED)
    held(contact)
    answer = sam.at(NOW).press(contact, "correct", name="Robyn", why="She told me")
    assert "what is held about them stays as it is" in text(answer)
    assert Customer.objects.get().name == "Robin Reed"


def test_only_those_who_look_after_data_are_led_to_it(jo: Desk, sam: Desk):
    contact = plain_life(CLOSED)
    link = "What is held about them, and for how long"
    assert (link in jo.contact(contact), link in sam.at(NOW).contact(contact)) == (True, False)
