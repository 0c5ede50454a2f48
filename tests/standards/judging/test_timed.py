"""Where a time limit stands: plain deadlines, acknowledgements owed only sometimes, and notices of delay."""

from dataclasses import replace

import pytest

from answerable.standards.charter.clock_rules import Condition, Effect, Extension, Notice, StoppedBy
from answerable.standards.charter.promises import Replacement
from answerable.standards.judging.outcome import Clock, State
from answerable.standards.judging.reckoning import Reckoning
from answerable.standards.judging.timed import answered, notice, timed
from answerable.standards.time.counting import Counting, DueAt, Start
from answerable.standards.time.duration import Months, WorkingDays
from tests.build import at, contact, fact, on, owed, promise, rule

RECEIVED = fact("received", "Mon 2 Nov 2026 10:00")
REPLY = rule("10 working days", due_soon=1)
ACK = rule("5 working days", "acknowledgement", due_soon=1)


def stands(asked, now, *facts, opening=RECEIVED):
    """Say how a letter of Monday 2 November at 10:00 stands: state, reason, and when what stopped it came."""
    clock = timed(owed(asked), asked, contact("letter", opening, *facts), at(now))
    return clock and (clock.state.value, clock.reason, clock.stopped)


def in_short(asked, now, *facts, opening=RECEIVED):
    return stands(asked, now, *facts, opening=opening)[:2]


# ---- plain deadlines ----


def test_a_clock_that_was_never_opened_is_no_clock():
    assert stands(rule(opens="escalated"), "Mon 9 Nov 2026 09:00") is None


def test_a_clock_says_all_of_how_it_stands():
    opened, due, replied = at("Mon 2 Nov 2026 10:00"), at("Mon 16 Nov 2026 23:59:59"), at("Tue 17 Nov 2026 09:00")
    case = contact("letter", RECEIVED, fact("replied", "Tue 17 Nov 2026 09:00"))
    mine = owed(REPLY)
    assert timed(mine, REPLY, case, at("Wed 18 Nov 2026 09:00")) == Clock(
        promise=mine.promise,
        state=State.BROKEN,
        reason="The full reply came late.",
        due=due,
        decided=due,
        stopped=replied,
        reckoning=Reckoning(opened, opened, due, due, WorkingDays(10)),
    )


@pytest.mark.parametrize(
    ("now", "facts", "state", "reason"),
    [
        ("Mon 2 Nov 2026 10:00", [], "running", "The full reply is not yet due."),
        ("Thu 12 Nov 2026 23:59:59", [], "running", "The full reply is not yet due."),
        ("Fri 13 Nov 2026 00:00", [], "due soon", "The full reply is due soon."),
        ("Mon 16 Nov 2026 23:59:59.9", [], "due soon", "The full reply is due soon."),
        ("Tue 17 Nov 2026 00:00", [], "broken", "The full reply did not come by the due moment."),
        ("Tue 17 Nov 2026 00:00", ["Mon 16 Nov 2026 23:59:59.9"], "kept", "The full reply came in time."),
        ("Tue 17 Nov 2026 00:00", ["Tue 17 Nov 2026 00:00"], "broken", "The full reply came late."),
        (
            "Tue 17 Nov 2026 00:00",
            ["Fri 6 Nov 2026 09:00", "Tue 17 Nov 2026 00:00"],
            "kept",
            "The full reply came in time.",
        ),
        ("Tue 3 Nov 2026 00:00", ["Mon 2 Nov 2026 09:59"], "running", "The full reply is not yet due."),
        ("Tue 3 Nov 2026 00:00", ["Mon 2 Nov 2026 10:00"], "kept", "The full reply came in time."),
    ],
)
def test_a_plain_deadline_stands_where_its_facts_and_the_moment_put_it(now, facts, state, reason):
    assert in_short(REPLY, now, *[fact("replied", when) for when in facts]) == (state, reason)


def test_what_came_before_the_clock_opened_stops_only_a_clock_that_says_so():
    asked = rule("5 working days", "made_safe", opens="investigated")
    facts = [fact("made_safe", "Tue 3 Nov 2026 09:00"), fact("investigated", "Wed 4 Nov 2026 09:00")]
    now = "Thu 5 Nov 2026 09:00"
    assert in_short(asked, now, *facts) == ("running", "The work that makes it safe is not yet due.")
    assert in_short(replace(asked, even_before=True), now, *facts) == (
        "kept",
        "The work that makes it safe came in time.",
    )


def test_a_clock_warns_as_many_working_days_before_as_it_is_told():
    asked = rule("10 working days", due_soon=2)
    assert in_short(asked, "Wed 11 Nov 2026 23:59:59")[0] == "running"
    assert in_short(asked, "Thu 12 Nov 2026 00:00")[0] == "due soon"
    assert in_short(rule("10 working days"), "Mon 16 Nov 2026 23:59")[0] == "running"


@pytest.mark.parametrize("within", ["300 seconds", "90 rings"])
def test_seconds_and_rings_are_too_short_to_warn_of(within):
    assert in_short(rule(within, due_soon=1), "Mon 2 Nov 2026 10:04")[0] == "running"


@pytest.mark.parametrize("within", ["24 hours", "3 working hours", "1 month"])
def test_hours_days_and_months_are_warned_of(within):
    asked = rule(within, due_soon=40)
    assert in_short(asked, "Mon 2 Nov 2026 10:04")[0] == "due soon"


TWO = "Wed 4 Nov 2026 10:00:00.5"
"""Half a second after 48 hours are over: a day has its last second whole, and hours do not."""


@pytest.mark.parametrize(
    ("changes", "facts", "hours", "days"),
    [
        ({}, [], "broken", "running"),
        ({}, [fact("replied", TWO)], "broken", "kept"),
        ({}, [fact("withdrawn", TWO)], "broken", "void"),
        ({"left": "left"}, [fact("left", TWO)], "broken", "excluded"),
        (
            {"stopped_by": (StoppedBy("paused", "resumed", Effect.STARTS_AGAIN, ""),)},
            [fact("paused", TWO)],
            "broken",
            "paused",
        ),
        ({"unless_full_reply_within": "1 hour"}, [], "broken", "running"),
        ({"unless_full_reply_within": "1 hour"}, [fact("replied", TWO)], "broken", "kept"),
    ],
)
def test_hours_are_kept_to_the_instant_and_days_to_the_whole_last_second(changes, facts, hours, days):
    instant = rule("2 working days", due_at=DueAt.INSTANT, **changes)
    assert in_short(rule("48 hours", **changes), TWO, *facts)[0] == hours
    assert in_short(instant, TWO, *facts)[0] == days


@pytest.mark.parametrize(
    ("limit", "told", "state"), [("48 hours", TWO, "broken"), ("48 hours", "Wed 4 Nov 2026 10:00", "kept")]
)
def test_a_notice_of_delay_is_told_in_time_as_its_reply_is(limit, told, state):
    target = promise(rule(limit), "S9-13")
    asked = Notice(stop="delay_told", notice_for=(target,))
    [clock] = notice(owed(asked), asked, target, contact("letter", RECEIVED, fact("delay_told", told)), at(TWO))
    assert clock.state.value == state


