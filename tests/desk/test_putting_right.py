"""What was noted wrongly is struck out: what that does is shown first, both stay to be seen, and the figures say so."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from answerable.contacts import actions
from answerable.contacts.models import Contact, FactRow, Proposal
from answerable.evidence.models import Entry
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, filled, text
from tests.figures.counted import counted, figure, parts_of
from tests.public.residents import page_of

pytestmark = pytest.mark.django_db

CAME, EARLY, LATE = "Mon 2 Nov 2026 09:00", "Wed 4 Nov 2026 10:00", "Thu 12 Nov 2026 10:00"
"""S5-24, the full reply, is due on Wednesday 11 November; S5-22, the acknowledgement, on Wednesday 4."""


@pytest.fixture
def mona(desk_of: Any) -> Desk:
    return desk_of("Mona Ger", role=Role.MANAGER)


@pytest.fixture
def max_(desk_of: Any) -> Desk:
    return desk_of("Max Ander", role=Role.MANAGER)


def fact(contact: Contact, what: str) -> FactRow:
    return contact.facts.filter(what=what).last()


def first(desk: Desk, contact: Contact, row: FactRow, *, when: str = EARLY, **fields: Any) -> Any:
    """Choose what is wrong, and return the page that says what striking it out would do."""
    return desk.at(when).press(contact, "strike", **filled({"fact": row.pk, "why": "A slip", **fields}))


def struck(desk: Desk, contact: Contact, row: FactRow, *, when: str = EARLY, **fields: Any) -> str:
    """Strike it out, and return what the contact's page then says."""
    done = first(desk, contact, row, when=when, step="do", **fields)
    contact.refresh_from_db()
    return text(done if done.status_code != 302 else desk.client.get(done.url))


def acts(contact: Contact) -> list[tuple[str, str]]:
    mine = Entry.objects.filter(about=contact.reference).exclude(what="promise broken").order_by("id")
    return [(entry.what, entry.by.partition("@")[0]) for entry in mine]


def closed(contact: Contact, outcome: str, when: str = EARLY) -> Contact:
    actions.close(contact, outcome=Contact.Outcome(outcome), why="So it is", by=cast.staff(), at=at(when))
    return contact


def test_a_wrong_exclusion_is_struck_out_and_the_contact_is_open_and_owed_again(mona: Desk, client: Client):
    contact = closed(cast.received(CAME), "misdirected")
    row = fact(contact, "excluded")
    page = text(first(mona, contact, row, when="Thu 5 Nov 2026 10:00"))
    assert "Nothing has changed yet. You would strike out: Left out of the figures (Meant for another body)" in page
    assert "S5-24, full reply, is excluded, due Wed 11 Nov. It would be running, due Wed 11 Nov." in page
    assert "a second person" not in page
    assert contact.facts.filter(what="struck").count() == 0
    page = struck(mona, contact, row, when="Thu 5 Nov 2026 10:00")
    assert (contact.closed_at, contact.outcome) == (None, "")
    assert "It is struck out. It stays to be seen below." in page
    assert "Struck out" in page
    assert "left out of the figures: struck out 5 Nov, 10:00" in page
    assert cast.states(contact)["S5-24"] == "running"
    assert acts(contact)[-3:] == [
        ("struck out", "mona.ger"),
        ("opened again", "mona.ger"),
        ("wrote: notice", "mona.ger"),
    ]
    entry = Entry.objects.get(what="struck out")
    assert entry.said == {"fact": "excluded", "fact_at": at(EARLY).isoformat(), "why": "A slip"}
    theirs = text(client.get(page_of(contact)))
    assert "We had noted this wrongly, and struck it out on Thursday 5 November 2026." in theirs
    assert "We put right what we had noted wrongly" in theirs
    assert contact.messages.filter(sort="notice").last().body.count("have opened it again") == 1


def test_a_wrong_kind_is_struck_out_and_it_is_what_it_was_before(mona: Desk):
    contact = cast.received(CAME)
    actions.retype(contact, kinds=["foi"], why="It asks for papers", by=cast.staff(), at=at(EARLY))
    assert [row.kind for row in contact.kinds.all()] == ["foi"]
    struck(mona, contact, fact(contact, "typed"))
    assert [row.kind for row in contact.kinds.all()] == ["enquiry"]
    assert cast.states(contact)["S5-24"] == "running"


