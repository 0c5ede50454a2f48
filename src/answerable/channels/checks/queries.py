"""What the worker asks before it tries a way in: which one is to be tried next."""

from datetime import datetime

from answerable.channels.email.servers import all_servers
from answerable.councils.models import Council, Mailbox
from answerable.observations.queries import lately
from answerable.standards.vocabulary.feeds import MAILBOX, Check


def council_to_try(check: Check, now: datetime) -> Council | None:
    """Return a council whose form, or whose page, is to be tried now, or None."""
    return Council.objects.exclude(key__in=lately(check, now).values("council_id")).order_by("key").first()


def mailbox_to_try(now: datetime) -> Mailbox | None:
    """Return a mailbox of the mail file that is to be tried now, or None. Raises MailFileError."""
    tried = lately(MAILBOX, now).values("subject")
    ours = Mailbox.objects.filter(address__in=all_servers()).exclude(address__in=tried)
    return ours.select_related("council", "team").order_by("id").first()