def test_what_was_done_while_a_clock_stood_still_was_done_in_time():
    asked = rule("24 hours", stopped_by=(StoppedBy("paused", "resumed", Effect.STARTS_AGAIN, ""),))
    facts = [fact("paused", "Mon 2 Nov 2026 11:00"), fact("replied", "Wed 4 Nov 2026 09:00")]
    assert in_short(asked, "Fri 6 Nov 2026 09:00", *facts)[0] == "kept"
    facts += [fact("resumed", "Wed 4 Nov 2026 12:00")]
    assert in_short(asked, "Fri 6 Nov 2026 09:00", *facts)[0] == "kept"


def test_an_extension_of_a_later_stage_moves_no_clock_that_has_stopped():
    longer = replace(REPLY, extension=Extension("extended", by=WorkingDays(10)))
    first, furthest = at("Mon 16 Nov 2026 23:59:59"), at("Mon 30 Nov 2026 23:59:59")
    replied, told = fact("replied", "Tue 3 Nov 2026 09:00"), fact("extended", "Wed 4 Nov 2026 09:00")

    def due(*facts):
        clock = timed(owed(longer), longer, contact("letter", RECEIVED, *facts), at("Thu 5 Nov 2026 09:00"))
        return clock.state, clock.due, clock.reckoning.extended

    assert due(replied, told) == (State.KEPT, first, None)
    assert due(told) == (State.RUNNING, furthest, told)
    assert due(told, fact("replied", "Wed 4 Nov 2026 09:00")) == (State.KEPT, furthest, told)


AT_NOON = [fact(what, "Wed 4 Nov 2026 12:00") for what in ("replied", "escalated", "acknowledged")]


@pytest.mark.parametrize(("stop", "came"), [("full reply", None), ("acknowledgement", "Wed 4 Nov 2026 12:00")])
def test_what_was_told_of_the_same_moment_before_a_clock_opened_does_not_stop_it(stop, came):
    second = rule("10 working days", stop, opens="escalated")
    assert stands(second, "Thu 5 Nov 2026 09:00", *AT_NOON)[2] == (came and at(came))
    assert stands(second, "Thu 5 Nov 2026 09:00", *AT_NOON[:2])[2] is None
    assert stands(REPLY, "Thu 5 Nov 2026 09:00", *AT_NOON)[0] == "kept"


def test_what_sets_a_matter_aside_at_the_moment_a_clock_opens_does_so_in_either_order():
    second = rule("10 working days", opens="escalated")
    both = [fact("excluded", "Wed 4 Nov 2026 12:00", code="spam"), fact("escalated", "Wed 4 Nov 2026 12:00")]
    for facts in (both, both[::-1]):
        assert in_short(second, "Thu 5 Nov 2026 09:00", *facts) == ("excluded", "Left out of the figures: spam.")
    back = fact("put_back", "Wed 4 Nov 2026 12:00")
    for facts in ([both[0], back, both[1]], [both[1], both[0], back]):
        assert in_short(second, "Thu 5 Nov 2026 09:00", *facts)[0] == "running"


def test_what_counts_even_before_a_clock_opened_counts_at_that_moment_too():
    safe = rule("5 working days", "made_safe", opens="investigated", even_before=True)
    both = [fact("made_safe", "Wed 4 Nov 2026 12:00"), fact("investigated", "Wed 4 Nov 2026 12:00")]
    assert in_short(safe, "Thu 5 Nov 2026 09:00", *both)[0] == "kept"


def test_what_was_told_of_the_same_moment_before_a_contact_began_stops_its_clock():
    at_once = fact("acknowledged", "Mon 2 Nov 2026 10:00")
    clock = timed(owed(ACK), ACK, contact("letter", at_once, RECEIVED), at("Thu 5 Nov 2026 09:00"))
    assert (clock.state, clock.stopped) == (State.KEPT, RECEIVED.at)


# ---- what stops a clock ----


@pytest.mark.parametrize(
    ("stop", "changes", "message", "kept"),
    [
        ("acknowledgement", {}, fact("acknowledged", "Tue 3 Nov 2026 09:00"), True),
        ("acknowledgement", {}, fact("responded", "Tue 3 Nov 2026 09:00"), True),
        ("response", {}, fact("acknowledged", "Tue 3 Nov 2026 09:00"), False),
        ("acknowledgement", {}, fact("acknowledged", "Tue 3 Nov 2026 09:00", automatic=True), True),
        ("acknowledgement", {"automatic": False}, fact("acknowledged", "Tue 3 Nov 2026 09:00", automatic=True), False),
        ("acknowledgement", {"automatic": False}, fact("acknowledged", "Tue 3 Nov 2026 09:00", automatic=False), True),
        ("response", {}, fact("responded", "Tue 3 Nov 2026 09:00", automatic=True), False),
        (
            "acknowledgement",
            {"automatic_needs": ("by_when",)},
            fact("acknowledged", "Tue 3 Nov 2026 09:00", automatic=True),
            False,
        ),
        (
            "acknowledgement",
            {"automatic_needs": ("by_when",)},
            fact("acknowledged", "Tue 3 Nov 2026 09:00", automatic=True, by_when=on("Fri 6 Nov 2026")),
            True,
        ),
        ("acknowledgement", {"automatic_needs": ("by_when",)}, fact("acknowledged", "Tue 3 Nov 2026 09:00"), True),
        (
            "acknowledgement",
            {"automatic_needs": ("by_when",), "needs": ("next_step",)},
            fact("acknowledged", "Tue 3 Nov 2026 09:00", automatic=True, by_when=1),
            False,
        ),
        (
            "acknowledgement",
            {"needs": ("next_step", "by_when")},
            fact("acknowledged", "Tue 3 Nov 2026 09:00", next_step=1, by_when=1),
            True,
        ),
        (
            "acknowledgement",
            {"needs": ("next_step", "by_when")},
            fact("acknowledged", "Tue 3 Nov 2026 09:00", next_step=1),
            False,
        ),
        (
            "acknowledgement",
            {"needs": ("next_step", "by_when")},
            fact("acknowledged", "Tue 3 Nov 2026 09:00", next_step=1, by_when=""),
            False,
        ),
        ("acknowledgement", {"needs": ("next_step", "by_when")}, fact("responded", "Tue 3 Nov 2026 09:00"), False),
        ("acknowledgement", {"needs": ("next_step", "by_when")}, fact("replied", "Tue 3 Nov 2026 09:00"), True),
        ("acknowledgement", {"needs": ("next_step", "by_when")}, fact("resolved", "Tue 3 Nov 2026 09:00"), True),
    ],
)
def test_a_message_stops_a_clock_only_if_it_is_good_enough(stop, changes, message, kept):
    said = in_short(rule("5 working days", stop, **changes), "Wed 4 Nov 2026 09:00", message)
    assert said == (("kept", f"The {stop} came in time.") if kept else ("running", f"The {stop} is not yet due."))


def test_a_message_that_does_not_count_leaves_the_next_to_stop_the_clock():
    facts = [fact("acknowledged", "Tue 3 Nov 2026 09:00"), fact("acknowledged", "Wed 4 Nov 2026 09:00", by_when=1)]
    asked = rule("5 working days", "acknowledgement", needs=("by_when",))
    assert stands(asked, "Thu 5 Nov 2026 09:00", *facts) == (
        "kept",
        "The acknowledgement came in time.",
        at("Wed 4 Nov 2026 09:00"),
    )


