"""The steps of a working, each a sentence or two, and apart from them what each rests on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answerable.standards.charter.clock_rules import SAME_DAY, Awaiting, Contingent, Deadline, Effect, Timed
from answerable.standards.charter.promises import Charter, Promise, Strength
from answerable.standards.charter.saying import say_within
from answerable.standards.explaining.days import counted_after
from answerable.standards.explaining.moments import Moments
from answerable.standards.judging.messages import TOLD
from answerable.standards.judging.outcome import Clock, Measure, State, is_not_owed_yet, sentence
from answerable.standards.judging.reckoning import Reckoning, Span, moved_from, variant_due
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.counting import RingEnds, Start, day_nought
from answerable.standards.time.duration import (
    CalendarDays,
    Duration,
    ElapsedHours,
    Months,
    Rings,
    Weeks,
    WorkingDays,
    WorkingMinutes,
)
from answerable.standards.vocabulary.details import DETAILS
from answerable.standards.vocabulary.facts import FACTS, noun
from answerable.standards.words import WEEKDAYS, say_day, say_list


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the working, and the names of what it rests on: counting rules, clauses, a calendar.

    A name never stands in the sentence: whoever reads it needs no code to follow it.
    """

    says: str
    rests_on: tuple[str, ...] = ()


def source_of(promise: Promise, charter: Charter) -> str:
    """Name where a promise comes from, without the marks that say how its source was checked: "S5 line 37"."""
    if promise is TOLD:
        return promise.source
    clause = re.sub(r" \([VSK][^)]*\)", "", promise.source)
    return clause if promise.statutory else f"{charter.source} {clause}"


_VERDICTS = {
    State.KEPT: ("We kept this promise", "We met this aim"),
    State.BROKEN: ("We broke this promise", "We missed this aim"),
    State.RUNNING: ("There is still time to keep this promise", "There is still time to meet this aim"),
    State.DUE_SOON: ("This promise is due soon", "This aim is due soon"),
    State.EXPOSED: ("This promise can still be kept in one way", "This aim can still be met in one way"),
    State.PAUSED: ("The clock of this promise stands still", "The clock of this aim stands still"),
    State.NOT_REQUIRED: ("Nothing was owed under this promise", "Nothing was owed under this aim"),
    State.VOID: ("This promise does not apply here", "This aim does not apply here"),
    State.EXCLUDED: ("This promise is not counted here", "This aim is not counted here"),
    State.UNCOUNTED: ("Nobody can say yet when this is due", "Nobody can say yet when this is due"),
}


def say_verdict(clock: Clock) -> str:
    """Say how a clock stands, without a full stop: "We kept this promise"."""
    if is_not_owed_yet(clock):
        return "Nothing is owed under this promise so far"
    if clock.promise.strength is Strength.BEST_EFFORT and clock.state in (State.KEPT, State.BROKEN):
        return "We promised to try, so there is no verdict"
    return _VERDICTS[clock.state][clock.promise.strength is not Strength.WILL]


def timed_steps(clock: Clock, rule: Timed, charter: Charter, say: Moments) -> Iterator[Step]:
    """Say step by step how a time limit came out; ``rule`` is that of the reply, where this is a notice of delay."""
    watched = clock.beside or clock.promise
    reckoning, source = clock.reckoning, source_of(watched, charter)
    told = f"It began on {say.at(reckoning.opened)}: {FACTS[rule.opens].told}."
    yield Step(told, ("C3",) if rule.opens == "received" else (source,))
    if clock.beside is not None:
        told = f"A notice of delay is due when the {noun(rule.stop)} is due: {sentence(watched.words)}"
        yield Step(told, ("C7", source_of(clock.promise, charter)))
    if rule.only_if is not None:
        yield Step(f"It applies because {FACTS[rule.only_if.fact].told}.", (source,))
    yield from _counted_steps(clock, rule, source, say) if reckoning.counted else [_limit_step(rule, source)]
    if clock.stopped is not None:
        yield Step(f"{_stopped(clock)} {say.at(clock.stopped)}.", ("C5",))
    yield _verdict(clock)


