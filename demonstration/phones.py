"""The telephone: a line of callers and the few people who answer, so that busy hours make long waits of themselves.

Moments are in milliseconds, as telephone systems give them (C13).
"""

import heapq
from math import log

from demonstration.days import HOUR, MINUTE, SECOND
from demonstration.telling import NEXT, Coming, Story, Telling, Told

_OPENS, _SHUTS, _SHUTS_ON_FRIDAY = 8 * HOUR + 45 * MINUTE, 17 * HOUR + 15 * MINUTE, 16 * HOUR + 45 * MINUTE
_CALLS_PER_ADVISER = 12_000
"""Calls a year for each adviser on the lines: few enough to break on a busy Monday, as lines do."""


class Lines:
    """The advisers of each day and when each is next free. Calls must be put to it in order of time."""

    def __init__(self, calls: int) -> None:
        self._usual = max(2, round(calls / _CALLS_PER_ADVISER))
        self._day = -1
        self._free: list[int] = []

    def ring(self, t: Telling, arrival: Coming) -> tuple[list[Told], int | None]:
        """Let a call ring until it is answered or given up; return its facts and when it was answered.

        A few callers find the line engaged, and a few are served by the menu itself (C12).
        """
        at, days = arrival.at, t.days
        day = days.day_of(at)
        into = days.within_day(at)
        first: Told = (at, "ringing", {} if t.chance() < 0.12 else {"caller": t.caller()})
        shuts = _SHUTS_ON_FRIDAY if days.dates[day].weekday() == 4 else _SHUTS
        if not (days.works[day] and _OPENS <= into < shuts):
            return [first, _closed(t, arrival)], None
        if t.chance() < 0.004:
            return [(at, "ringing", {"blocked": True})], None
        if t.chance() < 0.015:
            served = at + int((40 + 80 * t.chance()) * SECOND)
            return [first, (served, "resolved", {"automatic": True, "closes": True})], None
        if day != self._day:
            self._begin(t, day)
        queued = at + (int(300 + 600 * t.chance()) if t.chance() < 0.62 else int(6_000 + 14_000 * t.chance()))
        if t.chance() < 0.012:
            return [first, (at + 1_000 + int(t.chance() * (queued - at)), "abandoned", {})], None
        facts = [first, (queued, "queued", {})]
        answered = max(queued, self._free[0]) + int(2_200 + 6_800 * t.chance())
        gives_up = queued + _patience(t)
        if gives_up < answered:
            facts.append(_given_up(t, arrival, gives_up))
            return facts, None
        heapq.heapreplace(self._free, answered + _talk(t) + 35 * SECOND)
        facts.append((answered, "answered", {}))
        return facts, answered

    def _begin(self, t: Telling, day: int) -> None:
        """Open the lines: one person fewer when somebody is away, and nobody extra when the bills go out."""
        staff = self._usual - (1 if t.chance() < 0.16 and self._usual > 2 else 0)
        opened = t.days.moment(day, _OPENS)
        self._day, self._free = day, [opened] * staff


def call(t: Telling, lines: Lines, arrival: Coming) -> tuple[Story, int | None]:
    """Tell a call up to its answer; the second value is when it was answered, if it was."""
    facts, answered = lines.ring(t, arrival)
    return Story(("enquiry",), facts), answered


def enquiry(t: Telling, story: Story, answered: int, service: str) -> Story:
    """Tell what became of an ordinary question once somebody had picked up."""
    facts = story.facts
    done = answered + _talk(t)
    chance = t.chance()
    if chance < 0.13:
        facts.append((answered + (done - answered) // 3, "transferred", {"to": service}))
        if t.chance() < 0.07:
            facts.append((answered + (done - answered) * 2 // 3, "transferred", {"to": "another team"}))
        done += MINUTE
        chance = t.chance()
    if chance < 0.76:
        facts.append((done, "resolved", {"closes": True}))
    elif chance < 0.87:
        _call_back(t, facts, done)
    elif chance < 0.97:
        days = 1 + t.lag(2.5, 0.8)
        promised = {"reference": t.reference, "next_step": t.pick(NEXT), "by_when": t.on(done, 5)}
        facts.append((done, "acknowledged", promised | t.officer(service)))
        facts.append((t.later(done, days), "replied", {"closes": True} | t.officer(service)))
    return story


def _call_back(t: Telling, facts: list[Told], done: int) -> None:
    """Agree a time to call back, and mostly keep to it."""
    number = 0 if t.chance() < 0.35 else 1 if t.chance() < 0.8 else 2
    by_when = t.later(done, number) // (15 * MINUTE) * 15 * MINUTE + 15 * MINUTE
    facts.append((done, "callback_agreed", {"by_when": t.days.stamp(by_when), "reference": t.reference}))
    chance = t.chance()
    if chance < 0.82:
        back = max(done + 5 * MINUTE, by_when - int(90 * MINUTE * t.chance()))
    elif chance < 0.95:
        back = t.later(by_when, t.lag(0.8, 0.7))
    else:
        return
    facts.append((back, "called_back", {}))
    if t.chance() < 0.85:
        facts.append((back + _talk(t), "resolved", {"closes": True}))


def _closed(t: Telling, arrival: Coming) -> Told:
    """Tell a call that comes when nobody is there: the caller hears the hours, and may leave a message."""
    if t.chance() < 0.09:
        return _message(t, arrival, arrival.at + int(18_000 + 15_000 * t.chance()))
    return arrival.at + int(4_000 + 20_000 * t.chance()), "abandoned", {}


def _given_up(t: Telling, arrival: Coming, at: int) -> Told:
    if t.chance() < 0.025:
        return _message(t, arrival, at)
    return at, "abandoned", {}


def _message(t: Telling, arrival: Coming, at: int) -> Told:
    """Leave a message, which becomes a contact of its own half a minute on."""
    t.follow((at + 35 * SECOND) // SECOND * SECOND, "voicemail", "enquiry", arrival.service, arrival.id)
    return at, "voicemail_left", {}


def _patience(t: Telling) -> int:
    """Return how long a caller waits before giving up: a few hang up at once, most stay some minutes."""
    if t.chance() < 0.012:
        return int(400 + 5_000 * t.chance())
    return 4_000 + int(t.rng.expovariate(1 / 480) * SECOND)


def _talk(t: Telling) -> int:
    return int(t.rng.lognormvariate(log(285), 0.65) * SECOND)
