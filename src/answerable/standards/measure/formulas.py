"""Every formula there is, by its id; and where each promise stands by them: measured live, from a log, or not."""

import copyreg
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from answerable.standards.charter.clock_rules import DatesKept, Notice, Timed
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.judging.outcome import Measure
from answerable.standards.measure import cohort, first_time, observations, phone, tally, transfers, visits
from answerable.standards.measure.case import BROKEN, KEPT, Case, Note
from answerable.standards.measure.figure import Share, Terms
from answerable.standards.measure.formula import Clocks, Contacts, Formula, NothingYet, Observations, TheCharter
from answerable.standards.measure.observations import AVAILABILITY, SHARE_PASSED, instruments_of
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import BY_WHEN
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.feeds import (
    BEGUN_AND_DONE,
    CHARTER,
    FACT_FEEDS,
    NEVER_THERE,
    READ,
    REASONS,
    RULE,
    TEAMS,
    FactFeed,
    Feed,
    not_collected,
    not_connected,
)
from answerable.standards.words import say_list


class Measured(StrEnum):
    """How far the measure of a promise has got, the best first."""

    LIVE = "live"
    """What it is counted from is written here, as it happens."""
    FROM_A_LOG = "from a log"
    """It can be counted from a log of contacts, and nothing here writes what it is counted from."""
    NOT = "not measured"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the measure of a promise has got, and all that feeds it or would."""

    measured: Measured
    feeds: tuple[Feed, ...]

    @property
    def live(self) -> bool:
        """Tell whether it is measured in this house, as things happen."""
        return self.measured is Measured.LIVE

    @property
    def why_not(self) -> str:
        """What is missing, in a sentence; nothing where it is live."""
        return "" if self.live else not_collected(self.feeds)

    @property
    def logs(self) -> tuple[str, ...]:
        """From which logs of other systems what feeds it can come, each with the feed that it stands for."""
        return tuple(f"{one.name}: {one.log}" for one in self.feeds if isinstance(one, FactFeed) and one.log)


def standing(promise: Promise) -> Standing:
    """Return where a promise stands by the best of its measures.

    It is live when, on some channel that it is owed on, something here writes every fact that its measure waits for:
    how the contact begins, what opens the clock, and what stops it. What it is observed by is live when somebody
    observes it.
    """
    ways = [_from_contacts(promise, _facts_of(promise, measure)) for measure in measures(promise)]
    formula = formula_for(promise)
    if formula is not None:
        ways.append(_fed_by(formula, promise))
    best = min((way.measured for way in ways), key=list(Measured).index)
    feeds = dict.fromkeys(feed for way in ways if way.measured is best for feed in way.feeds)
    return Standing(best, tuple(feeds))


def unconnected(promise: Promise, seen: Collection[str]) -> str:
    """Say that nothing comes to a council of what a promise is owed to, where nobody has connected it there.

    ``seen`` are the channels by which anything comes. Nothing is said of what is measured otherwise than by contacts.
    """
    formula = formula_for(promise)
    by_contacts = formula is None or isinstance(formula.fed_by, Clocks | Contacts)
    owed = [channel for name, channel in CHANNELS.items() if promise.owed_on(name)]
    if not by_contacts or any(channel.name in seen for channel in owed):
        return ""
    return not_connected(_feed(frozenset({channel.begins}), channel.name) for channel in owed)


def countable(promise: Promise, seen: Mapping[str, Collection[str]]) -> bool:
    """Tell whether a log that has some facts, by channel, can give a figure of a promise: all that it waits for."""
    needs = [_facts_of(promise, measure) for measure in measures(promise)]
    formula = formula_for(promise)
    if formula is not None and isinstance(formula.fed_by, Clocks | Contacts):
        needs.append(formula.fed_by.facts if isinstance(formula.fed_by, Contacts) else ())
    owed = [(CHANNELS[name].begins, facts) for name, facts in seen.items() if promise.owed_on(name)]
    return any(
        all(not one.isdisjoint(facts) for one in (frozenset({begins}), *need))
        for begins, facts in owed
        for need in needs
    )


def is_fed(promise: Promise, formula: str) -> bool:
    """Tell whether something here writes what one figure of a promise is counted from."""
    for measure in measures(promise):
        own = {OF_CLOCKS[measure].id, *_BESIDE.get(measure, ())}
        if formula in own or (isinstance(promise.clock, Notice) and formula.startswith("delay-")):
            return _from_contacts(promise, _facts_of(promise, measure)).live
    counted_by = formula_for(promise)
    return counted_by is not None and _fed_by(counted_by, promise).live


_BESIDE: Mapping[Measure, tuple[str, ...]] = {Measure.DERIVED: ("share-machine-dates-kept",)}


def measures(promise: Promise) -> list[Measure]:
    """Return what ``clock.judge_all`` watches for a promise, each of which has a figure of its own."""
    watched = []
    if promise.clock is not None:
        watched.append(Measure.DERIVED if isinstance(promise.clock, DatesKept) else Measure.TIMED)
    if promise.checks_messages:
        watched.append(Measure.CONTENT)
    return watched


def formula_for(promise: Promise) -> Formula | None:
    """Return the formula a promise is counted by beside its own clocks, or None where these are its figure."""
    own = bool(measures(promise))
    if promise.aggregate is not None:
        formula = FORMULAS[promise.aggregate.formula]
        return None if formula is SHARE_KEPT and own else formula
    if own:
        return None
    if promise.checks:
        return AVAILABILITY
    return SHARE_PASSED if instruments_of(promise) else NOT_MEASURED


def _facts_of(promise: Promise, measure: Measure) -> tuple[frozenset[str], ...]:
    """Return what must be noted of a contact for a promise to be judged: of each set, one."""
    rule, clock = promise.rule, promise.clock
    if measure is Measure.CONTENT and rule is not None:
        return (frozenset(rule.on),)
    match clock:
        case Timed():
            only_if = () if clock.only_if is None else (frozenset({clock.only_if.fact}),)
            return (frozenset({clock.opens}), clock.stops, *only_if)
        case Notice():
            return (clock.stops,)
        case _:
            return (_GIVES_A_DATE,)


def _fed_by(formula: Formula, promise: Promise) -> Standing:
    fed_by = formula.fed_by
    match fed_by:
        case Clocks():
            return _from_contacts(promise, ())
        case Contacts():
            return _from_contacts(promise, fed_by.facts)
        case Observations():
            instruments = fed_by.instruments or instruments_of(promise)
            is_live = any(one.written_by for one in instruments)
            return Standing(Measured.LIVE if is_live else Measured.NOT, instruments)
        case TheCharter():
            return Standing(Measured.LIVE, (CHARTER,))
    return Standing(Measured.NOT, (fed_by.feed,))


def _from_contacts(promise: Promise, facts: Iterable[frozenset[str]]) -> Standing:
    """Return where a promise stands whose measure needs some facts: by the channel on which the least is missing."""
    begins = {name: channel.begins for name, channel in CHANNELS.items() if promise.owed_on(name)}
    ways = [[_feed(one, name) for one in (frozenset({begin}), *facts)] for name, begin in begins.items()]
    ways = ways or [[NEVER_THERE]]
    least = min(map(_missing, ways))
    shown = [way for way in ways if _missing(way) == least]
    feeds = dict.fromkeys(feed for way in (shown[:1] if least else shown) for feed in way)
    return Standing(Measured.FROM_A_LOG if least else Measured.LIVE, tuple(feeds))


def _missing(way: Iterable[FactFeed]) -> int:
    """Return how many of some feeds nothing here writes."""
    return sum(not feed.written_by for feed in way)


@cache
def _feed(facts: frozenset[str], channel: str) -> FactFeed:
    """Return what brings one of some facts on a channel: what is written here first, then what would be.

    It is the same as long as the program runs, and each promise asks it of every channel.
    """
    found = [feed for feed in FACT_FEEDS if feed.brings(facts, channel)]
    return next((feed for feed in found if feed.written_by), (found or [NEVER_THERE])[0])


def share_measured(terms: Terms, charter: Charter, note: Note | None = None) -> Share:
    """Return how many of a council's own promises are measured live (share-measured, S1-02)."""
    live = [(promise.id, standing(promise).live) for promise in charter.promises if not promise.statutory]
    if note is not None:
        for id, is_live in live:
            state = KEPT if is_live else BROKEN
            note(Case(terms.promise, "", SHARE_MEASURED.id, state, id, stopped=terms.now))
    numerator = sum(is_live for _, is_live in live)
    return Share(formula=SHARE_MEASURED, terms=terms, numerator=numerator, denominator=len(live))