def _counted_steps(clock: Clock, rule: Timed, source: str, say: Moments) -> Iterator[Step]:
    """Say from when to when the limit runs, and what stopped it or made it longer."""
    reckoning = clock.reckoning
    stops = [(span, Step(_stop(span, say), (source,))) for span in reckoning.spans]
    yield from (step for span, step in stops if span.by.effect is Effect.STARTS_AGAIN)
    yield from _start_steps(rule, reckoning, source, say)
    yield _limit_step(rule, source)
    other = variant_due(rule, reckoning)
    if other is not None:
        told = f"Read as {rule.variant} it would fall due {say.due(other)}; it is judged by {rule.within}."
        yield Step(told, (source,))
    yield from (step for span, step in stops if span.by.effect is not Effect.STARTS_AGAIN)
    if reckoning.lapses is not None:
        yield Step(f"Without an answer it lapses {say.due(reckoning.lapses)}.", (source,))
    yield from _extension_steps(rule, reckoning, source, say)
    yield _due_step(rule, reckoning, source, say)
    if isinstance(rule, Contingent):
        yield from _contingent_steps(clock, rule, say)


def _verdict(clock: Clock) -> Step:
    return Step(f"{say_verdict(clock)}. {clock.reason}")


def _start_steps(rule: Timed, reckoning: Reckoning, source: str, say: Moments) -> Iterator[Step]:
    if reckoning.counted_from != reckoning.opened:
        yield Step(_counted_from(rule, reckoning, say), (source,))
    if not isinstance(rule.within, (WorkingDays, CalendarDays, Weeks, Months)):
        return
    counting = reckoning.counting
    nought = day_nought(reckoning.counted_from, rule.calendar, counting)
    day = "the first day" if counting.first_day else f"the {counted_after(rule, reckoning)}, which is not counted"
    if nought == say.on(reckoning.counted_from):
        yield Step(f"{say_day(nought)} is {day}.", ("C2",))
    else:
        moved = f"{say_day(nought)} stands for {day}: {_LATE[counting.start]}."
        yield Step(moved, ("C3", f"start rule {counting.start}"))


def _counted_from(rule: Timed, reckoning: Reckoning, say: Moments) -> str:
    start = reckoning.counted_from
    again = any(span.by.effect is Effect.STARTS_AGAIN and span.answered == start for span in reckoning.spans)
    if again or rule.counts_from is None:
        return f"So it is counted from {say.at(start)}."
    if reckoning.begun_by is None:
        last = f"the last day on which it could be {rule.counts_from} in time"
        return f"It is counted from the end of {say_day(say.on(start))}, {last}."
    return f"It is counted from {say.at(start)}, when it was {rule.counts_from}."


_LATE = {
    Start.NEXT_OPEN: "what comes after the cut-off or on a day off counts from the next working day",
    Start.NEXT_WORKING_DAY: "what comes on a day off counts from the next working day",
    Start.AFTER_CUT_OFF: "what comes after the cut-off counts from the next working day",
}


def _limit_step(rule: Timed, source: str) -> Step:
    on_a_calendar = isinstance(rule.within, (WorkingDays, WorkingMinutes)) and rule.within != SAME_DAY
    calendar = (f"calendar: {rule.calendar.title or rule.calendar.name}",) if on_a_calendar else ()
    return Step(_limit(rule, rule.within), (source, *calendar))


def _limit(rule: Timed, limit: Duration) -> str:
    """Say a limit and how it is counted, in one or two sentences."""
    calendar = rule.calendar
    if limit == SAME_DAY:
        return "The limit is the same day."
    if isinstance(limit, WorkingDays):
        closures = " Days on which the council's offices are shut count too." if calendar.closures_count else ""
        return f"The limit is {limit}. {_days_off(calendar)}{closures}"
    if isinstance(limit, WorkingMinutes):
        return f"The limit is {limit}, counted while the doors are open."
    if isinstance(limit, Rings):
        ends = "the next would start" if rule.counting.ring_ends is RingEnds.NEXT_RING else "its own sound stops"
        return f"The limit is {limit} of {rule.counting.ring_ms / 1000:g} seconds; the last is over when {ends}."
    if isinstance(limit, Months):
        until = "the day before the same date" if rule.counting.first_day else "the same date"
        return f"The limit is {limit}: to {until}, or the last day of a month that is too short."
    if isinstance(limit, (CalendarDays, Weeks)):
        return f"The limit is {limit}; every day counts, weekends and holidays too."
    if isinstance(limit, ElapsedHours):
        return f"The limit is {limit}; every hour counts, day and night."
    return f"The limit is {limit}."


