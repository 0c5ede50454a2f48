"""A letter that holds two matters, and two customers who are one person; each can be taken apart again."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from answerable.contacts import actions
from answerable.contacts.models import Contact, Message
from answerable.customers.models import Customer
from answerable.evidence.models import Entry
from answerable.people.models import Role
from answerable.retention import actions as retention
from answerable.retention.models import ErasureGround, Hold
from answerable.retention.queries import kept_back, matters_of
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, text
from tests.public.residents import page_of

pytestmark = pytest.mark.django_db

CAME, NOW = "Mon 2 Nov 2026 09:00", "Wed 4 Nov 2026 10:00"
SECOND = {
    "token": "one-form",
    "subject": "What the lamps cost",
    "body": "And please send me all papers about what the lamps cost.",
    "kinds": ["foi"],
}


def after(desk: Desk, contact: Contact, verb: str, **fields: Any) -> str:
    """Press a button, and return what the page then says."""
    done = desk.at(NOW).client.post(f"/s5/desk/contacts/{contact.reference}/{verb}/", fields)
    return text(done if done.status_code != 302 else desk.client.get(done.url))


def acts(what: str) -> list[tuple[str, dict[str, Any]]]:
    return [(entry.about, entry.said) for entry in Entry.objects.filter(what=what).order_by("id")]


def two() -> tuple[Contact, Contact]:
    one = cast.received(CAME)
    other = cast.received(CAME, channel="letter", email="", name="R. Reed", phone="01632 960 111")
    return one, other


# ---- one letter, two matters ----


@pytest.mark.promise("S5-16")
def test_the_second_matter_of_a_letter_is_a_contact_of_the_same_receipt_with_its_own_clocks(sam: Desk, client: Client):
    contact = cast.received(CAME)
    cast.everything_sent(CAME)
    page = after(sam, contact, "split", **SECOND)
    made = Contact.objects.exclude(id=contact.id).get()
    assert f"The second matter is {made.reference} now. The customer is told." in page
    assert (made.received_at, made.customer, made.channel, made.path) == (
        at(CAME),
        contact.customer,
        "email",
        contact.path,
    )
    assert [row.kind for row in made.kinds.all()] == ["foi"]
    assert cast.clock(made, "S5-16").due == at("Tue 1 Dec 2026 23:59:59")
    assert (cast.states(made)["S5-24"], cast.states(contact)["S5-24"]) == ("void", "running")
    assert acts("split") == [(contact.reference, {"into": made.reference})]
    assert f"A second matter in this is {made.reference} now: What the lamps cost" in page
    assert f"It came in the same message as {contact.reference}." in sam.contact(made)
    told = made.messages.get(sort="notice").body
    assert "Your message of Monday 2 November 2026 held more than one matter." in told
    assert f"Your reference: {made.reference}" in told
    theirs = text(client.get(page_of(made)))
    assert "And please send me all papers" in theirs


def test_an_acknowledgement_was_one_of_both_and_its_date_stays_with_the_first(sam: Desk):
    contact = cast.received(CAME)
    cast.everything_sent(CAME)
    after(sam, contact, "split", **SECOND | {"kinds": ["enquiry"]})
    made = Contact.objects.exclude(id=contact.id).get()
    (fact,) = made.facts.filter(what="acknowledged")
    assert (fact.at, "by_when" in fact.said, "reference" in fact.said) == (at(CAME), False, False)
    assert cast.states(made)["S5-22"] == cast.states(contact)["S5-22"] == "kept"
    assert not made.clocks.filter(measure="derived").exists()


def test_a_form_that_is_sent_twice_splits_once_and_another_splits_again(sam: Desk):
    contact = cast.received(CAME)
    for _ in range(2):
        after(sam, contact, "split", **SECOND)
    assert (Contact.objects.count(), Message.objects.filter(sort="notice").count()) == (2, 1)
    after(sam, contact, "split", **SECOND | {"token": "another"})
    assert Contact.objects.count() == 3


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"subject": " "}, "Say what the second matter is about"),
        ({"body": ""}, "Give what the letter says of it"),
        ({"kinds": []}, "Choose at least one kind"),
    ],
)
def test_nothing_is_split_off_without_what_it_is(sam: Desk, changed: dict[str, Any], said: str):
    contact = cast.received(CAME)
    assert said in after(sam, contact, "split", **SECOND | changed)
    assert Contact.objects.count() == 1


# ---- two customers, one person ----


def test_two_customers_who_are_one_person_are_shown_together_and_each_stays_as_it_was(sam: Desk):
    one, other = two()
    before = list(Customer.objects.order_by("id").values("name", "email", "phone", "is_proven"))
    page = after(sam, one, "join", other=other.reference.lower(), why="Same number, and she says so")
    assert "They are known as one person now." in page
    assert "Known as one person with: R. Reed" in page
    assert other.reference in page
    assert one.reference in sam.contact(other)
    assert list(Customer.objects.order_by("id").values("name", "email", "phone", "is_proven")) == before
    said = {"why": "Same number, and she says so", "other": other.reference}
    assert acts("joined customers") == [(one.reference, said)]
    after(sam, other, "join", other=one.reference, why="Again")
    assert len(acts("joined customers")) == 1


def test_they_are_taken_apart_again_with_a_reason(sam: Desk):
    one, other = two()
    third = cast.received(CAME, email="", name="Rob Reed", channel="letter")
    after(sam, one, "join", other=other.reference, why="Same number")
    after(sam, third, "join", other=other.reference, why="Same hand")
    assert "Say why" in after(sam, one, "part", why=" ")
    assert "They are known by themselves again." in after(sam, one, "part", why="Her sister")
    assert other.reference not in sam.contact(one)
    assert third.reference in sam.contact(other)
    after(sam, other, "part", why="Nor he")
    assert set(Customer.objects.values_list("same", flat=True)) == {None}
    assert "is known as nobody else" in after(sam, other, "part", why="Again")
    assert [about for about, _ in acts("parted customers")] == [one.reference, other.reference]


def test_nobody_is_joined_with_what_is_not_there_or_not_seen_or_nobody(sam: Desk):
    one = cast.received(CAME)
    elsewhere = cast.received(CAME, team="roads", email="x@home.example")
    nobody = cast.received(CAME, channel="letter", name="", email="")
    for other in (elsewhere.reference, one.reference, "what"):
        assert "Give the reference of another contact that you may see" in after(sam, one, "join", other=other, why="x")
    assert "nothing is known of them" in after(sam, one, "join", other=nobody.reference, why="x")
    again = cast.received(CAME)
    assert "are from is known as one person already" in after(sam, one, "join", other=again.reference, why="x")
    assert set(Customer.objects.values_list("same", flat=True)) == {None}


def test_what_is_held_and_erased_of_one_is_that_of_both_and_of_neither_once_they_are_apart(desk_of: Any):
    mona = desk_of("Mona Ger", role=Role.MANAGER)
    one, other = two()
    after(mona, one, "join", other=other.reference, why="Same number")
    for contact in (one, other):
        contact.refresh_from_db()
        actions.close(contact, outcome=Contact.Outcome.SPAM, why="A test", by=mona.staff, at=at(NOW))
    cast.everything_sent(NOW)
    held = {
        "ground": Hold.Ground.values[0],
        "why": "A court asks",
        "review_on": date(2027, 1, 4),
        "all_of_customer": True,
    }
    hold = retention.place_hold(one, **held | {"ground": Hold.Ground(held["ground"])}, by=mona.staff, at=at(NOW))
    other = Contact.objects.select_related("customer").get(id=other.id)
    assert "Their customer is held" in kept_back(other)
    assert set(matters_of(other)) == {one, other}
    after(mona, other, "part", why="Two after all")
    other = Contact.objects.select_related("customer").get(id=other.id)
    assert (kept_back(other), set(matters_of(other))) == ("", {other})
    after(mona, other, "join", other=one.reference, why="One after all")
    other = Contact.objects.select_related("customer").get(id=other.id)
    retention.lift_hold(one, hold.pk, why="The court is done", by=mona.staff, at=at(NOW))
    ground = next(iter(ErasureGround))
    assert retention.erase_person(other, ground=ground, by=mona.staff, at=at(NOW)) == 2
    assert Customer.objects.count() == 0
