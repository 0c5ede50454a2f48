"""Writing facts down: the one way into the table of facts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from answerable.contacts.clocks import parted, reckon
from answerable.contacts.kinds import kind_rows, kinds_now
from answerable.contacts.models import Contact, FactRow, KindRow
from answerable.evidence.words import kept_apart
from answerable.people.models import Staff
from answerable.standards.vocabulary.facts import FACTS

Happening = tuple[str, Mapping[str, Any]]
"""A fact's name and its details."""


def note(
    contact: Contact, facts: Iterable[Happening], *, by: Staff | None, at: datetime, now: datetime
) -> list[FactRow]:
    """Write down what happened to a contact at ``at``, and reckon its clocks as they stand ``now``.

    It joins the transaction it is called in. Raises ValueError for a fact that nobody could judge by.
    """
    rows = [row(contact, what, details, by=by, at=at, now=now) for what, details in facts]
    FactRow.objects.bulk_create(rows)
    reckon(contact, now=now)
    if any(fact.what == "typed" for fact in rows):
        give_kinds(contact)
    return rows


class Erased(ValueError):
    """Something was to be done to a contact of which only what happened is left."""


def in_turn(contact: Contact) -> None:
    """Let those who act on one contact at once take turns, and read how it ended and who took it meanwhile.

    Raises Erased for one of which what was written is erased: nothing more can be said or done there.
    """
    stand_in_line(contact)
    if contact.erased_at is not None:
        raise Erased(
            f"Cannot change {contact.reference}: what was written is erased, and only what happened is left. What is "
            f"new about the matter is a new contact."
        )


def stand_in_line(contact: Contact) -> None:
    """Wait until nobody else acts on a contact, and read how it ended and who took it meanwhile."""
    names = ("closed_at", "outcome", "held_by_id", "flood_id", "erased_at")
    (stands,) = Contact.objects.select_for_update().filter(id=contact.id).values(*names)
    for name, value in stands.items():
        setattr(contact, name, value)


def leave_flood(contact: Contact) -> None:
    """Show a contact as a row of its own from now on, whatever it has in common with others that come."""
    contact.flood = None  # of whatever was read before: it may have been put in one since
    contact.save(update_fields=["flood_id"])
    contact.flood_marks.all().delete()


def give_kinds(contact: Contact) -> None:
    """Write a contact's kinds anew, where it stands in the queue now that it is reckoned."""
    stands = Contact.objects.only("council_id", *KindRow.REPEATED).get(id=contact.id)
    contact.kinds.all().delete()
    KindRow.objects.bulk_create(kind_rows(stands, kinds_now(contact)))


def row(
    contact: Contact, what: str, details: Mapping[str, Any], *, by: Staff | None, at: datetime, now: datetime
) -> FactRow:
    """Return a fact not yet written. Raises ValueError for a name that is not in ``vocabulary.facts.FACTS``."""
    if what not in FACTS:
        raise ValueError(f"Cannot note '{what}': it is not a fact the promises know. See the vocabulary.")
    kept, words = parted(details)
    return FactRow(contact=contact, what=what, at=at, details=kept, by=by, noted_at=now, **kept_apart(words))
