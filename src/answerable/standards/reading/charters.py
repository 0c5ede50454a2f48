"""A charter or a statutory procedure from its file to typed values, or a refusal that a council officer can act on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from answerable.standards.charter.procedures import Procedure
from answerable.standards.charter.promises import (
    LONGEST_NAME,
    Charter,
    Force,
    Promise,
    Replacement,
    Setting,
)
from answerable.standards.reading.clock_rules import Context
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.reading.holidays import read_hours, read_windows
from answerable.standards.reading.promises import read_promises
from answerable.standards.reading.stages import as_adopted, read_stages
from answerable.standards.time.calendar import Calendar, SpecialDay
from answerable.standards.time.counting import start_of
from answerable.standards.time.duration import CalendarDays, Months, Weeks
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.words import say_date

Read = TypeVar("Read")

STATUSES = ("draft", "adopted", "retired")
ABANDONED = ("count as offered", "left out when short")
SETTINGS = (
    "start", "cut_off", "first_day", "due_at", "at_closing", "on_day_off", "ring_ms", "ring_ends",
    "calendar", "automatic_acknowledges", "abandoned_calls", "due_soon", "disputed_within",
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
    promises = read_promises(whole, context)
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
    read = read_promises(whole, context.for_a_law())
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
            settings[key] = Setting(_value(key, one), one.take("local", str, ""))
            one.close()
    place.close()
    values = {
        key: setting.value for key, setting in settings.items() if key not in ("abandoned_calls", "disputed_within")
    }
    if values.pop("calendar", calendar) != calendar:
        raise place.refuse(
            f"The calendar here is not {calendar}, that of [charter]. Write the same in both.", "calendar"
        )
    return settings, FileTable(place.file, place.lines, place.line, "settings", values)


def _value(key: str, one: FileTable) -> object:
    """Read the value of a setting: of those that rules read themselves, as it stands."""
    if key == "abandoned_calls":
        return one.take_word("value", ABANDONED)
    if key != "disputed_within":
        return one.take("value", object)
    words: str = one.take("value", str)
    if not isinstance(one.duration("value", words), CalendarDays | Weeks | Months):
        raise one.refuse("'disputed_within' must be in days, weeks or months, such as 28 days.", "value")
    return words


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
