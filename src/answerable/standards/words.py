"""Days, moments and amounts in the words a resident reads.

English names are spelled out here because ``strftime`` follows the machine's locale and the working must
read the same everywhere.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any
from unicodedata import category

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say_day(day: date) -> str:
    """Say a day in full: "Friday 18 December 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def say_date(day: date) -> str:
    """Say a day without its weekday: "18 December 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_moment(moment: datetime) -> str:
    """Say a local moment: "Friday 18 December 2026 at 18:30", with seconds only where there are any."""
    return f"{say_day(moment.date())} at {say_time(moment)}"


def say_time(moment: datetime) -> str:
    """Say a time of day: "18:30", with seconds only where there are any."""
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def say_length(seconds: int) -> str:
    """Say a length of time: "7 hours 30 minutes", "45 seconds", "no time"."""
    hours, rest = divmod(seconds, 3600)
    minutes, odd = divmod(rest, 60)
    parts = [say_count(n, unit) for n, unit in ((hours, "hour"), (minutes, "minute"), (odd, "second")) if n]
    return " ".join(parts) or "no time"


def say_count(number: float, thing: str) -> str:
    """Say how many of a thing: "1 working day", "3 working days", "12.5 seconds"."""
    return f"{number:g} {thing}" if number == 1 else f"{number:g} {thing}s"


def say_list(things: Sequence[str], last: str = "and") -> str:
    """Join things as a sentence does: "Monday, Tuesday and Friday"."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that a mistyped one most likely means, or None.

    One letter too many at its end comes first: "foia" means "foi", and not the law of another country.
    """
    words = list(known)
    return word[:-1] if word[:-1] in words else next(iter(get_close_matches(word, words, 1, cutoff)), None)


def visible(text: str) -> str:
    """Return a line without marks that turn its direction or cannot be seen: they can hide how a file's name ends."""
    return " ".join("".join(one for one in text if category(one)[0] != "C" or one.isspace()).split())


def harmless_cell(value: Any) -> Any:
    """Return what goes into a cell of a table, so that a spreadsheet takes no words of it for a formula.

    Words that begin as a formula does get an apostrophe before them, which a spreadsheet does not show.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGINS_FORMULA) else value


_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
