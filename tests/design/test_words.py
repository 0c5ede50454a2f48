"""Days, moments, lengths of time and numbers in the words of the pages."""

from datetime import UTC, date, datetime, timedelta

import pytest

from answerable.design.templatetags.words import day, from_now, moment, moment_short, number
from tests.design.page import page

NOON = datetime(2026, 12, 29, 12, 0, tzinfo=UTC)


def test_a_day_is_said_in_full():
    assert day(date(2026, 12, 29)) == "Tuesday 29 December 2026"


def test_a_moment_just_before_midnight_in_winter_is_that_day_and_in_summer_the_next():
    assert day(datetime(2026, 12, 29, 23, 30, tzinfo=UTC)) == "Tuesday 29 December 2026"
    assert day(datetime(2026, 6, 29, 23, 30, tzinfo=UTC)) == "Tuesday 30 June 2026"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (datetime(2026, 12, 29, 15, 5, tzinfo=UTC), "Tuesday 29 December 2026 at 3:05pm"),
        (datetime(2026, 12, 29, 9, 0, tzinfo=UTC), "Tuesday 29 December 2026 at 9am"),
        (datetime(2026, 12, 29, 0, 0, tzinfo=UTC), "Tuesday 29 December 2026 at midnight"),
        (datetime(2026, 12, 29, 12, 0, tzinfo=UTC), "Tuesday 29 December 2026 at midday"),
        (datetime(2026, 12, 29, 0, 10, tzinfo=UTC), "Tuesday 29 December 2026 at 12:10am"),
        (datetime(2026, 12, 29, 12, 10, tzinfo=UTC), "Tuesday 29 December 2026 at 12:10pm"),
        (datetime(2026, 12, 29, 23, 59, 59, tzinfo=UTC), "Tuesday 29 December 2026 at 11:59pm"),
        (datetime(2026, 6, 30, 15, 5, tzinfo=UTC), "Tuesday 30 June 2026 at 4:05pm"),
    ],
)
def test_a_moment_is_said_as_it_is_spoken_in_london(when: datetime, said: str):
    assert moment(when) == said


def test_a_moment_in_a_list_is_short_and_on_a_clock_of_24_hours():
    assert moment_short(datetime(2026, 12, 29, 15, 5, tzinfo=UTC)) == "29 Dec, 15:05"
    assert moment_short(datetime(2026, 6, 1, 8, 5, tzinfo=UTC)) == "1 Jun, 09:05"


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(days=2, hours=23), "in 2 days"),
        (timedelta(days=1), "in 1 day"),
        (timedelta(hours=23, minutes=59), "in 23 hours"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(minutes=59, seconds=59), "in 59 minutes"),
        (timedelta(seconds=59), "in less than a minute"),
        (timedelta(0), "in less than a minute"),
        (-timedelta(seconds=1), "less than a minute late"),
        (-timedelta(minutes=1), "1 minute late"),
        (-timedelta(hours=1, minutes=59), "1 hour late"),
        (-timedelta(days=2), "2 days late"),
    ],
)
def test_how_far_off_a_moment_is_drops_parts_of_a_unit(away: timedelta, said: str):
    assert from_now(NOON + away, NOON) == said


@pytest.mark.parametrize(
    ("amount", "said"), [(18204, "18,204"), (0, "0"), (999, "999"), (1_000_000, "1,000,000"), (1234.5, "1,234.5")]
)
def test_a_number_has_its_thousands_apart(amount: float, said: str):
    assert number(amount) == said


def test_nothing_is_said_of_what_is_not_there():
    assert [day(None), moment(None), moment_short(None), from_now(None, NOON), number(None)] == ["", "", "", "", ""]


def test_a_template_says_them():
    template = "{% load words %}{{ when|day }}; {{ when|moment }}; {{ when|moment_short }}; {{ when|from_now:now }}"
    assert page(template, when=NOON + timedelta(hours=3), now=NOON).html == (
        "Tuesday 29 December 2026; Tuesday 29 December 2026 at 3pm; 29 Dec, 15:00; in 3 hours"
    )
