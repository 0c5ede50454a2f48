"""What may happen next to a contact, to whom, until when, and what it does to which clock."""

from dataclasses import replace
from typing import Any

import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.standards.charter.clock_rules import Condition, Effect, Extension, StoppedBy
from answerable.standards.charter.procedures import Foreseen, Procedure, Stage
from answerable.standards.charter.promises import Charter, ContentRule, Promise, Replacement
from answerable.standards.facts import Fact
from answerable.standards.judging.clock import judge_all
from answerable.standards.judging.outcome import Measure, State
from answerable.standards.judging.possible import Possible, StageStanding, foreseen, possible, stages_of
from answerable.standards.time.duration import WorkingDays, parse
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.kinds import KINDS
from tests.build import at, charter, contact, fact, notice, on, promise, rule

RECEIVED = fact("received", "Mon 2 Nov 2026 10:00")
NOW = "Tue 3 Nov 2026 10:00"
REPLY = promise(rule("10 working days"), id="REPLY")


def of(*promises: Promise, stages: tuple[Stage, ...] = ()) -> Charter:
    """Return a charter with some promises, and a procedure with some stages."""
    law = Procedure(key="law", name="A law", law="An Act", promises=(), stages=stages)
    return charter(*promises, procedures={"law": law})


def next_to(bound: Charter, *facts: Fact, now: str = NOW, channel: str = "letter") -> tuple[Possible, ...]:
    return possible(contact(channel, *(facts or (RECEIVED,))), charter=bound, now=at(now))


def bears(bound: Charter, what: str, *facts: Fact, **changes: Any) -> list[tuple[str, str, str]]:
    """Return what a fact would do: to which promise, what, and its due day afterwards."""
    for one in next_to(bound, *facts, **changes):
        if one.fact.name == what:
            return [(to.promise.id, to.does.value, f"{to.then:%d %b}") for to in one.bearings]
    return []


def names(found: tuple[Possible, ...]) -> list[str]:
    return [one.fact.name for one in found]


# ---- what a fact would do ----


def test_what_may_happen_is_said_whole() -> None:
    bound = of(promise(rule("10 working days", needs=("reason",)), id="REPLY"))
    due = at("Mon 16 Nov 2026 23:59:59")
    first, last = next_to(bound)
    assert first == Possible(
        fact=FACTS["replied"],
        stages=(),
        opens=(),
        needs=(FACTS["replied"].detail("reason"),),
        letter=FACTS["replied"],
        bearings=((bound.promises[0], "stops", due, due),),
    )
    assert (first.until, last.fact.name, last.letter, last.until) == (due, "resolved", None, None)


@pytest.mark.parametrize(
    ("changes", "what", "does"),
    [
        ({"stop": "acknowledgement"}, "acknowledged", [("REPLY", "stops", "16 Nov")]),
        ({"stop": "acknowledgement"}, "replied", [("REPLY", "stops", "16 Nov")]),
        ({"opens": "escalated"}, "escalated", [("REPLY", "opens", "17 Nov")]),
        (
            {"extension": Extension("extended", by=WorkingDays(10), needs=("reason",))},
            "extended",
            [("REPLY", "moves", "30 Nov")],
        ),
        (
            {"extension": Extension("extended", to=WorkingDays(20), needs=("reason", "until"))},
            "extended",
            [("REPLY", "moves", "30 Nov")],
        ),
        (
            {"extension": Extension("extended", to=WorkingDays(20), needs=("until",))},
            "extended",
            [("REPLY", "moves", "30 Nov")],
        ),
        (
            {"stopped_by": (StoppedBy("fee_asked", "fee_paid", Effect.SKIPS_WORKING_DAYS, "We asked for a fee"),)},
            "fee_asked",
            [("REPLY", "pauses", "16 Nov")],
        ),
        (
            {"lifted_by": Condition("declared_complex", needs=("reason", "told"), reason="Complex")},
            "declared_complex",
            [("REPLY", "lifts", "16 Nov")],
        ),
        ({"void_by": Condition("fee_asked", reason="Asked")}, "fee_asked", [("REPLY", "lifts", "16 Nov")]),
        ({"only_if": Condition("escalated")}, "escalated", [("REPLY", "opens", "16 Nov")]),
        ({"stop": "appointment_offered", "measured_to": "slot"}, "appointment_offered", [("REPLY", "stops", "16 Nov")]),
        (
            {"counts_from": "acknowledged", "counts_from_within": "5 working days"},
            "acknowledged",
            [("REPLY", "moves", "17 Nov")],
        ),
        (
            {"stop": "acknowledgement", "unless_full_reply_within": "15 working days"},
            "replied",
            [("REPLY", "stops", "16 Nov")],
        ),
    ],
)
def test_what_a_fact_would_do_is_read_from_the_clocks(changes: dict[str, Any], what: str, does: list[Any]) -> None:
    bound = of(promise(rule("10 working days", **{"stop": "full reply", **changes}), id="REPLY"))
    assert bears(bound, what) == does


