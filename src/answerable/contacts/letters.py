"""The words we send: what the writer wrote, then each promised part on a line of its own, then how to follow it up."""

import re
from collections.abc import Mapping
from datetime import date
from secrets import token_hex
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from answerable.contacts.models import Contact
from answerable.contacts.parts import parts_told
from answerable.people.models import Staff
from answerable.standards.vocabulary.details import REFERENCE
from answerable.standards.words import say_day


def page_of(contact: Contact, key: str) -> str:
    """Return the address of the resident's own page for a contact: whoever has it can read the page."""
    return f"{settings.ORIGIN}/{contact.council_id}/contacts/{contact.reference}/{key}/"


def letter(
    contact: Contact, what: str, body: str, parts: Mapping[str, Any], *, to: str = "", by: Staff | None = None
) -> str:
    """Write a message to a customer in full, as plain text.

    ``what`` is the fact that it is ("replied"), and ``parts`` may hold what can be said of that; "by_when" is a date.
    It is signed by whoever wrote it, with the telephone of the team; what a machine writes, by the council. The
    reference always goes with it (S4-31), and so does how to answer, to complain and to have it in another format. The
    link to their own page does not: it is added as the letter leaves, so that no member of staff reads it here.
    """
    return "\n\n".join(
        part
        for part in (
            f"Dear {to}," if to else "Hello,",
            body.strip(),
            _parts_said(what, parts),
            _signed(contact, by, "Yours sincerely" if to else "Kind regards"),
            f"Your reference: {contact.reference}\n{_HOW.format(phone=contact.council.phone)}",
        )
        if part
    )


_HOW = (
    "To answer, write to us with this reference, use “Add something” on your page, or ring {phone}.\n"
    "If something went wrong, say so on your page under “This went wrong”, or ring: we take it as a complaint.\n"
    "If you need this in large print, in another language or in another format, tell us or ring."
)
"""What stands below every letter. The page is the one whose address is added as the letter leaves."""

TO_STOP = "Stop these emails: "
"""What stands before the address where emails are stopped that say that something has happened: their last line."""


def _signed(contact: Contact, by: Staff | None, ends: str) -> str:
    """Return how a letter ends: with the officer's name, their team and its number, as the customer is to ring it."""
    council = contact.council
    if by is None:
        return f"{council.name}\n{council.phone}"
    team, phone = contact.team.name, contact.team.answers_phone or council.phone
    return f"{ends},\n\n{by.name}\n{team[:1].upper()}{team[1:]}, {council.name}\n{phone}"


class Spoken(NamedTuple):
    """A call in which a customer was answered: whom we spoke to, and on which number."""

    to: str
    number: str


def call(contact: Contact, what: str, body: str, parts: Mapping[str, Any], *, by: str, spoken: Spoken) -> str:
    """Write down a call as the customer reads it on their own page: who spoke to whom, and what was said."""
    said = _parts_said(what, parts)
    begins = f"{by} spoke to {spoken.to} on {spoken.number}."
    return "\n\n".join(part for part in (begins, body.strip(), said, f"Your reference: {contact.reference}") if part)


def acknowledgement(subject: str) -> str:
    """Write the middle of an automatic acknowledgement."""
    about = f" about “{subject}”" if subject else ""
    return f"Thank you for contacting us{about}. This message was sent by a computer to say that we have it."


def harmless(line: str) -> str:
    """Return a line that somebody wrote if a machine may repeat it to an address that may be a stranger's, or nothing.

    It is short, and no mail reader makes a link of it: it has no dot, slash, colon or @, and no number to ring.
    """
    line = " ".join(line.split())
    return line if _HARMLESS.fullmatch(line) and sum(letter.isdigit() for letter in line) < 5 else ""


_HARMLESS = re.compile(r"[\w ,'’()&-]{1,60}")


def answer_subject(contact: Contact) -> str:
    """Return the subject of anything we send about a contact, with its reference, by which an answer finds its way."""
    return f"[{contact.reference}] {contact.subject or YOUR_MESSAGE}"[:300]


YOUR_MESSAGE = "Your message to us"
"""What a letter is about where the message has no subject, or one that is not repeated."""


def message_id(contact: Contact) -> str:
    """Make the Message-ID of something we send, before it is sent, so that a copy of it can be known again."""
    return f"<{contact.reference}.{token_hex(8)}@{urlsplit(settings.ORIGIN).hostname}>"


def _parts_said(what: str, parts: Mapping[str, Any]) -> str:
    told = (one for one in parts_told(what) if one is not REFERENCE and parts.get(one.name))
    return "\n".join(f"{one.label}: {_said(parts[one.name])}" for one in told)


def _said(value: Any) -> str:
    return say_day(value) if isinstance(value, date) else str(value).strip()
