"""What goes and what stays: by age, on request, again; one that cannot go stops no other; and nothing held goes."""

import json
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models.deletion import ProtectedError
from django.utils.timezone import localdate

from answerable.contacts import actions as contacts
from answerable.contacts.actions.noting import Erased
from answerable.contacts.models import Contact, DraftLetter, FactRow, Message, PageKey
from answerable.councils.models import Council, Mailbox
from answerable.customers.models import Customer
from answerable.evidence.actions import key_at, seal_all
from answerable.evidence.keys import public_file, read_public_keys
from answerable.evidence.models import Deletion, Entry
from answerable.evidence.verifying import Verification
from answerable.figures.actions import count
from answerable.figures.models import FigureRow
from answerable.inbox.actions import keep
from answerable.inbox.models import Incoming
from answerable.people.models import Role
from answerable.retention import actions, queries
from answerable.retention.actions import (
    BY_AGE,
    KeptBack,
    Unsaid,
    correct,
    erase,
    erase_again,
    erase_daily,
    erase_over,
    erase_person,
    lift_hold,
    place_hold,
)
from answerable.retention.models import ErasureGround, Hold
from answerable.retention.queries import kept_back, over, planned, what_goes
from tests import cast
from tests.build import at, on
from tests.figures.counted import FIRST, LAST
from tests.retention.lives import WORD, a_life, found_in_database, plain_life

pytestmark = pytest.mark.django_db

CLOSED = "Tue 10 Nov 2026 10:00"
LATER = at("Sat 10 Nov 2029 09:00")
SOON = at("Wed 11 Nov 2026 09:00")


def boss() -> Any:
    return cast.staff("Jo Lane", role=Role.MANAGER, path="s5")


def held(contact: Contact, *, whole: bool = False) -> Hold:
    return place_hold(
        contact,
        ground=Hold.Ground.OMBUDSMAN,
        why="Case 12",
        review_on=date(2027, 1, 4),
        all_of_customer=whole,
        by=boss(),
        at=SOON,
    )


def s5() -> Council:
    return Council.objects.get(key="s5")


# By age


@pytest.mark.parametrize(
    ("kinds", "closed", "last_kept", "goes"),
    [
        (("enquiry",), "Tue 10 Nov 2026 23:59", "Fri 9 Nov 2029 23:59", "Sat 10 Nov 2029 00:00"),
        (("complaint",), "Tue 10 Nov 2026 23:59", "Tue 9 Nov 2032 23:59", "Wed 10 Nov 2032 00:00"),
        (("enquiry", "complaint"), "Tue 10 Nov 2026 10:00", "Tue 9 Nov 2032 23:59", "Wed 10 Nov 2032 00:00"),
        (("foi",), "Tue 10 Nov 2026 10:00", "Fri 9 Nov 2029 23:59", "Sat 10 Nov 2029 00:00"),
        (("restriction",), "Tue 10 Nov 2026 10:00", "Thu 9 Nov 2028 23:59", "Fri 10 Nov 2028 00:00"),
        # Closed at midnight in London, in summer, which is the day before in UTC.
        (("enquiry",), "Wed 1 Jul 2026 00:00", "Sat 30 Jun 2029 23:59", "Sun 1 Jul 2029 00:00"),
    ],
)
def test_a_contact_goes_when_its_time_is_over_to_the_day(
    kinds: tuple[str, ...], closed: str, last_kept: str, goes: str
):
    contact = plain_life(at(closed), kinds=kinds)
    assert erase_over(s5(), by=None, at=at(last_kept)).erased.total() == 0
    assert [one.on for one in over(s5(), on=localdate(at(goes)))] == [on(" ".join(goes.split()[:4]))]
    assert erase_over(s5(), by=None, at=at(goes)).erased.total() == 1
    contact.refresh_from_db()
    assert (contact.subject, contact.customer, contact.erased_at) == ("", None, at(goes))


