"""What a customer can say is not so, and until when: that we answered in full, and that it was done."""

from collections.abc import Mapping
from datetime import datetime

from answerable.standards.charter.promises import Charter
from answerable.standards.facts import Contact
from answerable.standards.time.counting import due, in_time
from answerable.standards.vocabulary.facts import FULL_REPLY
from answerable.standards.vocabulary.standing import DISPUTED

_ANSWER, _WORK = DISPUTED


def disputable(contact: Contact, *, charter: Charter, now: datetime) -> Mapping[str, datetime]:
    """Return the facts by which a customer can have a matter opened again now, each with the last moment for it.

    That an answer is none can be said of each once, and so can that it has not been done, where it was said to be over.
    The time runs from the newest, and is the charter's. Of what was set aside, nothing was answered.
    """
    contact = contact.until(now)
    last = next((fact for fact in reversed(contact.facts) if fact.what in (*FULL_REPLY, *DISPUTED)), None)
    if last is None or last.what in DISPUTED or contact.is_set_aside:
        return {}
    limit = charter.disputed_within
    until = due(limit, last.at, charter.calendar)
    if not in_time(now, until, limit):
        return {}
    is_over = last.what == "resolved" or bool(last.details.get("closes"))
    answered = any(fact.what == "replied" for fact in contact.facts)
    said = ((_ANSWER, answered), (_WORK, is_over))
    return {what: until for what, may in said if may}
