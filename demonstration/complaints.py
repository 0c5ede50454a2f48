"""Complaints: acknowledged with the names of two people, answered, now and then extended, complex or taken further."""

from demonstration.days import MINUTE
from demonstration.telling import REASONS, Coming, Story, Telling, Told, earlier
from demonstration.written import acknowledged, begun, delay_told, reply

_INVESTIGATORS = ("Complaints officer 1", "Complaints officer 2", "Complaints officer 3")
_RESPONDERS = ("Head of service, {}", "Team manager, {}")


def complaint(t: Telling, arrival: Coming) -> Story:
    """Tell a complaint that came in writing."""
    story = begun(t, arrival, _about(arrival.service))
    handle(t, story.facts, arrival.at, arrival.service)
    return story


def spoken(t: Telling, story: Story, arrival: Coming, begun_at: int) -> Story:
    """Tell a complaint made by phone or at the desk: received when the contact began, whatever the wait (C3)."""
    story.kinds = (_about(arrival.service),)
    story.facts.append((arrival.at, "received", {}))
    handle(t, story.facts, begun_at + 8 * MINUTE, arrival.service)
    return story


def _about(service: str) -> str:
    """Say which complaint it is: about a council home, or about anything else."""
    return "landlord-complaint" if service == "housing" else "complaint"


def handle(t: Telling, facts: list[Told], at: int, service: str, kind: str = "complaint") -> int:
    """Add both stages of a complaint; return when the first full answer was sent."""
    before = []
    if t.chance() < 0.92:
        before.append(_opened(t, t.later(at, t.lag(1.5, 0.8)), service, 10))
    days = 3 + t.lag(6.5, 0.55) if t.chance() < 0.93 else 15 + t.lag(12, 0.6)
    replied = t.later(at, days)
    if days >= 9 and t.chance() < 0.28:
        told = t.chance() < 0.9
        before.append((t.later(at, 6 + t.lag(2, 0.6)), "declared_complex", {"reason": t.pick(REASONS), "told": told}))
    if days >= 9 and t.chance() < 0.3:
        until = t.on(at, days + 2)
        before.append((t.later(at, 7 + t.lag(1, 0.4)), "extended", _longer(t, until)))
    if days >= 6 and t.chance() < 0.4:
        before.append(delay_told(t, t.later(at, min(days - 1, 5)), replied))
    facts += [*earlier(before, replied), reply(t, replied, service)]
    if kind == "complaint" and t.chance() < 0.12:
        _second_stage(t, facts, replied, service)
    return replied


def _opened(t: Telling, at: int, service: str, limit: int) -> Told:
    """Acknowledge a complaint, naming who looks into it and who will answer; some forget one of the two."""
    moment, what, details = acknowledged(t, at, service, limit=limit)
    if t.chance() < 0.93:
        details["investigator"] = t.pick(_INVESTIGATORS)
    if t.chance() < 0.9:
        details["responder"] = t.pick(_RESPONDERS).format(service)
    return moment, what, details


def _longer(t: Telling, until: str) -> dict[str, str]:
    """Say why it takes longer, and how to reach the Ombudsman, without which nothing is extended."""
    return {"reason": t.pick(REASONS), "ombudsman": "0300 061 0614", "until": until}


def _second_stage(t: Telling, facts: list[Told], replied: int, service: str) -> None:
    """Take a complaint to stage two, where another person looks at it."""
    asked = t.later(replied, 3 + t.lag(8, 0.7))
    facts.append((asked, "escalated", {"reason": "the answer is not accepted"}))
    facts.append(_opened(t, t.later(asked, 1 + t.lag(2, 0.6)), service, 20))
    days = 8 + t.lag(11, 0.4)
    if days > 20 and t.chance() < 0.5:
        until = t.on(asked, days + 2)
        facts.append((t.later(asked, 17), "extended", _longer(t, until)))
    facts.append(reply(t, t.later(asked, days), service))
