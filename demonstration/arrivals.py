"""How many contacts of each sort arrive in a year, and when: the peaks and habits of a district (C.2).

Sizes are for 60,000 contacts, a district of about 60,000 people with its quieter lines left out.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from demonstration.days import DAY, HOUR, MINUTE, SECOND, Days
from demonstration.telling import SERVICES, Coming, Telling

USUAL = 60_000

PLAN: tuple[tuple[str, str, int], ...] = (
    ("phone", "enquiry", 31_400), ("phone", "complaint", 44), ("phone", "comment", 60), ("phone", "compliment", 45),
    ("phone", "appointment", 90), ("phone", "hazard", 40), ("phone", "sar", 4), ("phone", "eir", 6),
    ("email", "enquiry", 10_900), ("email", "complaint", 62), ("email", "complaint and foi", 12), ("email", "foi", 410),
    ("email", "hidden foi", 34), ("email", "eir", 52), ("email", "sar", 34), ("email", "comment", 120),
    ("email", "compliment", 75), ("email", "suggestion", 45), ("email", "appointment", 60), ("email", "hazard", 10),
    ("email", "dp-complaint", 5), ("email", "adult-care-complaint", 3), ("email", "children-complaint", 3),
    ("email", "public-health-complaint", 2), ("email", "sen-complaint", 3), ("email", "ehc", 4),
    ("web", "enquiry", 5_560), ("web", "complaint", 36), ("web", "comment", 90), ("web", "compliment", 50),
    ("web", "suggestion", 60), ("web", "foi", 62), ("web", "eir", 8), ("web", "sar", 12), ("web", "hazard", 30),
    ("web", "appointment", 40), ("web", "storm", 70),
    ("letter", "enquiry", 2_390), ("letter", "complaint", 28), ("letter", "complaint and foi", 3),
    ("letter", "foi", 18), ("letter", "sar", 10), ("letter", "compliment", 12), ("letter", "adult-care-complaint", 2),
    ("letter", "children-complaint", 3), ("letter", "public-health-complaint", 2), ("letter", "sen-complaint", 2),
    ("letter", "ehc", 6),
    ("reception", "enquiry", 4_780), ("reception", "complaint", 12), ("reception", "comment", 20),
    ("reception", "appointment", 60), ("reception", "sar", 2),
    ("visit", "home visit", 110), ("visit", "restriction", 12), ("internal", "restriction", 4),
    ("facebook", "enquiry", 320), ("facebook", "complaint", 6), ("facebook", "comment", 20),
    ("social", "enquiry", 200), ("social", "comment", 40), ("social", "foi", 2), ("social", "complaint", 4),
    ("chat", "enquiry", 210), ("sms", "enquiry", 70), ("print", "comment", 20), ("print", "suggestion", 12),
)  # fmt: skip
"""Channel, topic, and how many in the usual year. Voicemail, repeats and reviews follow from other contacts."""

_MONTHS = (1.02, 0.92, 0.98, 1.12, 1.08, 0.95, 0.97, 0.93, 1.0, 1.02, 0.96, 0.86)
_WEEKDAYS = {
    "desk": (1.28, 1.05, 0.98, 0.95, 0.86, 0.03, 0.02),
    "written": (1.15, 1.08, 1.03, 1.0, 0.9, 0.4, 0.42),
    "post": (1.2, 1.05, 1.0, 1.0, 0.95, 0.0, 0.0),
}
_HOURS = {
    "desk": (0, 0, 0, 0, 0, 0, 0.02, 0.06, 0.55, 1.45, 1.5, 1.3,
             1.55, 1.5, 1.1, 1.0, 0.85, 0.16, 0.05, 0.03, 0.02, 0.01, 0, 0),
    "reception": (0, 0, 0, 0, 0, 0, 0, 0, 0, 0.6, 1.2, 1.2,
                  2.0, 2.1, 1.1, 0.9, 0.15, 0, 0, 0, 0, 0, 0, 0),
    "email": (0.2, 0.1, 0.06, 0.05, 0.06, 0.1, 0.3, 0.7, 1.1, 1.5, 1.6, 1.5,
              1.3, 1.2, 1.3, 1.3, 1.2, 1.0, 0.8, 0.9, 1.0, 0.9, 0.6, 0.35),
    "home": (0.25, 0.12, 0.06, 0.05, 0.06, 0.1, 0.25, 0.6, 0.8, 0.9, 0.9, 0.9,
             1.1, 1.0, 0.8, 0.9, 1.0, 1.2, 1.5, 1.8, 1.8, 1.5, 1.0, 0.5),
    "post": (0, 0, 0, 0, 0, 0, 0, 0, 0, 2.0, 1.0, 0, 0, 0.4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
}  # fmt: skip
_HABITS = {
    "phone": ("desk", "desk"), "reception": ("post", "reception"), "visit": ("post", "desk"),
    "internal": ("post", "desk"), "chat": ("post", "desk"), "email": ("written", "email"), "letter": ("post", "post"),
    "print": ("post", "post"), "web": ("written", "home"), "facebook": ("written", "home"),
    "social": ("written", "home"), "sms": ("written", "home"),
}  # fmt: skip
"""For each channel, its habits by day of the week and by hour."""

_SERVICES = {
    "plain": (20, 17, 15, 12, 8, 8, 6, 3, 4, 5, 2),
    "bills": (48, 10, 11, 13, 4, 4, 3, 3, 2, 2, 1),
    "bins": (12, 55, 9, 7, 3, 4, 3, 1, 2, 3, 2),
    "storm": (4, 6, 18, 2, 2, 8, 3, 0, 0, 7, 55),
}
"""How the services, in their order, share a day's contacts, by what the day is busy with."""

