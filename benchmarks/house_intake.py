"""Taking in: the floor, the form as it is sent, ``receive`` by itself and where its time goes, and email."""

import cProfile
import os
import pstats
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, sleep
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client

from answerable.channels.email.fetch import fetch
from answerable.config.clock import the_moment_it_is
from answerable.config.web import command
from answerable.config.worker import CHANNELS
from answerable.contacts.actions import begin, receive
from answerable.contacts.arrival import Arrival
from answerable.councils.models import Council, Mailbox
from answerable.councils.queries import front_door
from answerable.evidence.actions import seal_all
from answerable.evidence.keys import make_key
from answerable.inbox.actions import take_in_waiting
from answerable.inbox.reader import Reader
from answerable.people.models import Role, Staff
from answerable.public.draft import Draft
from benchmarks.house_clients import Ask, press
from benchmarks.house_pages import SECONDS, measured
from benchmarks.house_place import COUNCIL
from demonstration.home import Home
from demonstration.mailroom import HERE, Mailroom
from demonstration.names import address_of, read
from demonstration.running import free_port
from tests.channels.email.odd_mail import mailbox as odd_mailbox

FORMS = 1_200
"""How many forms are ready to be sent in each run; fewer are sent when the time is over first."""

RECEIVED = 300
_WARM = 30
LETTERS = 234
"""Plain emails in the mailbox, beside the 66 of which 16 are odd."""

LAYERS = {
    "the database itself, its guards and what waits to be sealed": ("sqlite3.", "psycopg"),
    "the adapter of the database": ("django/db/backends/", "sqlite3/", "django/db/transaction.py"),
    "statements worked out once": ("answerable/rows/",),
    "the ORM": ("django/db/", "django/dispatch/"),
    "judging": ("answerable/standards/", "contacts/clocks.py", "answerable/promises/"),
    "limits": ("contacts/actions/counting.py", "contacts/limits.py"),
    "letters, keys and signs": (
        "contacts/letters.py",
        "contacts/references.py",
        "contacts/keys.py",
        "contacts/signs.py",
    ),
    "the form, its draft and its session": (
        *("answerable/public/", "django/forms/", "contrib/sessions/", "config/sessions.py", "core/signing.py"),
        *("channels/web/", "json/"),
    ),
    "kept raw first": ("answerable/inbox/",),
    "the rest of taking in": ("answerable/contacts/", "answerable/customers/", "answerable/councils/"),
    "HTTP, middleware and the rest of Django": (
        "django/",
        "answerable/config/",
        "answerable/",
        "allauth/",
        "whitenoise/",
    ),
}
"""Which layer a function belongs to, by a part of its file's name; the first that fits."""

_OTHER = "the standard library, called by all of these"


def floor(home: Home, port: int) -> dict[str, float]:
    """Return rows a second, one to a durable commit; and words a second through gunicorn, as many workers as ours."""
    number = iter(range(10**9))
    rows = {"floor: one-row commits per second": _rate(lambda: _insert(next(number)))}
    at = free_port(8200)
    line = [word if word != "answerable.config.wsgi" else "benchmarks.house_hello" for word in command(f"{HERE}:{at}")]
    with (home.folder / "hello.log").open("wb") as log:
        hello = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _wait_for(at)
        for clients in (1, 8):
            found = press(at, cycle([Ask("/")]), clients=clients, seconds=SECONDS)
            rows[f"floor: hello, x{clients}: per second"] = found.per_second
    finally:
        hello.terminate()
        hello.wait()
    return rows


def web_form(home: Home, port: int) -> dict[str, float]:
    """Return forms a second, each a last step that comes back when its contact is on the disk."""
    rows: dict[str, float] = {}
    for clients in (1, 8):
        forms = list(filled_in(FORMS))
        rows |= measured(f"form, x{clients}", port, iter(forms), clients, seconds=2 * SECONDS)
    again = _rate(lambda: _insert(int(perf_counter() * 1e6)))
    rows["form, x8: share of the floor, %"] = rows["form, x8: per second"] / again * 100
    spent, number = process_time(), iter(range(10**9))
    for _ in range(RECEIVED):
        _insert(next(number) - int(perf_counter() * 1e6))
    floor = (process_time() - spent) * 1000 / RECEIVED
    rows["floor: one row, processor ms each"] = floor
    rows["form, x1: processor time in bare rows"] = rows["form, x1: processor ms each"] / floor
    return rows


