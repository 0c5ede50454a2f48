"""Requests for information: freedom of information, the environment, and what a council holds about somebody."""

from demonstration.complaints import handle
from demonstration.telling import NEXT, REASONS, STEPS, Coming, Details, Story, Telling, Told, earlier
from demonstration.written import begun, reply

_LATE = ("the public interest has to be weighed", "the request is complex and voluminous")


def information(t: Telling, arrival: Coming) -> Story:
    """Tell a request that was seen for what it is on the day it came."""
    story = begun(t, arrival, arrival.topic)
    _answer(t, story.facts, arrival, arrival.topic)
    return story


def hidden(t: Telling, arrival: Coming) -> Story:
    """Tell a request found in an ordinary email only later: it gets its kind, and its receipt does not move (C17)."""
    story = begun(t, arrival, "enquiry")
    found = t.later(arrival.at, 1 + t.lag(4, 0.9))
    story.facts.append((found, "typed", {"kinds": ["foi"]}))
    _answer(t, story.facts, arrival, "foi", least=t.days.day_of(found) - t.days.day_of(arrival.at))
    return story


def mixed(t: Telling, arrival: Coming) -> Story:
    """Tell a letter that complains and asks for information: two kinds, two sets of limits, one contact."""
    story = begun(t, arrival, "complaint", "foi")
    handle(t, story.facts, arrival.at, arrival.service)
    return story


def subject_access(t: Telling, arrival: Coming) -> Story:
    """Tell somebody asking what is held about them: proof of identity first, sometimes, and a month to answer."""
    at, story = arrival.at, begun(t, arrival, "sar")
    own_data(t, story.facts, at, arrival.service)
    return story


def own_data(t: Telling, facts: list[Told], at: int, service: str) -> None:
    """Add what follows when somebody asks what is held about them."""
    if t.chance() < 0.8:
        facts.append(_opened(t, t.later(at, 1 + t.lag(1, 0.7))))
    start = at
    if t.chance() < 0.4:
        asked = t.later(at, 1 + t.lag(1.5, 0.6))
        facts.append((asked, "identity_asked", {"next_step": "please show us who you are"}))
        if t.chance() < 0.15:
            return
        start = t.later(asked, 1 + t.lag(4, 0.8))
        facts.append((start, "identified", {}))
    elif t.chance() < 0.25:
        asked = t.later(at, 1 + t.lag(3, 0.6))
        start = _clarified(t, facts, asked)
        if start == -1:
            return
    days = 10 + t.lag(6, 0.5)
    if t.chance() < 0.12:
        days += 25
        facts.append((t.later(start, 14), "extended", {"reason": "the request is complex", "until": t.on(start, 62)}))
    replied = t.later(start, days)
    facts[:] = [*earlier(facts, replied), reply(t, replied, service)]


def review(t: Telling, arrival: Coming) -> Story:
    """Tell somebody asking us to look again at our answer to a request."""
    story = begun(t, arrival, arrival.topic)
    story.facts.append((arrival.at, "review_asked", {"of": arrival.after}))
    if t.chance() < 0.8:
        story.facts.append(_opened(t, t.later(arrival.at, 1 + t.lag(1.5, 0.6))))
    done = t.later(arrival.at, 6 + t.lag(11, 0.5))
    story.facts.append((done, "reviewed", {"outcome": t.pick(("upheld", "changed in part", "changed"))}))
    story.facts.append(reply(t, done, arrival.service))
    return story


def _opened(t: Telling, at: int) -> Told:
    return at, "acknowledged", {"reference": t.reference, "next_step": NEXT[2], "by_when": t.on(at, 19)}


def _answer(t: Telling, facts: list[Told], arrival: Coming, kind: str, least: int = 0) -> None:
    """Answer a request in about twenty working days: clarified, charged for or extended where need be."""
    at = arrival.at
    if t.chance() < 0.85:
        facts.append(_opened(t, t.later(at, least + 1 + t.lag(0.8, 0.8))))
    start = at
    if t.chance() < 0.08:
        start = _clarified(t, facts, t.later(at, least + 1 + t.lag(3, 0.7)))
    elif kind == "foi" and t.chance() < 0.015:
        asked = t.later(at, least + 2 + t.lag(3, 0.6))
        facts.append((asked, "fee_asked", {"amount": "£36"}))
        if t.chance() < 0.3:
            return
        start = t.later(asked, 2 + t.lag(5, 0.6))
        facts.append((start, "fee_paid", {}))
    if start == -1:
        return
    days = least + (2 + t.lag(11, 0.38) if t.chance() < 0.95 else 19 + t.lag(9, 0.8))
    if t.chance() < 0.05:
        days = 24 + t.lag(9, 0.4)
        details: Details = {"reason": t.pick(_LATE), "until": t.on(start, 40)}
        facts.append((t.later(start, 15 + t.lag(2, 0.4)), "extended", details))
    elif days > 18 and t.chance() < 0.3:
        details = {"reason": REASONS[0], "steps": STEPS[4], "by_when": t.on(start, days + 1)}
        facts.append((t.later(start, 17), "delay_told", details))
    replied = t.later(start, days)
    facts[:] = [*earlier(facts, replied), reply(t, replied, arrival.service)]
    if t.chance() < 0.05:
        t.follow(t.later(replied, 2 + t.lag(8, 0.7)), "email", f"{kind}-review", arrival.service, arrival.id)


def _clarified(t: Telling, facts: list[Told], asked: int) -> int:
    """Ask what is meant; return when we were told, or -1 for somebody who never wrote again."""
    facts.append((asked, "clarification_asked", {"next_step": "please tell us which records you mean"}))
    if t.chance() < 0.25:
        return -1
    facts.append((told := t.later(asked, 1 + t.lag(4, 0.8)), "clarified", {}))
    return told
