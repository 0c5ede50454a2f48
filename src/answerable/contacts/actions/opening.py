"""Keys to a contact's own page: make one, for whoever is to have it at that moment, and end those that there are."""

from datetime import datetime, timedelta

from django.db import transaction

from answerable.contacts.actions.noting import stand_in_line
from answerable.contacts.carrier import BY_EMAIL
from answerable.contacts.keys import OF_A_PAGE, OF_WRITING, digest_of, new_key
from answerable.contacts.letters import TO_STOP, letter, message_id, page_of
from answerable.contacts.models import Contact, Message, Outgoing, PageKey
from answerable.contacts.queries import has_proven_address
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.rows.actions import insert

CODE_LASTS = timedelta(minutes=30)
MOST_A_DAY = 5
"""New links, and codes, that we send about one contact within a day: more is somebody who plagues somebody else."""

_BEGIN = {
    Message.Sort.LINK: "Somebody asked for a new link to what you sent us. If it was not you, you need do nothing.",
    Message.Sort.CODE: "Somebody with the link to your page wants to write to us from it. If it is you, enter this "
    "code there within half an hour. If it is not you, tell us: somebody else has your link.",
}


def make_key(contact: Contact, *, at: datetime) -> str:
    """Make another key to a contact's own page and return it: it is nowhere written down, and cannot be had again."""
    return _make(contact, PageKey.Opens.PAGE, new_key(OF_A_PAGE), at, timedelta(days=contact.council.link_days_longest))


def make_code(contact: Contact, *, at: datetime) -> str:
    """Make a code with which somebody may write from a contact's own page, once within half an hour."""
    return _make(contact, PageKey.Opens.WRITING, new_key(OF_WRITING), at, CODE_LASTS)


def use_code(contact: Contact, code: str, *, at: datetime) -> bool:
    """Tell whether a code, however it is typed, lets somebody write from a contact's own page. It does so once."""
    found = contact.page_keys.filter(digest=digest_of(contact.reference, code), opens=PageKey.Opens.WRITING)
    return bool(found.filter(revoked_at=None, ends_at__gt=at).update(revoked_at=at))


@transaction.atomic
def send_key(contact: Contact, sort: Message.Sort, *, at: datetime) -> None:
    """Send a new link, or a code, by email to the address that its customer has proved to have; without one, nothing.

    Nor is anything sent while the last still waits, or after ``MOST_A_DAY``. Nobody is told which it was.
    """
    stand_in_line(contact)
    lately = contact.messages.filter(sort=sort, at__gt=at - timedelta(days=1))
    waits = lately.filter(outgoing__state__in=(Outgoing.State.WAITING, Outgoing.State.SENDING)).exists()
    if contact.erased_at is not None or not has_proven_address(contact) or waits or lately.count() >= MOST_A_DAY:
        return
    message = Message.objects.create(
        contact=contact,
        sort=sort,
        at=at,
        subject=f"[{contact.reference}] {sort.label}",
        body=letter(contact, "acknowledged", _BEGIN[sort], {}),
        message_id=message_id(contact),
    )
    Outgoing.objects.create(message=message, carrier=BY_EMAIL, council_id=contact.council_id, automatic=True, try_at=at)


def as_it_leaves(outgoing: Outgoing, *, at: datetime) -> str:
    """Return what a letter says as it leaves, with a key made for it; to others than the customer, with none.

    Each try has its own, since nobody can write the last one again; each stands before the letter can have left.
    """
    message = outgoing.message
    if outgoing.to:
        return message.body
    if message.sort == Message.Sort.CODE:
        return f"{message.body}\n\nYour code: {make_code(message.contact, at=at)}"
    link = make_link(message.contact, at=at)
    if message.sort == Message.Sort.UPDATE:
        return f"{message.body}\n\nRead it here: {link}\n{TO_STOP}{link}emails/"
    return f"{message.body}\n\nFollow it here: {link}"


def _make(contact: Contact, opens: PageKey.Opens, key: str, at: datetime, lasts: timedelta) -> str:
    digest = digest_of(contact.reference, key)
    insert([PageKey(contact=contact, opens=opens, digest=digest, made_at=at, ends_at=at + lasts)])
    return key


def make_link(contact: Contact, *, at: datetime) -> str:
    """Make another key, and return the address that it opens."""
    return page_of(contact, make_key(contact, at=at))


@transaction.atomic
def end_keys(contact: Contact, *, why: str, by: Staff, at: datetime) -> int:
    """End all links to a contact's own page, and return how many there were. The next letter brings a new one."""
    ended = contact.page_keys.filter(revoked_at=None, ends_at__gt=at).update(revoked_at=at)
    record("ended links", about=contact.reference, by=by.email, at=at, words={"why": why.strip()}, links=ended)
    return ended
