"""The calendar and its table against a clock on the wall that is read minute by minute."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.standards.time.calendar import CannotCount
from answerable.standards.time.counting import end_of, open_between, start_of, working_days_between
from tests import oracle
from tests.standards.properties.strategies import DAY, SECOND, moments, pairs, worlds


def seconds(moment):
    return int(moment.timestamp())


@given(st.data())
def test_the_doors_are_open_when_the_clock_on_the_wall_says_so(data):
    world = data.draw(worlds())
    moment = data.draw(moments(world))
    around = [moment + nudge * SECOND for nudge in (-3600, -1800, -1, 0, 1, 1800, 3600)]
    around = [one for one in around if oracle.local_day(world.office, one) >= world.first]
    assert [world.calendar.table.is_open(seconds(one)) for one in around] == [
        oracle.is_open(world.office, one) for one in around
    ]


@given(st.data())
def test_a_moment_belongs_to_the_day_that_the_wall_calendar_shows(data):
    world = data.draw(worlds())
    moment = data.draw(moments(world))
    held = world.calendar.table.day_of(seconds(moment)) * DAY + world.first
    assert held == oracle.local_day(world.office, moment)


@given(st.data())
def test_open_time_between_two_moments_is_the_open_minutes_counted_one_by_one(data):
    world = data.draw(worlds())
    start, end = data.draw(pairs(world, days=5))
    assert open_between(start, end, world.calendar) == oracle.open_seconds(world.office, start, end)


@given(st.data())
def test_open_time_before_and_after_a_moment_adds_up(data):
    world = data.draw(worlds())
    one, two, three = sorted(data.draw(moments(world, days=60)) for _ in range(3))
    table = world.calendar.table
    one, two, three = map(seconds, (one, two, three))
    assert table.open_between(one, two) + table.open_between(two, three) == table.open_between(one, three)


@given(worlds())
def test_a_day_begins_and_ends_with_the_first_and_last_minute_that_shows_its_date(world):
    days = days_around_the_middle(world)
    assert [(start_of(day, world.calendar), end_of(day, world.calendar)) for day in days] == [
        (oracle.first_second(world.office, day), oracle.last_second(world.office, day)) for day in days
    ]


@given(worlds())
def test_the_open_stretches_of_a_day_are_its_open_minutes(world):
    stretches = world.calendar.table.stretches
    days = days_around_the_middle(world)
    held = [stretches[(day - world.first).days] for day in days]
    assert [[minute for opened, shut in one for minute in range(opened, shut, 60)] for one in held] == [
        [
            seconds(minute)
            for minute in oracle.minutes_of(world.office.zone, day)
            if oracle.is_open(world.office, minute)
        ]
        for day in days
    ]


@given(st.data())
def test_working_days_between_two_days_are_counted_one_by_one(data):
    world = data.draw(worlds())
    ends = sorted(world.first + data.draw(st.integers(0, 72)) * DAY for _ in range(2))
    days = [ends[0] + n * DAY for n in range((ends[1] - ends[0]).days + 1)]
    assert working_days_between(*ends, world.calendar) == sum(oracle.is_working(world.office, day) for day in days)


@given(st.data())
def test_a_day_off_has_a_reason_and_a_working_day_has_none(data):
    world = data.draw(worlds())
    days = [world.first + n * DAY for n in range((world.last - world.first).days + 1)]
    assert [world.calendar.why_off(day) is None for day in days] == [
        oracle.is_working(world.office, day) for day in days
    ]


@given(st.data())
def test_nothing_is_counted_outside_the_days_that_are_known(data):
    world = data.draw(worlds())
    inside = data.draw(moments(world))
    before = oracle.first_second(world.office, world.first) - SECOND
    after = oracle.last_second(world.office, world.last) + SECOND
    outside = [before, after, before - timedelta(days=400), after + timedelta(days=400)]
    assert [refused(open_between, *sorted([inside, moment]), world.calendar) for moment in outside] == [True] * 4


def days_around_the_middle(world):
    """The days on which the clocks changed, where they did, and those beside them."""
    return [world.first + n * DAY for n in range(10, 14)]


def refused(count, *what):
    try:
        count(*what)
    except CannotCount:
        return True
    return False
