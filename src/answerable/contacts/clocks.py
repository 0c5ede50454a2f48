"""The only bridge between the rows and the engine: facts go over it, and clocks come back.

A clock row is a note of what the engine said, so that lists and alarms need not ask it again. Whoever doubts a row can
throw it away and call ``reckon``.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction

from answerable.contacts.models import NEVER, OPEN_STATES, ClockRow, Contact, FactRow
from answerable.evidence.actions import Recorded, record, record_all
from answerable.promises.queries import charter_in
from answerable.standards.charter.procedures import Holder
from answerable.standards.facts import Contact as Judged
from answerable.standards.facts import Fact, struck_out
from answerable.standards.judging.changes import disturbed
from answerable.standards.judging.clock import judge_all
from answerable.standards.judging.disputing import disputable
from answerable.standards.judging.leading import day_of, gives_answer, once_sent, to_promise
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.judging.possible import Possible, possible, stages_of
from answerable.standards.time.counting import ONE_SECOND
from answerable.standards.vocabulary.details import DATES, is_in_words
from answerable.standards.vocabulary.facts import SET_ASIDE
from answerable.standards.vocabulary.standing import STRUCK

LOOK_AGAIN = timedelta(hours=1)
_WAITS = frozenset(OPEN_STATES) - {State.PAUSED.value, State.UNCOUNTED.value}


def as_judged(contact: Contact, facts: Iterable[Fact]) -> Judged:
    """Return a contact as the engine sees it."""
    return Judged.of(contact.reference, contact.channel, contact.came_as, facts, contact.mailbox or None)


def clocks_of(contact: Contact, facts: Iterable[Fact], *, now: datetime) -> list[Clock]:
    """Return every clock of a contact as it stands at a moment, by the charter it is judged by (C18)."""
    return judge_all(as_judged(contact, facts), charter=charter_in(contact.edition), now=now)


def possible_next(contact: Contact, *, now: datetime) -> tuple[Possible, ...]:
    """Return what may happen next to a contact, as the engine sees it."""
    judged = as_judged(contact, [fact_of(row) for row in contact.facts.all()])
    return possible(judged, charter=charter_in(contact.edition), now=now)


def in_force(rows: Iterable[FactRow]) -> list[FactRow]:
    """Return the facts of one contact that hold, of all that were noted, in the order they happened."""
    noted = list(rows)
    gone = struck_at(noted)
    return [row for row in noted if row.id not in gone and row.what != STRUCK]


def struck_at(rows: Iterable[FactRow]) -> Mapping[int, datetime]:
    """Return which of one contact's facts, in the order they happened, were struck out: by their ids, and when."""
    noted = list(rows)
    return {noted[place].id: strike.at for place, strike in struck_out([fact_of(row) for row in noted]).items()}


def has_happened(contact: Contact, names: Container[str]) -> bool:
    """Tell whether a fact of one of some names happened to a contact, and was not struck out since."""
    return any(row.what in names for row in in_force(contact.facts.all()))


def is_set_aside(contact: Contact) -> bool:
    """Tell whether a contact was left out or taken back, and not put back since."""
    return set_aside_by(contact, [fact_of(row) for row in contact.facts.all()]) is not None


def set_aside_by(contact: Contact, facts: Iterable[Fact]) -> Fact | None:
    """Return the fact by which a contact is set aside now, or None when it is not."""
    return next((fact for fact in as_judged(contact, facts).changes if fact.what in SET_ASIDE), None)


def limit_has_passed(contact: Contact, *, now: datetime) -> bool:
    """Tell whether a promise with a date on a contact is broken, whether or not it was done since."""
    clocks = clocks_of(contact, [fact_of(row) for row in contact.facts.all()], now=now)
    return any(clock.state is State.BROKEN and clock.measure is not Measure.CONTENT for clock in clocks)


def disturbed_by(contact: Contact, fact: Fact) -> tuple[Clock, ...]:
    """Return the clocks of a contact, as they stand, that a fact would take away or give another due moment."""
    judged = as_judged(contact, [fact_of(row) for row in contact.facts.all()])
    return disturbed(judged, fact, charter=charter_in(contact.edition), now=fact.at)


def disputable_now(contact: Contact, facts: Iterable[Fact], *, now: datetime) -> Mapping[str, datetime]:
    """Return what its customer can say is not so, by the fact that it would be, each with the last moment for it."""
    if contact.erased_at is not None:
        return {}
    return disputable(as_judged(contact, facts), charter=charter_in(contact.edition), now=now)


def in_new_hands_since(contact: Contact) -> Fact | None:
    """Return the fact that opened the stage a contact is in, where only somebody not involved before may hold it."""
    judged = as_judged(contact, [fact_of(row) for row in contact.facts.all()])
    open_now = (one for one in stages_of(judged, charter_in(contact.edition)) if one.is_open)
    return next((one.opened for one in open_now if one.stage.held_by is Holder.NEW), None)


