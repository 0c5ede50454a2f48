"""The days of a working, one by one, and that they come to the same date as the reckoning."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from answerable.standards.charter.clock_rules import Effect, Extension, StoppedBy
from answerable.standards.explaining.days import Day, days_of
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.reckoning import reckon
from answerable.standards.time.calendar import CannotCount
from answerable.standards.time.counting import Counting, DueAt, OnDayOff, Start
from answerable.standards.time.duration import CalendarDays, WorkingDays, WorkingMinutes
from answerable.standards.time.table import OutsideTable
from tests.build import calendar, contact, fact, on, rule, special, week
from tests.standards.properties.strategies import counting, moments, settings, worlds

MON, TUE, WED, THU, FRI = [on(f"{day} Nov 2026") for day in ("Mon 2", "Tue 3", "Wed 4", "Thu 5", "Fri 6")]
ONE_DAY = timedelta(days=1)
NOUGHT = "The day it reached us, which is not counted"
LATER = "Stands for the day it reached us, which is not counted"
COUNT = "The day the count began, which is not counted"
WEEKEND = [Day(on("Sat 7 Nov 2026"), None, "Saturday"), Day(on("Sun 8 Nov 2026"), None, "Sunday")]


def strip(asked, *facts, received="Mon 2 Nov 2026 10:00"):
    case = contact("letter", fact("received", received), *facts)
    return list(days_of(asked, reckon(asked, case)))


def stopped_by(effect):
    return (StoppedBy("paused", "resumed", effect, "We waited for you"),)


def counted(first, last, name="Working day", start=1, after=""):
    """Days that were counted, one after the other, with weekends between them if working days are."""
    days, number, on_day = [], start, first
    while on_day <= last:
        if name == "Working day" and on_day.weekday() > 4:
            days.append(Day(on_day, None, ("Saturday", "Sunday")[on_day.weekday() - 5]))
        else:
            days.append(Day(on_day, number, f"{name} {number}{after}"))
            number += 1
        on_day += ONE_DAY
    return days


# ---- limits in days ----


def test_a_day_says_what_it_counted_as():
    assert Day(TUE, 1, "Working day 1").says() == "Working day 1"
    assert Day(MON, 0, NOUGHT).says() == NOUGHT
    assert Day(WED, None, "Christmas Day").says() == "not counted: Christmas Day"


def test_working_days_are_numbered_and_days_off_have_their_reason():
    closed = calendar(closures={on("Thu 5 Nov 2026"): "Moving house"})
    assert strip(rule("4 working days", calendar=closed)) == [
        Day(MON, 0, NOUGHT),
        Day(TUE, 1, "Working day 1"),
        Day(WED, 2, "Working day 2"),
        Day(THU, None, "Moving house"),
        Day(FRI, 3, "Working day 3"),
        *WEEKEND,
        Day(on("Mon 9 Nov 2026"), 4, "Working day 4"),
    ]


def test_calendar_days_are_all_numbered():
    assert strip(rule("7 days")) == [Day(MON, 0, NOUGHT), *counted(TUE, on("Mon 9 Nov 2026"), "Day")]


def test_the_same_day_is_day_nought_however_days_are_counted():
    assert strip(rule("same day")) == strip(rule("same day", first_day=1)) == [Day(MON, 0, NOUGHT)]


@pytest.mark.parametrize("within", ["6 weeks", "1 month", "24 hours", "300 seconds", "4 rings"])
def test_other_limits_have_no_days_to_show(within):
    assert strip(rule(within)) == []
    assert strip(rule(within, extension=Extension("extended", by=rule(within).within)), EXTENDED) == []


@pytest.mark.parametrize(
    ("start", "received", "expected"),
    [
        (
            Start.NEXT_OPEN,
            "Fri 30 Oct 2026 18:30",
            [
                Day(on("Fri 30 Oct 2026"), None, "too late in the day"),
                Day(on("Sat 31 Oct 2026"), None, "Saturday"),
                Day(on("Sun 1 Nov 2026"), None, "Sunday"),
                Day(MON, 0, LATER),
                Day(TUE, 1, "Working day 1"),
            ],
        ),
        (
            Start.NEXT_WORKING_DAY,
            "Sun 1 Nov 2026 10:00",
            [Day(on("Sun 1 Nov 2026"), None, "Sunday"), Day(MON, 0, LATER), Day(TUE, 1, "Working day 1")],
        ),
        (
            Start.ACTUAL,
            "Sun 1 Nov 2026 10:00",
            [Day(on("Sun 1 Nov 2026"), 0, NOUGHT), Day(MON, 1, "Working day 1")],
        ),
    ],
)
def test_what_came_too_late_is_shown_from_the_day_it_came(start, received, expected):
    assert strip(rule("1 working day", start=start), received=received) == expected


def test_the_first_day_may_count():
    assert strip(rule("3 working days", first_day=1)) == counted(MON, WED)
    assert strip(rule("3 days", first_day=1)) == counted(MON, WED, "Day")
    assert strip(rule("1 working day", first_day=1), received="Sun 1 Nov 2026 10:00") == [
        Day(on("Sun 1 Nov 2026"), None, "Sunday"),
        Day(MON, 1, "Working day 1"),
    ]


def test_a_limit_that_moves_off_a_day_off_shows_where_it_moved():
    asked = rule("5 days", on_day_off=OnDayOff.NEXT_WORKING_DAY)
    assert strip(asked)[-3:] == [
        Day(on("Sat 7 Nov 2026"), 5, "Day 5"),
        Day(on("Sun 8 Nov 2026"), None, "Sunday"),
        Day(on("Mon 9 Nov 2026"), None, "the last day moves here, off a day off"),
    ]


def test_a_limit_that_is_over_as_the_doors_close_at_midnight_ends_on_the_day_before():
    nights = calendar(hours=week("22:00-24:00"))
    asked = rule("2 working days", calendar=nights, due_at=DueAt.CLOSE_OF_BUSINESS)
    assert strip(asked) == [Day(MON, 0, NOUGHT), *counted(TUE, WED)]


# ---- stops ----


PAUSED = [fact("paused", "Wed 4 Nov 2026 10:00"), fact("resumed", "Thu 5 Nov 2026 10:00")]


def test_days_skipped_have_the_reason_of_the_stop():
    assert strip(rule("4 working days", stopped_by=stopped_by(Effect.SKIPS_WORKING_DAYS)), *PAUSED) == [
        Day(MON, 0, NOUGHT),
        Day(TUE, 1, "Working day 1"),
        Day(WED, None, "We waited for you"),
        Day(THU, None, "We waited for you"),
        Day(FRI, 2, "Working day 2"),
        *WEEKEND,
        *counted(on("Mon 9 Nov 2026"), on("Tue 10 Nov 2026"), start=3),
    ]


def test_calendar_days_taken_out_have_the_reason_of_the_stop():
    assert strip(rule("4 days", stopped_by=stopped_by(Effect.MOVES_BY_CALENDAR_DAYS)), *PAUSED) == [
        Day(MON, 0, NOUGHT),
        Day(TUE, 1, "Day 1"),
        Day(WED, None, "We waited for you"),
        Day(THU, None, "We waited for you"),
        *counted(FRI, on("Sun 8 Nov 2026"), "Day", start=2),
    ]


def test_working_days_moved_by_calendar_days_are_given_back_at_their_end():
    asked = rule("2 working days", stopped_by=stopped_by(Effect.MOVES_BY_CALENDAR_DAYS))
    given_back = [Day(day, None, "it makes up for time the clock stood still") for day in (THU, FRI)]
    assert strip(asked, *PAUSED) == [Day(MON, 0, NOUGHT), *counted(TUE, WED), *given_back]


def test_a_day_off_within_a_stop_is_off_for_its_own_reason():
    pause = [fact("paused", "Fri 6 Nov 2026 10:00"), fact("resumed", "Mon 9 Nov 2026 10:00")]
    asked = rule("4 working days", stopped_by=stopped_by(Effect.SKIPS_WORKING_DAYS))
    assert strip(asked, *pause)[4:8] == [
        Day(FRI, None, "We waited for you"),
        *WEEKEND,
        Day(on("Mon 9 Nov 2026"), None, "We waited for you"),
    ]


@pytest.mark.parametrize("effect", Effect)
def test_a_stop_without_an_answer_takes_nothing_out(effect):
    asked = rule("4 days", stopped_by=stopped_by(effect))
    assert strip(asked, PAUSED[0]) == strip(rule("4 days"))


def test_time_given_back_for_a_stop_is_no_day_of_the_limit():
    asked = rule("2 working days", stopped_by=stopped_by(Effect.MOVES_BY_OPEN_TIME))
    pause = [fact("paused", "Tue 3 Nov 2026 09:00"), fact("resumed", "Tue 3 Nov 2026 17:00")]
    given_back = Day(THU, None, "it makes up for time the clock stood still")
    assert strip(asked, *pause) == [Day(MON, 0, NOUGHT), *counted(TUE, WED), given_back]


def test_a_day_given_back_after_a_weekend_was_not_moved_off_a_day_off():
    asked = rule("4 working days", stopped_by=stopped_by(Effect.MOVES_BY_OPEN_TIME))
    pause = [fact("paused", "Tue 3 Nov 2026 09:00"), fact("resumed", "Tue 3 Nov 2026 17:00")]
    given_back = Day(on("Mon 9 Nov 2026"), None, "it makes up for time the clock stood still")
    assert strip(asked, *pause)[-1] == given_back
    assert strip(replace(asked, counting=Counting(on_day_off=OnDayOff.NEXT_WORKING_DAY)), *pause)[-2:] == [
        WEEKEND[1],
        Day(on("Mon 9 Nov 2026"), None, "the last day moves here, off a day off"),
    ]


def test_a_day_stopped_before_the_count_began_is_given_back_at_its_end():
    asked = rule("2 days", stopped_by=stopped_by(Effect.MOVES_BY_CALENDAR_DAYS))
    pause = [fact("paused", "Mon 2 Nov 2026 11:00"), fact("resumed", "Mon 2 Nov 2026 12:00")]
    given_back = Day(THU, None, "it makes up for time the clock stood still")
    assert strip(asked, *pause) == [Day(MON, 0, NOUGHT), *counted(TUE, WED, "Day"), given_back]


def test_after_a_fresh_start_only_the_new_count_is_shown():
    asked = rule("1 working day", stopped_by=stopped_by(Effect.STARTS_AGAIN))
    assert strip(asked, fact("paused", "Mon 2 Nov 2026 11:00"), fact("resumed", "Wed 4 Nov 2026 10:00")) == [
        Day(WED, 0, COUNT),
        Day(THU, 1, "Working day 1"),
    ]


def test_a_count_from_the_end_of_another_limit_begins_on_its_last_day():
    asked = rule("1 working day", counts_from="acknowledged", counts_from_within="1 working day", start=Start.NEXT_OPEN)
    assert strip(asked) == [Day(TUE, 0, COUNT), Day(WED, 1, "Working day 1")]


# ---- extensions ----


EXTENDED = fact("extended", "Mon 2 Nov 2026 11:00")


@pytest.mark.parametrize("start", [Start.ACTUAL, Start.NEXT_OPEN])
def test_the_days_of_an_extension_by_a_limit_are_numbered_anew(start):
    asked = rule("2 working days", extension=Extension("extended", by=WorkingDays(3)), start=start)
    assert strip(asked, EXTENDED) == [
        Day(MON, 0, NOUGHT),
        *counted(TUE, WED),
        Day(THU, 1, "Working day 1 of the extension"),
        Day(FRI, 2, "Working day 2 of the extension"),
        *WEEKEND,
        Day(on("Mon 9 Nov 2026"), 3, "Working day 3 of the extension"),
    ]


def test_the_days_of_an_extension_to_a_limit_are_numbered_on():
    asked = rule("2 working days", extension=Extension("extended", to=WorkingDays(4)))
    assert strip(asked, EXTENDED) == [Day(MON, 0, NOUGHT), *counted(TUE, FRI)]


def test_an_extension_that_was_not_given_shows_no_days():
    for extension in (Extension("extended", to=WorkingDays(4)), Extension("extended", by=WorkingDays(4))):
        assert strip(rule("2 working days", extension=extension)) == [Day(MON, 0, NOUGHT), *counted(TUE, WED)]


def test_an_extension_that_was_not_given_hides_nothing_that_was_given_back():
    asked = rule("2 working days", stopped_by=stopped_by(Effect.MOVES_BY_OPEN_TIME))
    pause = [fact("paused", "Tue 3 Nov 2026 09:00"), fact("resumed", "Tue 3 Nov 2026 17:00")]
    for extension in (Extension("extended", to=WorkingDays(9)), Extension("extended", by=WorkingMinutes(60))):
        assert strip(replace(asked, extension=extension), *pause) == strip(asked, *pause)


def test_a_stop_that_ended_the_first_limit_is_not_taken_out_of_the_extension():
    skips = stopped_by(Effect.SKIPS_WORKING_DAYS)
    asked = rule("1 working day", extension=Extension("extended", by=WorkingDays(1)), stopped_by=skips)
    pause = [fact("paused", "Tue 3 Nov 2026 23:59:59"), fact("resumed", "Wed 4 Nov 2026 10:00")]
    assert strip(asked, EXTENDED, *pause)[-1] == Day(FRI, 1, "Working day 1 of the extension")


def test_an_extension_to_a_day_that_was_named_ends_there():
    asked = rule("2 working days", extension=Extension("extended", to=WorkingDays(9)))
    named = fact("extended", "Mon 2 Nov 2026 11:00", until=THU)
    assert strip(asked, named) == [Day(MON, 0, NOUGHT), *counted(TUE, THU)]


def test_a_stop_within_an_extension_takes_its_days_out_of_the_extension():
    skips = stopped_by(Effect.SKIPS_WORKING_DAYS)
    asked = rule("1 working day", extension=Extension("extended", by=WorkingDays(1)), stopped_by=skips)
    assert strip(asked, EXTENDED, *PAUSED) == [
        Day(MON, 0, NOUGHT),
        Day(TUE, 1, "Working day 1"),
        Day(WED, None, "We waited for you"),
        Day(THU, None, "We waited for you"),
        Day(FRI, 1, "Working day 1 of the extension"),
    ]


def test_the_time_of_an_extension_is_counted_apart():
    asked = rule("2 working hours", extension=Extension("extended", by=WorkingMinutes(6 * 60)))
    assert strip(asked, EXTENDED) == [
        Day(MON, 2 * 3600, "Open 09:00 to 17:00: 2 hours counted"),
        Day(MON, 5 * 3600, "Open 09:00 to 17:00: 5 hours counted of the extension"),
        Day(TUE, 1 * 3600, "Open 09:00 to 17:00: 1 hour counted of the extension"),
    ]


# ---- working time ----


LUNCH = calendar(
    hours=week("09:00-12:30 13:30-17:00"),
    closures={TUE: "Moving house"},
    closures_count=True,
    special={THU: special("", "Flood"), on("Sat 7 Nov 2026"): special("10:00-12:00", "Open day")},
)
OPEN = "Open 09:00 to 12:30 and 13:30 to 17:00:"


def test_working_time_is_shown_day_by_day():
    assert strip(rule("15 working hours", calendar=LUNCH)) == [
        Day(MON, 6 * 3600, f"{OPEN} 6 hours counted"),
        Day(TUE, None, "Moving house"),
        Day(WED, 7 * 3600, f"{OPEN} 7 hours counted"),
        Day(THU, None, "Not open"),
        Day(FRI, 2 * 3600, f"{OPEN} 2 hours counted"),
    ]


def test_days_off_have_their_reason_and_a_special_opening_counts():
    assert strip(rule("3 working hours", calendar=LUNCH), received="Fri 6 Nov 2026 17:30") == [
        Day(FRI, 0, f"{OPEN} no time counted"),
        Day(on("Sat 7 Nov 2026"), 2 * 3600, "Open 10:00 to 12:00: 2 hours counted"),
        Day(on("Sun 8 Nov 2026"), None, "Sunday"),
        Day(on("Mon 9 Nov 2026"), 3600, f"{OPEN} 1 hour counted"),
    ]


def test_a_stop_over_lunch_is_taken_out_of_the_time():
    asked = rule("7 working hours", calendar=LUNCH, stopped_by=stopped_by(Effect.MOVES_BY_OPEN_TIME))
    pause = [fact("paused", "Mon 2 Nov 2026 12:00"), fact("resumed", "Mon 2 Nov 2026 14:30")]
    still = "1 hour 30 minutes for which the clock stood still"
    assert strip(asked, *pause) == [
        Day(MON, 16200, f"{OPEN} 4 hours 30 minutes counted, and not the {still}"),
        Day(TUE, None, "Moving house"),
        Day(WED, 9000, f"{OPEN} 2 hours 30 minutes counted"),
    ]


def test_time_stopped_twice_over_is_taken_out_once():
    stops = tuple(StoppedBy(f"{one}_asked", f"{one}_paid", Effect.MOVES_BY_OPEN_TIME, "") for one in "abc")
    facts = [
        fact("a_asked", "Mon 2 Nov 2026 11:00"),
        fact("b_asked", "Mon 2 Nov 2026 11:30"),
        fact("a_paid", "Mon 2 Nov 2026 12:00"),
        fact("c_asked", "Mon 2 Nov 2026 12:00"),
        fact("c_paid", "Mon 2 Nov 2026 12:30"),
        fact("b_paid", "Mon 2 Nov 2026 13:00"),
    ]
    still = "4 hours counted, and not the 2 hours for which the clock stood still"
    assert strip(rule("4 working hours", stopped_by=stops), *facts) == [
        Day(MON, 4 * 3600, f"Open 09:00 to 17:00: {still}")
    ]


@pytest.mark.parametrize("effect", [Effect.STARTS_AGAIN, Effect.MOVES_BY_CALENDAR_DAYS])
def test_time_is_taken_out_only_where_the_clock_moves_by_it(effect):
    asked = rule("2 working hours", stopped_by=stopped_by(effect))
    pause = [fact("paused", "Mon 2 Nov 2026 10:30"), fact("resumed", "Mon 2 Nov 2026 11:00")]
    assert [day.why for day in strip(asked, *pause) if "stood still" in day.why] == []


def test_a_second_of_a_stop_is_a_second():
    asked = rule("1 working minute", stopped_by=stopped_by(Effect.MOVES_BY_OPEN_TIME))
    pause = [fact("paused", "Mon 2 Nov 2026 10:00"), fact("resumed", "Mon 2 Nov 2026 10:00:01")]
    still = "1 minute counted, and not the 1 second for which the clock stood still"
    assert strip(asked, *pause) == [Day(MON, 60, f"Open 09:00 to 17:00: {still}")]


# ---- days are those of the calendar's own zone ----


AUCKLAND = calendar(zone="Pacific/Auckland", hours=week("09:00-17:00"))
OVERNIGHT = [fact("paused", "Mon 2 Nov 2026 11:30"), fact("resumed", "Tue 3 Nov 2026 10:30")]
"""Half past midnight to half past eleven at night on Tuesday in Auckland."""


def test_days_in_another_zone_are_that_zone_s():
    asked = rule("2 working days", calendar=AUCKLAND, stopped_by=stopped_by(Effect.SKIPS_WORKING_DAYS))
    assert strip(asked, *OVERNIGHT) == [
        Day(MON, 0, NOUGHT),
        Day(TUE, None, "We waited for you"),
        *counted(WED, THU),
    ]
    assert strip(rule("1 working day", calendar=AUCKLAND), received="Mon 2 Nov 2026 11:30") == [
        Day(TUE, 0, NOUGHT),
        Day(WED, 1, "Working day 1"),
    ]


def test_days_end_where_they_end_in_the_calendar_s_own_zone():
    west = calendar(zone="America/Los_Angeles")
    asked = rule("2 working days", calendar=west, stopped_by=stopped_by(Effect.SKIPS_WORKING_DAYS))
    evening = [fact("paused", "Wed 4 Nov 2026 04:00"), fact("resumed", "Wed 4 Nov 2026 05:00")]
    assert strip(asked, *evening) == [
        Day(MON, 0, NOUGHT),
        Day(TUE, None, "We waited for you"),
        *counted(WED, THU),
    ]


def test_opening_hours_in_another_zone_are_that_zone_s():
    asked = rule("9 working hours", calendar=AUCKLAND)
    assert strip(asked, received="Mon 2 Nov 2026 11:30") == [
        Day(TUE, 8 * 3600, "Open 09:00 to 17:00: 8 hours counted"),
        Day(WED, 3600, "Open 09:00 to 17:00: 1 hour counted"),
    ]


# ---- the days and the reckoning come to the same ----


PAIR = ("paused", "resumed")


def reckoned(data, world, opened, limit, chosen, effect=None, extension=None):
    """Reckon an invented contact, perhaps with a stop or two, and give its days."""
    facts = [Fact("received", opened), Fact("extended", opened)]
    if effect is not None:
        first = opened.astimezone(world.calendar.tz).date()
        stops = data.draw(st.sets(moments(world, first=first, days=12), max_size=4))
        facts += [Fact(PAIR[n % 2], moment) for n, moment in enumerate(sorted(one for one in stops if one > opened))]
    asked = rule(
        limit,
        calendar=world.calendar,
        extension=extension,
        stopped_by=(StoppedBy(*PAIR, effect, "we wait"),) if effect else (),
    )
    asked = replace(asked, counting=counting(chosen))
    try:
        found = reckon(asked, Contact.of("1", "email", {"enquiry"}, facts))
        return found, days_of(asked, found)
    except (CannotCount, OutsideTable):
        assume(False)


@st.composite
def openings(draw, **only):
    world = draw(worlds())
    chosen = draw(settings(on_day_off=["stays"], due_at=["end of day", "close of business"], **only))
    return world, draw(moments(world)), chosen


@pytest.mark.slow
@pytest.mark.parametrize("unit", [WorkingDays, CalendarDays])
@given(st.data())
def test_the_last_day_is_the_due_day_and_the_highest_number_is_the_limit(unit, data):
    world, opened, chosen = data.draw(openings())
    effect = data.draw(st.sampled_from([None, *Effect]))
    number = data.draw(st.integers(1, 8))
    found, days = reckoned(data, world, opened, unit(number), chosen, effect)
    assert [day.number for day in days if day.number] == list(range(1, number + 1))
    assert [day.on for day in days] == [days[0].on + n * ONE_DAY for n in range(len(days))]
    if chosen["due_at"] == "end of day":
        assert days[-1].on == found.due.astimezone(world.calendar.tz).date()
    if effect in (None, Effect.STARTS_AGAIN):
        assert days[-1].number == number


@given(st.data())
def test_the_days_of_an_extension_are_as_many_as_it_gives(data):
    world, opened, chosen = data.draw(openings())
    number, more = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    longer = Extension("extended", by=WorkingDays(more))
    found, days = reckoned(data, world, opened, WorkingDays(number), chosen, extension=longer)
    assume(found.extended is not None)  # what came as the doors closed on its own last day is due before it came
    assert [day.number for day in days if day.number] == [*range(1, number + 1), *range(1, more + 1)]
    if chosen["due_at"] == "end of day":
        assert days[-1].on == found.due.astimezone(world.calendar.tz).date()


@given(st.data())
def test_the_seconds_counted_are_the_limit(data):
    world, opened, chosen = data.draw(openings())
    effect = data.draw(st.sampled_from([None, Effect.MOVES_BY_OPEN_TIME, Effect.STARTS_AGAIN]))
    number, more = data.draw(st.integers(1, 600)), data.draw(st.integers(1, 300))
    extensions = [None] if effect is Effect.STARTS_AGAIN else [None, Extension("extended", by=WorkingMinutes(more))]
    longer = data.draw(st.sampled_from(extensions))
    _, days = reckoned(data, world, opened, WorkingMinutes(number), chosen, effect, extension=longer)
    assert sum(day.number or 0 for day in days) == 60 * (number + more * (longer is not None))
