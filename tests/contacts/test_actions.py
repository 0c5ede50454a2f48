from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.contacts import actions
from answerable.contacts.models import NEVER, Contact, FactRow, Message, Outgoing
from answerable.contacts.parts import PartsMissing
from answerable.customers.models import Customer
from answerable.evidence.models import Entry
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

MORNING = "Mon 2 Nov 2026 09:00"
NOON = at("Mon 2 Nov 2026 12:00")


def facts(contact: Contact) -> list[tuple[str, object]]:
    return [(fact.what, fact.at) for fact in contact.facts.all()]


def test_a_contact_that_arrives_has_its_fact_its_clocks_and_an_acknowledgement_waiting():
    contact = cast.received(MORNING)
    assert facts(contact) == [("received", at(MORNING))]
    assert cast.states(contact) == {"S5-22": "running", "S5-24": "running", "S5-29": "running"}
    assert contact.next_due == at("Wed 4 Nov 2026 23:59:59")
    waiting = Outgoing.objects.get()
    assert (waiting.state, waiting.automatic, waiting.message.contact) == ("waiting", True, contact)
    assert "By when: Wednesday 11 November 2026" in waiting.message.body
    assert contact.reference in waiting.message.body


def test_the_acknowledgement_counts_from_when_it_leaves_and_not_from_when_it_was_written():
    contact = cast.received(MORNING)
    cast.everything_sent("Mon 2 Nov 2026 09:05")
    assert facts(contact) == [("received", at(MORNING)), ("acknowledged", at("Mon 2 Nov 2026 09:05"))]
    assert cast.states(contact) == {"S5-22": "kept", "S5-24": "running", "S5-29": "running"}


def test_an_acknowledgement_that_leaves_too_late_breaks_the_promise():
    contact = cast.received(MORNING)
    cast.everything_sent("Thu 5 Nov 2026 09:05")
    clock = cast.clock(contact, "S5-22")
    assert (clock.state, clock.decided, clock.stopped) == (
        "broken",
        at("Wed 4 Nov 2026 23:59:59"),
        at("Thu 5 Nov 2026 09:05"),
    )


def test_a_message_that_has_left_leaves_once():
    cast.received(MORNING)
    outgoing = Outgoing.objects.get()
    assert actions.settle(outgoing, sent_at=NOON, at=NOON) is True
    assert actions.settle(outgoing, sent_at=NOON, at=NOON) is False
    assert FactRow.objects.filter(what="acknowledged").count() == 1


def test_somebody_without_an_email_address_is_answered_on_their_page_at_once():
    contact = cast.received(MORNING, channel="web", email="")
    assert [what for what, _ in facts(contact)] == ["received", "acknowledged"]
    actions.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=NOON)
    assert [what for what, _ in facts(contact)] == ["received", "acknowledged", "replied"]
    assert Outgoing.objects.count() == 0
    assert cast.states(contact)["S5-24"] == "kept"


def test_what_a_machine_must_not_answer_is_a_contact_without_an_acknowledgement():
    contact = cast.received(MORNING, answerable=False)
    assert cast.states(contact)["S5-22"] == "running"
    assert Outgoing.objects.count() == 0


def test_nobody_has_to_say_who_they_are():
    contact = cast.received(MORNING, channel="web", email="", name="")
    assert contact.customer is None
    assert Customer.objects.count() == 0


def test_a_customer_who_writes_again_is_the_same_customer_and_what_they_add_fills_what_was_empty():
    one = cast.received(MORNING, phone="")
    two = cast.received(MORNING, phone="01632 960 999", name="Somebody Else", email="ROBIN@home.example ")
    assert one.customer_id == two.customer_id
    customer = Customer.objects.get()
    assert (customer.name, customer.phone, customer.email) == ("Robin Reed", "01632 960 999", "robin@home.example")


def test_two_councils_do_not_share_a_customer():
    assert cast.received(MORNING, key="s5").customer_id != cast.received(MORNING, key="s1").customer_id


def test_a_reply_without_what_the_charter_asks_for_is_not_sent_and_all_that_is_missing_is_said_at_once():
    contact = cast.received(MORNING)
    before = Message.objects.count()
    with pytest.raises(PartsMissing) as refusal:
        actions.reply(contact, body="It comes soon.", parts={}, full=True, closes=False, by=cast.staff(), at=NOON)
    assert str(refusal.value) == (
        "Cannot send this yet: our promises say that it must give what is being done (S5-27); "
        "what happens next (S5-28); by when (S5-28); who is dealing with it (S5-25); "
        "telephone number for questions (S5-26). Fill that in and send again."
    )
    assert Message.objects.count() == before


