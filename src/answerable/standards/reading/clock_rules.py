"""The [promise.clock] table of a charter, read into the kind of rule that its keys say it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from answerable.standards.charter.clock_rules import (
    ClockRule,
    Condition,
    Contingent,
    DatesKept,
    Deadline,
    Effect,
    Extension,
    Notice,
    StoppedBy,
    Timed,
)
from answerable.standards.charter.promises import Promise
from answerable.standards.reading.file_table import FileTable
from answerable.standards.reading.holidays import LAW
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.counting import PLAIN, AtClosing, Counting, DueAt, OnDayOff, RingEnds, Start
from answerable.standards.time.duration import Duration, WorkingDays
from answerable.standards.vocabulary.details import DATES, DETAILS
from answerable.standards.vocabulary.facts import FACTS, LADDER, fact_named


@dataclass(frozen=True)
class Context:
    """What a clock's table is read against: calendars, hours, the charter's settings, and the promises above it."""

    calendars: Mapping[str, Calendar]
    default: str
    services: Mapping[str, Calendar]
    counting: Counting = PLAIN
    automatic: bool = True
    due_soon: int | None = None
    procedures: Mapping[str, Promise] = field(default_factory=dict)
    above: Mapping[str, Promise] = field(default_factory=dict)
    _made: dict[tuple[str, str | None], Calendar] = field(default_factory=dict)

    def calendar_for(self, name: str, service: str | None) -> Calendar:
        """Return a calendar with a service's opening hours and the council's closures, made once for each pair."""
        key = (name, service)
        if key not in self._made:
            doors = self.services[service or next(iter(self.services))]
            self._made[key] = replace(
                self.calendars[name], hours=doors.hours, closures=doors.closures, special=doors.special
            )
        return self._made[key]

    def with_settings(self, values: FileTable | None) -> "Context":
        """Return the context with a charter's own settings as its defaults."""
        if values is None:
            return self
        counting = read_counting(values, PLAIN)
        soon = values.take_duration("due_soon", None)
        if soon is not None and not isinstance(soon, WorkingDays):
            raise values.refuse("'due_soon' must be in working days, such as 1 working day.", "due_soon")
        automatic = values.take("automatic_acknowledges", bool, True)
        values.close()
        return replace(self, counting=counting, automatic=automatic, due_soon=None if soon is None else soon.number)

    def for_a_law(self) -> "Context":
        """Return the context for a statutory procedure, which a council's own settings cannot change (C3)."""
        return replace(self, counting=PLAIN, automatic=True)


def read_counting(place: FileTable, default: Counting) -> Counting:
    """Read the settings by which a limit is counted, each with the charter's own as its default."""
    first_day = place.take("first_day", int, default.first_day)
    if first_day not in (0, 1):
        raise place.refuse('\'first_day\' is 0 for "within" or 1 for "beginning with".', "first_day")
    ring_ms = place.take("ring_ms", int, default.ring_ms)
    if ring_ms <= 0:
        raise place.refuse("'ring_ms' must be above 0. A UK ring is 3000 milliseconds.", "ring_ms")
    return Counting(
        start=place.take_choice("start", Start, default.start),
        cut_off=place.take_minutes("cut_off", default.cut_off),
        first_day=first_day,
        due_at=place.take_choice("due_at", DueAt, default.due_at),
        at_closing=place.take_choice("at_closing", AtClosing, default.at_closing),
        on_day_off=place.take_choice("on_day_off", OnDayOff, default.on_day_off),
        ring_ms=ring_ms,
        ring_ends=place.take_choice("ring_ends", RingEnds, default.ring_ends),
    )


def read_clock(place: FileTable | None, context: Context) -> ClockRule | None:
    """Read a clock's table, or None when the promise has none."""
    if place is None:
        return None
    adopted = place.take_word("procedure", context.procedures, None)
    if adopted is not None:
        place.close()
        return context.procedures[adopted].clock
    rule = _dates_kept(place, context) or _awaiting(place, context)
    place.close()
    return rule


def _dates_kept(place: FileTable, context: Context) -> DatesKept | None:
    return DatesKept(_calendar(place, context)) if place.take("derived", bool, False) else None


def _awaiting(place: FileTable, context: Context) -> ClockRule:
    """Read a rule that waits for something: a notice of delay, or a limit, contingent or not."""
    stop = place.take_word("stop", (*LADDER, *FACTS))
    awaits: dict[str, Any] = {
        "stop": stop,
        "needs": take_needs(place, "needs", fact_named(stop)),
        "automatic": place.take("automatic", bool, context.automatic),
        "automatic_needs": take_needs(place, "automatic_needs", fact_named(stop)),
    }
    replies = tuple(context.above[id] for id in place.take_list("notice_for", context.above, []))
    for reply in replies:
        if not isinstance(reply.clock, Timed):
            raise place.refuse(f"{reply.id} has no limit, so it can have no notice of delay.", "notice_for")
    if replies:
        return Notice(**awaits, notice_for=replies)
    limit = awaits | _limit(place, context)
    longer = place.take_duration("unless_full_reply_within", None)
    if longer is not None:
        for key in ("measured_to", "left", "nth", "stop_after", "backstop"):
            if place.take(key, object, None) is not None:
                raise place.refuse(
                    f"'{key}' cannot stand beside 'unless_full_reply_within', for a full reply ends that clock too. "
                    "Leave one of them out.",
                    key,
                )
        return Contingent(**limit, unless_full_reply_within=longer)
    nth = place.take("nth", int, 1)
    if nth < 1:
        raise place.refuse("'nth' counts from 1, the first time. Leave it out for the first.", "nth")
    return Deadline(
        **limit,
        measured_to=place.take_word("measured_to", _dates_of(stop), None),
        left=place.take_word("left", FACTS, None),
        nth=nth,
        stop_after=place.take_word("stop_after", FACTS, None),
        backstop=place.take("backstop", bool, False),
    )


