"""A charter or a statutory procedure from its file to typed values, or a refusal that a council officer can act on."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from answerable.standards.charter.procedures import Procedure
from answerable.standards.charter.promises import (
    LONGEST_NAME,
    Aggregate,
    Charter,
    ContentRule,
    Evidence,
    Force,
    Promise,
    Publication,
    Register,
    Replacement,
    Setting,
    Strength,
    WebCheck,
)
from answerable.standards.charter.target import Target
from answerable.standards.measure.formula import Contacts, Formula, Observations
from answerable.standards.measure.formulas import AGGREGATES, formula_for
from answerable.standards.measure.observations import AVAILABILITY, instruments_of
from answerable.standards.reading.clock_rules import Context, read_clock, take_needs
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.reading.holidays import read_hours, read_windows
from answerable.standards.reading.stages import as_adopted, read_stages
from answerable.standards.time.calendar import Calendar, SpecialDay
from answerable.standards.time.counting import start_of
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.feeds import CHECKS, EVIDENCE
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.words import say_date, say_list

Read = TypeVar("Read")

MEASURES = ("clock", "aggregate", "rule", "evidence", "web", "register", "publication")
STATUSES = ("draft", "adopted", "retired")
ABANDONED = ("count as offered", "left out when short")
SETTINGS = (
    "start", "cut_off", "first_day", "due_at", "at_closing", "on_day_off", "ring_ms", "ring_ends",
    "calendar", "automatic_acknowledges", "abandoned_calls", "due_soon",
)  # fmt: skip


def read_charter(text: str, file: str, calendars: Mapping[str, Calendar], procedures: Mapping[str, str]) -> Charter:
    """Read a council's charter, with the statutory procedures it names read in its context.

    ``procedures`` maps a procedure's key to the text of its file. Raises CharterError, with every mistake that could be
    found, a line each.
    """
    whole = FileTable.of(text, file)
    return _at_once(whole, lambda: _charter(whole, calendars, procedures))


def _at_once(whole: FileTable, read: Callable[[], Read]) -> Read:
    """Return what is read of a file. Raises CharterError with every mistake in it, a line each.

    What contradicts itself among settings and opening hours ends the reading, for all that follows leans on them.
    """
    whole.told = []
    try:
        found = read()
    except CharterError as error:
        raise _all(whole.told or [error]) from None
    if whole.told:
        raise _all(whole.told)
    return found


def _all(told: Iterable[CharterError]) -> CharterError:
    return CharterError("\n".join(dict.fromkeys(map(str, told))))


def _charter(whole: FileTable, calendars: Mapping[str, Calendar], procedures: Mapping[str, str]) -> Charter:
    head = whole.take_table("charter")
    if head is None:
        raise whole.refuse("[charter] is missing. Begin with the council's key, name, title and version.")
    about = {key: head.take(key, str) for key in ("council", "name", "title", "source")}
    version = head.take_short("version", LONGEST_NAME)
    status = head.take_word("status", STATUSES)
    in_force_from, in_force_until = head.take("in_force_from", date), head.take("in_force_until", date, None)
    if in_force_until is not None and in_force_until < in_force_from:
        raise head.refuse("'in_force_until' is before 'in_force_from'. Swap them.", "in_force_until")
    is_known = head.take_word("in_force_from_is", ("known", "guessed"), "known") == "known"
    default = calendars[head.take_word("calendar", calendars)]
    keys = head.take_list("procedures", procedures, [])
    if len(set(keys)) < len(keys):
        raise head.refuse("'procedures' names one twice. Name each once.", "procedures")
    head.close()
    settings, values = _settings(whole.take_table("settings"), default.name)
    services = _services(whole, default)
    context = Context(calendars, default.name, services).with_settings(values)
    laws = {key: read_procedure(procedures[key], f"procedures/{key}.toml", context) for key in keys}
    statutory = [promise for law in laws.values() for promise in law.promises]
    context = replace(context, procedures={promise.id: promise for promise in statutory})
    promises = _promises(whole, context)
    adopted = _adopted(promises, statutory)
    charter = Charter(
        **about,
        version=version,
        status=status,
        in_force_from=in_force_from,
        in_force_until=in_force_until,
        begin_is_known=is_known,
        calendar=context.calendar_for(default.name, None),
        promises=(*promises, *(promise for promise in statutory if promise.id not in adopted)),
        replacements=_replacements(whole, promises),
        settings=settings,
        services=services,
        procedures={key: replace(law, stages=as_adopted(law.stages, adopted)) for key, law in laws.items()},
    )
    whole.close()
    return charter


def read_procedure(text: str, file: str, context: Context) -> Procedure:
    """Read a statutory procedure, its promises to be counted with the council's own hours and closures."""
    whole = FileTable.of(text, file)
    return _at_once(whole, lambda: _procedure(whole, context))