def test_a_contact_of_no_kind_goes_as_an_enquiry():
    contact = plain_life(at(CLOSED))
    contact.kinds.all().delete()
    assert erase_over(s5(), by=None, at=at("Fri 9 Nov 2029 23:59")).erased.total() == 0
    assert erase_over(s5(), by=None, at=LATER).erased == {"enquiry": 1}


def test_what_a_council_s_file_says_holds_for_that_council_alone():
    plain_life(at(CLOSED))
    plain_life(at(CLOSED), key="s1")
    Council.objects.filter(key="s5").update(keeps={"enquiry": "10 days"})
    gone = {one.key: erase_over(one, by=None, at=at("Fri 20 Nov 2026 09:00")).erased for one in Council.objects.all()}
    assert gone == {"s5": {"enquiry": 1}, "s1": {}}


def test_an_open_contact_never_goes_however_old_it_is():
    contact = cast.received()
    assert erase_over(s5(), by=None, at=at("Mon 2 Nov 2076 09:00")).erased.total() == 0
    with pytest.raises(KeptBack, match=f"{contact.reference} is open. Answer and close it first"):
        erase(contact, kind=BY_AGE, ground="enquiry", by=None, at=LATER)


def test_a_letter_that_waits_to_leave_keeps_its_contact_back():
    contact = cast.received()
    Contact.objects.update(closed_at=at(CLOSED))
    contact.refresh_from_db()
    assert erase_over(s5(), by=None, at=LATER).erased.total() == 0
    with pytest.raises(KeptBack, match="still waits to leave"):
        erase(contact, kind=BY_AGE, ground="enquiry", by=None, at=LATER)


def test_what_happened_stays_and_every_figure_counts_as_before_and_the_seals_still_fit(tmp_path: Path):
    contact = a_life()
    lamp = cast.received("Wed 4 Nov 2026 09:00", email="kim@home.example", name="Kim")
    facts = list(FactRow.objects.order_by("id").values_list("contact", "what", "at", "details", "noted_at"))
    clocks = list(contact.clocks.order_by("id").values_list("promise", "state", "due", "decided", "stopped", "reason"))
    counted = {"first_on": FIRST, "last_on": LAST, "at": at("Fri 1 Jan 2027 09:00")}
    before = count(s5(), **counted)
    key = key_at(tmp_path / "key")
    seal_all(at=at("Fri 1 Jan 2027 09:00"), key=key)
    erase_over(s5(), by=None, at=LATER)
    after = count(s5(), **counted)
    assert figures(before) == figures(after)
    assert before.sha256 == after.sha256 != ""
    assert list(FactRow.objects.order_by("id").values_list("contact", "what", "at", "details", "noted_at")) == facts
    contact.refresh_from_db()
    assert contact.clocks.count() == len(clocks)
    assert (
        list(contact.clocks.order_by("id").values_list("promise", "state", "due", "decided", "stopped", "reason"))
        == clocks
    )
    assert (bool(contact.welfare), WORD in contact.welfare, contact.outcome) == (True, False, "answered")
    seal_all(at=LATER, key=key)
    assert list(Verification(read_public_keys(public_file(tmp_path / "key")), now=LATER).faults()) == []
    assert Message.objects.filter(contact=lamp).count() == 2  # another's, which is open, is all there


def figures(made: Any) -> list[dict[str, Any]]:
    rows = FigureRow.objects.filter(count=made).order_by("place").values()
    found = [{name: value for name, value in row.items() if name not in ("id", "count_id")} for row in rows]
    for row in found:
        row["detail"] = {name: value for name, value in row["detail"].items() if name != "was"}
    return found


def test_what_went_is_in_the_log_by_reference_and_number_alone():
    contact = a_life()
    erase_over(s5(), by=boss(), at=LATER)
    gone = Deletion.objects.get(reference=contact.reference)
    assert (gone.kind, gone.ground, gone.by, gone.at) == ("by age", "enquiry", "jo.lane@council.example", LATER)
    assert gone.removed == {
        "tags": 1,
        "mentions": 1,
        "watches": 1,
        "reminders": 1,
        "words about a flood": 1,
        "letters in the outbox": 2,
        "welfare flags": 1,
        "messages": 7,
        "drafts": 1,
        "proposals": 1,
        "keys": 1,
        "files": 1,
        "words of facts": 4,
        "messages as they came": 1,
        "questions outside": 1,
        "emails asked for": 1,
        "words of the record": 7,
        "holds": 1,
        "customers": 1,
    }


