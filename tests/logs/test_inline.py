"""A calendar and a rule that come with a log."""

from typing import Any

import pytest

from answerable.charters import calendars
from answerable.logs.errors import LineError
from answerable.logs.inline import calendar_of, hours_of, inline
from answerable.standards.time.counting import due
from answerable.standards.time.duration import WorkingDays, WorkingMinutes
from tests.build import at, minutes, on, special

WITHIN = {"within": "3 working hours", "stop": "response"}


def test_without_a_calendar_it_is_england_and_wales():
    assert calendar_of(None) is calendars()["england-and-wales"]


def test_a_calendar_may_be_given_by_name():
    assert calendar_of("scotland") is calendars()["scotland"]


def test_a_calendar_may_be_given_by_its_keys():
    made = calendar_of(
        {
            "zone": "Europe/Paris",
            "title": "Paris",
            "weekdays": ["monday", "saturday"],
            "hours": {"monday": "08:30-12:00 13:00-17:00", "saturday": "09:00-12:00"},
            "holidays": {"2026-07-14": "Bastille Day"},
            "closures": {"2026-07-20": "Stocktaking"},
            "known_from": "2026-01-01",
            "known_until": "2026-12-31",
        }
    )
    assert (made.zone, made.title, made.weekdays) == ("Europe/Paris", "Paris", {0, 5})
    assert made.hours == (minutes("08:30-12:00 13:00-17:00"), (), (), (), (), minutes("09:00-12:00"), ())
    assert (made.holidays, made.closures) == (
        {on("Tue 14 Jul 2026"): "Bastille Day"},
        {on("Mon 20 Jul 2026"): "Stocktaking"},
    )
    assert (made.known_from, made.known_until) == (on("Thu 1 Jan 2026"), on("Thu 31 Dec 2026"))


def test_a_calendar_may_take_the_bank_holidays_of_a_nation():
    made = calendar_of({"holidays": ["scotland"], "also": ["Christmas Day"]})
    assert made.why_off(on("Mon 15 Jun 2026")) == "World Cup bank holiday"


def test_without_hours_the_doors_are_open_on_the_calendar_s_own_weekdays():
    made = calendar_of({"weekdays": ["sunday", "monday"]})
    assert made.hours == (minutes("09:00-17:00"), (), (), (), (), (), minutes("09:00-17:00"))


def test_a_rule_is_counted_on_the_calendar_that_came_with_it():
    made = inline({"within": "10 working days", "stop": "full reply"}, {"holidays": {"2026-12-21": "A day off"}})
    clock = made.promise.clock
    assert clock is not None
    assert (made.promise.id, clock.calendar, clock.within) == ("RULE", made.calendar, WorkingDays(10))
    assert due(clock.within, at("Fri 18 Dec 2026 18:30"), clock.calendar) == at("Mon 4 Jan 2027 23:59:59")


def test_a_rule_may_name_another_calendar():
    made = inline({**WITHIN, "calendar": "foi-uk"}, None)
    assert made.calendar.name == "foi-uk"


def test_the_same_text_makes_a_calendar_and_a_rule_once():
    keys = {"zone": "America/New_York", "hours": {"monday": "08:30-17:00"}}
    assert inline(dict(WITHIN), dict(keys)) is inline(dict(WITHIN), dict(keys))
    assert calendar_of(dict(keys)) is inline(dict(WITHIN), dict(keys)).calendar


def test_working_hours_count_the_hours_that_came_with_them():
    hours = {"monday": "10:00-12:00", "tuesday": "10:00-12:00"}
    made = inline(WITHIN, {"hours": hours})
    assert due(WorkingMinutes(180), at("Mon 6 Jul 2026 10:30"), made.calendar) == at("Tue 7 Jul 2026 11:30")


