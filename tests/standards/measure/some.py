"""Some moments, contacts, promises and clocks to count, made as briefly as a test can say them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from answerable.standards.charter.promises import Aggregate, Promise, Strength
from answerable.standards.charter.target import Target
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.judging.reckoning import Reckoning
from answerable.standards.measure.figure import Terms
from answerable.standards.measure.period import Period
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.duration import WorkingDays

LONDON = ZoneInfo("Europe/London")
SPRING = Period(date(2026, 4, 1), date(2026, 6, 30), "2026/27-Q1")
NINE_TO_FIVE = Calendar("nine to five")


def at(words: str) -> datetime:
    """Read a local moment with its weekday: "Mon 11 May 2026 09:00" or "... 09:00:20.5"."""
    for form in ("%a %d %b %Y %H:%M", "%a %d %b %Y %H:%M:%S", "%a %d %b %Y %H:%M:%S.%f"):
        try:
            local = datetime.strptime(words, form).replace(tzinfo=LONDON)
        except ValueError:
            continue
        assert f"{local:%a}" == words[:3], f"{words} is a {local:%A}"
        return local.astimezone(UTC)
    raise AssertionError(words)


MONDAY = at("Mon 11 May 2026 09:00")
LATER = at("Wed 1 Jul 2026 09:00")
"""After the spring quarter has ended."""


def terms(target: str | None = None, strength: Strength = Strength.WILL, now: datetime = LATER) -> Terms:
    return Terms(SPRING, now, "P-1", strength, None if target is None else Target.read(target))


def promise(id: str = "P-1", *, channels: str = "all", **more: Any) -> Promise:
    more = {"words": "We answer.", "kind": ("clock",), "strength": Strength.WILL, "source": "line 1", **more}
    return Promise(id=id, channels=frozenset(channels.split()), **more)


def aggregate(
    formula: str, target: str | None = None, channels: str = "all", checks: tuple[str, ...] = (), **more: Any
) -> Promise:
    of = Aggregate(formula, "of", target and Target.read(target), checks=checks)
    return promise(channels=channels, **{"kind": ("aggregate",), "aggregate": of, **more})


def clock(
    state: State = State.KEPT,
    decided: datetime = MONDAY,
    *,
    of: Promise | None = None,
    reason: str = "so",
    stopped: datetime | None = MONDAY,
    measure: Measure = Measure.TIMED,
    about: Fact | None = None,
    beside: Promise | None = None,
) -> Clock:
    reckoning = Reckoning(decided, decided, decided, decided, WorkingDays(0))
    return Clock(of or promise(), state, reason, decided, decided, stopped, reckoning, measure, about, beside)


def contact(
    channel: str,
    *facts: tuple[str, float] | tuple[str, float, dict[str, Any]],
    began: datetime = MONDAY,
    id: str = "C-1",
    kinds: str = "enquiry",
) -> Contact:
    """Make a contact whose facts are each a word, so many seconds after it began, and details if any."""
    told = [Fact(what, began + timedelta(seconds=after), *details) for what, after, *details in facts]
    return Contact.of(id, channel, kinds.split(), told)
