"""One size of house, measured from the floor up: a program, given how many contacts and the kind of database."""

import json
import os
import sys
import tempfile
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import Any

from benchmarks import house_place
from benchmarks.house_place import COUNCIL
from demonstration.home import Home
from demonstration.mailroom import HERE, Mailroom
from demonstration.names import address_of
from demonstration.running import Processes, free_port

Rows = dict[str, float]


def main(contacts: int, database: str) -> None:
    """Build, measure, print, and leave nothing behind."""
    with (
        tempfile.TemporaryDirectory(prefix="answerable-bench-") as folder,
        house_place.database(database, Path(folder)) as address,
        Mailroom() as room,
    ):
        os.umask(0o077)  # the processes refuse a mail file that everybody can read
        home = Home(Path(folder))
        home.mail_file.write_text(room.settings_for(address_of(COUNCIL)), encoding="utf-8")
        port = free_port(8100)
        os.environ.update({**home.environment(port), "ANSWERABLE_DATABASE": address})
        print(json.dumps(_measure(contacts, home, room, port)))


def _measure(contacts: int, home: Home, room: Mailroom, port: int) -> dict[str, Any]:
    rows: Rows = {"load average at the start": os.getloadavg()[0]}
    say(f"building a house of {contacts:,} contacts")
    began = perf_counter()
    written = house_place.build(contacts)
    rows["seconds to build it"] = perf_counter() - began
    # They import the house, which now has its settings.
    from benchmarks import house_import, house_intake, house_memory, house_pages, house_search

    processes = Processes(home.logs, os.environ)
    try:
        processes.start("web", "--bind", f"{HERE}:{port}")
        processes.wait_for_pages(port, Event())
        for measure in (house_intake.floor, house_pages.pages, house_search.searches, house_intake.web_form):
            say(measure.__name__)
            rows |= measure(home, port)
        say("receiving")
        rows |= house_intake.receiving()
        say("logging and sealing")
        rows |= house_intake.logging() | house_intake.sealing()
        say("importing")
        rows |= house_import.importing()
        layers = house_intake.layers()
        say("email")
        rows |= house_intake.email(room)
        say("memory")
        processes.start("worker")
        processes.start("dispatcher")
        house_memory.wait_for_outgoing()
        processes.check()
        rows |= house_memory.memory()
    finally:
        processes.stop()
    rows["load average at the end"] = os.getloadavg()[0]
    return {"contacts": written, "rows": rows, "layers": layers}


def say(what: str) -> None:
    print(f"  {what} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
