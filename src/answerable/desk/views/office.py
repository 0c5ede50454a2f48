"""Pages for those who look after the house: mail in trouble, and the record of who did what."""

import re
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.channels.email.queries import positions
from answerable.contacts.queries import not_sent
from answerable.desk.pages.frame import frame
from answerable.desk.pages.record import entries_about
from answerable.evidence.keys import WrongKey, public_file, read_public_keys
from answerable.evidence.queries import newest_seal
from answerable.evidence.verifying import Fault, Verification
from answerable.health.answering import database
from answerable.health.queries import anchored, disk
from answerable.inbox.queries import in_trouble
from answerable.observations.queries import failing
from answerable.people.access import StaffRequest, staff_may
from answerable.people.queries import names_within
from answerable.standards.vocabulary.channels import CHANNELS

_MANY, _FEW = 100, 10


@require_safe
@staff_may("see-mail")
def mail(request: StaffRequest, council: str) -> HttpResponse:
    """Show the ways in that fail, the messages that could not be read or sent, and how the mailboxes stand.

    What the messages say is not shown: whoever looks after the mail need not read it.
    """
    unread = in_trouble(council, request.paths)[:_MANY]
    context = {
        "problems": [sign for sign in (database(request.now), *anchored(request.now), *disk()) if sign.problem],
        "failing": failing(council, request.paths),
        "unread": [(one, one.mailbox or CHANNELS[one.channel].title, without_emails(one.problem)) for one in unread],
        "unsent": [(one, without_emails(one.problem)) for one in not_sent(council, request.paths)[:_MANY]],
        "mailboxes": positions(request.paths),
    }
    return render(request, "desk/mail.html", frame(request, council) | context)


def without_emails(said: str) -> str:
    """Return what a mail server said without anybody's address: whoever looks after the mail may not see who writes."""
    return _EMAIL.sub("(an address)", said)


_EMAIL = re.compile(r"[^\s<>()\"',;:=]+@[^\s<>()\"',;:]+")


@require_safe
@staff_may("see-record")
def record(request: StaffRequest, council: str) -> HttpResponse:
    """Show the newest entries of the record that are about this council, and whether the record is whole if asked."""
    staff = names_within(request.paths)
    entries = entries_about(council, request.paths, staff)[:_MANY]
    is_checked = request.GET.get("check") == "yes"
    context = {
        "entries": [(entry, staff.get(entry.about, entry.about)) for entry in entries],
        "many": _MANY,
        "newest": newest_seal(),
        "is_checked": is_checked,
        # It reads the whole record, so it is asked for by a button and not by opening the page.
        "faults": _faults(request.now) if is_checked else [],
    }
    return render(request, "desk/record.html", frame(request, council) | context)


def _faults(now: datetime) -> list[Fault]:
    """Return the first things that are wrong with the record, of any council; without names of contacts."""
    try:
        keys = read_public_keys(public_file(settings.SEAL_KEY))
    except WrongKey as error:
        return [Fault("seal", "", "", str(error))]
    return list(islice(Verification(keys, now=now).faults(), _FEW))
