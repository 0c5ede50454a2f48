"""Calls and visits that go on: which facts can come next, and why one that is out of order cannot."""

from collections.abc import Sequence
from datetime import datetime

from answerable.standards.facts import Contact, Fact
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.meetings import ENDS, MEETINGS, Tap


def ended_by(contact: Contact) -> Fact | None:
    """Return the fact by which a call or a visit ended, or None while it goes on."""
    return next((fact for fact in contact.facts if fact.what in ENDS.get(contact.channel, ())), None)


def taps_of(contact: Contact, now: datetime) -> tuple[Tap, ...]:
    """Return what can be noted of a call or visit at a moment, in its order; nothing of one that is over."""
    if ended_by(contact) is not None:
        return ()
    return tuple(tap for tap in MEETINGS.get(contact.channel, ()) if not out_of_turn(contact, tap.fact, now))


def out_of_turn(contact: Contact, what: str, at: datetime) -> str:
    """Say why a fact cannot have happened to a contact at a moment, by what else is noted of it; nothing where it can.

    What happens only while a call or visit goes on cannot come after its end; nothing comes before what it needs, or
    after what it cannot follow. A machine's pick-up is no answer, and nothing is out of turn for it.
    """
    tap = _tap_of(contact.channel, what)
    if tap is None:
        return ""
    noted = [fact for fact in contact.facts if not fact.details.get("automatic")]
    why = _too_late(tap, contact, [fact for fact in noted if fact.at <= at])
    why = why or _too_early(tap, contact.channel, [fact for fact in noted if fact.at > at])
    return f"Cannot note “{FACTS[what].staff}”: {why}." if why else ""


def _too_late(tap: Tap, contact: Contact, came: Sequence[Fact]) -> str:
    kind = FACTS[tap.fact]
    ended = next((fact for fact in came if fact.what in ENDS[contact.channel]), None)
    if ended is not None and kind.channels:
        return f"“{FACTS[ended.what].staff}” ended it before. If that is wrong, put that right first"
    if kind.answers and not _waits(kind.answers, tap.fact, came):
        return f"nothing waits for it then. Note “{FACTS[kind.answers].staff}” first"
    places = [place for place, fact in enumerate(came) if fact.what in tap.after]
    if tap.after and not places:
        return f"note {' or '.join(f'“{FACTS[name].staff}”' for name in sorted(tap.after))} first"
    before = next((fact for fact in came[places[-1] if places else 0 :] if fact.what in tap.until), None)
    return "" if before is None else f"“{FACTS[before.what].staff}” was noted before, and it cannot follow that"


def _too_early(tap: Tap, channel: str, later: Sequence[Fact]) -> str:
    for fact in later:
        other = _tap_of(channel, fact.what)
        if other is not None and FACTS[fact.what].channels and (tap.ends or tap.fact in other.until):
            return f"“{FACTS[fact.what].staff}” came after it, by what is noted. Give a later moment"
    return ""


def _waits(question: str, answer: str, came: Sequence[Fact]) -> bool:
    said = [fact.what for fact in came if fact.what in (question, answer)]
    return said[-1:] == [question]


def _tap_of(channel: str, what: str) -> Tap | None:
    return next((tap for tap in MEETINGS.get(channel, ()) if tap.fact == what), None)