def test_an_answer_may_come_only_to_a_question_that_is_open_and_sets_the_clock_going_again() -> None:
    fee = StoppedBy("fee_asked", "fee_paid", Effect.SKIPS_WORKING_DAYS, "We asked for a fee")
    bound = of(promise(rule("10 working days", stopped_by=(fee,)), id="REPLY"))
    asked, paid = fact("fee_asked", "Mon 2 Nov 2026 12:00"), fact("fee_paid", "Mon 2 Nov 2026 13:00")
    assert "fee_paid" not in names(next_to(bound))
    assert bears(bound, "fee_paid", RECEIVED, asked) == [("REPLY", "moves", "17 Nov")]
    assert "fee_paid" not in names(next_to(bound, RECEIVED, asked, paid))


def test_a_wait_that_ends_without_moving_the_date_is_said_too() -> None:
    fee = StoppedBy("fee_asked", "fee_paid", Effect.MOVES_BY_OPEN_TIME, "We asked for a fee")
    bound = of(promise(rule("10 working days", stopped_by=(fee,)), id="REPLY"))
    asked = fact("fee_asked", NOW)
    assert bears(bound, "fee_paid", RECEIVED, asked) == [("REPLY", "moves", "16 Nov")]


def test_what_would_not_count_is_not_offered() -> None:
    late = of(promise(rule("10 working days", extension=Extension("extended", by=WorkingDays(10))), id="REPLY"))
    assert names(next_to(late, now="Mon 16 Nov 2026 10:00")) == ["replied", "resolved", "extended"]
    assert names(next_to(late, now="Tue 17 Nov 2026 10:00")) == ["replied", "resolved"], "it may still be answered late"
    assert next_to(late, RECEIVED, fact("replied", NOW)) == ()
    assert names(next_to(late, RECEIVED, fact("extended", NOW))) == ["replied", "resolved"]


def test_an_acknowledgement_that_saves_nothing_any_more_is_not_offered() -> None:
    asked = rule("1 working day", "acknowledgement", unless_full_reply_within=WorkingDays(5))
    bound = of(promise(asked, id="ACK"))
    assert names(next_to(bound)) == ["acknowledged", "responded", "replied", "resolved"]
    assert names(next_to(bound, now="Thu 5 Nov 2026 10:00")) == ["replied", "resolved"]


def test_a_notice_of_delay_that_is_late_is_not_offered() -> None:
    tells = promise(notice(REPLY), id="NOTICE")
    bound = of(REPLY, tells)
    assert bears(bound, "delay_told") == [("NOTICE", "stops", "16 Nov")]
    assert bears(bound, "replied") == [("REPLY", "stops", "16 Nov"), ("NOTICE", "lifts", "16 Nov")]
    assert names(next_to(bound, now="Tue 17 Nov 2026 10:00")) == ["replied", "resolved"]


def test_a_promise_that_is_not_judged_asks_for_nothing() -> None:
    void = rule("10 working days", void_by=Condition("fee_asked", reason="Asked"))
    assert next_to(of(promise(void)), RECEIVED, fact("fee_asked", "Mon 2 Nov 2026 12:00")) == ()


@pytest.mark.parametrize("what", ["excluded", "withdrawn"])
def test_nothing_may_happen_to_what_was_set_aside(what: str) -> None:
    assert next_to(of(REPLY), RECEIVED, fact(what, "Mon 2 Nov 2026 12:00")) == ()


def test_what_comes_later_has_not_happened_yet() -> None:
    assert names(next_to(of(REPLY), RECEIVED, fact("replied", "Wed 4 Nov 2026 10:00"))) == ["replied", "resolved"]