_GIVES_A_DATE = frozenset(name for name, fact in FACTS.items() if BY_WHEN in fact.details)

SHARE_MEASURED = Formula(
    "share-measured",
    "Promises that are measured",
    "Promises measured as things happen, out of all.",
    TheCharter(share_measured),
)
NOT_COUNTED = (
    Formula("share-completed", "Done", "Things done, out of all begun.", NothingYet(BEGUN_AND_DONE)),
    Formula("share-read", "Read by a person", "Messages read by a person, out of all received.", NothingYet(READ)),
    Formula(
        "count-by-reason",
        "Visits by reason",
        "Visits in the period, by the reason for coming.",
        NothingYet(REASONS),
        "visits",
    ),
    Formula(
        "count-by-team",
        "Work for other teams",
        "Work begun in the period for other teams, by team.",
        NothingYet(TEAMS),
        "pieces of work",
    ),
)
"""What charters mean to be counted by, and nothing here counts yet."""

NOT_MEASURED = Formula("not-measured", "Not measured", "Nothing is worked out for this promise.", NothingYet(RULE))

FORMULAS: Mapping[str, Formula] = MappingProxyType(
    {
        formula.id: formula
        for formula in (
            *tally.FORMULAS,
            *cohort.FORMULAS,
            *first_time.FORMULAS,
            *phone.FORMULAS,
            *transfers.FORMULAS,
            *visits.FORMULAS,
            *observations.FORMULAS,
            SHARE_MEASURED,
            *NOT_COUNTED,
            NOT_MEASURED,
        )
    }
)
"""Every formula by its id."""

