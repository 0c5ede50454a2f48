"""What staff do with a contact among themselves."""

from typing import Any

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, text

pytestmark = pytest.mark.django_db

NOW = "Tue 3 Nov 2026 10:00"
BUTTONS = ("take", "give-back", "note", "welfare", "kinds", "close", "reopen", "reply", "acknowledge", "ask", "hold")


def after(desk: Desk, contact: Contact, verb: str, **fields: Any) -> str:
    """Press a button, and return what the page then says."""
    response = desk.at(NOW).press(contact, verb, **fields)
    contact.refresh_from_db()
    return text(response if response.status_code != 302 else desk.client.get(response.url))


def test_a_contact_that_is_taken_says_by_whom_and_can_be_given_back(sam: Desk):
    contact = cast.received()
    assert "Done It is yours." in after(sam, contact, "take")
    assert contact.held_by == sam.staff
    assert "It is free for a colleague to take." in after(sam, contact, "give-back")
    assert contact.held_by is None


def test_what_was_closed_by_mistake_is_opened_again_and_spam_is_not(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00", answerable=False)
    morning = at("Tue 3 Nov 2026 09:00")
    actions.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=sam.staff, at=morning)
    assert "Done It is open again." in after(sam, contact, "reopen")
    assert contact.closed_at is None
    actions.close(contact, outcome=Contact.Outcome.SPAM, by=sam.staff, at=morning)
    assert f"Not done Cannot open {contact.reference} again: it was closed as spam" in after(sam, contact, "reopen")


def test_two_cannot_take_the_same_contact_and_the_second_is_told_who_has_it(sam: Desk):
    contact = cast.received()
    priya = cast.staff("Priya Shah")
    actions.take(contact, by=priya, at=at("Tue 3 Nov 2026 09:00"))
    page = after(sam, contact, "take")
    assert f"Not done Cannot take {contact.reference}: Priya Shah has it. Ask them to give it back." in page
    assert contact.held_by == priya


def test_only_a_manager_gives_back_what_a_colleague_holds(sam: Desk, desk_of: Any):
    contact = cast.received()
    actions.take(contact, by=cast.staff("Priya Shah"), at=at("Tue 3 Nov 2026 09:00"))
    assert "Not done Cannot give it back: a colleague holds it." in after(sam, contact, "give-back")
    assert contact.held_by is not None
    after(desk_of("Mona Ger", role=Role.MANAGER), contact, "give-back")
    assert contact.held_by is None


def test_a_note_is_kept_for_colleagues_and_not_for_the_customer(sam: Desk):
    contact = cast.received()
    page = after(sam, contact, "note", body="Rang the landlord.")
    assert "Note for colleagues · Sam Field · 3 Nov, 10:00 Rang the landlord." in page


def test_a_note_without_words_is_refused(sam: Desk):
    contact = cast.received()
    response = sam.at(NOW).press(contact, "note", body=" ")
    assert response.status_code == 200
    assert '<a href="#note-body">Write the note</a>' in response.content.decode()
    assert contact.messages.filter(sort="note").count() == 0


def test_a_contact_is_marked_for_welfare_with_a_reason_and_put_back_without_one(sam: Desk):
    contact = cast.received()
    assert "Welfare: A baby is cold" in after(sam, contact, "welfare", reason="A baby is cold")
    assert contact.is_welfare
    after(sam, contact, "welfare", reason="")
    assert not contact.is_welfare


@pytest.mark.promise("S5-24")
def test_a_contact_that_turns_out_to_be_a_complaint_has_the_promises_of_one(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    page = after(sam, contact, "kinds", kinds=["complaint"])
    assert "Email · Complaint · received Monday 2 November 2026" in page
    assert "S5-23 full reply · Mon 23 Nov" in page
    assert "S5-24 full reply" not in page


def test_a_contact_of_no_kind_or_of_one_there_is_not_is_refused(sam: Desk):
    contact = cast.received()
    assert "Choose at least one kind" in after(sam, contact, "kinds")
    assert "Choose kinds from the list" in after(sam, contact, "kinds", kinds=["ticket"])
    assert [fact.what for fact in contact.facts.all()] == ["received"]


def test_a_contact_is_closed_with_an_outcome(sam: Desk):
    contact = cast.received()
    assert "It is closed." in after(sam, contact, "close", outcome="spam")
    assert (contact.outcome, contact.closed_at) == ("spam", at(NOW))


def test_a_contact_nobody_answered_is_not_closed_as_answered(sam: Desk):
    contact = cast.received()
    page = after(sam, contact, "close", outcome="answered")
    assert f"Cannot close {contact.reference} as answered in full: no full reply has been sent." in page
    assert contact.closed_at is None


def test_how_it_ended_has_to_be_said(sam: Desk):
    contact = cast.received()
    assert "Choose how it ended" in after(sam, contact, "close")
    assert contact.closed_at is None


def test_an_analyst_can_press_nothing(desk_of: Any):
    contact = cast.received()
    analyst = desk_of("Ana Lyst", role=Role.ANALYST, path="s5")
    statuses = {
        verb: analyst.press(contact, verb).status_code
        for verb in (
            "take",
            "give-back",
            "note",
            "welfare",
            "kinds",
            "close",
            "reopen",
            "reply",
            "acknowledge",
            "ask",
            "hold",
        )
    }
    assert set(statuses.values()) == {403}


def test_opening_the_address_of_a_button_leads_to_the_contact_and_does_nothing(sam: Desk):
    contact = cast.received()
    for verb in ("take", "give-back", "note", "welfare", "kinds", "close"):
        response = sam.open(f"contacts/{contact.reference}/{verb}/")
        assert (response.status_code, response.url) == (302, f"/s5/desk/contacts/{contact.reference}/")
    contact.refresh_from_db()
    assert contact.held_by is None