def _procedure(whole: FileTable, context: Context) -> Procedure:
    head = whole.take_table("procedure")
    if head is None:
        raise whole.refuse("[procedure] is missing. Begin with the procedure's key, name and law.")
    about = {key: head.take(key, str) for key in ("key", "name", "law")}
    force = head.take_choice("force", Force, Force.LAW)
    head.take("checked", str)
    head.take_list("nations")
    since = start_of(head.take("in_force_from", date), context.calendars[context.default])
    head.close()
    read = _promises(whole, context.for_a_law())
    promises = tuple(replace(promise, force=force, since=since) for promise in read)
    if whole.told:
        raise whole.told[0]  # stages name promises: they are read once those can be
    stages = read_stages(whole, promises)
    whole.close()
    return Procedure(**about, promises=promises, stages=stages)


def _adopted(promises: Iterable[Promise], statutory: Iterable[Promise]) -> dict[str, tuple[str, ...]]:
    """Return, for each promise of a law whose clock the council's own promises have adopted, the ids of those."""
    found = {
        law.id: tuple(promise.id for promise in promises if promise.clock is law.clock)
        for law in statutory
        if law.clock is not None
    }
    return {id: adopters for id, adopters in found.items() if adopters}


def _settings(place: FileTable | None, calendar: str) -> tuple[dict[str, Setting], FileTable | None]:
    """Read the settings, and give back the values that counting rests on as a table for its rules to read."""
    settings: dict[str, Setting] = {}
    if place is None:
        return settings, None
    for key in SETTINGS:
        one = place.take_table(key)
        if one is not None:
            value = one.take_word("value", ABANDONED) if key == "abandoned_calls" else one.take("value", object)
            settings[key] = Setting(value, one.take("local", str, ""))
            one.close()
    place.close()
    values = {key: setting.value for key, setting in settings.items() if key != "abandoned_calls"}
    if values.pop("calendar", calendar) != calendar:
        raise place.refuse(
            f"The calendar here is not {calendar}, that of [charter]. Write the same in both.", "calendar"
        )
    return settings, FileTable(place.file, place.lines, place.line, "settings", values)


def _services(whole: FileTable, default: Calendar) -> dict[str, Calendar]:
    """Read opening hours and closures: one calendar a service, the first being the one meant when none is named."""
    closures = {}
    for place in whole.take_tables("closures"):
        on = place.take("date", date)
        if on in closures:
            raise place.refuse(f"{say_date(on)} is closed twice. Keep one of the two.", "date")
        closures[on] = place.take_text("reason")
        place.close()
    special = {}
    for place in whole.take_tables("special_days"):
        on = place.take("date", date)
        if on in special:
            raise place.refuse(f"{say_date(on)} has hours of its own twice. Keep one of the two.", "date")
        windows = read_windows(place, "hours", place.take("hours", str))
        special[on] = SpecialDay(windows, place.take("reason", str), place.take("working", bool, None))
        place.close()
    base = replace(default, closures=closures, special=special)
    table = whole.take_table("hours")
    if table is None:
        return {"": base}
    services = {name: replace(base, hours=read_hours(place)[0]) for name, place in table.take_named().items()}
    if not services:
        raise table.refuse("[hours] names no service. Give one its opening hours, or leave [hours] out.")
    return services


def _promises(whole: FileTable, context: Context) -> tuple[Promise, ...]:
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


def _replacements(whole: FileTable, promises: tuple[Promise, ...]) -> tuple[Replacement, ...]:
    if whole.told:
        whole.take("replacements", list, [])
        return ()  # it names promises, and stands or falls by them: it is read once those can be
    ids = [promise.id for promise in promises]
    replacements = []
    for place in whole.take_tables("replacements"):
        replacement = Replacement(
            place.take_word("promise", ids),
            frozenset(place.take_list("contacts", KINDS)),
            frozenset(place.take_list("voids", ids)),
            place.take("reason", str),
        )
        place.close()
        replacements.append(replacement)
    return tuple(replacements)