@pytest.mark.parametrize(
    ("nth", "state", "stopped"),
    [
        (1, "kept", "Tue 3 Nov 2026 09:00"),
        (2, "kept", "Wed 4 Nov 2026 09:00"),
        (3, "broken", "Wed 18 Nov 2026 09:00"),
        (4, "broken", None),
    ],
)
def test_a_clock_may_be_stopped_by_the_second_of_its_kind(nth, state, stopped):
    moments = ["Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00", "Wed 18 Nov 2026 09:00"]
    said = stands(rule("10 working days", nth=nth), "Mon 30 Nov 2026 09:00", *[fact("replied", one) for one in moments])
    assert (said[0], said[2]) == (state, stopped and at(stopped))


SLOT = rule("5 days", "appointment_offered", measured_to="slot")


@pytest.mark.parametrize(
    ("slots", "now", "state", "reason", "stopped"),
    [
        (
            [at("Sat 7 Nov 2026 10:00")],
            "Wed 4 Nov 2026 09:00",
            "kept",
            "The appointment came in time.",
            "Sat 7 Nov 2026 10:00",
        ),
        (
            [on("Sat 7 Nov 2026")],
            "Wed 4 Nov 2026 09:00",
            "kept",
            "The appointment came in time.",
            "Sat 7 Nov 2026 00:00",
        ),
        (
            [at("Sun 8 Nov 2026 10:00")],
            "Wed 4 Nov 2026 09:00",
            "running",
            "The appointment is not yet due.",
            "Sun 8 Nov 2026 10:00",
        ),
        (
            [at("Sun 8 Nov 2026 10:00")],
            "Sun 8 Nov 2026 00:00",
            "broken",
            "The appointment came late.",
            "Sun 8 Nov 2026 10:00",
        ),
        (
            [at("Sun 8 Nov 2026 10:00"), at("Fri 6 Nov 2026 10:00")],
            "Wed 4 Nov 2026 09:00",
            "kept",
            "The appointment came in time.",
            "Fri 6 Nov 2026 10:00",
        ),
        (
            [at("Mon 2 Nov 2026 09:00")],
            "Wed 4 Nov 2026 09:00",
            "kept",
            "The appointment came in time.",
            "Tue 3 Nov 2026 09:00",
        ),
        ([""], "Wed 4 Nov 2026 09:00", "running", "The appointment is not yet due.", None),
    ],
)
def test_an_appointment_counts_by_its_own_moment_and_the_soonest_one_offered(slots, now, state, reason, stopped):
    facts = [fact("appointment_offered", "Tue 3 Nov 2026 09:00", slot=slot) for slot in slots]
    assert stands(SLOT, now, *facts) == (state, reason, stopped and at(stopped))


def test_an_appointment_that_must_say_more_still_needs_its_slot():
    asked = replace(SLOT, needs=("with_whom",))
    now, when = "Wed 4 Nov 2026 09:00", "Tue 3 Nov 2026 09:00"
    assert in_short(asked, now, fact("appointment_offered", when, with_whom=1))[0] == "running"
    assert in_short(asked, now, fact("appointment_offered", when, slot=on("Fri 6 Nov 2026")))[0] == "running"
    assert in_short(asked, now, fact("appointment_offered", when, slot=on("Fri 6 Nov 2026"), with_whom=1))[0] == "kept"


def test_only_a_person_answers():
    facts = [
        fact("replied", "Mon 2 Nov 2026 11:00"),
        fact("acknowledged", "Mon 2 Nov 2026 12:00"),
        fact("replied", "Tue 3 Nov 2026 09:00", automatic=True),
        fact("replied", "Wed 4 Nov 2026 09:00"),
        fact("replied", "Thu 5 Nov 2026 09:00"),
    ]
    case, since, by = contact("letter", *facts), at("Mon 2 Nov 2026 12:00"), frozenset({"replied"})
    assert answered(case, since, by) == at("Wed 4 Nov 2026 09:00")
    assert answered(case, since, by, after=case.facts[3]) == at("Thu 5 Nov 2026 09:00")
    assert answered(case, at("Thu 5 Nov 2026 09:00"), by) == at("Thu 5 Nov 2026 09:00")
    assert answered(case, at("Thu 5 Nov 2026 09:01"), by) is None


# ---- clocks that depend on something ----


COMPLEX = Condition("declared_complex", WorkingDays(10), ("reason", "told"), "Declared complex in time")


@pytest.mark.parametrize(
    ("facts", "ten", "twenty"),
    [
        ([], ("broken", "The full reply did not come by the due moment."), None),
        (
            [fact("declared_complex", "Mon 16 Nov 2026 23:59:59", reason=1, told=1)],
            ("not required", "Declared complex in time."),
            ("running", "The full reply is not yet due."),
        ),
        (
            [fact("declared_complex", "Tue 17 Nov 2026 00:00", reason=1, told=1)],
            ("broken", "The full reply did not come by the due moment."),
            None,
        ),
        (
            [fact("declared_complex", "Mon 16 Nov 2026 09:00", reason=1)],
            ("broken", "The full reply did not come by the due moment."),
            None,
        ),
    ],
)
def test_a_case_declared_complex_in_time_has_twenty_days_and_not_ten(facts, ten, twenty):
    now = "Wed 18 Nov 2026 09:00"
    assert in_short(rule("10 working days", lifted_by=COMPLEX), now, *facts) == ten
    longer = stands(rule("20 working days", only_if=COMPLEX), now, *facts)
    assert (longer and longer[:2]) == twenty


AWAY = Condition("colleague_unavailable", needs=("named",), reason="The person asked for by name was not there")


@pytest.mark.parametrize(
    ("facts", "state", "reason"),
    [
        (
            [fact("colleague_unavailable", "Mon 2 Nov 2026 10:15", named=1)],
            "void",
            "The person asked for by name was not there.",
        ),
        (
            [fact("colleague_unavailable", "Mon 2 Nov 2026 10:15")],
            "broken",
            "The colleague did not come by the due moment.",
        ),
        (
            [fact("colleague_unavailable", "Mon 2 Nov 2026 10:15:01", named=1)],
            "broken",
            "The colleague did not come by the due moment.",
        ),
        (
            [
                fact("colleague_met", "Mon 2 Nov 2026 10:05"),
                fact("colleague_unavailable", "Mon 2 Nov 2026 10:05", named=1),
            ],
            "kept",
            "The colleague came in time.",
        ),
        (
            [
                fact("colleague_unavailable", "Mon 2 Nov 2026 10:04", named=1),
                fact("colleague_met", "Mon 2 Nov 2026 10:05"),
            ],
            "void",
            "The person asked for by name was not there.",
        ),
    ],
)
def test_a_promise_is_void_when_the_person_asked_for_was_not_there(facts, state, reason):
    asked = rule("15 minutes", "colleague_met", void_by=AWAY)
    assert in_short(asked, "Mon 2 Nov 2026 11:00", *facts) == (state, reason)


