"""What is sent from the council's pages is taken in once, whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection

from answerable.channels.web import actions
from answerable.channels.web.actions import Answers
from answerable.channels.web.models import Submission
from answerable.contacts import actions as contacts
from answerable.contacts.models import Contact, FactRow, Message, Outgoing
from tests import cast
from tests.build import at

NOW = at("Mon 2 Nov 2026 09:00")
LATER = at("Tue 3 Nov 2026 09:00")
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
    assert (Contact.objects.count(), Submission.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_crash_before_the_end_leaves_nothing_and_sending_again_makes_one(monkeypatch: pytest.MonkeyPatch):
    def crash(**values: object) -> None:
        raise RuntimeError("The power went.")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(Submission.objects, "create", crash)
        sent()
    assert (Contact.objects.count(), FactRow.objects.count(), Message.objects.count()) == (0, 0, 0)
    sent()
    assert Contact.objects.count() == 1


@pytest.mark.django_db
def test_a_council_without_a_team_says_what_to_do():
    council = cast.council()
    council.mailboxes.all().delete()
    council.services.get().teams.all().delete()
    with pytest.raises(LookupError, match="it has no team"):
        sent()


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
    contacts.reply(contact, body="Mended.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=noon)
    new = actions.add(contact, message="It is out again.", token="token-2", at=LATER)
    assert (new.follows, new.came_as, new.customer) == (contact, ["enquiry"], contact.customer)


@pytest.mark.django_db
def test_what_is_added_to_a_closed_matter_is_of_the_kinds_that_matter_was_found_to_be():
    contact = sent()
    noon = at("Mon 2 Nov 2026 12:00")
    contacts.retype(contact, kinds=["complaint", "comment"], by=cast.staff(), at=noon)
    contacts.close(contact, outcome=Contact.Outcome.SPAM, by=cast.staff(), at=noon)
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
def test_a_fault_that_is_not_a_second_press_is_not_taken_for_one(monkeypatch: pytest.MonkeyPatch):
    def refuse(**values: object) -> None:
        raise IntegrityError("Something else.")

    monkeypatch.setattr(Submission.objects, "create", refuse)
    with pytest.raises(IntegrityError, match="Something else"):
        sent()
    assert Contact.objects.count() == 0


@pytest.mark.django_db
def test_what_was_begun_and_never_sent_is_forgotten_when_its_session_ends():
    for key, ends in (("ended", NOW - timedelta(seconds=1)), ("going on", LATER)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    actions.forget_ended_sessions(at=NOW)
    assert [session.session_key for session in Session.objects.all()] == ["going on"]
