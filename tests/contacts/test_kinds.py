"""The kinds of a contact as it is now are rows, which stand in the queue where their contact stands (C17)."""

from collections.abc import Callable

import pytest

from answerable.contacts import actions
from answerable.contacts.actions.noting import note
from answerable.contacts.clocks import as_judged, fact_of
from answerable.contacts.models import Contact, KindRow, Outgoing
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

MORNING, NOON, EVENING = (at(f"Mon 2 Nov 2026 {hour}") for hour in ("09:00", "12:00", "18:00"))


def kinds(contact: Contact) -> list[str]:
    return sorted(contact.kinds.values_list("kind", flat=True))


def assert_in_step() -> None:
    """Check that each row repeats what its contact says, and that the rows are the kinds that its facts give."""
    for contact in Contact.objects.prefetch_related("facts"):
        repeated = {(row.council_id, row.is_welfare, row.next_due, row.closed_at) for row in contact.kinds.all()}
        assert repeated == {(contact.council_id, contact.is_welfare, contact.next_due, contact.closed_at)}
        judged = as_judged(contact, [fact_of(row) for row in contact.facts.all()])
        assert kinds(contact) == sorted(judged.kinds)


def test_a_contact_is_at_first_of_the_kinds_it_came_as():
    contact = cast.received(kinds=("foi", "complaint", "foi"))
    assert (kinds(contact), contact.came_as) == (["complaint", "foi"], ["foi", "complaint", "foi"])
    assert_in_step()


def test_a_contact_is_of_the_kinds_it_was_given_last_and_still_came_as_what_it_came_as():
    contact = cast.received(kinds=("enquiry",))
    actions.retype(contact, kinds=["foi"], why="It is one", by=cast.staff(), at=NOON)
    actions.retype(contact, kinds=["complaint", "comment"], why="It is one", by=cast.staff(), at=EVENING)
    assert (kinds(contact), Contact.objects.get(id=contact.id).came_as) == (["comment", "complaint"], ["enquiry"])
    assert_in_step()


def test_a_kind_noted_later_for_an_earlier_moment_does_not_stand():
    contact = cast.received()
    actions.retype(contact, kinds=["complaint"], why="It is one", by=cast.staff(), at=EVENING)
    note(contact, [("typed", {"kinds": ["foi"]})], by=None, at=NOON, now=EVENING)
    assert kinds(contact) == ["complaint"]
    assert_in_step()


def reply(contact: Contact) -> None:
    actions.reply(contact, body="Yes, it is.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=NOON)


def reply_and_fail(contact: Contact) -> None:
    reply(contact)
    actions.fail(Outgoing.objects.get(message__sort="reply"), problem="No such address", at=EVENING)


def close_and_open(contact: Contact) -> None:
    note(contact, [("replied", {})], by=None, at=NOON, now=NOON)
    actions.close(contact, outcome=Contact.Outcome.DONE, by=cast.staff(), at=NOON)
    actions.reopen(contact, by=cast.staff(), at=EVENING)


def close_and_give_a_kind(contact: Contact) -> None:
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="So it is", by=cast.staff(), at=NOON)
    actions.retype(contact, kinds=["comment", "compliment"], why="It is one", by=cast.staff(), at=EVENING)


def give_a_kind_by_what_was_read_before(contact: Contact) -> None:
    """A colleague has the page open from before the contact was marked."""
    before = Contact.objects.get(id=contact.id)
    actions.mark_welfare(contact, reason="A child is cold", by=cast.staff(), at=NOON)
    actions.retype(before, kinds=["hazard"], why="It is one", by=cast.staff(), at=EVENING)


def mark_by_what_was_read_before(contact: Contact) -> None:
    """A colleague has the page open from before the contact was answered."""
    before = Contact.objects.get(id=contact.id)
    note(contact, [("replied", {})], by=None, at=NOON, now=NOON)
    actions.mark_welfare(before, reason="A child is cold", by=cast.staff(), at=EVENING)


DONE: dict[str, Callable[[Contact], object]] = {
    "marked": lambda contact: actions.mark_welfare(contact, reason="A child is cold", by=cast.staff(), at=NOON),
    "marked by what was read before": mark_by_what_was_read_before,
    "answered": reply,
    "answered, and it came back": reply_and_fail,
    "closed": lambda contact: actions.close(
        contact, outcome=Contact.Outcome.SPAM, why="So it is", by=cast.staff(), at=NOON
    ),
    "opened again": close_and_open,
    "given a kind when closed": close_and_give_a_kind,
    "given a kind by what was read before": give_a_kind_by_what_was_read_before,
    "woken": lambda contact: actions.wake(now=at("Sun 22 Nov 2026 03:00")),
    "sent": lambda contact: cast.everything_sent(NOON),
    "added to when closed": lambda contact: (
        reply(contact), actions.add(contact, cast.arrival(), at=EVENING, now=EVENING)
    ),
}  # fmt: skip


@pytest.mark.parametrize("done", DONE)
def test_whatever_is_done_to_a_contact_its_kinds_stand_where_it_stands(done: str):
    contact = cast.received(MORNING, kinds=("enquiry", "complaint"))
    other = KindRow.objects.filter(contact=cast.received(MORNING, subject="Left alone"))
    before = list(other.values())
    DONE[done](contact)
    assert_in_step()
    if done not in ("woken", "sent"):
        assert list(other.values()) == before


def test_a_contact_that_is_saved_whole_takes_its_kinds_along():
    contact = cast.received()
    contact.is_welfare, contact.closed_at = True, NOON
    contact.save()
    assert_in_step()
