"""What somebody is told as soon as their message is here."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.html import format_html

from answerable.contacts.clocks import clocks_of, fact_of, in_force
from answerable.contacts.danger import urgent_for, what_happens_now
from answerable.contacts.letters import page_of
from answerable.contacts.models import Contact
from answerable.contacts.queries import is_written_to_by_email
from answerable.design.components import component
from answerable.promises.queries import charter_in
from answerable.public.pages.headline import headline


def confirmation(contact: Contact, key: str, *, now: datetime) -> Mapping[str, Any]:
    """Return what the page says: the words of the acknowledgement that was noted, and their page's first sentence."""
    rows, charter = list(contact.facts.all()), charter_in(contact.edition)
    clocks, facts = clocks_of(contact, map(fact_of, rows), now=now), [fact_of(row) for row in in_force(rows)]
    told = next((fact.details for fact in facts if fact.what == "acknowledged"), {})
    stands = headline(contact, clocks, facts, charter=charter, now=now)
    address = page_of(contact, key)
    panel = {
        "titleText": "We have your message",
        "html": format_html("Your reference<br><strong>{}</strong>", contact.reference),
        "headingLevel": 1,
    }
    return {
        "council": contact.council,
        "contact": contact,
        "panel": component("panel", panel),
        "urgent": urgent_for(contact, now=now),
        "next": [*filter(None, [what_happens_now(contact)]), *_next(told, stands, contact.team.name)],
        "draft": charter.draft,
        "page": urlsplit(address).path,
        "address": address,
        "key": key,
        "by_email": is_written_to_by_email(contact),
    }


def _next(told: Mapping[str, Any], stands: str, team: str) -> Iterator[str]:
    if not told:
        yield "What we have promised, and by when, is on your own page."
        return
    for name in ("being_done", "next_step"):
        if told.get(name):
            yield f"{told[name]}."
    yield stands
    if told.get("contact"):
        yield f"If you have a question, ring {told.get('owner') or team} on {told['contact']}."
