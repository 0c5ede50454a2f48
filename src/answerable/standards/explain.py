"""The working behind one clock in plain English, good enough to send to a resident who disputes the date.

One structure, ``Explanation``, is read out as text, HTML or JSON; nothing is worked out while showing it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape
from typing import Any

from answerable.standards.charter import SAME_DAY, Charter, ClockRule, Effect, Promise, Strength
from answerable.standards.counting import DueAt, OnDayOff, RingEnds, Start, day_nought
from answerable.standards.days import Day, days_of
from answerable.standards.duration import CalendarDays, Months, Rings, Weeks, WorkingDays, WorkingMinutes
from answerable.standards.facts import FACTS
from answerable.standards.outcome import Clock, Measure, State, noun
from answerable.standards.reckoning import Reckoning
from answerable.standards.words import say_day, say_list, say_moment

RULES = {
    "C2": "The day of receipt is day nought, and the last day runs to midnight.",
    "C3": "A contact is received when the council's system accepts it, not when somebody opens it.",
    "C5": "A fuller answer also stops a lesser one's clock; an automatic message stops an acknowledgement at most.",
    "C6": "An acknowledgement owed only when the answer takes long is kept by either of the two.",
    "C7": "A notice of delay keeps its own promise and does not cure the late reply.",
    "C8": "A date given to a customer is a promise of its own.",
    "C20": "A promise runs, is kept, broken, not required, void, excluded or paused, each with its reason.",
}
"""The counting rules a working can cite, in one sentence each."""


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the working and the rule it rests on: a clause, an Act, or the standard's own line."""

    says: str
    rule: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one promise to one contact came out, from the answer down to the days that were counted."""

    contact: str
    promise: str
    words: str
    headline: str
    steps: tuple[Step, ...]
    days: tuple[Day, ...]
    from_version: str
    due: datetime
    state: str

    def rules(self) -> dict[str, str]:
        """Return the counting rules that the steps cite, with what each one says."""
        cited = {word.strip(",") for step in self.steps for word in step.rule.split()}
        return {name: says for name, says in RULES.items() if name in cited}

    def as_text(self) -> str:
        """Read it out as plain text, for a letter or a terminal."""
        lines = [self.headline, "", f"Our promise {self.promise}: {self.words}", f"({self.from_version})", ""]
        lines += [f"{n}. {step.says} [{step.rule}]" for n, step in enumerate(self.steps, 1)]
        if self.days:
            lines += ["", "Day by day:"]
            lines += [f"  {say_day(day.on):<28} {day.says()}" for day in self.days]
        lines += ["", "The counting rules named above:"]
        lines += [f"  {name:<4} {says}" for name, says in self.rules().items()]
        return "\n".join(lines) + "\n"

    def as_html(self) -> str:
        """Read it out as a fragment of HTML with a heading, lists and a table; everything is escaped."""
        steps = "".join(f"<li>{escape(step.says)} <small>({escape(step.rule)})</small></li>" for step in self.steps)
        rules = "".join(f"<dt>{name}</dt><dd>{escape(says)}</dd>" for name, says in self.rules().items())
        return (
            f'<section class="explanation"><h2>{escape(self.headline)}</h2>'
            f"<p>Our promise {escape(self.promise)}: {escape(self.words)}</p><p>{escape(self.from_version)}</p>"
            f"<ol>{steps}</ol>{self._table()}<dl>{rules}</dl></section>"
        )

    def _table(self) -> str:
        if not self.days:
            return ""
        rows = "".join(
            f'<tr class="{"off" if day.number is None else "counted"}"><th scope="row">{escape(say_day(day.on))}</th>'
            f"<td>{escape(day.says())}</td></tr>"
            for day in self.days
        )
        return (
            '<table><caption>Day by day</caption><thead><tr><th scope="col">Day</th>'
            f'<th scope="col">What it counted as</th></tr></thead><tbody>{rows}</tbody></table>'
        )

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON; days and moments as ISO 8601 text."""
        return {
            "contact": self.contact,
            "promise": self.promise,
            "words": self.words,
            "state": self.state,
            "due": self.due.isoformat(),
            "headline": self.headline,
            "version": self.from_version,
            "steps": [{"says": step.says, "rule": step.rule} for step in self.steps],
            "rules": self.rules(),
            "days": [{"on": day.on.isoformat(), "number": day.number, "why": day.why} for day in self.days],
        }


