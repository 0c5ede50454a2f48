"""Days, moments, lengths of time and numbers, in the words of the pages. Every moment is told in the time of London."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template

from answerable.standards.words import MONTHS, say_count, say_day

LONDON = ZoneInfo("Europe/London")
UNITS = ((24 * 60 * 60, "day"), (60 * 60, "hour"), (60, "minute"))

register = template.Library()


@register.filter
def day(when: date | datetime | None) -> str:
    """Say a day: "Tuesday 29 December 2026"; nothing where there is none."""
    if when is None:
        return ""
    return say_day(when.astimezone(LONDON).date() if isinstance(when, datetime) else when)


@register.filter
def moment(when: datetime | None) -> str:
    """Say a moment: "Tuesday 29 December 2026 at 3:05pm"; nothing where there is none."""
    return f"{day(when)} at {hour(when.astimezone(LONDON))}" if when else ""


@register.filter
def moment_short(when: datetime | None) -> str:
    """Say a moment for a list, on a clock of 24 hours: "29 Dec, 15:05"; nothing where there is none."""
    return _in_list(when)


@register.filter
def moment_with_year(when: datetime | None) -> str:
    """Say a moment for a list that goes back further than a year: "29 Dec 2026, 15:05"; nothing where there is none."""
    return _in_list(when, year=" %Y")


def _in_list(when: datetime | None, *, year: str = "") -> str:
    if when is None:
        return ""
    local = when.astimezone(LONDON)
    return f"{local.day} {MONTHS[local.month - 1][:3]}{local:{year}, %H:%M}"


@register.filter
def second(when: datetime) -> str:
    """Say when it was, of something that goes on: "15:05:41"."""
    return f"{when.astimezone(LONDON):%H:%M:%S}"


@register.filter
def from_now(when: datetime | None, now: datetime) -> str:
    """Say how far off a moment is: "in 3 hours", "2 days late"; nothing where there is none.

    A day here is 24 hours by the clock and not a working day. Parts of a unit are dropped.
    """
    if when is None:
        return ""
    seconds = (when - now).total_seconds()
    length = rough_length(abs(seconds))
    return f"in {length}" if seconds >= 0 else f"{length} late"


@register.filter
def number(amount: float | None) -> str:
    """Say a number with its thousands apart: "18,204"; nothing where there is none."""
    return "" if amount is None else f"{amount:,}"


def hour(local: datetime) -> str:
    """Say a time of day as it is spoken: "3:05pm", "9am", "midday", "midnight"."""
    if (local.hour, local.minute) in NAMED_HOURS:
        return NAMED_HOURS[local.hour, local.minute]
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


NAMED_HOURS = {(0, 0): "midnight", (12, 0): "midday"}


def rough_length(seconds: float) -> str:
    """Say a length of time in its largest unit: "3 hours"."""
    for size, unit in UNITS:
        if seconds >= size:
            return say_count(seconds // size, unit)
    return "less than a minute"
