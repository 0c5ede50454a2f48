"""Letters, emails, forms and messages: acknowledged or not, answered in time or late, and told of the delay or not."""

from demonstration.days import HOUR, MINUTE, SECOND
from demonstration.telling import BEING_DONE, NEXT, REASONS, STEPS, Coming, Details, Story, Telling, Told, earlier

GROUP_MAILBOX = "contact-group"
_AUTOMATIC = {"email": 0.82, "web": 0.97, "sms": 0.5, "facebook": 0.4, "chat": 0.9}
_QUICK = {"email": 0.32, "web": 0.36, "letter": 0.05, "facebook": 0.45, "social": 0.4, "chat": 0.85, "sms": 0.5,
          "voicemail": 0.45}  # fmt: skip
"""The share answered in full on the first day."""


def enquiry(t: Telling, arrival: Coming) -> Story:
    """Tell an ordinary question in writing, or a message left on the phone."""
    at, channel, service = arrival.at, arrival.channel, arrival.service
    story = begun(t, arrival, "enquiry")
    facts = story.facts
    if t.chance() < 0.006:
        return story
    if channel == "chat":
        answered = at + (20 + int(t.chance() * 240)) * SECOND
        facts.append((answered, "responded", t.officer(service)))
    days = _days_to_reply(t, channel)
    replied = t.later(at, days)
    if channel == "chat" and days == 0:
        replied = at + (5 + int(t.chance() * 15)) * MINUTE
    if days >= 1 and channel != "chat":
        _in_between(t, facts, arrival, days, replied)
    if channel == "voicemail" and t.chance() < 0.6:
        facts.append((replied, "called_back", {}))
    facts.append(reply(t, replied, service))
    if not facts[-1][2].get("closes"):
        done = t.later(replied, 1 + t.lag(5, 0.8))
        facts.append((done, "resolved", {"closes": True}))
    return story


def feedback(t: Telling, arrival: Coming) -> Story:
    """Tell a comment, a compliment or a suggestion: thanked, answered late or not at all more often than a question."""
    story = begun(t, arrival, arrival.topic)
    thank(t, story.facts, arrival.at, arrival.service)
    return story


def thank(t: Telling, facts: list[Told], at: int, service: str) -> None:
    """Acknowledge feedback, and answer it in some days."""
    replied = t.later(at, 1 + t.lag(2.2, 0.8))
    if t.chance() < 0.55:
        facts += earlier([acknowledged(t, t.later(at, t.lag(0.9, 0.8)), service, limit=5)], replied)
    if t.chance() < 0.86:
        facts.append(reply(t, replied, service))


def begun(t: Telling, arrival: Coming, *kinds: str) -> Story:
    """Begin a contact in writing: received, and for most emails and forms an automatic message back."""
    channel = arrival.channel
    facts: list[Told] = [(arrival.at, "received", {})]
    mailbox = None
    if channel == "email" and t.chance() < 0.42:
        mailbox = GROUP_MAILBOX
    likely = 0.97 if mailbox else _AUTOMATIC.get(channel, 0.0)
    if t.chance() < likely:
        facts.append(_automatic(t, arrival.at, 0.86 if mailbox or channel == "web" else 0.5))
    return Story(kinds, facts, mailbox)


def _automatic(t: Telling, at: int, with_content: float) -> Told:
    """Send an automatic message: some say what happens next and by when, some only that we have it."""
    details: Details = {"automatic": True}
    if t.chance() < 0.93:
        details["reference"] = t.reference
    if t.chance() < with_content:
        details["next_step"] = NEXT[0]
        details["by_when"] = t.on(at, 10)
        details["owner"], details["contact"] = "Customer services", "01632 960100"
        details["being_done"] = "it is waiting to be read"
    return at + (2 + int(t.chance() * 40)) * SECOND, "acknowledged", details


def acknowledged(t: Telling, at: int, service: str, *, limit: int) -> Told:
    """Send an acknowledgement by a person; a few forget the date, the next step or their name."""
    details: Details = {"reference": t.reference}
    if t.chance() < 0.93:
        details["next_step"] = t.pick(NEXT)
    if t.chance() < 0.88:
        details["by_when"] = t.on(at, limit)
    if t.chance() < 0.9:
        details["being_done"] = t.pick(BEING_DONE)
    if t.chance() < 0.92:
        details |= t.officer(service)
    return at, "acknowledged", details


def reply(t: Telling, at: int, service: str) -> Told:
    """Send a full reply; one in fourteen leaves work to be done, and says by when."""
    details = t.officer(service) if t.chance() < 0.94 else {}
    details["reference"] = t.reference
    if t.chance() < 0.93:
        details["closes"] = True
        details["being_done"] = "nothing more is needed"
    else:
        details["being_done"] = t.pick(BEING_DONE)
        details["next_step"] = NEXT[1]
        details["by_when"] = t.on(at, 10)
    return at, "replied", details


def delay_told(t: Telling, at: int, replied: int) -> Told:
    """Tell somebody that the reply will be late: most notices give a date, and most dates are kept."""
    details: Details = {"reason": t.pick(REASONS)}
    if t.chance() < 0.85:
        details |= t.officer("customer services") | {"being_done": t.pick(BEING_DONE)}
    if t.chance() < 0.9:
        details["steps"] = t.pick(STEPS)
    if t.chance() < 0.88:
        day = max(t.days.day_of(replied), t.days.day_of(at) + 1)
        slip = t.pick((-4, -2, 0, 0, 1, 2, 3, 5, 5))
        day = max(day + slip, t.days.day_of(at) + 1)
        details["by_when"] = t.days.text[t.days.after(day - 1, 1)]
    return at, "delay_told", details


def _days_to_reply(t: Telling, channel: str) -> int:
    """Return the working days to a full reply: the same day, some days, or the heavy tail."""
    if t.chance() < _QUICK.get(channel, 0.2):
        return 0
    if t.chance() < 0.035:
        return t.lag(19, 0.6)
    return 1 + t.lag(4.2 if channel == "letter" else 2.2, 0.85)


def _in_between(t: Telling, facts: list[Told], arrival: Coming, days: int, replied: int) -> None:
    """Tell what happened before a reply that did not come at once."""
    at, service = arrival.at, arrival.service
    before = replied - 10 * MINUTE
    if t.chance() < {"letter": 0.45, "email": 0.4}.get(arrival.channel, 0.25):
        first = t.later(at, min(t.lag(1.2, 0.9), days))
        facts.append(acknowledged(t, min(first, before), service, limit=10))
    if t.chance() < 0.07:
        asked = t.later(at, min(1, days - 1))
        wanted: Details = {"next_step": "please send us what we ask for"} | t.officer(service)
        facts.append((min(asked, before), "responded", wanted))
    if days >= 2 and t.chance() < 0.02:
        facts.append((paused := min(t.later(at, 1), before - HOUR), "paused", {"reason": "awaiting customer"}))
        facts.append((paused + (before - paused) // 2 // SECOND * SECOND, "resumed", {}))
    if days >= 4 and t.chance() < 0.42:
        told = t.later(at, min(days - 1, 3 + t.lag(3.5, 0.6)))
        facts.append(delay_told(t, min(told, before), replied))
    if days >= 7 and t.chance() < 0.12:
        facts.append((min(t.later(at, 5), before), "declared_late", {"reason": t.pick(REASONS)}))
