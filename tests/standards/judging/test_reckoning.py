"""From what happened to the moment a clock runs out: openings, restarts, stops and extensions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from answerable.standards.charter.clock_rules import Condition, Effect, Extension, StoppedBy
from answerable.standards.facts import Fact
from answerable.standards.judging import reckoning
from answerable.standards.judging.reckoning import (
    Reckoning,
    Span,
    holds,
    moment_said,
    moved_from,
    onwards,
    reckon,
    variant_due,
)
from answerable.standards.time.counting import PLAIN, AtClosing, Counting, DueAt, OnDayOff, Start, open_between
from answerable.standards.time.duration import CalendarDays, Months, WorkingDays, WorkingMinutes, parse
from tests.build import ENGLAND, at, calendar, contact, fact, minutes, on, rule, week

FEE, CLARITY, IDENTITY, PAUSE = (
    ("fee_asked", "fee_paid"),
    ("clarification_asked", "clarified"),
    ("identity_asked", "identified"),
    ("paused", "resumed"),
)
AGAIN, SKIPS, MOVES, OPEN_TIME = (
    Effect.STARTS_AGAIN,
    Effect.SKIPS_WORKING_DAYS,
    Effect.MOVES_BY_CALENDAR_DAYS,
    Effect.MOVES_BY_OPEN_TIME,
)


def stopped_by(effect, pair=PAUSE, lapses_after=None):
    return StoppedBy(*pair, effect, "we wait", lapses_after and parse(lapses_after))


def reckoned(asked, *facts):
    """Reckon a letter of Monday 2 November 2026 at 10:00, to which this happened."""
    return reckon(asked, contact("letter", fact("received", "Mon 2 Nov 2026 10:00"), *facts))


def pairs(pair, *moments):
    """Facts that ask and answer in turn."""
    return [fact(pair[n % 2], moment) for n, moment in enumerate(moments)]


def local(moment):
    """Write a moment as London's clock shows it, and only the day where it is a day's last second."""
    there = moment.astimezone(ENGLAND.tz)
    clock = "" if there.hour == 23 and there.second == 59 else f" {there:%H:%M:%S}"
    return f"{there:%a} {there.day} {there:%b %Y}{clock}"


def due_of(asked, *facts):
    return local(reckoned(asked, *facts).due)


# ---- where the count begins ----


def test_a_clock_whose_opening_has_not_happened_is_not_reckoned():
    assert reckoned(rule(opens="escalated")) is None


def test_a_plain_limit_runs_from_its_opening():
    opened, due = at("Mon 2 Nov 2026 10:00"), at("Mon 16 Nov 2026 23:59:59")
    assert reckoned(rule("10 working days")) == Reckoning(opened, opened, due, due, WorkingDays(10))


@pytest.mark.parametrize(
    ("channel", "begins", "opens", "due"),
    [
        ("phone", "ringing", "received", "Tue 3 Nov 2026"),
        ("reception", "arrived", "received", "Tue 3 Nov 2026"),
        ("phone", "arrived", "received", None),
        ("letter", "ringing", "received", None),
        ("phone", "ringing", "escalated", None),
    ],
)
def test_a_call_and_a_visit_are_received_when_they_begin(channel, begins, opens, due):
    found = reckon(rule("1 working day", opens=opens), contact(channel, fact(begins, "Mon 2 Nov 2026 10:00")))
    assert (found and local(found.due)) == due


def test_a_call_that_was_logged_as_received_counts_from_that():
    facts = [fact("ringing", "Mon 2 Nov 2026 10:00"), fact("received", "Tue 3 Nov 2026 10:00")]
    assert local(reckon(rule("1 working day"), contact("phone", *facts)).due) == "Wed 4 Nov 2026"


def test_a_reckoning_says_how_it_was_counted():
    counting = Counting(start=Start.NEXT_OPEN)
    assert reckoned(rule(start=Start.NEXT_OPEN)).counting == counting


FIRST, NEXT_OPEN, ROLLS = {"first_day": 1}, {"start": Start.NEXT_OPEN}, {"on_day_off": OnDayOff.NEXT_WORKING_DAY}
CODE = {"counts_from": "acknowledged", "counts_from_within": "5 working days"}


@pytest.mark.parametrize(
    ("acknowledged", "settings", "counted_from", "due"),
    [
        (None, {}, "Mon 9 Nov 2026", "Mon 23 Nov 2026"),
        ("Mon 2 Nov 2026 10:00", {}, "Mon 2 Nov 2026 10:00:00", "Mon 16 Nov 2026"),
        ("Wed 4 Nov 2026 09:00", {}, "Wed 4 Nov 2026 09:00:00", "Wed 18 Nov 2026"),
        ("Mon 9 Nov 2026 23:59:58", {}, "Mon 9 Nov 2026 23:59:58", "Mon 23 Nov 2026"),
        ("Mon 9 Nov 2026 23:59:59", {}, "Mon 9 Nov 2026", "Mon 23 Nov 2026"),
        ("Fri 13 Nov 2026 09:00", {}, "Mon 9 Nov 2026", "Mon 23 Nov 2026"),
        # what arrives late counts from the next day; the end of a limit does not arrive
        ("Wed 4 Nov 2026 18:00", {"start": Start.NEXT_OPEN}, "Wed 4 Nov 2026 18:00:00", "Thu 19 Nov 2026"),
        ("Mon 9 Nov 2026 23:59:58", {"start": Start.NEXT_OPEN}, "Mon 9 Nov 2026 23:59:58", "Tue 24 Nov 2026"),
        ("Mon 9 Nov 2026 23:59:59", {"start": Start.NEXT_OPEN}, "Mon 9 Nov 2026", "Mon 23 Nov 2026"),
        (None, {"start": Start.NEXT_OPEN}, "Mon 9 Nov 2026", "Mon 23 Nov 2026"),
        (None, {"first_day": 1}, "Fri 6 Nov 2026", "Fri 20 Nov 2026"),
    ],
)
def test_a_reply_is_counted_from_the_acknowledgement_or_from_the_end_of_its_limit(
    acknowledged, settings, counted_from, due
):
    found = reckoned(rule(**CODE, **settings), *([fact("acknowledged", acknowledged)] if acknowledged else []))
    assert (local(found.counted_from), local(found.due)) == (counted_from, due)


def test_a_count_from_the_end_of_a_limit_is_counted_onwards():
    assert reckoned(rule(**CODE, start=Start.NEXT_OPEN, first_day=1, ring_ms=2000)).counting == Counting(ring_ms=2000)
    assert onwards(Counting(Start.AFTER_CUT_OFF, 720, 1, on_day_off=OnDayOff.NEXT_WORKING_DAY)) == Counting(
        cut_off=720, on_day_off=OnDayOff.NEXT_WORKING_DAY
    )


def test_a_count_from_another_fact_waits_for_it_where_no_limit_stands_in_for_it():
    asked = rule("5 working days", counts_from="acknowledged")
    assert reckoned(asked) is None
    assert due_of(asked, fact("acknowledged", "Fri 20 Nov 2026 09:00")) == "Fri 27 Nov 2026"


ACKNOWLEDGED = fact("acknowledged", "Wed 4 Nov 2026 09:00")


@pytest.mark.parametrize(
    ("asked", "facts", "begun_by"),
    [
        (rule(), [ACKNOWLEDGED], None),
        (rule(**CODE), [ACKNOWLEDGED], ACKNOWLEDGED),
        (rule(**CODE), [], None),
        (rule(**CODE), [fact("acknowledged", "Fri 13 Nov 2026 09:00")], None),
        (rule(**CODE, stopped_by=(stopped_by(SKIPS),)), [ACKNOWLEDGED], ACKNOWLEDGED),
        (
            rule(**CODE, stopped_by=(stopped_by(AGAIN),)),
            [ACKNOWLEDGED, *pairs(PAUSE, "Thu 5 Nov 2026 09:00", "Fri 6 Nov 2026 09:00")],
            None,
        ),
        (
            rule(**CODE, extension=Extension("extended", by=WorkingDays(5))),
            [ACKNOWLEDGED, fact("extended", "Thu 5 Nov 2026 09:00")],
            ACKNOWLEDGED,
        ),
        (
            rule(**CODE, extension=Extension("extended", to=WorkingDays(20))),
            [ACKNOWLEDGED, fact("extended", "Thu 5 Nov 2026 09:00")],
            ACKNOWLEDGED,
        ),
        (
            rule(**CODE, extension=Extension("extended", by=WorkingDays(5)), stopped_by=(stopped_by(AGAIN),)),
            [
                ACKNOWLEDGED,
                fact("extended", "Thu 5 Nov 2026 09:00"),
                *pairs(PAUSE, "Thu 19 Nov 2026 09:00", "Fri 20 Nov 2026 09:00"),
            ],
            ACKNOWLEDGED,
        ),
    ],
)
def test_a_reckoning_says_which_fact_began_the_count_if_one_did(asked, facts, begun_by):
    assert reckoned(asked, *facts).begun_by is begun_by


@pytest.mark.parametrize(
    ("asked", "facts", "or_by"),
    [
        (rule(), [], None),
        (rule("2 working days", "acknowledgement", unless_full_reply_within="5 working days"), [], "Mon 9 Nov 2026"),
        (
            rule("2 working days", "acknowledgement", unless_full_reply_within="5 working days", **CODE),
            [ACKNOWLEDGED],
            "Wed 11 Nov 2026",
        ),
        (
            rule(
                "2 working days",
                "acknowledgement",
                unless_full_reply_within="5 working days",
                stopped_by=(stopped_by(AGAIN),),
            ),
            pairs(PAUSE, "Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00"),
            "Wed 11 Nov 2026",
        ),
    ],
)
def test_a_reckoning_says_by_when_a_full_reply_makes_an_acknowledgement_needless(asked, facts, or_by):
    found = reckoned(asked, *facts).or_by
    assert (found and local(found)) == or_by


def test_another_reading_of_a_limit_is_counted_from_where_the_limit_is():
    asked = rule("5 working days", variant=CalendarDays(5), **CODE, start=Start.NEXT_OPEN)
    assert local(variant_due(asked, reckoned(asked))) == "Sat 14 Nov 2026"
    assert local(variant_due(asked, reckoned(asked, ACKNOWLEDGED))) == "Mon 9 Nov 2026"
    assert variant_due(rule(), reckoned(rule())) is None


@pytest.mark.parametrize(
    ("asked", "facts", "moved"),
    [
        (rule("5 days", **ROLLS), [], "Sat 7 Nov 2026"),
        (rule("5 days"), [], None),
        (rule("4 days", **ROLLS), [], None),
        (rule("6 days", **ROLLS), [], "Sun 8 Nov 2026"),
        (rule("7 days", **ROLLS), [], None),
        (rule("2 weeks", **ROLLS), [], None),
        (rule("1 month", **ROLLS, first_day=1), [], None),
        (rule("4 months", **ROLLS, calendar=calendar(known_until=on("Wed 31 Mar 2027"))), [], None),
        (rule("5 working days", **ROLLS), [], None),
        (rule("24 hours", **ROLLS), [], None),
        (
            rule("1 day", **ROLLS, extension=Extension("extended", by=CalendarDays(4))),
            [fact("extended", "Mon 2 Nov 2026 11:00")],
            "Sat 7 Nov 2026",
        ),
        (
            rule("1 day", **ROLLS, extension=Extension("extended", to=CalendarDays(5))),
            [fact("extended", "Mon 2 Nov 2026 11:00")],
            "Sat 7 Nov 2026",
        ),
        (
            rule("5 days", **ROLLS, extension=Extension("extended", to=CalendarDays(8))),
            [fact("extended", "Mon 2 Nov 2026 11:00")],
            None,
        ),
        *(
            (
                rule("1 day", **ROLLS, extension=Extension("extended", to=CalendarDays(5))),
                [fact("extended", "Mon 2 Nov 2026 11:00", until=on(named))],
                moved,
            )
            for named, moved in (
                ("Thu 5 Nov 2026", None),
                ("Sat 7 Nov 2026", None),
                ("Mon 9 Nov 2026", "Sat 7 Nov 2026"),
            )
        ),
        (
            rule("3 days", **ROLLS, stopped_by=(stopped_by(MOVES),)),
            pairs(PAUSE, "Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00"),
            "Sat 7 Nov 2026",
        ),
    ],
)
def test_the_day_off_from_which_a_limit_was_moved_is_told_on_asking(asked, facts, moved):
    found = moved_from(asked, reckoned(asked, *facts))
    assert (found and f"{found:%a} {found.day} {found:%b %Y}") == moved


@pytest.mark.parametrize("what", ["acknowledged", "responded", "replied", "resolved"])
def test_a_fuller_answer_is_an_acknowledgement_from_which_to_count(what):
    assert due_of(rule(**CODE), fact(what, "Wed 4 Nov 2026 09:00")) == "Wed 18 Nov 2026"


@pytest.mark.parametrize(("automatic", "due"), [(True, "Tue 17 Nov 2026"), (False, "Wed 18 Nov 2026")])
def test_an_automatic_message_begins_the_count_only_where_it_may_acknowledge(automatic, due):
    facts = [fact("acknowledged", "Tue 3 Nov 2026 09:00", automatic=True), fact("acknowledged", "Wed 4 Nov 2026 09:00")]
    assert due_of(rule(**CODE, automatic=automatic), *facts) == due


def test_nothing_but_the_named_fact_begins_a_count_from_another_fact():
    asked = rule(counts_from="record_agreed")
    facts = [
        fact("acknowledged", "Tue 3 Nov 2026 09:00"),
        fact("record_agreed", "Wed 4 Nov 2026 09:00", automatic=True),
        fact("replied", "Thu 5 Nov 2026 09:00"),
    ]
    assert due_of(asked, *facts) == "Wed 18 Nov 2026"


def test_an_acknowledgement_of_stage_one_does_not_start_the_count_of_stage_two():
    found = reckoned(
        rule(opens="escalated", **CODE),
        fact("acknowledged", "Tue 3 Nov 2026 09:00"),
        fact("escalated", "Mon 9 Nov 2026 09:00"),
        fact("acknowledged", "Wed 11 Nov 2026 09:00"),
    )
    assert (local(found.opened), local(found.counted_from), local(found.due)) == (
        "Mon 9 Nov 2026 09:00:00",
        "Wed 11 Nov 2026 09:00:00",
        "Wed 25 Nov 2026",
    )


# ---- stops, one mechanic after the other ----


@pytest.mark.parametrize(
    ("effect", "limit", "settings", "moments", "due"),
    [
        # 10 working days from Monday 2 November end on Monday 16 November
        (AGAIN, "10 working days", {}, ["Thu 5 Nov 2026 09:00", "Tue 10 Nov 2026 09:00"], "Tue 24 Nov 2026"),
        (AGAIN, "10 working days", {}, ["Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026 10:00"], "Mon 16 Nov 2026"),
        (AGAIN, "1 month", {}, ["Thu 5 Nov 2026 09:00", "Tue 10 Nov 2026 09:00"], "Thu 10 Dec 2026"),
        (AGAIN, "3 working hours", {}, ["Mon 2 Nov 2026 11:00", "Tue 3 Nov 2026 16:00"], "Wed 4 Nov 2026 11:00:00"),
        (AGAIN, "10 working days", NEXT_OPEN, ["Thu 5 Nov 2026 09:00", "Tue 10 Nov 2026 18:00"], "Wed 25 Nov 2026"),
        (SKIPS, "10 working days", {}, ["Thu 5 Nov 2026 09:00", "Tue 10 Nov 2026 09:00"], "Fri 20 Nov 2026"),
        (SKIPS, "10 working days", {}, ["Mon 2 Nov 2026 11:00", "Mon 2 Nov 2026 12:00"], "Mon 16 Nov 2026"),
        (SKIPS, "10 working days", {}, ["Mon 2 Nov 2026 11:00", "Tue 3 Nov 2026 12:00"], "Tue 17 Nov 2026"),
        (SKIPS, "10 working days", FIRST, ["Mon 2 Nov 2026 11:00", "Tue 3 Nov 2026 12:00"], "Tue 17 Nov 2026"),
        (SKIPS, "10 working days", {}, ["Sat 7 Nov 2026 09:00", "Sun 8 Nov 2026 09:00"], "Mon 16 Nov 2026"),
        (SKIPS, "10 working days", {}, ["Mon 16 Nov 2026 23:59:59", "Wed 18 Nov 2026 09:00"], "Thu 19 Nov 2026"),
        (SKIPS, "14 days", {}, ["Thu 5 Nov 2026 09:00", "Tue 10 Nov 2026 09:00"], "Mon 16 Nov 2026"),
        (MOVES, "1 month", {}, ["Thu 5 Nov 2026 09:00", "Tue 10 Nov 2026 09:00"], "Tue 8 Dec 2026"),
        (MOVES, "1 month", {}, ["Mon 2 Nov 2026 11:00", "Mon 2 Nov 2026 12:00"], "Thu 3 Dec 2026"),
        (MOVES, "14 days", {}, ["Mon 16 Nov 2026 23:59:59", "Wed 18 Nov 2026 09:00"], "Thu 19 Nov 2026"),
        (MOVES, "10 working days", {}, ["Thu 5 Nov 2026 09:00", "Tue 10 Nov 2026 09:00"], "Sun 22 Nov 2026"),
        (MOVES, "12 days", {}, ["Thu 5 Nov 2026 09:00", "Thu 5 Nov 2026 10:00"], "Sun 15 Nov 2026"),
        (MOVES, "12 days", ROLLS, ["Thu 5 Nov 2026 09:00", "Thu 5 Nov 2026 10:00"], "Mon 16 Nov 2026"),
        # moved from Saturday 14, not from Monday 16 to which it would roll
        (MOVES, "12 days", ROLLS, ["Thu 5 Nov 2026 09:00", "Fri 6 Nov 2026 09:00"], "Mon 16 Nov 2026"),
        (OPEN_TIME, "3 working hours", {}, ["Mon 2 Nov 2026 11:00", "Tue 3 Nov 2026 10:00"], "Tue 3 Nov 2026 12:00:00"),
        (OPEN_TIME, "24 hours", {}, ["Mon 2 Nov 2026 11:00", "Mon 2 Nov 2026 20:00"], "Tue 3 Nov 2026 19:00:00"),
        (OPEN_TIME, "300 seconds", {}, ["Mon 2 Nov 2026 10:01", "Mon 2 Nov 2026 10:02"], "Mon 2 Nov 2026 10:06:00"),
        (OPEN_TIME, "4 rings", {}, ["Mon 2 Nov 2026 10:00:03", "Mon 2 Nov 2026 10:00:05"], "Mon 2 Nov 2026 10:00:14"),
        (OPEN_TIME, "10 working days", {}, ["Tue 3 Nov 2026 10:00", "Tue 3 Nov 2026 12:00"], "Mon 16 Nov 2026"),
        (OPEN_TIME, "10 working days", {}, ["Tue 3 Nov 2026 09:00", "Tue 3 Nov 2026 17:00"], "Tue 17 Nov 2026"),
        (OPEN_TIME, "10 working days", {}, ["Tue 3 Nov 2026 09:00", "Tue 3 Nov 2026 16:00"], "Mon 16 Nov 2026"),
        (OPEN_TIME, "10 working days", {}, ["Tue 3 Nov 2026 09:00", "Tue 3 Nov 2026 16:01"], "Tue 17 Nov 2026"),
        (OPEN_TIME, "14 days", {}, ["Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:01"], "Tue 17 Nov 2026"),
        (OPEN_TIME, "12 days", ROLLS, ["Tue 3 Nov 2026 09:00", "Tue 3 Nov 2026 10:00"], "Mon 16 Nov 2026"),
    ],
)  # fmt: skip
def test_each_mechanic_moves_a_limit_in_its_own_way(effect, limit, settings, moments, due):
    asked = rule(limit, stopped_by=(stopped_by(effect),), **settings)
    assert due_of(asked, *pairs(PAUSE, *moments)) == due


@pytest.mark.parametrize("effect", Effect)
def test_a_stop_that_begins_after_the_due_moment_changes_nothing(effect):
    asked = rule("10 working days", stopped_by=(stopped_by(effect),))
    opened, due = at("Mon 2 Nov 2026 10:00"), at("Mon 16 Nov 2026 23:59:59")
    assert reckoned(asked, *pairs(PAUSE, "Tue 17 Nov 2026 00:00", "Fri 20 Nov 2026 09:00")) == Reckoning(
        opened, opened, due, due, WorkingDays(10)
    )


@pytest.mark.parametrize("effect", Effect)
def test_nothing_moves_while_an_answer_is_awaited(effect):
    by = stopped_by(effect)
    opened, due, span = (
        at("Mon 2 Nov 2026 10:00"),
        at("Mon 16 Nov 2026 23:59:59"),
        Span(at("Tue 3 Nov 2026 09:00"), None, by),
    )
    assert reckoned(rule("10 working days", stopped_by=(by,)), *pairs(PAUSE, "Tue 3 Nov 2026 09:00")) == Reckoning(
        opened, opened, due, due, WorkingDays(10), (span,), span
    )


def test_the_working_keeps_every_stop_that_counted():
    by = stopped_by(AGAIN)
    begin, end = at("Thu 5 Nov 2026 09:00"), at("Tue 10 Nov 2026 09:00")
    due = at("Tue 24 Nov 2026 23:59:59")
    facts = pairs(PAUSE, "Thu 5 Nov 2026 09:00", "Tue 10 Nov 2026 09:00")
    assert reckoned(rule("10 working days", stopped_by=(by,)), *facts) == Reckoning(
        at("Mon 2 Nov 2026 10:00"), end, due, due, WorkingDays(10), (Span(begin, end, by),)
    )


# ---- several stops ----


@pytest.mark.parametrize(
    ("effect", "limit", "due"),
    [
        (SKIPS, "10 working days", "Fri 20 Nov 2026"),  # 4, 5, 6 and 9 November
        (MOVES, "14 days", "Sun 22 Nov 2026"),  # 4 to 9 November
        (OPEN_TIME, "16 working hours", "Mon 9 Nov 2026 10:00:00"),  # Wednesday 09:00 to Monday 09:00
    ],
)
def test_what_was_stopped_twice_over_counts_once(effect, limit, due):
    asked = rule(limit, stopped_by=(stopped_by(effect, FEE), stopped_by(effect, CLARITY), stopped_by(effect, PAUSE)))
    assert due_of(
        asked,
        *pairs(PAUSE, "Wed 4 Nov 2026 09:00", "Mon 9 Nov 2026 09:00"),
        *pairs(FEE, "Wed 4 Nov 2026 12:00", "Fri 6 Nov 2026 09:00"),
        *pairs(CLARITY, "Thu 5 Nov 2026 09:00", "Mon 9 Nov 2026 09:00"),
    ) == due  # fmt: skip


@pytest.mark.parametrize(
    ("effect", "limit", "due"),
    [
        (SKIPS, "10 working days", "Wed 18 Nov 2026"),
        (MOVES, "14 days", "Wed 18 Nov 2026"),
        (OPEN_TIME, "16 working hours", "Thu 5 Nov 2026 10:00:00"),
    ],
)
def test_stops_apart_add_up(effect, limit, due):
    asked = rule(limit, stopped_by=(stopped_by(effect),))
    moments = ["Tue 3 Nov 2026 09:00", "Tue 3 Nov 2026 13:00", "Wed 4 Nov 2026 09:00", "Wed 4 Nov 2026 13:00"]
    assert due_of(asked, *pairs(PAUSE, *moments)) == due


def test_stops_that_touch_are_one_stretch():
    asked = rule("16 working hours", stopped_by=(stopped_by(OPEN_TIME, FEE), stopped_by(OPEN_TIME)))
    assert due_of(
        asked,
        *pairs(FEE, "Tue 3 Nov 2026 09:00", "Tue 3 Nov 2026 11:00"),
        *pairs(PAUSE, "Tue 3 Nov 2026 11:00", "Tue 3 Nov 2026 13:00"),
    ) == "Wed 4 Nov 2026 14:00:00"  # fmt: skip


def test_a_date_can_move_by_days_and_by_open_time():
    asked = rule("14 days", stopped_by=(stopped_by(MOVES, CLARITY), stopped_by(OPEN_TIME)))
    assert due_of(
        asked,
        *pairs(CLARITY, "Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00"),
        *pairs(PAUSE, "Thu 5 Nov 2026 09:00", "Thu 5 Nov 2026 17:00"),
    ) == "Thu 19 Nov 2026"  # fmt: skip


def test_an_hour_limit_can_move_by_days_and_by_real_time():
    asked = rule("24 hours", due_at=DueAt.INSTANT, stopped_by=(stopped_by(MOVES, CLARITY), stopped_by(OPEN_TIME)))
    assert due_of(
        asked,
        *pairs(CLARITY, "Mon 2 Nov 2026 11:00", "Mon 2 Nov 2026 12:00"),
        *pairs(PAUSE, "Mon 2 Nov 2026 13:00", "Mon 2 Nov 2026 20:00"),
    ) == "Wed 4 Nov 2026 17:00:00"  # fmt: skip


def test_a_second_asking_before_the_answer_changes_nothing():
    by = stopped_by(SKIPS, FEE)
    facts = [
        fact("fee_paid", "Mon 2 Nov 2026 11:00"),
        fact("fee_asked", "Thu 5 Nov 2026 09:00"),
        fact("fee_asked", "Fri 6 Nov 2026 09:00"),
        fact("fee_paid", "Mon 9 Nov 2026 09:00"),
        fact("fee_paid", "Wed 11 Nov 2026 09:00"),
        fact("fee_asked", "Thu 12 Nov 2026 09:00"),
    ]
    again = Span(at("Thu 12 Nov 2026 09:00"), None, by)
    assert reckoned(rule(stopped_by=(by,)), *facts)[5:7] == (
        (Span(at("Thu 5 Nov 2026 09:00"), at("Mon 9 Nov 2026 09:00"), by), again),
        again,
    )


def test_what_was_asked_before_the_clock_opened_does_not_stop_it():
    asked = rule(opens="escalated", stopped_by=(stopped_by(SKIPS, FEE),))
    found = reckoned(
        asked,
        fact("fee_asked", "Tue 3 Nov 2026 09:00"),
        fact("escalated", "Tue 10 Nov 2026 09:00"),
        fact("fee_paid", "Fri 13 Nov 2026 09:00"),
    )
    assert (found.spans, local(found.due)) == ((), "Tue 24 Nov 2026")


def test_what_was_asked_at_the_opening_stops_it():
    asked = rule(stopped_by=(stopped_by(SKIPS, FEE),))
    assert due_of(asked, *pairs(FEE, "Mon 2 Nov 2026 10:00", "Tue 3 Nov 2026 09:00")) == "Tue 17 Nov 2026"


def test_the_first_thing_awaited_is_the_one_named():
    fee, clarity = stopped_by(SKIPS, FEE), stopped_by(AGAIN, CLARITY)
    found = reckoned(
        rule(stopped_by=(fee, clarity)),
        fact("clarification_asked", "Tue 3 Nov 2026 09:00"),
        fact("fee_asked", "Wed 4 Nov 2026 09:00"),
    )
    first, second = Span(at("Tue 3 Nov 2026 09:00"), None, clarity), Span(at("Wed 4 Nov 2026 09:00"), None, fee)
    assert (found.spans, found.waiting) == ((first, second), first)


def test_two_things_asked_at_once_are_both_awaited():
    fee, clarity = stopped_by(SKIPS, FEE), stopped_by(AGAIN, CLARITY)
    asked_at = "Tue 3 Nov 2026 09:00"
    facts = [
        fact("clarification_asked", asked_at),
        fact("fee_asked", asked_at),
        fact("fee_paid", "Wed 4 Nov 2026 09:00"),
    ]
    found = reckoned(rule(stopped_by=(clarity, fee)), *facts)
    waiting, answered = Span(at(asked_at), None, clarity), Span(at(asked_at), at("Wed 4 Nov 2026 09:00"), fee)
    assert (found.spans, found.waiting, local(found.due)) == ((waiting, answered), waiting, "Wed 18 Nov 2026")


def test_an_answer_moves_the_date_though_something_else_is_awaited():
    asked = rule(stopped_by=(stopped_by(SKIPS, FEE), stopped_by(AGAIN, CLARITY)))
    facts = [
        fact("clarification_asked", "Tue 3 Nov 2026 09:00"),
        *pairs(FEE, "Wed 4 Nov 2026 09:00", "Thu 5 Nov 2026 09:00"),
    ]
    assert due_of(asked, *facts) == "Wed 18 Nov 2026"


# ---- a fresh start ----


def test_a_fresh_start_forgets_a_stop_that_was_over():
    asked = rule("1 month", stopped_by=(stopped_by(AGAIN, IDENTITY), stopped_by(MOVES, CLARITY)))
    facts = [
        *pairs(IDENTITY, "Tue 3 Nov 2026 09:00", "Fri 13 Nov 2026 09:00"),
        *pairs(CLARITY, "Wed 4 Nov 2026 09:00", "Fri 13 Nov 2026 08:59:59"),
    ]
    assert due_of(asked, *facts) == "Sun 13 Dec 2026"


def test_a_stop_answered_at_the_fresh_start_itself_still_takes_its_day():
    asked = rule("1 month", stopped_by=(stopped_by(AGAIN, IDENTITY), stopped_by(MOVES, CLARITY)))
    facts = [
        *pairs(IDENTITY, "Tue 3 Nov 2026 09:00", "Fri 13 Nov 2026 09:00"),
        *pairs(CLARITY, "Wed 4 Nov 2026 09:00", "Fri 13 Nov 2026 09:00"),
    ]
    assert due_of(asked, *facts) == "Mon 14 Dec 2026"


@pytest.mark.parametrize(
    ("effect", "limit", "due"),
    [
        (MOVES, "1 month", "Thu 17 Dec 2026"),  # 13 to 16 November
        (SKIPS, "10 working days", "Mon 30 Nov 2026"),  # 16 November; the 13th is day nought
        (OPEN_TIME, "1 working hour", "Mon 16 Nov 2026 10:00:00"),
    ],
)
def test_a_fresh_start_keeps_what_is_left_of_a_stop_that_was_not_over(effect, limit, due):
    asked = rule(limit, stopped_by=(stopped_by(AGAIN, IDENTITY), stopped_by(effect, CLARITY)))
    facts = [
        *pairs(CLARITY, "Mon 2 Nov 2026 10:00", "Mon 16 Nov 2026 09:00"),
        *pairs(IDENTITY, "Mon 2 Nov 2026 10:30", "Fri 13 Nov 2026 09:00"),
    ]
    assert due_of(asked, *facts) == due


def test_the_latest_of_two_fresh_starts_counts():
    asked = rule(stopped_by=(stopped_by(AGAIN, IDENTITY), stopped_by(AGAIN, CLARITY)))
    facts = [
        *pairs(IDENTITY, "Tue 3 Nov 2026 09:00", "Fri 13 Nov 2026 09:00"),
        *pairs(CLARITY, "Wed 4 Nov 2026 09:00", "Thu 5 Nov 2026 09:00"),
    ]
    found = reckoned(asked, *facts)
    assert (local(found.counted_from), local(found.due)) == ("Fri 13 Nov 2026 09:00:00", "Fri 27 Nov 2026")


def test_a_fresh_start_after_the_end_of_an_acknowledgement_s_limit_is_counted_as_the_rule_says():
    asked = rule(**CODE, start=Start.NEXT_OPEN, stopped_by=(stopped_by(AGAIN),))
    found = reckoned(asked, *pairs(PAUSE, "Tue 10 Nov 2026 09:00", "Wed 11 Nov 2026 18:00"))
    assert (local(found.due), found.counting) == ("Thu 26 Nov 2026", Counting(start=Start.NEXT_OPEN))


def test_a_fresh_start_before_the_count_begins_leaves_it_where_it_was():
    asked = rule(**CODE, start=Start.NEXT_OPEN, stopped_by=(stopped_by(AGAIN),))
    found = reckoned(asked, *pairs(PAUSE, "Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 18:00"))
    assert (local(found.counted_from), local(found.due), found.counting) == ("Mon 9 Nov 2026", "Mon 23 Nov 2026", PLAIN)


# ---- a matter that lapses ----


@pytest.mark.parametrize(
    ("moments", "lapses"),
    [
        (["Tue 3 Nov 2026 09:00"], "Wed 3 Feb 2027"),
        (["Tue 3 Nov 2026 09:00", "Wed 3 Feb 2027 23:59:59"], None),
        (["Tue 3 Nov 2026 09:00", "Thu 4 Feb 2027 00:00"], "Wed 3 Feb 2027"),
        (["Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00", "Thu 5 Nov 2026 09:00"], "Fri 5 Feb 2027"),
        (["Tue 3 Nov 2026 09:00", "Thu 4 Feb 2027 00:00", "Fri 5 Feb 2027 09:00"], "Wed 3 Feb 2027"),
    ],
)
def test_a_matter_lapses_when_an_answer_does_not_come_in_the_time_allowed(moments, lapses):
    found = reckoned(rule(stopped_by=(stopped_by(SKIPS, FEE, "3 months"),)), *pairs(FEE, *moments)).lapses
    assert (found and local(found)) == lapses


# ---- doors that close at midnight ----


NIGHTS = calendar(hours=week("22:00-24:00"))


def test_a_date_moves_by_whole_days_though_the_doors_close_at_midnight():
    asked = rule("2 working days", calendar=NIGHTS, due_at=DueAt.CLOSE_OF_BUSINESS, stopped_by=(stopped_by(MOVES),))
    assert due_of(asked, *pairs(PAUSE, "Tue 3 Nov 2026 09:00", "Tue 3 Nov 2026 10:00")) == "Fri 6 Nov 2026 00:00:00"


def test_open_time_is_laid_on_the_last_day_though_the_doors_close_at_midnight():
    asked = rule("2 working days", calendar=NIGHTS, due_at=DueAt.CLOSE_OF_BUSINESS, stopped_by=(stopped_by(OPEN_TIME),))
    assert due_of(asked, *pairs(PAUSE, "Tue 3 Nov 2026 22:00", "Tue 3 Nov 2026 23:00")) == "Thu 5 Nov 2026 00:00:00"


def test_a_lunch_break_inside_a_pause_is_not_given_back():
    lunch = calendar(hours=week("09:00-12:30 13:30-17:00"))
    asked = rule("3 working hours", calendar=lunch, stopped_by=(stopped_by(OPEN_TIME),))
    assert due_of(asked, *pairs(PAUSE, "Mon 2 Nov 2026 12:00", "Mon 2 Nov 2026 14:00")) == "Mon 2 Nov 2026 15:00:00"
    assert minutes("09:00-12:30 13:30-17:00") == lunch.hours[0]


def test_time_that_runs_out_at_closing_may_be_due_at_the_next_opening():
    asked = rule("3 working hours", at_closing=AtClosing.NEXT_OPENING, stopped_by=(stopped_by(OPEN_TIME),))
    assert due_of(asked, *pairs(PAUSE, "Mon 2 Nov 2026 11:00", "Mon 2 Nov 2026 15:00")) == "Tue 3 Nov 2026 09:00:00"


NIGHT = "Mon 2 Nov 2026 18:00"


@pytest.mark.parametrize(
    ("asked", "moments", "due"),
    [
        # day nought is Tuesday, and is never counted
        (
            rule("10 working days", **NEXT_OPEN, stopped_by=(stopped_by(SKIPS),)),
            ["Tue 3 Nov 2026 09:00", "Tue 3 Nov 2026 10:00"],
            "Tue 17 Nov 2026",
        ),
        (
            rule("10 working days", **NEXT_OPEN, stopped_by=(stopped_by(SKIPS),)),
            ["Wed 4 Nov 2026 09:00", "Wed 4 Nov 2026 10:00"],
            "Wed 18 Nov 2026",
        ),
        (
            rule("14 days", **NEXT_OPEN, stopped_by=(stopped_by(MOVES),)),
            ["Wed 4 Nov 2026 09:00", "Wed 4 Nov 2026 10:00"],
            "Wed 18 Nov 2026",
        ),
        (
            rule("14 days", **NEXT_OPEN, stopped_by=(stopped_by(OPEN_TIME),)),
            ["Wed 4 Nov 2026 09:00", "Wed 4 Nov 2026 17:00"],
            "Wed 18 Nov 2026",
        ),
        # day nought's own hour is that at which the doors open on it
        (
            rule("14 days", **NEXT_OPEN, due_at=DueAt.INSTANT, stopped_by=(stopped_by(OPEN_TIME),)),
            ["Wed 4 Nov 2026 09:00", "Wed 4 Nov 2026 10:00"],
            "Tue 17 Nov 2026 10:00:00",
        ),
        (
            rule("14 days", **NEXT_OPEN, due_at=DueAt.INSTANT, stopped_by=(stopped_by(MOVES),)),
            ["Wed 4 Nov 2026 09:00", "Wed 4 Nov 2026 10:00"],
            "Wed 18 Nov 2026 09:00:00",
        ),
    ],
)
def test_a_stop_is_laid_on_the_count_as_the_rule_begins_it(asked, moments, due):
    case = contact("letter", fact("received", NIGHT), *pairs(PAUSE, *moments))
    assert local(reckon(asked, case).due) == due


@pytest.mark.parametrize(
    ("at_closing", "due"), [(AtClosing.DUE_THEN, "Mon 16 Nov 2026"), (AtClosing.NEXT_OPENING, "Tue 17 Nov 2026")]
)
def test_open_time_that_ends_as_the_doors_close_wins_a_day_only_where_the_next_opening_counts(at_closing, due):
    asked = rule("10 working days", at_closing=at_closing, stopped_by=(stopped_by(OPEN_TIME),))
    assert due_of(asked, *pairs(PAUSE, "Tue 3 Nov 2026 10:00", "Tue 3 Nov 2026 17:00")) == due


AUCKLAND = calendar(zone="Pacific/Auckland")


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        # Monday 2 November 10:00 in London is 23:00 in Auckland, and 11:30 is Tuesday there
        (rule("4 working days", calendar=AUCKLAND, stopped_by=(stopped_by(SKIPS),)), "Tue 10 Nov 2026 10:59:59"),
        (rule("4 days", calendar=AUCKLAND, stopped_by=(stopped_by(MOVES),)), "Sun 8 Nov 2026 10:59:59"),
        (rule("4 days", calendar=AUCKLAND, stopped_by=(stopped_by(OPEN_TIME),)), "Mon 9 Nov 2026 10:59:59"),
    ],
)
def test_days_are_those_of_the_calendar_s_own_zone(asked, due):
    there = pairs(PAUSE, "Mon 2 Nov 2026 11:30", "Tue 3 Nov 2026 11:30")
    found = local(reckoned(asked, *there).due)
    assert found == due


WEST = calendar(zone="America/Los_Angeles")


@pytest.mark.parametrize(
    ("limit", "effect", "due"),
    [
        # Monday 2 November 10:00 in London is 02:00 in Los Angeles; the pause is Monday 20:00 to Tuesday 20:00 there
        ("4 working days", SKIPS, "Mon 9 Nov 2026"),
        ("4 days", MOVES, "Sun 8 Nov 2026"),
        ("4 days", OPEN_TIME, "Sat 7 Nov 2026"),
    ],
)
def test_days_end_where_they_end_in_the_calendar_s_own_zone(limit, effect, due):
    hours = week("09:00-17:00") if effect is not OPEN_TIME else week("00:00-24:00", "00:00-24:00", "00:00-24:00")
    asked = rule(limit, calendar=replace(WEST, hours=hours), stopped_by=(stopped_by(effect),))
    found = reckoned(asked, *pairs(PAUSE, "Tue 3 Nov 2026 04:00", "Wed 4 Nov 2026 04:00")).due
    assert f"{found.astimezone(WEST.tz):%a {found.astimezone(WEST.tz).day} %b %Y %H:%M:%S}" == f"{due} 23:59:59"


def test_time_given_back_lands_on_a_day_of_the_calendar_s_own_zone():
    always = replace(WEST, hours=week("00:00-24:00", "00:00-24:00", "00:00-24:00"))
    asked = rule("4 days", calendar=always, stopped_by=(stopped_by(OPEN_TIME),))
    evening = fact("received", "Tue 3 Nov 2026 04:00")
    case = contact("letter", evening, *pairs(PAUSE, "Tue 3 Nov 2026 05:00", "Wed 4 Nov 2026 05:00"))
    due = reckon(asked, case).due
    assert (due.astimezone(WEST.tz).date(), due) == (on("Sat 7 Nov 2026"), at("Sun 8 Nov 2026 07:59:59"))


def test_a_condition_s_own_limit_is_counted_as_the_rule_begins_it():
    case = contact("letter", fact("received", NIGHT), fact("declared", "Thu 5 Nov 2026 09:00"))
    for start, found in ((Start.ACTUAL, None), (Start.NEXT_OPEN, case.facts[1])):
        asked = rule("10 working days", start=start)
        assert holds(Condition("declared", WorkingDays(2)), asked, case, reckon(asked, case)) == found


def test_a_condition_without_a_limit_is_kept_as_the_clock_s_unit_is():
    case = contact("letter", fact("received", "Mon 2 Nov 2026 10:00"), fact("told", "Mon 2 Nov 2026 10:00:12.5"))
    asked = rule("12 seconds")
    assert holds(Condition("told"), asked, case, reckon(asked, case)) is None


def test_a_stop_begins_in_time_as_the_clock_s_unit_says():
    asked = rule("12 seconds", stopped_by=(stopped_by(AGAIN),))
    assert reckoned(asked, fact("paused", "Mon 2 Nov 2026 10:00:12")).waiting is not None
    assert reckoned(asked, fact("paused", "Mon 2 Nov 2026 10:00:12.5")).waiting is None


# ---- extensions ----


BOTH = {"reason": True, "told": True}
TWENTY = Extension("extended", to=WorkingDays(20), needs=("reason", "told"))


@pytest.mark.parametrize(
    ("when", "details", "due"),
    [
        ("Tue 3 Nov 2026 09:00", BOTH, "Mon 30 Nov 2026"),
        ("Mon 16 Nov 2026 23:59:59", BOTH, "Mon 30 Nov 2026"),
        ("Tue 17 Nov 2026 00:00", BOTH, "Mon 16 Nov 2026"),
        ("Tue 3 Nov 2026 09:00", {"reason": True}, "Mon 16 Nov 2026"),
        ("Tue 3 Nov 2026 09:00", {"reason": "", "told": True}, "Mon 16 Nov 2026"),
        ("Tue 3 Nov 2026 09:00", {**BOTH, "until": on("Fri 20 Nov 2026")}, "Fri 20 Nov 2026"),
        ("Tue 3 Nov 2026 09:00", {**BOTH, "until": on("Fri 4 Dec 2026")}, "Mon 30 Nov 2026"),
        ("Tue 3 Nov 2026 09:00", {**BOTH, "until": on("Fri 13 Nov 2026")}, "Mon 16 Nov 2026"),
        ("Tue 3 Nov 2026 09:00", {**BOTH, "until": at("Fri 20 Nov 2026 12:00")}, "Fri 20 Nov 2026 12:00:00"),
    ],
)  # fmt: skip
def test_an_extension_holds_if_told_in_time_with_all_it_needs(when, details, due):
    assert due_of(rule(extension=TWENTY), fact("extended", when, **details)) == due


def test_the_working_keeps_the_first_due_moment_and_the_notice():
    opened, first, due = at("Mon 2 Nov 2026 10:00"), at("Mon 16 Nov 2026 23:59:59"), at("Mon 30 Nov 2026 23:59:59")
    told = fact("extended", "Tue 3 Nov 2026 09:00", reason=True, told=True)
    assert reckoned(rule(extension=TWENTY), told) == Reckoning(
        opened, opened, first, due, WorkingDays(20), extended=told
    )


@pytest.mark.parametrize("settings", [{}, {"start": Start.NEXT_OPEN}, {"first_day": 0}, {"start": Start.AFTER_CUT_OFF}])
def test_an_extension_by_a_limit_is_counted_from_the_first_due_day(settings):
    longer = Extension("extended", by=WorkingDays(10))
    told = fact("extended", "Tue 3 Nov 2026 09:00")
    opened, first, due = at("Mon 2 Nov 2026 10:00"), at("Mon 16 Nov 2026 23:59:59"), at("Mon 30 Nov 2026 23:59:59")
    assert reckoned(rule(extension=longer, **settings), told) == Reckoning(
        opened, opened, first, due, WorkingDays(10), extended=told, counting=Counting(**settings)
    )


def test_an_extension_by_a_limit_begins_after_the_first_due_day_though_the_first_day_counts():
    asked = rule(extension=Extension("extended", by=CalendarDays(7)), first_day=1)
    assert due_of(asked, fact("extended", "Tue 3 Nov 2026 09:00")) == "Fri 20 Nov 2026"


ANEW = Extension("extended", to=WorkingDays(20), told_anew=True)
CLARIFIED = ("Tue 17 Nov 2026 09:00", "Wed 18 Nov 2026 09:00")
"""Asked a day after the first limit, and within the longer one."""


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ([fact("extended", "Tue 3 Nov 2026 09:00")], "Mon 30 Nov 2026"),
        ([fact("extended", "Tue 3 Nov 2026 09:00"), *pairs(CLARITY, *CLARIFIED)], "Wed 2 Dec 2026"),
        ([fact("extended", "Tue 3 Nov 2026 09:00"), *pairs(CLARITY, *CLARIFIED[:1])], "Mon 30 Nov 2026"),
        ([fact("extended", "Tue 3 Nov 2026 09:00"), *pairs(IDENTITY, *CLARIFIED)], "Wed 2 Dec 2026"),
        (
            [
                fact("extended", "Tue 3 Nov 2026 09:00"),
                *pairs(CLARITY, *CLARIFIED),
                fact("extended", "Wed 2 Dec 2026 23:59:59"),
            ],
            "Wed 16 Dec 2026",
        ),
        (
            [
                fact("extended", "Tue 3 Nov 2026 09:00"),
                *pairs(CLARITY, *CLARIFIED),
                fact("extended", "Thu 3 Dec 2026 00:00"),
            ],
            "Wed 2 Dec 2026",
        ),
        (
            [*pairs(CLARITY, "Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00"), fact("extended", "Wed 4 Nov 2026 09:00")],
            "Wed 2 Dec 2026",
        ),
        (
            [
                fact("extended", "Tue 3 Nov 2026 09:00"),
                *pairs(CLARITY, *CLARIFIED, "Thu 19 Nov 2026 09:00", "Mon 23 Nov 2026 09:00"),
            ],
            "Mon 7 Dec 2026",
        ),
    ],
)
def test_a_clock_that_starts_again_is_extended_anew_where_the_rule_says_so(facts, due):
    stops = (stopped_by(AGAIN, CLARITY), stopped_by(MOVES, IDENTITY))
    assert due_of(rule(extension=ANEW, stopped_by=stops), *facts) == due


def test_the_working_of_a_fresh_start_keeps_every_stop_and_only_its_own_notice():
    told, later = fact("extended", "Tue 3 Nov 2026 09:00"), fact("extended", "Thu 19 Nov 2026 09:00")
    stop = stopped_by(AGAIN, CLARITY)
    found = reckoned(rule(extension=ANEW, stopped_by=(stop,)), told, *pairs(CLARITY, *CLARIFIED), later)
    assert found == Reckoning(
        opened=at("Mon 2 Nov 2026 10:00"),
        counted_from=at(CLARIFIED[1]),
        first_due=at("Wed 2 Dec 2026 23:59:59"),
        due=at("Wed 16 Dec 2026 23:59:59"),
        limit=WorkingDays(20),
        spans=(Span(at(CLARIFIED[0]), at(CLARIFIED[1]), stop),),
        extended=later,
    )


def test_an_extension_told_at_the_fresh_start_itself_is_of_the_new_count_with_all_that_still_holds_it_up():
    stops = (stopped_by(AGAIN, CLARITY), stopped_by(SKIPS, FEE))
    longer = Extension("extended", by=WorkingDays(5), told_anew=True)
    found = reckoned(
        rule("10 working days", extension=longer, stopped_by=stops),
        *pairs(CLARITY, "Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00"),
        fact("extended", "Wed 4 Nov 2026 09:00"),
        *pairs(FEE, "Tue 3 Nov 2026 10:00", "Thu 5 Nov 2026 10:00"),
    )
    assert (local(found.first_due), local(found.due)) == ("Thu 19 Nov 2026", "Thu 26 Nov 2026")


def test_what_is_asked_at_the_fresh_start_itself_is_of_the_new_request():
    told, stop = fact("extended", "Tue 3 Nov 2026 09:00"), stopped_by(AGAIN, CLARITY)
    again = [*pairs(CLARITY, *CLARIFIED), fact("clarification_asked", CLARIFIED[1])]
    found = reckoned(rule(extension=ANEW, stopped_by=(stop,)), told, *again)
    waiting = Span(at(CLARIFIED[1]), None, stop)
    assert (found.spans, found.waiting) == ((Span(at(CLARIFIED[0]), at(CLARIFIED[1]), stop), waiting), waiting)


def test_a_fresh_start_that_is_extended_anew_is_counted_as_the_rule_says():
    asked = rule(
        extension=ANEW,
        stopped_by=(stopped_by(AGAIN, CLARITY),),
        counts_from="acknowledged",
        counts_from_within=WorkingDays(2),
        first_day=1,
    )
    told = [fact("extended", "Tue 3 Nov 2026 10:00"), *pairs(CLARITY, *CLARIFIED)]
    for before in ([], [fact("acknowledged", "Mon 2 Nov 2026 12:00")]):
        found = reckoned(asked, *before, *told)
        assert (local(found.due), found.counting, found.begun_by) == ("Tue 1 Dec 2026", Counting(first_day=1), None)


def test_a_stop_within_an_extension_moves_it():
    to, by = Extension("extended", to=WorkingDays(20)), Extension("extended", by=WorkingDays(10))
    facts = [fact("extended", "Tue 3 Nov 2026 09:00"), *pairs(FEE, "Tue 17 Nov 2026 09:00", "Wed 18 Nov 2026 09:00")]
    fee = stopped_by(SKIPS, FEE)
    span = Span(at("Tue 17 Nov 2026 09:00"), at("Wed 18 Nov 2026 09:00"), fee)
    for extension in (to, by):
        found = reckoned(rule(extension=extension, stopped_by=(fee,)), *facts)
        assert (local(found.first_due), local(found.due), found.spans) == ("Mon 16 Nov 2026", "Wed 2 Dec 2026", (span,))


def test_a_stop_before_an_extension_moves_both_dates():
    to, by = Extension("extended", to=WorkingDays(20)), Extension("extended", by=WorkingDays(10))
    facts = [fact("extended", "Tue 3 Nov 2026 09:00"), *pairs(FEE, "Thu 5 Nov 2026 09:00", "Fri 6 Nov 2026 09:00")]
    fee = stopped_by(SKIPS, FEE)
    span = Span(at("Thu 5 Nov 2026 09:00"), at("Fri 6 Nov 2026 09:00"), fee)
    for extension in (to, by):
        found = reckoned(rule(extension=extension, stopped_by=(fee,)), *facts)
        assert (local(found.first_due), local(found.due), found.spans) == ("Wed 18 Nov 2026", "Wed 2 Dec 2026", (span,))


def test_a_fresh_start_within_an_extension_begins_the_longer_limit_again():
    asked = rule(extension=Extension("extended", to=WorkingDays(20)), stopped_by=(stopped_by(AGAIN),))
    found = reckoned(
        asked,
        fact("extended", "Tue 3 Nov 2026 09:00"),
        *pairs(PAUSE, "Tue 17 Nov 2026 09:00", "Wed 18 Nov 2026 09:00"),
    )
    assert (local(found.counted_from), local(found.first_due), local(found.due)) == (
        "Wed 18 Nov 2026 09:00:00",
        "Mon 16 Nov 2026",
        "Wed 16 Dec 2026",
    )


def test_a_fresh_start_within_an_extension_by_a_limit_begins_that_limit_again():
    asked = rule(
        extension=Extension("extended", by=WorkingDays(10)), stopped_by=(stopped_by(AGAIN),), start=Start.NEXT_OPEN
    )
    found = reckoned(
        asked,
        fact("extended", "Tue 3 Nov 2026 09:00"),
        *pairs(PAUSE, "Tue 17 Nov 2026 09:00", "Wed 18 Nov 2026 18:00"),
    )
    assert (local(found.counted_from), local(found.due), found.counting) == (
        "Mon 2 Nov 2026 10:00:00",
        "Thu 3 Dec 2026",
        Counting(start=Start.NEXT_OPEN),
    )


@pytest.mark.parametrize(
    "asked_on", ["Thu 5 Nov 2026 09:00", "Wed 18 Nov 2026 09:00"], ids=["before the extension", "within it"]
)
def test_what_is_awaited_may_lapse_whether_or_not_the_limit_was_extended(asked_on):
    fee = stopped_by(SKIPS, FEE, "1 month")
    span = Span(at(asked_on), None, fee)
    asked = rule(extension=Extension("extended", by=WorkingDays(10)), stopped_by=(fee,))
    found = reckoned(asked, fact("extended", "Tue 3 Nov 2026 09:00"), fact("fee_asked", asked_on))
    assert (found.spans, found.waiting, found.lapses.day, found.lapses.month) == ((span,), span, span.asked.day, 12)


def test_what_is_awaited_from_the_first_due_second_is_awaited_once():
    fee = stopped_by(SKIPS, FEE)
    asked = rule(extension=Extension("extended", by=WorkingDays(10)), stopped_by=(fee,))
    found = reckoned(asked, fact("extended", "Tue 3 Nov 2026 09:00"), fact("fee_asked", "Mon 16 Nov 2026 23:59:59"))
    assert found.spans == (Span(at("Mon 16 Nov 2026 23:59:59"), None, fee),)


def test_a_stop_at_the_first_due_second_is_not_counted_twice():
    asked = rule(extension=Extension("extended", by=WorkingDays(10)), stopped_by=(stopped_by(SKIPS, FEE),))
    found = reckoned(
        asked,
        fact("extended", "Tue 3 Nov 2026 09:00"),
        *pairs(FEE, "Mon 16 Nov 2026 23:59:59", "Tue 17 Nov 2026 09:00"),
    )
    assert (local(found.first_due), local(found.due), len(found.spans)) == ("Wed 18 Nov 2026", "Wed 2 Dec 2026", 1)


# ---- conditions ----


AB = ("a", "b")


def meets(condition, *facts, **opening):
    asked = rule("10 working days", opens="colleague_asked")
    facts = [fact("colleague_asked", "Mon 2 Nov 2026 10:00", **opening), *facts]
    case = contact("reception", *facts)
    found = holds(condition, asked, case, reckon(asked, case))
    return found and local(found.at)


@pytest.mark.parametrize(
    ("condition", "when", "details", "opening", "found"),
    [
        (Condition("declared"), "Mon 16 Nov 2026 23:59:59", {}, {}, "Mon 16 Nov 2026"),
        (Condition("declared"), "Tue 17 Nov 2026 00:00", {}, {}, None),
        (Condition("declared"), "Mon 2 Nov 2026 10:00", {}, {}, "Mon 2 Nov 2026 10:00:00"),
        (Condition("declared"), "Mon 2 Nov 2026 09:59:59", {}, {}, None),
        (Condition("declared", WorkingDays(3)), "Thu 5 Nov 2026 23:59:59", {}, {}, "Thu 5 Nov 2026"),
        (Condition("declared", WorkingDays(3)), "Fri 6 Nov 2026 00:00", {}, {}, None),
        (Condition("declared", Months(1)), "Wed 2 Dec 2026 09:00", {}, {}, "Wed 2 Dec 2026 09:00:00"),
        (Condition("declared", WorkingMinutes(60)), "Mon 2 Nov 2026 11:00:00", {}, {}, "Mon 2 Nov 2026 11:00:00"),
        (Condition("declared", needs=AB), "Tue 3 Nov 2026 09:00", {"a": 1, "b": 2}, {}, "Tue 3 Nov 2026 09:00:00"),
        (Condition("declared", needs=AB), "Tue 3 Nov 2026 09:00", {"a": 1}, {}, None),
        (Condition("declared", needs=AB), "Tue 3 Nov 2026 09:00", {"a": 1}, {"b": 2}, "Tue 3 Nov 2026 09:00:00"),
        (Condition("declared", needs=("a",)), "Tue 3 Nov 2026 09:00", {"a": ""}, {"a": 1}, None),
        (Condition("colleague_unavailable"), "Tue 3 Nov 2026 09:00", {}, {}, None),
    ],
)  # fmt: skip
def test_a_condition_is_met_in_its_time_and_with_its_details(condition, when, details, opening, found):
    assert meets(condition, fact("declared", when, **details), **opening) == found


@pytest.mark.parametrize(("even_before", "found"), [(True, "Fri 30 Oct 2026 09:00:00"), (False, None)])
def test_what_meets_a_condition_may_have_come_before_the_clock_opened_where_the_rule_says_so(even_before, found):
    declared = fact("declared", "Fri 30 Oct 2026 09:00")
    case = contact("reception", declared, fact("colleague_asked", "Mon 2 Nov 2026 10:00"))
    asked = rule("10 working days", opens="colleague_asked", even_before=even_before)
    met = holds(Condition("declared"), asked, case, reckon(asked, case))
    assert (met and local(met.at)) == found


def test_a_condition_is_met_by_the_first_fact_that_has_the_details():
    facts = [
        fact("declared", "Tue 3 Nov 2026 09:00"),
        fact("declared", "Wed 4 Nov 2026 09:00", told=True),
    ]
    assert meets(Condition("declared", needs=("told",)), *facts) == "Wed 4 Nov 2026 09:00:00"


def test_the_time_of_a_condition_is_kept_as_its_own_unit_is():
    case = contact("letter", fact("received", "Mon 2 Nov 2026 10:00"), fact("told", "Mon 2 Nov 2026 10:00:12"))
    asked = rule("10 working days")
    assert holds(Condition("told", parse("4 rings")), asked, case, reckon(asked, case)) is None
    assert holds(Condition("told", parse("12 seconds")), asked, case, reckon(asked, case)) == case.facts[1]


def test_a_date_somebody_was_told_is_over_at_its_end_and_a_time_at_once():
    assert moment_said(on("Wed 1 Jul 2026"), ENGLAND) == at("Wed 1 Jul 2026 23:59:59")
    assert moment_said(at("Wed 1 Jul 2026 09:00"), ENGLAND) == at("Wed 1 Jul 2026 09:00")


def test_thousands_of_pauses_are_each_looked_at_once(monkeypatch):
    """Sixteen thousand on one line took two minutes when each was laid on the limit with all before it."""
    looked = []

    def counted(begin, end, calendar):
        looked.append(begin)
        return open_between(begin, end, calendar)

    monkeypatch.setattr(reckoning, "open_between", counted)
    opened = at("Mon 2 Nov 2026 09:00")
    facts = [fact("received", "Mon 2 Nov 2026 09:00")]
    for n in range(1000):
        facts += [
            Fact("paused", opened + timedelta(seconds=20 * n + 1)),
            Fact("resumed", opened + timedelta(seconds=20 * n + 11)),
        ]
    found = reckon(rule("7 working hours", stopped_by=(stopped_by(OPEN_TIME),)), contact("letter", *facts))
    assert (len(found.spans), len(looked)) == (1000, 1000)
    assert found.due == at("Tue 3 Nov 2026 10:46:40")


def test_a_fresh_start_forgets_what_was_over_and_keeps_the_rest_of_what_was_not():
    stops = (stopped_by(OPEN_TIME), stopped_by(AGAIN, CLARITY))
    asked = rule("10 working hours", stopped_by=stops)
    facts = [
        *pairs(PAUSE, "Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026 11:00"),
        *pairs(PAUSE, "Mon 2 Nov 2026 12:00", "Mon 2 Nov 2026 15:00"),
        *pairs(CLARITY, "Mon 2 Nov 2026 13:00", "Mon 2 Nov 2026 14:00"),
    ]
    found = reckon(asked, contact("letter", fact("received", "Mon 2 Nov 2026 09:00"), *facts))
    assert (local(found.counted_from), local(found.due)) == ("Mon 2 Nov 2026 14:00:00", "Tue 3 Nov 2026 17:00:00")


def test_a_question_that_still_waits_does_not_change_from_which_day_off_a_limit_was_moved():
    asked = rule("14 days", **ROLLS, stopped_by=(stopped_by(MOVES, CLARITY),))
    case = contact(
        "letter", fact("received", "Sat 7 Nov 2026 10:00"), fact("clarification_asked", "Mon 9 Nov 2026 10:00")
    )
    found = reckon(asked, case)
    assert (local(found.due), moved_from(asked, found)) == ("Mon 23 Nov 2026", on("Sat 21 Nov 2026"))


def test_a_limit_in_hours_stands_still_for_as_long_as_all_its_stops_together():
    asked = rule("24 hours", stopped_by=(stopped_by(OPEN_TIME),))
    stops = "Mon 2 Nov 2026 11:00", "Mon 2 Nov 2026 13:00", "Mon 2 Nov 2026 20:00", "Mon 2 Nov 2026 23:00"
    assert due_of(asked, *pairs(PAUSE, *stops)) == "Tue 3 Nov 2026 15:00:00"
