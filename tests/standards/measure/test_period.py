"""Which days a figure is about."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.standards.measure.period import Period
from tests.standards.measure.some import at


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026/27-Q1", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026/27-Q2", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026/27-Q3", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026/27-Q4", date(2027, 1, 1), date(2027, 3, 31)),
        ("2026/27", date(2026, 4, 1), date(2027, 3, 31)),
        ("1999/00", date(1999, 4, 1), date(2000, 3, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_a_year_and_a_month_are_read_by_name(name: str, first: date, last: date):
    assert Period.named(name) == Period(first, last, name, "Europe/London")


@pytest.mark.parametrize(
    ("name", "either"),
    [
        (
            "2026-Q3",
            "2026/27-Q2 for 1 July 2026 to 30 September 2026, or 2026/27-Q3 for 1 October 2026 to 31 December 2026",
        ),
        ("2026-Q1", "2025/26-Q4 for 1 January 2026 to 31 March 2026, or 2026/27-Q1 for 1 April 2026 to 30 June 2026"),
    ],
)
def test_a_quarter_that_two_people_could_read_differently_is_refused_with_both(name: str, either: str):
    with pytest.raises(ValueError) as refusal:
        Period.named(name)
    assert str(refusal.value) == (
        f"'{name}' may be a quarter of the calendar or of the financial year. Write {either}."
    )


@pytest.mark.parametrize(
    "name", ["2026-07-01..2026-09", "2026/28-Q1", "2026/27-Q5", "2026-13", "2026-00", "spring", "2026/2027"]
)
def test_a_name_that_cannot_be_read_is_refused(name: str):
    with pytest.raises(ValueError) as refusal:
        Period.named(name)
    assert str(refusal.value) == (
        f"Cannot read '{name}' as a period. Write a quarter of the financial year as 2026/27-Q1 "
        "(1 April 2026 to 30 June 2026), the whole of it as 2026/27, a month as 2026-07, or the first and the last "
        "day as 2026-07-01..2026-09-30."
    )


def test_any_two_days_are_a_period_without_a_name():
    assert Period.named("2026-07-01..2026-09-30", "America/New_York") == Period(
        date(2026, 7, 1), date(2026, 9, 30), "", "America/New_York"
    )


@pytest.mark.parametrize("name", ["2026-02-28..2026-02-30", "2026-02-30..2026-03-01"])
def test_a_day_that_there_is_not_is_named(name: str):
    with pytest.raises(ValueError) as refusal:
        Period.named(name)
    assert str(refusal.value) == "There is no day 2026-02-30. Write a day that there is, as 2026-09-30."


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError) as refusal:
        Period(date(2026, 4, 2), date(2026, 4, 1))
    assert str(refusal.value) == (
        "A period cannot end on 1 April 2026, before it begins on 2 April 2026. Give the earlier day first."
    )


def test_a_period_of_one_day_is_that_day():
    assert str(Period(date(2026, 4, 1), date(2026, 4, 1))) == "1 April 2026 to 1 April 2026"


def test_a_named_period_says_its_days_too():
    assert str(Period.named("2026/27-Q1")) == "2026/27-Q1, 1 April 2026 to 30 June 2026"


def test_days_are_local_and_both_ends_are_included():
    spring = Period.named("2026/27-Q1")
    assert (spring.starts, spring.ends) == (
        datetime(2026, 3, 31, 23, tzinfo=UTC),
        datetime(2026, 6, 30, 23, tzinfo=UTC),
    )
    moments = ["Tue 31 Mar 2026 23:59:59", "Wed 1 Apr 2026 00:00", "Tue 30 Jun 2026 23:59:59.9", "Wed 1 Jul 2026 00:00"]
    assert [at(moment) in spring for moment in moments] == [False, True, True, False]


def test_a_period_elsewhere_begins_at_its_own_midnight():
    zones = {zone: Period.named("2026-07", zone).starts for zone in ("Europe/London", "America/New_York")}
    assert zones == {
        "Europe/London": datetime(2026, 6, 30, 23, tzinfo=UTC),
        "America/New_York": datetime(2026, 7, 1, 4, tzinfo=UTC),
    }
    assert Period.named("2026/27", "America/New_York").zone == "America/New_York"
    assert Period.named("2026/27-Q1", "America/New_York").zone == "America/New_York"
    assert Period.quarter_of(date(2026, 7, 1), "America/New_York").zone == "America/New_York"


@given(st.dates(date(1950, 1, 1), date(2080, 1, 1)))
def test_every_day_is_in_one_quarter_and_quarters_end_in_june_september_december_and_march(day: date):
    quarter = Period.quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert (quarter.last + timedelta(days=1)).month in (1, 4, 7, 10)
    assert quarter.first.month == (quarter.last.month - 2)
    assert Period.quarter_of(quarter.last + timedelta(days=1)).first == quarter.last + timedelta(days=1)
    assert Period.named(quarter.name) == quarter