class ByWhen(NamedTuple):
    """The day by which we can promise an answer, or at least a response."""

    on: date
    is_answer: bool


def by_when(contact: Contact, facts: Iterable[Fact], *, now: datetime, letter: Fact | None = None) -> ByWhen | None:
    """Return by when a customer can be promised something: as things stand, or as they will when a letter has gone."""
    charter, judged = charter_in(contact.edition), as_judged(contact, facts)
    if letter is None:
        clock = to_promise(judge_all(judged, charter=charter, now=now))
    else:
        clock = once_sent(letter, judged, charter=charter)
    return None if clock is None else ByWhen(day_of(clock, charter), gives_answer(clock))


def fact_of(row: FactRow) -> Fact:
    """Return a row as the engine's fact."""
    return Fact(row.what, row.at, {key: _read(key, value) for key, value in row.said.items()})


def kept_as(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return a fact's details as they are kept: days and moments as ISO 8601, and what is empty left out."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in details.items() if value}


def parted(details: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return details as they are kept: those that stay for ever, and apart those in people's own words."""
    kept = kept_as(details)
    words = {name: value for name, value in kept.items() if is_in_words(name)}
    return {name: value for name, value in kept.items() if name not in words}, words


def _read(key: str, value: Any) -> Any:
    if key not in DATES:
        return value
    return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)


def reckon(contact: Contact, *, now: datetime) -> list[ClockRow]:
    """Work out a contact's clocks from its facts, and note what changed. Returns them as they now stand.

    Two that reckon the same contact at once take turns. A breach keeps the moment at which it happened (``decided``),
    however late it is noticed, and enters the record at that moment.
    """
    with transaction.atomic():
        Contact.objects.select_for_update().only("id").get(id=contact.id)
        facts, before = list(contact.facts.all()), list(contact.clocks.all())
        rows = drawn(contact, facts, now=now)
        stands = {"next_due": next_due(rows), "holidays_id": contact.edition.holidays_id}
        if contact.holidays_id != stands["holidays_id"]:
            _record_moves(contact, before, rows, now=now)
        record_breaches(contact, _replace(before, rows), now=now)
        changed = [name for name, value in stands.items() if getattr(contact, name) != value]
        for name in changed:
            setattr(contact, name, stands[name])
        if changed:
            contact.save(update_fields=changed)
    return rows


def drawn(contact: Contact, facts: Iterable[FactRow], *, now: datetime) -> list[ClockRow]:
    """Return a contact's clocks as rows not yet written."""
    return [row for _, row in drawn_with(contact, [(fact_of(row), row) for row in facts], now=now)]


def drawn_with(
    contact: Contact, noted: Sequence[tuple[Fact, FactRow]], *, now: datetime
) -> list[tuple[Clock, ClockRow]]:
    """Return each clock of a contact with its row, not yet written; its facts are given with theirs."""
    clocks = clocks_of(contact, [fact for fact, _ in noted], now=now)
    return [(clock, _row(contact, clock, noted, now)) for clock in clocks]


def wrong_clocks(*, now: datetime) -> Iterator[tuple[str, str, str]]:
    """Give each clock row that does not follow from its facts: its number, its contact's reference, what is wrong.

    One that is to be looked at by now is left out: it will be reckoned again.
    """
    contacts = Contact.objects.select_related("edition").prefetch_related("facts", "clocks").order_by("id")
    for contact in contacts.iterator(chunk_size=500):
        kept = list(contact.clocks.all())
        if contact.holidays_id != contact.edition.holidays_id or any(
            row.wake_at and row.wake_at <= now for row in kept
        ):
            continue
        follows = {_key(row): row for row in drawn(contact, contact.facts.all(), now=now)}
        for row in kept:
            should = follows.pop(_key(row), None)
            if should is None or any(getattr(row, name) != getattr(should, name) for name in _FOLLOWS):
                yield (
                    str(row.id),
                    contact.reference,
                    f"{row.promise} is {row.state}, which does not follow from its facts",
                )
        for row in follows.values():
            yield "", contact.reference, f"{row.promise} is {row.state} by its facts, and has no clock"


def row_of(fact: Fact | None, noted: Iterable[tuple[Fact, FactRow]]) -> FactRow | None:
    """Return the row that a fact was read from, of some facts with their rows. Two may say the same: it is this one."""
    return next((row for value, row in noted if value is fact), None)


def record_breaches(contact: Contact, turned: Iterable[ClockRow], *, now: datetime) -> None:
    """Enter in the record those clocks that have just turned to broken, at the moment each was broken."""
    record_all("promise broken", [breach(contact, row, now=now) for row in turned if row.state == State.BROKEN])


def breach(contact: Contact, row: ClockRow, *, now: datetime) -> Recorded:
    """Return what the record says of a clock that is broken."""
    said = {"promise": row.promise, "beside": row.beside, "measure": row.measure, "noticed_at": now}
    return Recorded(contact.reference, row.decided, kept_as(said))


def _record_moves(contact: Contact, before: Iterable[ClockRow], after: Iterable[ClockRow], *, now: datetime) -> None:
    """Enter in the record which due moments moved because other bank holidays are known now, and from when (C19).

    One that settles nothing any more, because the promise was kept or is not judged, is left out.
    """
    old = {_key(row): row for row in before}
    moved = []
    for row in after:
        was = old.get(_key(row), row)
        turned = f"{was.state}, now {row.state}" if was.state != row.state else ""
        if (was.due, was.decided) != (row.due, row.decided) and (turned or row.state in (*OPEN_STATES, State.BROKEN)):
            said = {"promise": row.promise, "beside": row.beside, "was": was.due, "due": row.due, "turned": turned}
            moved.append(kept_as(said))
    if moved:
        record("due dates moved", about=contact.reference, at=now, moved=moved)


def next_due(rows: Iterable[ClockRow]) -> datetime:
    """Return when the promise soonest broken is or was due, among those still waiting for us to act.

    One of which a single way out is left is broken when that is gone too (C6).
    """
    waiting = (row.decided if row.state == State.EXPOSED else row.due for row in rows if is_waiting(row))
    return min(waiting, default=NEVER)


def is_waiting(row: ClockRow) -> bool:
    """Tell whether a clock still waits for us: it runs, or is broken or uncounted and what it asks for is not done."""
    if row.state in (State.BROKEN, State.UNCOUNTED):
        return row.stopped is None and row.measure != Measure.CONTENT
    return row.state in _WAITS


def waiting(contact: Contact) -> set[int]:
    """Return the clocks of a contact that wait for us, by the ids of their rows."""
    return {row.id for row in contact.clocks.all() if is_waiting(row)}


def _row(contact: Contact, clock: Clock, noted: Iterable[tuple[Fact, FactRow]], now: datetime) -> ClockRow:
    return ClockRow(
        contact=contact,
        council_id=contact.council_id,
        promise=clock.promise.id,
        beside=clock.beside.id if clock.beside else "",
        about=row_of(clock.about, noted),
        measure=clock.measure.value,
        state=clock.state.value,
        reason=clock.reason,
        due=clock.due,
        decided=clock.decided,
        stopped=clock.stopped,
        wake_at=_next_look(clock, now),
        noticed_at=now if clock.state is State.BROKEN else None,
    )


def _next_look(clock: Clock, now: datetime) -> datetime | None:
    """Return the next moment at which time alone may change a clock's state, or None when it cannot.

    A limit in days is kept to the end of its last second, so that is when it is worth looking. One that stands still
    may lapse: what we asked for did not come in the time allowed. One that is uncounted waits for bank holidays, and
    ``look_again`` wakes it when they are taken in.
    """
    is_paused = clock.state is State.PAUSED
    if clock.state.value not in _WAITS and not is_paused:
        return None
    ends = (clock.reckoning.lapses,) if is_paused else (clock.due, clock.decided)
    ahead = [end + ONE_SECOND for end in ends if end is not None and end + ONE_SECOND > now]
    return min(ahead, default=None if is_paused else now + LOOK_AGAIN)


def _replace(old: list[ClockRow], new: list[ClockRow]) -> list[ClockRow]:
    """Write what differs. A clock that stays keeps its row, and the moment its breach was noticed.

    Returns those that are new, or in another state than before.
    """
    before = {_key(row): row for row in old}
    added, changed, turned = [], [], []
    fields: set[str] = set()
    for row in new:
        was = before.pop(_key(row), None)
        if was is None:
            added.append(row)
            turned.append(row)
            continue
        row.id = was.id
        if row.state == State.BROKEN and was.state == State.BROKEN:
            row.noticed_at = was.noticed_at
        if row.state != was.state:
            turned.append(row)
        if differ := {field for field in _CHANGES if getattr(row, field) != getattr(was, field)}:
            changed.append(row)
            fields |= differ
    if before:
        ClockRow.objects.filter(id__in=[row.id for row in before.values()]).delete()
    if changed:
        ClockRow.objects.bulk_update(changed, fields)
    ClockRow.objects.bulk_create(added)
    return turned


_FOLLOWS = ("state", "due", "decided", "stopped")
_CHANGES = ("state", "reason", "due", "decided", "stopped", "wake_at", "noticed_at")


def _key(row: ClockRow) -> tuple[str, str, int | None, str]:
    return row.promise, row.beside, row.about_id, row.measure
