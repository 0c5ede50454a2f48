"""A contact is logged by hand from any page of the desk: how it came, who it is from, and when it really reached us."""

import re
from html import unescape
from typing import Any

import pytest

from answerable.contacts.models import Contact, Message
from answerable.customers.models import Customer
from answerable.evidence.models import Entry, Look
from answerable.people.models import Role
from answerable.standards.vocabulary.kinds import KINDS
from tests import cast
from tests.build import at, on
from tests.desk.by_hand import logged
from tests.desk.sitting import Desk, carried, text

pytestmark = pytest.mark.django_db

NOW = "Tue 3 Nov 2026 10:00"


def only() -> Contact:
    return Contact.objects.get()


def test_a_new_contact_is_a_key_away_on_every_page(sam: Desk):
    for page in ("", "find/", "mine/"):
        assert 'href="/s5/desk/new/" data-key="c">New contact' in sam.at(NOW).open(page).content.decode()


def test_every_way_that_is_logged_by_hand_is_offered_with_a_key(sam: Desk):
    said = unescape(sam.at(NOW).open("new/").content.decode())
    assert re.findall(r'data-key="(\d)">([^<]+)<', said) == [
        ("1", "Telephone call, now"),
        ("2", "Visit to reception, now"),
        ("3", "Letter"),
        ("4", "Voicemail"),
        ("5", "Home visit or meeting"),
        ("6", "In person elsewhere"),
        ("7", "Message on Facebook"),
        ("8", "Message on other social media"),
        ("9", "Printed form"),
        ("0", KINDS["member-enquiry"].title),
    ]


def test_a_letter_counts_from_the_day_of_its_stamp(sam: Desk):
    done = logged(sam.at(NOW), "letter", address="4 Mill Lane, AB1 2CD", on=on("Mon 2 Nov 2026"), body="They are full.")
    letter = only()
    assert (done.status_code, done["Location"]) == (302, f"/s5/desk/contacts/{letter.reference}/")
    assert (letter.channel, letter.received_at, letter.subject) == ("letter", at("Mon 2 Nov 2026 12:00"), "Bins")
    assert (letter.customer.name, letter.customer.address) == ("Lee Wood", "4 Mill Lane, AB1 2CD")
    assert [(row.what, str(row.by)) for row in letter.facts.all()] == [("received", "Sam Field")]
    assert [(one.body, one.sort) for one in letter.messages.all()] == [("They are full.", "from customer")]
    assert cast.clock(letter, "S5-13").due == at("Mon 16 Nov 2026 23:59:59")


def test_where_it_is_is_logged_and_stands_at_the_top_of_the_contact(sam: Desk):
    logged(sam.at(NOW), "letter", on=on("Mon 2 Nov 2026"), place="Mill Lane,  by the bus stop")
    assert only().place == "Mill Lane, by the bus stop"
    assert "Where it is: Mill Lane, by the bus stop" in text(sam.open(f"contacts/{only().reference}/"))


def test_a_letter_of_today_without_an_hour_came_now(sam: Desk):
    logged(sam.at("Tue 3 Nov 2026 10:00:07"), "letter")
    assert only().received_at == at("Tue 3 Nov 2026 10:00:07")


@pytest.mark.any_database  # a form says it, before anything is written
@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"on": on("Wed 4 Nov 2026")}, "It cannot have reached us yet. Give the day and time when it did"),
        ({"hour": "10:01"}, "It cannot have reached us yet. Give the day and time when it did"),
        ({"on": on("Fri 30 Oct 2026")}, "Say why it is noted only now."),
        ({"on": on("Mon 4 Nov 1996"), "only_now": "Found"}, "no charter of it was in force"),
        ({"subject": ""}, "Say what it is about"),
        ({"name": ""}, "Enter a name, a number or an address. If they gave none, choose “Gave no name”"),
        ({"team": "s5/customer-services/roads"}, "Choose a team from the list"),
        ({"kind": "nonsense"}, "Choose what it is from the list"),
    ],
)
def test_what_cannot_be_logged_is_refused_and_what_was_typed_stays(sam: Desk, fields: dict[str, Any], problem: str):
    refused = logged(sam.at(NOW), "letter", **{"body": "They are full.", **fields})
    assert (refused.status_code, problem in text(refused), "They are full." in text(refused)) == (200, True, True)
    assert not Contact.objects.exists()
    assert not Customer.objects.exists()


def test_what_came_more_than_a_working_day_ago_says_why_and_the_record_keeps_it(sam: Desk):
    logged(sam.at(NOW), "letter", on=on("Fri 30 Oct 2026"), only_now="It lay under another letter.")
    assert Message.objects.get(sort="note").body == (
        "It was noted only now that it reached us then: It lay under another letter."
    )
    entry = Entry.objects.get(what="began a contact")
    assert (entry.by, entry.details["late"]) == ("sam.field@council.example", "by more than a working day")


def test_a_form_that_is_sent_twice_begins_one_contact(sam: Desk):
    for _ in range(2):
        assert logged(sam.at(NOW), "letter", token="once").status_code == 302
    assert (Contact.objects.count(), Customer.objects.count()) == (1, 1)
    logged(sam, "letter", token="another")
    assert Contact.objects.count() == 2