def test_a_customer_stays_as_long_as_anything_of_theirs_does():
    old, new = plain_life(at(CLOSED)), plain_life(at("Mon 4 Jan 2027 09:00"))
    assert old.customer == new.customer
    erase_over(s5(), by=None, at=LATER)
    assert Customer.objects.get() == new.customer
    erase_over(s5(), by=None, at=at("Fri 4 Jan 2030 09:00"))
    assert not Customer.objects.exists()


def test_one_that_cannot_go_stops_no_other_and_is_told(monkeypatch: pytest.MonkeyPatch):
    bad, good = plain_life(at(CLOSED)), plain_life(at("Tue 10 Nov 2026 11:00"), email="kim@home.example")
    usual = actions.erase_words

    def fails(contact: Contact, *, at: datetime) -> Any:
        removed = usual(contact, at=at)
        if contact == bad:
            raise RuntimeError("a loose wire")
        return removed

    monkeypatch.setattr(actions, "erase_words", fails)
    done = erase_over(s5(), by=None, at=LATER)
    assert (done.erased, done.failed) == ({"enquiry": 1}, {bad.reference: "a loose wire"})
    bad.refresh_from_db()
    assert (bad.subject, bad.erased_at, bad.messages.count()) == ("Street lamp", None, 2)
    good.refresh_from_db()
    assert good.erased_at == LATER


def test_it_goes_contact_by_contact_and_goes_on_where_it_was_stopped():
    first, second = plain_life(at(CLOSED)), plain_life(at("Tue 10 Nov 2026 11:00"), email="kim@home.example")
    assert erase_over(s5(), by=None, at=LATER, within=-1).erased.total() == 0
    erase(first, kind=BY_AGE, ground="enquiry", by=None, at=LATER)
    assert erase_over(s5(), by=None, at=LATER).erased.total() == 1
    assert erase_over(s5(), by=None, at=LATER).erased.total() == 0
    assert [one.erased_at for one in Contact.objects.order_by("id")] == [LATER, LATER]
    assert list(Deletion.objects.order_by("id").values_list("reference", flat=True)) == [
        first.reference,
        second.reference,
    ]


def test_no_transaction_is_open_between_two_contacts(monkeypatch: pytest.MonkeyPatch):
    plain_life(at(CLOSED))
    around = len(connection.savepoint_ids)
    seen: list[int] = []
    usual = actions.erase

    def looked(*args: Any, **kwargs: Any) -> Any:
        seen.append(len(connection.savepoint_ids) - around)
        return usual(*args, **kwargs)

    monkeypatch.setattr(actions, "erase", looked)
    erase_over(s5(), by=None, at=LATER)
    assert seen == [0]


def test_the_worker_erases_only_where_the_council_s_file_has_it_done_daily():
    plain_life(at(CLOSED))
    plain_life(at(CLOSED), key="s1")
    Council.objects.filter(key="s1").update(erases_daily=True)
    assert (erase_daily(LATER), erase_daily(LATER)) == (1, 0)
    assert [one.council_id for one in Contact.objects.filter(erased_at=LATER)] == ["s1"]


# What is part of no contact


def arrived(state: str, when: str, name: str = "<a@b>") -> Incoming:
    moment = at(when)
    row = {"arrived_at": moment, "kept_at": moment, "try_at": moment, "state": state}
    return Incoming.objects.create(channel="email", council_id="s5", external_id=name, raw=b"Dear all", **row)


