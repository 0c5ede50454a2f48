"""`answerable promises`: what is promised, how each promise is measured, and which are not, and why."""

from collections import Counter
from typing import Any

import click

from answerable.charters import COUNCILS, charter_of
from answerable.cli import options
from answerable.cli.house import exit_codes
from answerable.cli.telling import counted, write_json, write_table
from answerable.standards.charter.clock_rules import Timed
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.charter.saying import say_rule
from answerable.standards.measure.formulas import Measured, standing
from answerable.standards.measure.saying.words import OURS
from answerable.standards.reading.promises import MEASURES
from answerable.standards.words import say_list

Found = list[tuple[Charter, Promise]]

EPILOG = f"""\b
Examples:
  answerable promises --council s5
  answerable promises --unmeasured
  answerable promises --council s1 --statutory --json

{exit_codes()}
"""


@click.command(epilog=EPILOG, short_help="What is promised, and how it is measured.")
@click.option("--council", "councils", type=options.COUNCIL, multiple=True, help="Repeatable.  [default: all]")
@click.option("--unmeasured", is_flag=True, help="Only those that are not measured live, with what is missing.")
@click.option("--statutory", is_flag=True, help="What the law or an ombudsman's code asks of them, too.")
@options.as_json
def promises(councils: tuple[str, ...], unmeasured: bool, statutory: bool, as_json: bool) -> int:
    """List what the councils promise, how firmly, and how each promise is measured.

    A promise of several kinds is measured in several ways; the first is the one it is counted under. It is live where
    this program writes what it is counted from, as it happens; others can be counted from a log, or not at all.
    """
    charters = [charter_of(council) for council in dict.fromkeys(councils or COUNCILS)]
    found = [
        (charter, promise)
        for charter in charters
        for promise in charter.promises
        if (statutory or not promise.statutory) and not (unmeasured and standing(promise).live)
    ]
    if as_json:
        write_json([_as_dict(charter, promise) for charter, promise in found])
        return 0
    rows = [(p.id, charter.council, p.strength.value, say_list(p.kind), _told(p)) for charter, p in found]
    write_table(("Promise", "Council", "Strength", "Kind", "In our words, and how it is measured"), rows)
    click.echo(_summary(found))
    return 0


def measured_by(promise: Promise) -> list[str]:
    """Say how a promise is measured: a sentence for each kind it has, the primary one first."""
    ways: dict[str, str] = {}
    if promise.clock is not None:
        calendar = f", counted on {promise.clock.calendar.name}" if isinstance(promise.clock, Timed) else ""
        ways["clock"] = say_rule(promise.clock) + calendar
    if promise.aggregate is not None:
        figure = promise.aggregate
        target = f" Target: {figure.target}." if figure.target else ""
        ways["aggregate"] = f"{figure.formula}: {_sentence(figure.of)}{target} Every {figure.period}"
    if promise.rule is not None:
        ways["rule"] = promise.rule.must
    if promise.evidence is not None:
        ways["evidence"] = (
            f"{say_list(promise.evidence.by)}: {_sentence(promise.evidence.item)} Every {promise.evidence.every}"
        )
    if promise.web is not None:
        ways["web"] = f"{_sentence(promise.web.check)} Every {promise.web.every}"
    if promise.register is not None:
        ways["register"] = promise.register.holds
    if promise.publication is not None:
        ways["publication"] = f"{_sentence(promise.publication.publishes)} Every {promise.publication.every}"
    return [f"{kind}: {_sentence(ways[kind])}" for kind in promise.kind if kind in ways]


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?")) else f"{words}."


def _told(promise: Promise) -> str:
    stands, lines = standing(promise), [promise.words, *(f"- {way}" for way in measured_by(promise))]
    if promise.local:
        lines.append(f"- {OURS}{promise.local}")
    return "\n".join(lines if stands.live else [*lines, f"- {stands.measured.value.upper()}: {stands.why_not}"])


def _as_dict(charter: Charter, promise: Promise) -> dict[str, Any]:
    stands = standing(promise)
    return {
        "promise": promise.id,
        "council": charter.council,
        "kind": list(promise.kind),
        "strength": promise.strength.value,
        "words": promise.words,
        "channels": sorted(promise.channels),
        "contacts": sorted(promise.contacts),
        "not_contacts": sorted(promise.not_contacts),
        "measured_by": measured_by(promise),
        "measured": stands.measured.value,
        "live": stands.live,
        "feeds": [feed.name for feed in stands.feeds],
        "why_not": stands.why_not or None,
        "from_a_log": list(stands.logs),
        "reading": promise.reading or None,
        "local": promise.local or None,
        "statutory": promise.statutory,
        "force": promise.force,
        "draft": charter.draft,
        "source": promise.source,
    }


def _summary(found: Found) -> str:
    """Count the promises by their primary kind, and by how far their measure has got."""
    kinds = Counter(promise.kind[0] for _, promise in found)
    counts = ", ".join(f"{kind} {kinds[kind]}" for kind in MEASURES if kinds[kind])
    stands = Counter(standing(promise).measured for _, promise in found)
    measured = "; ".join(f"{one.value}: {stands[one]}" for one in Measured)
    return f"{counted(len(found), 'promise')}: {counts}. Measured {measured}."