def _limit(place: FileTable, context: Context) -> dict[str, Any]:
    """Read what every time limit has."""
    within, opens = place.take_duration("within"), place.take_word("from", FACTS, "received")
    limit = {
        "within": within,
        "calendar": _calendar(place, context),
        "counting": read_counting(place, context.counting),
        "opens": opens,
        "counts_from": place.take_word("counts_from", FACTS, None),
        "counts_from_within": place.take_duration("counts_from_within", None),
        "only_if": _condition(place, "only_if", opens),
        "lifted_by": _condition(place, "lifted_by", opens),
        "void_by": _condition(place, "void_by", opens),
        "in_hours": place.take("in_hours", bool, False),
        "even_before": place.take("even_before", bool, False),
        "variant": place.take_duration("variant", None),
        "stopped_by": _stopped_by(place, within),
        "extension": _extension(place, within),
        "due_soon": context.due_soon,
    }
    if limit["counts_from_within"] is not None and limit["counts_from"] is None:
        raise place.refuse("'counts_from_within' says by when, but not what. Add counts_from.", "counts_from_within")
    return limit


def _calendar(place: FileTable, context: Context) -> Calendar:
    name = place.take_word("calendar", (*context.calendars, LAW), context.default)
    if name == LAW:
        name = context.calendars[context.default].law
        if name not in context.calendars:
            raise place.refuse(
                f"The calendar {context.default} does not say on which days its nation's laws are counted. "
                "Add law = the name of that calendar to it, or name another calendar here.",
                "calendar",
            )
    service = place.take_word("service", filter(None, context.services), None)
    return context.calendar_for(name, service)


def take_needs(place: FileTable, key: str, *facts: str) -> tuple[str, ...]:
    """Return the details that must be given, each of them one that can be said of all of some facts."""
    said = [{detail.name for detail in FACTS[fact].details} for fact in facts]
    among = [name for name in DETAILS if all(name in names for names in said)]
    return place.take_list(key, among, [])


def _dates_of(stop: str) -> list[str]:
    """Return the dates that can be said of what stops a clock."""
    return [detail.name for detail in FACTS[fact_named(stop)].details if detail.name in DATES]


def _condition(place: FileTable, key: str, opens: str) -> Condition | None:
    """Read a condition; what it needs may be said of its own fact, or of the one that opened the clock."""
    table = place.take_table(key)
    if table is None:
        return None
    fact = table.take_word("fact", FACTS)
    said = {detail.name for detail in (*FACTS[fact].details, *FACTS[opens].details)}
    condition = Condition(
        fact,
        table.take_duration("within", None),
        table.take_list("needs", [name for name in DETAILS if name in said], []),
        table.take("reason", str, "") if key == "only_if" else table.take("reason", str),
    )
    table.close()
    return condition


def _extension(place: FileTable, within: Duration) -> Extension | None:
    table = place.take_table("extension")
    if table is None:
        return None
    to, by = table.take_duration("to", None), table.take_duration("by", None)
    if (to is None) == (by is None):
        raise table.refuse(
            "An extension goes either 'to' a limit from the start or 'by' one from the due date. Give one."
        )
    if to is not None and type(to) is type(within) and to.number <= within.number:
        raise table.refuse(f"An extension to {to} is none: the limit is {within}. Write a longer one.", "to")
    fact = table.take_word("fact", FACTS)
    extension = Extension(fact, to, by, take_needs(table, "needs", fact), table.take("told_anew", bool, False))
    table.close()
    return extension


def _stopped_by(place: FileTable, within: Duration) -> tuple[StoppedBy, ...]:
    stops = []
    for table in place.take_tables("stopped_by"):
        stop = StoppedBy(
            asked=table.take_word("from", FACTS),
            answered=table.take_word("to", FACTS),
            effect=Effect(table.take_word("effect", [one.value for one in Effect])),
            reason=table.take("reason", str),
            lapses_after=table.take_duration("lapses_after", None),
        )
        if stop.effect is Effect.SKIPS_WORKING_DAYS and type(within) is not WorkingDays:
            raise table.refuse(
                f"Only a limit in working days can skip them; this one is {within}. Choose another effect.", "effect"
            )
        table.close()
        stops.append(stop)
    return tuple(stops)