@pytest.mark.promise("S5-24")
def test_a_wrong_date_of_receipt_is_struck_out_with_the_right_one_from_which_the_clocks_count(mona: Desk):
    """The day of the post room's stamp counts, and not the day of the typing (C3)."""
    contact = cast.received("Thu 5 Nov 2026 14:00", answerable=False)
    row = fact(contact, "received")
    when = "Fri 6 Nov 2026 10:00"
    refused = text(first(mona, contact, row, when=when))
    assert "Say when it really reached us" in refused
    right = {"on": date(2026, 11, 2), "hour": "09:30"}
    page = text(first(mona, contact, row, when=when, **right))
    assert "S5-24, full reply, is running, due Mon 16 Nov. It would be running, due Wed 11 Nov." in page
    page = struck(mona, contact, row, when=when, **right)
    assert contact.received_at == at("Mon 2 Nov 2026 09:30")
    assert cast.clock(contact, "S5-24").due == at("Wed 11 Nov 2026 23:59:59")
    assert [(one.what, one.at) for one in contact.facts.order_by("id")][-2:] == [
        ("struck", at(when)),
        ("received", at("Mon 2 Nov 2026 09:30")),
    ]
    assert "received: struck out 6 Nov, 10:00" in page


@pytest.mark.parametrize(
    ("on", "hour", "error"),
    [
        (date(2026, 11, 9), "", "It cannot have reached us after now. Give the moment at which it did"),
        (date(2026, 11, 2), "09:00", "That is the moment it has. Give the right one"),
        (
            date(2026, 11, 4),
            "",
            "It cannot have reached us after “Waiting for the customer” of 3 November 2026. Give an earlier moment, or "
            "strike that out",
        ),
        (date(1990, 1, 8), "", "no charter of it was in force"),
    ],
)
def test_a_right_date_that_cannot_be_is_refused_and_nothing_is_noted(mona: Desk, on: date, hour: str, error: str):
    contact = cast.received(CAME, answerable=False)
    actions.happen(
        contact,
        what="paused",
        at=at("Tue 3 Nov 2026 10:00"),
        details={"reason": "We asked for the number of the house"},
        by=cast.staff(),
        now=at("Tue 3 Nov 2026 10:00"),
    )
    before = contact.facts.count()
    page = struck(mona, contact, fact(contact, "received"), when="Thu 5 Nov 2026 10:00", on=on, hour=hour)
    assert error in page
    assert (contact.facts.count(), contact.received_at) == (before, at(CAME))


def test_only_a_receipt_has_another_moment(mona: Desk):
    contact = closed(cast.received(CAME), "spam")
    page = struck(mona, contact, fact(contact, "excluded"), on=date(2026, 11, 1))
    assert "Leave this empty: only what began a contact is given another moment." in page
    assert contact.closed_at is not None


CALL = {
    "ending": "ends",
    "spoke_to": "Robin Reed",
    "number": "01632 960 111",
    "body": "I told her that the lamp was mended this morning.",
    **cast.parts(by_when="", next_step="", reason="", recourse=""),
}


def test_a_reply_that_was_written_down_and_never_given_is_struck_out_and_the_answer_is_owed(mona: Desk, sam: Desk):
    contact = cast.received(CAME)
    sam.at(EARLY).write(contact, "call", **CALL)
    contact.refresh_from_db()
    assert contact.outcome == "answered"
    page = struck(mona, contact, fact(contact, "replied"), when="Thu 5 Nov 2026 10:00")
    assert (contact.closed_at, cast.states(contact)["S5-24"]) == (None, "running")
    assert "replied in full: struck out 5 Nov, 10:00" in page
    with pytest.raises(ValueError, match="no full reply has been sent"):
        actions.close(contact, outcome=Contact.Outcome.ANSWERED, by=cast.staff(), at=at("Thu 5 Nov 2026 11:00"))


