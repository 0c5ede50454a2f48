"""Pages as they are read: by one client and by eight, each with the processor time that the web processes spent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle

from django.test import Client

from answerable.config.clock import the_moment_it_is
from answerable.contacts.actions import begin, make_key
from answerable.contacts.arrival import UNREAD_KINDS, Arrival
from answerable.contacts.models import Contact
from answerable.councils.models import Team
from answerable.people.models import Role, Staff
from answerable.people.paths import is_within
from answerable.people.permissions import paths_where
from benchmarks.house_clients import Ask, Pressed, press, weigh
from benchmarks.house_memory import web_cpu
from benchmarks.house_place import COUNCIL
from demonstration.home import Home

SECONDS = 3.0
CLIENTS = (1, 8)
_LOOKED_AT = 40
_WARM = 40


def pages(home: Home, port: int) -> dict[str, float]:
    """Return the waits, the answers a second and the processor time of each page."""
    rows: dict[str, float] = {}
    for name, asks in _asks().items():
        rows |= _measured(name, port, asks) | _weight(name, port, asks[0])
    _let_calls_run(20)
    return rows | _measured("queue with 20 running calls", port, _queue_of(Role.OFFICER))


def _weight(name: str, port: int, ask: Ask) -> dict[str, float]:
    """Return what a page weighs as it is sent, and its style sheets and scripts, which a browser keeps."""
    sent, html = weigh(port, ask)
    kept = [weigh(port, Ask(path.decode()))[0] for path in sorted(set(_STATIC.findall(html)))]
    return {f"{name}: KiB sent": sent / 1024, f"{name}: KiB of sheets and scripts": sum(kept) / 1024}


_STATIC = re.compile(rb'(?:href|src)="(/(?:static|brand)/[^"]+\.(?:css|js))"')


def _measured(name: str, port: int, asks: Sequence[Ask]) -> dict[str, float]:
    warm(port, asks)
    rows: dict[str, float] = {}
    for clients in CLIENTS:
        rows |= measured(f"{name}, x{clients}", port, cycle(asks), clients)
    return rows


def measured(
    name: str, port: int, asks: Iterator[Ask], clients: int, seconds: float = SECONDS, thinks: float = 0.0
) -> dict[str, float]:
    """Press once, and return the rows of it."""
    before = web_cpu()
    found: Pressed = press(port, asks, clients=clients, seconds=seconds, thinks=thinks)
    return {
        f"{name}: p50 ms": found.p50,
        f"{name}: p95 ms": found.p95,
        f"{name}: p99 ms": found.p99,
        f"{name}: per second": found.per_second,
        f"{name}: processor ms each": (web_cpu() - before) * 1000 / found.answers,
    }


def warm(port: int, asks: Sequence[Ask]) -> None:
    """Warm every process: each loads a charter and its templates when it first needs them."""
    press(port, (ask for _, ask in zip(range(_WARM), cycle(asks), strict=False)), clients=4, seconds=SECONDS)


def _asks() -> Mapping[str, Sequence[Ask]]:
    manager = signed_in(first_of(Role.MANAGER))
    seen = Contact.objects.filter(council_id=COUNCIL, closed_at=None, channel__in=["email", "web"])
    open_ones = list(seen.order_by("-is_welfare", "next_due", "id")[:_LOOKED_AT])
    keys = [(one, make_key(one, at=the_moment_it_is())) for one in open_ones]
    return {
        "queue of an officer": _queue_of(Role.OFFICER),
        "queue of a manager": _queue_of(Role.MANAGER),
        "queue of a kind": [Ask(f"/{COUNCIL}/desk/?kind=foi", manager)],
        "contact": [Ask(f"/{COUNCIL}/desk/contacts/{one.reference}/", manager) for one in open_ones],
        "promises": [Ask(f"/{COUNCIL}/promises/")],
        "tracking": [Ask(f"/{COUNCIL}/contacts/{one.reference}/{key}/") for one, key in keys],
    }


def _queue_of(role: Role) -> Sequence[Ask]:
    return [Ask(f"/{COUNCIL}/desk/", signed_in(first_of(role)))]


def _let_calls_run(calls: int) -> None:
    """Let some calls ring where the officer who looks at the queue answers."""
    officer = first_of(Role.OFFICER)
    path = paths_where(officer, "answer")[0]
    team = next(
        one for one in Team.objects.filter(service__council=COUNCIL).order_by("id") if is_within(one.path, path)
    )
    for _ in range(calls):
        now = the_moment_it_is()
        arrival = Arrival(council=team.service.council, team=team, channel="phone", kinds=UNREAD_KINDS)
        begin(arrival, details={}, by=officer, at=now, now=now)


def first_of(role: Role) -> Staff:
    return Staff.objects.filter(posts__role=role, posts__path__startswith=COUNCIL).order_by("id")[0]


def signed_in(staff: Staff) -> Mapping[str, str]:
    """Sign somebody in, without the password and the code, and return what their browser would send."""
    client = Client()
    client.force_login(staff)
    return {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())}
