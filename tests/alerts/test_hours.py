"""When it is quiet, and what is so many hours of opening ahead."""

from datetime import date, time

import pytest

from answerable.alerts.hours import calendar_of, is_between, opening_hours_ahead, working_day_after
from answerable.alerts.wishes import Wishes
from answerable.charters import charter_of
from tests.build import at

CALENDAR = charter_of("s5").calendar  # open from 9 to 5, Monday to Friday


@pytest.mark.parametrize(
    ("begins", "ends", "quiet"),
    [
        ("19:00", "08:00", ["00:00", "07:59", "19:00", "23:59"]),
        ("08:00", "19:00", ["08:00", "12:00", "18:59"]),
        ("00:00", "08:00", ["00:00", "07:59"]),
        ("19:00", "00:00", ["19:00", "23:59"]),
        ("08:00", "08:00", []),
        ("00:00", "00:00", []),
    ],
)
def test_a_span_holds_its_beginning_and_not_its_end_and_may_go_over_midnight(begins: str, ends: str, quiet: list[str]):
    tried = ["00:00", "07:59", "08:00", "12:00", "18:59", "19:00", "23:59"]
    span = time.fromisoformat(begins), time.fromisoformat(ends)
    assert [one for one in tried if is_between(time.fromisoformat(one), *span)] == quiet


@pytest.mark.parametrize(
    ("when", "quiet", "without_days"),
    [
        ("Mon 2 Nov 2026 07:59", True, True),
        ("Mon 2 Nov 2026 08:00", False, False),
        ("Mon 2 Nov 2026 18:59", False, False),
        ("Mon 2 Nov 2026 19:00", True, True),
        ("Sat 7 Nov 2026 12:00", True, False),
        ("Fri 25 Dec 2026 12:00", True, False),
        ("Thu 2 Jul 2026 07:59", True, True),
        ("Thu 2 Jul 2026 08:00", False, False),
    ],
)
def test_nights_and_days_off_are_quiet_in_the_time_of_the_council(when: str, quiet: bool, without_days: bool):
    assert Wishes().is_quiet(at(when), CALENDAR) is quiet
    assert Wishes(quiet_days=False).is_quiet(at(when), CALENDAR) is without_days


@pytest.mark.parametrize(
    ("now", "hours", "until"),
    [
        ("Mon 2 Nov 2026 09:00", 4, "Mon 2 Nov 2026 13:00"),
        ("Mon 2 Nov 2026 12:59", 4, "Mon 2 Nov 2026 16:59"),
        ("Mon 2 Nov 2026 13:00", 4, "Tue 3 Nov 2026 09:00"),  # so that what is due at the end of Monday is near
        ("Mon 2 Nov 2026 15:00", 4, "Tue 3 Nov 2026 11:00"),
        ("Mon 2 Nov 2026 20:00", 1, "Tue 3 Nov 2026 10:00"),
        ("Fri 6 Nov 2026 16:00", 8, "Mon 9 Nov 2026 16:00"),
        ("Thu 24 Dec 2026 16:00", 2, "Tue 29 Dec 2026 10:00"),  # Christmas, and Boxing Day on the Monday
    ],
)
def test_hours_ahead_are_counted_while_the_council_is_open(now: str, hours: int, until: str):
    assert opening_hours_ahead(at(now), hours, CALENDAR) == at(until)


def test_the_next_working_days_leave_out_days_off():
    assert working_day_after(date(2026, 11, 6), 2, CALENDAR) == date(2026, 11, 10)
    assert working_day_after(date(2026, 12, 24), 1, CALENDAR) == date(2026, 12, 29)


@pytest.mark.django_db
def test_a_council_without_a_charter_works_from_monday_to_friday():
    calendar = calendar_of("none", at("Mon 2 Nov 2026 09:00"))
    assert [calendar.is_working(date(2026, 11, day)) for day in (6, 7, 8, 9)] == [True, False, False, True]
