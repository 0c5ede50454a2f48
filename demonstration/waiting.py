"""What waits today whatever the year was like: one contact of each working day of the last two weeks, and the odd ones.

The year's own chance may leave a quiet morning. With these every council has something that is due soon, something
exposed, something paused and something broken.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from answerable.charters import calendars
from demonstration.days import LONDON

_DAYS = 10
_SERVICES = ("council tax", "waste and recycling", "housing", "planning", "highways and flooding")
_PROMISED = {"next_step": "an officer will read it and answer", "being_done": "it is waiting to be read"}


def waiting(now: datetime) -> Iterator[dict[str, Any]]:
    """Yield contacts in the form of ``year.made_year``: none of them is answered yet."""
    days = list(_working_days_before(now.astimezone(LONDON).date()))
    for number, day in enumerate(days):
        channel = "web" if number % 3 else "email"
        acknowledged = _fact(
            "acknowledged", day, 10, 1, automatic=True, reference="R", owner="O", contact="C", **_PROMISED
        )
        yield _contact(f"W-{number}", channel, "enquiry", number, _fact("received", day, 10), acknowledged)
    yield _contact("W-letter", "letter", "enquiry", 2, _fact("received", days[5], 11))
    unclear = _fact("clarification_asked", days[3], 15)
    yield _contact("W-unclear", "email", "foi", 0, _fact("received", days[7], 9), unclear)


def _working_days_before(today: date) -> Iterator[date]:
    """Yield the last working days, the newest first; today is none of them, for it may be early."""
    calendar = calendars()["england-and-wales"]
    day = today
    for _ in range(_DAYS):
        day -= timedelta(days=1)
        while not calendar.is_working(day):
            day -= timedelta(days=1)
        yield day


def _fact(what: str, day: date, hour: int, minute: int = 0, **details: Any) -> dict[str, Any]:
    return {"what": what, "at": datetime.combine(day, time(hour, minute), LONDON).isoformat(), **details}


def _contact(id: str, channel: str, kind: str, number: int, *facts: dict[str, Any]) -> dict[str, Any]:
    service = _SERVICES[number % len(_SERVICES)]
    return {"id": id, "channel": channel, "kinds": [kind], "service": service, "facts": list(facts)}
