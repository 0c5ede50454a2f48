"""A letter begins and ends like one, is signed by whoever wrote it, and says how to answer and how to complain."""

from datetime import date

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact, Message
from tests import cast
from tests.build import at

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOW = at("Tue 3 Nov 2026 10:00")


def below(contact: Contact) -> str:
    return (
        f"Your reference: {contact.reference}\n"
        "To answer, write to us with this reference, use “Add something” on your page, or ring 01632 960 001.\n"
        "If something went wrong, say so on your page under “This went wrong”, or ring: we take it as a complaint.\n"
        "If you need this in large print, in another language or in another format, tell us or ring."
    )


def asked(contact: Contact) -> str:
    given = {
        "by_when": date(2026, 11, 6),
        "being_done": "We look for the lamp",
        "owner": "Sam Field",
        "next_step": "We come and see",
    }
    words = "Which lamp is it, please?"
    return actions.ask(
        contact, body=words, parts=given | {"contact": "01632 960 010"}, waits=False, by=cast.staff(), at=NOW
    ).body


def test_a_letter_is_signed_by_the_officer_with_the_number_of_the_team():
    contact = cast.received()
    assert asked(contact) == (
        "Dear Robin Reed,\n\nWhich lamp is it, please?\n\n"
        "What is being done: We look for the lamp\nWhat happens next: We come and see\n"
        "By when: Friday 6 November 2026\nWho is dealing with it: Sam Field\n"
        "Telephone number for questions: 01632 960 010\n\n"
        f"Yours sincerely,\n\nSam Field\nThe post team, A county council\n01632 960 002\n\n{below(contact)}"
    )


def test_to_who_gave_no_name_from_a_team_without_a_number_it_ends_with_regards_and_the_number_of_the_council():
    contact = cast.received(name="")
    contact.team.answers_phone = ""
    words = asked(contact)
    assert words.startswith("Hello,\n\nWhich lamp")
    assert words.endswith(
        f"\n\nKind regards,\n\nSam Field\nThe post team, A county council\n01632 960 001\n\n{below(contact)}"
    )


def test_a_notice_is_signed_by_who_did_it_and_what_a_machine_writes_by_the_council():
    contact = cast.received()
    acknowledgement = contact.messages.get(sort=Message.Sort.ACKNOWLEDGEMENT).body
    assert acknowledgement.endswith(f"\n\nA county council\n01632 960 001\n\n{below(contact)}")
    assert "Alex Morgan" not in acknowledgement
    actions.close(contact, outcome=Contact.Outcome.MISDIRECTED, why="It is for the bus", by=cast.staff(), at=NOW)
    assert "\n\nYours sincerely,\n\nSam Field\n" in contact.messages.get(sort=Message.Sort.NOTICE).body
