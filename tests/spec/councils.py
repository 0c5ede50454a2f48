"""The councils that the tables speak of: the five shipped ones, one in each other nation, and one of our own making."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from answerable.charters import COUNCILS, calendars, charter_of, procedures, text_of
from answerable.standards.charter.promises import Charter
from answerable.standards.reading.charters import read_charter
from answerable.standards.time.calendar import Calendar
from tests.spec.stories import read_day

NATIONS = {
    "a council in England": (
        "england-and-wales",
        ("lgsco-code", "foi", "foi-code", "sar", "data-rights", "ehc", "awaab", "homelessness", "penalty-charge"),
    ),
    "a council in Scotland": ("scotland", ("spso", "foisa", "eir-scotland")),
    "a council in Northern Ireland": ("northern-ireland", ("nipso", "foi", "foi-code")),
    "a council in Wales": ("england-and-wales", ("psow", "wales-social", "foi", "foi-code", "homelessness-wales")),
}
FEWER_YEARS = date(2026, 1, 1)
"""From when the calendars of councils made here are known: each is unrolled for itself, and ten years take longer."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_OURS = """
format = 1
[charter]
council = "ours"
name = "A council of our own"
title = "One promise"
version = "1"
status = "adopted"
in_force_from = 2019-01-01
source = "none"
calendar = "{calendar}"
procedures = [{procedures}]
{more}
[[promise]]
id = "OURS"
words = "A promise to be counted."
kind = ["clock"]
strength = "will"
channels = [{channels}]
source = "none"
[promise.clock]
{clock}
"""
_NOBODY = 'within = "1 working day"\nstop = "acknowledgement"'


@cache
def council(
    name: str,
    clock: str = "",
    hours: str = "",
    closures: str = "",
    special: str = "",
    zone: str = "",
    settings: str = "",
    laws: str = "",
    known_on: date | None = None,
) -> Charter:
    """Return a charter by its name in the tables, as things stood on a day if one is given.

    ``clock`` and ``settings`` are lines of a charter's file. The rest is in the words of the tables.
    """
    more = _hours(hours) + _closures(closures) + _special(special)
    key = name.lower()
    if key in COUNCILS and not more:
        return charter_of(key, known_on)
    known = {
        name: replace(calendar, zone=zone or calendar.zone, known_from=FEWER_YEARS)
        for name, calendar in calendars(known_on).items()
    }
    if key in COUNCILS:
        return read_charter(f"{text_of(key + '.toml')}\n{more}", f"{key}.toml", known, procedures())
    if key == "ours":
        more = f"[settings]\n{settings}\n{more}"
        text = _text("england-and-wales", filter(None, laws.split(", ")), more, "all", clock)
    else:
        calendar, bound_by = NATIONS[name]
        text = _text(calendar, bound_by, more, "print", _NOBODY)
    return read_charter(text, name, known, procedures())


def _text(calendar: str, laws: Iterable[str], more: str, channel: str, clock: str) -> str:
    listed = ", ".join(f'"{law}"' for law in laws)
    return _OURS.format(calendar=calendar, procedures=listed, more=more, channels=f'"{channel}"', clock=clock)


def calendar_named(name: str, closures: str, known_on: date | None) -> Calendar:
    """Return one calendar, with a council's closures if it has any."""
    days = {day: reason for day, reason in map(_day_and_rest, closures.split(";")) if reason} if closures else {}
    return calendars(known_on)[name].with_closures(days)


def clock_lines(cell: str) -> str:
    """Return what stands between backticks, one to a line, as a charter's file has it."""
    return "\n".join(re.findall(r"`([^`]*)`", cell))


def _hours(words: str) -> str:
    """Write "Monday to Friday 09:00-17:00; Saturday 10:00-13:00" as a charter's file has it."""
    lines = []
    for part in filter(None, map(str.strip, words.split(";"))):
        found = re.fullmatch(r"(\w+)(?: to (\w+))? ([\d:\- ]+)", part)
        assert found, part
        first = WEEKDAYS.index(found[1].lower())
        last = WEEKDAYS.index((found[2] or found[1]).lower())
        lines += [f'{weekday} = "{found[3]}"' for weekday in WEEKDAYS[first : last + 1]]
    return "\n".join(["[hours.desk]", *lines, ""]) if lines else ""


def _closures(words: str) -> str:
    days = [_day_and_rest(part) for part in words.split(";") if part.strip()]
    return "".join(f'[[closures]]\ndate = {day}\nreason = "{reason}"\n' for day, reason in days)


def _special(words: str) -> str:
    """Write "Sat 19 Dec 2026 10:00-16:00 late opening" as a charter's file has it; "working day" may follow."""
    lines = []
    for part in filter(None, map(str.strip, words.split(";"))):
        day, rest = _day_and_rest(part)
        windows, _, reason = rest.partition(" ")
        working = "working = true\n" if reason.endswith("working day") else ""
        lines.append(f'[[special_days]]\ndate = {day}\nhours = "{windows}"\nreason = "{reason}"\n{working}')
    return "".join(lines)


def _day_and_rest(words: str) -> tuple[date, str]:
    weekday, number, month, year, *rest = words.strip().split(" ")
    return read_day(f"{weekday} {number} {month} {year}"), " ".join(rest)
