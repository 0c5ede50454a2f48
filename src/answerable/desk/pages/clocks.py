"""A contact's clocks, each with its reason and its whole working, and what to do today to keep them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.timezone import localdate

from answerable.contacts.clocks import clocks_of, fact_of, row_of
from answerable.contacts.models import OPEN_STATES, ClockRow, Contact
from answerable.desk.pages.chips import Chip, chip_for
from answerable.promises.queries import charter_in
from answerable.standards.charter.clock_rules import Awaiting
from answerable.standards.explaining.explain import Explanation, explain
from answerable.standards.judging.outcome import Clock, Measure, State, set_aside_late
from answerable.standards.words import WEEKDAYS, say_date


class ClockShown(NamedTuple):
    """One clock of a contact: on a line, in our promise's words, and in its whole working."""

    chip: Chip
    words: str
    reason: str
    due: datetime
    broke_at: datetime | None
    noticed_at: datetime | None
    working: Explanation


class ClocksShown(NamedTuple):
    """A contact's clocks: those that still wait for us, those settled, and those of what our messages carried."""

    waiting: list[ClockShown]
    settled: list[ClockShown]
    content: list[ClockShown]
    prompts: list[str]


def clocks_on(contact: Contact, *, now: datetime) -> ClocksShown:
    """Judge a contact afresh, and put its clocks into words.

    The contact must come with its facts and its kept clocks: those say when a breach was noticed.
    """
    facts = list(contact.facts.all())
    values = [fact_of(row) for row in facts]
    noted = list(zip(values, facts, strict=True))
    clocks = sorted(clocks_of(contact, values, now=now), key=lambda clock: (clock.due, clock.promise.id))
    noticed = {_key(row): row.noticed_at for row in contact.clocks.all()}
    parted: dict[str, list[ClockShown]] = {"waiting": [], "settled": [], "content": []}
    for clock in clocks:
        beside = clock.beside.id if clock.beside else ""
        about = row_of(clock.about, noted)
        found = noticed.get((clock.promise.id, beside, about.id if about else None, clock.measure.value))
        parted[_part(clock)].append(_shown(contact, clock, found, now))
    return ClocksShown(**parted, prompts=list(_prompts(clocks, now)))


def _key(row: ClockRow) -> tuple[str, str, int | None, str]:
    return row.promise, row.beside, row.about_id, row.measure


def _part(clock: Clock) -> str:
    if clock.measure is Measure.CONTENT:
        return "content"
    undone = clock.state is State.BROKEN and clock.is_still_owed
    return "waiting" if undone or clock.state.value in OPEN_STATES else "settled"


def _shown(contact: Contact, clock: Clock, noticed: datetime | None, now: datetime) -> ClockShown:
    charter = charter_in(contact.edition)
    return ClockShown(
        chip=chip_for(clock, now),
        words=clock.promise.words,
        reason=f"{clock.reason}{_aside(clock)}{_corrected(clock)}",
        due=clock.due,
        broke_at=clock.decided if clock.state is State.BROKEN else None,
        noticed_at=noticed if clock.state is State.BROKEN else None,
        working=explain(clock, contact=contact.reference, charter=charter, whole_seconds=True),
    )


def _aside(clock: Clock) -> str:
    if clock.aside is None:
        return ""
    return f" Then it was {set_aside_late(clock.aside)}. It still counts as broken."


def _corrected(clock: Clock) -> str:
    if clock.corrected is None or clock.state is State.EXCLUDED:
        return ""  # of one that is left out, its reason says so
    return " It had been broken, until something was struck out. The figures count it as corrected after its limit."


def _prompts(clocks: Sequence[Clock], now: datetime) -> Iterable[str]:
    """Say what can still be done for each clock that will be lost unless something is done today or tomorrow (C6)."""
    for clock in clocks:
        rule, day = clock.promise.clock, _near(clock.due, now)
        if not isinstance(rule, Awaiting) or clock.measure is not Measure.TIMED:
            continue
        last = f"{WEEKDAYS[localdate(clock.decided).weekday()]} {say_date(localdate(clock.decided))}"
        if clock.state is State.EXPOSED:
            yield f"Full reply by {last}: nothing less keeps {clock.promise.id} now."
        elif day is None or clock.state not in (State.RUNNING, State.DUE_SOON):
            continue
        elif rule.stop == "acknowledgement":
            yield (
                f"Full reply by {last}, or acknowledge {day} ({clock.promise.id})."
                if clock.decided > clock.due
                else f"Acknowledge or reply in full {day} ({clock.promise.id})."
            )
        elif rule.stop in _PROMPTS:
            yield f"{_PROMPTS[rule.stop]} {day} ({clock.promise.id})."


_PROMPTS: Mapping[str, str] = {
    "response": "Answer, or ask for what you need,",
    "delay_told": "Reply in full, or say that it will be late,",
}


def _near(due: datetime, now: datetime) -> str | None:
    days = (localdate(due) - localdate(now)).days
    return {0: "today", 1: "by tomorrow"}.get(days) if due >= now else None
