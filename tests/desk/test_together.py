"""Reports of one matter, whenever they come, are one row of the queue and are answered with one text."""

from typing import Any

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact, Flood, Message
from answerable.evidence.models import Entry
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, text
from tests.desk.test_several import ANSWER, posted

pytestmark = pytest.mark.django_db

CAME, LATER, NOW = "Mon 2 Nov 2026 09:00", "Wed 4 Nov 2026 09:00", "Wed 4 Nov 2026 10:00"


def reported(when: str, name: str, **changes: Any) -> Contact:
    contact = cast.received(when, name=name, email=f"{name.lower()}@home.example", subject=f"Lamp {name}", **changes)
    cast.everything_sent(when)
    return contact


def put(desk: Desk, contact: Contact, other: str, when: str = NOW) -> str:
    """Put a contact with another, and return what the page then says."""
    done = desk.at(when).press(contact, "together", same_as=other)
    return text(done if done.status_code != 302 else desk.client.get(done.url))


def answered_together(desk: Desk, flood: int, when: str) -> list[str]:
    """Answer what is open of one matter with one text, and return whom."""
    before = set(Message.objects.values_list("id", flat=True))
    desk.at(when)
    page = posted(desk, "answer", [], when=when, flood=flood).content.decode()
    fields = {name: value for name, value in carried(page).items() if name not in ("of", "what", "step")}
    open_now = list(Contact.objects.filter(flood=flood, closed_at=None))
    posted(desk, "answer", open_now, when=when, step="do", **fields, **ANSWER)
    cast.everything_sent(when)
    new = Message.objects.filter(sort="reply").exclude(id__in=before)
    return [one.contact.subject for one in new.order_by("contact")]


def test_reports_of_one_matter_are_one_row_and_what_comes_later_is_answered_with_the_next_text(sam: Desk):
    first, second = reported(CAME, "Ann"), reported(CAME, "Bo")
    said = put(sam, second, first.reference.lower())
    assert f"It is shown with {first.reference}, and answered with what is about the same." in said
    assert "It is one of those about one matter, and shown with it." in said
    (row,) = sam.open().context["rows"]
    assert (row.title, row.says) == ("One matter", "2 contacts about one matter in less than a minute")
    assert answered_together(sam, row.flood, NOW) == ["Lamp Ann", "Lamp Bo"]
    assert sam.open().context["rows"] == []
    third, fourth = reported("Mon 9 Nov 2026 09:00", "Cy"), reported("Tue 10 Nov 2026 09:00", "Di")
    for one, same in ((third, first), (fourth, second)):  # whichever of them somebody names
        put(sam, one, same.reference, "Tue 10 Nov 2026 10:00")
    assert answered_together(sam, row.flood, "Tue 10 Nov 2026 11:00") == ["Lamp Cy", "Lamp Di"]
    assert [cast.clock(one, "S5-24").due for one in (first, third)] == [
        at("Wed 11 Nov 2026 23:59:59"),
        at("Wed 18 Nov 2026 23:59:59"),
    ]
    assert [entry.said for entry in Entry.objects.filter(what="put with others").order_by("id")] == [
        {"of": first.reference} for _ in range(3)
    ]
    assert Flood.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("taken", "somebody holds it"),
        ("welfare", "is marked for welfare"),
        ("closed", "it is closed"),
        ("with others", "is with others already"),
    ],
)
def test_what_has_to_be_a_row_of_its_own_stays_one(sam: Desk, what: str, says: str):
    first, contact = reported(CAME, "Ann"), reported(CAME, "Bo")
    who = {"by": cast.staff(), "at": at(NOW)}
    match what:
        case "taken":
            actions.take(contact, **who)
        case "welfare":
            actions.mark_welfare(contact, reason="Alone", **who)
        case "closed":
            actions.close(contact, outcome=Contact.Outcome.SPAM, why="An offer", **who)
        case "with others":
            actions.put_together(contact, other=reported(CAME, "Cy"), **who)
    before = Contact.objects.get(id=contact.id).flood
    assert says in put(sam, contact, first.reference)
    contact.refresh_from_db(), first.refresh_from_db()
    assert (contact.flood, first.flood) == (before, None)


def test_a_first_report_that_is_answered_or_in_hand_gathers_what_comes_later(sam: Desk):
    first, late = reported(CAME, "Ann"), reported(LATER, "Bo")
    actions.take(first, by=cast.staff("Priya Shah"), at=at(NOW))
    put(sam, late, first.reference)
    first.refresh_from_db(), late.refresh_from_db()
    assert (first.flood, late.flood.who) == (None, first.reference)
    assert {row.kind: row.flood_id for row in late.kinds.all()} == {"enquiry": late.flood_id}
    actions.take(late, by=cast.staff(), at=at(NOW))
    late.refresh_from_db()
    assert (late.flood, {row.flood_id for row in late.kinds.all()}) == (None, {None})


@pytest.mark.parametrize("other", ["", "7K3Q-92MX", "its own", "elsewhere"])
def test_only_another_contact_that_one_may_see_is_the_same(sam: Desk, other: str):
    contact = reported(CAME, "Ann")
    elsewhere = cast.received(CAME, team="roads")
    meant = {"its own": contact.reference, "elsewhere": elsewhere.reference}.get(other, other)
    assert "Give the reference of another contact" in put(sam, contact, meant)
    assert Flood.objects.count() == 0


def test_they_are_rows_of_their_own_again_when_somebody_says_so(sam: Desk, desk_of: Any):
    first, second = reported(CAME, "Ann"), reported(CAME, "Bo")
    put(sam, second, first.reference)
    flood = Flood.objects.get()
    mona = desk_of("Mona Ger", role=Role.MANAGER, path="s5").at(NOW)
    assert "They are not about one matter" in text(mona.open(f"floods/{flood.id}/"))
    sent = {"up_to": str(second.id), "why": "Two lamps"}
    assert mona.client.post(f"/s5/desk/floods/{flood.id}/singly/", sent).status_code == 302
    while actions.carry_out(now=at(NOW)):
        pass
    assert [row.reference for row in sam.open().context["rows"]] == [first.reference, second.reference]
