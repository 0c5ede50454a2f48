"""Clocks counted by the period in which they were due, open-overdue ones as missed (C11), and delay notices (C7)."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.standards.facts import Fact
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.measure.figure import Apart, Share
from answerable.standards.measure.formulas import formula_of
from answerable.standards.measure.tally import DelayTally, Tally
from tests.standards.measure.some import LATER, MONDAY, SPRING, at, clock, promise, terms

DAY = timedelta(days=1)
OPEN = [State.RUNNING, State.DUE_SOON, State.EXPOSED, State.UNCOUNTED]


def tally(*clocks: Clock, target: str | None = None, now=LATER, note=None) -> Share:
    counting = Tally(terms(target, now=now), note=note)
    for one in clocks:
        counting.add(one)
    return counting.figure()


def share(numerator: int, denominator: int, formula: str = "share-kept", *, now=LATER, **apart) -> Share:
    """A share; one of a notice of delay is about the reply in ``case``."""
    return Share(
        formula=formula_of(formula),
        terms=replace(terms(now=now), about="S4-27" if formula.startswith("delay-") else ""),
        numerator=numerator,
        denominator=denominator,
        apart=Apart(**apart),
    )


def test_a_figure_counts_what_was_kept_out_of_all_that_was_due():
    kept, late = clock(State.KEPT), clock(State.BROKEN)
    assert tally(kept, kept, kept, late) == share(3, 4)


def test_nothing_due_is_not_measured():
    assert (tally(), tally().verdict) == (share(0, 0), "not measured")


def test_what_is_open_and_past_its_due_moment_counts_as_missed():
    overdue = clock(State.BROKEN, stopped=None)
    assert tally(clock(), overdue, clock(State.BROKEN)) == share(1, 3, overdue=1)


def test_a_clock_belongs_to_the_period_of_the_moment_that_decides_it():
    moments = ["Tue 31 Mar 2026 23:59:59", "Wed 1 Apr 2026 00:00", "Tue 30 Jun 2026 23:59:59", "Wed 1 Jul 2026 00:00"]
    assert [tally(clock(decided=at(moment))).denominator for moment in moments] == [0, 1, 1, 0]


def test_a_contingent_acknowledgement_belongs_to_the_period_of_its_second_way_out():
    """Due on 29 June by the acknowledgement, but only final on 6 July, by the full reply (C6)."""
    due = at("Mon 29 Jun 2026 23:59:59")
    assert tally(clock(State.BROKEN, at("Mon 6 Jul 2026 23:59:59"))._replace(due=due)) == share(0, 0)


@pytest.mark.parametrize("state", OPEN)
def test_what_is_not_yet_due_is_shown_as_running_and_not_counted(state: State):
    now = MONDAY
    assert tally(clock(state, MONDAY + DAY, stopped=None), now=now) == share(0, 0, now=now, running=1)


def test_what_is_kept_before_its_due_moment_counts_only_once_that_moment_has_come():
    early = clock(State.KEPT, MONDAY)
    nows = [MONDAY - timedelta(microseconds=1), MONDAY]
    assert [tally(early, now=now) for now in nows] == [share(0, 0, now=nows[0], running=1), share(1, 1, now=nows[1])]


def test_a_slot_offered_too_late_is_not_missed_before_its_due_moment_for_a_sooner_one_may_be_offered():
    assert tally(clock(State.BROKEN, MONDAY + DAY), now=MONDAY) == share(0, 0, now=MONDAY, running=1)


def test_what_is_set_aside_is_counted_by_reason():
    figure = tally(
        *[clock(State.NOT_REQUIRED)] * 2,
        *[clock(State.PAUSED, stopped=None)] * 3,
        clock(State.VOID, reason="Another law"),
        clock(State.VOID, reason="Another law"),
        clock(State.VOID, reason="Withdrawn"),
        *[clock(State.EXCLUDED, reason="Spam")] * 4,
        clock(State.EXCLUDED, reason="Out of hours"),
        clock(State.KEPT),
    )
    assert figure == share(
        1,
        1,
        not_required=2,
        paused=3,
        void={"Another law": 2, "Withdrawn": 1},
        excluded={"Spam": 4, "Out of hours": 1},
    )


def test_what_was_broken_and_set_aside_afterwards_counts_as_broken_and_is_counted_apart_too():
    """Given another kind, it is still owed; left out or taken back, nobody waits for it any more."""
    late = clock(State.BROKEN, stopped=None)
    figure = tally(
        late._replace(aside=Fact("typed", LATER, {"kinds": ["foi"]})),
        late._replace(aside=Fact("withdrawn", LATER)),
        *[late._replace(aside=Fact("excluded", LATER, {"code": "duplicate"}))] * 2,
        clock(State.BROKEN)._replace(aside=Fact("excluded", LATER)),
        clock(State.KEPT),
    )
    aside = {"given another kind": 1, "taken back": 1, "left out: duplicate": 2, "left out: no code given": 1}
    assert figure == share(1, 6, overdue=1, set_aside_late=aside)


def test_what_was_broken_until_something_was_struck_out_counts_by_what_it_is_and_is_told():
    struck = Fact("struck", LATER, {"fact": "received", "fact_at": MONDAY})
    notes = []
    states = [State.KEPT, State.EXCLUDED, State.RUNNING]
    corrected = [clock(state)._replace(corrected=struck) for state in states]
    figure = tally(*corrected, clock(State.KEPT), note=notes.append)
    assert figure == share(2, 2, running=1, excluded={"so": 1}, corrected_late=3)
    assert [one.is_corrected_late for one in notes] == [True, True, True, False]


def test_what_is_set_aside_stays_so_before_it_is_due():
    states = [State.NOT_REQUIRED, State.VOID, State.EXCLUDED, State.PAUSED]
    figure = tally(*(clock(state, MONDAY + DAY) for state in states), now=MONDAY)
    assert figure == share(0, 0, now=MONDAY, not_required=1, paused=1, void={"so": 1}, excluded={"so": 1})


def test_a_tally_can_be_read_at_any_moment_and_goes_on():
    counting = Tally(terms())
    counting.add(clock())
    first = counting.figure()
    counting.add(clock(State.VOID))
    assert (first, counting.figure()) == (share(1, 1), share(1, 1, void={"so": 1}))


def test_84_96_per_cent_of_clocks_is_a_miss():
    figure = tally(*[clock()] * 2124, *[clock(State.BROKEN)] * 376, target=">= 85 %")
    assert (figure.share, figure.said, figure.verdict) == (Fraction(8496, 10000), "84.9 %", "broken")


some_clocks = st.lists(
    st.builds(
        clock,
        st.sampled_from(State),
        st.integers(-100, 60).map(lambda days: MONDAY + days * DAY),
        reason=st.sampled_from(["one", "another"]),
        stopped=st.sampled_from([MONDAY, None]),
    ),
    max_size=40,
)


@given(some_clocks, st.integers(-100, 60))
def test_a_figure_is_what_a_slow_recount_finds(clocks: list[Clock], days: int):
    now = MONDAY + days * DAY
    due = [one for one in clocks if SPRING.starts <= one.decided < SPRING.ends]
    aside = [State.NOT_REQUIRED, State.VOID, State.EXCLUDED, State.PAUSED]
    decided = [one for one in due if one.state in (State.KEPT, State.BROKEN) and one.decided <= now]
    running = [one for one in due if one.state not in aside and one not in decided]
    assert tally(*clocks, now=now) == share(
        sum(one.state is State.KEPT for one in decided),
        len(decided),
        now=now,
        overdue=sum(one.state is State.BROKEN and one.stopped is None for one in decided),
        running=len(running),
        paused=sum(one.state is State.PAUSED for one in due),
        not_required=sum(one.state is State.NOT_REQUIRED for one in due),
        void=dict(Counter(one.reason for one in due if one.state is State.VOID)),
        excluded=dict(Counter(one.reason for one in due if one.state is State.EXCLUDED)),
    )


REPLY, NOTICE, OTHER = promise("S4-27"), promise("S4-28"), promise("S4-32")


def case(reply: State | None, told: State | None, *dates: State, decided=MONDAY) -> list[Clock]:
    """The clocks of one contact: its reply, the notice of delay, and the dates it was given."""
    notice = Fact("delay_told", MONDAY)
    clocks = [clock(State.KEPT, of=OTHER)]
    if told is not None:
        clocks.append(clock(told, decided, of=NOTICE, beside=REPLY))
        clocks.append(clock(State.KEPT, decided, of=NOTICE, beside=OTHER))
    if reply is not None:
        clocks.append(clock(reply, decided, of=REPLY))
    clocks += [clock(state, of=OTHER, measure=Measure.DERIVED, about=notice) for state in dates]
    clocks.append(clock(State.BROKEN, of=REPLY, measure=Measure.DERIVED, about=Fact("acknowledged", MONDAY)))
    clocks.append(clock(State.BROKEN, of=REPLY, measure=Measure.DERIVED))
    clocks.insert(0, clock(State.KEPT, of=REPLY, measure=Measure.CONTENT, about=notice))
    return clocks


def delays(*cases: list[Clock]) -> tuple[Share, Share, Share]:
    counting = DelayTally("S4-27", terms())
    for one in cases:
        counting.add(one)
    return counting.figures()


def test_a_notice_of_delay_does_not_cure_a_late_reply_and_the_three_figures_tell_it_apart():
    """Five replies due: two in time, two late but told in time, one of those on the new date, one late and untold."""
    assert delays(
        case(State.KEPT, State.NOT_REQUIRED),
        case(State.KEPT, State.NOT_REQUIRED),
        case(State.BROKEN, State.KEPT, State.KEPT),
        case(State.BROKEN, State.KEPT, State.BROKEN),
        case(State.BROKEN, State.BROKEN),
    ) == (
        share(2, 5, "delay-replied-in-time"),
        share(4, 5, "delay-replied-or-told"),
        share(1, 2, "delay-revised-date-met"),
    )


def test_a_second_notice_gives_a_second_date():
    assert delays(case(State.BROKEN, State.KEPT, State.BROKEN, State.KEPT)) == (
        share(0, 1, "delay-replied-in-time"),
        share(1, 1, "delay-replied-or-told"),
        share(1, 2, "delay-revised-date-met"),
    )


def test_a_notice_given_while_the_reply_is_set_aside_cures_nothing():
    assert delays(case(State.VOID, State.KEPT)) == (
        share(0, 0, "delay-replied-in-time", void={"so": 1}),
        share(0, 0, "delay-replied-or-told", void={"so": 1}),
        share(0, 0, "delay-revised-date-met"),
    )


def test_a_contact_to_which_the_reply_is_not_owed_is_in_none_of_the_three():
    assert delays(case(None, State.KEPT, State.KEPT)) == (
        share(0, 0, "delay-replied-in-time"),
        share(0, 0, "delay-replied-or-told"),
        share(0, 0, "delay-revised-date-met"),
    )


def test_a_reply_without_any_notice_counts_as_itself():
    assert delays(case(State.BROKEN, None), case(State.KEPT, None)) == (
        share(1, 2, "delay-replied-in-time"),
        share(1, 2, "delay-replied-or-told"),
        share(0, 0, "delay-revised-date-met"),
    )