def test_what_arrived_and_became_no_contact_goes_after_90_days_and_is_known_when_it_comes_again():
    cast.council()
    old, new = arrived("ours", "Mon 2 Nov 2026 09:00"), arrived("report", "Tue 3 Nov 2026 00:00", "<c@d>")
    waits = arrived("waiting", "Mon 2 Nov 2026 09:00", "<e@f>")
    assert erase_over(s5(), by=None, at=at("Sat 30 Jan 2027 23:59")).erased == {}
    assert erase_over(s5(), by=None, at=at("Sun 31 Jan 2027 00:00")).erased == {"mail": 1}
    assert [bytes(Incoming.objects.get(id=one.id).raw) for one in (old, new, waits)] == [b"", b"Dear all", b"Dear all"]
    again: dict[str, Any] = {"council": s5(), "raw": b"Dear all", "arrived_at": LATER, "at": LATER}
    kept, is_new = keep("email", external_id="<a@b>", mailbox=Mailbox.objects.get(council_id="s5"), **again)
    assert (kept.id, is_new, Incoming.objects.count()) == (old.id, False, 3)


def test_mail_of_an_erased_contact_that_is_fetched_again_makes_no_contact():
    contact = a_life()
    erase_over(s5(), by=None, at=LATER)
    mailbox = Mailbox.objects.get(council_id="s5")
    again: dict[str, Any] = {"council": s5(), "mailbox": mailbox, "raw": b"x", "arrived_at": LATER, "at": LATER}
    kept, is_new = keep("email", external_id=f"<{WORD}@home.example>", digest="1", **again)
    assert (kept.contact, is_new) == (contact, False)
    _, is_new = keep("email", external_id=f"<{WORD}@home.example>", digest="2", **again)
    assert is_new


def test_drafts_and_keys_go_before_their_contact_and_only_when_they_are_old():
    contact = cast.received()
    sam = cast.staff()
    typed: dict[str, Any] = {"sort": Message.Sort.REPLY, "fields": {"body": "x"}, "newest": 0, "token": "t"}
    contacts.keep_draft(contact, **typed, by=sam, at=at("Mon 2 Nov 2026 10:00"))
    key = PageKey.objects.create(
        contact=contact, digest="d", made_at=at("Mon 2 Nov 2026 10:00"), ends_at=at("Mon 2 Nov 2026 10:30")
    )
    assert erase_over(s5(), by=None, at=at("Tue 1 Dec 2026 23:59")).erased == {}
    assert erase_over(s5(), by=None, at=at("Wed 2 Dec 2026 00:00")).erased == {"key": 1}
    assert erase_over(s5(), by=None, at=at("Sun 31 Jan 2027 00:00")).erased == {"draft": 1}
    assert not DraftLetter.objects.exists()
    assert not PageKey.objects.filter(id=key.id).exists()
    assert contact.messages.count() == 2


# Holds


def a_draft_and_a_key(contact: Contact) -> None:
    moment = at(CLOSED)
    DraftLetter.objects.create(contact=contact, by=boss(), sort="reply", newest=0, saved_at=moment)
    PageKey.objects.create(contact=contact, digest="d", made_at=moment, ends_at=moment)


def by_age(contact: Contact) -> None:
    assert erase_over(s5(), by=None, at=LATER).erased == {}


def by_the_worker(contact: Contact) -> None:
    Council.objects.update(erases_daily=True)
    assert erase_daily(LATER) == 0


def on_request(contact: Contact) -> None:
    with pytest.raises(KeptBack, match="held: The Ombudsman looks into it"):
        erase_person(contact, ground=ErasureGround.OBJECTION, by=boss(), at=LATER)


def again(contact: Contact) -> None:
    line = json.dumps({"reference": contact.reference, "ground": "enquiry"})
    done = erase_again([line], at=LATER)
    assert (done.erased, list(done.failed)) == ({}, [contact.reference])


def directly(contact: Contact) -> None:
    with pytest.raises(KeptBack):
        erase(contact, kind=BY_AGE, ground="enquiry", by=None, at=LATER)


def by_correcting(contact: Contact) -> None:
    with pytest.raises(KeptBack, match="stays as it is"):
        correct(contact, told={"name": "Somebody"}, why="They say so", by=boss(), at=LATER)


