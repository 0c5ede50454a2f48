"""What can be asked about email: what waits to be read, and how the mailboxes are."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from answerable.channels.email.models import Incoming
from answerable.channels.email.servers import all_servers
from answerable.councils.models import Mailbox


@dataclass(frozen=True, slots=True)
class Looked:
    """When a mailbox was last looked into, if ever, and why it could not be."""

    address: str
    at: datetime | None
    problem: str


def due_to_be_read(now: datetime) -> QuerySet[Incoming]:
    """Return the messages whose moment to be read has come; one that is put off comes later."""
    return Incoming.objects.filter(state=Incoming.State.WAITING, try_at__lte=now)


def looked_into() -> list[Looked]:
    """Return how each mailbox of the mail file is. Raises MailFileError."""
    ours = Mailbox.objects.filter(address__in=all_servers()).order_by("id")
    rows = ours.values_list("address", "position__looked_at", "position__problem")
    return [Looked(address, at, problem or "") for address, at, problem in rows]
