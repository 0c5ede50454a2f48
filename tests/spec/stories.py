"""The short language in which the tables tell what happened, and in which the engine's answers are written down.

    received Mon 2 Nov 2026 10:00; acknowledged Tue 3 Nov 2026 (next step, by when Fri 13 Nov 2026); replied 15:30

Facts have the names of ``facts.FACTS`` with spaces. Times are those of a clock in London; without a time it is noon,
and a time without a date is on the day of the fact before. What a message said stands in brackets.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.clock import Clock, State
from answerable.standards.vocabulary.facts import FACTS

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_IN_FULL = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONDON = ZoneInfo("Europe/London")

_DAY = re.compile(r"(?:([A-Z][a-z]+) )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (\d{4})")
_MOMENT = re.compile(
    r"(?:(?P<day>\w{3} \d+ \w{3} \d{4})(?: |$))?(?:(?P<time>\d\d:\d\d[\d:.]*)(?: (?P<zone>BST|GMT|UTC))?)?"
)
_FACT = re.compile(r"(?P<what>[a-z ]+?) (?P<when>[A-Z]\w\w \d|\d\d:\d\d).*")
_DATED = {"by when": "by_when", "until": "until", "slot": "slot"}
_SAID = {
    "automatic", "reference", "next step", "investigator", "responder", "owner", "contact", "being done", "reason",
    "steps", "told", "named", "closes", "blocked", "complaint", "decision", "remedy", "outstanding", "recourse",
    "ombudsman", "unread", "welfare",
}  # fmt: skip
"""What a message can be said to hold; a date it gives is in ``_DATED``."""


def weekday_errors(text: str) -> list[str]:
    """Name every date in a text that has no weekday before it, or a wrong one; "Mon" and "Monday" are the same."""
    errors = []
    for weekday, number, month, year in _DAY.findall(text):
        day = date(int(year), MONTHS.index(month) + 1, int(number))
        right = WEEKDAYS[day.weekday()]
        if weekday not in (right, _IN_FULL[day.weekday()]):
            errors.append(f"{weekday or '(no weekday)'} {number} {month} {year} is a {right}")
    return errors


def read_day(words: str) -> date:
    """Read "Fri 18 Dec 2026", and refuse a weekday that is not that day's."""
    found = _DAY.fullmatch(words.strip())
    if not found:
        raise ValueError(f"'{words}' is not a date such as Fri 18 Dec 2026.")
    errors = weekday_errors(words)
    if errors or len(found[1]) != 3:
        raise ValueError(errors[0] if errors else f"'{words}' has its weekday in full.")
    return date(int(found[4]), MONTHS.index(found[3]) + 1, int(found[2]))


def read_moment(words: str, day: date | None = None) -> datetime:
    """Read "Fri 18 Dec 2026 18:30", or a part of it: noon without a time, ``day`` without a date."""
    found = _MOMENT.fullmatch(words.strip())
    if not found or not words.strip():
        raise ValueError(f"'{words}' is not a moment such as Fri 18 Dec 2026 18:30.")
    if found["day"]:
        day = read_day(found["day"])
    if day is None:
        raise ValueError(f"'{words.strip()}' needs a date: nothing came before it.")
    clock = found["time"] or "12:00"
    hours, minutes, seconds = ([*clock.split(":"), "0"])[:3]
    zone = UTC if found["zone"] == "UTC" else LONDON
    moment = datetime(day.year, day.month, day.day, int(hours), int(minutes), tzinfo=zone, fold=found["zone"] == "GMT")
    return moment.astimezone(UTC) + timedelta(microseconds=round(float(seconds) * 1_000_000))