def test_somebody_who_gave_no_name_is_nobody(sam: Desk):
    page = sam.at(NOW).open("new/social/", who="nobody")
    assert "somebody who gave no name" in text(page)
    assert "name" not in page.context["form"].fields
    logged(sam, "social", "nobody")
    assert (only().customer, only().channel, Customer.objects.count()) == (None, "social", 0)


def test_an_enquiry_by_a_member_is_of_its_own_kind_however_it_came(sam: Desk):
    assert (
        'href="/s5/desk/new/letter/?kind=member-enquiry"'
        in sam.at(NOW).open("new/", kind="member-enquiry").content.decode()
    )
    page = sam.open("new/letter/", kind="member-enquiry", who="new")
    assert page.context["form"]["kind"].value() == "member-enquiry"
    logged(sam, "letter", kind="member-enquiry")
    assert [one.kind for one in only().kinds.all()] == ["member-enquiry"]
    assert "S5-13" in cast.states(only())


# ---- who it is ----


def robin(**changes: Any) -> Contact:
    known = {
        "name": "Robin Reed",
        "phone": "+44 (0)1632 960-111",
        "needs": "Large print",
        "email": "robin@home.example",
    }
    contact = cast.received("Mon 2 Nov 2026 09:00", **known | changes)
    Customer.objects.filter(id=contact.customer_id).update(address="4 Mill Lane, Eastham, AB1 2CD")
    return contact


@pytest.mark.parametrize(
    "words",
    [
        "robin",
        "REED",
        "01632 960111",
        "+441632960111",
        "0044 1632 960 111",
        "robin@home",
        "ab12cd",
        "AB1 2CD",
        "mill lane",
    ],
)
def test_somebody_is_found_by_whatever_they_say_of_themselves(sam: Desk, words: str):
    contact = robin()
    found = sam.at(NOW).open("new/letter/", words=words)
    assert f"?who={contact.customer_id}" in found.content.decode()
    said = text(found)
    assert ("Large print" in said, contact.reference in said, "Street lamp" in said) == (True, True, True)
    assert Look.objects.get().asked_for == words


def test_somebody_is_found_by_the_reference_of_their_contact(sam: Desk):
    contact = robin()
    assert f"?who={contact.customer_id}" in sam.at(NOW).open("new/letter/", words=contact.reference).content.decode()


def test_who_has_nothing_with_the_readers_teams_is_not_found_and_not_shown(sam: Desk):
    elsewhere = robin(team="roads")
    cast.received("Mon 2 Nov 2026 09:00", "s1", name="Robin Reed")
    other = Customer.objects.exclude(id=elsewhere.customer_id).get()
    assert "Nobody that you may see is like “robin”." in text(sam.at(NOW).open("new/letter/", words="robin"))
    for id in (elsewhere.customer_id, other.pk):
        page = sam.open("new/letter/", who=str(id))
        assert ("form" in page.context, "Robin" in text(page)) == (False, False)


def test_whoever_is_known_is_shown_at_a_glance_and_their_new_contact_is_theirs(sam: Desk):
    contact = robin()
    who = str(contact.customer_id)
    page = sam.at(NOW).open("new/letter/", who=who)
    said = text(page)
    assert "Letter: Robin Reed" in said and "How to treat them: Large print" in said
    assert f"{contact.reference} Street lamp 2 Nov 2026, due" in said
    assert (Look.objects.get().what, Look.objects.get().about) == ("saw customer", contact.reference)
    logged(sam, "letter", who, after=contact.reference)
    again = Contact.objects.exclude(id=contact.id).get()
    assert (again.customer, again.follows, Customer.objects.count()) == (contact.customer, contact, 1)
    assert again.facts.get().said == {"after": contact.reference}


def test_what_was_looked_for_begins_the_form_of_somebody_new(sam: Desk):
    starts = {"Lee Wood": "name", "lee@home.example": "email", "01632 960 222": "phone", "AB1 2CD": "address"}
    for words, field in starts.items():
        form = sam.at(NOW).open("new/letter/", who="new", words=words).context["form"]
        assert form[field].value() == words


@pytest.mark.parametrize("way", ["email", "nonsense"])
def test_what_comes_of_itself_is_not_logged(sam: Desk, way: str):
    assert sam.at(NOW).open(f"new/{way}/").status_code == 404


def test_who_may_not_answer_logs_nothing(desk_of: Any):
    auditor = desk_of("Au Ditor", role=Role.AUDITOR, path="s5").at(NOW)
    assert "New contact" not in text(auditor.open("find/"))
    assert auditor.open("new/letter/", who="new").status_code == 403
    assert auditor.client.post("/s5/desk/new/phone/now/").status_code == 403


def test_it_is_for_the_team_that_was_logged_for_last(desk_of: Any):
    boss = desk_of("Ruth Boss", role=Role.MANAGER, path="s5").at(NOW)
    logged(boss, "letter", team="s5/customer-services/roads")
    assert boss.open("new/letter/", who="new").context["form"]["team"].value() == "s5/customer-services/roads"
    boss.client.post("/s5/desk/new/phone/now/", carried(boss.open("new/").content.decode()))
    assert Contact.objects.get(channel="phone").path == "s5/customer-services/roads"
