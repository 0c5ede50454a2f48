"""What can be asked about what arrived."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from answerable.contacts.queries import within
from answerable.councils.models import Council
from answerable.inbox.models import Incoming


def arrived_as(channel: str, external_id: str, *, council: Council) -> Incoming | None:
    """Return what arrived under a name that its channel gave it, or None."""
    known = Incoming.objects.filter(channel=channel, council=council, external_id=external_id)
    return known.select_related("council", "contact").order_by("id").first()


def due_to_be_taken_in(now: datetime) -> QuerySet[Incoming]:
    """Return what arrived on any channel and waits, whose moment has come; what is put off comes later."""
    return Incoming.objects.filter(state=Incoming.State.WAITING, try_at__lte=now)


def in_trouble(council: str, paths: Collection[str]) -> QuerySet[Incoming]:
    """Return what could not be taken in, or not yet: of the mailboxes within some paths; and what came to none.

    One whose first try has begun is not in trouble. What they say is left out, for nobody who looks after them need
    read it.
    """
    ours = within(paths, "mailbox__team__path") | Q(mailbox=None)
    could_not = Q(state=Incoming.State.UNREADABLE)
    not_yet = Q(state=Incoming.State.WAITING) & (~Q(problem="") | Q(tries__gt=1))
    return Incoming.objects.filter(ours, could_not | not_yet, council_id=council).defer("raw")
