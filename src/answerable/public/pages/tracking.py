"""All that a contact's own page says."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse

from answerable.contacts.clocks import clocks_of, disputable_now, fact_of, in_force, set_aside_by
from answerable.contacts.models import Contact, Message
from answerable.contacts.queries import spoken_to_customer
from answerable.promises.queries import charter_in
from answerable.public.pages.attached import enclosed
from answerable.public.pages.headline import beside, headline
from answerable.public.pages.latest import latest
from answerable.public.pages.owed import owed_lines
from answerable.public.pages.timeline import timeline
from answerable.standards.facts import Fact
from answerable.updates.queries import is_followed, may_be_offered


def tracking(contact: Contact, key: str, *, now: datetime) -> Mapping[str, Any]:
    """Return what the page shows to whoever opened it with a key.

    The clocks are worked out from the facts at this moment, and not read from notes.
    """
    rows, charter = list(contact.facts.all()), charter_in(contact.edition)
    noted = [fact_of(row) for row in rows]
    clocks = clocks_of(contact, noted, now=now)
    hold = in_force(rows)
    facts = [fact_of(row) for row in hold]
    messages = list(spoken_to_customer(contact).select_related("outgoing", "by"))
    files = enclosed(contact, key, messages)
    top = latest(contact, hold, messages, files)
    return {
        "council": contact.council,
        "contact": contact,
        "latest": top,
        "headline": headline(contact, clocks, facts, charter=charter, now=now),
        "beside": beside(clocks, charter=charter),
        "owed": owed_lines(clocks, reference=contact.reference, channel=contact.channel, charter=charter),
        "draft": charter.draft,
        "no_date": _no_date(contact, facts),
        "timeline": timeline(contact.channel, rows, messages, above=[letter.id for letter in top.letters], files=files),
        "who": who_has(contact, messages),
        "disputes": _disputes(contact, noted, key, now=now),
        "followed_by": list(contact.followed_by.values_list("reference", flat=True)),
        "add": _address("add", contact, key),
        "wrong": _address("wrong", contact, key),
        "emails": _address("emails", contact, key),
        "is_followed": is_followed(contact),
        "may_follow": may_be_offered(contact),
    }


class Dispute(NamedTuple):
    """What somebody can say is not so, where they say it, and the day until which they can."""

    text: str
    href: str
    until: datetime


def _disputes(contact: Contact, facts: Sequence[Fact], key: str, *, now: datetime) -> list[Dispute]:
    can = disputable_now(contact, facts, now=now)
    return [
        Dispute(text, _address(page, contact, key), can[what]) for what, (text, page) in _BESIDE.items() if what in can
    ]


_BESIDE = {
    "answer_disputed": ("This is not a full answer", "not_answered"),
    "work_disputed": ("It has not been done", "not_done"),
}
"""What stands beside an answer: the words of each button, and the page that it leads to."""


def _no_date(contact: Contact, facts: Sequence[Fact]) -> str:
    """Say why no promise with a date is owed, for where none is."""
    if set_aside_by(contact, facts) is not None:
        return "Nothing is owed here any more, because we closed this before anything with a date was broken."
    return "No promise with a date is owed to this kind of message."


def who_has(contact: Contact, messages: Sequence[Message]) -> Mapping[str, str]:
    """Say who has a contact and by which number they are reached, and name nobody who has had no part in it.

    That is the officer who has taken it; else its team, and whoever there wrote to the customer last.
    """
    team = contact.team
    if contact.held_by is not None:
        return {"says": f"{contact.held_by.name}, {team.name}.", "phone": contact.held_by.phone or team.answers_phone}
    wrote = next((message.by for message in reversed(messages) if message.by is not None), None)
    if wrote is not None:
        last = f"{wrote.name} wrote to you last."
    else:
        last = "" if contact.closed_at is not None else "Nobody there has taken it up yet."
    return {"says": f"It is with {team.name}. {last}".strip(), "phone": team.answers_phone}


def _address(name: str, contact: Contact, key: str) -> str:
    return reverse(f"public:{name}", args=[contact.council_id, contact.reference, key])
