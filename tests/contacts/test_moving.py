"""A contact goes to another team with a reason, and no clock of it moves."""

import pytest

from answerable.contacts import actions
from answerable.contacts.actions.managing import NotMoved
from answerable.evidence.queries import about
from answerable.people.models import Role
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

NOON = at("Tue 3 Nov 2026 12:00")


def test_a_contact_is_moved_with_a_fact_and_an_entry_and_its_clocks_stay_as_they_were():
    sam, boss = cast.staff(), cast.staff("Ruth Boss", Role.MANAGER, "s5")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    actions.take(contact, by=sam, at=NOON)
    before = list(contact.clocks.order_by("promise").values_list("promise", "due", "decided"))
    actions.move(contact, to=cast.team_of(team="roads"), reason=" It is about a road. ", by=boss, at=NOON)
    contact.refresh_from_db()
    assert (contact.path, contact.held_by, contact.received_at) == (
        "s5/customer-services/roads",
        None,
        at("Mon 2 Nov 2026 09:00"),
    )
    assert list(contact.clocks.order_by("promise").values_list("promise", "due", "decided")) == before != []
    fact = contact.facts.get(what="moved")
    assert (fact.at, fact.by, fact.said) == (NOON, boss, {"team": "the roads team", "why": "It is about a road."})
    entry = about(contact.reference).last()
    assert entry is not None
    assert (entry.what, entry.by, entry.said) == (
        "moved",
        boss.email,
        {"was": "s5/customer-services/post", "now": "s5/customer-services/roads"},
    )


@pytest.mark.parametrize(
    ("key", "team", "reason", "refusal"),
    [
        ("s5", "post", "Why not", "to the post team: choose another team of the same council"),
        ("s1", "roads", "Why not", "to the roads team: choose another team of the same council"),
        ("s5", "roads", "  ", "without a reason. Say why"),
    ],
)
def test_a_move_that_cannot_be_is_refused_and_changes_nothing(key: str, team: str, reason: str, refusal: str):
    cast.council(key)
    contact = cast.received()
    with pytest.raises(NotMoved, match=refusal):
        actions.move(contact, to=cast.team_of(key, team), reason=reason, by=cast.staff(), at=NOON)
    contact.refresh_from_db()
    assert (contact.path, contact.facts.filter(what="moved").count()) == ("s5/customer-services/post", 0)