def by_deleting_the_rows(contact: Contact) -> None:
    with pytest.raises(ProtectedError), transaction.atomic():
        contact.delete()


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    "path", [by_age, by_the_worker, on_request, again, directly, by_correcting, by_deleting_the_rows]
)
def test_nothing_that_is_held_goes_by_any_path(path: Callable[[Contact], None], whole: bool):
    contact = plain_life(at(CLOSED))
    a_draft_and_a_key(contact)
    if whole:  # placed from another contact of theirs, which it holds too
        held(plain_life(at(CLOSED), subject="Another"), whole=True)
    else:
        held(contact)
    before = {name: list(found.values()) for name, found in everything(contact).items()}
    path(contact)
    assert {name: list(found.values()) for name, found in everything(contact).items()} == before


def test_a_hold_on_one_contact_leaves_the_others_of_its_customer_free():
    one, another = plain_life(at(CLOSED)), plain_life(at(CLOSED), subject="Another")
    held(one)
    assert erase_over(s5(), by=None, at=LATER).erased == {"enquiry": 1}
    another.refresh_from_db()
    assert (another.erased_at, Customer.objects.get()) == (LATER, one.customer)


def everything(contact: Contact) -> dict[str, Any]:
    return {
        "contact": Contact.objects.filter(id=contact.id),
        "customer": Customer.objects.filter(id=contact.customer_id),
        "messages": contact.messages.all(),
        "facts": contact.facts.all(),
        "drafts": contact.drafts.all(),
        "keys": contact.page_keys.all(),
    }


def test_only_the_room_of_retention_calls_what_erases():
    """Every way to erase leads past the holds: nobody else imports what takes the rows away."""
    source = Path(actions.__file__).parents[1]
    names = ("erasing", "customers import actions as customers")
    callers = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if any(f"import {name}" in (text := path.read_text()) or f"actions.{name} import" in text for name in names)
        or "inbox.erase(" in path.read_text()
    }
    assert callers == {"retention/actions.py", "retention/queries.py"}


@pytest.mark.parametrize(("kinds", "is_held"), [(("complaint",), True), (("sar",), True), (("enquiry",), False)])
def test_an_open_complaint_or_request_for_their_own_information_holds_what_else_is_theirs(
    kinds: tuple[str, ...], is_held: bool
):
    closed = plain_life(at(CLOSED))
    asks = cast.received("Mon 5 Nov 2029 09:00", kinds=kinds)
    assert asks.customer == closed.customer
    assert erase_over(s5(), by=None, at=LATER).erased.total() == (not is_held)
    (line,) = [line for line in planned(s5(), on=LATER.date()) if line.rule == "enquiry"]
    assert list(line.held) == ([closed.reference] if is_held else [])
    assert all(asks.reference in why for why in line.held.values())
    assert kept_back(asks) == f"{asks.reference} is open. Answer and close it first."


def test_an_open_contact_holds_the_one_that_it_follows():
    closed = plain_life(at(CLOSED))
    Contact.objects.filter(id=cast.received("Mon 5 Nov 2029 09:00", email="kim@home.example").id).update(follows=closed)
    assert erase_over(s5(), by=None, at=LATER).erased.total() == 0


def test_a_hold_is_placed_and_lifted_with_a_reason_and_stands_in_the_record():
    contact = plain_life(at(CLOSED))
    one = held(contact)
    lift_hold(contact, one.id, why="It is over", by=boss(), at=LATER)
    one.refresh_from_db()
    assert (one.lifted_at, one.why_lifted, str(one.lifted_by)) == (LATER, "It is over", "Jo Lane")
    said = Entry.objects.filter(about=contact.reference, what__endswith="a hold").order_by("id")
    assert [(entry.what, entry.words, entry.details) for entry in said] == [
        ("placed a hold", {"why": "Case 12"}, {"ground": "ombudsman", "review_on": "2027-01-04", "of": "contact"}),
        ("lifted a hold", {"why": "It is over"}, {}),
    ]
    assert erase_over(s5(), by=None, at=LATER).erased.total() == 1


