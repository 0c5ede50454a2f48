"""Noting what happens: one verb for every fact, and a refusal with what to do next for all that is none."""

from datetime import datetime
from typing import Any

import pytest

from answerable.contacts import actions
from answerable.contacts.actions.checking import (
    NotAllowed,
    NotAsked,
    NotByHand,
    NotedLate,
    NotOnChannel,
    WrongDetail,
    WrongMoment,
)
from answerable.contacts.models import Contact, FactRow, Message
from answerable.contacts.parts import PartsMissing
from answerable.evidence.models import Entry
from answerable.people.models import Role
from answerable.standards.vocabulary.facts import FACTS, IN_COURSE
from tests import cast
from tests.build import at, on

pytestmark = pytest.mark.django_db

RECEIVED = "Mon 2 Nov 2026 09:00"
TEN, NOON = at("Mon 2 Nov 2026 10:00"), at("Mon 2 Nov 2026 12:00")


def arrived(**changes: Any) -> Contact:
    return cast.received(RECEIVED, **{"answerable": False, **changes})


def noted(contact: Contact, what: str, when: datetime = TEN, **changes: Any) -> FactRow:
    given: dict[str, Any] = {"details": {}, "by": cast.staff(), "now": NOON, **changes}
    return actions.happen(contact, what=what, at=when, **given)


def manager() -> Any:
    return cast.staff("Mo Manager", Role.MANAGER)


def facts(contact: Contact) -> list[str]:
    return [row.what for row in contact.facts.all()]


def test_a_fact_is_noted_with_who_and_when_and_the_clocks_are_reckoned():
    contact = arrived(kinds=("foi",))
    row = noted(contact, "clarification_asked")
    assert (row.what, row.at, row.said, row.by, row.noted_at) == (
        "clarification_asked",
        TEN,
        {},
        cast.staff(),
        NOON,
    )
    assert cast.clock(contact, "S5-16").state == "paused"


def test_what_was_noted_is_in_the_record_without_a_word_of_what_was_said():
    contact = arrived()
    noted(contact, "paused", details={"reason": "She is in hospital"})
    entry = Entry.objects.get(about=contact.reference)
    assert (entry.what, entry.by, entry.at, entry.said) == (
        "noted",
        cast.staff().email,
        NOON,
        {"fact": "paused", "happened_at": TEN.isoformat()},
    )


def test_noting_the_same_twice_notes_it_once():
    contact = arrived()
    first = noted(contact, "paused", details={"reason": "Which lamp is it?"})
    again = noted(contact, "paused", details={"reason": "Which lamp is it?"})
    assert (again, facts(contact), Entry.objects.filter(about=contact.reference).count()) == (
        first,
        ["received", "paused"],
        1,
    )
    for change in ({"details": {"reason": "Which one?"}}, {"when": NOON, "details": {"reason": "Which lamp is it?"}}):
        noted(contact, "paused", **change)
    assert facts(contact) == ["received", "paused", "paused", "paused"]


def test_an_answer_that_was_noted_already_is_the_same_and_no_answer_to_nothing():
    contact = arrived(kinds=("foi",))
    noted(contact, "clarification_asked")
    first = noted(contact, "clarified", NOON)
    assert noted(contact, "clarified", NOON) == first


