"""Put right what was noted wrongly, by striking it out: at once, or with a second person's word."""

from datetime import datetime

from django.db import transaction

from answerable.contacts.actions.deciding import propose, ready, reason_given, tell
from answerable.contacts.actions.striking import carry_out
from answerable.contacts.models import Contact, FactRow, Proposal
from answerable.contacts.striking import strike as what_it_does
from answerable.people.models import Staff


@transaction.atomic
def strike(
    contact: Contact, *, fact: FactRow, why: str, by: Staff, at: datetime, right_at: datetime | None = None
) -> Proposal | None:
    """Strike out a fact of a contact, with the reason: it is as if it had never been noted, and both stay to be seen.

    What began the contact is struck out only with the moment at which it really did, ``right_at``, which is noted in
    its place (C3). Where a clock that was broken would then not be, it is only proposed, and the proposal is returned.
    Whoever was told that we had closed the matter is told that it is open again.

    Raises NotSaid, NotStruck and AlreadyProposed.
    """
    ready(contact)
    made = what_it_does(contact, fact, why=reason_given(why), at=at, right_at=right_at)
    struck = made.facts[0]
    if made.needs_second:
        return propose(contact, (struck.what, struck.details), by=by, at=at)
    if carry_out(contact, made, by=by, at=at):
        tell(contact, "put_back", {}, by=by, at=at)
    return None
