"""Bank holidays as they were known on a day, the calendars that laws count on, and opening hours in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from answerable.charters import calendars, text_of
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.reading.holidays import (
    NATIONS,
    BankHolidays,
    Holiday,
    learned,
    read_bank_holidays,
    read_calendar,
    read_calendars,
    read_hours,
    read_windows,
    say_nation,
)
from answerable.standards.time.calendar import Calendar, CannotCount
from answerable.standards.time.counting import working_days_between
from tests.build import minutes, on

ENGLAND, SCOTLAND, ULSTER = NATIONS


def moved(known_from: str, withdrawn_on: str | None = None) -> Holiday:
    return Holiday(
        on("Mon 4 May 2020"), "May Day", frozenset(NATIONS), on(known_from), on(withdrawn_on) if withdrawn_on else None
    )


@pytest.mark.parametrize(
    ("withdrawn_on", "as_known_on", "known"),
    [
        (None, None, True),
        (None, "Mon 31 Dec 2018", False),
        (None, "Tue 1 Jan 2019", True),
        (None, "Fri 1 Jan 2027", True),
        ("Fri 7 Jun 2019", None, False),
        ("Fri 7 Jun 2019", "Mon 31 Dec 2018", False),
        ("Fri 7 Jun 2019", "Tue 1 Jan 2019", True),
        ("Fri 7 Jun 2019", "Thu 6 Jun 2019", True),
        ("Fri 7 Jun 2019", "Fri 7 Jun 2019", False),
    ],
)
def test_a_holiday_is_known_from_its_announcement_until_it_is_withdrawn(
    withdrawn_on: str | None, as_known_on: str | None, known: bool
) -> None:
    assert moved("Tue 1 Jan 2019", withdrawn_on).known(as_known_on and on(as_known_on)) is known


def holiday(day: str, title: str, *nations: str, known_from: str = "Wed 1 Jan 2025") -> Holiday:
    return Holiday(on(day), title, frozenset(nations), on(known_from))


def history(
    *holidays: Holiday, known_from: str = "Tue 1 Jan 2019", known_until: str = "Sun 31 Dec 2028"
) -> BankHolidays:
    return BankHolidays(holidays, on(known_from), on(known_until))


CHRISTMAS = holiday("Fri 25 Dec 2026", "Christmas Day", ENGLAND, SCOTLAND)
CORONATION = holiday("Mon 9 Nov 2026", "A coronation", ENGLAND, known_from="Wed 4 Nov 2026")


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        (history(CHRISTMAS), history(CHRISTMAS), ()),
        (history(CHRISTMAS), history(CORONATION, CHRISTMAS), (CORONATION,)),
        (history(CORONATION, CHRISTMAS), history(CHRISTMAS, CORONATION), ()),
        (
            history(moved("Tue 1 Jan 2019")),
            history(moved("Tue 1 Jan 2019", "Fri 7 Jun 2019")),
            (moved("Tue 1 Jan 2019", "Fri 7 Jun 2019"),),
        ),
        (
            history(moved("Tue 1 Jan 2019", "Fri 7 Jun 2019")),
            history(moved("Tue 1 Jan 2019", "Fri 7 Jun 2019"), CHRISTMAS),
            (CHRISTMAS,),
        ),
        (history(CHRISTMAS, known_until="Thu 31 Dec 2026"), history(CHRISTMAS, known_from="Mon 1 Jan 2018"), ()),
    ],
    ids=["nothing", "one more", "another order", "one withdrawn", "one withdrawn before", "more years"],
)
def test_what_became_known_since_is_what_was_added_or_withdrawn(
    before: BankHolidays, after: BankHolidays, days: tuple[Holiday, ...]
) -> None:
    assert learned(before, after) == days


@pytest.mark.parametrize(
    "after",
    [
        history(),
        history(holiday("Thu 24 Dec 2026", "Christmas Day", ENGLAND, SCOTLAND)),
        history(holiday("Fri 25 Dec 2026", "Christmas", ENGLAND, SCOTLAND)),
        history(holiday("Fri 25 Dec 2026", "Christmas Day", ENGLAND)),
        history(holiday("Fri 25 Dec 2026", "Christmas Day", ENGLAND, SCOTLAND, known_from="Thu 2 Jan 2025")),
    ],
    ids=["gone", "another day", "another title", "another nation", "known since another day"],
)
def test_a_history_that_forgot_or_changed_a_day_is_not_taken_in(after: BankHolidays) -> None:
    with pytest.raises(ValueError, match="Cannot take in these bank holidays") as refused:
        learned(history(CHRISTMAS), after)
    assert str(refused.value) == (
        "Cannot take in these bank holidays: 25 December 2026, Christmas Day, is not among them as it was. The list is "
        "a history and only grows: put that line back, and if the holiday was withdrawn, give it withdrawn_on."
    )


@pytest.mark.parametrize("withdrawn_on", [None, "Thu 6 Jun 2019"])
def test_a_withdrawal_is_not_taken_back_nor_moved(withdrawn_on: str | None) -> None:
    with pytest.raises(ValueError, match="4 May 2020, May Day, is not among them as it was"):
        learned(history(moved("Tue 1 Jan 2019", "Fri 7 Jun 2019")), history(moved("Tue 1 Jan 2019", withdrawn_on)))


@pytest.mark.parametrize(
    ("known_from", "known_until"),
    [("Wed 2 Jan 2019", "Sun 31 Dec 2028"), ("Tue 1 Jan 2019", "Sat 30 Dec 2028")],
)
def test_a_history_that_forgot_a_year_is_not_taken_in(known_from: str, known_until: str) -> None:
    with pytest.raises(ValueError, match=r"and were from 1 January 2019 to 31 December 2028\. Put back the years"):
        learned(history(), history(known_from=known_from, known_until=known_until))


TWO_YEARS = BankHolidays(
    (
        holiday("Thu 1 Jan 2026", "New Year's Day", *NATIONS),
        holiday("Fri 2 Jan 2026", "2nd January", SCOTLAND),
        holiday("Fri 3 Apr 2026", "Good Friday", *NATIONS),
        holiday("Mon 6 Apr 2026", "Easter Monday", ENGLAND, ULSTER),
        holiday("Mon 15 Jun 2026", "World Cup", SCOTLAND, known_from="Thu 5 Feb 2026"),
        holiday("Fri 25 Dec 2026", "Christmas Day (as listed)", *NATIONS),
    ),
    known_from=on("Thu 1 Jan 2026"),
    known_until=on("Fri 31 Dec 2027"),
)


@pytest.mark.parametrize(
    ("nations", "also", "as_known_on", "off"),
    [
        ([], [], None, {}),
        (
            [SCOTLAND],
            [],
            None,
            {
                "Thu 1 Jan 2026": "New Year's Day",
                "Fri 2 Jan 2026": "2nd January",
                "Fri 3 Apr 2026": "Good Friday",
                "Mon 15 Jun 2026": "World Cup",
                "Fri 25 Dec 2026": "Christmas Day (as listed)",
            },
        ),
        (
            list(NATIONS),
            [],
            "Wed 4 Feb 2026",
            {
                "Thu 1 Jan 2026": "New Year's Day",
                "Fri 2 Jan 2026": "2nd January (Scotland)",
                "Fri 3 Apr 2026": "Good Friday",
                "Mon 6 Apr 2026": "Easter Monday (England and Wales and Northern Ireland)",
                "Fri 25 Dec 2026": "Christmas Day (as listed)",
            },
        ),
        (
            [SCOTLAND],
            [],
            "Thu 5 Feb 2026",
            {
                "Thu 1 Jan 2026": "New Year's Day",
                "Fri 2 Jan 2026": "2nd January",
                "Fri 3 Apr 2026": "Good Friday",
                "Mon 15 Jun 2026": "World Cup",
                "Fri 25 Dec 2026": "Christmas Day (as listed)",
            },
        ),
        ([SCOTLAND], [], "Tue 31 Dec 2024", {}),
        (
            [],
            ["Christmas Day", "Boxing Day", "Good Friday"],
            None,
            {
                "Fri 25 Dec 2026": "Christmas Day",
                "Sat 25 Dec 2027": "Christmas Day",
                "Sat 26 Dec 2026": "Boxing Day",
                "Sun 26 Dec 2027": "Boxing Day",
                "Fri 3 Apr 2026": "Good Friday",
            },
        ),
        (
            [ULSTER],
            ["Christmas Day"],
            None,
            {
                "Thu 1 Jan 2026": "New Year's Day",
                "Fri 3 Apr 2026": "Good Friday",
                "Mon 6 Apr 2026": "Easter Monday",
                "Fri 25 Dec 2026": "Christmas Day (as listed)",
                "Sat 25 Dec 2027": "Christmas Day",
            },
        ),
    ],
)
def test_the_days_off_of_some_nations_say_whose_they_are(
    nations: list[str], also: list[str], as_known_on: str | None, off: Mapping[str, str]
) -> None:
    answer = TWO_YEARS.off(nations, also, as_known_on and on(as_known_on))
    assert answer == {on(day): reason for day, reason in off.items()}
    if not also and not as_known_on:
        assert TWO_YEARS.off(nations) == answer


@pytest.mark.parametrize(
    ("as_known_on", "until"),
    [
        (None, "Wed 30 Jun 2027"),
        ("Tue 31 Dec 2024", "Thu 31 Dec 2026"),
        ("Wed 1 Jan 2025", "Thu 31 Dec 2026"),
        ("Wed 31 Dec 2025", "Thu 31 Dec 2026"),
        ("Thu 1 Jan 2026", "Wed 30 Jun 2027"),
        ("Fri 1 Jan 2027", "Wed 30 Jun 2027"),
    ],
)
def test_days_are_known_to_the_end_of_the_last_year_announced(as_known_on: str | None, until: str) -> None:
    held = BankHolidays(
        (
            holiday("Fri 1 Jan 2027", "New Year's Day", ENGLAND, known_from="Thu 1 Jan 2026"),
            holiday("Thu 1 Jan 2026", "New Year's Day", ENGLAND),
        ),
        known_from=on("Thu 1 Jan 2026"),
        known_until=on("Wed 30 Jun 2027"),
    )
    assert held.until(as_known_on and on(as_known_on)) == on(until)


@pytest.mark.parametrize(
    ("nation", "said"),
    [(ENGLAND, "England and Wales"), (SCOTLAND, "Scotland"), (ULSTER, "Northern Ireland")],
)
def test_a_nation_has_its_name(nation: str, said: str) -> None:
    assert say_nation(nation) == said


HEAD = "format = 1\nknown_from = 2026-01-01\nknown_until = 2027-12-31\n"
NEW_YEAR = """
[[holiday]]
date = 2026-01-01
title = "New Year's Day"
nations = ["england-and-wales"]
known_from = 2025-01-01
"""


def test_bank_holidays_are_read() -> None:
    text = f"""{HEAD}{NEW_YEAR}
