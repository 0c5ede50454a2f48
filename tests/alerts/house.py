"""Helpers of these tests: a house in which reading has begun, and what was written to whom."""

from datetime import datetime, timedelta

from answerable.alerts.actions import notice, tell, warn
from answerable.alerts.models import Alert
from answerable.contacts import actions
from answerable.contacts.actions.waking import wake
from answerable.contacts.models import Contact
from answerable.memos.models import Memo
from answerable.people.models import Role, Staff
from tests import cast
from tests.build import at

NINE = at("Mon 2 Nov 2026 09:00")
TEAM = "s5/customer-services/post"
MINUTE = timedelta(minutes=1)


def begun(when: datetime = NINE - timedelta(hours=1)) -> None:
    """Let the worker have begun to read, with the lists of that morning sent."""
    cast.council()
    notice(when)


def manager(path: str = TEAM, name: str = "Ruth Boss") -> Staff:
    cast.council()
    return cast.staff(name, Role.MANAGER, path)


def held(by: Staff | None = None, when: str = "Mon 2 Nov 2026 09:00", **changes: object) -> Contact:
    """Return a contact of the post team that an officer holds."""
    contact = cast.received(when, **changes)
    actions.take(contact, by=by or cast.staff(), at=contact.received_at + MINUTE)
    contact.refresh_from_db()
    return contact


def round_at(when: str | datetime) -> int:
    """Let the worker go round once, and return how many emails it wrote."""
    moment = at(when) if isinstance(when, str) else when
    while wake(now=moment):
        pass
    notice(moment)
    warn(moment)
    return tell(moment)


def alerts() -> list[tuple[str, str, str]]:
    """Return what there is to know: who, what, and of which contact."""
    found = Alert.objects.order_by("id").values_list("staff__name", "what", "contact__reference")
    return [(name, what, reference) for name, what, reference in found]


def memos() -> list[tuple[str, str]]:
    """Return what was written to whom: the address, and what stands above it."""
    return [(one.to, one.subject) for one in Memo.objects.order_by("id")]
