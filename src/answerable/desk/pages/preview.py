"""A letter as it will go out, to be read through before it does."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from answerable.channels.email.quoting import parted
from answerable.contacts.carrier import BY_EMAIL, carrier_for
from answerable.contacts.clocks import in_force
from answerable.contacts.models import Contact, Message
from answerable.contacts.preparing import Prepared
from answerable.desk.forms.writing import PointsAnswered, Writing
from answerable.desk.pages.frame import frame
from answerable.people.access import StaffRequest
from answerable.people.unsent import OF_THE_PAGE
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FULL_REPLY

LONGEST_POINT = 160
"""Characters of a message that are enough to know it by."""

_QUESTION = re.compile(r"[^.!?\n]*[^.!?\s][^.!?\n]*\?")
_LEFT_TO_THE_PAGE = (*OF_THE_PAGE, "step", "answered", "read_with", "drop", "then")


def preview_page(
    request: StaffRequest,
    council: str,
    contact: Contact,
    letter: Prepared,
    writing: Writing,
    answered: PointsAnswered | None,
) -> Mapping[str, Any]:
    """Return the context of the page: the letter, how it goes, and what a full reply has to answer."""
    return frame(request, council) | {
        "contact": contact,
        "letter": letter,
        "to": contact.customer or "somebody who gave no name",
        "goes": "Nothing is sent. It stands on the customer's own page." if writing.sort.is_call else _goes(contact),
        "today": request.now,
        "writing": writing,
        "carried": [(box, value) for box, value in request.POST.items() if box not in _LEFT_TO_THE_PAGE],
        "answered": answered,
        "form": answered,
    }


def points_of(contact: Contact) -> list[str]:
    """Return the points that a full reply has to answer: what the customer has written since the last full reply.

    Each question is a point; a message that asks none is a point as a whole.
    """
    last = next((row for row in in_force(contact.facts.all())[::-1] if row.what in FULL_REPLY), None)
    written = contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER)
    since = written.filter(at__gt=last.at) if last is not None else written
    return list(dict.fromkeys(point for message in since for point in _points(parted(message.body).new)))


def _points(words: str) -> list[str]:
    asked = [question.strip() for question in _QUESTION.findall(words)]
    return [_short(point) for point in asked or [" ".join(words.split())] if point]


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_POINT else f"{words[: LONGEST_POINT - 1].rstrip()}…"


def _goes(contact: Contact) -> str:
    address = contact.customer.email if contact.customer is not None else ""
    carrier = carrier_for(address=address, channel=contact.channel, carriers=settings.CARRIERS)
    if carrier is None:
        return "On the customer's own page. They gave no email address."
    how = f"As {CHANNELS[carrier].one}"
    return f"{how} to {address}" if carrier == BY_EMAIL else how
