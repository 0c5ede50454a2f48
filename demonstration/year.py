"""One invented year of a council's contacts, the same for the same seed, as lines for the ``judge`` command.

Habits and volumes are those of a small district (C.2). Some contacts are still open when the year ends: what would
have happened later is left out, since nobody knew it then.
"""

import heapq
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from demonstration import complaints, phones, rare, requests, visits, written
from demonstration.arrivals import planned
from demonstration.days import DAY, HOUR, MINUTE, Days
from demonstration.telling import Coming, Story, Telling, Told, earlier

FIRST_DAY = date(2025, 4, 1)

_WRITTEN: dict[str, Callable[[Telling, Coming], Story]] = {
    "enquiry": written.enquiry,
    "storm": written.enquiry,
    "duplicate": written.enquiry,
    "comment": written.feedback,
    "compliment": written.feedback,
    "suggestion": written.feedback,
    "complaint": complaints.complaint,
    "complaint and foi": requests.mixed,
    "foi": requests.information,
    "eir": requests.information,
    "hidden foi": requests.hidden,
    "foi-review": requests.review,
    "eir-review": requests.review,
    "sar": requests.subject_access,
    "dp-complaint": rare.care_complaint,
    "adult-care-complaint": rare.care_complaint,
    "public-health-complaint": rare.care_complaint,
    "sen-complaint": rare.care_complaint,
    "children-complaint": rare.children,
    "ehc": rare.education_plan,
    "hazard": rare.hazard,
    "appointment": rare.appointment,
    "restriction": rare.restriction,
    "home visit": visits.home_visit,
}

_LEFT_OUT = {"email": 0.025, "web": 0.02, "social": 0.03, "facebook": 0.02, "phone": 0.003, "reception": 0.004}
_CODES = {
    "email": ("spam", "spam", "bounce", "misdirected", "misdirected", "mystery shop", "test"),
    "web": ("spam", "spam", "test", "misdirected", "mystery shop"),
    "social": ("spam",),
    "facebook": ("spam", "misdirected"),
    "phone": ("mystery shop", "misdirected"),
    "reception": ("mystery shop",),
}
"""Why contacts are left out of the figures (C10), by channel; duplicates are made apart."""


