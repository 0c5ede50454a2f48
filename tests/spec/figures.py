"""From a small log to the figures of a charter, written in the words of the tables."""

import re
from collections.abc import Iterator

from answerable.standards.charter.promises import Charter
from answerable.standards.facts import Contact
from answerable.standards.judging.clock import judge_all
from answerable.standards.measure.figure import Figure, Share, Wait
from answerable.standards.measure.period import Period
from answerable.standards.measure.results import Results
from tests.spec.stories import read_contact, read_moment

Figures = dict[str, tuple[Figure, ...]]


def figures_of(charter: Charter, log: str, period: str, now: str) -> Figures:
    """Count a log such as "860 of phone: ringing ...; answered ...", one kind of contact to a line."""
    moment = read_moment(now)
    results = Results(charter, period=Period.named(period), now=moment)
    for line in log.splitlines():
        number, came_by, story = read_line(line)
        contact = read_contact(came_by, story)
        clocks = judge_all(contact, charter=charter, now=moment)
        for n in range(number):
            results.add(_numbered(contact, n), clocks)
    return results.figures()


def read_line(line: str) -> tuple[int, str, str]:
    """Read "860 of phone: ringing ..." or "1 of email: complaint: received ..."."""
    found = re.fullmatch(r"([\d,]+) of ([a-z: -]+?): ([a-z ]+ [A-Z].*)", line)
    if not found:
        raise ValueError(f"'{line}' is not a line of a log.")
    return int(found[1].replace(",", "")), found[2], found[3]


def find(figures: Figures, promise: str, formula: str) -> Figure:
    """Return one figure of a promise: its first, or the one by a formula, which may stand beside."""
    for figure in _flat(figures[promise]):
        if formula in ("", figure.formula.id):
            return figure
    raise ValueError(f"{promise} has no figure by {formula}.")


def counted(figure: Figure) -> str:
    """Say what a figure rests on: "1000 of 1060", or how many waits."""
    if isinstance(figure, Share):
        return f"{figure.numerator} of {figure.denominator}"
    return str(figure.n)


def spread(figure: Figure) -> str:
    """Say a wait's median, 90th percentile and longest."""
    assert isinstance(figure, Wait)
    return ", ".join(figure.say_spread(figure.spread).values())


def _flat(figures: tuple[Figure, ...]) -> Iterator[Figure]:
    for figure in figures:
        yield figure
        yield from _flat(figure.beside)


def _numbered(contact: Contact, n: int) -> Contact:
    return Contact(f"{contact.id}{n}", contact.channel, contact.kinds, contact.facts, contact.mailbox)
