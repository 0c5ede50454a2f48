"""The kinds of rule hold what is theirs, and cannot be made to hold what is another's."""

from dataclasses import replace
from typing import Any

import pytest

from answerable.standards.charter.clock_rules import (
    SAME_DAY,
    Condition,
    Contingent,
    DatesKept,
    Deadline,
    Effect,
    Extension,
    Notice,
    StoppedBy,
    Timed,
    hears,
)
from answerable.standards.time.counting import PLAIN
from answerable.standards.time.duration import WorkingDays
from tests.build import ENGLAND, notice, promise, rule

LIMIT: dict[str, Any] = {"stop": "full reply", "within": WorkingDays(10), "calendar": ENGLAND}
LONGER: dict[str, Any] = {**LIMIT, "stop": "acknowledgement", "unless_full_reply_within": WorkingDays(20)}
REPLY = promise(rule())
ANY: dict[str, Any] = {
    "within": WorkingDays(10),
    "calendar": ENGLAND,
    "counting": PLAIN,
    "opens": "received",
    "counts_from": "acknowledged",
    "nth": 2,
    "measured_to": "slot",
    "left": "left",
    "backstop": True,
    "in_hours": True,
    "extension": None,
    "stopped_by": (),
    "unless_full_reply_within": WorkingDays(20),
    "notice_for": (REPLY,),
    "stop": "replied",
    "needs": ("reason",),
    "stops": frozenset({"replied"}),
}


@pytest.mark.parametrize(
    ("kind", "own", "others"),
    [
        (DatesKept, {"calendar": ENGLAND}, ANY.keys() - {"calendar"}),
        (Notice, {"stop": "delay_told", "notice_for": (REPLY,)}, ANY.keys() - {"stop", "needs", "notice_for"}),
        (Contingent, LONGER, ("measured_to", "left", "nth", "backstop", "notice_for", "stops")),
        (Deadline, LIMIT, ("unless_full_reply_within", "notice_for", "stops")),
    ],
)
def test_no_kind_of_rule_can_hold_what_belongs_to_another(kind: type, own: dict[str, Any], others: set[str]):
    kind(**own)
    for key in others:
        with pytest.raises(TypeError):
            kind(**{**own, key: ANY[key]})


@pytest.mark.parametrize(
    ("kind", "needs"),
    [
        (DatesKept, {"calendar"}),
        (Notice, {"stop", "notice_for"}),
        (Deadline, {"stop", "within", "calendar"}),
        (Contingent, {"stop", "within", "calendar", "unless_full_reply_within"}),
    ],
)
def test_no_kind_of_rule_can_be_made_without_what_it_is(kind: type, needs: set[str]):
    for key in needs:
        with pytest.raises(TypeError):
            kind(**{name: ANY[name] for name in needs - {key}})


def test_what_stops_a_clock_follows_from_what_it_waits_for_even_in_a_copy():
    reply = Deadline(**LIMIT)
    assert (reply.stops, reply.is_answer) == (frozenset({"replied", "resolved"}), True)
    response = replace(reply, stop="response")
    assert (response.stops, response.is_answer) == (frozenset({"responded", "replied", "resolved"}), False)
    assert (notice(REPLY).stops, notice(REPLY).is_answer) == (frozenset({"delay_told"}), False)
    assert replace(reply, stop="replied").is_answer


def test_a_limit_is_plain_until_it_says_otherwise():
    plain = Deadline(**LIMIT)
    assert (plain.opens, plain.automatic, plain.nth, plain.counting, plain.due_soon) == (
        "received",
        True,
        1,
        PLAIN,
        None,
    )
    assert not plain.backstop
    assert WorkingDays(0) == SAME_DAY


def test_both_limits_are_timed_and_the_others_are_not():
    kinds = [Deadline(**LIMIT), Contingent(**LONGER), notice(REPLY), DatesKept(ENGLAND)]
    assert [isinstance(one, Timed) for one in kinds] == [True, True, False, False]


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({}, "received"),
        ({"opens": "complained", "counts_from": "acknowledged"}, "complained acknowledged"),
        ({"only_if": Condition("fee_asked")}, "received fee_asked"),
        ({"lifted_by": Condition("withdrawn"), "void_by": Condition("refused")}, "received withdrawn refused"),
        ({"extension": Extension("extended", by=WorkingDays(10))}, "received extended"),
        (
            {
                "stopped_by": (
                    StoppedBy("fee_asked", "fee_paid", Effect.SKIPS_WORKING_DAYS, "the fee"),
                    StoppedBy("identity_asked", "identified", Effect.STARTS_AGAIN, "who it is"),
                )
            },
            "received fee_asked fee_paid identity_asked identified",
        ),
        ({"left": "left", "stop_after": "escalated"}, "received left escalated"),
        ({"unless_full_reply_within": WorkingDays(20)}, "received replied resolved"),
    ],
)
def test_a_clock_hears_what_it_waits_for_and_whatever_opens_lifts_holds_up_or_extends_it(
    changes: dict[str, Any], more: str
) -> None:
    assert hears(rule(stop="seen", **changes)) == {"seen", *more.split()}


def test_a_notice_of_delay_hears_what_it_waits_for_and_what_its_replies_hear() -> None:
    first, second = rule(only_if=Condition("fee_asked")), rule(lifted_by=Condition("withdrawn"))
    told = notice(promise(first), promise(second, "S9-02"), promise(DatesKept(ENGLAND), "S9-03"))
    assert hears(told) == {"delay_told", "fee_asked", "withdrawn", "received", "replied", "resolved"}
