"""What striking something out would do, a sentence for each clock."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from answerable.contacts.models import FactRow
from answerable.contacts.striking import Strike
from answerable.design.templatetags.words import moment_short
from answerable.desk.pages.chips import asks_for, short_day
from answerable.desk.pages.timeline import said_of
from answerable.standards.judging.changes import Turned
from answerable.standards.judging.outcome import CORRECTED, Clock
from answerable.standards.vocabulary.facts import FACTS


def named(rows: Iterable[FactRow]) -> Mapping[int, str]:
    """Name facts, by their ids, the newest first: "Replied in full, 3 Nov, 10:00, by Sam Field"."""
    return {row.pk: _named(row) for row in list(rows)[::-1]}


def _named(row: FactRow) -> str:
    details = said_of(row)
    by = f", by {row.by}" if row.by else ""
    return f"{FACTS[row.what].staff}{f' ({details})' if details else ''}, {moment_short(row.at)}{by}"


def does(made: Strike, *, now: datetime) -> list[str]:
    """Say what a strike does to each clock that it changes; and so where it changes none."""
    return [" ".join(_said(one, now)) for one in made.turned] or ["No clock changes by this."]


def _said(one: Turned, now: datetime) -> Iterator[str]:
    known = one.was if one.was is not None else one.now
    assert known is not None
    name = f"{known.promise.id}, {asks_for(known.promise, known.measure)},"
    if one.was is None and one.now is not None:
        yield f"{name} is owed then: it is {_stands(one.now, now)}."
    elif one.was is not None and (one.now is None or one.now.reason == CORRECTED):
        yield f"{name} is not owed any more. It is {_stands(one.was, now)}."
    elif one.was is not None and one.now is not None:
        yield f"{name} is {_stands(one.was, now)}. It would be {_stands(one.now, now)}."
    if one.mends:
        yield "The figures count it as corrected after its limit had passed."


def _stands(clock: Clock, now: datetime) -> str:
    return f"{clock.state.value}, due {short_day(clock.due, now)}"