def test_of_a_reply_recorded_twice_the_one_that_is_struck_goes_and_the_contact_stays_answered(mona: Desk, sam: Desk):
    contact = cast.received(CAME)
    sam.at("Tue 3 Nov 2026 10:00").write(contact, "call", **CALL)
    contact.refresh_from_db()
    actions.reopen(contact, by=cast.staff(), at=at("Tue 3 Nov 2026 11:00"))
    sam.at("Tue 3 Nov 2026 12:00").write(contact, "call", **CALL)
    twice = contact.facts.filter(what="replied")
    struck(mona, contact, twice.first())
    assert cast.clock(contact, "S5-24").stopped == at("Tue 3 Nov 2026 12:00")
    assert contact.outcome == "answered"


def test_a_wrong_closing_as_done_is_struck_out(mona: Desk):
    contact = cast.received(CAME)
    actions.reply(
        contact,
        body="The lamp is mended now.",
        parts=cast.parts(),
        full=True,
        closes=False,
        by=cast.staff(),
        at=at(EARLY),
    )
    cast.everything_sent(EARLY)
    actions.close(contact, outcome=Contact.Outcome.DONE, by=cast.staff(), at=at("Wed 4 Nov 2026 11:00"))
    struck(mona, contact, fact(contact, "resolved"), when="Thu 5 Nov 2026 10:00")
    assert (contact.closed_at, contact.outcome) == (None, "")


def test_a_letter_that_has_left_cannot_be_struck_out_nor_what_is_undone_in_another_way(mona: Desk, sam: Desk):
    contact = cast.received(CAME)
    cast.everything_sent(CAME)
    sam.at(EARLY).write(
        contact, "reply", body="The street lamp is mended.", ending="ends", **cast.parts(next_step="", by_when="")
    )
    cast.everything_sent("Wed 4 Nov 2026 10:05")
    form = mona.at("Thu 5 Nov 2026 10:00").open(f"contacts/{contact.reference}/strike/").context["form"]
    assert [label for _, label in form.fields["fact"].choices] == ["Received, 2 Nov, 09:00"]
    assert fact(contact, "replied") is not None
    page = struck(mona, contact, fact(contact, "replied"), when="Thu 5 Nov 2026 10:00")
    assert "Choose from what stands here" in page
    with pytest.raises(ValueError, match="the letter that says it has reached the customer"):
        actions.strike(contact, fact=fact(contact, "replied"), why="x", by=mona.staff, at=at("Thu 5 Nov 2026 10:00"))


@pytest.mark.promise("S5-24")
def test_a_broken_clock_that_would_then_not_be_needs_a_second_person_and_the_figure_counts_the_correction(
    mona: Desk, max_: Desk
):
    contact = cast.received(CAME, answerable=False)
    row = fact(contact, "received")
    right = {"on": date(2026, 11, 6), "hour": "09:30"}
    actions.wake(now=at(LATE))
    page = text(first(mona, contact, row, when=LATE, **right))
    assert "S5-24, full reply, is broken, due Wed 11 Nov. It would be running, due Tue 17 Nov." in page
    assert "The figures count it as corrected after its limit had passed." in page
    assert "happens only when a second person agrees" in page
    page = struck(mona, contact, row, when=LATE, **right)
    assert "this is only proposed" in page
    assert "strike out what was noted wrongly (Received" in page
    assert "It would be running, due Tue 17 Nov." in page
    assert (contact.received_at, cast.states(contact)["S5-24"]) == (at(CAME), "broken")
    assert acts(contact)[-1] == ("proposed: struck", "mona.ger")
    mona.press(contact, "agree")
    assert Proposal.objects.get().decided_at is None
    assert max_.at("Thu 12 Nov 2026 11:00").press(contact, "agree").status_code == 302
    contact.refresh_from_db()
    assert (contact.received_at, cast.states(contact)["S5-24"]) == (at("Fri 6 Nov 2026 09:30"), "running")
    assert acts(contact)[-1] == ("struck out", "max.ander")
    assert Entry.objects.get(what="struck out").said["proposed_by"] == "mona.ger@council.example"
    actions.reply(
        contact,
        body="It is mended now.",
        parts=cast.parts(),
        full=True,
        closes=True,
        by=cast.staff(),
        at=at("Fri 13 Nov 2026 10:00"),
    )
    cast.everything_sent("Fri 13 Nov 2026 10:00")
    row = figure(counted(), "S5-24")
    assert parts_of(row) == ("100.0 %", 1, 1)
    assert row.detail["apart"]["corrected_late"] == 1


