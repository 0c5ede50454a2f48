"""The queue as a table: a row a contact, with only what its reader may see."""

from collections.abc import Collection
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from answerable.contacts.models import Flood
from answerable.contacts.queries import titles_of
from answerable.design.templatetags.words import moment_short, rough_length
from answerable.desk.pages.chips import Chip, chip_of, promises_in
from answerable.people.paths import is_within
from answerable.promises.queries import charter_in
from answerable.queues.beside import Said
from answerable.queues.queries import FloodWaiting, Waiting, place_of
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.words import say_count


class QueueRow(NamedTuple):
    """One contact in the queue.

    ``subject``, ``who`` and ``welfare`` are empty, ``flagged`` holds none of its words, and it cannot be opened, for
    somebody who may not see what was written there; that it is marked for welfare, or may be urgent, is shown to
    everybody. ``said`` is who wrote last, ``said_at`` when, and ``is_answered`` whether the customer has written since
    one of us did.
    """

    reference: str
    subject: str
    who: str
    can_open: bool
    can_take: bool
    can_choose: bool
    channel: str
    is_welfare: bool
    is_marked: bool
    welfare: str
    flagged: str
    said: str
    said_at: datetime | None
    is_answered: bool
    has_attachments: bool
    held_by: str
    is_mine: bool
    chips: tuple[Chip, ...]


class FloodRow(NamedTuple):
    """Many contacts as one row of the queue: "312 contacts from one email address in 20 minutes, all alike".

    ``waits`` is of how many something is proposed, for a second person.
    """

    flood: int
    title: str
    says: str
    can_open: bool
    next_due: datetime
    late: int
    waits: int


def flood_row(one: FloodWaiting, *, can_open: bool) -> FloodRow:
    """Turn a flood into a row."""
    return FloodRow(
        flood=one.flood,
        title=title_of(Flood.By(one.by)),
        says=said_of(one.contacts, Flood.By(one.by), one.first_at, one.last_at, is_alike=one.is_alike),
        can_open=can_open,
        next_due=one.next_due,
        late=one.late,
        waits=one.waits,
    )


def title_of(by: Flood.By) -> str:
    """Name what many contacts are: a flood, or one matter that many told us of."""
    return "One matter" if by is Flood.By.MATTER else "Flood"


def said_of(contacts: int, by: Flood.By, first_at: datetime, last_at: datetime, *, is_alike: bool) -> str:
    """Say what a flood is, in a line."""
    alike = ", all alike" if is_alike and by is not Flood.By.WORDS else ""
    within = rough_length((last_at - first_at).total_seconds())
    return f"{say_count(contacts, 'contact')} {by.label} in {within}{alike}"


def rows_of(
    waiting: Waiting, *, seen: Collection[str], answered: Collection[str], reader: int, now: datetime
) -> list[QueueRow | FloodRow]:
    """Turn a page into rows for a reader who may see contacts within some paths, and answer those within others.

    A flood is one row, in the place of the most pressing of its contacts.
    """
    contacts = _rows_of_contacts(waiting, seen=seen, answered=answered, reader=reader, now=now)
    oldest = waiting.oldest
    rows: list[tuple[Any, QueueRow | FloodRow]] = [
        *((place_of(one, oldest=oldest).turn, row) for one, row in zip(waiting.contacts, contacts, strict=True)),
        *((one.place(oldest=oldest).turn, flood_row(one, can_open=bool(seen))) for one in waiting.floods),
    ]
    return [row for _, row in sorted(rows, key=itemgetter(0))]


def _rows_of_contacts(
    waiting: Waiting, *, seen: Collection[str], answered: Collection[str], reader: int, now: datetime
) -> list[QueueRow]:
    editions = {contact.edition_id: contact.edition for contact in waiting.contacts}
    known = {id: promises_in(charter_in(edition)) for id, edition in editions.items()}
    titles, rows = titles_of(waiting.contacts), []
    for contact in waiting.contacts:
        sees = any(is_within(contact.path, path) for path in seen)
        promises, clocks = known[contact.edition_id], waiting.clocks[contact.id]
        said = waiting.said.get(contact.id, Said())
        answers = any(is_within(contact.path, path) for path in answered)
        rows.append(
            QueueRow(
                reference=contact.reference,
                subject=titles[contact.id] if sees else "",
                who=(str(contact.customer) if contact.customer else "Somebody who gave no name") if sees else "",
                can_open=sees,
                can_choose=answers and sees,
                can_take=answers and contact.held_by_id is None,
                channel=CHANNELS[contact.channel].title,
                is_welfare=contact.is_welfare,
                welfare=contact.welfare if sees else "",
                is_marked=bool(contact.welfare),
                flagged=flagged(waiting.flags.get(contact.id, ""), sees=sees),
                said=_who_wrote(said, now),
                said_at=max(filter(None, (said.theirs, said.ours, said.waits_since)), default=None),
                is_answered=said.ours is not None and said.theirs is not None and said.theirs > said.ours,
                has_attachments=sees and said.has_attachments,
                held_by=contact.held_by.name if contact.held_by else "",
                is_mine=contact.held_by_id == reader,
                chips=tuple(chip_of(row, promises, now) for row in clocks),
            )
        )
    return rows


def flagged(found: str, *, sees: bool) -> str:
    """Say which words of a contact wait to be looked at, or to whoever may not see them, that there are some."""
    return found if sees or not found else "its words wait to be looked at"


def _who_wrote(said: Said, now: datetime) -> str:
    """Say who wrote last: "The customer wrote 2 hours ago", "We wait for them since 3 Nov, 10:41"."""
    if said.waits_since is not None:
        return f"We wait for them since {moment_short(said.waits_since)}"
    if said.theirs is None and said.ours is None:
        return ""
    is_theirs = said.ours is None or (said.theirs is not None and said.theirs > said.ours)
    at = said.theirs if is_theirs else said.ours
    assert at is not None
    ago = f"{rough_length((now - at).total_seconds())} ago"
    if not is_theirs:
        return f"We wrote {ago}"
    return f"The customer answered {ago}" if said.ours is not None else f"The customer wrote {ago}"