_OWN_SERVICE = {
    "storm": "highways and flooding", "hazard": "housing", "home visit": "housing", "restriction": "housing",
    "sar": "information governance", "dp-complaint": "information governance",
    "adult-care-complaint": "adult social care", "children-complaint": "children's services",
    "public-health-complaint": "public health", "sen-complaint": "education", "ehc": "education",
}  # fmt: skip
"""Topics that belong to one service, whatever the season."""


def planned(t: Telling, contacts: int) -> list[Coming]:
    """Return the year's arrivals in order of time, at least one of each line of the plan."""
    found: list[tuple[int, str, str, str]] = []
    moods = [mood_of(t.days, n) for n in range(t.days.length)]
    storm = _storm_day(t)
    moods[storm] = "storm"
    services = {mood: list(accumulate(weights)) for mood, weights in _SERVICES.items()}
    for channel, topic, number in PLAN:
        wanted = max(1, round(number * contacts / USUAL))
        times = _in_one_hour(t, storm, wanted) if topic == "storm" else _over_the_year(t, channel, moods, wanted)
        for at in times:
            busy_with = services[moods[t.days.day_of(at)]]
            service = _OWN_SERVICE.get(topic) or t.rng.choices(SERVICES, cum_weights=busy_with)[0]
            found.append((at, channel, topic, service))
    found.sort()
    return [Coming(at, n, channel, topic, service) for n, (at, channel, topic, service) in enumerate(found)]


def mood_of(days: Days, day: int) -> str:
    """Say what a day is busy with: council-tax bills in March, bins after Christmas, or nothing special."""
    date = days.dates[day]
    if date.month == 3 and date.day >= 8:
        return "bills"
    if (date.month == 12 and date.day >= 27) or (date.month == 1 and date.day <= 10):
        return "bins"
    return "plain"


def _weight(days: Days, habit: str, day: int, mood: str) -> float:
    """Say how busy a day is, beside an ordinary one."""
    date = days.dates[day]
    if days.holiday[day]:
        return {"desk": 0.03, "written": 0.35, "post": 0.0}[habit]
    weight = _MONTHS[date.month - 1] * _WEEKDAYS[habit][date.weekday()]
    weight *= {"plain": 1.0, "bills": 1.5, "bins": 1.35, "storm": 2.2 if habit != "post" else 1.0}[mood]
    if days.works[day] and day > 0 and not days.works[day - 1] and _holiday_just_past(days, day):
        weight *= 1.45
    return weight


def _holiday_just_past(days: Days, day: int) -> bool:
    day -= 1
    while day >= 0 and not days.works[day]:
        if days.holiday[day]:
            return True
        day -= 1
    return False


def _over_the_year(t: Telling, channel: str, moods: Sequence[str], wanted: int) -> Iterator[int]:
    by_day, by_hour = _HABITS[channel]
    days = t.days
    weights = list(accumulate(_weight(days, by_day, n, moods[n]) for n in range(days.length)))
    hours = list(accumulate(_HOURS[by_hour]))
    chosen = t.rng.choices(range(days.length), cum_weights=weights, k=wanted)
    slots = t.rng.choices(range(24), cum_weights=hours, k=wanted)
    fine = 1 if channel == "phone" else SECOND
    for day, hour in zip(chosen, slots, strict=True):
        yield days.moment(day, hour * HOUR + int(t.chance() * HOUR) // fine * fine)


def _storm_day(t: Telling) -> int:
    """Choose the day of the storm: a working day between November and February, away from Christmas."""
    able = [
        n
        for n in range(t.days.length)
        if t.days.works[n] and t.days.dates[n].month in (11, 1, 2) and mood_of(t.days, n) == "plain"
    ]
    return t.pick(able)


def _in_one_hour(t: Telling, day: int, wanted: int) -> Iterator[int]:
    """Put the storm's forms into one hour of the morning, about as the gale comes in."""
    for _ in range(wanted):
        into = 7 * HOUR + 20 * MINUTE + int(t.chance() * HOUR)
        yield t.days.moment(day, into % DAY // SECOND * SECOND)
