"""Try to have the house lose something, do something twice or show what it may not, and print a table of how it went.

Run as ``make reliability`` or ``python -m benchmarks.reliability``; the sizes are options. It ends with 1 where
anything was lost, doubled, taken for a fault of ours, or opened to somebody it is not for.
"""

import argparse
import ast
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
EVERY_URL = "tests/people/test_every_url.py"
VERIFYING = ROOT / "tests/evidence/test_verifying.py"


class Line(NamedTuple):
    """One thing that was tried: what of, what came of it, and whether that is as it must be."""

    what: str
    tried: str
    found: str
    holds: bool


def killed(asked: argparse.Namespace, folder: Path) -> list[Line]:
    """Kill the processes while people write, and count what was lost or done twice."""
    from tests.crash.trial import tried

    trial = tried(folder, kills=asked.kills)
    said = ", ".join(f"{name} {number}" for name, number in sorted(trial.kills.items()))
    return [
        Line("processes killed", f"{trial.kills.total()}", said, trial.kills.total() >= asked.kills),
        *_kept("while they were killed", len(trial.marks), len(trial.found["contacts"]), trial.lost, trial.doubled),
    ]


def flooded(asked: argparse.Namespace, folder: Path) -> list[Line]:
    """Take in mails of which some are made to cost much, and as many ordinary ones alone."""
    alone = mixed_in(folder / "alone", asked.mails, 0)
    among = mixed_in(folder / "among", asked.mails, asked.hostile)
    more = among.ordinary - alone.ordinary
    return [
        Line(
            "hostile mails",
            f"1 in {asked.hostile} of {asked.mails:,}",
            f"{among.hostile:.0f} s, read after the others",
            True,
        ),
        *_kept("among hostile mails", asked.mails - among.nobodys, among.contacts, among.lost, among.doubled),
        Line(
            "ordinary mails",
            f"{alone.ordinary:.0f} s alone",
            f"acknowledged {more:+.0f} s later among hostile ones",
            more <= asked.later,
        ),
    ]


class Mixed(NamedTuple):
    """How taking in some mails went: seconds until the ordinary ones were acknowledged, and then for the others.

    ``nobodys`` are reports about letters that are none of ours, which are no contacts.
    """

    ordinary: float
    hostile: float
    contacts: int
    nobodys: int
    lost: int
    doubled: int