@pytest.mark.parametrize(
    ("left", "now", "said"),
    [
        (None, "Mon 2 Nov 2026 10:05", ("running", "The greeting is not yet due.")),
        ("Mon 2 Nov 2026 10:05", "Mon 2 Nov 2026 10:05", ("excluded", "The person left before the limit was reached.")),
        ("Mon 2 Nov 2026 10:05:01", "Mon 2 Nov 2026 10:06", ("broken", "The greeting did not come by the due moment.")),
    ],
)
def test_who_leaves_before_the_limit_is_left_out_and_who_leaves_later_is_not(left, now, said):
    asked = rule("300 seconds", "greeted", left="left")
    assert in_short(asked, now, *([fact("left", left)] if left else [])) == said


def test_leaving_counts_only_for_a_clock_that_speaks_of_it():
    assert (
        in_short(rule("300 seconds", "greeted"), "Mon 2 Nov 2026 10:02", fact("left", "Mon 2 Nov 2026 10:01"))[0]
        == "running"
    )


@pytest.mark.parametrize(
    ("rang", "state"),
    [
        ("Mon 2 Nov 2026 08:59:59", "excluded"),
        ("Mon 2 Nov 2026 09:00", "broken"),
        ("Mon 2 Nov 2026 16:59:59", "broken"),
        ("Mon 2 Nov 2026 17:00", "excluded"),
        ("Sat 7 Nov 2026 10:00", "excluded"),
    ],
)
def test_a_call_outside_the_opening_hours_is_left_out(rang, state):
    asked = rule("4 rings", "answered", in_hours=True)
    said = in_short(asked, "Mon 9 Nov 2026 10:00", opening=fact("received", rang))
    late = "The answer to the call did not come by the due moment."
    assert said == (state, late if state == "broken" else "It came outside the published opening hours.")


def test_a_call_outside_the_opening_hours_counts_where_hours_do_not_matter():
    assert (
        in_short(rule("4 rings"), "Mon 9 Nov 2026 10:00", opening=fact("received", "Sat 7 Nov 2026 10:00"))[0]
        == "broken"
    )


# ---- set aside ----


OTHER = Replacement("S9-16", frozenset({"foi"}), frozenset({"S9-01"}), "The law gives twenty working days")


def test_a_replacement_comes_before_everything_else():
    facts = [RECEIVED, fact("excluded", "Tue 3 Nov 2026 09:00", code="test"), fact("replied", "Wed 4 Nov 2026 09:00")]
    clock = timed(owed(REPLY, OTHER), REPLY, contact("letter", *facts), at("Thu 5 Nov 2026 09:00"))
    assert (clock.state, clock.reason) == (State.VOID, "The law gives twenty working days.")


@pytest.mark.parametrize(
    ("details", "reason"),
    [({"code": "duplicate"}, "Left out of the figures: duplicate."), ({}, "Left out of the figures: no code given.")],
)
def test_an_excluded_contact_is_left_out_whatever_else_happened(details, reason):
    facts = [fact("withdrawn", "Mon 2 Nov 2026 12:00"), fact("excluded", "Tue 17 Nov 2026 09:00", **details)]
    assert in_short(REPLY, "Wed 18 Nov 2026 09:00", *facts) == ("excluded", reason)


BACK = ("void", "The customer took the matter back before it fell due.")


@pytest.mark.parametrize(
    ("withdrawn", "replied", "said"),
    [
        ("Mon 16 Nov 2026 23:59:59", None, BACK),
        ("Tue 17 Nov 2026 00:00", None, ("broken", "The full reply did not come by the due moment.")),
        ("Tue 3 Nov 2026 09:00", "Tue 3 Nov 2026 09:00", ("kept", "The full reply came in time.")),
        ("Tue 3 Nov 2026 09:00", "Tue 3 Nov 2026 09:01", BACK),
        ("Wed 4 Nov 2026 09:00", "Tue 3 Nov 2026 09:00", ("kept", "The full reply came in time.")),
        ("Mon 16 Nov 2026 09:00", "Tue 17 Nov 2026 09:00", BACK),
    ],
)
def test_a_promise_is_void_when_the_customer_took_the_matter_back_before_it_fell_due(withdrawn, replied, said):
    facts = [fact("withdrawn", withdrawn), *([fact("replied", replied)] if replied else [])]
    assert in_short(REPLY, "Wed 18 Nov 2026 09:00", *facts) == said


def test_what_was_taken_back_is_void_before_it_is_not_required():
    facts = [
        fact("declared_complex", "Tue 3 Nov 2026 09:00", reason=1, told=1),
        fact("withdrawn", "Wed 4 Nov 2026 09:00"),
    ]
    assert in_short(rule("10 working days", lifted_by=COMPLEX), "Thu 5 Nov 2026 09:00", *facts) == BACK


# ---- stopped clocks ----


FEE = StoppedBy("fee_asked", "fee_paid", Effect.SKIPS_WORKING_DAYS, "We asked for a fee", Months(1))
PAUSING = rule("10 working days", stopped_by=(FEE,))


@pytest.mark.parametrize(
    ("now", "facts", "said"),
    [
        ("Wed 4 Nov 2026 09:00", [], ("paused", "We asked for a fee.")),
        ("Thu 3 Dec 2026 23:59:59", [], ("paused", "We asked for a fee.")),
        (
            "Fri 4 Dec 2026 00:00",
            [],
            ("void", "The matter lapsed: what we asked for did not come in the time allowed."),
        ),
        ("Fri 4 Dec 2026 00:00", [fact("replied", "Thu 3 Dec 2026 09:00")], ("kept", "The full reply came in time.")),
        ("Fri 4 Dec 2026 00:00", [fact("replied", "Tue 3 Nov 2026 09:00")], ("kept", "The full reply came in time.")),
        (
            "Fri 4 Dec 2026 00:00",
            [fact("fee_paid", "Thu 3 Dec 2026 09:00")],
            ("running", "The full reply is not yet due."),
        ),
        (
            "Fri 4 Dec 2026 00:00",
            [fact("fee_paid", "Tue 10 Nov 2026 09:00")],
            ("broken", "The full reply did not come by the due moment."),
        ),
        (
            "Fri 4 Dec 2026 00:00",
            [fact("fee_paid", "Tue 10 Nov 2026 09:00"), fact("replied", "Wed 25 Nov 2026 09:00")],
            ("broken", "The full reply came late."),
        ),
        ("Fri 4 Dec 2026 00:00", [fact("withdrawn", "Mon 9 Nov 2026 09:00")], BACK),
    ],
)
def test_a_clock_stands_still_while_we_wait_until_the_matter_lapses(now, facts, said):
    assert in_short(PAUSING, now, fact("fee_asked", "Tue 3 Nov 2026 09:00"), *facts) == said


def test_a_reply_sent_in_the_very_second_of_asking_is_in_time():
    facts = [fact("fee_asked", "Mon 16 Nov 2026 23:59:59"), fact("replied", "Tue 1 Dec 2026 09:00")]
    assert in_short(PAUSING, "Wed 2 Dec 2026 09:00", *facts)[0] == "kept"
    asked = rule("24 hours", stopped_by=(replace(FEE, effect=Effect.MOVES_BY_OPEN_TIME),))
    facts = [fact("fee_asked", "Tue 3 Nov 2026 10:00"), fact("replied", "Tue 3 Nov 2026 10:00")]
    assert in_short(asked, "Wed 4 Nov 2026 09:00", *facts)[0] == "kept"


