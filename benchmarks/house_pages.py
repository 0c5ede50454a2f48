"""Pages as they are read: by one client and by eight, each with the processor time that the web processes spent."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle

from django.test import Client

from answerable.config.clock import the_moment_it_is
from answerable.contacts.actions import make_key
from answerable.contacts.models import Contact
from answerable.people.models import Role, Staff
from benchmarks.house_clients import Ask, Pressed, press
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
        press(port, _few(asks), clients=4, seconds=SECONDS)
        for clients in CLIENTS:
            rows |= measured(f"{name}, x{clients}", port, cycle(asks), clients)
    return rows


def measured(name: str, port: int, asks: Iterator[Ask], clients: int, seconds: float = SECONDS) -> dict[str, float]:
    """Press once, and return the rows of it."""
    before = web_cpu()
    found: Pressed = press(port, asks, clients=clients, seconds=seconds)
    return {
        f"{name}: p50 ms": found.p50,
        f"{name}: p95 ms": found.p95,
        f"{name}: per second": found.per_second,
        f"{name}: processor ms each": (web_cpu() - before) * 1000 / found.answers,
    }


def _few(asks: Sequence[Ask]) -> Iterator[Ask]:
    """Warm every process: each loads a charter and its templates when it first needs them."""
    return (ask for _, ask in zip(range(_WARM), cycle(asks), strict=False))


def _asks() -> Mapping[str, Sequence[Ask]]:
    officer, manager = _signed_in(Role.OFFICER), _signed_in(Role.MANAGER)
    seen = Contact.objects.filter(council_id=COUNCIL, closed_at=None, channel__in=["email", "web"])
    open_ones = list(seen.order_by("-is_welfare", "next_due", "id")[:_LOOKED_AT])
    keys = [(one, make_key(one, at=the_moment_it_is())) for one in open_ones]
    return {
        "queue of an officer": [Ask(f"/{COUNCIL}/desk/", officer)],
        "queue of a manager": [Ask(f"/{COUNCIL}/desk/", manager)],
        "queue of a kind": [Ask(f"/{COUNCIL}/desk/?kind=foi", manager)],
        "contact": [Ask(f"/{COUNCIL}/desk/contacts/{one.reference}/", manager) for one in open_ones],
        "promises": [Ask(f"/{COUNCIL}/promises/")],
        "tracking": [Ask(f"/{COUNCIL}/contacts/{one.reference}/{key}/") for one, key in keys],
    }


def _signed_in(role: Role) -> Mapping[str, str]:
    """Sign somebody in, without the password and the code, and return what their browser would send."""
    client = Client()
    client.force_login(Staff.objects.filter(posts__role=role).order_by("id")[0])
    return {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())}
