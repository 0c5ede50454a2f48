"""Who else is at a contact: two that write to one customer at once should know of each other."""

from collections.abc import Iterable
from datetime import timedelta

from answerable.contacts.models import Contact, DraftLetter
from answerable.design.templatetags.words import moment_short
from answerable.evidence.queries import readers_since
from answerable.people.access import StaffRequest
from answerable.people.queries import allowed

LATELY = timedelta(minutes=30)
"""How long after somebody opened a contact's page they may still have it before them."""


def others_here(request: StaffRequest, contact: Contact, drafts: Iterable[DraftLetter]) -> list[str]:
    """Say which colleagues have begun to write, and which who may have opened it lately, each in a sentence."""
    theirs = [one for one in drafts if one.by_id != request.user.pk]
    said = [
        f"{one.by.name} has begun to write ({one.get_sort_display().lower()}, {moment_short(one.saved_at)}). Speak to "
        f"them before you write."
        for one in theirs
    ]
    writes = {request.user.email, *(one.by.email for one in theirs)}
    found = readers_since(contact.reference, contact.council_id, request.now - LATELY)
    opened = {email: at for email, at in found if email not in writes}
    if not opened:
        return said
    here = [one for one in allowed("answer", contact.path) if one.email in opened]
    return [*said, *(f"{one.name} had this open at {moment_short(opened[one.email])}." for one in here)]
