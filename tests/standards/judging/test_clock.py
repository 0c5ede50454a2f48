"""Which clocks a contact has: every promise owed to it, judged by its own rule, and each date told watched once."""

import pytest

from answerable.charters import charter_of
from answerable.standards.charter.clock_rules import DatesKept
from answerable.standards.charter.promises import ContentRule, Replacement
from answerable.standards.judging.clock import TOLD, Clock, Measure, State, judge, judge_all
from answerable.standards.judging.reckoning import Reckoning
from answerable.standards.time.duration import WorkingDays
from tests.build import ENGLAND, at, calendar, charter, contact, fact, notice, on, promise, rule

RECEIVED = fact("received", "Mon 2 Nov 2026 10:00")
FRIDAY = on("Fri 13 Nov 2026")
WRITTEN = ("acknowledged", "responded", "replied", "delay_told")
DATED = DatesKept(ENGLAND)
REPLY = promise(rule("10 working days"), "S9-13")
DATES = promise(DATED, "S9-28", rule=ContentRule("We keep the date", WRITTEN))
CALLBACKS = promise(DATED, "S9-10", rule=ContentRule("We call back", ("callback_agreed",)))


def clocks_of(mine, *facts, now="Mon 30 Nov 2026 09:00", kinds=("enquiry",), channel="letter"):
    """Say every clock in short: promise, state, and for a date or a message the fact it watches."""
    clocks = judge_all(contact(channel, RECEIVED, *facts, kinds=kinds), charter=mine, now=at(now))
    return [(clock.promise.id, clock.state.value, *([clock.about.what] if clock.about else [])) for clock in clocks]


# ---- broken before it was set aside ----

SOON = promise(rule("5 working days", "acknowledgement"), "S9-14")
TIMES = charter(REPLY, SOON)
TUESDAY = "Tue 17 Nov 2026 09:00"
"""When the reply, due on the 16th, is broken."""


def found(*facts, now="Mon 30 Nov 2026 09:00", mine=TIMES):
    clocks = judge_all(contact("letter", RECEIVED, *facts), charter=mine, now=at(now))
    return [(one.promise.id, one.state.value, one.stopped, one.aside) for one in clocks]


@pytest.mark.parametrize("out", [fact("excluded", TUESDAY, code="spam"), fact("withdrawn", TUESDAY)])
def test_what_was_broken_before_it_was_set_aside_stays_broken_and_says_what_set_it_aside(out):
    assert found(fact("acknowledged", "Tue 3 Nov 2026 09:00"), out) == [
        ("S9-13", "broken", None, out),
        ("S9-14", "excluded" if out.what == "excluded" else "kept", at("Tue 3 Nov 2026 09:00"), None),
    ]


def test_what_was_broken_and_then_left_out_is_stopped_by_a_letter_that_leaves_afterwards():
    out = fact("excluded", TUESDAY, code="duplicate")
    (reply, _) = found(out, fact("replied", "Wed 18 Nov 2026 09:00"))
    assert reply == ("S9-13", "broken", at("Wed 18 Nov 2026 09:00"), out)


def test_what_nobody_can_have_waited_for_is_left_out_as_left_out_late():
    test = fact("excluded", TUESDAY, code="test")
    clocks = judge_all(contact("letter", RECEIVED, test), charter=TIMES, now=at("Mon 30 Nov 2026 09:00"))
    late = "Left out of the figures after its limit had passed: test."
    assert [(one.state, one.reason, one.aside) for one in clocks] == [(State.EXCLUDED, late, None)] * 2


def test_what_is_broken_under_an_earlier_kind_and_the_present_one_is_judged_by_the_present_one():
    typed = fact("typed", TUESDAY, kinds=["enquiry", "comment"])
    assert found(typed) == [("S9-13", "broken", None, None), ("S9-14", "broken", None, None)]


