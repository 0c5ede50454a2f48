"""What goes with a letter that an officer writes: the files that they have chosen, and how each will travel."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from answerable.contacts.carrier import BY_EMAIL, carrier_for
from answerable.contacts.models import Contact
from answerable.desk.forms.enclosing import Enclosing
from answerable.desk.pages.attached import shown
from answerable.files.choosing import choose_again
from answerable.files.going import Going, by_email, on_paper
from answerable.files.kinds import MEGABYTE
from answerable.files.models import KeptFile
from answerable.files.queries import held_by
from answerable.people.access import StaffRequest
from answerable.people.models import Staff


def chosen_by(staff: Staff, contact: Contact) -> list[KeptFile]:
    """Return the files that somebody has chosen to send with what they write about a contact next."""
    return list(held_by(held_for(staff), contact))


def held_for(staff: Staff) -> str:
    """Return by what the files are held that somebody has chosen and not sent."""
    return f"officer {staff.pk}"


def box(request: StaffRequest, contact: Contact) -> Mapping[str, Any]:
    """Return the box for files, with those that are chosen; ``again`` says which nobody could keep."""
    chosen = [shown(one) for one in chosen_by(request.user, contact)]
    return {
        "form": Enclosing((one.id or 0, one.what_it_is) for one in chosen),
        "warnings": [f"{one.name}: {warning}" for one in chosen for warning in one.warnings],
        "again": choose_again(request.POST.getlist("enclose")),
    }


def travelling(contact: Contact, files: list[KeptFile]) -> list[tuple[str, str]]:
    """Say of each file how it goes: with the email or the letter, or on the customer's own page alone."""
    address = contact.customer.email if contact.customer is not None else ""
    carrier = carrier_for(address=address, channel=contact.channel, carriers=settings.CARRIERS)
    going, how, why_not = Going((), tuple(files)), "", "on their own page"
    if carrier == BY_EMAIL:
        going, how = by_email(files, settings.EMAIL_FILES), "attached to the email"
        limit = f"{settings.EMAIL_FILES // MEGABYTE} MB"
        why_not = f"too large for an email, which takes {limit}: on their own page, and the email says so"
    elif carrier is not None:
        going, how = on_paper(files), "enclosed: it is printed with the letter"
        why_not = "cannot be printed: on their own page, and the letter says so"
    return [(shown(file).what_it_is, how if file in going.with_it else why_not) for file in files]
