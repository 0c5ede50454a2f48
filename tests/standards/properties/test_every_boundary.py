"""Every opening, every closing and every midnight of ten years, and the seconds before and after each.

Where answers land exactly on a boundary is where such sums go wrong, and no boundary is left to chance.
"""

import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import answerable
from answerable.standards.time.calendar import Calendar, CannotCount
from answerable.standards.time.counting import AtClosing, Counting, DueAt, OnDayOff, Start, due
from answerable.standards.time.duration import CalendarDays, Months, WorkingDays, WorkingMinutes
from tests import oracle
from tests.oracle import WEEKDAYS, Office
from tests.standards.properties.oracle_of_years import Years
from tests.standards.properties.strategies import PATTERNS, ZONES, days_of_change, in_minutes

FIRST, LAST = date(2019, 1, 1), date(2028, 12, 31)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
HOLIDAYS = Path(next(iter(answerable.__path__))) / "charters" / "bank-holidays.toml"

NINE_TO_FIVE = (("09:00", "17:00"),)
WITH_LUNCH = (("09:00", "12:30"), ("13:30", "17:00"))
SATURDAY_MORNING = (("10:00", "13:00"),)

THEN, NEXT = Counting(), Counting(at_closing=AtClosing.NEXT_OPENING)
NEXT_OPEN = Counting(start=Start.NEXT_OPEN)
CLOSE = Counting(start=Start.AFTER_CUT_OFF, due_at=DueAt.CLOSE_OF_BUSINESS)
ROLLED = Counting(on_day_off=OnDayOff.NEXT_WORKING_DAY)


class Case(NamedTuple):
    """One calendar in the engine's words and in plain ones, walked once, with every boundary nudged both ways."""

    calendar: Calendar
    office: Office
    years: Years
    moments: list[int]


@cache
def bank_holidays(*nations):
    """The days that are bank holidays in any of the nations, with those withdrawn left out."""
    held = tomllib.loads(HOLIDAYS.read_text(encoding="utf-8"))["holiday"]
    return frozenset(one["date"] for one in held if set(nations) & set(one["nations"]) and "withdrawn_on" not in one)


def office_and_calendar(name):
    hours = dict.fromkeys(WEEKDAYS[:5], NINE_TO_FIVE) | dict.fromkeys(WEEKDAYS[5:], ())
    week, holidays, closures = WEEKDAYS[:5], bank_holidays("england-and-wales"), frozenset()
    if name == "foi-uk":
        christmases = {date(year, 12, day) for year in range(2019, 2029) for day in (25, 26)}
        holidays = bank_holidays("england-and-wales", "scotland", "northern-ireland") | christmases
        closures = frozenset(date(year, 12, day) for year in range(2019, 2029) for day in (24, 27, 28, 29, 30, 31))
    if name == "lunch and Saturday":
        hours = dict.fromkeys(WEEKDAYS[:5], WITH_LUNCH) | {"Saturday": SATURDAY_MORNING, "Sunday": ()}
        week = WEEKDAYS[:6]
    calendar = Calendar(
        name,
        weekdays=frozenset(map(WEEKDAYS.index, week)),
        hours=tuple(in_minutes(hours[weekday]) for weekday in WEEKDAYS),
        holidays=dict.fromkeys(holidays, "a bank holiday"),
        closures=dict.fromkeys(closures, "closed for Christmas"),
        closures_count=True,
        known_from=FIRST,
        known_until=LAST,
    )
    return Office("Europe/London", frozenset(week), hours, off=holidays, shut=holidays | closures), calendar


@pytest.fixture(scope="module", params=["england-and-wales", "foi-uk", "lunch and Saturday"])
def case(request):
    office, calendar = office_and_calendar(request.param)
    years = Years(office, FIRST, LAST)
    begin, end = years.begins[FIRST], years.ends[LAST]
    moments = sorted({boundary + nudge for boundary in years.boundaries() for nudge in (-1, 0, 1)})
    return Case(calendar, office, years, [moment for moment in moments if begin <= moment < end])


def test_there_are_as_many_boundaries_as_ten_years_have(case):
    days = (LAST - FIRST).days + 1
    windows = sum(len(oracle.windows(case.office, FIRST + n * DAY)) for n in range(days))
    assert len(case.years.boundaries()) == days + 2 * windows


def test_the_day_the_doors_and_the_open_time_so_far_are_right_at_every_boundary(case):
    table = case.calendar.table
    assert (
        differences(
            (moment, (day.toordinal() - table.first, is_open, worked), engine_sees(table, moment))
            for moment, day, is_open, worked in case.years.walk(case.moments)
        )
        == []
    )