def test_what_was_broken_under_a_kind_that_it_no_longer_is_stays_so_through_all_that_comes_later():
    mine = charter(promise(rule("10 working days"), "S9-13", contacts=frozenset({"enquiry"})))
    typed = fact("typed", TUESDAY, kinds=["foi"])
    again = fact("typed", "Wed 18 Nov 2026 09:00", kinds=["complaint"])
    out = fact("excluded", "Thu 19 Nov 2026 09:00", code="duplicate")
    assert found(typed, mine=mine) == [("S9-13", "broken", None, typed)]
    assert found(typed, again, mine=mine) == [("S9-13", "broken", None, typed)]
    for aside in (out, fact("withdrawn", "Thu 19 Nov 2026 09:00")):
        assert found(typed, again, aside, mine=mine) == [("S9-13", "broken", None, aside)]
    assert found(fact("typed", "Mon 16 Nov 2026 23:59:59", kinds=["foi"]), mine=mine) == []
    test = fact("excluded", "Thu 19 Nov 2026 09:00", code="test")
    assert found(typed, test, mine=mine) == [("S9-13", "excluded", None, None)]


# ---- one promise ----


def test_a_promise_is_judged_on_a_contact_whether_or_not_a_charter_owes_it():
    opened, due = at("Mon 2 Nov 2026 10:00"), at("Mon 16 Nov 2026 23:59:59")
    assert judge(REPLY, contact("letter", RECEIVED), now=at("Tue 3 Nov 2026 09:00")) == (
        Clock(
            promise=REPLY,
            state=State.RUNNING,
            reason="The full reply is not yet due.",
            due=due,
            decided=due,
            stopped=None,
            reckoning=Reckoning(opened, opened, due, due, WorkingDays(10)),
            measure=Measure.TIMED,
        ),
    )


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("Sun 1 Nov 2026 09:00", []),
        ("Mon 2 Nov 2026 10:00", [State.RUNNING]),
        ("Thu 5 Nov 2026 08:59:59", [State.RUNNING]),
        ("Thu 5 Nov 2026 09:00", [State.KEPT]),
        ("Fri 6 Nov 2026 09:00", [State.EXCLUDED]),
    ],
)
def test_what_has_not_happened_yet_is_not_known(now, state):
    case = contact(
        "letter", RECEIVED, fact("replied", "Thu 5 Nov 2026 09:00"), fact("excluded", "Fri 6 Nov 2026 09:00")
    )
    assert [clock.state for clock in judge(REPLY, case, now=at(now))] == state
    assert [clock.state for clock in judge_all(case, charter=charter(REPLY), now=at(now))] == state


def test_a_promise_that_is_measured_otherwise_has_no_clock():
    survey = promise(None, kind=("evidence",))
    assert judge(survey, contact("letter", RECEIVED), now=at("Tue 3 Nov 2026 09:00")) == ()


@pytest.mark.parametrize(
    ("kind", "needs", "found"),
    [
        (("rule",), ("owner",), [("S9-25", "broken", "replied")]),
        (("rule", "clock"), ("owner",), [("S9-25", "broken", "replied")]),
        (("clock", "rule"), ("owner",), []),
        (("rule",), (), []),
    ],
)
def test_what_a_message_carries_is_judged_where_that_is_what_the_promise_is_about(kind, needs, found):
    writes = promise(None, "S9-25", kind=kind, rule=ContentRule("It names somebody", ("replied",), needs))
    assert clocks_of(charter(writes), fact("replied", "Tue 3 Nov 2026 09:00")) == found


def test_a_promise_can_watch_both_the_date_and_the_message_that_gives_it():
    both = promise(
        DATED, "S9-28", kind=("rule", "clock"), rule=ContentRule("It says when", WRITTEN, ("by_when", "owner"))
    )
    said = fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=FRIDAY)
    assert clocks_of(charter(both), said) == [("S9-28", "broken", "acknowledged")] * 2


def test_a_promise_of_dates_without_a_rule_watches_none():
    bare = promise(DATED, "S9-28")
    said = fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=FRIDAY)
    assert judge(bare, contact("letter", RECEIVED, said), now=at("Mon 30 Nov 2026 09:00")) == ()
    assert clocks_of(charter(bare), said) == [("TOLD", "broken", "acknowledged")]


# ---- all promises ----


def test_all_promises_owed_are_judged_in_the_charter_s_order():
    letters = promise(rule("5 working days"), "S9-01", channels=frozenset({"letter"}))
    emails = promise(rule("5 working days"), "S9-02", channels=frozenset({"email"}))
    complaints = promise(rule("5 working days"), "S9-03", contacts=frozenset({"complaint"}))
    assert clocks_of(charter(REPLY, letters, emails, complaints)) == [("S9-13", "broken"), ("S9-01", "broken")]


