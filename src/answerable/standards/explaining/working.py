"""The steps of a working, each one sentence and the rule it rests on: how it began, how long it had, what moved it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from answerable.standards.charter.clock_rules import SAME_DAY, Awaiting, Contingent, Deadline, Effect, Timed
from answerable.standards.charter.promises import Promise
from answerable.standards.judging.outcome import Clock, Measure, State, sentence
from answerable.standards.judging.reckoning import Reckoning, Span, moved, onwards, variant_due
from answerable.standards.time.counting import OnDayOff, RingEnds, Start, day_nought
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
from answerable.standards.vocabulary.facts import FACTS, noun
from answerable.standards.words import say_day, say_list, say_moment


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the working and the rule it rests on: a clause, an Act, or the standard's own line."""

    says: str
    rule: str


def say_due(due_at: datetime) -> str:
    """Say a local due moment as people do: "at the end of Thursday 31 December 2026", "on Saturday ... at 18:30"."""
    if (due_at.hour, due_at.minute, due_at.second) == (23, 59, 59):
        return f"at the end of {say_day(due_at.date())}"
    return f"on {_exactly(due_at)}"


def _exactly(moment: datetime) -> str:
    """Say a local moment with its seconds and their fraction, where it has any."""
    if not moment.microsecond:
        return say_moment(moment)
    return f"{say_day(moment.date())} at {moment:%H:%M:%S.%f}".rstrip("0")


def clause(promise: Promise) -> str:
    """Return where a promise comes from, without the marks that say how its source was checked."""
    return re.sub(r" \([VSK][^)]*\)", "", promise.source)


def timed_steps(clock: Clock, watched: Promise, rule: Timed) -> Iterator[Step]:
    """Say step by step how a time limit came out; ``watched`` is the promise whose limit it is."""
    reckoning, zone, source = clock.reckoning, rule.calendar.tz, clause(watched)
    told = f"It began on {_exactly(reckoning.opened.astimezone(zone))}: {FACTS[rule.opens].told}."
    yield Step(told, "C3" if rule.opens == "received" else source)
    if clock.beside is not None:
        yield Step(f"A notice of delay is due when the {noun(rule.stop)} of {watched.id} is due.", "C7")
    if rule.only_if is not None:
        yield Step(f"It applies because {FACTS[rule.only_if.fact].told}.", source)
    stops = [(span, Step(_stop(span, zone), source)) for span in reckoning.spans]
    yield from (step for span, step in stops if span.by.effect is Effect.STARTS_AGAIN)
    yield from _start_steps(rule, reckoning, source)
    yield Step(_limit(rule, rule.within), source)
    other = variant_due(rule, reckoning)
    if other is not None:
        said = f"Read as {rule.variant} it would fall due {say_due(other.astimezone(zone))}"
        yield Step(f"{said}; it is judged by {rule.within}.", source)
    yield from (step for span, step in stops if span.by.effect is not Effect.STARTS_AGAIN)
    if reckoning.lapses is not None:
        yield Step(f"Without an answer it lapses {say_due(reckoning.lapses.astimezone(zone))}.", source)
    yield from _extension_steps(rule, reckoning, source)
    yield _due_step(rule, reckoning, source)
    if isinstance(rule, Contingent):
        yield from _contingent_steps(clock, rule)
    if clock.stopped is not None:
        yield Step(f"{_stopped(clock)} {_exactly(clock.stopped.astimezone(zone))}.", "C5")
    yield _verdict(clock)


def _verdict(clock: Clock) -> Step:
    return Step(f"So it stands as {clock.state}. {clock.reason}", "C20")


def _start_steps(rule: Timed, reckoning: Reckoning, source: str) -> Iterator[Step]:
    start = reckoning.counted_from.astimezone(rule.calendar.tz)
    if reckoning.counted_from != reckoning.opened:
        yield Step(_counted_from(rule, reckoning, start), source)
    if isinstance(rule.within, (WorkingDays, CalendarDays, Weeks, Months)):
        counting = reckoning.counting
        nought = day_nought(reckoning.counted_from, rule.calendar, counting)
        day = "the first day" if counting.first_day else "day nought"
        if nought == start.date():
            yield Step(f"{say_day(nought)} is {day}.", "C2")
        else:
            yield Step(f"{say_day(nought)} is {day}: {_LATE[counting.start]}.", f"C3, start rule {counting.start}")


def _counted_from(rule: Timed, reckoning: Reckoning, start: datetime) -> str:
    again = any(span.by.effect is Effect.STARTS_AGAIN and span.answered == start for span in reckoning.spans)
    if again or rule.counts_from is None:
        return f"So it is counted from {_exactly(start)}."
    if reckoning.begun_by is None:
        return (
            f"It is counted from the end of {say_day(start.date())}, "
            f"the last day on which it could be {rule.counts_from} in time."
        )
    return f"It is counted from {_exactly(start)}, when it was {rule.counts_from}."


