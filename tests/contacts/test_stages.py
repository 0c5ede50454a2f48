"""The Ombudsman's Code from the customer's first words to stage two's final answer, through the house, by its file.

The dates are those worked out by hand for a complaint of Thursday 26 March 2026: Good Friday and Easter Monday are 3
and 6 April, and 4 and 25 May are holidays.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.utils.timezone import localdate

from answerable.contacts import actions
from answerable.contacts.actions.managing import Involved
from answerable.contacts.clocks import in_new_hands_since, possible_next
from answerable.contacts.models import Contact
from answerable.contacts.parts import PartsMissing, parts_of
from answerable.people.models import Role, Staff
from answerable.promises.queries import charter_in
from answerable.standards.charter.procedures import Holder
from answerable.standards.judging.possible import Possible
from answerable.standards.vocabulary.fact_kind import Noted
from tests import cast
from tests.build import at, on
from tests.figures.counted import counted, figure
from tests.figures.counted import parts_of as shares
from tests.spec.stories import say_day

pytestmark = pytest.mark.django_db

CONTENTS = {"complaint", "decision", "reason", "remedy", "outstanding", "recourse", "ombudsman"}

CODE = ("LGSCO-1-ACK", "LGSCO-1-REPLY", "LGSCO-2-ACK", "LGSCO-2-REPLY", "LGSCO-TOTAL")


def officer(name: str = "Sam Field") -> Staff:
    return cast.staff(name, path="s1/customer-services/post")


def manager() -> Staff:
    return cast.staff("Mo Manager", Role.MANAGER, "s1/customer-services/post")


def complained(when: str = "Thu 26 Mar 2026 10:00") -> Contact:
    return cast.received(when, key="s1", kinds=("complaint",), answerable=False, email="", channel="letter")


def said(when: datetime, **changes: Any) -> dict[str, Any]:
    return {**cast.parts(by_when=cast.first_day(when), recourse="Ask us for stage two"), **changes}


def acknowledged(contact: Contact, when: datetime) -> None:
    actions.acknowledge(contact, body="We have it.", parts=said(when), by=officer(), at=when)


def told_late(contact: Contact, when: datetime) -> None:
    actions.hold(contact, body="It is late.", parts=said(when), by=officer(), at=when)


def extended(contact: Contact, when: datetime) -> None:
    details = {"reason": "The engineer is away", "ombudsman": "Ring 0300 061 0614"}
    actions.happen(contact, what="extended", at=when, details=details, by=manager(), now=when)


def replied(contact: Contact, when: datetime) -> None:
    actions.reply(contact, body="Here is why.", parts=said(when), full=True, closes=True, by=officer(), at=when)


def escalated(contact: Contact, when: datetime) -> None:
    actions.happen(contact, what="escalated", at=when, details={}, by=officer(), now=when)


def next_of(contact: Contact, when: datetime) -> list[str]:
    """Say what the Code foresees: who notes it and with what, in which letter, and what becomes of its dates."""
    return [_said(one) for one in possible_next(contact, now=when) if one.stages or one.opens]


def _said(one: Possible) -> str:
    who = "manager" if one.fact.noted is Noted.MANAGER else "officer"
    needs = "".join(f", {detail.name}" for detail in one.needs if detail.name in CONTENTS)
    letter = f", told by {one.letter.name}" if one.letter and one.letter is not one.fact else ""
    bearings = [
        f"{bearing.does.value} {bearing.promise.id} {say_day(localdate(bearing.then))}"
        for bearing in one.bearings
        if bearing.promise.id in CODE
    ]
    return f"{one.fact.name} ({who}{needs}{letter}): {', '.join(bearings) or '-'}"


def code(contact: Contact) -> dict[str, tuple[str, date]]:
    """Return how each clock of the Code stands, and its due day."""
    rows = contact.clocks.filter(promise__in=CODE).order_by("promise")
    return {row.promise: (row.state, localdate(row.due)) for row in rows}


ANSWER = "replied (officer, reason, complaint, decision, remedy, outstanding, recourse)"
LATE = "delay_told (officer, reason, ombudsman): -"

Step = tuple[Callable[[Contact, datetime], None], str, list[str]]

WALK: list[Step] = [
    (
        acknowledged,
        "Tue 31 Mar 2026 10:00",
        [
            "extended (manager, reason, ombudsman, told by delay_told): moves LGSCO-1-REPLY Thu 30 Apr 2026",
            LATE,
            f"{ANSWER}: stops LGSCO-1-REPLY Thu 16 Apr 2026",
        ],
    ),
    (
        told_late,
        "Thu 16 Apr 2026 10:00",
        [
            "extended (manager, reason, ombudsman, told by delay_told): moves LGSCO-1-REPLY Thu 30 Apr 2026",
            LATE,
            f"{ANSWER}: stops LGSCO-1-REPLY Thu 16 Apr 2026",
        ],
    ),
    (
        extended,
        "Thu 16 Apr 2026 11:00",
        [f"{ANSWER}: stops LGSCO-1-REPLY Thu 30 Apr 2026"],
    ),
    (
        replied,
        "Mon 20 Apr 2026 10:00",
        [
            "escalated (officer): opens LGSCO-2-ACK Mon 27 Apr 2026, opens LGSCO-2-REPLY Wed 27 May 2026, "
            "opens LGSCO-TOTAL Thu 18 Jun 2026"
        ],
    ),
    (
        escalated,
        "Mon 20 Apr 2026 12:00",
        [
            "acknowledged (officer): stops LGSCO-2-ACK Mon 27 Apr 2026, moves LGSCO-2-REPLY Tue 19 May 2026",
            "extended (manager, reason, ombudsman, told by delay_told): moves LGSCO-2-REPLY Wed 24 Jun 2026",
            LATE,
            f"{ANSWER}: stops LGSCO-2-ACK Mon 27 Apr 2026, stops LGSCO-2-REPLY Tue 19 May 2026, "
            "stops LGSCO-TOTAL Thu 18 Jun 2026",
        ],
    ),
    (
        acknowledged,
        "Wed 22 Apr 2026 10:00",
        [
            "extended (manager, reason, ombudsman, told by delay_told): moves LGSCO-2-REPLY Fri 19 Jun 2026",
            LATE,
            f"{ANSWER}: stops LGSCO-2-REPLY Thu 21 May 2026, stops LGSCO-TOTAL Thu 18 Jun 2026",
        ],
    ),
    (
        extended,
        "Thu 21 May 2026 10:00",
        [f"{ANSWER}: stops LGSCO-2-REPLY Fri 19 Jun 2026, stops LGSCO-TOTAL Thu 18 Jun 2026"],
    ),
    (replied, "Thu 18 Jun 2026 10:00", []),
]


def walked(contact: Contact, steps: list[Step]) -> Contact:
    for do, when, expected in steps:
        do(contact, at(when))
        assert next_of(contact, at(when)) == expected, f"after {do.__name__} on {when}"
    return contact


def test_the_code_leads_from_the_first_words_to_the_final_answer():
    contact = complained()
    assert next_of(contact, contact.received_at) == [
        "acknowledged (officer): stops LGSCO-1-ACK Thu 2 Apr 2026, moves LGSCO-1-REPLY Mon 13 Apr 2026",
        "extended (manager, reason, ombudsman, told by delay_told): moves LGSCO-1-REPLY Tue 5 May 2026",
        LATE,
        f"{ANSWER}: stops LGSCO-1-ACK Thu 2 Apr 2026, stops LGSCO-1-REPLY Mon 13 Apr 2026",
    ]
    walked(contact, WALK)
    assert code(contact) == {
        "LGSCO-1-ACK": ("kept", on("Thu 2 Apr 2026")),
        "LGSCO-1-REPLY": ("kept", on("Thu 30 Apr 2026")),
        "LGSCO-2-ACK": ("kept", on("Mon 27 Apr 2026")),
        "LGSCO-2-REPLY": ("kept", on("Fri 19 Jun 2026")),
        "LGSCO-TOTAL": ("kept", on("Thu 18 Jun 2026")),
    }
    assert [row.what for row in contact.facts.all()] == [
        "received", "acknowledged", "delay_told", "extended", "replied",
        "escalated", "acknowledged", "extended", "replied",
    ]  # fmt: skip
    year = counted("s1", first=on("Wed 1 Apr 2026"), last=on("Tue 30 Jun 2026"), when="Wed 1 Jul 2026 09:00")
    assert [shares(figure(year, id)) for id in CODE] == [("100.0 %", 1, 1)] * 5


@pytest.mark.parametrize(
    ("acknowledge_on", "reply_by", "extended_to"),
    [
        ("Fri 27 Mar 2026", "Tue 14 Apr 2026", "Tue 28 Apr 2026"),
        ("Tue 31 Mar 2026", "Thu 16 Apr 2026", "Thu 30 Apr 2026"),
        ("Thu 2 Apr 2026", "Mon 20 Apr 2026", "Tue 5 May 2026"),
    ],
)
def test_a_prompt_acknowledgement_brings_the_date_forward(acknowledge_on: str, reply_by: str, extended_to: str):
    contact = complained()
    acknowledged(contact, at(f"{acknowledge_on} 10:00"))
    assert code(contact)["LGSCO-1-REPLY"] == ("running", on(reply_by))
    extended(contact, at(f"{reply_by} 23:59"))
    assert code(contact)["LGSCO-1-REPLY"] == ("running", on(extended_to))


def test_stage_two_is_judged_by_its_own_acknowledgement_and_its_own_reply():
    contact = complained()
    for do, when, _ in WALK[:5]:
        do(contact, at(when))
    assert code(contact)["LGSCO-2-ACK"] == ("running", on("Mon 27 Apr 2026"))
    acknowledged(contact, at("Tue 28 Apr 2026 00:00"))
    assert code(contact)["LGSCO-2-ACK"] == ("broken", on("Mon 27 Apr 2026"))
    assert code(contact)["LGSCO-2-REPLY"] == ("running", on("Wed 27 May 2026")), "silence gains nothing"
    replied(contact, at("Thu 28 May 2026 00:00"))
    assert code(contact)["LGSCO-2-REPLY"] == ("broken", on("Wed 27 May 2026"))
    assert code(contact)["LGSCO-1-REPLY"] == ("kept", on("Thu 30 Apr 2026"))


@pytest.mark.parametrize("lacking", ["complaint", "decision", "reason", "remedy", "outstanding", "recourse"])
def test_an_answer_gives_all_that_the_code_lists_or_is_not_sent(lacking: str):
    contact = complained()
    when = at("Tue 31 Mar 2026 10:00")
    with pytest.raises(PartsMissing) as refused:
        actions.reply(
            contact,
            body="No, and why.",
            parts=said(when, **{lacking: ""}),
            full=True,
            closes=True,
            by=officer(),
            at=when,
        )
    assert [part.detail.name for part in refused.value.missing] == [lacking]


@pytest.mark.parametrize("lacking", ["reason", "ombudsman"])
def test_an_extension_gives_its_reason_and_the_ombudsmans_details_or_is_not_noted(lacking: str):
    contact = complained()
    when = at("Tue 31 Mar 2026 10:00")
    details = {"reason": "The engineer is away", "ombudsman": "Ring 0300 061 0614"}
    with pytest.raises(PartsMissing) as refused:
        actions.happen(contact, what="extended", at=when, details={**details, lacking: ""}, by=manager(), now=when)
    assert [part.detail.name for part in refused.value.missing] == [lacking]
    assert code(contact)["LGSCO-1-REPLY"] == ("running", on("Mon 20 Apr 2026"))


def test_a_landlord_says_how_it_understands_the_complaint_when_it_acknowledges_it():
    contact = cast.received(
        "Thu 26 Mar 2026 10:00", key="s1", kinds=("landlord-complaint",), answerable=False, email="", channel="letter"
    )
    when = at("Fri 27 Mar 2026 10:00")
    with pytest.raises(PartsMissing, match="the complaint, and its stage"):
        actions.acknowledge(contact, body="We have it.", parts=said(when, complaint=""), by=officer(), at=when)
    acknowledged(contact, when)
    assert cast.states(contact)["HO-1-ACK"] == "kept"
    assert [id for id in cast.states(contact) if id.startswith("LGSCO")] == []


def test_an_extension_after_the_first_date_is_a_fact_and_moves_nothing():
    contact = complained()
    acknowledged(contact, at("Tue 31 Mar 2026 10:00"))
    extended(contact, at("Fri 17 Apr 2026 00:00"))
    assert code(contact)["LGSCO-1-REPLY"] == ("broken", on("Thu 16 Apr 2026"))
    assert contact.facts.filter(what="extended").exists()


def test_an_answer_that_closed_the_complaint_opens_again_when_it_goes_to_stage_two():
    contact = complained()
    for do, when, _ in WALK[:4]:
        do(contact, at(when))
    assert contact.closed_at == at("Mon 20 Apr 2026 10:00")
    escalated(contact, at("Mon 20 Apr 2026 12:00"))
    contact.refresh_from_db()
    assert contact.closed_at is None
    assert contact.next_due == at("Mon 27 Apr 2026 23:59:59")


def test_a_letter_of_the_code_says_where_they_can_turn_or_is_not_sent():
    contact = complained()
    when = at("Tue 31 Mar 2026 10:00")
    with pytest.raises(PartsMissing) as refused:
        actions.reply(
            contact, body="No, and why.", parts=said(when, recourse=""), full=True, closes=True, by=officer(), at=when
        )
    assert str(refused.value) == (
        "Cannot send this yet: our promises say that it must give if you are not content (Stage one of the Code). Fill "
        "that in and send again."
    )
    with pytest.raises(PartsMissing, match="how to reach the ombudsman"):
        actions.hold(contact, body="Late.", parts=said(when, ombudsman=""), by=officer(), at=when)
    actions.reply(contact, body="No, and why.", parts=said(when), full=True, closes=True, by=officer(), at=when)
    assert "If you are not content: Ask us for stage two" in contact.messages.last().body
    names = [part.detail.name for part in parts_of(contact, "replied", closes=True)]
    assert "recourse" not in names, "the stage is over"


def test_an_enquiry_is_in_no_stage_of_the_code():
    contact = cast.received("Thu 26 Mar 2026 10:00", key="s1", answerable=False)
    assert [part.detail.name for part in parts_of(contact, "replied", closes=True)] == []
    assert [one.stages for one in possible_next(contact, now=contact.received_at) if one.stages] == []


def test_stage_two_is_for_somebody_who_was_not_involved_before():
    contact = complained()
    actions.take(contact, by=officer(), at=contact.received_at)
    for do, when, _ in WALK[:5]:
        do(contact, at(when))
    later = at("Tue 21 Apr 2026 10:00")
    assert Contact.objects.get(id=contact.id).held_by is None, "stage two began, and it is free for somebody new"
    for involved in (officer(), manager()):
        with pytest.raises(Involved) as refused:
            actions.take(contact, by=involved, at=later)
        assert str(refused.value) == (
            f"Cannot take {contact.reference}: the stage it is in is for somebody not involved before, and you were. "
            f"Leave it to a colleague who was not."
        )
    new = officer("Nia New")
    actions.note_down(contact, body="I read it.", by=new, at=later)
    actions.take(contact, by=new, at=later)
    assert contact.held_by == new
    extended(contact, at("Wed 22 Apr 2026 10:00"))
    assert Contact.objects.get(id=contact.id).held_by == new, "only the beginning of a stage lets go"


def test_whoever_left_only_a_note_was_involved_and_the_first_stage_is_for_anybody():
    contact = complained()
    noting = officer("No Ting")
    actions.note_down(contact, body="I know this street.", by=noting, at=at("Fri 27 Mar 2026 10:00"))
    actions.take(contact, by=noting, at=at("Fri 27 Mar 2026 11:00"))
    actions.give_back(contact, by=noting, at=at("Fri 27 Mar 2026 12:00"))
    for do, when, _ in WALK[:5]:
        do(contact, at(when))
    with pytest.raises(Involved):
        actions.take(contact, by=noting, at=at("Tue 21 Apr 2026 10:00"))


def test_a_stage_that_anybody_may_hold_is_in_no_new_hands(monkeypatch: pytest.MonkeyPatch):
    contact = complained()
    for do, when, _ in WALK[:5]:
        do(contact, at(when))
    assert in_new_hands_since(contact) is not None
    charter = charter_in(contact.edition)
    law = charter.procedures["lgsco-code"]
    stages = tuple(replace(stage, held_by=Holder.ANYBODY) for stage in law.stages)
    open_to_all = replace(charter, procedures={"lgsco-code": replace(law, stages=stages)})
    monkeypatch.setattr("answerable.contacts.clocks.charter_in", lambda edition: open_to_all)
    assert in_new_hands_since(contact) is None
    actions.take(contact, by=officer(), at=at("Tue 21 Apr 2026 10:00"))