LAW = Replacement(
    "S9-16", frozenset({"foi"}), frozenset({"S9-13", "S9-28", "S9-29"}), "The law gives twenty working days"
)
NOTICE = promise(notice(REPLY, needs=("by_when",)), "S9-29")


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        (("enquiry",), [("S9-13", "broken"), ("S9-29", "broken")]),
        (("foi",), [("S9-13", "void"), ("S9-29", "void")]),
        (("foi", "enquiry"), [("S9-13", "broken"), ("S9-29", "broken")]),
    ],
)
def test_a_promise_is_void_when_another_timescale_applies_to_every_kind_of_the_contact(kinds, found):
    assert clocks_of(charter(REPLY, NOTICE, replacements=(LAW,)), kinds=kinds) == found


def test_a_notice_of_delay_is_owed_beside_each_reply_that_is_owed():
    letters = frozenset({"letter"})
    first = promise(rule("10 working days"), "S9-13", contacts=frozenset({"enquiry"}), channels=letters)
    second = promise(rule("15 working days"), "S9-15", contacts=frozenset({"complaint"}))
    emails = promise(rule("7 working days"), "S9-24", channels=frozenset({"email"}))
    told = promise(notice(first, second, emails), "S9-29")

    def beside(*kinds):
        clocks = judge_all(
            contact("letter", RECEIVED, kinds=kinds), charter=charter(told), now=at("Tue 3 Nov 2026 09:00")
        )
        return [(clock.beside.id, clock.due) for clock in clocks]

    ten, fifteen = at("Mon 16 Nov 2026 23:59:59"), at("Mon 23 Nov 2026 23:59:59")
    assert beside("enquiry") == [("S9-13", ten)]
    assert beside("complaint") == [("S9-15", fifteen)]
    assert beside("enquiry", "complaint") == [("S9-13", ten), ("S9-15", fifteen)]
    assert beside("foi") == []


# ---- every date told is watched, and once ----


ACKNOWLEDGED = fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=FRIDAY)
CALLBACK = fact("callback_agreed", "Wed 4 Nov 2026 09:00", by_when=FRIDAY)


@pytest.mark.parametrize(
    ("promises", "facts", "found"),
    [
        ([], [fact("acknowledged", "Tue 3 Nov 2026 09:00")], []),
        ([], [fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when="")], []),
        ([REPLY], [ACKNOWLEDGED], [("S9-13", "broken"), ("TOLD", "broken", "acknowledged")]),
        ([DATES], [ACKNOWLEDGED], [("S9-28", "broken", "acknowledged")]),
        (
            [DATES],
            [ACKNOWLEDGED, CALLBACK],
            [("S9-28", "broken", "acknowledged"), ("TOLD", "broken", "callback_agreed")],
        ),
        (
            [CALLBACKS],
            [ACKNOWLEDGED, CALLBACK],
            [("S9-10", "broken", "callback_agreed"), ("TOLD", "broken", "acknowledged")],
        ),
        (
            [DATES, CALLBACKS],
            [ACKNOWLEDGED, CALLBACK],
            [("S9-28", "broken", "acknowledged"), ("S9-10", "broken", "callback_agreed")],
        ),
        ([], [ACKNOWLEDGED, CALLBACK], [("TOLD", "broken", "acknowledged"), ("TOLD", "broken", "callback_agreed")]),
    ],
)
def test_every_date_told_is_watched_by_the_charter_s_own_promise_or_else_by_ours(promises, facts, found):
    assert clocks_of(charter(*promises), *facts) == found


def test_a_date_still_binds_when_the_promise_that_watches_dates_is_void():
    clocks = judge_all(
        contact("letter", RECEIVED, ACKNOWLEDGED, kinds=("foi",)),
        charter=charter(DATES, replacements=(LAW,)),
        now=at("Mon 30 Nov 2026 09:00"),
    )
    told = at("Fri 13 Nov 2026 23:59:59")
    assert [(clock.promise, clock.state, clock.due) for clock in clocks] == [(TOLD, State.BROKEN, told)]


