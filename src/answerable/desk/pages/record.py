"""The record as one council's auditor reads it."""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from answerable.contacts.queries import contacts_in
from answerable.evidence.models import Entry
from answerable.evidence.queries import about_any


def entries_about(council: str, paths: Collection[str], staff: Mapping[str, str]) -> QuerySet[Entry]:
    """Return what was done within some paths of a council, the newest first: to its contacts and its staff.

    What was done to the whole council, such as publishing its charter, is for those who see the whole of it.
    """
    contacts = contacts_in(council, paths).values("reference")
    return about_any(contacts, staff, council=council if council in paths else None)
