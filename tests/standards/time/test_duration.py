"""Lengths of time as a charter writes them, and as they are said back."""

import pytest

from answerable.standards.time.duration import (
    CalendarDays,
    Duration,
    ElapsedHours,
    Months,
    Rings,
    Seconds,
    Weeks,
    WorkingDays,
    WorkingMinutes,
    parse,
)


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("same day", WorkingDays(0)),
        ("1 working day", WorkingDays(1)),
        ("10 working days", WorkingDays(10)),
        ("1 working hour", WorkingMinutes(60)),
        ("3 working hours", WorkingMinutes(180)),
        ("1 working minute", WorkingMinutes(1)),
        ("90 working minutes", WorkingMinutes(90)),
        ("1 hour", ElapsedHours(1)),
        ("24 hours", ElapsedHours(24)),
        ("1 day", CalendarDays(1)),
        ("14 days", CalendarDays(14)),
        ("1 week", Weeks(1)),
        ("20 weeks", Weeks(20)),
        ("1 month", Months(1)),
        ("11 months", Months(11)),
        ("1 second", Seconds(1)),
        ("301 seconds", Seconds(301)),
        ("1 minute", Seconds(60)),
        ("5 minutes", Seconds(300)),
        ("1 ring", Rings(1)),
        ("4 rings", Rings(4)),
    ],
)
def test_a_length_is_read_and_said_in_the_same_words(words: str, length: Duration) -> None:
    assert parse(words) == length
    assert str(length) == words


@pytest.mark.parametrize(
    ("words", "length", "said"),
    [
        ("0 working days", WorkingDays(0), "same day"),
        ("120 working minutes", WorkingMinutes(120), "2 working hours"),
        ("0 working minutes", WorkingMinutes(0), "0 working hours"),
        ("300 seconds", Seconds(300), "5 minutes"),
        ("0 seconds", Seconds(0), "0 seconds"),
        ("0 days", CalendarDays(0), "0 days"),
        ("1 rings", Rings(1), "1 ring"),
        ("2 week", Weeks(2), "2 weeks"),
    ],
)
def test_a_length_that_can_be_said_shorter_is(words: str, length: Duration, said: str) -> None:
    assert parse(words) == length
    assert str(length) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (WorkingMinutes(59), "59 working minutes"),
        (WorkingMinutes(61), "61 working minutes"),
        (Seconds(12.5), "12.5 seconds"),
        (Seconds(59), "59 seconds"),
        (Seconds(61), "61 seconds"),
        (Seconds(0.5), "0.5 seconds"),
        (Seconds(120.0), "2 minutes"),
    ],
)
def test_odd_lengths_keep_the_smaller_unit(length: Duration, said: str) -> None:
    assert str(length) == said


@pytest.mark.parametrize(
    "words",
    [
        "", "soon", "ten days", "10", "days", "10  days", "10 Days", " 10 days", "10 days ", "-1 days", "1.5 hours",
        "10 working weeks", "Same day", "same days", "10 dayss", "1 fortnight", "2 working", "10 daysx",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_the_forms_that_can_be_read(words: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse(words)
    assert str(refused.value) == (
        f"Cannot read '{words}' as a length of time. Write a whole number and a unit: 10 working days, "
        "3 working hours, 90 working minutes, 24 hours, 14 days, 20 weeks, 11 months, 300 seconds, 5 minutes, 4 rings, "
        "or: same day."
    )