def test_working_time_that_begins_at_any_boundary_runs_out_when_it_should(case):
    table, years = case.calendar.table, case.years
    lengths = (0, 1, 30 * 60, 3 * 3600, 7 * 3600, 8 * 3600, 40 * 3600 + 1)
    assert (
        differences(
            (
                moment,
                [latest(moment, years.when_open_for(worked + length, how)) for length in lengths for how in HOWS],
                [
                    latest(moment, table.reach(worked + length, at_next_opening=how == "next opening"))
                    for length in lengths
                    for how in HOWS
                ],
            )
            for moment, _, _, worked in years.walk(case.moments)
        )
        == []
    )


def test_every_limit_that_begins_at_any_boundary_is_due_when_it_should_be(case):
    expect = Expected(case)
    assert (
        differences(
            (
                moment,
                [
                    expect.in_working_time(worked + 3 * 3600, "due then"),
                    expect.in_working_time(worked + 8 * 3600, "next opening"),
                    expect.in_working_days(day, 1),
                    expect.in_working_days(day, 20),
                    expect.in_working_days(expect.next_open(moment, day), 10),
                    expect.by_close_of_business(expect.after_close(moment, day), 3),
                    expect.in_days(day + 14 * DAY),
                    expect.in_days(expect.month_later(day), roll=True),
                ],
                [
                    engine_says(WorkingMinutes(180), moment, case.calendar, THEN),
                    engine_says(WorkingMinutes(480), moment, case.calendar, NEXT),
                    engine_says(WorkingDays(1), moment, case.calendar, THEN),
                    engine_says(WorkingDays(20), moment, case.calendar, THEN),
                    engine_says(WorkingDays(10), moment, case.calendar, NEXT_OPEN),
                    engine_says(WorkingDays(3), moment, case.calendar, CLOSE),
                    engine_says(CalendarDays(14), moment, case.calendar, THEN),
                    engine_says(Months(1), moment, case.calendar, ROLLED),
                ],
            )
            for moment, day, _, worked in case.years.walk(case.moments)
        )
        == []
    )


@pytest.mark.parametrize("hours", PATTERNS, ids=str)
@pytest.mark.parametrize("zone", ZONES)
def test_the_doors_are_open_in_the_right_minutes_of_every_day_on_which_clocks_change(zone, hours):
    days = [day for day in days_of_change(zone) if date(2024, 6, 1) <= day < date(2026, 6, 1)]
    office = Office(zone, frozenset(WEEKDAYS), dict.fromkeys(WEEKDAYS, hours))
    calendar = Calendar(
        zone, zone=zone, hours=(in_minutes(hours),) * 7, known_from=date(2024, 6, 1), known_until=date(2026, 6, 1)
    )
    stretches = {day: calendar.table.stretches[(day - calendar.known_from).days] for day in days}
    assert {day: [m for opened, shut in held for m in range(opened, shut, 60)] for day, held in stretches.items()} == {
        day: [int(m.timestamp()) for m in oracle.minutes_of(zone, day) if oracle.is_open(office, m)] for day in days
    }


HOWS = ("due then", "next opening")


class Expected:
    """Due moments in seconds, by counting on the fingers once for each day; None past the last day known."""

    def __init__(self, case):
        self.office, self.years = case.office, case.years
        self.nth = cache(lambda day, number: oracle.nth_working_day(self.office, day, number))
        self.next = cache(lambda day: oracle.next_working_day(self.office, day))
        self.month_later = cache(lambda day: oracle.same_date_after(day, 1))

    def in_working_time(self, worked, at_closing):
        return self.years.when_open_for(worked, at_closing)

    def next_open(self, moment, day):
        late = moment >= self.years.closings.get(day, self.years.ends[day])
        return self.next(day) if late or not oracle.is_working(self.office, day) else day

    def after_close(self, moment, day):
        late = moment >= self.years.closings.get(day, self.years.ends[day])
        return self.next(day) if late and oracle.is_working(self.office, day) else day

    def in_working_days(self, nought, number):
        return self.end(self.nth(nought, number))

    def by_close_of_business(self, nought, number):
        day = self.nth(nought, number)
        return self.years.closings.get(day, self.end(day))

    def in_days(self, day, roll=False):
        if roll:
            day = oracle.rolled(self.office, day, "next working day")
            return self.end(day)
        return int(oracle.last_second(self.office, day).timestamp()) if day > LAST else self.end(day)

    def end(self, day):
        return self.years.ends[day] - 1 if day <= LAST else None


def engine_sees(table, moment):
    return table.day_of(moment), table.is_open(moment), table.open_before(moment)


def engine_says(limit, moment, calendar, counting):
    try:
        return int(due(limit, datetime.fromtimestamp(moment, UTC), calendar, counting).timestamp())
    except CannotCount:
        return None


def latest(moment, reached):
    return None if reached is None else max(moment, reached)


def differences(found):
    """The first few moments at which the two disagree, with both answers."""
    wrong = []
    for moment, expected, said in found:
        if said != expected:
            wrong.append((datetime.fromtimestamp(moment, UTC).isoformat(), expected, said))
            if len(wrong) == 3:
                break
    return wrong
