"""What can be asked about email: how the mailboxes are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from answerable.channels.email.models import Position
from answerable.channels.email.servers import all_servers
from answerable.councils.models import Mailbox
from answerable.people.paths import within


@dataclass(frozen=True, slots=True)
class Looked:
    """When a mailbox was last looked into, if ever, and why it could not be."""

    address: str
    at: datetime | None
    problem: str


def looked_into() -> list[Looked]:
    """Return how each mailbox of the mail file is. Raises MailFileError."""
    ours = Mailbox.objects.filter(address__in=all_servers()).order_by("id")
    rows = ours.values_list("address", "position__looked_at", "position__problem")
    return [Looked(address, at, problem or "") for address, at, problem in rows]


def positions(paths: Collection[str]) -> QuerySet[Position]:
    """Return how far each mailbox within some paths was fetched."""
    return Position.objects.filter(within(paths, "mailbox__team__path")).select_related("mailbox")