def test_a_hold_goes_on_after_the_day_on_which_somebody_should_have_looked():
    held(plain_life(at(CLOSED)))
    assert erase_over(s5(), by=None, at=at("Mon 2 Nov 2076 09:00")).erased.total() == 0


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"why": " "}, "Say why it is held"),
        ({"review_on": date(2026, 11, 11)}, "Give a day still to come"),
    ],
)
def test_a_hold_without_a_reason_or_a_day_to_come_is_refused(changes: dict[str, Any], says: str):
    contact = plain_life(at(CLOSED))
    given = {"ground": Hold.Ground.LITIGATION, "why": "x", "review_on": date(2027, 1, 4), "all_of_customer": False}
    with pytest.raises(Unsaid, match=says):
        place_hold(contact, **{**given, **changes}, by=boss(), at=SOON)
    assert not Hold.objects.exists()


def test_a_hold_cannot_be_lifted_without_a_reason_or_twice_or_from_another_contact():
    contact, other = plain_life(at(CLOSED)), plain_life(at(CLOSED), email="kim@home.example")
    one = held(contact)
    with pytest.raises(Unsaid, match="Say why"):
        lift_hold(contact, one.id, why=" ", by=boss(), at=SOON)
    with pytest.raises(KeptBack, match="not held any more"):
        lift_hold(other, one.id, why="Over", by=boss(), at=SOON)
    lift_hold(contact, one.id, why="Over", by=boss(), at=SOON)
    with pytest.raises(KeptBack, match="not held any more"):
        lift_hold(contact, one.id, why="Over", by=boss(), at=SOON)


def test_what_is_erased_cannot_be_held():
    contact = plain_life(at(CLOSED))
    erase_over(s5(), by=None, at=LATER)
    with pytest.raises(KeptBack, match="erased already"):
        held(contact)


def test_what_is_held_after_it_was_listed_stays_and_stops_no_other(monkeypatch: pytest.MonkeyPatch):
    first, second = plain_life(at(CLOSED)), plain_life(at(CLOSED), email="kim@home.example")
    listed = list(over(s5(), on=LATER.date()))
    held(first)
    monkeypatch.setattr(actions, "over", lambda council, *, on: listed)
    done = erase_over(s5(), by=None, at=LATER)
    assert (done.erased, done.failed) == ({"enquiry": 1}, {})
    second.refresh_from_db()
    assert second.erased_at == LATER
    assert erase_over(s5(), by=None, at=LATER).erased == {}  # what was erased meanwhile is not counted again


def test_several_are_looked_at_at_a_time_and_each_goes_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "CHUNK", 2)
    for number in range(5):
        plain_life(at(CLOSED), email=f"robin{number}@home.example")
    assert erase_over(s5(), by=None, at=LATER).erased == {"enquiry": 5}
    assert Deletion.objects.count() == 5


# On request


def test_all_about_somebody_goes_when_they_ask_and_another_s_stays():
    first, other = a_life(), plain_life(at(CLOSED), email="kim@home.example", name="Kim Bell", subject="A bin")
    second = plain_life(at(CLOSED), email=f"{WORD.lower()}@home.example", name=f"Robin {WORD}", subject=f"{WORD}'s bin")
    assert second.customer == first.customer
    assert erase_person(first, ground=ErasureGround.NOT_NEEDED, by=boss(), at=SOON) == 2
    assert found_in_database(WORD) == []
    assert Customer.objects.get() == other.customer
    assert list(Deletion.objects.order_by("id").values_list("reference", "kind", "ground")) == [
        (second.reference, "on request", "not needed"),
        (first.reference, "on request", "not needed"),
    ]
    assert erase_person(first, ground=ErasureGround.NOT_NEEDED, by=boss(), at=SOON) == 0