SHARE_KEPT = FORMULAS["share-kept"]

OF_CLOCKS: Mapping[Measure, Formula] = MappingProxyType(
    {
        formula.fed_by.measure: formula
        for formula in FORMULAS.values()
        if isinstance(formula.fed_by, Clocks) and formula.fed_by.measure is not None
    }
)
"""The formula by which the clocks of each sort are counted; they never share a figure."""

CLOCKED = frozenset(id for id, formula in FORMULAS.items() if isinstance(formula.fed_by, Clocks))
"""The formulas of clocks: each clock is kept or broken by itself, which a test of ours or a matter settled is not."""

AGGREGATES: Mapping[str, Formula] = MappingProxyType(
    {
        id: formula
        for id, formula in FORMULAS.items()
        if formula is not NOT_MEASURED and not (isinstance(formula.fed_by, Clocks) and formula.fed_by.beside)
    }
)
"""The formulas that a charter may name: all but those that are only ever shown beside a promise's own."""


def formula_of(id: str) -> Formula:
    """Return the formula with an id. Raises ValueError with the ids there are."""
    try:
        return FORMULAS[id]
    except KeyError:
        raise ValueError(f"There is no formula '{id}'. The formulas are {say_list(list(FORMULAS))}.") from None


def _by_id(formula: Formula) -> tuple[Callable[[str], Formula], tuple[str]]:
    return formula_of, (formula.id,)


copyreg.pickle(Formula, _by_id)  # a figure made by another process is then of the same formula, and not of a copy
