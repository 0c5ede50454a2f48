"""Whoever has answered one contact goes to the next of the queue that they came from, if they like."""

from typing import Any

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, filled, text
from tests.desk.test_writing import said

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOW = "Tue 3 Nov 2026 10:00"


def three(**changes: Any) -> list[Contact]:
    found = [
        cast.received(f"Mon 2 Nov 2026 {hour:02}:00", email=f"at{hour}@home.example", **changes) for hour in (9, 10, 11)
    ]
    cast.everything_sent("Mon 2 Nov 2026 11:01")
    return found


def answer(desk: Desk, contact: Contact, then: str = "next") -> Any:
    fields = filled({**desk.hidden(contact, "reply"), "ending": "ends", **said(by_when=None)})
    return desk.send(contact, "reply", then=then, **fields)


def at_contact(contact: Contact) -> str:
    return f"/s5/desk/contacts/{contact.reference}/"


def test_the_next_is_that_after_the_one_that_was_answered_and_then_the_first(sam: Desk):
    first, second, third = three()
    sam.at(NOW).open()
    answered = answer(sam, second)
    assert answered.url == at_contact(third)
    assert "Your reply is on its way." in text(sam.client.get(answered.url))
    assert answer(sam, third).url == at_contact(first)
    done = answer(sam, first)
    assert done.url == "/s5/desk/"
    assert "That was the last: nothing else waits in what you chose to see." in text(sam.client.get(done.url))
    assert Contact.objects.filter(closed_at=None).count() == 0


def test_who_did_not_choose_to_stays_with_the_contact(sam: Desk):
    first, *_ = three()
    sam.at(NOW).open()
    assert answer(sam, first, then="").url == at_contact(first)


def test_it_is_the_next_of_what_they_chose_to_see(sam: Desk):
    first, second, third = three()
    actions.take(third, by=sam.staff, at=at(NOW))
    actions.take(first, by=sam.staff, at=at(NOW))
    sam.at(NOW).open(held="me")
    assert answer(sam, first).url == at_contact(third)
    assert answer(sam, third).url == "/s5/desk/?held=me"
    sam.open()
    other = three()
    assert answer(sam, second).url == at_contact(other[0])


def test_what_came_first_is_next_where_that_is_the_order(sam: Desk):
    first, second, third = three()
    Contact.objects.filter(id=third.id).update(next_due=at("Mon 2 Nov 2026 12:00"))
    sam.at(NOW)
    assert sam.open().context["rows"][0].reference == third.reference
    page = sam.open(order="oldest")
    assert [row.reference for row in page.context["rows"]] == [one.reference for one in (first, second, third)]
    assert page.context["view"] == "order=oldest"
    assert answer(sam, first).url == at_contact(second)


def test_what_was_refused_for_a_tick_does_not_go_on_by_itself_afterwards(sam: Desk):
    first, second, _ = three()
    sam.at(NOW).open()
    read = sam.press(first, "reply", **filled({**sam.hidden(first, "reply"), "ending": "ends", **said(by_when=None)}))
    assert read.content.decode().count('name="then"') == 1
    refused = sam.press(first, "reply", **carried(read.content.decode()), then="next")
    assert "Tick each point" in text(refused)
    assert "then" not in carried(refused.content.decode())
    assert second.closed_at is None


def test_it_is_one_that_they_may_answer(desk_of: Any):
    mine = cast.received("Mon 2 Nov 2026 09:00")
    theirs = cast.received("Mon 2 Nov 2026 10:00", team="roads", email="jo@home.example")
    cast.everything_sent("Mon 2 Nov 2026 11:01")
    both = desk_of("Sam Field", role=Role.ANALYST, path="s5")
    cast.staff("Sam Field")
    both.at(NOW).open()
    assert theirs.reference in text(both.open())
    assert answer(both, mine).url == "/s5/desk/"
