"""A customer's page: who they are, how to treat them, and all their contacts with what was promised of each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from answerable.contacts.models import Contact
from answerable.contacts.people import all_of_person
from answerable.contacts.queries import titles_of
from answerable.customers.queries import others_known
from answerable.desk.pages.chips import Chip, chip_of, promises_in
from answerable.people.access import StaffRequest
from answerable.promises.queries import charter_in
from answerable.queues.beside import missed_of, waiting_clocks
from answerable.standards.vocabulary.channels import CHANNELS

MOST = 200
"""How many contacts of one person are shown: the newest."""


class TheirContact(NamedTuple):
    """One contact of theirs: what still waits of it, and how many promises about it were broken and are over."""

    contact: Contact
    title: str
    channel: str
    chips: tuple[Chip, ...]
    missed: int


def customer_page(request: StaffRequest, contact: Contact) -> Mapping[str, Any]:
    """Return what is known of whoever a contact is from, of what the reader may see."""
    assert contact.customer is not None
    theirs = all_of_person(contact, request.paths, many=MOST + 1)
    rows = _rows(theirs[:MOST], now=request.now)
    return {
        "customer": contact.customer,
        "others": others_known(contact.customer),
        "open": [row for row in rows if row.contact.closed_at is None],
        "closed": [row for row in rows if row.contact.closed_at is not None],
        "most": MOST if len(theirs) > MOST else 0,
    }


def _rows(contacts: list[Contact], *, now: datetime) -> list[TheirContact]:
    titles, clocks, missed = titles_of(contacts), waiting_clocks(contacts), missed_of(contacts)
    known = {one.edition_id: one.edition for one in contacts}
    promises = {id: promises_in(charter_in(edition)) for id, edition in known.items()}
    return [
        TheirContact(
            contact=one,
            title=titles[one.id],
            channel=CHANNELS[one.channel].title,
            chips=tuple(chip_of(row, promises[one.edition_id], now) for row in clocks[one.id]),
            missed=missed.get(one.id, 0),
        )
        for one in contacts
    ]
