"""A calendar unrolled: midnights over clock changes, open stretches, and the open time up to a moment."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from answerable.standards.time.table import OutsideTable, Table, Windows, midnight, open_stretches, parts_of
from tests.build import LONDON, at, minutes, on

HOUR = 3600
ALL_DAY: Windows = ((0, 24 * 60),)


def second(words: str) -> int:
    return int(at(words).timestamp())


def weekdays_nine_to_five(day: date) -> Windows:
    return minutes("09:00-12:30 13:30-17:00") if day.weekday() < 5 else ()


@pytest.fixture(scope="module")
def week() -> Table:
    return Table.unroll(
        LONDON,
        on("Thu 5 Nov 2026"),
        on("Tue 10 Nov 2026"),
        is_working=lambda day: day.weekday() < 5,
        windows_on=weekdays_nine_to_five,
    )


def test_a_table_is_one_entry_a_day(week: Table) -> None:
    begins = second("Thu 5 Nov 2026 00:00")
    morning, afternoon = (9 * HOUR, 12 * HOUR + 1800), (13 * HOUR + 1800, 17 * HOUR)
    open_day = [morning, afternoon]

    def shifted(day: int) -> tuple[tuple[int, int], ...]:
        return tuple((begins + day * 86_400 + a, begins + day * 86_400 + b) for a, b in open_day)

    expected = Table(
        first=on("Thu 5 Nov 2026").toordinal(),
        midnights=[begins + n * 86_400 for n in range(7)],
        counted=[1, 2, 2, 2, 3, 4],
        working=[0, 1, 4, 5],
        worked=[0, 7 * HOUR, 14 * HOUR, 14 * HOUR, 14 * HOUR, 21 * HOUR, 28 * HOUR],
        stretches=[shifted(0), shifted(1), (), (), shifted(4), shifted(5)],
    )
    assert expected == week


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("Thu 5 Nov 2026 00:00", 0),
        ("Thu 5 Nov 2026 23:59:59", 0),
        ("Fri 6 Nov 2026 00:00", 1),
        ("Tue 10 Nov 2026 00:00", 5),
        ("Tue 10 Nov 2026 23:59:59", 5),
    ],
)
def test_a_day_runs_from_midnight_to_the_last_second(week: Table, moment: str, day: int) -> None:
    assert week.day_of(second(moment)) == day


@pytest.mark.parametrize(
    "moment",
    ["Wed 4 Nov 2026 23:59:59", "Wed 11 Nov 2026 00:00", "Thu 1 Jan 2026 12:00", "Fri 31 Dec 2027 12:00"],
)
def test_a_moment_outside_the_table_is_refused(week: Table, moment: str) -> None:
    for ask in (week.day_of, week.open_before, week.is_open):
        with pytest.raises(OutsideTable) as refused:
            ask(second(moment))
        assert refused.value.args == (second(moment),)


@pytest.fixture(scope="module")
def year() -> Table:
    return always_open(LONDON, "Thu 1 Jan 2026", "Thu 31 Dec 2026")


def always_open(zone: ZoneInfo, first: str, last: str) -> Table:
    return Table.unroll(zone, on(first), on(last), is_working=lambda day: True, windows_on=lambda day: ALL_DAY)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("Sat 28 Mar 2026 23:59:59", "Sat 28 Mar 2026"),
        ("Sun 29 Mar 2026 00:00", "Sun 29 Mar 2026"),
        ("Sun 29 Mar 2026 23:59:59", "Sun 29 Mar 2026"),
        ("Mon 30 Mar 2026 00:00", "Mon 30 Mar 2026"),
        ("Mon 30 Mar 2026 00:59:59", "Mon 30 Mar 2026"),
        ("Tue 7 Jul 2026 00:30", "Tue 7 Jul 2026"),
        ("Sun 25 Oct 2026 00:00", "Sun 25 Oct 2026"),
        ("Sun 25 Oct 2026 01:30 again", "Sun 25 Oct 2026"),
        ("Sun 25 Oct 2026 23:59:59", "Sun 25 Oct 2026"),
        ("Mon 26 Oct 2026 00:00", "Mon 26 Oct 2026"),
        ("Thu 31 Dec 2026 23:59:59", "Thu 31 Dec 2026"),
    ],
)
def test_days_are_local_in_summer_too(year: Table, moment: str, day: str) -> None:
    assert year.day_of(second(moment)) == (on(day) - on("Thu 1 Jan 2026")).days


def test_the_days_of_the_clock_changes_are_an_hour_short_and_an_hour_long(year: Table) -> None:
    lengths = [end - begin for begin, end in zip(year.midnights, year.midnights[1:], strict=False)]
    assert {n: length for n, length in enumerate(lengths) if length != 24 * HOUR} == {
        (on("Sun 29 Mar 2026") - on("Thu 1 Jan 2026")).days: 23 * HOUR,
        (on("Sun 25 Oct 2026") - on("Thu 1 Jan 2026")).days: 25 * HOUR,
    }
    assert year.worked[-1] == 365 * 24 * HOUR


@pytest.mark.parametrize(
    ("moment", "open_for"),
    [
        ("Thu 5 Nov 2026 00:00", 0),
        ("Thu 5 Nov 2026 09:00", 0),
        ("Thu 5 Nov 2026 09:00:01", 1),
        ("Thu 5 Nov 2026 12:29:59", 3.5 * HOUR - 1),
        ("Thu 5 Nov 2026 12:30", 3.5 * HOUR),
        ("Thu 5 Nov 2026 13:00", 3.5 * HOUR),
        ("Thu 5 Nov 2026 13:30", 3.5 * HOUR),
        ("Thu 5 Nov 2026 13:30:01", 3.5 * HOUR + 1),
        ("Thu 5 Nov 2026 17:00", 7 * HOUR),
        ("Thu 5 Nov 2026 23:59:59", 7 * HOUR),
        ("Sun 8 Nov 2026 12:00", 14 * HOUR),
        ("Tue 10 Nov 2026 23:59:59", 28 * HOUR),
    ],
)
def test_open_time_grows_only_while_the_doors_are_open(week: Table, moment: str, open_for: float) -> None:
    assert week.open_before(second(moment)) == open_for


def test_open_time_between_two_moments_is_a_difference(week: Table) -> None:
    friday, monday = second("Fri 6 Nov 2026 16:00"), second("Mon 9 Nov 2026 10:00")
    assert week.open_between(friday, monday) == 2 * HOUR
    assert week.open_between(monday, friday) == -2 * HOUR


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("Fri 6 Nov 2026 08:59:59", False),
        ("Fri 6 Nov 2026 09:00", True),
        ("Fri 6 Nov 2026 12:29:59", True),
        ("Fri 6 Nov 2026 12:30", False),
        ("Fri 6 Nov 2026 13:29:59", False),
        ("Fri 6 Nov 2026 13:30", True),
        ("Fri 6 Nov 2026 16:59:59", True),
        ("Fri 6 Nov 2026 17:00", False),
        ("Sat 7 Nov 2026 12:00", False),
    ],
)
def test_the_doors_are_open_at_the_opening_second_and_shut_at_the_closing_second(
    week: Table, moment: str, is_open: bool
) -> None:
    assert week.is_open(second(moment)) is is_open


@pytest.mark.parametrize(
    ("worked", "reached", "at_next_opening"),
    [
        (0, "Thu 5 Nov 2026 00:00", "Thu 5 Nov 2026 09:00"),
        (1, "Thu 5 Nov 2026 09:00:01", "Thu 5 Nov 2026 09:00:01"),
        (3.5 * HOUR - 1, "Thu 5 Nov 2026 12:29:59", "Thu 5 Nov 2026 12:29:59"),
        (3.5 * HOUR, "Thu 5 Nov 2026 12:30", "Thu 5 Nov 2026 13:30"),
        (3.5 * HOUR + 1, "Thu 5 Nov 2026 13:30:01", "Thu 5 Nov 2026 13:30:01"),
        (7 * HOUR, "Thu 5 Nov 2026 17:00", "Fri 6 Nov 2026 09:00"),
        (14 * HOUR, "Fri 6 Nov 2026 17:00", "Mon 9 Nov 2026 09:00"),
        (14 * HOUR + 1, "Mon 9 Nov 2026 09:00:01", "Mon 9 Nov 2026 09:00:01"),
        (28 * HOUR - 1, "Tue 10 Nov 2026 16:59:59", "Tue 10 Nov 2026 16:59:59"),
        (28 * HOUR, "Tue 10 Nov 2026 17:00", None),
        (28 * HOUR + 1, None, None),
    ],
)
def test_work_runs_out_as_the_doors_close_or_at_the_next_opening(
    week: Table, worked: float, reached: str | None, at_next_opening: str | None
) -> None:
    assert week.reach(int(worked)) == (reached and second(reached))
    assert week.reach(int(worked), at_next_opening=True) == (at_next_opening and second(at_next_opening))


@pytest.mark.parametrize(
    ("day", "zone", "begins"),
    [
        ("Mon 2 Nov 2026", "Europe/London", datetime(2026, 11, 2, 0, tzinfo=UTC)),
        ("Tue 7 Jul 2026", "Europe/London", datetime(2026, 7, 6, 23, tzinfo=UTC)),
        ("Sun 29 Mar 2026", "Europe/London", datetime(2026, 3, 29, 0, tzinfo=UTC)),
        ("Mon 30 Mar 2026", "Europe/London", datetime(2026, 3, 29, 23, tzinfo=UTC)),
        ("Sun 25 Oct 2026", "Europe/London", datetime(2026, 10, 24, 23, tzinfo=UTC)),
        ("Mon 26 Oct 2026", "Europe/London", datetime(2026, 10, 26, 0, tzinfo=UTC)),
        ("Mon 2 Nov 2026", "Asia/Kathmandu", datetime(2026, 11, 1, 18, 15, tzinfo=UTC)),
        ("Sun 4 Nov 2018", "America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_its_local_midnight(day: str, zone: str, begins: datetime) -> None:
    assert midnight(on(day), ZoneInfo(zone)) == begins.timestamp()


def stretches(day: str, windows: Windows, zone: str = "Europe/London") -> list[tuple[str, str]]:
    """Return the open stretches of a day as times in UTC."""
    begins, tz = on(day), ZoneInfo(zone)
    found = open_stretches(windows, parts_of(tz, midnight(begins, tz), midnight(begins + timedelta(days=1), tz)))
    return [(in_utc(opened), in_utc(shut)) for opened, shut in found]


def in_utc(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%d %H:%M:%S}".removesuffix(":00")


@pytest.mark.parametrize(
    ("day", "windows", "found"),
    [
        ("Mon 2 Nov 2026", "", []),
        ("Mon 2 Nov 2026", "09:00-17:00", [("02 09:00", "02 17:00")]),
        ("Tue 7 Jul 2026", "09:00-17:00", [("07 08:00", "07 16:00")]),
        ("Tue 7 Jul 2026", "00:00-24:00", [("06 23:00", "07 23:00")]),
        ("Mon 2 Nov 2026", "09:00-12:30 12:30-17:00", [("02 09:00", "02 17:00")]),
        ("Mon 2 Nov 2026", "09:00-12:30 12:31-17:00", [("02 09:00", "02 12:30"), ("02 12:31", "02 17:00")]),
        ("Mon 2 Nov 2026", "13:00-17:00 09:00-14:00", [("02 09:00", "02 17:00")]),
        ("Mon 2 Nov 2026", "09:00-17:00 10:00-11:00 16:00-18:00", [("02 09:00", "02 18:00")]),
        ("Mon 2 Nov 2026", "09:00-09:00", []),
        # An hour that never happens: 01:00 to 02:00.
        ("Sun 29 Mar 2026", "09:00-17:00", [("29 08:00", "29 16:00")]),
        ("Sun 29 Mar 2026", "00:30-03:00", [("29 00:30", "29 02:00")]),
        ("Sun 29 Mar 2026", "01:00-02:00", []),
        ("Sun 29 Mar 2026", "01:15-02:30", [("29 01:00", "29 01:30")]),
        ("Sun 29 Mar 2026", "00:00-01:30", [("29 00:00", "29 01:00")]),
        ("Sun 29 Mar 2026", "00:00-24:00", [("29 00:00", "29 23:00")]),
        # An hour that happens twice: 01:00 to 02:00.
        ("Sun 25 Oct 2026", "09:00-17:00", [("25 09:00", "25 17:00")]),
        ("Sun 25 Oct 2026", "01:15-01:45", [("25 00:15", "25 00:45"), ("25 01:15", "25 01:45")]),
        ("Sun 25 Oct 2026", "01:00-02:00", [("25 00:00", "25 02:00")]),
        ("Sun 25 Oct 2026", "00:30-01:30", [("24 23:30", "25 00:30"), ("25 01:00", "25 01:30")]),
        ("Sun 25 Oct 2026", "00:00-24:00", [("24 23:00", "26 00:00")]),
    ],
)
def test_windows_are_laid_against_the_clock_on_the_wall(day: str, windows: str, found: list[tuple[str, str]]) -> None:
    assert stretches(day, minutes(windows)) == found


@pytest.mark.parametrize(
    ("day", "zone", "found"),
    [
        # The clocks go forward at midnight: the day begins at 01:00.
        ("Sun 4 Nov 2018", "America/Sao_Paulo", [("04 03:00", "05 02:00")]),
        # The clocks go back at midnight: 23:00 to midnight happens twice on the Saturday.
        ("Sat 17 Feb 2018", "America/Sao_Paulo", [("17 02:00", "18 03:00")]),
        # Half an hour's change.
        ("Sun 5 Apr 2026", "Australia/Lord_Howe", [("04 13:00", "05 13:30")]),
    ],
)
def test_other_zones_change_their_clocks_at_other_hours(day: str, zone: str, found: list[tuple[str, str]]) -> None:
    assert stretches(day, ALL_DAY, zone) == found


def test_the_day_before_the_clocks_change_at_midnight_is_whole() -> None:
    assert stretches("Sat 3 Nov 2018", minutes("23:00-24:00"), "America/Sao_Paulo") == [("04 02:00", "04 03:00")]


def test_a_table_may_begin_on_a_long_day_and_end_in_summer() -> None:
    autumn = always_open(LONDON, "Sun 25 Oct 2026", "Mon 26 Oct 2026")
    assert autumn.day_of(second("Sun 25 Oct 2026 23:59:59")) == 0
    summer = always_open(LONDON, "Tue 7 Jul 2026", "Tue 7 Jul 2026")
    assert summer.midnights == [second("Tue 7 Jul 2026 00:00"), second("Wed 8 Jul 2026 00:00")]