def test_a_full_reply_that_ends_the_matter_needs_no_next_step_and_closes_it():
    contact = cast.received(MORNING)
    parts = {"owner": "Sam Field", "contact": "01632 960 010", "being_done": "It is mended"}
    actions.reply(contact, body="It is mended.", parts=parts, full=True, closes=True, by=cast.staff(), at=NOON)
    assert (contact.closed_at, contact.outcome) == (NOON, "answered")
    cast.everything_sent(NOON)
    assert cast.states(contact) == {"S5-22": "not required", "S5-24": "kept", "S5-29": "not required"}
    contact.refresh_from_db()
    assert contact.next_due == NEVER


def test_a_date_that_has_passed_cannot_be_promised():
    contact = cast.received(MORNING)
    parts = cast.parts(by_when=date(2026, 11, 1))
    with pytest.raises(ValueError, match="Cannot promise 1 November 2026: it has passed"):
        actions.hold(contact, body="Late.", parts=parts, by=cast.staff(), at=NOON)


def test_a_date_given_is_a_promise_of_its_own_and_breaks_at_its_own_moment():
    contact = cast.received(MORNING)
    parts = cast.parts(by_when=date(2026, 11, 5))
    actions.hold(contact, body="Late.", parts=parts, by=cast.staff(), at=NOON)
    cast.everything_sent(NOON)
    given = contact.clocks.get(measure="derived", about__what="delay_told")
    assert (given.promise, given.state, given.due) == ("S5-28", "running", at("Thu 5 Nov 2026 23:59:59"))


def test_a_closed_contact_cannot_be_written_to():
    contact = cast.received(MORNING)
    actions.close(contact, outcome=Contact.Outcome.WITHDRAWN, why="So it is", by=cast.staff(), at=NOON)
    with pytest.raises(ValueError, match="it is closed"):
        actions.ask(
            contact,
            body="Which lamp is it?",
            parts=cast.parts(by_when=date(2026, 11, 6)),
            waits=False,
            by=cast.staff(),
            at=NOON,
        )


def test_nobody_closes_as_answered_what_nobody_answered():
    contact = cast.received(MORNING)
    with pytest.raises(ValueError, match="no full reply has been sent"):
        actions.close(contact, outcome=Contact.Outcome.ANSWERED, by=cast.staff(), at=NOON)
    assert contact.closed_at is None


def test_an_answered_contact_can_be_opened_again():
    contact = cast.received(MORNING)
    actions.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=NOON)
    actions.reopen(contact, by=cast.staff(), at=NOON)
    assert (contact.closed_at, contact.outcome) == (None, "")


def test_one_way_left_is_due_when_that_is():
    contact = cast.received("Mon 2 Nov 2026 09:00", channel="letter", email="", answerable=False)
    assert contact.next_due == at("Mon 9 Nov 2026 23:59:59")
    actions.wake(now=at("Tue 10 Nov 2026 09:00"))
    contact.refresh_from_db()
    assert cast.clock(contact, "S5-12").state == "exposed"
    assert contact.next_due == at("Mon 16 Nov 2026 23:59:59")


def test_spam_is_left_out_of_the_figures_with_its_reason():
    contact = cast.received(MORNING)
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="So it is", by=cast.staff(), at=NOON)
    assert set(cast.states(contact).values()) == {"excluded"}
    assert cast.clock(contact, "S5-24").reason == "Left out of the figures: spam."


def test_a_message_that_cannot_be_sent_opens_the_contact_again():
    contact = cast.received(MORNING, answerable=False)
    actions.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=NOON)
    outgoing = Outgoing.objects.get()
    actions.fail(outgoing, problem="550 no such mailbox", at=NOON)
    contact.refresh_from_db()
    outgoing.refresh_from_db()
    assert (contact.closed_at, outgoing.state, outgoing.problem) == (None, "failed", "550 no such mailbox")
    assert [what for what, _ in facts(contact)] == ["received"]


def test_a_message_that_left_and_came_back_opens_the_contact_again_and_is_still_a_fact():
    contact = cast.received(MORNING, answerable=False)
    actions.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=NOON)
    cast.everything_sent(NOON)
    actions.fail(Outgoing.objects.get(), problem="5.1.1 nobody of that name", at=at("Mon 2 Nov 2026 13:00"))
    contact.refresh_from_db()
    outgoing = Outgoing.objects.get()
    assert (contact.closed_at, outgoing.state, outgoing.sent_at) == (None, "failed", NOON)
    assert [what for what, _ in facts(contact)] == ["received", "replied"]


def test_a_further_message_goes_to_the_open_matter_and_ends_the_wait_for_it():
    contact = cast.received(MORNING)
    actions.ask(
        contact,
        body="Which lamp is it?",
        parts=cast.parts(by_when=date(2026, 11, 6)),
        waits=True,
        by=cast.staff(),
        at=NOON,
    )
    cast.everything_sent(NOON)
    tuesday = at("Tue 3 Nov 2026 10:00")
    assert actions.add(contact, cast.arrival(body="The left one."), at=tuesday, now=tuesday) == contact
    assert [what for what, _ in facts(contact)][-3:] == ["responded", "paused", "resumed"]
    assert contact.messages.last().body == "The left one."