REFUSED = [
    (NotByHand, "solved", {}, "Cannot note 'solved': it is no fact of the vocabulary. Choose one that is."),
    (
        NotByHand,
        "received",
        {},
        "Cannot note “Received” by hand: it is noted by the arrival of the contact. Take it in as a new contact.",
    ),
    (
        NotByHand,
        "replied",
        {},
        "Cannot note “Replied in full” by hand: it is noted by a message to the customer, as it leaves. Write the "
        "reply.",
    ),
    (
        NotByHand,
        "resolved",
        {},
        "Cannot note “Done: what was asked for has been carried out” alone: it answers in full. Write to the customer, "
        "or close it as done.",
    ),
    (
        NotByHand,
        "excluded",
        {"code": "spam"},
        "Cannot note “Left out of the figures” by hand: it is noted by an act of its own, which does more. Close it, "
        "with the reason for which it is left out.",
    ),
    (
        NotAllowed,
        "declared_complex",
        {"reason": "Three teams"},
        "Cannot note “Declared complex”: it is for those at s5/customer-services/post who may: Decide for the council: "
        "declare a case complex, extend a limit, decide on a restriction, an appeal or a review. Ask one of them.",
    ),
    (
        NotOnChannel,
        "greeted",
        {},
        "Cannot note “Greeted” of an email: it happens in a visit to a reception only. Note it there.",
    ),
    (
        NotOnChannel,
        "seen",
        {},
        "Cannot note “Seen” of an email: it happens in a visit to a reception or a meeting or home visit only. Note it "
        "there.",
    ),
    (WrongDetail, "paused", {"told": True}, "Cannot say 'told' of “Waiting for the customer”. Say reason, or nothing."),
    (WrongDetail, "fee_paid", {"reason": "Cheque"}, "Cannot say 'reason' of “Fee paid”. Leave it out."),
    (
        WrongDetail,
        "paused",
        {"reason": True},
        "Cannot note “Waiting for the customer” with True for “Why”, which holds text. Give it so, or leave it out.",
    ),
    (
        WrongDetail,
        "appointment_offered",
        {"slot": "half past ten"},
        "Cannot note “Appointment offered” with 'half past ten' for “Appointment at”, which holds day or moment. Give "
        "it so, or leave it out.",
    ),
    (
        NotAsked,
        "identified",
        {},
        "Cannot note “Proof of identity arrived”: nothing waits for it then. Note “Asked for proof of identity” first.",
    ),
]  # fmt: skip


@pytest.mark.any_database  # it is refused before anything is written; its neighbours note on both
@pytest.mark.parametrize(("refusal", "what", "details", "message"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_cannot_be_noted_is_refused_and_nothing_is(
    refusal: type[ValueError], what: str, details: dict[str, Any], message: str
):
    contact = arrived()
    with pytest.raises(refusal) as refused:
        noted(contact, what, details=details)
    assert (str(refused.value), facts(contact)) == (message, ["received"])
    assert not Entry.objects.filter(about=contact.reference).exists()


@pytest.mark.any_database  # it is refused before the database is asked
@pytest.mark.parametrize("what", sorted(set(FACTS) - set(IN_COURSE) | {"acknowledged", "responded", "delay_told"}))
def test_what_something_else_makes_a_fact_is_refused_with_what_that_is(what: str):
    with pytest.raises(NotByHand) as refused:
        noted(arrived(), what)
    assert str(refused.value).endswith(FACTS[what].act)


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("Mon 2 Nov 2026 12:00:01", "Cannot note what has not happened yet. Give a moment that has come."),
        ("Mon 2 Nov 2026 08:59:59", "Cannot note what happened before the contact began. Give a later moment."),
    ],
)
def test_what_has_not_come_or_came_before_the_contact_is_refused(when: str, message: str):
    contact = arrived()
    with pytest.raises(WrongMoment) as refused:
        noted(contact, "paused", at(when))
    assert (str(refused.value), facts(contact)) == (message, ["received"])


@pytest.mark.parametrize("when", [RECEIVED, "Mon 2 Nov 2026 12:00"])
def test_what_happened_as_the_contact_began_or_just_now_is_noted(when: str):
    contact = arrived()
    noted(contact, "paused", at(when))
    assert facts(contact) == ["received", "paused"]


@pytest.mark.parametrize(
    ("happened", "now"),
    [
        ("Tue 3 Nov 2026 00:00", "Wed 4 Nov 2026 23:59"),
        ("Fri 6 Nov 2026 10:00", "Mon 9 Nov 2026 23:59"),
        ("Sat 7 Nov 2026 10:00", "Mon 9 Nov 2026 23:59"),
    ],
)
def test_until_the_end_of_the_next_working_day_a_fact_is_noted_without_saying_why(happened: str, now: str):
    contact = arrived()
    noted(contact, "clarification_asked", at(happened), now=at(now))
    assert facts(contact)[-1:] == ["clarification_asked"]
    assert contact.messages.filter(sort=Message.Sort.NOTE).count() == 0