def _days_off(calendar: Calendar) -> str:
    """Say which days a calendar does not count: "Weekends and bank holidays do not count."."""
    off = [f"{WEEKDAYS[day]}s" for day in range(7) if day not in calendar.weekdays]
    named = ["weekends"] if off == ["Saturdays", "Sundays"] else off
    if calendar.holidays:
        named.append("bank holidays")
    if calendar.closures and not calendar.closures_count:
        named.append("days on which we are closed")
    said = say_list(named)
    return f"{said[:1].upper()}{said[1:]} do not count." if named else "Every day counts."


_EFFECTS = {
    Effect.STARTS_AGAIN: "the limit began again at its end",
    Effect.SKIPS_WORKING_DAYS: "the working days among these, both ends included, do not count",
    Effect.MOVES_BY_CALENDAR_DAYS: "the date moved by these days, both ends included",
    Effect.MOVES_BY_OPEN_TIME: "the time for which the doors were open in between does not count",
}


def _stop(span: Span, say: Moments) -> str:
    asked, reason = say.at(span.asked), sentence(span.by.reason)
    if span.answered is None:
        return f"{reason} That was on {asked}, and there is no answer yet: the clock stands still."
    return f"{reason} That took from {asked} to {say.at(span.answered)}: {_EFFECTS[span.by.effect]}."


def _extension_steps(rule: Timed, reckoning: Reckoning, source: str, say: Moments) -> Iterator[Step]:
    extension, notice = rule.extension, reckoning.extended
    if extension is None or notice is None:
        return
    how = f"by {extension.by}" if extension.to is None else f"to {extension.to}"
    named = ", or until the day we named if that is sooner" if notice.details.get("until") else ""
    yield Step(f"It was first due {say.due(reckoning.first_due)}.", (source,))
    yield Step(f"Before that, on {say.at(notice.at)}, it was extended {how}{named}.", (source,))


def _due_step(rule: Timed, reckoning: Reckoning, source: str, say: Moments) -> Step:
    """Say when it falls due, and from which day off it was moved if it was."""
    falls = "It falls" if reckoning.waiting is None else "Without the wait it would fall"
    says = f"{falls} due {say.due(reckoning.due)}."
    last = moved_from(rule, reckoning)
    if last is not None:
        says = f"Its last day, {say_day(last)}, is a day off, so it moves to the next working day. {says}"
    if isinstance(reckoning.limit, Rings):
        says = f"From {say.at(reckoning.due)} on it is too late."
    return Step(says, ("C2", source) if say.ends_a_day(reckoning.due) else (source,))


def _contingent_steps(clock: Clock, rule: Contingent, say: Moments) -> Iterator[Step]:
    by_reply = clock.reckoning.or_by
    assert by_reply is not None
    soon = say_within(rule.unless_full_reply_within)
    yield Step(f"Nothing is owed if the full reply comes {soon}; that is due {say.due(by_reply)}.", ("C6",))
    if clock.state is State.BROKEN and clock.decided < by_reply:
        settled = say.due(clock.decided)
        yield Step(f"An officer declared that it would not, so the promise was broken {settled}.", ("C6",))


def _stopped(clock: Clock) -> str:
    """Begin the sentence that says when what was waited for came."""
    rule = clock.promise.clock
    assert isinstance(rule, Awaiting)
    if clock.state is State.NOT_REQUIRED and isinstance(rule, Contingent):
        return "The full reply came on"
    thing = f"The {noun(rule.stop)}"
    if isinstance(rule, Deadline) and rule.measured_to is not None:
        return f"{thing} is for"
    fuller = ", or a fuller answer that counts as one," if rule.stop in ("acknowledgement", "response") else ""
    return f"{thing}{fuller} came on"


def message_steps(clock: Clock, charter: Charter, say: Moments) -> Iterator[Step]:
    """Say how a message or a date we gave came out."""
    assert clock.about is not None
    at, source = say.at(clock.about.at), source_of(clock.promise, charter)
    if clock.measure is Measure.DERIVED:
        rests_on = tuple(dict.fromkeys(("C8", source)))
        yield Step(f"On {at} we gave a date, which falls due {say.due(clock.due)}.", rests_on)
        if clock.stopped is not None:
            yield Step(f"What it was given for was done on {say.at(clock.stopped)}.", ("C8",))
    else:
        assert clock.promise.rule is not None
        must = say_list([DETAILS[name].within_a_line for name in clock.promise.rule.needs])
        yield Step(f"On {at}: {FACTS[clock.about.what].told}.", (source,))
        yield Step(f"It has to give {must}.", (source,))
    yield _verdict(clock)