def test_a_wait_that_was_struck_out_is_not_ended_by_their_answer_and_one_whose_end_was_struck_out_is():
    def waiting() -> Contact:
        contact = cast.received(MORNING, kinds=("foi",))
        actions.happen(contact, what="paused", at=NOON, details={"reason": "x"}, by=cast.staff(), now=NOON)
        return contact

    def strike(contact: Contact, what: str) -> None:
        actions.strike(contact, fact=contact.facts.filter(what=what).last(), why="x", by=cast.staff(), at=two)

    two, tuesday = at("Mon 2 Nov 2026 14:00"), at("Tue 3 Nov 2026 10:00")
    never, again = waiting(), waiting()
    strike(never, "paused")
    actions.add(never, cast.arrival(body="The left one."), at=tuesday, now=tuesday)
    assert never.facts.filter(what="resumed").count() == 0
    actions.happen(again, what="resumed", at=NOON + timedelta(minutes=5), details={}, by=cast.staff(), now=two)
    strike(again, "resumed")
    actions.add(again, cast.arrival(body="The left one."), at=tuesday, now=tuesday)
    assert [row.at for row in again.facts.filter(what="resumed")][-1] == tuesday


def test_a_further_message_about_a_closed_matter_is_a_contact_of_its_own_with_promises_of_its_own():
    contact = cast.received(MORNING)
    actions.close(contact, outcome=Contact.Outcome.WITHDRAWN, why="So it is", by=cast.staff(), at=NOON)
    tuesday = at("Tue 3 Nov 2026 10:00")
    again = actions.add(contact, cast.arrival(body="It is out again."), at=tuesday, now=tuesday)
    assert (again.follows, again.received_at) == (contact, tuesday)
    assert cast.states(again)["S5-24"] == "running"


def test_a_message_that_somebody_is_away_ends_no_wait_and_opens_no_matter():
    contact = cast.received(MORNING)
    away = cast.arrival(body="I am away until Monday.", automatic=True, answerable=False)
    actions.ask(
        contact,
        body="Which lamp is it?",
        parts=cast.parts(by_when=date(2026, 11, 6)),
        waits=True,
        by=cast.staff(),
        at=NOON,
    )
    cast.everything_sent(NOON)
    actions.add(contact, away, at=NOON, now=NOON)
    assert contact.facts.last().what == "paused"
    actions.close(contact, outcome=Contact.Outcome.WITHDRAWN, why="So it is", by=cast.staff(), at=NOON)
    assert actions.add(contact, away, at=NOON, now=NOON) == contact
    assert Contact.objects.count() == 1


def test_one_person_holds_a_contact_and_a_colleague_cannot_take_it_from_them():
    contact = cast.received(MORNING)
    sam, kit = cast.staff("Sam Field"), cast.staff("Kit Lane")
    actions.take(contact, by=sam, at=NOON)
    actions.take(contact, by=sam, at=NOON)
    other = Contact.objects.get(id=contact.id)
    with pytest.raises(ValueError, match="Sam Field has it"):
        actions.take(other, by=kit, at=NOON)
    actions.give_back(contact, by=sam, at=NOON)
    actions.take(Contact.objects.get(id=contact.id), by=kit, at=NOON)
    assert Contact.objects.get(id=contact.id).held_by == kit


def test_giving_a_contact_its_kind_does_not_move_its_receipt():
    contact = cast.received(MORNING)
    actions.retype(contact, kinds=["foi"], why="It is one", by=cast.staff(), at=NOON)
    assert cast.clock(contact, "S5-24").state == "void"
    assert cast.clock(contact, "S5-16").due == at("Tue 1 Dec 2026 23:59:59"), "St Andrew's Day is not counted"
    with pytest.raises(ValueError, match="'ticket' is not a kind of contact"):
        actions.retype(contact, kinds=["ticket"], why="It is one", by=cast.staff(), at=NOON)


def test_everything_staff_do_is_in_the_record():
    contact = cast.received(MORNING)
    sam = cast.staff()
    actions.take(contact, by=sam, at=NOON)
    actions.mark_welfare(contact, reason="Alone and without heating", by=sam, at=NOON)
    actions.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=sam, at=NOON)
    about = Entry.objects.filter(about=contact.reference).order_by("id")
    assert [(entry.what, entry.by) for entry in about] == [
        ("took", sam.email),
        ("marked welfare", sam.email),
        ("wrote: reply", sam.email),
    ]


def test_a_contact_is_judged_by_the_day_it_reached_us_and_not_by_the_day_it_was_taken_in():
    cast.council()
    contact = actions.receive(cast.arrival(), at=at(MORNING), now=at("Fri 6 Nov 2026 09:00"))
    clock = cast.clock(contact, "S5-22")
    assert (clock.due, clock.state) == (at("Wed 4 Nov 2026 23:59:59"), "broken")


def test_taking_a_contact_in_asks_the_database_little():
    cast.received(MORNING)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        cast.received("Mon 2 Nov 2026 09:01")
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 14, asked
