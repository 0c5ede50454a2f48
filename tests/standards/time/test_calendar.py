"""Which days are working days, when the doors are open, and what lies outside what is known."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from answerable.standards.time.calendar import NINE_TO_FIVE, Calendar, CannotCount, SpecialDay
from answerable.standards.time.table import Windows
from tests.build import calendar, minutes, on, special

NINE_TO_ONE = minutes("09:00-13:00")

LAYERED = calendar(
    closures={
        on("Tue 29 Dec 2026"): "Christmas closure",
        on("Mon 28 Dec 2026"): "Christmas closure",
        on("Sat 26 Dec 2026"): "Christmas closure",
    },
    special={
        on("Sat 21 Nov 2026"): special("09:00-13:00", "Saturday opening"),
        on("Sat 28 Nov 2026"): special("09:00-13:00", "Saturday that counts", True),
        on("Thu 24 Dec 2026"): special("09:00-13:00", "Christmas Eve", False),
        on("Wed 30 Dec 2026"): special("", "Stocktaking"),
        on("Fri 25 Dec 2026"): special("09:00-13:00", "Crisis desk"),
    },
)


@pytest.mark.parametrize(
    ("day", "why_off", "windows"),
    [
        ("Mon 2 Nov 2026", None, NINE_TO_FIVE),
        ("Fri 6 Nov 2026", None, NINE_TO_FIVE),
        ("Sat 7 Nov 2026", "Saturday", ()),
        ("Sun 8 Nov 2026", "Sunday", ()),
        ("Mon 31 Aug 2026", "Summer bank holiday", ()),
        ("Tue 29 Dec 2026", "Christmas closure", ()),
        ("Mon 28 Dec 2026", "Boxing Day (substitute day)", ()),
        ("Sat 26 Dec 2026", "Saturday", ()),
        ("Sat 21 Nov 2026", "Saturday", NINE_TO_ONE),
        ("Sat 28 Nov 2026", None, NINE_TO_ONE),
        ("Thu 24 Dec 2026", "Christmas Eve", NINE_TO_ONE),
        ("Wed 30 Dec 2026", None, ()),
        ("Fri 25 Dec 2026", "Christmas Day", NINE_TO_ONE),
    ],
)
def test_whether_a_day_counts_and_whether_the_doors_open_are_two_questions(
    day: str, why_off: str | None, windows: Windows
) -> None:
    assert LAYERED.why_off(on(day)) == why_off
    assert LAYERED.is_working(on(day)) is (why_off is None)
    assert LAYERED.windows_on(on(day)) == windows


def test_closure_days_count_where_the_law_says_so_but_the_doors_stay_shut() -> None:
    foi = calendar(closures={on("Tue 29 Dec 2026"): "Christmas closure"}, closures_count=True)
    assert foi.why_off(on("Tue 29 Dec 2026")) is None
    assert foi.windows_on(on("Tue 29 Dec 2026")) == ()


def test_the_weekdays_of_a_calendar_are_its_own() -> None:
    every_day = calendar(weekdays=frozenset(range(7)), holidays={})
    sundays_only = calendar(weekdays=frozenset({6}), holidays={})
    week = [on("Mon 2 Nov 2026") + timedelta(days=n) for n in range(7)]
    assert [every_day.is_working(day) for day in week] == [True] * 7
    assert [sundays_only.why_off(day) for day in week] == [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", None,
    ]  # fmt: skip


def test_each_weekday_has_hours_of_its_own() -> None:
    hours = tuple(((n * 60, 1000),) for n in range(7))
    week = [on("Mon 2 Nov 2026") + timedelta(days=n) for n in range(7)]
    assert tuple(calendar(hours=hours).windows_on(day) for day in week) == hours


def test_a_calendar_begins_as_an_office_in_england_open_from_nine_to_five() -> None:
    plain = Calendar("plain")
    assert plain == Calendar(
        name="plain",
        zone="Europe/London",
        weekdays=frozenset({0, 1, 2, 3, 4}),
        hours=(((540, 1020),),) * 5 + ((), ()),
        holidays={},
        closures={},
        closures_count=False,
        special={},
        known_from=date(2019, 1, 1),
        known_until=date(2028, 12, 31),
        title="",
        source="",
    )
    assert plain.tz == ZoneInfo("Europe/London")
    assert SpecialDay((), "why").working is None


def test_a_calendar_counts_in_its_own_zone() -> None:
    kathmandu = calendar(zone="Asia/Kathmandu")
    assert kathmandu.tz == ZoneInfo("Asia/Kathmandu")
    assert kathmandu.table.midnights[0] - calendar().table.midnights[0] == -(5 * 3600 + 45 * 60)


def test_the_table_holds_the_known_days_and_is_made_once() -> None:
    two_weeks = calendar(known_from=on("Mon 21 Dec 2026"), known_until=on("Sun 3 Jan 2027"))
    table = two_weeks.table
    assert table is two_weeks.table
    assert table.first == on("Mon 21 Dec 2026").toordinal()
    assert table.counted == [1, 2, 3, 4, 4, 4, 4, 4, 5, 6, 7, 7, 7, 7]
    assert table.working == [0, 1, 2, 3, 8, 9, 10]
    assert [bool(stretches) for stretches in table.stretches] == [day in table.working for day in range(14)]


@pytest.mark.parametrize("day", ["Thu 1 Jan 2026", "Wed 31 Mar 2027"])
def test_the_first_and_the_last_day_are_known(day: str) -> None:
    calendar().require(on(day))


def test_a_day_past_the_last_is_refused_with_the_year_to_add() -> None:
    with pytest.raises(CannotCount) as refused:
        calendar().require(on("Thu 1 Apr 2027"))
    assert str(refused.value) == (
        "Cannot count past 31 March 2027, the last day whose bank holidays are held; "
        "this promise reaches 1 April 2027. Add the year to charters/bank-holidays.toml."
    )


def test_a_day_before_the_first_is_refused_with_the_day_on_which_the_calendar_begins() -> None:
    with pytest.raises(CannotCount) as refused:
        calendar().require(on("Wed 31 Dec 2025"))
    assert str(refused.value) == (
        "Cannot count from 31 December 2025: the calendar 'england-and-wales' begins on 1 January 2026. "
        "Check the date, or add the earlier years to charters/bank-holidays.toml."
    )


def test_closures_are_added_to_those_there_are_and_nothing_else_changes() -> None:
    before = calendar(closures={on("Tue 29 Dec 2026"): "Closed"})
    after = before.with_closures({on("Wed 30 Dec 2026"): "Closed too", on("Tue 29 Dec 2026"): "Closed still"})
    assert after == calendar(
        closures={on("Tue 29 Dec 2026"): "Closed still", on("Wed 30 Dec 2026"): "Closed too"},
    )
    assert before.closures == {on("Tue 29 Dec 2026"): "Closed"}
    assert after.why_off(on("Wed 30 Dec 2026")) == "Closed too"