@pytest.mark.parametrize(
    ("calendar", "refusal"),
    [
        ("scotlnd", "'scotlnd' is not a calendar. Did you mean 'scotland'?"),
        (7, "'calendar' cannot be 7. "),
        ({"weekdys": ["monday"]}, "calendar: 'weekdys' is not a key of this table. Did you mean 'weekdays'?"),
        ({"zone": "Mars/Olympus"}, "'Mars/Olympus' is not a time zone. Write a name such as Europe/London."),
        ({"zone": "../etc"}, "'../etc' is not a time zone. "),
        ({"hours": "09:00-17:00"}, "'hours' cannot be '09:00-17:00'. Write {\"monday\": "),
        ({"hours": {"monday": "9-5"}}, "hours: '9' is not a time of day. "),
        ({"hours": {"mon": "09:00-17:00"}}, "hours: 'mon' is not a key of this table. "),
        ({"holidays": {"Christmas": "x"}}, "'holidays' cannot hold 'Christmas'. Write dates such as 2026-12-29."),
        ({"holidays": ["wales"]}, "calendar: 'holidays' does not know 'wales'. "),
        ({"closures": ["2026-12-29"]}, "'closures' cannot be ['2026-12-29']. Write each date with its reason: "),
        ({"known_from": 2026}, "'known_from' cannot hold 2026. "),
        ({"known_from": "2027-01-01", "known_until": "2026-01-01"}, "'known_from' is after 'known_until'. Swap them."),
        ({"known_until": "2999-01-01"}, "A calendar can be known from 1970 to 2100. "),
    ],
)
def test_a_calendar_that_cannot_be_used_is_refused_with_the_remedy(calendar: Any, refusal: str):
    with pytest.raises(LineError) as refused:
        calendar_of(calendar)
    assert str(refused.value).startswith(refusal)


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        ({}, "'rule' cannot be {}. Write {\"within\": "),
        ("10 working days", "'rule' cannot be '10 working days'. "),
        ({"within": "10 worky days", "stop": "response"}, "rule: Cannot read '10 worky days' as a length of time. "),
        ({"within": "10 working days"}, "rule: 'stop' is missing. "),
        ({**WITHIN, "stop": "answer"}, "rule: 'stop' does not know 'answer'. Did you mean 'answered'?"),
        ({**WITHIN, "calender": "scotland"}, "rule: 'calender' is not a key of this table. Did you mean 'calendar'?"),
        ({**WITHIN, "measured_to": "owner"}, "rule: 'measured_to' does not know 'owner'. Use by_when."),
        ({**WITHIN, "first_day": 2**70}, "A rule or a calendar cannot hold that: "),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_the_remedy(rule: Any, refusal: str):
    with pytest.raises(LineError) as refused:
        inline(rule, None)
    assert str(refused.value).startswith(refusal)


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("mon-wed 09:00-17:00", dict.fromkeys(("monday", "tuesday", "wednesday"), "09:00-17:00")),
        ("Sunday 10:00-12:00", {"sunday": "10:00-12:00"}),
        (
            "mon-tue 09:00-12:30 13:30-17:00, sat 10:00-12:00",
            {"monday": "09:00-12:30 13:30-17:00", "tuesday": "09:00-12:30 13:30-17:00", "saturday": "10:00-12:00"},
        ),
    ],
)
def test_hours_may_be_given_in_words(words: str, hours: dict[str, str]):
    assert hours_of(words) == hours


@pytest.mark.parametrize(
    "words", ["09:00-17:00", "mon", "fri-mon 09:00-17:00", "xyz 09:00-17:00", "mon-xyz 09:00-17:00", ""]
)
def test_hours_that_cannot_be_read_are_refused(words: str):
    with pytest.raises(LineError, match="Write"):
        hours_of(words)


def test_a_calendar_may_have_days_with_hours_of_their_own():
    made = calendar_of(
        {
            "special_days": {
                "2026-12-24": {"hours": "9:00-12:00", "reason": "Christmas Eve"},
                "2026-12-27": {"hours": "10:00-12:00", "reason": "Open on Sunday", "working": True},
            }
        }
    )
    assert made.special == {
        on("Thu 24 Dec 2026"): special("09:00-12:00", "Christmas Eve"),
        on("Sun 27 Dec 2026"): special("10:00-12:00", "Open on Sunday", True),
    }


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (["2026-12-24"], "'special_days' cannot be ['2026-12-24']. Write each date with its hours and reason: "),
        ({"2026-12-24": "shut"}, "'special_days' cannot be {'2026-12-24': 'shut'}. "),
        ({"2026-12-24": {"hours": "9-12", "reason": "x"}}, "special_days: '9' is not a time of day. "),
        ({"2026-12-24": {"hours": "", "reason": ""}}, "special_days: 'reason' is empty. Say it in words."),
        ({"Xmas": {"hours": "", "reason": "x"}}, "'special_days' cannot hold 'Xmas'. "),
        ({"2026-12-24": {"hours": "", "reason": "x", "open": 1}}, "special_days: 'open' is not a key of this table. "),
    ],
)
def test_days_with_hours_that_cannot_be_read_are_refused(said: object, refusal: str):
    with pytest.raises(LineError) as refused:
        calendar_of({"special_days": said})
    assert str(refused.value).startswith(refusal)
