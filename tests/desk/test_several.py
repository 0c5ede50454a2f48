"""Several contacts at once: each under its own rules, and what could not be done is told by reference and reason."""

from typing import Any

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact, Message, Proposal
from answerable.evidence.models import Entry, Look
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, text

pytestmark = pytest.mark.django_db

NOW, LATE = "Tue 3 Nov 2026 10:00", "Thu 12 Nov 2026 10:00"
ANSWER = {
    "body": "The lamps of Mill Lane are mended since this morning.",
    "answers_all": "on",
    "owner": "Sam Field",
    "contact": "01632 960 010",
    "outstanding": "Nothing",
    "being_done": "The electrician has mended them all",
    "recourse": "Write to the Ombudsman",
}


@pytest.fixture
def mona(desk_of: Any) -> Desk:
    return desk_of("Mona Ger", role=Role.MANAGER)


def some(number: int = 3, **changes: Any) -> list[Contact]:
    return [cast.received("Mon 2 Nov 2026 09:00", **changes) for _ in range(number)]


def posted(desk: Desk, what: str, contacts: list[Contact], *, when: str = NOW, **fields: Any) -> Any:
    sent = {"what": what, "of": [contact.reference for contact in contacts], **fields}
    return desk.at(when).client.post("/s5/desk/several/", sent)


def done(desk: Desk, what: str, contacts: list[Contact], **fields: Any) -> str:
    return text(posted(desk, what, contacts, step="do", **fields))


def now(contacts: list[Contact]) -> list[Contact]:
    return [Contact.objects.select_related("held_by").get(id=contact.id) for contact in contacts]


def acts(what: str) -> int:
    return Entry.objects.filter(what=what).count()


def test_what_is_ticked_in_the_queue_or_found_goes_on_one_form(sam: Desk):
    contacts = some()
    for page in ("", "find/?words=lamp"):
        shown = sam.at(NOW).client.get(f"/s5/desk/{page}").content.decode()
        for contact in contacts:
            assert f'type="checkbox" name="of" value="{contact.reference}" form="several"' in shown
        assert "With those that are ticked" in shown
        assert "Move them to another team" not in shown, "that is for managers"
    asked = text(posted(sam, "take", contacts[:2]))
    assert "Take them 2 contacts" in asked
    assert contacts[2].reference not in asked


def test_some_are_taken_and_of_the_others_it_is_told_why_not(sam: Desk):
    contacts = some()
    actions.take(contacts[1], by=cast.staff("Priya Shah"), at=at(NOW))
    page = done(sam, "take", contacts)
    assert "Done: 2. Not done: 1." in page
    assert f"{contacts[1].reference}: Cannot take {contacts[1].reference}: Priya Shah has it." in page
    assert [str(one.held_by) for one in now(contacts)] == ["Sam Field", "Priya Shah", "Sam Field"]
    assert acts("took") == 3
    assert "Done: 2. Not done: 1." in done(sam, "take", contacts)
    assert acts("took") == 3


def test_some_are_given_to_a_colleague_or_moved_by_a_manager_alone(mona: Desk, sam: Desk):
    contacts, priya = some(), cast.staff("Priya Shah")
    assert "Done: 3. Not done: 0." in done(mona, "assign", contacts, to=priya.pk)
    assert {str(one.held_by) for one in now(contacts)} == {"Priya Shah"}
    assert "Not here, or not yours to do this with" in done(sam, "move", contacts, to="s5/customer-services/roads")
    page = done(mona, "move", contacts, to="s5/customer-services/roads", reason="It is about a road")
    assert "Done: 3. Not done: 0." in page
    assert {one.path for one in now(contacts)} == {"s5/customer-services/roads"}
    again = done(mona, "move", contacts, to="s5/customer-services/roads", reason="It is about a road")
    assert "Not here, or not yours to do this with" in again
    assert acts("moved") == 3


def test_duplicates_are_closed_with_a_reason_and_linked_to_the_first_and_what_was_late_is_proposed(sam: Desk):
    first, again, late = some()
    given = {"outcome": "duplicate", "why": "Three times the same lamp", "other": first.reference}
    page = done(sam, "close", [first, again], **given)
    assert "Done: 1. Not done: 1." in page
    assert f"{first.reference}: This is the contact itself. Give the reference of the other one" in page
    assert again.facts.get(what="excluded").said["of"] == first.reference
    page = done(sam, "close", [late, again], when=LATE, **given)
    assert "Done: 0. Not done: 2." in page
    assert f"{late.reference}: A limit had passed, so it waits for a second person." in page
    assert f"{again.reference}: Cannot close {again.reference}: it is closed." in page
    done(sam, "close", [late], when=LATE, **given)
    assert (Proposal.objects.count(), acts("left out")) == (1, 1)


def test_nothing_is_closed_without_a_reason(sam: Desk):
    contacts = some()
    assert "Say how you know" in done(sam, "close", contacts, outcome="spam")
    assert {one.closed_at for one in now(contacts)} == {None}


