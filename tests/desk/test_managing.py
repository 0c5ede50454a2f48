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
BUTTONS = (
    *("take", "give-back", "note", "welfare", "words", "move", "kinds", "close", "reopen"),
    *("reply", "acknowledge", "ask", "hold"),
)


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


def test_what_was_closed_by_mistake_is_opened_again_and_what_was_left_out_is_put_back_with_a_reason(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00", answerable=False)
    morning = at("Tue 3 Nov 2026 09:00")
    actions.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=sam.staff, at=morning)
    assert "Done It is open again." in after(sam, contact, "reopen")
    assert contact.closed_at is None
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="So it is", by=sam.staff, at=morning)
    assert "Say why" in after(sam, contact, "reopen")
    page = after(sam, contact, "reopen", why="She has a case")
    assert (contact.closed_at, contact.outcome, "Done It is open again." in page) == (None, "", True)
    assert "Put back, and counted again · Sam Field · 3 Nov, 10:00 She has a case" in page
    assert f"Cannot open {contact.reference} again: it is open." in after(sam, contact, "reopen")


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
    page = after(sam, contact, "kinds", kinds=["complaint"], why="He complains")
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
    assert "It is closed." in after(sam, contact, "close", outcome="spam", why="A lottery")
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
    statuses = {verb: analyst.press(contact, verb).status_code for verb in BUTTONS}
    assert set(statuses.values()) == {403}


def test_opening_the_address_of_what_is_done_does_nothing(sam: Desk):
    contact = cast.received()
    for verb in ("take", "give-back"):
        response = sam.open(f"contacts/{contact.reference}/{verb}/")
        assert (response.status_code, response.url) == (302, f"/s5/desk/contacts/{contact.reference}/")
    for verb in ("note", "welfare", "words", "kinds", "close", "reopen", "end-links", "split", "together"):
        assert "There is a problem" not in text(sam.open(f"contacts/{contact.reference}/{verb}/"))
    contact.refresh_from_db()
    assert contact.held_by is None


LATE = "Fri 13 Nov 2026 10:00"


def late(desk: Desk, contact: Contact, verb: str, **fields: Any) -> str:
    """Press a button once a limit has passed, and return what the page then says."""
    response = desk.at(LATE).press(contact, verb, **fields)
    contact.refresh_from_db()
    return text(response if response.status_code != 302 else desk.client.get(response.url))


PROPOSED = (
    "A limit had passed, so this is only proposed. It happens when a second person agrees; until then the clocks run."
)