def mixed_in(folder: Path, many: int, one_in: int) -> Mixed:
    """Keep so many mails in a database of their own, and take them in as the worker does."""
    folder.mkdir()
    program = [sys.executable, "-m", "benchmarks.reliability", "--mix", str(many), str(one_in)]
    said = subprocess.run(program, env=_environment(folder), cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    ordinary, hostile, *counts = said.stdout.split()[-6:]
    return Mixed(float(ordinary), float(hostile), *(int(count) for count in counts))


def mix(many: int, one_in: int) -> None:
    """Do that here, and print how it went."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db.models import Count

    from answerable.channels.email.place import EMAIL
    from answerable.config.clock import the_moment_it_is
    from answerable.contacts.models import Contact, FactRow
    from answerable.councils.models import Mailbox
    from answerable.inbox.actions import keep, take_in_waiting
    from answerable.inbox.models import Incoming
    from answerable.inbox.reader import Reader
    from benchmarks.mail import mixed
    from tests import cast

    call_command("migrate", verbosity=0, interactive=False)
    council, now = cast.council("s5"), the_moment_it_is()
    mailbox, ordinary = Mailbox.objects.get(), set()
    for number, (raw, is_hostile) in enumerate(mixed(many, one_in=one_in)):
        given = {"council": council, "mailbox": mailbox, "external_id": str(number), "arrived_at": now, "at": now}
        kept, _ = keep("email", raw=raw, **given)
        if not is_hostile:
            ordinary.add(kept.pk)
    began, acknowledged = monotonic(), 0.0
    waiting = Incoming.objects.filter(state=Incoming.State.WAITING)
    with Reader() as reader:
        while waiting.exists():
            at = now + timedelta(seconds=int(monotonic() - began))
            if not take_in_waiting([EMAIL], reader, at=at):
                now += timedelta(minutes=1)  # nothing is left but what waits to be tried again
            if not acknowledged and not waiting.filter(id__in=ordinary).exists():
                acknowledged = monotonic() - began
    rest = monotonic() - began - acknowledged
    theirs = Incoming.objects.filter(pk__in=ordinary).values_list("contact", flat=True)
    answered = set(FactRow.objects.filter(what="received").values_list("contact", flat=True))
    nobodys = Incoming.objects.filter(state=Incoming.State.REPORT).count()
    lost = Incoming.objects.filter(contact=None).count() - nobodys + len(set(theirs) - answered)
    by_contact = Incoming.objects.exclude(contact=None).values("contact").annotate(mails=Count("id"))
    contacts = Contact.objects.count()
    doubled = contacts - by_contact.count() + sum(row["mails"] - 1 for row in by_contact)
    print(f"{acknowledged:.1f} {rest:.1f} {contacts} {nobodys} {lost} {doubled}")


def broken_requests(asked: argparse.Namespace, folder: Path) -> list[Line]:
    """Send broken requests to the pages."""
    program = [sys.executable, str(ROOT / "scripts/fuzz-requests"), "--count", str(asked.requests)]
    ran = subprocess.run(program, cwd=ROOT, capture_output=True, text=True)
    statuses = re.search(r"\{.*\}", ran.stdout)
    found = "none taken for a fault of ours" if ran.returncode == 0 else statuses[0] if statuses else ran.stderr[-200:]
    return [Line("fuzzed requests", f"{asked.requests:,}", found, ran.returncode == 0)]


def made_up_mails(asked: argparse.Namespace, folder: Path) -> list[Line]:
    """Read made-up mails, guided by coverage."""
    program = [sys.executable, str(ROOT / "scripts/fuzz"), str(asked.seconds)]
    ran = subprocess.run(program, cwd=ROOT, capture_output=True, text=True)
    if "NOTHING WAS FUZZED" in ran.stderr:
        return [Line("made-up mails", "0", "not tried: atheris is not installed here", True)]
    read = re.search(r"number_of_executed_units: (\d+)", ran.stderr)
    number = f"{int(read[1]):,}" if read else "?"
    found = "none stopped the reader" if ran.returncode == 0 else ran.stderr[-200:]
    return [Line("made-up mails", number, found, ran.returncode == 0)]


def every_page(asked: argparse.Namespace, folder: Path) -> list[Line]:
    """Open every address as everybody."""
    from tests.people.test_every_url import PAGES, VISITORS

    passed, failed = outcomes(folder, EVERY_URL)
    name = "test_a_page_opens_to_those_it_is_for_and_shows_the_others_nothing"
    opened, wrong = ([one for one in ran if one.startswith(name)] for ran in (passed, failed))
    cells = len(PAGES) * (len(VISITORS) + 1)
    return [
        Line(
            "addresses × visitors",
            f"{len(PAGES)} × {len(VISITORS) + 1} = {cells}",
            "each as the page of permissions says" if not failed else f"{len(failed)} tests failed",
            len(opened) == len(PAGES) and not wrong and not failed,
        )
    ]


def tampered(asked: argparse.Namespace, folder: Path) -> list[Line]:
    """Change rows behind the program's back, and count how often that is found."""
    if not VERIFYING.exists():
        return [Line("tampering", "0", "not tried: no command verifies the record", True)]
    tree = ast.parse(VERIFYING.read_text(encoding="utf-8"))
    tries = {one.name for one in tree.body if isinstance(one, ast.FunctionDef) and _tampers(one)}
    passed, failed = (
        [one for one in ran if one.partition("[")[0] in tries]
        for ran in outcomes(folder, str(VERIFYING.relative_to(ROOT)))
    )
    tried = len(passed) + len(failed)
    return [Line("tampering", f"{tried}", f"{len(passed)} found", not failed)]


def _tampers(test: ast.FunctionDef) -> bool:
    names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    return test.name.startswith("test_") and bool(names & {"tamper", "without_guards"})


def outcomes(folder: Path, path: str) -> tuple[list[str], list[str]]:
    """Run the tests of a file, and return the names of those that passed, and of those that did not."""
    report = folder / "report.xml"
    program = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--maxprocesses", "4", f"--junitxml={report}", path]
    subprocess.run(program, cwd=ROOT, capture_output=True, check=False)
    passed: list[str] = []
    failed: list[str] = []
    for case in xml.parse(report).iter("testcase"):
        (failed if len(case) else passed).append(case.attrib["name"])
    return passed, failed


def _kept(when: str, came: int, contacts: int, lost: int, doubled: int) -> list[Line]:
    return [
        Line(f"messages {when}", f"{came:,} in", f"{contacts:,} contacts out", True),
        Line(f"lost {when}", "", f"{lost}", lost == 0),
        Line(f"doubled {when}", "", f"{doubled}", doubled == 0),
    ]


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "DJANGO_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "answerable.config.settings",
        "ANSWERABLE_SECRET_KEY": "for trials alone, which keep nobody's secrets at all",
        "ANSWERABLE_HTTPS": "off",
        "ANSWERABLE_ORIGIN": "http://127.0.0.1",
        "ANSWERABLE_HOME": str(folder),
        "ANSWERABLE_DATABASE": f"sqlite:///{folder / 'trial.db'}",
    }


@contextmanager
def a_folder() -> Iterator[Path]:
    """Yield a folder that is taken away afterwards."""
    with tempfile.TemporaryDirectory(prefix="answerable-reliability-") as folder:
        yield Path(folder)


TRIALS: dict[str, Callable[[argparse.Namespace, Path], list[Line]]] = {
    "kills": killed,
    "mails": flooded,
    "requests": broken_requests,
    "fuzz": made_up_mails,
    "pages": every_page,
    "tampering": tampered,
}


def main() -> None:
    """Try everything, or what is asked for, print the table, and end with 1 where anything did not hold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("trials", nargs="*", help=f"some of {', '.join(TRIALS)} (all)")
    options.add_argument("--kills", type=int, default=100, help="how often a process is killed (100)")
    options.add_argument("--mails", type=int, default=1000, help="how many mails are taken in (1000)")
    options.add_argument("--hostile", type=int, default=50, help="one mail in so many is hostile (50)")
    options.add_argument("--later", type=float, default=10, help="seconds that ordinary mail may be later for it (10)")
    options.add_argument("--requests", type=int, default=5000, help="how many broken requests are sent (5000)")
    options.add_argument("--seconds", type=int, default=60, help="for how long mails are made up (60)")
    options.add_argument("--mix", type=int, nargs=2, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.mix:
        mix(*asked.mix)
        return
    unknown = sorted(set(asked.trials) - set(TRIALS))
    if unknown:
        options.error(f"there is no trial '{unknown[0]}': choose from {', '.join(TRIALS)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    lines: list[Line] = []
    print("| tried | how much | found | holds |\n|---|---|---|---|", flush=True)
    for name in asked.trials or TRIALS:
        with a_folder() as folder:
            for line in TRIALS[name](asked, folder):
                lines.append(line)
                print(f"| {line.what} | {line.tried} | {line.found} | {'yes' if line.holds else 'NO'} |", flush=True)
    sys.exit(any(not line.holds for line in lines))


if __name__ == "__main__":
    main()
