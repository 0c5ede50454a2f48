"""Bringing another system's log in: contacts a second on one processor, and memory that does not grow with the log."""

from datetime import datetime, timedelta
from itertools import islice
from time import perf_counter, process_time
from typing import Any

from answerable.config.clock import the_moment_it_is
from answerable.councils.models import Council
from answerable.importing.actions import BATCH, Became, take
from answerable.importing.reading import Reading
from benchmarks.house_place import COUNCIL

CONTACTS = 3_000


def importing() -> dict[str, float]:
    """Return contacts a second taken in from a log by one process, each batch to a durable commit, and once again."""
    now = the_moment_it_is()
    reading = Reading(Council.objects.get(key=COUNCIL), now=now)
    rows: dict[str, float] = {}
    for name, wanted in (("import", Became.NEW), ("import of what is there", Became.THERE)):
        lines = ((number, _line(number, now)) for number in range(CONTACTS))
        began, spent = perf_counter(), process_time()
        while batch := list(islice(lines, BATCH)):
            became = {one.became for one in take(batch, reading=reading, source="bench", now=now)}
            if became != {wanted}:
                raise RuntimeError(f"Lines of the log became {became}, and not {wanted}.")
        took, worked = perf_counter() - began, process_time() - spent
        rows |= {f"{name}: per second": CONTACTS / took, f"{name}: processor ms each": worked * 1000 / CONTACTS}
    return rows


def _line(number: int, now: datetime) -> dict[str, Any]:
    """Return a contact as logs have it: half are calls, a quarter letters and a quarter emails; most are over."""
    began = now - timedelta(days=40, minutes=number)
    later = [(began + timedelta(**after)).isoformat() for after in ({"seconds": 5}, {"seconds": 40}, {"days": 3})]
    if number % 2:
        names = ("ringing", "queued", "answered" if number % 7 else "abandoned")
        facts = dict(zip(names, (began.isoformat(), *later), strict=False))
    else:
        facts = {"received": began.isoformat(), "acknowledged": later[1]}
        facts |= {"replied": later[2]} if number % 10 else {}
    channel = "phone" if number % 2 else "letter" if number % 4 else "email"
    said = [{"what": what, "at": at} for what, at in facts.items()]
    return {"id": f"bench-{number}", "channel": channel, "facts": said, "subject": "A street lamp"}
