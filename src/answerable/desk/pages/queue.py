"""The queue as a table: a row a contact, with only what its reader may see."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from answerable.desk.pages.chips import Chip, chip_of, promises_in
from answerable.people.paths import is_within
from answerable.promises.queries import charter_in
from answerable.queues.queries import Waiting
from answerable.standards.vocabulary.channels import CHANNELS


class QueueRow(NamedTuple):
    """One contact in the queue.

    ``subject``, ``who`` and ``welfare`` are empty, and it cannot be opened, for somebody who may not see what was
    written there; that it is a matter of welfare is shown to everybody.
    """

    reference: str
    subject: str
    who: str
    can_open: bool
    can_take: bool
    channel: str
    is_welfare: bool
    welfare: str
    held_by: str
    is_mine: bool
    chips: tuple[Chip, ...]


def rows_of(
    waiting: Waiting, *, seen: Collection[str], answered: Collection[str], reader: int, now: datetime
) -> list[QueueRow]:
    """Turn a page into rows for a reader who may see contacts within some paths, and answer those within others."""
    editions = {contact.edition_id: contact.edition for contact in waiting.contacts}
    known = {id: promises_in(charter_in(edition)) for id, edition in editions.items()}
    rows = []
    for contact in waiting.contacts:
        sees = any(is_within(contact.path, path) for path in seen)
        promises, clocks = known[contact.edition_id], waiting.clocks[contact.id]
        answers = any(is_within(contact.path, path) for path in answered)
        rows.append(
            QueueRow(
                reference=contact.reference,
                subject=(contact.subject or "(no subject)") if sees else "",
                who=(str(contact.customer) if contact.customer else "Somebody who gave no name") if sees else "",
                can_open=sees,
                can_take=answers and contact.held_by_id is None,
                channel=CHANNELS[contact.channel].title,
                is_welfare=contact.is_welfare,
                welfare=contact.welfare if sees else "",
                held_by=contact.held_by.name if contact.held_by else "",
                is_mine=contact.held_by_id == reader,
                chips=tuple(chip_of(row, promises, now) for row in clocks),
            )
        )
    return rows