[[holiday]]
date = 2027-12-31
title = "Hogmanay"
nations = ["scotland", "northern-ireland"]
known_from = 2026-02-05
withdrawn_on = 2026-03-01
substitute = true
source = "somebody"

[[holiday]]
date = 2026-06-15
title = "World Cup"
nations = ["scotland"]
known_from = 2026-02-05
substitute = false
"""
    assert read_bank_holidays(text, "bank-holidays.toml") == BankHolidays(
        (
            Holiday(on("Thu 1 Jan 2026"), "New Year's Day", frozenset({ENGLAND}), on("Wed 1 Jan 2025"), None),
            Holiday(
                on("Fri 31 Dec 2027"),
                "Hogmanay (substitute day)",
                frozenset({SCOTLAND, ULSTER}),
                on("Thu 5 Feb 2026"),
                on("Sun 1 Mar 2026"),
            ),
            Holiday(on("Mon 15 Jun 2026"), "World Cup", frozenset({SCOTLAND}), on("Thu 5 Feb 2026"), None),
        ),
        on("Thu 1 Jan 2026"),
        on("Fri 31 Dec 2027"),
    )


def refusal(ask: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(CharterError) as refused:
        ask(*arguments, **named)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "known_until = 2027-12-31\n",
            "",
            "line 1: 'known_until' is missing. Add known_until = a date such as 2026-04-01.",
        ),
        (
            "known_from = 2026-01-01\n",
            "",
            "line 1: 'known_from' is missing. Add known_from = a date such as 2026-04-01.",
        ),
        (
            "date = 2026-01-01",
            "date = 2025-12-31",
            "line 6: 2025-12-31 lies outside the file's known_from and known_until. Widen them first.",
        ),
        (
            "date = 2026-01-01",
            "date = 2028-01-01",
            "line 6: 2028-01-01 lies outside the file's known_from and known_until. Widen them first.",
        ),
        ("date = 2026-01-01\n", "", "line 5: 'date' is missing. Add date = a date such as 2026-04-01."),
        ("date = 2026-01-01", "date = 'x'", "line 6: 'date' cannot be 'x'. It must be a date such as 2026-04-01."),
        ('title = "New Year\'s Day"\n', "", "line 5: 'title' is missing. Add title = text in quotes."),
        ('title = "New Year\'s Day"', "title = 3", "line 7: 'title' cannot be 3. It must be text in quotes."),
        (
            '["england-and-wales"]',
            '["england"]',
            "line 8: 'nations' does not know 'england'. Did you mean 'england-and-wales'?",
        ),
        (
            '["england-and-wales"]',
            '["x"]',
            "line 8: 'nations' does not know 'x'. Use england-and-wales, scotland or northern-ireland.",
        ),
        (
            'nations = ["england-and-wales"]\n',
            "",
            "line 5: 'nations' is missing. Add nations = a list in square brackets.",
        ),
        (
            "known_from = 2025-01-01\n",
            "",
            "line 5: 'known_from' is missing. Add known_from = a date such as 2026-04-01.",
        ),
        (
            "known_from = 2025-01-01",
            "known_from = 2025-01-01\nsubstitute = 1",
            "line 10: 'substitute' cannot be 1. It must be true or false.",
        ),
        (
            "known_from = 2025-01-01",
            "known_from = 2025-01-01\nwithdrawn_on = 'no'",
            "line 10: 'withdrawn_on' cannot be 'no'. It must be a date such as 2026-04-01.",
        ),
        (
            "known_from = 2025-01-01",
            "known_from = 2025-01-01\nsource = 1",
            "line 10: 'source' cannot be 1. It must be text in quotes.",
        ),
        (
            "known_from = 2025-01-01",
            "known_from = 2025-01-01\nsubstitut = true",
            "line 10: 'substitut' is not a key of this table. Did you mean 'substitute'?",
        ),
        (
            "\n[[holiday]]",
            "\nholydays = 1\n[[holiday]]",
            "line 5: 'holydays' is not a key of this table. Did you mean 'holiday'?",
        ),
    ],
)
def test_bank_holidays_that_cannot_be_used_are_refused(old: str, new: str, message: str) -> None:
    text = HEAD + NEW_YEAR
    assert old in text
    assert refusal(read_bank_holidays, text.replace(old, new, 1), "days.toml") == f"days.toml, {message}"


FOI = """format = 1

