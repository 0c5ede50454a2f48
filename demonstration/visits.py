"""Reception: arriving, being greeted, waiting, being seen or giving up; and visits to people's homes."""

from demonstration.days import HOUR, MINUTE, SECOND, Days
from demonstration.telling import Coming, Story, Telling, Told

_COLLEAGUES = ("housing officer", "planning officer", "benefits officer", "licensing officer")


def reception(t: Telling, arrival: Coming) -> tuple[Story, int | None]:
    """Tell a visit, booked or not, up to being seen; the second value is when that was, or None for one who left."""
    at = arrival.at
    slot = _slot(at) if t.chance() < 0.07 else 0
    facts: list[Told] = [(at, "arrived", {"slot": t.days.stamp(slot)} if slot else {})]
    busy = _busy(t.days, at)
    greeted = at + _seconds(t, 95 * busy, 12)
    seen = max(greeted, slot) + _seconds(t, 330 * busy, 25)
    patience = at + 6 * MINUTE + int(t.rng.expovariate(1 / (75 * 60)) * SECOND)
    if t.chance() < 0.985:
        facts.append((greeted, "greeted", {}))
    if seen - at > 12 * MINUTE and t.chance() < 0.72:
        minutes = max(5, round((seen - at) / MINUTE * (0.6 + 0.6 * t.chance()) / 5) * 5)
        facts.append((greeted + 15 * SECOND, "wait_told", {"minutes": minutes, "will_wait": t.chance() < 0.9}))
    if patience < seen or t.chance() < 0.006:
        left = min(patience, seen)
        return Story(("enquiry",), [fact for fact in facts if fact[0] < left] + [(left, "left", {})]), None
    facts.append((seen, "seen", {}))
    return Story(("enquiry",), facts), seen


def desk(t: Telling, story: Story, seen: int, service: str) -> Story:
    """Tell what became of an ordinary visit once somebody had time for it."""
    facts = story.facts
    done = seen + _seconds(t, 480, 60)
    chance = t.chance()
    if chance < 0.17:
        done = _colleague(t, facts, seen + 2 * MINUTE)
        chance = t.chance()
    if chance < 0.74:
        facts.append((done, "resolved", {"closes": True}))
    elif chance < 0.84:
        slot = t.later(done, 1 + t.lag(2.5, 0.7)) // (30 * MINUTE) * 30 * MINUTE
        facts.append((done, "appointment_offered", {"slot": t.days.stamp(slot)}))
    elif chance < 0.94:
        facts.append((t.later(done, t.lag(3, 0.8)), "replied", {"closes": True} | t.officer(service)))
    return story


def home_visit(t: Telling, arrival: Coming) -> Story:
    """Tell a visit to somebody's home: an officer notes what was asked, and most of it is done within days."""
    facts: list[Told] = [(arrival.at, "received", {})]
    if t.chance() < 0.6:
        facts.append((arrival.at + 20 * MINUTE, "resolved", {"closes": True}))
    else:
        facts.append((t.later(arrival.at, 1 + t.lag(3, 0.9)), "replied", {"closes": True} | t.officer(arrival.service)))
    return Story(("enquiry",), facts)


def _slot(at: int) -> int:
    """Return the time of the appointment that somebody has come a little early for."""
    quarter = 15 * MINUTE
    return (at + 2 * MINUTE) // quarter * quarter + quarter


def _colleague(t: Telling, facts: list[Told], asked: int) -> int:
    """Ask for a colleague, whom some visitors name; return when the meeting ends."""
    named = t.chance() < 0.45
    facts.append((asked, "colleague_asked", {"named": named, "who": t.pick(_COLLEAGUES)}))
    if t.chance() < (0.2 if named else 0.04):
        facts.append((asked + _seconds(t, 120, 20), "colleague_unavailable", {"named": named}))
        if t.chance() < 0.5:
            return asked + 4 * MINUTE
    met = asked + _seconds(t, 400, 60)
    facts.append((met, "colleague_met", {}))
    return met + _seconds(t, 600, 60)


def _busy(days: Days, at: int) -> float:
    """Say how busy the desk is: half as busy again at lunchtime, and more when bills or holidays bring people in."""
    day = days.day_of(at)
    into = days.within_day(at)
    lunch = 1.7 if 12 * HOUR <= into < 14 * HOUR else 1.0
    return lunch * (1.3 if days.dates[day].month == 3 else 1.0) * (1.2 if days.dates[day].weekday() == 0 else 1.0)


def _seconds(t: Telling, mean: float, least: int) -> int:
    """Return a length of time in whole seconds, as milliseconds: short mostly, long now and then."""
    return (least + int(t.rng.gammavariate(1.4, mean / 1.4))) * SECOND