def test_an_extended_limit_is_the_one_that_is_judged():
    asked = rule("10 working days", extension=Extension("extended", to=WorkingDays(20)))
    facts = [fact("extended", "Tue 3 Nov 2026 09:00"), fact("replied", "Mon 30 Nov 2026 09:00")]
    assert in_short(asked, "Tue 1 Dec 2026 09:00", *facts) == ("kept", "The full reply came in time.")


# ---- acknowledgements owed only if the full reply takes longer ----


EITHER = rule("5 working days", "acknowledgement", unless_full_reply_within="10 working days", due_soon=1)
"""The acknowledgement by Monday 9 November, or the full reply by Monday 16."""
LATE = "The acknowledgement is late; only a full reply in time can still save this."
SOON = "The full reply came so soon that no acknowledgement was owed."
MISSING, TOO_LATE = "The acknowledgement did not come by the due moment.", "The acknowledgement came late."


def either(now, *facts, asked=EITHER):
    clock = timed(owed(asked), asked, contact("letter", RECEIVED, *facts), at(now))
    return clock.state.value, clock.reason, clock.due, clock.decided, clock.stopped


@pytest.mark.parametrize(
    ("now", "happened", "state", "reason", "final", "stopped"),
    [
        (
            "Fri 13 Nov 2026 10:00",
            {"replied": "Fri 13 Nov 2026 09:00"},
            "not required",
            SOON,
            None,
            "Fri 13 Nov 2026 09:00",
        ),
        (
            "Mon 30 Nov 2026 10:00",
            {"replied": "Mon 16 Nov 2026 23:59:59", "acknowledged": "Thu 12 Nov 2026 09:00"},
            "not required",
            SOON,
            None,
            "Mon 16 Nov 2026 23:59:59",
        ),
        (
            "Mon 30 Nov 2026 10:00",
            {"replied": "Wed 25 Nov 2026 09:00", "acknowledged": "Mon 9 Nov 2026 23:59:59"},
            "kept",
            "The acknowledgement came in time.",
            None,
            "Mon 9 Nov 2026 23:59:59",
        ),
        (
            "Mon 30 Nov 2026 10:00",
            {"replied": "Wed 25 Nov 2026 09:00", "acknowledged": "Tue 10 Nov 2026 00:00"},
            "broken",
            TOO_LATE,
            None,
            "Tue 10 Nov 2026 00:00",
        ),
        (
            "Mon 30 Nov 2026 10:00",
            {"replied": "Tue 17 Nov 2026 00:00"},
            "broken",
            TOO_LATE,
            None,
            "Tue 17 Nov 2026 00:00",
        ),
        ("Tue 17 Nov 2026 00:00", {}, "broken", MISSING, None, None),
        ("Mon 16 Nov 2026 23:59:59", {}, "exposed", LATE, None, None),
        ("Tue 10 Nov 2026 00:00", {}, "exposed", LATE, None, None),
        (
            "Tue 10 Nov 2026 09:00",
            {"acknowledged": "Tue 10 Nov 2026 00:00"},
            "exposed",
            LATE,
            None,
            "Tue 10 Nov 2026 00:00",
        ),
        ("Mon 9 Nov 2026 23:59:59", {}, "due soon", "The acknowledgement is due soon.", None, None),
        ("Fri 6 Nov 2026 00:00", {}, "due soon", "The acknowledgement is due soon.", None, None),
        ("Thu 5 Nov 2026 23:59:59", {}, "running", "The acknowledgement is not yet due.", None, None),
        (
            "Wed 11 Nov 2026 12:00",
            {"declared_late": "Wed 11 Nov 2026 10:00"},
            "broken",
            MISSING,
            "Wed 11 Nov 2026 10:00",
            None,
        ),
        (
            "Wed 11 Nov 2026 12:00",
            {"declared_late": "Wed 4 Nov 2026 10:00"},
            "broken",
            MISSING,
            "Mon 9 Nov 2026 23:59:59",
            None,
        ),
        (
            "Mon 9 Nov 2026 23:59:59",
            {"declared_late": "Wed 4 Nov 2026 10:00"},
            "due soon",
            "The acknowledgement is due soon.",
            "Mon 9 Nov 2026 23:59:59",
            None,
        ),
        ("Fri 20 Nov 2026 12:00", {"declared_late": "Wed 18 Nov 2026 10:00"}, "broken", MISSING, None, None),
        (
            "Thu 12 Nov 2026 12:00",
            {"declared_late": "Wed 11 Nov 2026 10:00", "acknowledged": "Wed 11 Nov 2026 11:00"},
            "broken",
            TOO_LATE,
            "Wed 11 Nov 2026 10:00",
            "Wed 11 Nov 2026 11:00",
        ),
        (
            "Mon 30 Nov 2026 12:00",
            {"declared_late": "Wed 11 Nov 2026 10:00", "replied": "Fri 13 Nov 2026 09:00"},
            "not required",
            SOON,
            "Wed 11 Nov 2026 10:00",
            "Fri 13 Nov 2026 09:00",
        ),
        # whoever takes the matter back while there is still a way to keep the promise takes the promise with it
        ("Mon 30 Nov 2026 12:00", {"withdrawn": "Thu 12 Nov 2026 10:00"}, *BACK, None, None),
        (
            "Mon 30 Nov 2026 12:00",
            {"withdrawn": "Thu 12 Nov 2026 10:00", "acknowledged": "Tue 10 Nov 2026 09:00"},
            *BACK,
            None,
            "Tue 10 Nov 2026 09:00",
        ),
        (
            "Mon 30 Nov 2026 12:00",
            {"withdrawn": "Thu 12 Nov 2026 10:00", "acknowledged": "Mon 9 Nov 2026 09:00"},
            "kept",
            "The acknowledgement came in time.",
            None,
            "Mon 9 Nov 2026 09:00",
        ),
        (
            "Mon 30 Nov 2026 12:00",
            {"withdrawn": "Fri 13 Nov 2026 10:00", "replied": "Thu 12 Nov 2026 09:00"},
            "not required",
            SOON,
            None,
            "Thu 12 Nov 2026 09:00",
        ),
        ("Mon 30 Nov 2026 12:00", {"withdrawn": "Tue 17 Nov 2026 00:00"}, "broken", MISSING, None, None),
        (
            "Mon 30 Nov 2026 12:00",
            {"withdrawn": "Thu 12 Nov 2026 10:00", "declared_late": "Wed 11 Nov 2026 10:00"},
            "broken",
            MISSING,
            "Wed 11 Nov 2026 10:00",
            None,
        ),
    ],
)
def test_an_acknowledgement_is_owed_only_if_the_full_reply_takes_longer(now, happened, state, reason, final, stopped):
    assert either(now, *[fact(what, when) for what, when in happened.items()]) == (
        state,
        reason,
        at("Mon 9 Nov 2026 23:59:59"),
        at(final or "Mon 16 Nov 2026 23:59:59"),
        stopped and at(stopped),
    )


