"""Moments and days as logs write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from answerable.logs.errors import LineError
from answerable.logs.moments import day_or_moment_of, moment_of
from tests.build import LONDON, at


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-18T18:30:00+00:00", "Fri 18 Dec 2026 18:30"),
        ("2026-12-18T18:30:00Z", "Fri 18 Dec 2026 18:30"),
        ("2026-12-18T20:30+02:00", "Fri 18 Dec 2026 18:30"),
        ("2026-12-18T18:30", "Fri 18 Dec 2026 18:30"),
        ("2026-12-18 18:30:00", "Fri 18 Dec 2026 18:30"),
        ("2026-07-03T18:30:00.5", "Fri 3 Jul 2026 18:30:00.5"),
    ],
)
def test_a_moment_with_an_offset_is_that_moment_and_without_one_it_is_local(text: str, moment: str):
    read = moment_of(text, LONDON, "received")
    assert (read, read.tzinfo) == (at(moment), UTC)


def test_a_time_that_happens_twice_is_the_first_of_the_two():
    assert moment_of("2026-10-25T01:30", LONDON, "received") == at("Sun 25 Oct 2026 01:30")


def test_a_time_that_never_happens_is_read_as_before_the_change():
    assert moment_of("2026-03-29T01:30", LONDON, "received") == at("Sun 29 Mar 2026 02:30")


def test_local_time_is_that_of_the_zone():
    assert moment_of("2026-07-03T09:00", ZoneInfo("America/New_York"), "received") == at("Fri 3 Jul 2026 14:00")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("2026-12-18", "'received' is at '2026-12-18', a day without a time. Add one: 2026-12-18T09:00:00."),
        ("2026-13-18T10:00", "'received' cannot be at '2026-13-18T10:00'. Write a moment such as "),
        ("yesterday", "'received' cannot be at 'yesterday'. Write a moment such as "),
        (20261218, "'received' cannot be at 20261218. Write a moment such as "),
        (None, "'received' has no time. Write one such as 2026-12-18T18:30:00+00:00, or leave the fact out."),
        ("", "'received' has no time. "),
        ("9999-12-31T23:59:59", "'received' lies in the year 9999, too far off to count. "),
        ("0001-01-01T00:00:00", "'received' lies in the year 1, too far off to count. "),
    ],
)
def test_what_is_not_a_moment_is_refused_with_the_remedy(said: object, refusal: str):
    with pytest.raises(LineError) as refused:
        moment_of(said, LONDON, "received")
    assert str(refused.value).startswith(refusal)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2027-01-06", date(2027, 1, 6)),
        ("2027-01-06T12:00:00+00:00", datetime(2027, 1, 6, 12, tzinfo=UTC)),
    ],
)
def test_a_date_stays_a_date_and_anything_longer_is_a_moment(text: str, read: date):
    assert day_or_moment_of(text, LONDON, "by_when") == read


@pytest.mark.parametrize("said", ["soon", "2027-02-30", "9999-12-31", "", 7, True, "2027-01-06T99:00"])
def test_what_is_neither_is_refused(said: object):
    with pytest.raises(LineError, match="'by_when' "):
        day_or_moment_of(said, LONDON, "by_when")