def made_year(
    seed: int, contacts: int = 60_000, first_day: date = FIRST_DAY, *, whole: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield about so many contacts in order of their first moment, at least one of every kind.

    Nothing lies outside the year but dates promised; ``whole`` tells each contact to its end, which may lie after the
    year. The same arguments give the same contacts. Raises CannotCount when the bank holidays of the year are not
    held.
    """
    t = Telling(seed, Days(first_day))
    arrivals = planned(t, contacts)
    lines = phones.Lines(sum(arrival.channel == "phone" for arrival in arrivals))
    for number, coming in enumerate(_in_order(t, arrivals), start=1):
        arrival = coming._replace(id=f"C-{number:06}")
        yield _line(t, arrival, _told(t, lines, arrival), until=None if whole else t.days.ends)


def _in_order(t: Telling, arrivals: list[Coming]) -> Iterator[Coming]:
    """Put those that follow from others in among the planned ones, up to the end of the year."""
    for arrival in arrivals:
        while t.to_come and t.to_come[0] < arrival:
            yield heapq.heappop(t.to_come)
        yield arrival
    while t.to_come and t.to_come[0].at < t.days.ends:
        yield heapq.heappop(t.to_come)


def _told(t: Telling, lines: phones.Lines, arrival: Coming) -> Story:
    """Tell one contact from beginning to end, whether it is left out of the figures or taken back included."""
    t.open_file()
    channel = arrival.channel
    if channel == "phone":
        story = _spoken(t, arrival, *phones.call(t, lines, arrival), talk=phones.enquiry)
    elif channel == "reception":
        story = _spoken(t, arrival, *visits.reception(t, arrival), talk=visits.desk)
    else:
        story = _WRITTEN[arrival.topic](t, arrival)
    if arrival.topic == "duplicate":
        _leave_out(story, arrival.at + 3 * HOUR, "duplicate", arrival.after)
    elif t.chance() < _LEFT_OUT.get(channel, 0.0):
        _leave_out(story, story.facts[-1][0] if channel in ("phone", "reception") else arrival.at + 2 * HOUR,
                   t.pick(_CODES[channel]))  # fmt: skip
    elif channel in ("email", "web") and arrival.topic == "enquiry":
        _second_thoughts(t, arrival, story)
    if channel in ("phone", "reception") and not arrival.after:
        _brought_back(t, arrival, story)
    return story


def _spoken(
    t: Telling,
    arrival: Coming,
    story: Story,
    begun: int | None,
    *,
    talk: Callable[[Telling, Story, int, str], Story],
) -> Story:
    """Tell a call or a visit. Until somebody has spoken to the person, nobody knows what it is about.

    An ordinary question begins by "ringing" or "arrived". Anything more is also "received", at that same moment (C3).
    """
    topic, at, facts = arrival.topic, arrival.at, story.facts
    if begun is None:
        return story
    if topic == "enquiry":
        return talk(t, story, begun, arrival.service)
    if topic == "complaint":
        return complaints.spoken(t, story, arrival, begun)
    story.kinds = (topic,)
    facts.append((at, "received", {}))
    after = begun + 6 * MINUTE
    if topic == "appointment":
        rare.booked(t, facts, at, arrival.service, after)
    elif topic == "hazard":
        rare.put_right(t, story, after, arrival.service)
    elif topic == "sar":
        requests.own_data(t, facts, after, arrival.service)
    else:
        written.thank(t, facts, after, arrival.service)
    return story


def _leave_out(story: Story, at: int, code: str, of: str = "") -> None:
    """Leave a contact out of the figures; what is junk or belongs elsewhere is never answered."""
    if code != "mystery shop":
        story.facts = earlier(story.facts, at + 1)
    story.facts.append((at, "excluded", {"code": code} | ({"of": of} if of else {})))


def _second_thoughts(t: Telling, arrival: Coming, story: Story) -> None:
    """Let some people take the matter back, or be taken to have done so by mistake, and some write the same again."""
    chance = t.chance()
    if chance < 0.006:
        at, told = t.later(arrival.at, t.lag(2, 0.8)), story.facts
        story.facts = [*earlier(told, at), (at, "withdrawn", {})]
        if chance < 0.002:
            back = at + 2 * HOUR
            story.facts += [(back, "put_back", {}), *(fact for fact in told if fact[0] > back)]
    elif chance < 0.02 and arrival.at < t.days.ends - DAY:
        again = arrival.at + int((0.05 + 2.5 * t.chance()) * 24) * HOUR + 7 * MINUTE
        t.follow(again, arrival.channel, "duplicate", arrival.service, arrival.id)
    elif chance > 0.995:
        began = story.facts[0][0]
        danger = chance > 0.998
        what, said = ("duty_told", {"automatic": True}) if danger else ("moved", {"team": "the post team"})
        story.facts.insert(1, (began + 1, what, said))


def _brought_back(t: Telling, arrival: Coming, story: Story) -> None:
    """Let some whose matter was settled come back about it within days, mostly by phone."""
    at, what, _ = story.facts[-1]
    if what == "resolved" and t.chance() < 0.045:
        channel = "phone" if t.chance() < 0.85 else arrival.channel
        t.follow(t.later(at, 1 + int(4 * t.chance())), channel, "enquiry", arrival.service, arrival.id)


def _line(t: Telling, arrival: Coming, story: Story, *, until: int | None) -> dict[str, Any]:
    """Write a contact as one line of JSON holds it; "after" on its first fact names the contact it follows from."""
    line: dict[str, Any] = {"id": arrival.id, "channel": arrival.channel, "kinds": list(story.kinds)}
    if story.mailbox:
        line["mailbox"] = story.mailbox
    if arrival.service:
        line["service"] = arrival.service
    facts = [fact for fact in sorted(story.facts, key=_moment) if until is None or fact[0] < until]
    line["facts"] = [{"what": what, "at": t.days.stamp(at), **details} for at, what, details in facts]
    if arrival.after and arrival.topic != "duplicate":
        line["facts"][0]["after"] = arrival.after
    return line


def _moment(told: Told) -> int:
    return told[0]