def test_an_automatic_message_is_an_acknowledgement_at_most_and_saves_no_late_one():
    said = either("Mon 30 Nov 2026 12:00", fact("replied", "Tue 3 Nov 2026 09:00", automatic=True))
    assert said[:2] == ("kept", "The acknowledgement came in time.")
    said = either("Mon 30 Nov 2026 12:00", fact("replied", "Tue 10 Nov 2026 09:00", automatic=True))
    assert said[:2] == ("broken", TOO_LATE)


def test_a_reply_before_the_clock_opened_is_no_reply():
    asked = replace(EITHER, opens="escalated")
    facts = [fact("replied", "Tue 3 Nov 2026 09:00"), fact("escalated", "Wed 4 Nov 2026 09:00")]
    assert either("Thu 5 Nov 2026 09:00", *facts, asked=asked)[:2] == ("running", "The acknowledgement is not yet due.")


def test_the_limit_of_the_reply_is_kept_as_its_own_unit_is():
    asked = rule("2 working days", "acknowledgement", unless_full_reply_within="3 hours")
    assert either("Mon 2 Nov 2026 14:00", fact("replied", "Mon 2 Nov 2026 13:00"), asked=asked)[0] == "not required"
    assert either("Mon 2 Nov 2026 14:00", fact("replied", "Mon 2 Nov 2026 13:00:00.5"), asked=asked)[0] == "kept"
    asked = rule("3 hours", "acknowledgement", unless_full_reply_within="1 working day")
    assert either("Tue 3 Nov 2026 23:59:59.5", asked=asked)[0] == "exposed"
    assert either("Wed 4 Nov 2026 00:00", asked=asked)[0] == "broken"
    assert either("Mon 2 Nov 2026 13:00:00.5", asked=asked)[0] == "exposed"


def test_a_reply_in_hours_can_no_longer_save_an_acknowledgement_an_instant_after():
    asked = rule("1 hour", "acknowledgement", unless_full_reply_within="3 hours")
    assert either_state("Mon 2 Nov 2026 13:00", asked) == "exposed"
    assert either_state("Mon 2 Nov 2026 13:00:00.5", asked) == "broken"


def either_state(now, asked):
    return either(now, asked=asked)[0]


def test_both_limits_are_counted_by_the_same_rule():
    asked = rule("5 working days", "acknowledgement", unless_full_reply_within="10 working days", start=Start.NEXT_OPEN)
    clock = timed(
        owed(asked), asked, contact("letter", fact("received", "Mon 2 Nov 2026 18:00")), at("Tue 3 Nov 2026 09:00")
    )
    assert (clock.due, clock.decided) == (at("Tue 10 Nov 2026 23:59:59"), at("Tue 17 Nov 2026 23:59:59"))
    opened, due = at("Mon 2 Nov 2026 18:00"), at("Tue 10 Nov 2026 23:59:59")
    assert clock.reckoning == Reckoning(
        opened,
        opened,
        due,
        due,
        WorkingDays(5),
        counting=Counting(Start.NEXT_OPEN),
        or_by=at("Tue 17 Nov 2026 23:59:59"),
    )


@pytest.mark.parametrize(
    ("facts", "voided_by", "state"),
    [
        ([fact("excluded", "Tue 3 Nov 2026 09:00")], None, State.EXCLUDED),
        ([], OTHER, State.VOID),
    ],
)
def test_an_acknowledgement_owed_only_sometimes_can_be_set_aside(facts, voided_by, state):
    clock = timed(owed(EITHER, voided_by), EITHER, contact("letter", RECEIVED, *facts), at("Mon 30 Nov 2026 09:00"))
    assert clock.state is state


def test_what_decides_a_promise_may_come_until_its_failure_is_final():
    asked = replace(EITHER, lifted_by=Condition("declared_complex", reason="Declared complex"))
    said = either("Mon 30 Nov 2026 12:00", fact("declared_complex", "Thu 12 Nov 2026 09:00"), asked=asked)
    assert said[:2] == ("not required", "Declared complex.")


# ---- notices of delay ----


TARGET = promise(REPLY, "S9-13")
NOTICE = Notice(stop="delay_told", needs=("reason", "by_when"), notice_for=(TARGET,))
TOLD = {"reason": "Illness", "by_when": on("Fri 20 Nov 2026")}
OWED = "Owed only if the full reply will not be sent in time."


def notices(now, *facts, target=TARGET, voided_by=None, opening=RECEIVED):
    mine = owed(NOTICE, voided_by)
    return list(notice(mine, NOTICE, target, contact("letter", opening, *facts), at(now)))


@pytest.mark.parametrize(
    ("now", "facts", "state", "reason"),
    [
        ("Tue 3 Nov 2026 09:00", [], "running", OWED),
        ("Fri 13 Nov 2026 00:00", [], "due soon", OWED),
        ("Tue 17 Nov 2026 00:00", [], "broken", "The notice of delay did not come by the due moment."),
        (
            "Wed 4 Nov 2026 09:00",
            [fact("delay_told", "Tue 3 Nov 2026 09:00", **TOLD)],
            "kept",
            "The notice of delay came in time.",
        ),
        (
            "Wed 18 Nov 2026 09:00",
            [fact("delay_told", "Mon 16 Nov 2026 23:59:59.9", **TOLD)],
            "kept",
            "The notice of delay came in time.",
        ),
        (
            "Wed 18 Nov 2026 09:00",
            [fact("delay_told", "Tue 17 Nov 2026 00:00", **TOLD)],
            "broken",
            "The notice of delay came late.",
        ),
        (
            "Wed 18 Nov 2026 09:00",
            [fact("delay_told", "Tue 3 Nov 2026 09:00", reason=1)],
            "broken",
            "The notice of delay came without what it must give: by when.",
        ),
        (
            "Wed 18 Nov 2026 09:00",
            [fact("replied", "Mon 16 Nov 2026 09:00")],
            "not required",
            "The full reply was sent in time, so no notice of delay was owed.",
        ),
        (
            "Wed 18 Nov 2026 09:00",
            [fact("delay_told", "Tue 3 Nov 2026 09:00", **TOLD), fact("replied", "Mon 16 Nov 2026 09:00")],
            "not required",
            "The full reply was sent in time, so no notice of delay was owed.",
        ),
        (
            "Wed 18 Nov 2026 09:00",
            [fact("replied", "Tue 17 Nov 2026 09:00")],
            "broken",
            "The notice of delay did not come by the due moment.",
        ),
        ("Wed 18 Nov 2026 09:00", [fact("withdrawn", "Tue 3 Nov 2026 09:00")], *BACK),
        (
            "Wed 18 Nov 2026 09:00",
            [fact("excluded", "Tue 3 Nov 2026 09:00", code="test")],
            "excluded",
            "Left out of the figures: test.",
        ),
    ],
)
def test_a_notice_of_delay_is_owed_by_whoever_does_not_reply_in_time(now, facts, state, reason):
    told = next((one.at for one in facts if one.what == "delay_told" and "by_when" in one.details), None)
    opened, due = at("Mon 2 Nov 2026 10:00"), at("Mon 16 Nov 2026 23:59:59")
    assert notices(now, *facts) == [
        Clock(
            promise=promise(NOTICE),
            state=State(state),
            reason=reason,
            due=due,
            decided=due,
            stopped=told,
            reckoning=Reckoning(opened, opened, due, due, WorkingDays(10)),
            beside=TARGET,
        )
    ]


