"""The kinds of a contact as it is now, as rows that the queue of a kind is read from (C17)."""

from collections.abc import Iterable

from answerable.contacts.clocks import as_judged, fact_of
from answerable.contacts.models import Contact, KindRow
from answerable.standards.vocabulary.standing import STRUCK


def kind_rows(contact: Contact, kinds: Iterable[str]) -> list[KindRow]:
    """Return a contact's kinds as rows not yet written, each in the place of the contact in the queue."""
    repeated = {name: getattr(contact, name) for name in KindRow.REPEATED}
    return [
        KindRow(contact=contact, kind=kind, council_id=contact.council_id, **repeated) for kind in sorted(set(kinds))
    ]


def kinds_now(contact: Contact) -> frozenset[str]:
    """Return the kinds that the last fact about them gives, or those it came as where none does."""
    return as_judged(contact, [fact_of(row) for row in contact.facts.filter(what__in=["typed", STRUCK])]).kinds
