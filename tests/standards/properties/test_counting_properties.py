"""Every way of counting, against days counted on the fingers and minutes counted on the wall."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from answerable.standards.time.calendar import CannotCount
from answerable.standards.time.counting import (
    add_months,
    after_open_time,
    day_nought,
    due,
    in_time,
    open_between,
    soft_target,
    working_days_before,
)
from answerable.standards.time.duration import WorkingDays, WorkingMinutes
from tests import oracle
from tests.standards.properties.strategies import DAY, SECOND, counting, limit, moments, pairs, settings, worlds

DAYS = {"working day": 12, "day": 20, "week": 3, "month": 2}
FRACTION = timedelta(microseconds=900_000)


def answer(count, *what):
    """What the engine says, or None where it says that it cannot know."""
    try:
        return count(*what)
    except CannotCount:
        return None


@given(st.data())
def test_working_minutes_run_out_when_the_wall_has_shown_so_many_open_ones(data):
    world = data.draw(worlds())
    opened = data.draw(moments(world))
    number, chosen = data.draw(st.integers(0, 900)), data.draw(settings())
    expected = oracle.due(world.office, number, "working minute", opened, **chosen)
    assume(expected is not None)
    assert due(WorkingMinutes(number), opened, world.calendar, counting(chosen)) == expected


@given(st.data())
def test_working_time_that_ends_exactly_as_the_doors_close_is_due_then_or_when_they_next_open(data):
    world = data.draw(worlds())
    opened, shut = data.draw(pairs(world, days=4))
    seconds = oracle.open_seconds(world.office, opened, shut)
    chosen = data.draw(settings())
    expected = oracle.after_open_seconds(world.office, opened, seconds, at_closing=chosen["at_closing"])
    assume(expected is not None)
    assert after_open_time(seconds, opened, world.calendar, counting(chosen)) == expected


@pytest.mark.parametrize("unit", DAYS)
@given(st.data())
def test_a_limit_in_days_ends_on_the_day_counted_on_the_fingers(unit, data):
    world = data.draw(worlds(after=90))
    opened = data.draw(moments(world)) + data.draw(st.sampled_from([timedelta(), FRACTION]))
    number, chosen = data.draw(st.integers(1, DAYS[unit])), data.draw(settings())
    expected = oracle.due(world.office, number, unit, opened, **chosen)
    assume(oracle.local_day(world.office, expected) <= world.last - DAY)
    assert due(limit(number, unit), opened, world.calendar, counting(chosen)) == expected


@given(st.data())
def test_the_same_day_is_day_nought_whatever_the_first_day_is_called(data):
    world = data.draw(worlds())
    opened, chosen = data.draw(moments(world)), data.draw(settings())
    expected = oracle.due(world.office, 0, "working day", opened, **chosen)
    assert due(WorkingDays(0), opened, world.calendar, counting(chosen)) == expected


@given(st.data())
def test_day_nought_is_the_day_of_receipt_unless_the_start_rule_moves_it(data):
    world = data.draw(worlds())
    opened = data.draw(moments(world))
    starts = [data.draw(settings(start=[rule])) for rule in oracle_starts()]
    assert [day_nought(opened, world.calendar, counting(chosen)) for chosen in starts] == [
        oracle.day_nought(world.office, opened, chosen["start"], chosen["cut_off"]) for chosen in starts
    ]


@given(st.data())
def test_hours_are_real_hours_counted_minute_by_minute_over_a_clock_change(data):
    world = data.draw(worlds())
    opened, number = data.draw(moments(world)), data.draw(st.integers(0, 72))
    found = due(limit(number, "hour"), opened, world.calendar)
    shift = oracle.wall(world.office.zone, found).utcoffset() - oracle.wall(world.office.zone, opened).utcoffset()
    before, after = (oracle.wall(world.office.zone, moment).replace(tzinfo=None) for moment in (opened, found))
    assert (found, after - before) == (
        oracle.due(world.office, number, "hour", opened),
        timedelta(hours=number) + shift,
    )


@given(st.dates(), st.integers(0, 40))
def test_months_go_to_the_same_date_or_to_the_last_there_is(day, months):
    assume(day.year + 4 < 9999)
    assert add_months(day, months) == oracle.same_date_after(day, months)


@given(st.data())
def test_the_softer_target_is_the_last_working_day_that_is_not_after_the_due_day(data):
    world = data.draw(worlds())
    moment = data.draw(moments(world, first=world.first + 30 * DAY))
    day = oracle.local_day(world.office, moment - SECOND)  # midnight is the end of the day before
    back = [day - n * DAY for n in range(30)]
    working = [one for one in back if oracle.is_working(world.office, one)]
    assume(working)
    assert soft_target(moment, world.calendar) == working[0]


@given(st.data())
def test_the_warning_comes_at_the_beginning_of_the_working_day_so_many_before(data):
    world = data.draw(worlds())
    moment, days = data.draw(moments(world, first=world.first + 40 * DAY)), data.draw(st.integers(1, 3))
    day = oracle.local_day(world.office, moment - SECOND)
    earlier = [day - n * DAY for n in range(1, 40)]
    working = [one for one in earlier if oracle.is_working(world.office, one)]
    assume(len(working) >= days)
    assert working_days_before(moment, days, world.calendar) == oracle.first_second(world.office, working[days - 1])


# ---- what must be so whatever the numbers are ----


@given(st.data())
def test_what_comes_later_is_never_due_earlier(data):
    world = data.draw(worlds())
    earlier, later = data.draw(pairs(world))
    unit = data.draw(st.sampled_from([*DAYS, "working minute", "hour"]))
    # AFTER_CUT_OFF is left out: late on a Friday is taken as Monday, but Saturday as Saturday.
    starts, ends = ["ACTUAL", "NEXT_OPEN", "NEXT_WORKING_DAY"], ["end of day", "close of business"]
    number, chosen = data.draw(st.integers(0, 9)), data.draw(settings(start=starts, due_at=ends))
    dues = [answer(due, limit(number, unit), opened, world.calendar, counting(chosen)) for opened in (earlier, later)]
    assume(None not in dues)
    assert dues == sorted(dues)


@given(st.data())
def test_a_longer_limit_is_never_due_earlier(data):
    world = data.draw(worlds())
    opened = data.draw(moments(world))
    unit = data.draw(st.sampled_from([*DAYS, "working minute", "hour"]))
    chosen = data.draw(settings())
    lengths = sorted(data.draw(st.sets(st.integers(1, 12), min_size=2, max_size=3)))
    dues = [answer(due, limit(number, unit), opened, world.calendar, counting(chosen)) for number in lengths]
    dues = [one for one in dues if one is not None]
    assert dues == sorted(dues)


@given(st.data())
def test_a_day_off_more_never_brings_a_limit_in_working_days_forward(data):
    world = data.draw(worlds())
    opened, number = data.draw(moments(world)), data.draw(st.integers(1, 12))
    chosen = data.draw(settings(due_at=["end of day"]))
    proclaimed = world.first + data.draw(st.integers(0, 40)) * DAY
    holidays = {**world.calendar.holidays, proclaimed: "proclaimed late"}
    changed = type(world.calendar)(**{**fields(world.calendar), "holidays": holidays})
    dues = [answer(due, WorkingDays(number), opened, one, counting(chosen)) for one in (world.calendar, changed)]
    assume(None not in dues)
    assert dues == sorted(dues)


@given(st.data())
def test_a_due_moment_is_in_time_and_the_next_second_is_not(data):
    world = data.draw(worlds())
    opened = data.draw(moments(world))
    unit = data.draw(st.sampled_from([*DAYS, "working minute", "hour"]))
    number, chosen = data.draw(st.integers(1, 9)), data.draw(settings())
    due_at = answer(due, limit(number, unit), opened, world.calendar, counting(chosen))
    assume(due_at is not None)
    asked = [due_at - SECOND, due_at, due_at + FRACTION, due_at + SECOND]
    assert [in_time(moment, due_at, limit(number, unit)) for moment in asked] == [
        True,
        True,
        unit != "hour",
        False,
    ]


@given(st.data())
def test_working_time_used_up_by_the_due_moment_is_the_time_promised(data):
    world = data.draw(worlds())
    opened, number = data.draw(moments(world)), data.draw(st.integers(0, 3000))
    due_at = answer(due, WorkingMinutes(number), opened, world.calendar, counting(data.draw(settings())))
    assume(due_at is not None)
    assert open_between(opened, due_at, world.calendar) == number * 60


def oracle_starts():
    return ["ACTUAL", "NEXT_OPEN", "NEXT_WORKING_DAY", "AFTER_CUT_OFF"]


def fields(calendar):
    return {name: getattr(calendar, name) for name in calendar.__dataclass_fields__}
