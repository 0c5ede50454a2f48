"""Which details a fact must be given with, and for which promise."""

from typing import Any

import pytest

from answerable.standards.charter.clock_rules import Condition, Extension
from answerable.standards.charter.promises import ContentRule, Promise
from answerable.standards.judging.needs import needed, wanted
from answerable.standards.time.duration import WorkingDays
from tests.build import promise, rule


def asks(what: str, given: Promise | None = None, **clock: Any) -> list[str]:
    return list(needed(given or promise(rule(**clock)), what))


SAY = promise(None, rule=ContentRule("Say it.", on=("replied", "acknowledged"), needs=("owner", "by_when")))


@pytest.mark.parametrize(
    ("what", "clock", "details"),
    [
        ("replied", {"needs": ("reason",)}, ["reason"]),
        ("resolved", {"needs": ("reason",)}, []),
        (
            "acknowledged",
            {"stop": "acknowledgement", "needs": ("by_when",), "automatic_needs": ("owner",)},
            ["by_when"],
        ),
        ("replied", {"stop": "acknowledgement", "needs": ("by_when",)}, []),
        ("appointment_offered", {"stop": "appointment_offered", "measured_to": "slot"}, ["slot"]),
        ("extended", {"extension": Extension("extended", by=WorkingDays(5), needs=("reason",))}, ["reason"]),
        ("paused", {"extension": Extension("extended", by=WorkingDays(5), needs=("reason",))}, []),
        ("declared_complex", {"only_if": Condition("declared_complex", needs=("told",))}, ["told"]),
        ("extended", {"only_if": Condition("declared_complex", needs=("told",))}, []),
        ("declared_complex", {"lifted_by": Condition("declared_complex", needs=("told",))}, []),
    ],
)
def test_a_fact_is_asked_for_what_its_clock_counts_it_with(
    what: str, clock: dict[str, Any], details: list[str]
) -> None:
    assert asks(what, **clock) == details


def test_a_machine_is_asked_for_more() -> None:
    ack = promise(rule(stop="acknowledgement", needs=("by_when",), automatic_needs=("owner",)))
    assert list(needed(ack, "acknowledged", automatic=True)) == ["by_when", "owner"]


def test_a_message_is_asked_for_what_it_must_carry() -> None:
    assert [asks(what, SAY) for what in ("replied", "acknowledged", "responded")] == [
        ["owner", "by_when"],
        ["owner", "by_when"],
        [],
    ]


@pytest.mark.parametrize(("unless_closes", "asked"), [(True, []), (False, ["next_step"])])
def test_a_message_that_ends_the_matter_may_be_asked_for_less(unless_closes: bool, asked: list[str]) -> None:
    said = promise(
        None, rule=ContentRule("Say it.", on=("replied",), needs=("next_step",), unless_closes=unless_closes)
    )
    assert (list(needed(said, "replied", closes=True)), asks("replied", said)) == (asked, ["next_step"])


def test_a_fact_that_would_lift_a_clock_is_wanted_with_its_details_and_may_come_without() -> None:
    clock = rule(
        lifted_by=Condition("declared_complex", needs=("reason", "told"), reason="Complex"),
        void_by=Condition("colleague_unavailable", needs=("named",), reason="Not there"),
    )
    found = [list(wanted(promise(clock), what)) for what in ("declared_complex", "colleague_unavailable", "replied")]
    assert found == [["reason", "told"], ["named"], []]
    assert list(wanted(SAY, "replied")) == []