[calendars.foi-uk]
title = "Freedom of information"
zone = "Europe/Dublin"
weekdays = ["sunday", "monday"]
holidays = ["scotland"]
also = ["Boxing Day"]
closures_count = true
source = "FOIA s.10(6)"

[calendars.plain]   # all by default
"""


def test_calendars_are_read() -> None:
    assert read_calendars(FOI, "calendars.toml", TWO_YEARS) == {
        "foi-uk": Calendar(
            name="foi-uk",
            title="Freedom of information",
            zone="Europe/Dublin",
            weekdays=frozenset({6, 0}),
            holidays={
                on("Thu 1 Jan 2026"): "New Year's Day",
                on("Fri 2 Jan 2026"): "2nd January",
                on("Fri 3 Apr 2026"): "Good Friday",
                on("Mon 15 Jun 2026"): "World Cup",
                on("Fri 25 Dec 2026"): "Christmas Day (as listed)",
                on("Sat 26 Dec 2026"): "Boxing Day",
                on("Sun 26 Dec 2027"): "Boxing Day",
            },
            closures_count=True,
            known_from=on("Thu 1 Jan 2026"),
            known_until=on("Fri 31 Dec 2027"),
            source="FOIA s.10(6)",
        ),
        "plain": Calendar(
            name="plain",
            title="plain",
            zone="Europe/London",
            weekdays=frozenset({0, 1, 2, 3, 4}),
            holidays={},
            closures_count=False,
            known_from=on("Thu 1 Jan 2026"),
            known_until=on("Fri 31 Dec 2027"),
            source="",
        ),
    }


def test_calendars_are_read_as_they_were_known_on_a_day() -> None:
    early = read_calendars(FOI, "calendars.toml", TWO_YEARS, as_known_on=on("Wed 4 Feb 2026"))["foi-uk"]
    late = read_calendars(FOI, "calendars.toml", TWO_YEARS, as_known_on=on("Thu 5 Feb 2026"))["foi-uk"]
    assert early.why_off(on("Mon 15 Jun 2026")) is None
    assert late.why_off(on("Mon 15 Jun 2026")) == "World Cup"
    assert (early.known_until, late.known_until) == (on("Thu 31 Dec 2026"), on("Thu 31 Dec 2026"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "also =",
            "als =",
            "line 8, calendar foi-uk: 'als' is not a key of this table. Did you mean 'also'?",
        ),
        (
            '"Boxing Day"',
            '"Boxing"',
            "line 8, calendar foi-uk: 'also' does not know 'Boxing'. Did you mean 'Boxing Day'?",
        ),
        (
            '"Boxing Day"',
            '"x"',
            "line 8, calendar foi-uk: 'also' does not know 'x'. Use Christmas Day, Boxing Day or Good Friday.",
        ),
        (
            '"sunday"',
            '"Sunday"',
            "line 6, calendar foi-uk: 'weekdays' does not know 'Sunday'. Did you mean 'sunday'?",
        ),
        (
            '["sunday", "monday"]',
            "[]",
            "line 6, calendar foi-uk: 'weekdays' is empty. Name the weekdays that can be working days.",
        ),
        (
            '["scotland"]',
            '["x"]',
            "line 7, calendar foi-uk: 'holidays' does not know 'x'. "
            "Use england-and-wales, scotland or northern-ireland.",
        ),
        (
            '"Europe/Dublin"',
            "3",
            "line 5, calendar foi-uk: 'zone' cannot be 3. It must be text in quotes.",
        ),
        (
            "closures_count = true",
            'closures_count = "yes"',
            "line 9, calendar foi-uk: 'closures_count' cannot be 'yes'. It must be true or false.",
        ),
        ('"FOIA s.10(6)"', "10", "line 10, calendar foi-uk: 'source' cannot be 10. It must be text in quotes."),
        ('"Freedom of information"', "10", "line 4, calendar foi-uk: 'title' cannot be 10. It must be text in quotes."),
        (
            "[calendars.plain]",
            "size = 3\n[calendars.plain]",
            "line 12, calendar foi-uk: 'size' is not a key of this table. "
            "The keys here are also, closures_count, holidays, law, source, title, weekdays and zone.",
        ),
        (
            "[calendars.plain]",
            "zones = 3\n[calendars.plain]",
            "line 12, calendar foi-uk: 'zones' is not a key of this table. Did you mean 'zone'?",
        ),
        (
            "[calendars.plain]",
            "[calendar.plain]",
            "line 12: 'calendar' is not a key of this table. Did you mean 'calendars'?",
        ),
    ],
)
def test_calendars_that_cannot_be_used_are_refused(old: str, new: str, message: str) -> None:
    assert old in FOI
    assert refusal(read_calendars, FOI.replace(old, new, 1), "c.toml", TWO_YEARS) == f"c.toml, {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format = 1", "line 1: There is no calendar here. Add one under [calendars.its-name]."),
        ("format = 1\ncalendars = 3", "line 2: 'calendars' cannot be 3. It must be a table."),
        ("format = 1\ncalendars.uk = 3", "line 2: 'uk' cannot be 3. It must be a table."),
        ("format = 1\n[calendars]\nuk = {\nx = 1", "Not valid TOML"),
        ("format = 1\n[calendars]\nuk = { size = 1 }", None),
    ],
)
def test_calendars_in_another_shape_are_read_or_refused_but_never_break(text: str, message: str | None) -> None:
    refused = refusal(read_calendars, text, "c.toml", TWO_YEARS)
    if message == "Not valid TOML":
        assert refused.startswith("c.toml: Not valid TOML: ")
    elif message:
        assert refused == f"c.toml, {message}"
    else:
        assert refused == (
            "c.toml, line 3, calendar uk: 'size' is not a key of this table. "
            "The keys here are also, closures_count, holidays, law, source, title, weekdays and zone."
        )


def test_a_calendar_stands_on_the_line_of_its_own_table() -> None:
    text = FOI.replace("# all by default", "").replace("[calendars.plain]", "[calendars.plain]\nzone = 3")
    assert refusal(read_calendars, text, "c.toml", TWO_YEARS) == (
        "c.toml, line 13, calendar plain: 'zone' cannot be 3. It must be text in quotes."
    )


def table(**keys: Any) -> FileTable:
    return FileTable("s9.toml", ["[hours]", *(f'{key} = "{value}"' for key, value in keys.items())], 1, "", keys)


def test_one_calendar_can_be_read_by_itself() -> None:
    assert read_calendar("one", table(zone="Europe/Paris"), TWO_YEARS) == Calendar(
        name="one",
        title="one",
        zone="Europe/Paris",
        known_from=on("Thu 1 Jan 2026"),
        known_until=on("Fri 31 Dec 2027"),
    )


def test_a_weeks_opening_hours_are_read() -> None:
    place = table(
        monday="09:00-17:00", tuesday="09:00-12:30 13:30-17:00", thursday="", friday="00:00-24:00",
        saturday="10:00-12:00", sunday="11:00-11:01", local="Our guess",
    )  # fmt: skip
    assert read_hours(place) == (
        (
            ((540, 1020),),
            ((540, 750), (810, 1020)),
            (),
            (),
            ((0, 1440),),
            ((600, 720),),
            ((660, 661),),
        ),
        "Our guess",
    )
    assert read_hours(table()) == (((),) * 7, "")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"Monday": "09:00-17:00"}, "line 2: 'Monday' is not a key of this table. Did you mean 'monday'?"),
        ({"monday": 9}, "line 2: 'monday' cannot be 9. It must be text in quotes."),
        ({"local": 9}, "line 2: 'local' cannot be 9. It must be text in quotes."),
        ({"sunday": "10-12"}, "line 2: '10' is not a time of day. Write it as 09:00 or 17:30, up to 24:00."),
    ],
)
def test_opening_hours_that_cannot_be_used_are_refused(keys: dict[str, Any], message: str) -> None:
    assert refusal(read_hours, table(**keys)) == f"s9.toml, {message}"


@pytest.mark.parametrize(
    ("words", "windows"),
    [
        ("", ()),
        ("   ", ()),
        ("09:00-17:00", minutes("09:00-17:00")),
        ("09:00-12:30  13:30-17:00", minutes("09:00-12:30 13:30-17:00")),
        ("09:00-12:30 12:30-17:00", minutes("09:00-12:30 12:30-17:00")),
        ("00:00-24:00", ((0, 1440),)),
    ],
)
def test_windows_are_read_in_order(words: str, windows: tuple[tuple[int, int], ...]) -> None:
    assert read_windows(table(monday=words), "monday", words) == windows


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("09:00", "'09:00' is not an opening window. Write it as 09:00-17:00."),
        ("09:00-12:30 noon", "'noon' is not an opening window. Write it as 09:00-17:00."),
        ("9:0-17:00", "'9:0' is not a time of day. Write it as 09:00 or 17:30, up to 24:00."),
        ("09:00-25:00", "'25:00' is not a time of day. Write it as 09:00 or 17:30, up to 24:00."),
        ("09:00-", "'' is not a time of day. Write it as 09:00 or 17:30, up to 24:00."),
        ("09:00-12:00-13:00", "'12:00-13:00' is not a time of day. Write it as 09:00 or 17:30, up to 24:00."),
        ("17:00-09:00", "'17:00-09:00' shuts before it opens. Swap the two times."),
        ("09:00-09:00", "'09:00-09:00' shuts before it opens. Swap the two times."),
        (
            "09:00-12:31 12:30-17:00",
            "'09:00-12:31 12:30-17:00' has windows that overlap or are out of order. Write the earlier first.",
        ),
        (
            "13:30-17:00 09:00-12:30",
            "'13:30-17:00 09:00-12:30' has windows that overlap or are out of order. Write the earlier first.",
        ),
        (
            "09:00-10:00 11:00-13:00 12:00-14:00",
            "'09:00-10:00 11:00-13:00 12:00-14:00' has windows that overlap or are out of order. "
            "Write the earlier first.",
        ),
    ],
)
def test_windows_that_cannot_be_used_are_refused(words: str, why: str) -> None:
    assert refusal(read_windows, table(tuesday="", monday=words), "monday", words) == f"s9.toml, line 3: {why}"


# ---- the shipped files ----

YEARS = range(2019, 2029)
WORKING_DAYS = {
    # Counted with the `holidays` package, not with this program.
    "england-and-wales": [253, 254, 253, 250, 251, 254, 253, 253, 253, 252],
    "scotland": [252, 253, 252, 249, 250, 253, 252, 251, 252, 251],
    "northern-ireland": [251, 252, 251, 248, 249, 252, 251, 251, 251, 250],
    "foi-uk": [248, 249, 248, 245, 246, 249, 248, 247, 248, 247],
    "foisa": [252, 253, 252, 249, 250, 253, 252, 251, 252, 251],
    "every-day": [365, 366, 365, 365, 365, 366, 365, 365, 365, 366],
}


@pytest.mark.parametrize("name", WORKING_DAYS)
def test_the_working_days_of_ten_years_are_those_that_others_count(name: str) -> None:
    calendar = calendars()[name]
    counted = [working_days_between(date(year, 1, 1), date(year, 12, 31), calendar) for year in YEARS]
    assert counted == WORKING_DAYS[name]


EXTRA = {
    2026: ["Fri 2 Jan", "Tue 17 Mar", "Mon 15 Jun", "Mon 13 Jul", "Mon 3 Aug", "Mon 30 Nov"],
    2027: ["Mon 4 Jan", "Wed 17 Mar", "Mon 12 Jul", "Mon 2 Aug", "Tue 30 Nov"],
}


@pytest.mark.parametrize("year", EXTRA)
def test_freedom_of_information_has_these_days_off_over_a_council_in_england(year: int) -> None:
    council, foi = calendars()["england-and-wales"], calendars()["foi-uk"]
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [day for day in days if council.is_working(day) and not foi.is_working(day)] == [
        on(f"{day} {year}") for day in EXTRA[year]
    ]
    assert [day for day in days if foi.is_working(day) and not council.is_working(day)] == []


@pytest.mark.parametrize("name", ["scotland", "foisa", "foi-uk"])
def test_scotlands_world_cup_holiday_was_not_known_on_1_february_2026_and_was_on_the_6th(name: str) -> None:
    day = on("Mon 15 Jun 2026")
    whose = " (Scotland)" if name == "foi-uk" else ""
    known = [calendars(on(as_known_on))[name].why_off(day) for as_known_on in ("Sun 1 Feb 2026", "Fri 6 Feb 2026")]
    assert known == [None, f"World Cup bank holiday{whose}"]
    assert calendars()[name].why_off(day) == f"World Cup bank holiday{whose}"
    assert calendars()["england-and-wales"].why_off(day) is None


@pytest.mark.parametrize(
    ("as_known_on", "fourth", "eighth"),
    [
        ("Thu 6 Jun 2019", "Early May bank holiday", None),
        ("Fri 7 Jun 2019", None, "Early May bank holiday (VE day)"),
        (None, None, "Early May bank holiday (VE day)"),
    ],
)
def test_the_early_may_holiday_of_2020_moved_when_it_was_announced(
    as_known_on: str | None, fourth: str | None, eighth: str | None
) -> None:
    england = calendars(as_known_on and on(as_known_on))["england-and-wales"]
    assert england.why_off(on("Mon 4 May 2020")) == fourth
    assert england.why_off(on("Fri 8 May 2020")) == eighth


def test_the_shipped_bank_holidays_are_held_from_2019_to_2028() -> None:
    held = read_bank_holidays(text_of("bank-holidays.toml"), "bank-holidays.toml")
    assert (held.known_from, held.known_until) == (on("Tue 1 Jan 2019"), on("Sun 31 Dec 2028"))
    assert [one.on for one in held.holidays] == sorted({one.on for one in held.holidays})
    assert [one for one in held.holidays if one.on.weekday() > 4] == []
    for calendar in calendars().values():
        assert (calendar.known_from, calendar.known_until) == (held.known_from, held.known_until)
        with pytest.raises(CannotCount):
            calendar.require(on("Mon 1 Jan 2029"))


def test_the_shipped_bank_holidays_are_known_two_years_before_by_convention() -> None:
    ends = [calendars(on(day))["foi-uk"].known_until for day in ("Wed 31 Dec 2025", "Thu 1 Jan 2026", "Fri 1 Jan 2027")]
    assert ends == [on("Fri 31 Dec 2027"), on("Sun 31 Dec 2028"), on("Sun 31 Dec 2028")]


def test_the_shipped_calendars_are_these() -> None:
    counts = {name: calendar.closures_count for name, calendar in calendars().items()}
    assert counts == {
        "england-and-wales": False,
        "scotland": False,
        "northern-ireland": False,
        "england-and-wales-law": True,
        "scotland-law": True,
        "northern-ireland-law": True,
        "foi-uk": True,
        "foisa": True,
        "adult-care": True,
        "children": True,
        "every-day": True,
    }
    assert {calendar.zone for calendar in calendars().values()} == {"Europe/London"}
    assert {name: calendar.law for name, calendar in calendars().items() if calendar.law} == {
        nation: f"{nation}-law" for nation in NATIONS
    }


LAWS = """format = 1
[calendars.north]
law = "northlaw"
[calendars.north-law]
"""


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (LAWS, "calendars.toml, line 3, calendar north: 'law' does not know 'northlaw'. Did you mean 'north-law'?"),
        (
            LAWS.replace("north-law", "law"),
            "calendars.toml, line 3, calendar law: 'law' means that of the council's nation in a charter. "
            "Give it another name.",
        ),
    ],
)
def test_a_calendar_of_law_must_be_there_under_a_name_of_its_own(text: str, refusal: str) -> None:
    with pytest.raises(CharterError) as refused:
        read_calendars(text, "calendars.toml", history())
    assert str(refused.value) == refusal
