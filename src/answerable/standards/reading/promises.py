"""The promises of a charter or a procedure, each from its table to typed values."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from answerable.standards.charter.promises import (
    LONGEST_NAME,
    Aggregate,
    ContentRule,
    Evidence,
    Promise,
    Publication,
    Register,
    Strength,
    WebCheck,
)
from answerable.standards.charter.target import Target
from answerable.standards.measure.formula import Contacts, Formula, Observations
from answerable.standards.measure.formulas import AGGREGATES, formula_for
from answerable.standards.measure.observations import AVAILABILITY, instruments_of
from answerable.standards.reading.clock_rules import Context, read_clock, take_needs
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.feeds import CHECKS, EVIDENCE
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.words import say_list

MEASURES = ("clock", "aggregate", "rule", "evidence", "web", "register", "publication")


def read_promises(whole: FileTable, context: Context) -> tuple[Promise, ...]:
    """Read every promise in order, so that a delay notice can point only to promises above it.

    A mistake in one does not hide that in another: each promise that is refused is told.
    """
    promises: dict[str, Promise] = {}
    refused: list[str] = []
    head_refused = bool(whole.told)
    told = whole.told if whole.told is not None else []
    for place in whole.take_tables("promise", "id"):
        place.told = []
        try:
            promise = _promise(place, replace(context, above=promises))
            if promise.id in promises or promise.id in context.procedures:
                raise place.refuse(f"{promise.id} is promised twice. Give each promise an id of its own.", "id")
            promises[promise.id] = promise
        except CharterError as error:
            place.told = place.told or [error]
        mistakes = list(_of_its_own(place.told, refused, has_procedures=not head_refused))
        if place.told:
            refused.append(place.who.removeprefix("promise "))
        told.extend(mistakes)
    if told:
        return tuple(promises.values())
    if not promises:
        raise whole.refuse("There is no promise here. Add one under [[promise]].")
    return tuple(promises.values())


def _of_its_own(
    told: Iterable[CharterError], refused: Iterable[str], *, has_procedures: bool
) -> Iterator[CharterError]:
    """Give the mistakes of a promise, but for those that only follow from what is refused already."""
    for one in told:
        if not any(f"'{id}'" in str(one) for id in refused) and (has_procedures or one.key != "procedure"):
            yield one
        if one.key in _ELSEWHERE:
            return


_ELSEWHERE = ("procedure", "notice_for")
"""The keys by which a clock is that of another promise: without it, nothing more can be said of the clock."""


def _promise(place: FileTable, context: Context) -> Promise:
    kind = place.take_list("kind", MEASURES)
    if not kind:
        raise place.refuse(f"'kind' is empty. Say how it is measured: {', '.join(MEASURES)}.", "kind")
    strength = Strength(place.take_word("strength", [one.value for one in Strength]))
    promise = Promise(
        id=_id(place),
        words=place.take_text("words"),
        kind=kind,
        strength=strength,
        channels=frozenset(place.take_list("channels", ("all", *CHANNELS))),
        source=place.take("source", str),
        contacts=frozenset(place.take_list("contacts", KINDS, [])),
        not_contacts=frozenset(place.take_list("not_contacts", KINDS, [])),
        mailbox=place.take_short("mailbox", LONGEST_NAME, None),
        implied=place.take("implied", bool, False),
        reading=place.take("reading", str, ""),
        local=place.take("local", str, ""),
        said_on=_said_on(place.take_table("said_on")),
        clock=read_clock(place.take_table("clock"), context),
        rule=_rule(place.take_table("rule")),
        aggregate=_aggregate(place.take_table("aggregate")),
        evidence=_evidence(place.take_table("evidence")),
        web=_web(place.take_table("web")),
        register=_register(place.take_table("register")),
        publication=_publication(place.take_table("publication")),
    )
    place.close()
    for one in kind:
        if getattr(promise, one) is None:
            raise place.refuse(
                f"It is of kind {one} but does not say how that is measured. Add a table [promise.{one}], "
                f"whether or not something can measure it yet."
            )
    _check_feeds(place, promise)
    return promise


_ID = re.compile(r"[A-Za-z0-9_-]+")
"""What can stand in the address of a promise's page."""


def _id(place: FileTable) -> str:
    id: str = place.take_short("id", LONGEST_NAME)
    if not _ID.fullmatch(id):
        raise place.refuse(
            f"'{id}' cannot stand in the address of a page. Write letters, digits, hyphens and underscores.", "id"
        )
    return id


