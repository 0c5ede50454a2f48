"""What the pages of residents ask: what became of a form, and whose page this is."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from answerable.channels.web.place import WEB
from answerable.contacts.models import Contact
from answerable.contacts.queries import is_opened_by
from answerable.councils.models import Council
from answerable.inbox.models import Incoming
from answerable.inbox.queries import arrived_as
from answerable.rows.queries import prepared


def sent_with(token: str, *, council: Council) -> Incoming | None:
    """Return what was sent with a form's token, and the contact that it went to; or None when it was not sent yet."""
    return arrived_as(WEB.name, token, council=council)


def followed(council: str, references: Iterable[str], key: str, *, now: datetime) -> Contact | None:
    """Return the contact of a council, by its key, whose page a reference and a key to it open now; or None.

    That is one answer for all that may be wrong: the reference, the key, or that the key has ended.
    """
    return next((one for one in _meant(council, list(references)) if is_opened_by(one, key, now=now)), None)


@prepared
def _meant(council: str, references: list[str]) -> QuerySet[Contact]:
    found = Contact.objects.filter(council_id=council, reference__in=references)
    return found.select_related("council", "customer", "edition", "held_by", "team")


def was_sent_with(contact: Contact, tokens: Iterable[str]) -> bool:
    """Tell whether a contact began with a form that had one of some tokens."""
    return Incoming.objects.filter(channel=WEB.name, external_id__in=list(tokens), contact=contact).exists()