@pytest.mark.parametrize(
    ("happened", "now"),
    [("Tue 3 Nov 2026 23:59", "Thu 5 Nov 2026 00:00"), ("Fri 6 Nov 2026 10:00", "Tue 10 Nov 2026 00:00")],
)
def test_what_happened_longer_ago_is_noted_only_with_the_reason_which_colleagues_read(happened: str, now: str):
    contact = arrived()
    before = facts(contact)
    with pytest.raises(NotedLate, match="Say why it is noted only now"):
        noted(contact, "clarification_asked", at(happened), now=at(now), why=" ")
    assert facts(contact) == before
    noted(contact, "clarification_asked", at(happened), now=at(now), why="I was away")
    note = contact.messages.get(sort=Message.Sort.NOTE)
    assert note.body.endswith("was noted only now: I was away")
    entry = Entry.objects.filter(what="noted").last()
    assert entry is not None
    assert entry.said["late"] == "by more than a working day"
    assert "I was away" not in str(entry.said)


def test_who_decides_for_the_council_is_a_manager_of_the_place():
    contact = arrived()
    noted(contact, "declared_complex", details={"reason": "Three teams", "told": True}, by=manager())
    assert facts(contact) == ["received", "declared_complex"]
    elsewhere = cast.staff("Ed Elsewhere", Role.MANAGER, "s5/customer-services/roads")
    with pytest.raises(NotAllowed):
        noted(contact, "extended", details={"reason": "Abroad"}, by=elsewhere)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ANALYST, Role.ADMINISTRATOR])
def test_whoever_may_not_answer_notes_nothing(role: Role):
    with pytest.raises(NotAllowed, match="write to the customer, and close it"):
        noted(arrived(), "paused", by=cast.staff("Al Other", role))


def test_an_answer_is_noted_to_a_question_that_is_open_and_not_before_it_was_asked():
    contact = arrived(kinds=("foi",))
    noted(contact, "clarification_asked")
    with pytest.raises(NotAsked):
        noted(contact, "clarified", at("Mon 2 Nov 2026 09:59"))
    noted(contact, "clarified", at("Mon 2 Nov 2026 11:00"))
    with pytest.raises(NotAsked):
        noted(contact, "clarified")
    assert facts(contact) == ["received", "clarification_asked", "clarified"]


def test_a_fact_that_a_promise_counts_only_with_its_details_is_not_noted_without_them():
    contact = arrived(kinds=("foi",))
    with pytest.raises(PartsMissing) as refused:
        noted(contact, "extended", details={"reason": " "}, by=manager())
    assert str(refused.value) == (
        "Cannot note this yet: our promises say that it must give why (S5-16); until (S5-16). Fill that in and note "
        "again."
    )
    assert facts(contact) == ["received"]
    details = {"reason": "The public interest", "until": on("Mon 14 Dec 2026")}
    noted(contact, "extended", details=details, by=manager())
    assert cast.clock(contact, "S5-16").due == at("Mon 14 Dec 2026 23:59:59")
    assert contact.facts.get(what="extended").said == {"reason": "The public interest", "until": "2026-12-14"}


def test_a_declaration_that_lifts_a_limit_must_say_why_and_that_the_customer_was_told():
    contact = arrived(key="s3", kinds=("complaint",))
    boss = cast.staff("Mo Manager", Role.MANAGER, "s3/customer-services/post")
    with pytest.raises(PartsMissing, match=r"the customer was told \(S3-07\)"):
        noted(contact, "declared_complex", details={"reason": "Three teams", "told": False}, by=boss)
    noted(contact, "declared_complex", details={"reason": "Three teams", "told": True}, by=boss)
    assert {id: state for id, state in cast.states(contact).items() if id in ("S3-06", "S3-07")} == {
        "S3-06": "not required",
        "S3-07": "running",
    }


