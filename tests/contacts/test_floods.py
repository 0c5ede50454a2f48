"""Many alike in a short time are one flood: it hides nobody, and what is decided of it is done to each by itself."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.contacts import actions
from answerable.contacts.actions import deciding, flooding
from answerable.contacts.actions.deciding import NotSaid
from answerable.contacts.actions.flooding import ActInHand
from answerable.contacts.floods import FEWEST, WITHIN, marks_of
from answerable.contacts.models import Contact, FactRow, Flood, FloodAct, FloodMark, KindRow, Message
from answerable.customers.proof import Proof
from answerable.evidence.models import Entry
from answerable.people.models import Role
from answerable.queues.queries import FloodWaiting, Wanted, summary, waiting_for
from tests import cast
from tests.build import at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MONDAY = at("Mon 2 Nov 2026 09:00")
SOON = MONDAY + timedelta(minutes=30)
ASIDE, AGREE, REFUSE, BACK, SINGLY = (
    *(FloodAct.What.ASIDE, FloodAct.What.AGREE, FloodAct.What.REFUSE),
    *(FloodAct.What.BACK, FloodAct.What.SINGLY),
)


def many(number: int = FEWEST, *, when: datetime = MONDAY, **changes: Any) -> list[Contact]:
    """Receive so many emails from one address, one a minute, each with words of its own."""
    return [
        cast.received(
            when + timedelta(minutes=n),
            **{"email": "loud@flood.example", "body": f"Buy {chr(97 + n % 26) * 3} of what we sell you", **changes},
        )
        for n in range(number)
    ]


def flooded(number: int = FEWEST, **changes: Any) -> tuple[Flood, list[Contact]]:
    contacts = many(number, **changes)
    actions.gather(now=SOON)
    return Flood.objects.get(), contacts


def singly() -> list[str]:
    return [contact.subject for contact in waiting_for("s5", ["s5"], now=SOON).contacts]


def decided(flood: Flood, what: FloodAct.What = ASIDE, **changes: Any) -> FloodAct:
    newest = Contact.objects.order_by("-id")[0].id
    code = {"code": "spam"} if what == ASIDE else {}
    given = {"up_to": newest, "by": cast.staff(), "at": SOON, "why": "They sell something", **code, **changes}
    act = actions.decide(flood, what, **given)
    while actions.carry_out(now=SOON):
        pass
    act.refresh_from_db()
    return act


def test_as_many_from_one_address_as_nobody_writes_are_one_row_of_the_queue():
    cast.received(subject="A lamp")
    contacts = many(subject="Offer")
    assert actions.gather(now=SOON) == FEWEST
    assert actions.gather(now=SOON) == 0
    waiting = waiting_for("s5", ["s5"], now=SOON)
    assert [contact.subject for contact in waiting.contacts] == ["A lamp"]
    first, last = contacts[0], contacts[-1]
    first.refresh_from_db()
    assert waiting.floods == [
        FloodWaiting(
            Flood.objects.get().id, "address", False, FEWEST, first.received_at, last.received_at, first.next_due, 0, 0
        )
    ]


def test_one_fewer_is_no_flood_and_neither_are_as_many_over_a_longer_time():
    many(FEWEST - 1)
    actions.gather(now=SOON)
    assert not Flood.objects.exists()
    later = MONDAY + WITHIN
    cast.received(later, email="loud@flood.example", body="And one more of what we sell")
    actions.gather(now=later)
    assert not Flood.objects.exists()
    assert FloodMark.objects.order_by("at")[0].at == MONDAY + timedelta(minutes=1)


def test_plus_addresses_and_dots_are_one_address():
    for n in range(FEWEST):
        cast.received(email=f"lo.ud+{n}@flood.example", body=f"Words {chr(97 + n)} of these are {chr(98 + n)} new")
    actions.gather(now=SOON)
    assert Flood.objects.get().by == "address"


def test_one_domain_from_which_nobody_wrote_before_is_a_flood_and_one_with_neighbours_is_none():
    cast.received("Mon 26 Oct 2026 08:59", email="neighbour@home.example")
    for n in range(FEWEST):
        for domain in ("flood.example", "home.example"):
            body = f"Words of {chr(97 + n)} and of {domain} and others"
            cast.received(MONDAY, email=f"{n}{chr(97 + n)}x@{domain}", body=body)
    actions.gather(now=SOON)
    (flood,) = Flood.objects.all()
    assert (flood.by, {one.customer.email.partition("@")[2] for one in flood.contacts.all()}) == (
        "domain",
        {"flood.example"},
    )


def test_a_council_that_has_just_begun_knows_no_domain_so_none_is_odd():
    cast.received("Mon 26 Oct 2026 09:00", email="neighbour@home.example")
    for n in range(FEWEST):
        cast.received(
            MONDAY, email=f"{n}{chr(97 + n)}x@flood.example", body=f"Words of {chr(97 + n)} and of some others"
        )
    assert actions.gather(now=SOON) == 0


def test_the_same_words_from_anywhere_are_a_flood_whatever_a_machine_changes_in_them():
    for n in range(FEWEST):
        cast.received(email=f"x@{n}.example", name="", body=f"OFFER {n}: all the lamps, half price! <{n}>")
    actions.gather(now=SOON)
    flood = Flood.objects.get()
    assert (flood.by, flood.is_alike, flood.contacts.count()) == ("words", True, FEWEST)


def test_a_flood_is_all_alike_until_one_of_other_words_comes():
    flood, _ = flooded(body="The very same words of each of these")
    assert flood.is_alike
    many(1, when=SOON, body="Now it says something else to you")
    actions.gather(now=SOON)
    flood.refresh_from_db()
    assert (flood.is_alike, flood.contacts.count()) == (False, FEWEST + 1)


def test_a_few_words_are_written_by_many_who_have_nothing_to_do_with_each_other():
    for n in range(FEWEST):
        cast.received(email=f"x@{n}.example", body="Please ring me back")
    assert actions.gather(now=SOON) == 0


def test_forms_from_one_caller_are_a_flood_and_what_is_kept_of_the_caller_is_a_digest():
    for n in range(FEWEST):
        cast.received(channel="web", email="", caller="192.0.2.7", body=f"{chr(97 + n) * 4} is what I ask you for")
    actions.gather(now=SOON)
    assert Flood.objects.get().by == "caller"
    assert "192.0.2.7" not in str(list(FloodMark.objects.values()))


def test_two_councils_have_floods_of_their_own():
    many(FEWEST - 1)
    many(FEWEST - 1, key="s1")
    assert actions.gather(now=SOON) == 0


def test_welfare_words_a_customer_we_know_and_what_a_colleague_holds_stay_rows_of_their_own():
    words = "These are the very same words of all"
    cast.received("Fri 30 Oct 2026 09:00", email="vera@home.example", subject="Long ago")
    known = {"email": "vera@home.example", "subject": "Vera", "body": words}
    cast.received(MONDAY, **known)
    cast.received(MONDAY, **known | {"proof": Proof.NOT_TOLD, "subject": "Says she is Vera"})
    cast.received(MONDAY, email="cold@home.example", subject="Cold", welfare="A baby is cold", body=words)
    cast.received(MONDAY, email="ill@home.example", subject="No heating", body=words)
    held = cast.received(MONDAY, email="lee@home.example", subject="Held", body=words)
    actions.take(held, by=cast.staff(), at=MONDAY)
    for n in range(FEWEST):
        cast.received(email=f"x@{n}.example", subject="Offer", body=words)
    assert actions.gather(now=SOON) == FEWEST + 1
    assert sorted(singly()) == ["Cold", "Held", "Long ago", "No heating", "Vera"]
    assert Flood.objects.get().contacts.filter(subject="Says she is Vera").exists()


def test_those_who_are_not_put_in_do_not_make_a_flood():
    words = "Please do not close the library in Mill Lane"
    for n in range(FEWEST):
        cast.received("Fri 30 Oct 2026 09:00", email=f"x@{n}.example")
        cast.received(MONDAY, email=f"x@{n}.example", body=words)
    cast.received(MONDAY, email="new@home.example", body=words)
    assert actions.gather(now=SOON) == 0


def test_somebody_whose_earlier_contacts_were_all_spam_is_nobody_we_know():
    before = cast.received("Fri 30 Oct 2026 09:00", email="loud@flood.example")
    actions.close(before, outcome=Contact.Outcome.SPAM, why="It is", by=cast.staff(), at=before.received_at)
    many()
    assert actions.gather(now=SOON) == FEWEST


def test_a_contact_that_turns_out_to_be_pressing_or_is_taken_leaves_the_flood_for_good():
    _, contacts = flooded(FEWEST + 3, subject="Offer")
    cold, taken, marked = contacts[:3]
    actions.add(cold, cast.arrival(body="We have no heating"), at=SOON, now=SOON)
    actions.take(taken, by=cast.staff(), at=SOON)
    actions.mark_welfare(marked, reason="Somebody is ill", by=cast.staff(), at=SOON)
    assert actions.gather(now=SOON) == 0
    assert [contact.id for contact in waiting_for("s5", ["s5"], now=SOON).contacts] == [cold.id, marked.id, taken.id]
    assert set(KindRow.objects.filter(contact__in=[cold, taken, marked]).values_list("flood", flat=True)) == {None}


def test_a_flood_lasts_until_for_an_hour_no_more_have_come():
    flood, _ = flooded()
    last = MONDAY + timedelta(minutes=FEWEST - 1)
    more = many(1, when=last + WITHIN - timedelta(seconds=1))
    actions.gather(now=more[0].received_at)
    assert flood.contacts.count() == FEWEST  # fewer than a flood came in this hour, so it is none of them
    actions.gather(now=last + WITHIN)
    flood.refresh_from_db()
    assert flood.ended_at == last + WITHIN
    again = many(when=last + 3 * WITHIN)
    assert actions.gather(now=again[-1].received_at) == FEWEST
    assert Flood.objects.count() == 2


def test_putting_a_flood_aside_leaves_each_out_with_its_ground_and_its_reason():
    flood, contacts = flooded()
    lamp = cast.received(subject="A lamp")
    act = decided(flood)
    assert act.done_at == SOON
    rows = Contact.objects.exclude(id=lamp.id).values_list("outcome", "closed_at").distinct()
    assert list(rows) == [("spam", SOON)]
    facts = FactRow.objects.filter(what="excluded")
    assert list(facts.values_list("contact", flat=True).order_by("contact")) == [one.id for one in contacts]
    assert [fact.said for fact in facts] == [{"code": "spam", "why": "They sell something"}] * FEWEST
    assert Entry.objects.filter(what="left out", by=cast.staff().email).count() == FEWEST
    assert Entry.objects.get(what="decided about many: aside").about == "s5"
    assert waiting_for("s5", ["s5"], now=SOON).floods == []
    assert singly() == ["A lamp"]


def test_what_came_after_the_page_was_opened_is_not_put_aside_unseen():
    flood, contacts = flooded(FEWEST + 1)
    decided(flood, up_to=contacts[-2].id)
    assert [one.contacts for one in waiting_for("s5", ["s5"], now=SOON).floods] == [1]


def test_nothing_is_put_aside_without_a_reason_and_one_of_three_grounds():
    flood, _ = flooded()
    for changes in ({"why": "  "}, {"code": ""}, {"code": "misdirected"}, {"code": "duplicate", "other": "nothing"}):
        with pytest.raises(NotSaid):
            decided(flood, **changes)
    assert not FloodAct.objects.exists()


def test_a_broken_promise_is_only_proposed_and_a_second_person_agrees_to_all_at_once():
    flood, contacts = flooded(3 + FEWEST)
    late = at("Fri 20 Nov 2026 09:00")
    decided(flood, at=late)
    waiting = waiting_for("s5", ["s5"], now=late)
    assert [(one.contacts, one.waits, one.late) for one in waiting.floods] == [(23, 23, 23)]
    assert not Contact.objects.exclude(closed_at=None).exists()
    decided(flood, AGREE, why="", at=late)  # an officer may not agree at all
    mona = cast.staff("Mona Ger", Role.MANAGER, "s5")
    decided(flood, REFUSE, by=mona, why="One is from a resident", up_to=contacts[0].id, at=late)
    decided(flood, AGREE, by=mona, why="", at=late)
    assert Contact.objects.exclude(closed_at=None).count() == 22
    assert Contact.objects.get(closed_at=None) == contacts[0]
    assert contacts[0].proposals.get().refusal == "One is from a resident"


def test_nobody_is_the_second_person_to_what_they_proposed_of_a_flood():
    flood, _ = flooded()
    late, mona = at("Fri 20 Nov 2026 09:00"), cast.staff("Mona Ger", Role.MANAGER, "s5")
    decided(flood, by=mona, at=late)
    act = decided(flood, AGREE, by=mona, why="", at=late)
    assert (act.done_at, Contact.objects.exclude(closed_at=None).count()) == (SOON, 0)


def test_a_flood_that_was_put_aside_can_be_put_back_all_of_it_or_one():
    flood, contacts = flooded()
    decided(flood)
    actions.reopen(contacts[0], by=cast.staff(), at=SOON, why="A resident's")
    assert ([one.id for one in waiting_for("s5", ["s5"], now=SOON).contacts]) == [contacts[0].id]
    decided(flood, BACK, why="We were wrong")
    assert [one.contacts for one in waiting_for("s5", ["s5"], now=SOON).floods] == [FEWEST - 1]
    assert FactRow.objects.filter(what="put_back").count() == FEWEST


def test_what_is_no_flood_is_shown_singly_and_not_gathered_again():
    flood, _ = flooded(subject="Petition")
    decided(flood, SINGLY, why="They are residents")
    assert singly() == ["Petition"] * FEWEST
    many(FEWEST, when=MONDAY + timedelta(minutes=25), subject="Petition")
    assert actions.gather(now=MONDAY + timedelta(minutes=45)) == 0


def test_what_came_since_is_shown_singly_too():
    flood, contacts = flooded(FEWEST + 1, subject="Petition")
    decided(flood, SINGLY, why="They are residents", up_to=contacts[0].id)
    assert singly() == ["Petition"] * (FEWEST + 1)


def test_duplicates_of_one_are_put_aside_and_that_one_stays_as_a_row_of_its_own():
    flood, contacts = flooded()
    decided(flood, code="duplicate", other=contacts[3].reference)
    assert [one.id for one in waiting_for("s5", ["s5"], now=SOON).contacts] == [contacts[3].id]
    assert Contact.objects.filter(outcome="duplicate").count() == FEWEST - 1


def test_a_flood_put_aside_sends_one_address_no_more_letters_than_a_machine_may():
    flood, contacts = flooded()
    written = Message.objects.filter(sort="acknowledgement", outgoing__isnull=False).count()
    decided(flood, code="duplicate", other=contacts[0].reference, at=at("Tue 3 Nov 2026 09:00"))
    assert (written, Message.objects.filter(sort="notice").count()) == (5, 5)


def test_somebody_does_it_only_where_they_may_answer():
    flood, _ = flooded(team="roads")
    decided(flood)
    assert not Contact.objects.exclude(closed_at=None).exists()


def test_a_second_act_waits_until_the_first_is_carried_out(monkeypatch: pytest.MonkeyPatch):
    flood, contacts = flooded()
    monkeypatch.setattr(flooding, "BATCH", 7)
    given = {"up_to": contacts[-1].id, "by": cast.staff(), "at": SOON, "why": "So it is"}
    actions.decide(flood, ASIDE, code="spam", **given)
    assert actions.carry_out(now=SOON) == 7
    with pytest.raises(ActInHand):
        actions.decide(flood, BACK, **given)
    assert [actions.carry_out(now=SOON) for _ in range(3)] == [7, 6, 0]
    assert actions.decide(flood, BACK, **given).reached == 0


def test_one_that_cannot_be_done_keeps_nothing_from_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    flood, contacts = flooded()
    close = deciding.close

    def fails(contact: Contact, **given: Any) -> Any:
        if contact == contacts[5]:
            raise RuntimeError("it is a fault of ours")
        return close(contact, **given)

    monkeypatch.setattr(deciding, "close", fails)
    decided(flood)
    assert list(Contact.objects.filter(closed_at=None)) == [contacts[5]]
    assert "Cannot carry out" in caplog.text


def test_two_workers_do_it_once(monkeypatch: pytest.MonkeyPatch):
    flood, contacts = flooded()
    done, begins = flooding._done, []

    def another_first(act: FloodAct, id: int) -> bool:
        if not begins:
            begins.append(id)
            FloodAct.objects.update(reached=contacts[-1].id)  # as if the other had gone on to the end
        return done(act, id)

    monkeypatch.setattr(flooding, "_done", another_first)
    decided(flood)
    assert Contact.objects.exclude(closed_at=None).count() == 1


@pytest.mark.parametrize("kind", ["", "enquiry"])
def test_the_queue_asks_as_often_with_three_floods_as_with_one_or_none(kind: str):
    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as made:
            found = waiting_for("s5", ["s5"], now=SOON, wanted=Wanted(kind=kind))
        return len(found.floods), len(made)

    cast.received(subject="A lamp")
    counts = [asked()]
    many()
    actions.gather(now=SOON)
    counts.append(asked())
    for address in ("b@other.example", "c@third.example"):
        many(email=address, body=f"Of {address[0] * 4} what we sell to you")
    actions.gather(now=SOON)
    counts.append(asked())
    assert counts == [(0, 6), (1, 6), (3, 6)]


def test_floods_and_what_is_late_of_them_are_left_out_of_the_top_of_the_queue():
    flooded()
    late = at("Fri 20 Nov 2026 09:00")
    assert summary("s5", ["s5"], reader=0, now=late).late == 0
    assert [one.late for one in waiting_for("s5", ["s5"], now=late).floods] == [FEWEST]


def test_what_contacts_have_in_common_is_kept_as_digests():
    marks = marks_of(cast.arrival(caller="192.0.2.7", body="One two three four five"))
    assert sorted(marks) == ["address", "caller", "domain", "words"]
    assert {len(who) for who in marks.values()} == {64}
    assert marks_of(cast.arrival(email="", body="")) == {}
