"""The rare kinds, a few of each a year: social care, special needs, hazards, restrictions and the like.

A district would pass some of these to its county. They are here because five charters are judged on the same contacts.
"""

from demonstration.complaints import handle
from demonstration.days import DAY, HOUR, MINUTE, SECOND
from demonstration.telling import Coming, Story, Telling, Told
from demonstration.written import acknowledged, begun, reply


def care_complaint(t: Telling, arrival: Coming) -> Story:
    """Tell a complaint for which the law has a procedure of its own: adult care, public health, special needs, data."""
    story = begun(t, arrival, arrival.topic)
    handle(t, story.facts, arrival.at, arrival.service, arrival.topic)
    return story


def children(t: Telling, arrival: Coming) -> Story:
    """Tell a complaint about children's services, which may go to an investigation and then to a panel."""
    story = begun(t, arrival, arrival.topic)
    facts = story.facts
    replied = handle(t, facts, arrival.at, arrival.service, arrival.topic)
    if t.chance() < 0.5:
        asked = t.later(replied, 4)
        agreed = t.later(asked, 3)
        second = t.later(agreed, 18 + t.lag(6, 0.5))
        facts += [(asked, "escalated", {"reason": "the answer is not accepted"}), (agreed, "record_agreed", {})]
        facts += [(second - HOUR, "investigated", {}), reply(t, second, arrival.service)]
        if t.chance() < 0.6:
            _panel(t, facts, second, arrival.service)
    return story


def _panel(t: Telling, facts: list[Told], after: int, service: str) -> None:
    asked = t.later(after, 5)
    met = t.later(asked, 20 + t.lag(7, 0.4))
    reported = t.later(met, 2 + t.lag(2, 0.4))
    facts += [(asked, "panel_asked", {}), (met, "panel_met", {}), (reported, "panel_reported", {})]
    facts.append(reply(t, t.later(reported, 8 + t.lag(5, 0.4)), service))


def education_plan(t: Telling, arrival: Coming) -> Story:
    """Tell a request to assess a child for an education, health and care plan: six, sixteen and twenty weeks."""
    story = begun(t, arrival, "ehc")
    at, facts = arrival.at, story.facts
    facts.append(acknowledged(t, t.later(at, 3), arrival.service, limit=30))
    assess = t.chance() < 0.7
    facts.append((t.later(at, 22 + t.lag(6, 0.4)), "decision_sent", {"assess": assess}))
    if not assess:
        facts.append((facts[-1][0], "outcome_sent", {"plan": False}))
    elif t.chance() < 0.15:
        facts.append((t.later(at, 70 + t.lag(8, 0.4)), "outcome_sent", {"plan": False}))
    else:
        facts.append(reply(t, t.later(at, 80 + t.lag(16, 0.5)), arrival.service))
    return story


def hazard(t: Telling, arrival: Coming) -> Story:
    """Tell a report of damp, mould or danger in a council home, made in writing."""
    story = begun(t, arrival, "hazard")
    put_right(t, story, arrival.at, arrival.service)
    return story


def put_right(t: Telling, story: Story, at: int, service: str) -> None:
    """Look into a hazard, write it down for the tenant, and make the home safe; some are an emergency."""
    facts = story.facts
    if t.chance() < 0.22:
        story.kinds = ("emergency-hazard",)
        facts.append((at + int((2 + 24 * t.chance()) * HOUR) // SECOND * SECOND, "made_safe", {"emergency": True}))
    looked = t.later(at, 1 + t.lag(5, 0.6))
    facts += [(looked, "investigated", {}), *_found(looked)]
    if t.chance() < 0.95:
        facts.append((t.later(looked, 1 + t.lag(1, 0.6)), "summary_sent", {}))
    safe = t.later(looked, 1 + t.lag(2.6, 0.6))
    facts += [(safe, "made_safe", {}), (safe + HOUR, "replied", {"closes": True} | t.officer(service))]


def _found(looked: int) -> list[Told]:
    """Say what the investigation found: no hazard, more work, a home to move out of for a while, or nothing special."""
    match looked // MINUTE % 10:
        case 0:
            return [(looked, "hazard_ruled_out", {})]
        case 1 | 2:
            return [(looked, "work_needed", {}), (looked + HOUR, "work_arranged", {})]
        case 3:
            return [(looked, "work_needed", {}), (looked + HOUR, "work_begun", {})]
        case 4:
            return [(looked, "moved_elsewhere", {})]
    return []


def appointment(t: Telling, arrival: Coming) -> Story:
    """Tell somebody asking in writing for an appointment."""
    story = begun(t, arrival, "appointment")
    booked(t, story.facts, arrival.at, arrival.service, t.later(arrival.at, t.lag(0.8, 0.8)))
    return story


def booked(t: Telling, facts: list[Told], at: int, service: str, offered: int) -> None:
    """Offer a time, mostly within five days, and sometimes a second one."""
    slot = t.later(offered, 1 + t.lag(1.3, 0.8)) // (30 * MINUTE) * 30 * MINUTE
    facts.append((offered, "appointment_offered", {"slot": t.days.stamp(slot)} | t.officer(service)))
    if t.chance() < 0.1:
        other = t.later(slot, 1) // (30 * MINUTE) * 30 * MINUTE
        facts.append((offered + 5 * MINUTE, "appointment_offered", {"slot": t.days.stamp(other)}))
    facts.append((offered + 10 * MINUTE, "replied", {"closes": True} | t.officer(service)))


def restriction(t: Telling, arrival: Coming) -> Story:
    """Tell a referral to restrict visits to a home: decided, told by letter, sometimes appealed, reviewed in time."""
    at = arrival.at
    facts: list[Told] = [(at, "received", {})]
    decided = t.later(at, 1 + t.lag(2, 0.6))
    if t.chance() < 0.15:
        facts.append((decided, "reviewed", {"outcome": "no restriction"}))
        return Story(("restriction",), [*facts, reply(t, decided, arrival.service)])
    facts.append((decided, "restricted", {"restriction": t.pick(("two officers", "office only", "phone first"))}))
    facts.append((t.later(decided, t.lag(1.2, 0.8)), "decision_sent", {"reason": "safety", "appeal": True}))
    if t.chance() < 0.25:
        appealed = t.later(decided, 6 + t.lag(5, 0.5))
        facts.append((appealed, "appealed", {}))
        facts.append((t.later(appealed, 4 + t.lag(4, 0.5)), "appeal_decided", {"outcome": "kept"}))
    reviewed = t.later(decided + 330 * DAY, t.lag(3, 0.8)) if decided + 340 * DAY < t.days.ends else t.days.ends
    facts.append((reviewed, "reviewed", {"outcome": "removed"}))
    facts.append((reviewed + 2 * HOUR, "outcome_sent", {"outcome": "removed"}))
    return Story(("restriction",), facts)