def test_no_notice_is_owed_beside_a_reply_that_is_not():
    assert notices("Tue 3 Nov 2026 09:00", opening=fact("escalated", "Mon 2 Nov 2026 10:00")) == []


def test_a_notice_is_void_with_its_reply():
    clocks = notices("Tue 3 Nov 2026 09:00", voided_by=OTHER)
    assert [(clock.state, clock.reason) for clock in clocks] == [(State.VOID, "The law gives twenty working days.")]


@pytest.mark.parametrize(
    ("reply", "facts", "state", "reason"),
    [
        (PAUSING, [fact("fee_asked", "Tue 3 Nov 2026 09:00")], "paused", "We asked for a fee."),
        (
            rule("10 working days", lifted_by=Condition("declared_complex", reason="Declared complex.")),
            [fact("declared_complex", "Tue 3 Nov 2026 09:00")],
            "not required",
            "Declared complex.",
        ),
    ],
)
def test_a_notice_stands_as_its_reply_does_when_that_is_not_due(reply, facts, state, reason):
    clocks = notices("Wed 4 Nov 2026 09:00", *facts, target=promise(reply, "S9-13"))
    assert [(clock.state.value, clock.reason) for clock in clocks] == [(state, reason)]


def test_a_notice_told_before_the_reply_s_clock_opened_does_not_count():
    target = promise(rule("10 working days", opens="escalated"), "S9-13")
    facts = [fact("delay_told", "Mon 2 Nov 2026 09:00", **TOLD), fact("escalated", "Tue 3 Nov 2026 09:00")]
    assert [clock.stopped for clock in notices("Wed 4 Nov 2026 09:00", *facts, target=target)] == [None]


def test_a_notice_beside_an_acknowledgement_owed_only_sometimes_is_final_when_that_is():
    target = promise(EITHER, "S9-12")
    [clock] = notices("Mon 30 Nov 2026 09:00", target=target)
    assert (clock.due, clock.decided) == (at("Mon 9 Nov 2026 23:59:59"), at("Mon 16 Nov 2026 23:59:59"))


@pytest.mark.parametrize(("even_before", "state"), [(True, State.KEPT), (False, State.RUNNING)])
def test_an_acknowledgement_that_may_be_needless_may_have_come_before_the_clock_opened(even_before, state):
    asked = rule(
        "5 working days",
        "acknowledgement",
        unless_full_reply_within="10 working days",
        opens="escalated",
        even_before=even_before,
    )
    facts = [fact("acknowledged", "Mon 2 Nov 2026 09:00"), fact("escalated", "Tue 3 Nov 2026 09:00")]
    assert timed(owed(asked), asked, contact("letter", RECEIVED, *facts), at("Wed 4 Nov 2026 09:00")).state is state


# ---- past the end of the calendar, which knows the days up to Wed 31 Mar 2027 ----

LATE = fact("received", "Mon 22 Mar 2027 09:00")
SOON_AFTER = "Tue 23 Mar 2027 09:00"
PAST = "Cannot count past 31 March 2027, the last day whose bank holidays are held; this promise reaches 7 April 2027."


def test_a_limit_past_the_calendar_is_uncounted_and_says_why():
    case = contact("letter", LATE)
    opened, ends = at("Mon 22 Mar 2027 09:00"), at("Thu 1 Apr 2027 00:00")
    mine = owed(REPLY)
    assert timed(mine, REPLY, case, at(SOON_AFTER)) == Clock(
        promise=mine.promise,
        state=State.UNCOUNTED,
        reason=PAST,
        due=ends,
        decided=ends,
        stopped=None,
        reckoning=Reckoning(opened, opened, ends, ends, WorkingDays(10), counted=False),
    )


@pytest.mark.parametrize(
    ("asked", "facts", "answer"),
    [
        (REPLY, [fact("replied", SOON_AFTER)], ("uncounted", PAST, at(SOON_AFTER))),
        (replace(REPLY, nth=2), [fact("replied", SOON_AFTER)], ("uncounted", PAST, None)),
        (
            rule("2 working days", "acknowledgement", unless_full_reply_within=WorkingDays(10)),
            [fact("acknowledged", SOON_AFTER)],
            ("uncounted", PAST, at(SOON_AFTER)),
        ),
        (
            rule("10 working days", "acknowledgement", unless_full_reply_within=WorkingDays(1), even_before=True),
            [fact("acknowledged", "Fri 19 Mar 2027 09:00")],
            ("uncounted", PAST, at("Fri 19 Mar 2027 09:00")),
        ),
        (
            REPLY,
            [fact("withdrawn", "Wed 24 Mar 2027 09:00")],
            ("void", "The customer took the matter back before it fell due.", None),
        ),
        (
            REPLY,
            [fact("excluded", SOON_AFTER, code="spam")],
            ("excluded", "Left out of the figures: spam.", None),
        ),
        (replace(REPLY, only_if=Condition("declared_complex")), [], None),
        (
            replace(REPLY, only_if=Condition("declared_complex")),
            [fact("declared_complex", SOON_AFTER)],
            ("uncounted", PAST, None),
        ),
    ],
)
def test_what_is_certain_of_an_uncounted_limit_is_said_all_the_same(asked, facts, answer):
    assert stands(asked, "Wed 24 Mar 2027 10:00", *facts, opening=LATE) == answer


@pytest.mark.parametrize("changes", [{}, {"unless_full_reply_within": "1 working day"}])
def test_what_came_before_an_uncounted_limit_opened_does_not_stop_it(changes):
    asked = rule("9 working days", "acknowledgement", opens="escalated", **changes)
    facts = fact("acknowledged", "Mon 22 Mar 2027 11:00"), fact("escalated", SOON_AFTER)
    assert stands(asked, "Wed 24 Mar 2027 10:00", *facts, opening=LATE) == ("uncounted", PAST, None)


def test_an_uncounted_limit_that_was_met_is_not_void_when_the_matter_is_taken_back_later():
    facts = fact("replied", SOON_AFTER), fact("withdrawn", "Wed 24 Mar 2027 09:00")
    assert stands(REPLY, "Wed 24 Mar 2027 10:00", *facts, opening=LATE) == ("uncounted", PAST, at(SOON_AFTER))


def test_a_notice_of_delay_of_an_uncounted_reply_is_uncounted_with_it():
    target = promise(REPLY)
    [clock] = notice(owed(NOTICE), NOTICE, target, contact("letter", LATE), at(SOON_AFTER))
    assert (clock.state, clock.reason, clock.due) == (State.UNCOUNTED, PAST, at("Thu 1 Apr 2027 00:00"))


def test_a_prompt_that_reaches_past_the_calendar_takes_no_clock_with_it():
    months = replace(REPLY, within=Months(24))
    assert in_short(months, "Tue 3 Nov 2026 09:00") == ("running", "The full reply is not yet due.")
    assert in_short(months, "Thu 2 Nov 2028 23:00") == ("running", "The full reply is not yet due.")
    assert in_short(months, "Fri 3 Nov 2028 00:00") == ("broken", "The full reply did not come by the due moment.")


