"""Lines of another system's log for the tests, and how they are taken in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from answerable.contacts.models import Contact
from answerable.importing.actions import Fate, take
from answerable.importing.reading import Reading
from tests import cast
from tests.build import at

NOW = at("Mon 7 Dec 2026 09:00")


def happened(what: str, when: str, **details: Any) -> dict[str, Any]:
    return {"what": what, "at": at(when).isoformat(), **details}


def line(*facts: Mapping[str, Any], id: str = "C-1", channel: str = "email", **more: Any) -> dict[str, Any]:
    return {"id": id, "channel": channel, "facts": list(facts), **more}


RECEIVED = happened("received", "Mon 2 Nov 2026 09:00")
ACKNOWLEDGED = happened("acknowledged", "Mon 2 Nov 2026 11:00")
REPLIED = happened("replied", "Thu 5 Nov 2026 10:00")


EARLIER = happened("received", "Fri 30 Oct 2026 09:00")


def struck(fact: Mapping[str, Any], when: str = "Fri 6 Nov 2026 10:00", **more: Any) -> dict[str, Any]:
    """Strike a fact of a line out."""
    return happened("struck", when, **{"fact": fact["what"], "fact_at": fact["at"], "why": "Of another", **more})


def taken(*records: Mapping[str, Any], now: datetime = NOW, source: str = "log", trial: bool = False) -> list[Fate]:
    """Take lines in together, at a council that is made if it is not there."""
    reading = Reading(cast.council(), now=now)
    return take(list(enumerate(records, 1)), reading=reading, source=source, now=now, is_trial=trial)


def became(*records: Mapping[str, Any], **how: Any) -> list[str]:
    return [one.became.name for one in taken(*records, **how)]


def refused(record: Mapping[str, Any]) -> str:
    (one,) = taken(record)
    assert one.problem is not None, one
    return str(one.problem)


def stands() -> list[tuple[Any, ...]]:
    """Return all that matters of every contact, whatever its reference and number."""
    return sorted(
        (
            contact.channel,
            contact.came_as,
            contact.received_at,
            contact.closed_at,
            contact.outcome,
            contact.next_due,
            str(contact.customer),
            contact.follows and contact.follows.received_at,
            sorted(contact.kinds.values_list("kind", "next_due", "closed_at")),
            sorted((row.what, row.at, str(row.said)) for row in contact.facts.all()),
            sorted(contact.clocks.values_list("promise", "measure", "state", "due", "stopped")),
        )
        for contact in Contact.objects.select_related("customer", "follows")
    )