def say_day(day: date) -> str:
    """Write a day as the tables do: "Fri 18 Dec 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def say_due(moment: datetime) -> str:
    """Write a due moment: a day alone is the last second of that day."""
    local = moment.astimezone(LONDON)
    if (local.hour, local.minute, local.second) == (23, 59, 59):
        return say_day(local)
    clock = f"{local:%H:%M}"
    if local.second or local.microsecond:
        clock += f":{local:%S}" + (f".{local.microsecond:06}".rstrip("0") if local.microsecond else "")
    return f"{say_day(local)} {clock}"


def read_facts(story: str) -> tuple[Fact, ...]:
    """Read what happened, fact by fact, in the order told."""
    facts: list[Fact] = []
    day: date | None = None
    for part in _split(story, ";"):
        words, _, said = part.partition("(")
        found = _FACT.fullmatch(words.strip())
        if not found:
            raise ValueError(f"'{part}' does not say what happened and when.")
        what = found["what"].replace(" ", "_")
        if what not in FACTS:
            raise ValueError(f"'{found['what']}' is not the name of a fact.")
        moment = read_moment(words.strip()[len(found["what"]) :], day)
        if facts and moment < facts[-1].at:
            raise ValueError(f"'{part}' is told after what came later.")
        day = moment.astimezone(LONDON).date()
        facts.append(Fact(what, moment, dict(_details(said.rstrip(") ")))))
    return tuple(facts)


def read_contact(came_by: str, story: str) -> Contact:
    """Read "letter", "email: complaint and foi" or "email to contact-group", and what happened to it."""
    way, _, kinds = came_by.partition(":")
    channel, _, mailbox = way.partition(" to ")
    listed = [kind.strip() for kind in kinds.split(" and ")] if kinds else ["enquiry"]
    return Contact.of("A", channel.strip(), listed, read_facts(story), mailbox.strip() or None)


def _details(said: str) -> Iterator[tuple[str, object]]:
    for words in _split(said, ","):
        for name, key in _DATED.items():
            if words.startswith(name + " "):
                value = words.removeprefix(name)
                yield key, read_moment(value) if ":" in value else read_day(value)
                break
        else:
            name, _, value = words.partition(" ")
            if name == "kinds" and value:
                yield name, tuple(value.split(" and "))
            elif name in ("code", "after") and value:
                yield name, value
            elif words in _SAID:
                yield words.replace(" ", "_"), True
            else:
                raise ValueError(f"'{words}' is not something a message can say.")


def _split(text: str, mark: str) -> list[str]:
    """Split at a mark that is not inside brackets."""
    parts = re.split(rf"{mark}\s*(?![^(]*\))", text)
    return [part.strip() for part in parts if part.strip()]


# ---- what the engine answers, in words ----

_PARTS: dict[str, Callable[[Clock], str]] = {
    "due": lambda clock: say_due(clock.due),
    "first due": lambda clock: say_due(clock.reckoning.first_due),
    "final": lambda clock: say_due(clock.decided),
    "by": lambda clock: "" if clock.stopped is None else say_due(clock.stopped),
}


def answer_as(expected: str, clocks: list[Clock]) -> str:
    """Write the engine's answer with the parts that the expected one has: state, due moment, final moment, reason.

    Several clocks of one promise are parted by " + "; "nothing" is no clock at all.
    """
    if not clocks:
        return "nothing"
    wanted = expected.split(" + ")
    if len(wanted) != len(clocks):
        return " + ".join(map(whole, clocks))
    return " + ".join(_one(words, clock) for words, clock in zip(wanted, clocks, strict=True))


def whole(clock: Clock) -> str:
    """Write all of an answer: state, due moment, when failure is final if that is later, and the reason."""
    final = f", final {say_due(clock.decided)}" if clock.decided != clock.due else ""
    return f'{clock.state.value}, due {say_due(clock.due)}{final}, "{clock.reason}"'


def whole_of(clocks: list[Clock]) -> str:
    """Write all of every answer, in order."""
    return " + ".join(map(whole, clocks)) or "nothing"


def _one(expected: str, clock: Clock) -> str:
    answer = []
    before, quote, _ = expected.partition('"')
    for words in (part.strip() for part in before.split(",")):
        if words in list(State):
            answer.append(clock.state.value)
        elif words:
            name = next((name for name in _PARTS if words.startswith(name + " ")), "due")
            said = _PARTS[name](clock)
            answer.append(f"{name} {said}" if words.startswith(name + " ") else said)
    if quote:
        answer.append(f'"{clock.reason}"')
    return ", ".join(answer)
