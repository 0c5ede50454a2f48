"""The page for those who look after the mail: what is in trouble."""

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.channels.email.queries import positions
from answerable.contacts.queries import not_sent
from answerable.desk.pages.frame import frame
from answerable.health.answering import database
from answerable.health.queries import anchored, disk
from answerable.inbox.models import Incoming
from answerable.inbox.queries import in_trouble
from answerable.memos.queries import unsent_memos
from answerable.observations.queries import failing
from answerable.people.access import StaffRequest, staff_may
from answerable.standards.vocabulary.channels import CHANNELS

_MANY = 100


@require_safe
@staff_may("see-mail")
def mail(request: StaffRequest, council: str) -> HttpResponse:
    """Show the ways in that fail, the messages that could not be read or sent, and how the mailboxes stand.

    What the messages say is not shown: whoever looks after the mail need not read it.
    """
    unread = in_trouble(council, request.paths)[:_MANY]
    context = {
        "problems": [sign for sign in (database(request.now), *anchored(request.now), disk()) if sign.problem],
        "failing": failing(council, request.paths),
        "unread": [(one, one.mailbox or _way(one), without_emails(one.problem)) for one in unread],
        "unsent": [(one, without_emails(one.problem)) for one in not_sent(council, request.paths)[:_MANY]],
        "memos": [(memo, without_emails(memo.problem)) for memo in unsent_memos(council)[:_MANY]],
        "mailboxes": positions(request.paths),
    }
    return render(request, "desk/mail.html", frame(request, council) | context)


def _way(incoming: Incoming) -> str:
    """Name how something came that came to no mailbox: by a channel, or from another system under its own number."""
    channel = CHANNELS.get(incoming.channel)
    return channel.title if channel else f"Another system: {incoming.external_id}"


def without_emails(said: str) -> str:
    """Return what a mail server said without anybody's address: whoever looks after the mail may not see who writes."""
    return _EMAIL.sub("(an address)", said)


_EMAIL = re.compile(r"[^\s<>()\"',;:=]+@[^\s<>()\"',;:]+")