def test_a_promise_that_is_not_owed_any_more_is_left_out_and_counted_as_corrected(mona: Desk, max_: Desk):
    contact = cast.received(CAME)
    actions.retype(contact, kinds=["foi"], why="It asks for papers", by=cast.staff(), at=at(EARLY))
    late = "Thu 3 Dec 2026 10:00"
    actions.wake(now=at(late))
    assert cast.states(contact)["S5-16"] == "broken"
    page = text(first(mona, contact, fact(contact, "typed"), when=late))
    assert "is not owed any more. It is broken, due" in page
    struck(mona, contact, fact(contact, "typed"), when=late)
    max_.press(contact, "agree")
    assert cast.clock(contact, "S5-16").state == "excluded"
    found = figure(counted(), "S5-16")
    assert found.detail["apart"]["corrected_late"] == 1
    assert found.detail["apart"]["excluded"] == {
        "Corrected after its limit had passed: what it was owed for was struck out.": 1
    }


def test_a_strike_that_waits_and_cannot_be_done_any_more_says_so_on_the_contacts_page(mona: Desk, max_: Desk):
    contact = cast.received(CAME, answerable=False)
    struck(mona, contact, fact(contact, "received"), when=LATE, on=date(2026, 11, 6))
    actions.happen(
        contact,
        what="clarification_asked",
        at=at("Thu 5 Nov 2026 10:00"),
        details={},
        by=cast.staff(),
        now=at(LATE),
        why="It was on a slip of paper",
    )
    page = max_.at(LATE).contact(contact)
    assert "It cannot have reached us after “Asked what is meant” of 5 November 2026." in page
    assert "Refuse it." in page
    max_.press(contact, "agree")
    assert contact.facts.filter(what="struck").count() == 0
    max_.press(contact, "refuse", why="It was asked about before")
    assert Proposal.objects.get().agreed is False


def test_what_was_proposed_can_be_refused_and_then_nothing_comes_of_it(mona: Desk, max_: Desk):
    contact = cast.received(CAME, answerable=False)
    struck(mona, contact, fact(contact, "received"), when=LATE, on=date(2026, 11, 6))
    max_.at(LATE).press(contact, "refuse", why="The stamp says the second")
    assert [row.what for row in contact.facts.all()] == ["received"]
    assert acts(contact)[-1] == ("refused: struck", "max.ander")


def test_pressing_twice_strikes_out_once_and_the_second_is_told_so(mona: Desk):
    contact = closed(cast.received(CAME), "spam")
    row = fact(contact, "excluded")
    struck(mona, contact, row)
    with pytest.raises(ValueError, match="it was struck out already"):
        actions.strike(contact, fact=row, why="x", by=mona.staff, at=at(EARLY))
    assert "Choose from what stands here" in struck(mona, contact, row)
    assert contact.facts.filter(what="struck").count() == 1


def test_what_was_struck_out_can_be_noted_again(mona: Desk):
    contact = cast.received(CAME)
    moment = at("Tue 3 Nov 2026 10:00")
    given: dict[str, Any] = {
        "what": "paused",
        "at": moment,
        "details": {"reason": "We asked which lamp it is"},
        "by": cast.staff(),
        "now": at(EARLY),
    }
    actions.happen(contact, **given)
    struck(mona, contact, fact(contact, "paused"))
    actions.happen(contact, **given)
    assert contact.facts.filter(what="paused").count() == 2
    struck(mona, contact, fact(contact, "paused"), when="Wed 4 Nov 2026 11:00")
    assert fact(contact, "struck").said["fact_place"] == "2"


def test_a_wait_that_was_struck_out_is_not_in_the_queue(mona: Desk, sam: Desk):
    contact = cast.received(CAME)
    moment = at("Tue 3 Nov 2026 10:00")
    actions.happen(
        contact, what="paused", at=moment, details={"reason": "We asked which lamp it is"}, by=cast.staff(), now=moment
    )
    assert "We wait for them since" in text(sam.at(EARLY).open())
    struck(mona, contact, fact(contact, "paused"))
    assert "We wait for them since" not in text(sam.open())


def test_it_is_for_managers(sam: Desk):
    contact = closed(cast.received(CAME), "spam")
    assert sam.at(EARLY).open(f"contacts/{contact.reference}/strike/").status_code == 403
    assert "Put right what was noted wrongly" not in sam.contact(contact)