def test_what_is_left_out_late_waits_for_a_second_person_on_the_page_and_in_the_queue(sam: Desk, desk_of: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    page = late(sam, contact, "close", outcome="spam", why="A lottery")
    assert f"Done {PROPOSED}" in page
    assert "Sam Field proposed on Friday 13 November 2026 at 10am to leave it out (Spam). A lottery" in page
    assert "Ask a manager to look at it." in page
    assert 'action="/s5/desk/contacts/' + contact.reference + '/agree/"' not in page
    assert "Close without a reply" not in page
    assert contact.closed_at is None
    mona = desk_of("Mona Ger", role=Role.MANAGER)
    queue = text(mona.at(LATE).open())
    said = f"Waiting for a second person (1) {contact.reference}: Sam Field proposes to leave it out"
    assert said in queue
    page = late(mona, contact, "agree")
    assert "Done You agreed, and it is done." in page
    assert (contact.outcome, contact.closed_at) == ("spam", at(LATE))
    assert "Proposed: leave it out (Spam) · Sam Field · 13 Nov, 10:00 A lottery" in page
    assert "Agreed: leave it out (Spam) · Mona Ger · 13 Nov, 10:00" in page
    assert "Left out of the figures · Mona Ger · 13 Nov, 10:00 · Spam A lottery" in page
    assert "Then it was left out: spam. It still counts as broken." in page
    assert "Waiting for a second person" not in text(mona.open())
    assert "Not done Nothing is proposed here any more." in late(mona, contact, "agree")


def test_a_proposal_is_refused_with_a_reason_that_stays_on_the_page(sam: Desk, desk_of: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    assert f"Done {PROPOSED}" in late(sam, contact, "kinds", kinds=["foi"], why="It asks for papers")
    mona = desk_of("Mona Ger", role=Role.MANAGER)
    assert "Say why" in late(mona, contact, "refuse", why="")
    page = late(mona, contact, "refuse", why="It asks for a lamp")
    assert "Done You refused it. Nothing has changed." in page
    what = "give it another kind (Request for information)"
    assert f"Proposed: {what} · Sam Field · 13 Nov, 10:00 It asks for papers" in page
    assert f"Refused: {what} · Mona Ger · 13 Nov, 10:00 It asks for a lamp" in page
    assert "Email · Enquiry" in page
    assert "Nothing is proposed here any more" in late(mona, contact, "refuse", why="Twice")


def test_an_officer_may_not_agree_and_who_proposed_it_may_only_refuse(sam: Desk, desk_of: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    mona = desk_of("Mona Ger", role=Role.MANAGER)
    page = late(mona, contact, "close", outcome="test", why="Ours")
    assert "You proposed it, so somebody else agrees." in page
    assert "Not done Cannot agree about" in late(mona, contact, "agree")
    assert [sam.press(contact, verb).status_code for verb in ("agree", "refuse")] == [403, 403]
    assert contact.closed_at is None


def test_the_queue_of_somebody_who_may_not_read_contacts_says_that_one_waits_and_leads_nowhere(sam: Desk, desk_of: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    late(sam, contact, "close", outcome="spam", why="A secret")
    page = desk_of("Ana Lyst", role=Role.ANALYST).at(LATE).open()
    assert f"{contact.reference}: Sam Field proposes to leave it out" in text(page)
    assert ("A secret" in text(page), f"contacts/{contact.reference}" in page.content.decode()) == (False, False)


def test_what_is_missing_when_closing_is_said_at_its_box(sam: Desk):
    contact, other = cast.received(), cast.received()
    response = sam.at(NOW).press(contact, "close", outcome="duplicate", why="Twice", other="unknown")
    assert '<a href="#close-other">Give the reference of the other contact' in response.content.decode()
    response = sam.press(contact, "close", outcome="spam")
    assert '<a href="#close-why">Say why</a>' in response.content.decode()
    response = sam.press(contact, "kinds", kinds=["foi"])
    assert '<a href="#kinds-why">Say why it is this: what we owe changes' in response.content.decode()
    page = after(sam, contact, "close", outcome="duplicate", why="Twice", other=other.reference)
    assert f"The same as another contact, {other.reference} Twice" in page
    assert page.index("Notice of what we did · Sam Field") < page.index("Left out of the figures · Sam Field")


def test_the_message_in_which_a_customer_took_it_back_is_chosen_among_theirs(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    closing = f"contacts/{contact.reference}/close/"
    assert "in which message?" not in text(sam.at(NOW).open(closing))
    morning = at("Tue 3 Nov 2026 09:00")
    actions.add(contact, cast.arrival(body="Leave it."), at=morning, now=morning)
    page = text(sam.open(closing))
    assert "In none: we know it otherwise Their message of Tuesday 3 November 2026 at 9am" in page
    message = contact.messages.last()
    page = after(sam, contact, "close", outcome="withdrawn", why="They said so", message=message.pk)
    assert "Taken back by the customer · Sam Field · 3 Nov, 10:00 · in their message of Tuesday 3 November" in page


def test_the_record_says_why(sam: Desk, desk_of: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    after(sam, contact, "close", outcome="spam", why="A lottery")
    page = text(desk_of("Audi Tor", role=Role.AUDITOR).at(NOW).open("record/"))
    assert f"left out {contact.reference} code: spam why: A lottery" in page


def test_words_that_may_be_urgent_stand_at_the_top_with_the_question_and_are_put_away_with_a_reason(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00", body="No heating")
    page = sam.at("Mon 2 Nov 2026 10:00").contact(contact)
    assert page.index("May be urgent Message of 2 Nov, 09:00: heating, water or power (“no heating”)") < page.index(
        "Promises"
    )
    up_to = str(contact.welfare_flags.get().id)
    assert "Say why nobody will come to harm" in text(sam.press(contact, "words", up_to=up_to, says="no", reason=""))
    assert "Choose whether somebody may come to harm" in text(sam.press(contact, "words", up_to=up_to))
    after = text(sam.client.get(sam.press(contact, "words", up_to=up_to, says="no", reason="It is a play").url))
    assert "What you said is kept." in after
    assert (
        "Said not to be urgent · Sam Field · 2 Nov, 10:00 · It is a play; heating, water or power (“no heating”)"
        in after
    )
    assert "Read the message, and say what you think" not in after
    again = text(sam.press(contact, "words", up_to=up_to, says="yes", reason=""))
    assert "Nothing waits to be looked at here: a colleague has done so." in again


def test_words_that_are_confirmed_mark_the_contact_for_welfare(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00", body="No heating")
    sam.at("Mon 2 Nov 2026 10:00").press(contact, "words", up_to=str(contact.welfare_flags.get().id), says="yes")
    page = sam.contact(contact)
    assert "Welfare: heating, water or power (“no heating”)" in page
    assert "Said to be about welfare · Sam Field" in page


def test_an_auditor_reads_the_words_and_is_not_asked(desk_of: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00", body="No heating")
    page = desk_of("Colin Audit", role=Role.AUDITOR, path="s5").at("Mon 2 Nov 2026 10:00").contact(contact)
    assert "May be urgent Message of 2 Nov" in page
    assert "Keep what I say" not in page


def test_a_manager_moves_a_contact_and_goes_to_the_queue(desk_of: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    boss = desk_of("Ruth Boss", role=Role.MANAGER, path="s5").at("Mon 2 Nov 2026 10:00")
    page = boss.contact(contact)
    assert "Move to another team" in page
    page = text(boss.open(f"contacts/{contact.reference}/move/"))
    assert "Customer services: the roads team" in page
    assert "Choose a team" in text(boss.press(contact, "move", reason="x"))
    assert "Say why you move it" in text(boss.press(contact, "move", to="s5/customer-services/roads"))
    assert "Choose a team from the list" in text(
        boss.press(contact, "move", to="s5/customer-services/post", reason="x")
    )
    moved = boss.press(contact, "move", to="s5/customer-services/roads", reason="It is about a road")
    assert moved.url == "/s5/desk/"
    assert f"{contact.reference} is moved. Its dates are as they were." in text(boss.client.get(moved.url))
    assert "Moved · Ruth Boss · 2 Nov, 10:00 · the roads team It is about a road" in boss.contact(contact)


def test_an_officer_cannot_move_a_contact(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    assert "Move to another team" not in sam.at("Mon 2 Nov 2026 10:00").contact(contact)
    response = sam.press(contact, "move", to="s5/customer-services/roads", reason="It is about a road")
    assert response.status_code == 403
    contact.refresh_from_db()
    assert contact.path == "s5/customer-services/post"
