"""No letter goes out over something that its writer has not seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from answerable.contacts import actions
from answerable.contacts.models import Contact, Message
from answerable.contacts.preparing import NotSeen, OnPage
from answerable.evidence.models import Entry
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, filled, text

pytestmark = pytest.mark.django_db

REPLY = {"ending": "ends", "body": "A plumber is on the way.", **cast.parts(by_when="", next_step="")}
HOSPITAL = "I was taken to hospital. Do NOT send anybody."


def arrived() -> Contact:
    contact = cast.received("Mon 2 Nov 2026 09:00")
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    return contact


def writes_again(contact: Contact, when: str = "Tue 3 Nov 2026 10:05") -> None:
    actions.add(contact, cast.arrival(body=HOSPITAL), at=at(when), now=at(when))


def written(contact: Contact) -> list[str]:
    return [message.sort for message in contact.messages.exclude(by=None)]


@pytest.mark.parametrize("step", ["", "send"])
def test_a_message_that_came_while_the_officer_typed_stops_the_letter_and_is_shown_above_what_was_typed(
    sam: Desk, step: str
):
    contact = arrived()
    form = filled(sam.at("Tue 3 Nov 2026 10:00").hidden(contact, "reply") | REPLY)
    writes_again(contact)
    stopped = sam.at("Tue 3 Nov 2026 10:10").press(contact, "reply", **form, step=step)
    assert (stopped.status_code, written(contact)) == (200, [])
    said = text(stopped)
    assert "This was not sent: 1 message has come since you opened this page." in said
    new = said.index("New since you began to write Message from the customer · 3 Nov, 10:05 I was taken to hospital.")
    assert new < said.index("A plumber is on the way.")
    contact.refresh_from_db()
    assert contact.closed_at is None


def test_having_seen_it_they_can_send_their_letter_again(sam: Desk):
    contact = arrived()
    form = filled(sam.at("Tue 3 Nov 2026 10:00").hidden(contact, "reply") | REPLY)
    writes_again(contact)
    stopped = sam.at("Tue 3 Nov 2026 10:10").press(contact, "reply", **form)
    assert sam.send(contact, "reply", **form | carried(stopped.content.decode())).status_code == 302
    assert written(contact) == ["reply"]


def test_a_message_that_came_while_the_letter_was_read_through_stops_it_too(sam: Desk):
    contact = arrived()
    read = sam.at("Tue 3 Nov 2026 10:00").press(contact, "reply", **filled(sam.hidden(contact, "reply") | REPLY))
    writes_again(contact)
    ticked = {"answered": ["The street lamp outside number 4 is out."]}
    stopped = sam.at("Tue 3 Nov 2026 10:10").press(contact, "reply", **carried(read.content.decode()), **ticked)
    assert (stopped.status_code, written(contact)) == (200, [])
    assert HOSPITAL in text(stopped)


def test_a_letter_that_a_colleague_sent_meanwhile_stops_a_second_one(sam: Desk, desk_of):
    contact = arrived()
    form = filled(
        sam.at("Tue 3 Nov 2026 10:00").hidden(contact, "ask")
        | {"body": "Which lamp is it?"}
        | cast.parts(by_when=date(2026, 11, 6))
    )
    priya = desk_of("Priya Shah").at("Tue 3 Nov 2026 10:05")
    priya.write(
        contact, "ask", body="Is it the tall lamp?", **cast.parts(by_when=date(2026, 11, 6), owner="Priya Shah")
    )
    stopped = text(sam.press(contact, "ask", **form))
    assert "1 message has come since you opened this page and Priya Shah has taken this" in stopped
    assert "Is it the tall lamp?" in stopped
    assert written(contact) == ["question"]


def test_a_note_for_colleagues_stops_no_letter(sam: Desk):
    contact = arrived()
    form = filled(sam.at("Tue 3 Nov 2026 10:00").hidden(contact, "reply") | REPLY)
    actions.note_down(contact, body="Rang her twice.", by=cast.staff("Priya Shah"), at=at("Tue 3 Nov 2026 10:05"))
    assert sam.send(contact, "reply", **form).status_code == 302


def test_a_colleague_who_took_it_meanwhile_is_named_before_a_letter_goes(sam: Desk):
    contact = arrived()
    form = filled(sam.at("Tue 3 Nov 2026 10:00").hidden(contact, "reply") | REPLY)
    actions.take(contact, by=cast.staff("Priya Shah"), at=at("Tue 3 Nov 2026 10:05"))
    stopped = sam.press(contact, "reply", **form)
    assert "Priya Shah has taken this since you opened this page. Speak to them first." in text(stopped)
    assert sam.send(contact, "reply", **form | carried(stopped.content.decode())).status_code == 302
    contact.refresh_from_db()
    assert contact.held_by == cast.staff("Priya Shah")


def test_a_form_that_does_not_say_what_was_seen_sends_nothing(sam: Desk):
    contact = arrived()
    form = filled(sam.at("Tue 3 Nov 2026 10:00").hidden(contact, "reply") | REPLY)
    for newest in ("", "-1", "9" * 30, "x"):
        assert sam.press(contact, "reply", **form | {"newest": newest, "step": "send"}).status_code == 200
    assert written(contact) == []


def test_whoever_writes_about_what_nobody_holds_holds_it(sam: Desk):
    contact = arrived()
    sam.at("Tue 3 Nov 2026 10:00").write(
        contact, "ask", body="Which lamp is it?", **cast.parts(by_when=date(2026, 11, 6))
    )
    contact.refresh_from_db()
    assert contact.held_by == sam.staff
    assert Entry.objects.filter(what="took", about=contact.reference, by=sam.staff.email).count() == 1


def test_what_had_come_before_the_answer_was_sent_opens_the_matter_again():
    contact = arrived()
    given = {"body": "It is mended.", "parts": cast.parts(), "by": cast.staff(), "at": at("Tue 3 Nov 2026 10:06")}
    actions.reply(contact, full=True, closes=True, **given)
    fetched = at("Tue 3 Nov 2026 10:07")
    went_to = actions.add(contact, cast.arrival(body=HOSPITAL), at=at("Tue 3 Nov 2026 10:05"), now=fetched)
    contact.refresh_from_db()
    assert (went_to.id, contact.closed_at, contact.outcome) == (contact.id, None, "")
    assert [message.body for message in contact.messages.filter(sort="from customer")][1:] == [HOSPITAL]


def test_what_came_after_the_answer_is_a_contact_of_its_own():
    contact = arrived()
    given = {"body": "It is mended.", "parts": cast.parts(), "by": cast.staff(), "at": at("Tue 3 Nov 2026 10:06")}
    actions.reply(contact, full=True, closes=True, **given)
    later = at("Tue 3 Nov 2026 10:06:01")
    assert actions.add(contact, cast.arrival(body=HOSPITAL), at=later, now=later).follows == contact


@pytest.mark.django_db(transaction=True)
def test_of_two_letters_at_the_same_moment_one_goes_and_the_other_is_stopped():
    contact, both = arrived(), Barrier(2)
    writers = [cast.staff(), cast.staff("Priya Shah")]
    seen = OnPage(contact.messages.last().id, None)

    def send(number: int) -> str:
        try:
            fresh = Contact.objects.get(id=contact.id)
            given = {"body": "Which lamp is it?", "parts": cast.parts(by_when=date(2026, 11, 6)), "by": writers[number]}
            both.wait()
            actions.ask(fresh, waits=False, token=f"form {number}", seen=seen, at=at("Tue 3 Nov 2026 10:00"), **given)
            return "sent"
        except NotSeen as problem:
            return f"{len(problem.newer)} newer"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == ["1 newer", "sent"]
    assert written(contact) == ["question"]


@pytest.mark.django_db(transaction=True)
def test_a_message_and_an_answer_at_the_same_moment_never_leave_the_message_in_a_closed_matter():
    contact, both = arrived(), Barrier(2)
    sam, seen = cast.staff(), OnPage(contact.messages.last().id, None)
    moment = at("Tue 3 Nov 2026 10:00")

    def answer() -> None:
        try:
            fresh = Contact.objects.get(id=contact.id)
            both.wait()
            given = {"body": "It is mended.", "parts": cast.parts(), "by": sam, "at": moment, "seen": seen}
            actions.reply(fresh, full=True, closes=True, **given)
        except NotSeen:
            pass
        finally:
            connection.close()

    def write() -> None:
        try:
            fresh, arrival = Contact.objects.get(id=contact.id), cast.arrival(body=HOSPITAL)
            both.wait()
            actions.add(fresh, arrival, at=moment, now=moment)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(answer), pool.submit(write)]:
            done.result()
    home = Message.objects.get(body=HOSPITAL).contact
    assert (home.id, home.closed_at) == (contact.id, None)
