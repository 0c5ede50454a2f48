"""Work goes from one pair of hands to another: one contact, or all of somebody's because they are away."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from answerable.contacts import actions
from answerable.contacts.models import Contact, HandOver
from answerable.evidence.models import Entry
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, filled, text
from tests.public.residents import page_of

pytestmark = pytest.mark.django_db

NOW, TODAY = "Tue 3 Nov 2026 10:00", date(2026, 11, 3)
MONDAY = date(2026, 11, 9)


@pytest.fixture
def mona(desk_of: Any) -> Desk:
    return desk_of("Mona Ger", role=Role.MANAGER)


def held(by: Any, number: int = 1, **changes: Any) -> list[Contact]:
    contacts = [cast.received("Mon 2 Nov 2026 09:00", **changes) for _ in range(number)]
    for contact in contacts:
        actions.take(contact, by=by, at=at("Mon 2 Nov 2026 10:00"))
    return contacts


def holders(contacts: list[Contact]) -> list[str]:
    return [str(Contact.objects.get(id=contact.id).held_by or "nobody") for contact in contacts]


def handed(desk: Desk, **fields: Any) -> str:
    given = {name: value.pk if hasattr(value, "pk") else value for name, value in fields.items()}
    done = desk.at(NOW).client.post("/s5/desk/hand-over/", filled({"to": "", "from_on": TODAY} | given))
    return text(done if done.status_code != 302 else desk.client.get(done.url))


def acts(what: str) -> list[tuple[str, dict[str, Any]]]:
    return [(entry.about, entry.said) for entry in Entry.objects.filter(what=what).order_by("id")]


def test_a_manager_gives_a_contact_to_a_colleague_whoever_holds_it_and_once(mona: Desk, sam: Desk):
    (contact,) = held(sam.staff)
    priya = cast.staff("Priya Shah")
    mona.at(NOW).press(contact, "assign", to=priya.pk)
    assert holders([contact]) == ["Priya Shah"]
    mona.press(contact, "assign", to=priya.pk)
    said = {"was": "sam.field@council.example", "now": "priya.shah@council.example"}
    assert acts("assigned") == [(contact.reference, said)]
    assert sam.at(NOW).press(contact, "assign", to=sam.staff.pk).status_code == 403


def test_nobody_is_given_what_they_may_not_answer_or_what_is_closed(mona: Desk):
    contact = cast.received()
    stranger = cast.staff("Stran Ger", path="s5/customer-services/roads")
    refused = mona.at(NOW).press(contact, "assign", to=stranger.pk)
    assert "Choose a colleague from the list" in text(refused)
    with pytest.raises(ValueError, match="they may not answer in the post team"):
        actions.assign(contact, to=stranger, by=mona.staff, at=at(NOW))
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="A lottery", by=mona.staff, at=at(NOW))
    with pytest.raises(ValueError, match="it is closed"):
        actions.assign(contact, to=mona.staff, by=mona.staff, at=at(NOW))


def test_all_of_somebodys_open_work_goes_to_a_colleague_today_and_what_is_closed_or_anothers_stays(
    mona: Desk, sam: Desk
):
    priya = cast.staff("Priya Shah")
    mine, theirs = held(sam.staff, 3), held(priya)
    actions.close(mine[2], outcome=Contact.Outcome.SPAM, why="A lottery", by=sam.staff, at=at(NOW))
    page = handed(mona, holder=sam.staff, to=priya)
    assert "2 contacts of Sam Field went to Priya Shah." in page
    assert holders([*mine, *theirs]) == ["Priya Shah", "Priya Shah", "Sam Field", "Priya Shah"]
    assert acts("handed over") == [(sam.staff.reference, {"to": priya.email, "from_on": "2026-11-03"})]
    assert len(acts("assigned")) == 2
    assert "0 contacts of Sam Field went to Priya Shah." in handed(mona, holder=sam.staff, to=priya)
    assert len(acts("assigned")) == 2


def test_it_goes_to_nobody_where_nobody_is_chosen(mona: Desk, sam: Desk):
    mine = held(sam.staff, 2)
    assert "2 contacts of Sam Field went to nobody." in handed(mona, holder=sam.staff)
    assert holders(mine) == ["nobody", "nobody"]


def test_what_the_colleague_cannot_have_goes_to_nobody_and_is_told_by_reference_and_reason(desk_of: Any, sam: Desk):
    boss = desk_of("Ruth Boss", role=Role.MANAGER, path="s5")
    cast.staff("Sam Field", path="s5/customer-services/roads")
    post, roads = held(sam.staff)[0], held(sam.staff, team="roads")[0]
    page = handed(boss, holder=sam.staff, to=cast.staff("Priya Shah"))
    assert "1 contact of Sam Field went to Priya Shah." in page
    assert f"{roads.reference} went to nobody. Cannot give {roads.reference} to Priya Shah: they may not answer" in page
    assert holders([post, roads]) == ["Priya Shah", "nobody"]


def test_work_is_handed_over_only_where_the_manager_may_give_it_away(mona: Desk, sam: Desk):
    cast.staff("Sam Field", path="s5/customer-services/roads")
    post, roads = held(sam.staff)[0], held(sam.staff, team="roads")[0]
    handed(mona, holder=sam.staff)
    assert holders([post, roads]) == ["nobody", "Sam Field"]


def test_what_is_for_a_later_day_waits_for_it_and_the_worker_does_it_once(mona: Desk, sam: Desk):
    mine, priya = held(sam.staff, 2), cast.staff("Priya Shah")
    page = handed(mona, holder=sam.staff, to=priya, from_on=MONDAY)
    assert "The work of Sam Field goes to Priya Shah on Monday 9 November" in page
    handed(mona, holder=sam.staff, to=priya, from_on=MONDAY)
    assert HandOver.objects.count() == 1
    assert actions.hand_over_what_is_due(at("Sun 8 Nov 2026 23:59")) == 0
    assert holders(mine) == ["Sam Field", "Sam Field"]
    assert actions.hand_over_what_is_due(at("Mon 9 Nov 2026 00:01")) == 1
    assert holders(mine) == ["Priya Shah", "Priya Shah"]
    assert actions.hand_over_what_is_due(at("Mon 9 Nov 2026 00:02")) == 0


def test_what_is_for_later_can_be_called_off_once(mona: Desk, sam: Desk):
    held(sam.staff)
    handed(mona, holder=sam.staff, from_on=MONDAY)
    planned = HandOver.objects.get()
    refused = handed(mona, holder=sam.staff, from_on=TODAY)
    assert "The work of Sam Field is to be handed over already. Call that off first." in refused
    for said in ("The work of Sam Field stays with them.", "Nothing had to be called off"):
        done = mona.client.post("/s5/desk/hand-over/call-off/", {"planned": planned.pk})
        assert said in text(mona.client.get(done.url))
    assert actions.hand_over_what_is_due(at("Mon 9 Nov 2026 00:01")) == 0
    assert len(acts("called off a handing over")) == 1


def test_what_makes_no_sense_is_refused(mona: Desk, sam: Desk):
    assert "Choose a colleague, or nobody." in handed(mona, holder=sam.staff, to=sam.staff)
    assert "Give today or a later day." in handed(mona, holder=sam.staff, from_on=date(2026, 11, 2))
    assert "Choose whose work it is" in handed(mona, holder="")
    assert sam.at(NOW).open("hand-over/").status_code == 403
    assert HandOver.objects.count() == 0


def test_the_residents_page_says_who_has_it_after_a_move(mona: Desk, client: Client):
    contact = cast.received("Mon 2 Nov 2026 09:00", channel="web")
    mona.at(NOW).press(contact, "move", to="s5/customer-services/roads", reason="It is about a road")
    page = text(client.get(page_of(contact)))
    assert "It is with the roads team." in page
    assert "We passed this to another team" in page
    assert "Now with: the roads team." in page
    assert "It is about a road" not in page


def test_what_is_to_be_handed_over_is_seen_and_called_off_by_those_who_may_give_it_away_and_nobody_else(
    mona: Desk, desk_of: Any, sam: Desk
):
    held(sam.staff)
    handed(mona, holder=sam.staff, from_on=MONDAY)
    planned = HandOver.objects.get()
    other = desk_of("Rhona Road", role=Role.MANAGER, path="s5/customer-services/roads").at(NOW)
    assert "Sam Field goes to" not in text(other.open("hand-over/"))
    other.client.post("/s5/desk/hand-over/call-off/", {"planned": planned.pk})
    planned.refresh_from_db()
    assert planned.called_off_at is None
    mona.client.post("/s5/desk/hand-over/call-off/", {"planned": planned.pk})
    planned.refresh_from_db()
    assert planned.called_off_at is not None


def test_work_waits_to_be_handed_over_while_whoever_decided_it_may_give_nothing_away(mona: Desk, sam: Desk):
    contacts = held(sam.staff)
    handed(mona, holder=sam.staff, from_on=MONDAY)
    mona.staff.posts.all().delete()
    assert actions.hand_over_what_is_due(at("Mon 9 Nov 2026 09:00")) == 0
    assert (holders(contacts), HandOver.objects.get().done_at) == (["Sam Field"], None)
    cast.staff("Mona Ger", Role.MANAGER, "s5/customer-services/post")
    assert actions.hand_over_what_is_due(at("Mon 9 Nov 2026 09:01")) == 1
    assert holders(contacts) == ["nobody"]
