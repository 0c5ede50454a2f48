"""What the tests of the engine are built of: moments in words, calendars, contacts, promises and charters.

A moment names its weekday and is refused when the weekday is wrong, so that a slip in a test cannot pass for a rule.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from answerable.standards.charter.clock_rules import ClockRule, Contingent, Deadline, Notice
from answerable.standards.charter.promises import Charter, Owed, Promise, Replacement, Strength
from answerable.standards.facts import Contact, Fact
from answerable.standards.time.calendar import Calendar, SpecialDay
from answerable.standards.time.counting import PLAIN, Counting
from answerable.standards.time.duration import Duration, parse

LONDON = ZoneInfo("Europe/London")

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(r"(\w{3}) (\d{1,2}) (\w{3}) (\d{4})")
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?( again)?")


@cache
def on(words: str) -> date:
    """Read "Mon 2 Nov 2026". Raises ValueError when that day is not a Monday."""
    found = _DAY.fullmatch(words)
    if not found:
        raise ValueError(f"Write a day as Mon 2 Nov 2026, not '{words}'.")
    day = date(int(found[4]), _MONTHS.index(found[3]) + 1, int(found[2]))
    if _WEEKDAYS[day.weekday()] != found[1]:
        raise ValueError(f"'{words}' is a {_WEEKDAYS[day.weekday()]}.")
    return day


@cache
def at(words: str, zone: ZoneInfo = LONDON) -> datetime:
    """Read "Mon 2 Nov 2026 09:00" (or 09:00:30, or 09:00:30.5) as local time, and return it in UTC.

    "Sun 25 Oct 2026 01:30 again" is the second 01:30 of the night when the clocks go back. Raises ValueError for
    a wrong weekday, for a time that never happens, and for "again" where nothing happens twice.
    """
    found = re.fullmatch(rf"({_DAY.pattern}) ({_TIME.pattern})", words)
    if not found:
        raise ValueError(f"Write a moment as Mon 2 Nov 2026 09:00, not '{words}'.")
    day, (hour, minute, second, fraction, again) = on(found[1]), found.groups()[6:]
    local = datetime(
        day.year, day.month, day.day, int(hour), int(minute), int(second or 0), int((fraction or "0").ljust(6, "0")),
        tzinfo=zone, fold=1 if again else 0,
    )  # fmt: skip
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"'{words}' never happens: the clocks go forward over it.")
    if again and local.replace(fold=0).astimezone(UTC) == moment:
        raise ValueError(f"'{words}' happens only once.")
    return moment


def fact(what: str, when: str, **details: Any) -> Fact:
    """Return what happened and when, with what was said of it: reference="C-1", by_when=on("Mon 9 Nov 2026")."""
    return Fact(what, at(when), details)


def contact(
    channel: str, *facts: Fact, kinds: Iterable[str] = ("enquiry",), mailbox: str | None = None, id: str = "C-1"
) -> Contact:
    """Return a contact with its facts, which may be given in any order."""
    return Contact.of(id, channel, kinds, facts, mailbox)


BANK_HOLIDAYS: Mapping[date, str] = {
    on("Thu 1 Jan 2026"): "New Year's Day",
    on("Fri 3 Apr 2026"): "Good Friday",
    on("Mon 6 Apr 2026"): "Easter Monday",
    on("Mon 4 May 2026"): "Early May bank holiday",
    on("Mon 25 May 2026"): "Spring bank holiday",
    on("Mon 31 Aug 2026"): "Summer bank holiday",
    on("Fri 25 Dec 2026"): "Christmas Day",
    on("Mon 28 Dec 2026"): "Boxing Day (substitute day)",
    on("Fri 1 Jan 2027"): "New Year's Day",
    on("Fri 26 Mar 2027"): "Good Friday",
    on("Mon 29 Mar 2027"): "Easter Monday",
}
"""England and Wales, from 1 January 2026 to 31 March 2027, typed in by hand."""


def calendar(**changes: Any) -> Calendar:
    """Return a calendar of England and Wales, 2026 to March 2027, open Monday to Friday 09:00-17:00, with changes."""
    settings: dict[str, Any] = {
        "name": "england-and-wales",
        "holidays": BANK_HOLIDAYS,
        "known_from": date(2026, 1, 1),
        "known_until": date(2027, 3, 31),
    }
    return Calendar(**{**settings, **changes})


def minutes(words: str) -> tuple[tuple[int, int], ...]:
    """Read opening windows such as "09:00-12:30 13:30-17:00"."""
    found = re.findall(r"(\d\d):(\d\d)-(\d\d):(\d\d)", words)
    return tuple((int(a) * 60 + int(b), int(c) * 60 + int(d)) for a, b, c, d in found)


def week(weekdays: str, saturday: str = "", sunday: str = "") -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return a week's opening windows, Monday first: the same from Monday to Friday, then Saturday and Sunday."""
    return (minutes(weekdays),) * 5 + (minutes(saturday), minutes(sunday))


def special(words: str, reason: str, working: bool | None = None) -> SpecialDay:
    """Return a day with opening windows of its own."""
    return SpecialDay(minutes(words), reason, working)


ENGLAND = calendar()
"""One calendar for the tests that change nothing about it, so that its table is unrolled once."""


def notice(*replies: Promise, stop: str = "delay_told", **changes: Any) -> Notice:
    """Return the rule of a notice of delay for some replies."""
    return Notice(stop=stop, notice_for=replies, **changes)


def rule(within: str | Duration = "10 working days", stop: str = "full reply", **changes: Any) -> Deadline | Contingent:
    """Return a limit, contingent if it says what makes it needless.

    Lengths of time may be given in words, and Counting's settings by their own names.
    """
    counting = {name: changes.pop(name) for name in list(changes) if name in Counting.__dataclass_fields__}
    for name in ("counts_from_within", "unless_full_reply_within"):
        if isinstance(changes.get(name), str):
            changes[name] = parse(changes[name])
    settings: dict[str, Any] = {
        "within": parse(within) if isinstance(within, str) else within,
        "stop": stop,
        "calendar": ENGLAND,
        "counting": Counting(**counting) if counting else PLAIN,
    }
    kind = Contingent if "unless_full_reply_within" in changes else Deadline
    return kind(**{**settings, **changes})


def promise(clock: ClockRule | None = None, id: str = "S9-01", **changes: Any) -> Promise:
    """Return a promise made to everybody on every channel, measured by a clock if one is given."""
    settings: dict[str, Any] = {
        "id": id,
        "words": f"{id} in words.",
        "kind": ("clock",),
        "strength": Strength.WILL,
        "channels": frozenset({"all"}),
        "source": "line 1",
        "clock": clock,
    }
    return Promise(**{**settings, **changes})


def owed(clock: ClockRule, voided_by: Replacement | None = None, **changes: Any) -> Owed:
    """Return a promise as it is owed to a contact."""
    return Owed(promise(clock, **changes), voided_by)


def charter(*promises: Promise, **changes: Any) -> Charter:
    """Return an adopted charter with these promises."""
    settings: dict[str, Any] = {
        "council": "s9",
        "name": "A council of our own",
        "title": "Test standards",
        "version": "1",
        "status": "adopted",
        "in_force_from": date(2026, 1, 1),
        "source": "S9",
        "calendar": ENGLAND,
        "promises": promises,
    }
    return Charter(**{**settings, **changes})
