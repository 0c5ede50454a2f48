"""Whom to call where somebody is in danger is said by the hour it is."""

from typing import Any, NamedTuple

import pytest

from answerable.councils.urgent import UrgentNumber, urgent_lines
from tests.build import at

LIFE = "If somebody’s life is in danger now, call 999. Do not wait for us."
ALWAYS = UrgentNumber("No heating or water", "01632 960 010")
NIGHTS = UrgentNumber(
    "A child who may be harmed",
    "01632 960 011",
    {
        **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ((0, 480), (1020, 1440))),
        **dict.fromkeys(("saturday", "sunday", "bank_holidays"), ((0, 1440),)),
    },
    "england-and-wales",
)
DAYTIME = UrgentNumber(
    "An adult who may be harmed",
    "01632 960 012",
    dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ((540, 1020),)),
    "england-and-wales",
)


class Council(NamedTuple):
    """A council, as far as it is asked."""

    urgent_numbers: list[dict[str, Any]]
    phone: str = "01632 960 001"
    opening: str = "Monday to Friday, 9am to 5pm"


def said(when: str, *numbers: UrgentNumber) -> list[str]:
    council = Council([number.as_kept() for number in numbers])
    return [str(line) for line in urgent_lines(council, now=at(when))]


ALWAYS_SAID = "No heating or water: call 01632 960 010. It is answered now, at every hour of every day."


@pytest.mark.parametrize(
    ("when", "lines"),
    [
        ("Mon 30 Nov 2026 08:59:59", [ALWAYS_SAID]),
        (
            "Mon 30 Nov 2026 09:00",
            [ALWAYS_SAID, "An adult who may be harmed: call 01632 960 012. It is answered now, until 5pm."],
        ),
        (
            "Mon 30 Nov 2026 16:59:59",
            [ALWAYS_SAID, "An adult who may be harmed: call 01632 960 012. It is answered now, until 5pm."],
        ),
        (
            "Mon 30 Nov 2026 17:00",
            [
                ALWAYS_SAID,
                "A child who may be harmed: call 01632 960 011. It is answered now, until 8am on Tuesday 1 December "
                "2026.",
            ],
        ),
        (
            "Fri 27 Nov 2026 22:00",
            [
                ALWAYS_SAID,
                "A child who may be harmed: call 01632 960 011. It is answered now, until 8am on Monday 30 November "
                "2026.",
            ],
        ),
        (
            "Fri 25 Dec 2026 12:00",
            [
                ALWAYS_SAID,
                "A child who may be harmed: call 01632 960 011. It is answered now, until 8am on Tuesday 29 December "
                "2026.",
            ],
        ),
        (  # the hours are those of the clock on the wall, in summer too
            "Mon 6 Jul 2026 09:00",
            [ALWAYS_SAID, "An adult who may be harmed: call 01632 960 012. It is answered now, until 5pm."],
        ),
    ],
)
def test_999_comes_first_and_then_each_number_that_somebody_answers_now(when: str, lines: list[str]):
    assert said(when, ALWAYS, NIGHTS, DAYTIME) == [LIFE, *lines]


def test_where_nobody_answers_at_this_hour_that_is_said_and_when_somebody_does():
    assert said("Thu 24 Dec 2026 17:00", DAYTIME) == [
        LIFE,
        "An adult who may be harmed: 01632 960 012. Nobody answers it at this hour. It is answered again from 9am on "
        "Tuesday 29 December 2026.",
    ]
    assert said("Mon 30 Nov 2026 08:00", DAYTIME)[1:] == [
        "An adult who may be harmed: 01632 960 012. Nobody answers it at this hour. It is answered again from 9am."
    ]


def test_a_council_without_such_a_number_gives_its_own_with_its_hours():
    assert said("Mon 30 Nov 2026 03:00") == [
        LIFE,
        "For anything else that cannot wait, call us on 01632 960 001: Monday to Friday, 9am to 5pm.",
    ]


def test_a_number_comes_back_from_where_it_is_kept_as_it_was():
    assert [UrgentNumber.kept(number.as_kept()) for number in (ALWAYS, NIGHTS)] == [ALWAYS, NIGHTS]
