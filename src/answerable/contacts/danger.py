"""What is said where somebody is in danger: to them at once, and to whoever is on duty."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from answerable.contacts.models import Contact
from answerable.councils.urgent import UrgentLine, urgent_lines


def urgent_for(contact: Contact, *, now: datetime) -> Sequence[UrgentLine]:
    """Return whom to call now, where somebody said that there is danger or the words of a message may mean it."""
    return urgent_lines(contact.council, now=now) if contact.is_welfare else ()


def what_happens_now(contact: Contact) -> str:
    """Say what we do at once about a danger that somebody told us of; nothing where nobody did."""
    if not contact.welfare:
        return ""
    if contact.council.duty_address:
        return "We are sending word of it to whoever is on duty, now. Your message is at the top of our list."
    return f"Your message is at the top of our list. We read it when we are open: {contact.council.opening}."


def before_letter(contact: Contact, *, now: datetime) -> str:
    """Return what an automatic acknowledgement begins with where there is danger, or nothing."""
    lines = [str(line) for line in urgent_for(contact, now=now)]
    return "\n\n".join(filter(None, ["\n".join(lines), what_happens_now(contact)]))


DUTY_SUBJECT = "Somebody may be in danger"


def duty_letter(contact: Contact) -> str:
    """Write to whoever is on duty. It holds nothing of what was written, for it goes to a mailbox that many read."""
    desk = f"{settings.ORIGIN}/{contact.council_id}/desk/contacts/{contact.reference}/"
    return (
        f"Somebody wrote to {contact.council.name} that there is danger. Read it now, on the desk:\n\n{desk}\n\n"
        f"Reference: {contact.reference}\n\n"
        f"This was sent by a computer. What they wrote is on the desk alone, and so is the place to answer it."
    )
