"""Two people at once: what is struck out, split off, handed over or joined is so once, and nothing is half done."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from answerable.contacts import actions
from answerable.contacts.models import Contact, HandOver
from answerable.customers.models import Customer
from answerable.evidence.models import Entry
from answerable.people.models import Role
from tests import cast
from tests.build import at, on

pytestmark = pytest.mark.django_db(transaction=True)

CAME, NOW = "Mon 2 Nov 2026 09:00", at("Wed 4 Nov 2026 10:00")


def at_once(act: Callable[[], object], times: int = 4) -> list[str]:
    """Do one thing several times at once, each on a line of its own; return what each was told, in order of words."""

    def told(_: int) -> str:
        try:
            act()
            return "done"
        except ValueError as problem:
            return str(problem)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(told, range(times)))


@pytest.fixture
def mona() -> Iterator[Any]:
    cast.council()
    yield cast.staff("Mona Ger", Role.MANAGER)


def test_one_fact_is_struck_out_once(mona: Any):
    contact = cast.received(CAME)
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="A lottery", by=mona, at=NOW)
    row = contact.facts.get(what="excluded")

    def strike() -> None:
        actions.strike(Contact.objects.get(id=contact.id), fact=row, why="She has a case", by=mona, at=NOW)

    told = at_once(strike)
    assert told[-1] == "done"
    assert {one.partition(":")[0] for one in told[:-1]} == {"Cannot strike this out"}
    assert contact.facts.filter(what="struck").count() == 1
    assert Contact.objects.get(id=contact.id).closed_at is None


def test_a_strike_that_needs_a_second_person_is_proposed_once_and_agreed_to_once(mona: Any):
    contact = cast.received(CAME, answerable=False)
    row, late = contact.facts.get(), at("Thu 12 Nov 2026 10:00")

    def propose() -> None:
        fresh = Contact.objects.get(id=contact.id)
        actions.strike(fresh, fact=row, why="The stamp", right_at=at("Fri 6 Nov 2026 09:00"), by=mona, at=late)

    assert at_once(propose).count("done") == 1
    proposal = contact.proposals.get()
    other = cast.staff("Max Ander", Role.MANAGER)

    def agree() -> None:
        fresh = type(proposal).objects.select_related("contact").get(id=proposal.id)
        actions.agree(fresh, by=other, at=late)

    assert at_once(agree).count("done") == 1
    assert [fact.what for fact in contact.facts.order_by("id")] == ["received", "struck", "received"]


def test_a_letter_is_split_once_by_one_form(mona: Any):
    contact = cast.received(CAME)
    given: dict[str, Any] = {"subject": "Papers", "body": "Send me the papers", "kinds": ["foi"], "token": "one"}
    at_once(lambda: actions.split(Contact.objects.get(id=contact.id), **given, by=mona, at=NOW))
    assert Contact.objects.count() == 2
    assert Entry.objects.filter(what="split").count() == 1


def test_work_is_handed_over_once(mona: Any):
    sam, priya = cast.staff(), cast.staff("Priya Shah")
    for _ in range(3):
        actions.take(cast.received(CAME), by=sam, at=NOW)
    council = cast.council()

    def over() -> None:
        decided = actions.hand_over(council, holder=sam, to=priya, from_on=on("Wed 4 Nov 2026"), by=mona, at=NOW)
        actions.carry_out_hand_over(HandOver.objects.select_related("holder", "to", "by").get(id=decided.id), at=NOW)

    at_once(over)
    assert {str(one.held_by) for one in Contact.objects.select_related("held_by")} == {"Priya Shah"}
    assert Entry.objects.filter(what="assigned").count() == 3


def test_two_people_are_joined_once_whichever_is_named_first(mona: Any):
    one = cast.received(CAME)
    other = cast.received(CAME, channel="letter", email="", name="R. Reed")
    turns = iter([(one, other), (other, one)] * 2)

    def join() -> None:
        first, second = (Contact.objects.select_related("customer").get(id=each.id) for each in next(turns))
        actions.join_customers(first, other=second, why="She says so", by=mona, at=NOW)

    assert at_once(join) == ["done"] * 4
    assert len(set(Customer.objects.values_list("same", flat=True))) == 1
    assert Entry.objects.filter(what="joined customers").count() == 1