def test_a_fact_of_another_channel_is_not_offered() -> None:
    bound = of(promise(rule("5 minutes", "greeted", opens="arrived")), promise(rule(stop="answered"), id="CALL"))
    arrived = fact("arrived", "Tue 3 Nov 2026 09:59")
    assert names(next_to(bound, arrived, channel="reception")) == ["greeted"]


def test_a_date_that_we_gave_waits_for_what_keeps_it_and_what_a_message_says_is_no_clock_of_before() -> None:
    must = promise(None, id="SAY", kind=("rule",), rule=ContentRule("Say when.", on=("replied",), needs=("by_when",)))
    bound = of(REPLY, must)
    assert bears(bound, "replied") == [("REPLY", "stops", "16 Nov")]
    given = fact("replied", NOW, by_when=on("Mon 9 Nov 2026"))
    assert bears(bound, "resolved", RECEIVED, given) == [("TOLD", "stops", "09 Nov")]


def test_a_fact_may_open_a_clock_that_reaches_beyond_the_calendar() -> None:
    far = promise(rule("400 working days", "reviewed", opens="restricted"), id="FAR")
    assert names(next_to(of(REPLY, far))) == ["replied", "resolved", "restricted"]


def test_what_an_uncounted_clock_waits_for_and_what_would_move_it_may_come() -> None:
    longer, asks = (
        Extension("extended", to=parse("500 working days")),
        StoppedBy("paused", "resumed", Effect.STARTS_AGAIN, ""),
    )
    far = promise(rule("400 working days", extension=longer, stopped_by=(asks,)), id="FAR")
    assert names(next_to(of(far))) == ["replied", "resolved", "extended", "paused"]
    paused = fact("paused", "Mon 2 Nov 2026 11:00", reason="x")
    assert names(next_to(of(far), RECEIVED, paused)) == ["replied", "resolved", "extended", "paused", "resumed"]
    late = promise(notice(far), id="LATE")
    assert [one.promise for one in next_to(of(far, late))[-1].bearings] == [far]


def test_what_would_move_an_uncounted_clock_may_come_though_nothing_extends_it() -> None:
    far = promise(rule("400 working days", counts_from="acknowledged", counts_from_within="5 working days"), id="FAR")
    assert [to for to, *_ in bears(of(far), "acknowledged")] == ["FAR"]
    assert bears(of(far), "acknowledged")[0][1] == "moves"


def test_an_extension_that_reaches_past_the_calendar_may_still_be_given() -> None:
    near = promise(rule("10 working days", extension=Extension("extended", to=parse("400 working days"))), id="NEAR")
    assert bears(of(near), "extended") == [("NEAR", "moves", "31 Mar")]


@pytest.mark.parametrize("closes", [True, False])
def test_the_least_that_a_reply_must_be_given_is_what_one_that_ends_the_matter_must(closes: bool) -> None:
    said = ContentRule("Say what next.", on=("replied", "acknowledged"), needs=("next_step",), unless_closes=closes)
    bound = of(promise(rule(stop="acknowledgement"), id="ACK"), promise(None, kind=("rule",), rule=said))
    needs = {one.fact.name: [detail.name for detail in one.needs] for one in next_to(bound)}
    assert needs["acknowledged"] == ["next_step"]
    assert needs["replied"] == ([] if closes else ["next_step"])


def test_it_is_to_be_done_by_the_soonest_date_that_waits_for_just_this() -> None:
    ack = promise(rule("5 working days", "acknowledgement"), id="ACK")
    longer = promise(rule("20 working days"), id="LONGER")
    untils = {one.fact.name: one.until for one in next_to(of(ack, longer, REPLY))}
    assert untils["acknowledged"] == at("Mon 9 Nov 2026 23:59:59")
    assert untils["replied"] == at("Mon 16 Nov 2026 23:59:59")
    assert untils["resolved"] is None


def test_an_extension_is_to_be_told_by_the_first_date_and_what_brings_a_date_forward_by_none() -> None:
    asked = rule(
        "10 working days",
        counts_from="acknowledged",
        counts_from_within="5 working days",
        extension=Extension("extended", by=WorkingDays(10)),
    )
    untils = {one.fact.name: one.until for one in next_to(of(promise(asked, id="REPLY")))}
    assert (untils["extended"], untils["acknowledged"]) == (at("Mon 23 Nov 2026 23:59:59"), None)


