"""Finding a contact by some words."""

import re
from collections.abc import Collection

from django.db.models import Q, QuerySet

from answerable.contacts.models import Contact, Message
from answerable.contacts.queries import contacts_in
from answerable.contacts.references import references_in
from answerable.customers.queries import figures_kept, figures_typed
from answerable.people.paths import within


def matching(council: str, paths: Collection[str], words: str) -> QuerySet[Contact]:
    """Return the contacts, open or closed, that some words may mean, the newest first.

    They may be a reference however it is written, an email address, a telephone number however it is written, part of a
    name or of a subject, or words of a message of a contact that is open.
    """
    words = words.strip()
    found = contacts_in(council, paths)
    if not words:
        return found.none()
    references = references_in(words) or references_in(_SQUEEZED.sub("", words))
    named = found.filter(reference__in=references)
    if references and named.exists():
        found = named
    elif "@" in words:
        # By the customer's council: by the contact's, SQLite would read all its contacts by date, to find these few.
        theirs = {"customer__council_id": council, "customer__email": words.lower()}
        found = Contact.objects.filter(within(paths, "team__path"), **theirs)
    else:
        found = found.annotate(figures=figures_kept("customer__phone")).filter(_meant(council, words))
    return found.select_related("customer").order_by("-received_at", "-id")


_SQUEEZED = re.compile(r"[\W_]")


def _meant(council: str, words: str) -> Q:
    open_now = Message.objects.filter(contact__council_id=council, contact__closed_at=None, body__icontains=words)
    meant = Q(customer__name__icontains=words) | Q(subject__icontains=words) | Q(id__in=open_now.values("contact_id"))
    dialled = figures_typed(words)
    return meant | Q(figures__contains=dialled) if dialled else meant
