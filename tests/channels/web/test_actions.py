"""What is sent from the council's pages is kept once, as it was sent, and taken in once, whole or not at all."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection

from answerable.channels.web import actions
from answerable.channels.web.place import at_once
from answerable.channels.web.read import Answers, read
from answerable.contacts import actions as contacts
from answerable.contacts.models import Contact, FactRow, Message, Outgoing
from answerable.inbox.models import Incoming
from tests import cast
from tests.build import at
from tests.channels.taking_in import take_in_all

NOW = at("Mon 2 Nov 2026 09:00")
LATER = at("Tue 3 Nov 2026 09:00")
A_MINUTE = timedelta(minutes=1)
ALL = Answers(
    kind="enquiry",
    subject="Street lamp",
    message="It is out.",
    name="Robin Reed",
    email="robin@home.example",
    phone="01632 960 077",
    needs="Large print",
    welfare="A child crosses there",
)


def sent(answers: Answers = ALL, token: str = "token-1") -> Contact:
    return actions.send(answers, council=cast.council(), token=token, at=NOW)


@pytest.mark.django_db
def test_a_form_becomes_a_contact_with_all_that_was_answered():
    contact = sent()
    customer = contact.customer
    assert (contact.channel, contact.came_as, contact.path) == ("web", ["enquiry"], "s5/customer-services/post")
    assert (contact.subject, contact.received_at, contact.welfare) == ("Street lamp", NOW, "A child crosses there")
    assert [message.body for message in contact.messages.filter(sort="from customer")] == ["It is out."]
    assert (customer.name, customer.email, customer.phone, customer.needs) == (
        "Robin Reed",
        "robin@home.example",
        "01632 960 077",
        "Large print",
    )


@pytest.mark.django_db
@pytest.mark.promise("S2-17")
def test_nobody_has_to_say_who_or_where_they_are():
    contact = sent(Answers(kind="enquiry", message="It is out."))
    assert contact.customer is None
    assert list(contact.facts.values_list("what", flat=True)) == ["received", "acknowledged"]


@pytest.mark.django_db
def test_the_button_pressed_twice_makes_one_contact():
    first, second = sent(), sent()
    assert first == second
    assert (Contact.objects.count(), FactRow.objects.count(), Outgoing.objects.count()) == (1, 2, 1)


@pytest.mark.django_db
def test_another_form_with_the_same_words_is_another_contact():
    assert sent(token="token-1") != sent(token="token-2")


@pytest.mark.django_db(transaction=True)
def test_the_button_pressed_twice_at_the_same_moment_makes_one_contact():
    cast.council()
    both = Barrier(2)

    def press(_: int) -> int:
        try:
            both.wait()
            return sent().id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        first, second = people.map(press, range(2))
    assert first == second
    assert (Contact.objects.count(), Incoming.objects.count()) == (1, 1)


class Killed(BaseException):
    """What kill -9 looks like from inside: nothing that the code catches, and nothing after it happens."""


def kill(*_: object, **__: object) -> Any:
    raise Killed


@pytest.mark.django_db(transaction=True)
def test_a_form_is_on_the_disk_before_anybody_tries_to_understand_it(monkeypatch: pytest.MonkeyPatch):
    seen: list[tuple[bool, list[tuple[str, int]]]] = []

    def read_and_look(raw: bytes) -> Any:
        rows = list(Incoming.objects.values_list("state", "tries"))
        seen.append((connection.in_atomic_block, rows))
        return read(raw)

    monkeypatch.setattr(actions, "at_once", lambda caller: replace(at_once(caller), read=read_and_look))
    sent()
    assert seen == [(False, [("waiting", 1)])]
    kept = Incoming.objects.get()
    assert (kept.channel, kept.external_id, kept.arrived_at, kept.mailbox) == ("web", "token-1", NOW, None)
    assert read(bytes(kept.raw)) == ALL
    assert json.loads(bytes(kept.raw)) == {"page": "form", **asdict(ALL)}


@pytest.mark.django_db
def test_a_crash_while_it_is_placed_loses_nothing_and_sending_again_makes_one(monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(contacts, "receive_all", kill)
        sent()
    assert (Contact.objects.count(), FactRow.objects.count(), Message.objects.count()) == (0, 0, 0)
    first = sent()
    assert (sent(), Contact.objects.get(), Incoming.objects.get().contact) == (first, first, first)


@pytest.mark.django_db
def test_a_form_whose_page_was_lost_in_a_crash_is_taken_in_without_its_sender(monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(contacts, "receive_all", kill)
        sent()
    assert [take_in_all(at=NOW + minutes * A_MINUTE) for minutes in (0.9, 1)] == [0, 1]
    contact = Contact.objects.get()
    assert contact.received_at == NOW
    assert list(contact.facts.values_list("what", flat=True)) == ["received"]  # nobody has read an acknowledgement yet
    assert Outgoing.objects.get().facts[0][0] == "acknowledged"
    assert sent() == contact


@pytest.mark.django_db
def test_whoever_presses_again_later_is_told_then_and_not_when_it_arrived(monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(contacts, "receive_all", kill)
        sent()
    contact = actions.send(ALL, council=cast.council(), token="token-1", at=LATER)
    assert list(contact.facts.values_list("what", "at")) == [("received", NOW), ("acknowledged", LATER)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fault", [LookupError("No charter."), RuntimeError("Whatever else."), OperationalError("Busy.")]
)
def test_what_cannot_be_placed_is_safe_and_taken_in_when_it_can(fault: Exception, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(contacts, "receive_all", fail)
        assert sent() is None
    kept = Incoming.objects.get()
    assert (kept.state, kept.tries, kept.contact, str(fault) in kept.problem) == ("waiting", 1, None, True)
    assert take_in_all(at=NOW + A_MINUTE) == 1
    assert (Contact.objects.get().subject, Contact.objects.get().received_at) == ("Street lamp", NOW)


@pytest.mark.django_db
def test_a_council_without_a_team_loses_no_form():
    council = cast.council()
    council.mailboxes.all().delete()
    council.services.get().teams.all().delete()
    assert sent() is None
    assert "it has no team" in Incoming.objects.get().problem


@pytest.mark.django_db
def test_what_was_written_on_a_contacts_page_is_safe_too_and_goes_there_later(monkeypatch: pytest.MonkeyPatch):
    contact = sent()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Whatever.")

    with monkeypatch.context() as patch:
        patch.setattr(contacts, "add", fail)
        patch.setattr(contacts, "receive", fail)
        assert actions.add(contact, message="Number 4.", token="token-2", at=LATER) is None
        assert actions.complain(contact, message="Nobody came.", token="token-3", at=LATER) is None
    assert take_in_all(at=LATER + A_MINUTE) == 2
    assert list(contact.messages.filter(sort="from customer").values_list("body", "at")) == [
        ("It is out.", NOW),
        ("Number 4.", LATER),
    ]
    complaint = Contact.objects.get(follows=contact)
    assert (complaint.came_as, complaint.received_at, complaint.customer) == (["complaint"], LATER, contact.customer)


@pytest.mark.django_db
def test_what_is_added_goes_to_the_same_contact_once():
    contact = sent()
    for _ in range(2):
        went_to = actions.add(contact, message="Number 4.", token="token-2", at=LATER)
    assert went_to == contact
    assert list(contact.messages.filter(sort="from customer").values_list("body", "at")) == [
        ("It is out.", NOW),
        ("Number 4.", LATER),
    ]


@pytest.mark.django_db
def test_what_is_added_to_a_closed_matter_is_a_new_contact_that_follows_it():
    contact = sent()
    noon = at("Mon 2 Nov 2026 12:00")
    contacts.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=noon)
    new = actions.add(contact, message="It is out again.", token="token-2", at=LATER)
    assert (new.follows, new.came_as, new.customer) == (contact, ["enquiry"], contact.customer)


@pytest.mark.django_db
def test_what_is_added_to_a_closed_matter_is_of_the_kinds_that_matter_was_found_to_be():
    contact = sent()
    noon = at("Mon 2 Nov 2026 12:00")
    contacts.retype(contact, kinds=["complaint", "comment"], why="It is one", by=cast.staff(), at=noon)
    contacts.close(contact, outcome=Contact.Outcome.SPAM, why="So it is", by=cast.staff(), at=noon)
    new = actions.add(contact, message="It is out again.", token="token-2", at=LATER)
    assert new.came_as == ["comment", "complaint"]


@pytest.mark.django_db
def test_what_went_wrong_is_a_complaint_of_its_own_that_follows_the_contact_and_is_made_once():
    contact = sent()
    first = actions.complain(contact, message="Nobody came.", token="token-2", at=LATER)
    again = actions.complain(contact, message="Nobody came.", token="token-2", at=LATER)
    assert first == again
    assert (first.follows, first.came_as, first.customer, first.subject) == (
        contact,
        ["complaint"],
        contact.customer,
        "Street lamp",
    )
    assert "S5-23" in cast.states(first)


@pytest.mark.django_db
def test_what_was_begun_and_never_sent_is_forgotten_when_its_session_ends():
    for key, ends in (("ended", NOW - timedelta(seconds=1)), ("going on", LATER)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    actions.forget_ended_sessions(at=NOW)
    assert [session.session_key for session in Session.objects.all()] == ["going on"]