# ---- stages ----

ONE = Stage(
    id="one",
    name="Stage one",
    opens="received",
    limits=("ONE",),
    next=(
        Foreseen(fact="acknowledged"),
        Foreseen(fact="extended", needs=("reason",), letter="delay_told"),
        Foreseen(fact="delay_told", needs=("recourse",)),
        Foreseen(fact="replied", ends=True),
    ),
)
TWO = Stage(
    id="two",
    name="Stage two",
    opens="escalated",
    after="one",
    limits=("TWO",),
    next=(Foreseen(fact="replied", ends=True),),
)
FIRST = promise(rule("10 working days", extension=Extension("extended", by=WorkingDays(10))), id="ONE")
SECOND = promise(rule("20 working days", opens="escalated"), id="TWO")
STAGED = of(FIRST, SECOND, stages=(ONE, TWO))
REPLIED = fact("replied", "Mon 2 Nov 2026 11:00")
ESCALATED = fact("escalated", "Mon 2 Nov 2026 12:00")


def test_what_a_stage_foresees_comes_first_and_in_its_order() -> None:
    found = next_to(STAGED)
    assert [(one.fact.name, [stage.name for stage in one.stages]) for one in found] == [
        ("extended", ["Stage one"]),
        ("delay_told", ["Stage one"]),
        ("replied", ["Stage one"]),
        ("resolved", []),
    ]


def test_what_happens_without_a_letter_of_its_own_names_the_one_that_tells_of_it() -> None:
    letters = {one.fact.name: one.letter and one.letter.name for one in next_to(STAGED)}
    assert letters == {"extended": "delay_told", "delay_told": "delay_told", "replied": "replied", "resolved": None}
    needs = {one.fact.name: [detail.name for detail in one.needs] for one in next_to(STAGED)}
    assert (needs["extended"], needs["delay_told"]) == (["reason"], ["recourse"])


def test_once_what_it_tells_of_has_come_a_letter_is_not_foreseen_any_more() -> None:
    extended = fact("extended", "Mon 2 Nov 2026 11:00", reason="The records are abroad")
    assert names(next_to(STAGED, RECEIVED, extended)) == ["replied", "resolved"]


def test_what_answers_a_question_may_come_again_only_where_it_is_asked_again() -> None:
    bound = of(promise(rule("10 working days", stop="fee_paid", nth=2), id="SECOND"))
    asked, paid = fact("fee_asked", "Mon 2 Nov 2026 12:00"), fact("fee_paid", "Mon 2 Nov 2026 13:00")
    again = fact("fee_asked", "Mon 2 Nov 2026 14:00")
    assert "fee_paid" not in names(next_to(bound, RECEIVED, asked, paid))
    assert bears(bound, "fee_paid", RECEIVED, asked, paid, again) == [("SECOND", "stops", "16 Nov")]


def test_a_stage_may_be_opened_when_the_one_before_it_is_over_and_once() -> None:
    opened = {one.fact.name: one.opens for one in next_to(STAGED, RECEIVED, REPLIED)}
    assert opened == {"escalated": (TWO,)}
    assert "escalated" not in names(next_to(STAGED))
    assert names(next_to(STAGED, RECEIVED, REPLIED, ESCALATED)) == ["replied", "resolved"]
    final = fact("replied", "Mon 2 Nov 2026 13:00")
    assert next_to(STAGED, RECEIVED, REPLIED, ESCALATED, final) == ()


def test_a_stage_that_comes_after_none_may_be_opened_at_any_time() -> None:
    free = of(FIRST, SECOND, stages=(ONE, replace(TWO, after="")))
    assert "escalated" in names(next_to(free))


def test_a_stage_stands_open_from_the_fact_that_opens_it_to_the_first_that_ends_it() -> None:
    again = fact("replied", "Mon 2 Nov 2026 13:00")

    def stand(*facts: Fact) -> tuple[StageStanding, ...]:
        return stages_of(contact("letter", *facts), STAGED)

    assert stand(RECEIVED) == (StageStanding(ONE, RECEIVED, None), StageStanding(TWO, None, None))
    assert stand(RECEIVED, REPLIED) == (StageStanding(ONE, RECEIVED, REPLIED), StageStanding(TWO, None, None))
    assert stand(RECEIVED, REPLIED, ESCALATED, again) == (
        StageStanding(ONE, RECEIVED, REPLIED),
        StageStanding(TWO, ESCALATED, again),
    )
    assert [one.is_open for one in stand(RECEIVED, REPLIED, ESCALATED)] == [False, True]
    assert [one.is_open for one in stand(RECEIVED, REPLIED)] == [False, False]