def explain(clock: Clock, *, contact: str, charter: Charter) -> Explanation:
    """Put the working of a clock into words. ``contact`` is the reference a resident would quote."""
    watched = clock.beside or clock.promise
    rule = watched.clock
    timed = clock.measure is Measure.TIMED and rule is not None
    calendar = rule.calendar if rule is not None else charter.calendar
    return Explanation(
        contact=contact,
        promise=clock.promise.id,
        words=clock.promise.words,
        headline=_headline(clock, calendar.tz),
        steps=tuple(_timed_steps(clock, watched, rule) if timed and rule else _message_steps(clock, calendar.tz)),
        days=days_of(rule, clock.reckoning) if timed and rule else (),
        from_version=_version(clock.promise, charter),
        due=clock.due.astimezone(calendar.tz),
        state=clock.state,
    )


_VERDICTS = {
    State.KEPT: ("We kept this promise", "We met this aim"),
    State.BROKEN: ("We broke this promise", "We missed this aim"),
    State.RUNNING: ("This promise is running", "This aim is running"),
    State.DUE_SOON: ("This promise is due soon", "This aim is due soon"),
    State.EXPOSED: ("This promise can still be kept in one way", "This aim can still be met in one way"),
    State.PAUSED: ("The clock of this promise stands still", "The clock of this aim stands still"),
    State.NOT_REQUIRED: ("Nothing was owed under this promise", "Nothing was owed under this aim"),
    State.VOID: ("This promise does not apply here", "This aim does not apply here"),
    State.EXCLUDED: ("This promise is not counted here", "This aim is not counted here"),
}


def _headline(clock: Clock, zone: tzinfo) -> str:
    verdict = _VERDICTS[clock.state][clock.promise.strength is not Strength.WILL]
    if clock.measure is Measure.CONTENT or clock.state in (State.NOT_REQUIRED, State.VOID, State.EXCLUDED):
        return f"{verdict}. {clock.reason}"
    fell = "It fell due" if clock.state in (State.KEPT, State.BROKEN) else "It is due"
    return f"{verdict}. {fell} {say_due(clock.due.astimezone(zone))}. {clock.reason}"


def say_due(due_at: datetime) -> str:
    """Say a local due moment as people do: "at the end of Thursday 31 December 2026", "on Saturday ... at 18:30"."""
    if (due_at.hour, due_at.minute, due_at.second) == (23, 59, 59):
        return f"at the end of {say_day(due_at.date())}"
    fraction = f"{due_at:.%f}".rstrip("0").rstrip(".")
    return f"on {say_moment(due_at)}{fraction}"


def _clause(promise: Promise) -> str:
    """Return where a promise comes from, without the marks that say how its source was checked."""
    return re.sub(r" \([VSK][^)]*\)", "", promise.source)


def _version(promise: Promise, charter: Charter) -> str:
    if promise.statutory:
        return f"Law: {_clause(promise)}"
    draft = " Draft - not yet a promise." if charter.draft else ""
    return (
        f"{charter.title} ({charter.name}), version {charter.version}, in force since "
        f"{say_day(charter.in_force_from)}; {charter.source} {_clause(promise)}.{draft}"
    )


def _timed_steps(clock: Clock, watched: Promise, rule: ClockRule) -> list[Step]:
    reckoning, zone, source = clock.reckoning, rule.calendar.tz, _clause(watched)
    opened = reckoning.opened.astimezone(zone)
    steps = [Step(f"It began on {say_moment(opened)}: {_told(rule.opens)}.", "C3")]
    if clock.beside is not None:
        steps.append(Step(f"A notice of delay is due when the reply of {watched.id} is due.", "C7"))
    steps += _start_steps(rule, reckoning, opened, source)
    steps.append(Step(_limit(rule), source))
    steps += _stop_steps(rule, reckoning, source)
    steps.append(_due_step(rule, reckoning, source))
    if rule.unless_full_reply_within is not None:
        other = rule.unless_full_reply_within
        soon = f"within {other}" if other != SAME_DAY else "the same day"
        final = say_due(clock.decided.astimezone(zone))
        steps.append(
            Step(f"Nothing is owed if the full reply comes {soon}; it is certain {final} at the latest.", "C6")
        )
    if clock.stopped is not None:
        stop = "full reply" if clock.state is State.NOT_REQUIRED else (clock.promise.clock or rule).stop
        moment = say_moment(clock.stopped.astimezone(zone))
        steps.append(Step(f"The {noun(stop)} came on {moment}.", "C5"))
    steps.append(Step(f"So it stands as {clock.state}. {clock.reason}", "C20"))
    return steps


def _told(fact: str) -> str:
    """Say what a fact means within a sentence: "the council's system accepted the contact"."""
    words = re.split(r"[,:(]", FACTS[fact])[0].strip()
    return words[0].lower() + words[1:]