def test_a_condition_that_nobody_declared_is_not_held_against_a_limit_past_the_calendar():
    lifted = Condition("declared_complex", within=WorkingDays(20), reason="It is complex")
    near = rule("2 working days", lifted_by=lifted)
    assert in_short(near, SOON_AFTER, opening=LATE) == ("running", "The full reply is not yet due.")
    told = fact("declared_complex", SOON_AFTER)
    assert in_short(near, SOON_AFTER, told, opening=LATE)[0] == "uncounted"


# ---- a limit for the answer of stage two, counted from the beginning ----

WHOLE = replace(REPLY, stop_after="escalated")
STAGE_TWO = fact("escalated", "Fri 6 Nov 2026 09:00")


@pytest.mark.parametrize(
    ("facts", "stopped"),
    [
        ([fact("replied", "Wed 4 Nov 2026 09:00")], None),
        ([STAGE_TWO], None),
        ([fact("replied", "Wed 4 Nov 2026 09:00"), STAGE_TWO], None),
        ([fact("replied", "Fri 6 Nov 2026 09:00"), STAGE_TWO], None),
        ([STAGE_TWO, fact("replied", "Fri 6 Nov 2026 09:00")], "Fri 6 Nov 2026 09:00"),
        ([STAGE_TWO, fact("replied", "Mon 9 Nov 2026 09:00")], "Mon 9 Nov 2026 09:00"),
        (
            [fact("replied", "Wed 4 Nov 2026 09:00"), STAGE_TWO, fact("replied", "Mon 9 Nov 2026 09:00")],
            "Mon 9 Nov 2026 09:00",
        ),
    ],
)
def test_only_what_comes_after_stage_two_was_asked_for_answers_it_though_stage_one_was_never_answered(facts, stopped):
    answer = ("kept", "The full reply came in time.") if stopped else ("running", "The full reply is not yet due.")
    assert stands(WHOLE, "Wed 11 Nov 2026 09:00", *facts) == (*answer, stopped and at(stopped))


# ---- what came without its content is not said to be missing ----

CAME, NEVER = "The acknowledgement came ", "The acknowledgement did not come by the due moment."
FAILING = rule("5 working days", "acknowledgement", needs=("next_step", "by_when"), automatic_needs=("reference",))


@pytest.mark.parametrize(
    ("asked", "facts", "reason"),
    [
        (FAILING, [], NEVER),
        (
            FAILING,
            [fact("acknowledged", "Tue 3 Nov 2026 09:00")],
            f"{CAME}without what it must give: what happens next and by when.",
        ),
        (
            FAILING,
            [
                fact(
                    "acknowledged",
                    "Tue 3 Nov 2026 09:00",
                    next_step="We look",
                    by_when=on("Mon 9 Nov 2026"),
                    automatic=True,
                )
            ],
            f"{CAME}without what it must give: reference.",
        ),
        (
            replace(FAILING, automatic=False),
            [fact("acknowledged", "Tue 3 Nov 2026 09:00", automatic=True)],
            f"{CAME}from a machine, which does not count.",
        ),
        (
            replace(FAILING, automatic=False),
            [fact("acknowledged", "Mon 2 Nov 2026 10:00", automatic=True)],
            f"{CAME}from a machine, which does not count.",
        ),
        (FAILING, [fact("acknowledged", "Sun 1 Nov 2026 09:00")], NEVER),
        (
            rule("5 working days", "acknowledgement", needs=("next_step",), unless_full_reply_within="5 working days"),
            [fact("acknowledged", "Sun 1 Nov 2026 09:00")],
            NEVER,
        ),
        (
            replace(SLOT, needs=("reason",)),
            [fact("appointment_offered", "Tue 3 Nov 2026 09:00")],
            "The appointment came without what it must give: reason and appointment.",
        ),
        (
            replace(FAILING, even_before=True),
            [fact("acknowledged", "Sun 1 Nov 2026 09:00")],
            f"{CAME}without what it must give: what happens next and by when.",
        ),
        (
            replace(REPLY, nth=2),
            [fact("replied", "Tue 3 Nov 2026 09:00")],
            "The full reply did not come by the due moment.",
        ),
        (
            rule("5 working days", "appointment_offered", measured_to="slot"),
            [fact("appointment_offered", "Tue 3 Nov 2026 09:00")],
            "The appointment came without what it must give: appointment.",
        ),
        (
            rule("5 working days", "acknowledgement", needs=("next_step",), unless_full_reply_within=WorkingDays(10)),
            [fact("acknowledged", "Tue 3 Nov 2026 09:00")],
            f"{CAME}without what it must give: what happens next.",
        ),
    ],
)
def test_a_broken_promise_says_what_came_without_its_content(asked, facts, reason):
    assert in_short(asked, "Wed 18 Nov 2026 09:00", *facts) == ("broken", reason)


# ---- what came before the clock opened ----

SECOND_STAGE = fact("escalated", "Mon 9 Nov 2026 10:00")


def test_of_two_that_are_needed_none_counts_that_came_before_the_clock_opened():
    asked = rule("10 working days", opens="escalated", nth=2)
    facts = [fact("replied", "Wed 4 Nov 2026 09:00"), SECOND_STAGE, fact("replied", "Tue 10 Nov 2026 09:00")]
    second = fact("replied", "Wed 11 Nov 2026 09:00")
    assert stands(asked, "Mon 30 Nov 2026 09:00", *facts)[::2] == ("broken", None)
    assert stands(asked, "Mon 30 Nov 2026 09:00", *facts, second)[::2] == ("kept", second.at)


def test_a_clock_is_stopped_by_a_machine_only_if_what_stopped_it_was_one_s():
    asked = rule("10 working days", "acknowledgement", opens="escalated")
    before = fact("acknowledged", "Wed 4 Nov 2026 09:00", automatic=True)
    facts = [before, SECOND_STAGE, fact("acknowledged", "Tue 10 Nov 2026 09:00")]
    clock = timed(owed(asked), asked, contact("letter", RECEIVED, *facts), at("Mon 30 Nov 2026 09:00"))
    assert clock is not None and (clock.state, clock.automatic) == (State.KEPT, False)


def test_a_notice_of_delay_that_says_too_little_is_of_the_stage_in_which_it_came():
    target = promise(replace(REPLY, opens="escalated"), id="S9-02")
    told = Notice(stop="delay_told", needs=("by_when",), notice_for=(target,))
    early = fact("delay_told", "Wed 4 Nov 2026 09:00")
    case = contact("letter", RECEIVED, early, SECOND_STAGE)
    [clock] = notice(owed(told), told, target, case, at("Mon 30 Nov 2026 09:00"))
    assert (clock.state, clock.reason) == (State.BROKEN, "The notice of delay did not come by the due moment.")


def test_a_machine_s_full_reply_acknowledges_without_what_an_acknowledgement_must_carry():
    asked = rule("3 working days", "acknowledgement", needs=("reason",), automatic_needs=("by_when",))
    assert in_short(asked, "Mon 30 Nov 2026 09:00", fact("replied", "Tue 3 Nov 2026 09:00", automatic=True)) == (
        "kept",
        "The acknowledgement came in time.",
    )