def _check_feeds(place: FileTable, promise: Promise) -> None:
    """Refuse a formula that would never find anything to count for a promise."""
    if promise.checks and formula_for(promise) is not AVAILABILITY:
        raise place.refuse(
            f"Its checks ({say_list(promise.checks)}) would never be counted: it is measured by its own clocks, its "
            f'messages or another formula. Leave the checks out, or give it formula = "availability".'
        )
    if promise.aggregate is None:
        return
    formula = AGGREGATES[promise.aggregate.formula]
    fed_by = formula.fed_by
    if isinstance(fed_by, Contacts) and fed_by.channels and not promise.channels <= fed_by.channels:
        raise place.refuse(
            f"{formula.id} counts contacts by {say_list(sorted(fed_by.channels))}, and the promise is owed on "
            f"{say_list(sorted(promise.channels))}. Choose another formula.",
            "channels",
        )
    if isinstance(fed_by, Observations) and not (fed_by.instruments or instruments_of(promise)):
        raise place.refuse(
            f"{formula.id} is taken over what was observed, and nothing says with which instrument. "
            f"Add a table [promise.evidence]."
        )


def _said_on(place: FileTable | None) -> tuple[tuple[str, str], ...]:
    """Return the words for single channels, by the channel."""
    if place is None:
        return ()
    said = {channel: place.take(channel, str, "") for channel in CHANNELS}
    place.close()
    return tuple((channel, words) for channel, words in said.items() if words)


def _rule(place: FileTable | None) -> ContentRule | None:
    if place is None:
        return None
    on = place.take_list("on", FACTS, [])
    needs = take_needs(place, "needs", *on)
    if needs and not on:
        raise place.refuse("'needs' says what a message must carry, but not which messages. Add on = [...].", "needs")
    rule = ContentRule(
        must=place.take("must", str),
        on=on,
        needs=needs,
        unless_closes=place.take("unless_closes", bool, False),
        checks=place.take_list("checks", CHECKS, []),
    )
    place.close()
    return rule


def _aggregate(place: FileTable | None) -> Aggregate | None:
    if place is None:
        return None
    formula = AGGREGATES[place.take_word("formula", AGGREGATES)]
    aggregate = Aggregate(
        formula=formula.id,
        of=place.take("of", str),
        target=_target(place, formula),
        period=place.take("period", str),
        checks=place.take_list("checks", CHECKS, []),
    )
    if aggregate.checks and aggregate.formula != AVAILABILITY.id:
        raise place.refuse(
            f"'checks' are counted by availability and not by {aggregate.formula}. Leave them out.", "checks"
        )
    if formula is AVAILABILITY and not aggregate.checks:
        raise place.refuse(
            'availability is taken over checks, and none is named. Add checks = ["form"], or others: '
            f"{say_list(list(CHECKS))}.",
            "formula",
        )
    place.close()
    return aggregate


def _target(place: FileTable, formula: Formula) -> Target | None:
    words = place.take("target", str, None)
    if words is None:
        return None
    try:
        target = Target.read(words)
    except ValueError as error:
        raise place.refuse(str(error), "target") from None
    if target.unit != formula.unit:
        raise place.refuse(
            f"{formula.id} is worked out in {formula.unit}, so it cannot be held to {target}. "
            f"Write the target in {formula.unit}, or choose another formula.",
            "target",
        )
    return target


def _evidence(place: FileTable | None) -> Evidence | None:
    if place is None:
        return None
    evidence = Evidence(place.take_list("by", EVIDENCE), place.take("item", str), place.take("every", str, "quarter"))
    place.close()
    return evidence


def _web(place: FileTable | None) -> WebCheck | None:
    if place is None:
        return None
    web = WebCheck(place.take("check", str), place.take("every", str, "day"), place.take_list("checks", CHECKS, []))
    place.close()
    return web


def _register(place: FileTable | None) -> Register | None:
    if place is None:
        return None
    register = Register(place.take("holds", str))
    place.close()
    return register


def _publication(place: FileTable | None) -> Publication | None:
    if place is None:
        return None
    publication = Publication(
        place.take("publishes", str),
        place.take("every", str, "quarter"),
        place.take_duration("within", None),
        place.take("figures", bool, False),
    )
    place.close()
    return publication