def test_a_stage_ends_when_the_next_is_opened_or_the_matter_is_set_aside_and_not_by_a_machine() -> None:
    automatic = fact("replied", "Mon 2 Nov 2026 11:00", automatic=True)
    withdrawn = fact("withdrawn", "Mon 2 Nov 2026 11:00")
    ended = [stages_of(contact("letter", RECEIVED, one), STAGED)[0].ended for one in (ESCALATED, automatic, withdrawn)]
    assert ended == [ESCALATED, None, withdrawn]
    back = fact("put_back", "Mon 2 Nov 2026 12:00")
    assert stages_of(contact("letter", RECEIVED, withdrawn, back), STAGED)[0].is_open


def test_a_call_is_in_the_stage_that_a_receipt_opens() -> None:
    ringing = fact("ringing", "Mon 2 Nov 2026 10:00")
    assert stages_of(contact("phone", ringing), STAGED)[0].opened == ringing


def test_a_contact_that_is_owed_no_limit_of_a_stage_is_not_in_it() -> None:
    mine = of(replace(FIRST, contacts=frozenset({"complaint"})), SECOND, REPLY, stages=(ONE, TWO))
    assert [one.stage.id for one in stages_of(contact("letter", RECEIVED), mine)] == ["two"]
    assert names(next_to(mine)) == ["escalated", "replied", "resolved"][1:]


def test_what_the_open_stages_say_of_a_fact_can_be_asked() -> None:
    assert foreseen(contact("letter", RECEIVED), STAGED, "delay_told") == {
        ONE: Foreseen(fact="delay_told", needs=("recourse",))
    }
    assert foreseen(contact("letter", RECEIVED, REPLIED), STAGED, "delay_told") == {}
    assert foreseen(contact("letter", RECEIVED), STAGED, "resolved") == {}


def test_what_is_promised_beside_the_stages_may_wait_for_a_fact_out_of_its_stage() -> None:
    beside = promise(rule("5 working days", "acknowledged"), id="BESIDE")
    bound = of(FIRST, SECOND, beside, stages=(ONE, TWO))
    found = next_to(bound, RECEIVED, REPLIED)
    assert [(one.fact.name, one.stages) for one in found] == [("acknowledged", ()), ("escalated", ())]
    assert bears(bound, "acknowledged", RECEIVED, REPLIED) == [("BESIDE", "stops", "09 Nov")]


def test_what_would_only_open_a_clock_beside_the_stages_waits_for_its_stage() -> None:
    beside = promise(rule("5 working days", opens="escalated"), id="BESIDE")
    bound = of(FIRST, SECOND, beside, stages=(ONE, TWO))
    assert "escalated" not in names(next_to(bound))
    assert [name for name, *_ in bears(bound, "escalated", RECEIVED, REPLIED)] == ["TWO", "BESIDE"]


def test_what_only_another_stage_foresees_moves_no_clock_before_that_stage() -> None:
    longer = rule("10 working days", extension=Extension("extended", by=WorkingDays(10)))
    two = replace(TWO, next=(Foreseen(fact="extended"), *TWO.next))
    one = replace(ONE, next=(Foreseen(fact="replied", ends=True),))
    assert "extended" not in names(next_to(of(promise(longer, id="ONE"), SECOND, stages=(one, two))))


def test_what_a_limit_still_waits_for_may_come_though_its_stage_is_over() -> None:
    done = promise(rule("10 working days", "resolution"), id="ONE")
    one = replace(ONE, next=(*ONE.next, Foreseen(fact="resolved")))
    assert names(next_to(of(done, stages=(one,)), RECEIVED, REPLIED)) == ["resolved"]


def test_a_stage_that_is_opened_by_what_would_end_it_is_open() -> None:
    again = replace(TWO, opens="replied")
    bound = of(FIRST, SECOND, stages=(ONE, again))
    assert [one.ended for one in stages_of(contact("letter", RECEIVED, REPLIED), bound)] == [REPLIED, None]


