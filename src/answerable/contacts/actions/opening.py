"""Keys to a contact's own page: make one, for whoever is to have it at that moment, and end those that there are."""

from datetime import datetime, timedelta

from django.db import transaction

from answerable.contacts.keys import OF_A_PAGE, digest_of, new_key
from answerable.contacts.letters import page_of
from answerable.contacts.models import Contact, PageKey
from answerable.evidence.actions import record
from answerable.people.models import Staff


def make_key(contact: Contact, *, at: datetime) -> str:
    """Make another key to a contact's own page and return it: it is nowhere written down, and cannot be had again."""
    key = new_key(OF_A_PAGE)
    ends_at = at + timedelta(days=contact.council.link_days_longest)
    PageKey.objects.create(contact=contact, digest=digest_of(contact.reference, key), made_at=at, ends_at=ends_at)
    return key


def make_link(contact: Contact, *, at: datetime) -> str:
    """Make another key, and return the address that it opens."""
    return page_of(contact, make_key(contact, at=at))


@transaction.atomic
def end_keys(contact: Contact, *, why: str, by: Staff, at: datetime) -> int:
    """End all links to a contact's own page, and return how many there were. The next letter brings a new one."""
    ended = contact.page_keys.filter(revoked_at=None, ends_at__gt=at).update(revoked_at=at)
    record("ended links", about=contact.reference, by=by.email, at=at, why=why.strip(), links=ended)
    return ended