@pytest.mark.promise("S5-24")
def test_one_text_answers_many_each_with_its_own_letter_clock_and_reference_and_once(sam: Desk):
    contacts = [
        cast.received("Mon 2 Nov 2026 09:00"),
        cast.received("Tue 3 Nov 2026 09:00", name="Vera Vance", email="vera@home.example"),
    ]
    hidden = carried(posted(sam, "answer", contacts).content.decode())
    fields = {name: value for name, value in hidden.items() if name not in ("of", "what", "step")}
    page = done(sam, "answer", contacts, **fields, **ANSWER)
    assert "Done: 2. Not done: 0." in page
    for twice in range(2):
        letters = Message.objects.filter(sort="reply").order_by("id")
        assert [letter.contact_id for letter in letters] == [one.id for one in contacts], twice
        assert "Done: 2. Not done: 0." in done(sam, "answer", contacts, **fields, **ANSWER)
    assert "Dear Vera Vance," in letters[1].body
    assert f"Your reference: {contacts[1].reference}" in letters[1].body
    cast.everything_sent(NOW)
    assert [cast.clock(one, "S5-24").state for one in contacts] == ["kept", "kept"]
    assert [cast.clock(one, "S5-24").due for one in contacts] == [
        at("Wed 11 Nov 2026 23:59:59"),
        at("Thu 12 Nov 2026 23:59:59"),
    ]


def test_who_has_written_since_or_is_with_a_colleague_or_needs_more_is_not_answered_unseen(sam: Desk):
    contacts = some(3)
    hidden = carried(posted(sam, "answer", contacts).content.decode())
    fields = {name: value for name, value in hidden.items() if name not in ("of", "what", "step")}
    actions.take(contacts[1], by=cast.staff("Priya Shah"), at=at(NOW))
    actions.add(contacts[2], cast.arrival(body="And the next one too"), at=at(NOW), now=at(NOW))
    page = done(sam, "answer", contacts, **fields, **ANSWER)
    assert "Done: 1. Not done: 2." in page
    assert f"{contacts[1].reference}: Priya Shah has it. Speak to them first, or answer it by itself." in page
    assert f"{contacts[2].reference}: This was not sent: 1 message has come since you opened this page." in page
    assert [one.outcome for one in now(contacts)] == ["answered", "", ""]


def test_the_fields_of_one_text_are_filled_for_each_and_whoever_gave_no_name_is_answered_by_itself(sam: Desk):
    contacts = [*some(1), *some(1, name="", email="nobody@home.example")]
    hidden = carried(posted(sam, "answer", contacts).content.decode())
    fields = {name: hidden[name] for name in ("token", "newest")}
    page = done(sam, "answer", contacts, **fields, **ANSWER | {"body": "{name}, the lamps are mended."})
    assert "Robin Reed, the lamps are mended." in Message.objects.get(sort=Message.Sort.REPLY).body
    assert f"{contacts[1].reference}: Cannot send this yet. “{{name}}” has nothing to fill it" in page


@pytest.mark.parametrize(
    ("left_out", "said"),
    [("body", "Write your answer"), ("answers_all", "Read them, and tick that it answers every point")],
)
def test_an_answer_to_many_is_written_and_answers_all_that_they_said(sam: Desk, left_out: str, said: str):
    contacts = some(2)
    hidden = carried(posted(sam, "answer", contacts).content.decode())
    fields = {name: value for name, value in hidden.items() if name not in ("of", "what", "step")}
    page = done(
        sam, "answer", contacts, **fields, **{name: value for name, value in ANSWER.items() if name != left_out}
    )
    assert said in page
    assert not Message.objects.filter(sort="reply").exists()


def test_two_hundred_people_who_told_us_of_one_matter_are_answered_at_once_by_their_references(sam: Desk):
    contacts = some(12, answerable=False)
    pasted = "\n".join(contact.reference.lower().replace("-", "") for contact in contacts[1:])
    page = posted(sam, "answer", contacts[:1], more=pasted).content.decode()
    assert page.count('name="of"') == 12
    assert Look.objects.get(what=Look.What.SEARCHED).asked_for.startswith(pasted.split()[0])
    fields = {name: value for name, value in carried(page).items() if name not in ("of", "what", "step")}
    typed = posted(sam, "answer", contacts, step="do", add="", **fields, body=ANSWER["body"])
    assert ANSWER["body"] in typed.content.decode()
    assert "There is a problem" not in text(typed)
    page = done(sam, "answer", contacts[:1], more=pasted, **fields, **ANSWER)
    assert "Done: 12. Not done: 0." in page


def test_all_that_is_open_in_a_flood_is_answered_with_one_text(sam: Desk):
    for minute in range(20):
        cast.received(f"Tue 3 Nov 2026 09:{minute:02}", answerable=False, email="loud@flood.example")
    actions.gather(now=at("Tue 3 Nov 2026 09:30"))
    flood = Contact.objects.first().flood
    assert "Answer all with one text" in text(sam.at(NOW).open(f"floods/{flood.pk}/"))
    page = posted(sam, "answer", [], flood=flood.pk).content.decode()
    assert page.count('name="of"') == 20
    assert posted(sam, "answer", [], flood="x").content.decode().count('name="of"') == 0


def test_what_is_not_there_or_elsewhere_is_named_and_nothing_is_done_to_it(sam: Desk):
    (here,) = some(1)
    elsewhere = cast.received(team="roads")
    page = text(posted(sam, "take", [here, elsewhere]))
    assert f"Not here, or not yours to do this with: {elsewhere.reference}." in page
    done(sam, "take", [here, elsewhere])
    assert [str(one.held_by) for one in now([here, elsewhere])] == ["Sam Field", "None"]
    assert sam.client.post("/s5/desk/several/", {"what": "burn"}).status_code == 302
