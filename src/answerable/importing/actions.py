"""Bringing lines in: many at once, each once, and no bad one in the way of the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from itertools import groupby
from secrets import token_hex
from typing import Any, NamedTuple

from django.db import transaction

from answerable.contacts.actions.importing import bring_in, bring_more, follow, says_more
from answerable.contacts.actions.waking import CONNECTION_LOST
from answerable.contacts.clocks import fact_of
from answerable.contacts.models import Contact, FactRow
from answerable.councils.models import Council
from answerable.evidence.actions import record
from answerable.importing.keys import secrets_of
from answerable.importing.models import LineKey, LogLine
from answerable.importing.reading import Line, Reading, ids
from answerable.logs.errors import LineError
from answerable.rows.actions import insert
from answerable.standards.facts import Fact
from answerable.standards.vocabulary.standing import STRUCK

BATCH = 500
"""Lines in one transaction: what a crash undoes, and what is in memory at once."""

_TRIES = 3


class Became(Enum):
    """What became of a line."""

    NEW = "a new contact"
    MORE = "more about a contact that was here"
    THERE = "already there"
    REFUSED = "refused"


class Fate(NamedTuple):
    """What became of the line with a number. A line that was refused has its ``problem`` and no contact."""

    number: int
    became: Became
    contact: Contact | None = None
    problem: Exception | None = None


Numbered = tuple[int, Mapping[str, Any]]
"""A record with the number of its line."""


def take(
    records: Sequence[Numbered], *, reading: Reading, source: str, now: datetime, is_trial: bool = False
) -> list[Fate]:
    """Take in the records of some lines, each once, and say what became of each; a bad one stops no other.

    What is here already under its id is not written again: it is told what it does not say yet. A trial does all of it
    and keeps nothing. Raises OperationalError or InterfaceError when the database is lost.
    """
    done, good = [], []
    for number, one in records:
        try:
            good.append((number, reading.line_of(one)))
        except LineError as error:
            done.append(Fate(number, Became.REFUSED, problem=error))
    done += _take(good, reading=reading, source=source, now=now, is_trial=is_trial)
    return sorted(done, key=lambda one: one.number)


def _take(
    lines: Sequence[tuple[int, Line]], *, reading: Reading, source: str, now: datetime, is_trial: bool
) -> list[Fate]:
    """Take in lines together, or, where that fails, one at a time: then it is known which of them it was."""
    for tries in range(1, _TRIES + 1):
        try:
            with transaction.atomic():
                done = _written(lines, reading=reading, source=source, now=now)
                transaction.set_rollback(is_trial)
                return done
        except CONNECTION_LOST:
            raise
        except Exception as error:  # somebody brings the same in at this moment; or it is a line that nobody expected
            if len(lines) > 1:
                apart = (_take([one], reading=reading, source=source, now=now, is_trial=is_trial) for one in lines)
                return [taken for taken_apart in apart for taken in taken_apart]
            if tries == _TRIES:
                return [Fate(lines[0][0], Became.REFUSED, problem=_refusal(error))]
    return []


def _refusal(error: Exception) -> LineError:
    said = f"{type(error).__name__}: {error}".splitlines()[0]
    return LineError(f"It could not be kept, and nothing of it was ({said}). Compare it with a line that was taken in.")


def _written(lines: Sequence[tuple[int, Line]], *, reading: Reading, source: str, now: datetime) -> list[Fate]:
    """Write what is new of some lines. It joins the transaction it is called in."""
    named = ids(line for _, line in lines)
    here = LogLine.objects.filter(council=reading.council, source=source, known_as__in=named).select_related("contact")
    known = {one.known_as: one.contact for one in here}
    new: dict[str, tuple[int, Line]] = {}
    again = []
    for number, line in lines:
        if line.id in known or line.id in new:
            again.append((number, line))
        else:
            new[line.id] = (number, line)
    contacts = bring_in(reading.council, [line.says for _, line in new.values()], now=now)
    brought = dict(zip(new, contacts, strict=True))
    _keep_ids(brought, [line for _, line in new.values()], council=reading.council.key, source=source)
    done = [Fate(number, Became.NEW, brought[line.id]) for number, line in new.values()]
    done += _told_more(again, known | brought, now=now)
    counts = {what.name.lower(): sum(one.became is what for one in done) for what in (Became.NEW, Became.MORE)}
    if any(counts.values()):
        about, between = reading.council.key, f"{lines[0][0]} to {lines[-1][0]}"
        said: dict[str, Any] = {"source": source, "lines": between, **counts}
        record("imported contacts", about=about, at=now, **said)
    return done


def _keep_ids(brought: Mapping[str, Contact], lines: Iterable[Line], *, council: str, source: str) -> None:
    """Keep by which id each new contact is known, and after which other it came, in whatever order the two come."""
    ours = LogLine.objects.filter(council_id=council, source=source)
    rows = {
        line.id: LogLine(
            council_id=council, source=source, known_as=line.id, after=line.after, contact=brought[line.id]
        )
        for line in sorted(lines)  # in one order, so that two who write the same do not wait for each other
    }
    insert(list(rows.values()))
    waited_for = {row.after for row in rows.values() if row.after}
    earlier = (
        {one.known_as: one.contact for one in ours.filter(known_as__in=waited_for).select_related("contact")}
        if waited_for
        else {}
    )
    waiting = list(ours.filter(after__in=list(rows)).select_related("contact"))
    for row in [*rows.values(), *waiting]:
        found = earlier.get(row.after) or brought.get(row.after)
        if row.after and found is not None:
            follow(row.contact, found)
            ours.filter(id=row.id).update(after="")


def _told_more(lines: Iterable[tuple[int, Line]], known: Mapping[str, Contact], *, now: datetime) -> Iterator[Fate]:
    """Tell the contacts that are here what some lines say beyond what is noted of them."""
    lines = list(lines)
    of = [known[line.id].id for _, line in lines]
    facts = FactRow.objects.filter(contact_id__in=of).order_by("contact_id", "at", "id") if of else ()
    noted = {id: list(rows) for id, rows in groupby(facts, lambda row: row.contact_id)}
    for number, line in lines:
        contact = known[line.id]
        rows = noted.get(contact.id, [])
        problem = _contradicts(line, contact, rows)
        if problem is not None:
            yield Fate(number, Became.REFUSED, problem=problem)
        elif contact.erased_at is None and says_more(line.says, rows):
            is_more = bring_more(contact, line.says, now=now)
            yield Fate(number, Became.MORE if is_more else Became.THERE, contact)
        else:
            yield Fate(number, Became.THERE, contact)


def _contradicts(line: Line, contact: Contact, rows: Iterable[FactRow]) -> LineError | None:
    """Refuse a line of which the same id is here as something else: it may be another system's.

    One that came before the moment of receipt was struck out, or brings the right one, says the same.
    """
    says = line.says
    ours = {contact.received_at, *_wrong_moments(map(fact_of, rows))}
    theirs = {says.began, *_wrong_moments(says.judged.noted)}
    is_same = (contact.channel, contact.came_as) == (says.judged.channel, sorted(says.judged.first_kinds))
    if is_same and ours & theirs:
        return None
    began = contact.received_at.isoformat()
    return LineError(
        f"'{line.id}' is here already as {contact.reference}, by {contact.channel}, {', '.join(contact.came_as)}, "
        f"begun {began}; this line says otherwise. If it is of another system, give that a --source of its own."
    )


def _wrong_moments(facts: Iterable[Fact]) -> set[datetime]:
    """Return the moments at which a contact did not begin after all, by what struck them out."""
    return {fact.details["fact_at"] for fact in facts if fact.what == STRUCK and "right_at" in fact.details}


@transaction.atomic
def make_key(council: Council, source: str, *, at: datetime) -> str:
    """Let another system send lines, and return the secret that it signs with. It cannot be shown again."""
    key = LineKey.objects.create(council=council, source=source, salt=token_hex(16), made_at=at)
    record("made a key for lines", about=council.key, at=at, source=source)
    return secrets_of(key)[0]


@transaction.atomic
def end_keys(council: Council, source: str, *, at: datetime) -> int:
    """Let nobody send lines of a system any more, whatever key they have, and return how many keys ended."""
    number = LineKey.objects.filter(council=council, source=source, ended_at=None).update(ended_at=at)
    if number:
        record("ended keys for lines", about=council.key, at=at, source=source)
    return number