_LATE = {
    Start.NEXT_OPEN: "what comes after the cut-off or on a day off counts from the next working day",
    Start.NEXT_WORKING_DAY: "what comes on a day off counts from the next working day",
    Start.AFTER_CUT_OFF: "what comes after the cut-off counts from the next working day",
}


def _limit(rule: Timed, limit: Duration) -> str:
    """Say a limit and how it is counted, in one or two sentences."""
    calendar = rule.calendar
    if limit == SAME_DAY:
        return "The limit is the same day."
    if isinstance(limit, WorkingDays):
        closures = " Days on which the council's offices are shut count too." if calendar.closures_count else ""
        return f"The limit is {limit}, counted on the calendar: {calendar.title or calendar.name}.{closures}"
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


_EFFECTS = {
    Effect.STARTS_AGAIN: "the limit began again at its end",
    Effect.SKIPS_WORKING_DAYS: "the working days among these, both ends included, do not count",
    Effect.MOVES_BY_CALENDAR_DAYS: "the date moved by these days, both ends included",
    Effect.MOVES_BY_OPEN_TIME: "the time for which the doors were open in between does not count",
}


def _stop(span: Span, zone: tzinfo) -> str:
    asked, reason = _exactly(span.asked.astimezone(zone)), sentence(span.by.reason)
    if span.answered is None:
        return f"{reason} That was on {asked}, and there is no answer yet: the clock stands still."
    return f"{reason} That took from {asked} to {_exactly(span.answered.astimezone(zone))}: {_EFFECTS[span.by.effect]}."


def _extension_steps(rule: Timed, reckoning: Reckoning, source: str) -> Iterator[Step]:
    extension, notice, zone = rule.extension, reckoning.extended, rule.calendar.tz
    if extension is None or notice is None:
        return
    told = _exactly(notice.at.astimezone(zone))
    how = f"by {extension.by}" if extension.to is None else f"to {extension.to}"
    named = ", or until the day we named if that is sooner" if notice.details.get("until") else ""
    yield Step(f"It was first due {say_due(reckoning.first_due.astimezone(zone))}.", source)
    yield Step(f"Before that, on {told}, it was extended {how}{named}.", source)


def _due_step(rule: Timed, reckoning: Reckoning, source: str) -> Step:
    """Say when it falls due, and from which day off it was moved if it was."""
    zone = rule.calendar.tz
    due_at = reckoning.due.astimezone(zone)
    says = f"{'It falls' if reckoning.waiting is None else 'Without the wait it would fall'} due {say_due(due_at)}."
    in_days = isinstance(reckoning.limit, (CalendarDays, Weeks, Months))
    if in_days and reckoning.counting.on_day_off is OnDayOff.NEXT_WORKING_DAY:
        start, counting = reckoning.counted_from, reckoning.counting
        if reckoning.extended is not None and rule.extension is not None and rule.extension.to is None:
            start, counting = reckoning.first_due, onwards(counting)
        stays = replace(counting, on_day_off=OnDayOff.STAYS)
        last = moved(rule, reckoning.limit, start, stays, reckoning.spans).astimezone(zone).date()
        if rule.calendar.why_off(last) is not None and last < due_at.date():
            says = f"Its last day, {say_day(last)}, is a day off, so it moves to the next working day. {says}"
    if isinstance(reckoning.limit, Rings):
        says = f"From {_exactly(due_at)} on it is too late."
    return Step(says, f"C2, {source}" if due_at.time().isoformat() == "23:59:59" else source)


def _contingent_steps(clock: Clock, rule: Contingent) -> Iterator[Step]:
    zone, within, by_reply = rule.calendar.tz, rule.unless_full_reply_within, clock.reckoning.or_by
    assert by_reply is not None
    soon = "the same day" if within == SAME_DAY else f"within {within}"
    last = say_due(by_reply.astimezone(zone))
    yield Step(f"Nothing is owed if the full reply comes {soon}; that is due {last}.", "C6")
    if clock.state is State.BROKEN and clock.decided < by_reply:
        settled = say_due(clock.decided.astimezone(zone))
        yield Step(f"An officer declared that it would not, so the promise was broken {settled}.", "C6")


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


def message_steps(clock: Clock, zone: tzinfo) -> Iterator[Step]:
    """Say how a message or a date we gave came out."""
    assert clock.about is not None
    at = _exactly(clock.about.at.astimezone(zone))
    if clock.measure is Measure.DERIVED:
        yield Step(f"On {at} we gave a date, which falls due {say_due(clock.due.astimezone(zone))}.", "C8")
        if clock.stopped is not None:
            yield Step(f"What it was given for was done on {_exactly(clock.stopped.astimezone(zone))}.", "C8")
    else:
        assert clock.promise.rule is not None
        must = say_list([name.replace("_", " ") for name in clock.promise.rule.needs])
        yield Step(f"On {at}: {FACTS[clock.about.what].told}.", clause(clock.promise))
        yield Step(f"It must give: {must}.", clause(clock.promise))
    yield _verdict(clock)