def receiving() -> dict[str, float]:
    """Return contacts taken in a second by one process, from an arrival to a durable commit."""
    arrivals, spent = list(_arrivals()), process_time()
    began = perf_counter()
    for arrival in arrivals:
        _receive(arrival)
    return _of(len(arrivals), "receive", perf_counter() - began, process_time() - spent)


def logging() -> dict[str, float]:
    """Return contacts a second that somebody at a desk begins by hand, calls and letters, in one process."""
    by, now = Staff.objects.filter(posts__role=Role.MANAGER).order_by("id")[0], the_moment_it_is()
    arrivals = [replace(one, channel="letter" if n % 2 else "phone") for n, one in enumerate(_arrivals())]
    began, spent = perf_counter(), process_time()
    for arrival in arrivals:
        begin(arrival, details={}, by=by, at=now, now=now)
    return _of(len(arrivals), "logged by hand", perf_counter() - began, process_time() - spent)


def sealing() -> dict[str, float]:
    """Return what the worker then spends on sealing the rows of each contact that was received."""
    with TemporaryDirectory() as folder:
        key = make_key(Path(folder) / "key")
        seal_all(at=the_moment_it_is(), key=key)
        receiving()
        spent = process_time()
        seal_all(at=the_moment_it_is(), key=key)
    return {"sealing a contact: processor ms each": (process_time() - spent) * 1000 / RECEIVED}


def layers() -> dict[str, float]:
    """Return the share of each layer in the processor time of a form, from its request to its answer, in one process.

    What Python itself does counts to its caller. A profiler adds to what is called often.
    """
    answer, forms, profile = Client(), list(filled_in(RECEIVED)), cProfile.Profile(process_time)
    for form in forms[:_WARM]:
        _sent(answer, form)
    with profile:
        for form in forms[_WARM:]:
            _sent(answer, form)
    shares = dict.fromkeys((*LAYERS, _OTHER), 0.0)
    stats: Any = pstats.Stats(profile)
    for (file, _, name), (_, _, own, _, callers) in stats.stats.items():
        if file != "~" or "sqlite3." in name or "SQLite" in name or "psycopg" in name:
            shares[_layer(f"{file} {name}" if file != "~" else "sqlite3.")] += own
        else:
            for (caller, _, _), (_, _, part, _) in callers.items():
                shares[_layer(caller)] += part
    whole = sum(shares.values())
    return {layer: own / whole for layer, own in shares.items()}


def _sent(client: Client, form: Ask) -> None:
    """Send a form straight to the application."""
    given: dict[str, Any] = {"HTTP_COOKIE": form.headers["Cookie"], "HTTP_HOST": HERE}
    kind = form.headers["Content-Type"]
    response = client.generic("POST", form.path, form.body or "", content_type=kind, **given)
    if response.status_code != form.status:
        raise RuntimeError(f"A form was answered with {response.status_code}, not {form.status}.")


def email(room: Mailroom) -> dict[str, float]:
    """Return messages a second fetched from an IMAP server, and read into contacts."""
    for raw in (*_letters(LETTERS), *odd_mailbox()):
        room.deliver(raw, to=address_of(COUNCIL))
    box = Mailbox.objects.get(address=address_of(COUNCIL))
    began = perf_counter()
    fetched = fetch(box, at=the_moment_it_is())
    between, spent, done = perf_counter(), process_time(), 0
    with Reader() as reader:  # whose first message starts its process, as a worker's does
        while batch := take_in_waiting(CHANNELS, reader, at=the_moment_it_is()):
            done += batch
    took, spent = perf_counter() - between, process_time() - spent
    if fetched != LETTERS + 66 or done < fetched:
        raise RuntimeError(f"{fetched} messages were fetched and {done} read, of {LETTERS + 66}.")
    return {"email: fetched per second": fetched / (between - began)} | _of(done, "email read", took, spent)


