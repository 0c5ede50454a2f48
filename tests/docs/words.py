"""The parts of the reference pages and of the schema that are made from the vocabulary, by ``make docs``."""

import json
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from answerable.standards.measure.formula import Clocks, Contacts, Formula, NothingYet, Observations
from answerable.standards.measure.formulas import AGGREGATES
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import DETAILS
from answerable.standards.vocabulary.fact_kind import FactKind
from answerable.standards.vocabulary.facts import FACTS, FAMILIES, LADDER, LETTERS
from answerable.standards.vocabulary.feeds import CHECKS, EVIDENCE
from answerable.standards.vocabulary.kinds import KINDS

ROOT = Path(__file__).parents[2]
LOG_PAGE = ROOT / "docs" / "reference" / "contact-log-format.md"
SCHEMA = ROOT / "src" / "answerable" / "charters" / "charter.schema.json"
MARKED = re.compile(r"(<!-- made from the vocabulary: (\w+) -->\n\n)(?:.|\n)*?(<!-- end -->)")


def fill(page: str) -> str:
    """Return a page with the part after each mark made anew."""
    return MARKED.sub(lambda found: f"{found[1]}{_MADE[found[2]]()}\n\n{found[3]}", page)


def schema(text: str) -> str:
    """Return the schema with each list of words made anew."""
    words: Mapping[str, Iterable[str]] = {
        "rung": LADDER,
        "channel": CHANNELS,
        "kind": KINDS,
        "fact": FACTS,
        "letter": LETTERS,
        "detail": DETAILS,
        "formula": AGGREGATES,
        "check": CHECKS,
        "instrument": EVIDENCE,
    }
    for name, listed in words.items():
        enum = re.compile(rf'(?<="{name}": {{)(\s*)"enum": \[[^\]]*\]')
        text, times = enum.subn(rf'\g<1>"enum": {json.dumps(list(listed))}', text)
        if times != 1:
            raise ValueError(f"The schema has {times} lists of words for '{name}'. It needs one, under $defs.")
    return text


def _named(names: Iterable[str]) -> str:
    return "\n".join(textwrap.wrap(" ".join(f"`{name}`" for name in names), 118, break_on_hyphens=False))


def _facts() -> str:
    return "\n\n".join(f"### {family}\n\n{_table(facts)}" for family, facts in FAMILIES.items())


def _table(facts: Iterable[FactKind]) -> str:
    rows = [
        f"| `{fact.name}` | {fact.meaning}. | {' '.join(f'`{one.name}`' for one in fact.details)} |" for fact in facts
    ]
    return "\n".join(["| Fact | What it says | What may be said of it |", "|---|---|---|", *rows])


def _details() -> str:
    rows = [f"| `{one.name}` | {one.holds.value} | {one.meaning} |" for one in DETAILS.values()]
    return "\n".join(["| Detail | Type | Meaning |", "|---|---|---|", *rows])


def _formulas() -> str:
    rows = [f"| `{one.id}` | {one.unit} | {_fed_by(one)} | {one.words} |" for one in AGGREGATES.values()]
    return "\n".join(["| Formula | Unit | Counted from | In words |", "|---|---|---|---|", *rows])


def _fed_by(formula: Formula) -> str:
    fed_by = formula.fed_by
    match fed_by:
        case Clocks():
            return "clocks of contacts"
        case Contacts():
            return f"contacts by {', '.join(sorted(fed_by.channels))}" if fed_by.channels else "contacts"
        case Observations():
            named = ", ".join(instrument.holds for instrument in fed_by.instruments)
            return f"observations: {named or 'with the instruments that the promise names'}"
        case NothingYet():
            return f"nothing yet: {fed_by.feed.holds}"
    return "the charter itself"


_MADE: Mapping[str, Callable[[], str]] = {
    "formulas": _formulas,
    "channels": lambda: _named(CHANNELS),
    "kinds": lambda: _named(KINDS),
    "facts": _facts,
    "details": _details,
}