def test_a_hazard_that_is_made_safe_keeps_the_promise_that_only_this_keeps():
    contact = arrived(key="s4", kinds=("emergency-hazard",), channel="web", email="")
    officer = cast.staff("Al Other", path="s4/customer-services/post")
    assert cast.states(contact)["AWAAB-EMERGENCY"] == "due soon"
    noted(contact, "made_safe", by=officer)
    assert cast.states(contact)["AWAAB-EMERGENCY"] == "kept"


@pytest.mark.parametrize(
    ("facts", "states"),
    [
        ([], {"INVESTIGATE": "running"}),
        (
            ["investigated", "hazard_ruled_out", "summary_sent"],
            {"INVESTIGATE": "kept", "SUMMARY": "kept", "SAFETY": "void", "ELSEWHERE": "void"},
        ),
        (
            ["investigated", "summary_sent", "made_safe", "work_needed", "work_arranged", "work_begun"],
            {
                **{"INVESTIGATE": "kept", "SUMMARY": "kept", "SAFETY": "kept", "ELSEWHERE": "not required"},
                **{"WORK-ARRANGED": "not required", "WORK": "kept"},
            },
        ),
        (
            ["investigated", "summary_sent", "moved_elsewhere", "work_needed"],
            {
                **{"INVESTIGATE": "kept", "SUMMARY": "kept", "SAFETY": "not required", "ELSEWHERE": "kept"},
                **{"WORK-ARRANGED": "running", "WORK": "running"},
            },
        ),
    ],
)
def test_every_clock_of_a_hazard_is_opened_and_stopped_by_what_an_officer_notes(
    facts: list[str], states: dict[str, str]
):
    contact = arrived(key="s4", kinds=("hazard",), channel="web", email="")
    officer = cast.staff("Al Other", path="s4/customer-services/post")
    for what in facts:
        noted(contact, what, by=officer)
    found = {id.removeprefix("AWAAB-"): state for id, state in cast.states(contact).items() if id[:5] == "AWAAB"}
    assert found == states


def test_a_closed_contact_opens_again_when_something_then_waits_for_us():
    contact = arrived(kinds=("foi",), channel="web", email="")
    sam = cast.staff()
    actions.reply(contact, body="Here it is.", parts=cast.parts(), full=True, closes=True, by=sam, at=TEN)
    noted(contact, "investigated", NOON)
    assert contact.closed_at == TEN, "nothing waits for that"
    noted(contact, "review_asked", NOON)
    contact.refresh_from_db()
    assert (contact.closed_at, contact.outcome) == (None, "")
    assert cast.states(contact)["FOI-REVIEW"] == "running"
    assert [one.what for one in Entry.objects.filter(about=contact.reference).order_by("id")][-2:] == [
        "noted",
        "opened again",
    ]


def test_a_colleague_who_closed_it_meanwhile_is_noticed():
    contact = arrived(kinds=("foi",), channel="web", email="")
    other = Contact.objects.get(id=contact.id)
    actions.reply(other, body="Here it is.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=TEN)
    noted(contact, "review_asked", NOON)
    assert Contact.objects.get(id=contact.id).closed_at is None


def test_a_contact_that_was_closed_with_a_date_still_to_come_stays_closed_when_nothing_more_waits():
    contact = arrived(channel="web", email="")
    sam = cast.staff()
    actions.reply(contact, body="We come on Friday.", parts=cast.parts(), full=True, closes=False, by=sam, at=TEN)
    actions.close(contact, outcome=Contact.Outcome.ANSWERED, by=sam, at=TEN)
    noted(contact, "investigated", NOON)
    assert Contact.objects.get(id=contact.id).closed_at == TEN


def test_noting_the_same_with_a_date_twice_notes_it_once():
    contact = arrived(kinds=("foi",))
    details = {"reason": "The public interest", "until": on("Mon 14 Dec 2026")}
    first = noted(contact, "extended", details=details, by=manager())
    assert noted(contact, "extended", details=details, by=manager()) == first
    assert facts(contact) == ["received", "extended"]
