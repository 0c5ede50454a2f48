"""From a row of a table to what the engine says, written in the words of the row."""

import re
from dataclasses import replace
from datetime import date

from answerable.standards.charter.promises import Charter, in_force
from answerable.standards.facts import Contact
from answerable.standards.judging.clock import Clock, judge_all
from answerable.standards.time.counting import soft_target
from tests.spec.councils import calendar_named, clock_lines, council
from tests.spec.figures import counted, figures_of, find, spread
from tests.spec.nexts import next_as
from tests.spec.stories import LONDON, answer_as, read_contact, read_day, read_moment, say_day, whole_of

GIVEN = {
    "Council", "Contact", "What happened", "Now", "Promise", "Clock", "Setting", "Hours", "Closures", "Special days",
    "Zone", "Known on", "Calendar", "Day", "Versions", "Received",
    "Log", "Period", "Formula", "Settings", "Laws",
}  # fmt: skip
NOTES = {"Note"}
"""Columns for the reader alone."""
ID = re.compile(r"[A-Z][A-Z0-9]*-?[A-Z0-9-]*")


def expected(row: dict[str, str]) -> dict[str, str]:
    """Return the cells that the engine must answer."""
    return {name: cell for name, cell in row.items() if name not in GIVEN | NOTES}


def answered(row: dict[str, str], shared: dict[str, str]) -> dict[str, str]:
    """Return what the engine says, under the same headers."""
    row = {**shared, **row}
    if "Versions" in row:
        return {"In force": _version(row)}
    if "Day" in row:
        return {"Working day?": _working(row)}
    charter = _charter(row)
    if "Log" in row:
        figure = find(
            figures_of(charter, row["Log"], row["Period"], row["Now"]), row["Promise"], row.get("Formula", "")
        )
        said = {"Figure": figure.said, "Counted": counted(figure), "Verdict": figure.verdict}
        if "Spread" in expected(row):
            said["Spread"] = spread(figure)
        return {name: said[name] for name in expected(row) if name not in shared}
    if "Draft?" in row:
        return {"Draft?": "yes" if charter.draft else "no"}
    contact = read_contact(row["Contact"], row["What happened"])
    now = read_moment(row["Now"]) if row.get("Now") else contact.facts[-1].at
    clocks = judge_all(contact, charter=charter, now=now)
    asked = {name: cell for name, cell in expected(row).items() if name not in shared}
    if "Stage" in asked:
        return {name: next_as(name, contact, charter, now) for name in asked}
    return {name: _answer(name, cell, row, clocks, contact) for name, cell in asked.items()}


def _charter(row: dict[str, str]) -> Charter:
    clock = clock_lines(row.get("Clock", "") + row.get("Setting", ""))
    return council(
        row.get("Council", "ours"),
        clock,
        row.get("Hours", ""),
        row.get("Closures", ""),
        row.get("Special days", ""),
        row.get("Zone", ""),
        clock_lines(row.get("Settings", "")),
        row.get("Laws", ""),
        _day_or_none(row.get("Known on", "")),
    )


def _answer(header: str, cell: str, row: dict[str, str], clocks: list[Clock], contact: Contact) -> str:
    if header == "Owed":
        return ", ".join(clock.promise.id for clock in clocks) or "nothing"
    asked = header if ID.fullmatch(header) else row.get("Promise", "OURS")
    mine = [clock for clock in clocks if clock.promise.id == asked]
    if header in (asked, "Answer"):
        return answer_as(cell, mine)
    if len(mine) != 1:
        return whole_of(mine)
    clock = mine[0]
    match header:
        case "State" | "Due":
            return answer_as(cell, mine)
        case "First due" | "Final":
            return answer_as(f"{header.lower()} {cell}", mine).removeprefix(f"{header.lower()} ")
        case "Why":
            return clock.reason
        case "Limit":
            return str(clock.reckoning.limit)
        case "Staff aim for":
            assert clock.promise.clock is not None
            return say_day(soft_target(clock.due, clock.promise.clock.calendar))
    raise ValueError(f"There is no column '{header}'.")


def _working(row: dict[str, str]) -> str:
    known_on = _day_or_none(row.get("Known on", ""))
    calendar = calendar_named(row["Calendar"], row.get("Closures", ""), known_on)
    why_off = calendar.why_off(read_day(row["Day"]))
    return "yes" if why_off is None else f"no: {why_off}"


def _version(row: dict[str, str]) -> str:
    """Read "1 until Sun 31 Mar 2024; 2 from Mon 1 Apr 2024" and name the version in force."""
    versions = []
    for words in row["Versions"].split(";"):
        name, _, when = words.strip().partition(" ")
        since, until = re.search(r"from (\w+ \d+ \w+ \d+)", when), re.search(r"until (\w+ \d+ \w+ \d+)", when)
        versions.append(
            replace(
                council("S5"),
                version=name,
                in_force_from=read_day(since[1]) if since else date(2019, 1, 1),
                in_force_until=read_day(until[1]) if until else None,
            )
        )
    received = read_moment(row["Received"]).astimezone(LONDON).date()
    try:
        return in_force(tuple(versions), received).version
    except LookupError:
        return "none"


def _day_or_none(words: str) -> date | None:
    return read_day(words) if words else None