def test_nothing_of_somebody_goes_while_anything_of_theirs_is_open_and_it_is_said_which():
    first, second = plain_life(at(CLOSED)), cast.received("Wed 11 Nov 2026 08:00", subject="Forget me")
    with pytest.raises(KeptBack, match=f"{second.reference} is open. Answer and close it first"):
        erase_person(first, ground=ErasureGround.OBJECTION, by=boss(), at=SOON)
    with pytest.raises(KeptBack, match=f"{second.reference} is open. Answer and close it first"):
        erase_person(second, ground=ErasureGround.OBJECTION, by=boss(), at=SOON)
    first.refresh_from_db()
    assert (first.erased_at, first.subject) == (None, "Street lamp")


def test_of_somebody_who_is_not_known_the_one_contact_goes():
    contact = plain_life(at(CLOSED), email="", name="")
    plain_life(at(CLOSED), email="", name="")
    assert contact.customer is None
    assert erase_person(contact, ground=ErasureGround.NOT_NEEDED, by=boss(), at=SOON) == 1


def test_it_can_be_said_beforehand_exactly_what_goes():
    assert what_goes(a_life()) == {
        "Who contacted us: name, addresses, number, needs": 1,
        "A contact": 1,
        "What was written, by them, to them and among ourselves": 7,
        "Whom outside we asked about a contact, at which address; the words are messages": 1,
        "A link to a question that we asked outside, as a digest": 1,
        "That a customer wants an email when something happens with their contact; it names no address": 1,
        "How each letter of ours left": 2,
        "Words that may be about welfare, and what was said of them": 1,
        "What somebody proposed to a second person": 1,
        "What happened to a contact": 5,
        "What arrived, exactly as it came": 1,
        "A letter that somebody began and did not send": 1,
        "Files that came and went with messages, with their content beside the database": 1,
        "A key to a resident's page, as a digest": 1,
        "Which words colleagues tagged a contact with": 1,
        "Which colleagues a note names, and how": 1,
        "Which contacts somebody of staff watches": 1,
        "When somebody of staff wants to be reminded of a contact, and why": 1,
        "The words that a council’s contacts are tagged with": 1,
        "Why something was held, and why no longer": 1,
        "The record of who did what": 12,
        "What was decided about many contacts at once, and why": 1,
    }


# What comes afterwards


def test_nothing_more_is_said_or_done_where_what_was_written_is_erased():
    contact = plain_life(at(CLOSED))
    erase_over(s5(), by=None, at=LATER)
    contact = Contact.objects.get()
    sam = cast.staff()
    for act in (
        lambda: contacts.note_down(contact, body="Robin rang", by=sam, at=LATER),
        lambda: contacts.mark_welfare(contact, reason="Robin is cold", by=sam, at=LATER),
        lambda: contacts.reopen(contact, by=sam, at=LATER, why="Robin rang"),
    ):
        with pytest.raises(Erased, match="what was written is erased"):
            act()
    contacts.keep_draft(
        contact, sort=Message.Sort.REPLY, fields={"body": "Robin"}, newest=0, token="t", by=sam, at=LATER
    )
    contacts.send_key(contact, Message.Sort.LINK, at=LATER)  # whoever asks for a link is told the same as ever
    assert (contact.messages.count(), found_in_database("Robin")) == (0, [])


def test_what_comes_about_it_afterwards_is_a_new_contact_that_follows_it():
    contact = plain_life(at(CLOSED))
    Contact.objects.update(outcome="answered")
    erase_over(s5(), by=None, at=LATER)
    contact = Contact.objects.get()
    new = contacts.add(contact, cast.arrival(), at=at("Tue 10 Nov 2026 09:00"), now=LATER)
    assert (new == contact, new.follows, new.subject) == (False, contact, "Street lamp")


# Correcting


