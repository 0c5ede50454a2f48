"""From a moment and a length of time to the moment a promise falls due, under every setting."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from answerable.standards.time.calendar import Calendar, CannotCount, NotKnownYet
from answerable.standards.time.counting import (
    PLAIN,
    AtClosing,
    Counting,
    DueAt,
    OnDayOff,
    RingEnds,
    Start,
    add_months,
    after_open_time,
    begun,
    day_nought,
    due,
    due_on,
    end_of,
    in_time,
    is_open,
    open_between,
    soft_target,
    start_of,
    working_days_before,
    working_days_between,
)
from answerable.standards.time.duration import parse
from tests.build import ENGLAND, LONDON, at, calendar, on, special, week

SATURDAYS = calendar(hours=week("09:00-17:00", "09:00-13:00"))
"""Open on Saturday mornings, which are not working days."""
EVERY_DAY = calendar(name="every-day", weekdays=frozenset(range(7)), holidays={})
PAST_THE_LAST = (
    "Cannot count past 31 March 2027, the last day whose bank holidays are held; this promise reaches {}. "
    "Add the year to charters/bank-holidays.toml."
)
BEFORE_THE_FIRST = (
    "Cannot count from {}: the calendar 'england-and-wales' begins on 1 January 2026. "
    "Check the date, or add the earlier years to charters/bank-holidays.toml."
)


def by(words: str) -> datetime:
    """Read a due moment; a day alone is its last second."""
    return at(words if ":" in words else f"{words} 23:59:59")


def ask(limit: str, opened: str, office: Calendar = ENGLAND, **settings: Any) -> datetime:
    return due(parse(limit), at(opened), office, Counting(**settings))


def test_the_defaults_are_those_of_the_most_widely_used_reading() -> None:
    expected = Counting(
        start=Start.ACTUAL,
        cut_off=None,
        first_day=0,
        due_at=DueAt.END_OF_DAY,
        at_closing=AtClosing.DUE_THEN,
        on_day_off=OnDayOff.STAYS,
        ring_ms=3000,
        ring_ends=RingEnds.NEXT_RING,
    )
    assert (Counting(), PLAIN) == (expected, expected)


@pytest.mark.parametrize(
    ("limit", "opened", "due_at"),
    [
        ("same day", "Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026"),
        ("same day", "Sat 7 Nov 2026 10:00", "Sat 7 Nov 2026"),
        ("1 working day", "Mon 2 Nov 2026 00:00", "Tue 3 Nov 2026"),
        ("1 working day", "Mon 2 Nov 2026 23:59:59", "Tue 3 Nov 2026"),
        ("1 working day", "Fri 6 Nov 2026 18:30", "Mon 9 Nov 2026"),
        ("1 working day", "Sat 7 Nov 2026 10:00", "Mon 9 Nov 2026"),
        ("1 working day", "Sun 8 Nov 2026 23:50", "Mon 9 Nov 2026"),
        ("10 working days", "Mon 2 Nov 2026 10:00", "Mon 16 Nov 2026"),
        ("10 working days", "Fri 18 Dec 2026 18:30", "Wed 6 Jan 2027"),
        ("1 working day", "Thu 24 Dec 2026 12:00", "Tue 29 Dec 2026"),
        ("1 working day", "Thu 1 Jan 2026 12:00", "Fri 2 Jan 2026"),
        # The first second of a summer's day is in the evening before by UTC.
        ("1 working day", "Tue 7 Jul 2026 00:00", "Wed 8 Jul 2026"),
        ("1 working day", "Mon 6 Jul 2026 23:59:59", "Tue 7 Jul 2026"),
        ("1 working day", "Fri 27 Mar 2026 12:00", "Mon 30 Mar 2026"),
        ("1 working day", "Fri 23 Oct 2026 12:00", "Mon 26 Oct 2026"),
        ("same day", "Sun 25 Oct 2026 01:30 again", "Sun 25 Oct 2026"),
        # The last day known.
        ("1 working day", "Tue 30 Mar 2027 12:00", "Wed 31 Mar 2027"),
        ("same day", "Wed 31 Mar 2027 23:59:59", "Wed 31 Mar 2027"),
        ("14 days", "Mon 2 Nov 2026 10:00", "Mon 16 Nov 2026"),
        ("14 days", "Sat 12 Dec 2026 10:00", "Sat 26 Dec 2026"),
        ("0 days", "Sat 12 Dec 2026 10:00", "Sat 12 Dec 2026"),
        ("2 weeks", "Mon 2 Nov 2026 10:00", "Mon 16 Nov 2026"),
        ("20 weeks", "Mon 2 Nov 2026 10:00", "Mon 22 Mar 2027"),
        ("1 month", "Mon 2 Nov 2026 10:00", "Wed 2 Dec 2026"),
        ("1 month", "Sat 31 Jan 2026 10:00", "Sat 28 Feb 2026"),
        ("11 months", "Wed 28 Jan 2026 10:00", "Mon 28 Dec 2026"),
        # Days and months run past the last day known: nothing that is not known comes into it.
        ("14 days", "Wed 31 Mar 2027 10:00", "Wed 14 Apr 2027"),
        ("24 months", "Mon 2 Nov 2026 10:00", "Thu 2 Nov 2028"),
    ],
)
def test_days_weeks_and_months_run_to_the_last_second_of_their_last_day(limit: str, opened: str, due_at: str) -> None:
    assert ask(limit, opened) == by(due_at)


@pytest.mark.parametrize(
    ("limit", "opened", "due_at"),
    [
        ("24 hours", "Mon 2 Nov 2026 10:00:30.5", "Tue 3 Nov 2026 10:00:30.5"),
        ("24 hours", "Sat 28 Mar 2026 12:00", "Sun 29 Mar 2026 13:00"),
        ("24 hours", "Sat 24 Oct 2026 12:00", "Sun 25 Oct 2026 11:00"),
        ("1 hour", "Sun 25 Oct 2026 01:30", "Sun 25 Oct 2026 01:30 again"),
        ("300 seconds", "Mon 2 Nov 2026 10:00:00.25", "Mon 2 Nov 2026 10:05:00.25"),
        ("5 minutes", "Sun 29 Mar 2026 00:58", "Sun 29 Mar 2026 02:03"),
        ("4 rings", "Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026 10:00:12"),
        # Real time needs no calendar, and so has no last day.
        ("24 hours", "Sun 1 Jan 2040 10:00", "Mon 2 Jan 2040 10:00"),
        ("5 minutes", "Sun 1 Jan 2040 10:00", "Sun 1 Jan 2040 10:05"),
        ("1 ring", "Sun 1 Jan 2040 10:00", "Sun 1 Jan 2040 10:00:03"),
    ],
)
def test_hours_seconds_and_rings_are_real_time(limit: str, opened: str, due_at: str) -> None:
    assert ask(limit, opened) == at(due_at)


@pytest.mark.parametrize(
    "limit", ["1 working day", "3 working hours", "1 hour", "14 days", "1 month", "10 seconds", "4 rings"]
)
def test_the_answer_is_in_utc_whatever_zone_was_asked_in(limit: str) -> None:
    opened = datetime(2026, 7, 7, 10, tzinfo=LONDON)
    answer = due(parse(limit), opened, ENGLAND)
    assert answer == ask(limit, "Tue 7 Jul 2026 10:00")
    for due_at in DueAt:
        assert due(parse(limit), opened, ENGLAND, Counting(due_at=due_at)).tzinfo is UTC


@pytest.mark.parametrize(
    ("limit", "opened", "due_at", "at_next_opening"),
    [
        ("3 working hours", "Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026 13:00", "Mon 2 Nov 2026 13:00"),
        ("3 working hours", "Mon 2 Nov 2026 14:00", "Mon 2 Nov 2026 17:00", "Tue 3 Nov 2026 09:00"),
        ("3 working hours", "Mon 2 Nov 2026 14:00:01", "Tue 3 Nov 2026 09:00:01", "Tue 3 Nov 2026 09:00:01"),
        ("3 working hours", "Mon 2 Nov 2026 08:00", "Mon 2 Nov 2026 12:00", "Mon 2 Nov 2026 12:00"),
        ("3 working hours", "Mon 2 Nov 2026 17:00", "Tue 3 Nov 2026 12:00", "Tue 3 Nov 2026 12:00"),
        ("3 working hours", "Fri 6 Nov 2026 18:30", "Mon 9 Nov 2026 12:00", "Mon 9 Nov 2026 12:00"),
        ("90 working minutes", "Fri 6 Nov 2026 16:00", "Mon 9 Nov 2026 09:30", "Mon 9 Nov 2026 09:30"),
        ("8 working hours", "Mon 2 Nov 2026 09:00", "Mon 2 Nov 2026 17:00", "Tue 3 Nov 2026 09:00"),
        ("0 working minutes", "Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026 10:00"),
        ("0 working minutes", "Sat 7 Nov 2026 10:00", "Sat 7 Nov 2026 10:00", "Mon 9 Nov 2026 09:00"),
        ("0 working minutes", "Thu 1 Jan 2026 00:00", "Thu 1 Jan 2026 00:00", "Fri 2 Jan 2026 09:00"),
        ("1 working hour", "Fri 27 Mar 2026 16:30", "Mon 30 Mar 2026 09:30", "Mon 30 Mar 2026 09:30"),
        ("1 working hour", "Wed 31 Mar 2027 16:00", "Wed 31 Mar 2027 17:00", None),
    ],
)
def test_working_time_runs_while_the_doors_are_open(
    limit: str, opened: str, due_at: str, at_next_opening: str | None
) -> None:
    assert ask(limit, opened) == at(due_at)
    if at_next_opening is None:
        with pytest.raises(CannotCount) as refused:
            ask(limit, opened, at_closing=AtClosing.NEXT_OPENING)
        assert str(refused.value) == PAST_THE_LAST.format("1 April 2027")
    else:
        assert ask(limit, opened, at_closing=AtClosing.NEXT_OPENING) == at(at_next_opening)


HALF_DAY = calendar(special={on("Thu 24 Dec 2026"): special("09:00-12:00", "Christmas Eve")})


@pytest.mark.parametrize(
    ("opened", "start", "cut_off", "nought"),
    [
        # Friday evening, after the doors closed at 17:00.
        ("Fri 6 Nov 2026 18:30", "ACTUAL", None, "Fri 6 Nov 2026"),
        ("Fri 6 Nov 2026 18:30", "NEXT_OPEN", None, "Mon 9 Nov 2026"),
        ("Fri 6 Nov 2026 18:30", "NEXT_WORKING_DAY", None, "Fri 6 Nov 2026"),
        ("Fri 6 Nov 2026 18:30", "AFTER_CUT_OFF", None, "Mon 9 Nov 2026"),
        # The closing second is after closing.
        ("Fri 6 Nov 2026 16:59:59", "NEXT_OPEN", None, "Fri 6 Nov 2026"),
        ("Fri 6 Nov 2026 17:00", "NEXT_OPEN", None, "Mon 9 Nov 2026"),
        ("Fri 6 Nov 2026 16:59:59", "AFTER_CUT_OFF", None, "Fri 6 Nov 2026"),
        ("Fri 6 Nov 2026 17:00", "AFTER_CUT_OFF", None, "Mon 9 Nov 2026"),
        # Before the doors open is in time for that day.
        ("Fri 6 Nov 2026 00:00", "NEXT_OPEN", None, "Fri 6 Nov 2026"),
        # The first working day known.
        ("Fri 2 Jan 2026 16:59:59", "NEXT_OPEN", None, "Fri 2 Jan 2026"),
        ("Fri 2 Jan 2026 17:00", "NEXT_OPEN", None, "Mon 5 Jan 2026"),
        # A day off.
        ("Sat 7 Nov 2026 10:00", "ACTUAL", None, "Sat 7 Nov 2026"),
        ("Sat 7 Nov 2026 10:00", "NEXT_OPEN", None, "Mon 9 Nov 2026"),
        ("Sat 7 Nov 2026 10:00", "NEXT_WORKING_DAY", None, "Mon 9 Nov 2026"),
        ("Sat 7 Nov 2026 10:00", "AFTER_CUT_OFF", None, "Sat 7 Nov 2026"),
        ("Sat 7 Nov 2026 23:59", "AFTER_CUT_OFF", None, "Sat 7 Nov 2026"),
        ("Thu 1 Jan 2026 10:00", "NEXT_OPEN", None, "Fri 2 Jan 2026"),
        ("Thu 1 Jan 2026 10:00", "AFTER_CUT_OFF", None, "Thu 1 Jan 2026"),
        # A cut-off of one's own: 16:30, and noon, and midnight at either end.
        ("Fri 6 Nov 2026 16:29:59", "NEXT_OPEN", 990, "Fri 6 Nov 2026"),
        ("Fri 6 Nov 2026 16:30", "NEXT_OPEN", 990, "Mon 9 Nov 2026"),
        ("Fri 6 Nov 2026 11:59:59", "AFTER_CUT_OFF", 720, "Fri 6 Nov 2026"),
        ("Fri 6 Nov 2026 12:00", "AFTER_CUT_OFF", 720, "Mon 9 Nov 2026"),
        ("Fri 6 Nov 2026 00:00", "NEXT_OPEN", 0, "Mon 9 Nov 2026"),
        ("Fri 6 Nov 2026 23:59:59", "NEXT_OPEN", 1440, "Fri 6 Nov 2026"),
        ("Fri 6 Nov 2026 16:30", "ACTUAL", 990, "Fri 6 Nov 2026"),
        ("Fri 6 Nov 2026 16:30", "NEXT_WORKING_DAY", 990, "Fri 6 Nov 2026"),
        # The cut-off is a time on the wall.
        ("Tue 7 Jul 2026 16:29:59", "NEXT_OPEN", 990, "Tue 7 Jul 2026"),
        ("Tue 7 Jul 2026 16:30", "NEXT_OPEN", 990, "Wed 8 Jul 2026"),
        ("Tue 7 Jul 2026 17:00", "NEXT_OPEN", None, "Wed 8 Jul 2026"),
        ("Tue 7 Jul 2026 16:59:59", "NEXT_OPEN", None, "Tue 7 Jul 2026"),
    ],
)
def test_day_nought_of_what_arrives_late_is_a_setting(
    opened: str, start: str, cut_off: int | None, nought: str
) -> None:
    counting = Counting(start=Start(start), cut_off=cut_off)
    assert day_nought(at(opened), ENGLAND, counting) == on(nought)
    assert due(parse("same day"), at(opened), ENGLAND, counting) == by(nought)
    assert due(parse("14 days"), at(opened), ENGLAND, counting) == by(nought) + timedelta(days=14)


def test_a_month_too_is_counted_from_the_day_nought_of_what_arrives_late() -> None:
    assert ask("1 month", "Fri 6 Nov 2026 18:30", start=Start.NEXT_OPEN) == by("Wed 9 Dec 2026")
    assert ask("2 weeks", "Fri 6 Nov 2026 18:30", start=Start.NEXT_OPEN) == by("Mon 23 Nov 2026")


@pytest.mark.parametrize(
    ("opened", "start", "nought"),
    [
        ("Thu 24 Dec 2026 11:59:59", "NEXT_OPEN", "Thu 24 Dec 2026"),
        ("Thu 24 Dec 2026 12:00", "NEXT_OPEN", "Tue 29 Dec 2026"),
        ("Wed 23 Dec 2026 12:00", "NEXT_OPEN", "Wed 23 Dec 2026"),
    ],
)
def test_the_doors_may_close_early_on_one_day(opened: str, start: str, nought: str) -> None:
    assert day_nought(at(opened), HALF_DAY, Counting(start=Start(start))) == on(nought)


def test_nothing_is_late_on_a_working_day_on_which_the_doors_never_open() -> None:
    shut = calendar(closures={on("Tue 29 Dec 2026"): "Closure"}, closures_count=True)
    next_open = Counting(start=Start.NEXT_OPEN)
    assert day_nought(at("Tue 29 Dec 2026 23:59:59"), shut, next_open) == on("Tue 29 Dec 2026")
    to_its_last_day = replace(shut, known_until=on("Tue 29 Dec 2026"))
    assert day_nought(at("Tue 29 Dec 2026 23:59:59"), to_its_last_day, next_open) == on("Tue 29 Dec 2026")


@pytest.mark.parametrize(("windows", "nought"), [("09:00-12:00 13:00-15:00", "Mon 9 Nov 2026")])
def test_the_last_closing_of_the_day_is_the_one_that_matters(windows: str, nought: str) -> None:
    two_windows = calendar(hours=week(windows))
    next_open = Counting(start=Start.NEXT_OPEN)
    assert day_nought(at("Fri 6 Nov 2026 12:30"), two_windows, next_open) == on("Fri 6 Nov 2026")
    assert day_nought(at("Fri 6 Nov 2026 15:00"), two_windows, next_open) == on(nought)


@pytest.mark.parametrize(
    ("limit", "opened", "within", "beginning_with"),
    [
        ("1 working day", "Mon 2 Nov 2026 10:00", "Tue 3 Nov 2026", "Mon 2 Nov 2026"),
        ("10 working days", "Mon 2 Nov 2026 10:00", "Mon 16 Nov 2026", "Fri 13 Nov 2026"),
        ("1 working day", "Sat 7 Nov 2026 10:00", "Mon 9 Nov 2026", "Mon 9 Nov 2026"),
        ("1 working day", "Thu 1 Jan 2026 10:00", "Fri 2 Jan 2026", "Fri 2 Jan 2026"),
        ("same day", "Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026", "Mon 2 Nov 2026"),
        ("14 days", "Mon 2 Nov 2026 10:00", "Mon 16 Nov 2026", "Sun 15 Nov 2026"),
        ("2 weeks", "Mon 2 Nov 2026 10:00", "Mon 16 Nov 2026", "Sun 15 Nov 2026"),
        ("1 month", "Mon 2 Nov 2026 10:00", "Wed 2 Dec 2026", "Tue 1 Dec 2026"),
        ("1 month", "Sun 1 Nov 2026 10:00", "Tue 1 Dec 2026", "Mon 30 Nov 2026"),
    ],
)
def test_the_day_of_receipt_is_day_nought_or_the_first(
    limit: str, opened: str, within: str, beginning_with: str
) -> None:
    assert ask(limit, opened, first_day=0) == by(within)
    assert ask(limit, opened, first_day=1) == by(beginning_with)


def test_the_first_day_known_can_be_the_first_day_counted() -> None:
    from_friday = calendar(known_from=on("Fri 2 Jan 2026"))
    assert ask("1 working day", "Fri 2 Jan 2026 10:00", from_friday, first_day=1) == by("Fri 2 Jan 2026")
    assert ask("1 working day", "Fri 2 Jan 2026 10:00", from_friday, first_day=0) == by("Mon 5 Jan 2026")


@pytest.mark.parametrize(
    ("limit", "opened", "at_close", "instant"),
    [
        ("1 working day", "Mon 2 Nov 2026 10:15:20", "Tue 3 Nov 2026 17:00", "Tue 3 Nov 2026 10:15:20"),
        ("same day", "Mon 2 Nov 2026 10:15", "Mon 2 Nov 2026 17:00", "Mon 2 Nov 2026 10:15"),
        ("14 days", "Sat 31 Oct 2026 10:15", "Sat 14 Nov 2026 23:59:59", "Sat 14 Nov 2026 10:15"),
        ("1 month", "Fri 30 Oct 2026 10:15", "Mon 30 Nov 2026 17:00", "Mon 30 Nov 2026 10:15"),
        ("2 weeks", "Mon 2 Nov 2026 10:15", "Mon 16 Nov 2026 17:00", "Mon 16 Nov 2026 10:15"),
        ("2 months", "Tue 3 Nov 2026 10:15", "Sun 3 Jan 2027 23:59:59", "Sun 3 Jan 2027 10:15"),
        # The same time on the wall, over a clock change.
        ("1 working day", "Fri 27 Mar 2026 10:15", "Mon 30 Mar 2026 17:00", "Mon 30 Mar 2026 10:15"),
        ("7 days", "Fri 23 Oct 2026 10:15", "Fri 30 Oct 2026 17:00", "Fri 30 Oct 2026 10:15"),
    ],
)
def test_the_last_day_runs_out_at_midnight_or_at_closing_or_at_the_hour_of_receipt(
    limit: str, opened: str, at_close: str, instant: str
) -> None:
    assert ask(limit, opened, due_at=DueAt.CLOSE_OF_BUSINESS) == at(at_close)
    assert ask(limit, opened, due_at=DueAt.INSTANT) == at(instant)
    assert ask(limit, opened, due_at=DueAt.END_OF_DAY) == by(" ".join(at_close.split()[:4]))


def test_an_hour_that_happens_twice_is_the_first_but_never_before_it_began() -> None:
    began = "Sun 25 Oct 2026 01:30 again"
    assert ask("same day", began, due_at=DueAt.INSTANT) == at(began)
    assert ask("same day", began, due_at=DueAt.INSTANT).tzinfo is UTC
    assert ask("53 weeks", began, due_at=DueAt.INSTANT) == at("Sun 31 Oct 2027 01:30")


@pytest.mark.parametrize(
    ("limit", "opened", "settings", "due_at"),
    [
        ("1 working day", "Sat 31 Oct 2026 23:55", {}, "Tue 3 Nov 2026 09:00"),
        ("same day", "Sat 31 Oct 2026 23:55", {}, "Mon 2 Nov 2026 09:00"),
        ("3 days", "Fri 30 Oct 2026 17:00", {}, "Thu 5 Nov 2026 09:00"),
        ("2 weeks", "Fri 30 Oct 2026 17:00", {}, "Mon 16 Nov 2026 09:00"),
        ("1 month", "Fri 30 Oct 2026 17:00", {}, "Wed 2 Dec 2026 09:00"),
        ("1 working day", "Mon 2 Nov 2026 08:10", {}, "Tue 3 Nov 2026 08:10"),
        ("1 working day", "Mon 2 Nov 2026 16:59", {}, "Tue 3 Nov 2026 16:59"),
        ("1 working day", "Mon 2 Nov 2026 16:00", {"cut_off": 16 * 60}, "Wed 4 Nov 2026 09:00"),
        ("1 working day", "Sat 31 Oct 2026 23:55", {"start": Start.NEXT_WORKING_DAY}, "Tue 3 Nov 2026 09:00"),
        ("1 working day", "Sat 31 Oct 2026 23:55", {"start": Start.ACTUAL}, "Mon 2 Nov 2026 23:55"),
    ],
)
def test_what_is_taken_to_have_come_on_a_later_day_is_due_at_that_days_opening_hour(
    limit: str, opened: str, settings: dict[str, Any], due_at: str
) -> None:
    moved = {"due_at": DueAt.INSTANT, "start": Start.NEXT_OPEN, **settings}
    assert ask(limit, opened, **moved) == at(due_at)


def test_a_later_day_begins_as_the_doors_first_open_on_it() -> None:
    lunch = calendar(hours=week("08:30-12:30 13:30-17:00"))
    moved = {"due_at": DueAt.INSTANT, "start": Start.NEXT_OPEN}
    assert ask("1 working day", "Sat 31 Oct 2026 23:55", lunch, **moved) == at("Tue 3 Nov 2026 08:30")


def test_a_later_day_on_which_the_doors_stay_shut_begins_at_midnight() -> None:
    never_open = calendar(hours=((),) * 7)
    moved = {"due_at": DueAt.INSTANT, "start": Start.NEXT_OPEN}
    assert ask("1 working day", "Sat 31 Oct 2026 23:55", never_open, **moved) == at("Tue 3 Nov 2026 00:00")


def test_closing_is_when_the_doors_last_close() -> None:
    office = calendar(hours=week("09:00-12:00 13:00-16:30"))
    assert ask("1 working day", "Mon 2 Nov 2026 10:00", office, due_at=DueAt.CLOSE_OF_BUSINESS) == by(
        "Tue 3 Nov 2026 16:30"
    )


def test_a_saturday_opening_is_a_closing_time_even_where_saturday_does_not_count() -> None:
    assert ask("5 days", "Mon 2 Nov 2026 10:00", SATURDAYS, due_at=DueAt.CLOSE_OF_BUSINESS) == at(
        "Sat 7 Nov 2026 13:00"
    )


@pytest.mark.parametrize(
    ("limit", "opened", "stays", "moves"),
    [
        ("14 days", "Sat 31 Oct 2026 10:00", "Sat 14 Nov 2026", "Mon 16 Nov 2026"),
        ("14 days", "Mon 2 Nov 2026 10:00", "Mon 16 Nov 2026", "Mon 16 Nov 2026"),
        ("2 weeks", "Sat 12 Dec 2026 10:00", "Sat 26 Dec 2026", "Tue 29 Dec 2026"),
        ("1 month", "Wed 25 Nov 2026 10:00", "Fri 25 Dec 2026", "Tue 29 Dec 2026"),
        ("14 days", "Sun 18 Oct 2026 10:00", "Sun 1 Nov 2026", "Mon 2 Nov 2026"),
        ("14 days", "Wed 17 Mar 2027 10:00", "Wed 31 Mar 2027", "Wed 31 Mar 2027"),
    ],
)
def test_a_limit_that_ends_on_a_day_off_stays_or_moves(limit: str, opened: str, stays: str, moves: str) -> None:
    assert ask(limit, opened, on_day_off=OnDayOff.STAYS) == by(stays)
    assert ask(limit, opened, on_day_off=OnDayOff.NEXT_WORKING_DAY) == by(moves)


@pytest.mark.parametrize(
    ("limit", "ring_ms", "ring_ends", "seconds"),
    [
        ("4 rings", 3000, RingEnds.NEXT_RING, 12.0),
        ("4 rings", 3000, RingEnds.BURST, 10.0),
        ("7 rings", 3000, RingEnds.NEXT_RING, 21.0),
        ("7 rings", 3000, RingEnds.BURST, 19.0),
        ("1 ring", 3000, RingEnds.BURST, 1.0),
        ("6 rings", 3333, RingEnds.NEXT_RING, 19.998),
    ],
)
def test_rings_end_as_the_next_would_start_or_as_their_own_sound_stops(
    limit: str, ring_ms: int, ring_ends: RingEnds, seconds: float
) -> None:
    opened = at("Mon 2 Nov 2026 10:00:00.5")
    answer = due(parse(limit), opened, ENGLAND, Counting(ring_ms=ring_ms, ring_ends=ring_ends))
    assert answer == opened + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("limit", "last_in_time", "first_late"),
    [
        ("1 working day", "23:59:59.999999", "24:00"),
        ("3 working hours", "23:59:59.999999", "24:00"),
        ("14 days", "23:59:59.999999", "24:00"),
        ("2 weeks", "23:59:59.999999", "24:00"),
        ("1 month", "23:59:59.999999", "24:00"),
        ("24 hours", "23:59:59", "23:59:59.000001"),
        ("5 minutes", "23:59:59", "23:59:59.000001"),
        ("4 rings", "23:59:58.999999", "23:59:59"),
    ],
)
def test_whether_the_last_instant_is_in_time_depends_on_the_unit(
    limit: str, last_in_time: str, first_late: str
) -> None:
    due_at, length = at("Mon 2 Nov 2026 23:59:59"), parse(limit)
    late = at("Tue 3 Nov 2026 00:00") if first_late == "24:00" else at(f"Mon 2 Nov 2026 {first_late}")
    assert in_time(at(f"Mon 2 Nov 2026 {last_in_time}"), due_at, length) is True
    assert in_time(late, due_at, length) is False


@pytest.mark.parametrize(
    ("limit", "opened", "settings", "message"),
    [
        ("1 working day", "Wed 31 Mar 2027 10:00", {}, PAST_THE_LAST.format("1 April 2027")),
        ("2 working days", "Wed 31 Mar 2027 10:00", {}, PAST_THE_LAST.format("2 April 2027")),
        ("3 working days", "Wed 31 Mar 2027 10:00", {}, PAST_THE_LAST.format("5 April 2027")),
        ("8 working days", "Wed 31 Mar 2027 10:00", {}, PAST_THE_LAST.format("12 April 2027")),
        ("2 working days", "Wed 31 Mar 2027 10:00", {"first_day": 1}, PAST_THE_LAST.format("1 April 2027")),
        ("same day", "Wed 31 Mar 2027 17:00", {"start": Start.NEXT_OPEN}, PAST_THE_LAST.format("1 April 2027")),
        ("1 working hour", "Wed 31 Mar 2027 16:01", {}, PAST_THE_LAST.format("1 April 2027")),
        ("1 working day", "Thu 1 Apr 2027 00:00", {}, PAST_THE_LAST.format("1 April 2027")),
        ("1 working hour", "Thu 1 Apr 2027 00:00", {}, PAST_THE_LAST.format("1 April 2027")),
        ("14 days", "Mon 3 May 2027 00:00", {"start": Start.NEXT_OPEN}, PAST_THE_LAST.format("3 May 2027")),
        ("1 month", "Mon 3 May 2027 00:00", {"start": Start.NEXT_OPEN}, PAST_THE_LAST.format("3 May 2027")),
        ("1 working day", "Wed 31 Dec 2025 23:59:59", {}, BEFORE_THE_FIRST.format("31 December 2025")),
        ("1 working hour", "Wed 31 Dec 2025 23:59:59", {}, BEFORE_THE_FIRST.format("31 December 2025")),
        (
            "1 day",
            "Wed 31 Mar 2027 10:00",
            {"on_day_off": OnDayOff.NEXT_WORKING_DAY},
            PAST_THE_LAST.format("1 April 2027"),
        ),
        (
            "1 day",
            "Wed 31 Mar 2027 10:00",
            {"due_at": DueAt.CLOSE_OF_BUSINESS},
            PAST_THE_LAST.format("1 April 2027"),
        ),
    ],
)
def test_what_reaches_past_the_calendar_is_refused(
    limit: str, opened: str, settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(CannotCount) as refused:
        ask(limit, opened, **settings)
    assert str(refused.value) == message


def test_moving_off_a_day_off_at_the_end_of_the_calendar_is_refused() -> None:
    until_sunday = calendar(known_until=on("Sun 28 Mar 2027"))
    with pytest.raises(CannotCount) as refused:
        ask("1 day", "Sat 27 Mar 2027 10:00", until_sunday, on_day_off=OnDayOff.NEXT_WORKING_DAY)
    assert str(refused.value) == (
        "Cannot count past 28 March 2027, the last day whose bank holidays are held; "
        "this promise reaches 29 March 2027. Add the year to charters/bank-holidays.toml."
    )


def test_a_move_to_the_next_working_day_past_the_calendar_is_refused() -> None:
    until_friday = calendar(known_until=on("Fri 19 Mar 2027"))
    with pytest.raises(CannotCount) as refused:
        ask("same day", "Fri 19 Mar 2027 18:30", until_friday, start=Start.NEXT_OPEN)
    assert str(refused.value) == (
        "Cannot count past 19 March 2027, the last day whose bank holidays are held; "
        "this promise reaches 22 March 2027. Add the year to charters/bank-holidays.toml."
    )


def test_the_first_unknown_working_day_is_one_of_the_calendars_own_weekdays() -> None:
    sundays = calendar(weekdays=frozenset({6}), holidays={})
    with pytest.raises(CannotCount) as refused:
        ask("2 working days", "Wed 31 Mar 2027 10:00", sundays)
    assert str(refused.value) == PAST_THE_LAST.format("11 April 2027")


def test_day_nought_outside_the_calendar_is_refused_where_it_may_be_another_than_that_of_receipt() -> None:
    moves = Counting(start=Start.NEXT_OPEN)
    with pytest.raises(CannotCount) as early:
        day_nought(at("Wed 31 Dec 2025 12:00"), ENGLAND, moves)
    assert str(early.value) == BEFORE_THE_FIRST.format("31 December 2025")
    with pytest.raises(NotKnownYet) as late:
        day_nought(at("Thu 1 Apr 2027 00:00"), ENGLAND, moves)
    assert str(late.value) == PAST_THE_LAST.format("1 April 2027")
    assert f"{late.value.why} Add the year to charters/bank-holidays.toml." == str(late.value)


@pytest.mark.parametrize(
    ("limit", "opened", "due_at"),
    [
        ("14 days", "Mon 3 May 2027 00:00", "Mon 17 May 2027 23:59:59"),
        ("2 weeks", "Mon 3 May 2027 00:00", "Mon 17 May 2027 23:59:59"),
        ("1 month", "Mon 3 May 2027 00:00", "Thu 3 Jun 2027 23:59:59"),
        ("2 months", "Sun 1 Jun 2025 00:30", "Fri 1 Aug 2025 23:59:59"),
        ("24 hours", "Mon 3 May 2027 00:00", "Tue 4 May 2027 00:00"),
    ],
)
def test_months_and_days_that_all_count_need_no_bank_holidays(limit: str, opened: str, due_at: str) -> None:
    assert ask(limit, opened) == at(due_at)


@pytest.mark.parametrize(
    ("day", "months", "corresponding"),
    [
        ("Mon 2 Nov 2026", 1, "Wed 2 Dec 2026"),
        ("Mon 2 Nov 2026", 2, "Sat 2 Jan 2027"),
        ("Thu 31 Dec 2026", 1, "Sun 31 Jan 2027"),
        ("Sat 31 Jan 2026", 1, "Sat 28 Feb 2026"),
        ("Mon 31 Jan 2028", 1, "Tue 29 Feb 2028"),
        ("Tue 29 Feb 2028", 12, "Wed 28 Feb 2029"),
        ("Sat 31 Oct 2026", 1, "Mon 30 Nov 2026"),
        ("Mon 2 Nov 2026", 0, "Mon 2 Nov 2026"),
        ("Mon 2 Nov 2026", 24, "Thu 2 Nov 2028"),
        ("Mon 2 Nov 2026", 14, "Sun 2 Jan 2028"),
    ],
)
def test_a_month_runs_to_the_corresponding_date_or_the_last_of_the_month(
    day: str, months: int, corresponding: str
) -> None:
    assert add_months(on(day), months) == on(corresponding)


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        (date(2026, 11, 2), datetime(2026, 11, 2, 0, tzinfo=UTC), datetime(2026, 11, 2, 23, 59, 59, tzinfo=UTC)),
        (date(2026, 7, 7), datetime(2026, 7, 6, 23, tzinfo=UTC), datetime(2026, 7, 7, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)),
        (date(2040, 1, 1), datetime(2040, 1, 1, 0, tzinfo=UTC), datetime(2040, 1, 1, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_begins_and_ends_in_its_own_zone(day: date, begins: datetime, ends: datetime) -> None:
    assert (start_of(day, ENGLAND), end_of(day, ENGLAND)) == (begins, ends)


def test_a_day_whose_last_hour_happens_twice_ends_with_the_second() -> None:
    sao_paulo = calendar(zone="America/Sao_Paulo")
    assert end_of(on("Sat 17 Feb 2018"), sao_paulo) == datetime(2018, 2, 18, 2, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "opened", "then", "at_next_opening"),
    [
        (0, "Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026 10:00"),
        (0, "Sat 7 Nov 2026 10:00", "Sat 7 Nov 2026 10:00", "Mon 9 Nov 2026 09:00"),
        (0, "Mon 2 Nov 2026 17:00", "Mon 2 Nov 2026 17:00", "Tue 3 Nov 2026 09:00"),
        (1, "Mon 2 Nov 2026 16:59:59", "Mon 2 Nov 2026 17:00", "Tue 3 Nov 2026 09:00"),
        (1, "Sat 7 Nov 2026 10:00", "Mon 9 Nov 2026 09:00:01", "Mon 9 Nov 2026 09:00:01"),
        (8 * 3600, "Mon 2 Nov 2026 10:00", "Tue 3 Nov 2026 10:00", "Tue 3 Nov 2026 10:00"),
    ],
)
def test_open_time_is_laid_on_a_moment(seconds: int, opened: str, then: str, at_next_opening: str) -> None:
    assert after_open_time(seconds, at(opened), ENGLAND) == at(then)
    counting = Counting(at_closing=AtClosing.NEXT_OPENING)
    assert after_open_time(seconds, at(opened), ENGLAND, counting) == at(at_next_opening)


def test_no_open_time_can_be_laid_where_the_doors_never_open() -> None:
    shut = calendar(hours=((),) * 7)
    assert after_open_time(0, at("Mon 2 Nov 2026 10:00"), shut) == at("Mon 2 Nov 2026 10:00")
    with pytest.raises(CannotCount) as refused:
        after_open_time(1, at("Mon 2 Nov 2026 10:00"), shut)
    assert str(refused.value) == PAST_THE_LAST.format("1 April 2027")


@pytest.mark.parametrize(
    ("opened", "message"),
    [
        ("Wed 31 Dec 2025 23:59:59", BEFORE_THE_FIRST.format("31 December 2025")),
        ("Fri 30 Apr 2027 00:00", PAST_THE_LAST.format("30 April 2027")),
    ],
)
def test_open_time_from_outside_the_calendar_is_refused(opened: str, message: str) -> None:
    with pytest.raises(CannotCount) as refused:
        after_open_time(60, at(opened), ENGLAND)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("Tue 7 Jul 2026 08:59:59.9", False),
        ("Tue 7 Jul 2026 09:00", True),
        ("Tue 7 Jul 2026 16:59:59.9", True),
        ("Tue 7 Jul 2026 17:00", False),
        ("Sat 11 Jul 2026 12:00", False),
    ],
)
def test_the_doors_are_open_or_shut_at_a_moment(moment: str, answer: bool) -> None:
    assert is_open(at(moment), ENGLAND) is answer


def test_whether_the_doors_are_open_outside_the_calendar_is_refused() -> None:
    with pytest.raises(CannotCount) as refused:
        is_open(at("Thu 1 Apr 2027 12:00"), ENGLAND)
    assert str(refused.value) == PAST_THE_LAST.format("1 April 2027")


def test_open_time_between_two_moments_is_in_seconds() -> None:
    assert open_between(at("Fri 6 Nov 2026 16:00"), at("Mon 9 Nov 2026 09:00:30"), ENGLAND) == 3630
    assert open_between(at("Fri 6 Nov 2026 17:00"), at("Mon 9 Nov 2026 09:00"), ENGLAND) == 0


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("Thu 1 Jan 2026 00:00", "Thu 1 Apr 2027 00:00", PAST_THE_LAST.format("1 April 2027")),
        ("Wed 31 Mar 2027 23:59:59", "Fri 2 Apr 2027 00:00", PAST_THE_LAST.format("2 April 2027")),
        ("Wed 31 Dec 2025 23:59:59", "Mon 2 Nov 2026 10:00", BEFORE_THE_FIRST.format("31 December 2025")),
        ("Thu 1 Apr 2027 00:00", "Fri 2 Apr 2027 00:00", PAST_THE_LAST.format("1 April 2027")),
    ],
)
def test_open_time_between_moments_that_are_not_both_known_is_refused(start: str, end: str, message: str) -> None:
    with pytest.raises(CannotCount) as refused:
        open_between(at(start), at(end), ENGLAND)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("Mon 2 Nov 2026", "Mon 2 Nov 2026", 1),
        ("Sat 7 Nov 2026", "Sun 8 Nov 2026", 0),
        ("Fri 6 Nov 2026", "Mon 9 Nov 2026", 2),
        ("Thu 24 Dec 2026", "Tue 29 Dec 2026", 2),
        ("Thu 1 Jan 2026", "Thu 1 Jan 2026", 0),
        ("Thu 1 Jan 2026", "Fri 2 Jan 2026", 1),
        ("Fri 2 Jan 2026", "Fri 2 Jan 2026", 1),
        ("Thu 1 Jan 2026", "Thu 31 Dec 2026", 253),
        ("Wed 31 Mar 2027", "Wed 31 Mar 2027", 1),
    ],
)
def test_working_days_between_two_days_include_both(first: str, last: str, count: int) -> None:
    assert working_days_between(on(first), on(last), ENGLAND) == count


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        ("Wed 31 Dec 2025", "Mon 2 Nov 2026", BEFORE_THE_FIRST.format("31 December 2025")),
        ("Mon 2 Nov 2026", "Thu 1 Apr 2027", PAST_THE_LAST.format("1 April 2027")),
    ],
)
def test_working_days_between_days_that_are_not_both_known_are_refused(first: str, last: str, message: str) -> None:
    with pytest.raises(CannotCount) as refused:
        working_days_between(on(first), on(last), ENGLAND)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("due_at", "days", "begins"),
    [
        ("Fri 13 Nov 2026", 0, "Fri 13 Nov 2026"),
        ("Fri 13 Nov 2026", 1, "Thu 12 Nov 2026"),
        ("Mon 9 Nov 2026", 1, "Fri 6 Nov 2026"),
        ("Mon 9 Nov 2026 00:00", 1, "Fri 6 Nov 2026"),
        ("Tue 29 Dec 2026", 2, "Wed 23 Dec 2026"),
        # Due on a day off: the working day before it is one before.
        ("Sat 14 Nov 2026", 1, "Fri 13 Nov 2026"),
        ("Sun 15 Nov 2026", 2, "Thu 12 Nov 2026"),
        # Never before the first working day known.
        ("Fri 2 Jan 2026", 1, "Fri 2 Jan 2026"),
        ("Mon 5 Jan 2026", 1, "Fri 2 Jan 2026"),
        ("Mon 5 Jan 2026", 9, "Fri 2 Jan 2026"),
    ],
)
def test_the_early_warning_begins_so_many_working_days_before(due_at: str, days: int, begins: str) -> None:
    assert working_days_before(by(due_at), days, ENGLAND) == at(f"{begins} 00:00")


@pytest.mark.parametrize(
    ("due_at", "aim"),
    [
        ("Fri 13 Nov 2026", "Fri 13 Nov 2026"),
        ("Fri 13 Nov 2026 00:00", "Thu 12 Nov 2026"),
        ("Sat 14 Nov 2026", "Fri 13 Nov 2026"),
        ("Sun 15 Nov 2026 23:59:59", "Fri 13 Nov 2026"),
        ("Mon 28 Dec 2026", "Thu 24 Dec 2026"),
        ("Thu 1 Jan 2026", "Fri 2 Jan 2026"),
        ("Fri 2 Jan 2026", "Fri 2 Jan 2026"),
        ("Mon 5 Jan 2026", "Mon 5 Jan 2026"),
    ],
)
def test_staff_aim_for_the_last_working_day_on_or_before_the_due_day(due_at: str, aim: str) -> None:
    assert soft_target(by(due_at), ENGLAND) == on(aim)


def test_aims_and_warnings_outside_the_calendar_are_refused() -> None:
    with pytest.raises(CannotCount) as aim:
        soft_target(at("Thu 1 Apr 2027 00:00:01"), ENGLAND)
    assert str(aim.value) == PAST_THE_LAST.format("1 April 2027")
    with pytest.raises(CannotCount) as warning:
        working_days_before(at("Wed 31 Dec 2025 12:00"), 1, ENGLAND)
    assert str(warning.value) == BEFORE_THE_FIRST.format("31 December 2025")


def test_a_last_day_is_settled_with_the_hour_of_receipt() -> None:
    instant = Counting(due_at=DueAt.INSTANT, on_day_off=OnDayOff.NEXT_WORKING_DAY)
    settled = due_on(on("Sat 14 Nov 2026"), at("Tue 7 Jul 2026 10:15"), ENGLAND, instant)
    assert settled == at("Mon 16 Nov 2026 10:15")


def test_every_day_counts_on_a_calendar_of_every_day() -> None:
    assert ask("3 working days", "Thu 24 Dec 2026 10:00", EVERY_DAY) == by("Sun 27 Dec 2026")


def test_what_came_on_a_day_off_begins_at_the_opening_of_its_day_nought() -> None:
    sunday, office = at("Sun 13 Dec 2026 18:30"), calendar(hours=week("09:00-17:00"))
    moved = Counting(start=Start.NEXT_WORKING_DAY, due_at=DueAt.INSTANT)
    assert begun(sunday, office, moved) == at("Mon 14 Dec 2026 09:00")
    assert begun(sunday, office, replace(moved, due_at=DueAt.END_OF_DAY)) == sunday
    assert begun(sunday, office, replace(moved, start=Start.ACTUAL)) == sunday