def test_what_ends_a_stage_may_come_though_no_clock_waits_for_it() -> None:
    resolved = fact("resolved", "Mon 2 Nov 2026 11:00")
    found = next_to(STAGED, RECEIVED, resolved)
    assert [(one.fact.name, one.bearings) for one in found] == [("replied", ())]


def test_a_matter_that_was_taken_back_goes_to_no_further_stage() -> None:
    assert next_to(STAGED, RECEIVED, fact("withdrawn", "Mon 2 Nov 2026 11:00")) == ()


def test_a_stage_whose_limits_give_way_to_another_timescale_is_not_stood_in() -> None:
    own = promise(rule("15 working days"), id="OWN")
    gives_way = Replacement("OWN", frozenset({"enquiry"}), frozenset({"ONE"}), "Another timescale applies")
    bound = replace(of(FIRST, own, stages=(ONE,)), replacements=(gives_way,))
    assert stages_of(contact("letter", RECEIVED), bound) == ()
    assert names(next_to(bound)) == ["replied", "resolved"]


def test_a_clock_that_would_open_and_not_be_judged_is_no_reason_to_offer_a_fact() -> None:
    bound = of(promise(rule("10 working days", opens="escalated", in_hours=True)))
    assert names(next_to(bound)) == ["escalated"]
    assert next_to(bound, now="Tue 3 Nov 2026 20:00") == ()


# ---- no clock opens that nobody can stop ----


@pytest.mark.parametrize("key", COUNCILS)
@pytest.mark.parametrize("channel", ["email", "letter", "phone", "reception", "internal"])
def test_every_clock_that_opens_waits_for_something_that_somebody_can_note(key: str, channel: str) -> None:
    bound = charter_of(key)
    begins = fact(CHANNELS[channel].begins, "Mon 2 Nov 2026 10:00")
    stuck = []
    for kind in KINDS:
        one = contact(channel, begins, kinds=(kind,), mailbox="contact-group")
        now = at("Mon 2 Nov 2026 10:00:01")
        waiting = {
            clock.promise.id
            for clock in judge_all(one, charter=bound, now=now)
            if clock.state in (State.RUNNING, State.DUE_SOON) and clock.measure is Measure.TIMED
        }
        stopped = {
            bearing.promise.id
            for found in possible(one, charter=bound, now=now)
            for bearing in found.bearings
            if bearing.does.value == "stops"
        }
        stuck += [(kind, id) for id in sorted(waiting - stopped)]
    assert stuck == []


# ---- what need not be tried ----

STORIES = (
    (),
    (("acknowledged", "Tue 3 Nov 2026 10:00", {"by_when": on("Mon 16 Nov 2026")}),),
    (("acknowledged", "Tue 3 Nov 2026 10:00", {"by_when": on("Mon 16 Nov 2026"), "automatic": True, "unread": True}),),
    (("paused", "Tue 3 Nov 2026 10:00", {"reason": "asked"}), ("extended", "Wed 4 Nov 2026 10:00", {"reason": "x"})),
    (("replied", "Wed 4 Nov 2026 10:00", {"by_when": on("Fri 20 Nov 2026")}),),
    (("replied", "Wed 4 Nov 2026 10:00", {}), ("escalated", "Mon 9 Nov 2026 10:00", {})),
    (("callback_agreed", "Tue 3 Nov 2026 10:00", {"by_when": on("Thu 5 Nov 2026")}),),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", COUNCILS)
def test_what_no_promise_hears_bears_on_none(key: str, kind: str, monkeypatch: pytest.MonkeyPatch):
    bound = charter_of(key)
    for story in STORIES:
        facts = [fact(what, when, **details) for what, when, details in story]
        of_kind = contact("email", RECEIVED, *facts, kinds={kind})
        for day in ("Tue 10 Nov 2026 10:00", "Fri 1 Jan 2027 10:00"):
            found = possible(of_kind, charter=bound, now=at(day))
            with monkeypatch.context() as everything_is_tried:
                everything_is_tried.setattr(
                    "answerable.standards.judging.possible.hears", lambda rule: frozenset(FACTS)
                )
                assert found == possible(of_kind, charter=bound, now=at(day))