def _of(many: int, name: str, took: float, spent: float) -> dict[str, float]:
    return {f"{name}: per second": many / took, f"{name}: processor ms each": spent * 1000 / many}


def _insert(number: int) -> None:
    ContentType.objects.create(app_label="bench", model=f"{os.getpid()}.{number}")


def _receive(arrival: Arrival) -> None:
    now = the_moment_it_is()
    receive(arrival, at=now, now=now)


def _rate(do: Callable[[], object]) -> float:
    """Return how often a thing can be done in a second, by doing it for some."""
    began, times = perf_counter(), 0
    while perf_counter() < began + SECONDS:
        do()
        times += 1
    return times / (perf_counter() - began)


def _matters() -> Iterator[tuple[str, str]]:
    """Yield what people write about in the demonstration, over and over."""
    about = read("letters")["about"]
    return cycle([(subject, body) for matters in about.values() for subject, body in matters])


def _arrivals() -> Iterator[Arrival]:
    council = Council.objects.get(key=COUNCIL)
    team = front_door(council)
    for number, (subject, body) in zip(range(RECEIVED), _matters(), strict=False):
        address = f"receiving.{number}@home.example"
        yield Arrival(
            council=council,
            team=team,
            channel="web",
            subject=subject,
            body=body,
            name="Robin Reed",
            email=address,
            told=True,
        )


def filled_in(many: int) -> Iterator[Ask]:
    """Yield last steps of forms that were filled in page by page, each in a session of its own."""
    for _, (subject, body) in zip(range(many), _matters(), strict=False):
        session = SessionStore()
        secret = "b" * CSRF_SECRET_LENGTH
        draft = Draft(session, COUNCIL)
        session.create()
        given: dict[str, dict[str, Any]] = {
            "about": {"kind": "enquiry"},
            "service": {"service": "not sure"},
            "message": {"subject": subject, "message": body},
            "danger": {"danger": "no", "risk": ""},
            "reach": {"name": "Robin Reed", "email": f"{session.session_key}@home.example", "phone": ""},
            "needs": {"needs": [], "language": "", "number": "", "words": ""},
        }
        while (step := draft.next_step) is not None:
            draft.answer(step, given[step.name])
        session.save()
        headers = {
            "Cookie": f"sessionid={session.session_key}; {settings.CSRF_COOKIE_NAME}={secret}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = f"csrfmiddlewaretoken={secret}&token={draft.token}&website="
        yield Ask(f"/{COUNCIL}/contact/check/", headers, body, status=302)


def _letters(many: int) -> Iterator[bytes]:
    """Yield emails as people write them: each from an address of its own, every third with an HTML part."""
    for number, (subject, body) in zip(range(many), _matters(), strict=False):
        message = EmailMessage()
        message["From"], message["To"] = f"Robin Reed <writer.{number}@home.example>", address_of(COUNCIL)
        message["Subject"], message["Message-ID"] = subject, f"<bench.{number}@home.example>"
        message["Date"] = format_datetime(the_moment_it_is())
        message.set_content(f"Hello,\n\n{body}\n\nKind regards\nRobin Reed")
        if number % 3 == 0:
            message.add_alternative(f"<p>Hello,</p><p>{body}</p><p>Kind regards<br>Robin Reed</p>", subtype="html")
        yield bytes(message)


def _layer(where: str) -> str:
    return next((layer for layer, parts in LAYERS.items() if any(part in where for part in parts)), _OTHER)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            press(port, [Ask("/"), Ask("/")], clients=1, seconds=5)
        except OSError:
            sleep(0.1)
        else:
            return
    raise RuntimeError("The least that Django can serve did not come.")
