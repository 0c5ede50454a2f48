"""All that is held about somebody is in one file, and what may be of somebody else is named."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from answerable.contacts import actions as contacts
from answerable.contacts.models import Contact
from answerable.evidence.models import Entry
from answerable.inbox.models import Incoming
from answerable.retention.actions import hand_out, place_hold
from answerable.retention.models import Hold
from answerable.retention.third_parties import others_in
from tests import cast
from tests.build import at, on
from tests.retention.lives import WORD, a_life, plain_life

pytestmark = pytest.mark.django_db

SOON = at("Wed 11 Nov 2026 09:00")


def handed(contact: Contact, by: Any = None) -> dict[str, str]:
    """Return the files of what is handed out, by their names."""
    file = BytesIO()
    hand_out(contact, to=file, by=by, at=SOON)
    with ZipFile(file) as found:
        return {name: found.read(name).decode() for name in found.namelist()}


def test_it_holds_every_row_about_them_in_every_room_and_what_arrived_as_it_came():
    contact = a_life()
    plain_life(SOON, email="kim@home.example", name="Kim Bell", subject="A bin")
    files = handed(contact)
    rows = {name: json.loads(text) for name, text in files.items() if name.startswith("rows/")}
    assert {name: len(found) for name, found in rows.items() if found} == {
        "rows/asking.OutsideLink.json": 1,
        "rows/asking.OutsideQuestion.json": 1,
        "rows/contacts.ClockRow.json": contact.clocks.count(),
        "rows/contacts.Contact.json": 1,
        "rows/contacts.DraftLetter.json": 1,
        "rows/contacts.FactRow.json": 5,
        "rows/contacts.Flood.json": 1,
        "rows/contacts.FloodAct.json": 1,
        "rows/contacts.KindRow.json": 1,
        "rows/contacts.Message.json": 7,
        "rows/contacts.Outgoing.json": 2,
        "rows/contacts.PageKey.json": 1,
        "rows/contacts.Proposal.json": 1,
        "rows/contacts.WelfareFlag.json": 1,
        "rows/customers.Customer.json": 1,
        "rows/evidence.Entry.json": 12,
        "rows/files.KeptFile.json": 1,
        "rows/inbox.Incoming.json": 1,
        "rows/marks.Mention.json": 1,
        "rows/marks.Reminder.json": 1,
        "rows/marks.Tag.json": 1,
        "rows/marks.TagWord.json": 1,
        "rows/marks.Watch.json": 1,
        "rows/retention.Hold.json": 1,
        "rows/updates.Follower.json": 1,
    }
    assert rows["rows/customers.Customer.json"][0]["address"] == f"4 {WORD} Lane"
    assert files[f"as-it-came/{contact.reference}-1.eml"] == WORD
    assert files[f"files/{contact.reference}-1.pdf"] == f"%PDF- {WORD}"
    assert [name for name in files if not name.startswith(("rows/", "as-it-came/", "files/"))] == [
        "everything.html",
        "look-at-this-before-it-goes.txt",
    ]
    assert [text for text in files.values() if "Kim" in text or "A bin" in text] == []


def test_the_page_can_be_read_and_nothing_in_it_is_run():
    contact = plain_life(SOON, subject="<script>alert(1)</script>", body="Dear <b>all</b>")
    page = handed(contact)["everything.html"]
    assert ("<script" in page, "&lt;script&gt;alert(1)" in page, "Dear &lt;b&gt;all" in page) == (False, True, True)
    assert "Message from the customer, Monday 2 November 2026 at 9am, from Robin Reed robin@home.example" in page


def test_all_contacts_of_theirs_are_in_it_whichever_leads_to_them():
    first, second = plain_life(SOON), cast.received("Tue 3 Nov 2026 09:00", subject="A bin")
    for contact in (first, second):
        assert len(json.loads(handed(contact)["rows/contacts.Contact.json"])) == 2
    assert list(Entry.objects.filter(what__startswith="handed").values_list("about", "details__contacts")) == [
        (first.reference, 2),
        (second.reference, 2),
    ]


def test_names_of_files_hold_nothing_that_anybody_wrote():
    contact = plain_life(SOON)
    row: dict[str, Any] = {"arrived_at": SOON, "kept_at": SOON, "try_at": SOON, "state": "read", "raw": b"x"}
    Incoming.objects.create(channel="web", council_id="s5", external_id="../../etc/passwd", contact=contact, **row)
    assert f"as-it-came/{contact.reference}-1.txt" in handed(contact)
    assert [name for name in handed(contact) if ".." in name or name.startswith("/")] == []


def look(contact: Contact) -> str:
    return handed(contact)["look-at-this-before-it-goes.txt"]


def test_what_may_be_of_somebody_else_is_named_with_its_place():
    contact = plain_life(SOON, body="My neighbour Pat Smith of M1 2AB, pat@home.example, rang 01632 960 555.")
    sam = cast.staff()
    reference = contact.reference
    contacts.note_down(contact, body="Mrs Bell says that it is not so", by=sam, at=SOON)
    contacts.add(contact, cast.arrival(email="kim@home.example", name="Kim Hill", by_stranger=True), at=SOON, now=SOON)
    place_hold(
        contact,
        ground=Hold.Ground.LITIGATION,
        why="Counsel's advice",
        review_on=on("Mon 4 Jan 2027"),
        all_of_customer=False,
        by=sam,
        at=SOON,
    )
    found = [line for line in look(contact).splitlines() if line.startswith("- ")]
    assert found == [
        f"- {reference}, Message from the customer of 2026-11-02 09:00: It may name somebody else: Pat Smith, M1 2AB, "
        f"pat@home.example, 01632 960 555.",
        f"- {reference}, Note for colleagues of 2026-11-11 09:00: It is among colleagues: see whom it names.",
        f"- {reference}, Note for colleagues of 2026-11-11 09:00: It may name somebody else: Mrs Bell.",
        f"- {reference}, the hold of 2026-11-11: It says why it was held: see whether it says what a lawyer told us, "
        f"or names anybody.",
    ]


def test_a_message_by_somebody_else_is_for_a_person_to_look_at():
    contact = cast.received()
    contacts.add(contact, cast.arrival(email="kim@home.example", name="Kim Hill", by_stranger=True), at=SOON, now=SOON)
    found = [line for line in look(contact).splitlines() if "2026-11-11" in line]
    assert found == [
        f"- {contact.reference}, Message from the customer of 2026-11-11 09:00: Somebody else wrote it, who may not "
        f"want them to read it.",
        f"- {contact.reference}, Message from the customer of 2026-11-11 09:00: It may name somebody else: Kim Hill, "
        f"kim@home.example.",
    ]


def test_contacts_that_may_be_theirs_are_named_and_not_in_it():
    contact = plain_life(SOON)
    other = cast.received("Tue 3 Nov 2026 09:00", channel="web", subject="Not proved")
    assert other.customer != contact.customer
    files = handed(contact)
    assert len(json.loads(files["rows/contacts.Contact.json"])) == 1
    assert f"- {other.reference}, not in this file: It came with the same address or number" in look(contact)
    assert "Not proved" not in "".join(files.values())


def test_where_nothing_is_found_it_is_said_that_only_a_program_looked():
    assert "A program looked, and not a person: look yourself." in look(plain_life(SOON, body="the lamp is out"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the lamp outside number 4 is out", []),
        ("I am Robin Reed, robin@home.example, 01632960100", []),
        ("ask Cllr Moss or Dr. Ann O'Neill", ["Cllr Moss", "Dr. Ann O'Neill"]),
        ("write to <ann@x.example>.", ["ann@x.example"]),
        ("+44 1632 960 777 and (01632) 960 778", ["+44 1632 960 777", "(01632) 960 778"]),
        ("Mill Lane, SW1A 1AA; Mill Lane", ["Mill Lane", "SW1A 1AA"]),
    ],
)
def test_what_may_name_somebody_is_found_and_whom_it_may_name_is_not(text: str, found: list[str]):
    assert others_in(text, ["Robin Reed", "robin@home.example", "01632 960 100"]) == found