@pytest.mark.parametrize(("zone", "due"), [("Europe/London", "23:59:59"), ("Pacific/Auckland", "10:59:59")])
def test_our_promise_about_dates_counts_on_the_charter_s_calendar(zone, due):
    mine = charter(calendar=calendar(zone=zone))
    [clock] = judge_all(contact("letter", RECEIVED, ACKNOWLEDGED), charter=mine, now=at("Wed 4 Nov 2026 09:00"))
    assert (clock.promise.id, clock.due, clock.measure) == ("TOLD", at(f"Fri 13 Nov 2026 {due}"), Measure.DERIVED)


def test_our_promise_about_dates_can_be_judged_alone():
    clocks = judge(TOLD, contact("letter", RECEIVED, ACKNOWLEDGED, CALLBACK), now=at("Wed 4 Nov 2026 09:00"))
    assert [clock.about for clock in clocks] == [ACKNOWLEDGED, CALLBACK]


# ---- the five councils ----


@pytest.mark.parametrize(
    ("council", "channel", "what", "watched_by"),
    [
        ("s1", "email", "acknowledged", "S1-15"),
        ("s1", "email", "delay_told", "TOLD"),
        ("s1", "phone", "callback_agreed", "TOLD"),
        ("s2", "email", "acknowledged", "TOLD"),
        ("s3", "phone", "callback_agreed", "TOLD"),
        ("s4", "letter", "delay_told", "TOLD"),
        ("s5", "letter", "acknowledged", "S5-28"),
        ("s5", "email", "replied", "S5-28"),
        ("s5", "phone", "callback_agreed", "S5-10"),
        ("s5", "phone", "acknowledged", "TOLD"),
        ("s5", "reception", "delay_told", "TOLD"),
    ],
)
def test_one_promise_of_each_council_watches_a_date(council, channel, what, watched_by):
    case = contact(channel, RECEIVED, fact(what, "Tue 3 Nov 2026 09:00", by_when=FRIDAY))
    clocks = judge_all(case, charter=charter_of(council), now=at("Wed 4 Nov 2026 09:00"))
    assert [clock.promise.id for clock in clocks if clock.measure is Measure.DERIVED] == [watched_by]


def test_a_date_told_in_a_complaint_about_adult_care_still_binds():
    case = contact("letter", RECEIVED, ACKNOWLEDGED, kinds=("adult-care-complaint",))
    clocks = judge_all(case, charter=charter_of("s5"), now=at("Wed 4 Nov 2026 09:00"))
    derived = [(clock.promise.id, clock.state.value) for clock in clocks if clock.measure is Measure.DERIVED]
    assert derived == [("TOLD", "running")]


# ---- who did it ----


@pytest.mark.parametrize("limit", ["plain", "contingent"])
@pytest.mark.parametrize("automatic", [True, False])
def test_an_acknowledgement_that_a_machine_sent_is_told_from_one_that_a_person_sent(limit: str, automatic: bool):
    more = {} if limit == "plain" else {"unless_full_reply_within": WorkingDays(10)}
    mine = promise(rule("5 working days", stop="acknowledgement", **more), "S9-12")
    facts = [
        fact("acknowledged", "Tue 3 Nov 2026 10:00", automatic=automatic),
        fact("replied", "Mon 30 Nov 2026 09:00"),
    ]
    (clock,) = judge(mine, contact("letter", RECEIVED, *facts), now=at("Tue 1 Dec 2026 09:00"))
    assert (clock.state, clock.automatic, clock.by_machine) == (State.KEPT, automatic, automatic)


def test_a_reply_after_a_machine_s_acknowledgement_is_a_person_s():
    facts = [fact("acknowledged", "Tue 3 Nov 2026 10:00", automatic=True), fact("replied", "Wed 4 Nov 2026 09:00")]
    (clock,) = judge(REPLY, contact("letter", RECEIVED, *facts), now=at("Mon 30 Nov 2026 09:00"))
    assert (clock.state, clock.by_machine) == (State.KEPT, False)


def test_a_date_and_a_message_of_a_machine_are_a_machine_s():
    given = fact("acknowledged", "Tue 3 Nov 2026 10:00", automatic=True, by_when=FRIDAY)
    (clock,) = judge(DATES, contact("letter", RECEIVED, given), now=at("Mon 30 Nov 2026 09:00"))
    assert (clock.automatic, clock.by_machine) == (False, True)