def _start_steps(rule: ClockRule, reckoning: Reckoning, opened: datetime, source: str) -> list[Step]:
    steps = []
    zone, counting = rule.calendar.tz, rule.counting
    start = reckoning.counted_from.astimezone(zone)
    if start != opened:
        why = f"when it was {rule.counts_from}, or should have been" if rule.counts_from else "because it began again"
        steps.append(Step(f"It is counted from {say_moment(start)}, {why}.", source))
    if isinstance(rule.within, (WorkingDays, CalendarDays, Weeks, Months)):
        nought = day_nought(reckoning.counted_from, rule.calendar, counting)
        late = "" if nought == start.date() else f", because {_late(counting.start)}"
        day = "the first day" if counting.first_day else "day nought"
        steps.append(Step(f"{say_day(nought)} is {day}{late}.", f"C2, start rule {counting.start}"))
    return steps


def _late(start: Start) -> str:
    return {
        Start.NEXT_OPEN: "what comes after the cut-off or on a day off counts from the next working day",
        Start.NEXT_WORKING_DAY: "what comes on a day off counts from the next working day",
        Start.AFTER_CUT_OFF: "what comes after the cut-off counts from the next working day",
    }[start]


def _limit(rule: ClockRule) -> str:
    limit, counting = rule.within, rule.counting
    if isinstance(limit, (WorkingDays, WorkingMinutes)):
        closures = " Days on which the offices are shut count." if rule.calendar.closures_count else ""
        return f"The limit is {limit}, counted on the calendar: {rule.calendar.title or rule.calendar.name}.{closures}"
    if isinstance(limit, Rings):
        ends = "as the next would start" if counting.ring_ends is RingEnds.NEXT_RING else "as its own sound stops"
        return f"The limit is {limit} of {counting.ring_ms / 1000:g} seconds; the last is over {ends}."
    return f"The limit is {limit}, and every day and hour counts."


_EFFECTS = {
    Effect.STARTS_AGAIN: "the limit began again on the last day",
    Effect.SKIPS_WORKING_DAYS: "the working days among these, both ends included, do not count",
    Effect.MOVES_BY_CALENDAR_DAYS: "the date moved by these days, both ends included",
    Effect.MOVES_BY_OPEN_TIME: "the time the doors were open in between does not count",
}


def _stop_steps(rule: ClockRule, reckoning: Reckoning, source: str) -> list[Step]:
    steps = []
    zone = rule.calendar.tz
    for span in reckoning.spans:
        asked = say_moment(span.asked.astimezone(zone))
        if span.answered is None:
            says = f"{span.by.reason}, on {asked}, and wait for an answer: the clock stands still."
        else:
            answered = say_moment(span.answered.astimezone(zone))
            says = f"{span.by.reason}: from {asked} to {answered}; {_EFFECTS[span.by.effect]}."
        steps.append(Step(says, source))
    if reckoning.extended is not None and rule.extension is not None:
        told = say_moment(reckoning.extended.at.astimezone(zone))
        how = f"to {rule.extension.to}" if rule.extension.to else f"by {rule.extension.by}"
        first = say_day(reckoning.first_due.astimezone(zone).date())
        steps.append(Step(f"Before the first date, {first}, it was extended {how} on {told}.", source))
    return steps


def _due_step(rule: ClockRule, reckoning: Reckoning, source: str) -> Step:
    due_at = reckoning.due.astimezone(rule.calendar.tz)
    counting = rule.counting
    if isinstance(rule.within, (WorkingDays, CalendarDays, Weeks, Months)) and counting.due_at is DueAt.END_OF_DAY:
        moved = (
            " A last day that is a day off moves to the next working day."
            if counting.on_day_off is OnDayOff.NEXT_WORKING_DAY
            else ""
        )
        return Step(f"It is kept until midnight at the end of {say_day(due_at.date())}.{moved}", f"C2, {source}")
    return Step(f"It falls due {say_due(due_at)}.", source)


def _message_steps(clock: Clock, zone: tzinfo) -> Sequence[Step]:
    assert clock.about is not None
    told = say_moment(clock.about.at.astimezone(zone))
    if clock.measure is Measure.DERIVED:
        steps = [
            Step(f"On {told} we gave a date, which falls due {say_due(clock.due.astimezone(zone))}.", "C8"),
            Step("A date given to a customer is a promise of its own.", "C8"),
        ]
    else:
        needs = clock.promise.rule.needs if clock.promise.rule else ()
        must = say_list([name.replace("_", " ") for name in needs])
        steps = [
            Step(f"On {told} this was sent: {_told(clock.about.what)}.", "C5"),
            Step(f"It must give: {must}.", _clause(clock.promise)),
        ]
    return [*steps, Step(f"So it stands as {clock.state}. {clock.reason}", "C20")]
