"""What somebody is told as soon as their message is here."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.html import format_html

from answerable.contacts.carrier import BY_EMAIL
from answerable.contacts.clocks import fact_of
from answerable.contacts.models import Contact, Outgoing
from answerable.design.components import component
from answerable.promises.queries import charter_in
from answerable.standards.words import say_day


def confirmation(contact: Contact, address: str) -> Mapping[str, Any]:
    """Return what the page says: the words of the acknowledgement that was noted, whose date is the one promised."""
    facts = list(contact.facts.filter(what="acknowledged"))
    told = fact_of(facts[0]).details if facts else {}
    draft = charter_in(contact.edition).draft
    panel = {
        "titleText": "We have your message",
        "html": format_html("Your reference<br><strong>{}</strong>", contact.reference),
        "headingLevel": 1,
    }
    return {
        "council": contact.council,
        "contact": contact,
        "panel": component("panel", panel),
        "next": list(_next(told, draft=draft)),
        "draft": draft,
        "page": urlsplit(address).path,
        "address": address,
        "by_email": Outgoing.objects.filter(message__contact=contact, carrier=BY_EMAIL).exists(),
    }


def _next(told: Mapping[str, Any], *, draft: bool) -> Iterator[str]:
    if not told:
        yield "What we have promised, and by when, is on your own page."
        return
    for name in ("being_done", "next_step"):
        if told.get(name):
            yield f"{told[name]}."
    by_when = told.get("by_when")
    if isinstance(by_when, date):
        yield f"{'We aim to do' if draft else 'We have promised'} that by {say_day(by_when)}."
    else:
        yield "We have promised no date for this kind of message."
    if told.get("owner"):
        yield f"If you have a question, ring {told['owner']} on {told['contact']}."