def test_a_correction_says_which_fields_changed_and_never_what_they_say():
    contact = plain_life(at(CLOSED), phone="01632 960 100")
    told = {"name": "Robyn Reed", "phone": "01632 960 100", "email": "Robyn@Home.example", "needs": " "}
    assert correct(contact, told=told, why="She rang, and her post came back", by=boss(), at=SOON) == ["name", "email"]
    customer = Customer.objects.get()
    assert (customer.name, customer.email, customer.is_proven) == ("Robyn Reed", "robyn@home.example", False)
    entry = Entry.objects.get(what="corrected a customer")
    assert (entry.about, entry.by, entry.details, entry.words) == (
        contact.reference,
        "jo.lane@council.example",
        {"fields": ["name", "email"]},
        {"why": "She rang, and her post came back"},
    )
    assert correct(contact, told=told, why="Once more", by=boss(), at=SOON) == []
    assert Entry.objects.filter(what="corrected a customer").count() == 1


def test_a_correction_of_the_name_leaves_the_address_proved():
    contact = plain_life(at(CLOSED))
    correct(contact, told={"name": "Robyn Reed"}, why="She says so", by=boss(), at=SOON)
    assert Customer.objects.get().is_proven


def test_a_correction_needs_a_reason_and_somebody_to_correct():
    contact, nobody = plain_life(at(CLOSED)), plain_life(at(CLOSED), name="", email="")
    with pytest.raises(Unsaid, match="Say why"):
        correct(contact, told={"name": "x"}, why=" ", by=boss(), at=SOON)
    with pytest.raises(KeptBack, match="nothing is known of them"):
        correct(nobody, told={"name": "x"}, why="So", by=boss(), at=SOON)


# The file outside the database


def test_each_deletion_is_in_a_file_outside_the_database_by_reference_alone(deletions: Path):
    contact = a_life()
    usual = os.umask(0)
    erase_over(s5(), by=None, at=LATER)
    os.umask(usual)
    assert [json.loads(line) for line in deletions.read_text().splitlines()] == [
        {
            "at": "2029-11-10T09:00:00+00:00",
            "council": "s5",
            "reference": contact.reference,
            "kind": "by age",
            "ground": "enquiry",
            "by": "",
        }
    ]
    assert deletions.stat().st_mode & 0o777 == 0o600


def test_nothing_is_erased_that_cannot_be_noted_outside_the_database(tmp_path: Path):
    contact = plain_life(at(CLOSED))
    settings.DELETIONS = tmp_path / "nowhere" / "deletions.jsonl"
    done = erase_over(s5(), by=None, at=LATER)
    assert (list(done.failed), "Cannot write to" in done.failed[contact.reference]) == ([contact.reference], True)
    contact.refresh_from_db()
    assert (contact.erased_at, contact.subject, Deletion.objects.count()) == (None, "Street lamp", 0)


def test_after_a_copy_was_brought_back_what_went_since_goes_again(deletions: Path):
    first, second = plain_life(at(CLOSED)), plain_life(at(CLOSED), email="kim@home.example")
    before = transaction.savepoint()
    erase_person(first, ground=ErasureGround.NOT_NEEDED, by=boss(), at=SOON)
    transaction.savepoint_rollback(before)
    first.refresh_from_db()
    assert first.subject == "Street lamp"
    lines = [
        *deletions.read_text().splitlines(),
        "no JSON",
        "[]",
        "",
        json.dumps({"reference": "7K3Q-92MX", "ground": "x"}),
    ]
    done = erase_again(lines, at=LATER)
    assert (done.erased, list(done.failed)) == ({"again": 1}, ["line 2", "line 3"])
    assert erase_again(lines, at=LATER).erased == {}
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.erased_at, first.subject, second.erased_at) == (LATER, "", None)
    assert Deletion.objects.get().kind == "again"
    assert len(deletions.read_text().splitlines()) == 1


# What is asked of the database


@pytest.mark.parametrize("most", [1, 3])
def test_a_plan_is_made_with_the_same_few_questions_however_much_is_over(most: int, django_assert_max_num_queries: Any):
    for number in range(most):
        plain_life(at(CLOSED), email=f"robin{number}@home.example")
    with django_assert_max_num_queries(8):
        lines = planned(s5(), on=LATER.date())
    assert [line.number for line in lines if line.rule == "enquiry"] == [most]
