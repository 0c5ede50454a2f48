"""A process that starts the real ones, and kills them when told: quickly, since the house is loaded only once.

Run as a program, with the settings of a deployment in its environment. It reads a word or two a line on standard input
and answers each with a line of JSON: "start web", "kill web", "stop web", "tell".
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn

import django

django.setup()

from django.db import connections  # noqa: E402 - the house stands only after the line above
from django.test import Client  # noqa: E402

from answerable.cli import main as program  # noqa: E402
from answerable.config import wsgi  # noqa: E402, F401 - so that each web process finds it loaded
from answerable.config.web import command  # noqa: E402
from answerable.config.worker import send, work  # noqa: E402
from answerable.contacts.actions import claiming  # noqa: E402
from answerable.importing import actions as importing  # noqa: E402
from answerable.inbox import actions as inbox  # noqa: E402

# As short as killing is frequent here: what became of a letter is looked up seconds later, and not minutes.
claiming.LEASE = timedelta(seconds=3)
# Elsewhere a message whose reader died three times is what killed it. Here we did, and the message must still be read.
inbox.MOST_TRIES, inbox.WAITS = 100, (timedelta(seconds=1),)
# So that between two killings of an import some lines are taken in for good.
importing.BATCH = 25


def warm() -> None:
    """Load what a process loads with its first page and first message, so that the young ones get to work at once."""
    from answerable.promises.models import Edition
    from answerable.promises.queries import charter_in

    assert Client(headers={"host": "127.0.0.1"}).get("/s5/contact/").status_code == 200
    charter_in(Edition.objects.get())
    connections.close_all()


def serve() -> None:
    """Serve the pages as `answerable web` does, in this process."""
    from gunicorn.app.wsgiapp import run

    sys.argv = ["gunicorn", *command(os.environ["CRASH_BIND"])[3:]]
    run()


def take_in() -> None:
    """Bring a log in as `answerable contacts import` does, in this process."""
    program(["contacts", "import", os.environ["CRASH_IMPORTS"], "--council", "s5"])


def tell() -> dict[str, Any]:
    """Return what stands in the tables: what waits, each contact, and each letter."""
    from answerable.contacts.models import Contact, Outgoing
    from answerable.inbox.models import Incoming

    return {
        "unread": Incoming.objects.filter(state=Incoming.State.WAITING).count(),
        "unsent": Outgoing.objects.filter(state__in=["waiting", "sending"]).count(),
        "unreadable": list(Incoming.objects.filter(state="unreadable").values_list("contact_id", flat=True)),
        "contacts": list(Contact.objects.order_by("id").values_list("id", "subject")),
        "letters": list(
            Outgoing.objects.order_by("id").values_list("message__contact_id", "message__message_id", "state")
        ),
        "acknowledged": list(
            Contact.objects.filter(facts__what="acknowledged").order_by("id").values_list("id", flat=True)
        ),
    }


PROCESSES: dict[str, Callable[[], None]] = {
    "web": serve,
    "worker": work,
    "dispatcher": send,
    "import": take_in,
}


def start(name: str) -> int:
    """Start one of the processes, with its own children, as a group that can be killed at one stroke."""
    number = os.fork()
    if number == 0:
        _be(PROCESSES[name])
    os.setpgid(number, number)
    return number


def _be(process: Callable[[], None]) -> NoReturn:
    code = 1
    try:
        os.setpgid(0, 0)
        process()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        # No tidying up that belongs to the nursery.
        os._exit(code)


def told() -> dict[str, Any]:
    """Return what ``tell`` says, asked by a child: the nursery holds no connection that its children would share."""
    reads, writes = os.pipe()
    number = os.fork()
    if number == 0:
        with os.fdopen(writes, "w") as line:
            json.dump(tell(), line)
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as line:
        answer: dict[str, Any] = json.load(line)
    os.waitpid(number, 0)
    return answer


def main() -> None:
    """Do what is asked until there is no more to come, then kill whatever is left."""
    warm()
    running: dict[str, int] = {}
    try:
        for line in sys.stdin:
            what, _, name = line.strip().partition(" ")
            answer: Any = None
            if what == "start":
                running[name] = start(name)
            elif what in ("kill", "stop"):
                number = running.pop(name)
                # All at once where it is a death; the first alone where it is a wish, for it tells its own children.
                (os.killpg if what == "kill" else os.kill)(number, signal.SIGKILL if what == "kill" else signal.SIGTERM)
                answer = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
            elif what == "tell":
                answer = told()
            print(json.dumps(answer), flush=True)
    finally:
        for number in running.values():
            os.killpg(number, signal.SIGKILL)


if __name__ == "__main__":
    main()
