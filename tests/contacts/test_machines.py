"""What a machine's acknowledgement says, and what it keeps: nothing that only a person can promise."""

from datetime import date

import pytest

from answerable.charters import COUNCILS
from answerable.contacts import actions
from answerable.contacts.models import Contact
from answerable.public.pages.tracking import tracking
from answerable.standards.vocabulary.kinds import KINDS
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

MORNING = "Sat 28 Nov 2026 10:00"


def arrived(key: str = "s5", **changes: object) -> Contact:
    contact = cast.received(MORNING, key, **changes)
    cast.everything_sent("Sat 28 Nov 2026 10:01")
    return contact


def content(contact: Contact) -> dict[str, str]:
    return {row.promise: row.state for row in contact.clocks.filter(measure="content")}


@pytest.mark.parametrize("key", COUNCILS)
def test_it_names_the_team_and_its_number_and_no_person(key: str):
    for channel in ("email", "web"):
        contact = arrived(key, channel=channel)
        letter = contact.messages.get(sort="acknowledgement").body
        assert "Alex Morgan" not in letter
        assert "What is being done: Your message is with the post team, in the queue to be read" in letter
        assert "Telephone number for questions: 01632 960 002" in letter
        fact = contact.facts.get(what="acknowledged")
        assert (fact.by, fact.said["automatic"], "owner" in fact.said) == (None, True, False)


@pytest.mark.promise("S5-25")
@pytest.mark.promise("S5-26")
def test_who_deals_with_it_is_neither_kept_nor_broken_by_a_machine_and_is_owed_by_the_first_person():
    contact = arrived()
    assert content(contact) == {"S5-27": "kept", "S5-28": "kept"}
    monday = at("Mon 30 Nov 2026 10:00")
    told = cast.parts(by_when=date(2026, 12, 8))
    actions.ask(contact, body="Which lamp is it?", parts=told, waits=False, by=cast.staff(), at=monday)
    cast.everything_sent(monday)
    people = contact.clocks.filter(measure="content", about__what="responded")
    assert {row.promise: row.state for row in people} == dict.fromkeys(("S5-25", "S5-26", "S5-27", "S5-28"), "kept")


@pytest.mark.promise("S3-04")
@pytest.mark.promise("S3-05")
def test_a_complaint_to_s3_waits_for_a_person_who_names_the_investigator():
    contact = arrived("s3", kinds=("complaint",), channel="web")
    assert (cast.states(contact)["S3-04"], "S3-05" in content(contact)) == ("running", False)
    monday = at("Mon 30 Nov 2026 10:00")
    told = cast.parts(by_when=date(2026, 12, 11), owner="Sam Field")
    sam = cast.staff(path="s3/customer-services/post")
    actions.acknowledge(contact, body="", parts=told, by=sam, at=monday)
    cast.everything_sent(monday)
    assert (cast.states(contact)["S3-04"], content(contact)["S3-05"]) == ("kept", "kept")


@pytest.mark.parametrize(
    ("promise", "kind"), [("ASC-ACK", "adult-care-complaint"), ("PH-ACK", "public-health-complaint")]
)
def test_a_complaint_that_is_owed_an_offer_to_talk_is_not_acknowledged_by_a_machine(promise: str, kind: str):
    contact = arrived(kinds=(kind,), channel="web")
    assert cast.states(contact)[promise] == "running"
    monday = at("Mon 30 Nov 2026 10:00")
    told = cast.parts(by_when=date(2026, 12, 11))
    actions.acknowledge(contact, body="Shall we talk?", parts=told, by=cast.staff(), at=monday)
    cast.everything_sent(monday)
    assert cast.states(contact)[promise] == "kept"


def test_the_date_for_what_nobody_has_read_binds_us_to_write_and_not_to_answer():
    contact = arrived()
    assert "By when: Tuesday 8 December 2026" in contact.messages.last().body
    monday = at("Mon 30 Nov 2026 09:00")
    actions.retype(contact, kinds=["foi"], why="It asks for records", by=cast.staff(), at=monday)
    assert tracking(contact, "0000-0000-0000-0000", now=monday)["headline"] == (
        "We promised you a full answer by Wednesday 30 December 2026. 20 working days are left."
    )
    told = cast.parts(by_when=date(2026, 12, 30))
    actions.ask(contact, body="Which year is it about?", parts=told, waits=False, by=cast.staff(), at=monday)
    cast.everything_sent(monday)
    given = contact.clocks.get(measure="derived", about__what="acknowledged")
    assert (given.state, given.due, given.stopped) == ("kept", at("Tue 8 Dec 2026 23:59:59"), monday)


def test_what_somebody_chose_on_the_form_is_known_and_its_date_is_for_the_answer():
    contact = arrived(channel="web")
    assert "unread" not in contact.facts.get(what="acknowledged").said


@pytest.mark.slow
@pytest.mark.any_database  # every kind is kept in the same columns, which the other tests here try on both
@pytest.mark.parametrize("key", COUNCILS)
def test_every_kind_of_contact_in_every_council_can_be_acknowledged_by_a_named_person(key: str):
    sam = cast.staff(path=f"{key}/customer-services/post")
    moment = at("Mon 30 Nov 2026 10:00")
    for kind in KINDS:
        contact = cast.received(MORNING, key, kinds=(kind,), answerable=False)
        told = cast.parts(by_when=date(2026, 11, 30))
        actions.acknowledge(contact, body="", parts=told, by=sam, at=moment)
        cast.everything_sent(moment)
        assert "broken" not in content(contact).values(), kind
        assert "Who is dealing with it: Sam Field" in contact.messages.last().body
